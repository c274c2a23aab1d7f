"""Classes of wrong or poor questions that readers found, each on a handbook of a few lines."""

from __future__ import annotations

import re

import pytest
from bank_handbooks import about, figures, handbook_of, reasons, whole_bank

from checklists.bank.generate import bank_of

OTHERS = ("秩序班长应每周检查岗亭 1 次。", "客服员应每月整理档案 1 次。")
"""Two plain duties of other posts, so that a section has posts to confuse."""


def stems(bank, clause="9.1-01"):
    return [question.stem for question in about(bank, clause)]


@pytest.mark.parametrize(
    "clause",
    [
        "保洁员每班清扫住客房不超过 14 间。",
        "秩序班长应每日抽查岗位不少于 3 处。",
        "客服员应每月走访业主不少于 10 户。",
    ],
)
def test_an_amount_of_each_period_is_no_frequency(tmp_path, clause):
    bank = whole_bank(handbook_of(tmp_path, clause))
    assert not [question for question in about(bank, "9.1-01") if question.slot == "frequency"]


def test_of_two_bounds_of_which_the_earlier_holds_neither_is_asked(tmp_path):
    clause = "电工应每 500 小时保养 1 次风机，或者每 3 个月保养 1 次，以先到者为准。"
    assert figures(whole_bank(handbook_of(tmp_path, clause)), "9.1-01") == []


def test_an_act_of_another_post_is_no_distractor_where_a_wider_duty_of_the_asked_one_holds_it(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "发现违反装修规定的行为时，秩序维护员应现场劝阻制止。",
            "发现防水层被破坏的装修时，维修工应现场制止。",
            "交接班时，秩序维护员应清点对讲机。",
            "下班前，维修工应清点工具箱。",
            "接警后，秩序班长应在 3 分钟内到场核实。",
            "周界报警后，秩序维护员应在 180 秒内到达报警点。",
        )
    )
    for question in bank.items:
        if question.slot == "share" and "由秩序维护员负责" in question.stem:
            wrong = [o for place, o in enumerate(question.options) if place not in question.key]
            assert not any("防水层" in option or "3分钟" in option for option in wrong)


def test_a_gap_and_a_frequency_that_breaks_it_contradict_each_other(tmp_path):
    broken = ("秩序维护员应每 2 小时巡楼 1 次。", "秩序维护员巡视楼道的间隔应不超过 90 分钟。")
    kept = ("秩序维护员应每小时巡楼 1 次。", "秩序维护员巡视楼道的间隔应不超过 90 分钟。")
    assert figures(whole_bank(handbook_of(tmp_path / "a", *broken)), "9.1-01") == []
    assert "矛盾" in reasons(whole_bank(handbook_of(tmp_path / "a", *broken)), "9.1-02")
    assert figures(whole_bank(handbook_of(tmp_path / "b", *kept)), "9.1-02") != []


def test_a_contradicted_figure_stands_in_no_stem(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "水泵房应每日巡检 2 次，由维修工负责。",
            "水泵房应每日巡检 1 次，并填写《巡检记录》。",
            *OTHERS,
        )
    )
    assert not any("每日巡检2次" in stem for stem in stems(bank))


def test_other_things_counted_and_other_cases_are_no_contradiction(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "秩序班长应每月抽查不少于 5 人次的服务态度。",
            "秩序班长应每半年抽查不少于 20 件档案。",
            "高层建筑，项目经理应每年组织演练 1 次，高度超过 100 米的公共建筑除外。",
            "高度超过 100 米的公共建筑，项目经理应每半年组织演练 1 次。",
        )
    )
    assert not any("矛盾" in refusal.reason for refusal in bank.refused)


def test_a_word_on_a_sign_is_no_word_of_force(tmp_path):
    clause = "维修工检修电路前，应挂“禁止合闸”标牌。{class=A}"
    bank = whole_bank(handbook_of(tmp_path, clause))
    assert not any("（　）合闸" in question.stem for question in bank.items)


def test_a_case_that_leaves_out_a_step_is_not_said_to_comply(tmp_path):
    clause = "维修工检修电路前，应先断开电源，验电确认无电后方可操作。{class=A}"
    for question in whole_bank(handbook_of(tmp_path, clause)).items:
        if question.scenario and question.key is True:
            assert "断开电源" in question.stem


@pytest.mark.parametrize(
    ("clause", "never"),
    [
        ("洗涤水温：毛巾类不低于 75℃，床单类不低于 70℃。", "床单类除外"),
        ("报修办结后，客服员应在 3 日内回访；回访不满意的，秩序班长应在次日再次回访。", "回访不满意"),
        ("工伤应在 24 小时内上报，最迟不超过 30 日申请认定。", "最迟除外"),
        ("来访人员应在门岗登记；业主陪同的来访人员除外。", "的除外"),
    ],
)
def test_what_is_no_exception_is_not_called_one(tmp_path, clause, never):
    assert not any(never in stem for stem in stems(whole_bank(handbook_of(tmp_path, clause))))


def test_a_heading_of_duties_and_an_event_are_no_sentence_before_an_entry(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "保洁员的职责：\n    - 每班擦拭设备外壳 1 次；\n    - 保持地漏畅通。\n",
            "发生燃气泄漏：\n    - 秩序班长在 5 分钟内拨打 119；\n    - 秩序维护员在 10 分钟内设警戒线。\n",
        )
    )
    assert bank.items and not any("其中" in question.stem for question in bank.items)
    assert any("发生燃气泄漏时，" in stem for stem in stems(bank, "9.1-02"))


def test_no_word_of_a_count_is_left_over_and_options_are_no_ranges(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path, "电工应每 2 小时巡查锅炉房、配电室、水泵房各 1 次。", "秩序班长应每班查岗不少于 2 次。"
        )
    )
    assert not any(re.search(r"各[？（]", question.stem) for question in bank.items)
    options = [option for q in bank.items if q.slot == "frequency" for option in q.options]
    assert options and not any("不少于" in option for option in options)


def test_only_when_tells_no_post(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "敲门无人应答的，客服员方可用工作卡开门。", *OTHERS))
    assert not [question for question in about(bank, "9.1-01") if question.slot == "subject"]


def test_a_row_says_what_is_done_to_its_thing(tmp_path):
    table = (
        "\n保洁频次如下表（雨雪天除外）：\n\n| 对象 | 标准 | 频次 | 岗位 |\n| --- | --- | --- | --- |\n"
        "| 排风口 | 无积尘 | 每周 1 次 | 保洁员 {#9.1-09} |\n"
    )
    asked = stems(whole_bank(handbook_of(tmp_path, *OTHERS, tail=table)), "9.1-09")
    assert asked
    assert all("（标准：无积尘）" in stem and "雨雪天除外" in stem and "下表" not in stem for stem in asked)


def test_a_frequency_of_the_second_act_is_not_told_of_the_first(tmp_path):
    clause = "项目经理应只执行本地条款，每年核对 1 次当地的规定。"
    for question in whole_bank(handbook_of(tmp_path, clause)).items:
        assert not (question.slot == "frequency" and question.type == "truefalse" and not question.scenario)


def test_a_case_with_a_second_bound_is_not_judged_by_the_first(tmp_path):
    clause = "项目经理每月应抽查不少于 3 处现场和 5 份记录。"
    assert not [
        q for q in whole_bank(handbook_of(tmp_path, clause)).items if q.slot == "limit" and q.scenario
    ]


def test_a_figure_in_brackets_is_not_asked_inside_them(tmp_path):
    clause = "秩序维护员应查验临时出入证（有效期不超过 30 日）。"
    assert not any("（有效期不超过多少" in stem for stem in stems(whole_bank(handbook_of(tmp_path, clause))))


def test_a_post_is_asked_only_beside_posts_that_could_be_taken_for_it(tmp_path):
    alone = whole_bank(handbook_of(tmp_path / "a", "保洁员应检查垃圾房。"))
    among = whole_bank(handbook_of(tmp_path / "b", "秩序维护员应检查围墙。", *OTHERS))
    assert not [q for q in alone.items if q.slot == "subject" and q.type == "single"]
    singles = [q for q in among.items if q.clause == "9.1-01" and q.slot == "subject" and q.type == "single"]
    assert singles and {"秩序班长", "客服员"} & {*singles[0].options}


def test_an_entry_of_a_list_is_not_asked_for_the_post_of_its_lead_in(tmp_path):
    clause = "发生事故后，项目经理应采取下列三项措施：\n    - 抢救遇险人员；\n    - 防止危害扩大；\n    - 维护现场秩序。\n"
    bank = whole_bank(handbook_of(tmp_path, clause, *OTHERS))
    assert not [q for q in about(bank, "9.1-01") if q.slot == "subject" and "防止危害扩大" in q.stem]


def test_what_is_done_before_an_event_is_asked_by_its_time(tmp_path):
    clauses = [
        "签订物业服务合同前，项目经理应核对服务内容。",
        "员工上岗前，秩序班长应核验其证件。",
        "外包单位进场前，客服员应登记人员名单。",
        "动火作业前，电工应清理现场可燃物。",
    ]
    bank = whole_bank(handbook_of(tmp_path, *clauses))
    asked = [question for question in bank.items if question.slot == "when"]
    assert {question.clause for question in asked} == {"9.1-01", "9.1-02", "9.1-03", "9.1-04"}
    for question in asked:
        assert ("之前" in question.stem) == question.key
        assert ("之后" in question.stem and "才" in question.stem) == (not question.key)


def test_nobody_is_asked_whether_sleeping_on_duty_is_right(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "秩序维护员不得在值班时睡觉。"))
    assert bank.items == () and "不读手册也知道" in reasons(bank, "9.1-01")


def test_a_recommendation_with_a_figure_is_asked_for_the_figure(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "秩序维护员夜间巡逻宜不少于 2 人同行。"))
    assert [question.type for question in bank.items] == ["numeric"]
    assert "宜" in bank.items[0].stem


def test_a_clause_of_which_nothing_is_asked_says_why(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "全体员工应穿着统一工装。"))
    assert bank.items == () and reasons(bank, "9.1-01")


def test_a_bare_term_is_called_neither_longest_nor_shortest(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "药品开启后保存 28 日。", "值班记录应保存不少于 3 年。"))
    assert not any("最短保存期限" in stem for stem in stems(bank))
    assert not [question for question in about(bank, "9.1-01") if question.scenario]
    assert any("最短保存期限" in stem for stem in stems(bank, "9.1-02"))


def test_a_figure_that_the_stem_tells_twice_is_not_asked(tmp_path):
    clause = "秩序维护员应每日巡查地库 2 次，巡查车棚 2 次。"
    asked = figures(whole_bank(handbook_of(tmp_path, clause)), "9.1-01")
    assert not [question for question in asked if question.type == "numeric" and "2次" in question.stem]


def test_approvers_of_other_bands_are_the_likely_mistakes(tmp_path):
    clause = "1000 元以下的支出由客服员审批；1000 元以上 5000 元以下的由秩序班长审批；5000 元以上的由项目经理审批。"
    bank = whole_bank(handbook_of(tmp_path, clause, *OTHERS))
    first = next(q for q in about(bank, "9.1-01") if q.slot == "subject" and "1000元以下" in q.stem)
    assert {"秩序班长", "项目经理"} <= {*first.options}


def test_a_table_without_a_caption_is_asked_too(tmp_path):
    table = "\n## 环境\n\n| 区域 | 清洁标准 | 频次 |\n| --- | --- | --- |\n| 大堂 | 无水渍 | 每日 3 次 {#9.1-09} |\n"
    asked = stems(whole_bank(handbook_of(tmp_path, *OTHERS, tail=table)), "9.1-09")
    assert asked and all("“大堂”（清洁标准：无水渍）" in stem for stem in asked)


def test_where_a_case_begins_is_asked_as_a_figure(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "客服员离开前台超过 5 分钟时，应由另一名客服员顶岗。",
            "距坠落基准面 2 米或更高的作业，维修工必须系安全带。",
        )
    )
    asked = {q.clause: q for q in bank.items if q.slot == "start"}
    assert asked["9.1-01"].key == {"value": 5, "unit": "分钟"} and "超过多少分钟时" in asked["9.1-01"].stem
    assert asked["9.1-02"].key == {"value": 2, "unit": "米"} and "多少米或更高" in asked["9.1-02"].stem


def test_a_word_that_points_into_its_own_sentence_is_no_reason_to_refuse(tmp_path):
    inside = "户内跑水而业主联系不上时，维修工应在 10 分钟内关闭该户外部阀门。"
    outside = "维修工应在 10 分钟内关闭该户外部阀门。"
    bank = whole_bank(handbook_of(tmp_path, inside, outside))
    assert about(bank, "9.1-01") and not about(bank, "9.1-02")


def test_a_duty_that_was_cut_before_its_next_step_is_no_option(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "助浴前，客服员应先放冷水，再放热水。",
            "交班前，客服员应清点钥匙和工具箱。",
            "开门前，秩序维护员应核对访客姓名。",
            "关门前，秩序维护员应检查消防通道。",
        )
    )
    assert not any(option.endswith("先放冷水") for question in bank.items for option in question.options)


def test_a_step_has_no_word_of_force_of_its_own(tmp_path):
    clause = "检修电气设备前，电工必须按下列顺序操作：{class=A}\n    1. 断开电源；\n    2. 用验电器验电；\n    3. 给开关上锁。\n"
    bank = whole_bank(handbook_of(tmp_path, clause))
    assert not [question for question in bank.items if question.slot == "modality"]
    assert {question.type for question in about(bank, "9.1-01")} >= {"order", "short"}


def test_where_life_is_at_stake_the_acts_of_a_sentence_are_asked_one_by_one(tmp_path):
    clause = "发现严重隐患时，电工应立即断开电源，并报告项目经理。{class=A}"
    bank = whole_bank(handbook_of(tmp_path, clause))
    asked = next(question for question in bank.items if question.slot == "acts")
    assert asked.type == "short" and asked.key == ("立即断开电源", "报告项目经理")
    assert "发现严重隐患时，电工应做哪几件事" in asked.stem


def test_a_licence_is_asked_among_the_licences_of_other_clauses(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "电工必须持特种作业操作证上岗。",
            "监控值班员必须持消防设施操作员证上岗。",
            "秩序维护员必须持保安员证上岗。",
            "项目经理应持有安全管理资格证，并每年复训。",
        )
    )
    asked = next(q for q in bank.items if q.slot == "licence" and q.clause == "9.1-01")
    assert asked.options[asked.key] == "特种作业操作证"
    assert {*asked.options} <= {"特种作业操作证", "消防设施操作员证", "保安员证", "安全管理资格证"}


def test_figures_and_forms_do_not_tell_duties_from_bans(tmp_path):
    bans = ["秩序维护员不得擅离门岗岗亭。", "电工不得带电检修照明线路。", "客服员不得转交业主钥匙。"]
    duties = [
        "发现违规装修时，秩序班长应在 10 分钟内劝离施工人员，并填写《巡查记录》。",
        "风力过大时，绿化员应停止高处修剪作业。",
        "无人认领的物品，保洁员应移至临时仓库存放。",
        "水箱渗漏时，维修工应切断进水阀门。",
    ]
    asked = [
        question
        for question in whole_bank(handbook_of(tmp_path, *bans, *duties)).items
        if question.slot == "prohibition" and question.type == "multiple"
    ]
    assert asked
    for question in asked:
        right = [question.options[place] for place in question.key]
        wrong = [option for option in question.options if option not in right]
        assert sum(bool(re.search(r"\d|《", each)) for each in wrong) <= sum(
            bool(re.search(r"\d|《", each)) for each in right
        )


def test_nobody_takes_the_head_of_the_house_for_a_hand(tmp_path):
    posts = "- {name: 总经理}\n- {name: 保洁员}\n- {name: 绿化员}\n- {name: 电工}\n"
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "保洁员应每日清扫楼道。",
            "总经理应每年批准预算。",
            "绿化员应每月修剪灌木。",
            "电工应每周检查灯具。",
            posts=posts,
        )
    )
    for question in bank.items:
        if question.clause != "9.1-02" and question.slot == "subject":
            assert "总经理" not in question.options and "总经理" not in question.stem


def test_one_of_the_following_is_asked_as_a_sentence(tmp_path):
    clause = "下列情形之一，立即停止作业并报告秩序班长：\n    - 氧气浓度过低；\n    - 制动器失灵；\n    - 货架变形。\n"
    for stem in stems(whole_bank(handbook_of(tmp_path, clause))):
        assert "情形之一" not in stem
