"""What a later demand of a clause leaves unsaid: the thing that its first words told once.

In 「监控录像保存不少于30日，涉及案件的应保存至结案」 the second demand is about 监控录像 too, and a line
that stands alone has to say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from checklists.cores import one_line
from checklists.doers import POST_LIKE, begins_with_post, is_listed
from checklists.modals import compact, modal_in
from checklists.negation import words_of
from indexer.clauses import Clause, Handbook
from indexer.demands.model import Demand
from indexer.demands.words import one_of, word_list

LONGEST_TOPIC = 20
"""Characters of a topic; more is a sentence."""
SHORTEST_THING = 3
"""Characters of a thing that is left of a measure: 应急照明 of 应急照明连续供电时间."""
LONGEST_HEAD = 4
"""Characters before a bound that are no thing of their own: 开窗通风 in 开窗通风不少于1小时."""
SHORTEST_VERB = 2
BARE = 3
"""Characters that are left of an act without object: 每次更换, 4小时内恢复."""

_CUT = re.compile(
    r"(?<!理)(?<!自)由|按(?!钮)|(?<![存所实潜内])在|(?<![属对由关等小大低高少多])于|(?<!已)经(?![理营])|凭|每|至少|最[长短多少]"
    r"|不(?:应|得|宜|可)?(?=超过|少于|低于|高于|大于|小于|多于)|立即|及时|当[场日天]|达到|控制(?=在|为)|保持|保存(?=\d|[一二三五十两半不永至])|[为达]?\d|(?<=[\u4e00-\u9fff]{2})严禁"
)
_END = re.compile(r"(?:未|不|须|逾期|保存|停留|分别|均|都|还|也|各|每[份个人台次]|进行)$")
_CASE = re.compile(r"^[^，：]*?(?:时|后|前|的|期间|起|中|内|下|外)，")
_CASE_OF = re.compile(r"^[^，：]{2,16}的(?=保存|由|应|须|报|在|不|停|立即|\d)")
_SHORT_CASE = re.compile(
    r"^(?![^，：]{2,8}在[^，：\d]{1,3}[前后])[^，：\d每]{1,10}?(?<![之以同及随按定提])(?:后|时|前)(?!间|沿|台)"
)
_BOUND = re.compile(r"不(?:超过|少于|低于|高于|大于|小于|多于)|至少|最[长短多少]|每|\d|达到|控制|为")
_OPENS_ACT = re.compile(
    r"[在于由用经按从自将把对向至未无先再并]|次[日月年]|连续|后(?![勤台门期续])|不(?!同|锈)|立即|随时|及时|当[日场天]|每|\d|[一二三四五六七八九十两半](?:次|份|人|日|天|小时|分钟|年|个)"
)
_FIGURES = re.compile(
    r"(?:在|于|每|至少|不超过|不少于|不低于|各)?(?:\d+(?:\.\d+)?|[一二三四五六七八九十百千万两半]+)(?:个)?(?:次(?!性)|分钟|小时|日|天|周|月|年|班|声|工作日|千克|毫升|厘米|平方米|立方米|[份处名位台件项元人户张具套支克米])(?:以内|之内|内|后|前)?|[\d.]+"
    r"|每(?:次|日|天|周|月|季度|半年|年|班|小时)|提前|当[日天场班]|立即|随时|及时|未|不|无|重新|应|在|至|于"
)
_PERSON = re.compile(r"(?:人|员|者|工|长|主管|经理|双方|单位|公司|机构|部门|方)$|员工|人员")
_NO_THING = re.compile(
    r"(?:时|后|前|的|[期天日时年月周][内外中下]|季节|期间|以上|以下|不足|超过|低于|高于|达到|至|到|时段)$|^的|下列|以下"
)
_THING = re.compile(r"[液单表证室器车物品员费间桶箱柜机池房口门梯板网件]$")
_ONLY_OFTEN = re.compile(
    r"^[^，：\d每]{2,16}每(?:班|日|天|周|月|季度|半年|年)(?:不少于|至少)?(?:\d+|[一二两三四五六七八九十]+)次$"
)
_STANDARD = re.compile(r"以[^，]{2,6}为准$")
_MATTERS = ("投诉", "报修", "装修", "来电", "火警", "消杀", "退租", "退房")
"""Verbs that name a matter: 投诉应当日受理."""
_SEASON_WORD = (
    "夜间|白天|日间|节假日|休息日|周末|高峰期?|雨天|平时|其余[日时]?[期间]?|[春夏秋冬雨旱供冷暖]{1,2}季"
)
_SHIFT = re.compile(rf"^(?:夜班|白班|日班|早班|中班|晚班|{_SEASON_WORD})")
_SHIFT_BOUND = re.compile(rf"{_SHIFT.pattern}不(?:少于|超过|多于)\d+次$")
_THING_BOUND = re.compile(r"^([\u4e00-\u9fff]{2,8})不(?:超过|少于|多于)\d+[^，]{1,4}$")
_CUT_OFF = ("至", "到", "在", "于", "为", "拨打", "下", "的", "建立", "保存", "否")
"""Ends of an act whose object was left out."""
_OWN_CASE = re.compile(r"^[^，：\d]{4,}?(?:低于|高于|超过|达到|不足|大于|小于)\d[^，]*(?:时|的)，")
"""A case with a measure of its own: 水下能见度低于12米时."""
_RATE = re.compile(r"[\u4e00-\u9fff]{2,3}率|[\u4e00-\u9fff]{2}期(?:限)?(?=\d|为|不|最)")
"""A rate or a term of something told before: 差错率, 保管期."""
_BEYOND = re.compile(r"(?:超过|低于|高于|达到|不足|大于|小于)")
_SEASON = re.compile(_SEASON_WORD)
_PART = re.compile(r"[\u4e00-\u9fff]{2,6}(?:区域|场所|部位|楼层|房间)每")
_MEASURE_END = re.compile(
    r"(?:(?:连续|持续)[\u4e00-\u9fff]{2}|开启|运行|使用)?(?:时间|角度|温度|湿度|浓度|电阻|压力|水压|间隙|余氯|高度|深度)$"
)
_MEASURES = ("率", "度", "值", "量", "比", "性", "压", "阻", "流", "数", "期", "限", "额", "时间", "余氯")
_PLAIN_VERBS = frozenset("贴穿戴锁填签挂擦拖扫")
"""Verbs of one character that begin no noun."""
_SEEN = ("发现", "遇", "接到", "收到", "发生", "出现")


def with_topic(
    line: str, clause: Clause, demand: Demand, demands: Sequence[Demand], handbook: Handbook
) -> str:
    """`line` after what it is about (``监控录像：涉及案件的，保存至结案``), where it leaves that to an earlier demand.

    Args:
        line: As far as it is made; one that begins with a thing of its own stays as it is.
        clause: In running text or a list; a row tells its object itself.
        demand: One of `demands`.
        demands: All demands of the clause in reading order, permissions too.
        handbook: For the names of posts.
    """
    if clause.kind == "row" or "\n" in demand.quote:
        return line
    before = _before(clause, demand, demands)
    if before and (meant := _needed(line, before[-1])):
        return meant
    if before and (case := _case_before(line, before[-1], clause, demand)):
        return f"{case}，{line}"
    told = _unlisted(demand, line, handbook) or (_permitted(before[-1], demand) if before else "")
    told = told or _told_before(line, demand, before, handbook)
    if _SEASON.match(line):
        told = re.sub(rf"^(?:{_SEASON_WORD})|(?:{_SEASON_WORD})$", "", told)
    return f"{told}：{line}" if told and not _says(line, told) else line


_IF_NEEDED = re.compile(
    r"^(?P<needed>确需|确因[^，]{2,6}需要?|因[^，]{2,6}确需)(?P<act>[\u4e00-\u9fff]{2})的，"
)


def _told_before(line: str, demand: Demand, before: Sequence[Demand], handbook: Handbook) -> str:
    """The nearest thing before, or the nearest act where `line` only gives a figure or has no thing before it."""
    act = ""
    for earlier in reversed(before):
        topic = topic_of(earlier, handbook)
        if topic.endswith(_MEASURES) and not (_of_measure(line) or _same_measure(line, demand, earlier)):
            topic = _MEASURE_END.sub("", topic)
            if len(topic) < SHORTEST_THING or topic.endswith(_MEASURES):
                continue
        meant = _lacks_verb(line, demand, earlier) or _only_bound(line, demand, earlier)
        if earlier.verb and _SHIFT_BOUND.match(line):
            return earlier.verb
        act = act or (_act_of(earlier, handbook) if meant or _is_bare(line) else "")
        if act and (meant or _is_figure(line)):
            return act
        if topic:
            return topic if _leans(line, demand, earlier, handbook) else act
    return act


def _is_figure(line: str) -> bool:
    return len(_FIGURES.sub("", line)) < SHORTEST_VERB


def _only_bound(line: str, demand: Demand, earlier: Demand) -> bool:
    """「车辆在月台停留不得超过3小时，冷链车辆不得超过90分钟」: another thing, the same act."""
    one, other = earlier.limit, demand.limit
    found = _THING_BOUND.match(line)
    if one is None or other is None or found is None or one.kind != other.kind or one.kind == "threshold":
        return False
    return not any(found[1][at : at + 2] in _verbs() for at in range(len(found[1]) - 1))


def _needed(line: str, earlier: Demand) -> str:
    """「确需使用的，…」 after a ban, with what it is that is needed: 确需使用客梯运送材料的."""
    found, act = _IF_NEEDED.match(line), compact(earlier.action or "")
    if found is None or earlier.modality != "must_not" or not act.startswith(found["act"]) or "，" in act:
        return ""
    return f"{found['needed']}{act}的，{line[found.end() :]}"


def _permitted(earlier: Demand, demand: Demand) -> str:
    """The act that a permission right before allows on a condition: 「可以检查可疑包裹，但应有两人在场」."""
    if earlier.modality != "may" or not re.match(r"但", compact(demand.quote)):
        return ""
    act = _FIGURES.sub("", re.sub(r"^可以?", "", compact(earlier.action or "")))
    return act if 3 < len(act) <= LONGEST_TOPIC and "，" not in act else ""


def _case_before(line: str, earlier: Demand, clause: Clause, demand: Demand) -> str:
    """The case of the part right before, where this one goes on with a case in it: 「发现占道车辆的，…，15分钟未移车的报…」."""
    case = compact(earlier.condition or "").rsplit("，", 1)[-1]
    between = clause.text[earlier.span[1] : demand.span[0]]
    if "；" in between and _goes_on(line, demand) and case.endswith(("的", "时")) and case[:4] not in line:
        return case
    if (
        not _CASE_OF.match(line)
        or not case.endswith(("的", "时"))
        or re.search(r"\d|超过", case)
        or case[:4] in line
        or "；" in between
        or "。" in between
    ):
        return ""
    return case


def _goes_on(line: str, demand: Demand) -> bool:
    """Somebody else's act without an occasion of its own: 「；维保单位应在30分钟内到场」."""
    subject = compact(demand.subject or "")
    left = _FIGURES.sub("", line.removeprefix(subject))
    return bool(subject) and not demand.condition and 2 <= len(left) <= BARE


def _of_measure(line: str) -> bool:
    return bool(re.match(r"超|低于|高于|达|保持|单机|不(?:超过|低于|高于)", line)) or _is_bare(line)


def _unlisted(demand: Demand, line: str, handbook: Handbook) -> str:
    """Somebody who is no listed post and who acts on in a later part: 食堂从业人员."""
    subject = compact(demand.subject or "")
    if (
        not 3 <= len(subject) <= 10
        or not _PERSON.search(subject)
        or subject in compact(demand.quote + (demand.lead_in or ""))
        or not handbook.posts
        or any(name in subject for post in handbook.posts for name in (post.name, *post.aliases))
        or re.match(one_of(words_of("relational")), line)
        or _CASE.match(line)
    ):
        return ""
    return subject


def _lacks_verb(line: str, demand: Demand, earlier: Demand) -> bool:
    """「手术室、急诊科每日不少于4次」: how often, and not what is done."""
    if demand.frequency is None or not earlier.verb or earlier.verb in line:
        return False
    return bool(_ONLY_OFTEN.match(line))


def topic_of(demand: Demand, handbook: Handbook) -> str:
    """The thing that a demand's own words begin with: 监控录像; "" where they begin with a post or an act."""
    words = compact(one_line(demand.quote))
    found = modal_in(words, demand.modality)
    head = words[: found.start] if found else words
    head = re.sub(r"^(?:但是|但|并|且|同时)", "", head.rsplit("，", 1)[-1])
    cut = next((one for one in _CUT.finditer(head) if one.start() >= 2), None)
    if cut is None and found is None:
        return ""
    if cut is not None:
        head = head[: cut.start()]
    whole = _END.sub("", re.sub(rf"(?<=.{{3}}){_BEYOND.pattern}$", "", head))
    head = _SHORT_CASE.sub("", whole)
    if head != whole and head[:2] in _verbs():
        return ""  # 「消毒后开窗通风不少于1小时」 is an act, not a thing
    if (
        not 2 <= len(head) <= LONGEST_TOPIC
        or begins_with_post(head, handbook)
        or (_PERSON.search(head) and not _counts_people(demand))
        or _NO_THING.search(head)
        or re.match(one_of(words_of("relational")), head)
        or (not handbook.posts and POST_LIKE.fullmatch(head) is not None)
        or _OPENS_ACT.match(head)
        or head.startswith(_SEEN)
        or _SHIFT.fullmatch(head)
        or head.count("（") != head.count("）")
        or _is_verb_alone(head)
    ):
        return ""
    return head


def _counts_people(demand: Demand) -> bool:
    """「清场人员不少于3人」 is about them and asks nothing of them."""
    return demand.limit is not None and demand.limit.unit in ("人", "名", "位")


def _is_verb_alone(head: str) -> bool:
    """分析, 撤至; not 消毒液, 动火作业."""
    if len(head) > 3 or head in _MATTERS:
        return False
    return (head[:2] in _verbs() and not _THING.search(head[2:])) or (
        head[:1] in _single() and head[-1:] in "至到"
    )


def _before(clause: Clause, demand: Demand, demands: Sequence[Demand]) -> list[Demand]:
    """Earlier demands of the same line of the clause."""
    start = clause.text.rfind("\n", 0, demand.span[0]) + 1
    return [one for one in demands if start <= one.span[0] < demand.span[0] and one.modality not in ("none",)]


def _act_of(demand: Demand, handbook: Handbook) -> str:
    if demand.limit and demand.limit.kind == "threshold":
        return ""
    words = re.sub(r"^[^，]*，", "", compact(demand.quote))
    case = demand.condition and compact(demand.condition) in compact(demand.quote)
    if (
        demand.modality == "must_not"
        or case
        or _STANDARD.match(words)
        or re.match(one_of(words_of("relational")), words)
    ):
        return ""
    act = _FIGURES.sub("", re.sub(r"《[^《》]*》", "", compact(demand.action or "")))
    act = re.sub(r"^(?:完成|做到|负责)", "", act)
    name = begins_with_post(act, handbook)
    act = re.sub(r"(.{2,4})\1", r"\1", act.removeprefix(name))
    whole = "，" not in act and act.count("（") == act.count("）") and not act.endswith(_CUT_OFF)
    whole = whole and not act.startswith("的") and "下列" not in act
    return act if 3 < len(act) <= LONGEST_TOPIC and whole else ""


def _leans(line: str, demand: Demand, earlier: Demand, handbook: Handbook) -> bool:
    """Whether `line` begins with no thing of its own."""
    rest = _without_cases(line)
    if _CASE_OF.match(_after_commas(line)):
        return True
    subject = compact(demand.subject or "")
    acts = bool(subject) and subject in compact(demand.quote)
    if acts and not _opens_with_case(line) and not _is_bare(line):
        return False
    if _BEYOND.match(line) or _PART.match(rest) or _SEASON.match(rest):
        return True
    if not rest or is_listed(rest[:4], handbook) or _OWN_CASE.match(line):
        return False
    if _same_measure(rest, demand, earlier):
        return True
    if _relational(rest):
        return not (earlier.limit and earlier.limit.kind == "threshold" and demand.limit is not None)
    if _OPENS_ACT.match(rest):
        return True
    bound = _BOUND.search(rest)
    if (
        bound
        and demand.limit
        and rest[: bound.start()].endswith(_MEASURES)
        and len(rest[: bound.start()]) <= 6
    ):
        return not (
            earlier.limit and earlier.limit.kind == "threshold"
        )  # 「热水器每季度除垢，出水温度不高于45℃」
    if rest[:2] not in _verbs() and rest[:1] not in _PLAIN_VERBS:
        return False
    if bound is None:
        return True
    return bound.start() <= LONGEST_HEAD and not rest[: bound.start()].endswith(_MEASURES)


def _relational(words: str) -> bool:
    return bool(_RATE.match(words) or re.match(one_of(words_of("relational")), words))


def _same_measure(rest: str, demand: Demand, earlier: Demand) -> bool:
    """「UPS负载率不应高于80%，单机不高于40%」: a part with the same unit and no measure of its own."""
    one, other = earlier.limit, demand.limit
    if one is None or other is None or one.kind != "threshold" or one.unit != other.unit:
        return False
    bound = _BOUND.search(rest)
    return (
        bound is not None
        and 2 <= bound.start() <= LONGEST_HEAD
        and not rest[: bound.start()].endswith(_MEASURES)
    )


def _opens_with_case(line: str) -> bool:
    return bool(re.match(r"^[^，：]{2,20}的[，由]", line)) and not line.startswith(_SEEN)


def _is_bare(line: str) -> bool:
    """An act without object, a figure without what it measures: 每次更换, 合格率不低于95%."""
    if _relational(_without_cases(line)):
        return not _CASE.match(line)
    left = re.sub(rf"^{one_of(words_of('persons'))}", "", _FIGURES.sub("", line))
    return _without_cases(line) == line and len(left) <= BARE and (len(left) < 2 or left[:2] in _verbs())


def _after_commas(line: str) -> str:
    while found := _CASE.match(line):
        line = line[found.end() :]
    return line


def _without_cases(line: str) -> str:
    line = _CASE_OF.sub("", _after_commas(line))
    return _SHORT_CASE.sub("", line)


def _says(line: str, topic: str) -> bool:
    """Whether the topic, or the beginning of it, stands in the line already."""
    return (
        topic in line
        or (len(topic) > 3 and topic[:4] in line)
        or (len(topic) > 3 and topic[-2:] in line)
        or "：" in line.split("，", 1)[0]
    )


@cache
def _verbs() -> frozenset[str]:
    return frozenset(word for word in word_list("verbs", "verbs") if len(word) == 2)


@cache
def _single() -> frozenset[str]:
    return frozenset(word_list("verbs", "single"))
