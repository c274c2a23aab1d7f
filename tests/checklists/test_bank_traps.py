"""No wrong key, whatever the text does."""

from __future__ import annotations

import re

import pytest
from bank_handbooks import POSTS, handbook_of

from checklists.bank.generate import bank_of
from checklists.bank.workshop import Workshop
from checklists.facts import facts_of
from checklists.lint import lint


def about(bank, clause):
    return [question for question in bank.items if question.clause == clause]


def figures(bank, clause):
    return [question for question in about(bank, clause) if question.slot in ("limit", "frequency")]


def reasons(bank, clause):
    return " ".join(refusal.reason for refusal in bank.refused if refusal.clause == clause)


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


def test_the_exception_stands_in_every_stem(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "除台风天气外，保洁员应每日清扫楼道 2 次。"))
    asked = [question for question in about(bank, "9.1-01") if question.slot == "frequency"]
    assert asked and all("除台风天气外" in question.stem for question in asked)


def test_a_case_taken_out_by_the_next_sentence_is_named(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "维修工应在 2 小时内到场；业主另行约定时间的，按约定时间到场。"))
    asked = figures(bank, "9.1-01")
    assert asked and all("业主另行约定时间" in question.stem for question in asked)


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


def test_a_list_of_sanctions_gives_nothing(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "有下列行为之一的，每次扣 5 分：\n    - 睡觉；\n    - 玩手机。\n"))
    assert bank.items == ()


def test_a_recommendation_stays_one(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "秩序维护员夜间巡逻宜两人同行。"))
    assert {question.modality for question in bank.items} <= {"should"}
    for question in bank.items:
        assert "应" not in question.stem.replace("对应", "")
        assert question.options[question.key] == "宜"


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


def test_no_role_question_offers_an_alias_or_everybody(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "访客到访时，秩序维护员应在登记后放行。",
            "业主报修时，客服员应填写报修单。",
            "水泵异响时，电工应停泵。",
        )
    )
    for question in bank.items:
        if question.slot == "subject" and question.type == "single":
            assert not {"保安员", "门岗", "全体员工", "员工"} & set(question.options) - {
                question.options[question.key]
            }


def test_a_role_that_does_the_like_elsewhere_is_no_option(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "电梯轿厢发现积水时，保洁员应清理电梯轿厢积水。",
            "电梯轿厢发现积水时，电工应清理电梯轿厢积水并断电。",
        )
    )
    for question in about(bank, "9.1-01"):
        assert "电工" not in question.options


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


def test_duties_worded_with_not_are_not_turned_round(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path, "秩序维护员必须做到以下三点：\n    - 不脱岗；\n    - 不睡岗；\n    - 不饮酒。\n"
        )
    )
    assert not [question for question in bank.items if question.type == "truefalse"]


def test_on_that_day_is_no_modal_word(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "灭火器压力低于绿区的，电工应当日更换灭火器。"))
    for question in bank.items:
        assert "日更换" not in question.stem.replace("当日更换", "")


def test_a_threshold_that_binds_nobody_gives_no_case(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "访客车辆临停 30 分钟以内免费。"))
    assert not [question for question in bank.items if question.scenario]


def test_a_period_that_names_a_meeting_is_no_frequency_question(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "项目经理应在每月的例会上通报整改情况。"))
    assert not [question for question in bank.items if question.slot == "frequency"]


def test_an_exception_in_the_next_sentence_is_carried_into_the_stem(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "电工应每 2 小时抄表 1 次；高温预警期间每 1 小时抄表 1 次。",
            "客服员应提前 24 小时通知业主停水；但突发抢修除外。",
        )
    )
    for question in bank.items:
        if question.slot in ("limit", "frequency"):
            assert "除外" in question.stem or "不属于" in question.stem or "1小时" in question.stem


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


def test_without_a_list_of_posts_no_synonym_stands_beside_its_post(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "水泵异响时，维修工应停泵检查。",
            "路灯损坏时，修理工应更换灯泡。",
            "访客到访时，保安员应登记证件。",
            "楼道积水时，保洁员应拖干地面。",
            "业主来电时，客服员应记录诉求。",
            posts="",
        )
    )
    for question in about(bank, "9.1-01"):
        assert "修理工" not in question.options


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
    assert any("维修工到场后，应在" in stem for stem in stems)
    assert not any("其中" in stem or "电工应班长" in stem or "应。" in stem for stem in stems)


def test_a_ban_is_not_asked_without_its_case_or_exception(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "病情危重的患者，须由护士陪同，客服员不得单独护送。",
            "非工作人员禁止入内，确因工作需要进入的，须由秩序班长陪同并登记。",
            "体温超过 37.3℃ 的不准上岗。",
        )
    )
    assert not [question for question in bank.items if question.slot == "prohibition"]


def test_a_relaxation_in_the_next_sentence_stops_the_question(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "灯具损坏的，电工应在 1 小时内更换；节假日可放宽到 2 小时。"))
    assert figures(bank, "9.1-01") == []


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


def test_who_does_what_is_asked_with_acts_of_the_same_list(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "发生火警时，当班人员应按下列步骤处置：\n"
            "    1. 监控值班员通知秩序维护员；\n"
            "    2. 秩序维护员携带灭火器到场；\n"
            "    3. 监控值班员启动消防广播；\n"
            "    4. 秩序维护员引导人员疏散；\n"
            "    5. 秩序维护员拉设警戒线。\n",
        )
    )
    asked = [question for question in bank.items if question.slot == "share"]
    assert asked
    for question in asked:
        right = {question.options[place] for place in question.key}
        mine = {"通知秩序维护员", "启动消防广播"}
        assert right <= mine if "由监控值班员" in question.stem else not right & mine


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


def test_a_ban_whose_object_stands_elsewhere_is_not_asked(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "项目经理应凭书面文件支用维修资金，不应将其挪作他用。"))
    assert not any("将其" in question.stem for question in bank.items)


def test_a_head_that_says_what_a_post_does_stays_in_the_question(tmp_path):
    table = (
        "\n人员应按下表核定：\n\n| 配置对象 | 标准 | 核定岗位 |\n| --- | --- | --- |\n"
        "| 绿地养护组 | 不少于 2 人 | 项目经理 {#9.1-30} |\n"
    )
    shop = Workshop(handbook_of(tmp_path, "电工应每日检查配电房 1 次。", tail=table))
    asked = [
        fact.frame.text for fact in facts_of(shop) if fact.slot == "subject" and fact.clause.kind == "row"
    ]
    assert asked and all("的核定岗位应为项目经理" in text for text in asked)


def test_an_occasion_in_a_lead_in_stays_with_each_of_its_entries(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "发现业主突发疾病，客服员应按下列程序处理：\n    1. 立即拨打 120；\n"
            "    2. 秩序维护员在 5 分钟内到场；\n    3. 客服员在 24 小时内填写登记表。\n",
        )
    )
    asked = figures(bank, "9.1-01")
    assert asked and all("突发疾病" in question.stem for question in asked)
