"""How often: every class of wording that manuals and laws use, each with one or two sentences of its own."""

from __future__ import annotations

import pytest

from indexer.demands.extract import extract_text
from indexer.demands.frequency import find_frequency, without_frequency


def read(text: str) -> tuple[object, str, str] | None:
    found = next((demand.frequency for demand in extract_text(text) if demand.frequency), None)
    return (found.times, found.per, found.comparator) if found else None


@pytest.mark.parametrize(
    ("text", "times", "per"),
    [
        ("每年6月、12月盘点固定资产。", 2, "年"),
        ("每年五月和十月对避雷设施进行检测。", 2, "年"),
        ("每年6月30日、12月31日前报送报表。", 2, "年"),
        ("每年春、秋季各修剪一次。", 2, "年"),
        ("每月5日、20日各对账一次。", 2, "月"),
        ("每月上旬、下旬各检查一次。", 2, "月"),
        ("每周一、三、五清运垃圾。", 3, "周"),
        ("每周二和周四开放图书室。", 2, "周"),
        ("每日8:00、12:00、18:00测温。", 3, "日"),
        ("每天上午、下午各巡查一次。", 2, "天"),
        ("每天早晚消毒。", 2, "天"),
        ("每班接班后、交班前各清点一次药品。", 2, "班"),
        ("上下午各巡查一次。", 2, "日"),
        ("客梯每日早8时、午12时、晚8时各清洁一次。", 3, "日"),
        ("每日开放前、中场、闭馆后各检测一次水质。", 3, "日"),
        ("果园春秋各施肥一回。", 2, "年"),
        ("早晚各开窗通风一次。", 2, "日"),
    ],
)
def test_times_that_a_period_lists_are_counted(text: str, times: int, per: str) -> None:
    assert read(text) == (times, per, "=")


@pytest.mark.parametrize(
    "text", ["每周一至周五8:00-17:30受理报修。", "每周七天、每天24小时值班。", "周一至周五每班不少于2人。"]
)
def test_all_the_days_of_a_week_are_no_count(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("各班组每班组织1次安全讲话。", (1, "班", "=")),
        ("每个夜班巡逻不少于3次。", (3, "夜班", ">=")),
        ("分公司应当于每一会计年度终了后3个月内报送报告。", (1, "年", "=")),
        ("每月抄表结束后的十日内报送统计表。", (1, "月", "=")),
        ("项目经理每季度与每名员工面谈至少一次。", (1, "季度", ">=")),
        ("化粪池每年清掏不宜少于2次。", (2, "年", ">=")),
        ("夜巡频次：2小时/次。", (1, "2小时", "=")),
        ("油烟管道两月一洗。", (1, "2月", "=")),
        ("每学年组织一次体检。", (1, "学年", "=")),
        ("每双周进行一次维护。", (1, "双周", "=")),
        ("每刻钟观察一次水位。", (1, "15分钟", "=")),
        ("每2～3天浇水一次。", (1, "2～3天", "=")),
        ("发电机每满500小时更换一次机油。", (1, "500小时", "=")),
        ("叉车每行驶5000公里保养一次。", (1, "5000公里", "=")),
        ("车辆二级维护每1.5万公里一次。", (1, "1.5万公里", "=")),
        ("每礼拜清洗一次空调滤网。", (1, "周", "=")),
        ("不超过每月一次。", (1, "月", "<=")),
        ("每天抽查两三次。", ((2, 3), "天", "range")),
        ("每日早晚各不少于一次。", (2, "日", ">=")),
        ("绿篱每年4月至10月每月修剪两次。", (2, "月", "=")),
        ("隔年体检一次。", (1, "2年", "=")),
        ("每周2-3次抽查。", ((2, 3), "周", "range")),
        ("擦拭频率为2～3次/周。", ((2, 3), "周", "range")),
    ],
)
def test_periods_are_read_in_all_their_forms(text: str, frequency: tuple[object, str, str]) -> None:
    assert read(text) == frequency


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("逢周五大扫除。", (1, "周", "=")),
        ("每逢周二、周四召开例会。", (2, "周", "=")),
        ("季度进行一次应急演练。", (1, "季度", "=")),
        ("半年度开展一次满意度调查。", (1, "半年", "=")),
        ("月度召开安全例会。", (1, "月", "=")),
        ("年内完成两次维护保养。", (2, "年", "=")),
        ("厕所30分钟巡查一次。", (1, "30分钟", "=")),
        ("固定资产一年一盘。", (1, "年", "=")),
        ("蚊蝇孳生地十天一投药。", (1, "10天", "=")),
        ("货梯两日一冲洗。", (1, "2日", "=")),
        ("灭火器月查，消火栓季查。", (1, "月", "=")),
        ("砧板日消毒。", (1, "日", "=")),
        ("整点巡查并打卡。", (1, "小时", "=")),
        ("夜班一小时巡一趟。", (1, "小时", "=")),
        ("一年四季各修一次水泵。", (4, "年", "=")),
        ("日清扫两遍。", (2, "日", "=")),
        ("二次供水水箱半年清洗一次。", (1, "半年", "=")),
        ("天天擦洗灶台。", (1, "日", "=")),
        ("双周召开一次项目例会。", (1, "双周", "=")),
        ("逐班填写运行日志。", (1, "班", "=")),
    ],
)
def test_frequencies_without_every(text: str, frequency: tuple[object, str, str]) -> None:
    assert read(text) == frequency


@pytest.mark.parametrize(
    "text", ["每周期末清洗模具。", "每天然气表前留出通道。", "每班组配备一名安全员。", "每季节更换窗帘。"]
)
def test_what_only_begins_like_a_period_is_none(text: str) -> None:
    assert find_frequency(text) is None


def test_the_words_of_a_list_are_left_out_of_the_action() -> None:
    assert without_frequency("每年6月和12月各清洗水箱一次") == "清洗水箱"
    assert without_frequency("每日早晚清扫") == "清扫"


def test_a_count_without_a_period_is_of_the_period_before_it() -> None:
    spot = extract_text("抽查每月至少4次，其中夜间不少于1次。")[-1]
    assert spot.limit is None
    assert spot.frequency is not None
    assert (spot.frequency.times, spot.frequency.per, spot.frequency.comparator) == (1, "月", ">=")


@pytest.mark.parametrize(
    ("text", "frequencies"),
    [
        ("矿长应当定期向职工大会报告安全工作，每年不少于一次。", [(1, "年", ">=")]),
        ("劳动者每周至少休息一日。", [(1, "周", "=")]),
        ("夜班保安每班次两巡。", [(2, "班次", "=")]),
        ("备用金班班点清。", [(1, "班", "=")]),
        ("日巡查，周检查，月考核。", [(1, "日", "="), (1, "周", "="), (1, "月", "=")]),
        ("每天上班前检查设备。", [(1, "天", "=")]),
        ("学生每晚22:30前归寝，保安员逐间点名。", [(1, "晚", "="), None]),
        ("人员变动率每月不得超过一成。", [None]),
        ("每月工资不低于2000元。", [None]),
        ("宿舍管理员每晚22:30清点人数。", [(1, "晚", "=")]),
        ("汛期每天两报水位。", [(2, "天", "=")]),
        ("从业人员每年接受的安全生产教育和培训时间不得少于8学时。", [None]),
        ("塔吊每班作业前空载试运行，连续作业不超过4小时。", [(1, "班", "="), None]),
        ("每晚22时后关闭侧门，并打开周界报警。", [(1, "晚", "="), (1, "晚", "=")]),
        ("使用费最高为每年每平方米三元。", [None]),
        ("应当场或者在五日内一次告知需要补正的内容。", [None]),
        ("巡逻路线由当班班长临时指定。", [None]),
    ],
)
def test_each_predicate_has_the_frequency_that_governs_it(
    text: str, frequencies: list[tuple[object, str, str] | None]
) -> None:
    found = [demand.frequency for demand in extract_text(text)]
    assert [often and (often.times, often.per, often.comparator) for often in found] == frequencies
