"""One clause changes: exactly its items, its questions, its forms and its people are touched."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from revision_home import FIRST, Company, company

from app.affected import Known
from app.impact import Drawn, Impact, impact
from app.in_force import in_force
from app.known import known_of
from app.learning import Evidence, Learner
from app.records.store import Decision
from indexer.clauses import Handbook
from indexer.editions import manifest_of
from indexer.reading import load_handbook

ROOT = Path(__file__).parent.parent.parent
HANDBOOK = Path(sys.executable).parent / "handbook"
ON = date(2027, 3, 1)


@pytest.fixture
def firm(no_home: Path) -> Iterator[Company]:
    made = company(no_home / "home")
    yield made
    made.records.close()


def touched(firm: Company, **more: object) -> Impact:
    """The impact of the draft in the tree."""
    base = in_force(firm.home, firm.records.ledger)
    known = known_of(firm.home, firm.records, until=base.edition)
    draft = load_handbook(firm.home.handbook)
    return impact(Drawn.of(base.handbook), Drawn.of(draft), on=ON, known=known, **more)  # type: ignore[arg-type]


def own(found: Impact, clause: str) -> set[str]:
    """Clauses of the questions touched, but for those that lost an option which came from `clause`."""
    return {one.clause for one in found.questions if one.clause == clause or clause not in one.reason}


def learned(firm: Company) -> None:
    firm.hands.moment = FIRST.replace(day=10)
    for login in ("li", "zhou", "wu"):
        for section in ("2.1", "2.2"):
            firm.acknowledge(login, section)
    firm.hands.moment = FIRST.replace(day=20)


def test_the_same_text_touches_nothing(firm: Company):
    learned(firm)
    found = touched(firm)
    assert (found.items, found.questions, found.forms, found.people) == ((), (), (), ())
    assert found.kept["items"] > 5
    assert found.kept["people"] == 6


def test_a_changed_figure_touches_its_clause_and_nothing_else(firm: Company):
    learned(firm)
    firm.edit("2.1-visit.md", "30 分钟", "20 分钟")
    found = touched(firm)
    assert {one.clause for one in found.items} == {"2.1-01"} == own(found, "2.1-01")
    assert [one.action for one in found.items] == ["changed"]
    assert "30分钟" in found.items[0].reason
    (person,) = found.people
    assert (person.person, person.clauses, person.due) == (firm.person("li"), ("2.1-01",), "2027-03-08")


def test_an_editorial_change_keeps_approvals_and_people(firm: Company):
    learned(firm)
    firm.edit("2.1-visit.md", "维修工应在接到派单后", "维修工**应**在接到派单后")
    found = touched(firm)
    assert not found.changes  # emphasis is no wording
    firm.edit("2.2-guard.md", "{#2.2-02 class=A}", '{#2.2-02 class=A basis="公司标准"}')
    found = touched(firm)
    assert [(one.clause, one.material) for one in found.changes] == [("2.2-02", False)]
    assert (found.items, found.questions, found.people) == ((), (), ())


def test_a_judgement_goes_before_what_is_proposed(firm: Company):
    learned(firm)
    firm.edit("2.1-visit.md", "30 分钟", "20 分钟")
    assert touched(firm, material={"2.1-01": False}).people == ()


def test_who_never_learned_the_clause_is_not_affected(firm: Company):
    firm.edit("2.1-visit.md", "30 分钟", "20 分钟")
    assert touched(firm).people == ()


def test_forms_are_touched_by_their_entry_and_by_clauses_that_name_them(firm: Company):
    firm.edit("2.2-guard.md", "每 2 小时", "每 3 小时")
    firm.edit("forms.yml", "fields: [时间], retention: 3年", "fields: [时间, 人员], retention: 3年")
    found = touched(firm)
    assert [(one.no, one.action, one.clauses) for one in found.forms] == [
        ("F-01", "changed", ()),
        ("F-02", "named", ("2.2-01",)),
    ]


def test_a_withdrawn_clause_takes_its_items_with_it_and_retrains_nobody(firm: Company):
    learned(firm)
    firm.edit(
        "2.1-visit.md",
        "客服员应在维修完成后 3 日内回访业主。{#2.1-03}",
        '（A/1 废止）{#2.1-03 withdrawn="A/1"}',
    )
    found = touched(firm)
    assert {(one.clause, one.action) for one in found.items} == {("2.1-03", "withdrawn")}
    assert own(found, "2.1-03") == {"2.1-03"}
    assert all(one.action == "withdrawn" for one in found.questions if one.clause == "2.1-03")
    assert found.people == ()


def test_the_command_answers_in_the_shape_of_the_design(firm: Company):
    learned(firm)
    shutil.copytree(firm.home.handbook, firm.home.root.parent / "old" / "handbook")
    firm.edit("2.1-visit.md", "30 分钟", "20 分钟")
    firm.records.ledger.checkpoint()
    words = [str(HANDBOOK), "impact", "A/0", str(firm.home.root), "--at", "2027-03-01", "--json"]
    done = subprocess.run(
        [*words, "--root", str(firm.home.root)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert list(told) == ["items", "questions", "forms", "people", "kept"]
    assert told["people"] == [
        {"person": firm.person("li"), "clauses": ["2.1-01"], "due": "2027-03-08", "name": "员工li"}
    ]
    assert {one["clause"] for one in told["items"]} == {"2.1-01"}
    two_homes = [str(HANDBOOK), "impact", str(firm.home.root.parent / "old"), str(firm.home.root), "--json"]
    done = subprocess.run(two_homes, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["items"] == told["items"]


# --- the bundled handbook, whole


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Drawn, Path]:
    folder = tmp_path_factory.mktemp("bundled") / "handbook"
    shutil.copytree(ROOT / "handbook", folder, ignore=shutil.ignore_patterns("editions"))
    return Drawn.of(load_handbook(folder)), folder


def edited(folder: Path, clause: str, pattern: str, new: str) -> Handbook:
    """The text with one place of one clause's line changed."""
    (path,) = (one for one in folder.rglob("*.md") if f"{{#{clause} " in one.read_text("utf-8"))
    text = path.read_text("utf-8")
    (line,) = (one for one in text.splitlines() if f"{{#{clause} " in one)
    changed, count = re.subn(pattern, new, line, count=1)
    assert count == 1
    path.write_text(text.replace(line, changed), "utf-8")
    try:
        return load_handbook(folder)
    finally:
        path.write_text(text, "utf-8")


def everybody_knows_everything(old: Drawn) -> Known:
    """One person of each post who signed for all clauses, and every question accepted."""
    manifest = manifest_of(old.handbook, "A/0", "2026-12-01")
    learners = [Learner(f"p-{place:016x}", (post.name,)) for place, post in enumerate(old.handbook.posts)]
    at = "2026-12-10T00:00:00.000000Z"
    evidence = [
        Evidence(one.id, "acknowledgement", str(clause.id), clause.fingerprint, "A/0", at, 1)
        for one in learners
        for clause in old.handbook.clauses
    ]
    decisions = [
        Decision(
            "question",
            one.id,
            one.digest,
            "accepted",
            {"fingerprint": one.fingerprint, "clause": one.clause},
            "p-0000000000000001",
            at,
            place,
        )
        for place, one in enumerate(old.bank.items)
    ]
    return Known(learners, evidence, decisions, [manifest])


@pytest.mark.slow
def test_in_the_bundled_handbook_one_figure_touches_its_clause_alone(bundled: tuple[Drawn, Path]):
    old, folder = bundled
    known = everybody_knows_everything(old)
    new = edited(folder, "8.2-06", r"在 \d+ 日内", "在 4 日内")
    found = impact(old, Drawn.of(new), on=ON, known=known)
    assert [(one.clause, one.material) for one in found.changes] == [("8.2-06", True)]
    assert {one.clause for one in found.items} == {"8.2-06"}
    assert found.questions
    assert own(found, "8.2-06") == {"8.2-06"}
    lost = [one for one in found.questions if one.decided]
    assert found.kept["decisions"] == len(old.bank.items) - len(lost)
    assert {one.action for one in found.questions} <= {"added", "changed", "withdrawn"}
    posts = {learner.id: learner.posts for learner in known.learners}
    assert {posts[one.person] for one in found.people} == {("品质主管",)}
    assert {(one.clauses, one.due) for one in found.people} == {(("8.2-06",), "2027-03-08")}


@pytest.mark.slow
def test_in_the_bundled_handbook_an_editorial_change_touches_nothing(bundled: tuple[Drawn, Path]):
    old, folder = bundled
    known = everybody_knows_everything(old)
    new = edited(folder, "8.2-06", r'basis="[^"]*"', 'basis="公司惯例"')
    found = impact(old, Drawn.of(new), on=ON, known=known)
    assert [(one.clause, one.kind, one.material) for one in found.changes] == [
        ("8.2-06", "attributes", False)
    ]
    assert (found.items, found.questions, found.people) == ((), (), ())
    assert found.kept["decisions"] == len(old.bank.items)
