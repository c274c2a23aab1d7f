"""What the difference of two texts touches: items, questions, forms, people; and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from app.deciding import change_item, judged, reviewed, usable_bank
from app.learning import RETRAIN_DAYS, Chain, Duties, Evidence, Learner, in_order
from app.records.store import Decision
from checklists import local
from checklists.items import Item, all_items
from checklists.question import Bank, Question
from checklists.regeneration import compare as compare_banks
from indexer.clauses import Form, Handbook
from indexer.editions import Manifest, ManifestChange
from indexer.facets import forms_of
from indexer.revision import Diff, diff

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


@dataclass(frozen=True, slots=True)
class Affected:
    """Somebody trained on a wording that a material change ended."""

    person: str
    clauses: tuple[str, ...]
    due: str

    def as_json(self) -> dict[str, Any]:
        return {"person": self.person, "clauses": list(self.clauses), "due": self.due}


@dataclass(frozen=True, slots=True)
class Impact:
    """What a revision touches; everything that is not listed is kept."""

    difference: Diff
    changes: tuple[ManifestChange, ...]
    """Clause by clause, as judged."""
    items: tuple[Touched, ...]
    questions: tuple[Touched, ...]
    forms: tuple[TouchedForm, ...]
    people: tuple[Affected, ...]
    kept: Mapping[str, int]
    """``items, questions, forms, decisions, people``: how many stay as they are."""

    def as_json(self, names: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The keys of `handbook impact --json`.

        Args:
            names: Person -> name; without it people are ids.
        """
        people = [
            one.as_json() | ({"name": names.get(one.person, "")} if names is not None else {})
            for one in self.people
        ]
        return {
            "items": [one.as_json() for one in self.items],
            "questions": [one.as_json() for one in self.questions],
            "forms": [one.as_json() for one in self.forms],
            "people": people,
            "kept": dict(self.kept),
        }


@dataclass(frozen=True)
class Drawn:
    """A text with what is drawn from it, before anybody's decisions."""

    handbook: Handbook
    items: tuple[Item, ...]
    bank: Bank

    @classmethod
    def of(cls, handbook: Handbook) -> Drawn:
        """Draw items and questions; takes seconds for a large handbook."""
        from checklists.bank.generate import bank_of

        return cls(handbook, all_items(handbook).items, bank_of(handbook))


@dataclass(frozen=True)
class Known:
    """What the records of a home say; nothing where there are none."""

    learners: Sequence[Learner] = ()
    evidence: Sequence[Evidence] = ()
    decisions: Sequence[Decision] = ()
    manifests: Sequence[Manifest] = field(default_factory=tuple)
    """The editions issued up to the old text, oldest first."""


def impact(
    old: Drawn,
    new: Drawn,
    *,
    on: date,
    known: Known | None = None,
    material: Mapping[str, bool] | None = None,
) -> Impact:
    """What changes between two texts.

    Args:
        old: The text before.
        new: The text after.
        on: Day of issue, from which the time for retraining runs.
        known: The records; without them nobody is affected.
        material: Clause -> how its change was judged when issued; otherwise as decided, else as proposed.
    """
    known = known or Known()
    difference = diff(old.handbook, new.handbook)
    changes = changes_of(difference, material=material or {}, decisions=known.decisions)
    ended = {change.clause for change in changes if change.material}
    chain = _chain(old.handbook, new.handbook, changes, known.manifests)
    items, items_kept = _items(old.items, new.items, known.decisions, ended)
    questions, questions_kept, decisions_kept = _questions(old.bank, new.bank, known.decisions, chain, ended)
    forms, forms_kept = _forms(old.handbook, new.handbook, changes)
    people = _people(old.handbook, new.handbook, changes, known, chain, on)
    kept = {
        "items": items_kept,
        "questions": questions_kept,
        "forms": forms_kept,
        "decisions": decisions_kept,
        "people": len(known.learners) - len(people),
    }
    return Impact(difference, changes, items, questions, forms, people, kept)


def changes_of(
    difference: Diff,
    *,
    material: Mapping[str, bool],
    decisions: Iterable[Decision] = (),
    reason: str = "",
) -> tuple[ManifestChange, ...]:
    """The changes of a difference in the form of a manifest, each judged once.

    What `material` says of a clause goes before what was decided, and that before what is proposed. An added
    or withdrawn clause is always material; a move is none.
    """
    standing = judged(decisions)

    def judgement(clause: str, old: str, new: str, proposed: bool) -> bool:
        return material.get(clause, standing.get((clause, change_item(clause, old, new)), proposed))

    found = [
        ManifestChange(str(clause.id), "added", True, None, clause.fingerprint, reason)
        for clause in difference.added
    ]
    found += [
        ManifestChange(str(clause.id), "withdrawn", True, clause.fingerprint, None, reason)
        for clause in difference.withdrawn
    ]
    for change in difference.changed:
        clause, before, after = str(change.id), change.old.fingerprint, change.new.fingerprint
        called = judgement(clause, before, after, change.material)
        found.append(ManifestChange(clause, change.kind, called, before, after, reason))
    # a clause both reworded and moved is one link: its move begins and ends at the new wording
    found += [
        ManifestChange(str(new.id), "moved", False, new.fingerprint, new.fingerprint, reason)
        for _, new in difference.moved
    ]
    order = {clause: place for place, clause in enumerate(in_order({one.clause for one in found}))}
    return tuple(sorted(found, key=lambda one: (order[one.clause], one.kind == "moved")))


def _chain(
    old: Handbook, new: Handbook, changes: Sequence[ManifestChange], manifests: Sequence[Manifest]
) -> Chain:
    """The editions so far, then the old text if it is none of them, then the new one."""
    from indexer.editions import fingerprints_of, manifest_of

    before = list(manifests)
    if not before or before[-1].fingerprints != fingerprints_of(old):
        before.append(manifest_of(old, _OLD, ""))
    return Chain([*before, manifest_of(new, _NEW, "", changes)])


_OLD, _NEW = "?/0", "?/1"
"""Names that no issued edition has."""


def _items(
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


def _questions(
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


def _forms(
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


def _people(
    old: Handbook,
    new: Handbook,
    changes: Sequence[ManifestChange],
    known: Known,
    chain: Chain,
    on: date,
) -> tuple[Affected, ...]:
    """Those who knew the old wording of a clause whose material change concerns their posts."""
    if not known.learners:
        return ()
    former, present = Duties(old), Duties(new)
    until = chain.manifests[-2].edition
    reworded = {one.clause for one in changes if one.material and one.old is not None and one.new is not None}
    added = {one.clause for one in changes if one.old is None}
    prints = {str(clause.id): clause.fingerprint for clause in old.clauses}
    knew: dict[str, set[str]] = {}
    sections: dict[str, set[str]] = {}
    for one in known.evidence:
        held = chain.holds(one.clause, one.fingerprint, one.edition, until)
        if held or (one.edition not in _editions(known) and prints.get(one.clause) == one.fingerprint):
            knew.setdefault(one.person, set()).add(one.clause)
            sections.setdefault(one.person, set()).add(former.sections.get(one.clause, ""))
    due = (on + timedelta(days=RETRAIN_DAYS)).isoformat()
    found = []
    for learner in known.learners:
        mine = {
            clause
            for clause in knew.get(learner.id, set()) & reworded
            if former.concerns(clause, learner.posts) or present.concerns(clause, learner.posts)
        }
        mine |= {
            clause
            for clause in added
            if present.sections[clause] in sections.get(learner.id, ())
            and present.concerns(clause, learner.posts)
        }
        if mine:
            found.append(Affected(learner.id, in_order(mine), due))
    return tuple(found)


def _editions(known: Known) -> set[str]:
    return {manifest.edition for manifest in known.manifests}
