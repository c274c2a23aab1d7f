"""What people were told to learn by a date (指派学习), read from the ledger, and whether they have done it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.access import ALL_PROJECTS, Who, may, require
from app.learning import PASSED, standing
from app.records.directory import Person
from app.records.entry import Entry
from app.sitting import Offer
from app.workbench import Workbench

What = Literal["post", "section", "reading", "practical"]
WHAT: dict[What, str] = {
    "post": "岗位考试",
    "section": "小节考试",
    "reading": "阅读签收",
    "practical": "实操考核",
}
"""What can be assigned: the paper of a post or of a section, a section to read and sign, or to show."""
PAPERS: tuple[What, ...] = ("post", "section")
"""Of these, what is a paper."""
ASSIGNED, WITHDRAWN = "assigned", "withdrawn"
KINDS = ("training", "sitting", "acknowledgement", "practical_check", "correction")
"""Kinds of entries that an assignment is read from."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One thing that one person has to do."""

    person: str
    what: What
    of: str
    """Name of the post, or number of the section."""
    title: str
    due: str
    """ISO date."""
    by: str
    """Who assigned it."""
    project: str
    at: str
    done_at: str = ""
    """UTC text of the sitting or practical check passed, or the signature since, or ""."""

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return not self.done_at

    def overdue(self, today: date) -> bool:
        """Whether it is still open after its date."""
        return self.open and self.due < today.isoformat()


def assignments(bench: Workbench, who: Who) -> list[Assignment]:
    """What was assigned to people whom `who` may see, the open ones first and by date."""
    people = {one.id: one for one in bench.records.people.everybody()}
    shown = [
        one
        for one in read_assignments(bench.records.ledger.entries(list(KINDS)))
        if one.person in people and _sees(who, people[one.person]) and not people[one.person].disabled
    ]
    return sorted(shown, key=lambda one: (not one.open, one.due, one.title, people[one.person].name))


def own(bench: Workbench, who: Who) -> list[Assignment]:
    """What one has to do oneself, by date; what the edition in force no longer has is left out."""
    require(who, "view_own_record", subject=who.id)
    entries = bench.records.ledger.entries(list(KINDS), person=who.id)
    mine = [
        one for one in read_assignments(entries) if one.person == who.id and one.open and _there(bench, one)
    ]
    return sorted(mine, key=lambda one: (one.due, one.title))


def offer_of(one: Assignment) -> Offer:
    """The paper that was assigned."""
    if one.what == "post":
        return Offer(one.title, post=one.of, due=one.due)
    return Offer(one.title, sections=(one.of,), due=one.due)


def _there(bench: Workbench, one: Assignment) -> bool:
    if one.what == "post":
        return bench.handbook.post_named(one.of) is not None
    return any(section.number == one.of for section in bench.handbook.sections)


def _sees(who: Who, person: Person) -> bool:
    projects = person.projects or (ALL_PROJECTS,)
    return any(may(who, "view_dashboard", project=one) for one in projects)


def read_assignments(entries: Iterable[Entry]) -> Iterable[Assignment]:
    """Assignments with what came of them; the newest about the same thing stands."""
    found: dict[tuple[str, str, str], Assignment] = {}
    for entry in standing(entries):
        payload = entry.payload
        if entry.kind != "training":
            for key in _shown(entry):
                if key in found and found[key].open:
                    found[key] = replace(found[key], done_at=entry.at)
            continue
        key = (payload["person"], payload["what"], payload["of"])
        if payload["step"] == WITHDRAWN:
            found.pop(key, None)
        else:
            found[key] = Assignment(
                payload["person"],
                payload["what"],
                payload["of"],
                payload["title"],
                payload["due"],
                entry.actor,
                entry.project,
                entry.at,
            )
    return found.values()


def _shown(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """What an entry does: a section read and signed or shown, or a whole paper passed (no practice, no retraining)."""
    payload = entry.payload
    if entry.kind == "acknowledgement":
        yield payload["person"], "reading", payload["section"]
    elif entry.kind == "practical_check":
        if payload["result"] in PASSED:
            yield payload["person"], "practical", payload.get("section", "")
    elif payload["passed"] and not payload.get("practice") and not payload.get("retraining"):
        sections = payload.get("sections", ())
        if payload.get("post") and not sections:
            yield payload["person"], "post", payload["post"]
        if len(sections) == 1 and not payload.get("post"):
            yield payload["person"], "section", sections[0]
