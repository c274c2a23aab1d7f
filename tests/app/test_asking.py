"""Asking the edition in force, signing it, and looking at the ledger: what each person gets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_home import FRONT, PASSWORD, TEXTS, Office, opened, with_emergencies, written

from app import acknowledging, asking, viewing
from app import habits as habits_module
from app.habits import Habits
from app.records.entry import utc_text
from indexer.clauses import HandbookError


@pytest.fixture
def emergencies(no_home: Path) -> Iterator[Office]:
    made = with_emergencies(no_home / "home")
    yield made
    made.bench.close()


def test_the_answer_is_the_clause_with_its_sentence(office):
    told = asking.ask(office.bench, office.who("zhang"), "接到派单后多久要到场", office.now)
    assert told.best is not None and told.clause is not None
    assert told.best.shown.id == "2.1-01" and "30 分钟" in told.clause.text
    assert {hit.shown.section for hit in told.same_section} <= {"2.1"}


def test_a_question_without_an_answer_goes_to_the_managers_once(office):
    zhang, wang = office.who("zhang"), office.who("wang")
    for _ in range(2):
        told = asking.ask(office.bench, zhang, "公司股票什么时候上市", office.now)
        assert told.best is None and told.others
    (open_one,) = asking.unanswered(office.bench, wang)
    assert (open_one.question, open_one.times, open_one.post) == ("公司股票什么时候上市", 2, "维修工")
    with pytest.raises(HandbookError, match="不能处理未能回答的问题"):
        asking.settle(office.bench, office.who("li"), open_one.id, "不属于手册", office.now)
    with pytest.raises(HandbookError, match=r"没有条款 9\.9-01"):
        asking.settle(office.bench, wang, open_one.id, "9.9-01", office.now)
    asking.settle(office.bench, wang, open_one.id, "不属于手册", office.now)
    assert asking.unanswered(office.bench, wang) == []


def test_an_auditor_asks_without_leaving_a_trace(office):
    asking.ask(office.bench, office.who("zhao"), "公司股票什么时候上市", office.now)
    assert asking.unanswered(office.bench, office.who("zhao")) == []


def test_a_draft_in_the_tree_is_not_answered_from(office):
    path = office.home.handbook / "2" / "2.1.md"
    path.write_text(path.read_text("utf-8").replace("30 分钟内到场", "90 分钟内到场"), "utf-8")
    told = asking.ask(office.bench, office.who("zhang"), "接到派单后多久要到场", office.now)
    assert told.best is not None and "30 分钟" in told.best.shown.text


@pytest.mark.parametrize("question", ["", "   ", "长" * 201])
def test_an_empty_or_endless_question_is_refused(office, question):
    with pytest.raises(HandbookError):
        asking.ask(office.bench, office.who("zhang"), question, office.now)


def test_a_filter_leaves_the_clauses_of_one_situation(emergencies):
    told = asking.ask(
        emergencies.bench, emergencies.who("zhang"), "先通知谁", emergencies.now, situation="水管爆裂"
    )
    shown = [hit.shown.id for hit in (*([told.best] if told.best else []), *told.same_section, *told.others)]
    assert sorted(shown) == ["2.3-03", "2.3-04"]
    with pytest.raises(HandbookError, match="没有情形“海啸”") as refused:
        asking.ask(emergencies.bench, emergencies.who("zhang"), "先通知谁", emergencies.now, situation="海啸")
    assert "停电、水管爆裂" in refused.value.fix


def test_filters_that_nothing_meets_are_said_and_not_noted_for_the_managers(emergencies):
    zhang, wang = emergencies.who("zhang"), emergencies.who("wang")
    told = asking.ask(
        emergencies.bench, zhang, "接到派单后多久要到场", emergencies.now, post="客服员", situation="停电"
    )
    assert told.best is None and told.others == () and "去掉一项" in told.answer.notice
    assert asking.unanswered(emergencies.bench, wang) == []


def test_what_a_part_of_the_handbook_does_not_say_is_not_noted_for_the_managers(office):
    told = asking.ask(office.bench, office.who("zhang"), "公司股票什么时候上市", office.now, section="2.2")
    assert told.best is None and told.narrowed
    assert asking.unanswered(office.bench, office.who("wang")) == []


def test_an_emergency_card_is_its_clauses_in_order(emergencies):
    zhang = emergencies.who("zhang")
    assert [str(one.id) for one in asking.card(emergencies.bench, zhang, "停电")] == ["2.3-01", "2.3-02"]
    assert asking.card(emergencies.bench, zhang, "海啸") == asking.card(emergencies.bench, zhang, "") == ()


def test_a_person_finds_the_last_questions_again_and_nobody_elses(office):
    for question in ("接到派单后多久要到场", "几天内回访", "接到派单后多久要到场"):
        asking.ask(office.bench, office.who("zhang"), question, office.now)
    assert asking.recent(office.bench, office.who("zhang")) == ["接到派单后多久要到场", "几天内回访"]
    assert asking.recent(office.bench, office.who("qian")) == []


def test_a_question_is_shown_to_all_once_several_asked_it_and_it_names_nobody(office):
    common, personal = "接到派单后多久要到场", "张三接到派单后多久要到场"
    for login in ("zhang", "qian", "li"):
        assert asking.frequent(office.bench, office.who("root")) == []
        for question in (common, personal):
            asking.ask(office.bench, office.who(login), question, office.now)
    assert asking.frequent(office.bench, office.who("root")) == [common]


def test_the_name_of_a_role_is_nobodys_name(office):
    question = "管理员接到派单后多久要到场"  # an account is called 管理员
    for login in ("zhang", "qian", "li"):
        asking.ask(office.bench, office.who(login), question, office.now)
    assert asking.frequent(office.bench, office.who("root")) == [question]


def test_asking_over_and_over_makes_nothing_frequent():
    habits = Habits()
    for _ in range(10):
        habits.note("a", "问题")
    assert habits.frequent() == [] and habits.recent("a") == ["问题"]


def test_habits_keep_the_last_questions_only():
    habits = Habits()
    for number in range(12):
        habits.note("a", f"问题{number}")
    assert habits.recent("a") == [f"问题{number}" for number in range(11, 3, -1)]


def test_the_memory_of_searches_is_bounded(monkeypatch):
    monkeypatch.setattr(habits_module, "REMEMBERED", 3)
    habits = Habits()
    for number in range(5):
        habits.note(f"p{number}", f"问题{number}")
    assert [habits.recent(f"p{number}") for number in range(5)] == [[], [], ["问题2"], ["问题3"], ["问题4"]]


def test_suggestions_are_own_questions_then_words_of_the_text(office):
    zhang = office.who("zhang")
    office.bench.warm()
    asking.ask(office.bench, zhang, "入户维修多久到场", office.now)
    assert asking.suggestions(office.bench, zhang, "入户") == ["入户维修多久到场", "入户维修", "入户维修单"]
    assert asking.suggestions(office.bench, office.who("qian"), " 入户 ") == ["入户维修", "入户维修单"]
    assert asking.suggestions(office.bench, zhang, "  ") == []


def test_emergencies_come_first_while_typing(emergencies):
    emergencies.bench.warm()
    assert asking.suggestions(emergencies.bench, emergencies.who("zhang"), "急")[0] in (
        "停电应急处置",
        "水管爆裂应急处置",
    )
    assert "应急" in asking.suggestions(emergencies.bench, emergencies.who("zhang"), "急")


def test_nobody_who_types_waits_for_the_search_to_load(office):
    assert asking.suggestions(office.bench, office.who("zhang"), "入户") == []
    assert not office.bench.ready


# --- signing


def test_signing_needs_the_password_again_and_binds_every_clause(office):
    zhang = office.who("zhang")
    with pytest.raises(HandbookError):
        acknowledging.sign(office.bench, zhang, "2.1", "wrong", office.now, office.now)
    read = office.now
    entry = acknowledging.sign(office.bench, zhang, "2.1", PASSWORD, read, office.later(minutes=5))
    assert entry.payload["opened_at"] == utc_text(read) and entry.payload["seconds"] == 300
    assert {ref.id for ref in entry.clauses} == {f"2.1-0{n}" for n in range(1, 7)}
    assert entry.meaning == acknowledging.MEANING


def test_a_signed_section_is_done_for_this_person_only(office):
    zhang = office.who("zhang")
    acknowledging.sign(office.bench, zhang, "2.1", PASSWORD, office.now, office.now)
    done = {duty.section.number: duty.done for duty in acknowledging.duties(office.bench, zhang)}
    assert done["2.1"] is True
    others = acknowledging.duties(office.bench, office.who("qian"))
    assert not any(duty.done for duty in others)
    assert "2.2" in {duty.section.number for duty in others}


def test_an_auditor_signs_nothing(office):
    with pytest.raises(HandbookError, match="没有这项权限"):
        acknowledging.sign(office.bench, office.who("zhao"), "2.1", PASSWORD, office.now, office.now)


# --- looking


def test_staff_see_what_concerns_them_and_the_editions(office):
    zhang, qian = office.who("zhang"), office.who("qian")
    acknowledging.sign(office.bench, zhang, "2.1", PASSWORD, office.now, office.now)
    assert "制度签收" in {row.kind for row in viewing.visible(office.bench, zhang)}
    assert "制度签收" not in {row.kind for row in viewing.visible(office.bench, qian)}
    assert {row.kind for row in viewing.visible(office.bench, qian, kind="edition_issued")} == {"版本发布"}


def test_an_auditor_sees_everything(office):
    rows = viewing.visible(office.bench, office.who("zhao"))
    assert len(rows) == office.bench.records.ledger.length()


def test_the_ledger_verifies_for_those_who_may_ask(office):
    assert viewing.verification(office.bench, office.who("zhao")).ok
    with pytest.raises(HandbookError):
        viewing.verification(office.bench, office.who("li"))


def test_ones_own_export_is_whole_and_is_recorded(office):
    zhang = office.who("zhang")
    acknowledging.sign(office.bench, zhang, "2.1", PASSWORD, office.now, office.now)
    told = json.loads(viewing.own_export(office.bench, zhang))
    assert {entry["kind"] for entry in told["entries"]} == {"account", "acknowledgement"}
    assert next(office.bench.records.ledger.entries(kind="export")).actor == zhang.id


def test_a_spreadsheet_takes_no_cell_for_a_formula():
    row = viewing.Row(1, "", "=1+1", "@a", "-b", "+c", "", "\t=d", "")
    assert viewing.as_csv([row]).decode("utf-8-sig").splitlines()[1].startswith("1,,'=1+1,'@a,'-b,'+c,,'\t=d")


def test_a_clause_of_an_internal_section_leads_to_the_internal_site(no_home, monkeypatch):
    from app import screens
    from app.screens.pieces import address

    hidden = FRONT.format(section="5.4", title="采购").replace("\n---\n#", "\npublic: false\n---\n#")
    office = opened(written(no_home / "home", {**TEXTS, "5/5.4.md": hidden + "- 采购员应询价。{#5.4-01}\n"}))
    monkeypatch.setattr(screens, "_bench", [office.bench])
    assert address("5.4-01", "5.4") == "/internal/A-0/5.4/#5.4-01"
    assert address("2.1-01", "2.1") == "/handbook/A-0/2.1/#2.1-01"
    office.bench.close()
