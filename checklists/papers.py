"""Papers by blueprint: which questions, in which order, for how many points. Seeded, never random."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checklists.question import TYPES, Bank, Question, ordinal
from indexer.clauses import ClauseId, HandbookError

FULL_MARKS = 100
"""Points of a paper."""


@dataclass(frozen=True)
class Blueprint:
    """What a paper must hold. Empty means any."""

    title: str = "考试试卷"
    post: str = ""
    """Canonical name; questions of other posts are left out, those without a post stay."""
    sections: tuple[str, ...] = ()
    number: int = 30
    """Questions on the paper, of which class A questions come first when it is too small."""
    types: tuple[str, ...] = ()
    shares: Mapping[str, int] = field(default_factory=dict)
    """Wanted number by type; the rest of `number` is free."""
    critical: bool = True
    """Every class A clause of the post is on the paper."""
    scenarios: int = 0
    """At least so many scenario questions, as far as there are any."""
    clauses: tuple[str, ...] = ()
    """Only these clauses (a retraining paper)."""


@dataclass(frozen=True)
class Placed:
    """A question on a paper with its points (hundredths would be false exactness: one decimal)."""

    question: Question
    points: float


@dataclass(frozen=True)
class Paper:
    """A drawn paper: the same blueprint, bank and seed give the same paper."""

    title: str
    edition: str
    post: str
    seed: str
    questions: tuple[Placed, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "edition": self.edition,
            "post": self.post,
            "seed": self.seed,
            "questions": [
                {"points": placed.points, **placed.question.as_json()} for placed in self.questions
            ],
        }


def draw(bank: Bank | Sequence[Question], blueprint: Blueprint, seed: str | int) -> Paper:
    """Draw a paper.

    Class A clauses come first (one question each), then wanted types and scenarios, then clauses in
    turn, so that no clause is asked twice while another is not asked at all.

    Raises:
        HandbookError: No question fits, or the class A clauses alone are more than `number`.
        ValueError: `number` is not positive.
    """
    if blueprint.number < 1:
        raise ValueError("a paper has at least one question")
    items = bank.items if isinstance(bank, Bank) else tuple(bank)
    edition = bank.edition if isinstance(bank, Bank) else next((item.edition for item in items), "")
    fitting = [item for item in items if _fits(item, blueprint)]
    if not fitting:
        raise HandbookError(
            "题库里没有符合条件的试题。", fix="放宽岗位、小节或题型，或用 handbook quiz 查看题库。"
        )
    chosen = _Draw(fitting, blueprint, str(seed)).chosen()
    ordered = sorted(chosen, key=lambda item: (TYPES.index(item.type), _clause_key(item), item.id))
    points = _points(len(ordered))
    placed = tuple(Placed(item, share) for item, share in zip(ordered, points, strict=True))
    return Paper(blueprint.title, edition, blueprint.post, str(seed), placed)


def _fits(item: Question, blueprint: Blueprint) -> bool:
    return (
        (not blueprint.sections or item.section in blueprint.sections)
        and (not blueprint.types or item.type in blueprint.types)
        and (not blueprint.post or not item.post or _binds(item.post, blueprint.post))
        and (not blueprint.clauses or item.clause in blueprint.clauses)
    )


def _binds(posts: str, post: str) -> bool:
    """Whether a question is for `post`: it names it, or everybody."""
    return any(each == post or each.startswith(("全体", "所有")) for each in posts.split("、"))


def _clause_key(item: Question) -> tuple[int, int, int]:
    try:
        clause = ClauseId.parse(item.clause)
    except HandbookError:
        return (0, 0, 0)
    return (*clause.section, clause.serial)


class _Draw:
    def __init__(self, fitting: list[Question], blueprint: Blueprint, seed: str) -> None:
        self.blueprint, self.seed = blueprint, seed
        self.pool = sorted(fitting, key=lambda item: ordinal(seed, item.id))
        self.taken: list[Question] = []
        self.asked: dict[str, int] = {}

    def chosen(self) -> list[Question]:
        if self.blueprint.critical:
            self.take_critical()
        for type_, wanted in sorted(self.blueprint.shares.items()):
            have = sum(item.type == type_ for item in self.taken)
            self.fill([item for item in self.pool if item.type == type_], wanted - have)
        scenarios = self.blueprint.scenarios - sum(item.scenario for item in self.taken)
        self.fill([item for item in self.pool if item.scenario], scenarios)
        self.fill(self.pool, self.blueprint.number - len(self.taken))
        return self.taken

    def take_critical(self) -> None:
        clauses = {item.clause: None for item in self.pool if item.critical}
        if len(clauses) > self.blueprint.number:
            raise HandbookError(
                f"该范围有 {len(clauses)} 条 A 类条款，{self.blueprint.number} 题放不下。",
                fix=f"把题数增加到至少 {len(clauses)}，或缩小小节范围。",
            )
        for clause in clauses:
            self.fill([item for item in self.pool if item.critical and item.clause == clause], 1)

    def fill(self, candidates: Iterable[Question], wanted: int) -> None:
        """Take `wanted` more, clauses least asked so far first."""
        left = [item for item in candidates if item not in self.taken]
        room = min(wanted, self.blueprint.number - len(self.taken))
        while left and room > 0:
            item = min(left, key=lambda each: self.asked.get(each.clause, 0))
            left.remove(item)
            self.taken.append(item)
            self.asked[item.clause] = self.asked.get(item.clause, 0) + 1
            room -= 1


def _points(count: int) -> list[float]:
    """Equal shares of the full marks in tenths, the remainder on the first ones."""
    tenths, rest = divmod(FULL_MARKS * 10, count)
    return [(tenths + (place < rest)) / 10 for place in range(count)]


def whole(bank: Bank, title: str = "题库") -> Paper:
    """Every question of a bank as one paper, by type and in clause order; each worth one point."""
    items = sorted(bank.items, key=lambda item: TYPES.index(item.type))
    return Paper(title, bank.edition, "", "", tuple(Placed(item, 1.0) for item in items))
