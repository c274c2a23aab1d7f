"""Drafts of a comma clause whose force is known."""

from __future__ import annotations

import re

from indexer.demands.conditions import SEASON_IN
from indexer.demands.frequency import find_frequency
from indexer.demands.guards import Guarded
from indexer.demands.measures import is_measure
from indexer.demands.model import Modality
from indexer.demands.segments import Piece
from indexer.demands.splitting import HEAD_TERM, cuts
from indexer.demands.state import Draft, State, by_whom
from indexer.demands.subjects import known_agent, leading_agent, post_like
from indexer.demands.terms import BARE, names_term
from indexer.demands.verbs import opens_with_verb
from indexer.demands.which import which_things

_COUNTED = Guarded(r"(?:不少于|不超过|不多于|至少|不低于)[\d一二两三四五六七八九十百]+\s*(?:人|名|位)")


_MEASURED = re.compile(
    r"(?P<what>[一-鿿A-Za-z]{2,14}?)(?:昼间|夜间|白天|[春夏秋冬]季)?(?:应|须)?(?:不(?:得|应)?[低高大小少多超短长]|≥|≤|＞|＜|达到|控制在|保持在)"
)
_BARE_BOUND = re.compile(
    r"(?:昼间|夜间|白天|[春夏秋冬]季)?(?:应|须)?(?:不(?:得|应)?[低高大小少多超短长]|≥|≤|＞|＜)"
)
"""办公区噪声昼间不大于60dB，夜间不大于50dB: the noise is meant again."""
_ANYBODY = frozenset(("专人", "双人", "两人", "二人"))
"""专人管理: for this predicate only."""


def drafts_of(
    clause: Piece,
    place: int,
    inner: int,
    agent: int,
    state: State,
    modality: Modality,
    confidence: float,
    posts: tuple[str, ...],
) -> list[Draft]:
    """Drafts of a clause whose force is known."""
    text = clause.text
    start = clause.start + place
    skipped: list[tuple[int, int]] = []
    state.begin_clause(text[place:])
    if inner:
        state.local = []
        term = HEAD_TERM.match(text, place + inner) is not None
        words = text[place : place + inner]
        own = leading_agent(words, posts) or known_agent(words, posts) or post_like(words)
        if (
            own
            and own < len(words) - 1
            and not agent
            and not words[own:].startswith(("的", "发生", "投诉", "报修"))
        ):
            state.take(words[:own])
            lead = 0 if words.endswith("的") else own
            state.inside(words[lead:], start + lead, term=term)
        else:
            state.inside(words, start, term=term)
        skipped.append((start, start + inner))
    elif which := which_things(text[place:]):
        state.inside(which, start)
        skipped.append((start, start + len(which)))
    before: tuple[str | None, bool] | None = None
    measure = not agent and is_measure(text[place + inner :])
    if not measure and (state.subject is None or not opens_with_verb(text[place + inner :])):
        state.go_on()
    if measure:
        state.pause()
    if agent:
        if state.head_often in state.adverbials:
            state.adverbials.remove(state.head_often)
        who = text[place + inner : place + inner + agent]
        before = (state.subject, state.authority) if who in _ANYBODY else None
        state.take(who)
    body_start = place + inner + agent
    topic = state.topic
    if _COUNTED.match(text[body_start:]):
        state.pause()
    if season := SEASON_IN.match(text[body_start:]):
        state.local = []
        state.condition(season["season"], local=True)
    by = by_whom(text[body_start:], posts)
    if by and by[1] > 2 and text[body_start:][: by[1]].endswith(("并", "且", "同时")):
        by = None  # 填写说明并由店长签字: for the second act
    if by:
        state.take_by(by[0])
    if state.authority:
        return []
    opens = not state.read
    state.force = "must" if modality == "must_not" and state.force != "must_not" else modality
    first = clause.start + body_start
    begin = state.topic_at if topic and state.topic_at >= 0 and not state.read else clause.start
    head_frequency = re.match(r"每[^次，。；]{1,4}?(?=\d{1,2}[:：时点]|[一-鿿])", text[body_start:])
    if topic is None and state.measured and _BARE_BOUND.match(text[body_start:]):
        topic = state.measured
    if measured := _MEASURED.match(text[body_start:]):
        state.measured = measured["what"]
    drafts = []
    named = [state.term] if state.term and BARE.match(text) else []
    if own_term := names_term(text):
        state.term = (clause.start + own_term[0], clause.start + own_term[1])
        named = []
    shared = [(first, first + head.end())] if (head := HEAD_TERM.match(text[body_start:])) else []
    for at, (one, other) in enumerate(cuts(text[body_start:], forbids=modality == "must_not")):
        piece = text[body_start + one : body_start + other]
        if at:
            core = re.sub(r"^(?:并且|并|且|同时)+", "", piece)
            if core.startswith("由") and (again := by_whom(core, posts)):
                state.take_by(again[0])
        drafts.append(
            Draft(begin if at == 0 else first + one, first + other, (first + one, first + other), modality, confidence, state.subject,
                  topic if at == 0 and not by else None, state.all_conditions(), state.exception, [*named, *state.adverbials, *(shared if at else [])],
                  carried=state.carried_to(clause.start), skipped=skipped)
        )  # fmt: skip
    if (
        head_frequency
        and opens
        and find_frequency(text[body_start:])
        and not re.search(r"\d+次|[一二两三四五六][次巡洗扫查检遍]", text[body_start:])
    ):
        state.head_often = (first, first + head_frequency.end())
        state.adverbials.append(state.head_often)
    if before is not None:
        state.subject, state.authority = before
    state.fresh, state.read, state.pending, state.topic = False, True, False, None
    return drafts


def lengthen(draft: Draft, clause: Piece) -> None:
    """Let a demand go on through `clause`, whose figures count for it."""
    draft.end = clause.end
    draft.around.append((clause.start, clause.end))
