"""No stem hides an exception or an occasion."""

from __future__ import annotations

import re

import pytest
from bank_handbooks import about, figures, handbook_of
from bank_handbooks import whole_bank as bank_of


def test_the_exception_stands_in_every_stem(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "除台风天气外，保洁员应每日清扫楼道 2 次。"))
    asked = [question for question in about(bank, "9.1-01") if question.slot == "frequency"]
    assert asked and all(
        "除台风天气外" in question.stem or "（不属于“台风天气”的情形）" in question.stem for question in asked
    )
    assert any("除台风天气外" in question.stem for question in asked)


def test_a_case_taken_out_by_the_next_sentence_is_named(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "维修工应在 2 小时内到场；业主另行约定时间的，按约定时间到场。"))
    asked = figures(bank, "9.1-01")
    assert asked and all("业主另行约定时间" in question.stem for question in asked)


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


@pytest.mark.parametrize(
    ("clause", "named"),
    [
        ("维修工接单后应在 30 分钟内到场，夜间应在 60 分钟内到场。", "夜间"),
        ("垃圾房每日冲洗 1 次，夏季每日冲洗 2 次。", "夏季"),
        ("保洁员应每日收集垃圾 2 次，食堂、超市每日不少于 4 次。", "食堂、超市"),
        ("紧急报修应在 4 小时内修复，特殊情况不超过 24 小时。", "特殊情况"),
        ("毛发聚集器应每日清理 1 次；客流超过 300 人次的，应清理 2 次。", "客流超过300人次"),
        ("报修单应保存 2 年，涉及诉讼的保存 5 年。", "涉及诉讼"),
        ("事故应在 24 小时内书面上报项目经理，造成骨折的应在 2 小时内上报。", "造成骨折"),
        ("秩序维护员应每 2 小时巡房一次，对独居老人每小时巡房一次。", "独居老人"),
        ("车辆在月台停留不得超过 3 小时，冷链车辆不得超过 90 分钟。", "冷链车辆"),
        ("消防泵应每季度检修一次，首次检修后每月一次。", "首次检修后"),
        ("客服员每季度走访客户一次，重点客户每月走访一次。", "重点客户"),
        ("赔偿案应在 3 个工作日内办结；涉及诉讼的 5 个工作日内办结。", "涉及诉讼"),
        ("门岗应每班不少于 2 人，早晚高峰不少于 3 人。", "早晚高峰"),
        ("冷却塔应每季度清洗一次，供冷季每月清洗一次。", "供冷季"),
        ("空调滤网应每月清洗 1 次，餐饮区域每 15 日清洗 1 次。", "餐饮区域"),
    ],
)
def test_another_figure_for_a_case_of_its_own_is_named_in_the_stem(tmp_path, clause, named):
    asked = figures(bank_of(handbook_of(tmp_path, clause)), "9.1-01")
    assert asked and all(named in question.stem for question in asked)


def test_what_follows_a_breach_is_no_exception(tmp_path):
    bank = bank_of(
        handbook_of(tmp_path, "搬家车辆停留不得超过 120 分钟，超过 2 小时的应由秩序班长重新核准。")
    )
    assert not any("除外" in question.stem for question in figures(bank, "9.1-01"))


def test_different_things_with_their_own_figures_are_no_exceptions(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "电梯轿厢应每日擦拭 2 次，大堂地面每日拖洗 3 次。"))
    assert not any("除外" in question.stem for question in bank.items)


def test_at_the_same_time_is_no_case(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "保洁员每次运送不超过 1 袋垃圾；两人可同时运送 2 袋。"))
    assert not any("同时除外" in question.stem for question in bank.items)


def test_another_act_with_its_own_frequency_is_no_exception(tmp_path):
    bank = bank_of(handbook_of(tmp_path, "扶梯每 15 日维护保养一次，自检每月一次。"))
    assert not any("自检除外" in question.stem for question in bank.items)


def test_no_case_is_left_dangling_where_its_duty_was_cut_off(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "保洁员应每 2 小时巡场一次，发现价签缺失的，应在 30 分钟内通知项目经理。",
            "电工应每日抄表 1 次。",
            "客服员应登记来电。",
            "秩序维护员应核对访客身份。",
        )
    )
    asked = [question for question in about(bank, "9.1-01") if question.slot == "subject"]
    assert asked and not any(re.search("的？", question.stem) for question in asked)


def test_what_follows_when_the_act_fails_is_no_exception_to_it(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "电梯困人时，维修工应在 20 分钟内到场；无法解困的，应在 30 分钟内通知维保单位。",
        )
    )
    assert figures(bank, "9.1-01")
    assert not any("无法解困的除外" in question.stem for question in bank.items)


def test_no_question_is_asked_twice(tmp_path):
    bank = bank_of(
        handbook_of(tmp_path, "事故应在 24 小时内填写《事故单》上报项目经理，造成骨折的应在 2 小时内上报。")
    )
    asked = [(question.stem, question.options) for question in bank.items]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    "clause",
    [
        "消火栓水压不应低于 0.35 MPa，喷淋末端压力不应低于 0.05 MPa。",
        "施工现场每 50 平方米应配备不少于 1 具灭火器，每处不少于 2 具。",
        "疏散演练应每半年至少一次，其中夜间演练每年至少一次。",
    ],
)
def test_another_measure_is_no_exception(tmp_path, clause):
    assert not any("除外" in question.stem for question in bank_of(handbook_of(tmp_path, clause)).items)


def test_unless_and_otherwise_give_nothing(tmp_path):
    assert bank_of(handbook_of(tmp_path, "除非车间停电，否则不得手动推行电动叉车。")).items == ()


@pytest.mark.parametrize(
    ("clause", "case"),
    [
        ("会议室应提前 4 小时预订；100 人以上会议应提前 3 日预订。", "100人以上会议"),
        (
            "客服员每半年回访客户 1 次，面积 1000 平方米以上的客户每季度回访 1 次。",
            "面积1000平方米以上的客户",
        ),
    ],
)
def test_a_case_by_size_stands_in_the_stem(tmp_path, clause, case):
    bank = bank_of(handbook_of(tmp_path, clause))
    first = [question for question in bank.items if question.slot in ("limit", "frequency")]
    assert first and all(case in question.stem for question in first)


@pytest.mark.parametrize(
    "clause",
    [
        "垃圾应分类投放，有害垃圾每周收运一次，其他垃圾每日收运两次。",
        "垃圾应分类投放，有害垃圾每周收运一次，厨余垃圾每日收运两次。",
        "新风机过滤网每月清洗一次，回风口每季度清洗一次。",
    ],
)
def test_the_neighbour_thing_is_no_exception(tmp_path, clause):
    bank = bank_of(handbook_of(tmp_path, clause))
    assert bank.items and not any("除外" in question.stem for question in bank.items)
