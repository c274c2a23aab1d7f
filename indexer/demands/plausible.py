"""Whether a number before a unit is a figure at all: not 十分, 四周, 第三项."""

from __future__ import annotations

import re

from indexer.demands.bounds import (
    AFTER_BELOW,
    AFTER_INCLUDE,
    AFTER_WITHIN,
    BEFORE_EVENT,
    TIME_UNITS,
    comparator_before,
)
from indexer.demands.guards import Guarded
from indexer.demands.numerals import vague_pair

_ENTRY = Guarded(
    r"下列|以下|上述|前款|这|该|其中|前|上|本|另|任|同|某|逐|第|之|统|唯|单|专|星期|周|礼拜|每|各|万|近|另一|首|十|数|几|多"
)
_LISTED = frozenset("项类种个部条款级层面步道方")
"""Units with which a Chinese numeral only sums up a list (姓名、电话、房号三项)."""
_TERM_OF = Guarded(
    r"(?:[^挽逗停滞扣拘残遗居][留存]|保存|保留|留存|保管|归档|存放|期限?|时间|时长|时限)(?:期限?|时间)?(?:，[^，。；\d]{1,14}?)?(?:为|是|：)?$"
)
"""保存期为一年: the numeral is meant."""
_ADDS = Guarded(r"(?:增设|加开|增开|加设|增派|加派|增配|加配)$")
"""加开一个窗口: how many more."""
_BEFORE_EVENT_LONG = Guarded(r"(?:期|满|节|假日|开学|开工|施工|开始|举办|举行|活动|到期|检修|演练)前$")
"""节假日前一周: a term, not the week."""
_CLOCK = Guarded(r"(?:上午|下午|早上?|晚上?|中午)?\d{1,2}(?:[:：]\d{2}|[时点])")
_TIME_OFF = Guarded(r"(?:申请|休息|补休|轮休|调休|休假|请假|放假|休|停[产工业课])$")
"""可申请一天调休: how long."""
_PER_AMOUNT = Guarded(
    r"每[\d一二三四五六七八九十百千万]+\s?(?:人|名|户|平方米|立方米|m³|m²|㎡|吨|t|件|台|个|米|m|公里|床|辆|批|盏|层|栋|幢|套)(?:[一-鿿]{0,8}(?=[取抽配设划]))?(?:取样|抽样|抽检|抽查|抽|取|配备|配置|配|设置|设|划为|为|做|留)?$"
)
"""每100m³一组, 每50户设一名: how many of each amount."""
_EACH_KEEPS = ("各执", "各持", "各留", "各存", "各备", "各发", "留存", "留底")
_OF_TERM = Guarded(r"期(?![限间内满届至到后前以]|的?$|，|。)")
_PERIOD_OF = ("的", "从", "里", "末", "底", "度")
_OF_AGE = Guarded(r"(?:以[上下])?(?:具有|的|未|已|男|女|、|儿童|青|老|少|公民|人员|职工|学生|居民|员工|者)")
_EACH_HAS = Guarded(r"每[人户层台间栋名岗车床桌位家室组队]$|(?:申领|领取|限领|配发|发给|发放|限带|限办)$")
"""夜班每人一支手电."""
_HALVED = frozenset(("个月", "米", "公里", "千米", "斤", "公斤", "千克", "吨", "升", "亩", "公尺"))
_SMALL = frozenset("个项条种次方面类级层道步部处声遍期批笔例场轮位页字件")


def plausible(text: str, found: re.Match[str], before: str, unit: str) -> bool:
    """Whether a number with a unit-like word is a figure: not 十分, 四周, 第三项, 一并, 2026年."""
    raw = found["value"].strip()
    if vague_pair(raw):
        return False  # 三五天内
    if unit == "次" and text.startswith(("仍", "未", "不", "以上仍", "以上未", "均未"), found.end()):
        return False  # 提醒两次仍不取的: when
    if unit in ("年", "月", "季") and text.startswith("度", found.end()):
        return False  # 下一年度
    if unit in ("年", "个月", "天", "日") and _OF_TERM.match(text, found.end()):
        return False  # 一年期贷款
    if unit in TIME_UNITS and text.startswith(_PERIOD_OF, found.end()) and BEFORE_EVENT.search(before):
        return False  # 离职前一年从企业获得的报酬
    if unit in ("岁", "周岁") and _OF_AGE.match(text, found.end()) and "年龄" not in before[-8:]:
        return False  # 十八周岁以上具有选举权的社员
    if unit in TIME_UNITS and before.endswith(("最近", "近", "过去", "此前", "以往")):
        return False  # 最近三年内
    if (
        raw == "一"
        and unit in ("日", "天", "晚")
        and before.endswith("前")
        and _CLOCK.match(text, found.end())
    ):
        return False  # 前一日17:00前
    if raw == "一" and unit in ("日", "天") and _TIME_OFF.search(before):
        return True
    if raw == "一" and unit not in ("次", "遍", "周", "月", "年") and _EACH_HAS.search(before):
        return True
    if raw == "一" and text[found.end() : found.end() + 1] in ("一", "双", "多"):
        return False  # 一人一档
    if _PER_AMOUNT.search(before) or (raw == "一" and before.endswith(_EACH_KEEPS)):
        return True
    if unit in TIME_UNITS and before.endswith("最后"):
        return False  # 每月最后一个工作日
    if before.endswith(("每超过", "每满", "每增加", "每超出", "每达到")) and unit not in TIME_UNITS:
        return False  # 每超过一百人增加一人
    if before.endswith("每") and unit not in TIME_UNITS:
        return False  # 每100户配备1名
    if before.endswith(("第", "星期", "礼拜", "GB", "JGJ", "号", "之")):
        return False
    chinese = not raw[0].isdigit()
    bound = bool(comparator_before(before)) or bool(
        AFTER_WITHIN.match(text, found.end())
        or AFTER_INCLUDE.match(text, found.end())
        or AFTER_BELOW.match(text, found.end())
    )
    bound = bound or text.startswith(("为限", "为上限"), found.end())
    if unit == "年" and not chinese and len(raw) == 4:
        return False
    if unit in ("号", "级", "层", "楼") and not bound:
        return False
    if unit in ("月", "周", "季度") and not bound and not before.endswith(("提前", "保存", "保留")):
        return unit == "周" and bool(_BEFORE_EVENT_LONG.search(before))
    if bound:
        return raw != "十" or unit != "分" or bool(comparator_before(before))
    if raw == "半":
        return unit in TIME_UNITS or unit in _HALVED
    if unit in TIME_UNITS and (BEFORE_EVENT.search(before) or _TERM_OF.search(before)):
        return True
    if before.endswith("其中"):
        return False
    if raw == "一" and _ADDS.search(before) and unit not in ("次", "度", "步"):
        return True
    if chinese and (
        _ENTRY.search(before[-1:]) or before[-2:] in ("下列", "以下", "上述", "前款", "另一", "任何", "同一")
    ):
        return False
    if before[-2:] in ("下列", "以下", "上述"):
        return False
    if chinese and (raw + unit) in (
        "十分",
        "四周",
        "一道",
        "一面",
        "一次",
        "一些",
        "一种",
        "一个",
        "一项",
        "一级",
        "一位",
        "一场",
        "一批",
        "一层",
        "一步",
        "一部",
        "一类",
        "一方",
        "一处",
        "一把",
        "一条",
        "一日",
        "一天",
        "一年",
        "一月",
        "一份",
        "一件",
        "一座",
        "一组",
        "一套",
        "一片",
        "一回",
        "一手",
        "万元",
        "一分",
        "百分",
        "一度",
        "二次",
        "三级",
        "一体",
        "一家",
        "一节",
        "一期",
        "一例",
        "一笔",
        "一户",
        "一间",
        "一根",
        "一支",
        "一块",
        "一张",
        "一本",
        "一票",
        "千米",
        "一号",
        "一圈",
        "一遍",
        "一转",
        "一通",
    ):
        return False
    if chinese and unit in _LISTED:
        return False
    if unit in _SMALL and text[found.end() : found.end() + 2] in (
        "方面",
        "以上的",
        "步骤",
        "阶段",
        "环节",
        "层次",
        "要素",
        "部分",
    ):
        return False
    return not (
        unit == "次" and text[found.end() : found.end() + 1] in ("日", "供", "污", "装", "结", "性", "搬")
    )
