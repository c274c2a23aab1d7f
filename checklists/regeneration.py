"""What a new run of the bank changes, and why: by question id and by what a person approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from checklists.question import Bank, Question, Refusal


@dataclass(frozen=True, order=True)
class Changed:
    """One question that is not what it was."""

    id: str
    reason: str


@dataclass(frozen=True)
class Regeneration:
    """Ids of the questions added, changed, withdrawn and kept, each in order."""

    added: tuple[Changed, ...]
    changed: tuple[Changed, ...]
    withdrawn: tuple[Changed, ...]
    kept: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        def told(entries: Iterable[Changed]) -> list[dict[str, str]]:
            return [{"id": entry.id, "reason": entry.reason} for entry in entries]

        return {
            "added": told(self.added),
            "changed": told(self.changed),
            "withdrawn": told(self.withdrawn),
            "kept": list(self.kept),
        }


def compare(old: Bank | Iterable[Question], new: Bank | Iterable[Question]) -> Regeneration:
    """Hold a new bank against an old one.

    A question is kept while type, stem, options and key are the same and its clause's wording is too;
    otherwise it is changed, with the reason: its own clause was reworded, or an option was replaced
    because of a clause it was held against.
    """
    before, after = _by_id(old), _by_id(new)
    prints_before, prints_after = _fingerprints(old), _fingerprints(new)
    moved = {
        clause
        for clause in {*prints_before, *prints_after}
        if prints_before.get(clause) != prints_after.get(clause)
    }
    refusals = {refusal.clause: refusal for refusal in new.refused} if isinstance(new, Bank) else {}
    gone = [before[id_] for id_ in before if id_ not in after]
    come = [after[id_] for id_ in after if id_ not in before]
    causes = _causes([*gone, *come], moved)
    added = [Changed(each.id, _why_added(each, prints_before, moved, causes)) for each in come]
    withdrawn = [
        Changed(each.id, _why_withdrawn(each, prints_after, moved, causes, refusals)) for each in gone
    ]
    changed, kept = [], []
    for id_, question in after.items():
        if id_ not in before:
            continue
        reason = _difference(before[id_], question, moved)
        if reason:
            changed.append(Changed(id_, reason))
        else:
            kept.append(id_)
    return Regeneration(tuple(added), tuple(changed), tuple(withdrawn), tuple(kept))


def _causes(questions: Iterable[Question], moved: set[str]) -> dict[str, list[str]]:
    """Clause -> changed clauses that one of its questions come or gone was held against.

    A clause that loses its only question gets another one: both have that one cause.
    """
    found: dict[str, set[str]] = {}
    for question in questions:
        found.setdefault(question.clause, set()).update({*question.checked_against} & moved)
    return {clause: sorted(causes) for clause, causes in found.items()}


def _by_id(bank: Bank | Iterable[Question]) -> dict[str, Question]:
    items = bank.items if isinstance(bank, Bank) else bank
    return {question.id: question for question in items}


def _fingerprints(bank: Bank | Iterable[Question]) -> dict[str, str]:
    """Of the handbook's clauses where the bank knows them, else of those with questions."""
    if isinstance(bank, Bank) and bank.fingerprints:
        return dict(bank.fingerprints)
    return {question.clause: question.fingerprint for question in _by_id(bank).values()}


def _difference(before: Question, after: Question, moved: set[str]) -> str:
    if before.fingerprint != after.fingerprint:
        return f"条款 {after.clause} 的文字有变动"
    if before.digest == after.digest:
        return ""
    lost = [option for option in before.options if option not in after.options]
    causes = "、".join(sorted({*before.checked_against, *after.checked_against} & moved))
    lost = [option for option in before.options if option not in after.options]
    if not causes:
        return f"题面有变动{_anyway(moved, '：')}"
    drawn = before.slot in DRAWN or not {*after.checked_against} & moved
    if lost:
        gained = [option for option in after.options if option not in before.options]
        put = f"换成“{'”“'.join(gained)}”" if gained else "删去"
        why = f"取自条款 {causes}，该条款有变动" if drawn else f"在条款 {causes} 变动后成立或可能成立"
        return f"选项“{'”“'.join(lost)}”{put}：它{why}"
    if before.type == "truefalse":
        return f"题中的错误说法换了：它在条款 {causes} 变动后成立或可能成立"
    return f"题面有变动：核对条款 {causes} 有变动"


DRAWN = frozenset({"share", "prohibition", "list"})
"""Slots whose options are words of other clauses; those of the others are figures, posts and forms."""


def _why_added(
    question: Question, prints_before: dict[str, str], moved: set[str], causes: dict[str, list[str]]
) -> str:
    if question.clause not in prints_before:
        return f"条款 {question.clause} 原来没有试题"
    if question.clause in moved:
        return f"条款 {question.clause} 的文字有变动"
    own = sorted({*question.checked_against} & moved)
    if own:
        return f"核对条款 {'、'.join(own)} 变动后可以出题"
    told = "、".join(causes[question.clause])
    return f"核对条款 {told} 变动后，代替本条款撤下的试题" if told else _anyway(moved) or "出题规则变化"


def _why_withdrawn(
    question: Question,
    prints_after: dict[str, str],
    moved: set[str],
    causes: dict[str, list[str]],
    refusals: dict[str, Refusal],
) -> str:
    refusal = refusals.get(question.clause)
    if question.clause not in prints_after and refusal is None:
        return f"条款 {question.clause} 已删除、废止或不再出题"
    if question.clause in moved:
        return f"条款 {question.clause} 的文字有变动"
    own = sorted({*question.checked_against} & moved)
    if own:
        return f"核对条款 {'、'.join(own)} 变动后不再可靠"
    told = "、".join(causes[question.clause])
    if told:
        return f"核对条款 {told} 变动后，由本条款的另一题代替"
    return _anyway(moved) or (f"不再出题：{refusal.reason}" if refusal else "出题规则变化")


MOST_NAMED = 5
"""Changed clauses that a reason names where it cannot tell which of them it was."""


def _anyway(moved: set[str], lead: str = "") -> str:
    """The same text gives the same bank, so that any change comes from one of the changed clauses."""
    named = sorted(moved)[:MOST_NAMED]
    return (
        f"{lead}条款 {'、'.join(named)}{' 等' if len(moved) > MOST_NAMED else ' '}变动后重新选题"
        if named
        else ""
    )
