"""Decisions of people on questions, items and changes: taken, applied to what the text gives, carried between
homes as YAML.

A decision is a ledger entry keyed by item id and item digest. It stands as long as the digest is the same and
its clause has changed editorially at most; other clauses may change as they like.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.access import Who, require
from app.learning import Chain
from app.records.entry import Entry
from app.records.kinds import SYSTEM
from app.records.ledger import Ledger
from app.records.store import Decision
from checklists import local
from checklists.exchange.plain import question_from
from checklists.items import Item
from checklists.lint import lint_question
from checklists.question import Bank, Question
from indexer.clauses import HandbookError, digest

Outcome = Literal["accepted", "edited", "rejected"]
Status = Literal["new", "changed", "edited", "accepted", "rejected"]
OUTCOMES: Mapping[str, str] = {"accepted": "通过", "edited": "修改", "rejected": "退回"}
STATUS_NAMES: Mapping[str, str] = {
    "new": "新题",
    "changed": "有变动",
    "edited": "修改后待审",
    "accepted": "已通过",
    "rejected": "已退回",
}
LONGEST_REASON = 300
MATERIAL, EDITORIAL = "material", "editorial"
JUDGEMENTS: Mapping[str, str] = {MATERIAL: "实质性", EDITORIAL: "编辑性"}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question as it stands after what people decided."""

    question: Question
    """In the edited wording where somebody edited it."""
    status: Status
    generated: Question
    """As the text gives it."""
    reason: str = ""
    """What the standing decision says, or why an earlier one no longer stands."""
    by: str = ""
    """Person of the standing decision, or ""."""
    editor: str = ""
    """Person who edited the wording, or ""."""

    @property
    def usable(self) -> bool:
        """Whether it may be asked at all; certifying papers take accepted ones only."""
        return self.status != "rejected"

    @property
    def open(self) -> bool:
        """Whether it waits for a reviewer."""
        return self.status in ("new", "changed", "edited")


# --- applying


def reviewed(bank: Bank, decisions: Iterable[Decision], chain: Chain) -> tuple[Reviewed, ...]:
    """Every question of a bank with the decision that stands for it, in the bank's order."""
    by_item: dict[str, list[Decision]] = {}
    for one in decisions:
        if one.subject == "question":
            by_item.setdefault(one.item, []).append(one)
    return tuple(_reviewed(question, by_item.get(question.id, []), chain) for question in bank.items)


def _reviewed(generated: Question, decisions: Sequence[Decision], chain: Chain) -> Reviewed:
    standing = [one for one in decisions if stands(one, generated, chain)]
    question, editor = generated, ""
    first = _newest(standing, generated.digest)
    if first is not None and first.outcome == "edited":
        question, editor = _edited(first, generated), first.actor
        second = _newest(standing, question.digest)
        if second is None or second.seq < first.seq:
            return Reviewed(question, "edited", generated, _reason(first), first.actor, editor)
        first = second
    if first is not None:
        status: Status = "accepted" if first.outcome == "accepted" else "rejected"
        return Reviewed(question, status, generated, _reason(first), first.actor, editor)
    if decisions:
        fallen = decisions[-1]
        told = f"曾{OUTCOMES.get(fallen.outcome, fallen.outcome)}，此后题目或条款有变动"
        return Reviewed(generated, "changed", generated, told)
    return Reviewed(generated, "new", generated)


def stands(decision: Decision, question: Question, chain: Chain) -> bool:
    """Whether the clause under a decision is as it was, but for editorial changes."""
    fingerprint = str(decision.data.get("fingerprint", ""))
    return not fingerprint or chain.same(question.clause, fingerprint, question.fingerprint)


def _newest(decisions: Sequence[Decision], wording: str) -> Decision | None:
    return max((one for one in decisions if one.digest == wording), key=lambda one: one.seq, default=None)


def _edited(decision: Decision, generated: Question) -> Question:
    told = question_from(json.loads(decision.data["question"]), 1)
    return replace(
        generated, stem=told.stem, options=told.options, key=told.key, explanation=told.explanation
    )


def _reason(decision: Decision) -> str:
    return str(decision.data.get("reason", ""))


def usable_bank(bank: Bank, decisions: Iterable[Decision], chain: Chain, *, certifying: bool = False) -> Bank:
    """The bank with decisions applied: edited wordings in place, rejected questions gone.

    Args:
        certifying: Keep accepted questions only.
    """
    kept = [one for one in reviewed(bank, decisions, chain) if one.usable]
    return Bank(
        bank.edition,
        tuple(one.question for one in kept if not certifying or one.status == "accepted"),
        bank.refused,
        bank.fingerprints,
    )


def change_item(clause: str, old: str | None, new: str | None) -> str:
    """Digest of one change of one clause, which a judgement is about."""
    return digest({"clause": clause, "old": old or "", "new": new or ""})


def judged(decisions: Iterable[Decision]) -> dict[tuple[str, str], bool]:
    """(clause, digest of the change) -> whether somebody called it material."""
    return {(one.item, one.digest): one.outcome == MATERIAL for one in decisions if one.subject == "change"}


# --- taking


def decide_question(
    ledger: Ledger,
    who: Who,
    one: Reviewed,
    outcome: Outcome,
    *,
    edition: str,
    reason: str = "",
    edited: Question | None = None,
) -> Entry:
    """Accept, reject or edit a question; an edited one waits for somebody else to accept it.

    Args:
        one: The question as it was shown.
        reason: Needed to reject and to edit.
        edited: The new wording, for ``edited``.

    Raises:
        HandbookError: Not allowed, no reason, or the wording has a flaw of item writing.
    """
    question = one.question
    if outcome == "edited":
        require(who, "edit_question")
    else:
        require(who, "decide_question", subject=one.editor or SYSTEM)
    reason = _checked_reason(reason, needed=outcome != "accepted", what=question.id)
    payload: dict[str, Any] = {
        "subject": "question",
        "item": question.id,
        "digest": question.digest,
        "outcome": outcome,
        "reason": reason,
        "clause": question.clause,
        "fingerprint": question.fingerprint,
    }
    if outcome == "edited":
        # an edit is kept at the wording that the text gives, so that it is found again after regeneration
        payload["digest"] = one.generated.digest
        payload["question"] = _new_wording(edited, one.generated)
    return ledger.append(
        "decision", who.id, payload, edition=edition, clauses=[(question.clause, question.fingerprint)]
    )


def accept_all(ledger: Ledger, who: Who, many: Iterable[Reviewed], *, edition: str) -> int:
    """Accept many questions that were looked through, in one transaction; returns how many.

    Raises:
        HandbookError: Not allowed, or one of them was edited by the same person.
    """
    waiting = [one for one in many if one.open]
    for one in waiting:
        require(who, "decide_question", subject=one.editor or SYSTEM)
    if not waiting:
        return 0
    with ledger.batch() as batch:
        for one in waiting:
            question = one.question
            payload = {
                "subject": "question",
                "item": question.id,
                "digest": question.digest,
                "outcome": "accepted",
                "reason": "",
                "clause": question.clause,
                "fingerprint": question.fingerprint,
            }
            refs = [(question.clause, question.fingerprint)]
            batch.append("decision", who.id, payload, edition=edition, clauses=refs)
    return len(waiting)


def decide_item(
    ledger: Ledger, who: Who, decision: local.Decision, item: Item | None, *, edition: str
) -> Entry:
    """Drop, weight, restore or add a checklist item; what touches class A is a manager's.

    Args:
        item: The item decided about; `None` for an added one.

    Raises:
        HandbookError: Not allowed, or the decision is not about this item as it is worded.
    """
    weighty = (item is not None and item.critical) or decision.class_ == "A"
    if weighty:
        require(who, "decide_item", subject=SYSTEM)
    else:
        require(who, "propose_item")
    if item is not None and (item.id, item.digest) != (decision.item, decision.digest):
        raise HandbookError(f"检查项 {decision.item} 已经变了。", fix="刷新后重新决定。")
    refs = [(item.clause, item.fingerprint)] if item is not None and item.clause else []
    payload = {"subject": "item", "digest": "", **decision.as_yaml(), "item": decision.item}
    return ledger.append("decision", who.id, payload, edition=edition, clauses=refs)


def decide_change(
    ledger: Ledger,
    who: Who,
    clause: str,
    old: str | None,
    new: str | None,
    *,
    material: bool,
    reason: str,
    edition: str,
) -> Entry:
    """Call the change of a clause material or editorial, before it is issued.

    Args:
        old, new: Fingerprints before and after.

    Raises:
        HandbookError: Not allowed, no reason, or an added clause is called editorial.
    """
    require(who, "decide_change")
    payload = change_payload(clause, old, new, material=material, reason=reason)
    return ledger.append("decision", who.id, payload, edition=edition)


def change_payload(
    clause: str, old: str | None, new: str | None, *, material: bool, reason: str
) -> dict[str, Any]:
    """The payload of a judgement on a change.

    Raises:
        HandbookError: No reason, or an added clause is called editorial.
    """
    if not material and old is None:
        raise HandbookError(f"{clause} 是新增条款，不能认定为编辑性。", fix="新增条款须学习后执行。")
    return {
        "subject": "change",
        "item": clause,
        "digest": change_item(clause, old, new),
        "outcome": MATERIAL if material else EDITORIAL,
        "reason": _checked_reason(reason, needed=True, what=clause),
        "old": old or "",
        "new": new or "",
    }


def _checked_reason(reason: str, *, needed: bool, what: str) -> str:
    reason = reason.strip()
    if needed and not reason:
        raise HandbookError(f"对 {what} 的决定没有写理由。", fix="写明理由。")
    if len(reason) > LONGEST_REASON:
        raise HandbookError(f"对 {what} 的理由超过 {LONGEST_REASON} 字。", fix="写短一些。")
    return reason


def _new_wording(edited: Question | None, generated: Question) -> str:
    """The edited fields as JSON text (a figure may have a fraction, which the ledger does not take)."""
    if edited is None or edited.digest == generated.digest:
        raise HandbookError(f"试题 {generated.id} 没有改动。", fix="改了再保存，或直接通过。")
    if edited.type != generated.type:
        raise HandbookError("修改不能改变题型。", fix="退回这道题，另写一道。")
    checked = replace(
        generated, stem=edited.stem, options=edited.options, key=edited.key, explanation=edited.explanation
    )
    flaws = lint_question(checked)
    if flaws:
        raise HandbookError(f"试题 {generated.id}：{flaws[0].problem}", fix=flaws[0].fix)
    raw = checked.as_json()
    fields = {name: raw[name] for name in ("type", "stem", "options", "key", "explanation")}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)
