"""What a demand gives to those after it in its clause: the thing that it is about, or its act."""

from __future__ import annotations

import re
from functools import cache

from checklists.cores import one_line
from checklists.doers import POST_LIKE, begins_with_post
from checklists.modals import compact, modal_in
from checklists.negation import begins
from checklists.topic_signs import (
    BEYOND,
    FIGURES,
    LONGEST_TOPIC,
    OPENS_ACT,
    PERSON,
    SEEN,
    SHIFT,
    SHORT_CASE,
    verbs,
)
from indexer.clauses import Handbook
from indexer.demands.model import Demand
from indexer.demands.words import word_list

_CUT = re.compile(
    r"(?<!理)(?<!自)由|按(?!钮)|(?<![存所实潜内])在|(?<![属对由关等小大低高少多])于|(?<!已)经(?![理营])|凭|每|至少|最[长短多少]"
    r"|不(?:应|得|宜|可)?(?=超过|少于|低于|高于|大于|小于|多于)|立即|及时|当[场日天]|达到|控制(?=在|为)|保持|保存(?=\d|[一二三五十两半不永至])|[为达]?\d|(?<=[\u4e00-\u9fff]{2})严禁"
)
_END = re.compile(
    r"(?:未|不|须|逾期|保存|停留|分别|均|都|还|也|各|每[份个人台次]|进行|一律|仅用?|只用?|放|存放|停放|摆放|张贴|安装)$"
)
_NO_THING = re.compile(
    r"(?:时|后|前|的|[期天日时年月周][内外中下]|季节|期间|以上|以下|不足|超过|低于|高于|达到|至|到|时段|会[前中后])$|^的|下列|以下"
)
_THING = re.compile(r"[液剂药单表证条室器车物品员费间桶箱柜机池房口门梯板网件纸布具阀泵管袋盒牌卡册簿账款]$")
_MADE_BY = re.compile(r"^[^，的]{2,12}(?:编制|制定|建立|签订|填写)的(?=[\u4e00-\u9fff]{2})")
"""消防安全管理人编制的项目消防安全制度 is about the rules."""
_STANDARD = re.compile(r"以[^，]{2,6}为准$")
_MATTERS = ("投诉", "报修", "装修", "来电", "火警", "消杀", "退租", "退房", "请假")
"""Verbs that name a matter: 投诉应当日受理."""
_CUT_OFF = ("至", "到", "在", "于", "为", "拨打", "下", "的", "建立", "保存", "否")
"""Ends of an act whose object was left out."""


def topic_of(demand: Demand, handbook: Handbook) -> str:
    """The thing that a demand's own words begin with: 监控录像; "" where they begin with a post or an act."""
    words = re.sub(r"，以[^，]{2,6}为准$", "", compact(one_line(demand.quote)))
    found = modal_in(words, demand.modality)
    head = words[: found.start] if found else words
    head = re.sub(r"^(?:但是|但|并|且|同时)", "", head.rsplit("，", 1)[-1])
    cut = next((one for one in _CUT.finditer(head) if one.start() >= 2), None)
    if cut is None and found is None:
        return ""
    if cut is not None:
        head = head[: cut.start()]
    whole = _END.sub("", re.sub(rf"(?<=.{{3}}){BEYOND.pattern}$", "", head))
    whole = _MADE_BY.sub("", whole) if begins_with_post(whole, handbook) else whole
    head = SHORT_CASE.sub("", whole)
    if head != whole and head[:2] in verbs():
        return ""  # 「消毒后开窗通风不少于1小时」 is an act, not a thing
    if (
        not 2 <= len(head) <= LONGEST_TOPIC
        or begins_with_post(head, handbook)
        or (PERSON.search(head) and not _counts_people(demand))
        or _NO_THING.search(head)
        or begins("relational").match(head)
        or (not handbook.posts and POST_LIKE.fullmatch(head) is not None)
        or OPENS_ACT.match(head)
        or head.startswith(("距", "离"))
        or (head[:2] in verbs() and head[2:] in ("登记", "记录", "归还"))
        or head.startswith(SEEN)
        or SHIFT.fullmatch(head)
        or head.count("（") != head.count("）")
        or _is_verb_alone(head)
    ):
        return ""
    return head


def _counts_people(demand: Demand) -> bool:
    """「清场人员不少于3人」 is about them and asks nothing of them."""
    return demand.limit is not None and demand.limit.unit in ("人", "名", "位")


def _is_verb_alone(head: str) -> bool:
    """分析, 撤至; not 消毒液, 动火作业."""
    if len(head) > 3 or head in _MATTERS:
        return False
    return (head[:2] in verbs() and not _THING.search(head[2:])) or (
        head[:1] in _single() and head[-1:] in "至到"
    )


def act_of(demand: Demand, handbook: Handbook) -> str:
    if demand.limit and demand.limit.kind == "threshold":
        return ""
    words = re.sub(r"^[^，]*，", "", compact(demand.quote))
    case = demand.condition and compact(demand.condition) in compact(demand.quote)
    if demand.modality == "must_not" or case or _STANDARD.match(words) or begins("relational").match(words):
        return ""
    act = FIGURES.sub("", re.sub(r"《[^《》]*》", "", compact(demand.action or "")))
    act = re.sub(r"^(?:完成|做到|负责)", "", act)
    if act.startswith(("最后", "首")) or ":" in act or re.search(r"[即则]", act):
        return ""
    name = begins_with_post(act, handbook)
    act = re.sub(r"(.{2,4})\1", r"\1", act.removeprefix(name))
    whole = "，" not in act and act.count("（") == act.count("）") and not act.endswith(_CUT_OFF)
    whole = whole and not act.startswith("的") and "下列" not in act
    return act if 3 < len(act) <= LONGEST_TOPIC and whole else ""


@cache
def _single() -> frozenset[str]:
    return frozenset(word_list("verbs", "single"))
