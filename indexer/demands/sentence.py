"""Reading one sentence: its comma clauses in order, each a condition, a subject, a demand or none of these."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.demands import conditions as scope
from indexer.demands.asides import set_aside
from indexer.demands.authorities import authority_acts
from indexer.demands.context import Context
from indexer.demands.dismissals import (
    is_encouragement,
    is_fact,
    is_revoked,
    is_sanction,
    is_slogan,
    is_statement,
    why_dismissed,
)
from indexer.demands.forced import forced
from indexer.demands.frequency import find_frequency
from indexer.demands.guards import Guarded
from indexer.demands.modality import Force, find_forces
from indexer.demands.segments import Piece, comma_clauses
from indexer.demands.state import Draft, State
from indexer.demands.unforced import unforced


def read_sentence(sentence: Piece, context: Context, posts: tuple[str, ...], state: State) -> list[Draft]:
    """The demands of one covered sentence, in reading order; `state` goes from sentence to sentence of a line."""
    forces = find_forces(sentence.text, sentence.start)
    clauses = comma_clauses(sentence)
    if "除" in sentence.text or "不能" in sentence.text:
        forces = [force for force in forces if not _excepted(force, clauses) and not _hinders(force, forces)]
    if _says_nothing(sentence, clauses, forces):
        return []
    who = authority_acts(sentence.text)
    if who and (not forces or forces[0].start >= sentence.start + len(who)) and not state.force:
        state.take(who)
    fact = (
        not forces
        and not context.force
        and (is_fact(sentence.text) or (is_slogan(sentence.text) and not context.duty))
    )
    drafts: list[Draft] = []
    for at, clause in enumerate(clauses):
        own = [force for force in forces if clause.start <= force.start < clause.end]
        later = clauses[at + 1 :]
        later_force = bool(forces) and forces[-1].start >= clause.end
        if set_aside(clause, own, later, later_force, state, drafts, posts):
            continue
        if own:
            drafts += forced(
                clause,
                own,
                bool(later),
                bool(later) and later[0].text.startswith("由"),
                later_force,
                state,
                posts,
            )
        elif not fact:
            drafts += unforced(clause, later, later_force, state, drafts, context, posts, sentence)
    return drafts


def _says_nothing(sentence: Piece, clauses: Sequence[Piece], forces: Sequence[Force]) -> bool:
    """Definition, scope, revoked rule, encouragement, penalty."""
    reason = why_dismissed(sentence.text)
    if (
        reason == "已废止"
        and forces
        and any(is_revoked(clause.text) and clause.start > forces[0].end for clause in clauses)
    ):
        reason = why_dismissed(sentence.text[: forces[0].end - sentence.start])
    if reason:
        return True
    if is_encouragement(sentence.text) and not any(force.modality.startswith("must") for force in forces):
        return True
    if (
        not forces
        and len(clauses) == 2
        and is_statement(clauses[1].text)
        and not find_frequency(clauses[0].text)
    ):
        return True  # 受灾人员的救助，按照国家有关规定办理
    penalties = [clause for clause in clauses if is_sanction(clause.text)]
    if not penalties:
        return False
    if (
        not forces
        and (often := find_frequency(clauses[0].text))
        and often.times
        and clauses[0] is not penalties[0]
    ):
        return False  # 各班组每月末盘点工具，丢失的照价赔偿
    return not any(_free(force, clauses, penalties) for force in forces if force.modality != "may")


_FAILS = Guarded(r"应当?[^，]{1,40}而(?:不|未|没有)")


def _free(force: Force, clauses: Sequence[Piece], penalties: Sequence[Piece]) -> bool:
    """Whether a word of force stands neither in a penalty nor in a condition."""
    if any(piece.start <= force.start < piece.end for piece in penalties):
        return False
    return not any(
        clause.start <= force.start < clause.end and scope.ENDS_IN_DE.search(clause.text)
        for clause in clauses[:-1]
    )


def _hinders(force: Force, forces: Sequence[Force]) -> bool:
    """不能 before another word of force says what hinders, not what is forbidden."""
    return force.word.startswith("不能") and any(other.start > force.end for other in forces)


_IN_CONDITION = Guarded(r"[^，]{1,12}的[^，]{1,8}(?:后|时|之前)$")
"""扣除其应当承担的份额后，…: inside a condition."""


def _excepted(force: Force, clauses: Sequence[Piece]) -> bool:
    """Whether a word of force stands in 除…外."""
    return any(
        clause.start <= force.start < clause.end
        and (
            (clause.text.startswith("除") and scope.OUTSIDE.search(clause.text))
            or (clause is not clauses[-1] and _IN_CONDITION.match(clause.text, force.end - clause.start))
        )
        for clause in clauses
    )


def next_sentence(state: State, *, full_stop: bool) -> State:
    """What goes on from one sentence to the next: the subject always, the force only after a semicolon."""
    subject, authority = state.by or (state.subject, state.authority)
    force = state.force if not full_stop and state.force == "must" else None
    return State(subject=subject, carried=subject is not None, authority=authority, force=force)
