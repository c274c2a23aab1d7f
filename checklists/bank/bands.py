"""Another figure for a case of its own: what a sentence takes out of the one before it.

In 「垃圾房每日冲洗1次，夏季每日冲洗2次」 the first figure does not hold in summer; a question on it says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checklists.bank.parts import one_act
from checklists.bank.signs import VERBS, Unfit, acts
from checklists.bank.values import scaled
from checklists.bank.wording import MODAL, tidy
from indexer.demands.model import Demand

LONGEST_CASE = 28
"""Characters of a case that can be named in brackets."""
_SITUATION = re.compile(
    r"^(?P<case>夜间|白天|日间|[春夏秋冬雨旱供冷暖旺淡]{1,2}季|汛期|节假日|休息日|周末|工作日|(?:早晚?|晚)?高峰(?:期|时段)?|雨天|恶劣天气|特殊情况|紧急情况|特殊原因|重大活动|[^，\d]{2,4}期[内间])"
)
_SITUATION_WORD = re.compile(r"夜间|白天|日间|[春夏秋冬]季|旺季|淡季|(?<!个)工作日|节假日|周末")
_BREACH = re.compile(r"^(?:超过|逾期|未|不足|达不到|低于|高于|超出)")
"""A case that the first figure was not kept: no exception to it."""
_ONLY_OFTEN = re.compile(
    r"^(?P<case>[^，\d每]{2,16})每(?:班|日|天|周|月|季度|半年|年)(?:不少于|至少|不得少于)?(?:\d+|[一二两三四五六七八九十]+)次$"
)
"""Whom another frequency is for, and no act: 手术室每日不少于4次."""
_FOR_WHOM = re.compile(r"^对(?P<case>[^，\d每]{2,14})每")
"""For whom the same act has another frequency: 对一级护理的老人每小时巡房一次."""
_WHOSE = re.compile(r"^(?P<case>[^，\d]{3,16}的)(?=[^，]*\d)")
"""Whom another figure is for, right before the act: 涉及诉讼的保存 5 年."""
_PLACES = "室|科|区|厅|层|房|楼|堂|库|间|处|院|店|部|区域|部位|场所|超市|通道|大堂|食堂"
_PLACE = re.compile(rf"^(?P<case>[^，\d每]{{1,12}}(?:{_PLACES}))每")
"""Where another frequency holds for the same act: 餐饮区域每15日清洗1次."""
_THING_BOUND = re.compile(
    r"^(?!最[早迟晚长短多少高低快慢]|一般|总共|合计|累计)(?P<case>[\u4e00-\u9fff]{2,8}?)(?:不得|不应|应不|不)(?:超过|少于|低于|高于|大于|小于|多于)\d[^，]{0,8}$"
)
_MEASURES = ("时间", "率", "度", "量", "值", "期", "距", "压", "阻", "力", "额", "数", "比例", "之和")
_KIND = re.compile(r"^(?!其中|其他|其余|其它)(?P<case>[^，\d每]{3,10})每")
"""A kind of the object of the act: 重点客户每月走访一次 after 每季度走访客户一次."""
_SIZED = re.compile(
    r"^(?P<case>[^，每]{0,10}\d[^，每]{0,8}(?:以上|以下)的?[^，每\d应须]{1,6})(?=应|须|每|提前|不)"
)
"""Which of them by size: 100 人以上会议应提前 3 日预订."""
_NUMBER_ON = re.compile(r"(?:\d|[一二两三四五六七八九十百半]+(?:年|个月|月|周|日|天|次|小时|分钟|人|名)).*$")
_AMOUNT = re.compile(r"\d|[一二三四五六七八九十两半]+(?:次|分钟|小时|日|天|个月|年)")


def case_taken_out(demand: Demand, demands: Sequence[Demand], text: str) -> str:
    """The case for which a later demand of the clause gives the same act another figure; "" if there is none.

    Args:
        demand: Asked for its limit or frequency.
        demands: All of the clause, permissions too, with spans in its text.
        text: The frame; a case that it names already is taken out or asked for.

    Raises:
        Unfit: There is such a case and no short name for it.
    """
    own = tidy(demand.condition or "")
    if own.endswith(("的", "时")) or "除外" in text or not (demand.limit or demand.frequency):
        return ""
    if _SITUATION_WORD.search(tidy(demand.quote)):
        return ""  # 「夏季不低于 26℃，冬季不高于 20℃」: each figure has its own
    for other in demands:
        if other.span[0] < demand.span[1] or other.modality not in ("must", "must_not", "may"):
            continue
        quote = re.sub(r"^(?:但是|但)", "", tidy(other.quote))
        if (
            "\n" in other.quote
            or not _AMOUNT.search(quote)
            or quote in text
            or not _same_act(demand, other, quote)
        ):
            continue
        case = _case(demand, other, quote)
        if case is None or MODAL.search(case):
            continue  # 「抽考人数应不少于员工总数的 20%」 is a demand of its own, no case
        if not 2 <= len(case) <= LONGEST_CASE or re.search(r"[，；《]", case):
            raise Unfit("例外：后面对另一情形另有数值")
        if case not in text:
            return case
    return ""


def _same_act(demand: Demand, other: Demand, quote: str) -> bool:
    """Whether the later words ask for the act of the first, or say none and go on with it."""
    if other.modality == "may":
        return bool(re.search(r"延长|放宽|推迟|顺延|缩短|增加|减少", quote))
    if _SITUATION.match(quote) and _comparable(demand, other):
        return True
    verb = tidy(demand.verb or "")
    if _ONLY_OFTEN.match(quote) or _other_thing(quote):
        return _comparable(demand, other)
    if _FOR_WHOM.match(quote) or (tidy(other.condition or "").endswith("的") and _comparable(demand, other)):
        return one_act(tidy(demand.quote), quote)
    if _everybody(demand, other) and _comparable(demand, other):
        return tidy(demand.quote).rstrip("，。；")[-2:] in quote
    tail = _NUMBER_ON.sub("", tidy(demand.action or ""))[-2:]
    return bool((verb and verb in quote) or (len(tail) == 2 and tail in quote))


def _everybody(demand: Demand, other: Demand) -> bool:
    """Whether the first figure is for all and the later one for some: 各岗位以 80 分, 监控值班员以 90 分."""
    named, quote = tidy(other.subject or ""), tidy(demand.quote)
    return bool(named) and named not in quote and bool(re.search(r"各岗位|全体|所有|每名|各部门", quote))


def _other_thing(quote: str) -> str:
    """冷链车辆 in 「冷链车辆不得超过90分钟」: another thing with the same bound and no act of its own."""
    found = _THING_BOUND.match(quote)
    case = found["case"] if found else ""
    return (
        ""
        if case.startswith("每") or case.endswith(_MEASURES) or any(verb in case for verb in VERBS)
        else case
    )


def _comparable(demand: Demand, other: Demand) -> bool:
    if demand.frequency and other.frequency:
        return True
    if demand.limit and other.limit:
        return scaled(1, demand.limit.unit)[0] == scaled(1, other.limit.unit)[0]
    return False


def _case(demand: Demand, other: Demand, quote: str) -> str | None:
    """Words for the case; `None` where the later demand is about another thing."""
    condition = tidy(other.condition or "")
    fresh = [part for part in condition.split("，") if part and part not in tidy(demand.condition or "")]
    if fresh and fresh[-1].endswith("后") and other.frequency and one_act(tidy(demand.quote), fresh[-1]):
        return fresh[-1]  # 「每5年检修一次，首次检修后每3年一次」
    if fresh and fresh[-1].endswith(("的", "时", "期间", "季", "间")):
        return None if _BREACH.match(fresh[-1]) else fresh[-1]
    if _everybody(demand, other):
        return tidy(other.subject or "")
    situation = _SITUATION.match(quote)
    if situation:
        return situation["case"]
    if other.modality == "may":
        return (MODAL.split(quote)[0] or quote) if "，" not in quote else quote
    whose = _FOR_WHOM.match(quote)
    if whose and _comparable(demand, other):
        return whose["case"]
    whose = _WHOSE.match(quote)
    if whose and (acts(quote[whose.end() :]) or quote[whose.end()].isdigit()):
        return whose["case"]
    thing = _other_thing(quote)
    if thing:  # 「毛巾类不低于 75℃，床单类不低于 70℃」: each has its own
        own = re.split(r"[，：；]", tidy(demand.quote).rstrip("，；。"))[-1]
        first = _other_thing(own)  # 冷链车辆 are a kind of 车辆
        return None if first and thing[-2:] not in first else thing
    sized = _SIZED.match(quote)
    if sized and _comparable(demand, other):
        return sized["case"]
    kind = _KIND.match(quote)
    if kind and _has_own_kind(demand, kind["case"]):
        return None
    if kind and demand.frequency and other.frequency and kind["case"][-2:] in tidy(demand.quote):
        return kind["case"]
    head, place = _ONLY_OFTEN.match(quote), _PLACE.match(quote)
    if place and demand.frequency and other.frequency:
        return place["case"]
    return head["case"] if head and re.search(rf"(?:{_PLACES})$", head["case"]) else None


def _has_own_kind(demand: Demand, case: str) -> bool:
    """Whether the first figure is for one kind and the later one for another: 有害垃圾, 厨余垃圾."""
    head = tidy(demand.quote).split("每")[0].rsplit("，", 1)[-1]
    return len(head) > 3 and head[-2:] == case[-2:] and not MODAL.search(head) and not acts(head)


def excepted(case: str) -> str:
    """``（夏季除外）``, ``（客流超过300人次的除外）``."""
    return f"（{case.removesuffix('时') if case.endswith('时') else case}除外）"
