"""Comma clauses with a word of force: subject and condition before it, predicates after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.demands import conditions as scope
from indexer.demands.grounds import HOLDS_WITHIN, ONLY_WHEN, only_when
from indexer.demands.guards import Guarded
from indexer.demands.heads import heading_forces
from indexer.demands.measures import MEASURE_TOPIC
from indexer.demands.modality import Force
from indexer.demands.prefixes import read_prefix
from indexer.demands.segments import Piece
from indexer.demands.splitting import HEAD_TERM, cuts
from indexer.demands.state import EXPLICIT, INHERITED, Draft, State, by_whom, plain_condition
from indexer.demands.subjects import known_agent, leading_agent, post_like
from indexer.demands.verbs import opens_with_verb

_MEANS = Guarded(
    r"^(?:采取|采用|利用|通过|以).{2,60}(?:方式|手段|名义|形式|方法|为由)$|^持.{2,80}(?:资料|证件|材料|证明|文件|证)$"
)


def forced(
    clause: Piece,
    own: Sequence[Force],
    later: bool,
    later_by: bool,
    later_force: bool,
    state: State,
    posts: tuple[str, ...],
) -> list[Draft]:
    """The demands of a clause with words of force."""
    heads = heading_forces(clause, own, later_force, later_by)
    drafts: list[Draft] = []
    begin = 0
    state.begin_clause(clause.text, forced=own[0].start == clause.start)
    if not state.passing:
        state.local = []
    state.go_on()
    if heads and (joint := _ACT_BEFORE.match(clause.text[: heads[0].start - clause.start])):
        drafts.append(_act_before(clause, joint, state))
        begin = joint.start("term")
    for at, force in enumerate(heads):
        end = heads[at + 1].start if at + 1 < len(heads) else clause.end
        skipped: list[tuple[int, int]] = []
        around: list[tuple[int, int]] = []
        if at == 0:
            prefix = clause.text[begin : force.start - clause.start]
            read_prefix(prefix, clause.start + begin, force, state, posts, skipped, around)
        elif at:
            body = re.sub(
                r"(?:[，、]|并|且|同时|但|也|更|而)+$",
                "",
                clause.text[force.end - clause.start : end - clause.start],
            )
            end = force.end + len(body) if at + 1 < len(heads) else end
        if at + 1 < len(heads):
            body = re.sub(
                r"(?:[，、]|并|且|同时|但|也|更|而)+$",
                "",
                clause.text[force.end - clause.start : end - clause.start],
            )
            end = force.end + len(body)
        state.force, state.sanction = force.modality, False
        if state.candidate and force.modality in ("may", "must_not") and state.subject is None:
            state.take(state.candidate, carried=True)
        start = clause.start + begin if at == 0 else force.start
        drafts += _of_body(clause, start, end, force, later, state, posts, skipped, around)
    return drafts


_ACT_BEFORE = Guarded(
    r"(?P<act>[^，经由]{3,16}?)(?:并且|并|且)(?P<term>(?:[\d一二两三四五六七八九十半]+(?:个)?(?:小时|日|天|工作日|月|年)(?:之|以)?内)?)$"
)
"""整批退回且三个月内不得再供: an act before the prohibition."""


def _act_before(clause: Piece, joint: re.Match[str], state: State) -> Draft:
    place = (clause.start, clause.start + joint.end("act"))
    return Draft(
        *place, place, "must", INHERITED, state.subject, state.topic, state.all_conditions(), state.exception
    )


def _of_body(
    clause: Piece, start: int, end: int, force: Force, later: bool, state: State, posts: tuple[str, ...],
    skipped: list[tuple[int, int]], around: list[tuple[int, int]],
) -> list[Draft]:  # fmt: skip
    """Cut what follows a word of force into its predicates."""
    text = clause.text[force.end - clause.start : end - clause.start]
    lead = len(text) - len(text.lstrip(" ："))
    inner = scope.embedded_condition(text[lead:])
    by = by_whom(text, posts) if "由" in text[: lead + 14] else None
    if by and by[1] > lead and opens_with_verb(text[lead : by[1]]) and "的" in text[by[1] :]:
        by = None  # 开具由财政部门统一印制的票据
    if by and text[: by[1]].endswith(("并", "且", "同时")):
        by = None  # 须登记并由电工陪同: for the second act
    topic = state.topic
    if by:
        state.take_by(by[0])
    if state.authority:
        return []
    rest = text[lead:].strip()
    if not rest and clause.text.endswith("为宜") and any(map(str.isdigit, clause.text)):
        state.topic = None  # 水温以80℃左右为宜
        return [
            Draft(
                clause.start, end, (clause.start, end), "should", EXPLICIT, None, None, state.all_conditions(),
                state.exception, force_at=force.start,
            )
        ]  # fmt: skip
    if not rest or (
        later
        and only_when(rest)
        and not _OFTEN_ONLY.match(rest)
        and not HOLDS_WITHIN.match(rest)
        and (force.modality != "must_not" or ONLY_WHEN.match(rest))
    ):
        _put_off(rest, force.end + lead, end, state)
        return []
    body = text[lead + inner :]
    if inner:
        condition = text[lead : lead + inner]
        after_by = 1 + len(by[0]) if by and by[1] == 0 and len(condition) > len(by[0]) + 1 else 0
        state.when(condition[after_by:], force.end + lead + after_by, local=True)
        state.passing = "term" if HEAD_TERM.match(body) else state.passing
        skipped.append((force.end + lead, force.end + lead + inner))
    drafts = []
    first = force.end + lead + inner
    if _COUNTS.match(body):
        state.pause()
        state.carried = False
    if force.word in _FORBIDS_SOMEBODY and (who := _forbidden(body, posts)):
        state.take(who)
    shared = [(first, first + term.end())] if (term := HEAD_TERM.match(body)) else []
    for at, (one, other) in enumerate(cuts(body, forbids=force.modality == "must_not")):
        if at:
            _later_piece(body[one:other], state, posts)
        drafts.append(
            Draft(
                start if at == 0 else first + one, first + other, (first + one, first + other), force.modality,
                EXPLICIT if at == 0 else INHERITED, state.subject, state.topic or (topic if at == 0 else None), state.all_conditions(), state.exception,
                [*state.adverbials, *(around if at == 0 else shared)], list(skipped), force.start if at == 0 else -1,
                carried=state.carried_to(clause.start),
                open_end=bool(later and _MEANS.match(body[one:other])),
            )
        )  # fmt: skip
    if state.topic and (state.topic.startswith("每") or MEASURE_TOPIC.search(state.topic)):
        state.topic = None  # 时速不得超过5公里，不得鸣笛
    state.fresh, state.read, state.pending = False, True, False
    return drafts


_OFTEN_ONLY = Guarded(r"每[日天周月年班](?:不少于|至少)?[\d一二两三四五六七八九十]+次$")
"""拆改阶段应每日2次: how often the act told before is done then."""
_COUNTS = Guarded(
    r"(?:少于|多于|低于|超过|不足)(?:核定|规定|额定|限定)?(?:的)?(?:[\d一二两三四五六七八九十百]+\s*(?:人|名|位)|人数|人员)"
)
"""队员不得少于6人: they are counted and do not act."""
_FORBIDS_SOMEBODY = frozenset(
    ("仅限", "只限", "允许", "准许", "严禁", "禁止", "谢绝", "不准", "不许", "不允许", "严格禁止")
)


def _forbidden(body: str, posts: tuple[str, ...]) -> str | None:
    """Whom 严禁旅客将… forbids something."""
    if body.startswith("除"):
        return None
    size = leading_agent(body, posts) or known_agent(body, posts) or post_like(body)
    rest = body[size:]
    acts = size and (
        rest.startswith(("将", "把", "在", "向")) or (opens_with_verb(rest) and "的" not in rest[:1])
    )
    return body[:size] if acts else None


def _put_off(rest: str, start: int, end: int, state: State) -> None:
    """The predicate comes later: keep time and condition for it."""
    state.pending = True
    if term := scope.ENDS_IN_TERM.search(rest):
        head = plain_condition(rest[: term.start("figure")])
        if head.endswith(("起", "后", "时", "前")):
            state.condition(head)
    elif ONLY_WHEN.match(rest) and not scope.is_clock_or_date(rest) and not rest.endswith("内"):
        state.condition(rest)
    state.adverbials.append((start, end))


def _later_piece(text: str, state: State, posts: tuple[str, ...]) -> None:
    """并由新员工签名 names another subject; 并在征得同意后 another condition."""
    core = re.sub(r"^(?:并且|并|且|同时|及时)+", "", text)
    if core.startswith("由") and (by := by_whom(core, posts)):
        state.take_by(by[0])
    inner = scope.embedded_condition(core)
    if inner:
        state.local = [plain_condition(core[:inner])]
        state.read = True
