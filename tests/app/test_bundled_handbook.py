"""The handbook that comes with the program passes its own check, and the check would notice a planted fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.checking import all_faults
from app.clause_view import clause_json
from app.site_views import read_all, situations
from indexer.checks import check_text
from indexer.checks.contradictions import check_contradictions
from indexer.clauses import Clause, ClauseId, Handbook
from indexer.demands.extract import demands_of
from indexer.reading import load_handbook

FOLDER = Path(__file__).parent.parent.parent / "handbook"
FIGURE = re.compile(r"(\d+)( ?)(分钟|小时|日|次|个月|年)")
PLANTED = 500
"""First serial of planted clauses, above every real one."""


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return load_handbook(FOLDER)


def test_it_has_no_fault_and_no_warning():
    assert [str(fault) for fault in all_faults(FOLDER)] == []


def test_it_has_its_forty_sections_and_enough_clauses(handbook: Handbook):
    assert [section.number for section in handbook.sections] == [
        f"{c}.{s}" for c in range(1, 9) for s in range(1, 6)
    ]
    assert len(handbook.clauses) >= 600
    assert all(len(section.clauses) >= 8 for section in handbook.sections)


def test_most_clauses_say_who_how_much_and_on_which_form(handbook: Handbook):
    told = [clause_json(clause, handbook) for clause in handbook.clauses]
    figures = [any(demand["limit"] or demand["frequency"] for demand in one["demands"]) for one in told]
    assert sum(figures) / len(told) >= 0.35
    assert sum(bool(one["posts"]) for one in told) / len(told) >= 0.8
    assert sum(bool(one["forms"]) for one in told) / len(told) >= 0.25


def test_there_are_cards_for_ten_situations(handbook: Handbook):
    assert len(situations(read_all(handbook))) >= 10


# --- planted faults: the text's own clauses, said once more in section 8.5


def figured(handbook: Handbook) -> list[tuple[Clause, re.Match[str]]]:
    """Clauses of one sentence part with a figure that the extractor reads."""
    found = []
    for clause in handbook.clauses:
        if clause.kind != "item" or "\n" in clause.text or clause.heading.endswith("应急处置"):
            continue
        bounded = any(
            demand.limit or (demand.frequency and demand.frequency.times)
            for demand in demands_of(clause, handbook)
        )
        match = FIGURE.search(clause.text)
        if bounded and match:
            found.append((clause, match))
    return found


def planted(handbook: Handbook, say: Callable[[Clause, re.Match[str]], str]) -> Handbook:
    last = handbook.sections[-1]
    more = tuple(
        replace(
            clause,
            id=ClauseId((8, 5), PLANTED + n),
            section="8.5",
            title=last.title,
            heading="",
            text=say(clause, match),
        )
        for n, (clause, match) in enumerate(figured(handbook))
    )
    return replace(
        handbook, sections=(*handbook.sections[:-1], replace(last, clauses=(*last.clauses, *more))), _by_id={}
    )


def noticed(handbook: Handbook) -> int:
    """How many planted clauses are said to contradict another."""
    named = (ClauseId.parse(fault.problem.split()[0]) for fault in check_contradictions(handbook))
    return len({one for one in named if one.serial >= PLANTED})


def tripled(clause: Clause, match: re.Match[str]) -> str:
    return clause.text[: match.start()] + str(int(match[1]) * 3) + clause.text[match.end(1) :]


def in_other_words(clause: Clause, match: re.Match[str]) -> str:
    text = tripled(clause, match)
    for one, other in (
        ("业主", "住户"),
        ("到场", "到达现场"),
        ("答复", "回复"),
        ("清扫", "打扫"),
        ("巡查", "巡视"),
    ):
        text = text.replace(one, other)
    return re.sub("，并?(?:填写|在)《[^》]*》[^，。]*", "", text)


def in_another_unit(clause: Clause, match: re.Match[str]) -> str:
    finer = {"小时": "分钟", "分钟": "秒"}
    if match[3] not in finer:
        return clause.text
    return f"{clause.text[: match.start()]}{int(match[1]) * 60} {finer[match[3]]}{clause.text[match.end() :]}"


def test_three_quarters_of_planted_figures_are_noticed(handbook: Handbook):
    assert noticed(planted(handbook, tripled)) >= 0.75 * len(figured(handbook))


def test_most_planted_figures_are_noticed_in_other_words_too(handbook: Handbook):
    assert noticed(planted(handbook, in_other_words)) >= 0.55 * len(figured(handbook))


def test_the_same_figure_even_in_another_unit_is_no_contradiction(handbook: Handbook):
    assert noticed(planted(handbook, in_another_unit)) == 0


def test_another_condition_is_rarely_taken_for_a_contradiction(handbook: Handbook):
    under_another = planted(handbook, lambda clause, match: "夜间无人时，" + tripled(clause, match))
    assert noticed(under_another) <= 0.08 * len(figured(handbook))


def test_what_is_said_twice_is_noticed(handbook: Handbook):
    doubled = planted(handbook, lambda clause, match: clause.text)
    problems = [fault.problem for fault in check_text(doubled) if fault.code == "T02"]
    assert len({problem[:7] for problem in problems}) >= 0.9 * len(figured(handbook))
