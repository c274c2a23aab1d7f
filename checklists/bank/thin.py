"""Thinning: a clause keeps enough of its questions, chosen by hash, so that no type drowns the others."""

from __future__ import annotations

from collections.abc import Iterable

from checklists.question import Question, ordinal

KEEP = {
    # per cent of the questions of a slot and type that are kept
    ("limit", "single"): 75,
    ("limit", "numeric"): 60,
    ("limit", "truefalse"): 30,
    ("limit", "scenario"): 90,
    ("frequency", "single"): 80,
    ("frequency", "numeric"): 100,
    ("frequency", "truefalse"): 35,
    ("frequency", "scenario"): 60,
    ("subject", "single"): 45,
    ("subject", "truefalse"): 30,
    ("form", "single"): 50,
    ("duty", "truefalse"): 15,
    ("duty", "scenario"): 25,
}
"""Set once by looking at the bundled handbook; whatever is not named is kept whole."""


def thinned(questions: Iterable[Question]) -> list[Question]:
    """Leave some out by their own id; a clause keeps at least one, a class A clause two types."""
    by_clause: dict[str, list[Question]] = {}
    for question in questions:
        by_clause.setdefault(question.clause, []).append(question)
    kept: list[Question] = []
    for group in by_clause.values():
        staying = [question for question in group if ordinal(question.id, "keep") % 100 < share(question)]
        kept += _enough(staying, group)
    return kept


def share(question: Question) -> int:
    kind = "scenario" if question.scenario else question.type
    return KEEP.get((question.slot, kind), 100)


def _enough(staying: list[Question], group: list[Question]) -> list[Question]:
    left = sorted((q for q in group if q not in staying), key=lambda q: ordinal(q.id, "again"))
    wanted = 2 if any(question.critical for question in group) else 1
    for question in left:
        types = {each.type for each in staying}
        if len(types) >= wanted:
            break
        if question.type not in types:
            staying.append(question)
    return staying
