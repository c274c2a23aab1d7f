"""The gold set's tuning parts are read at least as well as agreed; `make bench-demands` prints all figures."""

from __future__ import annotations

import pytest

from benchmarks.demands import TUNED_ON, Score, load, measure, rules


@pytest.fixture(scope="module", params=TUNED_ON)
def scores(request: pytest.FixtureRequest) -> dict[str, Score]:
    return measure(load(request.param), rules)


@pytest.mark.parametrize(
    ("name", "least"),
    [("detection", 0.97), ("splitting", 0.94), ("limit", 0.95), ("frequency", 0.94)],
)
def test_f1_is_at_least(scores: dict[str, Score], name: str, least: float) -> None:
    assert scores[name].f1 >= least, scores[name].wrong


@pytest.mark.parametrize(("name", "least"), [("modality", 0.98), ("subject", 0.94), ("condition", 0.92)])
def test_share_right_is_at_least(scores: dict[str, Score], name: str, least: float) -> None:
    assert scores[name].recall >= least, scores[name].wrong


def test_hard_slices_hold(scores: dict[str, Score]) -> None:
    for name in ("detection hard-negative", "detection hard-positive"):
        assert scores[name].recall >= 0.95, scores["detection"].wrong


def test_no_more_than_two_fatal_errors(scores: dict[str, Score]) -> None:
    assert scores["fatal"].found <= 2, scores["fatal"].wrong
