"""Amounts and frequencies on common scales, so that 60分钟 and 1小时 are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

SCALES: dict[str, tuple[str, float]] = {
    # unit: (dimension, how many base units). A month counts 30 days, a year 365: only to compare.
    "秒": ("时间", 1),
    "秒钟": ("时间", 1),
    "s": ("时间", 1),
    "分钟": ("时间", 60),
    "min": ("时间", 60),
    "刻钟": ("时间", 900),
    "小时": ("时间", 3600),
    "个小时": ("时间", 3600),
    "工作小时": ("时间", 3600),
    "h": ("时间", 3600),
    "日": ("时间", 86400),
    "天": ("时间", 86400),
    "日历日": ("时间", 86400),
    "自然日": ("时间", 86400),
    "工作日": ("时间", 86400),
    "个工作日": ("时间", 86400),
    "周": ("时间", 7 * 86400),
    "星期": ("时间", 7 * 86400),
    "个星期": ("时间", 7 * 86400),
    "个月": ("时间", 30 * 86400),
    "月": ("时间", 30 * 86400),
    "季度": ("时间", 91 * 86400),
    "个季度": ("时间", 91 * 86400),
    "年": ("时间", 365 * 86400),
    "周年": ("时间", 365 * 86400),
    "毫米": ("长度", 0.001),
    "mm": ("长度", 0.001),
    "厘米": ("长度", 0.01),
    "cm": ("长度", 0.01),
    "米": ("长度", 1),
    "m": ("长度", 1),
    "公里": ("长度", 1000),
    "千米": ("长度", 1000),
    "km": ("长度", 1000),
    "元": ("金额", 1),
    "万元": ("金额", 10_000),
    "亿元": ("金额", 100_000_000),
    "克": ("质量", 1),
    "g": ("质量", 1),
    "千克": ("质量", 1000),
    "公斤": ("质量", 1000),
    "kg": ("质量", 1000),
    "吨": ("质量", 1_000_000),
    "t": ("质量", 1_000_000),
    "平方米": ("面积", 1),
    "㎡": ("面积", 1),
    "万平方米": ("面积", 10_000),
    "%": ("比例", 1),
    "％": ("比例", 1),
    "‰": ("比例", 0.1),
    "人": ("人数", 1),
    "名": ("人数", 1),
    "位": ("人数", 1),
    "℃": ("温度", 1),
    "摄氏度": ("温度", 1),
}

CALENDAR_SLACK = 0.04
"""Relative difference below which calendar amounts count as one: 12个月 = 360日 = 365日 = 1年 = 4季度."""

DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}


def chinese_number(text: str) -> float | None:
    """``十二`` → 12, ``半`` → 0.5, ``三十`` → 30; ``None`` if it is no number below ten thousand."""
    if text == "半":
        return 0.5
    total, current = 0, 0
    for letter in text:
        if letter in DIGITS:
            current = DIGITS[letter]
        elif letter in "十百千":
            total += (current or 1) * {"十": 10, "百": 100, "千": 1000}[letter]
            current = 0
        else:
            return None
    return float(total + current)


def scaled(value: float, unit: str) -> tuple[str, float]:
    """Dimension and amount in base units; an unknown unit is its own dimension."""
    dimension, factor = SCALES.get(unit, (unit.removeprefix("个") or unit, 1.0))
    return dimension, value * factor


def same_amount(
    one: tuple[float, str], other: tuple[float, str], *, tolerance: float = CALENDAR_SLACK
) -> bool:
    """Whether two amounts are equal after normalising; calendar units within `tolerance`."""
    dimension, amount = scaled(*one)
    other_dimension, other_amount = scaled(*other)
    if dimension != other_dimension:
        return False
    slack = tolerance if dimension == "时间" and max(amount, other_amount) > 6 * 86400 else 1e-9
    return abs(amount - other_amount) <= slack * max(abs(amount), abs(other_amount), 1e-12)


@dataclass(frozen=True)
class Mention:
    """An amount in a text."""

    value: float
    unit: str
    start: int
    end: int
    words: str


_UNIT = "|".join(sorted(map(re.escape, SCALES), key=len, reverse=True))
_OTHER = (
    "学时|课时|分贝|勒克斯|分|次|处|件|份|张|具|台|户|家|级|项|声|遍|步|个|条|组|辆|部|层|套|把|只|种|瓶|箱|袋|面|本|方面|道|倍|周岁|岁|"
    "元/平方米|MPa|kPa|V|kV|A|Ω|MΩ|kW|人次|名员工"
)
_NUMBER = r"\d+(?:\.\d+)?(?:万(?=[元人户平]))?|半|[零〇一二两三四五六七八九十百]+"
_MENTION = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT}|{_OTHER})")
_PERCENT = re.compile(r"百分之(?P<number>[零〇一二两三四五六七八九十百]+|\d+(?:\.\d+)?)")


def mentions(text: str) -> Iterator[Mention]:
    """Every amount in `text`, digits or Chinese numerals, with its unit."""
    for found in _MENTION.finditer(text):
        words = found["number"]
        myriad = words.endswith("万")
        bare = unicodedata.normalize("NFKC", words.removesuffix("万"))
        value = float(bare) if bare[0].isdigit() else chinese_number(bare)
        if value is not None:
            yield Mention(value * (10_000 if myriad else 1), found["unit"], *found.span(), found.group())
    for found in _PERCENT.finditer(text):
        bare = found["number"]
        value = float(bare) if bare[0].isdigit() else chinese_number(bare)
        if value is not None:
            yield Mention(value, "%", *found.span(), found.group())


PERIODS: dict[str, float] = {
    # seconds of one period
    "分钟": 60,
    "小时": 3600,
    "班": 28800.5,  # a shift is no number of hours: equal to nothing but itself
    "日": 86400,
    "天": 86400,
    "周": 604800,
    "星期": 604800,
    "旬": 864000,
    "半月": 15 * 86400,
    "半个月": 15 * 86400,
    "月": 30 * 86400,
    "个月": 30 * 86400,
    "季": 91 * 86400,
    "季度": 91 * 86400,
    "半年": 182 * 86400,
    "年": 365 * 86400,
}
_NAMES = "|".join(sorted(PERIODS, key=len, reverse=True))
_PERIOD = re.compile(rf"^(?P<count>\d+(?:\.\d+)?|[一二两三四五六七八九十]+|半)?\s*(?P<unit>个?(?:{_NAMES}))$")


def period_seconds(per: str) -> float | None:
    """Length of ``日``, ``2小时``, ``半年`` … in seconds; `None` where it is none of these."""
    text = per.strip().removeprefix("每").strip()
    if text in PERIODS:
        return PERIODS[text]
    found = _PERIOD.match(text)
    if found is None:
        return None
    unit = found["unit"] if found["unit"] in PERIODS else found["unit"].removeprefix("个")
    count = found["count"] or "1"
    number = float(count) if count[0].isdigit() else chinese_number(count)
    return None if number is None else number * PERIODS[unit]


def rate(times: float, per: str) -> float | None:
    """Times per day."""
    seconds = period_seconds(per)
    return times * 86400 / seconds if seconds else None  # 每0小时 says nothing


_FREQUENCY = re.compile(
    r"(?:每(?:个|一)?(?P<per>(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+|半)?\s*个?(?:分钟|小时|班|日|天|周|星期|旬|月|季度|季|年))"
    r"|(?P<one>一)(?P<per2>日|天|周|月|年))"
    r"(?:(?P<gap>[^，。；：|]{0,24}?)(?P<times>\d+|[一二两三四五六七八九十])\s*(?:次|遍|趟|人次))?"
)


@dataclass(frozen=True)
class Often:
    """A frequency in a text."""

    times: float
    per: str
    start: int
    end: int


def frequencies(text: str) -> Iterator[Often]:
    """Every frequency in `text`; 每班 without a number is once a shift."""
    for found in _FREQUENCY.finditer(text):
        per = found["per"] or found["per2"]
        if per is None or (found["one"] and not found["times"]):
            continue
        count = found["times"] or "1"
        number = float(count) if count.isdigit() else chinese_number(count)
        if number is not None:
            yield Often(number, re.sub(r"\s", "", per), *found.span())


def same_rate(one: tuple[float, str], other: tuple[float, str]) -> bool:
    """Whether two frequencies are equal: 每月1次 = 每30日1次."""
    first, second = rate(*one), rate(*other)
    if first is None or second is None:
        return one == other
    return abs(first - second) <= CALENDAR_SLACK * max(first, second)
