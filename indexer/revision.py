"""What changed between two texts of a handbook, clause by clause and demand by demand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from indexer.clauses import Clause, ClauseId, Handbook, bare
from indexer.demands.model import Demand

ChangeKind = Literal["reworded", "attributes", "retitled"]
Reader = Callable[[Clause, Handbook], Sequence[Demand]]

EDITORIAL_ATTRIBUTES = frozenset({"basis"})
"""Attributes whose change asks nothing else of anybody."""
SAME_DEMAND = 0.5
"""Likeness of two quotes (0 to 1, difflib's ratio) from which one is taken for the other's new form."""


@dataclass(frozen=True, slots=True)
class DemandChanges:
    """Demands of one clause, compared by content and not by position."""

    added: tuple[Demand, ...] = ()
    removed: tuple[Demand, ...] = ()
    changed: tuple[tuple[Demand, Demand], ...] = ()
    """Old and new form of what is taken for the same demand."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def as_json(self) -> dict[str, list[object]]:
        return {
            "added": [demand.as_json() for demand in self.added],
            "removed": [demand.as_json() for demand in self.removed],
            "changed": [{"old": old.as_json(), "new": new.as_json()} for old, new in self.changed],
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A clause that stands in both texts and differs."""

    old: Clause
    new: Clause
    kind: ChangeKind
    material: bool
    """Proposed: whether it asks something else of somebody; a person decides at issue."""
    demands: DemandChanges = field(default_factory=DemandChanges)

    @property
    def id(self) -> ClauseId:
        return self.new.id

    def as_json(self) -> dict[str, object]:
        return {
            "clause": str(self.id),
            "kind": self.kind,
            "material": self.material,
            "old": self.old.text,
            "new": self.new.text,
            "old_fingerprint": self.old.fingerprint,
            "new_fingerprint": self.new.fingerprint,
            "lead_in": [self.old.lead_in, self.new.lead_in] if self.old.lead_in != self.new.lead_in else None,
            "attributes": {
                name: [self.old.attributes.get(name), self.new.attributes.get(name)]
                for name in sorted({*self.old.attributes, *self.new.attributes})
                if self.old.attributes.get(name) != self.new.attributes.get(name)
            },
            "demands": self.demands.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Diff:
    """The whole difference, each list in id order."""

    added: tuple[Clause, ...] = ()
    withdrawn: tuple[Clause, ...] = ()
    """As they stood in the old text."""
    changed: tuple[Change, ...] = ()
    moved: tuple[tuple[Clause, Clause], ...] = ()
    """Old and new of clauses in another section, or in another order within theirs."""

    def __bool__(self) -> bool:
        return bool(self.added or self.withdrawn or self.changed or self.moved)

    def as_json(self) -> dict[str, list[object]]:
        """The keys of `handbook diff --json`."""
        return {
            "added": [str(clause.id) for clause in self.added],
            "withdrawn": [str(clause.id) for clause in self.withdrawn],
            "changed": [change.as_json() for change in self.changed],
            "moved": [
                {"clause": str(new.id), "from": old.section, "to": new.section} for old, new in self.moved
            ],
        }


def diff(old: Handbook, new: Handbook, *, read: Reader | None = None) -> Diff:
    """Compare two texts; a clause is the same clause if it has the same id.

    Args:
        old: The text before.
        new: The text after.
        read: How demands are read off a clause; the extractor by default.
    """
    if read is None:
        from indexer.demands.extract import demands_of

        read = demands_of
    before = {clause.id: clause for clause in old.clauses}
    after = {clause.id: clause for clause in new.clauses}
    both = sorted(before.keys() & after.keys())
    changes = (_change(before[one], after[one], old, new, read) for one in both)
    strayed = _strayed(old, new)
    return Diff(
        tuple(after[one] for one in sorted(after.keys() - before.keys())),
        tuple(before[one] for one in sorted(before.keys() - after.keys())),
        tuple(change for change in changes if change is not None),
        tuple(
            (before[one], after[one])
            for one in both
            if before[one].section != after[one].section or one in strayed
        ),
    )


def compare_demands(old: Sequence[Demand], new: Sequence[Demand]) -> DemandChanges:
    """Pair demands by content; what is left is paired by likeness, then added or removed."""
    left, right = list(old), list(new)
    for demand in old:
        twin = next((other for other in right if content(other) == content(demand)), None)
        if twin is not None:
            left.remove(demand)
            right.remove(twin)
    pairs: list[tuple[Demand, Demand]] = []
    ranked = sorted(
        ((likeness(one, other), -i, -j) for i, one in enumerate(left) for j, other in enumerate(right)),
        reverse=True,
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for score, i, j in ranked:
        if score < SAME_DEMAND or -i in taken_left or -j in taken_right:
            continue
        taken_left.add(-i)
        taken_right.add(-j)
        pairs.append((left[-i], right[-j]))
    pairs.sort(key=lambda pair: new.index(pair[1]))
    return DemandChanges(
        tuple(demand for j, demand in enumerate(right) if j not in taken_right),
        tuple(demand for i, demand in enumerate(left) if i not in taken_left),
        tuple(pairs),
    )


def content(demand: Demand) -> tuple[object, ...]:
    """What a demand asks, without its place, its quote's layout or the extractor's confidence."""
    return (
        bare(demand.quote).rstrip("。；;，"),
        demand.modality,
        demand.subject,
        demand.subject_inferred,
        demand.limit,
        demand.frequency,
        demand.condition and bare(demand.condition),
        demand.exception and bare(demand.exception),
        demand.evidence and bare(demand.evidence),
    )


def likeness(one: Demand, other: Demand) -> float:
    """0 to 1; a shared action counts as much as shared words."""
    words = SequenceMatcher(None, bare(one.quote), bare(other.quote), autojunk=False).ratio()
    return max(words, 0.9) if one.action and one.action == other.action else words


def _change(old: Clause, new: Clause, before: Handbook, after: Handbook, read: Reader) -> Change | None:
    if old.fingerprint == new.fingerprint:
        renamed = (old.title, old.heading) != (new.title, new.heading) and old.section == new.section
        return Change(old, new, "retitled", False) if renamed else None
    names = {
        name
        for name in {*old.attributes, *new.attributes}
        if old.attributes.get(name) != new.attributes.get(name)
    }
    attributes_matter = bool(names - EDITORIAL_ATTRIBUTES)
    if (bare(old.text), bare(old.lead_in)) == (bare(new.text), bare(new.lead_in)):
        return Change(old, new, "attributes", attributes_matter)
    demands = compare_demands(read(old, before), read(new, after))
    return Change(old, new, "reworded", attributes_matter or bool(demands), demands)


def _strayed(old: Handbook, new: Handbook) -> set[ClauseId]:
    """Clauses whose order within their section changed: as few as explain the new order."""
    strayed: set[ClauseId] = set()
    places = {section.number: [clause.id for clause in section.clauses] for section in old.sections}
    for section in new.sections:
        before = {one: place for place, one in enumerate(places.get(section.number, []))}
        ids = [clause.id for clause in section.clauses if clause.id in before]
        kept = _longest_rise([before[one] for one in ids])
        strayed |= {one for place, one in enumerate(ids) if place not in kept}
    return strayed


def _longest_rise(values: Iterable[int]) -> set[int]:
    """Indexes of one longest increasing subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    previous: dict[int, int | None] = {}
    for index, value in enumerate(values):
        at = bisect_left(tails, value)
        previous[index] = ends[at - 1] if at else None
        if at == len(tails):
            tails.append(value)
            ends.append(index)
        else:
            tails[at], ends[at] = value, index
    chosen: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        chosen.add(step)
        step = previous[step]
    return chosen
