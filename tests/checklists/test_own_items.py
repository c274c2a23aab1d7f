"""The bundled handbook as a test case: everything is asked, little is refused, lines are readable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checklists.completeness import coverage
from checklists.items import ItemSet, all_items
from checklists.lists import checklist, items_of
from checklists.methods import METHODS
from indexer.clauses import Handbook
from indexer.reading import load_handbook

OWN = Path(__file__).parents[2] / "handbook"


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return load_handbook(OWN)


@pytest.fixture(scope="module")
def everything(handbook: Handbook) -> ItemSet:
    return all_items(handbook)


def test_every_obligation_that_can_be_checked_is_asked_or_refused(handbook):
    found = coverage(handbook)
    assert len(found.asked) > 1000
    assert not found.lost
    assert found.refused_share <= 0.05


def test_all_points_sum_to_a_hundred_for_every_section_and_post(handbook):
    for section in handbook.sections:
        assert (
            sum(one.hundredths or 0 for one in items_of(handbook, sections=[section.number]).items) == 10_000
        )
    whole = checklist(handbook)
    assert round(sum(one.points or 0 for one in whole.items), 2) == 100.0


def test_ids_are_unique_and_one_item_stands_for_one_demand(everything):
    ids, demands = [one.id for one in everything.items], [one.demand for one in everything.items]
    assert len(set(ids)) == len(ids)
    assert len(set(demands)) == len(demands)


def test_lines_are_whole_and_mostly_short(everything):
    broken = re.compile(r"，，|：：|：，|＊|\*\*|^[，、；：的]|[，、；：]$|应应|未未")
    assert [one.text for one in everything.items if broken.search(one.text)] == []
    assert all(one.method in METHODS for one in everything.items)
    assert sum(len(one.text) <= 40 for one in everything.items) / len(everything.items) > 0.85


def test_a_confirmed_class_a_is_a_veto_in_every_item_of_its_clause_but_the_record(handbook, everything):
    confirmed = {str(clause.id) for clause in handbook.clauses if clause.confirmed_class == "A"}
    assert confirmed
    others = [one for one in everything.items if one.clause in confirmed and not one.critical]
    assert all("《" in one.text or one.text.endswith("日期") for one in others), others
    told = {one.clause for one in everything.items if one.critical}
    assert told | {refusal.clause for refusal in everything.refused} >= confirmed


def test_evidence_is_never_a_form_that_the_text_does_not_name(handbook, everything):
    for one in everything.items:
        clause = handbook.clause(one.clause)
        named = clause.text + clause.lead_in + "、".join(clause.forms)
        for form in re.findall(r"《([^》]+)》", one.evidence or ""):
            assert form in named, one


def test_hundreds_of_mixtures_of_sections_posts_and_frequencies_sum_to_a_hundred(handbook):
    numbers = [section.number for section in handbook.sections]
    periods = sorted({item.period for item in all_items(handbook).items if item.period})
    made = 0
    for start in range(len(numbers)):
        for size in (1, 2, 5, 11):
            sections = [numbers[(start + 3 * step) % len(numbers)] for step in range(size)]
            for frequency in (None, f"每{periods[start % len(periods)]}"):
                items = items_of(handbook, sections=sections, frequency=frequency).items
                scored = [item for item in items if item.scored]
                assert sum(item.hundredths or 0 for item in items) == (10_000 if scored else 0)
                made += 1
    assert made >= 300
