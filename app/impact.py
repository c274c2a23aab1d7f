"""What the difference of two texts touches: items, questions, forms, people; and what it leaves alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.affected import Affected, Known, people_affected
from app.judging import changes_of
from app.learning import Chain
from app.touched import Touched, TouchedForm, forms_touched, items_touched, questions_touched
from checklists.items import Item, all_items
from checklists.question import Bank
from indexer.clauses import Handbook
from indexer.editions import Manifest, ManifestChange
from indexer.revision import Diff, diff


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
    items, items_kept = items_touched(old.items, new.items, known.decisions, ended)
    questions, questions_kept, decisions_kept = questions_touched(
        old.bank, new.bank, known.decisions, chain, ended
    )
    forms, forms_kept = forms_touched(old.handbook, new.handbook, changes)
    people = people_affected(old.handbook, new.handbook, changes, known, chain, on)
    kept = {
        "items": items_kept,
        "questions": questions_kept,
        "forms": forms_kept,
        "decisions": decisions_kept,
        "people": len(known.learners) - len(people),
    }
    return Impact(difference, changes, items, questions, forms, people, kept)


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
