"""Thinning: a clause keeps enough of its questions, chosen by hash, so that no type drowns the others."""

from __future__ import annotations

from collections.abc import Iterable

from checklists.question import Question, ordinal

KEEP = {
    # per cent of the questions of a slot and kind that are kept
    ("share", "multiple"): 100,
    ("limit", "single"): 30,
    ("limit", "numeric"): 26,
    ("limit", "truefalse"): 25,
    ("limit", "scenario"): 40,
    ("frequency", "single"): 42,
    ("frequency", "truefalse"): 20,
    ("frequency", "scenario"): 45,
    ("subject", "single"): 12,
    ("subject", "truefalse"): 5,
    ("form", "single"): 22,
    ("duty", "truefalse"): 5,
    ("duty", "scenario"): 16,
    ("prohibition", "single"): 60,
    ("prohibition", "truefalse"): 50,
    ("modality", "single"): 12,
}
"""Set once by looking at the bundled handbook; whatever is not named is kept whole."""


PREFERENCE = {"order": 0, "multiple": 0, "numeric": 0, "single": 1, "short": 2, "truefalse": 5}
"""Which type comes first where a clause needs one more; a draw of 0 to 2 by hash is added."""


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
    left = sorted(
        (q for q in group if q not in staying),
        key=lambda q: (PREFERENCE[q.type] + ordinal(q.id, "again") % 3, q.id),
    )
    wanted = 2 if any(question.critical for question in group) else 1
    for question in left:
        types = {each.type for each in staying}
        if len(types) >= wanted:
            break
        if question.type not in types:
            staying.append(question)
    return staying
