"""Classes A 一票否决, B 重要, C 一般: confirmed by the text, otherwise proposed from its words."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.negation import words_of
from indexer.clauses import Clause
from indexer.demands.model import Demand

WEIGHTS = {"A": 3, "B": 2, "C": 1}
"""Weight of a class in the points of a list. No unit; the house's rule, section 8 of the rules of items."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A class and whether the text itself gives it."""

    name: str
    confirmed: bool


def class_of(clause: Clause, demand: Demand, line: str) -> Graded:
    """The class of one item.

    A confirmed class belongs to every demand of its clause. A is proposed only for an obligation
    that names an act or state of life safety, or a falsified record; a recommendation is C.

    Args:
        clause: Where the demand stands.
        demand: What is asked.
        line: The item's wording, which holds condition and exception too.
    """
    confirmed = clause.confirmed_class
    if confirmed in WEIGHTS:
        return Graded(confirmed, True)
    if not demand.is_obligation:
        return Graded("C", False)
    if any(word in line for word in words_of("false_records", "classes")) and demand.modality == "must_not":
        return Graded("A", False)
    if _endangers_life(line):
        return Graded("A", False)
    if demand.limit is not None or (demand.frequency is not None and demand.frequency.times is not None):
        return Graded("B", False)
    return Graded("B" if any(word in line for word in words_of("important", "classes")) else "C", False)


def _endangers_life(line: str) -> bool:
    return any(word in line for word in words_of("life", "classes")) and not any(
        word in line for word in words_of("paper", "classes")
    )
