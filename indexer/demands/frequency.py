"""How often: 每日3次, 每半年至少一次, 3次/周, 一年一次, 按月, 定期."""

from __future__ import annotations

import re

from indexer.demands.guards import Guarded
from indexer.demands.model import Comparator, Frequency
from indexer.demands.numerals import ALONE, NUMBER, number_of
from indexer.demands.verbs import opens_with_verb

_SPAN = r"(?:个)?(?:小时|钟头|分钟|工作日|日|天|周|星期|月|季度|季|年|学期|旬|h|min)"
_PERIOD = rf"(?:(?P<n>{NUMBER})\s*(?P<nu>{_SPAN})|(?P<unit>半个月|半年|半月|昼夜|(?:个)?(?:工作日|自然日|小时|季度|学期|星期|日|天|周|月|季|年|班次|班(?!组)|晚|夜|早|旬)))"
_TIMES = r"(?:次|遍|回|轮|趟)(?!性|[日供污装结搬]|级)"
_LOWER = (
    r"不少于|不得少于|不应少于|不低于|不得低于|不应低于|至少|最少|大于等于|≥|>=|起码|不小于|不得小于|不应小于"
)
_UPPER = r"不超过|不得超过|不应超过|不多于|不得多于|不应多于|至多|最多|≤|<=|不大于|不高于|不得高于"
_BOUND = rf"(?P<low>{_LOWER})|(?P<up>{_UPPER})"
_COUNT = rf"(?P<times>{NUMBER})(?:\s*[~～—–\-至到]\s*(?P<most>{NUMBER}))?\s*{_TIMES}\s*(?P<post>及以上|或以上|以上|以下|以内)?"

_EVERY = Guarded(
    rf"(?<!将)(?<!制定)(?<!编制)(?<!拟定)(?<!编排)(?P<pre>(?:{_LOWER})(?:应当?|须|必须|需)?\s*)?每(?:间)?隔?\s*{_PERIOD}(?![龄限份级]|新增)"
)
_TAIL = Guarded(rf"(?P<gap>[^，。；：,;:每]{{0,24}}?)(?:{_BOUND})?(?P<mid>[^，。；：,;:每]{{0,14}}?){_COUNT}")
_RATE = Guarded(
    rf"(?:(?P<low>{_LOWER})|(?P<up>{_UPPER}))?\s*{ALONE}(?P<times>{NUMBER})\s*{_TIMES}\s*(?:[/／]|每)\s*{_PERIOD}\s*(?P<post>以上|以下)?"
)
_PLAIN = Guarded(
    rf"(?<![第每隔近前后满超过]){ALONE}(?:(?P<n>{NUMBER})\s*(?P<nu>{_SPAN})|(?P<unit>半年|半个月|半月))(?P<mid>(?:内)?(?:{_LOWER})?)\s*(?P<times>{NUMBER})\s*{_TIMES}(?P<post>以上|以下)?"
)
_WITHIN = Guarded(
    rf"(?<![第每隔近前后满超过的起《])(?:(?P<unit>全年|年度|全天|全月)|{ALONE}(?P<n>{NUMBER})\s*(?P<nu>(?:个)?(?:工作日|日|天|周|星期|月|季度|年|学期|小时)))(?:内|中)?(?:应当?|须|必须|需)?"
    rf"(?P<act>[^，。；：,;《》“”＊\d一二两三四五六七八九十前后]{{0,10}}?)(?:(?:{_BOUND})(?P<act2>[^，。；：,;\d一二两三四五六七八九十前后]{{0,6}}?))?(?P<times>{NUMBER})\s*{_TIMES}(?P<post>及以上|以上|以下)?"
)
"""一年清洗两次, 一周至少清洁两次, 全年演练不少于2次: the count further on."""
_N_ACTS = Guarded(
    rf"{ALONE}(?P<n>{NUMBER})(?P<nu>(?:个)?(?:小时|分钟|日|天|周|月|季度?|年))(?P<times>[一二两三四五六])(?:巡|洗|扫|查|检|换|清|测|验|消|擦|保养)(?![一-鿿]?[一二两三四五六][一-鿿])"
)
"""半小时一巡, 一年两洗."""
_SEASONS = Guarded(rf"(?P<set>[春夏秋冬]{{2,4}})[两三四]?季各[^，。；]{{0,8}}?(?P<times>{NUMBER})\s*{_TIMES}")
_DAY_PARTS = Guarded(r"(?<![每\d])(?P<parts>早中晚|早晚)(?![高班餐各两一])(?=[一-鿿]{2})")
_CHECKS = Guarded(
    r"(?<![\d每一二三四五六七八九十同当今次早昨节假工休生])(?P<unit>日|周|月|季|年)(?:检|查|巡检?)(?P<times>[一二两三四1234])次"
)
"""月检一次."""
_EACH_PARTS = re.compile(
    rf"(?:(?<=每年)|(?<=每年的))(?P<set>(?:(?:春|夏|秋|冬|[\d一二三四五六七八九十]{{1,2}}月份?)[、和及]?){{2,4}})(?:两季|三季|四季|季)?(?=各)[^，。；]{{0,12}}?各[^，。；]{{0,8}}?(?P<times2>{NUMBER})\s*{_TIMES}|(?P<parts>早中晚|早、中、晚|早晚|早、晚|上、?下午|上午、?(?:和|及)?下午|上下午|昼夜|日间和夜间|白天和夜间|班前班后|班前、班后|上下班)(?:前|时)?[^，。；]{{0,12}}?各[^，。；]{{0,8}}?(?P<times>{NUMBER})\s*{_TIMES}"
)
_ADVERB = Guarded(
    r"(?:逐|按)(?P<unit>日|天|周|月|季度|季|半年|年度|年)(?!龄|份|限|度|期|历|计算|计|均|薪|折|用量|实)|(?P<cycle>日产日清|日清日结)|隔(?P<other>日|天|周|月)(?![一-鿿]?[内前后])|(?<![\d每一二三四五六七八九十同当今次早昨节假工休生])(?<=[组管目司门理长员行持度])(?P<check>日|周|月|季|年)(?:检|巡检|巡查|巡)(?!记|表|台|标|制|合|报|日|验|测|修|机|索|疫|单|卡|查机|查表)|(?<![\d每一二三四五六七八九十同当今次早昨节假工休生])(?<=[一-鿿])(?P<last>日|周|月|季|年)检$"
)
_VAGUE = Guarded(
    r"(?<!不)(?<![和与及、的经])(?<!提出)(?<!申请)(?<!接受)(?<!通过)(?<!办理)(?P<word>不定期|(?<![约规法指限确固决商])定期(?![限间内])|经常性|经常)(?![一-鿿]{2,4}的(?:《|[一-鿿]{2,4}(?:$|[，。；]))|例会|会议|宣判|宣告|维护保养单位|报告|存款|检验标志|检验合格|检验报告|会议制|发生|居住|检验要求|物业服务合同|合同|检查，|劳动合同)"
)
_NO_TIMES = Guarded(
    rf"\s*(?:的|内|累计|平均|合计|总计|共|应|应当|须|必须|配备|配置|配|安排|设置?|派|有|保证|保持)*\s*(?:{_LOWER}|{_UPPER}|不足|超过|低于|高于)?\s*(?:{NUMBER})\s*(?:人|名|位|个(?!月)|小时|学时|课时|元|万元|分钟|蒸吨|吨|公里|千米|米|度|户|平方米|立方米|千瓦|公斤|升|%)"
)
_MEASURED = Guarded(
    r"[^，。；每]{0,8}(?:时间|时长|总量|总数|人数|用量|流量|工时|供应量|加班|合格率|费用)(?![进对将前后到由])"
)
"""每日学习时间不超过六小时: a measure taken a day, not how often."""
_ONE_WEEKDAY = Guarded(r"[一二三四五六日](?![次个名年月]|至)")
_WEEKDAYS = Guarded(
    r"(?P<days>[一二三四五六日天](?:、?(?:周|星期)?[一二三四五六日天])+)(?![一-鿿]{0,2}[次年月])"
)
_EACH_WEEKDAY = Guarded(
    rf"(?P<days>[一二三四五六日天](?:[、和及]?(?:周|星期)?[一二三四五六日天])+)[^，。；]{{0,8}}?各(?P<act>[^，。；]{{0,8}}?)(?P<times>{NUMBER})\s*{_TIMES}"
)
"""每周三、周五各一次: the days count."""
_EACH_CLOCK = Guarded(
    rf"(?P<clocks>(?:(?:上午|下午|早上?|晚上?)?\d{{1,2}}(?:[:：]\d{{2}}|[时点])(?:之|以)?[前后]?[、和及与]?){{2,5}})各[^，。；]{{0,8}}?(?P<times>{NUMBER})\s*{_TIMES}"
)
"""每日6:00前、18:00后各清运一次: the clock times count."""
_CLOCK = re.compile(r"\d{1,2}(?:[:：]\d{2}|[时点])")
_DAY = re.compile(r"[一二三四五六日天]")
_ALL_DAY = Guarded(
    r"\s*(?:24小时|二十四小时|[0-2]?\d[:：时点][0-5]?\d?分?\s*(?:至|到|[-~～—–]))|[一二三四五六]\s*(?:至|到|[-~～—–])"
)
"""每日24小时, 每周一至周五: all the time, not how often."""
_LOW, _UP = re.compile(_LOWER), re.compile(_UPPER)
_GATE = Guarded(
    r"每|[/／]|次|遍|逐|按|[日周月季年]检|日产日清|日清日结|隔[日天周月]|趟|轮|回|一巡|[一二两三四五][洗扫换清测验巡检]|早晚|早中晚|[日周月季年]巡|定期|经常"
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
    >>> find_frequency("每次作业后清点工具") is None and find_frequency("每班不少于2人") is None
    True
    """
    if not _GATE.search(text):
        return None
    return _rate(text) or _every(text) or _plain(text) or _within(text) or _adverb(text) or _vague(text)


def frequency_spans(text: str) -> list[tuple[int, int]]:
    """Places of all frequency words, so that a limit is not read from the same figures."""
    if not _GATE.search(text):
        return []
    spans = [found.span() for found in _RATE.finditer(text)]
    for found in _EVERY.finditer(text):
        weekly = found["unit"] in ("周", "星期")
        day = _WEEKDAYS.match(text, found.end()) or _ONE_WEEKDAY.match(text, found.end()) if weekly else None
        each = _EACH_WEEKDAY.match(text, found.end()) if weekly else None
        spans.append((found.start(), each.start("act") if each else day.end() if day else found.end()))
        if each:
            spans.append((each.end("act"), each.end()))
            continue
        tail = _TAIL.match(text, found.end())
        if tail:
            spans += [tail.span(name) for name in ("low", "up") if tail.start(name) >= 0]
            spans.append((tail.start("times"), tail.end()))
    spans += [found.span() for found in _PLAIN.finditer(text)]
    if often := _within(text):
        at = text.find(often.words)
        spans.append((at, at + len(often.words)))
    spans += [found.span() for found in _EACH_PARTS.finditer(text)]
    return spans


def without_frequency(text: str) -> str:
    """`text` without its words of frequency.

    >>> without_frequency("每季度核对1次承诺")
    '核对承诺'
    >>> without_frequency("草坪每周三、周五各浇水一次")
    '草坪浇水'
    """
    for start, end in sorted(frequency_spans(text), reverse=True):
        text = text[:start] + text[end:]
    return text


def _rate(text: str) -> Frequency | None:
    """3次/周: the count first."""
    found = _RATE.search(text)
    if found is None:
        return None
    return _made(found, text, _per(found), number_of(found["times"]), _comparator(found))


def _every(text: str) -> Frequency | None:
    """每日…: with its count further on, or once."""
    for found in _EVERY.finditer(text):
        per = _per(found)
        lower = found["pre"] is not None
        parts = _EACH_PARTS.search(text, found.end())
        if parts and parts["set"]:
            count = len(re.findall(r"[春夏秋冬]|月", parts["set"]))
            return _made(
                found, text[: parts.end()], per, count * number_of(parts["times2"]), "=", end=parts.end()
            )
        if parts and parts.start() - found.end() < 12:
            count = 3 if "中" in parts["parts"] else 2
            return _made(
                found, text[: parts.end()], per, count * number_of(parts["times"]), "=", end=parts.end()
            )
        if clocks := _EACH_CLOCK.match(text, found.end()):
            each = len(_CLOCK.findall(clocks["clocks"])) * number_of(clocks["times"])
            return _made(found, text, per, each, "=", end=clocks.end())
        weekly = found["unit"] in ("周", "星期")
        if weekly and (days := _EACH_WEEKDAY.match(text, found.end())):
            each = number_of(days["times"])
            return _made(found, text, per, each * len(_DAY.findall(days["days"])), "=", end=days.end())
        tail = _TAIL.match(text, found.end())
        if tail and weekly and number_of(tail["times"]) == 1 and (days := _WEEKDAYS.match(text, found.end())):
            return _made(found, text, per, len(_DAY.findall(days["days"])), "=", end=tail.end())
        if tail:
            between = text[found.end() : tail.start("times")]
            comparator: Comparator = (
                ">=" if lower or _LOW.search(between) else "<=" if _UP.search(between) else _comparator(tail)
            )
            if tail["most"] and number_of(tail["most"]) > number_of(tail["times"]):
                ends = int(number_of(tail["times"])), int(number_of(tail["most"]))
                return Frequency(ends, per, "range", text[found.start() : tail.end()].strip())
            return _made(found, text, per, number_of(tail["times"]), comparator, end=tail.end())
        if weekly and (days := _WEEKDAYS.match(text, found.end())):
            count = len(_DAY.findall(days["days"]))
            return _made(found, text, per, count, "=", end=days.end())
        if _MEASURED.match(text, found.end()) and "次" not in text[found.end() :]:
            continue
        if _NO_TIMES.match(text, found.end()) or _ALL_DAY.match(text, found.end()):
            continue  # 每班不少于2人: how many, not how often
        return _made(
            found, text, per, 1, ">=" if lower or re.match(rf"\s*(?:{_LOWER})", text[found.end() :]) else "="
        )
    return None


def _plain(text: str) -> Frequency | None:
    """一年一次, 两小时一次, 1日3次."""
    found = _PLAIN.search(text)
    if found is None:
        return None
    comparator: Comparator = ">=" if found["mid"].strip("内 ") else _comparator(found)
    return _made(found, text, _per(found), number_of(found["times"]), comparator)


def _within(text: str) -> Frequency | None:
    """一年清洗两次, 一周至少清洁两次, 全年演练不少于2次, 月检一次.

    >>> _within("水箱一年清洗两次").as_json(), _within("全年演练不少于2次").as_json()
    ({'times': 2, 'per': '年', 'comparator': '='}, {'times': 2, 'per': '年', 'comparator': '>='})
    >>> _within("月检一次").per, _within("30日内处理完毕一次"), _within("3日内完成两次")
    ('月', None, None)
    """
    if acts := _N_ACTS.search(text):
        return _made(acts, text, _per_of(number_of(acts["n"]), acts["nu"]), number_of(acts["times"]), "=")
    if seasons := _SEASONS.search(text):
        return _made(seasons, text, "年", len(seasons["set"]) * number_of(seasons["times"]), "=")
    if parts := _DAY_PARTS.search(text):
        return _made(parts, text, "日", 3 if "中" in parts["parts"] else 2, "=")
    if checks := _CHECKS.search(text):
        per = {"季": "季度"}.get(checks["unit"], checks["unit"])
        return _made(checks, text, per, number_of(checks["times"]), "=")
    for found in _WITHIN.finditer(text):
        if found["unit"]:
            per = {"全年": "年", "年度": "年", "全天": "天", "全月": "月"}[found["unit"]]
        else:
            value = number_of(found["n"])
            inside = text[found.end("nu") : found.end("nu") + 1] in ("内", "中", "之", "以")
            bounded = found["low"] or found["up"] or not found["act"]
            if inside and (value != 1 or found["nu"] == "小时" or not bounded):
                continue
            if found["act"] and not (opens_with_verb(found["act"]) or found["low"] or found["up"]):
                continue
            per = _per_of(value, found["nu"])
        return _made(found, text, per, number_of(found["times"]), _comparator(found))
    return None


def _adverb(text: str) -> Frequency | None:
    """按月, 逐日, 日清日结, 主管周检."""
    found = _ADVERB.search(text)
    if found is None:
        return None
    if found["other"]:
        return _made(found, text, _per_of(2, {"月": "个月"}.get(found["other"], found["other"])), 1, "=")
    per = found["unit"] or ("日" if found["cycle"] else found["check"] or found["last"])
    return _made(found, text, {"年度": "年", "季": "季度"}.get(per, per), 1, "=")


def _vague(text: str) -> Frequency | None:
    """定期, 经常: kept as a word."""
    found = _VAGUE.search(text)
    return Frequency(None, found["word"], "=", found[0]) if found else None


def _per(found: re.Match[str]) -> str:
    if found["n"]:
        value = number_of(found["n"])
        return _per_of(value, found["nu"])
    unit = found["unit"].removeprefix("个")
    return {"季": "季度", "班次": "班"}.get(unit, unit)


def _per_of(value: float, written: str) -> str:
    unit = written.replace("季", "季度").replace("季度度", "季度")
    if value == 0.5:
        return "半" + unit
    plain = unit.removeprefix("个") if value == 1 or unit not in ("个月",) else unit
    if unit == "月":
        plain = "个月" if value != 1 else "月"
    return plain if value == 1 else f"{value}{plain}"


def _comparator(found: re.Match[str]) -> Comparator:
    groups = found.groupdict()
    post = groups.get("post") or ""
    if groups.get("low") or "以上" in post:
        return ">="
    if groups.get("up") or post in ("以下", "以内"):
        return "<="
    return "="


def _made(
    found: re.Match[str], text: str, per: str, times: float, comparator: Comparator, *, end: int | None = None
) -> Frequency:
    whole = int(times) if times == int(times) else None
    return Frequency(whole, per, comparator, text[found.start() : end or found.end()].strip())
