"""An entry of a list with what its lead-in asks: 公开：服务事项, 未吸烟 under 不应有下列行为."""

from __future__ import annotations

import re
from dataclasses import replace

from checklists.context import lead_in_occasion
from checklists.cores import LIST, STOP, Unwordable, core_of, joined_off, one_line
from checklists.doers import is_listed, post_before
from checklists.modals import modal_in
from checklists.negation import absent, words_of
from indexer.clauses import Clause, Handbook
from indexer.demands.model import Demand

SHORTEST_TOPIC = 3
"""Characters before 遵守, 确定 … that say what a list is about."""

_TELLING = ("措施", "条件", "方式", "工作", "资料", "信息")
"""Nouns of a list that its verb needs: 采取措施, 具备条件."""


_ACTS = re.compile(r"(?:当事人|发现人|作业人|经办人|责任人|人员|员工)$")
"""Who acts though no list names the post: the entry reads on after it."""
_FORBIDS_WHOM = re.compile(r"^(?:严禁|禁止|不准|不许)(.{2,14}?)有(下列|以下)行为")


_DUTIES_OF = re.compile(
    r"^[^，]{2,12}(?:(?:的)?(?:岗位|工作)?职责(?:如下)?|的?(?:岗位|工作|作业|上岗)要求(?:如下)?|的一天|的?主要工作|的?工作内容)$"
)
"""A lead-in that only says whose duties follow."""
_ALL_LISTED = re.compile(r"^(?:下列|以下)(?:各?岗位|人员|各人)(?:按|分|各)[^，：。]{0,10}$")
"""下列人员按分工行动: only that those who act follow."""
_WHO_MUST_NOT = re.compile(
    r"^(?:(?:下列|以下)(?:人员|[^，不严禁应]{2,8}))(?P<no>不得|不应|严禁|禁止|不准|不许)(?P<act>[^，：。]{2,20})$"
)
"""A lead-in whose entries are those whom it bans: 下列人员不得进入泳池."""


def under_lead_in(
    core: str, quote: str, clause: Clause, demand: Demand, handbook: Handbook, occasion: str
) -> str:
    """An entry of a list with what its lead-in asks, unless the entry says it all."""
    lead_in = lead_in_of(clause, demand)
    if _DUTIES_OF.search(lead_in.rstrip(STOP)):
        return core
    told = lead_in.rstrip(STOP)
    if lead_in and lead_in_occasion(lead_in) in ((told,), (f"{told}时",)):
        return core
    lead_in = _FORBIDS_WHOM.sub(r"\1不应有\2行为", lead_in)
    if not lead_in or clause.kind == "row" or quote.rstrip(STOP) in lead_in:
        return core
    if (banned := _WHO_MUST_NOT.match(lead_in.rstrip(STOP))) and modal_in(quote, "must_not") is None:
        return core + absent(banned["act"], word=banned["no"])
    forbids = demand.modality == "must_not" and modal_in(lead_in, "must_not") is not None
    asked_as = demand if forbids or not demand.is_obligation else replace(demand, modality="must")
    lead = core_of(lead_in, asked_as, handbook, occasion)
    listed = LIST.search(lead)
    if (
        listed
        and demand.modality == "must"
        and modal_in(lead_in, "must_not")
        and not modal_in(lead_in, "must")
    ):
        raise Unwordable("残缺：列项的引语是禁止，列项却读作要求")
    if _ALL_LISTED.match(lead.rsplit("，", 1)[-1].rstrip(STOP)):
        return core
    if listed is None:
        if _says_it_all(core, demand):
            return core
        told = "，".join(
            part for part in lead.split("，") if not part.startswith(("并", "且")) and part not in occasion
        )
        told = _spoken(told.rstrip(STOP), handbook)
        return f"{told}{'' if _ACTS.search(told) else '：'}{core}" if told else core
    if forbids:
        return _forbidden(lead, listed, core)
    asked = next(part for part in lead.split("，") if LIST.search(part))
    again = modal_in(asked, asked_as.modality)
    if again:
        asked = asked[: again.start] + asked[again.end :]
    told = joined_off(_announced(asked)).rstrip(STOP)
    doer = post_before(lead_in, handbook)
    told = told.removeprefix(doer) if not told[len(doer) :].startswith("的") else told
    told = "" if _ALL_LISTED.match(told) else _spoken(told, handbook)
    if not told:
        return core
    return f"{told}{'' if core.startswith('“') else '：'}{core}"


def _announced(lead: str) -> str:
    """A lead-in without the words that only announce a list: 公开下列八项内容 becomes 公开.

    They stay where the sentence goes on after them: 委托符合下列三项条件的机构.
    """
    found = LIST.search(lead)
    if found is None:
        return lead
    rest = lead[found.end() :].rstrip(STOP)
    manner = found[0].startswith(("按", "依", "根据"))
    if rest.startswith(("的", "之一")) or (rest and not manner and len(rest) > 4):
        return lead
    noun = found["what"] if found["what"] in _TELLING else ""
    return lead[: found.start()] + (noun if not manner else "") + rest


def _spoken(told: str, handbook: Handbook) -> str:
    """What a lead-in says besides that a list follows: nothing in 当班人员处置, 动火作业 in 动火作业遵守."""
    for verb in words_of("list_verbs"):
        if told.endswith(verb):
            doer = told.removesuffix(verb)
            person = is_listed(doer, handbook) or doer.endswith(("人员", "员工", "者", "人"))
            return "" if person or len(doer) < SHORTEST_TOPIC else doer
    return told


def _forbidden(lead: str, listed: re.Match[str], core: str) -> str:
    before = lead[: listed.start()].rstrip(STOP)
    if before.endswith("无"):
        place = before.removesuffix("无")
        return f"{before}下列行为：{core}" if "，" in core else place + absent(core)
    return f"{before}{'' if core.startswith('“') else '：'}{core}"


def lead_in_of(clause: Clause, demand: Demand) -> str:
    if demand.lead_in:
        return one_line(demand.lead_in)
    return one_line(clause.lead_in) if clause.lead_in and clause.kind != "row" else ""


def _says_it_all(core: str, demand: Demand) -> bool:
    return modal_in(one_line(demand.quote), demand.modality) is not None or core.startswith(
        ("未", "不", "无")
    )
