"""Reading one sentence: its comma clauses in order, each a condition, a subject, a demand or none of these."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from indexer.demands import conditions as scope
from indexer.demands.agents import authority_acts, is_agent, is_authority, is_customer, known_agent, leading_agent, post_like
from indexer.demands.context import Context
from indexer.demands.dismissals import is_encouragement, is_fact, is_sanction, why_dismissed
from indexer.demands.modality import Force, find_forces
from indexer.demands.model import Modality
from indexer.demands.plain import plain_demand
from indexer.demands.segments import Piece, comma_clauses
from indexer.demands.verbs import ADVERB, STATE, opens_with_verb, strip_adverbs

EXPLICIT, INHERITED, UNSURE = 0.95, 0.9, 0.6
"""Confidence of a demand with a word of force of its own, with that of its sentence or lead-in, and of a guess."""


@dataclass(slots=True)
class Draft:
    """A demand on the way: places are in the line."""

    start: int
    end: int
    body: tuple[int, int]
    modality: Modality
    confidence: float
    subject: str | None = None
    topic: str | None = None
    conditions: list[str] = field(default_factory=list)
    exception: str | None = None
    around: list[tuple[int, int]] = field(default_factory=list)
    """Further places whose figures count: adverbial clauses, what stands between subject and modal."""
    skipped: list[tuple[int, int]] = field(default_factory=list)
    """Places inside whose figures do not count."""
    force_at: int = -1
    """Where the word of force stands; 不得 belongs to 不得少于."""


@dataclass(slots=True)
class State:
    """What earlier comma clauses of the sentence leave for later ones."""

    subject: str | None = None
    inherited: bool = False
    force: Modality | None = None
    conditions: list[str] = field(default_factory=list)
    exception: str | None = None
    adverbials: list[tuple[int, int]] = field(default_factory=list)
    topic: str | None = None
    authority: bool = False
    sanction: bool = False
    fresh: bool = True
    """No demand read since the last condition."""
    local: list[str] = field(default_factory=list)
    """Conditions written inside a predicate; the next word of force ends them."""
    pending: bool = False
    """A word of force whose predicate stands in a later clause."""
    except_open: str | None = None
    """除… whose 外 has not come yet."""


_JOINT = re.compile(
    rf"(?<=[^合一、或和与及兼归同不])(?:并且|并(?!网|列|入|重|发|排|行(?!为)|存|非|购|联|轨)|且(?!不)|同时|后(?=方可|再|立即|及时|应)|、(?=每[月年季日周半班])|，)(?={ADVERB}*)"
)
_AND_NOT = re.compile(r"(?:[，、]|并|且|同时|但|也|更|而)*(?=不得|严禁|禁止|不准|不应|切勿)")
_BY = re.compile(r"由(?P<who>[^，。；、由]{1,30}?(?:、[^，。；由]{1,16}?)?)(?=负责|统一|承担|提供|组织|保管|审批|审核|签字|签署|进行|实施|执行|担任|填写|办理|批准|统筹|牵头|处理|确认|每|在|向|根据|按|于|对|将|定期|及时|专人|安排|派|完成|协助|配合|自行|共同|依法|验收|发放|登记|检查|书面|报|出具|决定|清理|维修|维护|支付|陪同|带领|签发|巡查|复核|监督|操作|值守|监护|通知|主持|制定|编制|汇总|跟进|管理|$)"
)
_EMBEDDED_BREAK = re.compile(r"^(?:明确|规定|说明|公示|告知|列明|载明|注明|介绍|提示|确定|公布|掌握|熟悉|知道|了解|讲解|记录)")
_BY_ASSIGNED = re.compile(r"由[^，。；]{1,24}(?:负责|承担|审批|保管|签字|处理|办理|支付)")
_INTO_FORM = re.compile(r"(?:填写|记入|写入|登记|录入|记录在|编入|附入|填入|归入).{0,12}《")
_AIM = re.compile(r"^(?:以|从而|进而)?(?:确保|保证|以便|便于|以免|以防|避免|防止)")
_OTHERWISE = re.compile(r"^(?:否则|不然|由此|造成|导致)")
_POSITIVE = re.compile(r"^(?:并|且|同时|而应|而是)*(?:保持|确保|做好|加强|及时|立即|定期|严格|认真|主动|妥善|应|必须|报告|上报|登记|记录|填写|通知|发现|按|由|经|设|张贴|配合|遵守|服从|保证|文明|佩戴|维护|落实|采取|完善)")
_BARE_NOT = re.compile(r"^(?:均|都|也|并|且|但|一律|绝|决|坚决|工作中|期间)*不(?:得)?(?!仅|但|少|低|超|大于|小于|高于|多于|短于|长于|足|满|到|同|断|限|论|管|过|然|良|合格|合|含|能|可|是|属|涉|锈|属于|适用|动产|包括|影响|必|需|用|定期|间断|间歇|积|堵|漏|缺|破|松|脱(?!岗|离)|变|褪|卷|翘|掉|渗|断|外露|混)[一-鿿]")


def read_sentence(sentence: Piece, context: Context, posts: tuple[str, ...], state: State) -> list[Draft]:
    """The demands of one covered sentence, in reading order; `state` goes from sentence to sentence of a line."""
    forces = find_forces(sentence.text, sentence.start)
    if why_dismissed(sentence.text) or (is_encouragement(sentence.text) and not any(f.modality.startswith("must") for f in forces)):
        return []
    clauses = comma_clauses(sentence)
    drafts: list[Draft] = []
    penalties = [clause for clause in clauses if is_sanction(clause.text)]
    if penalties and not any(force for force in forces if not any(p.start <= force.start < p.end for p in penalties) and not _in_condition(force, clauses)):
        return []
    if not state.force and (who := authority_acts(sentence.text)):
        state.subject, state.authority, state.inherited = who, True, False
    fact = not forces and is_fact(sentence.text)
    for at, clause in enumerate(clauses):
        own = [force for force in forces if clause.start <= force.start < clause.end]
        later = clauses[at + 1 :]
        later_force = any(force.start >= clause.end for force in forces)
        if _set_aside(clause, own, later, later_force, state, drafts, posts, context):
            continue
        if own:
            drafts += _forced(clause, own, state, posts)
        elif not fact or context.force:
            drafts += _unforced(clause, state, drafts, posts, context, later_force, sentence, later)
    return drafts


def _in_condition(force: Force, clauses: list[Piece]) -> bool:
    return any(clause.start <= force.start < clause.end and scope.ENDS_IN_DE.search(clause.text) for clause in clauses[:-1])


def _set_aside(
    clause: Piece, own: list[Force], later: list[Piece], later_force: bool, state: State, drafts: list[Draft],
    posts: tuple[str, ...], context: Context,
) -> bool:  # fmt: skip
    """Take up a clause that is exception, penalty, condition, purpose, ground or subject; False if it may be a demand."""
    text = clause.text
    if scope.EXCEPT_TAIL.search(text) and (not own or text.endswith("除外")):
        words = "，".join([*state.conditions, text]) if state.conditions and not text.startswith(("除", "但")) and not drafts else text
        if state.conditions and drafts and not state.fresh is False and state.conditions[-1].endswith("的"):
            words = f"{state.conditions[-1]}，{text}"
        if drafts:
            drafts[-1].exception = words.removeprefix("但是").removeprefix("但")
        else:
            state.exception = words
        return True
    if state.except_open is not None:
        state.except_open += "，" + text
        if text.endswith("外"):
            state.exception, state.except_open = state.except_open, None
        return True
    if text.startswith("除") and not own and not scope.EXCEPT_OUT.match(text) and any(re.search(r"(?<!内)(?<!户)外$", piece.text) for piece in later[:2]):
        state.except_open = text
        return True
    if not own and (out := scope.EXCEPT_OUT.match(text)) and out.end() == len(text):
        state.exception = text.removeprefix("但是").removeprefix("但")
        return True
    if is_sanction(text) or (_OTHERWISE.match(text) and not own):
        state.sanction = True
        state.conditions.clear()
        return True
    if state.sanction and not own:
        return True
    if is_encouragement(text) and not own:
        state.force = None
        return True
    if later and (not own or scope.ENDS_IN_DE.search(text) and later_force or _conditional_force(text, own, later)) and scope.is_condition(text):
        if not state.fresh:
            state.conditions = []
            state.fresh = True
        if term := scope.ENDS_IN_TERM.search(text):
            state.adverbials.append((clause.start + term.start("figure"), clause.end))
            text = text[: term.start("figure")] if text.endswith("内") else text
        if len(text) > 2 and text not in ("必要时",):
            state.conditions.append(text)
        _subject_from_condition(text, state, posts)
        return True
    if not own and drafts and scope.is_purpose(text, first=False) and (state.force != "must_not" or _AIM.match(text)) and not re.match(r"^(?:确保|保证).*(?:\d|率)", text):
        drafts[-1].end = max(drafts[-1].end, clause.end) if not later else drafts[-1].end
        return True
    if not own and later and scope.is_purpose(text, first=True):
        return True
    if not own and later and is_agent(text, posts):
        state.subject, state.authority = text, is_authority(text)
        return True
    return False


def _conditional_force(text: str, own: list[Force], later: list[Piece]) -> bool:
    """需要停水时, 应当办理登记的: a word of force inside a condition."""
    if not own:
        return False
    return bool(re.search(r"(?:的|者|的情况下|的情形)$", text)) or (
        own[0].word in ("需", "需要", "要", "可", "可以") and bool(re.search(r"(?:时|后)$", text)) and bool(later)
    )


def _subject_from_condition(text: str, state: State, posts: tuple[str, ...]) -> None:
    """维修工到场后，应…: the one who came is the one who must, unless he is one who only asks."""
    size = known_agent(text, posts) or post_like(text) or leading_agent(text, posts)
    if not size or size >= len(text) - 1:
        return
    who, does = text[:size], text[size:]
    if is_authority(who) or _SUFFERS.match(does):
        return
    if is_customer(who) and (_ASKS.search(does[:14]) or not text.endswith("的")):
        return
    state.subject, state.authority, state.inherited, state.topic = who, False, True, None


_SUFFERS = re.compile(r"的|与(?=.{0,10}(?:冲突|不一致|不符))|和|、|发生|出现|未|不|没有|死亡|受伤|受到|被|违反|拒|逾期|变动|变更|离职|辞职|之间|对.{1,20}(?:有异议|不满|提出)|提出|要求|申请|询问|投诉|存在|有(?!权)|无|需|是|为|属于|具备|符合|达到|因.{1,12}(?:受伤|离职)")
_ASKS = re.compile(r"投诉|报修|反映|提出|申请|咨询|要求|求助|询问|委托|来访|告知|申报|举报|同意|查询|来电|反馈|需要|异议|联系")


def _forced(clause: Piece, own: list[Force], state: State, posts: tuple[str, ...]) -> list[Draft]:
    """The demands of a clause with words of force."""
    chosen_forces = _main_forces(clause, own)
    if not chosen_forces:
        return []
    drafts: list[Draft] = []
    start = clause.start
    state.local = []
    for at, force in enumerate(chosen_forces):
        end = chosen_forces[at + 1].start if at + 1 < len(chosen_forces) else clause.end
        prefix = clause.text[start - clause.start : force.start - clause.start] if at == 0 else ""
        skipped: list[tuple[int, int]] = []
        around: list[tuple[int, int]] = []
        if at == 0:
            _read_prefix(prefix, clause.start, state, posts, skipped, around)
        body_text = clause.text[force.end - clause.start : end - clause.start]
        if at + 1 < len(chosen_forces):
            body_text = re.sub(r"(?:[，、]|并|且|同时|但|也|更|而)+$", "", body_text)
            end = force.end + len(body_text)
        state.force = force.modality
        state.sanction = False
        drafts += _of_body(clause, start if at == 0 else force.start, force.end, end, force, state, posts, skipped, around)
        start = end
    return drafts


def _main_forces(clause: Piece, own: list[Force]) -> list[Force]:
    """Words of force that head a predicate; those inside 应…的 + noun, and doubles (应不得), are passed over."""
    kept: list[Force] = []
    for at, force in enumerate(own):
        rest = clause.text[force.end - clause.start :]
        before = clause.text[: force.start - clause.start]
        if rest.startswith("的") and not rest.startswith("的话"):
            continue
        if kept and force.start - kept[-1].end <= 1:  # 应严禁, 不得要求, 应可
            if kept[-1].modality == "must" and force.modality in ("must_not", "should"):
                kept[-1] = Force(kept[-1].start, force.end, force.modality, force.word)
            continue
        if kept and force.word in ("可", "可以", "要", "需", "需要", "允许", "优先", "能", "推荐", "建议", "尽量", "享有", "有权", "须", "应") and not re.search(r"(?:但|也|还|并|且|同时|而|，)$", before):
            continue
        attribute = re.match(r"[^，。；]{1,24}?的(?!$)", rest)
        if attribute and at + 1 < len(own) and own[at + 1].start >= force.end + attribute.end() and not re.search(r"(?:并|但|且)$", clause.text[: own[at + 1].start - clause.start]):
            continue
        core = strip_adverbs(before)
        if attribute and _EMBEDDED_BREAK.match(core):
            continue
        if before.endswith(("是否", "能否", "可否")):
            continue
        kept.append(force)
    return kept


def _read_prefix(
    prefix: str, offset: int, state: State, posts: tuple[str, ...], skipped: list[tuple[int, int]], around: list[tuple[int, int]]
) -> None:
    """Subject, condition and time between the clause's start and its word of force."""
    lead = re.match(r"^(?:并且|并|且|同时|但是|但|而|然后|其中|此外|另外|因此|故|所以|其次|首先|最后|随后)+", prefix)
    place = lead.end() if lead else 0
    if out := scope.EXCEPT_OUT.match(prefix[place:]):
        state.exception = out[0].removeprefix("但")
        place += out.end()
    rest = prefix[place:]
    if not rest:
        return
    size = scope.embedded_condition(rest + "应做") if scope.ENDS_IN_MARKER.search(rest) else scope.embedded_condition(rest)
    tail = rest[size:]
    own_agent = known_agent(rest, posts) or post_like(rest)
    if size and own_agent and own_agent < size - 1 and not leading_agent(tail, posts) and rest[own_agent : own_agent + 1] != "的":
        who = rest[:own_agent]
        if not is_customer(who) or re.match(r"(?:装修|入住|搬|离|进入|使用|办理|携带|养|转让|出租)", rest[own_agent:]):
            _take_subject(who, state)
            condition = rest[own_agent:size]
        else:
            condition = rest[:size]
        _add_condition(condition, state)
        skipped.append((offset + place, offset + place + size))
        if tail:
            around.append((offset + place + size, offset + len(prefix)))
        return
    if size and not scope.NOT_CONDITION.match(rest[:size]):
        _add_condition(rest[:size], state)
        skipped.append((offset + place, offset + place + size))
        place += size
        rest = tail
    if not rest:
        return
    agent = leading_agent(rest, posts)
    if agent:
        _take_subject(rest[:agent], state)
        after = rest[agent:]
        inner = scope.embedded_condition(after + ("应做" if scope.ENDS_IN_MARKER.search(after) else "")) if after else 0
        if inner:
            _add_condition(after[:inner], state)
            skipped.append((offset + place + agent, offset + place + agent + inner))
        around.append((offset + place + agent + inner, offset + len(prefix)))
        return
    if re.match(rf"^{ADVERB}+$", rest) or re.match(r"^(?:在|于|对|每|按|根据|自|从|至|到|将|把|\d)", rest):
        around.append((offset + place, offset + len(prefix)))
        return
    if rest.endswith("的") and len(rest) > 3:
        _add_condition(rest, state)
        skipped.append((offset + place, offset + len(prefix)))
        return
    trigger = re.match(r"^(?P<c>[^的，]{1,20}(?:低于|高于|超过|不足|少于|达到|大于|小于)[^的，]{1,14})的", rest)
    if trigger:
        _add_condition(trigger["c"], state)
        skipped.append((offset + place, offset + place + trigger.end()))
    opener = re.match(r"^(?:发现|遇到?|遇有|接到|收到|发生|出现)[^，]{1,24}$", rest)
    if opener:
        _add_condition(rest, state)
        skipped.append((offset + place, offset + len(prefix)))
        return
    if not state.inherited and not re.match(r"^(?:其|该|此|上述|所有|均)$", rest):
        state.subject = None if not opens_with_verb(rest) else state.subject
        state.authority = False
    state.topic = rest
    around.append((offset + place, offset + len(prefix)))


def _take_subject(words: str, state: State) -> None:
    who = words.strip(" 、")
    who = re.sub(r"^(?:凡|对于|其中)", "", who)
    state.subject, state.authority, state.inherited, state.topic = who, is_authority(who), False, None


def _add_condition(words: str, state: State) -> None:
    words = re.sub(r"^(?:在|于)(?=.{2,}(?:后|前|时|期间|过程中|情况下|的)$)", "", words.strip("，, "))
    if words:
        state.local = [*state.local, words]


def _of_body(
    clause: Piece, start: int, body_start: int, end: int, force: Force, state: State, posts: tuple[str, ...],
    skipped: list[tuple[int, int]], around: list[tuple[int, int]],
) -> list[Draft]:  # fmt: skip
    """Cut what follows a word of force into its predicates."""
    text = clause.text[body_start - clause.start : end - clause.start]
    lead = len(text) - len(text.lstrip(" ："))
    inner = scope.embedded_condition(text[lead:])
    if inner:
        _add_condition(text[lead : lead + inner].removeprefix("于"), state)
        skipped.append((body_start + lead, body_start + lead + inner))
    by = _BY.match(text[lead + inner :]) if "由" in text else None
    if by is None and "由" in text[:12]:
        by = _BY.match(text[text.index("由") :])
    if by and is_agent(by["who"], posts):
        _take_subject(by["who"], state)
    if state.authority:
        return []
    rest = text[lead + inner :].strip()
    if not rest or (body_only_time(rest) and force.modality != "must_not"):
        state.adverbials.append((body_start, end))
        state.pending = True
        return []
    pieces = _cut(clause, body_start + lead + inner, end)
    drafts = []
    modality = force.modality
    for at, (piece_start, piece_end) in enumerate(pieces):
        if at:
            _by_whom(clause.text[piece_start - clause.start : piece_end - clause.start], state, posts)
        drafts.append(
            Draft(
                start=start if at == 0 else piece_start,
                end=piece_end,
                body=(piece_start, piece_end),
                modality=modality,
                confidence=EXPLICIT if at == 0 else INHERITED,
                subject=state.subject,
                topic=state.topic,
                conditions=[*state.conditions, *state.local],
                exception=state.exception,
                around=([*state.adverbials, *around] if at == 0 else list(state.adverbials)),
                skipped=list(skipped),
                force_at=force.start if at == 0 else -1,
            )
        )
    state.fresh = False
    return drafts


_ONLY_WHEN = re.compile(r"^(?:在|于|自|经).{2,30}(?:前|后|内|时|期间|之日起)$")
_ONLY_GROUND = re.compile(
    r"^(?:并)?(?:按照?|根据|依照|依据|遵循|本着|通过|会同|以|结合|参照).{2,60}(?:规定|要求|标准|约定|程序|原则|方式|方法|流程|步骤|形式|意见|图|表|方案|计划|性质|职责|分工|用途|条件|内容|范围|特点|需要|实际|情况|原则)$|^(?:并)?在.{2,60}(?:指导|监督|领导|配合|协助|见证|主持|组织|基础|前提|陪同)[下上]$"
)


def _by_whom(text: str, state: State, posts: tuple[str, ...]) -> None:
    """并由新员工签名: another subject takes over."""
    found = re.match(r"(?:并且|并|且|同时|及时)*(?=由)", text)
    by = _BY.match(text, found.end()) if found else None
    if by and is_agent(by["who"], posts):
        _take_subject(by["who"], state)


_ONLY_TIME = re.compile(
    r"^(?:(?:在|于|自|从|至|到|每|至少|不少于|不超过|最迟|最晚|提前|当|次|本|上午|下午|晚上|日|天|周|月|季度?|年|班|小时|分钟|工作日|个|内|前|后|之|以|起|期间|时|收到|接到|通知|申请|报修|投诉|受理|决定|[\d:：一二两三四五六七八九十百半～~\-至]|\s|[一二三四五六日]|底|初|末|首|号)+)$"
)


def body_only_time(text: str) -> bool:
    """应在每日18:00前，完成…: the predicate is in the next clause."""
    return bool(_ONLY_TIME.match(text) or _ONLY_WHEN.match(text) or _ONLY_GROUND.match(text))


def _cut(clause: Piece, start: int, end: int) -> list[tuple[int, int]]:
    """Split at 并/且/同时 + verb where the part before has an object of its own."""
    text = clause.text[start - clause.start : end - clause.start]
    cuts = [0]
    for joint in _JOINT.finditer(text):
        left, right = text[cuts[-1] : joint.start()], text[joint.end() :]
        if len(strip_adverbs(left)) < 4 or not opens_with_verb(right):
            continue
        if re.search(r"(?:的|在|对|经|按|将|把|向|由)$", left):
            continue
        if re.match(r"(?![按将在向对把由经报])[^，。；]{1,30}的(?!$)[一-鿿]{1,6}$", right) and "的" not in left:
            continue
        cuts.append(joint.start())
    cuts.append(len(text))
    return [(start + one, start + other) for one, other in zip(cuts, cuts[1:], strict=False) if other > one]


def _unforced(
    clause: Piece, state: State, drafts: list[Draft], posts: tuple[str, ...], context: Context, later_force: bool, sentence: Piece, later: list[Piece],
) -> list[Draft]:  # fmt: skip
    """A clause without a word of force: inherits one, is a plain demand, or belongs to the one before."""
    text = clause.text
    if sentence.text[clause.end - sentence.start : clause.end - sentence.start + 1] in ("：", ":") and len(text) <= 10 and not state.conditions:
        if is_agent(text, posts):
            _take_subject(text, state)
        return []
    if later and _ONLY_GROUND.match(text) and (drafts or later_force or state.pending):
        return []
    lead = re.match(r"^(?:(?:第[一二三四五六七八九十]+步|首先|其次|然后|随后|最后|接着)[，：:]?)", text)
    place = lead.end() if lead else 0
    core = text[place:]
    agent = leading_agent(core, posts) or known_agent(core, posts) or post_like(core)
    if agent and not (opens_with_verb(core[agent:]) or core[agent : agent + 1] in ("对", "在", "每", "按", "于", "不", "负", "须", "将", "向", "从", "经", "与", "均", "应", "要", "由", "为", "以")):
        agent = 0
    inherits = state.force or context.force
    after = core[agent:] if agent else core
    verb = opens_with_verb(after)
    negative = _BARE_NOT.match(after)
    if _BY_ASSIGNED.search(text) or (_INTO_FORM.search(text) and state.force != "may"):
        kept = state.force if state.force in ("must", "should") else "must"
        return _plain_drafts(clause, place + agent, state, kept, INHERITED, posts) if not later_force or drafts or "由" in text else []
    if inherits and (drafts or context.force or state.pending) and (verb or agent and verb or negative or STATE.search(after)):
        if agent:
            _take_subject(core[:agent], state)
        if state.authority:
            return []
        modality = inherits
        confidence = INHERITED
        if negative:
            modality = "must_not" if inherits in ("must", "must_not") else inherits
        elif inherits == "must_not" and drafts and (_POSITIVE.match(after) or agent):
            modality, confidence = "must", UNSURE
        return _inherit(clause, place + agent, state, modality, confidence)
    if inherits and context.force and not drafts and len(text) > 1 and not context.closed:
        if not later_force:
            return _inherit(clause, place + agent, state, inherits, 0.85)
        return []
    if drafts and not later_force:
        last = drafts[-1]
        if not state.fresh and clause.start - last.end <= 2:
            last.end = clause.end
            last.around.append((clause.start, clause.end))
        return []
    if later_force:
        if not drafts and re.search(r"\d|每|[一二三四五六七八九十]", text) and body_only_time(text):
            state.adverbials.append((clause.start, clause.end))
            return []
        if not drafts and not re.search(r"负责|每|由", text):
            if agent and verb:
                _take_subject(core[:agent], state)
                state.conditions.append(text)
            return []
    found = plain_demand(after, sentence.text, subject=core[:agent] if agent else state.subject, duty=context.duty, posts=posts)
    if found is None:
        if not drafts and len(text) <= 16 and not verb:
            state.topic = text
            state.adverbials.append((clause.start, clause.end))
        return []
    if agent:
        _take_subject(core[:agent], state)
    if state.authority:
        return []
    state.force = "must" if found.modality != "may" else None
    return _plain_drafts(clause, place + agent, state, found.modality, found.confidence, posts)


def _plain_drafts(
    clause: Piece, place: int, state: State, modality: Modality, confidence: float, posts: tuple[str, ...]
) -> list[Draft]:
    body = clause.text[place:]
    skipped: list[tuple[int, int]] = []
    state.force = modality if modality != "must_not" else "must"
    if "由" in body:
        by = _BY.search(body)
        if by and is_agent(by["who"], posts):
            _take_subject(by["who"], state)
            if state.authority:
                return []
            state.topic = None
    opener = re.match(r"^(?:发现|遇到?|遇有|接到|收到|发生|出现)[^，]{1,20}?(?=立即|及时|马上|第一时间|先|当场|迅速|报|停|随时)", body)
    inner = opener.end() if opener else scope.embedded_condition(body)
    if inner:
        words = body[:inner]
        _add_condition(words, state)
        skipped.append((clause.start + place, clause.start + place + inner))
    drafts = []
    for at, (start, end) in enumerate(_cut(clause, clause.start + place + inner, clause.end)):
        drafts.append(
            Draft(
                clause.start if at == 0 else start, end, (start, end), modality, confidence, state.subject, state.topic if at == 0 else None,
                [*state.conditions, *state.local], state.exception, list(state.adverbials), skipped,
            )
        )  # fmt: skip
    state.fresh = False
    return drafts


def _inherit(clause: Piece, place: int, state: State, modality: Modality, confidence: float) -> list[Draft]:
    start = clause.start + place
    inner = scope.embedded_condition(clause.text[place:])
    skipped = []
    if inner:
        _add_condition(clause.text[place : place + inner], state)
        skipped.append((start, start + inner))
        start += inner
    drafts = [
        Draft(clause.start if at == 0 else one, other, (one, other), modality, confidence, state.subject, None,
              [*state.conditions, *state.local], state.exception, list(state.adverbials), skipped)
        for at, (one, other) in enumerate(_cut(clause, start, clause.end))
    ]  # fmt: skip
    state.fresh = False
    return drafts


def next_sentence(state: State, *, full_stop: bool) -> State:
    """What goes on from one sentence to the next: the subject always, the force only after a semicolon."""
    force = state.force if not full_stop and state.force in ("must",) else None
    return replace(State(), subject=state.subject, inherited=True, authority=state.authority, force=force)
