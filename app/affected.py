"""People whom the difference of two texts makes learn again: those who knew a wording that ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.learning import RETRAIN_DAYS, Chain, Duties, Evidence, Learner, in_order
from app.records.store import Decision
from indexer.clauses import Handbook
from indexer.editions import Manifest, ManifestChange


@dataclass(frozen=True, slots=True)
class Affected:
    """Somebody trained on a wording that a material change ended."""

    person: str
    clauses: tuple[str, ...]
    due: str

    def as_json(self) -> dict[str, Any]:
        return {"person": self.person, "clauses": list(self.clauses), "due": self.due}


@dataclass(frozen=True)
class Known:
    """What the records of a home say; nothing where there are none."""

    learners: Sequence[Learner] = ()
    evidence: Sequence[Evidence] = ()
    decisions: Sequence[Decision] = ()
    manifests: Sequence[Manifest] = field(default_factory=tuple)
    """The editions issued up to the old text, oldest first."""


def people_affected(
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
