"""Thinning: a clause keeps enough of its questions, chosen by hash, so that no type drowns the others."""

from __future__ import annotations

from collections.abc import Iterable

from checklists.bank.keeping import NOTHING, Keeping
from checklists.question import Question, ordinal

KEEP = {("order", "order"): 100, ("list", "multiple"): 100, ("share", "multiple"): 55}
"""By slot and kind: per cent of the questions that are kept beyond what each clause needs; 0 for the others.

Set once by looking at the bundled handbook: sequences and shares of work are few, and each type shall have its
share of the bank."""


PREFERENCE = {"order": 0, "multiple": 0, "numeric": 1, "short": 0, "single": 1, "scenario": 0, "truefalse": 3}
"""Which type comes first where a clause needs one more; a draw of 0 to 3 by hash is added."""
LAST = {("prohibition", "scenario"): 3, ("duty", "scenario"): 6, ("modality", "single"): 12}
"""Kinds that ask what common sense may tell: only where a clause, or a class A clause for its second type,
has nothing else."""
LEANING = 1
"""Added for a question that was held against other clauses: one that stands on its own goes before it, so that
an edit elsewhere changes nothing. Not for a statement, because only false ones are held against others."""


def thinned(questions: Iterable[Question], before: Keeping = NOTHING) -> list[Question]:
    """Leave some out by their own id; a clause keeps at least one, a class A clause two types.

    A clause that reads as it did keeps those it had, and gets others only in their place.
    """
    by_clause: dict[str, list[Question]] = {}
    for question in questions:
        by_clause.setdefault(question.clause, []).append(question)
    kept: list[Question] = []
    for clause, group in by_clause.items():
        if clause in before.clauses:
            staying = [question for question in group if question.id in before.questions]
        else:
            staying = [question for question in group if ordinal(question.id, "keep") % 100 < share(question)]
        kept += _enough(staying, group)
    return kept


def share(question: Question) -> int:
    kind = "scenario" if question.scenario else question.type
    return KEEP.get((question.slot, kind), 0)


def _enough(staying: list[Question], group: list[Question]) -> list[Question]:
    left = sorted(
        (q for q in group if q not in staying),
        key=lambda q: (_rank(q), q.id),
    )
    wanted = 2 if any(question.critical for question in group) else 1
    for question in left:
        types = {each.type for each in staying}
        if len(types) >= wanted:
            break
        if question.type not in types:
            staying.append(question)
    return staying


def _rank(question: Question) -> int:
    kind = "scenario" if question.scenario else question.type
    rank = LAST.get((question.slot, kind), PREFERENCE[kind])
    return (
        rank
        + ordinal(question.id, "again") % 4
        + (LEANING if question.checked_against and question.type != "truefalse" else 0)
    )
