"""Whether the checklists ask everything that can be asked."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.items import Extract, all_items
from indexer.clauses import Handbook


@dataclass(frozen=True)
class Coverage:
    """Auditable obligations by what became of them; demand ids in reading order."""

    asked: tuple[str, ...]
    refused: tuple[str, ...]
    lost: tuple[str, ...]
    """Neither an item nor a refusal: a fault of the program."""

    @property
    def refused_share(self) -> float:
        """Refused of all auditable obligations, 0 to 1; 0 where there are none."""
        whole = len(self.asked) + len(self.refused) + len(self.lost)
        return len(self.refused) / whole if whole else 0.0


def coverage(handbook: Handbook, *, extract: Extract | None = None) -> Coverage:
    """What became of every auditable must and must_not."""
    if extract is None:
        from indexer.demands.extract import demands_of

        found = all_items(handbook)
        give: Extract = demands_of
    else:
        found, give = all_items(handbook, extract=extract), extract
    items = {one for item in found.items for one in (item.demand, *item.also)}
    refusals = {refusal.demand for refusal in found.refused}
    obligations = [
        demand.id
        for clause in handbook.clauses
        for demand in give(clause, handbook)
        if demand.is_obligation and demand.auditable
    ]
    return Coverage(
        tuple(one for one in obligations if one in items),
        tuple(one for one in obligations if one not in items and one in refusals),
        tuple(one for one in obligations if one not in items and one not in refusals),
    )
