"""Marking an answer. Pure; the same rules for the app and for a printed paper's key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checklists.bank.values import same_amount
from checklists.question import Question

TOLERANCE = 1e-6
"""Relative difference below which two amounts are one (only for rounding of units)."""


@dataclass(frozen=True)
class Marked:
    """What an answer earned."""

    points: float
    """0 to 1, four decimals."""
    right: bool
    """Full marks."""
    note: str = ""
    """For a marker: what a short answer named and what it lacked."""


def grade(question: Question, answer: object) -> Marked:
    """Mark `answer`; an empty or unreadable answer earns nothing.

    single: index. multiple: indexes; all right earns 1, a part of the right ones and no wrong one
    earns its share, any wrong one earns 0. truefalse: bool. numeric: number, text with a unit
    (60分钟 = 1小时) or ``{"value", "unit"}``. order: indexes; all or nothing. short: text; each
    scoring point whose words appear earns its share, a help to the marker and not a verdict.
    """
    key = question.key
    if question.type == "single":
        return _all_or_nothing(_is_index(answer) and answer == key)
    if question.type == "truefalse":
        return _all_or_nothing(isinstance(answer, bool) and answer is key)
    if question.type == "numeric" and isinstance(key, Mapping):
        return _all_or_nothing(_same_figure(key, answer))
    if not isinstance(key, tuple):
        return Marked(0.0, False)
    if question.type == "multiple":
        return _multiple(key, _indexes(answer))
    if question.type == "order":
        return _all_or_nothing(_indexes(answer) == list(key))
    return _short([str(point) for point in key], answer)


def _all_or_nothing(right: bool) -> Marked:
    return Marked(1.0 if right else 0.0, right)


def _is_index(answer: object) -> bool:
    return isinstance(answer, int) and not isinstance(answer, bool)


def _indexes(answer: object) -> list[int]:
    if not isinstance(answer, list | tuple):
        return []
    return [value for value in answer if _is_index(value)] if all(map(_is_index, answer)) else []


def _multiple(key: tuple[Any, ...], answer: list[int]) -> Marked:
    chosen, right = set(answer), set(key)
    if not chosen or chosen - right:
        return Marked(0.0, False)
    return Marked(round(len(chosen) / len(right), 4), chosen == right)


_FIGURE = re.compile(r"^[约为共]?\s*(半|[-+]?\d+(?:\.\d+)?)\s*(.*)$")


def _same_figure(key: Mapping[str, Any], answer: object) -> bool:
    unit = str(key.get("unit", ""))
    value = key.get("value")
    if isinstance(answer, bool) or value is None:
        return False
    if isinstance(answer, Mapping):
        given, given_unit = answer.get("value"), str(answer.get("unit") or unit)
        if isinstance(given, bool) or not isinstance(given, int | float):
            return False
    elif isinstance(answer, int | float):
        given, given_unit = answer, unit
    elif isinstance(answer, str):
        found = _FIGURE.match(unicodedata.normalize("NFKC", answer).replace(",", "").strip())
        if found is None:
            return False
        given = 0.5 if found[1] == "半" else float(found[1])
        given_unit = found[2].strip().removesuffix("内") or unit
    else:
        return False
    return same_amount((float(given), given_unit), (float(value), unit), tolerance=TOLERANCE)


_MUTE = re.compile(r"[\s，。、；：“”‘’（）()《》,.;:!?！？·]")


def _short(points: list[str], answer: object) -> Marked:
    if not isinstance(answer, str) or not points:
        return Marked(0.0, False)
    given = _MUTE.sub("", answer)
    named = [point for point in points if _named(_MUTE.sub("", point), given)]
    lacking = [point for point in points if point not in named]
    note = f"已答出：{'；'.join(named) or '无'}。未见：{'；'.join(lacking) or '无'}。须由人复核。"
    return Marked(round(len(named) / len(points), 4), not lacking, note)


NAMED_SHARE = 0.7
"""Share of a scoring point's character pairs that an answer must hold to be taken as naming it."""


def _named(point: str, given: str) -> bool:
    if point in given:
        return True
    pairs = {point[i : i + 2] for i in range(len(point) - 1)}
    return bool(pairs) and sum(pair in given for pair in pairs) / len(pairs) >= NAMED_SHARE
