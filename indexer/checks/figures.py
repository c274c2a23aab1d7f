"""Figures made comparable: 60 分钟 is 1 小时, 半年 is 6 个月, 每日 2 次 is 2 a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from indexer.demands.model import Demand, Frequency, Limit

MINUTES: dict[str, Any] = {
    "秒": Fraction(1, 60),
    "分钟": 1,
    "分": 1,
    "小时": 60,
    "钟头": 60,
    "日": 1440,
    "天": 1440,
    "周": 10080,
    "星期": 10080,
}
MONTHS = {"月": 1, "个月": 1, "季": 3, "季度": 3, "半年": 6, "年": 12, "年度": 12, "学年": 12}
"""Two scales of time; a month is no fixed number of days, so 30 日 and 1 个月 are not compared."""
SCALED: dict[str, tuple[str, Any]] = {
    "元": ("元", 1),
    "万元": ("元", 10_000),
    "千元": ("元", 1000),
    "厘米": ("米", Fraction(1, 100)),
    "毫米": ("米", Fraction(1, 1000)),
    "公里": ("米", 1000),
    "千米": ("米", 1000),
}

_PER = re.compile(r"每?(?P<count>\d+|半)?\s*个?(?P<unit>[^\d\s]+)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A bound: `scale` says what can be compared with what."""

    kind: str
    scale: str
    low: object
    high: object
    words: str

    def comparable(self, other: Figure) -> bool:
        return (self.kind, self.scale) == (other.kind, other.scale)

    def equal(self, other: Figure) -> bool:
        return (self.low, self.high) == (other.low, other.high)


def figures_of(demand: Demand) -> tuple[Figure, ...]:
    """The bound and the frequency of a demand, made comparable; vague ones are left out."""
    found = []
    if demand.limit is not None:
        found.append(_limit(demand.limit))
    if demand.frequency is not None and demand.frequency.times is not None:
        found.append(_frequency(demand.frequency))
    return tuple(found)


def _limit(limit: Limit) -> Figure:
    scale, factor = _scale(limit.unit)
    if isinstance(limit.value, tuple):
        low, high = (_times(value, factor) for value in limit.value)
    else:
        low = high = _times(limit.value, factor)
    return Figure(
        limit.kind,
        f"{scale}{_direction(limit.comparator)}",
        low,
        high,
        limit.words or f"{limit.value}{limit.unit}",
    )


def _direction(comparator: str) -> str:
    """An upper and a lower bound of one thing do not contradict each other."""
    return {"<=": "≤", "<": "≤", ">=": "≥", ">": "≥"}.get(comparator, "")


def _frequency(frequency: Frequency) -> Figure:
    found = _PER.fullmatch(frequency.per.strip())
    ends = frequency.times if isinstance(frequency.times, tuple) else (frequency.times or 1,) * 2
    times, most = Fraction(ends[0]), Fraction(ends[1])
    words = frequency.words or f"{frequency.per}{frequency.times}次"
    if found is None:
        return Figure("frequency", frequency.per, times, most, words)
    unit = ("半" + found["unit"]) if found["count"] == "半" else found["unit"]
    written = int(found["count"]) if (found["count"] or "").isdigit() else 1
    count = Fraction(written or 1)  # 每0小时 says nothing
    scale, factor = _scale(unit)
    if scale == "minutes" or scale == "months":
        count *= Fraction(factor)
        unit = scale
    return Figure("frequency", unit, times / count, most / count, words)


def _scale(unit: str) -> tuple[str, Fraction]:
    unit = unit.removesuffix("内")
    if unit in MINUTES:
        return "minutes", Fraction(MINUTES[unit])
    if unit in MONTHS:
        return "months", Fraction(MONTHS[unit])
    if unit in SCALED:
        name, factor = SCALED[unit]
        return name, Fraction(factor)
    return unit, Fraction(1)


def _times(value: float | int | str, factor: Fraction) -> object:
    if isinstance(value, str):
        return value
    return Fraction(str(value)) * factor
