"""What a clause without a word of force takes from those before it, and what it leaves to those after it."""

from __future__ import annotations

from indexer.demands import conditions as scope
from indexer.demands.authorities import is_customer
from indexer.demands.drafting import lengthen
from indexer.demands.frequency import find_frequency
from indexer.demands.guards import Guarded
from indexer.demands.measures import MEASURE_TOPIC
from indexer.demands.model import Modality
from indexer.demands.segments import Piece
from indexer.demands.splitting import HEAD_TERM
from indexer.demands.state import INHERITED, UNSURE, Draft, State
from indexer.demands.subjects import leading_agent
from indexer.demands.terms import BARE
from indexer.demands.verbs import is_nouny, opens_with_verb
from indexer.demands.which import which_things

THOSE = Guarded(r"的[一-鿿]{1,10}$")
"""架上的包裹: which things."""
AMISS = Guarded(
    r"(?:擅自|随意|私自|违规|任意)|(?:脱岗|离岗|睡觉|睡岗|打瞌睡|饮酒|酗酒|吸烟|闲聊|聊天|串岗|嬉戏|打闹)"
)
"""上班时打瞌睡 after 不得: still forbidden."""
_POSITIVE = Guarded(
    r"^(?:并|且|同时|而应|而是)*(?:保持|确保|做好|加强|及时|立即|定期|严格|认真|主动|妥善|应|必须|报告|上报|登记|记录|填写|书面|说明|告知|向|将|随身|凭|一律(?!不)|分类|有人|有专人|专人|双人|派人|派专|设专|设岗|退回|限期|重新|补|通知|当[日天场班]|发现|遇|按|由|经|设|张贴|配合|遵守|服从|保证|文明|佩戴|维护|落实|采取|完善|戴好?(?:工?帽|口罩|手套|安全帽|护目镜|防护|头盔)|穿好?(?:工作服|防护|工装|反光|救生|雨)|洗手|消毒|清洗)"
)

_IN_ORDER = Guarded(
    r"(?:完好|齐全|有效|清晰|整洁|洁净|干净|清洁|畅通|通畅|正常|到位|牢固|平整|完整|明亮|干燥|醒目|灵敏|可靠|合格|良好|整齐|充足|清楚|一致|关闭|上锁|锁闭|在岗|达标|得体|端正|无误|准确|备查|存档|归档|备案|上报|公示|留痕|复查|回访|清场)$"
)
"""不得堆放杂物，门窗完好: nobody forbids what is in order."""


def in_marked_case(state: State) -> bool:
    """Whether the last condition has its marker (…的，…后), so that no further one is to be looked for."""
    return (
        bool(state.conditions)
        and state.fresh
        and bool(scope.ENDS_IN_MARKER.search(state.conditions[-1]) or state.conditions[-1].endswith("的"))
    )


def acts_in_case(text: str, verb: str, agent: int) -> bool:
    """仍未缴纳的，发出催缴函，不得停水: what is done in the case, no further case."""
    return (
        not agent
        and not text.startswith(("对", "从", "提供"))
        and not THOSE.search(text)
        and len(text) >= 4
        and len(verb) > 1
        and not is_nouny(verb)
        and not scope.is_condition(text)
    )


def instructs(when: str, core: str, agent: int, after: str) -> bool:
    """护士交接班时核对药品，途中不得离开: an occasion with its act, whatever is forbidden after it."""
    verb = opens_with_verb(after)
    return (
        verb is not None
        and not is_nouny(verb)
        and len(after) >= 4
        and when.endswith(("前", "后", "时"))
        and not is_customer(core[:agent])
        and not scope.is_condition(after)
    )


_ABSTRACT = Guarded(
    r"(?:管理|保护|结果|意见|决定|判决|协议|行为|问题|情况|工作|事务|事项|规定|要求|义务|责任|权利)$|进行|予以"
)


def about(clause: Piece, then: Piece, state: State, posts: tuple[str, ...]) -> None:
    """面积小于50m²的房间，应…; 对不听劝阻的人员，保安员应…: which ones sets the case apart; else it is the topic."""
    text = clause.text
    if (
        which_things(text)
        or (text.startswith("对") and THOSE.search(text) and not _ABSTRACT.search(text))
        or (
            "的" in text
            and 0 < leading_agent(then.text, posts) < len(then.text)
            and not MEASURE_TOPIC.search(text)
        )
    ):
        state.condition(text)
    else:
        state.topic, state.topic_at = text, clause.start


def counted(text: str) -> bool:
    """5～10月每周一次，其余月份每月一次: each with a count of its own."""
    often = find_frequency(text)
    return often is not None and often.times is not None and often.per not in ("次", "班")


def figured(text: str) -> bool:
    """Whether a clause has a figure."""
    return any(char.isdigit() for char in text) or BARE.match(text) is not None


def has_verb(core: str) -> bool:
    """水质检测报告在公示栏公布, 当日归还: the act comes last."""
    return len(core) >= 4 and any(
        opens_with_verb(core[at:]) and not is_nouny(str(opens_with_verb(core[at:])))
        for at in range(2, min(len(core) - 1, 24))
    )


def leave(clause: Piece, state: State, drafts: list[Draft], verb: str | None) -> None:
    """Not a demand: part of the one before, or a topic of the next."""
    if drafts:
        if not state.fresh and clause.start - drafts[-1].end <= 2:
            lengthen(drafts[-1], clause)
    elif len(clause.text) <= 24 and not verb:
        state.topic, state.topic_at = clause.text, clause.start
    elif verb:
        state.condition(clause.text)


def inherited(
    inherits: Modality, negative: bool, after_demand: bool, after: str, agent: bool
) -> tuple[Modality, float]:
    """The force and confidence of a clause that has none of its own after one that has."""
    if negative:
        return ("must_not" if inherits in ("must", "must_not") else inherits), INHERITED
    if (
        inherits == "must_not"
        and after_demand
        and (_POSITIVE.match(after) or agent or _IN_ORDER.search(after))
    ):
        return "must", UNSURE + 0.1
    return inherits, INHERITED


def turns_back(after: str, drafts: list[Draft]) -> bool:
    """Whether a predicate with a time of its own goes back to the 应 before the prohibition.

    >>> asked = [Draft(0, 1, (0, 1), "must", 1), Draft(1, 2, (1, 2), "must_not", 1)]
    >>> turns_back("回访业主", asked), turns_back("打瞌睡", asked), turns_back("回访业主", asked[1:])
    (True, False, False)
    """
    return (
        any(draft.modality == "must" for draft in drafts) or HEAD_TERM.match(after) is not None
    ) and not AMISS.search(after)
