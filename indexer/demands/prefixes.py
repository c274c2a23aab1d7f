"""What stands before a word of force: who must, when, and what it is about."""

from __future__ import annotations

import re

from indexer.demands import conditions as scope
from indexer.demands.agents import acting_agent
from indexer.demands.authorities import is_customer
from indexer.demands.guards import Guarded
from indexer.demands.measures import MEASURE_TOPIC
from indexer.demands.modality import Force
from indexer.demands.state import State
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


def read_prefix(
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
    size = condition_size(rest)
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
        acts = own_agent if takes else 0
        state.inside(rest[acts:size], offset + place + acts)
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
        inner = condition_size(after) if after else 0
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


def condition_size(rest: str) -> int:
    """Length of the condition at the head of what stands before a word of force."""
    return scope.embedded_condition(rest + "应做" if scope.ENDS_IN_MARKER.search(rest) else rest)


_SEES = Guarded(r"(?:见到|看到|碰到)[^，]{2,20}$")
"""见到独自外出的老人应拦下: whom he sees does nothing."""

_GATE_WORD = Guarded(r"(?:并|且)?(?:必须|应当|须|应)(?=经|待|在|凭|持)")
