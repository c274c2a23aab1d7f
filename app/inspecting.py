"""An inspection from list to score: verdicts saved one by one, findings that open cases. No screens."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.access import Who, may, require
from app.casework import opening
from app.records.entry import Entry
from app.records.errors import RecordsError
from app.records.store import Running, finish
from app.workbench import Workbench, local_day
from checklists.items import Item, with_points
from checklists.lists import Choice, choice, choose
from checklists.local import apply, read_decision
from indexer.clauses import HandbookError

CONFORMS, FAILS, NOT_APPLICABLE = "conforms", "fails", "not_applicable"
VERDICTS: Mapping[str, str] = {CONFORMS: "符合", FAILS: "不符合", NOT_APPLICABLE: "不适用"}
"""None of them is ever taken for granted: an item without a verdict stops the hand-in."""
PASS_LINE = 8000
"""Hundredths of 100 points below which the inspection is failed (handbook 1.3-12)."""
DAYS: Mapping[str, int] = {"A": 1, "B": 3, "C": 3}
"""Days until a finding is due, by class; 3 for what the unit can settle itself (handbook 6.4-02)."""
LONGEST_REMARK = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a running inspection with what was noted so far."""

    id: str
    clause: str
    section: str
    title: str
    text: str
    class_: str
    points: int | None
    """Hundredths; `None` for a recommendation."""
    method: str
    evidence: str
    verdict: str
    """"" until somebody has looked."""
    remark: str


@dataclass(frozen=True, slots=True)
class Score:
    """What an inspection comes to."""

    hundredths: int
    """Of 100 points over the items that apply."""
    veto: tuple[str, ...]
    """Class A items that fail: whatever the points, it is failed."""
    missing: int
    """Items without a verdict."""

    @property
    def passed(self) -> bool:
        """Enough points and no veto."""
        return self.hundredths >= PASS_LINE and not self.veto and not self.missing


def wanted(
    bench: Workbench,
    who: Who,
    *,
    sections: Sequence[str] = (),
    post: str = "",
    frequency: str = "",
    situation: str = "",
) -> tuple[Choice, tuple[Item, ...]]:
    """The items of a choice with the home's decisions and with points.

    Raises:
        HandbookError: Not allowed, the handbook lacks what is asked for, or nothing fits.
    """
    require(who, "make_checklist")
    chosen = choice(bench.handbook, sections, post or None, frequency or None, situation or None)
    decisions = [read_decision(one.data) for one in bench.records.store.decisions("item")]
    items = choose(apply(bench.items().items, decisions).items, chosen, bench.handbook)
    if not items:
        raise HandbookError(f"没有符合“{chosen.name}”的检查项。", fix="放宽小节、岗位或频次。")
    return chosen, with_points(items)


def start(
    bench: Workbench,
    who: Who,
    project: str,
    now: datetime,
    *,
    sections: Sequence[str] = (),
    post: str = "",
    frequency: str = "",
    situation: str = "",
) -> Running:
    """Begin an inspection of a project.

    Raises:
        HandbookError: Not allowed there, no such project, or no item fits.
    """
    require(who, "run_inspection", project=project)
    if project not in bench.records.people.projects():
        raise HandbookError(f"没有项目“{project}”。", fix="请管理员先登记项目。")
    chosen, items = wanted(bench, who, sections=sections, post=post, frequency=frequency, situation=situation)
    plan = {
        "checklist": f"检查表　{chosen.name}",
        "edition": bench.edition,
        "number": f"J{local_day(now):%Y%m%d}-{secrets.token_hex(3)}",
        "items": [planned(item) for item in items],
    }
    return bench.records.store.start("inspection", who.id, plan, now, project=project)


def under_way(bench: Workbench, who: Who) -> list[Running]:
    """One's own inspections that go on, the oldest first."""
    running = bench.records.store.running_of(who.id, "inspection")
    return [one for one in running if may(who, "run_inspection", project=one.project)]


def lines(bench: Workbench, who: Who, inspection: str) -> list[Line]:
    """The items of one's own running inspection."""
    one = _own(bench, who, inspection)
    saved = bench.records.store.answers(inspection)
    return [line_of(raw, saved.get(raw["item"], {})) for raw in one.plan["items"]]


def save(
    bench: Workbench, who: Who, inspection: str, item: str, verdict: str, remark: str, now: datetime
) -> int:
    """Save one verdict with its remark; "" takes the verdict back. On the disk when this returns.

    Raises:
        HandbookError: Not one's own, no such item or verdict, or the remark is too long.
        RecordsError: It has ended, or the disk refused.
    """
    one = _own(bench, who, inspection)
    if all(raw["item"] != item for raw in one.plan["items"]):
        raise HandbookError(f"这张检查表没有检查项 {item}。", fix="刷新页面后再试。")
    if verdict not in ("", *VERDICTS):
        raise HandbookError(f"没有“{verdict}”这种结论。", fix="结论为符合、不符合或不适用。")
    if len(remark) > LONGEST_REMARK:
        raise HandbookError(f"备注超过 {LONGEST_REMARK} 字。", fix="写短一些，细节附在整改单里。")
    value = {"verdict": verdict, "remark": remark.strip()}
    return bench.records.store.save_answer(inspection, item, value, now)


def score(found: Sequence[Line]) -> Score:
    """Points reached over points that apply, on a scale of 100.00."""
    scored = [line for line in found if line.points is not None and line.verdict != NOT_APPLICABLE]
    possible = sum(line.points or 0 for line in scored)
    reached = sum(line.points or 0 for line in scored if line.verdict == CONFORMS)
    return Score(
        round(reached * 10000 / possible) if possible else 10000,
        tuple(line.id for line in found if line.class_ == "A" and line.verdict == FAILS),
        sum(not line.verdict for line in found),
    )


def due_by_default(line: Line, now: datetime) -> date:
    """When a finding is due unless the inspector says otherwise."""
    return local_day(now + timedelta(days=DAYS[line.class_]))


def submit(
    bench: Workbench, who: Who, inspection: str, now: datetime, *, due: Mapping[str, str] | None = None
) -> Entry:
    """Hand in: the result and a case for each finding go to the ledger together.

    Args:
        due: ISO date by item for findings; the default by class otherwise.

    Raises:
        HandbookError: An item has no verdict, or a finding no remark or a date that is past.
        RecordsError: It has been handed in before.
    """
    one = _own(bench, who, inspection)
    require(who, "run_inspection", project=one.project)
    found = lines(bench, who, inspection)
    reached = score(found)
    if reached.missing:
        raise HandbookError(f"还有 {reached.missing} 项没有结论。", fix="逐项给出结论后再提交。")
    failed = [line for line in found if line.verdict == FAILS]
    silent = next((line for line in failed if not line.remark), None)
    if silent is not None:
        raise HandbookError(f"“{silent.text}”不符合，但没有写明情况。", fix="在备注里写明看到了什么。")
    dates = {line.id: _due(line, (due or {}).get(line.id, ""), now) for line in failed}
    kept = {raw["item"]: raw for raw in one.plan["items"]}
    with bench.records.ledger.batch() as batch:
        answers = finish(batch.conn, inspection)
        if any(
            answers.get(line.id, {}) != {"verdict": line.verdict, "remark": line.remark} for line in found
        ):
            raise RecordsError("提交时另一个窗口改动了结论。", fix="刷新页面，核对后再提交。")
        payload = {
            "checklist": one.plan["checklist"],
            "number": one.plan["number"],
            "results": [{**kept[line.id], "verdict": line.verdict} for line in found],
            "score": reached.hundredths,
            "veto": list(reached.veto),
            "passed": reached.passed,
            "started_at": one.started_at,
            "inspection": inspection,
        }
        refs = sorted({(raw["clause"], raw["fingerprint"]) for raw in kept.values() if raw["clause"]})
        entry = batch.append(
            "inspection",
            who.id,
            payload,
            project=one.project,
            edition=one.plan["edition"],
            clauses=refs,
            meaning="本人到场检查，结论属实",
            private={f"remark.{line.id}": line.remark for line in found if line.remark},
        )
        for number, line in enumerate(failed, 1):
            opening(batch, who, entry, number, kept[line.id], line.remark, dates[line.id])
    return entry


def cancel(bench: Workbench, who: Who, inspection: str) -> None:
    """Drop an inspection that was begun by mistake; nothing of it is kept."""
    _own(bench, who, inspection)
    with bench.records.ledger.database.writing() as conn:
        finish(conn, inspection)


def _own(bench: Workbench, who: Who, inspection: str) -> Running:
    one = bench.records.store.running(inspection)
    if one is None or one.kind != "inspection":
        raise RecordsError("这次检查已经提交，或没有这次检查。", fix="在“记录”里查看。")
    require(who, "run_inspection", project=one.project)
    if one.person != who.id:
        raise HandbookError("这是别人正在做的检查。", fix="由开始检查的人填写和提交。")
    return one


def planned(item: Item) -> dict[str, Any]:
    """What is kept of an item, whole, so that it can always be shown as it was."""
    return {
        "item": item.id,
        "digest": item.digest,
        "clause": item.clause,
        "fingerprint": item.fingerprint,
        "section": item.section,
        "title": item.title,
        "text": item.text,
        "class": item.class_,
        "points": item.hundredths,
        "method": item.method,
        "evidence": item.evidence or "",
        "post": item.post or "",
    }


def line_of(raw: Mapping[str, Any], saved: Mapping[str, str]) -> Line:
    """A kept item with what was noted so far."""
    return Line(
        raw["item"],
        raw["clause"],
        raw["section"],
        raw["title"],
        raw["text"],
        raw["class"],
        raw["points"],
        raw["method"],
        raw["evidence"],
        saved.get("verdict", ""),
        saved.get("remark", ""),
    )


def _due(line: Line, text: str, now: datetime) -> str:
    if not text:
        return due_by_default(line, now).isoformat()
    try:
        chosen = date.fromisoformat(text)
    except ValueError:
        raise HandbookError(f"日期“{text}”不合格式。", fix="写成 2027-05-31。") from None
    if chosen < local_day(now):
        raise HandbookError(f"整改期限 {text} 已经过去。", fix="选今天或以后的日期。")
    return text
