"""Figures, counts and prohibitions that a manual writes in more than one way."""

from __future__ import annotations

import pytest

from indexer.demands.extract import extract_text


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("应急灯每月按一次测试键，不亮的当天报修。", "不亮的"),
        ("产品逐件检验，不合格的返工。", "不合格的"),
        ("灭火器每月检查一次，未达压力的更换。", "未达压力的"),
        ("安全活动每月不少于两次，缺勤的一周内补课。", "缺勤的"),
    ],
)
def test_what_is_amiss_is_the_case_and_not_what_is_forbidden(text: str, condition: str) -> None:
    last = extract_text(text)[-1]
    assert (last.modality, last.condition, last.frequency) == ("must", condition, None)


@pytest.mark.parametrize("text", ["24小时不断人。", "监控室全天不断岗。"])
def test_a_post_that_is_never_left_is_a_prohibition(text: str) -> None:
    assert [demand.modality for demand in extract_text(text)] == ["must_not"]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("不得在每日二十二时至次日八时向住户推送广告。", (("22:00", "8:00"), "时刻", "range")),
        ("变压器电压应在额定值的90%~110%范围内。", ((90, 110), "%", "range")),
        ("启动前应盘车2~3转。", ((2, 3), "转", "range")),
        ("卷筒上的余留圈数不得少于3圈。", (3, "圈", ">=")),
        ("抽听录音不少于20通。", (20, "通", ">=")),
        ("续借以一次为限。", (1, "次", "<=")),
        ("取号满20人时由值班长加开一个窗口。", (1, "个", "=")),
        ("每晚十点熄灯。", ("22:00", "时刻", "=")),
        ("重大节假日前一周完成全面检修。", (1, "周", ">=")),
    ],
)
def test_a_bound_is_read_however_it_is_written(text: str, limit: tuple[object, str, str]) -> None:
    found = extract_text(text)[0].limit
    assert found is not None
    assert (found.value, found.unit, found.comparator) == limit


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("草坪每月修剪2～3次。", ((2, 3), "月", "range")),
        ("垫料每周更换二至三次。", ((2, 3), "周", "range")),
        ("垃圾每日6:00前、18:00后各清运一次。", (2, "日", "=")),
        ("避雷针每年雨季前应检测一次。", (1, "年", "=")),
        ("班车每天发车前，驾驶员要绕车检查。", (1, "天", "=")),
        ("热费应当在每年供热期结束后二个月内结清。", (1, "年", "=")),
    ],
)
def test_how_often_is_read_before_an_event_and_as_a_range(
    text: str, frequency: tuple[object, str, str]
) -> None:
    found = extract_text(text)[0].frequency
    assert found is not None
    assert (found.times, found.per, found.comparator) == frequency


def test_a_menu_of_the_week_and_a_term_of_its_own_recur_with_nothing() -> None:
    assert extract_text("负责制定每周菜谱。")[0].frequency is None
    rod = extract_text("接地电阻每年雨季前应检测一次，实测值不应大于4Ω。")
    assert [demand.frequency is not None for demand in rod] == [True, False]
    account = extract_text("每季度首月10日前公布收支情况，公示期不少于15日。")
    assert [demand.frequency is not None for demand in account] == [True, False]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("雨天及时铺设防滑垫。", "雨天"),
        ("生长季每月修剪三次。", "生长季"),
        ("用毕清洗晾干。", "用毕"),
        ("体检不合格的调离岗位。", "体检不合格的"),
        ("超期的财务部不予受理。", "超期的"),
        ("维保人员到达时间自接到通知起不得超过30分钟。", "自接到通知起"),
    ],
)
def test_when_stands_before_the_act_without_a_comma(text: str, condition: str) -> None:
    assert extract_text(text)[0].condition == condition


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("健康证到期前30天，人事专员要提醒本人复检。", 30, "天"),
        ("租赁期满前六个月，双方应当互相明确是否续租。", 6, "个月"),
        ("国庆节前一周，工程部应检查配电房。", 1, "周"),
    ],
)
def test_a_term_before_an_event_bounds_the_demand_that_follows(text: str, value: int, unit: str) -> None:
    only = extract_text(text)
    assert len(only) == 1
    assert only[0].limit is not None
    assert (only[0].limit.value, only[0].limit.unit, only[0].limit.kind) == (value, unit, "advance")


def test_a_clock_time_after_another_is_of_the_same_day() -> None:
    lights = extract_text("每日7:30前开启大堂灯光，22:00后关闭景观灯。")
    assert [demand.frequency and demand.frequency.per for demand in lights] == ["日", "日"]
