"""What can be asked of a handbook: slots of its demands in sentences that stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checklists.bank.bands import case_taken_out, excepted
from checklists.bank.content import content
from checklists.bank.criteria import CRITERIA
from checklists.bank.doubts import force_doubt, frequency_doubt, is_measure, two_bounds
from checklists.bank.frame import Frame, compose
from checklists.bank.rows import row_facts
from checklists.bank.sequences import has_sequence
from checklists.bank.signs import Unfit
from checklists.bank.starts import start_in
from checklists.bank.truth import FORM_NAME
from checklists.bank.wording import MODAL, tidy
from checklists.bank.workshop import Fact, Workshop
from checklists.question import mark
from indexer.clauses import Clause
from indexer.demands.model import CONFIDENT, Demand

_GLUED = re.compile(r"\d(?:应当|应|须|必须)\d")
"""Figures that run into one where the word of force is left out: 电话 8866 应 24 小时有人接听."""
ASKABLE = ("must", "must_not", "should")


def facts_of(shop: Workshop) -> list[Fact]:
    """All facts of a handbook in clause order; what cannot be asked is in ``shop.refused``."""
    facts: list[Fact] = []
    for clause in shop.handbook.clauses:
        seen: set[tuple[str, str]] = set()
        found = list(_of_clause(shop, clause))
        for fact in found:
            if (fact.slot, fact.note) not in seen and not _repeated(fact, found):
                seen.add((fact.slot, fact.note))
                facts.append(fact)
    return facts


_ANOTHER_CASE = re.compile(r"的(?:，|应|必须)|时，")
"""How a sentence goes on about another case."""


def _repeated(fact: Fact, found: list[Fact]) -> bool:
    """Whether another fact asks the same in a sentence that only goes on further.

    For the same post, or as a case: who does the first half of a sentence has not done what it asks.
    """
    return fact.slot in ("subject", "duty", "when") and any(
        other.slot == fact.slot
        and other.frame.text != fact.frame.text
        and other.frame.text.startswith(fact.frame.text)
        and (
            not _ANOTHER_CASE.search(other.frame.text[len(fact.frame.text) :])
            if fact.slot in ("duty", "when")
            else other.frame.subject == fact.frame.subject
        )
        for other in found
    )


def _of_clause(shop: Workshop, clause: Clause) -> Iterator[Fact]:
    if clause.kind == "row":
        yield from row_facts(shop, clause)
        return
    demands = shop.demands[str(clause.id)]
    if not demands:
        shop.refuse(clause, None, "非要求：没有要求")
    for demand in demands:
        reason = unaskable(demand)
        if reason:
            shop.refuse(clause, demand, reason)
            continue
        try:
            frame = compose(clause, demand, shop.roles)
            case = case_taken_out(demand, demands, frame.text)
        except Unfit as unfit:
            shop.refuse(clause, demand, str(unfit))
            continue
        if _GLUED.search(frame.text):
            shop.refuse(clause, demand, "残缺：数字与数字相连")
            continue
        if case:
            frame = replace(frame, text=frame.text + excepted(case))
        if two_bounds(clause.text) and (demand.limit or demand.frequency):
            shop.refuse(clause, demand, "边界：两种界限以先到者为准，不单独出题")
            continue
        if doubt := frequency_doubt(demand, frame.text):
            shop.refuse(clause, demand, doubt)
            demand = replace(demand, frequency=None)
        yield from _slots(clause, demand, frame)


def unaskable(demand: Demand) -> str:
    """Why nothing is asked of a demand, or ""."""
    if demand.modality not in ASKABLE:
        reason = demand.reason or "不是应、不应或宜的规定"
        return reason if reason.startswith("非要求") else f"非要求：{reason}"
    if demand.confidence < CONFIDENT:
        return "置信度低"
    if doubt := force_doubt(demand):
        return doubt
    if (
        demand.modality != "should"
        and not demand.auditable
        and demand.limit is None
        and demand.frequency is None
    ):
        return demand.reason or "待细化"
    return ""


def _slots(clause: Clause, demand: Demand, frame: Frame) -> Iterator[Fact]:
    about = content(frame.core or frame.text)
    note = mark(re.sub(r"\d+(?:\.\d+)?", "", tidy(frame.core or frame.text)))

    def fact(slot: str) -> Fact:
        return Fact(slot, clause, demand, frame, about, note)

    if demand.modality == "should" or clause.confirmed_class == "A":
        yield fact("modality")
    if demand.modality == "should":
        if demand.limit is not None:
            yield fact("limit")
        if demand.frequency is not None and _outside_titles(demand.frequency.words, frame.text):
            yield fact("frequency")
        return
    if has_sequence(frame.text):
        yield fact("sequence")
    if demand.modality == "must":
        yield fact("addressee")
        yield fact("acts")
        yield fact("licence")
    if start_in(frame.text):
        yield fact("start")
    criteria = CRITERIA.search(frame.text)
    if criteria:
        yield Fact("criteria", clause, demand, frame, about, mark(criteria["what"]))
    if demand.limit is not None:
        yield fact("limit")
    if demand.frequency is not None and _outside_titles(demand.frequency.words, frame.text):
        yield fact("frequency")
    if frame.subject and demand.modality == "must":
        yield fact("subject")
    if demand.evidence and FORM_NAME.search(tidy(demand.quote)):
        yield fact("form")
    if demand.modality == "must" and (frame.subject or MODAL.search(frame.text)):
        yield fact("duty")
        yield fact("when")
    if (demand.modality == "must_not" and not is_measure(demand)) or re.search(r"不应|不得|严禁", frame.core):
        yield fact("prohibition")


def _outside_titles(words: str, text: str) -> bool:
    """Whether the words stand outside 《…》: 《月检评分表》 is no frequency."""
    return tidy(words) in re.sub(r"《[^《》]*》", "", tidy(text))
