"""Papers by blueprint, and the report after a regeneration."""

from __future__ import annotations

import dataclasses

import pytest

from checklists.papers import Blueprint, draw, whole
from checklists.question import Bank, Question
from checklists.regeneration import compare
from indexer.clauses import HandbookError


def item(number, *, type_="truefalse", post="电工", critical=False, section="1.1", scenario=False):
    clause = f"{section}-{number:02d}"
    return Question(
        f"Q-{clause}-{type_}", type_, f"第 {number} 题。", (), True, "", clause=clause, section=section,
        post=post, critical=critical, scenario=scenario, fingerprint=f"sha256:{number}", edition="A/0",
    )  # fmt: skip


BANK = Bank("A/0", tuple(item(n, critical=n <= 3, scenario=n % 4 == 0) for n in range(1, 41)), ())


def test_the_same_seed_draws_the_same_paper_and_another_seed_another():
    plan = Blueprint(number=10)
    assert draw(BANK, plan, 7) == draw(BANK, plan, 7)
    assert draw(BANK, plan, 7) != draw(BANK, plan, 8)


@pytest.mark.parametrize("seed", range(20))
def test_every_class_a_clause_is_on_the_paper_and_points_are_a_hundred(seed):
    paper = draw(BANK, Blueprint(number=12, post="电工"), seed)
    clauses = {placed.question.clause for placed in paper.questions}
    assert {"1.1-01", "1.1-02", "1.1-03"} <= clauses
    assert len(clauses) == 12
    assert sum(round(placed.points * 10) for placed in paper.questions) == 1000


def test_a_rule_for_one_post_is_not_asked_of_another():
    mixed = Bank(
        "A/0", (*BANK.items, item(50, post="会计"), item(51, post="全体员工"), item(52, post="")), ()
    )
    paper = draw(mixed, Blueprint(number=60, post="会计"), 1)
    assert {placed.question.post for placed in paper.questions} == {"会计", "全体员工", ""}


def test_scenarios_wanted_are_drawn():
    paper = draw(BANK, Blueprint(number=10, scenarios=5, critical=False), 3)
    assert sum(placed.question.scenario for placed in paper.questions) >= 5


def test_too_few_places_for_class_a_is_refused():
    with pytest.raises(HandbookError, match="A 类条款"):
        draw(BANK, Blueprint(number=2), 1)


def test_an_empty_choice_is_refused():
    with pytest.raises(HandbookError, match="没有符合条件的试题"):
        draw(BANK, Blueprint(sections=("9.9",)), 1)


def test_a_retraining_paper_asks_only_the_changed_clauses():
    paper = draw(BANK, Blueprint(number=5, clauses=("1.1-05", "1.1-06"), critical=False), 1)
    assert {placed.question.clause for placed in paper.questions} == {"1.1-05", "1.1-06"}


def test_the_report_tells_added_changed_withdrawn_and_kept():
    first, second, third = BANK.items[:3]
    edited = dataclasses.replace(second, stem="第 2 题，改。", fingerprint="sha256:new")
    report = compare([first, second], [first, edited, third])
    assert report.kept == (first.id,)
    assert [entry.id for entry in report.changed] == [second.id] and second.clause in report.changed[0].reason
    assert [entry.id for entry in report.added] == [third.id]
    assert [entry.id for entry in compare([first, second], [first]).withdrawn] == [second.id]


def test_a_new_edition_with_the_same_wording_changes_nothing():
    newer = [dataclasses.replace(question, edition="A/1", explanation="另一说法") for question in BANK.items]
    assert len(compare(BANK, newer).kept) == len(BANK.items)


def test_the_whole_bank_as_a_paper_has_each_type_once():
    mixed = Bank("A/0", (item(1), item(2, type_="short"), item(3), item(4, type_="short")), ())
    types = [placed.question.type for placed in whole(mixed).questions]
    assert types == ["truefalse", "truefalse", "short", "short"]
