"""Licences that are about to expire, have expired, or are missing where a post asks for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from app.access import ALL_PROJECTS, Who, may, require
from app.records.directory import Licence, Person
from app.workbench import Workbench

REMIND_DAYS = 60
"""Days before its end from which a licence is told of."""
State = Literal["expired", "missing", "soon"]
STATES: dict[State, str] = {"expired": "已过期", "missing": "没有登记", "soon": "即将到期"}
"""What is wrong with a licence, the worst first, as people say it."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One licence of one person that asks for something."""

    person: Person
    licence: str
    expires: str
    """ISO date of the last valid day; "" where none is entered."""
    state: State

    @property
    def words(self) -> str:
        """``保安员证已过期（2026-10-01）``."""
        return f"{self.licence}{STATES[self.state]}" + (f"（{self.expires}）" if self.expires else "")


def reminders(bench: Workbench, who: Who, today: date) -> list[Reminder]:
    """Of everybody in service whom `who` may see, the worst first; nobody for who may not list accounts."""
    if not may(who, "list_accounts", project=next(iter(who.projects), ALL_PROJECTS)):
        return []
    seen = [one for one in bench.records.people.visible(who) if not one.disabled]
    return _found(bench, seen, today)


def own_reminders(bench: Workbench, who: Who, today: date) -> list[Reminder]:
    """One's own."""
    require(who, "view_own_record", subject=who.id)
    return _found(bench, [bench.records.people.person(who.id)], today)


def _found(bench: Workbench, people: Iterable[Person], today: date) -> list[Reminder]:
    held: dict[str, list[Licence]] = {}
    for one in bench.records.people.licences():
        held.setdefault(one.person, []).append(one)
    asked = {post.name: post.licence for post in bench.handbook.posts if post.licence}
    limit = (today + timedelta(days=REMIND_DAYS)).isoformat()
    found = []
    for person in people:
        mine = held.get(person.id, [])
        for one in mine:
            if one.expires and one.expires <= limit:
                state: State = "expired" if one.expires < today.isoformat() else "soon"
                found.append(Reminder(person, one.licence, one.expires, state))
        names = {one.licence for one in mine}
        for licence in dict.fromkeys(asked[post] for post in person.posts if post in asked):
            if licence not in names:
                found.append(Reminder(person, licence, "", "missing"))
    order = list(STATES)
    return sorted(found, key=lambda one: (order.index(one.state), one.expires, one.person.name))
