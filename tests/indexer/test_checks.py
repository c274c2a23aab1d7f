"""Planted faults are found, and what only looks like one is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook_texts import handbook_of, write_lists, write_section

from indexer.checks import check_text
from indexer.checks.citations import parse_basis
from indexer.checks.history import check_history
from indexer.clauses import Fault
from indexer.editions import manifest_of
from indexer.reading import load_handbook

ARRIVE = "- 收到急修报修后，维修工应在 30 分钟内到达现场。{#2.1-01}\n"


def faults(folder: Path, **bodies: str) -> list[Fault]:
    return check_text(handbook_of(folder, **bodies), folder)


def found(folder: Path, body: str, *, other: str = "", also: str = "") -> list[tuple[str, str]]:
    """Code and clause-bearing problem of what is found about one section's body and another's."""
    bodies = {"s2_1": body} | ({"s3_1": other} if other else {})
    return [
        (fault.code, fault.problem)
        for fault in faults(folder, **bodies)
        if fault.code not in ("T11", "T13") and fault.code != also
    ]


def codes(folder: Path, body: str, *, other: str = "") -> list[str]:
    return [code for code, _ in found(folder, body, other=other)]


# --- contradictions


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("收到急修报修后，维修工应在 30 分钟内到达现场。", "收到急修报修后，维修工应在 45 分钟内到达现场。"),
        ("收到急修报修后，维修工应在 30 分钟内到达现场。", "收到急修报修后，维修工应在 2 小时内到达现场。"),
        ("收到急修报修后，维修工应在 30 分钟内到达现场。", "收到急修报修后，维修员应在 1 小时内到场。"),
        ("保洁员应每日清扫大堂 3 次。", "保洁员应每日清扫大堂 2 次。"),
        ("秩序维护员应每 2 小时巡逻 1 次。", "秩序维护员应每小时巡逻 1 次。"),
        ("信息管理员应将监控录像保存不少于 30 日。", "信息管理员应将监控录像保存不少于 15 天。"),
        ("客服员应在铃响三声内接听电话。", "客服员应在铃响五声内接听电话。"),
        ("维修工单次入户时长应控制在 30 分钟以内。", "维修工单次入户时长应控制在 1 小时以内。"),
    ],
)
def test_another_figure_for_the_same_matter_is_a_contradiction_also_across_chapters(
    tmp_path: Path, first: str, second: str
):
    said = found(tmp_path, f"- {first}{{#2.1-01}}\n", other=f"- {second}{{#3.1-01}}\n")
    assert [code for code, _ in said] == ["T01"]
    assert "3.1-01" in said[0][1]
    assert "2.1-01" in said[0][1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("收到急修报修后，维修工应在 30 分钟内到达现场。", "收到一般报修后，维修工应在 2 小时内到达现场。"),
        ("维修工应在 30 分钟内到达现场。", "维修工应在 2 小时内完成维修。"),
        ("秩序维护员应在夜间每小时巡逻 1 次。", "秩序维护员应在白天每 2 小时巡逻 1 次。"),
        ("保洁员应每日清扫大堂 3 次。", "保洁员应每日清扫电梯轿厢 2 次。"),
        ("维修工应在 30 分钟内到达现场。", "秩序维护员应在 5 分钟内到达现场。"),
        ("一般安全隐患，工程主管应在 7 日内消除。", "较大安全隐患，工程主管应在 15 日内消除。"),
        ("客服员应在 24 小时内回复业主的投诉。", "客服员应在 3 日内回访业主的投诉。"),
    ],
)
def test_another_condition_object_act_or_doer_is_no_contradiction(tmp_path: Path, first: str, second: str):
    assert codes(tmp_path, f"- {first}{{#2.1-01}}\n", other=f"- {second}{{#3.1-01}}\n") == []


def test_the_same_figure_in_another_unit_is_a_repetition_and_no_contradiction(tmp_path: Path):
    said = codes(
        tmp_path,
        "- 收到报修后，维修工应在 60 分钟内到达现场。{#2.1-01}\n",
        other="- 收到报修后，维修工应在 1 小时内到达现场。{#3.1-01}\n",
    )
    assert said == ["T02"]


# --- repetition


def test_a_provision_that_stands_twice_is_reported_at_the_second(tmp_path: Path):
    said = found(tmp_path, ARRIVE, other="- 收到急修报修后，维修工应在 30 分钟内到达现场。{#3.1-01}\n")
    assert [code for code, _ in said] == ["T02"]
    assert said[0][1].startswith("3.1-01 与 2.1-01")


def test_the_same_duty_of_two_posts_is_no_repetition(tmp_path: Path):
    assert (
        codes(tmp_path, "- 客服员应佩戴工牌上岗。{#2.1-01}\n", other="- 保洁员应佩戴工牌上岗。{#3.1-01}\n")
        == []
    )


# --- registers


def test_an_unlisted_post_and_an_alias_in_braces_are_pointed_out(tmp_path: Path):
    body = '- 应戴鞋套入户。{#2.1-01 posts="钳工"}\n- 应垫布作业。{#2.1-02 posts="水电工"}\n'
    assert codes(tmp_path, body) == ["T10", "T10"]


def test_unused_posts_and_forms_are_warnings(tmp_path: Path):
    write_section(tmp_path, ARRIVE)
    write_lists(
        tmp_path, posts="- {name: 维修工}\n- {name: 出纳}\n", forms="- {no: RF-01, name: 收费日报表}\n"
    )
    said = check_text(load_handbook(tmp_path), tmp_path)
    assert [(fault.code, fault.severity) for fault in said] == [("T11", "warning"), ("T13", "warning")]


def test_a_form_that_is_not_listed_is_a_fault_in_braces_and_in_words(tmp_path: Path):
    write_section(
        tmp_path,
        '- 维修工应填写《维修记录》。{#2.1-01 form="维修记录"}\n- 电工应填写《巡查记录》。{#2.1-02}\n'
        "- 电工应遵守《用电安全规程》。{#2.1-03}\n",
    )
    write_lists(tmp_path, forms="- {no: RF-01, name: 抄表记录}\n")
    said = [fault.problem for fault in check_text(load_handbook(tmp_path), tmp_path) if fault.code == "T12"]
    assert [problem[:6] for problem in said] == ["2.1-01", "2.1-02"]


def test_two_forms_with_one_number_are_a_fault(tmp_path: Path):
    write_section(tmp_path, '- 维修工应填写《甲记录》和《乙记录》。{#2.1-01 form="甲记录、乙记录"}\n')
    write_lists(tmp_path, forms="- {no: RF-01, name: 甲记录}\n- {no: RF-01, name: 乙记录}\n")
    said = [fault.code for fault in check_text(load_handbook(tmp_path)) if fault.code != "T11"]
    assert said == ["T15"]


# --- references


def test_a_term_that_refers_to_no_clause_is_a_fault(tmp_path: Path):
    write_section(tmp_path, ARRIVE)
    write_lists(tmp_path)
    (tmp_path / "glossary.yml").write_text("- {term: 急修, definition: 爆管等, clause: 2.1-99}\n", "utf-8")
    said = [fault.code for fault in check_text(load_handbook(tmp_path)) if fault.code != "T11"]
    assert said == ["T20"]


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("[2.1-77]", "T20"),
        ("[2.9]", "T21"),
        ("本手册 2.9", "T21"),
        ("[2.1-02]", "T22"),
        ("[2.1-01]", "T20"),
        ("[2.1-7]", "T20"),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_fault(tmp_path: Path, reference: str, code: str):
    body = f'- 维修工应按 {reference} 办理入户。{{#2.1-01}}\n- （废止）{{#2.1-02 withdrawn="A/1"}}\n'
    assert codes(tmp_path, body) == [code]


def test_references_that_lead_somewhere_are_no_fault(tmp_path: Path):
    body = "- 维修工应按 [2.1-02] 和本手册 2.1 戴鞋套。{#2.1-01}\n- 电工应按 [2.1] 抄表。{#2.1-02}\n"
    assert codes(tmp_path, body) == []


# --- wording


@pytest.mark.parametrize("word", ["及时", "定期", "妥善", "尽快", "适当", "必要时", "按有关规定"])
def test_a_vague_word_without_a_figure_is_a_fault(tmp_path: Path, word: str):
    assert codes(tmp_path, f"- 维修工应{word}处理水表渗漏。{{#2.1-01}}\n") == ["T30"]


@pytest.mark.parametrize(
    "text",
    [
        "维修工应及时处理渗漏，最迟在 2 小时内完成。",
        "工程主管应定期（每月 1 次）检查水泵。",
        "工程主管应统计处理及时率。",
        "客服员应按《定期检查管理办法》归档。",
    ],
)
def test_a_vague_word_beside_a_figure_or_inside_a_name_is_none(tmp_path: Path, text: str):
    assert codes(tmp_path, f"- {text}{{#2.1-01}}\n") == []


@pytest.mark.parametrize(
    "verb", ["必须", "应当", "务必", "严禁", "禁止", "不得", "不准", "须", "需", "要", "不要", "应该"]
)
def test_a_verb_outside_the_standard_is_a_fault(tmp_path: Path, verb: str):
    assert codes(tmp_path, f"- 维修工{verb}进入业主卧室。{{#2.1-01}}\n") == ["T31"]


def test_the_strictest_verbs_may_stand_in_a_clause_of_life_safety(tmp_path: Path):
    body = "- 维修工严禁带电作业。{#2.1-01 class=A}\n- 电工必须断电验电。{#2.1-02 class=A}\n"
    assert codes(tmp_path, body) == []


@pytest.mark.parametrize(
    "text",
    ["维修工应学习入户须知。", "秩序维护员应在“禁止通行”标牌旁值守。", "客服员应记下业主的需求和要点。"],
)
def test_a_verb_inside_another_word_is_none(tmp_path: Path, text: str):
    assert codes(tmp_path, f"- {text}{{#2.1-01}}\n") == []


def test_more_than_two_demands_in_one_clause_is_a_fault(tmp_path: Path):
    text = "维修工应戴鞋套；维修工应垫布；维修工应关闭水阀；维修工应请业主签字。"
    assert codes(tmp_path, f"- {text}{{#2.1-01}}\n") == ["T32"]


def test_sub_lists_and_tables_may_hold_many_demands(tmp_path: Path):
    body = "- 维修工应：{#2.1-01}\n    - 戴鞋套；\n    - 垫布；\n    - 关闭水阀；\n    - 请业主签字。\n"
    assert codes(tmp_path, body) == []


# --- citations


def test_citations_are_read_as_law_and_article():
    assert parse_basis("消防法第十六条") == ("消防法", "十六")
    assert parse_basis("《刑法》第二百五十三条之一") == ("刑法", "二百五十三之一")
    assert parse_basis("公司标准") is None


def test_a_citation_that_is_not_listed_or_not_readable_is_a_fault(tmp_path: Path):
    write_lists(tmp_path, laws="- {law: 消防法, article: 十六, in_force: 2021-04-29}\n")
    write_section(
        tmp_path,
        '- 维修工应关门。{#2.1-01 basis="消防法第十六条"}\n- 维修工应关窗。{#2.1-02 basis="消防法第十七条"}\n'
        '- 维修工应戴帽。{#2.1-03 basis="公司标准"}\n- 维修工应签字。{#2.1-04 basis="听说的"}\n',
    )
    said = [
        (fault.code, fault.problem[:6])
        for fault in check_text(load_handbook(tmp_path))
        if fault.code[1] == "4"
    ]
    assert said == [("T40", "2.1-02"), ("T41", "2.1-04")]


# --- history


def test_an_issued_clause_may_be_withdrawn_but_not_vanish_or_come_back(tmp_path: Path):
    old = handbook_of(
        tmp_path, s2_1='- 维修工应关门。{#2.1-01}\n- 应关窗。{#2.1-02}\n- （废止）{#2.1-03 withdrawn="A/0"}\n'
    )
    manifest = manifest_of(old, "A/0", "2026-12-01")
    new = handbook_of(tmp_path, s2_1='- （废止）{#2.1-01 withdrawn="A/1"}\n- 应戴帽。{#2.1-03}\n')
    assert [(fault.code, fault.problem[:6]) for fault in check_history(new, [manifest])] == [
        ("T50", "2.1-02"),
        ("T50", "2.1-03"),
    ]


def test_rows_on_different_things_do_not_contradict_each_other(tmp_path: Path):
    body = (
        "设备应按下表巡检：\n\n| 设备 | 内容 | 频次 | 岗位 |\n| --- | --- | --- | --- |\n"
        "| 水泵 | 环境温度 | 每日 2 次 | 维修工 {#2.1-01} |\n| 风机 | 环境温度 | 每日 1 次 | 维修工 {#2.1-02} |\n"
    )
    assert "T01" not in codes(tmp_path, body)
