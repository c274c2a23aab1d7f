"""Patterns that are tried only where they can match: what a pattern cannot do without is read from it.

A rule of language is written for its reader, with many alternatives of which no text has more than one. `Guarded`
reads from the pattern which characters a match begins with, ends in or must hold, and asks for these first: a
question of 0.1 µs for one of 2 to 10 µs. Nothing that the pattern matches is lost, and where a pattern cannot be
read it is tried everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import product
from typing import TYPE_CHECKING, Any

from indexer.demands.signs import (
    DIGIT,
    Signs,
    firsts,
    lasts,
    leads,
    needed,
    opens_plain,
    starts_narrow,
    tree_of,
    weight,
)
from indexer.demands.words import one_of

_TOO_COMMON = 0.6
"""Weight from which most clauses hold one of the characters, so that asking for them saves nothing."""


class Guarded:
    """A pattern that first looks whether it can match at all; used like `re.Pattern`, compiled when first used.

    >>> rule = Guarded("(?:处以|并处).{0,8}罚款|没收")
    >>> bool(rule.search("并处一千元罚款")), rule.search("每日巡查"), bool(rule.match("没收"))
    (True, None, True)
    """

    __slots__ = ("finditer", "flags", "match", "pattern", "search")

    match: Match
    """`match(text, start=0)`."""
    search: Callable[[str], re.Match[str] | None]
    finditer: Callable[[str], Iterable[re.Match[str]]]

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags

    if not TYPE_CHECKING:

        def __getattr__(self, way: str) -> Any:
            """Make the way of looking that was asked for; from then on it is an attribute."""
            if way == "match":
                self.match = _matcher(self.pattern, self.flags)
            elif way in ("search", "finditer"):
                self.search, self.finditer = _searchers(self.pattern, self.flags)
            else:
                raise AttributeError(way)
            return getattr(self, way)


Match = Callable[..., re.Match[str] | None]
_Ways = tuple[Callable[[str], re.Match[str] | None], Callable[[str], Iterable[re.Match[str]]]]


def _matcher(pattern: str, flags: int) -> Match:
    tree = tree_of(pattern, flags)
    if begins := firsts(tree):
        return re.compile(f"(?={_any(begins)})(?:{pattern})", flags).match
    match = re.compile(pattern, flags).match
    needs = needed(tree)
    if not needs or starts_narrow(tree) or sum(map(weight, needs)) > _TOO_COMMON:
        return match
    holds = _holds(needs, flags)
    return lambda text, start=0: match(text, start) if holds(text) else None


def _holds(words: Signs, flags: int) -> Callable[[str], object]:
    """A question whether a text holds one of `words`; `re` looks faster for all cases of a letter than for any case."""
    words = all_cases(words, flags)
    if DIGIT not in words or len(words) == 1:
        return re.compile(_any(words)).search
    word, digit = re.compile(_any(words - {DIGIT})).search, re.compile(DIGIT).search
    return lambda text: word(text) or digit(text)


def all_cases(words: Signs, flags: int) -> Signs:
    """`words`, in small and capital letters where `flags` make no difference between them."""
    if not flags & re.IGNORECASE:
        return words
    return frozenset(
        word if word == DIGIT else "".join(way) for word in words for way in product(*map(_cases, word))
    )


def needs_of(pattern: str, flags: int = 0) -> Signs | None:
    """Words one of which every text holds in which the pattern is found; None if it cannot be told."""
    return needed(tree_of(pattern, flags))


def _cases(sign: str) -> set[str]:
    return {sign, sign.lower(), sign.upper(), *{"s": "ſ", "k": "\u212a"}.get(sign.lower(), "")}


def led(pattern: str) -> re.Pattern[str]:
    """The pattern compiled so that it asks for its first character before it tries its alternatives."""
    begins = firsts(tree_of(pattern))
    return re.compile(f"(?={_any(begins)})(?:{pattern})" if begins else pattern)


def unguarded(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern compiled to be searched for, its first character asked for where `re` would not do so itself."""
    tree = tree_of(pattern, flags)
    begins = firsts(tree)
    return re.compile(f"(?={_any(begins)})(?:{pattern})" if begins and not leads(tree) else pattern, flags)


def _searchers(pattern: str, flags: int) -> _Ways:
    tree = tree_of(pattern, flags)
    ends, needs = lasts(tree), needed(tree)
    whole = unguarded(pattern, flags)
    if ends and not flags:
        return _if_ends(whole, ends)
    if needs and not opens_plain(tree) and sum(map(weight, needs)) < _TOO_COMMON:
        return _if_holds(whole, _holds(needs, flags))
    return whole.search, whole.finditer


def _if_ends(pattern: re.Pattern[str], ends: Signs) -> _Ways:
    find, find_all = pattern.search, pattern.finditer
    return (
        lambda text: find(text) if text[-1:] in ends else None,
        lambda text: find_all(text) if text[-1:] in ends else (),
    )


def _if_holds(pattern: re.Pattern[str], holds: Callable[[str], object]) -> _Ways:
    find, find_all = pattern.search, pattern.finditer
    return (
        lambda text: find(text) if holds(text) else None,
        lambda text: find_all(text) if holds(text) else (),
    )


def _any(words: Signs) -> str:
    """The pattern of any of `words`."""
    if all(len(word) == 1 or word == DIGIT for word in words):
        return "[" + "".join(word if word == DIGIT else re.escape(word) for word in sorted(words)) + "]"
    return f"(?:{one_of(words - {DIGIT})}{'|' + DIGIT if DIGIT in words else ''})"
