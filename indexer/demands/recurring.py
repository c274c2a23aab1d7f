"""Frequencies without 每: 一年一次, 一周至少清洁两次, 早晚各一次, 月度召开, 逢周五, 按月, 日清月结, 定期."""

from __future__ import annotations

import re

from indexer.demands.guards import Guarded
from indexer.demands.listed import DAY_PARTS
from indexer.demands.model import Comparator, Frequency
from indexer.demands.numerals import ALONE, NUMBER, number_of
from indexer.demands.periods import (
    BOUND,
    COUNT,
    LOWER,
    POST,
    SPAN,
    TIMES,
    bound_of,
    counted,
    made,
    plain_period,
    several,
)
from indexer.demands.verbs import opens_with_verb, verb_at

_PLAIN = Guarded(
    rf"(?<![第每隔近前后满超过]){ALONE}(?:(?P<n>{NUMBER})\s*(?P<nu>{SPAN})|(?P<unit>半年度?|半个月|半月|半[日天]|一[班晚夜]|季度|月度|年度|双[周月]))(?P<mid>(?:内)?(?:{LOWER})?)\s*{COUNT}{POST}"
)
_WITHIN = Guarded(
    rf"(?<![第每隔近前后满超过的起《])(?:(?P<unit>全年|半年度|年度|季度|月度|年内|全天|全月|双周|双月)|{ALONE}(?P<n>{NUMBER})\s*(?P<nu>(?:个)?(?:工作日|日|天|周|星期|月|季度|年|学期|学年|小时|分钟|晚|夜|班(?!组|次))))(?:内|中)?(?:应当?|须|必须|需)?"
    rf"(?P<act>[^，。；：,;《》“”＊\d一二两三四五六七八九十前后]{{0,10}}?)(?:(?:{BOUND})(?P<act2>[^，。；：,;\d一二两三四五六七八九十前后]{{0,6}}?))?{COUNT}{POST}"
)
"""一年清洗两次, 一周至少清洁两次, 全年演练不少于2次: the count further on."""
_SHORT_ACTS = tuple("巡走量翻喂查测转看扫拖擦洗换抄记加浇跑")
"""一小时巡一趟."""
_N_ACTS = Guarded(
    rf"{ALONE}(?P<n>{NUMBER})(?P<nu>(?:个)?(?:小时|分钟|日|天|周|月|季度?|年))(?P<times>[一二两三四五六])(?:巡|洗|扫|查|检|换|清|测|验|消|擦|盘|训|练|修|评|考|保养)(?![一-鿿]?[一二两三四五六][一-鿿])"
)
"""半小时一巡, 一年两洗."""
_N_DOES = Guarded(
    rf"{ALONE}(?P<n>{NUMBER})(?P<nu>(?:个)?(?:小时|分钟|日|天|周|月|季度?|年))(?P<times>[一两二三])(?=[一-鿿]{{2}})"
)
"""十天一投药."""
_SEASONS = Guarded(
    rf"(?:(?P<set>[春夏秋冬]{{2,4}})(?:[两三四]?季)?|四季)各[^，。；]{{0,8}}?(?P<times>{NUMBER})\s*{TIMES}"
)
_DAY_PARTS = Guarded(r"(?<![每\d])(?P<parts>早中晚|早晚)(?![高班餐各两一])(?=[一-鿿]{2})")
_EACH_PART = Guarded(
    rf"(?<![每\d])(?P<parts>{DAY_PARTS})[前时后]?[^，。；各]{{0,6}}各[^，。；]{{0,10}}?(?P<times>{NUMBER})\s*{TIMES}"
)
"""上下午各巡查一次: a day is meant."""
_CHECKS = Guarded(
    r"(?<![\d每一二三四五六七八九十同当今次早昨节假工休生半个])(?P<unit>日|周|月|季|年)(?:检|查|巡检?|清扫|清洗|巡查|检查|消毒|通风|测温|保养|消杀)(?P<times>[一二两三四1234])[次遍]"
)
"""月检一次."""
_FALLS_ON = Guarded(
    r"每?逢(?:(?P<turn>[单双][周月日])|(?P<days>(?:周|星期|礼拜)[一二三四五六日天](?:[、和及]?(?:周|星期|礼拜)?[一二三四五六日天](?![次个]))*))"
)
"""逢周五, 每逢周二、周四."""
_HEAD = Guarded(
    r"(?:^|(?<=[，：部组处科室司位办队应须]))(?P<unit>半年度|月度|季度|年度|双周|双月)(?=(?:召开|组织|开展|进行|举行|实施|报送|上报|检查|盘点|核对)[^，。；]{2})"
)
"""月度召开例会."""
_ADVERB = Guarded(
    r"(?:逐|按)(?P<unit>日|天|班|周|月|季度|季|半年|年度|年)(?!龄|份|限|度|期|历|计算|计|均|薪|折|用量|实|次|组|级|表|制)|(?P<cycle>日产日清|日清日[结毕])|隔(?P<other>日|天|周|月|年(?!级|轻|度|代))(?![一-鿿]?[内前后])"
    r"|(?P<all>天天|日日|(?<![当上下白夜早中晚一本全各])班班(?![长组员次车])|周周|月月|年年)(?=[一-鿿])"
    r"|(?<![\d每一二三四五六七八九十同当今次早昨节假工休生])(?<=[组管目司门理长员行持度])(?P<check>日|周|月|季|年)(?:检|巡检|巡查|巡)(?!记|表|台|标|制|合|报|日|验|测|修|机|索|疫|单|卡|查机|查表)|(?<![\d每一二三四五六七八九十同当今次早昨节假工休生])(?<=[一-鿿])(?P<last>日|周|旬|月|季|年)(?:检$|(?:[查洗盘评测校]|消毒|清洗|清扫|盘点|保养|检修|点检|清理|更换)(?=$|[，。；、]))|(?P<hour>整点)(?=[巡检查记报抄测])"
)
_NOTED = Guarded(
    r"(?P<unit>日|周|旬|月|季|年)(?:巡查|巡检|检查|检修|考核|盘点|清点|清理|清洗|汇总|小结|总结|通报|排查|维护|保养|演练|核对|清|结|评|检|报|查)"
)
"""日巡查，周检查，月考核: each a clause by itself."""
_VAGUE = Guarded(
    r"(?<!不)(?<![和与及、的经])(?<!提出)(?<!申请)(?<!接受)(?<!通过)(?<!办理)(?P<word>不定期|(?<![约规法指限确固决商])定期(?![限间内])|经常性|经常)(?![一-鿿]{2,4}的(?:《|[一-鿿]{2,4}(?:$|[，。；]))|例会|会议|宣判|宣告|维护保养单位|报告|存款|检验标志|检验合格|检验报告|会议制|发生|居住|检验要求|物业服务合同|合同|检查，|劳动合同)"
)
_DAY = re.compile(r"[一二三四五六日天]")


def recurring(text: str) -> Frequency | None:
    """The first frequency in `text` that is written without 每.

    >>> [recurring(text).as_json()["times"] for text in ("水箱一年清洗两次", "上下午各巡查一次", "逢周二、周五大扫除")]
    [2, 2, 2]
    >>> [recurring(text).per for text in ("季度进行一次演练", "月度召开例会", "双周一次", "垃圾日产日清", "隔天浇水")]
    ['季度', '月', '双周', '日', '2天']
    """
    if (noted := _NOTED.match(text)) and noted.end() == len(text):
        return made(noted, text, plain_period(noted["unit"]), 1, "=")
    return _plain(text) or within(text) or _adverb(text) or _vague(text)


def recurring_spans(text: str) -> list[tuple[int, int]]:
    """Places of the words whose figures are counts."""
    spans = [found.span() for found in _PLAIN.finditer(text)]
    if often := within(text):
        at = text.find(often.words)
        spans.append((at, at + len(often.words)))
    return spans


def _plain(text: str) -> Frequency | None:
    """一年一次, 两小时一次, 1日3次, 季度一次."""
    found = _PLAIN.search(text)
    if found is None:
        return None
    per = (
        several(number_of(found["n"]), found["nu"])
        if found["n"]
        else plain_period(found["unit"].removeprefix("一"))
    )
    comparator: Comparator = ">=" if found["mid"].strip("内 ") else bound_of(found)
    return counted(found, found, text, per, comparator)


def within(text: str) -> Frequency | None:
    """一年清洗两次, 一周至少清洁两次, 全年演练不少于2次, 月检一次.

    >>> within("水箱一年清洗两次").as_json(), within("全年演练不少于2次").as_json()
    ({'times': 2, 'per': '年', 'comparator': '='}, {'times': 2, 'per': '年', 'comparator': '>='})
    >>> within("月检一次").per, within("30日内处理完毕一次"), within("3日内完成两次")
    ('月', None, None)
    """
    if acts := _N_ACTS.search(text):
        return made(acts, text, several(number_of(acts["n"]), acts["nu"]), number_of(acts["times"]), "=")
    if (does := _N_DOES.search(text)) and verb_at(text, does.end()):
        return made(does, text, several(number_of(does["n"]), does["nu"]), number_of(does["times"]), "=")
    if seasons := _SEASONS.search(text):
        return made(seasons, text, "年", len(seasons["set"] or "春夏秋冬") * number_of(seasons["times"]), "=")
    if each := _EACH_PART.search(text):
        return made(each, text, "日", (3 if "中" in each["parts"] else 2) * number_of(each["times"]), "=")
    if parts := _DAY_PARTS.search(text):
        return made(parts, text, "日", 3 if "中" in parts["parts"] else 2, "=")
    if checks := _CHECKS.search(text):
        return made(checks, text, plain_period(checks["unit"]), number_of(checks["times"]), "=")
    for found in _WITHIN.finditer(text):
        if found["unit"]:
            per = plain_period(found["unit"])
        else:
            value = number_of(found["n"])
            inside = text[found.end("nu") : found.end("nu") + 1] in ("内", "中", "之", "以")
            bounded = found["low"] or found["up"] or not found["act"]
            if inside and (
                (value != 1 and not (found["low"] and found["nu"].endswith("年")))
                or found["nu"] in ("小时", "分钟")
                or not bounded
            ):
                continue
            if found["act"] and not (
                opens_with_verb(found["act"]) or found["act"] in _SHORT_ACTS or found["low"] or found["up"]
            ):
                continue
            per = several(value, found["nu"])
        return counted(found, found, text, per, bound_of(found))
    return None


def _adverb(text: str) -> Frequency | None:
    """逢周五, 月度召开, 按月, 逐日, 日清日结, 主管周检."""
    if falls := _FALLS_ON.search(text):
        days = 1 if falls["turn"] else len(_DAY.findall(falls["days"]))
        return made(falls, text, falls["turn"] or "周", days, "=")
    found = _HEAD.search(text)
    if found:
        return made(found, text, plain_period(found["unit"]), 1, "=")
    found = _ADVERB.search(text)
    if found is None:
        return None
    if found["other"]:
        other = {"月": "个月"}.get(found["other"], found["other"])
        return made(found, text, several(2, other), 1, "=")
    if found["hour"]:
        return made(found, text, "小时", 1, "=")
    per = found["unit"] or found["all"] or ("日" if found["cycle"] else found["check"] or found["last"])
    return made(found, text, plain_period(per), 1, "=")


def _vague(text: str) -> Frequency | None:
    """定期, 经常: kept as a word."""
    found = _VAGUE.search(text)
    return Frequency(None, found["word"].removesuffix("性"), "=", found[0]) if found else None
