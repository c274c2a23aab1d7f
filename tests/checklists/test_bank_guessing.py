"""Who knows nothing of the handbook gains nothing by a trick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from checklists.bank.generate import bank_of
from checklists.question import Question
from indexer.reading import load_handbook

HANDBOOK = Path(__file__).parent.parent.parent / "handbook"
MARGIN = 0.05
"""Share above chance that a trick may win by accident of some hundred questions."""
FIGURE_MARGIN = 0.12
"""The same for the few dozen questions with figures as options."""


@pytest.fixture(scope="module")
def items() -> tuple[Question, ...]:
    return bank_of(load_handbook(HANDBOOK)).items


def gain(questions: list[Question], pick: Callable[[Question], list[int]]) -> float:
    """How much oftener the key is hit than by lot, where `pick` names the options among which one guesses."""
    won = chance = 0.0
    for question in questions:
        chosen = pick(question)
        won += (question.key in chosen) / len(chosen)
        chance += 1 / len(question.options)
    return (won - chance) / len(questions)


def longest(question: Question) -> list[int]:
    most = max(map(len, question.options))
    return [place for place, option in enumerate(question.options) if len(option) == most]


def shortest(question: Question) -> list[int]:
    least = min(map(len, question.options))
    return [place for place, option in enumerate(question.options) if len(option) == least]


def middle(question: Question) -> list[int]:
    return list(range(1, len(question.options) - 1))


def singles(items: tuple[Question, ...], *slots: str) -> list[Question]:
    return [q for q in items if q.type == "single" and (not slots or q.slot in slots)]


@pytest.mark.parametrize("trick", [longest, shortest])
def test_the_length_of_an_option_does_not_tell(items, trick):
    assert gain(singles(items), trick) <= MARGIN


@pytest.mark.parametrize("place", range(4))
def test_no_place_holds_the_key_more_often(items, place):
    four = [q for q in singles(items) if len(q.options) == 4]
    assert gain(four, lambda question: [place]) <= MARGIN


def test_the_figure_in_the_middle_is_not_the_key_more_often(items):
    assert gain(singles(items, "limit", "frequency"), middle) <= FIGURE_MARGIN


@pytest.mark.parametrize("place", range(4))
def test_no_rank_of_figures_is_the_key_more_often(items, place):
    figures = [q for q in singles(items, "limit", "frequency") if len(q.options) > place]
    assert gain(figures, lambda question: [place]) <= FIGURE_MARGIN


def test_neither_always_true_nor_always_false_wins(items):
    judged = [q.key for q in items if q.type == "truefalse"]
    assert 0.45 <= sum(judged) / len(judged) <= 0.55


def test_ticking_everything_never_wins_and_the_number_of_right_ones_varies(items):
    multiples = [q for q in items if q.type == "multiple"]
    assert multiples and all(2 <= len(q.key) < len(q.options) for q in multiples)
    counts = Counter(len(q.key) for q in multiples)
    assert len(counts) >= 2


def test_one_ending_serves_what_is_right_and_what_is_wrong(items):
    """A wording that stands under true ones only, or under false ones only, would be an answer."""
    verdicts: dict[str, set[bool]] = {}
    for question in items:
        if question.type == "truefalse":
            ending = question.stem.rstrip("。").rpartition("。")[2][-12:]
            if question.scenario:
                verdicts.setdefault(ending, set()).add(bool(question.key))
    assert all(found == {True, False} for ending, found in verdicts.items() if "这一做法" in ending)
