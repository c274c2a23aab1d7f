"""Figures that a sentence does not let stand alone: shares of a count, dates in a frequency, bounds of a period."""

from __future__ import annotations

import re

from checklists.bank.values import chinese_number
from checklists.bank.wording import tidy
from checklists.lines import APPROACH
from indexer.demands.model import Demand

_PERIOD = r"每(?:个|一)?(?:\d+|[一二两三四五六七八九十]+|半)?个?(?:分钟|小时|班次?|日|天|周|星期|月|季度?|年)"
_WEEKDAY = re.compile(r"每(?:周|星期)(?:[二三四五六日天]|一(?!次))")
_COUNT = re.compile(r"(?P<before>[\u4e00-\u9fff]?)(?P<times>\d+|[一二两三四五六七八九十]+)(?:次|遍)")
_RATE = re.compile(
    rf"{_PERIOD}(?:变化|波动|上升|下降|不(?:应|得)?(?:少于|低于|超过|大于|高于)(?![^，]*[次遍]))"
)
_SANCTION = re.compile(rf"逾期{_PERIOD}|{_PERIOD}按[^，]*元")
_TWO_CLAUSES = re.compile(r"不(?:应|得|准|许)(?:不(?!少于|低于|超过|高于|大于|小于|多于)|没有)")
_FIRST_SPAN = re.compile(
    r"(?<!提)前(?:\d+|[一二两三四五六七八九十半]+)(?:分钟|个?小时|日|天|个月|年)(?:内)?(?:免|不?收费|每|按|不?计)"
)
"""「停车前 30 分钟免费」 is the first half hour, and not half an hour before."""
_MEASURE = re.compile(r"不(?:应当|应|得|宜)(?:大于|小于|长于|短于|早于|晚于|超出)")


_FIRST_OF_TWO = re.compile(r"以(?:先到|较?早|较?先|先达到|先发生)[^，。；]{0,4}为准|(?:先到|较早)者为准")


def two_bounds(text: str) -> bool:
    """Whether a sentence leaves it to the earlier of two bounds: neither holds alone."""
    return bool(_FIRST_OF_TWO.search(tidy(text)))


def frequency_doubt(demand: Demand, text: str) -> str:
    """Why a demand's frequency is not asked in the sentence `text`, or ""."""
    quote = tidy(demand.quote)
    frequency = demand.frequency
    if frequency is None:
        return ""
    if _WEEKDAY.search(quote) or (frequency.per == "周" and _WEEKDAY.search(text)):
        return "边界：日期不作频次出题"
    if _RATE.search(quote) and demand.limit is not None:
        return "残缺：时段属于数值，不是频次"
    if _SANCTION.search(quote):
        return "非要求：逾期费用"
    counts = list(_COUNT.finditer(quote))
    if any(found["before"] in ("至", "到", "第") for found in counts):
        return "边界：范围不单独出题"
    numbers = {float(c["times"]) if c["times"].isdigit() else chinese_number(c["times"]) for c in counts}
    if isinstance(frequency.times, tuple):
        return "边界：范围不单独出题"
    if numbers and frequency.times is not None and float(frequency.times) not in numbers:
        return "残缺：频次要相加才得出"
    return ""


def force_doubt(demand: Demand) -> str:
    """Why a demand gives no question at all, or ""."""
    words = tidy(demand.quote) + tidy(demand.condition or "")
    if _FIRST_SPAN.search(tidy(demand.quote)):
        return "残缺：“前”若干时间是最初一段，不是提前"
    if APPROACH.search(tidy(demand.quote)):
        return "残缺：只有条件，没有要求"
    if re.search(r"除非|否则", words):
        return "例外：除非……否则……不成一个情形"
    return "残缺：双重否定，分不清要求做还是不做" if _TWO_CLAUSES.search(words) else ""


def is_measure(demand: Demand) -> bool:
    """Whether a prohibition only bounds a figure: 「不应大于1kV」 is nothing that somebody does."""
    return bool(_MEASURE.search(tidy(demand.quote)))
