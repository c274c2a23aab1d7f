"""A text without white space and emphasis, with the way back to the places of the original."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNUSUAL = re.compile(r"[\s​　﻿*_~`０-９％]")
_DROPPED = re.compile(r"[\s​　﻿]+|\*{1,3}|(?<![一-鿿\w])_{2}(?=\S)|~~|`+")


_FULL_WIDTH = re.compile("[０-９％]")
_TO_ASCII = str.maketrans("０１２３４５６７８９％", "0123456789%")


@dataclass(frozen=True, slots=True)
class Compact:
    """`text` is what rules read; `place(i)` is where its character i stands in the original."""

    text: str
    places: tuple[int, ...] | None
    shift: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that characters ``start:end`` come from."""
        if self.places is None:
            return start + self.shift, end + self.shift
        if start >= end:
            return self.shift, self.shift
        return self.places[start] + self.shift, self.places[end - 1] + 1 + self.shift


def compact(original: str, shift: int = 0) -> Compact:
    """Drop white space and emphasis.

    >>> made = compact("应 **每日** 1 次")
    >>> made.text, made.span(1, 3)
    ('应每日1次', (4, 6))
    """
    if not _UNUSUAL.search(original):
        return Compact(original, None, shift)
    if _FULL_WIDTH.search(original):
        original = original.translate(_TO_ASCII)
    if not _DROPPED.search(original):
        return Compact(original, None, shift)
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for dropped in _DROPPED.finditer(original):
        if dropped.start() > at:
            parts.append(original[at : dropped.start()])
            places.extend(range(at, dropped.start()))
        at = dropped.end()
    parts.append(original[at:])
    places.extend(range(at, len(original)))
    return Compact("".join(parts), tuple(places), shift)
