"""Comma clauses that are no demand: exception, penalty, condition, purpose, subject alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.demands import conditions as scope
from indexer.demands.agents import acting_agent
from indexer.demands.authorities import authority_acts, authority_by, is_authority, is_customer
from indexer.demands.dismissals import is_encouragement, is_revoked, is_sanction, is_statement
from indexer.demands.guards import Guarded
from indexer.demands.modality import Force
from indexer.demands.segments import Piece
from indexer.demands.state import Draft, State
from indexer.demands.subjects import known_agent, leading_agent, post_like
from indexer.demands.verbs import opens_with_verb
from indexer.demands.which import which_things

_TERM_FROM = Guarded(
    r"[^，]{2,}(?:后|起|前|结束|完成|完毕)(?:的)?(?:[\d.]+|[一二两三四五六七八九十百半]+)\s*(?:个)?(?:工作日|自然日|日|天|月|年|小时|分钟)(?:之|以)?内$"
)
_WITHOUT = Guarded(r"(?P<who>[^，未]{2,24})(?=未经|未取得|未获)")
_MEETS = Guarded(r"(?:发现|遇|接到|收到|对|如|若|见|因|属于|出现|发生|除)")
_FIGURED = Guarded(
    r"(?P<c>[^，的]{1,20}(?:低于|高于|超过|不足|少于|达到|大于|小于|不满|未满|满)[^，的]{0,6}[\d一二两三四五六七八九十百千万半][^，的]{0,8})的(?=[^的]+$)"
)
"""工龄不满一年的员工: the number says when the duty arises."""
_GRADES = Guarded(
    r"\d\s*[一-鿿%]{0,3}(?:（含[^）]*）)?(?:以上|以下|及以上|至[\d.]+[^，]{0,3})?[为是](?:合格|优秀|良好|优|良|中|差|不合格|达标|及格|不及格|满分|一般|较差)$"
)
"""80分以上为合格: what a grade means."""
_WHICH_MUST = Guarded(
    r"^(?:凡|对)?(?:依法|依照[^，的]{2,16}|按照?[^，的]{2,16})(?:应当|应|必须|须|需要?|不得)[^，的]{1,24}的[^，的]{1,8}$"
)
"""依法应当招标的项目，招标人不得…: which things."""
_AIM = Guarded(r"^(?:以|从而|进而)?(?:确保|保证|以便|便于|以免|以防|避免|防止)")
_GUARDS = Guarded(
    r"防(?![止范火雷汛滑撞盗疫水潮虫鼠尘护控备])[^，]{2,10}$|谨防|严防[^，]{2,10}(?:发生|事故)$"
)
"""地漏每周灌水，防臭气上返: what it is for."""
_OTHERWISE = Guarded(r"^(?:否则|不然|由此)")
_MOVES = Guarded(r"(?:疏散|转移|撤离|清点|安抚|救治)(?:人员|人群|群众|被困人员)$")
"""打开门窗，疏散人员，报警: an act between acts, nobody who acts."""
_HARM = Guarded(r"^(?:影响|妨碍|危害|损害|侵害|扰乱|危及|干扰|破坏|造成|导致|致使)")
_SUFFERS = Guarded(
    r"的|任期|与(?=.{0,10}(?:冲突|不一致|不符))|和|、|发生|出现|未|不|没有|(?:超过|达到|不足|少于|在)?[\d一二两三四五六七八九十百千]+[人名]|死亡|受伤|受到|被|违反|拒|逾期|变动|变更(?=的|后|时|$)|离职|辞职|之间|对.{1,20}(?:有异议|不满|提出)|提出|要求|申请|询问|投诉|存在|有(?!权)|无|需|是|为|属于|具备|符合|达到|因.{1,12}(?:受伤|离职)"
)
_ACTS_THEN = Guarded(
    r"如需|如要|若需|因|对.{1,30}(?:异议|不满)|提出|要求|申请|未经|未|不|需|有|拒|符合|具备|被|无"
)
_REFUSES = Guarded(r"发生|不(?:同意|再|能|续|接受)|无法|申请|需|对.{1,30}(?:的行为|的)$")
_ASKS = Guarded(
    r"投诉|报修|反映|提出|申请|咨询|要求|求助|询问|委托|来访|告知|申报|举报|同意|查询|来电|反馈|需要|异议|联系"
)


def set_aside(
    clause: Piece,
    own: Sequence[Force],
    later: Sequence[Piece],
    later_force: bool,
    state: State,
    drafts: list[Draft],
    posts: tuple[str, ...],
) -> bool:
    """Take up a clause that is no demand into `state`; False if it may be one."""
    text = clause.text
    if later and not drafts and scope.OFTEN_EVENT.match(text):
        state.when(text, clause.start)
        return True
    if _exception(text, own, later, state, drafts):
        return True
    if is_sanction(text) or (_OTHERWISE.match(text) and not own and state.force != "must_not"):
        state.sanction = True
        state.conditions.clear()
        return True
    if not own and (who := authority_by(text) or (not drafts and _acting_authority(text, later)) or None):
        state.take(who)
        return True
    if later and (former := _FORMER.match(text)) and _NEW_RULE.match(later[0].text):
        _former_rule(former, state, posts)
        return True
    if not own and (is_revoked(text) or is_statement(text) or _GRADES.search(text)):
        return True
    if state.sanction and not own:
        return True
    if is_encouragement(text) and not own:
        state.force = None
        return True
    if later and own and _WHICH_MUST.match(text):
        state.condition(text)
        return True
    if (
        later
        and not own
        and "的" in text
        and not _MEETS.match(text)
        and leading_agent(text, posts) == len(text)
    ):
        figured = _FIGURED.match(text)
        which = figured["c"] if figured else which_things(text)
        if which and 0 < leading_agent(later[0].text, posts) < len(later[0].text):
            state.condition(text)  # 住院满30天的病人，家属可以…
            return True
        if which:
            state.condition(which)
        state.take(text)
        return True
    if (
        later
        and not own
        and later[0].text.startswith(("或者", "或"))
        and scope.ENDS_IN_DE.search(later[0].text)
    ):
        take_condition(clause, state, posts)
        return True
    if (
        later
        and not scope.runs_into_act(text)
        and (
            _is_condition(text, own, later_force)
            or (not own and len(text) < 80 and text.endswith("内") and _TERM_FROM.match(text))
        )
    ):
        take_condition(clause, state, posts)
        return True
    if own:
        return False
    if drafts and state.force == "must_not" and _HARM.match(text):
        drafts[-1].end = clause.end
        return True
    if drafts and _GUARDS.match(text) and state.force != "must_not":
        drafts[-1].end = clause.end
        return True
    if (
        drafts
        and scope.is_purpose(text, first=False)
        and (state.force != "must_not" or _AIM.match(text))
        and not _has_figure(text)
    ):
        if later and re.match(r"^(?:确保|保证)", text):
            return False  # in the middle of a list it is a demand
        drafts[-1].end = drafts[-1].end if later else clause.end
        return True
    if later and scope.is_purpose(text, first=True):
        return True
    if (
        later
        and not (drafts and _MOVES.match(text))
        and not hands_over(text, posts)
        and not scope.runs_into_act(text)
        and leading_agent(text, posts) == len(text)
    ):
        state.take(text)
        return True
    return False


_HANDS = Guarded(
    r"(?:[^，]{2,8}后)?(?:转交|移交|交(?![班接])|报告?(?![修警名])|通知|告知|提醒|交给)(?=[^，的]{2,})"
)


_TELLS_SOMEBODY = Guarded(
    r"[^，的]{0,12}?(?:通知|告知|报告|提醒|呼叫|联系)(?!人员|员工|对象|管理)(?=[^，的]{2,})"
)
"""必要时通知班长, 演练前3日通知家长."""


def hands_over(text: str, posts: tuple[str, ...]) -> bool:
    """Whether a clause that ends in a post has one that gives it something: an act, not a name.

    >>> hands_over("签收单由司机交调度员", ()), hands_over("保洁员核对后交管理员", ()), hands_over("各班组的管理员", ())
    (True, True, False)
    """
    size = known_agent(text, posts) or post_like(text)
    if not size and (at := text.find("由") + 1):
        size = at + (known_agent(text[at:], posts) or post_like(text[at:]))
    found = _HANDS.match(text, size) if 0 < size < len(text) else None
    found = found or _TELLS_SOMEBODY.match(text)
    return found is not None and leading_agent(text[found.end() :], posts) == len(text) - found.end()


_FORMER = Guarded(
    r"(?P<thing>[^，]{0,20}?)(?:原(?:先|来)?|此前|以前|过去|旧版(?:手册)?|原版|上一版|旧手册|老版|\d{4}年?版)(?:的)?(?:规定|要求|定)(?:为|是)?(?P<rule>[^，]+)$"
)
_NEW_RULE = Guarded(
    r"(?:自[^，]{2,20}起|\d{4}年?版起?)?(?:本版|新版|现在?|今)?(?:已)?(?:统一)?(?:改为|调整为|修改为|改成|规定|要求)(?![，。])"
)
"""投诉原规定5日内答复，现改为3日内答复: only the second holds."""


def _former_rule(former: re.Match[str], state: State, posts: tuple[str, ...]) -> None:
    """What a former rule was about is what the rule in force is about."""
    rule = former["rule"]
    if size := known_agent(rule, posts) or post_like(rule) or leading_agent(rule, posts):
        state.take(rule[:size])
    if former["thing"]:
        state.topic = former["thing"]


def _has_figure(text: str) -> bool:
    return bool(re.match(r"^(?:确保|保证).*(?:\d|率)", text))


def _exception(
    text: str, own: Sequence[Force], later: Sequence[Piece], state: State, drafts: list[Draft]
) -> bool:
    """除…外, …除外, 另有规定的从其规定."""
    if scope.EXCEPT_TAIL.search(text) and (not own or text.endswith("除外")):
        words = text
        if state.conditions and (state.fresh or not drafts) and not text.startswith(("除", "但")):
            words = "，".join([*state.conditions, text])
            state.conditions = []
        words = re.sub(r"^(?:但是|但)", "", words)
        if drafts:
            drafts[-1].exception = words
        else:
            state.exception = words
        return True
    if state.except_open is not None:
        state.except_open += "，" + text
        if text.endswith("外"):
            state.exception, state.except_open = state.except_open, None
        return True
    if own:
        return False
    if (
        text.startswith("除")
        and not scope.EXCEPT_OUT.match(text)
        and any(scope.OUTSIDE.search(piece.text) for piece in later[:2])
    ):
        state.except_open = text
        return True
    out = scope.EXCEPT_OUT.match(text)
    if out and out.end() == len(text):
        state.exception = re.sub(r"^(?:但是|但)", "", text)
        return True
    return False


def _acting_authority(text: str, later: Sequence[Piece]) -> str | None:
    """省人民政府核定…, or …的主管部门 alone before its act."""
    if (
        opens_with_verb(text)
        or _TOLD.search(text)
        or scope.ENDS_IN_DE.search(text)
        or scope.ENDS_IN_MARKER.search(text)
    ):
        return None
    if acts := authority_acts(text):
        return acts
    return text if later and _ALONE.search(text) and is_authority(text) else None


_TOLD = Guarded(r"告知|报告|报[^告]|通知|送|立即|及时|经|接受|配合|协助|违反|向|与|邀请|取得|征得")
_ALONE = Guarded(r"(?:主管部门|行政部门|人民政府|有关部门|相关部门|机关|主管机构)$")
_NOT_ABLE = frozenset(("不能", "不能够", "需", "需要", "应", "应当", "可", "可以"))
"""不能易地绿化的，缴纳…: a condition whether or not a word of force follows."""


def _is_condition(text: str, own: Sequence[Force], later_force: bool) -> bool:
    if own:
        inside = (bool(scope.ENDS_IN_DE.search(text)) and (later_force or own[0].word in _NOT_ABLE)) or (
            own[0].word in ("需", "需要", "要", "可", "可以") and bool(re.search(r"(?:时|后)$", text))
        )
        if not inside:
            return False
    return scope.is_condition(text) or bool(_WITHOUT.match(text))


def take_condition(clause: Piece, state: State, posts: tuple[str, ...]) -> None:
    """Put a condition into `state`, with the term that it ends in and the one who acts in it."""
    text = clause.text
    if term := scope.ENDS_IN_TERM.search(text):
        head = text[: term.start("figure")]
        text = head if text.endswith("内") or head.endswith("前") else text
    without = _WITHOUT.match(text)
    state.condition(
        text[without.end("who") :]
        if without and leading_agent(without["who"], posts) == without.end("who")
        else text
    )
    if term:
        state.adverbials.append((clause.start + term.start("figure"), clause.end))
    _acting_in(text, state, posts)


def _acting_in(text: str, state: State, posts: tuple[str, ...]) -> None:
    """维修工到场后，应…: the one who came is the one who must, unless he only asks or suffers."""
    size = (
        acting_agent(text, posts) or leading_agent(text, posts) or known_agent(text, posts) or post_like(text)
    )
    if not size or size >= len(text) - 1:
        return
    who, does = text[:size], text[size:]
    if is_authority(who):
        state.take(who, carried=True)
        return
    asks = is_customer(who) and (bool(_ASKS.search(does[:14])) or not text.endswith("的"))
    if _SUFFERS.match(does) or asks:
        if not is_customer(who) and _REFUSES.match(does):
            state.take(who, carried=True)
        elif _ACTS_THEN.match(does):
            state.candidate = who
        return
    state.take(who, carried=True)
