"""What a line still leaves unsaid, read from the words of its clause before it.

A case without the thing that is measured (低于46℃时), people that are counted and not named, a part of a form
(一联交客人), a record that is kept, an act whose object was told with the same verb, a time that runs from an
event of the act before, an act without its object.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checklists.context import occasion_of
from checklists.cores import MARKER
from checklists.doers import begins_with_post
from checklists.given import topic_of
from checklists.modals import compact
from checklists.negation import words_of
from checklists.topic_signs import LONGEST_TOPIC, verbs
from indexer.clauses import Clause, Handbook
from indexer.demands.model import Demand

_NUMBER = r"-?(?:\d+(?:\.\d+)?|[一二三四五六七八九十半]+)"
_UNIT = r"(?:万元|千元|元|℃|%|％|分钟|小时|个月|个工作日|分(?!钟)|厘米|毫米|米|辆|人|级|层|吨|公斤|件|次|倍|年|月|日|天)"
_BAND_HEAD = re.compile(
    rf"^(?:(?:超过|低于|高于|达到|不足|未满|大于|小于|超出)(?P<number>{_NUMBER}|三分之[一二]|二分之一)(?P<unit>{_UNIT})?(?:以[上下内])?(?:的|时|，)"
    rf"|{_NUMBER}(?P<unit2>{_UNIT})(?:以[上下内]|至{_NUMBER}{_UNIT}(?:之间)?)(?:{_NUMBER}{_UNIT}以[上下内])?(?!按\d|为))"
)
"""低于46℃时, 500元以上2000元以下的, 8℃以上10℃以下报."""
_OF_BAND = r"\d+(?:\.\d+)?{unit}以[上下内]的(?P<thing>[\u4e00-\u9fff]{{2,6}}?)(?=由|应|须)"
_END_OF_BAND = re.compile(r"以[上下内]的(?=由|应|须)")
_MEASURED = (
    r"(?:^|[，；：。])(?P<thing>[\u4e00-\u9fff、]{{2,14}}?)(?:应|须|宜|不得|不应|不)*(?:保持|控制)?"
    r"(?:在|为|于|达到?|超过|低于|高于|少于|不足|大于|小于)?(?:{number}{unit}|(?<=[持在])三分之)"
)
_PEOPLE = re.compile(r"(?P<bound>不(?:少于|多于|超过|低于)\d+(?:人|名|位)|(?<=每班)\d+人)$")
_WHO_COUNTED = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,8}?)(?:应|须|不得|不应)?(?:每班|夜间|白天)?不?(?:应|得)?(?:少于|多于|超过|低于)\d+(?:人|名|位)"
)
_TOWARDS = re.compile(r"对(?P<whom>[\u4e00-\u9fff]{2,10}?)(?=应|须|当场|及时|立即|在\d|\d)")
_PART = re.compile(r"^一(?:联|份|套|把|半|部分)(?=[\u4e00-\u9fff])")
_WHOLE = re.compile(r"(?:^|[，；。])(?P<thing>[\u4e00-\u9fff]{2,10}?)(?:应|须)?(?:一式|分为|为)[两二三四]")
_KEPT = re.compile(
    r"^(?:保存|存档|归档|留存)(?=\d|[一二三五十半长永至]|$)|^有效期|^报[^，：]{2,8}(?:签字|审批|批准|审核|备案)$"
)
_WITHIN = re.compile(
    r"^(?:在|于)?(?:\d+|[一二三两半]+)(?:个)?(?:秒|分钟|小时|工作日|日|天)(?:之|以)?内(?=[\u4e00-\u9fff])"
)
_BY_WHOM = re.compile(
    r"^由[^，：]{2,12}(?:签字|批准|审批|保管|决定|复核|确认)$|^(?:设|派|配|留)\d+人[\u4e00-\u9fff]{2,6}$"
)
_EVENT = re.compile(r"(?:后|时|的|起)$")
_ITS = re.compile(r"^其(?![他它余中次实])(?=[\u4e00-\u9fff]{2})")
_ITS_DATA = re.compile(r"(?<=[\u4e00-\u9fff]{2})其(?=数据|内容|用途|标识|参数|编号)")
_NOT_OF = re.compile(r"下列|以下|\d|，|.{25}")
_OPENS_CASE = re.compile(r"^[^，：]*(?:时|后|前|的|期间)，")
_SAID = re.compile(r"[，：《“]")


def with_theme(
    line: str, clause: Clause, demand: Demand, demands: Sequence[Demand], handbook: Handbook
) -> str:
    """`line` with what it is about, where it does not say so itself; unchanged where nothing before tells.

    Args:
        line: As `checklists.topics` gives it.
        clause: In running text or a list; a row tells its object itself.
        demand: One of `demands`.
        demands: All demands of the clause in reading order.
        handbook: For the names of posts.
    """
    if clause.kind == "row" or "\n" in demand.quote:
        return line
    start = clause.text.rfind("\n", 0, demand.span[0]) + 1
    told = compact(MARKER.sub("", clause.text[start : demand.span[0]]))
    before = [one for one in demands if start <= one.span[0] < demand.span[0]]
    if not told:
        return line
    line = _ITS.sub(lambda _: f"{thing}的" if (thing := _first_topic(before, handbook)) else "其", line)
    if (
        before
        and "，" not in line
        and (of := compact(before[-1].object or ""))
        and not _NOT_OF.search(of)
        and of[:2] not in verbs()
    ):
        line = _ITS_DATA.sub(f"{of}的", line)
    line = _band_of(_parallel(line, told, before), told, handbook)
    line = _of_several(line, demand, before, handbook)
    if counted := _counted(line, demand, before):
        return counted
    if _PART.match(line) and (whole := _whole(told, clause.text[start:], before)):
        return f"{whole}：{line}"
    case, act = _apart(line)
    if _KEPT.match(act) and (records := re.findall(r"《[^《》]+》", told)):
        return f"{case}{records[-1]}{act}"
    if _BY_WHOM.match(act) and not _SAID.search(line) and (thing := _first_topic(before, handbook)):
        return f"{thing}：{line}" if thing not in line else line
    if whole_act := _with_object(act, demand, before):
        return case + whole_act
    if (matter := _matter(act, before, handbook)) and matter not in line:
        return f"{matter}：{line}"
    if event := _event(line, clause, demand, before):
        return f"{event}，{line}"
    if thing := _lacking(act, demand, before, handbook):
        return f"{thing}：{line}" if thing not in line else line
    return line


def _parallel(line: str, told: str, before: Sequence[Demand]) -> str:
    """What a demand built like the one before leaves out: 「走客房的床单一客一换；住客房每3日更换一次」."""
    kind, of = _KIND.match(line), _KIND_OF.search(told)
    if kind and of and of["kind"][-1] == kind["kind"][-1] and of["thing"] not in line:
        return f"{kind['kind']}的{of['thing']}{line[kind.end() :]}" if of["kind"] != kind["kind"] else line
    bound = _KIND_BOUND.match(line)
    of = bound and re.search(_KIND_MEASURE.format(last=bound["kind"][-1]), told)
    if bound and of and of["kind"] != bound["kind"]:
        return f"{bound['kind']}{of['measure']}{line[bound.end() :]}"
    if (way := _WAY.match(line)) and (of := re.search(_WAY_OF.format(act=way["act"]), told)):
        return of["thing"] + line
    first = _PER_HEAD.match(compact(before[0].quote)) if before else None
    if first and "每" not in line and _BOUND_ONLY.search(line) and "；" not in told:
        return first[0] + line
    if measure := _MEASURE_FIRST.match(line):
        last = re.split(r"[；。]", told)[-1].rsplit("：", 1)[-1]
        thing = _THING_BOUND.match(last)
        if thing and thing["thing"] not in line and thing["thing"] != measure[0]:
            return f"{thing['thing']}：{line}"
    return line


def _of_several(line: str, demand: Demand, before: Sequence[Demand], handbook: Handbook) -> str:
    """「池水游离余氯、pH：每2小时检测一次」: a test is of all that was bounded before it."""
    head, colon, rest = line.partition("：")
    topics = [topic for one in before if one.limit and (topic := topic_of(one, handbook))]
    if demand.verb not in words_of("looks_at") or demand.object or len(topics) < 2:
        return line
    if colon and head != topics[-1]:
        return line
    return f"{'、'.join(dict.fromkeys(topics))}：{rest if colon else line}"


_KIND = re.compile(r"^(?P<kind>[\u4e00-\u9fff]{2,4}?)(?=每|应|不|\d)")
_KIND_OF = re.compile(
    r"(?:^|[，；])(?P<kind>[\u4e00-\u9fff]{2,4})的(?P<thing>[\u4e00-\u9fff、]{2,16}?)(?=应|须|每|不|一)"
)
_KIND_BOUND = re.compile(r"^(?P<kind>[\u4e00-\u9fff]{2,4}?)(?=不[高低]于|-?\d)")
_KIND_MEASURE = r"(?:^|[，；])(?P<kind>[\u4e00-\u9fff]{{1,3}}{last})(?P<measure>[\u4e00-\u9fff]{{0,4}}(?:温度|压力|湿度|浓度))(?=应|不|保持|-?\d)"
_WAY = re.compile(r"^按[^，的]{1,3}(?P<act>[\u4e00-\u9fff]{2})的")
_WAY_OF = r"(?P<thing>[\u4e00-\u9fff]{{2,8}})按[^，的]{{1,3}}{act}的"
_PER_HEAD = re.compile(r"^每[名个位][\u4e00-\u9fff]{2,5}每[班日天]")
_BOUND_ONLY = re.compile(r"不(?:少于|多于|超过)\d")
_MEASURE_FIRST = re.compile(r"^[\u4e00-\u9fff]{2,4}(?:温度|压力|湿度|水位|重量|高度)(?=降|升|达|保持|不|为)")
_THING_BOUND = re.compile(r"^(?P<thing>[\u4e00-\u9fff]{2,4})不(?:少于|低于|超过|高于)")


def _apart(line: str) -> tuple[str, str]:
    """Cases at the beginning, and the act."""
    end = 0
    while found := _OPENS_CASE.match(line[end:]):
        end += found.end()
    return line[:end], line[end:]


def _first_topic(before: Sequence[Demand], handbook: Handbook) -> str:
    return next((topic for one in before if (topic := topic_of(one, handbook))), "")


def _band_of(line: str, told: str, handbook: Handbook) -> str:
    """A band with what is measured: 减免金额500元以上2000元以下的, 1万元以上的支出."""
    prefix, colon, rest = line.partition("：")
    own = rest if colon and _BAND_HEAD.match(rest) else line
    band = _BAND_HEAD.match(own)
    if band is None:
        return line
    unit = band["unit"] or band["unit2"] or ""
    if unit and (of := re.search(_OF_BAND.format(unit=unit), told)):
        return _END_OF_BAND.sub(lambda found: found[0] + of["thing"], own, count=1)
    thing = _measured(told, unit, handbook)
    if not thing or (own != line and not thing.startswith(prefix)):
        return line
    return thing + own


def _measured(told: str, unit: str, handbook: Handbook) -> str:
    """What a figure of this unit measured before: 生活热水出水温度, 减免金额."""
    pattern = re.compile(_MEASURED.format(number=_NUMBER, unit=unit or "三分之"))
    for found in pattern.finditer(told):
        thing = re.sub(r"(?:目标|标准)?为[^，]*$|[均都]$", "", found["thing"])
        if (
            len(thing) < 2
            or begins_with_post(thing, handbook)
            or thing.startswith(("每", "在", "于", "由", "并"))
            or re.search(r"超过|以[上下内]|不$", thing)
        ):
            continue
        return thing
    return ""


def _whole(told: str, text: str, before: Sequence[Demand]) -> str:
    """The thing of which 一联 or 一套 is a part."""
    if found := _WHOLE.search(told) or _WHOLE.search(compact(text)):
        return found["thing"]
    thing = compact(before[-1].object or "") if before else ""
    return thing if 2 <= len(thing) <= 6 and not re.search(r"\d|[，的]", thing) else ""


def _counted(line: str, demand: Demand, before: Sequence[Demand]) -> str:
    """「泳客超过50人时，救生员不少于3人」: who is counted."""
    found = _PEOPLE.search(line)
    if found is None:
        return ""
    ahead = line[: found.start()].rsplit("，", 1)[-1].rsplit("：", 1)[-1]
    if re.search(r"员|工|人|岗|班长|管家|名单|（", ahead) and not re.match(r"夜间|白天|每班", ahead):
        return ""
    who = compact(demand.subject or "")
    if not who:
        named = next(
            (one for each in reversed(before) if (one := _WHO_COUNTED.search(compact(each.quote)))), None
        )
        who = named["who"] if named else ""
    if who and line.startswith(f"{who}："):
        line, found = line[len(who) + 1 :], _PEOPLE.search(line[len(who) + 1 :]) or found
    if not who or who in line:
        return ""
    start = found.start() - len(ahead)
    head = line[:start]
    return f"{'' if head.endswith('：') else head}{who}{line[start:]}"


def _with_object(act: str, demand: Demand, before: Sequence[Demand]) -> str:
    """「在3日内提交整改方案」: the object that the same verb had before."""
    verb = demand.verb or ""
    if len(verb) < 2 or demand.object or act.count(verb) != 1:
        return ""
    for one in reversed(before):
        towards = _TOWARDS.search(compact(one.quote))
        if towards and verb in compact(one.quote) and towards["whom"] not in act:
            return f"对{towards['whom']}{act}"
    same = next((one for one in reversed(before) if one.verb == verb and one.object), None)
    thing = compact(same.object or "") if same else ""
    if (
        not 2 <= len(thing) <= LONGEST_TOPIC
        or _SAID.search(thing)
        or re.search(r"\d|下列|以下|的", thing)
        or thing in act
    ):
        return ""
    at = act.index(verb) + len(verb)
    rest = act[at:]
    return act[:at] + thing + rest if re.fullmatch(r"(?:\d+|[一二两三])次|", rest) else ""


def _matter(act: str, before: Sequence[Demand], handbook: Handbook) -> str:
    """What is entered into a record, handed to a post, done at an interval or each time, from the act before."""
    if not before:
        return ""
    earlier = before[-1]
    quote = compact(earlier.quote)
    handed = _HANDED.match(act)
    if _INTO.match(act) or (handed and begins_with_post(handed["to"], handbook) == handed["to"]):
        taken = _TAKEN.search(quote)
        thing = taken["thing"] if taken else topic_of(earlier, handbook) or compact(earlier.object or "")
        return thing if 2 <= len(thing) <= LONGEST_TOPIC and not _NO_OBJECT.search(thing) else ""
    if _INTERVAL.match(act):
        return next((verb for verb in words_of("rounds") if verb in quote), "")
    if _EACH_OF.match(act):
        thing = _LISTED.sub("", compact(earlier.object or ""))
        return thing if 2 <= len(thing) <= LONGEST_TOPIC and not _NO_OBJECT.search(thing) else ""
    return ""


_INTO = re.compile(r"^(?:写入|编入|记入|列入|计入|录入)《[^《》]+》$")
_HANDED = re.compile(r"^(?:移交|转交|交|报|送交|报送)(?P<to>[^《》，：\d]{2,8})$")
_TAKEN = re.compile(
    r"[把将](?P<thing>[^，\d把将]{2,12}?)(?=分解|装订|整理|汇总|编|写|按|送|报(?!告)|录入|打印|复印|归|主要|用于)"
)
_INTERVAL = re.compile(r"^(?:两次|前后)?间隔不?(?:超过|少于)?")
_EACH_OF = re.compile(r"^每[级份层类项种](?=不|至少|\d)")
_LISTED = re.compile(r"(?:下列|以下)[一二三四五六七八九十\d]+[级类项种份层个]")


def _event(line: str, clause: Clause, demand: Demand, before: Sequence[Demand]) -> str:
    """The event of the act before, from which a bare term runs too: 「接警后3分钟内到场，队长15分钟内到场」."""
    if not before or not _WITHIN.match(line) or demand.condition:
        return ""
    earlier = before[-1]
    if earlier.limit is None and "；" not in clause.text[earlier.span[1] : demand.span[0]]:
        return ""
    case = occasion_of(clause, earlier).rsplit("，", 1)[-1]
    return case if _EVENT.search(case) and not re.search(r"\d", case) and case[:4] not in line else ""


def _lacking(act: str, demand: Demand, before: Sequence[Demand], handbook: Handbook) -> str:
    """What an act without object is done to: the thing told before it, or the object of the act before."""
    verb = demand.verb or ""
    if not verb or demand.object or not before or _SAID.search(act) or verb in words_of("of_itself"):
        return ""
    if verb not in words_of("of_something"):
        return ""
    own = compact(demand.quote)
    carried = compact(demand.action or "").partition(verb)[0]
    if len(carried) > 1 and carried not in own:
        return ""
    for earlier in reversed(before):
        if by := _BY_POST.match(compact(earlier.quote)):
            return by["thing"]
        topic = topic_of(earlier, handbook)
        if topic and not _SAID.search(topic):
            return topic
        thing = compact(earlier.object or "")
        if 2 <= len(thing) <= LONGEST_TOPIC and not _NO_OBJECT.search(thing):
            return thing
    return ""


_BY_POST = re.compile(r"^(?P<thing>(?![每在于并])[\u4e00-\u9fff]{2,8}?)应?由")
_NO_OBJECT = re.compile(r"\d|[，：的《]|下列|以下|由|^[员工人列各]|经理|主管|分别|整理|推广")
