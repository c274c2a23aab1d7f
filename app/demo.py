"""Example people and records, to see the program at work: marked as such, apart from the real ones.

They lie in a data folder of their own, ``<data>/demo``, with a ledger, keys and copies of the text of its own:
no example ever gets into the real ledger, and to remove them the folder is removed. The app opens them with
``HANDBOOK_DATA=<data>/demo``. The clock of their entries is named ``demo``; every name ends in （示例）.

Everything goes through the use cases that people use, at the times of a made-up calendar.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from app import casework, inspecting, results, sitting
from app.access import ALL_PROJECTS, Who
from app.accounts import disable, enter, enter_licence, issue, new_person
from app.acknowledging import MEANING
from app.deciding import accept_all, reviewed
from app.home import Home
from app.learning import EVERYBODY, LEADERS, Duties
from app.opening import Records
from app.people import CONSOLE, People, who_is
from app.records.canonical import canonical_text
from app.records.clock import Clock
from app.records.directory import Person
from app.records.entry import utc_text
from app.records.ledger import Ledger
from app.records.schema import running_answers
from app.records.store import Store
from app.settings import Settings
from app.sitting import Offer
from app.workbench import Workbench
from checklists.exchange.plain import question_from
from checklists.question import Question
from indexer.clauses import HandbookError

FOLDER = "demo"
MARK = ".example-records"
"""File that says what the folder is; without it nothing is removed."""
SUFFIX = "（示例）"
PROJECTS = ("翠湖苑", "云栖里", "锦绣华庭")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = (
    "伟",
    "芳",
    "敏",
    "静",
    "磊",
    "洋",
    "艳",
    "勇",
    "娟",
    "涛",
    "明",
    "霞",
    "平",
    "刚",
    "桂英",
    "建国",
    "玉兰",
    "海燕",
)
COMMON_POSTS = (
    "秩序维护员",
    "保洁员",
    "维修工",
    "客服员",
    "监控值班员",
    "楼栋管家",
    "电工",
    "绿化员",
    "收费员",
)
"""Posts that a project has several of; they come first."""
MOST_PEOPLE, MOST_YEARS = 500, 5
EXAM_EVERY = timedelta(days=182)
ROUND_EVERY = timedelta(days=30)
"""Between two inspections of a project."""
ACCEPTED_CHAPTERS = 7
"""Questions of the first chapters are accepted; the others wait in the queue."""
LEAVERS = 20
"""One in so many leaves in the course of a year."""

Told = Callable[[str], None]
Event = tuple[datetime, int, Callable[[], None]]


@dataclass
class Hands:
    """The hands of the made-up clock."""

    moment: datetime
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock("demo", lambda: self.moment)


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made."""

    home: Home
    people: int
    entries: int
    login: str
    password: str
    """Of every example account."""


def demo_home(home: Home) -> Home:
    """The installation with the example data in place of the real ones."""
    place = home.data / FOLDER
    return Home(home.root, place, place / "keys")


def make_demo(
    home: Home, *, people: int, years: int, seed: int, until: date, tell: Told = lambda _: None
) -> Demo:
    """Make example records; the same numbers, seed and day give the same people, papers and results.

    Args:
        people: How many accounts.
        years: How long they have been at work.
        seed: Of every choice.
        until: Last day of the calendar.

    Raises:
        HandbookError: There are example records already, or the numbers are out of range.
    """
    if not 6 <= people <= MOST_PEOPLE:
        raise HandbookError(f"示例人数 {people} 不能用。", fix=f"写 6 至 {MOST_PEOPLE}。")
    if not 1 <= years <= MOST_YEARS:
        raise HandbookError(f"示例年数 {years} 不能用。", fix=f"写 1 至 {MOST_YEARS}。")
    place = demo_home(home)
    if place.data.exists():
        raise HandbookError(f"{place.data} 里已有示例记录。", fix="先运行 handbook demo --remove。")
    place.data.mkdir(parents=True)
    (place.data / MARK).write_text("示例人员和记录，可用 handbook demo --remove 整个删除。\n", "utf-8")
    start = datetime(until.year, until.month, until.day, 1, tzinfo=UTC) - timedelta(days=365 * years)
    hands = Hands(start)
    records = _records(place, hands.clock)
    try:
        bench = Workbench(place, records, tell=tell)
        made = _Calendar(bench, hands, random.Random(seed), people, start, until, tell)
        password = made.run()
        records.ledger.checkpoint()
        count = len(records.people.everybody())
        return Demo(place, count, records.ledger.length(), made.manager.login, password)
    except BaseException:
        records.close()
        shutil.rmtree(place.data, ignore_errors=True)
        raise
    finally:
        records.close()


def remove_demo(home: Home) -> None:
    """Remove the example records, and nothing else.

    Raises:
        HandbookError: There are none.
    """
    place = demo_home(home)
    if not (place.data / MARK).is_file():
        raise HandbookError(f"{place.data} 里没有示例记录。", fix="用 handbook demo --people N 生成。")
    shutil.rmtree(place.data)


def _records(place: Home, clock: Clock) -> Records:
    anchors = (place.data / "anchors.jsonl",)
    ledger = Ledger.open(place.records_db, place.keys, anchors=anchors, clock=clock)
    people = People(ledger)
    from app.accounts import Accounts

    settings = Settings(place.records_db, place.keys, anchors, False)
    return Records(ledger, Store(ledger.database), people, Accounts(people), settings)


class _Calendar:
    """The made-up calendar of one company."""

    def __init__(
        self,
        bench: Workbench,
        hands: Hands,
        dice: random.Random,
        people: int,
        start: datetime,
        until: date,
        tell: Told,
    ) -> None:
        self.bench, self.hands, self.dice, self.tell = bench, hands, dice, tell
        self.start, self.end = start, datetime(until.year, until.month, until.day, 12, tzinfo=UTC)
        self.ledger = bench.records.ledger
        self.duties: Duties = bench.duties()
        self.staff = self._invented(people)
        self.skill = {one.id: 0.75 + 0.24 * dice.random() for one in self.staff}
        self.manager, self.second = self.staff[2], self.staff[3]

    def run(self) -> str:
        """Everything in the order of time; returns the password of the accounts."""
        hashed = issue(new_person(name="x", login="x", role="administrator"))
        self.tell(f"登记 {len(self.staff)} 名示例人员 …")
        for project in PROJECTS:
            self.bench.records.accounts.add_project(CONSOLE, project, "示例")
        with self.ledger.batch() as batch:
            for one in self.staff:
                enter(batch, CONSOLE, replace(one, password_hash=hashed.person.password_hash))
            for one in self.staff:
                for post in one.posts:
                    listed = self.bench.handbook.post_named(post)
                    if listed is not None and listed.licence:
                        expires = (self.end + timedelta(days=self.dice.randrange(-20, 900))).date()
                        number = f"示例{self.dice.randrange(10**8):08d}"
                        enter_licence(batch, CONSOLE, one.id, listed.licence, number, expires.isoformat())
        self.tell("生成题库，审定一部分试题 …")
        self._accept()
        events = sorted(self._events(), key=lambda event: event[:2])
        for place, (moment, _, act) in enumerate(events):
            if place % 50 == 0:
                self.tell(f"{moment:%Y-%m-%d} …")
            self.hands.moment = max(moment, self.hands.moment)
            act()
        self.hands.moment = max(self.end, self.hands.moment)
        self.bench.records.store.note_unanswered("业主的宠物丢了，物业帮忙找吗", ["3.1", "2.4"], self.end)
        return hashed.password

    # --- people

    def _invented(self, count: int) -> list[Person]:
        roles = ["administrator", "auditor", "manager", "manager"]
        roles += ["supervisor"] * max(1, count // 10)
        roles += ["trainee"] * (count - len(roles))
        posts, names = self._posts(), self._names(count)
        made = []
        for place, role in enumerate(roles[:count]):
            everywhere = role in ("administrator", "auditor", "manager")
            project = PROJECTS[place % len(PROJECTS)]
            person = new_person(
                name=names[place] + SUFFIX,
                login=f"demo{place:03d}",
                role=role,
                posts=() if everywhere else (posts[place % len(posts)],),
                projects=(ALL_PROJECTS,) if everywhere else (project,),
                staff_no=f"S{place:04d}",
            )
            made.append(replace(person, id=f"p-{self.dice.getrandbits(64):016x}", must_change=False))
        return made

    def _posts(self) -> list[str]:
        listed = [post.name for post in self.bench.handbook.posts if post.name not in (EVERYBODY, LEADERS)]
        working = [name for name in listed if self.duties.of([name])]
        common = [name for name in COMMON_POSTS if name in working]
        return common or working or [""]

    def _names(self, count: int) -> list[str]:
        every = [surname + given for surname in SURNAMES for given in GIVEN]
        self.dice.shuffle(every)
        return [every[place % len(every)] for place in range(count)]

    def _who(self, person: Person) -> Who:
        return who_is(self.bench.records.people.person(person.id))

    # --- the calendar

    def _accept(self) -> None:
        bank, decisions = self.bench.bank(), self.bench.records.store.decisions("question")
        early = [
            one
            for one in reviewed(bank, decisions, self.bench.chain())
            if int(one.question.section.partition(".")[0]) <= ACCEPTED_CHAPTERS
        ]
        accept_all(self.ledger, self._who(self.manager), early, edition=self.bench.edition)

    def _events(self) -> Iterator[Event]:
        number = 0

        def event(moment: datetime, act: Callable[[], None]) -> Event:
            nonlocal number
            number += 1
            return moment, number, act

        workers = [one for one in self.staff if one.role in ("trainee", "supervisor")]
        for place, person in enumerate(workers):
            joined = self.start + timedelta(days=1 + place % 5, hours=self.dice.randrange(9))
            left = self.end
            if place % LEAVERS == LEAVERS - 1:
                left = self.start + (self.end - self.start) * 0.6
                yield event(left, lambda person=person: self._leave(person))  # type: ignore[misc]
            yield event(joined, lambda person=person: self._sign_all(person))  # type: ignore[misc]
            moment = joined + timedelta(days=10)
            while moment < left:
                yield event(moment, lambda person=person: self._sit(person))  # type: ignore[misc]
                moment += EXAM_EVERY + timedelta(days=self.dice.randrange(-9, 10))
        for place, project in enumerate(PROJECTS):
            inspectors = [
                one for one in self.staff if one.role == "supervisor" and project in one.projects
            ] or [self.second]
            moment = self.start + timedelta(days=20 + 3 * place)
            while moment < self.end - timedelta(days=4):
                inspector = self.dice.choice(inspectors)
                yield event(
                    moment,
                    lambda project=project, inspector=inspector: self._inspect(project, inspector),  # type: ignore[misc]
                )
                moment += ROUND_EVERY

    def _leave(self, person: Person) -> None:
        with self.ledger.batch() as batch:
            disable(batch, CONSOLE, self.bench.records.people.person(person.id))

    def _sign_all(self, person: Person) -> None:
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

    def _sit(self, person: Person) -> None:
        """One sitting, and a second one in the afternoon for who fails."""
        who, post = self._who(person), person.posts[0]
        offer = Offer(f"岗位考试　{post}", post=post)
        for _ in range(2):
            begun = self.hands.moment
            try:
                running = sitting.start(self.bench, who, offer, begun, seed=f"{self.dice.random()}")
            except HandbookError:
                return  # a small handbook has no question for this post
            questions = [question_from(json.loads(one), 1) for one in running.plan["questions"]]
            skill = self.skill[person.id]
            answers = {str(n): self._answer(one, skill) for n, one in enumerate(questions, 1)}
            self._saved(running.id, answers)
            self.hands.moment = begun + timedelta(seconds=30 * len(questions))
            entry = sitting.submit(self.bench, who, running.id, self.hands.moment)
            self.hands.moment += timedelta(hours=2)
            if entry.payload["passed"]:
                manager = self._who(self.manager)
                results.certify(self.bench, manager, entry.seq, self.hands.moment.date())
                return

    def _inspect(self, project: str, inspector: Person) -> None:
        """One section on site; what fails is put right and rechecked by somebody else."""
        who = self._who(inspector)
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

    def _put_right(self, project: str, inspection: str) -> None:
        workers = [one for one in self.staff if one.role == "trainee" and project in one.projects]
        for case in casework.cases(self.bench, self._who(self.second)):
            if not case.number.startswith(inspection) or not workers:
                continue
            if self.dice.random() < 0.1:
                continue  # still open
            self.hands.moment += timedelta(hours=3)
            worker = self._who(self.dice.choice(workers))
            if not self.bench.records.people.person(worker.id).disabled:
                casework.rectify(self.bench, worker, case.number, "已按要求整改，附照片", self.hands.moment)
                self.hands.moment += timedelta(hours=5)
                second = self._who(self.second)
                casework.recheck(self.bench, second, case.number, True, "现场复查合格", self.hands.moment)

    # --- answers

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
