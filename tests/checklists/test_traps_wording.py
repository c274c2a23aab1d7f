"""Force, former rules, sanctions and words that look like others."""

from __future__ import annotations

import re

import pytest
from bank_handbooks import about, handbook_of, reasons
from bank_handbooks import whole_bank as bank_of

from checklists.lint import lint


@pytest.mark.parametrize(
    "clause",
    [
        "原规定水泵房每周巡查 1 次，现取消，改为电工每日巡查 1 次。",
        "例如，保安员应在 3 分钟内到场。",
        "该岗位应在接到通知后 5 分钟内到场。",
        "上述人员应在 5 分钟内到场。",
        "秩序维护员违反规定的，每次扣 5 分。",
    ],
)
def test_former_rules_examples_pointers_and_sanctions_give_nothing(tmp_path, clause):
    assert about(bank_of(handbook_of(tmp_path, clause)), "9.1-01") == []


def test_a_recommendation_stays_one(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "秩序维护员夜间巡逻宜两人同行。"))
    assert {question.modality for question in bank.items} <= {"should"}
    for question in bank.items:
        assert "应" not in question.stem.replace("对应", "")
        assert question.type == "numeric" or question.options[question.key] == "宜"


def test_every_question_of_the_traps_passes_the_linter(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "客服员应在受理报修后 10 分钟内派单。",
            "监控值班员应将监控录像保存不少于 30 日。",
            "秩序维护员应每 2 小时巡逻 1 次，并填写《巡逻记录》。",
            "严禁秩序维护员携带火种进入燃气调压站。{class=A}",
        )
    )
    assert bank.items and lint(bank.items) == []


def test_on_that_day_is_no_modal_word(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "灭火器压力低于绿区的，电工应当日更换灭火器。"))
    for question in bank.items:
        assert "日更换" not in question.stem.replace("当日更换", "").replace("次日更换", "")


def test_a_word_that_only_ends_in_ying_keeps_its_last_character_and_comma(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "手册发布后，客服员应在 7 日内更新对应课件和试题。",
            "接到报警后，电工应在 20 分钟内响应，并在 2 小时内修复供应线路。",
        )
    )
    assert bank.items
    for question in bank.items:
        text = question.stem + "".join(question.options) + question.explanation
        assert "对课件" not in text and "供线路" not in text
        assert not re.search(r"响应并在|内响(?!应)", text)


def test_a_ban_whose_object_stands_elsewhere_is_not_asked(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "项目经理应凭书面文件支用维修资金，不应将其挪作他用。"))
    assert not any("将其" in question.stem for question in bank.items)


def test_a_double_negative_gives_nothing(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "秩序维护员不应不核对放行条就放行大件物品。"))
    assert bank.items == ()
    assert "双重否定" in reasons(bank, "9.1-01")


def test_a_bound_in_the_words_of_a_ban_is_no_forbidden_act(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "机房静电电压不应大于 1 kV。", "浑浊度不应大于 0.5 NTU。"))
    assert not [question for question in bank.items if question.slot == "prohibition"]


def test_test_paper_is_not_applied(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "保洁员配制消毒液后应用试纸测定浓度。"))
    assert not any("后应用" in option for question in bank.items for option in question.options)


def test_a_permission_is_refused_with_its_reason_once(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "秩序维护员日间可单人巡逻。", "岗亭玻璃应每日擦拭 1 次。"))
    assert "非要求：非要求" not in "".join(refusal.reason for refusal in bank.refused)
