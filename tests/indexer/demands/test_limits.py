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
