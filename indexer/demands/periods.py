"""The words that frequencies are made of: periods, counts and bounds, and how a period is written in the record."""

from __future__ import annotations

import re

from indexer.demands.model import Comparator, Frequency
from indexer.demands.numerals import NUMBER, number_of, vague_pair

SPAN = r"(?:个)?(?:小时|钟头|刻钟|分钟|工作日|日|天|周|星期|礼拜|月|季度|季|年|学期|学年|旬|h|min)"
_SHIFT = r"[白夜早中晚]班(?!车)|班次|班(?!组(?!织)|[车列机级长]|主任)"
_RANGE = r"\s*[~～—–\-至到]\s*"
PERIOD = rf"(?:(?P<n>{NUMBER})(?:(?P<to>{_RANGE})(?P<n2>{NUMBER}))?\s*(?P<nu>{SPAN})|(?P<unit>半个月|半年度?|半月|半[日天]|昼夜|[单双][周月]|(?:个)?(?:工作日|自然[日周月年]|小时|钟头|刻钟|季度|学期|学年|一?(?:会计|财务|财政)年度|星期|礼拜|日|天(?![然花桥井窗沟])|周(?![期边围转岁年])|月|季(?!节)|年|{_SHIFT}|晚(?![餐宴会])|夜|早(?![餐会])|旬)))"
TIMES = r"(?:次|遍|回|轮(?![换值流休岗班])|趟)(?!性|[日供污装结搬]|级|告知|补正|办结|报送齐)"
LOWER = r"不(?:得|应当?|宜|能|可)?(?:少于|低于|小于)|至少|最少|大于等于|≥|>=|起码"
UPPER = r"不(?:得|应当?|宜|能|可)?(?:超过|多于|大于|高于)|至多|最多|≤|<="
BOUND = rf"(?P<low>{LOWER})|(?P<up>{UPPER})"
COUNT = rf"(?P<times>{NUMBER})(?:{_RANGE}(?P<most>{NUMBER}))?\s*{TIMES}"
POST = r"(?P<post>及以上|或以上|以上|以下|以内)?"

_SAME = {
    "季": "季度", "礼拜": "周", "钟头": "小时", "半年度": "半年", "刻钟": "15分钟", "年度": "年", "会计年度": "年", "财务年度": "年", "财政年度": "年", "一会计年度": "年", "一财务年度": "年", "一财政年度": "年", "月度": "月", "全年": "年", "年内": "年", "全天": "天", "全月": "月",
    "天天": "日", "班班": "班", "日日": "日", "周周": "周", "月月": "月", "年年": "年",
}  # fmt: skip
"""Words of a period that the record writes otherwise."""


def plain_period(unit: str) -> str:
    """A period of one unit: 个月 → 月, 双周 → 2周."""
    unit = unit.removeprefix("个")
    return _SAME.get(unit, unit)


def period_of(found: re.Match[str]) -> str:
    """The period that `PERIOD` found."""
    if found["n"] is None:
        return plain_period(found["unit"])
    if found["n2"]:
        return found["n"] + found["to"].strip() + found["n2"] + found["nu"]
    return several(number_of(found["n"]), found["nu"])


def several(value: float, written: str) -> str:
    """A period of `value` units.

    >>> several(2, "小时"), several(1, "个月"), several(3, "个月"), several(0.5, "年"), several(2, "星期")
    ('2小时', '月', '3个月', '半年', '2星期')
    """
    unit = written.removeprefix("个")
    if written == "月" and value != 1:
        return f"{value}月" if value != 0.5 else "半月"
    if unit == "刻钟":
        return f"{value * 15:g}分钟"
    unit = {"季": "季度", "礼拜": "周", "钟头": "小时"}.get(unit, unit)
    if value == 0.5:
        return "半" + ("个月" if written == "个月" else unit)
    if value == 1:
        return unit
    return f"{value}{'个月' if unit == '月' else unit}"


def bound_of(found: re.Match[str]) -> Comparator:
    """What the words around a count say of it."""
    groups = found.groupdict()
    post = (groups.get("post") or "") + (groups.get("over") or "")
    if groups.get("low") or "以上" in post:
        return ">="
    if groups.get("up") or post in ("以下", "以内"):
        return "<="
    return "="


def made(
    found: re.Match[str], text: str, per: str, times: float, comparator: Comparator, *, end: int | None = None
) -> Frequency:
    """The frequency whose words go from the beginning of `found` to `end`."""
    whole = int(times) if times == int(times) else None
    return Frequency(whole, per, comparator, text[found.start() : end or found.end()].strip())


def counted(
    found: re.Match[str], count: re.Match[str], text: str, per: str, comparator: Comparator
) -> Frequency:
    """The frequency with the count that `COUNT` found, which may be a range (2～3次)."""
    low, most = number_of(count["times"]), count["most"] and number_of(count["most"])
    if pair := vague_pair(count["times"]):
        low, most = pair
    if most and most > low:
        words = text[found.start() : count.end()].strip()
        return Frequency((int(low), int(most)), per, "range", words)
    return made(found, text, per, low, comparator, end=count.end())
