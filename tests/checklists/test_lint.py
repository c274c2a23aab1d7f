"""The linter finds what a careful trainer would."""

from __future__ import annotations

import dataclasses
import json

import pytest
from typer.testing import CliRunner

from app.cli import cli
from checklists.exchange.plain import question_from
from checklists.lint import lint, lint_question
from checklists.question import Question

GOOD = Question(
    "Q-1",
    "single",
    "按手册规定，接到困人报警后，监控值班员应在多少分钟内与乘客通话？（选手册规定的最长时限）",
    ("1 分钟", "3 分钟", "5 分钟", "10 分钟"),
    0,
    "见条款。",
)


def rules(question):
    return {finding.rule for finding in lint_question(question)}


def changed(**what):
    return dataclasses.replace(GOOD, **what)


def test_a_good_question_passes():
    assert lint_question(GOOD) == []


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ("two-right", {"options": ("60 分钟", "1 小时", "2 小时", "4 小时")}),
        ("two-right", {"options": ("每月 1 次", "每 30 日 1 次", "每周 1 次", "每季度 1 次")}),
        ("two-right", {"options": ("放行", "放行 ", "拒绝", "请示")}),
        ("options", {"options": ("1 分钟", "3 分钟")}),
        ("key", {"key": 7}),
        ("key", {"key": True}),
        ("catch-all", {"options": ("1 分钟", "3 分钟", "5 分钟", "以上都对")}),
        ("pointing", {"stem": "按上述规定，监控值班员应在多少分钟内与乘客通话？"}),
        ("pointing", {"stem": "该岗位应在多少分钟内与乘客通话？"}),
        ("pointing", {"stem": "按手册规定，品质主管应在接到通知后多少日内到现场复查？"}),
        ("pointing", {"stem": "按手册规定，得分低于 70 分时，总经理应在多少日内约谈项目经理？"}),
        (
            "pointing",
            {
                "type": "truefalse",
                "options": (),
                "key": True,
                "stem": "情景：客服员在第 5 日请业主补签问卷。",
            },
        ),
        ("punctuation", {"stem": "接到困人报警后监控值班员应在（　）内与乘客通话。"}),
        (
            "negative",
            {"stem": "下列哪项不属于监控值班员的职责？", "options": ("巡逻", "接警", "通话", "记录")},
        ),
        ("negative", {"stem": "监控值班员不得不在多少分钟内通话？不应不通话吗？"}),
        (
            "boundary",
            {"stem": "得分恰好 80 分时，项目经理应怎样处理？", "options": ("整改", "通过", "约谈", "表扬")},
        ),
        ("doubled", {"stem": "按手册规定，监控值班员应应在多少分钟内与乘客通话？"}),
        ("length", {"stem": "多久？"}),
        (
            "longest",
            {
                "stem": "外来物品出门时，门岗应怎样做？",
                "options": ("放行", "核对放行条、物品与身份后登记放行", "拒绝", "请示班长"),
                "key": 1,
            },
        ),
        (
            "absolute",
            {
                "stem": "外来物品出门时，门岗应怎样做？",
                "options": ("一律拒绝", "登记后放行", "请示后放行", "核对后放行"),
                "key": 1,
            },
        ),
        (
            "clue",
            {
                "stem": "灭火器应由哪个岗位每月点检？灭火器材由谁管理？",
                "options": ("灭火器材管理员", "客服员", "保洁员", "绿化员"),
                "key": 0,
            },
        ),
        (
            "nested",
            {
                "stem": "监控值班员多久内与乘客通话？",
                "options": ("30分钟内", "1小时内", "2小时内", "4小时内"),
            },
        ),
        ("overlap", {"options": ("10 至 20 分钟", "15 至 30 分钟", "40 分钟", "50 分钟")}),
    ],
)
def test_a_flaw_is_found(rule, what):
    assert rule in rules(changed(**what))


def test_a_bold_negative_is_allowed():
    assert "negative" not in rules(
        changed(stem="下列哪项是保安员**不应**做的？", options=("饮酒", "巡逻", "登记", "劝阻"))
    )


def test_a_multiple_choice_may_not_be_all_right_nor_rest_on_an_open_list():
    every = Question(
        "Q-2", "multiple", "秩序岗位包括哪些等？（多选）", ("甲", "乙", "丙", "丁"), (0, 1, 2, 3), ""
    )
    assert {"key", "open-list"} <= rules(every)


def test_a_recommendation_hardened_is_found():
    hard = Question("Q-3", "truefalse", "夜间巡逻应两人同行。", (), True, "", modality="should")
    assert "modality" in rules(hard)


def test_a_numeric_question_names_its_unit():
    bare = Question("Q-4", "numeric", "维修工最长多久到场？", (), {"value": 2, "unit": "小时"}, "")
    assert "key" in rules(bare)


def test_keys_that_always_stand_second_are_found():
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃列张寒来暑往秋收冬藏"
    made = [
        Question(
            f"Q-{n}",
            "single",
            f"第{name}号门由谁看守？请选一个岗位。",
            (f"{name}一", f"{name}二", f"{name}三", f"{name}四"),
            1,
            "",
        )
        for n, name in enumerate(names)
    ]
    assert "key-place" in {finding.rule for finding in lint(made)}


def test_the_same_question_twice_is_found():
    twice = [GOOD, dataclasses.replace(GOOD, id="Q-9")]
    assert "duplicate" in {finding.rule for finding in lint(twice)}


def test_the_command_prints_findings_and_fails(tmp_path):
    file = tmp_path / "own.json"
    bad = {**GOOD.as_json(), "stem": "该岗位多久到场？"}
    file.write_text(json.dumps([bad], ensure_ascii=False), "utf-8")
    done = CliRunner().invoke(cli, ["quiz", "--lint", str(file), "--json"])
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert {"id", "rule", "problem", "fix"} == set(found[0])
    assert "pointing" in {finding["rule"] for finding in found}


def test_the_command_passes_a_clean_file(tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"items": [GOOD.as_json()]}, ensure_ascii=False), "utf-8")
    assert CliRunner().invoke(cli, ["quiz", "--lint", str(file)]).exit_code == 0


def test_a_question_written_by_hand_needs_only_type_stem_options_and_key():
    made = question_from({"type": "single", "stem": GOOD.stem, "options": list(GOOD.options), "key": 0}, 1)
    assert lint_question(made) == []
