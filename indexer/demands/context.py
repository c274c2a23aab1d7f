"""What a lead-in or a heading gives to the provisions under it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.demands.agents import is_authority, leading_agent
from indexer.demands.conditions import is_condition
from indexer.demands.dismissals import is_encouragement, is_sanction, why_dismissed
from indexer.demands.frequency import find_frequency, frequency_spans
from indexer.demands.limits import chosen, find_limits
from indexer.demands.modality import find_forces
from indexer.demands.model import Frequency, Limit, Modality
from indexer.demands.segments import Piece, comma_clauses, covered, sentences


@dataclass(frozen=True, slots=True)
class Context:
    """Inherited by each provision under a lead-in."""

    force: Modality | None = None
    subject: str | None = None
    condition: str | None = None
    limit: Limit | None = None
    frequency: Frequency | None = None
    lead_in: str | None = None
    duty: bool = False
    """Under a heading or lead-in of duties, standards or steps: no word of force is needed."""
    nothing: str | None = None
    """Why nothing under this lead-in is a demand."""
    cases: bool = False
    """The items are conditions (有下列情形之一的，应停用)."""
    action: str | None = None
    """What is to be done in each of the cases."""
    closed: bool = False
    """The items are the parts of one demand (应包括下列三项)."""
    ordered: bool = False
    post: str | None = None
    """Post named by a heading."""


NO_CONTEXT = Context()

_CLOSED = re.compile(
    r"(?:应|须|必须|应当|至少)?(?:包括|包含|含有?|载明|写明|注明|列明|标明|记载|明确|具备|由|提供|提交|出示|携带|查验|告知|公示|公布|公开|说明|具有|配备|备齐|附|填写|检查|核对|符合)(?:但不限于)?(?:以下|下列|如下)?[^，。：]{0,12}(?:内容|项|材料|资料|事项|要素|信息|文件|证件|物品|条件|部分|组成|情况|项目|附件|工具|器材|档案)[:：]?$"
    r"|(?:包括|包含|载明|注明|列明|写明)[:：]?$|(?:下列|以下)?[一二两三四五六七八九十\d]+(?:项|个方面|类|种|部分)(?:内容|材料|资料|事项)?[:：]?$"
)
_CASES = re.compile(r"有?(?:下列|以下|如下|前款)?(?:情形|情况|行为|条件|现象|问题|之一)(?:之一)?(?:的|者|时)|(?:下列|以下|如下)(?:情形|情况)下?(?:，|,)")
_BANNED = re.compile(r"(?:下列|以下|如下)(?:[^，。：]{0,8})?(?:行为|活动|情形|情况|事项|物品|做法|现象)?[:：]?$|[:：]$|^$")
_DUTY = re.compile(
    r"职责|工作内容|工作要求|工作标准|岗位要求|岗位标准|服务标准|服务要求|质量标准|作业标准|操作(?:规程|步骤|流程|要求)|(?:工作)?(?:流程|程序|步骤)|标准|规范|要求|制度|规定|须知|守则|纪律|注意事项|准则|做到|任务|职能|义务|承诺|措施|作业|管理|禁令|处置|巡查|维护|保养|清洁|服务"
)
_STRICT_DUTY = re.compile(r"职责|要求|标准|规程|流程|程序|步骤|做到|守则|纪律|注意事项|须知|义务|任务|如下|下列|以下|内容|规定|处置|措施|职能|顺序")
_RIGHTS = re.compile(r"(?:享有|行使|有).{0,10}权(?:利|力|限)?|权利")
_ORDER = re.compile(r"顺序|步骤|流程|程序|依次|先后|次序")
_DEFINES = re.compile(r"(?:是指|包括|分为|定义|术语|含义|如下表示|简称)[:：]?$|^(?:例如|比如|如|注|附|其中|说明)[:：]?$|的定义|目的[:：]?$|^(?:依据|编制依据|参考文件|引用文件|适用范围|范围|目录)")
_FORBIDS_HEAD = re.compile(r"^(?:.{0,10})?(?:严禁|禁止|不得|不准)(?:行为|事项)?$|禁令$|(?:禁止|严禁)(?:行为|事项|性规定)")


def context_of(lead_in: str | None, heading: str = "", posts: tuple[str, ...] = ()) -> Context:
    """Read what governs a provision.

    >>> context_of("维修工到场后，应：").force, context_of("维修工到场后，应：").condition
    ('must', '维修工到场后')
    >>> context_of("不得有下列行为：").force, context_of("有下列行为之一的，扣5分：").nothing
    ('must_not', '罚则')
    >>> context_of("有下列情况之一的，电梯安全员应停用电梯：").cases
    True
    """
    base = _of_heading(heading, posts)
    text = (lead_in or "").split("\n", 1)[0].strip().rstrip("：:，, ")
    if not text:
        return base
    base = replace(base, lead_in=lead_in)
    masked = covered(text)
    last = list(sentences(masked))[-1] if masked else Piece(0, 0, "")
    clauses = comma_clauses(last)
    forces = find_forces(last.text, last.start)
    dismissed = why_dismissed(last.text)
    if dismissed and dismissed not in ("提问",) and not forces:
        return replace(base, nothing=dismissed)
    if any(is_sanction(piece.text) for piece in clauses) or (is_encouragement(last.text) and not forces):
        return replace(base, nothing="罚则" if not is_encouragement(last.text) else "鼓励")
    if _DEFINES.search(last.text) and not forces:
        return replace(base, nothing="定义")
    context = replace(base, ordered=bool(_ORDER.search(last.text)))
    return _of_sentence(context, text, last, clauses, posts)


def _of_heading(heading: str, posts: tuple[str, ...]) -> Context:
    last = re.split(r"\s*/\s*", heading)[-1].strip() if heading else ""
    last = re.sub(r"^[\d.．、（）()一二三四五六七八九十第章节条\s]+", "", last)
    whole = heading or ""
    post = next((name for name in posts if name in last), None) or next((name for name in posts if name in whole), None)
    if post is None and last:
        size = leading_agent(re.sub(r"(?:的)?(?:岗位)?(?:工作)?(?:职责|要求|标准|流程|规范|制度|守则|任务|内容).*$", "", last), posts)
        post = last[:size] or None
    force: Modality | None = "must_not" if _FORBIDS_HEAD.search(last) else None
    nothing = "定义" if re.search(r"^(?:术语|定义|术语和定义|编制说明|目的|适用范围|编制依据|规范性引用文件|引用文件|参考文件|依据|简介|概述|公司简介|附则|罚则|法律责任|处罚标准|奖惩|扣分标准)$", last) else None
    return Context(duty=bool(last and _DUTY.search(last)), post=post, force=force, nothing=nothing if nothing in (None, "定义") else None)


def _of_sentence(context: Context, text: str, last: Piece, clauses: list[Piece], posts: tuple[str, ...]) -> Context:
    forces = find_forces(last.text, last.start)
    subject = condition = None
    conditions = []
    for piece in clauses:
        own = [force for force in forces if piece.start <= force.start < piece.end]
        words = piece.text
        if not own and is_condition(words) and len(clauses) > 1:
            conditions.append(words)
        head = words[: own[0].start - piece.start] if own else words
        size = leading_agent(head, posts) if head else 0
        if size and (own or not conditions or conditions[-1] != words):
            subject = subject or head[:size]
    if conditions:
        condition = "，".join(conditions)
    if subject and is_authority(subject):
        return replace(context, nothing="行政机关职责")
    main = forces[-1] if forces else None
    tail = last.text[main.end - last.start :] if main else last.text
    spans = frequency_spans(last.text)
    gives = replace(
        context,
        subject=subject,
        condition=condition,
        frequency=find_frequency(last.text),
        limit=None if main is None else chosen(find_limits(tail, frequency_spans(tail))) if spans or tail else None,
    )
    gives = replace(gives, limit=gives.limit if gives.limit and gives.limit.comparator != "=" else None)
    if main is None:
        if _RIGHTS.search(last.text):
            return replace(gives, force="may")
        if _CASES.search(last.text) and not re.search(r"不得|禁止", last.text):
            return replace(gives, nothing="情形列举")
        return replace(gives, duty=True if _STRICT_DUTY.search(last.text) or context.duty or subject else context.duty)
    if conditions and _CASES.search(conditions[-1] if not _CASES.search(condition or "") else condition or "") and tail.strip("：: ") and not re.search(r"(?:下列|以下|如下)", tail):
        return replace(gives, force=main.modality, cases=True, condition=None, action=tail.strip("：: ，"))
    if main.modality == "must" and _CLOSED.search(tail) and not re.search(r"符合|遵守|做到|履行|执行|职责|义务|要求|规定", tail):
        return replace(gives, force=main.modality, closed=True, action=tail.strip("：: "))
    if main.modality == "may" and _RIGHTS.search(last.text):
        return replace(gives, force="may")
    return replace(gives, force=main.modality)
