"""Asking the handbook: the answer, what to show with it, and a note for the managers where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access import ROLE_NAMES, Who, may, require
from app.records.kinds import CLAUSE_ID
from app.records.store import Unanswered
from app.workbench import Workbench
from indexer.answer import Answer, Hit
from indexer.clauses import Clause, HandbookError
from indexer.facets import situation_of

LONGEST_QUESTION = 200
"""Characters; more is a text and no question."""
HITS = 12
SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Told:
    """One answer with what belongs to it."""

    answer: Answer
    best: Hit | None
    """`None` where the handbook has no answer."""
    clause: Clause | None
    """The best hit's clause in force."""
    same_section: tuple[Hit, ...]
    """Further hits of the same section, folded away on the screen."""
    others: tuple[Hit, ...]
    narrowed: bool = False
    """Only a part of the handbook was searched: that it says nothing is not said of the whole."""


def ask(
    bench: Workbench,
    who: Who,
    question: str,
    now: datetime,
    *,
    post: str = "",
    section: str = "",
    situation: str = "",
    note: bool = True,
) -> Told:
    """The clause that answers, of the edition in force; results for one's own posts come first when equal.

    Args:
        post, section, situation: Only clauses of this post, section (or chapter), emergency card; "" for all.
        note: Remember the question among recent and frequent ones where it found an answer; keep it for the
            managers where the whole handbook has none.

    Raises:
        HandbookError: Not allowed, or the question is empty, too long, or names an unknown post, section or
            situation.
    """
    require(who, "read_handbook")
    words = " ".join(question.split())
    if len(words) > LONGEST_QUESTION:
        raise HandbookError(f"问题超过 {LONGEST_QUESTION} 字。", fix="用一句话提问。")
    narrowed = bool(post or section or situation)
    engine = bench.search_engine()
    answer = engine.search(words, HITS, post or None, section or None, situation or None)
    hits = _own_posts_first(answer.hits, who.posts)
    if not answer.confident:
        if note and not narrowed and may(who, "ask_question"):
            nearest = [number for number, _ in answer.sections[:3]]
            bench.records.store.note_unanswered(words, nearest, now, post="、".join(who.posts))
        return Told(answer, None, None, (), tuple(hits), narrowed)
    if note:
        bench.habits.note(who.id, words)
    best = hits[0]
    rest = hits[1:]
    return Told(
        answer,
        best,
        bench.handbook.clause(best.shown.id),
        tuple(hit for hit in rest if hit.shown.section == best.shown.section),
        tuple(hit for hit in rest if hit.shown.section != best.shown.section),
        narrowed,
    )


def card(bench: Workbench, who: Who, situation: str) -> tuple[Clause, ...]:
    """The clauses of one emergency card, in reading order; none where there is no such card."""
    require(who, "read_handbook")
    return tuple(
        one for one in bench.handbook.clauses if situation and situation_of(one.heading) == situation
    )


def recent(bench: Workbench, who: Who) -> list[str]:
    """One's own last questions, the newest first."""
    require(who, "read_handbook")
    return bench.habits.recent(who.id)


def frequent(bench: Workbench, who: Who) -> list[str]:
    """What several colleagues asked; never a question in which one of them is named."""
    require(who, "read_handbook")
    asked = bench.habits.frequent()
    people = bench.records.people.everybody() if asked else []
    names = {person.name for person in people} - {"", *ROLE_NAMES.values()}
    return [question for question in asked if not any(name in question for name in names)]


def suggestions(bench: Workbench, who: Who, typed: str) -> list[str]:
    """What could be meant while `typed` is being typed: own and frequent questions, then words of the text.

    The words of the text come once the search is loaded: nobody who types waits for it.
    """
    require(who, "read_handbook")
    part = " ".join(typed[:LONGEST_QUESTION].split())
    if not part:
        return []
    asked = [question for question in (*recent(bench, who), *frequent(bench, who)) if part in question]
    named = bench.search_engine().suggestions(part, SUGGESTED) if bench.ready else ()
    return [one for one in dict.fromkeys((*asked[: SUGGESTED // 2], *named)) if one != part][:SUGGESTED]


def unanswered(bench: Workbench, who: Who, *, closed: bool = False) -> list[Unanswered]:
    """Questions that the handbook did not answer, most asked first."""
    require(who, "view_unanswered")
    return bench.records.store.unanswered(closed=closed)


def settle(bench: Workbench, who: Who, number: int, answer: str, now: datetime) -> None:
    """Say how an open question was settled: a clause of the edition in force, or in words.

    Raises:
        HandbookError: Not allowed, nothing said, or a clause that the edition in force does not have.
    """
    require(who, "answer_unanswered")
    if not answer.strip():
        raise HandbookError("没有写明怎样处理。", fix="写条款编号，或“不属于手册”。")
    clause = CLAUSE_ID.fullmatch(answer.strip())
    if clause and not any(str(one.id) == clause[0] for one in bench.handbook.all_clauses()):
        raise HandbookError(f"现行手册里没有条款 {clause[0]}。", fix="核对编号；要等修订的，写明打算怎样改。")
    bench.records.store.close_unanswered(number, who.id, answer.strip(), now)


def _own_posts_first(hits: Sequence[Hit], posts: Sequence[str]) -> list[Hit]:
    """Equal scores in the order of one's own posts; the ranking is otherwise left alone."""
    mine = set(posts)
    return sorted(hits, key=lambda hit: (-round(hit.score, 2), not mine & set(hit.shown.posts)))
