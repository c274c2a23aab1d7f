"""Reading what governs a provision: the lead-in above it and the heading over both."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.demands.authorities import is_authority
from indexer.demands.conditions import is_condition
from indexer.demands.context import Context
from indexer.demands.dismissals import is_encouragement, is_sanction, why_dismissed
from indexer.demands.frequency import find_frequency, frequency_spans
from indexer.demands.guards import Guarded
from indexer.demands.limits import chosen, find_limits
from indexer.demands.modality import find_forces
from indexer.demands.model import Modality
from indexer.demands.segments import COVER, Piece, comma_clauses, covered, sentences
from indexer.demands.sentence import read_sentence
from indexer.demands.state import Draft, State
from indexer.demands.subjects import known_agent, leading_agent, post_like

_CLOSED = Guarded(
    r"(?:包括|包含|含有?|载明|写明|注明|列明|标明|记载|明确|具备|由|告知|公示|公布|公开|说明|具有|附|检查|核对)(?:但不限于)?(?:以下|下列|如下)?[^，。：]{0,12}(?:内容|项|资料|事项|要素|信息|文件|条件|部分|组成|情况|项目|附件)[:：]?$"
    r"|(?:包括|包含|载明|注明|列明|写明)[:：]?$|(?:下列|以下)[一二两三四五六七八九十\d]+(?:项|个方面|类|种|部分)(?:内容|材料|资料|事项)?[:：]?$"
)
_CASES = Guarded(
    r"(?:下列|以下|如下|前款).{0,10}(?:情形|情况|行为|条件|现象|问题)(?:之一)?|之一(?:的|者|时)|任一(?:情形|情况)"
)
_DUTY = Guarded(
    r"职责|工作内容|工作要求|工作标准|岗位要求|岗位标准|服务标准|服务要求|质量标准|作业标准|操作(?:规程|步骤|流程|要求)|流程|程序|步骤|标准|规范|要求|制度|规定|须知|守则|纪律|注意事项|准则|做到|任务|职能|义务|承诺|措施|作业|管理|禁令|处置|巡查|维护|保养|清洁|服务|检查|巡检"
)
_STRICT_DUTY = Guarded(
    r"职责|要求|标准|规程|流程|程序|步骤|做到|守则|纪律|注意事项|须知|义务|任务|如下|下列|以下|内容|规定|处置|措施|职能|顺序|负责|工作"
)
_RIGHTS = Guarded(r"(?:享有|行使).{0,10}权(?:利|力|限)?|(?<!维护)(?<!保障)权利|有权")
_ORDER = Guarded(r"顺序|步骤|流程|程序|依次|先后|次序")
_DEFINES = Guarded(
    r"(?:是指|包括|分为|定义|术语|含义|如下表示|简称)[:：]?$|^(?:例如|比如|如|注|附|其中|说明)[:：]?$|的定义|目的[:：]?$|^(?:依据|编制依据|参考文件|引用文件|适用范围|范围|目录)"
)
_FORBIDS_HEAD = Guarded(
    r"^(?:.{0,10})?(?:严禁|禁止|不得|不准)(?:行为|事项)?$|禁令$|(?:禁止|严禁)(?:行为|事项|性规定)"
)
_NOTHING_HEAD = Guarded(
    r"^(?:术语|定义|术语和定义|编制说明|目的|适用范围|编制依据|规范性引用文件|引用文件|参考文件|依据|简介|概述|公司简介|附则|罚则|法律责任|处罚标准|奖惩|扣分标准)$"
)
_NUMBER = re.compile(r"^[\d.．、（）()一二三四五六七八九十第章节条\s]+")
_DUTY_TAIL = re.compile(
    r"(?:的)?(?:岗位)?(?:工作)?(?:职责|要求|标准|流程|规范|制度|守则|任务|内容|程序|步骤|纪律).*$"
)


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
    text = re.sub(r"\s+", "", (lead_in or "").split("\n", 1)[0]).rstrip("：:，,")
    if not text:
        return base
    base = replace(base, lead_in=lead_in)
    pieces = list(sentences(covered(text)))
    if not pieces:
        return base
    last = pieces[-1]
    if nothing := _why_nothing(last):
        return replace(base, nothing=nothing)
    return _read(replace(base, ordered=bool(_ORDER.search(last.text))), text, last, posts)


def _of_heading(heading: str, posts: tuple[str, ...]) -> Context:
    last = _NUMBER.sub("", re.split(r"\s*/\s*", heading)[-1].strip()) if heading else ""
    post = next((name for name in posts if name in last), None) or next(
        (name for name in posts if name in heading), None
    )
    if post is None and last:
        head = _DUTY_TAIL.sub("", last)
        post = (
            head
            if head and not re.search(r"[与和及]", head) and leading_agent(head, posts) == len(head)
            else None
        )
    force: Modality | None = "must_not" if _FORBIDS_HEAD.search(last) else None
    nothing = "定义或说明" if _NOTHING_HEAD.search(last) else None
    return Context(duty=bool(last and _DUTY.search(last)), post=post, force=force, nothing=nothing)


def _why_nothing(last: Piece) -> str | None:
    forces = find_forces(last.text)
    dismissed = why_dismissed(last.text)
    if dismissed and dismissed != "标题" and not forces:
        return dismissed
    if any(is_sanction(piece.text) for piece in comma_clauses(last)):
        return "罚则"
    if is_encouragement(last.text) and not any(force.modality.startswith("must") for force in forces):
        return "鼓励"
    if not forces and _DEFINES.search(last.text):
        return "定义或说明"
    if _RIGHTS.search(last.text) and not any(force.modality.startswith("must") for force in forces):
        return "权利"
    return None


def _read(context: Context, text: str, last: Piece, posts: tuple[str, ...]) -> Context:
    """Force, subject and condition as the last predicate of the lead-in has them."""
    forces = find_forces(last.text)
    draft, state = _as_sentence(last, posts)
    subject = draft.subject if draft else state.subject
    if is_authority(subject or ""):
        return replace(context, nothing="行政机关职责")
    conditions = (
        draft.conditions if draft else [words for words in state.all_conditions() if is_condition(words)]
    )
    condition = "，".join(_uncovered(words, last, text) for words in conditions) or None
    if draft is None or not forces:
        size = leading_agent(re.sub(r"(?:负责|履行|的|应).*$", "", last.text), posts)
        head = _DUTY_TAIL.sub("", last.text)
        named = head if head in (head[: known_agent(head, posts)], head[: post_like(head)]) else None
        subject = subject or last.text[:size] or named or None
    tail = last.text[forces[-1].end :].strip("：: ，") if forces else last.text
    subject = _uncovered(subject, last, text) if subject else None
    gives = replace(
        context,
        subject=subject,
        condition=condition,
        frequency=find_frequency(last.text),
        limit=_limit(last, draft),
    )
    if (
        draft is not None
        and condition
        and _CASES.search(condition)
        and not re.search(r"下列|以下|如下", tail if forces else "")
    ):
        action = text[slice(*draft.body)]
        return replace(gives, force=draft.modality, cases=True, condition=None, action=action)
    if not forces:
        if _CASES.search(last.text):
            return replace(gives, nothing="情形列举")
        return replace(
            gives,
            duty=context.duty or bool(_STRICT_DUTY.search(last.text)) or bool(subject),
            force=_duty_force(last.text),
        )
    force = forces[-1].modality
    if (
        force == "must"
        and _CLOSED.search(tail)
        and not re.search(r"符合|遵守|做到|履行|执行|职责|义务|要求|规定", tail)
    ):
        return replace(gives, force=force, closed=True, action=tail)
    verb = (
        tail
        if tail and len(tail) <= 6 and not re.search(r"下列|以下|如下|做到|符合|遵守|执行|履行", tail)
        else None
    )
    return replace(gives, force=force, action=verb)


def _uncovered(words: str, last: Piece, text: str) -> str:
    """Words read from the covered sentence `last`, the end of `text`, as `text` has them."""
    at = last.text.find(words) if COVER in words else -1
    return text[last.start + at :][: len(words)] if at >= 0 else words


def _duty_force(text: str) -> Modality | None:
    """负责下列工作, 履行下列职责: duties without a word of force."""
    return (
        "must"
        if re.search(
            r"(?:负责|履行|承担|执行|做到|达到|遵守|符合|完成).{0,8}(?:下列|以下|如下)|职责(?:如下|是|为|包括)?$|(?:岗位|工作|作业|操作|上岗|行为|仪容|着装)要求$|的一天$|做到$|负责$|(?:下列|以下|如下).{0,6}(?:职责|义务|要求|标准|规定|工作|步骤|程序)$",
            text,
        )
        else None
    )


def _as_sentence(last: Piece, posts: tuple[str, ...]) -> tuple[Draft | None, State]:
    """Read a lead-in as a sentence; one that breaks off at its word of force gets a stand-in act."""
    state = State()
    drafts = read_sentence(Piece(0, len(last.text), last.text), Context(), posts, state)
    forces = find_forces(last.text)
    if (
        forces
        and forces[-1].end >= len(last.text) - 1
        and not (drafts and drafts[-1].force_at == forces[-1].start)
    ):
        state = State()
        whole = last.text + "做到"
        drafts = read_sentence(Piece(0, len(whole), whole), Context(), posts, state)
    return (drafts[-1] if drafts else None), state


def _limit(last: Piece, draft: Draft | None):  # type: ignore[no-untyped-def]
    """A term of the lead-in goes to its items; a number that sums them up (下列三项) does not."""
    if draft is None:
        return None
    words = "，".join(
        last.text[start:end]
        for start, end in [
            *draft.around,
            (max(draft.force_at, 0) if draft.force_at >= 0 else draft.body[0], draft.body[1]),
        ]
    )
    found = chosen(find_limits(words, frequency_spans(words)))
    return found if found and found.comparator != "=" else None
