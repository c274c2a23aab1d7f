"""Whether a sentence demands anything at all, sentence by sentence of two lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.demands.extract import extract_text

LISTS = Path(__file__).parent / "detection"


def sentences(name: str) -> list[str]:
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def obliges(sentence: str) -> bool:
    return any(demand.is_obligation for demand in extract_text(sentence))


def test_what_is_told_quoted_defined_or_announced_demands_nothing() -> None:
    assert [sentence for sentence in sentences("nothing") if obliges(sentence)] == []


def test_terse_instructions_demand_something() -> None:
    assert [sentence for sentence in sentences("something") if not obliges(sentence)] == []


@pytest.mark.parametrize(
    "text",
    [
        "学生宿舍不得使用电炉。", "收货时核对温度记录，三样对不上的退车。",
        "司机要登记车牌。", "业主要配合检查。", "副本应抄送财务部。", "原因应查明。", "故障一周内需修复。", "损坏的要修复。",
        "确有困难的需提前申请。", "公共收益应用于补充维修资金。", "方案应当征求业主的意见。",
    ],
)  # fmt: skip
def test_a_word_of_force_is_found_beside_characters_that_make_another_word(text: str) -> None:
    assert obliges(text)


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("体温37.3℃及以上的孩子当天不入班。", "入班"),
        ("叉车载货不载人。", "载人"),
        ("没挂绿牌的架子谁也别上。", "上"),
        ("长度前端不得超出车轮。", "车轮"),
    ],
)
def test_a_no_behind_whom_it_concerns_forbids(text: str, forbidden: str) -> None:
    last = extract_text(text)[-1]
    assert last.modality == "must_not"
    assert forbidden in (last.action or "")


@pytest.mark.parametrize(
    "text",
    [
        "途中不得滴漏，每日作业结束后2小时内完成车辆消毒。", "少于2名救生员到岗时不得开放深水区，课后十分钟内清场。",
        "未整改不得恢复，检测结果录入系统备查。",
    ],
)  # fmt: skip
def test_an_act_with_its_own_time_after_a_prohibition_is_asked_for(text: str) -> None:
    assert [demand.modality for demand in extract_text(text)] == ["must_not", "must"]


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        (
            "每班巡查一次，发现漏水立即关阀，通知维修工，检查记录保存一年。",
            [None, "发现漏水", "发现漏水", None],
        ),
        ("急救中心应当在接报后一分钟内发出指令，对伤者给予指导。", ["接报后", None]),
        ("接单后2小时内到场，24小时内修复。", ["接单后", "接单后"]),
        ("门岗每日测温，高于37.3℃的不得入内，并应报校医。", [None, "高于37.3℃的", "高于37.3℃的"]),
    ],
)
def test_a_condition_inside_a_clause_ends_where_something_else_is_spoken_of(
    text: str, conditions: list[str | None]
) -> None:
    assert [demand.condition for demand in extract_text(text)] == conditions


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("最先发现的员工在10分钟内报告项目经理。", ["最先发现的员工"]),
        ("下班最后走的人关灯，锁门。", ["下班最后走的人", "下班最后走的人"]),
        ("晨检由保健医负责。", ["保健医"]),
        ("报告由授权签字人签发。", ["授权签字人"]),
        ("保安交接班提前10分钟到岗。", ["保安"]),
        (
            "施工升降机司机须持证上岗，载重不得超过额定载荷的九成，下班前切断电源。",
            ["施工升降机司机", None, "施工升降机司机"],
        ),
        ("领用由保管员签字，账物每日核对。", ["保管员", None]),
        ("生产经营单位，从业人员超过一百人的，应当设置安全总监。", ["生产经营单位"]),
        ("生产经营单位发生事故后，应当在一小时内报告。", ["生产经营单位"]),
        ("新员工跟班满一个月才能独立顶岗。", ["新员工"]),
        ("护士交接班时核对药品，途中不得离开。", ["护士", "护士"]),
        ("双方可以协商延长期限。", ["双方"]),
    ],
)
def test_who_must_act_is_named_as_the_sentence_names_him(text: str, subjects: list[str | None]) -> None:
    assert [demand.subject for demand in extract_text(text)] == subjects


def test_what_is_asked_beside_a_prohibition_with_and_is_no_prohibition() -> None:
    found = extract_text("验收不合格的不得入库，并在三日内通知供应商。")
    assert [(demand.modality, demand.condition) for demand in found] == [
        ("must_not", "验收不合格的"),
        ("must", "验收不合格的"),
    ]


def test_a_condition_with_its_comma_takes_the_place_of_one_inside_a_clause() -> None:
    found = extract_text("敲门后无人应答方可开门，发现遗留物品的，应当日登记。")
    assert found[-1].condition == "发现遗留物品的"


def test_what_somebody_does_meanwhile_is_still_his() -> None:
    found = extract_text("班车司机出车前不得饮酒，行车途中不得接打电话。")
    assert [(demand.subject, demand.condition) for demand in found] == [
        ("班车司机", "出车前"),
        ("班车司机", "行车途中"),
    ]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("承重超过2吨的货物由班长指挥吊装。", "承重超过2吨"),
        ("坡度大于5%的坡道应设扶手。", "坡度大于5%"),
        ("面积小于50平方米的房间，应设采样点。", "面积小于50平方米的房间"),
        ("对不听劝阻的人员，保安员应报告公安机关。", "对不听劝阻的人员"),
        ("位于北京市的项目，客服员应公示装修时间。", "位于北京市的项目"),
        ("水塔水位降到四成，启动备用泵。", "水塔水位降到四成"),
        ("下班前关闭电源。", "下班前"),
        ("洗手间高峰期每30分钟保洁一次。", "高峰期"),
    ],
)
def test_which_things_or_what_state_is_meant_is_the_condition(text: str, condition: str) -> None:
    found = extract_text(text)[0]
    assert (found.condition, found.limit) == (condition, None)


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        (
            "欠费超过3个月的，由收费员提醒；仍未缴纳的，发出催缴函，不得停水。",
            ["欠费超过3个月的", "仍未缴纳的", "仍未缴纳的"],
        ),
        ("有人呼救，三分钟内到场。", ["有人呼救"]),
        ("租户退场，恢复原状，结清费用。", ["租户退场", "租户退场"]),
        ("烟感误报三次以上，即行更换。", ["烟感误报三次以上"]),
        ("高空作业遇5级以上大风必须停工。", ["遇5级以上大风"]),
        ("每晚22时后关闭侧门。", ["22时后"]),
        ("非紧急情况不得使用消防电梯。", ["非紧急情况"]),
    ],
)
def test_an_event_before_what_is_done_is_the_condition(text: str, conditions: list[str]) -> None:
    assert [demand.condition for demand in extract_text(text)] == conditions


def test_a_paragraph_number_is_no_part_of_who_acts() -> None:
    assert [demand.subject for demand in extract_text("2.3.1 保安员应每日巡查。")] == ["保安员"]


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        ("使用期间不得离开，下班前关闭燃气总阀。", ["must_not", "must"]),
        ("电话须在铃响3声内接听，不得让来电者等待超过1分钟。", ["must", "must"]),
        ("应当在竣工验收合格后，将决定公示，公示时间不得少于七日。", ["must", "must"]),
    ],
)
def test_what_follows_keeps_its_own_force(text: str, modalities: list[str]) -> None:
    assert [demand.modality for demand in extract_text(text)] == modalities
