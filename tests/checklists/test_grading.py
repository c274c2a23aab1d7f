"""Marking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.grading import grade
from checklists.question import Question


def question(type_, key, options=()):
    return Question("Q-1", type_, "题干？", tuple(options), key, "")


def test_a_single_answer_is_right_or_not():
    item = question("single", 2, "abcd")
    assert grade(item, 2).right and grade(item, 2).points == 1
    assert grade(item, 1).points == 0 and not grade(item, None).right
    assert not grade(item, True).right


def test_part_of_the_right_options_earns_a_part_and_any_wrong_one_nothing():
    item = question("multiple", (0, 2, 3), "abcde")
    assert grade(item, [0, 2, 3]).right
    assert grade(item, [0, 2]).points == pytest.approx(0.6667)
    assert grade(item, [0, 1, 2, 3]).points == 0
    assert grade(item, []).points == 0


def test_ticking_everything_earns_nothing():
    assert grade(question("multiple", (0, 1), "abcd"), [0, 1, 2, 3]).points == 0


@pytest.mark.parametrize("answer", [1, "1", "1小时", "60 分钟", "60分钟内", {"value": 60, "unit": "分钟"}])
def test_equal_forms_of_a_figure_are_right(answer):
    assert grade(question("numeric", {"value": 1, "unit": "小时"}), answer).right


@pytest.mark.parametrize("answer", [60, "2小时", "1天", "一些", "", None, True, {"value": 1, "unit": "日"}])
def test_other_figures_are_wrong(answer):
    assert not grade(question("numeric", {"value": 1, "unit": "小时"}), answer).right


def test_half_a_year_is_no_182_days_for_a_key_in_months():
    assert not grade(question("numeric", {"value": 6, "unit": "个月"}), "182 日").right
    assert grade(question("numeric", {"value": 6, "unit": "个月"}), "半年").right is False


def test_an_order_is_right_as_a_whole():
    item = question("order", (2, 0, 1), ["b", "c", "a"])
    assert grade(item, [2, 0, 1]).right
    assert grade(item, [0, 1, 2]).points == 0


def test_a_short_answer_is_marked_by_points_with_a_note_for_the_marker():
    item = question("short", ("断开电源", "验电", "挂标示牌"))
    marked = grade(item, "先断开电源，再验电")
    assert marked.points == pytest.approx(0.6667) and not marked.right
    assert "挂标示牌" in marked.note and "人复核" in marked.note


def test_true_and_false_are_not_zero_and_one():
    assert grade(question("truefalse", True), True).right
    assert not grade(question("truefalse", True), 1).right


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["value", "unit"]), inner),
    max_leaves=6,
)


@given(st.sampled_from(["single", "multiple", "truefalse", "numeric", "order", "short"]), ANSWERS)
def test_no_answer_breaks_the_marking(type_, answer):
    keys = {
        "single": 0,
        "multiple": (0, 1),
        "truefalse": False,
        "numeric": {"value": 3, "unit": "日"},
        "order": (1, 0),
        "short": ("甲乙",),
    }
    marked = grade(question(type_, keys[type_], ("a", "b", "c")), answer)
    assert 0 <= marked.points <= 1
