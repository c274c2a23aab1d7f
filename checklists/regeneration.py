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
    prints_before, prints_after = _fingerprints(before.values()), _fingerprints(after.values())
    moved = {
        clause
        for clause in {*prints_before, *prints_after}
        if prints_before.get(clause) != prints_after.get(clause)
    }
    refusals = {(refusal.clause): refusal for refusal in new.refused} if isinstance(new, Bank) else {}
    added = [Changed(id_, _why_added(after[id_], prints_before, moved)) for id_ in after if id_ not in before]
    withdrawn = [
        Changed(id_, _why_withdrawn(before[id_], prints_after, moved, refusals))
        for id_ in before
        if id_ not in after
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


def _by_id(bank: Bank | Iterable[Question]) -> dict[str, Question]:
    items = bank.items if isinstance(bank, Bank) else bank
    return {question.id: question for question in items}


def _fingerprints(questions: Iterable[Question]) -> dict[str, str]:
    return {question.clause: question.fingerprint for question in questions}


def _difference(before: Question, after: Question, moved: set[str]) -> str:
    if before.fingerprint != after.fingerprint:
        return f"条款 {after.clause} 的文字有变动"
    if before.digest == after.digest:
        return ""
    lost = [option for option in before.options if option not in after.options]
    causes = sorted({*before.checked_against, *after.checked_against} & moved)
    cause = f"：核对条款 {'、'.join(causes)} 有变动" if causes else ""
    if lost:
        return f"选项“{'”“'.join(lost)}”已不可靠{cause}"
    return f"题面有变动{cause}"


def _why_added(question: Question, prints_before: dict[str, str], moved: set[str]) -> str:
    if question.clause not in prints_before:
        return f"条款 {question.clause} 原来没有试题"
    if question.clause in moved:
        return f"条款 {question.clause} 的文字有变动"
    causes = sorted({*question.checked_against} & moved)
    return f"核对条款 {'、'.join(causes)} 变动后可以出题" if causes else "出题规则变化"


def _why_withdrawn(
    question: Question, prints_after: dict[str, str], moved: set[str], refusals: dict[str, Refusal]
) -> str:
    refusal = refusals.get(question.clause)
    if question.clause not in prints_after and refusal is None:
        return f"条款 {question.clause} 已删除、废止或不再出题"
    if question.clause in moved:
        return f"条款 {question.clause} 的文字有变动"
    causes = sorted({*question.checked_against} & moved)
    if causes:
        return f"核对条款 {'、'.join(causes)} 变动后不再可靠"
    return f"不再出题：{refusal.reason}" if refusal else "出题规则变化"
