"""Contradictions: the same act on the same object under the same condition, with different figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.checks.sameness import Statement, pairs, statements
from indexer.clauses import Fault, Handbook


def check_contradictions(
    handbook: Handbook, alike: Iterable[tuple[Statement, Statement]] | None = None
) -> Iterator[Fault]:
    """T01, reported at the later clause; figures that are equal in another unit are no fault.

    Args:
        handbook: As read.
        alike: Its statements of the same matter, where the caller has them already.
    """
    seen: set[tuple[object, object]] = set()
    for earlier, later in pairs(statements(handbook)) if alike is None else alike:
        key = (earlier.clause.id, later.clause.id)
        for figure in earlier.figures:
            for other in later.figures:
                if key in seen or not figure.comparable(other) or figure.equal(other):
                    continue
                seen.add(key)
                yield Fault(
                    later.clause.where,
                    "T01",
                    f"{later.clause.id} 写“{other.words}”，{earlier.clause.id}（{earlier.clause.where}）"
                    f"写“{figure.words}”，说的是同一件事。",
                    "统一数字；条件不同的，把条件写出来。",
                )
