"""Classes A 一票否决, B 重要, C 一般: confirmed by the text, otherwise proposed from its words."""

from __future__ import annotations

import re
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


_RECORD_ONLY = re.compile(
    r"(?:^|[，：])(?:分别)?(?:(?:在《[^《》]+》(?:中|上))?(?:填写|登记|更新|记入|写入|编入|写明|注明|记录)[^，：]{0,12}(?:《[^《》]+》[^，：]{0,6})?|保存[^，：]{0,12}[年月日]"
    r"|报[^，：]{2,8}签字|(?:归档|存档)[^，：]{0,6})$"
)
"""A line that asks for a record and nothing else."""


def class_of(clause: Clause, demand: Demand, line: str) -> Graded:
    """The class of one item.

    A confirmed class belongs to every demand of its clause, but for one: a record of the act, which is no act or
    state of life safety, is no veto. A is proposed only for an obligation
    that names an act or state of life safety, or a falsified record; a recommendation is C.

    Args:
        clause: Where the demand stands.
        demand: What is asked.
        line: The item's wording, which holds condition and exception too.
    """
    confirmed = clause.confirmed_class
    if confirmed == "A" and _RECORD_ONLY.search(line):
        return Graded("B", False)
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
