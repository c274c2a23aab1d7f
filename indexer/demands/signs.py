"""What a pattern cannot do without: the characters that a match begins with, ends in or must hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

from indexer.demands.words import COMMON

parser: ModuleType | None
try:
    import re._constants as op  # type: ignore[import-not-found]
    import re._parser as parser  # type: ignore[import-not-found,no-redef]
except ImportError:  # a Python that keeps them elsewhere reads the same with no guards, only more slowly
    parser = None

_WEIGHT = {sign: 1 / (rank + 4) for rank, sign in enumerate(COMMON)}
"""How little it tells that a text holds a character."""
_RARE = 0.004
_WIDEST = 64
"""Characters of a range that is still spelt out."""

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) if parser else ()
Signs = frozenset[str]
DIGIT = r"\d"
"""Stands for every digit among signs."""


def tree_of(pattern: str, flags: int = 0) -> list[Any]:
    """What the parser of `re` makes of a pattern; empty where it cannot be asked, and then no guard is set."""
    return list(parser.parse(pattern, flags)) if parser else []


def firsts(tree: Iterable[Any]) -> Signs | None:
    """The characters that a match can begin with; None where they cannot be told or a match can be empty."""
    found, empty = _edge(list(tree))
    return None if empty else found


def lasts(tree: Iterable[Any]) -> Signs | None:
    """The characters that a text with a match can end in; None where a match need not end with the text."""
    items = list(tree)
    if not items:
        return None
    kind, value = items[-1]
    if kind is op.AT and value is op.AT_END:
        found, empty = _edge(items[:-1][::-1], back=True)
        if empty or found is None or DIGIT in found:
            return None
        return found | {"\n"}  # $ stands before a last line feed
    if kind is op.BRANCH:
        return _union(lasts(way) for way in value[1])
    if kind is op.SUBPATTERN:
        return lasts(value[3])
    return None


def needed(tree: Iterable[Any]) -> Signs | None:
    """Words of one or two characters, one of which every text with a match holds; None if there are none such."""
    items = list(tree)
    best: Signs | None = None
    for (kind, value), following in zip(items, [*items, (None, None)][1:], strict=True):
        found: Signs | None = None
        if kind is op.LITERAL:
            found = frozenset([chr(value) + (chr(following[1]) if following[0] is op.LITERAL else "")])
        elif kind is op.IN:
            found = _class(value)
        elif kind is op.BRANCH:
            found = _union(needed(way) for way in value[1])
        elif kind is op.SUBPATTERN and not (value[1] or value[2]):
            found = needed(value[3])
        elif kind in _REPEATS and value[0] > 0:
            found = needed(value[2])
        elif kind is op.ATOMIC_GROUP:
            found = needed(value)
        elif kind is op.ASSERT:
            found = needed(value[1])
        if found and (best is None or sum(map(weight, found)) < sum(map(weight, best))):
            best = found
    return best


def leads(tree: Sequence[Any]) -> bool:
    """Whether `re` finds the places to try by itself: each way begins with a character or class."""
    if not tree:
        return True
    kind, value = tree[0]
    if kind is op.SUBPATTERN:
        return leads(value[3])
    if kind is op.BRANCH:
        return all(way and way[0][0] is op.LITERAL for way in value[1])
    return kind in (op.LITERAL, op.IN, op.AT)


def opens_plain(tree: Sequence[Any]) -> bool:
    """Whether a pattern begins with a character or an edge."""
    return not tree or tree[0][0] in (op.LITERAL, op.AT)


def starts_narrow(tree: Sequence[Any]) -> bool:
    """Whether a pattern that is tried at one place soon fails there: it begins with few characters or a short choice.

    >>> [starts_narrow(tree_of(pattern)) for pattern in (r"\\s*(?:1|2)", "[^，]{0,8}应", "(?:甲|乙)应", "(?:甲|.*)应")]
    [True, False, True, False]
    """
    for kind, value in tree:
        if kind in (op.AT, op.ASSERT_NOT, op.ASSERT):
            continue
        if kind is op.SUBPATTERN:
            return starts_narrow(value[3])
        if kind is op.BRANCH:
            return all(starts_narrow(way) for way in value[1])
        if kind in _REPEATS:
            return starts_narrow(value[2])
        return kind is op.LITERAL or (kind is op.IN and value[0][0] is not op.NEGATE and not _wide(value))
    return False


def _wide(members: Iterable[Any]) -> bool:
    return any(kind is op.RANGE and value[1] - value[0] >= _WIDEST for kind, value in members)


def _edge(items: Iterable[Any], *, back: bool = False) -> tuple[Signs | None, bool]:
    """First characters (`back`: of items in reverse, last ones) or None if unknown, and whether there may be none."""
    found: Signs = frozenset()
    for kind, value in items:
        signs, empty = _edge_of(kind, value, back)
        if signs is None:
            return None, False
        found |= signs
        if not empty:
            return found, False
    return found, True


def _edge_of(kind: Any, value: Any, back: bool) -> tuple[Signs | None, bool]:
    def inner(tree: Iterable[Any]) -> tuple[Signs | None, bool]:
        return _edge(list(tree)[::-1] if back else tree, back=back)

    if kind is op.LITERAL:
        return frozenset(chr(value)), False
    if kind is op.IN:
        return _class(value), False
    if kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return frozenset(), True
    if kind is op.BRANCH:
        ways = [inner(way) for way in value[1]]
        return _union(signs for signs, _ in ways), any(empty for _, empty in ways)
    if kind is op.SUBPATTERN and not (value[1] or value[2]):
        return inner(value[3])
    if kind in _REPEATS:
        signs, empty = inner(value[2])
        return signs, empty or value[0] == 0
    if kind is op.ATOMIC_GROUP:
        return inner(value)
    return None, False


def _class(members: Iterable[Any]) -> Signs | None:
    """The characters of ``[…]``, None for one that is negated, wide or holds a class."""
    found: set[str] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < _WIDEST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            found.add(DIGIT)
        else:
            return None
    return frozenset(found)


def _union(parts: Iterable[Signs | None]) -> Signs | None:
    found: Signs = frozenset()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def weight(words: str) -> float:
    """How often a word stands in a text, roughly."""
    if words == DIGIT:
        return 0.05
    rarest = min(_WEIGHT.get(sign, _RARE) for sign in words)
    return rarest if len(words) == 1 else 0.3 * rarest


def rarest(word: str) -> str:
    """The character of a word that tells most."""
    return min(word, key=lambda sign: _WEIGHT.get(sign, _RARE))
