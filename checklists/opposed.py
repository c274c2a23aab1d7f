"""Demands that another clause contradicts, as the bank finds them: no item is made of either."""

from __future__ import annotations

import re

from checklists.modals import compact
from indexer.clauses import Handbook
from indexer.demands.model import Demand

_PAIR = 2
"""Characters by which sentences are compared."""
_NO_MATTER = re.compile(r"[\d\W_应当须必在于内不少低超过]+")


def opposed(handbook: Handbook) -> dict[str, str]:
    """Demand id -> the clause that says otherwise about the same thing.

    Of several demands of one clause only the one nearest to the other clause is meant by it; two with cases of
    their own that share nothing are about different things.
    """
    from checklists.bank.contradictions import contradictions
    from checklists.bank.workshop import Workshop
    from checklists.facts import facts_of

    shop = Workshop(handbook)
    found = contradictions(facts_of(shop), shop.roles, handbook)
    demands = {one.id: one for several in shop.demands.values() for one in several}
    texts = {str(clause.id): clause.text for clause in handbook.clauses}
    pairs = {one: other for (one, _), other in found.items() if one in demands and other in texts}
    nearest: dict[tuple[str, str], str] = {}
    for one, other in pairs.items():
        place = (one.partition("/")[0], other)
        best = nearest.get(place)
        if best is None or _near(demands[one], texts[other]) > _near(demands[best], texts[other]):
            nearest[place] = one
    kept = set(nearest.values())
    return {
        one: other
        for one, other in pairs.items()
        if one in kept and not _other_case(demands[one], shop.demands[other])
    }


def _characters(words: str) -> set[str]:
    plain = _NO_MATTER.sub("", compact(words))
    return {plain[at : at + _PAIR] for at in range(len(plain) - 1)}


def _near(demand: Demand, text: str) -> float:
    own = _characters(demand.quote)
    return len(own & _characters(text)) / max(1, len(own))


def _other_case(demand: Demand, others: tuple[Demand, ...]) -> bool:
    """Whether every demand of the other clause has a case that has nothing of this one's."""
    case = _characters(demand.condition or "")
    cases = [_characters(one.condition or "") for one in others if one.limit or one.frequency]
    return bool(case) and bool(cases) and all(each and not each & case for each in cases)
