"""Figures that bound a demand: 30分钟内, 不少于2人, 保存3年, 18℃～22℃, 17:00前."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.demands.bounds import (
    AFTER_BELOW,
    AFTER_EARLIER,
    AFTER_INCLUDE,
    AFTER_WITHIN,
    BEFORE_EVENT,
    TIME_UNITS,
    Figure,
    comparator_before,
    comparator_of_share,
    figure_at,
)
from indexer.demands.clocks import clock_times
from indexer.demands.guards import Guarded
from indexer.demands.model import Comparator, Limit, LimitKind
from indexer.demands.numerals import ALONE, CHINESE, NUMBER, number_of
from indexer.demands.plausible import plausible
from indexer.demands.terms import NAMED
from indexer.demands.words import one_of, word_list

_QUANTITY = frozenset(word_list("units", "quantity"))
_MEASURE = frozenset(word_list("units", "measure"))
_UNIT = one_of([*TIME_UNITS, *_QUANTITY, *_MEASURE, "号"])
_RANGE = r"\s*(?:[~～—–\-]{1,2}|至|到)\s*"
_NO_DASH = r"(?<![0-9A-Za-z][-−－])"
"""A number after a dash is one below zero, unless the dash joins it to something (RF-05)."""
_FIGURE = Guarded(
    rf"(?P<share>百分之|千分之|万分之|(?P<denominator>{ALONE}{CHINESE})分之)(?P<part>{NUMBER})(?:{_RANGE}(?:百分之|千分之)?(?P<part2>{NUMBER}))?"
    rf"|(?<![A-Za-z\d.]){_NO_DASH}{ALONE}(?P<low>{NUMBER})\s*(?P<lowunit>{_UNIT})?(?P<half>半)?(?:{_RANGE}(?P<sign>[+＋]?)|\s*[±]\s*(?=(?P<plus>)))(?P<high>{NUMBER})[)）]?\s*(?P<highunit>{_UNIT})(?![A-Za-z])"
    rf"|[+＋](?P<over>{NUMBER})\s*(?:{_UNIT})?[、，/]?[-−－](?P<under>{NUMBER})\s*(?P<bothunit>{_UNIT})(?![A-Za-z])"
    rf"|(?<![A-Za-z\d.]){ALONE}(?P<big>{NUMBER})\s*(?P<bigunit>个?小时|h|分钟?|年|天|日)零?(?P<small>{NUMBER})\s*(?P<smallunit>分钟?|min|秒钟?|个月|个?小时)(?!前|间)"
    rf"|(?P<mixed>{ALONE}{NUMBER})个半(?P<mixedunit>小时|月|工作日)"
    rf"|(?<![A-Za-z\d.]){_NO_DASH}{ALONE}(?P<value>{NUMBER})\s*(?P<unit>{_UNIT})(?P<and_half>半(?!数))?(?![A-Za-z])"
    r"|(?<![A-Za-z0-9/.])(?P<top>[0-9]{1,2})/(?P<bottom>[0-9]{1,3})(?=以上|以下|以内|的|容|体积|高度|面积|量|左右|时|处|，|。|；|$)"
    r"|(?<![\d:：∶.])(?P<one>[1-9]\d?)\s?[:：∶比]\s?(?P<to>[1-9]\d{0,3})(?![\d:：∶.])"
    rf"|{ALONE}(?P<tenths>[一二两三四五六七八九]|\d(?:\.\d)?)成(?P<fifth>半)?(?=以上|以下|以内|左右|复核|抽查|检查|[，。；的]|$)"
    rf"|(?:(?<=[低高大小少多]于)|(?<=超过)|(?<=[≥≤]))(?P<bare>\d{{1,3}}(?:\.\d{{1,4}})?)(?=[，。；]|$)"
    rf"|(?P<measure>{one_of(word_list('units', 'unitless'))})(?P<between>[^，。；\d一-三]{{0,10}}?)(?<![\d.])(?P<plain>\d{{1,4}}(?:\.\d{{1,4}})?)(?:{_RANGE}(?P<plain2>\d{{1,4}}(?:\.\d{{1,4}})?))?(?![\d.:∶/]|\s*(?:{_UNIT}))"
    r"|(?P<majority>半数以上)"
)
_DATE = Guarded(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|\d{4}年"
)
_CONTINUOUS = Guarded(
    r"\s*(?:开机|通电|联网|有[一-鿿]{0,8}(?:值守|值班|在岗|看守|监护|巡逻)|免费|对外|全天|不间断|不间歇|不断|连续|全天候?|有人|专人|双人|轮流|轮班|值班|值守|在岗|监控|服务|畅通|开通|开放|运行|热线|电话|接听|受理|保持|待命|维持|营业|录像|工作|巡逻|监视|均|提供|全|都|对|开启|响应|接受|负责|制|应|报修|急修|值勤|安排|派人|看护|接警|运转|供|执勤|监测|不得|三班|实行|不脱|不离)"
)
_RETAIN = Guarded(
    r"保存|保留|留存|存档|保管|归档|存储|备查|存放|储存|[^挽逗停滞扣拘残遗居][留存](?:满|足|够)?$"
)
_DEADLINE = Guarded(
    r"响应|到场|到达|修复|恢复|处理|完成|办结|答复|回复|反馈|时限|限期|期限|回访|抵达|接听|接通|整改|送达|提交|上报|报告"
)
_DAY_OF_MONTH = Guarded(
    r"(?:[每当次本下上单双]个?|翌|[首末]|\d|[一二三四五六七八九十])月的?\s*(?:最迟|最晚|不迟于|不晚于)?$"
)
_DURATION = Guarded(
    r"时长|停留|持续|历时|用时|试用|有效期|单次|每次|不间断|连续|培训|休息|静置|合同期|控制在|延长|保修|公示|公告|观察|加班|工作时间|演练|入户|等候|占用|中断|冷却"
)
_TERM_IS = Guarded(
    rf"(?:(?<!合同)(?<!租赁)(?<!聘用)(?<!服务)(?<!使用)(?<!有效)(?<!承包)(?<!任职)(?<!劳动)(?<!担保)(?<!质保)(?<!保修)(?<!公示)(?<!公告)(?<!隔离)期限|时限|限期|{NAMED.pattern})(?:，[^，。；\d]{{1,14}}?)?(?:应?为|是|：|:)?$"
)
_LATEST = Guarded(r"(?:最晚|最迟|不迟于|不晚于)(?:不?(?:得|应)?(?:超过|超出))?$")
_INTERVAL = Guarded(r"间隔|每隔|相隔|周期|时距")
_AT_LEAST = Guarded(r"(?:至少|最少|起码|不(?:得|应|能)?(?:少于|低于|短于))(?:为|是)?\s*$")
"""至少两年内的保修责任: 至少 wins over 内, unless 在/于 stands between (至少在3日内)."""
_RETAIN_TILL = Guarded(r"(?:保存|保留|留存|保管|存放)(?:至|到)[^，。；]{1,28}后$")
"""保存至有效期满后2年."""
_REACHES = Guarded(r"(?<!不)(?:达到?|满|超过|超出|逾)$")
_BEYOND = Guarded(r"(?<![不得应许])(?:超过|超出|超|逾)$")
_DONE_THEN = Guarded(r"(?!内|以|之|时间)[一-鿿]{2}")
"""超两小时另批: when."""
_ON_DAY = Guarded(r"(?:之|以)?前")
"""于28日前: a day of the month."""
_SINCE = Guarded(r"(?<!届)满$")
"""使用满一年更换: when."""
_MEETS = Guarded(r"(?:遇|遇到|遭遇|发生|出现)[^，；]{0,4}$")
_BANS = Guarded(r"(?:严禁|禁止|切勿|请勿|谢绝)[^，。；]{0,6}$")
_LEFT_SO = Guarded(r"(?:不(?!间断|停|得|超|少|低)|未|仍|无人)")
_HEAD = Guarded(r"(?:^|[，；])$")
_AWAITS = Guarded(r"(?:^|[，；])(?:待|等)[^，；]*$")
_THEN = Guarded(r"[^，。；]{0,8}(?:再|后|方|才)")
"""待风力降至4级以下再恢复: a gate."""
_WINDOW = Guarded(
    r"(?!完成|做|办|处理|到|开|进|最|且|并)[^，。；、]{2,10}(?:不(?:应|得|宜|能)?(?:大于|小于|超过|低于|高于)|≤|≥)"
)
_AT_ONCE = ("就", "即", "便", "则")
_OF_THOSE = Guarded(r"的(?=[一-鿿])")
"""临期一个月内的单独码放: which ones."""
_SETS_OFF = Guarded(r"(?:的|者|时|后|先|即|则|立即|及时|马上|应|须|需|必须|不得|按|仍|由|停)")
"""油表低于四分之一先去加油: what sets the duty off."""
_DEGREES = frozenset(("℃", "°C", "摄氏度", "度"))
_BELOW_ZERO = ("-", "−", "－", "零下")
_FROM_BELOW = Guarded(r"(?:[~～—–至到]\s*[-−－]|零下)$")
_LENGTH = frozenset(("米", "m", "公里", "厘米", "千米", "km", "cm"))
_ZONE = Guarded(r"(?:的|范围)?(?:区域)?(?:均|都|应|须|内)?(?:不|禁|严|无|设|划|勿|切勿|请勿|谢绝|杜绝)")
_WHICH = frozenset(
    (
        *_LENGTH,
        *_DEGREES,
        "级",
        "分",
        "公斤",
        "kg",
        "元",
        "层",
        "千瓦",
        "kW",
        "V",
        "kV",
        "伏",
        "吨",
        "岁",
        "周岁",
        "平方米",
        "㎡",
        "亩",
    )
)
_OF = Guarded(r"的(?=[一-鿿])")
_KEPT = (
    "距离",
    "间距",
    "净距",
    "高度",
    "净高",
    "宽度",
    "净宽",
    "余量",
    "厚度",
    "空隙",
    "通道",
    "缓冲",
    "速度",
    "压力",
    "温度",
    "湿度",
    "水位",
    "液位",
    "电压",
    "浓度",
    "照度",
    "风速",
    "流量",
    "库存",
    "存量",
    "水温",
    "室温",
    "间隔",
    "成绩",
    "评分",
    "得分",
    "比例",
)
"""保持100米以上的距离: what is kept, not which things."""
_SHARES = frozenset(("%", "‰", "‱", "", "倍"))
_OF_WHAT = ("的", "之", "额", "数", "量", "价", "积", "比")
_PER = Guarded(r"每(?P<per>小时|分钟|秒)(?:不(?:得|应)?(?:超过|高于|大于|低于|少于)|为|最高|限)?$")
"""每小时15公里: a speed."""
_SPEED = frozenset(("公里", "千米", "米", "km", "m", "立方米", "m³", "升", "L", "转", "滴"))
_RATIO = Guarded(r"(?:比例|配比|体积比|重量比|质量比|长宽比|水灰比)[^，。；]{0,6}$")
_BAND_OF = Guarded(rf"(?:不满|不足|未满|、|至)?(?:{NUMBER})(?:个)?[一-鿿㎡A-Za-z²³%℃]{{1,4}}?以下的")
"""3日以上7日以下的项目: which ones."""
_BETWEEN = Guarded(r"[，、且并但和及同时也应须还]*$")
_AS_BOUND = Guarded(r"[一-鿿]{0,6}?为(?:上限|限)|封顶|打住")
_AS_FLOOR = Guarded(r"[一-鿿]{0,6}?为(?:下限|底线)")
_AT_PLACE = Guarded(r"处(?:应|须|必须|不得|设|严禁|禁止)")
"""水深1.2米至1.8米处应设标识: where."""
_GATE = Guarded(r"[\d一二两三四五六七八九十百千万半俩仨廿卅]")


def find_limits(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Figure]:
    """Every figure of `text` that bounds something, in order, leaving out the places in `taken`.

    >>> [f.limit.as_json() for f in find_limits("接报后30分钟内到场")]
    [{'value': 30, 'unit': '分钟', 'comparator': '<=', 'kind': 'deadline'}]
    >>> [(f.limit.value, f.limit.unit, f.limit.comparator, f.limit.kind) for f in find_limits("每班不得少于2人，录像保存不少于30日，提前24小时通知")]
    [(2, '人', '>=', 'quantity'), (30, '日', '>=', 'retention'), (24, '小时', '>=', 'advance')]
    >>> [f.limit.comparator for f in find_limits("承担至少两年内的保修责任，至少在3日内答复")]
    ['>=', '<=']
    >>> [(f.limit.value, f.limit.unit) for f in find_limits("池水pH值应在7.0～7.8之间，光泽度不低于60")]
    [((7, 7.8), ''), (60, '')]
    >>> [f.limit.kind for f in find_limits("活动举办前5日报备，最迟不超过3天答复，记录保存期为一年")]
    ['advance', 'deadline', 'retention']
    >>> find_limits("每100户配备客服")
    []
    >>> find_limits("消防控制室24小时值班"), find_limits("依照第三十条处理")
    ([], [])
    """
    if not _GATE.search(text):
        return []
    clocks, busy = clock_times(text)
    blocked = [*taken, *busy, *(found.span() for found in _DATE.finditer(text))]
    figures = [
        clock
        for clock in clocks
        if not any(start <= clock.start and clock.end <= end for start, end in taken)
    ]
    for found in _FIGURE.finditer(text):
        if any(start < found.end() and found.start() < end for start, end in blocked):
            continue
        figure = _read(text, found)
        if figure:
            figures.append(figure)
    figures.sort(key=lambda figure: figure.start)
    return _joined(text, figures)


def chosen(figures: Sequence[Figure]) -> Limit | None:
    """The figure that the verdict needs: a term before a bound, a bound before a plain figure, the earlier one."""
    best = min(figures, key=lambda figure: (_rank(figure.limit), figure.start), default=None)
    return best.limit if best else None


def _rank(limit: Limit) -> int:
    if limit.comparator == "=":
        return 3
    if limit.kind in ("deadline", "advance", "retention", "interval"):
        return 0
    return 1 if limit.kind == "duration" else 2


def _read(text: str, found: re.Match[str]) -> Figure | None:
    before, after = text[max(0, found.start() - 30) : found.start()], found.end()
    value: int | float | tuple[int | float, int | float]
    if found["majority"]:
        return figure_at(found.start(), found.end(), text, 0.5, "", ">=", "threshold")
    if found["tenths"]:
        share = number_of(found["tenths"]) * 10 + (5 if found["fifth"] else 0)
        return _bounded(text, found.start(), after, before, share, "%")
    if found["big"]:
        return _compound(text, found, before)
    if found["over"]:
        both = (-number_of(found["under"]), number_of(found["over"]))
        return _bounded(text, found.start(), after, before, both, found["bothunit"])
    if found["bare"]:
        return _bounded(text, found.start(), after, before, number_of(found["bare"]), "")
    if found["share"]:
        return _share(text, found, before)
    if found["measure"]:
        return _unitless(text, found)
    if found["top"] or found["one"]:
        top, bottom = int(found["top"] or found["one"]), int(found["bottom"] or found["to"])
        if not bottom or (top >= bottom if found["top"] else top > 1 and not _RATIO.search(before)):
            return None
        return _bounded(text, found.start(), after, before, round(top / bottom, 4), "")
    if found["mixed"]:
        value, unit = (
            number_of(found["mixed"]) + 0.5,
            {"月": "个月"}.get(found["mixedunit"], found["mixedunit"]),
        )
    elif found["value"]:
        value, unit = number_of(found["value"]), found["unit"]
        if unit == "号":
            if not _DAY_OF_MONTH.search(before):
                return None
            unit = "日"
        if found["and_half"]:
            value += 0.5
        if unit == "％":
            unit = "%"
        if not plausible(text, found, before, unit):
            return None
        if before.endswith("±"):
            value, before = (-value, value), before[:-1]
    elif found["plus"] is not None and found["lowunit"] and found["lowunit"] != found["highunit"]:
        most, unit = number_of(found["high"]), found["highunit"]  # 380V±7%
        value = (-most, most)
    else:
        low, high, unit = number_of(found["low"]), number_of(found["high"]), found["highunit"]
        if unit in _DEGREES or found["sign"] or (before.endswith(_BELOW_ZERO[:3]) and low == high):
            low = -low if before.endswith(_BELOW_ZERO) else low
            high = -high if _FROM_BELOW.search(text[: found.start("high")]) else high
        if found["plus"] is not None:
            low, high = low - high, low + high
        if unit == "号":
            if not _DAY_OF_MONTH.search(before):
                return None
            unit = "日"
        if low >= high or before.endswith("第") or (unit == "月" and high <= 12):
            return None
        value = (low, high)
        unit = "%" if unit == "％" else unit
    if unit.startswith("个") and unit != "个月" and unit in TIME_UNITS:
        unit = unit[1:]
    if (
        unit in ("℃", "°C", "摄氏度", "度")
        and not isinstance(value, tuple)
        and before.endswith(("-", "−", "－", "零下"))
    ):
        value, before = -value, before[:-2] if before.endswith("零下") else before[:-1]
    if unit in _SPEED and (per := _PER.search(before)):
        unit = f"{unit}/{per['per']}"
    if unit in ("万元", "亿元"):
        scale = 10_000 if unit == "万元" else 100_000_000
        value = (value[0] * scale, value[1] * scale) if isinstance(value, tuple) else value * scale
        unit = "元"
    return _bounded(text, found.start(), after, before, value, unit)


_SMALLER = {
    ("小时", "分钟"): 60,
    ("分钟", "秒"): 60,
    ("年", "个月"): 12,
    ("日", "小时"): 24,
    ("天", "小时"): 24,
}
"""How many of the smaller unit make one of the greater."""
_ONE_NAME = {"个小时": "小时", "h": "小时", "分": "分钟", "min": "分钟", "秒钟": "秒"}


def _compound(text: str, found: re.Match[str], before: str) -> Figure | None:
    """1小时30分钟: one figure in the smaller unit."""
    big, small = (_ONE_NAME.get(found[name], found[name]) for name in ("bigunit", "smallunit"))
    times = _SMALLER.get((big, small))
    if times is None:
        return None
    value = number_of(found["big"]) * times + number_of(found["small"])
    return _bounded(text, found.start(), found.end(), before, value, small)


def _unitless(text: str, found: re.Match[str]) -> Figure | None:
    """pH值7.0～7.8, 光泽度不低于60: a measure whose figure has no unit."""
    start = found.start("plain")
    low = number_of(found["plain"])
    value: float | tuple[float, float] = (low, number_of(found["plain2"])) if found["plain2"] else low
    before = text[max(0, start - 30) : start]
    bound = (
        comparator_before(before)
        or AFTER_INCLUDE.match(text, found.end())
        or AFTER_BELOW.match(text, found.end())
    )
    if not (bound or found["plain2"] or re.search(r"(?:为|在|是|达到|保持)$", found["between"])):
        return None
    return _bounded(text, start, found.end(), before, value, "")


def _share(text: str, found: re.Match[str], before: str) -> Figure | None:
    part = number_of(found["part"])
    if found["share"] in ("百分之", "千分之", "万分之"):
        unit = {"百分之": "%", "千分之": "‰", "万分之": "‱"}[found["share"]]
        value: float | tuple[float, float] = (part, number_of(found["part2"])) if found["part2"] else part
    else:
        denominator = number_of(found["denominator"])
        if not denominator:
            return None
        unit, value = "", round(part / denominator, 4)
    return _bounded(text, found.start(), found.end(), before, value, unit)


def _bounded(
    text: str,
    start: int,
    end: int,
    before: str,
    value: int | float | tuple[int | float, int | float],
    unit: str,
) -> Figure | None:
    comparator: Comparator = comparator_before(before) or "="
    if comparator == "=" and unit in _SHARES and before.endswith(_OF_WHAT):
        comparator = comparator_of_share(text[max(0, start - 80) : start]) or "="
    if unit not in TIME_UNITS and _MEETS.search(before) and AFTER_INCLUDE.match(text, end):
        return None  # 遇5级以上大风必须停工
    if _AWAITS.search(before) and _THEN.match(text, end):
        return None
    if comparator == ">=" and text.startswith(("时", "后"), end) and not AFTER_INCLUDE.match(text, end):
        return None  # 盛装达到容器3/4时应封口
    if (
        comparator in ("=", ">", ">=")
        and text.startswith(_AT_ONCE, end)
        and (unit not in TIME_UNITS or comparator != "=")
    ):
        return None  # 断丝10根就报废, 达到10%即报废
    if unit in TIME_UNITS and (
        (_SINCE.search(before) and text[end : end + 1] not in "，。；" and not AFTER_INCLUDE.match(text, end))
        or (
            comparator != "="
            and text.startswith("的", end)
            and (_REACHES.search(before) or comparator == "<")
        )
        or (_BEYOND.search(before) and _DONE_THEN.match(text, end))
    ):
        return None  # 欠费满两个月的: when
    if comparator == "<=" and text.startswith("的", end) and _BANS.search(before):
        return None  # 禁止超过5吨的车辆驶入
    if comparator == "=" and unit in TIME_UNITS and _LEFT_SO.match(text, end) and _HEAD.search(before):
        return None  # 48小时不取件退回
    if comparator == "=" and ("为" in text[end : end + 8] or text.startswith(("封顶", "打住"), end)):
        comparator = "<=" if _AS_BOUND.match(text, end) else ">=" if _AS_FLOOR.match(text, end) else "="
    within: re.Match[str] | None = None
    kind: LimitKind | None = None
    near = text[max(0, start - 18) : start]
    after = text[end : end + 12]
    if unit in TIME_UNITS:
        if (
            unit == "日"
            and (
                _DAY_OF_MONTH.search(near)
                or (_ON_DAY.match(after) and near.endswith(("于", "每逢")) and text[start].isdigit())
            )
            and isinstance(value, int)
            and value <= 31
        ):
            earlier = AFTER_EARLIER.match(text, end) or AFTER_WITHIN.match(text, end)
            sign: Comparator = "<=" if earlier or comparator == "<=" else "="
            return figure_at(start, earlier.end() if earlier else end, text, value, unit, sign, "deadline")
        if comparator == "=" and value == 24 and unit in ("小时", "个小时", "h") and _CONTINUOUS.match(after):
            return None
        if unit in ("小时", "日") and after.startswith(("制", "工作制")):
            return None
        term = _term(text, end, near, before, after, comparator, unit)
        if term is None:
            return None
        kind, comparator, end = term
    elif AFTER_INCLUDE.match(text, end):
        found = AFTER_INCLUDE.match(text, end)
        end, comparator = (
            (found.end() if found else end),
            ">=" if comparator in ("=", ">=", ">") else comparator,
        )
    elif below := AFTER_BELOW.match(text, end):
        end, comparator = below.end(), "<="
    elif unit in _LENGTH and text.startswith("开外", end):
        end, comparator = end + 2, ">="
    elif unit in ("米", "m", "公里", "厘米") and (outside := re.match(r"\s*(?:以外|之外|外)", text[end:])):
        end, comparator = end + outside.end(), ">=" if comparator == "=" else comparator
    elif within := AFTER_WITHIN.match(text, end):
        end, comparator = within.end(), "<="
        if unit == "声":
            kind = "deadline"
    if comparator in (">", "<") and (
        _SETS_OFF.match(text, end) if unit not in TIME_UNITS else text.startswith(("先", "按", "者"), end)
    ):
        return None  # 使用功率超过800瓦的电器: which ones; 不足100m³按一组
    if (
        text.startswith("范围", end)
        and (comparator == "=" or unit in _LENGTH)
        and (unit in _LENGTH or not isinstance(value, tuple))
    ):
        return None  # 90%~110%范围内 binds all the same
    if unit in _LENGTH and comparator == "<=" and within and _ZONE.match(text, end):
        return None  # 消防栓前一米内不堆物: where
    if (
        unit in _WHICH
        and comparator in (">=", "<=")
        and _OF.match(text, end)
        and not text.startswith(_KEPT, end + 1)
        and not comparator_before(before)
    ):
        return None  # 5000元以下的采购: which ones
    if unit.split("/")[0] in _LENGTH and comparator in ("=", "<=") and _AT_PLACE.match(text, end):
        return None
    if kind is None:
        kind = "quantity" if unit in _QUANTITY and unit not in _MEASURE else "threshold"
        if unit in ("级", "倍", "层") and kind == "quantity":
            kind = "threshold"
    if isinstance(value, tuple):
        comparator = "range"
    elif value == 100 and unit == "%" and comparator == ">=" and re.search(r"达到?(?:了|至)?$", before):
        comparator = "="
    return figure_at(start, end, text, value, unit, comparator, kind)


def _term(
    text: str, end: int, near: str, before: str, after: str, comparator: Comparator, unit: str
) -> tuple[LimitKind, Comparator, int] | None:
    """Kind and direction of a stretch of time."""
    within = AFTER_WITHIN.match(text, end)
    earlier = AFTER_EARLIER.match(text, end)
    include = AFTER_INCLUDE.match(text, end)
    if include and (text.startswith("的", include.end()) or _BAND_OF.match(text, include.end())):
        return None  # 停用一年以上的设备: which ones, not how long
    if include:
        end, comparator = include.end(), ">=" if comparator in ("=", ">=", ">") else comparator
    elif below := AFTER_BELOW.match(text, end):
        if text.startswith("的", below.end()) and comparator != "<=":
            return None
        end, comparator = below.end(), "<="
    if (after.startswith(("时限", "期限")) or _TERM_IS.search(before)) and not _RETAIN.search(near):
        return "deadline", "<=" if comparator == "=" else comparator, end
    if within and _WINDOW.match(text, within.end()):
        return None  # 10min内压力降不应大于0.02MPa
    if within and _OF_THOSE.match(text, within.end()) and not _AT_LEAST.search(before):
        return None
    if BEFORE_EVENT.search(before) and comparator in ("=", ">=", "<="):
        return ("advance", "<=", within.end()) if within else ("advance", ">=", end)
    if unit in ("学时", "课时", "个学时", "个课时"):
        return "duration", comparator, end
    if _INTERVAL.search(near):
        return "interval", comparator, end
    if "提前" in before[-10:] or (earlier and comparator in ("=", ">=")):
        return "advance", ">=" if comparator == "=" else comparator, earlier.end() if earlier else end
    if within and _AT_LEAST.search(before):
        return "duration", ">=", within.end()
    if within:
        kind: LimitKind = (
            "duration" if _DURATION.search(near[-8:]) and not _DEADLINE.search(near[-8:]) else "deadline"
        )
        return kind, "<=", within.end()
    if _RETAIN.search(near) or _RETAIN.search(after[:5]) or _RETAIN_TILL.search(before):
        return "retention", ">=" if comparator == "=" else comparator, end
    if comparator == "<=" and _LATEST.search(before):
        return "deadline", comparator, end
    if comparator == "<=" and _DEADLINE.search(near) and not _DURATION.search(near[-8:]):
        return "deadline", comparator, end
    return "duration", comparator, end


def _joined(text: str, figures: list[Figure]) -> list[Figure]:
    """不少于2人、不超过5人 is one range."""
    joined: list[Figure] = []
    for figure in figures:
        last = joined[-1] if joined else None
        if (
            last
            and _opposed(last.limit, figure.limit)
            and figure.start - last.end <= 10
            and _BETWEEN.match(text[last.end : figure.start])
        ):
            low, high = sorted((last.limit.value, figure.limit.value), key=float)  # type: ignore[arg-type]
            joined[-1] = figure_at(
                last.start,
                figure.end,
                text,
                (low, high),
                last.limit.unit,
                "range",
                last.limit.kind,
            )
        else:
            joined.append(figure)
    return joined


def range_of(one: Limit, other: Limit) -> Limit | None:
    """Two opposed bounds of one unit as a range, None if they are none."""
    clock = one.unit == other.unit == "时刻" and {one.comparator, other.comparator} == {">=", "<="}
    if not (clock or _opposed(one, other)):
        return None
    low, high = (one.value, other.value) if one.comparator[:1] == ">" else (other.value, one.value)
    return Limit((low, high), one.unit, "range", one.kind, f"{one.words}，{other.words}")  # type: ignore[arg-type]


def _opposed(one: Limit, other: Limit) -> bool:
    numbers = isinstance(one.value, int | float) and isinstance(other.value, int | float)
    signs = {one.comparator[:1], other.comparator[:1]}
    return numbers and one.unit == other.unit and signs == {"<", ">"} and one.value != other.value
