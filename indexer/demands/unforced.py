"""Comma clauses without a word of force: they inherit one, are plain demands, or belong to a neighbour."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.demands import conditions as scope
from indexer.demands.conditions import condition_size
from indexer.demands.context import Context
from indexer.demands.forced import MEASURE_TOPIC
from indexer.demands.frequency import find_frequency
from indexer.demands.grounds import only_ground, only_when
from indexer.demands.model import Modality
from indexer.demands.plain import BARE_NOT, Plain, plain_demand
from indexer.demands.segments import Piece
from indexer.demands.splitting import cuts
from indexer.demands.state import INHERITED, LISTED, UNSURE, Draft, State, by_whom
from indexer.demands.subjects import known_agent, leading_agent, post_like
from indexer.demands.verbs import STATE, is_nouny, opens_with_verb

_ORDINAL = re.compile(r"^(?:第[一二三四五六七八九十]+步|首先|其次|然后|随后|最后|接着)[，：:]?")
_POSITIVE = re.compile(
    r"^(?:并|且|同时|而应|而是)*(?:保持|确保|做好|加强|及时|立即|定期|严格|认真|主动|妥善|应|必须|报告|上报|登记|记录|填写|通知|当[日天场班]|发现|遇|按|由|经|设|张贴|配合|遵守|服从|保证|文明|佩戴|维护|落实|采取|完善)"
)
_ACT_FOLLOWS = (
    "对",
    "在",
    "每",
    "按",
    "于",
    "不",
    "负",
    "须",
    "将",
    "向",
    "从",
    "经",
    "与",
    "均",
    "应",
    "要",
    "由",
    "为",
    "以",
    "因",
    "自",
    "凭",
    "是",
    "逐",
    "至少",
)
_ASSIGNED = re.compile(
    r"由[^，。；]{1,24}(?:负责|承担|审批|保管|签字|处理|办理|支付|指定|确认|审核|批准|联系|任|监护|陪同|执行)"
)
_INTO_FORM = re.compile(r"(?:填写|记入|写入|登记|录入|记录在|编入|附入|填入|归入).{0,12}《")
_DECIDES = re.compile(r"由.{2,30}(?:决定|约定|商定|确定|规定|解释|共有|组成|制定|公布|另行)")
_THOSE = re.compile(r"的[一-鿿]{1,10}$")
_JOINT = re.compile(r"(?:并且|并|且|同时)")
_ACTORS = ("双方", "各方")
_QUALIFIES = re.compile(r"^[一-鿿]{2,4}(?:后|过|完|前)的")
"""使用后的医疗器具，应当…: the verb qualifies a noun."""
_DATE = re.compile(
    r"(?:在|于)?每(?:个)?(?:日|天|周|月|季度|季|年|半年)[\d一二三四五六日十:：时点半月末底上下初号分]+(?:日|号)?(?:以|之)?前$"
)


def is_date(text: str) -> bool:
    """每月5日前, a clause by itself: a date for what follows.

    >>> is_date("每月5日前"), is_date("每月5日前上报")
    (True, False)
    """
    return bool(_DATE.match(text))


_COUNTED = re.compile(r"(?:不少于|不超过|不多于|至少|不低于)[\d一二两三四五六七八九十百]+\s*(?:人|名|位)")
_OR = re.compile(r"^(?:或者|或|以及)")
_WANTON = re.compile(r"^(?:也|更)?(?:擅自|随意|私自|违规|任意|允许)(?=.{2})")
"""不得…，擅自设置摊点: goes on with what is forbidden."""
_AMISS = re.compile(
    r"(?:擅自|随意|私自|违规|任意)|(?:脱岗|离岗|睡觉|睡岗|打瞌睡|饮酒|酗酒|吸烟|闲聊|聊天|串岗|嬉戏|打闹)"
)
"""上班时打瞌睡 after 不得: still forbidden."""


def unforced(
    clause: Piece, later: Sequence[Piece], later_force: bool, state: State, drafts: list[Draft], context: Context, posts: tuple[str, ...],
    sentence: Piece,
) -> list[Draft]:  # fmt: skip
    """Read one clause; `drafts` are those of the sentence so far, the last of which may be lengthened."""
    text = clause.text
    if _label(clause, sentence, state, posts) or (
        later and only_ground(text) and (drafts or later_force or state.pending)
    ):
        return []
    if drafts and drafts[-1].open_end:
        _lengthen(drafts[-1], clause)
        drafts[-1].open_end = False
        return []
    if later and not drafts and is_date(text):
        state.adverbials.append((clause.start, clause.end))
        return []
    lead = _ORDINAL.match(text)
    place = lead.end() if lead and lead.end() < len(text) else 0
    joint = _JOINT.match(text, place)
    place = (
        joint.end()
        if joint and joint.end() < len(text) - 1 and condition_size(text[joint.end() :])
        else place
    )
    inner = condition_size(text[place:])
    core = text[place + inner :]
    agent = _agent(core, posts)
    after = core[agent:]
    verb = opens_with_verb(after)
    negative = BARE_NOT.match(after)
    if drafts and state.force == "must_not" and _OR.match(text):
        _lengthen(drafts[-1], clause)
        return []
    if drafts and state.force == "must_not" and not text.endswith("的") and _WANTON.match(text):
        return _made(clause, 0, 0, 0, state, "must_not", INHERITED, posts)
    if not later and text.endswith("的") and not drafts and context.force is None:
        return []  # （三）未按规定移交的；
    if not drafts and later and later[0].text.startswith("由") and re.search(r"的[一-鿿]{2,10}$", text):
        state.condition(text)
        return []
    if (
        later_force
        and not drafts
        and not (context.force and verb and not scope.is_condition(text) and not _QUALIFIES.match(text))
    ):
        if only_when(text):
            state.adverbials.append((clause.start, clause.end))
            return []
        those = bool(_THOSE.search(text)) or text.startswith("对")
        found = (
            None
            if those
            else plain_demand(after, sentence.text, subject=core[:agent] or state.subject, strong=True)
        )
        if found is None:
            _before_force(clause, core, agent, verb, state)
            return []
        return _made(clause, place, inner, agent, state, found.modality, found.confidence, posts)
    inherits = state.force or context.force
    ready = bool(drafts) or context.force is not None or state.pending
    by = by_whom(core, posts) if "由" in core and not _DECIDES.search(core) else None
    assigned = (
        by is not None
        or bool(_ASSIGNED.search(text))
        or (bool(_INTO_FORM.search(text)) and state.force != "may")
    )
    if assigned and (ready or "由" in text):
        return _made(
            clause,
            place,
            inner,
            agent,
            state,
            inherits if inherits in ("must", "should") else "must",
            INHERITED,
            posts,
        )
    if inherits and ready and (verb or negative or STATE.search(after) or (inner and len(core) >= 2)):
        modality, confidence = _inherited(inherits, bool(negative), bool(drafts), after, bool(agent))
        if modality == "must_not" and not negative and inner and _turns_back(after, drafts):
            modality, confidence = "must", UNSURE + 0.1
        return _made(clause, place, inner, agent, state, modality, confidence, posts)
    if context.force and not drafts and len(text) > 1 and not context.closed:
        return _made(clause, place, inner, agent, state, inherits or "must", LISTED, posts)
    found = plain_demand(
        after,
        sentence.text,
        subject=core[:agent] or state.subject,
        duty=context.duty or bool(drafts and inherits == "must"),
        strong=bool(drafts),
    )
    if found is None and drafts and not any(draft.force_at >= 0 for draft in drafts) and _has_verb(core):
        found = Plain("must", 0.75)  # in a sentence of instructions each clause is one
    if found is None:
        _leave(clause, state, drafts, verb)
        return []
    return _made(clause, place, inner, agent, state, found.modality, found.confidence, posts)


def _has_verb(core: str) -> bool:
    """水质检测报告在公示栏公布, 当日归还: the act comes last."""
    return len(core) >= 4 and any(
        opens_with_verb(core[at:]) and not is_nouny(str(opens_with_verb(core[at:])))
        for at in range(2, min(len(core) - 1, 24))
    )


def _label(clause: Piece, sentence: Piece, state: State, posts: tuple[str, ...]) -> bool:
    """「检查：对照标准…」: a word before a colon is a label; a post there is the subject."""
    stop = sentence.text[clause.end - sentence.start : clause.end - sentence.start + 1]
    if stop not in ("：", ":") or len(clause.text) > 12 or state.conditions or state.read:
        return False
    if leading_agent(clause.text, posts) == len(clause.text):
        state.take(clause.text)
    else:
        state.topic, state.topic_at = clause.text, clause.start
    return True


def _agent(core: str, posts: tuple[str, ...]) -> int:
    """Length of the one who acts at the head of a clause, 0 unless an act follows."""
    for size in (leading_agent(core, posts), known_agent(core, posts), post_like(core)):
        rest = core[size:]
        if size and rest and (opens_with_verb(rest) or rest.startswith(_ACT_FOLLOWS)):
            return size
    for word in _ACTORS:
        if core.startswith(word) and opens_with_verb(core[len(word) :]):
            return len(word)
    return 0


def _before_force(clause: Piece, core: str, agent: int, verb: str | None, state: State) -> None:
    """A clause before the first word of force: subject, bare antecedent, time or topic."""
    text = clause.text
    if only_when(text):
        state.adverbials.append((clause.start, clause.end))
        return
    if MEASURE_TOPIC.search(text):
        state.topic, state.topic_at = text, clause.start
    elif agent:
        state.take(core[:agent], carried=True)
        if verb and not core[agent:].startswith(("对", "在", "于", "按", "是")):
            state.condition(text)
        else:
            state.adverbials.append((clause.start, clause.end))
    elif (verb and not _QUALIFIES.match(text)) or _HAPPENS.match(text):
        state.condition(text)
    else:
        state.topic, state.topic_at = text, clause.start


_HAPPENS = re.compile(r"^[一-鿿]{2,10}(?:发生|出现|突发)[一-鿿]{2,12}$")


def _inherited(
    inherits: Modality, negative: bool, after_demand: bool, after: str, agent: bool
) -> tuple[Modality, float]:
    if negative:
        return ("must_not" if inherits in ("must", "must_not") else inherits), INHERITED
    if inherits == "must_not" and after_demand and (_POSITIVE.match(after) or agent):
        return "must", UNSURE + 0.1
    return inherits, INHERITED


def _turns_back(after: str, drafts: list[Draft]) -> bool:
    """Whether a predicate with a time of its own goes back to the 应 before the prohibition.

    >>> asked = [Draft(0, 1, (0, 1), "must", 1), Draft(1, 2, (1, 2), "must_not", 1)]
    >>> _turns_back("回访业主", asked), _turns_back("打瞌睡", asked), _turns_back("回访业主", asked[1:])
    (True, False, False)
    """
    return any(draft.modality == "must" for draft in drafts) and not _AMISS.search(after)


def _leave(clause: Piece, state: State, drafts: list[Draft], verb: str | None) -> None:
    """Not a demand: part of the one before, or a topic of the next."""
    if drafts:
        if not state.fresh and clause.start - drafts[-1].end <= 2:
            _lengthen(drafts[-1], clause)
    elif len(clause.text) <= 24 and not verb:
        state.topic, state.topic_at = clause.text, clause.start
    elif verb:
        state.condition(clause.text)


def _lengthen(draft: Draft, clause: Piece) -> None:
    draft.end = clause.end
    draft.around.append((clause.start, clause.end))


def _made(
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
    if inner:
        state.local = []
        words = text[place : place + inner]
        own = leading_agent(words, posts) or known_agent(words, posts) or post_like(words)
        if (
            own
            and own < len(words) - 1
            and not agent
            and not words[own:].startswith(("的", "发生", "投诉", "报修"))
        ):
            state.take(words[:own])
            lead = own if words[own:].startswith(("在", "于", "自", "每")) else 0
            state.when(words[lead:], start + lead)
        else:
            state.when(words, start)
        skipped.append((start, start + inner))
    if agent:
        state.take(text[place + inner : place + inner + agent])
    body_start = place + inner + agent
    topic = state.topic
    if _COUNTED.match(text[body_start:]):
        state.subject = None
    if by := by_whom(text[body_start:], posts):
        state.take_by(by[0])
    if state.authority:
        return []
    opens = not state.read
    state.force = "must" if modality == "must_not" and state.force != "must_not" else modality
    first = clause.start + body_start
    begin = state.topic_at if topic and state.topic_at >= 0 and not state.read else clause.start
    head_frequency = re.match(r"每[^次，。；]{1,4}?(?=\d{1,2}[:：]|[一-鿿])", text[body_start:])
    drafts = []
    for at, (one, other) in enumerate(cuts(text[body_start:], forbids=modality == "must_not")):
        piece = text[body_start + one : body_start + other]
        if at:
            core = re.sub(r"^(?:并且|并|且|同时)+", "", piece)
            if core.startswith("由") and (again := by_whom(core, posts)):
                state.take_by(again[0])
        drafts.append(
            Draft(begin if at == 0 else first + one, first + other, (first + one, first + other), modality, confidence, state.subject,
                  topic if at == 0 and not by else None, state.all_conditions(), state.exception, list(state.adverbials),
                  carried=state.carried_to(clause.start), skipped=skipped)
        )  # fmt: skip
    if (
        head_frequency
        and opens
        and find_frequency(text[body_start:])
        and not re.search(r"\d+次|[一二两三四五六]次", text[body_start:])
    ):
        state.adverbials.append((first, first + head_frequency.end()))
    state.fresh, state.read, state.pending, state.topic = False, True, False, None
    return drafts
