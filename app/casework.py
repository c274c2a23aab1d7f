"""Cases (整改单): opened by a finding, put right, rechecked by another, closed. Each step is an entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.access import ALL_PROJECTS, Who, may, require
from app.records.batch import Batch
from app.records.canonical import read_canonical
from app.records.entry import Entry
from app.records.schema import ledger
from app.workbench import Workbench, local_day
from indexer.clauses import HandbookError

OPENED, RECTIFIED, RETURNED, CLOSED = "opened", "rectified", "returned", "closed"
STEPS: Mapping[str, str] = {OPENED: "待整改", RECTIFIED: "待复查", RETURNED: "复查不合格", CLOSED: "已关闭"}
"""Step -> the state of the case after it."""
LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Case:
    """One case with its steps so far."""

    number: str
    project: str
    clause: str
    fingerprint: str
    edition: str
    item: str
    text: str
    class_: str
    due: str
    """ISO date."""
    steps: tuple[Entry, ...]

    @property
    def state(self) -> str:
        """The newest step."""
        return str(self.steps[-1].payload["step"])

    @property
    def opener(self) -> str:
        """Person who found it."""
        return self.steps[0].actor

    @property
    def rectifiers(self) -> frozenset[str]:
        """Everybody who reported it as put right."""
        return frozenset(step.actor for step in self.steps if step.payload["step"] == RECTIFIED)

    def overdue(self, today: date) -> bool:
        """Whether it is still open after its date."""
        return self.state != CLOSED and self.due < today.isoformat()


def opening(
    batch: Batch, who: Who, inspection: Entry, number: int, item: Mapping[str, Any], remark: str, due: str
) -> Entry:
    """The first step of a case, made with the inspection that found it."""
    payload = {
        "case": f"{inspection.payload['number']}-{number:02d}",
        "step": OPENED,
        "inspection": inspection.seq,
        "item": item["item"],
        "digest": item["digest"],
        "text": item["text"],
        "class": item["class"],
        "due": due,
    }
    refs = [(item["clause"], item["fingerprint"])] if item["clause"] else []
    return batch.append(
        "rectification",
        who.id,
        payload,
        project=inspection.project,
        edition=inspection.edition,
        clauses=refs,
        private={"remark": remark},
    )


def cases(bench: Workbench, who: Who) -> list[Case]:
    """The cases of one's projects, the open ones first and by date."""
    found = _cases(bench.records.ledger.entries(kind="rectification"))
    seen = [case for case in found if may(who, "view_inspection", project=case.project or ALL_PROJECTS)]
    return sorted(seen, key=lambda case: (case.state == CLOSED, case.due, case.number))


def rectify(bench: Workbench, who: Who, number: str, note: str, now: datetime) -> Entry:
    """Report a case as put right.

    Raises:
        HandbookError: Not allowed, not open, or nothing is said.
    """
    case = _case(bench, number)
    require(who, "rectify", project=case.project)
    if case.state not in (OPENED, RETURNED):
        raise HandbookError(f"整改单 {number} 现在是“{STEPS[case.state]}”，不能填写整改。", fix="刷新页面。")
    return _step(bench, who, case, RECTIFIED, note, "整改已完成")


def recheck(
    bench: Workbench, who: Who, number: str, passed: bool, note: str, now: datetime, *, due: str = ""
) -> Entry:
    """Look at it again: close it, or return it with a new date. Never by whoever put it right.

    Raises:
        HandbookError: Not allowed, one's own work, nothing to recheck, or nothing is said.
    """
    case = _case(bench, number)
    require(who, "recheck", project=case.project, subject=case.rectifiers or case.opener)
    if case.state != RECTIFIED:
        raise HandbookError(f"整改单 {number} 现在是“{STEPS[case.state]}”，不能复查。", fix="先填写整改。")
    if not passed and due < local_day(now).isoformat():
        raise HandbookError("退回时要给出新的期限，且不早于今天。", fix="写成 2027-05-31。")
    meaning = "复查合格，同意关闭" if passed else "复查不合格，退回整改"
    return _step(bench, who, case, CLOSED if passed else RETURNED, note, meaning, due=due)


def notes(bench: Workbench, who: Who, case: Case) -> list[str]:
    """What was written at each step; erased words as such."""
    require(who, "view_inspection", project=case.project or ALL_PROJECTS)
    return [bench.records.ledger.private(step).get("remark") or "（已删除）" for step in case.steps]


def _step(
    bench: Workbench, who: Who, case: Case, step: str, note: str, meaning: str, *, due: str = ""
) -> Entry:
    words = note.strip()
    if not words:
        raise HandbookError("没有写明情况。", fix="写一句做了什么、看到了什么。")
    if len(words) > LONGEST_NOTE:
        raise HandbookError(f"说明超过 {LONGEST_NOTE} 字。", fix="写短一些。")
    with bench.records.ledger.batch() as batch:
        if _later(batch, case):
            raise HandbookError(f"整改单 {case.number} 刚被别人处理过。", fix="刷新页面后再看。")
        payload = {"case": case.number, "step": step, "item": case.item, "due": due or case.due}
        return batch.append(
            "rectification",
            who.id,
            payload,
            project=case.project,
            edition=case.edition,
            clauses=[(case.clause, case.fingerprint)] if case.clause else [],
            meaning=meaning,
            private={"remark": words},
        )


def _later(batch: Batch, case: Case) -> bool:
    """Whether the case has had a step since it was read."""
    query = select(ledger.c.payload).where(
        ledger.c.kind == "rectification", ledger.c.seq > case.steps[-1].seq
    )
    return any(read_canonical(row.payload)["case"] == case.number for row in batch.conn.execute(query))


def _case(bench: Workbench, number: str) -> Case:
    for case in _cases(bench.records.ledger.entries(kind="rectification")):
        if case.number == number:
            return case
    raise HandbookError(f"没有整改单 {number}。", fix="刷新页面。")


def _cases(entries: Iterable[Entry]) -> list[Case]:
    by_number: dict[str, list[Entry]] = {}
    for entry in entries:
        by_number.setdefault(str(entry.payload["case"]), []).append(entry)
    return [_made(number, steps) for number, steps in by_number.items() if steps[0].payload["step"] == OPENED]


def _made(number: str, steps: list[Entry]) -> Case:
    first = steps[0]
    clause = first.clauses[0] if first.clauses else None
    return Case(
        number,
        first.project,
        clause.id if clause else "",
        clause.fingerprint if clause else "",
        first.edition,
        str(first.payload["item"]),
        str(first.payload.get("text", "")),
        str(first.payload.get("class", "")),
        str(steps[-1].payload.get("due") or first.payload.get("due", "")),
        tuple(steps),
    )
