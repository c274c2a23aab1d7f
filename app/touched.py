"""Items, questions and forms that the difference of two texts touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.deciding import reviewed, usable_bank
from app.learning import Chain, in_order
from app.records.store import Decision
from checklists import local
from checklists.items import Item
from checklists.question import Bank, Question
from checklists.regeneration import compare as compare_banks
from indexer.clauses import Form, Handbook
from indexer.editions import ManifestChange
from indexer.facets import forms_of

Action = Literal["added", "changed", "withdrawn"]
ACTIONS: Mapping[str, str] = {"added": "新增", "changed": "变更", "withdrawn": "撤下"}


@dataclass(frozen=True, slots=True)
class Touched:
    """One item or question that is not what it was."""

    id: str
    clause: str
    action: Action
    reason: str
    text: str = ""
    decided: str = ""
    """The decision that no longer stands because of it (``accepted`` …), or ""."""

    def as_json(self) -> dict[str, str]:
        told = {"id": self.id, "clause": self.clause, "action": self.action, "reason": self.reason}
        return told | ({"decided": self.decided} if self.decided else {})


@dataclass(frozen=True, slots=True)
class TouchedForm:
    """A form whose list entry changed, or that a changed clause names."""

    no: str
    name: str
    action: Literal["added", "changed", "withdrawn", "named"]
    clauses: tuple[str, ...]
    """The changed clauses that name it."""

    def as_json(self) -> dict[str, Any]:
        return {"no": self.no, "name": self.name, "action": self.action, "clauses": list(self.clauses)}


def items_touched(
    old: Iterable[Item], new: Iterable[Item], decisions: Iterable[Decision], ended: set[str]
) -> tuple[tuple[Touched, ...], int]:
    taken = [local.read_decision(one.data) for one in decisions if one.subject == "item"]
    before = {item.id: item for item in local.apply(old, taken).items}
    after = {item.id: item for item in local.apply(new, taken).items}
    decided = {(one.item, one.digest): one.outcome for one in taken}

    def fallen(item: Item) -> str:
        now = after.get(item.id)
        same = now is not None and now.digest == item.digest
        return "" if same else decided.get((item.id, item.digest), "")

    found = [
        Touched(item.id, item.clause, "added", "由变动的条款新生成", item.text)
        for item in after.values()
        if item.id not in before
    ]
    kept = 0
    for item in after.values():
        if item.id not in before:
            continue
        reason = _item_reason(before[item.id], item, ended)
        if reason:
            told = Touched(item.id, item.clause, "changed", reason, item.text, fallen(before[item.id]))
            found.append(told)
        else:
            kept += 1
    found += [
        Touched(item.id, item.clause, "withdrawn", "条款已不再提出这项要求", item.text, fallen(item))
        for item in before.values()
        if item.id not in after
    ]
    return _sorted(found), kept


def _item_reason(before: Item, after: Item, ended: set[str]) -> str:
    names = {"post": "岗位", "frequency": "频次"}
    if before.text != after.text:
        return f"原为“{before.text}”"
    if before.digest != after.digest:
        return "级别、方法或证据有变动"
    told = [name for key, name in names.items() if getattr(before, key) != getattr(after, key)]
    if told:
        return f"{'、'.join(told)}有变动"
    if before.fingerprint != after.fingerprint and after.clause in ended:
        return "条款有实质性变动"
    return ""


def questions_touched(
    old: Bank, new: Bank, decisions: Sequence[Decision], chain: Chain, ended: set[str]
) -> tuple[tuple[Touched, ...], int, int]:
    """Questions touched; questions kept; decisions on questions that stand on."""
    taken = [one for one in decisions if one.subject == "question"]
    before = usable_bank(old, taken, chain)
    after = usable_bank(new, taken, chain)
    standing = {one.generated.id: one.status for one in reviewed(old, taken, chain)}
    report = compare_banks(before, after)
    was = {one.id: one for one in before.items}
    now = {one.id: one for one in after.items}

    def told(question: Question, action: Action, reason: str) -> Touched:
        status = standing.get(question.id, "new")
        decided = status if status in ("accepted", "edited") and action != "added" else ""
        return Touched(question.id, question.clause, action, reason, question.stem, decided)

    found = [told(now[one.id], "added", one.reason) for one in report.added]
    kept = len(report.kept)
    for one in report.changed:
        question = now[one.id]
        if was[one.id].digest == question.digest and question.clause not in ended:
            kept += 1  # its clause was changed editorially: the approval goes on
        else:
            found.append(told(question, "changed", one.reason))
    found += [told(was[one.id], "withdrawn", one.reason) for one in report.withdrawn]
    lost = sum(bool(one.decided) for one in found)
    decided = sum(status in ("accepted", "edited", "rejected") for status in standing.values())
    return _sorted(found), kept, decided - lost


def _sorted(found: Iterable[Touched]) -> tuple[Touched, ...]:
    listed = list(found)
    order = {clause: place for place, clause in enumerate(in_order({one.clause for one in listed} - {""}))}
    return tuple(sorted(listed, key=lambda one: (order.get(one.clause, -1), one.id)))


def forms_touched(
    old: Handbook, new: Handbook, changes: Sequence[ManifestChange]
) -> tuple[tuple[TouchedForm, ...], int]:
    """Forms by name; a form is named by a changed clause in its old or its new wording."""
    naming: dict[str, set[str]] = {}
    for change in changes:
        if change.kind in ("moved", "retitled"):
            continue
        for book in (old, new):
            clause = next((one for one in book.clauses if str(one.id) == change.clause), None)
            for name in forms_of(clause, book) if clause is not None else ():
                naming.setdefault(name, set()).add(change.clause)
    before, after = ({form.name: form for form in book.forms} for book in (old, new))
    found = []
    for name in sorted({*before, *after, *naming}):
        action = _form_action(before.get(name), after.get(name), name in naming)
        if action:
            form = after.get(name) or before.get(name)
            clauses = in_order(naming.get(name, ()))
            found.append(TouchedForm(form.no if form else "", name, action, clauses))
    return tuple(found), len(after) - sum(one.name in after for one in found)


def _form_action(
    before: Form | None, after: Form | None, named: bool
) -> Literal["added", "changed", "withdrawn", "named"] | None:
    if before != after:
        return "changed" if before and after else "added" if after else "withdrawn"
    return "named" if named else None
