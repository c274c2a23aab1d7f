"""Demands that an inspector can only judge together: one order of acts, one gate, two halves of one limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from checklists.modals import compact
from indexer.clauses import Clause
from indexer.demands.model import Demand

_NEXT_STEP = re.compile(
    r"^(?:后(?![勤续台门备视果])|再(?![次生])|然后|随后|最后(?!一)|接着)(?=[\u4e00-\u9fff])"
)
"""先通风、再检测、后作业."""
_BY_WHOM = re.compile(r"^由[^，]{2,12}(?:负责|实施|承担|执行)(?P<act>[\u4e00-\u9fff]{0,4})$")
"""每半月清掏一次，由外包公司负责清掏."""
_MANNER = re.compile(r"^先[\u4e00-\u9fff]{2}后[\u4e00-\u9fff]{2}$")
"""先人员后物品: in which order the act before is done."""
_GATE = re.compile(r"^(?:方可|方能|才可|才能)")
"""由成人陪同，方可进入."""
_OTHER_HALF = re.compile(r"^(?:或者?|或是)|^以[^，]{0,6}(?:先|早|后|晚|高|低|严|多|少)[^，]{0,4}为准$")
"""或者每3个月保养一次, 以先到者为准."""
_JOINED = re.compile(r"[，、,；;\s]*(?:并|且)?")


@dataclass(frozen=True)
class Judged:
    """A demand as it becomes one item, with the ids of those that are part of it."""

    demand: Demand
    also: tuple[str, ...] = ()


def judged(clause: Clause, demands: Sequence[Demand]) -> list[Judged]:
    """The demands of a clause as items are made of them, in reading order."""
    found: list[Judged] = []
    for demand in demands:
        before = found[-1] if found else None
        if before is not None and _belongs(clause, before.demand, demand):
            found[-1] = Judged(_together(clause, before.demand, demand), (*before.also, demand.id))
        else:
            found.append(Judged(demand))
    return found


def _belongs(clause: Clause, first: Demand, then: Demand) -> bool:
    if clause.kind == "row" or first.modality != "must" or then.modality != "must":
        return False
    between = clause.text[first.span[1] : then.span[0]]
    if _JOINED.fullmatch(between) is None or "\n" in first.quote:
        return False
    words = compact(then.quote)
    if (who := _BY_WHOM.match(words)) and (not who["act"] or who["act"] in compact(first.quote)):
        return "；" not in between
    if _GATE.match(words) or _MANNER.match(words) or _OTHER_HALF.match(words):
        return "；" not in between
    return _NEXT_STEP.match(words) is not None and (
        "先" in compact(first.quote)
        or words.startswith("后")
        or bool(first.action and len(first.action) <= 4)
    )


def _together(clause: Clause, first: Demand, then: Demand) -> Demand:
    halves = _OTHER_HALF.match(compact(then.quote)) is not None
    evidence = "、".join(dict.fromkeys(part for part in (first.evidence, then.evidence) if part))
    clear = first if first.auditable else then
    return replace(
        first,
        subject=first.subject or then.subject,
        quote=clause.text[first.span[0] : then.span[1]],
        span=(first.span[0], then.span[1]),
        auditable=first.auditable or then.auditable,
        reason=clear.reason,
        confidence=max(first.confidence, then.confidence),
        limit=None if halves and then.limit else first.limit or then.limit,
        frequency=first.frequency or then.frequency,
        exception=first.exception or then.exception,
        evidence=evidence or None,
    )
