"""How an item is verified: method, sample, evidence, frequency; only what the text gives."""

from __future__ import annotations

import re
from typing import Literal

from checklists.modals import compact
from checklists.negation import words_of
from indexer.clauses import Clause
from indexer.demands.model import Demand, Frequency

Method = Literal["现场查看", "查阅记录", "抽问", "实测", "调阅录像"]
METHODS: tuple[Method, ...] = ("现场查看", "查阅记录", "抽问", "实测", "调阅录像")

SAMPLES = {
    "班": "抽近7日各班",
    "日": "抽近30日中5日",
    "周": "查近3个月",
    "半月": "查近3个月",
    "月": "查近3个月",
    "季度": "查近1年",
    "半年": "查近1年",
    "年": "查近1年",
}
"""Stretch of records by period of frequency: some three periods and more, none above a year but for years."""

_RECORDER = re.compile(r"录像(?:机|系统|设备|室)")
_FORM = re.compile(r"《([^《》]{2,40})》")
_EACH = re.compile(
    r"每(?:台|个|处|户|栋|幢|单元|名|人|份|具|辆|层|部|间|组|次|笔|件|类|张|套|起)|逐(?:台|户|栋|项|层|处|人|份|份|张|日|笔|件|个)|各(?:单元|楼栋|出入口|岗位)|全部|所有"
)
_PERIOD = re.compile(
    r"(?:每|逐|按)?(?:(?P<n>\d+|[一二两三四五六七八九十]+)个?)?(?P<unit>小时|分钟|班次|班|日|天|周|半月|月|季度|季|半年|年度|年)"
)
_SAME = {"天": "日", "季": "季度", "年度": "年", "班次": "班", "星期": "周"}
_NUMERALS = {
    "一": "1",
    "二": "2",
    "两": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "十": "10",
}


def frequency_text(frequency: Frequency | None) -> str | None:
    """How often: ``每月1次``, ``每年不少于2次``; `None` where the text says nothing.

    >>> frequency_text(Frequency(1, "2小时", "=", "每 2 小时 1 次"))
    '每2小时1次'
    """
    if frequency is None:
        return None
    if frequency.times is None:
        return frequency.per
    bound = {">=": "不少于", "<=": "不超过", ">": "多于", "<": "少于"}.get(frequency.comparator, "")
    return f"每{frequency.per}{bound}{frequency.times}次"


def period_of(text: str) -> str:
    """The period in a frequency: ``每 2 小时`` is ``2小时``, ``每天`` is ``日``; else the words."""
    found = _PERIOD.search(compact(text).replace("半个月", "半月"))
    if found is None:
        return compact(text)
    unit = _SAME.get(found["unit"], found["unit"])
    number = _NUMERALS.get(found["n"] or "", found["n"] or "")
    return unit if number in ("", "1") else f"{number}{unit}"


_NEAR = re.compile(r"(?:走近|靠近|接近)(?:至)?\d+(?:\.\d+)?米")
_DEGREES = re.compile(r"不(?:低|高)于\d+(?:\.\d+)?(?:℃|摄氏度|勒克斯|lx|分贝)$")


def method_of(demand: Demand, line: str, evidence: str | None) -> Method:
    """Of the five methods the one that shows whether the line is kept."""
    limit = demand.limit
    if any(word in line for word in words_of("asked", "methods")):
        return "抽问"
    if _NEAR.search(line):
        return "现场查看"
    if limit is not None and limit.kind == "threshold" and limit.unit in words_of("measured", "methods"):
        return "实测"
    if _DEGREES.search(line):
        return "实测"
    if limit is not None and limit.kind == "threshold":
        if _words(line, "quantities"):
            return "实测"
        if limit.unit in ("%", "％") and "率" in line:
            return "查阅记录"
    if re.search(r"(?<![功频效速])率(?:不|达|为|应|控)", line):
        return "查阅记录"
    if _words(_RECORDER.sub("", line), "recordings") and not _words(line, "written"):
        return "调阅录像"
    if demand.modality == "must_not":
        return "查阅记录" if _words(line, "written") and not _words(line, "posted") else "现场查看"
    if limit is not None and limit.kind in ("deadline", "advance", "retention", "interval", "duration"):
        return "查阅记录"
    if demand.evidence or demand.frequency is not None:
        return "查阅记录"
    if _words(line, "posted"):
        return "现场查看"
    if _words(line, "rare"):  # nobody can wait for it to happen
        return "查阅记录" if evidence else "抽问"
    return "查阅记录" if _words(line, "written") else "现场查看"


def _words(line: str, key: str) -> bool:
    return any(word in line for word in words_of(key, "methods"))


def is_told(frequency: Frequency, line: str) -> bool:
    """Whether a line holds its frequency; one taken over from a neighbour is none of its own."""
    words = compact(frequency.words)
    return (
        not words
        or words in line
        or (frequency.per in line and all(n in line for n in re.findall(r"\d+", words)))
    )


def sample_of(demand: Demand, line: str, method: Method, often: Frequency | None) -> str | None:
    """How many to look at, where the demand recurs or holds for many; `None` for a single thing."""
    if often is not None and often.times is not None:
        period = period_of(often.per)
        if period.endswith(("小时", "分钟")):
            return "抽5单" if demand.condition else SAMPLES["日"]
        if re.fullmatch(r"\d+(?:个?月|季度)", period):
            return SAMPLES["年"]
        return "查最近1次" if re.fullmatch(r"\d+年", period) else SAMPLES.get(period, SAMPLES["月"])
    if method == "抽问":
        return "抽3人"
    timed = demand.limit is not None and demand.limit.kind in ("deadline", "advance", "interval", "duration")
    if timed and method not in ("现场查看", "实测"):
        return "抽5单"
    if demand.limit is not None and demand.limit.kind == "retention":
        return "抽最早5份"
    if method == "实测":
        return "测3处"
    if _EACH.search(line):
        return "抽5处" if method == "现场查看" else "抽5份"
    return "抽5份" if method == "查阅记录" else None


def evidence_of(clause: Clause, demand: Demand) -> str | None:
    """Records that the demand names, else those of the clause; never one that the text does not name."""
    told = [word for word in compact(demand.evidence or "").split("、") if _is_evidence(word)]
    if told:
        return "、".join(dict.fromkeys(told))
    named = [
        name for name in _FORM.findall(demand.quote) if not name.endswith(words_of("not_evidence", "methods"))
    ]
    names = named or list(clause.forms)
    return "、".join(f"《{name}》" for name in dict.fromkeys(names)) or None


def _is_evidence(word: str) -> bool:
    """登记 and 记录 alone are acts; 《巡逻记录》, 签字 and 照片 can be looked at."""
    return word.startswith("《") or word.endswith(words_of("things", "methods"))
