"""Limits: every class of wording that manuals, laws and standards use, each with one or two sentences of its own."""

from __future__ import annotations

import pytest

from indexer.demands.extract import extract_text

Limits = list[tuple[object, str, str]]


def read(text: str) -> Limits:
    return [
        (limit.value, limit.unit, limit.comparator)
        for demand in extract_text(text)
        if (limit := demand.limit)
    ]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("一般物品的保存期为三个月，贵重物品为一年。", [(3, "个月", ">="), (1, "年", ">=")]),
        ("监控录像保存时间：普通区域30日，重点区域90日。", [(30, "日", ">="), (90, "日", ">=")]),
        ("响应时间：一般故障2小时，紧急故障30分钟。", [(2, "小时", "<="), (30, "分钟", "<=")]),
        ("电梯困人的响应时间为30分钟。", [(30, "分钟", "<=")]),
        ("巡检周期为4小时。", [(4, "小时", "=")]),
    ],
)
def test_a_term_named_once_holds_for_each_thing_after_it(text: str, limits: Limits) -> None:
    assert read(text) == limits


def test_what_is_kept_is_kept_at_least_so_long() -> None:
    kept = extract_text("录像保存时间：普通区域30日，重点区域90日。")
    assert [demand.limit and demand.limit.kind for demand in kept] == ["retention", "retention"]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("热水出水温度以80℃左右为宜。", (80, "℃", "=")),
        ("配药应由俩人核对。", (2, "人", "=")),
        ("廿四小时内完成入库。", (24, "小时", "<=")),
        ("垃圾须在早上7点半前清运完毕。", ("7:30", "时刻", "<=")),
        ("浇水深度不少于二十公分。", (20, "公分", ">=")),
        ("厂区内车速不得超过每小时15公里。", (15, "公里/小时", "<=")),
        ("押金以一个月租金为限。", (1, "个月", "<=")),
        ("电压偏差应在380V±7%以内。", ((-7, 7), "%", "range")),
    ],
)
def test_a_figure_is_read_however_it_is_written(text: str, limit: tuple[object, str, str]) -> None:
    assert read(text) == [limit]


@pytest.mark.parametrize(
    "text",
    [
        "停车前30分钟免费，超出后按小时计费。",
        "泳池水深1.2米至1.8米处应设标识。",
        "逾期10日的，应书面催告，逾期30日的，应停止供货。",
    ],
)
def test_what_is_free_where_and_when_bounds_nothing(text: str) -> None:
    assert read(text) == []


def test_each_delay_has_its_consequence() -> None:
    late = extract_text("逾期10日的书面催告，逾期30日的停止供货。")
    assert [(demand.condition, demand.action) for demand in late] == [
        ("逾期10日的", "书面催告"),
        ("逾期30日的", "停止供货"),
    ]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("送检报告留三年。", (3, "年", ">=")),
        ("销售记录应当保存至医疗器械有效期满后2年。", (2, "年", ">=")),
        ("读者可在到期前3天内自助续借。", (3, "天", "<=")),
        ("氧气瓶与明火间隔5米开外。", (5, "米", ">=")),
        ("医嘱单应由药房、病区各留一份。", (1, "份", "=")),
        ("人员变动率不得超过一成。", (10, "%", "<=")),
        ("教室照度均匀度不应低于0.8。", (0.8, "", ">=")),
        ("宿舍每晚十一点熄灯。", ("23:00", "时刻", "=")),
        ("具备冻存条件的，可以延长至7日。", (7, "日", "<=")),
        ("货垛之间留足半米。", (0.5, "米", ">=")),
        ("综合部汇总后于28日前呈总经理审批。", (28, "日", "<=")),
        ("停运应当在15日前向社会公布。", (15, "日", ">=")),
        ("附属绿化完成的时间不得迟于主体工程竣工后六个月。", (6, "个月", "<=")),
        ("允许偏差为-10%～+10%。", ((-10, 10), "%", "range")),
        ("螺栓拧紧力矩应为40 N·m～65 N·m。", ((40, 65), "N·m", "range")),
        ("过夜的须前一日17:00前报批。", ("17:00", "时刻", "<=")),
        ("献血的同事可申请一天调休。", (1, "天", "=")),
        ("每100m³混凝土取样一组。", (1, "组", "=")),
    ],
)
def test_bounds_have_their_direction_and_unit(text: str, limit: tuple[object, str, str]) -> None:
    assert read(text) == [limit]


@pytest.mark.parametrize(
    "text",
    [
        "体温37.3℃及以上的孩子当天不入班。",
        "临期一个月内的单独码放。",
        "提醒两次仍不取的退回网点。",
        "评估为三级以上的每季度复评一次。",
        "钢丝绳断丝10根就报废。",
        "断丝数达到总丝数10%即报废。",
        "满30天倒掉。",
        "满三个月的应发律师函。",
        "待风力降至4级以下再恢复作业。",
        "不足100m³按一组取样。",
    ],
)
def test_a_number_that_sets_the_duty_off_is_no_limit(text: str) -> None:
    assert read(text) == []


def test_a_tolerance_before_the_comma_belongs_to_its_own_demand() -> None:
    demands = extract_text("地磅示值误差应在±20kg以内，每半年检定一次。")
    assert [(demand.limit is not None, demand.frequency is not None) for demand in demands] == [
        (True, False),
        (False, True),
    ]


def test_a_term_before_two_acts_holds_for_both() -> None:
    both = extract_text("暂停用热的，应当在采暖期开始三十日前向供热企业提出并办理手续。")
    assert [demand.limit and demand.limit.value for demand in both] == [30, 30]


def test_a_row_takes_its_limit_from_any_column() -> None:
    (row,) = extract_text(
        "红外对射 | 不少于4次/年 | 测试记录存1年 | 弱电工程师",
        lead_in="测试表\n项目 | 频次 | 记录 | 执行人",
        row=True,
    )
    assert row.limit is not None
    assert (row.limit.value, row.limit.comparator) == (1, ">=")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("早餐供应至10:30止。", ("10:30", "时刻", "<=")),
        ("末班车发车时间不得早于22:00。", ("22:00", "时刻", ">=")),
        ("恒温箱温度应设定为（37±1）℃。", ((36, 38), "℃", "range")),
        ("保护层厚度偏差应在+10mm、-7mm以内。", ((-7, 10), "mm", "range")),
        ("服务器利用率不得长期高于85%。", (85, "%", "<=")),
        ("投标有效期不少于90日历天。", (90, "日历天", ">=")),
        ("全程录像保存至合同履行完毕后5年。", (5, "年", ">=")),
        ("有毒废液存放不得超过1/2容量。", (0.5, "", "<=")),
        ("使用前紫外灯照射三十分钟。", (30, "分钟", "=")),
        ("车辆进站速度控制在5公里每小时以内。", (5, "公里每小时", "<=")),
        ("货架顶到喷头应留出半米净空。", (0.5, "米", "=")),
        ("期末试卷至少保留一个学期。", (1, "学期", ">=")),
    ],
)
def test_figures_of_other_trades_are_read(text: str, limit: tuple[object, str, str]) -> None:
    assert read(text) == [limit]


def test_a_unit_in_a_column_of_its_own_is_the_unit_of_the_figure() -> None:
    (row,) = extract_text(
        "甲醛 | ≤0.08 | mg/m³ | 每年一次",
        lead_in="室内空气质量\n项目 | 限值 | 单位 | 检测周期",
        row=True,
    )
    assert row.limit is not None
    assert (row.limit.value, row.limit.unit) == (0.08, "mg/m³")


@pytest.mark.parametrize("text", ["盛装达到容器3/4时应封口。", "劳保鞋使用满一年更换。"])
def test_what_is_reached_is_when_and_no_limit(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("维修人员应在1小时30分钟内到场。", (90, "分钟", "<=")),
        ("质保期不少于2年6个月。", (30, "个月", ">=")),
        ("容纳不超过1万5千人。", (15000, "人", "<=")),
        ("采购金额不得超过3千元。", (3000, "元", "<=")),
        ("装修噪声止于每日18时。", ("18:00", "时刻", "<=")),
        ("道路清扫于每日早六时前结束。", ("6:00", "时刻", "<=")),
        ("试验压力下10min内压力降不应大于0.02MPa。", (0.02, "MPa", "<=")),
        ("报警设定值应小于或等于25%LEL。", (25, "%LEL", "<=")),
        ("送风中细菌总数不应大于500CFU/m³。", (500, "CFU/m³", "<=")),
        ("混合比例应为2:1。", (2, "", "=")),
        ("柜内温度下限18℃。", (18, "℃", ">=")),
        ("电线截面不小于2.5mm²。", (2.5, "mm²", ">=")),
        ("台阶踏步高不超0.15m、宽不少于0.3m。", (0.15, "m", "<=")),
        ("应保持不少于日均经营量十倍的粮食库存。", (10, "倍", ">=")),
        ("补偿费不得低于该员工离职前一年从企业获得的报酬总额的二分之一。", (0.5, "", ">=")),
        ("付息不得超过银行同期一年期贷款基准利率的四倍。", (4, "倍", "<=")),
        ("三轮汽车时速不得超过每小时四十公里。", (40, "公里/小时", "<=")),
    ],
)
def test_the_number_is_the_one_that_is_meant(text: str, limit: tuple[object, str, str]) -> None:
    assert read(text) == [limit]


@pytest.mark.parametrize(
    "text",
    [
        "三五天内给予答复。",
        "安排两三名员工值守。",
        "停工3日以上7日以下的项目应报备。",
        "驾驶人最近三年内应无事故记录。",
        "年底前应向用水单位下达下一年度的计划指标。",
        "消防系统应当二十四小时有操作人员值守。",
        "高空作业遇5级以上大风必须停工。",
        "建立员工培训档案，一人一档。",
        "烟感误报三次以上，即行更换。",
        "消防通道一米之内勿堆物。",
        "设立大会应当有十八周岁以上具有选举权的社员参加。",
    ],
)
def test_vague_numbers_bands_and_the_past_are_no_limits(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("栓口动压不应小于0.25MPa，且不应大于0.5MPa。", ((0.25, 0.5), "MPa", "range")),
        ("装修施工不得早于8:00、不得晚于18:00。", (("8:00", "18:00"), "时刻", "range")),
        ("应迅速向有关部门报告，最迟不得超过24小时。", (24, "小时", "<=")),
        ("客服不得让来电者等待超过1分钟。", (1, "分钟", "<=")),
        ("不许超过20分钟。", (20, "分钟", "<=")),
        ("切勿超过两人同乘。", (2, "人", "<=")),
        ("码放别超过五层。", (5, "层", "<=")),
        ("堆垛应以1.8米封顶。", (1.8, "米", "<=")),
        ("各部门当月25号前报计划。", (25, "日", "<=")),
        ("夜里11点熄灯。", ("23:00", "时刻", "=")),
        ("登记本应在用完后留一年。", (1, "年", ">=")),
        ("夜班应为每人一支手电。", (1, "支", "=")),
    ],
)
def test_two_ends_are_one_range_and_what_must_not_be_exceeded_is_at_most(
    text: str, limit: tuple[object, str, str]
) -> None:
    assert read(text) == [limit]


@pytest.mark.parametrize(
    "text",
    [
        "会议室借用凭单，超两小时另批。",
        "48小时不取件退回。",
        "不得招用未满十六周岁未成年人。",
        "对讲机须保持24小时开机。",
        "禁止超过5吨的车辆驶入。",
    ],
)
def test_how_late_how_old_and_all_day_are_no_limits(text: str) -> None:
    assert read(text) == []


def test_a_demand_with_two_ends_is_quoted_whole() -> None:
    text = "动压不应小于0.25MPa，且不应大于0.5MPa。"
    (only,) = extract_text(text)
    assert only.quote == text[slice(*only.span)] == text[:-1]


def test_clock_times_that_are_counted_are_no_limit() -> None:
    (row,) = extract_text(
        "机房巡检 | 每日9:00、15:00、21:00 | 温度18～27℃ | 工程师",
        lead_in="值守任务\n任务 | 时间 | 合格标准 | 执行",
        row=True,
    )
    assert row.frequency is not None
    assert (row.frequency.times, row.frequency.per) == (3, "日")
    assert row.limit is not None
    assert row.limit.value == (18, 27)
