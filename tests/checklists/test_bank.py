"""The bank of the bundled handbook: enough, balanced, stable, and useless to a guesser."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from bank_handbooks import handbook_of

from checklists.bank.generate import bank_of
from checklists.lint import lint
from checklists.regeneration import compare
from indexer.clauses import Handbook
from indexer.reading import load_handbook

HANDBOOK = Path(__file__).parent.parent.parent / "handbook"


@pytest.fixture(scope="module")
def handbook():
    return load_handbook(HANDBOOK)


@pytest.fixture(scope="module")
def bank(handbook):
    return bank_of(handbook)


def reworded(handbook: Handbook, clause_id: str, old: str, new: str) -> Handbook:
    sections = []
    for section in handbook.sections:
        clauses = tuple(
            dataclasses.replace(clause, text=clause.text.replace(old, new))
            if str(clause.id) == clause_id
            else clause
            for clause in section.clauses
        )
        sections.append(dataclasses.replace(section, clauses=clauses))
    return dataclasses.replace(handbook, sections=tuple(sections), _by_id={})


def test_there_are_enough_questions_and_no_type_drowns_the_others(bank):
    types = Counter(question.type for question in bank.items)
    assert len(bank.items) >= 600
    assert max(types.values()) <= 0.4 * len(bank.items)
    for type_ in ("single", "truefalse", "numeric", "multiple", "order"):
        assert types[type_] >= 0.05 * len(bank.items), types
    assert sum(question.scenario for question in bank.items) >= 0.20 * len(bank.items)


def test_every_question_passes_the_linter(bank):
    assert lint(bank.items) == []


def test_ids_are_unique_and_name_their_clause(bank):
    assert len({question.id for question in bank.items}) == len(bank.items)
    assert all(question.id.startswith(f"Q-{question.clause}-") for question in bank.items)


def test_nearly_every_clause_with_something_to_ask_is_asked(handbook, bank):
    from indexer.demands.extract import demands_of

    asked = {question.clause for question in bank.items}
    wanted = {
        str(clause.id)
        for clause in handbook.clauses
        if any(
            demand.modality in ("must", "must_not")
            and (demand.limit or demand.subject or demand.modality == "must_not")
            for demand in demands_of(clause, handbook)
        )
    }
    assert len(wanted & asked) >= 0.92 * len(wanted)


def test_every_class_a_clause_has_two_types(handbook, bank):
    types = defaultdict(set)
    for question in bank.items:
        types[question.clause].add(question.type)
    critical = [str(clause.id) for clause in handbook.clauses if clause.confirmed_class == "A"]
    assert [clause for clause in critical if len(types[clause]) < 2] == []


def test_guessing_by_form_does_not_pay(bank):
    singles = [question for question in bank.items if question.type == "single"]
    longest = [question for question in singles if len({len(option) for option in question.options}) > 1]
    hits = sum(len(q.options[q.key]) == max(map(len, q.options)) for q in longest)
    assert hits <= 0.4 * len(longest)
    judged = [question.key for question in bank.items if question.type == "truefalse"]
    assert 0.4 <= sum(judged) / len(judged) <= 0.6
    assert all(len(q.key) < len(q.options) for q in bank.items if q.type == "multiple")


def test_two_runs_are_the_same(handbook, bank):
    assert bank_of(handbook).as_json() == bank.as_json()


def test_an_edit_changes_its_own_questions_and_names_the_reason_for_any_other(handbook, bank):
    clause = next(
        clause
        for clause in handbook.clauses
        if re.search(r"\b20 分钟内|15 分钟内", clause.text) and "\n" not in clause.text
    )
    after = bank_of(reworded(handbook, str(clause.id), "15 分钟内", "20 分钟内"))
    report = compare(bank, after)
    moved = [*report.added, *report.changed, *report.withdrawn]
    assert moved
    for entry in moved:
        assert entry.id.startswith(f"Q-{clause.id}-") or str(clause.id) in entry.reason
    assert len(report.kept) >= len(bank.items) - 20


def test_an_edited_figure_keeps_the_question_and_its_id(tmp_path):
    texts = ["客服员应在受理报修后 10 分钟内派单。", "电工应每日检查配电房 1 次。"]
    before = bank_of(handbook_of(tmp_path / "a", *texts))
    after = bank_of(handbook_of(tmp_path / "b", texts[0].replace("10", "15"), texts[1]))
    report = compare(before, after)
    assert {entry.id for entry in report.changed} == {q.id for q in after.items if q.clause == "9.1-01"}
    assert not report.added and not report.withdrawn


def test_each_question_carries_what_the_records_bind_to(handbook, bank):
    for question in bank.items:
        clause = handbook.clause(question.clause)
        assert question.fingerprint == clause.fingerprint
        assert question.clause_text == clause.text
        assert question.section == clause.section
        assert question.edition and question.explanation.endswith("）")
        assert question.clause not in question.checked_against


def test_the_figure_of_the_edition_before_is_the_first_wrong_option(tmp_path):
    before = handbook_of(tmp_path / "a", "接到困人报警后，监控值班员应在 25 分钟内到达机房。")
    now = handbook_of(tmp_path / "b", "接到困人报警后，监控值班员应在 10 分钟内到达机房。")
    singles = [q for q in bank_of(now, previous=before).items if q.slot == "limit" and q.type == "single"]
    for question in singles:
        assert "25分钟" in question.options and question.options[question.key] == "10分钟"
    assert singles
