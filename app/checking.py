"""Every check of the text: structure, wording, and what no checklist asks about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.checks import check_text
from indexer.clauses import Fault, Handbook
from indexer.reading import read_handbook


def all_faults(folder: Path) -> tuple[Fault, ...]:
    """Every fault of a handbook folder, by file and line.

    The wording is checked as far as it could be read, so that one broken section hides nothing of the others.
    """
    reading = read_handbook(folder)
    handbook = reading.handbook
    faults = [*reading.faults, *check_text(handbook, folder), *unasked(handbook)]
    return tuple(sorted(faults, key=lambda fault: (fault.where, fault.code, fault.problem)))


def unasked(handbook: Handbook) -> Iterator[Fault]:
    """T60: a clause with obligations that could be inspected, of which the checklists make no item."""
    from checklists.items import all_items
    from indexer.demands.extract import demands_of

    made = all_items(handbook)
    asked = {item.clause for item in made.items}
    refused = {refusal.demand: refusal.reason for refusal in made.refused}
    for clause in handbook.clauses:
        if str(clause.id) in asked:
            continue
        for demand in demands_of(clause, handbook):
            if demand.is_obligation and demand.auditable and demand.id in refused:
                yield Fault(
                    clause.where,
                    "T60",
                    f"{clause.id} 没有任何要求进入检查表（{refused[demand.id]}）。",
                    "把要求写成一个主体、一个动作、一个限值。",
                    "warning",
                )
                break
