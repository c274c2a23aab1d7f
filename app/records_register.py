"""The register of records: every kind of record by class, place and retention, and what is due (handbook 7).

How long a class is kept is read from the handbook's own forms.yml: what the program records takes the place of
a form there. Periods run as the handbook's 7.2 says: years from 1 January after the year in which the record was
made, months and days from the day itself. The ledger itself is never cut; what ends is the personal words beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.home import Home
from app.in_force import edition_in_force, kept_home
from app.opening import Records
from app.records import schema
from app.records.entry import Entry, utc_moment
from app.records.kinds import KINDS, SYSTEM
from app.workbench import local_day
from indexer.clauses import Form
from indexer.reading import read_handbook

FORM_OF: Mapping[str, str] = {
    "acknowledgement": "制度签收表",
    "sitting": "培训考核记录",
    "certificate": "培训考核记录",
    "practical_check": "培训考核记录",
    "inspection": "日检记录",
    "rectification": "不符合项整改单",
    "account": "系统权限登记表",
    "role": "系统权限登记表",
    "assignment": "系统权限登记表",
    "licence": "持证上岗台账",
}
"""Kind of entry about a person's work -> the form of the handbook in whose place it stands."""
ALWAYS = ("长期", "永久")
WITH_LEDGER = "随账本长期保存"
LEDGER, WORKING = "记录库·账本（只追加）", "记录库·工作表"
NOT_SAID = "未规定"

_PERIOD = re.compile(r"(?:不少于)?\s*(\d{1,3})\s*(年|个月|月|日|天)")


@dataclass(frozen=True, slots=True)
class Kept:
    """One class of records."""

    name: str
    place: str
    retention: str
    basis: str
    """Form of the handbook, or the rule of the program that sets the period."""
    count: int
    """Records there are; of a class on paper, the forms in it."""
    oldest: str
    """ISO date of the oldest, or ""."""
    over: int
    """How many have reached the end of their period."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done now."""

    action: str
    """``erase``, ``restrict`` or ``destroy_backup``."""
    what: str
    """Id of a person, or a folder."""
    since: str
    """ISO date: when they left, or the copy was made."""
    until: str
    """ISO date on which the last period ends or ended; "" if there is none."""
    how: str
    """The command that does it, or what to do."""

    @property
    def said(self) -> str:
        """What people read."""
        if self.action == "erase":
            return "期限已满，删除个人信息"
        if self.action == "destroy_backup":
            return "早于最近一次删除，仍有已删除的信息，应销毁"
        return f"已离职，限制使用至 {self.until}" if self.until else "已离职，保存期限没有规定"


@dataclass(frozen=True, slots=True)
class Register:
    """All classes, and what is due on one day."""

    day: date
    classes: tuple[Kept, ...]
    due: tuple[Due, ...]

    def as_json(self) -> dict[str, Any]:
        """What `handbook records register --json` prints."""
        return {
            "day": self.day.isoformat(),
            "classes": [asdict(one) for one in self.classes],
            "due": [asdict(one) for one in self.due],
        }


def end_of(made: date, retention: str) -> date | None:
    """First day on which a record made on `made` need no longer be kept; `None` for always or not said."""
    found = _PERIOD.fullmatch(retention.strip())
    if found is None:
        return None
    number, unit = int(found[1]), found[2]
    if unit == "年":
        return date(made.year + 1 + number, 1, 1)
    if unit in ("日", "天"):
        return made + timedelta(days=number)
    months = made.month - 1 + number
    first = date(made.year + months // 12, months % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=made.day - 1), after)


@dataclass(slots=True)
class _Seen:
    """What one pass over the ledger tells."""

    days: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    """Kind -> the days of its entries."""
    last: dict[tuple[str, str], date] = field(default_factory=dict)
    """(person, kind) -> the newest day."""
    left: dict[str, date] = field(default_factory=dict)
    restricted: dict[str, date] = field(default_factory=dict)
    erased: dict[str, datetime] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        day = local_day(utc_moment(entry.at))
        self.days[entry.kind].append(day)
        person = str(entry.payload.get("person", ""))
        for one in {person, entry.actor} - {"", SYSTEM}:
            self.last[one, entry.kind] = max(day, self.last.get((one, entry.kind), day))
        if entry.kind == "account" and entry.payload["change"] == "disabled":
            self.left[person] = day
        elif entry.kind == "account" and entry.payload["change"] in ("enabled", "created"):
            self.left.pop(person, None)
        elif entry.kind == "restriction":
            self.left.setdefault(person, day)
            self.restricted[person] = date.fromisoformat(entry.payload["until"])
        elif entry.kind == "erasure":
            self.erased[person] = utc_moment(entry.at)


def register_of(home: Home, records: Records, day: date) -> Register:
    """The register on `day` (Chinese time). Reads only.

    Raises:
        RecordsError: The records cannot be read.
    """
    seen = _Seen()
    for entry in records.ledger.entries():
        seen.take(entry)
    forms = _forms(home, records)
    classes = (
        *_ledger_classes(seen, forms, day),
        *_working(records, forms, day),
        *_files(home),
        *_paper(forms),
    )
    return Register(day, classes, (*_people_due(seen, forms, day), *_backups_due(home, seen)))


def retained_until(home: Home, records: Records, person: str) -> tuple[bool, date | None]:
    """Until when a person's records are to be kept.

    Returns:
        Whether every period is known, and the first day on which the last of them is over; `None` where
        nothing is recorded.
    """
    seen = _Seen()
    for entry in records.ledger.entries(person=person):
        seen.take(entry)
    ends = _ends(seen, _forms(home, records), person)
    known = [end for end in ends if end is not None]
    restricted = [seen.restricted[person]] if person in seen.restricted else []
    return len(known) == len(ends), max([*known, *restricted], default=None)


def _ends(seen: _Seen, forms: Mapping[str, Form], person: str) -> list[date | None]:
    """The end of each period of a person's records; `None` where the handbook does not say it."""
    return [
        end_of(last, _period(forms, kind)[0])
        for (who, kind), last in seen.last.items()
        if who == person and kind in FORM_OF
    ]


def _forms(home: Home, records: Records) -> dict[str, Form]:
    """Forms by name, of the edition in force; before the first, of the tree."""
    edition = edition_in_force(records.ledger)
    place = kept_home(home, edition).handbook if edition else home.handbook
    folder = place if place.is_dir() else home.handbook
    return {form.name: form for form in read_handbook(folder).handbook.forms}


def _period(forms: Mapping[str, Form], kind: str) -> tuple[str, str]:
    """Retention of a kind of entry, and what says so."""
    if kind not in FORM_OF:
        return ALWAYS[0], WITH_LEDGER
    form = forms.get(FORM_OF[kind])
    if form is None or not form.retention:
        return NOT_SAID, f"forms.yml 里没有《{FORM_OF[kind]}》的保存期限"
    return form.retention, f"《{form.name}》{form.no}"


def _kept(name: str, place: str, retention: str, basis: str, days: Iterable[date], day: date) -> Kept:
    known = list(days)
    over = sum((end := end_of(made, retention)) is not None and end <= day for made in known)
    oldest = min(known).isoformat() if known else ""
    return Kept(name, place, retention, basis, len(known), oldest, over)


def _ledger_classes(seen: _Seen, forms: Mapping[str, Form], day: date) -> Iterator[Kept]:
    for kind, (name, _) in KINDS.items():
        yield _kept(name, LEDGER, *_period(forms, kind), seen.days[kind], day)


def _working(records: Records, forms: Mapping[str, Form], day: date) -> Iterator[Kept]:
    """Tables that change: each with the column that says since when."""
    question = forms.get("条款咨询答复记录")
    asked = (
        (question.retention or NOT_SAID, f"《{question.name}》{question.no}") if question else (NOT_SAID, "")
    )
    person = "在职期间；离职后按其记录的期限"
    rows: tuple[tuple[str, Any, Any, str, str], ...] = (
        ("人员与账号", schema.persons, schema.persons.c.created_at, person, "个人信息保护法第四十七条"),
        ("登录会话", schema.sessions, schema.sessions.c.created_at, "12 小时，下次登录时清除", "程序"),
        ("进行中的考试与检查", schema.running, schema.running.c.started_at, "交卷或提交为止", "程序"),
        ("没有答案的问题", schema.unanswered, schema.unanswered.c.asked_at, *asked),
    )
    with records.ledger.database.reading() as conn:
        for name, table, since, retention, basis in rows:
            query = select(since)
            if table is schema.persons:
                query = query.where(schema.persons.c.erased_at == "")
            days = [local_day(utc_moment(at)) for at in conn.execute(query).scalars()]
            yield _kept(name, WORKING, retention, basis, days, day)
        for name, table in (
            ("账本之外的个人信息", schema.private_texts),
            ("证件号码与期限", schema.licences),
        ):
            count = conn.execute(select(func.count()).select_from(table)).scalar_one()
            yield Kept(name, WORKING, person, "个人信息保护法第四十七条", int(count), "", 0)


def _files(home: Home) -> Iterator[Kept]:
    attached = sum(1 for path in home.files.rglob("*") if path.is_file()) if home.files.is_dir() else 0
    yield Kept("附件（照片、签名）", str(home.files), "同所属的检查或整改记录", "程序", attached, "", 0)
    made = [local_day(moment) for _, moment in _backups(home)]
    first = min(made).isoformat() if made else ""
    yield Kept("备份", str(home.backups), "有人的信息删除后，旧的应销毁", "程序", len(made), first, 0)


def _paper(forms: Mapping[str, Form]) -> Iterator[Kept]:
    """Forms that are filled in outside the program, by period."""
    groups: dict[str, list[Form]] = defaultdict(list)
    for form in forms.values():
        if form.name not in FORM_OF.values():
            groups[form.retention or NOT_SAID].append(form)

    def length(retention: str) -> date:
        return end_of(date(2000, 1, 1), retention) or date.max

    for retention in sorted(groups, key=lambda one: (length(one), one)):
        name = f"表单，保存{retention}"
        yield Kept(name, "档案室，见《档案目录》", retention, "forms.yml", len(groups[retention]), "", 0)


def _people_due(seen: _Seen, forms: Mapping[str, Form], day: date) -> Iterator[Due]:
    """Who left: to be erased when every period is over, restricted until then."""
    for person, left in sorted(seen.left.items(), key=lambda one: (one[1], one[0])):
        if person in seen.erased:
            continue
        ends = _ends(seen, forms, person)
        known = [end for end in ends if end is not None]
        erase = f"handbook records erase {person} --reason 保存期限已满"
        if len(known) < len(ends):
            yield Due("restrict", person, left.isoformat(), "", "先在 forms.yml 写明保存期限")
            continue
        until = max([*known, seen.restricted.get(person, left)])
        if until <= day:
            yield Due("erase", person, left.isoformat(), until.isoformat(), erase)
        elif seen.restricted.get(person, left) < until:
            how = f"handbook records erase {person} --reason 离职 --retain-until {until}"
            yield Due("restrict", person, left.isoformat(), until.isoformat(), how)


def _backups(home: Home) -> list[tuple[Path, datetime]]:
    """Backups with the moment at which they were made, from their names."""
    form = re.compile(r"\d{8}T\d{6}Z")
    names = [path for path in sorted(home.backups.glob("*")) if form.fullmatch(path.name)]
    return [(path, datetime.strptime(path.name, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)) for path in names]


def _backups_due(home: Home, seen: _Seen) -> Iterator[Due]:
    """Copies from before the newest erasure still hold what was erased."""
    newest = max(seen.erased.values(), default=None)
    for path, made in _backups(home):
        if newest is not None and made < newest:
            since, until = (local_day(moment).isoformat() for moment in (made, newest))
            yield Due("destroy_backup", str(path), since, until, "先运行 handbook records backup，再删除它。")
