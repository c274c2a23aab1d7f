"""Asking the handbook: the answer, what to show with it, and a note for the managers where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access import Who, may, require
from app.records.store import Unanswered
from app.workbench import Workbench
from indexer.answer import Answer, Hit
from indexer.clauses import Clause, HandbookError

LONGEST_QUESTION = 200
"""Characters; more is a text and no question."""
RECENT = 8
"""Searches that a person finds again."""
HITS = 12


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


class Habits:
    """What was searched for lately, in this process only: nobody's searches are recorded."""

    def __init__(self) -> None:
        self._recent: dict[str, list[str]] = {}
        self._often: Counter[str] = Counter()

    def note(self, person: str, question: str) -> None:
        """Remember a question that found an answer."""
        mine = [question, *(one for one in self._recent.get(person, []) if one != question)]
        self._recent[person] = mine[:RECENT]
        self._often[question] += 1

    def recent(self, person: str) -> list[str]:
        """A person's own last questions, the newest first."""
        return list(self._recent.get(person, []))

    def frequent(self, count: int = RECENT) -> list[str]:
        """Questions that several searches asked."""
        return [question for question, times in self._often.most_common(count) if times > 1]


def ask(
    bench: Workbench,
    who: Who,
    question: str,
    now: datetime,
    *,
    post: str = "",
    section: str = "",
    habits: Habits | None = None,
    note: bool = True,
) -> Told:
    """The clause that answers, of the edition in force; results for one's own posts come first when equal.

    Args:
        section: A section or a chapter, or "".
        note: Keep a question that found no answer for the managers.

    Raises:
        HandbookError: Not allowed, or the question is empty, too long, or names an unknown post or section.
    """
    require(who, "read_handbook")
    words = " ".join(question.split())
    if len(words) > LONGEST_QUESTION:
        raise HandbookError(f"问题超过 {LONGEST_QUESTION} 字。", fix="用一句话提问。")
    answer = bench.search_engine().search(words, HITS, post or None, section or None)
    hits = _own_posts_first(answer.hits, who.posts)
    if not answer.confident:
        if note and may(who, "ask_question"):
            nearest = [number for number, _ in answer.sections[:3]]
            bench.records.store.note_unanswered(words, nearest, now, post="、".join(who.posts))
        return Told(answer, None, None, (), tuple(hits))
    if habits is not None:
        habits.note(who.id, words)
    best = hits[0]
    rest = hits[1:]
    return Told(
        answer,
        best,
        bench.handbook.clause(best.shown.id),
        tuple(hit for hit in rest if hit.shown.section == best.shown.section),
        tuple(hit for hit in rest if hit.shown.section != best.shown.section),
    )


def unanswered(bench: Workbench, who: Who, *, closed: bool = False) -> list[Unanswered]:
    """Questions that the handbook did not answer, most asked first."""
    require(who, "view_unanswered")
    return bench.records.store.unanswered(closed=closed)


def settle(bench: Workbench, who: Who, number: int, answer: str, now: datetime) -> None:
    """Say how an open question was settled."""
    require(who, "answer_unanswered")
    if not answer.strip():
        raise HandbookError("没有写明怎样处理。", fix="写条款编号，或“不属于手册”。")
    bench.records.store.close_unanswered(number, who.id, answer.strip(), now)


def _own_posts_first(hits: Sequence[Hit], posts: Sequence[str]) -> list[Hit]:
    """Equal scores in the order of one's own posts; the ranking is otherwise left alone."""
    mine = set(posts)
    return sorted(hits, key=lambda hit: (-round(hit.score, 2), not mine & set(hit.shown.posts)))
