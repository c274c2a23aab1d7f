"""What the made-up people do, through the use cases that people use, by a clock that is moved along."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from app import casework, inspecting, practical, results, sitting
from app.access import Who
from app.accounts import disable
from app.acknowledging import MEANING
from app.assigning import assign
from app.learning import Duties
from app.people import CONSOLE, who_is
from app.records.canonical import canonical_text
from app.records.clock import Clock
from app.records.directory import Person
from app.records.entry import Entry, utc_text
from app.records.schema import running_answers
from app.sitting import Offer
from app.workbench import Workbench, local_day
from checklists.exchange.plain import question_from
from checklists.question import Question
from indexer.clauses import HandbookError

SEEN = "现场查看"
"""Method of the items that somebody can show."""
MOST_SHOWN = 8
"""Points of one made-up check."""
TRIES = 6
"""Until a section has something for the post of the person drawn."""


@dataclass
class Hands:
    """The hands of the made-up clock."""

    moment: datetime
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock("demo", lambda: self.moment)


@dataclass
class Acts:
    """The people of one made-up company at work."""

    bench: Workbench
    hands: Hands
    dice: random.Random
    staff: list[Person]
    duties: Duties = field(init=False)

    def __post_init__(self) -> None:
        self.duties, self.ledger = self.bench.duties(), self.bench.records.ledger
        self.skill = {one.id: 0.75 + 0.24 * self.dice.random() for one in self.staff}
        self.manager, self.second = self.staff[2], self.staff[3]

    def who(self, person: Person) -> Who:
        """The account as it is now."""
        return who_is(self.bench.records.people.person(person.id))

    def leave(self, person: Person) -> None:
        """Somebody leaves the company."""
        with self.ledger.batch() as batch:
            disable(batch, CONSOLE, self.bench.records.people.person(person.id))

    def sign_all(self, person: Person) -> None:
        """The sections of one's posts, read and signed one after the other."""
        text = self.bench.now_in_force
        with self.ledger.batch() as batch:
            for section in text.handbook.sections:
                clauses = [clause for clause in section.clauses if clause.withdrawn is None]
                if not any(self.duties.concerns(str(clause.id), person.posts) for clause in clauses):
                    continue
                opened, seconds = self.hands.moment, self.dice.randrange(240, 1500)
                self.hands.moment += timedelta(seconds=seconds)
                payload = {
                    "person": person.id,
                    "section": section.number,
                    "opened_at": utc_text(opened),
                    "seconds": seconds,
                    "confirmed": "password",
                }
                refs = [(str(clause.id), clause.fingerprint) for clause in clauses]
                batch.append(
                    "acknowledgement",
                    person.id,
                    payload,
                    edition=text.edition,
                    clauses=refs,
                    meaning=MEANING,
                )

    def sit(self, person: Person) -> None:
        """One sitting, and a second one in the afternoon for who fails."""
        who, post = self.who(person), person.posts[0]
        offer = Offer(f"岗位考试　{post}", post=post)
        for _ in range(2):
            try:
                entry = self.take(who, offer, self.skill[person.id])
            except HandbookError:
                return  # a small handbook has no question for this post
            self.hands.moment += timedelta(hours=2)
            if entry.payload["passed"]:
                if entry.payload["certifying"]:
                    results.certify(self.bench, self.who(self.manager), entry.seq, self.hands.moment.date())
                return

    def take(self, who: Who, offer: Offer, skill: float) -> Entry:
        """One paper from start to result."""
        begun = self.hands.moment
        running = sitting.start(self.bench, who, offer, begun, seed=f"{self.dice.random()}")
        questions = [question_from(json.loads(one), 1) for one in running.plan["questions"]]
        answers = {str(n): self._answer(one, skill) for n, one in enumerate(questions, 1)}
        self._saved(running.id, answers)
        self.hands.moment = begun + timedelta(seconds=30 * len(questions))
        return sitting.submit(self.bench, who, running.id, self.hands.moment)

    def assign(self, leader: Person, project: str, due: datetime) -> None:
        """The paper of a section for everybody of a project; most of them take it in time."""
        sections = sorted({one.section for one in self.bench.questions(certifying=True)})
        people = [self.bench.records.people.person(one.id) for one in self.staff]
        told = [
            one.id for one in people if one.role == "trainee" and project in one.projects and not one.disabled
        ]
        if not sections or not told:
            return
        section = self.dice.choice(sections)
        assign(self.bench, self.who(leader), told, "section", section, local_day(due), self.hands.moment)
        for one in people:
            if one.id in told and self.dice.random() < 0.7:
                offers = [due.offer for due in results.papers(self.bench, self.who(one)) if due.by]
                self.take(self.who(one), offers[0], self.skill[one.id])

    def inspect(self, project: str, inspector: Person) -> None:
        """One section on site; what fails is put right and rechecked by somebody else."""
        who = self.who(inspector)
        sections = sorted({item.section for item in self.bench.items().items if item.scored})
        running = inspecting.start(
            self.bench, who, project, self.hands.moment, sections=[self.dice.choice(sections)]
        )
        answers: dict[str, Any] = {}
        for raw in running.plan["items"]:
            drawn = self.dice.random()
            verdict = inspecting.CONFORMS if drawn < 0.9 else inspecting.NOT_APPLICABLE
            if drawn > 0.95:
                verdict = inspecting.FAILS
            remark = "现场未做到，当场告知责任人" if verdict == inspecting.FAILS else ""
            answers[raw["item"]] = {"verdict": verdict, "remark": remark}
        self._saved(running.id, answers)
        self.hands.moment += timedelta(minutes=2 * len(answers))
        entry = inspecting.submit(self.bench, who, running.id, self.hands.moment)
        self._put_right(project, str(entry.payload["number"]))

    def examine(self, project: str, examiner: Person, password: str) -> None:
        """One worker of a project shows a procedure; now and then a step is left out."""
        who = self.who(examiner)
        sections = sorted({item.section for item in self.bench.items().items if item.method == SEEN})
        workers = [
            one
            for one in practical.candidates(self.bench, who)
            if one.role == "trainee" and project in one.projects and one.posts
        ]
        for _ in range(TRIES if sections and workers else 0):
            person, section = self.dice.choice(workers), self.dice.choice(sections)
            try:
                points = practical.points(self.bench, who, person, section)
            except HandbookError:
                continue  # nothing of this section is for the person's post
            items = [item.id for item in points if item.method == SEEN][:MOST_SHOWN]
            if items:
                break
        else:
            return
        running = practical.start(self.bench, who, person.id, section, self.hands.moment, items=items)
        failed = self.dice.choice(items) if self.dice.random() < 0.2 else ""
        answers: dict[str, Any] = {item: {"verdict": practical.SHOWN, "remark": ""} for item in items}
        if failed:
            answers[failed] = {"verdict": practical.NOT_SHOWN, "remark": "漏了这一步，已当场讲解"}
        self._saved(running.id, answers)
        self.hands.moment += timedelta(minutes=3 * len(items))
        practical.submit(self.bench, who, running.id, password, self.hands.moment)

    def _put_right(self, project: str, inspection: str) -> None:
        workers = [one for one in self.staff if one.role == "trainee" and project in one.projects]
        for case in casework.cases(self.bench, self.who(self.second)):
            if not case.number.startswith(inspection) or not workers:
                continue
            if self.dice.random() < 0.1:
                continue  # still open
            self.hands.moment += timedelta(hours=3)
            worker = self.who(self.dice.choice(workers))
            if not self.bench.records.people.person(worker.id).disabled:
                casework.rectify(self.bench, worker, case.number, "已按要求整改，附照片", self.hands.moment)
                self.hands.moment += timedelta(hours=5)
                second = self.who(self.second)
                casework.recheck(self.bench, second, case.number, True, "现场复查合格", self.hands.moment)

    def _saved(self, running: str, answers: dict[str, Any]) -> None:
        """All answers at once, where people save one after the other."""
        at = utc_text(self.hands.moment)
        rows = [
            {"running": running, "item": item, "value": canonical_text(value), "saved_at": at, "version": 1}
            for item, value in answers.items()
        ]
        with self.ledger.database.writing() as conn:
            conn.execute(insert(running_answers), rows)

    def _answer(self, question: Question, skill: float) -> Any:
        right = self.dice.random() < skill
        key, count = question.key, len(question.options)
        if question.type == "truefalse":
            return key if right else not key
        if isinstance(key, int):
            return key if right else (key + 1) % count
        if isinstance(key, dict):
            return str(key["value"]) if right else "999"
        listed: Sequence[int] = key if isinstance(key, tuple) else ()
        if right:
            return list(listed)
        return list(reversed(listed)) if question.type == "order" else sorted(listed)[:1]
