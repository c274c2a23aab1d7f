"""What stands before a demand and belongs to it: occasion, topic, the case that a later sentence continues."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checklists.modals import compact, modal_in
from indexer.clauses import Clause
from indexer.demands.model import Demand

_STOPS = re.compile(r"[。；;！？\n]")
_MARKER = re.compile(r"^[ \t]*(?:[-*+](?=[ \t])|\d{1,9}[.)、](?!\d))[ \t]*")
_AFTER_OCCASION = re.compile(r"[，,：:；。\n]|$|应|须|必须|不得|不应|严禁|禁止|可|宜|需|的")
_OCCASION = ("时", "后", "前", "期间", "中", "起")
_EXCEPTION = re.compile(
    r"[，；;,]\s*(?P<words>[^，。；;\n]{2,60}?除外|除[^，。；;\n]{1,40}?外)(?=[，。；;\n]|$)"
)
_LAST_EXCEPTION = re.compile(
    r"[，,]\s*(?:并|且|同时)[^，。；;\n]{2,40}[，,]\s*(?P<words>[^，。；;\n]{2,60}?除外)(?=[。；;\n]|$)"
)
"""An exception behind the record of the act: 「…应每年演练1次，并填写《记录》，高度超过100米的除外」."""
_OF_ALL = re.compile(r"[^。；;\n]*[；;]\s*(?P<words>[^，。；;\n]{2,40}除外)\s*(?:[。；;\n]|$)")
"""An exception in a sentence of its own is one of all that stands before it: 「…，每次不超过1小时；临终老人除外」."""
_WHEN = re.compile(r"(?<![及按准随临同定])(?:时|后|前)$")
_EVENT = re.compile(
    r"^(?:(?:发生|出现|遇到?|发现)[^，：]{2,14}(?<![时后前的])|[\u4e00-\u9fff]{1,8}(?:跌倒|摔倒|泄漏|起火|着火|失火|停电|停水|走失|困人|被困|跑水|漏水|受伤|晕倒|噎食|中毒|坠落|倒塌|故障|断电|溺水|触电|爆管))$"
)
"""A lead-in that is an event: 发生液氨泄漏, 老人跌倒."""
_FRAME = re.compile(r"^位于[^，]*的(?:项目|小区)$|^[^，]*[^同及准按随小定限实]时$")
"""A quotation that is only a scope or an occasion."""
_BAND = re.compile(r"以[上下内]的?$")
_CONTINUES = re.compile(r"无效|仍|拒不|拒绝|未果|逾期|不改正|失败|不成|不履行")


def occasion_of(clause: Clause, demand: Demand) -> str:
    """The condition in the text's own words, without what belongs to a neighbour's time limit.

    In 「应在受理后10分钟内派单，并写明…」 the words 在受理后 start the ten minutes of the first demand and
    are no condition of the second.
    """
    source = compact(clause.lead_in) + "\n" + compact(clause.text)
    kept = []
    for part in compact(demand.condition or "").split("，"):
        part = _uncovered(part, source)
        if part.startswith("负责") or _DUTY.search(part) or _of_another(part, clause, demand):
            continue
        if part not in compact(demand.quote) and has_own_time(part, compact(demand.quote)):
            continue
        if part and (
            part in compact(demand.quote) or _stands_alone(part, source, compact(demand.subject or ""))
        ):
            kept.append(part)
    return "，".join(kept)


_DUTY = re.compile(r"(?<![相对响供])应(?:当)?(?:在|由|于)|必须|须(?=[经由在持按先])")
"""A part that asks for something itself is no occasion."""
_NO_ACT = re.compile(r"(?:使用|作用|停留|持续)时间|[\u4e00-\u9fff]{0,4}(?:保存|率[不达应])")


_IF_NEEDED_ACT = re.compile(r"^必要时(?=[\u4e00-\u9fff]{2})")


def has_own_time(part: str, quote: str) -> bool:
    """Whether a case of an earlier act is none of this one: 编制预案前 beside 在预案批准后7日内公布.

    Nor is an act that is done 必要时.
    """
    if _IF_NEEDED_ACT.match(part):
        return True
    return part.endswith("前") and bool(re.search(r"[\u4e00-\u9fff]{3,}后(?=\d|，|立即|当)", quote))


def other_band(part: str, occasion: str) -> bool:
    """Whether a part before is the band of another act: 「超过2毫米的，…，5毫米以上的，立即停用」."""
    own = occasion.rsplit("，", 1)[-1]
    return part != own and bool(_FIGURED.search(part) and _FIGURED.search(own)) and part not in occasion


_FIGURED = re.compile(r"(?:超过|低于|高于|不足|达到)?\d+(?:\.\d+)?[\u4e00-\u9fff℃%]{1,4}?(?:以[上下内])?的$")


def _of_another(part: str, clause: Clause, demand: Demand) -> bool:
    """The case of an earlier act that a measure does not share: 「盛装达到3/4时应更换，使用时间不超过48小时」."""
    quote = compact(demand.quote)
    if part in quote or not _NO_ACT.match(quote):
        return False
    source = compact(clause.text)
    place = source.find(part)
    return place >= 0 and not source[place + len(part) :].startswith("，")


def _uncovered(part: str, source: str) -> str:
    """Words that the extractor covered with ＊ while it looked for others."""
    if "＊" not in part:
        return part
    pattern = re.sub(r"(?:＊)+", lambda found: f".{{{len(found[0])},{len(found[0]) + 12}}}?", re.escape(part))
    found = re.search(pattern, source)
    return found[0] if found else ""


def _stands_alone(part: str, source: str, subject: str) -> bool:
    place = source.find(part)
    if place < 0:
        return True
    rest = source[place + len(part) :]
    return bool(_AFTER_OCCASION.match(rest)) or bool(subject and rest.startswith(subject))


def opening_of(clause: Clause, demand: Demand, demands: Sequence[Demand]) -> tuple[str, ...]:
    """Parts of the sentence before its first demand (「公司管理的水箱，工程主管应…」).

    With the occasion of the sentence before, where this one continues it (「劝导无效的，应…」).

    Args:
        clause: A clause in running text or a list; a table row has none.
        demand: One of `demands`.
        demands: All demands of the clause, with spans in its text.
    """
    if clause.kind == "row":
        return ()
    text = clause.text
    start, end = _sentence(text, demand.span[0])
    own = _parts(text, start, end, demands)
    if start and text[start - 1] in "；;":
        before_start, before_end = _sentence(text, start - 1)
        before = _parts(text, before_start, before_end, demands)
        occasion = compact(demand.condition or "") or "，".join(own)
        if _BAND.search(occasion) and before and _BAND.search(before[-1]):
            return own  # each band has its own case
        if (
            before
            and occasion.endswith("的")
            and (before[-1].endswith(_OCCASION) or _CONTINUES.search(occasion))
        ):
            return (*before, *own)
        if before and _CONTINUES.search(occasion):
            return (*before, *own)
    return own


def term_before(clause: Clause, demand: Demand, demands: Sequence[Demand]) -> tuple[str, ...]:
    """The part right before a demand that holds its time limit: 「…，手续办结后7个工作日内，出纳应退还押金」."""
    words = compact(demand.limit.words) if demand.limit else ""
    if clause.kind == "row" or not words or words in compact(demand.quote):
        return ()
    start, _ = _sentence(clause.text, demand.span[0])
    start = max([start, *(one.span[1] for one in demands if start <= one.span[1] <= demand.span[0])])
    parts = compact(clause.text[start : demand.span[0]]).strip("，").split("，")
    return tuple(part for part in parts[-1:] if words in part)


def lead_in_occasion(lead_in: str) -> tuple[str, ...]:
    """When the lead-in of a list applies: 发生火警时 in 「发生火警时，当班人员应按下列步骤处置：」."""
    found = modal_in(lead_in, "must") or modal_in(lead_in, "must_not")
    if found is None:
        told = lead_in.rstrip("：: ")
        event = _EVENT.match(told)
        if event is None and "，" not in told and _WHEN.search(told):
            return (told,)
        return (f"{event[0]}时",) if event else ()
    parts = lead_in[: found.start].split("，")
    return tuple(part for part in parts if len(part) > 2 and part.endswith(("时", "后", "前", "期间", "的")))


def _sentence(text: str, place: int) -> tuple[int, int]:
    """Start and end of the sentence around `place`, or that ends at it."""
    start = max((stop.end() for stop in _STOPS.finditer(text, 0, place)), default=0)
    stop = _STOPS.search(text, place)
    return start, stop.start() if stop else len(text)


def _parts(text: str, start: int, end: int, demands: Sequence[Demand]) -> tuple[str, ...]:
    inside = [one for one in demands if start <= one.span[0] < end and not _FRAME.search(one.quote)]
    first = min((one.span[0] for one in inside), default=start)
    words = compact(_MARKER.sub("", text[start:first]))
    return tuple(part for part in words.split("，") if len(part) > 1)


def exception_after(clause: Clause, demand: Demand, demands: Sequence[Demand]) -> str:
    """An exception in a part of its own behind the demand: 「…不得查看；公安机关依法调取的除外」; "" if none."""
    end = demand.span[1]
    found = _EXCEPTION.match(clause.text, end)
    if found is None and (last := _LAST_EXCEPTION.match(clause.text, end)):
        return compact(last["words"])
    if of_all := _OF_ALL.match(clause.text, end):
        return compact(of_all["words"])
    if found is None or any(end <= one.span[0] < found.end() for one in demands):
        return ""
    return compact(found["words"]).removeprefix("但是").removeprefix("但")
