from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import item

from checklists.items import with_points
from checklists.points import FULL, shares

weights = st.lists(st.integers(1, 10), min_size=1, max_size=400)


@given(weights)
def test_shares_add_up_to_the_whole(given_weights):
    names = [f"I-{place:04d}" for place in range(len(given_weights))]
    assert sum(shares(given_weights, names)) == FULL


@given(weights)
def test_a_larger_weight_never_earns_less(given_weights):
    names = [f"I-{place:04d}" for place in range(len(given_weights))]
    by_weight = sorted(zip(given_weights, shares(given_weights, names), strict=True))
    assert all(light[1] <= heavy[1] for light, heavy in pairwise(by_weight) if light[0] < heavy[0])


@given(weights, st.randoms(use_true_random=False))
def test_the_order_of_a_list_changes_nobodys_points(given_weights, random):
    named = [(f"I-{place:04d}", weight) for place, weight in enumerate(given_weights)]
    shuffled = named[:]
    random.shuffle(shuffled)
    before = dict(
        zip((n for n, _ in named), shares([w for _, w in named], [n for n, _ in named]), strict=True)
    )
    after = dict(
        zip((n for n, _ in shuffled), shares([w for _, w in shuffled], [n for n, _ in shuffled]), strict=True)
    )
    assert before == after


def test_three_equal_items_by_hand():
    assert shares([1, 1, 1], ["a", "b", "c"]) == [3334, 3333, 3333]


def test_nothing_scored_earns_nothing():
    assert shares([0, 0], ["a", "b"]) == [0, 0]


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="at least 0"):
        shares([1, -1], ["a", "b"])


def test_recommendations_have_no_points_and_the_rest_sum_to_a_hundred():
    made = with_points([item("I-1"), item("I-2", modality="should"), item("I-3", weight=3)])
    assert [one.points for one in made] == [40.0, None, 60.0]
    assert [one.as_json()["points"] for one in made] == [40.0, None, 60.0]


@given(st.lists(st.tuples(st.sampled_from(["must", "must_not", "should"]), st.integers(1, 9)), min_size=1))
def test_the_printed_points_of_any_mixture_sum_to_exactly_a_hundred(mixture):
    made = with_points(
        item(f"I-{place:04d}", modality=modality, weight=weight)
        for place, (modality, weight) in enumerate(mixture)
    )
    printed = [one.as_json()["points"] for one in made]
    assert [points is None for points in printed] == [modality == "should" for modality, _ in mixture]
    told = [Decimal(str(points)) for points in printed if points is not None]
    assert sum(told) == (100 if told else 0)
    assert all(points == round(points, 2) and points >= 0 for points in told)
