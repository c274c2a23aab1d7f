"""Many patterns asked at once: one look over a text tells which alternatives can be found in it, and only these are tried.

A list of forty patterns with three hundred alternatives costs one pass and two or three tries, not three hundred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from indexer.demands.guards import Guarded, all_cases, needs_of, unguarded
from indexer.demands.signs import DIGIT, rarest

_DIGIT = re.compile(r"\d").search
_Way = tuple[str, tuple[str, ...], Callable[[str], object]]
"""Its label, the words of two characters one of which it cannot do without, and the look for it."""


def split(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern that no bracket encloses.

    >>> list(split("处罚|(?:扣|罚)款|[|（]"))
    ['处罚', '(?:扣|罚)款', '[|（]']
    """
    depth = start = place = 0
    within = False
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\":
            place += 1
        elif within:
            within = sign != "]"
        elif sign == "[":
            within = True
            place += pattern[place + 1 : place + 2] == "^"
            place += pattern[place + 1 : place + 2] == "]"
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            yield pattern[start:place]
            start = place + 1
        place += 1
    yield pattern[start:]


class FirstOf:
    """The label of the first rule that is found in a text.

    >>> why = FirstOf([("罚则", Guarded("罚款|没收")), ("定义", Guarded("是指|所称"))])
    >>> why("本法所称单位，是指企业"), why("处以罚款"), why("每日巡查")
    ('定义', '罚则', None)
    """

    __slots__ = ("_always", "_digits", "_rules", "_scan", "_tries", "_ways")

    def __init__(self, rules: Iterable[tuple[str, Guarded]]) -> None:
        self._rules: Sequence[tuple[str, Guarded]] = tuple(rules)
        self._ways: list[_Way] = []

    def _prepare(self) -> None:
        """Compile the alternatives when the first text comes."""
        ways: list[_Way] = []
        tries: dict[str, int] = {}
        self._always = self._digits = 0
        for label, rule in self._rules:
            for way in split(rule.pattern):
                bit = 1 << len(ways)
                words = needs_of(way, rule.flags)
                if words is None:
                    self._always |= bit
                elif DIGIT in words:
                    self._digits |= bit
                words = all_cases((words or frozenset()) - {DIGIT}, rule.flags)
                for sign in {rarest(word) for word in words}:
                    tries[sign] = tries.get(sign, 0) | bit
                pairs = tuple(word for word in words if len(word) > 1)
                singles = len(pairs) < len(words) or self._digits & bit or self._always & bit
                ways.append((label, () if singles else pairs, unguarded(way, rule.flags).search))
        self._tries = tries
        self._scan = re.compile(
            "[" + "".join(map(re.escape, sorted(tries))) + "]" if tries else "(?!)"
        ).findall
        self._ways = ways

    def __call__(self, text: str) -> str | None:
        if not self._ways:
            self._prepare()
        mask = self._always
        if self._digits and _DIGIT(text):
            mask |= self._digits
        tries = self._tries
        for sign in self._scan(text):
            mask |= tries[sign]
        while mask:
            low = mask & -mask
            label, words, search = self._ways[low.bit_length() - 1]
            if words:
                for word in words:
                    if word in text:
                        break
                else:
                    mask ^= low
                    continue
            if search(text):
                return label
            mask ^= low
        return None
