from __future__ import annotations

import pytest
from made_up import handbook_of, items_in

from checklists.items import all_items
from checklists.modals import compact, modal_in
from checklists.negation import absent

LINES = [
    ("门禁故障应在 4 小时内恢复。", "门禁故障在4小时内恢复"),
    ("隔油池清掏每月不得少于 1 次。", "隔油池清掏每月不少于1次"),
    ("接到困人报警后，监控值班员应在 1 分钟内与乘客通话安抚。", "接到困人报警后，在1分钟内与乘客通话安抚"),
    (
        "公司管理的水箱，工程主管应每半年不少于 1 次组织清洗消毒。",
        "公司管理的水箱，每半年不少于1次组织清洗消毒",
    ),
    ("灭火器压力不足时，电工应当天更换。", "灭火器压力不足时，当天更换"),
    ("配电房温度不应高于 40℃。", "配电房温度不高于40℃"),
    ("电工严禁带电检修公共电气设备。", "未带电检修公共电气设备"),
    ("消防通道不应堆放杂物。", "消防通道未堆放杂物"),
    ("水泵房内不应有积水。", "水泵房内无积水"),
    ("油库严禁烟火。", "油库无烟火"),
    ("电梯未经检验的，维修工严禁投入使用。", "电梯未经检验的，不投入使用"),
    ("水质检测合格后方可恢复供水。", "水质检测合格后方可恢复供水"),
    ("外来车辆应登记车牌号，除救护车、消防车外。", "外来车辆登记车牌号（除救护车、消防车外）"),
    ("维修工进门前应穿鞋套。", "进门前，穿鞋套"),
    ("岗亭玻璃无污渍。", "岗亭玻璃无污渍"),
    ("每个设置点不宜多于 5 具灭火器。", "每个设置点不宜多于5具灭火器"),
    ("工程主管宜每年委托 1 次第三方评估。", "宜每年委托1次第三方评估"),
]


@pytest.mark.parametrize(("clause", "line"), LINES, ids=[line for _, line in LINES])
def test_a_clause_becomes_a_line_with_its_bound_occasion_and_direction(tmp_path, clause, line):
    made = items_in(tmp_path, f"- {clause}{{#2.3-01}}\n")
    assert [one.text for one in made.items] == [line]


def test_entries_of_a_prohibition_stand_alone(tmp_path):
    body = "- 秩序维护员不得有下列行为：{#2.3-01}\n    - 在岗吸烟；\n    - 打骂业主。\n"
    assert [one.text for one in items_in(tmp_path, body).items] == ["未在岗吸烟", "未打骂业主"]


def test_steps_take_the_occasion_of_their_lead_in_but_not_its_words(tmp_path):
    body = (
        "- 发生电梯困人时，当班人员应按下列步骤处置：{#2.3-01}\n"
        "    1. 监控值班员在 1 分钟内与乘客通话；\n    2. 维修工在 30 分钟内到场。\n"
    )
    made = items_in(tmp_path, body).items
    assert [(one.text, one.post) for one in made] == [
        ("发生电梯困人时，在1分钟内与乘客通话", "监控值班员"),
        ("发生电梯困人时，在30分钟内到场", "维修工"),
    ]


def test_a_list_of_cases_travels_with_what_it_asks(tmp_path):
    body = "- 有下列情形之一的，车辆不得放行：{#2.3-01}\n    - 无放行条；\n    - 驾驶人醉酒。\n"
    (made,) = items_in(tmp_path, body).items
    assert made.text == "有下列情形之一的，车辆未放行：无放行条；驾驶人醉酒"


def test_a_case_of_a_later_sentence_keeps_the_case_before(tmp_path):
    body = "- 犬只未系犬绳的，秩序维护员应现场劝导；劝导无效的，应在 24 小时内报告派出所。{#2.3-01}\n"
    last = items_in(tmp_path, body).items[-1]
    assert last.text == "犬只未系犬绳的，劝导无效的，在24小时内报告派出所"


def test_an_exception_in_a_sentence_of_its_own_travels_with_the_item(tmp_path):
    body = "- 未经工程主管批准，维修工不得查看监控录像；公安机关依法调取的除外。{#2.3-01}\n"
    assert items_in(tmp_path, body).items[0].text.endswith("（公安机关依法调取的除外）")


def test_a_row_says_object_what_and_how_often_but_not_who(tmp_path):
    body = (
        "设备应按下表巡检：\n\n| 对象 | 内容 | 频次 | 岗位 |\n| --- | --- | --- | --- |\n"
        "| 配电房 | 查仪表、温度并抄表 | 每日 2 次 | 电工 {#2.3-01} |\n"
    )
    (made,) = items_in(tmp_path, body).items
    assert (made.text, made.post, made.frequency) == (
        "配电房：查仪表、温度并抄表，每日2次",
        "电工",
        "每日2次",
    )


@pytest.mark.parametrize(
    ("clause", "reason"), [("接待应主动热情。", "待细化"), ("原规定每周消杀一次。", "非要求")]
)
def test_what_cannot_be_checked_is_refused_with_a_reason(tmp_path, clause, reason):
    made = items_in(tmp_path, f"- {clause}{{#2.3-01}}\n- 岗亭玻璃无污渍。{{#2.3-02}}\n")
    assert [one.text for one in made.items] == ["岗亭玻璃无污渍"]
    assert all(refusal.reason.startswith(reason) for refusal in made.refused)


def test_a_change_of_the_figure_keeps_the_id_and_changes_the_digest(tmp_path):
    (before,) = items_in(tmp_path / "a", "- 门禁故障应在 4 小时内恢复。{#2.3-01}\n").items
    (after,) = items_in(tmp_path / "b", "- 门禁故障应在 2 小时内恢复。{#2.3-01}\n").items
    assert before.id == after.id
    assert before.digest != after.digest


def test_a_clause_more_moves_no_id(tmp_path):
    one = "- 门禁故障应在 4 小时内恢复，并登记《设备巡检记录》。{#2.3-02}\n"
    before = {i.id for i in items_in(tmp_path / "a", one).items}
    after = {i.id for i in items_in(tmp_path / "b", "- 岗亭玻璃无污渍。{#2.3-01}\n" + one).items}
    assert before < after


def test_contradicting_clauses_give_no_item_of_either(tmp_path):
    body = "- 门禁系统故障应在 4 小时内恢复。{#2.3-01}\n- 门禁系统故障应在 8 小时内恢复。{#2.3-02}\n"
    made = all_items(handbook_of(tmp_path, s2_3=body))
    assert not made.items
    assert [refusal.reason[:2] for refusal in made.refused] == ["矛盾", "矛盾"]


@pytest.mark.parametrize(
    ("words", "place"), [("应急照明应每月切换", 4), ("项目经理应签字", 4), ("电工应当天更换", 2)]
)
def test_words_that_hold_a_word_of_force_are_none(words, place):
    found = modal_in(words, "must")
    assert found is not None
    assert found.start == place
    assert found.word == "应"


def test_what_is_forbidden_is_told_as_absent():
    assert absent("占用疏散通道") == "未占用疏散通道"
    assert absent("有积水") == "无积水"
    assert absent("动火", occasion="未经批准") == "不动火"
    assert absent("无证上岗") == "未发生无证上岗"
    assert absent("任何人进入") == "无任何人进入"


def test_spaces_between_chinese_and_figures_go_and_english_ones_stay():
    assert compact("应在 4 小时内 reset the door") == "应在4小时内reset the door"


@pytest.mark.parametrize(
    ("clause", "line"),
    [
        ("- 消防通道一律不准停车。{#2.3-01}", "消防通道未停车"),
        ("- 首问人不得以任何理由推诿。{#2.3-01}", "首问人未以任何理由推诿"),
        ("- 非工作人员禁止入内。{#2.3-01}", "无非工作人员入内"),
        ("- （原第 5 条自本版起废止）巡查记录保存 1 年。{#2.3-01}", "巡查记录保存1年"),
        (
            "- 禁止维修工有下列行为：{#2.3-01}\n    - 徒手搬运电池；\n    - 在机房内吸烟。\n",
            "维修工未在机房内吸烟",
        ),
        (
            "- 维修工不得有下列情形：{#2.3-01}\n    - 修理不登记；\n    - 擅自离岗。\n",
            "未发生修理不登记",
        ),
    ],
)
def test_a_ban_reads_as_what_must_be_absent(tmp_path, clause, line):
    assert any(item.text.endswith(line) for item in items_in(tmp_path, clause + "\n").items)


def test_a_fine_is_no_item(tmp_path):
    texts = [
        item.text
        for item in items_in(
            tmp_path, "- 工程主管应于每月 5 日前出具报表，逾期每日扣 10 元。{#2.3-01}\n"
        ).items
    ]
    assert texts and not any("扣10元" in text for text in texts)


def test_a_record_under_a_clause_of_class_a_is_no_veto(tmp_path):
    items = items_in(tmp_path, "- 电工检修前必须断开电源，并填写《设备巡检记录》。{#2.3-01 class=A}\n").items
    assert [item.class_ for item in items] == ["A", "B"]
