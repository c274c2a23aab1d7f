"""From drafts to demands: limit, frequency, evidence, action, whether an inspector can judge."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.demands.audit import evidence_in, vague
from indexer.demands.compact import Compact
from indexer.demands.context import Context
from indexer.demands.frequency import find_frequency, frequency_spans, without_frequency
from indexer.demands.guards import Guarded
from indexer.demands.limits import chosen, find_limits, range_of
from indexer.demands.model import Demand, Frequency, Limit
from indexer.demands.segments import COVER, LONGEST_SENTENCE, QUOTES, covered
from indexer.demands.state import Draft
from indexer.demands.verbs import opens_with_verb, strip_adverbs

LONGEST_ACTION = 40
"""Characters of an action; the rule for checklist items."""

_EDGE = "，、；：:。＊"
_BOUND_LAST = Guarded(r"(?:不少于|至少|不低于|不超过)$")
_LEADS_TO = re.compile(r"(?:在|于|应|最迟|提前|并|每[日天周月年])*")
_FORBIDS = ("不得", "不应", "不可", "不能", "不准", "不许", "严禁", "禁止")
_SPARED = Guarded(r"无须|无需|毋须|毋需|不必|不需要|不需|不用|可以不|可不")
"""不需要缴纳: the action keeps its no, so that nobody reads a duty to pay."""
_DANGLING = Guarded(r"^(?:在|于|自|至少|不少于|应|每)(?=[，、与向对将把]|$)|^(?:在|于)(?=[一-鿿]{0,2}$)")
_LEAD = Guarded(
    r"^(?:并且|并|且|同时|但是|但|而|然后|再(?!次|生)|还(?!原|款|贷|清)|也|均(?!匀|衡)|都(?!市)|则|即(?!时|刻|将)|就(?![业近医餐诊地位寝座读职]))+(?=.{2})"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A line as it is read, covered once for all its demands."""

    line: Compact
    masked: str
    """Everything in brackets covered."""
    readable: str
    """Only quoted words and titles covered: the figures of a remark in round brackets count."""
    original: str
    """The text that spans index into."""

    def uncover(self, words: str | None, before: int) -> str | None:
        """Words read from the covered line as the line has them; they stand near `before`."""
        if words is None or COVER not in words:
            return words
        at = self.masked.rfind(words, max(0, before - LONGEST_SENTENCE), before + LONGEST_SENTENCE)
        return self.line.text[at : at + len(words)] if at >= 0 else words


def sheet(line: Compact, original: str) -> Sheet:
    """Cover a line for reading."""
    masked = covered(line.text)
    readable = masked if masked is line.text else covered(line.text, QUOTES)
    return Sheet(line, masked, readable, original)


def finished(draft: Draft, page: Sheet, context: Context) -> Demand:
    """Make the demand of a draft.

    Args:
        draft: Its places count in ``line.text``.
        page: The line.
        context: What a lead-in and heading give.
    """
    line, text = page.line, page.line.text
    words = figure_words(draft, page.readable)
    own = figure_words(draft, page.readable, carried=False) if draft.carried else words
    if draft.carried and (
        is_measured(own) or own.startswith(("每次", "参加人数", "人数", "连续", "单次", "单人"))
    ):
        words = own
    further = words if words != own else ""
    frequency = find_frequency(own) or (further and find_frequency(further)) or context.frequency
    if draft.modality == "must_not" and frequency and frequency.comparator == "=":
        frequency = None  # 每日22时至6时禁止…: when, not how often
    limit = _limit_in(own) or _limit_in(further) or context.limit
    if (
        draft.modality == "must_not"
        and limit
        and limit.kind == "deadline"
        and limit.comparator == "<="
        and limit.unit not in ("时刻", "日")
    ):
        limit = replace(limit, kind="duration")  # 半年内不得重复收费
    body = text[slice(*draft.body)]
    if (
        limit
        and limit.comparator in (">", "<")
        and draft.force_at >= 0
        and text.startswith(_FORBIDS, draft.force_at)
        and body.endswith(limit.words)
    ):
        draft.modality = "must"  # 不得让来电者等待超过1分钟
        limit = replace(limit, comparator="<=" if limit.comparator == ">" else ">=")

    def uncover(words: str | None) -> str | None:
        return page.uncover(words, draft.end)

    verb = context.action if context.action and not context.cases and not opens_with_verb(body) else ""
    bounded = (
        draft.modality in ("must", "should") and draft.force_at >= 0 and text.startswith("不", draft.force_at)
    )
    spared = _SPARED.match(text, draft.force_at) if draft.modality == "may" and draft.force_at >= 0 else None
    action = _action(uncover(draft.topic), body, frequency, limit, bounded, spared[0] if spared else "")
    action = (verb + action if action else verb) or None
    evidence = evidence_in(body)
    conditions = [
        *([context.condition] if context.condition else []),
        *(uncover(words) or "" for words in draft.conditions),
    ]
    start, end = line.span(draft.start, draft.end)
    subject = uncover(draft.subject) or context.subject
    obligation = draft.modality in ("must", "must_not")
    unclear = vague(
        body if draft.modality != "must_not" else body + "不得",
        figures=bool(limit or (frequency and frequency.times) or evidence),
        told=bool(draft.topic or any(conditions) or context.ordered or len(own) > len(body)),
    )
    if draft.force_at >= 0 and text.startswith(("方可", "方能", "才可", "才能"), draft.force_at):
        unclear = False  # a gate is seen to be kept or not
    return Demand(
        id="",
        quote=page.original[start:end],
        span=(start, end),
        lead_in=context.lead_in,
        modality=draft.modality,
        is_obligation=obligation,
        auditable=obligation and not unclear,
        reason=None
        if obligation and not unclear
        else "待细化：缺少可观察的行为或数值"
        if obligation
        else _NOT_OBLIGED[draft.modality],
        confidence=draft.confidence,
        subject=subject,
        subject_inferred=None if subject else context.post,
        action=action,
        limit=limit,
        frequency=frequency,
        condition="，".join(dict.fromkeys(conditions)) or None,
        exception=uncover(draft.exception),
        evidence=evidence,
        verb=opens_with_verb(action or ""),
        object=_object(action),
        ordered=context.ordered,
    )


_NOT_OBLIGED = {"should": "非要求：建议", "may": "非要求：许可", "none": "非要求：陈述"}


_MEASURED = Guarded(
    r"^[^，。；]{1,16}?(?:率|比例|比率|占比|数量|总数|份数|得分|评分|满意度)(?:均|都|应当?|须|必须)*(?:不|达|为|保持|控制|在|大于|高于|低于|≥|≤|＞|＜)[^，。；]{0,20}[\d一二两三四五六七八九十百]"
    r"|^[^，。；每]{0,6}(?:期|期限|时间|时长|[实检]测值|测量值)(?:均|都|应当?|须|必须)?(?:不得?|不应?)(?:低于|少于|超过|短于|长于|大于|小于|高于)[\d一二两三四五六七八九十百]"
    r"|^[^，。；]{2,12}?(?:应当?|须|必须)?(?:不得?(?:低于|少于|超过|高于)|不应?(?:低于|少于|超过|高于)|达到?)[^，。；]{0,16}(?:百分之|\d\s*[%％])"
)


def is_measured(words: str) -> bool:
    """Whether a demand is the state of a measure: a rate, share or number with its figure.

    >>> is_measured("有效问卷不低于总户数的百分之二十"), is_measured("回访率达到100%"), is_measured("回访业主")
    (True, True, False)
    """
    return bool(_MEASURED.match(words))


def with_periods(demands: list[Demand]) -> list[Demand]:
    """每月至少4次，其中夜间不少于1次: a count without a period is of the period before it."""
    for at, (one, other) in enumerate(pairwise(demands), start=1):
        limit, often = other.limit, one.frequency
        if (
            other.frequency is None
            and limit
            and limit.unit in ("次", "遍")
            and limit.comparator in (">=", "<=")
            and isinstance(limit.value, int)
            and often
            and often.times is not None
        ):
            mine = Frequency(limit.value, often.per, limit.comparator, limit.words)
            demands[at] = replace(other, frequency=mine, limit=None)
    return demands


_BOUND_ONLY = Guarded(
    r"^[，、；且并但也]*(?:(?:最迟|最晚|最长|最多|至迟)?(?:不(?:得|应当?|宜|能|可)|应当?|须)?(?:大于|小于|高于|低于|超过|少于|多于|早于|晚于|迟于|短于|长于|超出)|最迟|最晚|至迟)(?=[\d一二三四五六七八九十百半两]|零下|-)"
)
"""且不应大于0.5MPa: the other end of the bound before it."""


def with_ends(demands: list[Demand], original: str) -> list[Demand]:
    """不应小于0.25MPa，且不应大于0.5MPa is one demand with a range; a bound alone belongs to what has none."""
    joined: list[Demand] = []
    for demand in demands:
        last, other = joined[-1] if joined else None, demand.limit
        if last is None or other is None or not _bare(demand) or last.modality != demand.modality:
            joined.append(demand)
        elif last.limit is None and last.frequency is None and last.span[1] <= demand.span[0]:
            joined[-1] = _longer(last, demand, other, original)
        elif last.limit and (both := range_of(last.limit, other)):
            joined[-1] = _longer(last, demand, both, original)
        else:
            joined.append(demand)
    return joined


def _bare(demand: Demand) -> bool:
    """Whether a demand says its bound and no more."""
    opening = _BOUND_ONLY.match(demand.quote)
    return (
        opening is not None
        and demand.limit is not None
        and len(demand.quote) - opening.end() <= len(str(demand.limit.words)) + 1
        and demand.quote.rstrip("，。；、").endswith(demand.limit.words[-2:])
    )


def _longer(demand: Demand, further: Demand, limit: Limit, original: str) -> Demand:
    """`demand` up to the end of `further`, with its limit."""
    start, end = demand.span[0], further.span[1]
    return replace(demand, quote=original[start:end], span=(start, end), limit=limit)


def _limit_in(words: str) -> Limit | None:
    if not words:
        return None
    return chosen(find_limits(words, frequency_spans(words)))


def figure_words(draft: Draft, text: str, *, carried: bool = True) -> str:
    """The words whose figures bound this demand, adverbials first; those of conditions are left out.

    Args:
        draft: The demand on the way.
        text: The line.
        carried: Whether those adverbials count that an earlier demand of the sentence has had.
    """
    start, end = draft.body
    around = [span for span in dict.fromkeys(draft.around) if carried or span not in draft.carried]
    if draft.force_at >= 0:  # 每月不得少于1次: one stretch
        touching = [one for one, other in around if other == draft.force_at]
        start = min([start, draft.force_at, *touching])
        around = [span for span in around if span[1] != draft.force_at]
    after = [text[one:other] for one, other in around if one >= end]
    parts = [text[one:other] for one, other in around if one < end]
    for skip_start, skip_end in sorted(draft.skipped):
        if start <= skip_start < end:
            parts.append(text[start:skip_start])
            start = skip_end
        if skip_end == start and text[skip_end - 1] == "前":  # 届满前10分钟
            start -= 1
    parts += [text[start:end], *after]
    return "，".join(part for part in parts if part)


def _action(
    topic: str | None,
    body: str,
    frequency: Frequency | None,
    limit: Limit | None,
    bounded: bool,
    spared: str = "",
) -> str | None:
    words = body.strip(_EDGE)
    if lead := _LEAD.match(words):
        words = words[lead.end() :]
    if bounded:  # 不应小于1.4m is not 小于1.4m
        words = "不" + words
    words = spared + words
    if frequency and frequency.times is not None:
        shorter = without_frequency(words)
        words = shorter if len(shorter) > 1 and not shorter.endswith(("至", "到", "为")) else words
    if limit and limit.kind in ("deadline", "advance"):
        at = words.find(limit.words)
        before = words[:at]
        if at >= 0 and _LEADS_TO.fullmatch(before):
            shorter = before.replace("在", "").replace("于", "") + words[at + len(limit.words) :]
            words = shorter if len(shorter) > 1 else words
    words = words.strip(_EDGE)
    if dangling := _DANGLING.match(words):
        words = words[dangling.end() :]
    if bound := _BOUND_LAST.search(words):
        words = words[: bound.start()]
    words = words.strip(_EDGE)
    if topic and len(topic) <= 18 and len(words) + len(topic) <= LONGEST_ACTION:
        words = topic.strip("，、") + words
    if len(words) > LONGEST_ACTION:
        cut = max(words.rfind(stop, 12, LONGEST_ACTION) for stop in "，、；")
        words = words[: cut if cut > 0 else LONGEST_ACTION]
    return words or None


def _object(action: str | None) -> str | None:
    verb = opens_with_verb(action) if action else None
    if not action or not verb:
        return None
    core = strip_adverbs(action)
    at = core.find(verb)
    rest = core[at + len(verb) :].strip("了好，、 ")
    return rest or None
