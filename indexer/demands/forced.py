"""Comma clauses with a word of force: subject and condition before it, predicates after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.demands import conditions as scope
from indexer.demands.agents import acting_agent
from indexer.demands.authorities import is_customer
from indexer.demands.grounds import HOLDS_WITHIN, ONLY_WHEN, only_when
from indexer.demands.guards import Guarded
from indexer.demands.heads import heading_forces
from indexer.demands.measures import MEASURE_TOPIC
from indexer.demands.modality import Force
from indexer.demands.segments import Piece
from indexer.demands.splitting import HEAD_TERM, cuts
from indexer.demands.state import EXPLICIT, INHERITED, Draft, State, by_whom, plain_condition
from indexer.demands.subjects import known_agent, leading_agent, post_like
from indexer.demands.verbs import ADVERB, opens_with_verb
from indexer.demands.which import which_things

_CONNECTIVE = Guarded(
    r"^(?:并且|并|且|同时|但是|但|而|然后|其中|此外|另外|因此|故(?![障意])|所以|其次|首先|最后|随后)+"
)
_CUSTOMER_ACTS = Guarded(r"(?:装修|装饰|入住|搬|离|进入|使用|办理|携带|在|养|饲养|转让|出租|停放)")
_ADVERBIAL = Guarded(
    rf"^(?:{ADVERB}++|(?:在|于|对|每|按|根据|自|从|至|到|将|把|\d|[一二两三四五六七八九十百]+(?:年|日|个月|小时|分钟|天)).*)$"
)
_WHICH_HEIGHT = Guarded(
    r"[^，。；\d]{0,8}?[\d.一二两三四五六七八九十百]+(?:周岁|岁|米|m|层|人|吨|公斤|元|平方米|千瓦|年|℃|伏|V|kV)(?:及|含)?(?:以上|以下)的?(?=[一-鿿]{2,})"
)
"""三米以上高处作业必须…: which ones."""
_BAND = Guarded(
    r"^[^，的每]{0,8}[\d.一二两三四五六七八九十百]+(?:分|%|人|级|次|元|万元|天|日|件|户)(?:（含[^）]*）)?(?:及|含)?(?:以上|以下)(?:的|时)?$"
)
"""80分以下应整改: the band is the condition."""
_TRIGGER = Guarded(r"^(?P<c>[^的，]{1,20}(?:低于|高于|超过|不足|少于|达到|大于|小于)[^的，]{1,14})的")
_OPENER = Guarded(
    r"^未(?!成年)[^，、的]{2,10}(?<![人者童])$|^(?:未经|未取得|未办理|未按|发现|遇到?|遇有|接到|收到|发生|出现|见到|看到|碰到)[^，]{1,24}$"
)
_WORKING = Guarded(
    r"(?P<who>[^，的连]{0,10})(?P<since>连续[^，的]{2,8}?(?:满|超过|达到?)?[\d一二两三四五六七八九十半]+(?:个)?(?:小时|分钟|天|日|次|年|月))$"
)
"""司机连续驾驶4小时应停车: how long until he must."""
_SINCE = Guarded(r"(?<=[一-鿿]{2})自[^，自]{2,20}起$")
"""到达时间自接到通知起不得超过30分钟: the event the term runs from."""
_LATE = Guarded(r"(?:超期|逾期|过期|缺勤|缺席)的(?=[一-鿿]{2})")
_EACH_THING = Guarded(
    r"每(?:个|层|处|台|间|栋|户|辆|幢|套|组|座|条|块|扇|部|名|位)(?!月|季|工作日|小时)[一-鿿]{2,16}$"
)
_OFTEN_THING = Guarded(r"每(?:个|半)?(?:小时|日|天|班|周|月|季度|季|年)(?P<thing>[一-鿿]{2,12})$")
_ASKS = Guarded(
    r"[^，]{0,4}(?:投诉|报修|反映|提出|申请|咨询|要求|求助|询问|委托|来访|举报|查询|来电|反馈|需要|预约)"
)
_MEANWHILE = Guarded(
    r"[^，。；]{0,4}(?:途中|过程中|期间|运行中|作业中|操作中|工作中|施工中|行驶中|使用中|服务中)$|(?:平时|夜间|班中|岗上)$"
)
_MEETS = Guarded(r"(?P<topic>[^，的遇]{2,10})(?P<c>遇[到有]?[^，的]{2,14})$")
"""高空作业遇5级以上大风必须停工."""
_OFTEN_END = re.compile(r"每[日天周月季年班次]$")
_SOMEWHERE = Guarded(r"(?<![期间时天日月年班])[上下内外处方旁前口边]$")
_GATED = Guarded(r"签|批准|同意|确认|审批|验收|许可|检查|审核|复核|检测|经")
_PRONOUN = Guarded(r"^(?:其|该|此|上述|所有|均|前款|这)")
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
            _read_prefix(prefix, clause.start + begin, force, state, posts, skipped, around)
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


def _read_prefix(
    prefix: str,
    offset: int,
    force: Force,
    state: State,
    posts: tuple[str, ...],
    skipped: list[tuple[int, int]],
    around: list[tuple[int, int]],
) -> None:
    """Subject, condition and time between the clause's start and its word of force."""
    lead = _CONNECTIVE.match(prefix)
    gate = _GATE_WORD.match(prefix) if force.word.startswith(("方", "才")) else None
    lead = gate or lead
    place = lead.end() if lead else 0
    if out := scope.EXCEPT_OUT.match(prefix[place:]):
        state.exception = re.sub(r"^(?:但是|但)", "", out[0])
        place += out.end()
    if (late := _LATE.match(prefix[place:])) and leading_agent(prefix[place + late.end() :], posts):
        state.condition(late[0])  # 超期的财务部不予受理
        place += late.end()
    rest = prefix[place:]
    if not rest:
        return
    end = offset + len(prefix)
    if since := _SINCE.search(rest):
        state.condition(since[0], local=True)
        rest = rest[: since.start()]
    if _SEES.match(rest):
        state.inside(rest, offset + place)
        skipped.append((offset + place, end))
        return
    size = _condition_size(rest)
    own_agent = (
        leading_agent(rest, posts) or known_agent(rest, posts) or post_like(rest) or acting_agent(rest, posts)
    )
    if (
        size
        and own_agent
        and own_agent < size - 1
        and not leading_agent(rest[size:], posts)
        and rest[own_agent] not in "的、和与"
    ):
        who = rest[:own_agent]
        takes = not is_customer(who) or bool(_CUSTOMER_ACTS.match(rest[own_agent:]))
        if takes:
            state.take(who)
        state.inside(*(_from(rest, own_agent if takes else 0, size, offset + place)))
        skipped.append((offset + place, offset + place + size))
        around.append((offset + place + size, end))
        return
    if size and not scope.NOT_CONDITION.match(rest[:size]):
        state.inside(rest[:size], offset + place)
        skipped.append((offset + place, offset + place + size))
        place, rest = place + size, rest[size:]
    if not rest:
        return
    which = None if force.word.startswith(("方", "才")) else which_things(rest)
    if which:
        state.inside(which, offset + place)
        skipped.append((offset + place, offset + place + len(which)))
    if (
        ("的" in rest or rest[-2:-1] == "每")
        and MEASURE_TOPIC.search(_OFTEN_END.sub("", rest))
        and not state.authority
    ):
        state.pause()  # 图书馆每周的开放时间
        state.topic = rest
        around.append((offset + place, end))
        return
    agent = leading_agent(rest, posts)
    if agent:
        state.take(rest[:agent])
        after = rest[agent:]
        inner = _condition_size(after) if after else 0
        if inner:
            state.inside(after[:inner], offset + place + agent)
            skipped.append((offset + place + agent, offset + place + agent + inner))
        around.append((offset + place + agent + inner, end))
        if "每" in after:
            state.adverbials.append((offset + place + agent + inner, end))
        return
    if _BAND.match(rest) or scope.SEASON.match(rest):
        state.inside(rest, offset + place)
        skipped.append((offset + place, end))
        return
    if _ADVERBIAL.match(rest):
        if MEASURE_TOPIC.search(rest) and not state.authority:
            state.pause()  # 每次巡逻时间
        around.append((offset + place, end))
        if _EACH_THING.match(rest) and state.topic is None:
            state.topic = rest  # 每个防火分区安全出口不应少于2个
        often = _OFTEN_THING.match(rest)
        if often and state.topic is None and force.word.startswith("不"):
            state.topic = often["thing"]  # 每日现场巡查不得少于1次
        return
    if (
        (rest.endswith("的") and len(rest) > 2 and not rest.endswith(("目的", "所有的", "其他的")))
        or force.word.startswith(("方", "才"))
        or _OPENER.match(rest)
    ):
        gated = known_agent(rest, posts) or post_like(rest) if force.word.startswith(("方", "才")) else 0
        if 0 < gated < len(rest) - 1 and rest[gated] not in "的、和与代大委会" and not _GATED.search(rest):
            state.take(rest[:gated])  # 新员工跟班满一个月才能独立顶岗
        state.inside(rest, offset + place)
        skipped.append((offset + place, end))
        return
    acting = acting_agent(rest, posts)
    if (
        acting
        and "的" not in rest
        and len(rest) - acting >= 2
        and not MEASURE_TOPIC.search(rest)
        and not (is_customer(rest[:acting]) and _ASKS.match(rest, acting))
    ):
        state.take(rest[:acting])
        around.append((offset + place + acting, end))
        return
    if season := scope.SEASON_IN.fullmatch(rest):
        state.condition(season["season"], local=True)
        rest = season["topic"]
    if working := _WORKING.match(rest):
        size = leading_agent(working["who"], posts) or known_agent(working["who"], posts)
        if size == len(working["who"]):
            if size:
                state.take(working["who"])
            state.condition(working["since"])
            skipped.append((offset + place, end))
            return
    if meets := _MEETS.match(rest):
        state.inside(meets["c"], offset + place + meets.start("c"))
        skipped.append((offset + place + meets.start("c"), end))
        rest = meets["topic"]
    if not which and (trigger := _TRIGGER.match(rest)):
        state.condition(trigger["c"])
        skipped.append((offset + place, offset + place + trigger.end()))
    if not which and (height := _WHICH_HEIGHT.match(rest)):
        state.inside(height[0].removesuffix("的"), offset + place)
        skipped.append((offset + place, offset + place + height.end()))
    if MEASURE_TOPIC.search(rest) and not state.authority:
        state.pause()
    elif _MEANWHILE.match(rest) and state.read:
        if len(rest) > 2 and scope.ENDS_IN_MARKER.search(rest):  # 行车途中不得接打电话, but 途中不准开箱
            state.inside(rest, offset + place)
            skipped.append((offset + place, end))
            return
    elif (
        not state.authority
        and not _PRONOUN.match(rest)
        and (not opens_with_verb(rest) or (not state.read and state.carried) or _SOMEWHERE.search(rest))
    ):
        state.subject = None
    state.topic = rest
    around.append((offset + place, end))


def _from(text: str, start: int, end: int, offset: int) -> tuple[str, int]:
    return text[start:end], offset + start


def _condition_size(rest: str) -> int:
    """Length of the condition at the head of what stands before a word of force."""
    return scope.embedded_condition(rest + "应做" if scope.ENDS_IN_MARKER.search(rest) else rest)


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


_SEES = Guarded(r"(?:见到|看到|碰到)[^，]{2,20}$")
"""见到独自外出的老人应拦下: whom he sees does nothing."""
_OFTEN_ONLY = Guarded(r"每[日天周月年班](?:不少于|至少)?[\d一二两三四五六七八九十]+次$")
"""拆改阶段应每日2次: how often the act told before is done then."""
_GATE_WORD = Guarded(r"(?:并|且)?(?:必须|应当|须|应)(?=经|待|在|凭|持)")
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
