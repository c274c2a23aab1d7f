"""Lines that say what they are about, and demands that are judged together or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up import handbook_of, items_in

from checklists.completeness import coverage
from checklists.items import all_items

POSTS = "- {name: 秩序维护员, aliases: [门岗]}\n- {name: 维修工}\n- {name: 工程主管}\n- {name: 客服员, aliases: [管家]}\n- {name: 客服主管}\n"


def lines(folder: Path, text: str) -> list[str]:
    first, _, rest = text.partition("\n")
    body = f"- {first}{{#2.3-01}}\n{rest}"
    return [item.text for item in all_items(handbook_of(folder, posts=POSTS, s2_3=body)).items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("热水出水温度应为 50℃ 至 60℃，低于 46℃ 时，维修工应在 10 分钟内检查换热器。", "热水出水温度低于46℃时，在10分钟内检查换热器"),
        ("减免金额 500 元以下的，由客服员决定；500 元以上的，由客服主管决定。", "减免金额500元以上的，由客服主管决定"),
        ("500 元以下的支出由客服员审批；500 元以上的由客服主管审批。", "500元以上的支出由客服主管审批"),
        ("水箱水位应保持在三分之二以上，低于三分之二时，维修工应立即补水。", "水箱水位低于三分之二时，立即补水"),
        ("泳池开放期间，救生员不得少于 2 人；泳客超过 50 人时，不得少于 3 人。", "泳客超过50人时，救生员不少于3人"),
        ("门岗应 24 小时值班，每班不少于 2 人。", "门岗每班不少于2人"),
        ("行李寄存牌一式两联，一联系在行李上，一联交客人。", "行李寄存牌：一联交客人"),
        ("救援结束后，维修工应在当日填写《救援记录》，保存 4 年。", "救援结束后，《救援记录》保存4年"),
        ("得分低于 80 分的，工程主管应在 7 日内提交整改方案；低于 60 分的，应在 3 日内提交。", "得分低于60分的，在3日内提交整改方案"),
        ("客服员应在接警后 3 分钟内到场，客服主管在 15 分钟内到场。", "接警后，在15分钟内到场"),
        ("退房时，客服员应通知维修工查房；维修工应在 5 分钟内报告查房结果。", "退房时，在5分钟内报告查房结果"),
        ("装修押金 3000 元，完工验收合格满 1 个月后 7 日内退还。", "装修押金：完工验收合格满1个月后7日内退还"),
        ("清洁剂应按 1:50 稀释，严禁与含氯消毒剂混用。", "清洁剂：未与含氯消毒剂混用"),
        ("领用物品应先进先出，由工程主管签字。", "领用物品：由工程主管签字"),
        ("押金不超过月费的 12 倍，退住手续办结后 7 个工作日内，客服员应退还押金。", "退住手续办结后7个工作日内，退还押金"),
        ("客服员对业主的咨询应当场答复；涉及多个部门的，应在 3 个工作日内答复。", "涉及多个部门的，对业主的咨询在3个工作日内答复"),
        ("客服主管应把指标分解到岗位，并写入《考核表》。", "指标：写入《考核表》"),
        ("工程主管应审批《作业审批表》，有效期应不超过 8 小时。", "《作业审批表》有效期不超过8小时"),
        ("维修工应按固定路线巡逻，两次间隔不超过 2 小时。", "巡逻：两次间隔不超过2小时"),
        ("漏水报修，维修工应自派单起 30 分钟内到场；其他报修应自派单起 2 小时内到场。", "漏水报修以外的其他报修自派单起2小时内到场"),
        ("物业费按月交纳的，应在每月 10 日前交清；按季交纳的，应在每季首月 20 日前交清。", "物业费按季交纳的，在每季首月20日前交清"),
        ("走客房的床单、枕套应一客一换；住客房应每 3 日更换一次。", "住客房的床单、枕套每3日更换一次"),
        ("冷藏车预冷：冷冻车不少于 60 分钟，车厢温度降到 -10℃。", "冷冻车：车厢温度降到-10℃"),
        ("池水余氯应为 0.3 毫克/升至 1.0 毫克/升，pH 应为 7.0 至 7.8，维修工应每 2 小时检测一次。", "池水余氯、pH：每2小时检测一次"),
        ("水温应为 38℃ 至 42℃，室温不低于 24℃。", "室温不低于24℃"),
        ("氧气瓶应距明火 10 米以上；用氧房间应挂“禁止吸烟”牌。", "用氧房间挂“禁止吸烟”牌"),
        ("每名维修工每班照看的锅炉不超过 5 台，照看的水泵不超过 15 台。", "每名维修工每班照看的水泵不超过15台"),
        ("维修工应每 4 小时巡逻一次，见到独自外出的老人应拦下。", "见到独自外出的老人，拦下"),
        ("探视时间为 9:00 至 11:00，每次不超过 1 小时；临终老人的探视除外。", "探视：每次不超过1小时（临终老人的探视除外）"),
    ],
)  # fmt: skip
def test_a_line_says_what_only_the_words_before_it_told(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in lines(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("茶杯应先清洗，后消毒，再放入保洁柜。", ["茶杯先清洗，后消毒，再放入保洁柜"]),
        ("有限空间作业前应先通风，再检测，后作业。", ["有限空间作业前，先通风，再检测，后作业"]),
        ("身高 1.4 米以下的儿童应由成人陪同，方可进入泳池。", ["身高1.4米以下的儿童由成人陪同，方可进入泳池"]),
        ("冷机每 500 小时保养一次，或者每 3 个月保养一次，以先到者为准。", ["冷机每500小时保养一次，或者每3个月保养一次，以先到者为准"]),
    ],
)  # fmt: skip
def test_one_order_one_gate_and_two_halves_of_one_limit_are_one_item(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    assert lines(tmp_path, text) == expected
    found = coverage(handbook_of(tmp_path, s2_3=f"- {text}{{#2.3-01}}\n"))
    assert not found.lost and not found.refused


def test_an_either_or_has_no_single_frequency(tmp_path: Path) -> None:
    (item,) = items_in(tmp_path, "- 冷机每 500 小时保养一次，或者每 3 个月保养一次。{#2.3-01}\n").items
    assert item.frequency is None and len(item.as_json()["demands"]) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投诉原规定 5 日内答复，自 2026 年 1 月 1 日起改为 3 日内答复。", ["投诉3日内答复"]),
        ("原要求客服员每日 8:30 前开门，现改为 8:00 前开门。", ["8:00前开门"]),
        ("不良事件原规定 48 小时内上报，现规定 24 小时内上报。", ["不良事件24小时内上报"]),
    ],
)
def test_of_a_changed_rule_only_the_one_in_force_is_asked(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    assert lines(tmp_path, text) == expected


def test_a_ban_on_those_listed_names_the_act_in_each_line(tmp_path: Path) -> None:
    text = "下列人员不得进入泳池：\n    - 饮酒后的人员；\n    - 未淋浴的人员。\n"
    assert lines(tmp_path, text) == ["饮酒后的人员未进入泳池", "未淋浴的人员未进入泳池"]


def test_a_cap_for_each_shift_is_no_frequency(tmp_path: Path) -> None:
    (item,) = items_in(tmp_path, "- 维修工每班清扫住客房不超过 14 间。{#2.3-01}\n").items
    assert (item.text, item.frequency) == ("每班清扫住客房不超过14间", None)


def test_contradicting_clauses_are_both_refused_and_the_special_case_beside_them_is_asked(
    tmp_path: Path,
) -> None:
    made = items_in(
        tmp_path,
        "- 监控录像保存不少于 30 日，涉案录像保存不少于 1 年。{#2.3-01}\n- 监控录像应当保存 3 个月。{#2.3-02}\n",
    )
    assert [item.text for item in made.items] == ["涉案录像保存不少于1年"]
    assert {refusal.reason[:2] for refusal in made.refused} == {"矛盾"}


def test_the_words_between_two_demands_are_not_said_twice(tmp_path: Path) -> None:
    text = "先到期先出：保质期剩余不足三分之一的，客服员每周一、周四各报一次客服主管。"
    assert lines(tmp_path, text) == ["先到期先出：保质期剩余不足三分之一的，每周一、周四各报一次客服主管"]


def test_a_post_that_telephones_acts(tmp_path: Path) -> None:
    (item, _) = all_items(
        handbook_of(tmp_path, posts=POSTS, s2_3="- 逾期 15 日以内的，管家电话提醒；逾期 3 个月以上的，客服主管上门催收。{#2.3-01}\n")
    ).items  # fmt: skip
    assert (item.text, item.post) == ("逾期15日以内的，电话提醒", "客服员")


@pytest.mark.parametrize("event", ["发生液氨泄漏", "老人跌倒"])
def test_an_event_above_a_list_is_when_its_entries_are_done(tmp_path: Path, event: str) -> None:
    text = f"{event}：\n    1. 维修工立即呼叫工程主管，不移动伤者；\n    2. 需要送医的，客服员在 10 分钟内拨打 120。\n"
    assert lines(tmp_path, text) == [
        f"{event}时，立即呼叫工程主管",
        f"{event}时，不移动伤者",
        f"{event}时，需要送医的，在10分钟内拨打120",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发生火灾时：\n    1. 客服员拨打 119；\n    2. 不得组织住户救火。\n", ["发生火灾时，拨打119", "发生火灾时，未组织住户救火"]),
        ("下列场所禁止使用明火：\n    - 药品间；\n    - 书库。\n", ["药品间未使用明火", "书库未使用明火"]),
        ("隔油池每半月清掏一次，由外包公司负责清掏。", ["隔油池每半月清掏一次，由外包公司负责清掏"]),
        ("裂缝宽度超过 2 毫米的，委托专业机构鉴定，5 毫米以上的，立即停用。", ["裂缝宽度超过2毫米的，委托专业机构鉴定", "裂缝宽度5毫米以上的，立即停用"]),
        ("客服员应清点仪器，缺失的当日上报，损坏的 3 日内报修。", ["清点仪器", "缺失的当日上报", "损坏的3日内报修"]),
        ("编制预案前，工程主管应完成风险评估，并在预案批准后 7 日内公布。", ["编制预案前，完成风险评估", "在预案批准后7日内公布"]),
        ("冷藏品到货温度不高于 7℃，冷冻品不高于 -15℃。", ["冷藏品到货温度不高于7℃", "冷冻品到货温度不高于-15℃"]),
        ("扶梯口每 2 小时巡查一次；扶梯维保每 15 天一次，由维保单位实施。", ["扶梯口每2小时巡查一次", "扶梯维保每15天一次，由维保单位实施"]),
        ("一般投诉当场解决，涉及食品安全的，1 小时内报工程主管。", ["一般投诉当场解决", "投诉：涉及食品安全的，1小时内报工程主管"]),
        ("召回商品，任何人不得再次上架。", ["召回商品，无任何人再次上架"]),
        ("发现可疑人员，门岗先观察，再报警，同时报告工程主管。", ["发现可疑人员，先观察，再报警", "发现可疑人员，报告工程主管"]),
        ("快递放在门口货架，不得送入教学楼。", ["快递放在门口货架", "快递：未送入教学楼"]),
        ("配电室严禁堆放杂物，室温不得超过 40℃。", ["配电室未堆放杂物", "配电室室温不超过40℃"]),
    ],
)  # fmt: skip
def test_the_lines_of_a_clause_keep_to_their_own_cases(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    assert lines(tmp_path, text) == expected
