"""Times that a period lists, whose number counts: 每周二、周五, 每年6月、12月, 每月5日和20日, 每日8时、20时, 每日早晚."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.demands.guards import Guarded
from indexer.demands.numerals import NUMBER, number_of
from indexer.demands.periods import TIMES

_AND = r"(?:、|和|及|与|以及)"
_NUM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_SIDE = r"(?:之|以)?[前后]?"
_MONTH = rf"{_NUM}月份?(?:{_NUM}[日号]|[上中下]旬|[底末初])?{_SIDE}"
_SEASON = r"(?:[春夏秋冬][季防]?|[上下]半年|年[中终末底初]|入[冬夏]前|[汛雨旱]季?[前后])"
_OF_MONTH = rf"(?:{_NUM}[日号]|[上中下]旬|月?[初中末底](?!级)){_SIDE}"
_WEEKDAY = r"(?:周|星期|礼拜)?[一二三四五六日天](?![次个名年月天])"
_CLOCK = rf"(?:上午|下午|早上?|晚上?|中午|午)?(?:\d{{1,2}}(?:[:：]\d{{2}}|[时点](?:半|\d{{1,2}}分)?)|{_NUM}点半?){_SIDE}"
_ITEMS = {"年": rf"(?:{_MONTH}|{_SEASON})", "月": _OF_MONTH, "周": _WEEKDAY, "日": _CLOCK}
_RUN_ON = ("年", "周")
"""每周一三五, 每年春秋: written without 、."""
_LIST = {
    per: Guarded(
        rf"的?(?:[在于逢])?(?P<list>{item}(?:{_AND}{'?' if per in _RUN_ON else ''}{item})+)(?![至到~～—–\-]|\d)(?:[两三四]?季|[前后])?"
    )
    for per, item in _ITEMS.items()
}
_ONE = {per: re.compile(item) for per, item in _ITEMS.items()}
_KIND = {
    "天": "日",
    "工作日": "日",
    "自然日": "日",
    "星期": "周",
    "礼拜": "周",
    "自然月": "月",
    "自然年": "年",
    "年度": "年",
}
DAY_PARTS = r"早、?中、?晚|早上?[、和]?晚上?|上、?下午|上午[、和及]?下午|昼夜|日间[、和]?夜间|白天[、和]?(?:夜间|晚上)"
_DAY_PARTS = Guarded(rf"(?P<parts>{DAY_PARTS})(?![高餐班]|各[^，。；次遍回轮趟]*(?:$|[，。；]))")
_OCCASIONS = Guarded(
    r"(?:班前[、和]?班后|上下班[前后时]?|(?=[^，。；每各]*[前后时](?:[、和及]|各))(?P<each>[^，。；、每和及]{1,8}(?:(?:、|和|及)[^，。；、每和及]{1,8}){1,4}))(?=各)"
)
_JOINTS = re.compile(r"[、和及]")
_EACH = Guarded(rf"[^，。；各]{{0,12}}(?P<each>各)[^，。；]{{0,10}}?(?P<times>{NUMBER})\s*{TIMES}")
_ONCE = Guarded(rf"[^，。；：每各]{{0,24}}?(?P<times>一|1)\s*{TIMES}")


@dataclass(frozen=True, slots=True)
class Listed:
    """How many times are listed, where their words end, and the places of these words."""

    count: float
    end: int
    places: tuple[tuple[int, int], ...]


def listed(text: str, place: int, unit: str) -> Listed | None:
    """The times of `unit` listed at `place`; None unless there are two or more.

    >>> [listed(text, 2, text[1]).count for text in ("每周二、周五浇水", "每年6月、12月各盘点两次", "每日8:00、12:00、18:00测温")]
    [2, 4, 3]
    >>> [listed(text, 2, text[1]) for text in ("每周一至周五值班", "每日8:00-12:00、14:00-18:00开放", "每年6月盘点")]
    [None, None, None]
    >>> listed("每班接班后、交班前各清点一次", 2, "班").count, listed("每日早晚清扫", 2, "日").count
    (2, 2)
    """
    per = _KIND.get(unit, unit)
    if per in _LIST and (times := _LIST[per].match(text, place)):
        return _counted(text, place, times.end(), len(_ONE[per].findall(times["list"])))
    if per == "日" and (parts := _DAY_PARTS.match(text, place)):
        return _counted(text, place, parts.end(), 3 if "中" in parts["parts"] else 2)
    if occasions := _OCCASIONS.match(text, place):
        number = len(_JOINTS.findall(occasions["each"] or "、")) + 1
        return _counted(text, occasions.end(), occasions.end(), number)
    return None


def _counted(text: str, place: int, end: int, number: int) -> Listed:
    """With how many times each, if the text says so."""
    if each := _EACH.match(text, end):
        at = each.start("each")
        places = ((place, end), (at, at + 1), (each.start("times"), each.end()))
        return Listed(number * number_of(each["times"]), each.end(), places)
    if once := _ONCE.match(text, end):
        return Listed(number, once.end(), ((place, end), (once.start("times"), once.end())))
    return Listed(number, end, ((place, end),))
