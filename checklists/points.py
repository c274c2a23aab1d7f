"""Points of a checklist: shares of 100.00 in proportion to weights, by largest remainder."""

from __future__ import annotations

from collections.abc import Sequence

FULL = 10_000
"""All points of a list, in hundredths of a point."""


def shares(weights: Sequence[int], names: Sequence[str], *, total: int = FULL) -> list[int]:
    """Whole shares of `total` in proportion to `weights`; together exactly `total`.

    What rounding down leaves goes to the largest remainders; equal remainders to the smaller
    name, so that the order of a list changes nobody's points.

    Args:
        weights: At least 0 each; a weight of 0 gets nothing.
        names: One for each weight, all different.
        total: In hundredths of a point.

    Returns:
        One share for each weight, in the same order; all 0 where no weight is above 0.

    Raises:
        ValueError: A weight is negative, or the lengths differ.

    Source: Hamilton's method of largest remainders.
    """
    if len(weights) != len(names):
        raise ValueError("each weight needs a name")
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is at least 0")
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    given = [total * weight // whole for weight in weights]
    rest = [total * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-rest[place], names[place]))
    for place in order[: total - sum(given)]:
        given[place] += 1
    return given
