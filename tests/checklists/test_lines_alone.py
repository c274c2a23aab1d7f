"""A later demand of a clause is a line that stands alone: topic, permission, doer, no pointing words."""

from __future__ import annotations

import pytest
from made_up import handbook_of, items_in

from checklists.items import all_items

LATER = [
    ("一般维修 24 小时内完成；需外委的 3 个工作日内联系厂家。", "一般维修：需外委的3个工作日内联系厂家"),
    ("监控录像保存不少于 30 日，涉及案件的应保存至结案。", "监控录像：涉及案件的，保存至结案"),
    ("一般报修应当日完成；确需换件的，应在 3 个工作日内完成。", "一般报修：确需换件的，在3个工作日内完成"),
    ("投诉处理单应保存 2 年，涉及诉讼的保存 5 年。", "投诉处理单：涉及诉讼的保存5年"),
    ("消毒液应按 1:100 配制，作用时间不少于 30 分钟。", "消毒液：作用时间不少于30分钟"),
    ("不同区域的拖把应分开使用、分开清洗。", "不同区域的拖把：分开清洗"),
    ("宿舍内不得使用电炉，不得私拉乱接电线。", "宿舍内：未私拉乱接电线"),
    ("维修工入户应穿鞋套，每次更换。", "入户穿鞋套：每次更换"),
    ("电工每月抽查报修单 20 份，合格率不低于 90%。", "抽查报修单：合格率不低于90%"),
    ("热水器应每季度除垢一次，出水温度不得高于 45℃。", "热水器：出水温度不高于45℃"),
    ("电动轮椅应在室外充电，充电时间不超过 8 小时。", "电动轮椅：充电时间不超过8小时"),
    ("房间温度冬季 20℃ 至 24℃，夏季 26℃ 至 28℃。", "房间温度：夏季26℃至28℃"),
    (
        "药品不得提前发放；确因外出需要带药的，带药量不得超过 3 天。",
        "药品：确因外出需要带药的，带药量不超过3天",
    ),
    ("车辆在月台停留不得超过 3 小时，冷链车辆不得超过 90 分钟。", "车辆月台停留：冷链车辆不超过90分钟"),
    ("过夜车辆应不晚于当日 20:00 登记，次日 8:00 前驶离。", "过夜车辆：次日8:00前驶离"),
    ("《登记表》由维修工填写，按月装订，保存 1 年。", "《登记表》：保存1年"),
    ("叉车每 2 个月保养一次，以先到者为准；每年检验一次。", "叉车：每年检验一次"),
    ("诊室应每日紫外线照射消毒 1 次，每次不少于 60 分钟。", "诊室紫外线照射消毒：每次不少于60分钟"),
    ("UPS 负载率不应高于 80%，单机不高于 40%。", "UPS负载率：单机不高于40%"),
    ("清场人员不少于 3 人，节假日不少于 5 人。", "清场人员节假日不少于5人"),
    ("夏季室内温度应保持在 25℃ 以下，冬季不低于 18℃。", "室内温度：冬季不低于18℃"),
    ("空调滤网应每月清洗 1 次，餐饮区域每 15 日清洗 1 次。", "空调滤网：餐饮区域每15日清洗1次"),
    ("应急照明连续供电时间不少于 30 分钟，每月放电试验一次。", "应急照明：每月放电试验一次"),
    ("变压器温度超过 80℃ 时应启动风机，超过 100℃ 时应减载。", "变压器温度超过100℃时，减载"),
    ("租户装修应至少提前 7 日提交图纸，工程主管应在 3 日内答复。", "租户装修：在3日内答复"),
    (
        "施工人员不得使用客梯运送材料；确需使用的，应经工程主管同意。",
        "确需使用客梯运送材料的，经工程主管同意",
    ),
    (
        "扶梯故障的，维修工应在 3 分钟内设置围栏；维保单位应在 30 分钟内到场。",
        "扶梯故障的，维保单位在30分钟内到场",
    ),
]
OWN = [
    ("口服药应在饭后 30 分钟服用，降糖药应在饭前 15 分钟服用。", "降糖药在饭前15分钟服用"),
    ("浊度不应大于 1 NTU，尿素不应大于 3.5 mg/L。", "尿素不大于3.5 mg/L"),
    ("电梯轿厢应每日擦拭 2 次，大堂地面每日拖洗 3 次。", "大堂地面每日拖洗3次"),
    ("卫生间应每日清洁 3 次，坐便器每次使用后擦拭消毒。", "坐便器每次使用后擦拭消毒"),
    ("动火作业现场必须配备灭火器，监护人不得离开现场。", "监护人未离开现场"),
    ("日志保存不少于 6 个月，监控录像保存不少于 90 日。", "监控录像保存不少于90日"),
]


@pytest.mark.parametrize(("clause", "line"), LATER, ids=[line for _, line in LATER])
def test_a_later_demand_says_what_it_is_about(tmp_path, clause, line):
    assert items_in(tmp_path, f"- {clause}{{#2.3-01}}\n").items[-1].text == line


@pytest.mark.parametrize(("clause", "line"), OWN, ids=[line for _, line in OWN])
def test_a_later_demand_with_a_thing_of_its_own_takes_no_other(tmp_path, clause, line):
    assert items_in(tmp_path, f"- {clause}{{#2.3-01}}\n").items[-1].text == line


def test_what_the_same_sentence_then_permits_travels_with_the_item(tmp_path):
    clause = "- 秩序维护员连续值班不得超过 12 小时，但节假日期间经工程主管批准可延长至 16 小时。{#2.3-01}\n"
    (made,) = items_in(tmp_path, clause).items
    assert made.text == "连续值班不超过12小时（节假日期间经工程主管批准可延长至16小时）"


@pytest.mark.parametrize(
    ("clause", "reason"),
    [
        ("秩序维护员不应不核对放行条就放行大件物品。", "残缺：双重否定"),
        ("树木成活率应达到 95% 以上；低于上述标准的应在次年春季补种。", "残缺：含指代词"),
    ],
)
def test_what_would_mislead_alone_is_refused_with_a_reason(tmp_path, clause, reason):
    assert items_in(tmp_path, f"- {clause}{{#2.3-01}}\n").refused[-1].reason.startswith(reason)


def test_a_replaced_figure_is_no_item(tmp_path):
    assert not items_in(tmp_path, "- 绝缘垫检测周期原为 1 年，现改为半年。{#2.3-01}\n").items


def test_figures_on_both_sides_of_a_word_of_force_stay_two(tmp_path):
    (made,) = items_in(tmp_path, "- 门岗电话 8866-3321 应 24 小时有人接听。{#2.3-01}\n").items
    assert made.text == "门岗电话8866-3321：24小时有人接听"


def test_a_decimal_is_no_list_marker(tmp_path):
    items = items_in(tmp_path, "- 电工登高必须系安全带，1.5 米以上的作业应有人监护。{#2.3-01}\n").items
    assert "1.5米" in items[-1].text


def test_a_case_of_a_sub_item_stands_behind_the_topic_of_the_list(tmp_path):
    body = (
        "- 采购审批权限如下：{#2.3-01}\n    - 单笔金额不超过 2000 元的，由工程主管审批；\n"
        "    - 单笔金额超过 2000 元的，由总经理审批。\n"
    )
    first, second = items_in(tmp_path, body).items
    assert first.text == "采购审批权限：单笔金额不超过2000元的，由工程主管审批"
    assert (first.post, second.post) == ("工程主管", None)


@pytest.mark.parametrize("who", ["外来人员", "从业人员", "监护人", "双方"])
def test_who_is_no_post_of_the_list_is_none_of_an_item(tmp_path, who):
    items = items_in(tmp_path, f"- {who}应在入口处登记姓名和时间。{{#2.3-01}}\n").items
    assert [one.post for one in items] == [None]


def test_a_noun_that_begins_like_a_post_is_no_post(tmp_path):
    posts = "- {name: 会计}\n- {name: 出纳员}\n"
    made = all_items(handbook_of(tmp_path, posts=posts, s2_3="- 会计凭证应保存 30 年。{#2.3-01}\n"))
    assert [(one.text, one.post) for one in made.items] == [("会计凭证保存30年", None)]


def test_several_columns_of_frequency_keep_their_heads(tmp_path):
    body = (
        "区域应按下表清洁：\n\n| 区域 | 清洁频次 | 消毒频次 |\n| --- | --- | --- |\n"
        "| 门诊大厅 | 每日 2 次 | 每日 1 次 {#2.3-01} |\n"
    )
    (made,) = items_in(tmp_path, body).items
    assert made.text == "门诊大厅：清洁频次每日2次，消毒频次每日1次"


def test_a_period_inside_a_figure_is_no_frequency(tmp_path):
    (made,) = items_in(tmp_path, "- 机房温度每小时变化不应超过 5℃。{#2.3-01}\n").items
    assert (made.frequency, made.method) == (None, "实测")


def test_something_seen_on_the_spot_has_no_sample_of_records(tmp_path):
    (made,) = items_in(tmp_path, "- 秩序维护员上岗前 8 小时内不得饮酒。{#2.3-01}\n").items
    assert (made.method, made.sample) == ("现场查看", None)


def test_a_part_with_a_case_goes_on_with_the_case_before_it(tmp_path):
    clause = "- 发现占道车辆的，秩序维护员应在 5 分钟内联系车主，15 分钟未移车的报工程主管处理。{#2.3-01}\n"
    assert items_in(tmp_path, clause).items[-1].text.startswith("发现占道车辆的，15分钟未移车的")


def test_the_occasion_of_another_post_stays_where_somebody_else_acts(tmp_path):
    (made,) = items_in(tmp_path, "- 维修工入室维修，应由秩序维护员陪同。{#2.3-01}\n").items
    assert (made.text, made.post) == ("维修工入室维修，由秩序维护员陪同", "秩序维护员")


def test_a_condition_on_what_is_permitted_says_what_it_is(tmp_path):
    items = items_in(tmp_path, "- 秩序维护员可以检查可疑包裹，但应有两人在场。{#2.3-01}\n").items
    assert items[-1].text == "检查可疑包裹：有两人在场"


def test_whoever_has_not_come_yet_is_not_the_one_who_acts(tmp_path):
    items = items_in(tmp_path, "- 维修工未到场前，不得移动设备。{#2.3-01}\n").items
    assert [item.post for item in items] == [None]


def test_a_post_of_the_lead_in_stays_where_a_longer_name_is_told_something(tmp_path):
    posts = "- {name: 厨师}\n- {name: 厨师长}\n"
    body = "- 油锅起火时，厨师应当：{#2.3-01}\n    - 立即关闭燃气；\n    - 通知厨师长。\n"
    made = all_items(handbook_of(tmp_path, posts=posts, s2_3=body))
    assert [(one.text, one.post) for one in made.items][-1] == ("油锅起火时，通知厨师长", "厨师")


def test_without_a_list_only_what_looks_like_a_post_is_one(tmp_path):
    body = "- 两人应同时在场。{#2.3-01}\n- 财务应在 3 日内付款。{#2.3-02}\n- 病人应在 3 日内复诊。{#2.3-03}\n"
    made = all_items(handbook_of(tmp_path, posts="[]\n", s2_3=body))
    assert [one.post for one in made.items if one.post] in ([], ["财务"])


def test_a_deadline_before_the_post_is_not_lost(tmp_path):
    (made,) = items_in(tmp_path, "- 闭店后 1 小时内，秩序维护员应完成清场。{#2.3-01}\n").items
    assert made.text == "闭店后1小时内，完成清场"


def test_a_record_goes_with_the_act_of_its_own_sentence(tmp_path):
    clause = "- 停水检修应提前 24 小时公告；计划停梯应提前 3 日公告，并填写《设备巡检记录》。{#2.3-01}\n"
    texts = [item.text for item in items_in(tmp_path, clause).items]
    assert texts[1:] == ["计划停梯提前3日公告", "计划停梯提前公告：填写《设备巡检记录》"]


def test_another_shift_is_no_topic_and_keeps_its_act(tmp_path):
    clause = "- 秩序维护员每班巡逻不少于 4 次，夜班不少于 6 次，每次巡逻间隔不超过 90 分钟。{#2.3-01}\n"
    texts = [item.text for item in items_in(tmp_path, clause).items]
    assert texts[1:] == ["巡逻：夜班不少于6次", "每次巡逻间隔不超过90分钟"]


def test_a_verb_of_one_character_is_no_topic(tmp_path):
    clause = "- 安保领班每班查岗不少于 3 次，其中夜间不少于 2 次。{#2.3-01}\n"
    assert items_in(tmp_path, clause).items[-1].text == "查岗：夜间不少于2次"


def test_where_a_duty_begins_is_no_line(tmp_path):
    made = items_in(tmp_path, "- 来客走近 3 米内，前台员应起立微笑。{#2.3-01}\n")
    assert [item.text for item in made.items] == ["前台员起立微笑"]
    assert [one.reason for one in made.refused] == ["残缺：只有适用范围，没有要求"]


def test_a_thing_that_ends_like_a_word_of_force_keeps_its_name(tmp_path):
    clause = "- 会议室音响应在会前 1 小时调试，灯光照度不低于 300 勒克斯。{#2.3-01}\n"
    texts = [item.text for item in items_in(tmp_path, clause).items]
    assert texts == ["会议室音响在会前1小时调试", "会议室音响：灯光照度不低于300勒克斯"]


@pytest.mark.parametrize(
    ("clause", "line"),
    [
        ("茶杯应消毒，消毒柜温度不低于 120℃，时间不少于 15 分钟。", "消毒柜：时间不少于15分钟"),
        ("货梯使用应提前 2 小时登记，载货高度不超过 2 米，严禁载客。", "货梯使用：未载客"),
        ("应每小时巡视机房一次，每 2 小时抄表一次。", "每2小时抄表一次"),
        ("会中每 20 分钟添水一次，会后 15 分钟内清场。", "会后15分钟内清场"),
        ("卫生间每 30 分钟保洁一次，高峰时段每 15 分钟一次。", "卫生间：高峰时段每15分钟一次"),
    ],
)
def test_the_nearest_thing_is_not_always_the_topic(tmp_path, clause, line):
    assert items_in(tmp_path, f"- {clause}{{#2.3-01}}\n").items[-1].text == line


def test_a_distance_at_which_something_begins_is_not_measured(tmp_path):
    (made,) = items_in(tmp_path, "- 前台员应在来客走近 3 米内起身问候。{#2.3-01}\n").items
    assert (made.method, made.sample) == ("现场查看", None)


@pytest.mark.parametrize(
    ("clause", "line"),
    [
        ("灭火器间距不超过 15 米，每处不少于 2 具。", "灭火器：每处不少于2具"),
        ("充电桩接地电阻每年检测 1 次，不大于 4 Ω。", "充电桩接地电阻：不大于4Ω"),
        ("每周不少于 2 次检查违规电器；发现的应当场收存并登记。", "发现违规电器的，当场收存并登记"),
    ],
)
def test_a_line_says_what_was_measured_or_found(tmp_path, clause, line):
    assert items_in(tmp_path, f"- {clause}{{#2.3-01}}\n").items[-1].text == line


def test_a_number_of_times_without_a_period_is_refused(tmp_path):
    made = items_in(tmp_path, "- 公共卫生间每日清洁 3 次，消毒 1 次。{#2.3-01}\n")
    assert [one.reason for one in made.refused] == ["残缺：没有写明多久一次"]


def test_a_post_that_acts_towards_others_is_the_post(tmp_path):
    posts = "- {name: 门岗值班员}\n"
    body = "- 门岗值班员对 23:00 后归宿的人员应登记姓名、房号两项。{#2.3-01}\n"
    (made,) = all_items(handbook_of(tmp_path, posts=posts, s2_3=body)).items
    assert made.post == "门岗值班员"
