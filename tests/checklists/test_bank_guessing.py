"""Who knows nothing of the handbook gains nothing by a trick."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from checklists.bank.forms import echo
from checklists.bank.generate import bank_of
from checklists.bank.values import mentions
from checklists.question import Question
from indexer.reading import load_handbook

HANDBOOK = Path(__file__).parent.parent.parent / "handbook"
SIGMAS = 2.6
"""Standard deviations above chance that a trick may win by accident: one trick in two hundred."""
MATTER = re.compile(r"哪几项由(?P<post>[^？]+?)(?:负责|完成)")


@pytest.fixture(scope="module")
def items() -> tuple[Question, ...]:
    return bank_of(load_handbook(HANDBOOK)).items


def above_chance(questions: list[Question], pick: Callable[[Question], list[int]]) -> float:
    """By how many standard deviations a trick beats the lot.

    Args:
        questions: Single-choice questions.
        pick: The options among which the guesser draws; an empty list for no hint at all.
    """
    won = chance = variance = 0.0
    for question in questions:
        chosen = pick(question) or list(range(len(question.options)))
        blind = 1 / len(question.options)
        won += (question.key in chosen) / len(chosen)
        chance += blind
        variance += blind * (1 - blind) if len(chosen) < len(question.options) else 0.0
    return (won - chance) / math.sqrt(variance) if variance else 0.0


def most(question: Question, measure: Callable[[str], float]) -> list[int]:
    """The options at which a measure is greatest."""
    best = max(map(measure, question.options))
    return [place for place, option in enumerate(question.options) if measure(option) == best]


def longest(question: Question) -> list[int]:
    return most(question, len)


def shortest(question: Question) -> list[int]:
    return most(question, lambda option: -len(option))


def middle(question: Question) -> list[int]:
    return list(range(1, len(question.options) - 1))


def extreme(question: Question) -> list[int]:
    return [0, len(question.options) - 1]


def sharing_most_words(question: Question) -> list[int]:
    return most(question, lambda option: echo(option, question.stem))


def sharing_fewest_words(question: Question) -> list[int]:
    return most(question, lambda option: -echo(option, question.stem))


def most_specific(question: Question) -> list[int]:
    """The one with most figures, titles and enumerations."""
    return most(question, lambda option: len(re.findall(r"\d+|《|、|，", option)))


def with_a_unit(question: Question) -> list[int]:
    found = [place for place, option in enumerate(question.options) if list(mentions(option))]
    return found if len(found) < len(question.options) else []


def like_the_others(question: Question) -> list[int]:
    """The one that shares most pairs of characters with the other options."""
    options = question.options
    return most(question, lambda option: sum(echo(option, other) for other in options if other != option))


def unlike_the_others(question: Question) -> list[int]:
    options = question.options
    return most(question, lambda option: -sum(echo(option, other) for other in options if other != option))


def singles(items: tuple[Question, ...], *slots: str) -> list[Question]:
    return [q for q in items if q.type == "single" and (not slots or q.slot in slots)]


@pytest.mark.parametrize(
    "trick",
    [
        longest,
        shortest,
        sharing_most_words,
        sharing_fewest_words,
        most_specific,
        with_a_unit,
        like_the_others,
        unlike_the_others,
    ],
)
def test_the_form_of_an_option_does_not_tell(items, trick):
    assert above_chance(singles(items), trick) <= SIGMAS


@pytest.mark.parametrize("place", range(4))
def test_no_place_holds_the_key_more_often(items, place):
    four = [q for q in singles(items) if len(q.options) == 4]
    assert above_chance(four, lambda question: [place]) <= SIGMAS


def test_neither_the_figure_in_the_middle_nor_one_at_the_edge_is_the_key_more_often(items):
    figures = singles(items, "limit", "frequency")
    assert above_chance(figures, middle) <= SIGMAS
    assert above_chance(figures, extreme) <= SIGMAS


@pytest.mark.parametrize("place", range(4))
def test_no_rank_of_figures_is_the_key_more_often(items, place):
    figures = [q for q in singles(items, "limit", "frequency") if len(q.options) > place]
    assert above_chance(figures, lambda question: [place]) <= SIGMAS


def test_neither_always_true_nor_always_false_wins(items):
    judged = [q.key for q in items if q.type == "truefalse"]
    assert 0.45 <= sum(judged) / len(judged) <= 0.55


def test_ticking_everything_never_wins_and_the_number_of_right_ones_varies(items):
    multiples = [q for q in items if q.type == "multiple"]
    assert multiples and all(2 <= len(q.key) < len(q.options) for q in multiples)
    counts = Counter(len(q.key) for q in multiples)
    assert len(counts) >= 2


@pytest.mark.parametrize("trick", [longest, shortest, most_specific, like_the_others, unlike_the_others])
def test_an_option_of_a_multiple_choice_does_not_tell_by_its_form(items, trick):
    """The option that a trick names is right no oftener than any option of its question."""
    won = chance = variance = 0.0
    for question in items:
        if question.type == "multiple":
            chosen = trick(question)
            blind = len(question.key) / len(question.options)
            won += sum(place in question.key for place in chosen) / len(chosen)
            chance += blind
            variance += blind * (1 - blind)
    assert won - chance <= SIGMAS * math.sqrt(variance)


def test_the_name_of_a_post_does_not_pick_its_work(items):
    won = chance = variance = 0.0
    for question in items:
        found = MATTER.search(question.stem)
        if question.type == "multiple" and found:
            post = found["post"]
            chosen = most(question, lambda option, post=post: echo(option, post))
            if len(chosen) < len(question.options):
                blind = len(question.key) / len(question.options)
                won += sum(place in question.key for place in chosen) / len(chosen)
                chance += blind
                variance += blind * (1 - blind)
    assert won - chance <= SIGMAS * math.sqrt(max(variance, 0.25))


def test_steps_cannot_be_sorted_by_their_figures(items):
    """A time limit in a step would put it in its place."""
    orders = [q for q in items if q.type == "order"]
    timed = [
        option
        for q in orders
        for option in q.options
        if re.search(r"\d+\s*(?:分钟|小时|日)(?:以内|之内|内)", option)
    ]
    assert orders and timed == []


def test_two_sequences_of_one_list_share_no_two_steps(items):
    by_clause: dict[str, list[set[str]]] = {}
    for question in items:
        if question.type == "order":
            by_clause.setdefault(question.clause, []).append(set(question.options))
    for found in by_clause.values():
        for number, one in enumerate(found):
            assert all(len(one & other) <= 1 for other in found[:number])


def test_the_order_in_which_steps_are_shown_is_no_answer(items):
    orders = [q for q in items if q.type == "order"]
    assert all(list(q.key) != sorted(q.key) for q in orders)
    assert sum(list(q.key) == sorted(q.key, reverse=True) for q in orders) <= 0.35 * len(orders)


ENDINGS = re.compile(r"这一做法[^。]*|手册规定由|手册规定的[^，。]{2,8}是|岗位是")
"""Ways in which a statement ends or asks to be judged."""
FEWEST = 10


def test_neither_always_true_nor_always_false_wins_among_statements_of_one_form(items):
    """By the words that end them, whatever they are about."""
    verdicts: dict[str, list[bool]] = {}
    for question in items:
        found = ENDINGS.search(question.stem)
        if question.type == "truefalse" and found:
            verdicts.setdefault(found.group(), []).append(bool(question.key))
    assert max(map(len, verdicts.values())) >= 50
    for form, keys in verdicts.items():
        if len(keys) >= FEWEST:
            assert abs(sum(keys) - len(keys) / 2) <= SIGMAS * math.sqrt(len(keys)) / 2, form


@pytest.mark.parametrize("slots", [("subject", "addressee"), ("form",), ("limit",), ("frequency",)])
@pytest.mark.parametrize(
    "trick", [longest, shortest, most_specific, sharing_most_words, like_the_others, unlike_the_others]
)
def test_no_trick_wins_among_single_choices_of_one_kind(items, slots, trick):
    asked = singles(items, *slots)
    assert len(asked) >= FEWEST
    assert above_chance(asked, trick) <= SIGMAS


@pytest.mark.parametrize(
    "trick",
    [
        sharing_most_words,
        sharing_fewest_words,
        with_a_unit,
        lambda question: [0],
        lambda question: [len(question.options) - 1],
    ],
    ids=["most words", "fewest words", "with a unit", "first", "last"],
)
@pytest.mark.parametrize("slot", ["share", "prohibition"])
def test_no_trick_finds_a_right_option_of_a_multiple_choice_of_one_kind(items, slot, trick):
    won = chance = variance = 0.0
    asked = [question for question in items if question.type == "multiple" and question.slot == slot]
    assert len(asked) >= FEWEST
    for question in asked:
        chosen = trick(question)
        if chosen and len(chosen) < len(question.options):
            blind = len(question.key) / len(question.options)
            won += sum(place in question.key for place in chosen) / len(chosen)
            chance += blind
            variance += blind * (1 - blind)
    assert won - chance <= SIGMAS * math.sqrt(max(variance, 0.25))


def test_one_ending_serves_what_is_right_and_what_is_wrong(items):
    """A wording that stands under true ones only, or under false ones only, would be an answer."""
    verdicts: dict[str, set[bool]] = {}
    for question in items:
        if question.type == "truefalse":
            ending = question.stem.rstrip("。").rpartition("。")[2][-12:]
            if question.scenario:
                verdicts.setdefault(ending, set()).add(bool(question.key))
    assert all(
        found == {True, False} for ending, found in verdicts.items() if "这一做法符合手册规定" in ending
    )
