"""Provisions that stand twice: one place says it, others refer to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from indexer.checks.sameness import Statement
from indexer.clauses import Clause, ClauseId, Fault


def check_duplicates(
    found: Sequence[Statement], alike: Iterable[tuple[Statement, Statement]]
) -> Iterator[Fault]:
    """T02: a clause of which every demand stands in another clause too, with the same figures.

    Args:
        found: Every statement of a handbook.
        alike: Those of the same matter.
    """
    sizes: Counter[ClauseId] = Counter(one.clause.id for one in found)
    shared: Counter[tuple[ClauseId, ClauseId]] = Counter()
    clauses: dict[ClauseId, Clause] = {}
    counted: set[tuple[ClauseId, ClauseId, str]] = set()
    for earlier, later in alike:
        clauses[earlier.clause.id], clauses[later.clause.id] = earlier.clause, later.clause
        agree = all(
            any(figure.equal(other) for other in later.figures if figure.comparable(other))
            for figure in earlier.figures
        ) and len(earlier.figures) == len(later.figures)
        place = (earlier.clause.id, later.clause.id, later.demand.id)
        if agree and place not in counted:
            counted.add(place)
            shared[place[:2]] += 1
    for (first, second), count in sorted(shared.items()):
        if count >= min(sizes[first], sizes[second]):
            yield Fault(
                clauses[second].where,
                "T02",
                f"{second} 与 {first}（{clauses[first].where}）说的几乎一样。",
                f"只留一处，另一处写“按 [{first}]”。",
            )
