"""No wrong key on a figure, whatever the text does."""

from __future__ import annotations

import re

import pytest
from bank_handbooks import about, figures, handbook_of, reasons
from bank_handbooks import whole_bank as bank_of


def test_two_clauses_with_different_figures_for_one_thing_get_no_question_on_either_figure(tmp_path):
    bank = bank_of(
        handbook_of(tmp_path, "客服员应在受理报修后 10 分钟内派单。", "前台接到报修后，应在 15 分钟内派单。")
    )
    assert figures(bank, "9.1-01") == figures(bank, "9.1-02") == []
    assert "矛盾" in reasons(bank, "9.1-01")


def test_siblings_on_different_things_are_no_contradiction(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "门禁系统故障报修后，维修工应在 4 小时内恢复。",
            "道闸故障报修后，维修工应在 2 小时内恢复。",
        )
    )
    assert figures(bank, "9.1-01") and figures(bank, "9.1-02")


def test_an_option_equal_to_another_clause_after_normalising_is_never_offered(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "道闸出现故障的，维修工应在 30 分钟内到场检查道闸。",
            "道闸出现故障的，电工应在 1 小时内到场检查道闸。",
        )
    )
    for question in about(bank, "9.1-01"):
        assert not {"60分钟", "1小时"} & set(question.options)


def test_the_boundary_of_above_and_below_is_never_asked(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "物业费收缴率应在 92% 以上，由客服员每月统计 1 次。",
            "电工应保持配电房温度在 40℃ 以下。",
        )
    )
    for question in bank.items:
        assert question.slot != "limit"


def test_a_threshold_that_binds_nobody_gives_no_case(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "访客车辆临停 30 分钟以内免费。"))
    assert not [question for question in bank.items if question.scenario]


def test_a_period_that_names_a_meeting_is_no_frequency_question(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "项目经理应在每月的例会上通报整改情况。"))
    assert not [question for question in bank.items if question.slot == "frequency"]


def test_synonyms_of_posts_and_verbs_do_not_hide_a_contradiction(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "门禁故障报修后，维修工应在 2 小时内到场。",
            "门禁出现故障的，修理工须于 4 小时内到达现场。",
            posts="",
        )
    )
    assert figures(bank, "9.1-01") == figures(bank, "9.1-02") == []
    assert "矛盾" in reasons(bank, "9.1-02")


@pytest.mark.parametrize(
    "clause",
    [
        "员工请假不超过 3 日的由项目经理批准。",
        "访客停车 24 小时内最高收费 50 元。",
        "（原第 5 条“记录保存 6 个月”自本版起废止）电工的巡查记录保存 1 年。",
    ],
)
def test_a_figure_that_is_a_condition_a_tariff_or_abolished_is_no_limit(tmp_path, clause):
    assert figures(bank_of(handbook_of(tmp_path, clause)), "9.1-01") == []


def test_staff_for_each_shift_is_no_frequency(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "秩序班长应每班配备 3 人。"))
    assert not [question for question in bank.items if question.slot == "frequency"]


def test_half_a_year_is_never_to_be_typed_as_a_number(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "监控值班员应将视频资料保存半年。"))
    assert not [question for question in bank.items if question.type == "numeric"]


def test_a_case_in_whole_days_keeps_clear_of_the_bound(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "客服员应在收到申请后 2 日内退回材料。"))
    for question in bank.items:
        assert "第3日" not in question.stem


def test_a_contradicted_demand_is_neither_asked_nor_offered(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "门禁故障报修后，维修工应在 2 小时内到场。",
            "门禁出现故障的，维修工应于 4 小时内到达现场。",
            "业主来电时，客服员应登记诉求和联系电话。",
            "访客到访时，秩序维护员应核对身份后放行。",
            "消防主机报警时，监控值班员应通知就近岗位核实。",
            "楼道灯具损坏时，电工应更换灯具并登记。",
            "客服员不应向他人透露业主的联系电话。",
        )
    )
    for question in bank.items:
        assert "小时" not in question.stem + "".join(question.options)


def test_a_band_of_a_scale_is_no_limit(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "项目经理应按得分把结果分为下列三级：\n    - 不低于 90 分的为优秀；\n"
            "    - 不低于 80 分、低于 90 分的为合格；\n    - 低于 80 分的为限期整改。\n",
        )
    )
    assert figures(bank, "9.1-01") == []


@pytest.mark.parametrize(
    "clause",
    [
        "绿化员每年春、秋两季各施肥一次。",
        "绿化员应每月修剪草坪二至三次。",
        "项目经理负责组织每周一上午的例会。",
        "退宿逾期每日按二十元收取占用费。",
        "机房温度每小时变化不应超过 5℃。",
    ],
)
def test_a_share_a_range_a_weekday_a_charge_and_a_rate_are_no_frequency(tmp_path, clause):
    bank = bank_of(handbook_of(tmp_path, clause))
    assert not [question for question in bank.items if question.slot == "frequency"]


def test_a_time_in_which_something_is_forbidden_is_no_longest_time(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "秩序维护员上岗前 8 小时内不得饮酒。"))
    asked = figures(bank, "9.1-01")
    assert asked
    for question in asked:
        assert question.type in ("single", "numeric")
        assert not re.search("最长|最短", question.stem + question.explanation)


def test_thousands_in_words_are_asked_in_the_unit_of_the_answer(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "库存现金余额不得超过五千元。"))
    for question in figures(bank, "9.1-01"):
        assert "千元" not in question.stem


def test_two_limits_of_one_part_are_not_stated_as_one(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "一级故障应在 5 分钟内上报、2 小时内恢复。"))
    assert not [q for q in figures(bank, "9.1-01") if q.type == "truefalse" and not q.scenario]


def test_a_shift_is_no_wrong_answer_beside_hours(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "监控值班员应每 4 小时巡检一次机房。"))
    for question in bank.items:
        assert "每班" not in question.stem + "".join(question.options)


def test_figures_that_would_run_into_one_give_no_question(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "门岗电话 8866-3321 应 24 小时有人接听。"))
    assert not any("332124" in question.stem for question in bank.items)


def test_the_end_of_a_range_is_no_figure_of_its_own(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "扶手带与梯级的速度偏差应为 0 至 +2%。"))
    assert figures(bank, "9.1-01") == []


def test_how_long_something_is_kept_is_stated_as_a_sentence(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "监控录像应保存不少于 30 日。"))
    assert not any("保存，手册" in question.stem for question in bank.items)


@pytest.mark.parametrize("clause", ["叉车每运行 250 小时或每 2 个月保养一次。", "保洁员应每班前清点工具。"])
def test_either_or_and_before_each_are_no_frequency(tmp_path, clause):
    assert figures(bank_of(handbook_of(tmp_path, clause)), "9.1-01") == []


def test_round_the_clock_is_no_figure(tmp_path):
    assert figures(bank_of(handbook_of(tmp_path, "客服员手机应 24 小时开机。")), "9.1-01") == []


def test_the_first_minutes_are_no_advance(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "临时停车前 30 分钟免费，月卡应在到期前 5 日提醒续费。"))
    assert bank.items
    assert not any("停车前多少" in q.stem or q.stem.startswith("临时停车前免费") for q in bank.items)
