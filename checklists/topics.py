"""What a later demand of a clause leaves unsaid: the thing that its first words told once.

In 「监控录像保存不少于30日，涉及案件的应保存至结案」 the second demand is about 监控录像 too, and a line
that stands alone has to say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checklists.cores import MARKER
from checklists.doers import is_listed
from checklists.given import act_of, topic_of
from checklists.modals import compact
from checklists.negation import begins, words_of
from checklists.topic_signs import (
    BARE,
    BEYOND,
    CASE,
    CASE_OF,
    FIGURES,
    LONGEST_TOPIC,
    OPENS_ACT,
    PERSON,
    SEASON_WORD,
    SEEN,
    SHIFT,
    after_commas,
    is_bare,
    is_figure,
    is_relational,
    verbs,
    without_cases,
)
from indexer.clauses import Clause, Handbook
from indexer.demands.model import Demand

MEMORY = 40
"""Demands of a line among which a thing told before is looked for; a line that a person wrote has fewer."""
SHORTEST_THING = 3
"""Characters of a thing that is left of a measure: 应急照明 of 应急照明连续供电时间."""
LONGEST_HEAD = 4
"""Characters before a bound that are no thing of their own: 开窗通风 in 开窗通风不少于1小时."""
_BOUND = re.compile(r"不(?:超过|少于|低于|高于|大于|小于|多于)|至少|最[长短多少]|每|\d|达到|控制|为")
_ONLY_OFTEN = re.compile(
    r"^[^，：\d每]{2,16}每(?:(?:\d+|半)个?(?:分钟|小时|日|天|月)|小时|班|日|天|周|月|季度|半年|年)(?:不少于|至少)?(?:\d+|[一二两三四五六七八九十]+)次$"
)
_BY_SIZE = re.compile(r"\d+(?:\.\d+)?[\u4e00-\u9fff%℃]{1,3}以[上下]的")
"""「50元以上的报园区经理」 after 收费争议金额."""
_AT_TIMES = re.compile(r"[早晚]?高峰|夜间|夜班|白天|节假日|周末|旺季|淡季")
_SHIFT_BOUND = re.compile(rf"{SHIFT.pattern}不(?:少于|超过|多于)\d+次$")
_THING_BOUND = re.compile(r"^([\u4e00-\u9fff]{2,8})不(?:超过|少于|多于)\d+[^，]{1,4}$")
_OWN_CASE = re.compile(r"^[^，：\d]{4,}?(?:低于|高于|超过|达到|不足|大于|小于)\d[^，]*(?:时|的)，")
"""A case with a measure of its own: 水下能见度低于12米时."""
_SEASON = re.compile(SEASON_WORD)
_SEASON_OWN = re.compile(rf"^(?:{SEASON_WORD})(?:（[^）]*）)?[\u4e00-\u9fff]{{3,}}?不(?:少于|超过|低于|高于)")
"""夜间连续驾驶不超过2小时 says what it is about."""
_PART = re.compile(r"[\u4e00-\u9fff]{2,6}(?:区域|场所|部位|楼层|房间)每")
_MEASURE_END = re.compile(
    r"(?:(?:连续|持续)[\u4e00-\u9fff]{2}|开启|运行|使用)?(?:时间|有效期|保质期|角度|(?:中心|出水|环境|表面)?温度|湿度|浓度|电阻|压力|水压|间距|间隙|余氯|高度|深度)$"
)
_MEASURES = (
    "率",
    "距",
    "度",
    "值",
    "量",
    "比",
    "性",
    "压",
    "压力",
    "水位",
    "阻",
    "流",
    "数",
    "期",
    "限",
    "额",
    "时间",
    "余氯",
)
_PLAIN_VERBS = frozenset("贴穿戴锁填签挂擦拖扫")
"""Verbs of one character that begin no noun."""
_IF_NEEDED = re.compile(
    r"^(?P<needed>确需|确因[^，]{2,6}需要?|因[^，]{2,6}确需)(?P<act>[\u4e00-\u9fff]{2})的，"
)


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
    if before and line.startswith("发现的，") and 2 <= len(found := compact(before[-1].object or "")) <= 8:
        return f"发现{found}的，{line[4:]}"
    if before and (case := _case_before(line, before[-1], clause, demand)):
        return f"{case}，{line}"
    if _OWN_PLACE.match(line) or ((often := _OWN_ROUND.match(line)) and often["act"][-2:] in verbs()):
        return line
    if line.startswith("室温") and before and _ROOM.search(room := topic_of(before[-1], handbook)):
        return room + line
    if before and (moved := _borrowed_verb(line, before[-1])):
        return moved
    if _FILLS_IN.match(line) or (_own_thing(line) and not _CASE_FIRST.match(line)):
        head = _common_head(clause, demand)
        return f"{head}：{line}" if head and head not in line else line
    told = "" if _SHIFT_BOUND.match(line) else _unlisted(demand, line, handbook)
    told = told or (_permitted(before[-1], demand) if before else "")
    told = told or _told_before(line, demand, before, handbook)
    if _SEASON.match(line):
        told = re.sub(rf"^(?:{SEASON_WORD})|(?:{SEASON_WORD})$", "", told)
    if line.startswith("涉及"):
        told = re.sub(r"^(?:一般|普通)", "", told)
    told = _CLIPPED_END.sub("", told.rstrip("：")) or _matter_before(line, before)
    if re.search(r"\d|^每|-$", told):
        return line  # a bound is no thing
    if told in words_of("persons") and line.startswith("未"):
        return f"无{told}{line[1:]}"
    return f"{told}：{line}" if told and not _says(line, told) else line


_CLIPPED_END = re.compile(
    r"(?:高于|低于|超过|不足|达到|为|在)?-$|(?<=[\u4e00-\u9fff]{2})[距离][\u4e00-\u9fff]{1,3}$"
)
"""Words of a bound at the end of a thing: 中心温度高于-, 货垛距墙."""
_FILLS_IN = re.compile(r"^(?:分别)?(?:填写|签署)《")
_OWN_ROUND = re.compile(r"^(?P<act>[\u4e00-\u9fff]{3,8})每\d+(?:天|日|小时|个月|年)[^，]*次$")
"""扶梯维保每15天一次 is about this upkeep."""
_ROOM = re.compile(r"[室房间库]$")
_OWN_PLACE = re.compile(
    r"^[\u4e00-\u9fff]{2,6}(?:房间|区域|门上|门口|场所|车间|机房|柜门)[内上外]?(?:挂|设|贴|张贴|悬挂|放置|配备)"
)
"""用氧房间挂牌 is about this room and no neighbour."""
_OWN_THING = re.compile(
    r"^(?!每|距|离地|夜间|白天|其余|其他|单机|两次|首次|每次|连续|在|于|由|超|低于|高于|达|保持|保存|逾期|时间|间隔|有效期)"
    r"(?P<thing>[\u4e00-\u9fff]{2,8}?)(?:不(?:少于|低于|超过|高于|多于|大于|小于)-?|为-?|≤|≥|-)?\d[^，]*$"
)
_CASE_FIRST = re.compile(r"^[^，]*(?:时|后|前|的|期间)，?")
_KEPT_THING = re.compile(r"^[\u4e00-\u9fff]{2,8}(?:存档|保存|留存|归档)")
_KINDS = re.compile(
    r"(?:类|库|品|车|机|层|级|房|室|区|道|门|灯|泵|梯|餐|会|件|物|料|箱|池|站|楼|员|工|[室水油气]温)$"
)
"""Ends of words for a thing or kind, in front of a bound: 床单类不低于70℃."""


def _own_thing(line: str) -> bool:
    """Whether a line begins with a thing of its own and its bound: nothing of a neighbour is about it."""
    found = _OWN_THING.match(line)
    thing = found["thing"] if found else ""
    return bool(_KINDS.search(thing)) and thing[:2] not in verbs()


def _common_head(clause: Clause, demand: Demand) -> str:
    """洗涤水温 in 「洗涤水温：毛巾类不低于75℃，床单类不低于70℃」: what stands before the colon is told of all."""
    start = max(clause.text.rfind(sign, 0, demand.span[0]) for sign in "\n。；;") + 1
    head, colon, rest = compact(clause.text[start : demand.span[0]]).partition("：")
    if not colon:
        line = clause.text.rfind("\n", 0, demand.span[0]) + 1
        head, colon, rest = compact(MARKER.sub("", clause.text[line : demand.span[0]])).partition("：")
    return head if colon and "，" not in head and 2 <= len(head) <= LONGEST_TOPIC and rest else ""


def _borrowed_verb(line: str, earlier: Demand) -> str:
    """「冷藏品停留不超过30分钟」 of 「冷冻品停留不得超过一刻钟，冷藏品不得超过30分钟」: the same verb before its bound."""
    found = re.match(r"^(?P<thing>[\u4e00-\u9fff]{2,8}?)(?P<bound>不(?:少于|低于|超过|高于|多于)\d.*)$", line)
    told = re.search(
        r"(?P<verb>[\u4e00-\u9fff]{2})不(?:应|得)?(?:少于|低于|超过|高于|多于)", compact(earlier.quote)
    )
    if found is None or told is None or not _own_thing(line):
        return ""
    verb = told["verb"]
    lasts = verb in verbs() or verb == earlier.verb or verb in words_of("lasting")
    return f"{found['thing']}{verb}{found['bound']}" if lasts else ""


_BARE_FREQUENCY = re.compile(
    r"^(?P<head>[^，：]{0,6}?)每[^，：]{1,6}?(?P<verb>[\u4e00-\u9fff]{2,4}?)(?:\d+|[一二两三])次$"
)
_INTO_RECORD = re.compile(r"^(?:写入|编入|记入|列入|计入)《[^《》]+》$")


def _matter_before(line: str, before: Sequence[Demand]) -> str:
    """The object of the act before, where a line only says how often or into which record: 每月复核一次, 写入《…》."""
    found = _BARE_FREQUENCY.match(line)
    if not before or not ((found and found["verb"] in words_of("of_something")) or _INTO_RECORD.match(line)):
        return ""
    thing, quote = compact(before[-1].object or ""), compact(before[-1].quote)
    at = quote.find(f"{before[-1].verb}{thing}") if before[-1].verb else -1
    whole = (
        at >= 0 and 2 <= len(thing) <= LONGEST_TOPIC and not re.search(r"\d|[，《》：]|的$|下列|以下", thing)
    )
    return thing if whole and thing[-2:] not in verbs() else ""


def _told_before(line: str, demand: Demand, before: Sequence[Demand], handbook: Handbook) -> str:
    """The nearest thing before, or the nearest act where `line` only gives a figure or has no thing before it."""
    act = ""
    for earlier in reversed(before):
        if earlier.limit and earlier.limit.kind == "retention" and line.startswith(SEEN):
            continue  # what is kept has no faults
        topic = topic_of(earlier, handbook)
        if topic.endswith(_MEASURES) and not (_of_measure(line) or _same_measure(line, demand, earlier)):
            topic = _MEASURE_END.sub("", topic)
            if len(topic) < (2 if line.startswith("每次") else SHORTEST_THING) or topic.endswith(_MEASURES):
                continue
        meant = _lacks_verb(line, demand, earlier) or _only_bound(line, demand, earlier)
        if earlier.verb and _SHIFT_BOUND.match(line):
            return _short_act(earlier)
        bare = is_bare(line) and not _has_act(demand)
        act = act or (act_of(earlier, handbook) if meant or bare else "")
        if act and (meant or is_figure(line)):
            return act
        if topic:
            only = _AT_TIMES.match(line) and _ONLY_OFTEN.match(line)
            return topic if only or _leans(line, demand, earlier, handbook) else act
    return act


def _has_act(demand: Demand) -> bool:
    """「每2小时抄表一次」 says what is done."""
    return demand.frequency is not None and demand.limit is None and len(demand.verb or "") > 1


def _short_act(demand: Demand) -> str:
    """查岗, of a verb with one character and its object."""
    act = FIGURES.sub("", compact(demand.action or ""))
    verb = demand.verb or ""
    return act if act.startswith(verb) and 2 <= len(act) <= 6 else verb if len(verb) > 1 else ""


def _only_bound(line: str, demand: Demand, earlier: Demand) -> bool:
    """「车辆在月台停留不得超过3小时，冷链车辆不得超过90分钟」: another thing, the same act."""
    one, other = earlier.limit, demand.limit
    found = _THING_BOUND.match(line)
    if one is None or other is None or found is None or one.kind != other.kind or one.kind == "threshold":
        return False
    return not any(found[1][at : at + 2] in verbs() for at in range(len(found[1]) - 1))


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
    act = FIGURES.sub("", re.sub(r"^可以?", "", compact(earlier.action or "")))
    return act if 3 < len(act) <= LONGEST_TOPIC and "，" not in act else ""


_OWN_SHORT = re.compile(r"^[^，：\d]{2,4}的")
_SIBLING = re.compile(r"的，?由[^，]{2,12}$")


def _case_before(line: str, earlier: Demand, clause: Clause, demand: Demand) -> str:
    """The case of the part right before, where this one goes on with a case in it: 「发现占道车辆的，…，15分钟未移车的报…」."""
    case = compact(earlier.condition or "").rsplit("，", 1)[-1]
    between = clause.text[earlier.span[1] : demand.span[0]]
    if _SIBLING.search(line) and line[-2:] == compact(earlier.quote)[-2:]:
        return ""  # 当日往返的由护士批准，过夜的由主任批准
    own = _OWN_SHORT.match(line)
    if own and len(case) <= len(own[0]) + 2:
        return ""  # 缺失的当日上报，损坏的3日内报修
    if "；" in between and _goes_on(line, demand) and case.endswith(("的", "时")) and case[:4] not in line:
        return case
    if (
        not CASE_OF.match(line)
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
    left = FIGURES.sub("", line.removeprefix(subject))
    return bool(subject) and not demand.condition and 2 <= len(left) <= BARE


def _of_measure(line: str) -> bool:
    return bool(
        _BY_SIZE.match(line) or re.match(r"超|低于|高于|达|保持|单机|不(?:超过|[低高大小]于)", line)
    ) or (is_bare(line) and not line.startswith(("未", "无", "每")))


def _unlisted(demand: Demand, line: str, handbook: Handbook) -> str:
    """Somebody who is no listed post and who acts on in a later part: 食堂从业人员."""
    subject = compact(demand.subject or "")
    if (
        not 3 <= len(subject) <= 10
        or not PERSON.search(subject)
        or subject in compact(demand.quote + (demand.lead_in or ""))
        or not handbook.posts
        or any(name in subject for post in handbook.posts for name in (post.name, *post.aliases))
        or begins("relational").match(line)
        or CASE.match(line)
        or _KEPT_THING.match(line)
    ):
        return ""
    return subject


def _lacks_verb(line: str, demand: Demand, earlier: Demand) -> bool:
    """「手术室、急诊科每日不少于4次」: how often, and not what is done."""
    if demand.frequency is None or not earlier.verb or earlier.verb in line:
        return False
    return bool(_ONLY_OFTEN.match(line))


def _before(clause: Clause, demand: Demand, demands: Sequence[Demand]) -> list[Demand]:
    """Earlier demands of the same line of the clause, the nearest `MEMORY` at most."""
    start = clause.text.rfind("\n", 0, demand.span[0]) + 1
    found = [
        one for one in demands if start <= one.span[0] < demand.span[0] and one.modality not in ("none",)
    ]
    return found[-MEMORY:]


def _is_measured(demand: Demand) -> bool:
    """Whether a demand bounds a quantity; the strength 1:100 of a mixture does not."""
    return demand.limit is not None and demand.limit.kind == "threshold" and bool(demand.limit.unit)


def _leans(line: str, demand: Demand, earlier: Demand, handbook: Handbook) -> bool:
    """Whether `line` begins with no thing of its own."""
    rest = without_cases(line)
    if CASE_OF.match(after_commas(line)) or _BY_SIZE.match(line):
        return True
    subject = compact(demand.subject or "")
    acts = bool(subject) and subject in compact(demand.quote)
    if acts and not _opens_with_case(line) and not is_bare(line):
        return False
    if _SEASON_OWN.match(rest):
        return False
    if BEYOND.match(line) or _PART.match(rest) or _SEASON.match(rest):
        return True
    if not rest or is_listed(rest[:4], handbook) or _OWN_CASE.match(line):
        return False
    if _same_measure(rest, demand, earlier):
        return True
    if is_relational(rest):
        return not (_is_measured(earlier) and demand.limit is not None)
    if OPENS_ACT.match(rest):
        return True
    bound = _BOUND.search(rest)
    if (
        bound
        and demand.limit
        and rest[: bound.start()].endswith(_MEASURES)
        and len(rest[: bound.start()]) <= 6
    ):
        own = len(rest[: bound.start()]) > len("时间")  # no thing named before the bare word
        return not (own and _is_measured(earlier))  # 「热水器每季度除垢，出水温度不高于45℃」
    if rest[:2] not in verbs() and rest[:1] not in _PLAIN_VERBS:
        return False
    if bound is None:
        return True
    return bound.start() <= LONGEST_HEAD and not rest[: bound.start()].endswith(_MEASURES)


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
    return bool(re.match(r"^[^，：]{2,20}的[，由]", line)) and not line.startswith(SEEN)


def _says(line: str, topic: str) -> bool:
    """Whether the topic, or the beginning of it, stands in the line already."""
    return (
        topic in line
        or (len(topic) > 3 and topic[:4] in line)
        or (len(topic) > 3 and topic[-2:] in line)
        or "：" in line.split("，", 1)[0]
    )
