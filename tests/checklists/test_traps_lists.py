"""Lists, sequences and tables keep what they say and what they leave open."""

from __future__ import annotations

import re

from bank_handbooks import POSTS, about, handbook_of
from bank_handbooks import whole_bank as bank_of


def test_a_list_of_sanctions_gives_nothing(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "有下列行为之一的，每次扣 5 分：\n    - 睡觉；\n    - 玩手机。\n"))
    assert bank.items == ()


def test_forbidden_acts_under_a_lead_in_become_cases_with_the_right_verdict(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "秩序维护员在门岗值班时，不应有下列行为：\n    - 饮酒；\n    - 玩手机；\n    - 擅自离岗。\n",
        )
    )
    cases = [question for question in bank.items if question.slot == "ban"]
    assert cases
    for question in cases:
        assert question.key is False


def test_an_open_list_gives_no_multiple_choice(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path, "客服员应登记下列三项内容：\n    - 房号；\n    - 电话；\n    - 其他需要登记的内容。\n"
        )
    )
    assert not [question for question in bank.items if question.type == "multiple"]


def test_a_table_row_is_asked_with_its_table_and_its_thing(tmp_path):
    table = (
        "\n公共设施应按下表巡查：\n\n| 对象 | 标准 | 频次 | 岗位 |\n| --- | --- | --- | --- |\n"
        "| 楼顶水箱 | 加盖上锁 | 每周 1 次 | 维修工 {#9.1-30} |\n"
    )
    bank = bank_of(handbook_of(tmp_path, "电工应每日检查配电房 1 次。", tail=table))
    asked = about(bank, "9.1-30")
    assert asked
    for question in asked:
        assert "楼顶水箱" in question.stem and re.search("表中|一表", question.stem)


def test_steps_are_ordered_as_the_text_has_them(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "检修电气设备前，电工必须按下列顺序操作：\n    1. 断开电源；\n    2. 验电；\n    3. 装设接地线；\n    4. 上锁。\n",
        )
    )
    orders = [question for question in bank.items if question.type == "order"]
    assert orders
    steps = ["断开电源", "验电", "装设接地线", "上锁"]
    for question in orders:
        right = [question.options[place] for place in question.key]
        assert right == [step for step in steps if step in right]


def test_duties_worded_with_not_are_not_turned_round(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path, "秩序维护员必须做到以下三点：\n    - 不脱岗；\n    - 不睡岗；\n    - 不饮酒。\n"
        )
    )
    assert not [question for question in bank.items if question.type == "truefalse"]


def test_a_lead_in_that_breaks_off_at_ying_is_joined_with_its_entries(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "维修工到场后，应：\n    - 切断主电源；\n    - 在 10 分钟内通知工程主管。\n",
            "水泵起火时，电工应当：\n    - 关闭电源；\n    - 不得用水浇；\n    - 通知电工班长。\n",
            posts=POSTS + "- {name: 电工班长}\n",
        )
    )
    stems = [question.stem for question in bank.items]
    assert any("维修工到场后，" in stem for stem in stems)
    assert not any("其中" in stem or "电工应班长" in stem or "应。" in stem for stem in stems)


def test_a_list_without_another_list_of_its_kind_gives_no_multiple_choice(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "项目经理应核对有下列三种情形：\n    - 严重违纪；\n    - 徇私舞弊；\n    - 被依法追责。\n",
            "客服员应公示下列三项内容：\n    - 服务事项；\n    - 收费标准；\n    - 监督电话。\n",
        )
    )
    assert not [
        question for question in bank.items if question.type == "multiple" and question.slot == "list"
    ]
