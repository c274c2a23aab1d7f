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
