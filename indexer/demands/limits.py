"""Figures that bound a demand: 30分钟内, 不少于2人, 保存3年, 18℃～22℃, 17:00前."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.demands.model import Comparator, Limit, LimitKind
from indexer.demands.numerals import ALONE, CHINESE, NUMBER, number_of
from indexer.demands.words import one_of, word_list

_TIME = frozenset(word_list("units", "time"))
_QUANTITY = frozenset(word_list("units", "quantity"))
_MEASURE = frozenset(word_list("units", "measure"))
_UNIT = one_of([*_TIME, *_QUANTITY, *_MEASURE])
_RANGE = r"\s*(?:[~～—–\-]{1,2}|至|到)\s*"

_NO_DASH = r"(?<![0-9A-Za-z][-−－])"
"""A number after a dash is one below zero, unless the dash joins it to something (RF-05)."""
_FIGURE = re.compile(
    rf"(?P<share>百分之|千分之|万分之|(?P<denominator>{ALONE}{CHINESE})分之)(?P<part>{NUMBER})(?:{_RANGE}(?:百分之|千分之)?(?P<part2>{NUMBER}))?"
    rf"|(?<![A-Za-z\d.]){_NO_DASH}{ALONE}(?P<low>{NUMBER})\s*(?P<lowunit>{_UNIT})?(?P<half>半)?(?:{_RANGE}|\s*[±]\s*(?=(?P<plus>)))(?P<high>{NUMBER})\s*(?P<highunit>{_UNIT})(?![A-Za-z])"
    rf"|(?P<mixed>{ALONE}{NUMBER})个半(?P<mixedunit>小时|月|工作日)"
    rf"|(?<![A-Za-z\d.]){_NO_DASH}{ALONE}(?P<value>{NUMBER})\s*(?P<unit>{_UNIT})(?P<and_half>半(?!数))?(?![A-Za-z])"
    r"|(?<![A-Za-z0-9/.])(?P<top>[0-9]{1,2})/(?P<bottom>[0-9]{1,3})(?=以上|以下|以内|的|，|。|；|$)"
    r"|(?P<majority>半数以上)"
)
_CLOCK = re.compile(
    r"(?:(?P<noon>上午|下午|晚上|晚|早上|早|凌晨|中午|夜间|次日)\s*)?(?:(?<![\d:：])(?P<h>[01]?\d|2[0-4])[:：](?P<m>[0-5]\d)(?![\d:：])"
    r"|(?P<h2>[01]?\d|2[0-4])\s*(?:时|点钟?)(?![间候限段长节])(?:(?P<m2>[0-5]?\d)分)?(?P<m3>半)?)"
)
_CLOCK_RANGE = re.compile(r"\s*(?:[~～—–\-]{1,2}|至|到)\s*(?:当日|次日|翌日|第二天|当天)?\s*")
_DATE = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|\d{4}年"
)

_NEG = r"(?:不得|不应|不应当|不能|不可|不准|不宜|不)"
_BEFORE: tuple[tuple[re.Pattern[str], Comparator], ...] = tuple(
    (
        re.compile(
            rf"(?:{words})(?:到|了|至|在|为|于|是|提前)?[\s：:]*(?:人民币)?(?:[^\s，。；、]{{1,18}}的|[^\s，。；、的0-9]{{1,4}})?$"
        ),
        comparator,
    )  # type: ignore[misc]
    for words, comparator in (
        (
            rf"(?<!不){_NEG}(?:少于|低于|小于|短于|早于|不足|少過)|至少|最少|最低|最短|最早|最小|起码|≥|>=|大于(?:或)?等于|大于或者等于|不亚于",
            ">=",
        ),
        (
            rf"(?<!不){_NEG}(?:再)?(?:超过|多于|大于|高于|长于|迟于|晚于|超出|超|逾|突破)|至多|最多|最高|最长|最迟|最晚|最大|≤|<=|小于(?:或)?等于|上限|(?<![期时年权])限|不逾",
            "<=",
        ),
        (r"(?<!不)(?<!不得)(?<!不应)(?:超过|大于|高于|多于|长于|超出|晚于|迟于|逾|>|＞|优于)", ">"),
        (r"(?<!不)(?<!不得)(?<!不应)(?:少于|低于|小于|短于|不足|未满|不满|不到|未达到|未达|早于|<|＜)", "<"),
        (r"(?:达到|达|满|已满|年满)", ">="),
    )
)
_AFTER_INCLUDE = re.compile(
    r"\s*(?:（含[^）]{0,6}）)?\s*(?P<above>(?:及|或|或者|含|（含）)?以上|起(?!始|草|点|见|来|重|降|吊|用|动|诉|码|到)|或更多)"
)
_AFTER_BELOW = re.compile(r"\s*(?:及|或|或者|含)?以下")
_AFTER_WITHIN = re.compile(r"\s*(?:之内|以内|内(?![部容外侧网存业置衬芯科涝资墙]|设(?:机构|部门)))")
_AFTER_EARLIER = re.compile(r"\s*(?:之前|以前|前(?!台|期|款|往|厅|后|部|端|提(?![交供出示前醒报请取]))|提前)")

_CONTINUOUS = re.compile(
    r"\s*(?:免费|对外|全天|不间断|不间歇|不断|连续|全天候?|有人|专人|双人|轮流|轮班|值班|值守|在岗|监控|服务|畅通|开通|开放|运行|热线|电话|接听|受理|保持|待命|维持|营业|录像|工作|巡逻|监视|均|提供|全|都|对|开启|响应|接受|负责|制|应|报修|急修|值勤|安排|派人|看护|接警|运转|供|执勤|监测|不得|三班|实行|不脱|不离)"
)
_RETAIN = re.compile(r"保存|保留|留存|存档|保管|归档|存储|备查|存放|保存期|储存")
_DEADLINE = re.compile(
    r"响应|到场|到达|修复|恢复|处理|完成|办结|答复|回复|反馈|时限|限期|期限|回访|抵达|接听|接通|整改|送达|提交|上报|报告"
)
_DAY_OF_MONTH = re.compile(
    r"(?:[每当次本下上]个?|翌|[首末]|\d|[一二三四五六七八九十])月的?\s*(?:最迟|最晚|不迟于|不晚于)?$"
)
_DURATION = re.compile(
    r"时长|停留|持续|历时|用时|试用|有效期|单次|每次|不间断|连续|培训|休息|静置|合同期|控制在|延长|保修|公示|公告|观察|加班|工作时间|演练|入户|等候|占用|中断|冷却"
)
_BEFORE_EVENT = re.compile(
    r"(?:^|[，提满期始束动工行议交用日会业放施发播驶馆产班岗])前(?:不少于|至少|提前)?$"
)
_TERM_IS = re.compile(r"(?:时限|期限|限期)(?:为|是|：|:|应为)?$")
_INTERVAL = re.compile(r"间隔|每隔|相隔|周期|时距")
_ENTRY = re.compile(
    r"下列|以下|上述|前款|这|该|其中|前|上|本|另|任|同|某|逐|第|之|统|唯|单|专|星期|周|礼拜|每|各|万|近|另一|首|十|数|几|多"
)
_LISTED = frozenset("项类种个部条款级层面步道方")
"""Units with which a Chinese numeral only sums up a list (姓名、电话、房号三项)."""
_SMALL = frozenset("个项条种次方面类级层道步部处声遍期批笔例场轮位页字件")


@dataclass(frozen=True, slots=True)
class Figure:
    """A limit with its place in the text."""

    start: int
    end: int
    limit: Limit


_GATE = re.compile(r"[\d一二两三四五六七八九十百千万半]")


def find_limits(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Figure]:
    """Every figure of `text` that bounds something, in order, leaving out the places in `taken`.

    >>> [f.limit.as_json() for f in find_limits("接报后30分钟内到场")]
    [{'value': 30, 'unit': '分钟', 'comparator': '<=', 'kind': 'deadline'}]
    >>> [(f.limit.value, f.limit.unit, f.limit.comparator, f.limit.kind) for f in find_limits("每班不得少于2人，录像保存不少于30日，提前24小时通知")]
    [(2, '人', '>=', 'quantity'), (30, '日', '>=', 'retention'), (24, '小时', '>=', 'advance')]
    >>> find_limits("消防控制室24小时值班"), find_limits("依照第三十条处理")
    ([], [])
    """
    if not _GATE.search(text):
        return []
    clocks, busy = _clocks(text)
    blocked = [*taken, *busy, *(found.span() for found in _DATE.finditer(text))]
    figures = clocks
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
        return _figure(found.start(), found.end(), text, 0.5, "", ">=", "threshold")
    if found["share"]:
        return _share(text, found, before)
    if found["top"]:
        bottom = int(found["bottom"])
        if not bottom or int(found["top"]) >= bottom:
            return None
        return _bounded(text, found.start(), after, before, round(int(found["top"]) / bottom, 4), "")
    if found["mixed"]:
        value, unit = (
            number_of(found["mixed"]) + 0.5,
            {"月": "个月"}.get(found["mixedunit"], found["mixedunit"]),
        )
    elif found["value"]:
        value, unit = number_of(found["value"]), found["unit"]
        if found["and_half"]:
            value += 0.5
        if unit == "％":
            unit = "%"
        if not _plausible(text, found, before, unit):
            return None
    else:
        low, high, unit = number_of(found["low"]), number_of(found["high"]), found["highunit"]
        if found["plus"] is not None:
            low, high = low - high, low + high
        if low >= high or before.endswith("第"):
            return None
        value = (low, high)
        unit = "%" if unit == "％" else unit
    if unit.startswith("个") and unit != "个月" and unit in _TIME:
        unit = unit[1:]
    if (
        unit in ("℃", "°C", "摄氏度", "度")
        and not isinstance(value, tuple)
        and before.endswith(("-", "−", "－", "零下"))
    ):
        value, before = -value, before[:-2] if before.endswith("零下") else before[:-1]
    if unit in ("万元", "亿元"):
        scale = 10_000 if unit == "万元" else 100_000_000
        value = (value[0] * scale, value[1] * scale) if isinstance(value, tuple) else value * scale
        unit = "元"
    return _bounded(text, found.start(), after, before, value, unit)


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


def _plausible(text: str, found: re.Match[str], before: str, unit: str) -> bool:
    """Whether a number with a unit-like word is a figure: not 十分, 四周, 第三项, 一并, 2026年."""
    raw = found["value"].strip()
    if before.endswith(("第", "星期", "礼拜", "GB", "JGJ", "号", "之")):
        return False
    chinese = not raw[0].isdigit()
    bound = bool(_comparator_before(before)) or bool(
        _AFTER_WITHIN.match(text, found.end())
        or _AFTER_INCLUDE.match(text, found.end())
        or _AFTER_BELOW.match(text, found.end())
    )
    if unit == "年" and not chinese and len(raw) == 4:
        return False
    if unit in ("号", "级", "层", "楼") and not bound:
        return False
    if unit in ("月", "周", "季度") and not bound and not before.endswith(("提前", "保存", "保留")):
        return False
    if bound:
        return raw != "十" or unit != "分" or bool(_comparator_before(before))
    if raw == "半":
        return unit in _TIME or unit == "个月"
    if unit in _TIME and _BEFORE_EVENT.search(before):
        return True
    if before.endswith("其中"):
        return False
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


def _comparator_before(before: str) -> Comparator | None:
    for pattern, comparator in _BEFORE:
        if pattern.search(before):
            return comparator
    return None


def _with_comparator(text: str, start: int) -> int:
    """Where the words of a figure begin, its comparator included."""
    before = text[max(0, start - 30) : start]
    found = next((match for pattern, _ in _BEFORE if (match := pattern.search(before))), None)
    return start - (len(before) - found.start()) if found else start


def _bounded(
    text: str,
    start: int,
    end: int,
    before: str,
    value: int | float | tuple[int | float, int | float],
    unit: str,
) -> Figure | None:
    comparator: Comparator = _comparator_before(before) or "="
    kind: LimitKind | None = None
    near = text[max(0, start - 18) : start]
    after = text[end : end + 12]
    if unit in _TIME:
        if unit == "日" and _DAY_OF_MONTH.search(near) and isinstance(value, int) and value <= 31:
            earlier = _AFTER_EARLIER.match(text, end) or _AFTER_WITHIN.match(text, end)
            sign: Comparator = "<=" if earlier or comparator == "<=" else "="
            return _figure(start, earlier.end() if earlier else end, text, value, unit, sign, "deadline")
        if comparator == "=" and value == 24 and unit in ("小时", "个小时") and _CONTINUOUS.match(after):
            return None
        if unit in ("小时", "日") and after.startswith(("制", "工作制")):
            return None
        term = _term(text, end, near, before, after, comparator, unit)
        if term is None:
            return None
        kind, comparator, end = term
    elif _AFTER_INCLUDE.match(text, end):
        found = _AFTER_INCLUDE.match(text, end)
        end, comparator = (
            (found.end() if found else end),
            ">=" if comparator in ("=", ">=", ">") else comparator,
        )
    elif below := _AFTER_BELOW.match(text, end):
        end, comparator = below.end(), "<="
    elif unit in ("米", "m", "公里", "厘米") and (outside := re.match(r"\s*(?:以外|之外|外)", text[end:])):
        end, comparator = end + outside.end(), ">=" if comparator == "=" else comparator
    elif within := _AFTER_WITHIN.match(text, end):
        end, comparator = within.end(), "<="
        if unit == "声":
            kind = "deadline"
    if comparator in (">", "<") and re.match(r"的(?=[一-鿿])", text[end : end + 2]) and unit not in _TIME:
        return None  # 使用功率超过800瓦的电器: which ones
    if comparator == "=" and text.startswith("范围", end):
        return None
    if kind is None:
        kind = "quantity" if unit in _QUANTITY and unit not in _MEASURE else "threshold"
        if unit in ("级", "倍", "层") and kind == "quantity":
            kind = "threshold"
    if isinstance(value, tuple):
        comparator = "range"
    elif value == 100 and unit == "%" and comparator == ">=" and re.search(r"达到?(?:了|至)?$", before):
        comparator = "="
    return _figure(start, end, text, value, unit, comparator, kind)


def _term(
    text: str, end: int, near: str, before: str, after: str, comparator: Comparator, unit: str
) -> tuple[LimitKind, Comparator, int] | None:
    """Kind and direction of a stretch of time."""
    within = _AFTER_WITHIN.match(text, end)
    earlier = _AFTER_EARLIER.match(text, end)
    include = _AFTER_INCLUDE.match(text, end)
    if include and text.startswith("的", include.end()):
        return None  # 停用一年以上的设备: which ones, not how long
    if include:
        end, comparator = include.end(), ">=" if comparator in ("=", ">=", ">") else comparator
    elif below := _AFTER_BELOW.match(text, end):
        end, comparator = below.end(), "<="
    if (after.startswith(("时限", "期限")) or _TERM_IS.search(before)) and not _RETAIN.search(near):
        return "deadline", "<=" if comparator == "=" else comparator, end
    if _BEFORE_EVENT.search(before) and comparator in ("=", ">="):
        return "advance", ">=", end
    if unit in ("学时", "课时", "个学时", "个课时"):
        return "duration", comparator, end
    if _INTERVAL.search(near):
        return "interval", comparator, end
    if "提前" in before[-10:] or (earlier and comparator in ("=", ">=")):
        return "advance", ">=" if comparator == "=" else comparator, earlier.end() if earlier else end
    if within:
        kind: LimitKind = (
            "duration" if _DURATION.search(near[-8:]) and not _DEADLINE.search(near[-8:]) else "deadline"
        )
        return kind, "<=", within.end()
    if _RETAIN.search(near) or _RETAIN.search(after[:5]):
        return "retention", ">=" if comparator == "=" else comparator, end
    if comparator == "<=" and _DEADLINE.search(near) and not _DURATION.search(near[-8:]):
        return "deadline", comparator, end
    return "duration", comparator, end


def _clocks(text: str) -> tuple[list[Figure], list[tuple[int, int]]]:
    """Clock times: 17:00前, 上午9点, 22:00至次日6:00."""
    figures: list[Figure] = []
    busy: list[tuple[int, int]] = []
    last: re.Match[str] | None = None
    for found in _CLOCK.finditer(text):
        if found["h2"] and not found["noon"] and text[found.end() : found.end() + 1] in ("钟", "内", "以"):
            continue
        if found["h2"] and text[max(0, found.start() - 1) : found.start()] in ("第", "每", "小", "."):
            continue
        busy.append(found.span())
        if last is not None and (_CLOCK_RANGE.fullmatch(text[last.end() : found.start()])):
            figures.pop()
            figures.append(
                _figure(
                    last.start(),
                    found.end(),
                    text,
                    (_clock(last), _clock(found)),
                    "时刻",
                    "range",
                    "duration",
                )
            )
            last = None
            continue
        comparator: Comparator = "="
        end = found.end()
        earlier = _AFTER_EARLIER.match(text, end)
        if earlier or _comparator_before(text[max(0, found.start() - 6) : found.start()]) == "<=":
            comparator = "<="
            end = earlier.end() if earlier else end
        elif text[end : end + 2] in ("以后", "之后") or text[end : end + 1] == "后":
            comparator = ">="
            end += 1
        figures.append(_figure(found.start(), end, text, _clock(found), "时刻", comparator, "deadline"))
        last = found
    return figures, busy


def _clock(found: re.Match[str]) -> str:
    hour = int(found["h"] or found["h2"])
    minute = found["m"] or (f"{int(found['m2']):02d}" if found["m2"] else "30" if found["m3"] else "00")
    if found["noon"] in ("下午", "晚上", "晚") and hour < 12:
        return f"{hour + 12}:{minute}"
    return f"{found['h'] or hour}:{minute}"


def _joined(text: str, figures: list[Figure]) -> list[Figure]:
    """不少于2人、不超过5人 is one range."""
    joined: list[Figure] = []
    for figure in figures:
        last = joined[-1] if joined else None
        if last and _opposed(last.limit, figure.limit) and figure.start - last.end <= 10:
            low, high = sorted((last.limit.value, figure.limit.value), key=float)  # type: ignore[arg-type]
            joined[-1] = _figure(
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


def _opposed(one: Limit, other: Limit) -> bool:
    numbers = isinstance(one.value, int | float) and isinstance(other.value, int | float)
    signs = {one.comparator[:1], other.comparator[:1]}
    return numbers and one.unit == other.unit and signs == {"<", ">"} and one.value != other.value


def _figure(
    start: int, end: int, text: str, value: object, unit: str, comparator: Comparator, kind: LimitKind
) -> Figure:
    start = _with_comparator(text, start)
    return Figure(start, end, Limit(value, unit, comparator, kind, text[start:end].strip()))  # type: ignore[arg-type]
