"""A practical check (实操考核): one person shows a procedure to another, point by point. No screens.

What is to be shown are checklist items, so each point has its clause in the wording in force. Verdicts are
saved one by one; the examiner signs with the password, and the result is an entry about the person.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.access import ALL_PROJECTS, Who, may, require
from app.inspecting import LONGEST_REMARK, Line, line_of, planned, wanted
from app.people import who_is
from app.records.directory import Person
from app.records.entry import Entry
from app.records.errors import RecordsError
from app.records.store import Running, finish
from app.workbench import Workbench, local_day
from checklists.items import Item
from indexer.clauses import HandbookError

SHOWN, NOT_SHOWN, LEFT_OUT = "passed", "failed", "left_out"
VERDICTS: Mapping[str, str] = {SHOWN: "合格", NOT_SHOWN: "不合格", LEFT_OUT: "未考"}
"""Verdict on one point -> its name; none is ever taken for granted."""
PASSED, FAILED = "合格", "不合格"
"""Results. A procedure is shown when every point examined is; who leaves out one step has not done it."""
MEANING = "本人当面考核，逐项结论属实"
MOST_POINTS = 60
"""In one check; more than that nobody watches in one go."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How a check stands."""

    shown: int
    failed: int
    missing: int
    """Points without a verdict."""
    silent: int
    """Failed points of which nobody says what was seen."""

    @property
    def ready(self) -> bool:
        """Whether it may be handed in."""
        return not self.missing and not self.silent and self.shown + self.failed > 0

    @property
    def result(self) -> str:
        """合格 where every point examined was shown."""
        return FAILED if self.failed or not self.shown else PASSED


def candidates(bench: Workbench, who: Who) -> list[Person]:
    """Those in service whom `who` may examine, by name; never oneself."""
    listed = bench.records.people.everybody()
    return sorted((one for one in listed if _examined(one) and _places(who, one)), key=lambda one: one.name)


def points(
    bench: Workbench,
    who: Who,
    person: Person,
    section: str,
    *,
    headings: Sequence[str] = (),
    items: Sequence[str] = (),
) -> list[Item]:
    """What this person has to show of a section: the points for their posts, or for nobody in particular.

    Args:
        headings: Only what stands under these headings; default all of the section.
        items: Only these, by id; default all.

    Raises:
        HandbookError: Not allowed, no such section, or nothing fits.
    """
    require(who, "grade_practical", project=_place(who, person), subject=person.id)
    fit = [
        item
        for item in for_posts(bench, who, person.posts, section)
        if (not headings or item.heading in headings) and (not items or item.id in items)
    ]
    if not fit:
        raise HandbookError(f"{section} 没有符合的要点可考。", fix="换一个小节或程序，或先给这个人登记岗位。")
    return fit


def for_posts(bench: Workbench, who: Who, posts: Sequence[str], section: str) -> list[Item]:
    """The points of a section that somebody of these posts has to show.

    Raises:
        HandbookError: Not allowed to make checklists, or no such section.
    """
    _, found = wanted(bench, who, sections=(section,))
    return [item for item in found if not posts or item.post is None or item.post in posts]


def start(
    bench: Workbench,
    who: Who,
    person: str,
    section: str,
    now: datetime,
    *,
    headings: Sequence[str] = (),
    items: Sequence[str] = (),
) -> Running:
    """Begin to examine somebody.

    Raises:
        HandbookError: Not allowed, oneself, not in service, nothing or too much to show.
    """
    found = bench.records.people.person(person)
    chosen = points(bench, who, found, section, headings=headings, items=items)
    if not _examined(found):
        raise HandbookError(f"{found.name} 的账号已停用或不参加考核。", fix="选在用的员工、主管或经理。")
    if len(chosen) > MOST_POINTS:
        raise HandbookError(
            f"选了 {len(chosen)} 个要点，一次最多 {MOST_POINTS} 个。", fix="选定程序或要点，分几次考。"
        )
    title = f"{section} {bench.handbook.section(section).title}"
    plan = {
        "person": person,
        "section": section,
        "procedure": "　".join((title, *headings)),
        "posts": list(found.posts),
        "whole": not headings and not items,
        "edition": bench.edition,
        "number": f"S{local_day(now):%Y%m%d}-{secrets.token_hex(3)}",
        "items": [planned(item) for item in chosen],
    }
    place = _place(who, found)
    return bench.records.store.start(
        "practical", who.id, plan, now, project="" if place == ALL_PROJECTS else place
    )


def under_way(bench: Workbench, who: Who) -> list[Running]:
    """One's own checks that go on, the oldest first."""
    return [one for one in bench.records.store.running_of(who.id, "practical") if _may(who, one)]


def lines(bench: Workbench, who: Who, check: str) -> list[Line]:
    """The points of one's own running check."""
    one = _own(bench, who, check)
    saved = bench.records.store.answers(check)
    return [line_of(raw, saved.get(raw["item"], {})) for raw in one.plan["items"]]


def tally(found: Sequence[Line]) -> Tally:
    """How a check stands."""
    failed = [line for line in found if line.verdict == NOT_SHOWN]
    return Tally(
        sum(line.verdict == SHOWN for line in found),
        len(failed),
        sum(not line.verdict for line in found),
        sum(not line.remark for line in failed),
    )


def save(bench: Workbench, who: Who, check: str, item: str, verdict: str, remark: str, now: datetime) -> int:
    """Save one verdict with its remark; "" takes the verdict back. On the disk when this returns.

    Raises:
        HandbookError: Not one's own, no such point or verdict, or the remark is too long.
        RecordsError: It has ended, or the disk refused.
    """
    one = _own(bench, who, check)
    if all(raw["item"] != item for raw in one.plan["items"]):
        raise HandbookError(f"这次考核没有要点 {item}。", fix="刷新页面后再试。")
    if verdict not in ("", *VERDICTS):
        raise HandbookError(f"没有“{verdict}”这种结论。", fix=f"结论为{'、'.join(VERDICTS.values())}。")
    if len(remark) > LONGEST_REMARK:
        raise HandbookError(f"备注超过 {LONGEST_REMARK} 字。", fix="写短一些。")
    value = {"verdict": verdict, "remark": remark.strip()}
    return bench.records.store.save_answer(check, item, value, now)


def submit(bench: Workbench, who: Who, check: str, password: str, now: datetime) -> Entry:
    """Sign with the password again: the result goes to the ledger, with the clauses that were examined.

    Raises:
        HandbookError: Not allowed, a point lacks its verdict or what was seen, or the password is wrong.
        RecordsError: It has been handed in before.
    """
    one = _own(bench, who, check)
    found = lines(bench, who, check)
    reached = tally(found)
    if reached.missing:
        raise HandbookError(f"还有 {reached.missing} 个要点没有结论。", fix="没有考到的选“未考”。")
    if reached.silent:
        raise HandbookError("不合格的要点没有写明看到的情况。", fix="在该要点下写明哪里没有做到。")
    if not reached.ready:
        raise HandbookError("一个要点也没有考。", fix="至少对一个要点给出合格或不合格。")
    bench.records.people.person(one.plan["person"])  # words about somebody erased meanwhile are not kept
    bench.records.people.confirm(who, password, now)
    verdicts = {line.id: line.verdict for line in found}
    shown = [raw for raw in one.plan["items"] if verdicts[raw["item"]] != LEFT_OUT]
    with bench.records.ledger.batch() as batch:
        answers = finish(batch.conn, check)
        if any(
            answers.get(line.id, {}) != {"verdict": line.verdict, "remark": line.remark} for line in found
        ):
            raise RecordsError("提交时另一个窗口改动了结论。", fix="刷新页面，核对后再提交。")
        payload = {
            "person": one.plan["person"],
            "result": reached.result,
            "procedure": one.plan["procedure"],
            "section": one.plan["section"],
            "whole": one.plan["whole"] and len(shown) == len(found),
            "posts": one.plan["posts"],
            "number": one.plan["number"],
            "points": [{**raw, "verdict": verdicts[raw["item"]]} for raw in one.plan["items"]],
            "started_at": one.started_at,
            "check": check,
            "confirmed": "password",
        }
        return batch.append(
            "practical_check",
            who.id,
            payload,
            project=one.project,
            edition=one.plan["edition"],
            clauses=sorted({(raw["clause"], raw["fingerprint"]) for raw in shown if raw["clause"]}),
            meaning=MEANING,
            private={f"remark.{line.id}": line.remark for line in found if line.remark},
        )


def cancel(bench: Workbench, who: Who, check: str) -> None:
    """Drop a check that was begun by mistake; nothing of it is kept."""
    _own(bench, who, check)
    with bench.records.ledger.database.writing() as conn:
        finish(conn, check)


# --- inside


def _own(bench: Workbench, who: Who, check: str) -> Running:
    one = bench.records.store.running(check)
    if one is None or one.kind != "practical":
        raise RecordsError("这次考核已经提交，或没有这次考核。", fix="在“记录”里查看。")
    require(who, "grade_practical", project=one.project or ALL_PROJECTS, subject=one.plan["person"])
    if one.person != who.id:
        raise HandbookError("这是别人正在做的考核。", fix="由开始考核的人填写和提交。")
    return one


def _may(who: Who, one: Running) -> bool:
    return may(who, "grade_practical", project=one.project or ALL_PROJECTS, subject=one.plan["person"])


def _examined(person: Person) -> bool:
    """In service, and somebody who learns."""
    return not person.disabled and may(
        replace(who_is(person), must_change=False), "take_sitting", subject=person.id
    )


def _places(who: Who, person: Person) -> list[str]:
    """Projects under which `who` may examine this person."""
    served = person.projects or (ALL_PROJECTS,)
    return [one for one in served if may(who, "grade_practical", project=one, subject=person.id)]


def _place(who: Who, person: Person) -> str:
    """The project under which it is entered; where there is none, one that `require` refuses."""
    return next(iter(_places(who, person)), next(iter(person.projects), ALL_PROJECTS))
