"""What can be asked of a handbook: slots of its demands in sentences that stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.content import content
from checklists.bank.frame import Frame, Unfit, compose
from checklists.bank.rows import row_facts
from checklists.bank.truth import FORM_NAME
from checklists.bank.wording import MODAL, tidy
from checklists.bank.workshop import Fact, Workshop
from checklists.question import mark
from indexer.clauses import Clause
from indexer.demands.model import CONFIDENT, Demand

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


def _repeated(fact: Fact, found: list[Fact]) -> bool:
    """Whether another fact asks for the same post in a sentence that only goes on further."""
    return fact.slot == "subject" and any(
        other.slot == "subject"
        and other.frame.text != fact.frame.text
        and other.frame.text.startswith(fact.frame.text)
        and other.frame.subject == fact.frame.subject
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
        except Unfit as unfit:
            shop.refuse(clause, demand, str(unfit))
            continue
        yield from _slots(clause, demand, frame)


def unaskable(demand: Demand) -> str:
    """Why nothing is asked of a demand, or ""."""
    if demand.modality not in ASKABLE:
        return f"非要求：{demand.reason}" if demand.reason else "非要求：不是应、不应或宜的规定"
    if demand.confidence < CONFIDENT:
        return "置信度低"
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
        return
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
    if demand.modality == "must_not" or re.search(r"不应|不得|严禁", frame.core):
        yield fact("prohibition")


def _outside_titles(words: str, text: str) -> bool:
    """Whether the words stand outside 《…》: 《月检评分表》 is no frequency."""
    return tidy(words) in re.sub(r"《[^《》]*》", "", tidy(text))
