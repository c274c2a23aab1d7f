"""The made-up calendar of one company: who joins, sits, inspects and leaves when."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from app.accounts import enter, enter_licence, issue, new_person
from app.deciding import accept_all, reviewed
from app.demo_acts import Acts, Hands
from app.demo_people import PROJECTS
from app.learning import RETRAIN_DAYS
from app.people import CONSOLE
from app.records.ledger import Ledger
from app.workbench import Workbench

EXAM_EVERY = timedelta(days=182)
CHECK_EVERY = timedelta(days=61)
"""Between two practical checks of a project."""
ROUND_EVERY = timedelta(days=30)
"""Between two inspections of a project."""
ACCEPTED_CHAPTERS = 7
"""Questions of the first chapters are accepted, and the critical ones; the others wait in the queue."""
LEAVERS = 20
"""One in so many leaves in the course of a year."""

ASSIGNED_DUE = 5
"""Days before the end on which what was assigned is due."""

Told = Callable[[str], None]
Event = tuple[datetime, int, Callable[[], None]]


@dataclass
class Calendar:
    """Everything that happens, in the order of time."""

    bench: Workbench
    hands: Hands
    dice: random.Random
    acts: Acts
    start: datetime
    end: datetime
    tell: Told

    @property
    def ledger(self) -> Ledger:
        """Of the example records."""
        return self.bench.records.ledger

    def run(self) -> str:
        """Everything in the order of time; returns the password of the accounts."""
        hashed = issue(new_person(name="x", login="x", role="administrator"))
        self.tell(f"登记 {len(self.acts.staff)} 名示例人员 …")
        for project in PROJECTS:
            self.bench.records.accounts.add_project(CONSOLE, project, "示例")
        with self.ledger.batch() as batch:
            for one in self.acts.staff:
                enter(batch, CONSOLE, replace(one, password_hash=hashed.person.password_hash))
            for one in self.acts.staff:
                for post in one.posts:
                    listed = self.bench.handbook.post_named(post)
                    if listed is not None and listed.licence:
                        expires = (self.end + timedelta(days=self.dice.randrange(-20, 900))).date()
                        number = f"示例{self.dice.randrange(10**8):08d}"
                        enter_licence(batch, CONSOLE, one.id, listed.licence, number, expires.isoformat())
        self.tell("生成题库，审定一部分试题 …")
        self._accept()
        events = sorted(self._events(hashed.password), key=lambda event: event[:2])
        for place, (moment, _, act) in enumerate(events):
            if place % 50 == 0:
                self.tell(f"{moment:%Y-%m-%d} …")
            self.hands.moment = max(moment, self.hands.moment)
            act()
        self.hands.moment = max(self.end, self.hands.moment)
        self.bench.records.store.note_unanswered("业主的宠物丢了，物业帮忙找吗", ["3.1", "2.4"], self.end)
        return hashed.password

    def _accept(self) -> None:
        bank, decisions = self.bench.bank(), self.bench.records.store.decisions("question")
        early = [
            one
            for one in reviewed(bank, decisions, self.bench.chain())
            if one.question.critical or int(one.question.section.partition(".")[0]) <= ACCEPTED_CHAPTERS
        ]
        accept_all(self.ledger, self.acts.who(self.acts.manager), early, edition=self.bench.edition)

    def _events(self, password: str) -> Iterator[Event]:
        number = 0

        def event(moment: datetime, act: Callable[[], None]) -> Event:
            nonlocal number
            number += 1
            return moment, number, act

        workers = [one for one in self.acts.staff if one.role in ("trainee", "supervisor")]
        for place, person in enumerate(workers):
            joined = self.start + timedelta(days=1 + place % 5, hours=self.dice.randrange(9))
            left = self.end
            if place % LEAVERS == LEAVERS - 1:
                left = self.start + (self.end - self.start) * 0.6
                yield event(left, lambda person=person: self.acts.leave(person))  # type: ignore[misc]
            yield event(joined, lambda person=person: self.acts.sign_all(person))  # type: ignore[misc]
            moment = joined + timedelta(days=10)
            while moment < left:
                yield event(moment, lambda person=person: self.acts.sit(person))  # type: ignore[misc]
                moment += EXAM_EVERY + timedelta(days=self.dice.randrange(-9, 10))
        for place, project in enumerate(PROJECTS):
            inspectors = [
                one for one in self.acts.staff if one.role == "supervisor" and project in one.projects
            ] or [self.acts.second]
            for one in inspectors[:1]:
                due = self.end - timedelta(days=ASSIGNED_DUE)
                begun = due - timedelta(days=RETRAIN_DAYS)
                yield event(begun, partial(self.acts.assign, one, project, due))
            moment = self.start + timedelta(days=40 + 3 * place, hours=2)
            while moment < self.end - timedelta(days=4):
                yield event(
                    moment, partial(self.acts.examine, project, self.dice.choice(inspectors), password)
                )
                moment += CHECK_EVERY
            moment = self.start + timedelta(days=20 + 3 * place)
            while moment < self.end - timedelta(days=4):
                inspector = self.dice.choice(inspectors)
                yield event(
                    moment,
                    lambda project=project, inspector=inspector: self.acts.inspect(project, inspector),  # type: ignore[misc]
                )
                moment += ROUND_EVERY
