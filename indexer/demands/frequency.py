"""How often: 每日3次, 每半年至少一次, 每周二、周五, 3次/周, 每运行500小时; without 每 in `recurring`."""

from __future__ import annotations

import re

from indexer.demands.guards import Guarded
from indexer.demands.listed import listed
from indexer.demands.model import Comparator, Frequency
from indexer.demands.numerals import ALONE, NUMBER, number_of
from indexer.demands.periods import (
    BOUND,
    COUNT,
    LOWER,
    PERIOD,
    POST,
    SPAN,
    UPPER,
    bound_of,
    counted,
    made,
    period_of,
    several,
)
from indexer.demands.recurring import recurring, recurring_spans

_USE = r"(?:累计|连续)?(?:运行|使用|运转|行驶|工作|开机|航行|飞行|生产)(?:满|达到?)?|满"
_EVERY = Guarded(
    rf"(?<![里米克])(?<!将)(?<!制定)(?<!编制)(?<!拟定)(?<!编排)(?:(?P<pre>{LOWER})(?:应当?|须|必须|需)?\s*|(?P<most_of>{UPPER})\s*)?"
    rf"每(?:(?:间)?隔?\s*(?:{_USE})?{PERIOD}(?![龄限份级]|新增)|(?:{_USE})(?P<far>{NUMBER}\s*(?:公里|千米|km|台时|机时|次|件|吨|立方米|方))|(?P<road>{NUMBER}\s*(?:公里|千米|km))(?=[^，。；]{{0,8}}[一1]次))"
)
_TAIL = Guarded(
    rf"(?P<gap>(?:[^，。；：,;:每]|每(?=[名户个位家台人件辆层栋](?!月|季))){{0,24}}?)(?:{BOUND})?(?P<mid>[^，。；：,;:每]{{0,14}}?){COUNT}\s*{POST}"
)
_RATE = Guarded(
    rf"(?:{BOUND})?\s*{ALONE}{COUNT}\s*(?P<over>及?以上)?\s*(?:[/／]|每)\s*{PERIOD}\s*(?P<post>以上|以下)?"
)
_INVERSE = Guarded(rf"{ALONE}(?P<n>{NUMBER})\s*(?P<nu>{SPAN})\s*[/／]\s*(?:次|遍|回)")
"""2小时/次."""
_NO_TIMES = Guarded(
    rf"\s*(?:的|内|为|累计|平均|合计|总计|共|应|应当|须|必须|配备|配置|配|安排|设置?|派|有|保证|保持)*(?:每[一-鿿㎡]{{1,4}}?)?\s*(?:{LOWER}|{UPPER}|不足|超过|低于|高于)?\s*(?:{NUMBER})\s*(?:人|名|位|个(?!月)|小时|学时|课时|元|万元|分钟|蒸吨|吨|公里|千米|米|度|户|平方米|立方米|千瓦|公斤|升|%)"
)
_MEASURED = Guarded(
    r"(?:应|须)?不(?:得|应)?(?:超过|高于|低于|多于|大于|小于|少于)(?:[一二两三四五六七八九]成|[\d.一二两三四五六七八九十百]+\s*(?:%|‰|元|万元|度|吨|千瓦时|kWh|立方米|升)|百分之|千分之)|[^，。；每]{0,8}(?:(?:时间|时长|总量|用量|流量|工时|供应量|加班|合格率)(?![进对将前后到由])|(?:总数|人数|费用)(?:均|应|须)?(?:不|为|达|≥|≤|控制|至少|最))"
    r"|[^，。；每]{0,20}(?:时间|时长|学时)(?:应|须)?(?:不(?:得|应)?(?:少|低|超|多)|≥|≤|至少)"
    r"|[^，。；每]{0,8}(?:工资|薪酬|津贴|电量|水量|气量|产量|销量|金额|总额|支出|收入|比例|率|成本)(?:均|应|须)?(?:不|为|达|≥|≤|控制|至少|最)"
)
"""每日学习时间不超过六小时: a measure taken a day, not how often."""
_ONE_WEEKDAY = Guarded(r"[一二三四五六日](?![次个名年月]|至)")
_ALL_DAY = Guarded(
    r"\s*(?:24小时|二十四小时|[7七]天|[0-2]?\d[:：时点][0-5]?\d?分?\s*(?:至|到|[-~～—–]))|[一二三四五六]\s*(?:至|到|[-~～—–])"
)
"""每日24小时, 每周一至周五: all the time, not how often."""
_AT_LEAST = Guarded(
    rf"\s*(?:{LOWER})(?![^，。；]{{0,8}}?(?:{NUMBER})\s*(?:个)?(?:日|天|人|名|位|小时|学时|课时|分钟|元|件|份|台|套|条|处|户|单)(?!常))"
)
"""每周至少休息一日: the bound is of the days."""
_ACTS = Guarded(
    r"(?P<times>[两二三四五六])(?:巡|洗|扫|查|检|换|清|测|验|消|擦|练|报|喂|送)(?![一-鿿]?[一二两三四五六][一-鿿])"
)
"""每班两巡."""
_MONTHS_THEN = Guarded(r"[\d一二三四五六七八九十月日号上中下旬初底末、至到～~—\-]{2,12}(?:期间)?每")
_LOW, _UP = re.compile(LOWER), re.compile(UPPER)
_GATE = Guarded(
    r"每|[/／]|次|遍|逐|按|[日周旬月季年][检考盘清汇小总通排维保演核报结评查巡消更洗测校点]|日产日清|日清日[结毕]|隔[日天周月年]|趟|轮|回|[日天周月年时钟度][一二两三四五六]|早晚|早中晚|定期|经常|逢|[月年季]度|双[周月]|整点|天天|班班|日日|周周|月月|年年"
)


def find_frequency(text: str) -> Frequency | None:
    """The first frequency in `text`, or None.

    >>> find_frequency("每2小时巡查一次").as_json()
    {'times': 1, 'per': '2小时', 'comparator': '='}
    >>> find_frequency("公共区域清洁每日三次以上").as_json()
    {'times': 3, 'per': '日', 'comparator': '>='}
    >>> find_frequency("每半年至少组织一次演练").as_json()
    {'times': 1, 'per': '半年', 'comparator': '>='}
    >>> find_frequency("定期保养").as_json()
    {'times': None, 'per': '定期', 'comparator': '='}
    >>> find_frequency("每周三、周五各浇水一次").times, find_frequency("至少应当每月召开一次").comparator
    (2, '>=')
    >>> [find_frequency(text).per for text in ("每双周维护一次", "每行驶5000公里保养一次", "每2～3天浇水一次", "各班组每班组织1次")]
    ['双周', '5000公里', '2～3天', '班']
    >>> find_frequency("每次作业后清点工具") is None and find_frequency("每班不少于2人") is None
    True
    """
    if not _GATE.search(text):
        return None
    return _rate(text) or ("每" in text and _every(text)) or recurring(text)


def frequency_spans(text: str) -> list[tuple[int, int]]:
    """Places of all frequency words, so that a limit is not read from the same figures."""
    if not _GATE.search(text):
        return []
    spans = [found.span() for rule in (_RATE, _INVERSE) for found in rule.finditer(text)]
    for found in _EVERY.finditer(text):
        unit = _unit(found)
        day = _ONE_WEEKDAY.match(text, found.end()) if unit in ("周", "星期", "礼拜") else None
        if times := listed(text, found.end(), unit):
            spans += [(found.start(), found.end()), *times.places]
            continue
        spans.append((found.start(), day.end() if day else found.end()))
        if tail := _TAIL.match(text, found.end()):
            spans += [tail.span(name) for name in ("low", "up") if tail.start(name) >= 0]
            spans.append((tail.start("times"), tail.end()))
    return spans + recurring_spans(text)


def without_frequency(text: str) -> str:
    """`text` without its words of frequency.

    >>> without_frequency("每季度核对1次承诺")
    '核对承诺'
    >>> without_frequency("草坪每周三、周五各浇水一次")
    '草坪浇水'
    """
    last = len(text)
    for start, end in sorted(frequency_spans(text), reverse=True):
        text = text[:start] + text[min(end, last) :]
        last = start
    return text


def only_often(text: str) -> bool:
    """Whether a comma clause says how often and no more.

    >>> only_often("每年不少于一次"), only_often("每日两次"), only_often("每周清洗一次")
    (True, True, False)
    """
    often = find_frequency(text)
    return often is not None and often.times is not None and len(without_frequency(text)) <= 1


def _rate(text: str) -> Frequency | None:
    """3次/周: the count first."""
    if inverse := _INVERSE.search(text):
        return made(inverse, text, several(number_of(inverse["n"]), inverse["nu"]), 1, "=")
    found = _RATE.search(text)
    return counted(found, found, text, period_of(found), bound_of(found)) if found else None


def _unit(found: re.Match[str]) -> str:
    """The word of a period of one unit, or the empty word."""
    return "" if found["unit"] is None else found["unit"].removeprefix("个")


def _every(text: str) -> Frequency | None:
    """每日…: with its count further on, or once."""
    for found in _EVERY.finditer(text):
        per = found["far"] or found["road"] or period_of(found)
        fewest: Comparator = ">=" if found["pre"] else "<=" if found["most_of"] else "="
        if times := listed(text, found.end(), _unit(found)):
            words = text[found.end() : times.end]
            each: Comparator = ">=" if _LOW.search(words) else "<=" if _UP.search(words) else fewest
            return made(found, text, per, times.count, each, end=times.end)
        if _MONTHS_THEN.match(text, found.end()):
            continue  # 每年4月至10月每月修剪两次
        if acts := _ACTS.match(text, found.end()):
            return made(found, text, per, number_of(acts["times"]), fewest, end=acts.end("times"))
        if tail := _TAIL.match(text, found.end()):
            between = text[found.end() : tail.start("times")]
            comparator: Comparator = (
                ">="
                if found["pre"] or _LOW.search(between)
                else "<="
                if fewest == "<=" or _UP.search(between)
                else bound_of(tail)
            )
            return counted(found, tail, text, per, comparator)
        if _MEASURED.match(text, found.end()) and "次" not in text[found.end() :]:
            continue
        if _NO_TIMES.match(text, found.end()) or _ALL_DAY.match(text, found.end()):
            continue  # 每班不少于2人: how many, not how often
        return made(found, text, per, 1, ">=" if _AT_LEAST.match(text, found.end()) else fewest)
    return None
