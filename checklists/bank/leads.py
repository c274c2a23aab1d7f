"""A sub-item with what its lead-in gives: the word of force, the subject, the occasion, the list by its entries."""

from __future__ import annotations

import re

from checklists.bank.roles import Roles
from checklists.bank.signs import (
    CONDITION_END,
    LISTED,
    OCCASION_START,
    VERBS,
    Unfit,
    acts,
)
from checklists.bank.wording import MARKER, MODAL, Line, segments, tidy, without_references
from checklists.question import ordinal
from indexer.clauses import Clause
from indexer.demands.model import Demand

ENTRY_VERB = re.compile(r"不约定|不超过|不少于|不低于|保存|审批|检查|巡查|由")
_OPEN_LEAD = re.compile(r"(应当|应该|均应|必须|务必|应|须)(?:做到)?$")
"""A lead-in that breaks off at its word of force: 「维修工到场后，应：」."""


def after_open_lead(line: Line, own: str, subject: str, roles: Roles) -> str:
    """A sub-item right after a lead-in that breaks off at its word of force; "" for any other lead-in.

    Raises:
        Unfit: The sub-item begins with no verb.
    """
    lead = line.lead.strip("，。；：")
    force = _OPEN_LEAD.search(lead)
    if force is None or re.search(r"不应|不得|禁止|严禁|不准|不许", lead):
        return ""
    before = lead[: force.start()].rstrip("，")
    if line.before:
        raise Unfit("残缺：列项分成几句")
    if MODAL.search(own) or own.startswith("不"):
        if not roles.opening(before):
            raise Unfit("残缺：列项缺主语")
        return f"{before}{own}" if not before.endswith(("时", "后", "前", "的")) else f"{before}，{own}"
    opening = roles.opening(own)
    if opening:
        parts = [part for part in segments(before) if CONDITION_END.search(part)]
        return "，".join([*parts, f"{opening}{force[1]}{own[len(opening) :]}"])
    if not acts(own):
        raise Unfit("残缺：列项不以动词开头")
    joint = "，" if before.endswith(("时", "后", "前", "的")) else ""
    who = subject if subject and joint and subject not in before else ""
    return f"{before}{joint}{who}{force[1]}{own}"


TO_LIST = re.compile(r"(?:下列|以下|如下)(?:[一二两三四五六七八九十\d]+[项类种个档级点步条方面])?")
LONGEST_NAMED = 20
"""Characters of an entry that names its list."""
_CASES = re.compile(
    r"有?(?:下列|以下|如下)(?:[一二两三四五六七八九十\d]+[项类种个])?(?:任一|任何一种)?(?:情形|情况)(?:之一)?(?=时)"
)
LONGEST_CASE = 40
_NO_CASE = re.compile(r"其他|\[\d|等$|以上|以下")


def named_list(found: re.Match[str], clause: Clause) -> str:
    """下列六种 → “消防”“电梯”等六种: two entries say what is listed; 手册列明的 where none are short enough."""
    counted = re.sub(r"^(?:下列|以下|如下)", "", found.group())
    short = [
        each
        for each in _entries(clause)
        if len(each) <= LONGEST_NAMED and not re.search(r"[，：“]|的$", each)
    ]
    if not counted or len(short) < 3:
        return "手册列明的" + counted
    picked = sorted(sorted(short, key=lambda each: ordinal(clause.id, "named", each))[:2], key=short.index)
    return "".join(f"“{each}”" for each in picked) + f"等{counted}"


def _entries(clause: Clause) -> list[str]:
    """Plain entries of the clause's list."""
    entries = [tidy(MARKER.sub("", raw)).strip("；。，") for raw in clause.text.split("\n")[1:]]
    return [each for each in entries if not _NO_CASE.search(each)]


def one_case(text: str, clause: Clause) -> str:
    """One of the cases that a list gives in the place of 「下列八类情形」: the stem stands alone."""
    if not _CASES.search(text):
        return text
    plain = [entry for entry in _entries(clause) if len(entry) <= LONGEST_CASE]
    if not plain:
        return text
    case = min(plain, key=lambda entry: ordinal(clause.id, "case", entry))
    return _CASES.sub(f"“{case.removesuffix('的')}”的情形", text, count=1)


def with_subject(own: str, demand: Demand, subject: str, *, item: bool) -> str:
    """`own` with a subject and a word of force, from the lead-in where it has none itself."""
    if not MODAL.search(own) and item and subject and _takes_force(own, subject):
        own = _with_force(own, subject, demand)
    if subject and subject not in own:
        own = re.sub(r"^([^，]{2,12}(?:后|前|时))(?=应|须|必须)", r"\1，", own)
        head, tail = split_head(segments(own))
        if MODAL.search(tail) and not MODAL.search(segments(tail)[0]):
            raise Unfit("残缺：主语在上文，句首另有话题")
        if not MODAL.search(tail) and tail[:1] not in "由不未无":
            if not acts(tail):
                raise Unfit("残缺：列项不以动词开头")
            tail = f"{_force(demand)}{tail}"
        return "，".join(piece for piece in (head, subject + tail) if piece)
    return own


def _takes_force(own: str, subject: str) -> bool:
    """Whether 应 may stand right after the subject: not in 「前台接到报修后，…」 nor before 不."""
    part = next((each for each in segments(own) if subject and subject in each), "")
    after = part.partition(subject)[2]
    return bool(after) and not CONDITION_END.search(part) and after[0] not in "不未无严禁"


def split_head(body: list[str]) -> tuple[str, str]:
    """Leading condition segments of the body, and the rest."""
    head = []
    rest = list(body)
    while len(rest) > 1 and not MODAL.search(rest[0]) and CONDITION_END.search(rest[0]):
        head.append(rest.pop(0))
    return "，".join(head), "，".join(rest)


def _force(demand: Demand) -> str:
    return {"must_not": "不应", "should": "宜", "may": "可"}.get(demand.modality, "应")


def _with_force(own: str, subject: str, demand: Demand) -> str:
    """「监控值班员在 1 分钟内通知」 under 应按下列步骤 becomes 「监控值班员应在 1 分钟内通知」."""
    at = own.index(subject) + len(subject) if subject in own else -1
    if at < 0:
        return own
    if re.search(rf"由{re.escape(subject)}", own) or re.match(r"^(?:负责|不|均|必)", own[at:]):
        return own
    if not acts(own[at:]):
        raise Unfit("残缺：列项不以动词开头")
    return own[:at] + _force(demand) + own[at:]


_WORK = re.compile(
    r"^([^，]{2,12}(?:消毒|救援|作业|操作|施工|巡检|检修|清洗|交接|验收|处置|演练|培训|维修|保养|接待|投诉|疏散))(?=应|须|必须)"
)
"""The work whose steps a list gives: 终末消毒 in 「终末消毒应按下列步骤进行」."""


_DUTIES_OF = re.compile(
    r"^[^，]{2,12}(?:的?(?:职责|工作职责|岗位职责|主要工作|工作内容|职责如下)|的(?:一天|工作|岗位要求|工作要求))$"
)
_EVENTS = (
    "跌倒",
    "走失",
    "噎食",
    "泄漏",
    "起火",
    "着火",
    "停电",
    "停水",
    "爆管",
    "漏水",
    "困人",
    "触电",
    "中暑",
    "昏倒",
    "溺水",
)
"""Ends of a lead-in that is an event: 「老人跌倒：」."""
_EVENT = re.compile(r"^(?:发生|发现|出现|遇到?|突发)[^，：。]{2,16}(?<![时后前的])$")
"""An event as a lead-in: 「发生液氨泄漏：」."""


def under_lead(line: Line, text: str, subject: str) -> str:
    """A sub-item with what its lead-in gives: the condition, or the whole lead as context."""
    lead = line.lead.strip("，。；：")
    if re.search(r"不应|不得|禁止|严禁|不准|不许", lead):
        raise Unfit("残缺：禁止行为的列项另行出题")
    parts = segments(lead)
    conditions = [
        part
        for part in parts
        if not MODAL.search(part) and (CONDITION_END.search(part) or OCCASION_START.match(part))
    ]
    if subject and subject in text and LISTED.search(lead):
        topic = re.match(r"^《[^《》]+》(?=应)", lead)
        if topic and not conditions and re.match(r"^[^，]{2,20}的，", text):
            return topic.group() + text
        if not conditions and (work := _WORK.match(lead)):
            return f"{work[1]}中，{text}"  # 「验收并签字」 of what?
        return "，".join([*conditions, text])
    if _DUTIES_OF.search(lead):
        return text  # 「洗衣工的职责：」 only says whose
    if event := _EVENT.match(lead):
        return f"{event.group()}时，{text}"
    if not MODAL.search(lead):
        if lead[-2:] in VERBS or lead.endswith(_EVENTS):
            return f"{lead}时，{text}"
        raise Unfit("残缺：列项的引语不成句")
    context = without_references(TO_LIST.sub("手册列明的", lead))
    if not MODAL.search(text) and not ENTRY_VERB.search(text):
        raise Unfit("残缺：列项本身不成要求")
    return f"{context}。其中，{text}"
