"""What stands beside a demand: its band, the former rule, the one it is handed to, who is told, a terse second act."""

from __future__ import annotations

import pytest

from indexer.demands.extract import extract_text

POSTS = ("司机", "调度员", "收货员", "客服员", "大堂副理", "值班经理", "总经理", "护理员")


def read(text: str) -> list[tuple[str, str | None]]:
    """Quote without spaces and condition of each obligation."""
    return [
        (demand.quote.replace(" ", ""), demand.condition)
        for demand in extract_text(text, posts=POSTS)
        if demand.is_obligation
    ]


def test_each_band_has_its_own_act_and_only_its_own_figures() -> None:
    assert read("材料费 50 元以下的免收，50 元以上 200 元以下的按成本收取，200 元以上的应先报价。") == [
        ("材料费50元以下的免收", "材料费50元以下的"),
        ("50元以上200元以下的按成本收取", "50元以上200元以下的"),
        ("200元以上的应先报价", "200元以上的"),
    ]


def test_who_decides_in_a_band_is_a_demand_in_the_first_band_too() -> None:
    found = read("减免 500 元以下的，由大堂副理决定；500 元以上的，由值班经理决定。")
    assert [condition for _, condition in found] == ["减免500元以下的", "500元以上的"]


def test_figures_below_zero_are_bands_too() -> None:
    assert read("中心温度高于 -12℃ 的拒收；-15℃ 以下的正常收货。")[1] == ("-15℃以下的正常收货", "-15℃以下的")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("投诉原规定 5 日内答复，自 2026 年 1 月 1 日起改为 3 日内答复。", "自2026年1月1日起改为3日内答复"),
        ("原要求客服员每日 8:30 前开门，现改为 8:00 前开门。", "现改为8:00前开门"),
        ("不良事件原规定 48 小时内上报，现规定 24 小时内上报。", "现规定24小时内上报"),
    ],
)
def test_of_a_former_rule_and_the_one_in_its_place_only_the_second_holds(text: str, rule: str) -> None:
    assert read(text) == [(rule, None)]


def test_who_hands_something_over_does_something() -> None:
    subjects = [one.subject for one in extract_text("签收单由司机交调度员，调度员签字。", posts=POSTS)]
    assert subjects == ["司机", "调度员"]


def test_what_others_are_told_to_do_is_one_demand() -> None:
    assert len(read("客服员在 1 小时内通知业主收起悬挂物、避开低洼处停车。")) == 1


def test_somebody_may_not_stand_in_and_the_sentence_is_no_repeal() -> None:
    assert len(read("护士离岗的，应由另一名护士接替，不得由护理员代替。")) == 2


def test_a_thing_named_first_is_no_demand() -> None:
    assert [quote for quote, _ in read("拒收的货，收货员当场写《异常报告单》。")] == [
        "收货员当场写《异常报告单》"
    ]


def test_an_adverbial_before_a_joining_word_is_no_act() -> None:
    assert len(read("客服员应在每门技能课中同时安排理论和实操。")) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("护理员应每 30 分钟检查一次约束部位，每 2 小时松解一次。", 2),
        ("货垛距墙 30 厘米，距顶 50 厘米，通道宽度不小于 2 米。", 3),
        ("车上灭火器两具，警示牌一块，反光背心每人一件。", 3),
        ("高处作业应系安全带，并设 1 人监护。", 2),
        ("领用应登记《领用登记表》，当班归还。", 2),
        ("消防员应每日巡查 2 次，夜间不少于 2 次，每月检查灭火器 1 次。", 3),
    ],
)
def test_a_terse_second_act_is_a_demand_of_its_own(text: str, count: int) -> None:
    assert len(read(text)) == count


def test_entries_after_a_first_act_are_acts_each() -> None:
    text = "员工上班应着工装，并：\n    - 保持仪容整洁；\n    - 不吸烟；\n    - 手机调至静音。"
    assert [quote for quote, _ in read(text)] == [
        "员工上班应着工装",
        "保持仪容整洁",
        "不吸烟",
        "手机调至静音",
    ]


def test_a_penalty_beside_a_list_of_prohibitions_leaves_them_in_force() -> None:
    text = "保安员不得有下列行为，违者每次扣 2 分：\n    - 值班时睡觉；\n    - 私自调岗。"
    assert [demand.modality for demand in extract_text(text)] == ["must_not", "must_not"]


def test_cases_without_the_word_have_set_the_duty_off_too() -> None:
    text = "下列情形之一，立即停止作业并报告站长：\n    - 氧气浓度低于 19.5%；\n    - 货架变形。"
    assert [quote for quote, _ in read(text)] == ["立即停止作业", "并报告站长"]


def test_entries_below_the_requirements_of_a_post_are_demands() -> None:
    text = "护理员的岗位要求：\n    - 上岗前修剪指甲，不佩戴首饰；\n    - 发现老人情绪低落的，当班报告社工。"
    assert [quote for quote, _ in read(text)] == ["上岗前修剪指甲", "不佩戴首饰", "当班报告社工"]


def test_what_is_done_if_needed_is_a_demand_and_binds_nothing_after_it() -> None:
    assert read("秩序员应先观察，再询问，必要时通知班长，不得搜身。")[2:] == [
        ("必要时通知班长", "必要时"),
        ("不得搜身", None),
    ]


def test_how_often_at_a_stage_is_a_demand_of_its_own() -> None:
    found = extract_text("管家应每日巡查现场 1 次，拆改阶段应每日 2 次，并填写《巡查表》。")
    assert [one.frequency.times if one.frequency else None for one in found] == [1, 2, None]


def test_whom_one_sees_does_not_act() -> None:
    (_, second) = extract_text("保安员应每 4 小时巡逻一次，见到独自外出的老人应拦下。")
    assert (second.subject, second.condition) == ("保安员", "见到独自外出的老人")


def test_a_gate_and_a_step_of_one_word_can_be_judged() -> None:
    assert extract_text("试水温后方可协助入浴。")[0].auditable
    assert extract_text("铺床", lead_in="清扫应按下列顺序进行：")[0].auditable


def test_what_follows_from_a_case_is_a_demand() -> None:
    assert read("晚到半小时以上的，排到当班最后。") == [("排到当班最后", "晚到半小时以上的")]


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        ("班主任通知家长，不得隐瞒。", ["must", "must_not"]),
        ("从业人员不得留长指甲、不得戴首饰，操作时戴帽子和口罩，如厕后洗手。", ["must_not", "must_not", "must", "must"]),
        ("录像保存 90 天，涉及学生的保存至事件处理完毕，不得私自拷贝。", ["must", "must", "must_not"]),
        ("人员密集场所严禁堵塞出口。", ["must_not"]),
    ],
)  # fmt: skip
def test_a_ban_beside_acts_leaves_them_acts(text: str, modalities: list[str]) -> None:
    assert [one.modality for one in extract_text(text, posts=("班主任",))] == modalities


def test_whoever_ends_like_a_post_may_be_told_something() -> None:
    assert [quote for quote, _ in read("每学期组织两次演练，演练前 3 日通知家长，演练后一周内写出总结。")][
        1
    ] == "演练前3日通知家长"


def test_a_time_before_an_opening_is_a_term_and_no_demand() -> None:
    (only,) = extract_text("开店前 30 分钟，店长应检查照明。", posts=("店长",))
    assert only.limit and (only.limit.value, only.limit.kind) == (30, "advance")


def test_who_signs_beside_an_explanation_did_not_write_it() -> None:
    first, second = extract_text("长短款超过 20 元的，填写说明并由店长签字。", posts=("店长",))
    assert (first.subject, second.subject) == (None, "店长")


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        ("温度异常的报修，1 小时内不能恢复的转移商品。", "must"),
        ("会员信息仅用于积分兑换，未经本人同意不得发送广告。", "must_not"),
        ("任何人不得再次上架。", "must_not"),
    ],
)
def test_the_last_predicate_has_its_own_force(text: str, modalities: str) -> None:
    last = extract_text(text)[-1]
    assert last.modality == modalities and not (last.action or "").startswith("次")


def test_a_term_from_a_notice_and_its_act_are_a_demand() -> None:
    assert [quote for quote, _ in read("接到通知后 1 小时内下架封存，24 小时内退回总仓。")] == [
        "接到通知后1小时内下架封存",
        "24小时内退回总仓",
    ]
