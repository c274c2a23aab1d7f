"""A decision stands while its wording does, is never on one's own work, and travels between homes as YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from revision_home import Company, company

from app.deciding import (
    Reviewed,
    accept_all,
    change_item,
    decide_change,
    decide_item,
    decide_question,
    reviewed,
    usable_bank,
)
from app.decision_files import export_text, import_text, read_decisions
from app.in_force import in_force
from app.known import chain_of
from app.people import who_is
from checklists.bank.generate import bank_of
from checklists.items import all_items
from checklists.local import read_decision
from indexer.clauses import HandbookError


@pytest.fixture
def firm(no_home: Path) -> Iterator[Company]:
    made = company(no_home / "home")
    yield made
    made.records.close()


def who(firm: Company, login: str):
    return who_is(firm.records.people.find(login))


def queue(firm: Company) -> dict[str, Reviewed]:
    text = in_force(firm.home, firm.records.ledger)
    decisions = firm.records.store.decisions("question")
    chain = chain_of(firm.home, firm.records.ledger)
    return {one.generated.id: one for one in reviewed(bank_of(text.handbook), decisions, chain)}


def first(firm: Company, clause: str = "2.1-01") -> Reviewed:
    """The first question of a clause."""
    return next(one for one in queue(firm).values() if one.generated.clause == clause)


def decide(firm: Company, login: str, one: Reviewed, outcome, **more: object):
    return decide_question(firm.records.ledger, who(firm, login), one, outcome, edition="A/0", **more)


def test_every_question_is_new_until_somebody_accepts_it(firm: Company):
    assert {one.status for one in queue(firm).values()} == {"new"}
    decide(firm, "qian", first(firm), "accepted")
    assert first(firm).status == "accepted"
    assert sum(one.status == "accepted" for one in queue(firm).values()) == 1


def test_certifying_papers_take_accepted_questions_only_and_no_paper_a_rejected_one(firm: Company):
    one = first(firm)
    other = next(two for two in queue(firm).values() if two.generated.id != one.generated.id)
    decide(firm, "qian", one, "accepted")
    decide(firm, "qian", other, "rejected", reason="题意不清")
    bank = bank_of(in_force(firm.home, firm.records.ledger).handbook)
    decisions, chain = firm.records.store.decisions(), chain_of(firm.home, firm.records.ledger)
    certifying = usable_bank(bank, decisions, chain, certifying=True)
    assert [question.id for question in certifying.items] == [one.generated.id]
    left = {question.id for question in usable_bank(bank, decisions, chain).items}
    assert left == {question.id for question in bank.items} - {other.generated.id}


def test_an_acceptance_stays_when_other_clauses_change_and_falls_with_its_own(firm: Company):
    for clause in ("2.1-01", "2.1-03"):
        decide(firm, "qian", first(firm, clause), "accepted")
    firm.edit("2.1-visit.md", "30 分钟", "20 分钟")
    firm.issue()
    assert first(firm, "2.1-03").status == "accepted"
    assert first(firm, "2.1-01").status == "changed"


def test_an_acceptance_goes_on_over_an_editorial_change(firm: Company):
    decide(firm, "qian", first(firm), "accepted")
    firm.edit("2.1-visit.md", "30 分钟内到场。{#2.1-01}", '30 分钟内到场。{#2.1-01 basis="公司标准"}')
    firm.issue()
    assert first(firm).status == "accepted"


def edited(one: Reviewed) -> object:
    return replace(one.generated, stem=one.generated.stem.replace("手册", "公司手册", 1))


def test_an_edit_is_kept_and_waits_for_somebody_else(firm: Company):
    one = first(firm)
    decide(firm, "zhao", one, "edited", reason="更通顺", edited=edited(one))
    now = first(firm)
    assert (now.status, now.question.stem) == ("edited", edited(one).stem)  # type: ignore[attr-defined]
    decide(firm, "qian", now, "accepted")
    assert (first(firm).status, first(firm).question) == ("accepted", now.question)
    firm.edit("2.2-guard.md", "每 2 小时", "每 3 小时")
    firm.issue()
    assert (first(firm).status, first(firm).question.stem) == ("accepted", now.question.stem)
    firm.edit("2.1-visit.md", "30 分钟", "20 分钟")
    firm.issue()
    assert first(firm).status == "changed"
    assert first(firm).question == first(firm).generated


def test_nobody_accepts_their_own_edit(firm: Company):
    one = first(firm)
    decide(firm, "qian", one, "edited", reason="更通顺", edited=edited(one))
    with pytest.raises(HandbookError, match="不能处理自己做的事"):
        decide(firm, "qian", first(firm), "accepted")
    with pytest.raises(HandbookError, match="不能处理自己做的事"):
        accept_all(firm.records.ledger, who(firm, "qian"), queue(firm).values(), edition="A/0")
    decide(firm, "sun", first(firm), "accepted")


@pytest.mark.parametrize("login", ["li", "zhao"])
def test_only_a_manager_accepts(firm: Company, login: str):
    with pytest.raises(HandbookError, match="没有这项权限"):
        decide(firm, login, first(firm), "accepted")


def test_rejecting_and_editing_need_a_reason_and_an_edit_must_be_sound(firm: Company):
    one = first(firm)
    with pytest.raises(HandbookError, match="没有写理由"):
        decide(firm, "qian", one, "rejected")
    with pytest.raises(HandbookError, match="没有改动"):
        decide(firm, "zhao", one, "edited", reason="无", edited=one.generated)
    flawed = replace(one.generated, stem="上述做法，，符合手册对时限的规定。")
    with pytest.raises(HandbookError, match=one.generated.id):
        decide(firm, "zhao", one, "edited", reason="无", edited=flawed)
    assert first(firm).status == "new"


def test_many_are_accepted_in_one_go(firm: Company):
    ledger = firm.records.ledger
    count = len(queue(firm))
    assert accept_all(ledger, who(firm, "qian"), queue(firm).values(), edition="A/0") == count
    assert accept_all(ledger, who(firm, "qian"), queue(firm).values(), edition="A/0") == 0
    assert {one.status for one in queue(firm).values()} == {"accepted"}


# --- items and changes


def test_a_supervisor_drops_an_item_but_only_a_manager_one_of_class_a(firm: Company):
    items = all_items(in_force(firm.home, firm.records.ledger).handbook).items
    plain = next(item for item in items if not item.critical)
    vital = next(item for item in items if item.critical)
    ledger = firm.records.ledger

    def drop(login: str, item) -> None:
        raw = {"outcome": "dropped", "item": item.id, "digest": item.digest, "reason": "本项目没有"}
        decide_item(ledger, who(firm, login), read_decision(raw), item, edition="A/0")

    drop("zhao", plain)
    with pytest.raises(HandbookError, match="没有这项权限"):
        drop("zhao", vital)
    drop("qian", vital)
    assert [one.item for one in firm.records.store.decisions("item")] == [plain.id, vital.id]
    with pytest.raises(HandbookError, match="没有这项权限"):
        drop("li", plain)


def test_a_change_judged_before_the_issue_is_heeded_by_it(firm: Company):
    firm.edit("2.1-visit.md", "30 分钟", "20 分钟")
    (change,) = firm.proposal().manifest.changes
    assert change.material
    decide_change(
        firm.records.ledger,
        who(firm, "qian"),
        "2.1-01",
        change.old,
        change.new,
        material=False,
        reason="笔误",
        edition="A/0",
    )
    (change,) = firm.proposal(reason="改正笔误").manifest.changes
    assert not change.material
    assert change_item("2.1-01", change.old, change.new).startswith("sha256:")


# --- between homes


def test_decisions_travel_to_another_home_and_are_entered_once(firm: Company, no_home: Path):
    one = first(firm)
    decide(firm, "zhao", one, "edited", reason="更通顺", edited=edited(one))
    decide(firm, "qian", first(firm), "accepted")
    decide(firm, "qian", first(firm, "2.1-03"), "rejected", reason="太容易")
    item = all_items(in_force(firm.home, firm.records.ledger).handbook).items[0]
    raw = {"outcome": "weighted", "item": item.id, "digest": item.digest, "weight": "3", "reason": "常犯"}
    decide_item(firm.records.ledger, who(firm, "qian"), read_decision(raw), item, edition="A/0")
    text = export_text(firm.records.store)
    assert "p-" not in text.replace("sha256", "")  # nobody's id leaves the home
    other = company(no_home / "other")
    done = import_text(other.records.ledger, other.records.store, text)
    assert (done.entered, done.known) == (4, 0)
    assert export_text(other.records.store) == text
    assert first(other).status == "accepted"
    assert first(other).question == first(firm).question
    assert first(other, "2.1-03").status == "rejected"
    again = import_text(other.records.ledger, other.records.store, text)
    assert (again.entered, again.known) == (0, 4)
    other.records.close()


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("- 1", "不是本程序的决定文件"),
        ("handbook_decisions: 2", "不是本程序的决定文件"),
        ("handbook_decisions: 1\nfoo: []", "不认识的项"),
        ("handbook_decisions: 1\nquestions: 3", "不是列表"),
        ("handbook_decisions: 1\nquestions:\n- {item: a}", "questions 第 1 个"),
        ("handbook_decisions: 1\nitems:\n- {outcome: dropped, reason: x}", "items 第 1 个"),
        ("a: &x [1]\nb: *x", "读不懂"),
    ],
)
def test_a_wrong_file_is_refused_whole(firm: Company, text: str, match: str):
    length = firm.records.ledger.length()
    with pytest.raises(HandbookError, match=match):
        import_text(firm.records.ledger, firm.records.store, text, name="d.yml")
    assert firm.records.ledger.length() == length


@given(st.text(max_size=200))
def test_any_text_is_decisions_or_a_clear_refusal(text: str):
    try:
        read_decisions(text)
    except HandbookError as error:
        assert error.problem
