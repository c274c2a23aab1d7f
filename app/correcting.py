"""Corrections: an entry that was wrong stays and is called void by a new one, signed by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.access import ALL_PROJECTS, Who, allowed, may, require
from app.learning import corrected
from app.records.entry import Entry
from app.workbench import Workbench
from indexer.clauses import HandbookError

CORRECTABLE = ("practical_check", "sitting", "acknowledgement", "inspection", "certificate")
"""Kinds of entries that can be called void."""
REASONS: Mapping[str, str] = {
    "person": "选错了人",
    "verdict": "结论记错",
    "content": "小节、条款或检查项选错",
    "procedure": "没有按规定考核或检查",
}
"""Why -> as people say it; the entry holds nothing personal beyond it."""
MEANING = "经核实原记录有误，作废"
LONGEST_WORDS = 500


def may_correct(bench: Workbench, who: Who, entry: Entry) -> bool:
    """Whether `correct` would let it pass: somebody else's entry, in one's projects."""
    if entry.kind not in CORRECTABLE or not allowed(who.role, "correct_record").allowed:
        return False
    return may(who, "correct_record", project=_place(bench, who, entry), subject=_doers(entry))


def correct(
    bench: Workbench, who: Who, seq: int, reason: str, words: str, password: str, now: datetime
) -> Entry:
    """Call an entry void; it counts for nothing from then on, and what is right is entered anew.

    Args:
        reason: Of `REASONS`.
        words: What was wrong; kept beside the chain, as it may name people.

    Raises:
        HandbookError: Not allowed, one's own, void already, nothing said, or the password is wrong.
        RecordsError: There is no such entry.
    """
    entry = bench.records.ledger.entry(seq)
    require(who, "correct_record", project=_place(bench, who, entry), subject=_doers(entry))
    if entry.kind not in CORRECTABLE:
        raise HandbookError("这一类记录不能这样更正。", fix="账号、角色、证件等由重新登记来改。")
    if reason not in REASONS or not words.strip():
        raise HandbookError("没有写明错在哪里。", fix="选原因，并写一句说明。")
    if len(words) > LONGEST_WORDS:
        raise HandbookError(f"说明超过 {LONGEST_WORDS} 字。", fix="写短一些。")
    before = corrected(bench.records.ledger.entries(kind="correction"))
    if seq in before:
        raise HandbookError(f"第 {seq} 条已由第 {before[seq]} 条更正。", fix="刷新页面后再看。")
    bench.records.people.confirm(who, password, now)
    payload: dict[str, object] = {"corrects": seq, "reason": reason, "kind": entry.kind}
    if entry.payload.get("person"):
        payload["person"] = entry.payload["person"]
    return bench.records.ledger.append(
        "correction",
        who.id,
        payload,
        project=entry.project,
        edition=entry.edition,
        clauses=entry.clauses,
        meaning=MEANING,
        private={"words": words.strip()},
    )


def _place(bench: Workbench, who: Who, entry: Entry) -> str:
    """The project concerned: the entry's own, else one of the person's, if possible one that `who` covers."""
    person = str(entry.payload.get("person", ""))
    if entry.project or not person:
        return entry.project or ALL_PROJECTS
    served = bench.records.people.places(person)
    fits = (one for one in served if may(who, "correct_record", project=one, subject=_doers(entry)))
    return next(fits, served[0])


def _doers(entry: Entry) -> set[str]:
    """Whose work it is: who entered it, and whose result it is."""
    return {entry.actor, str(entry.payload.get("person", ""))} - {""}
