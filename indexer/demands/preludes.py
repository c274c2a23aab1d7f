"""What a comma clause gives to the demands after it: a label, who acts, a date, a condition, a topic."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.demands.agents import is_agent
from indexer.demands.authorities import is_customer
from indexer.demands.grounds import only_when
from indexer.demands.guards import Guarded
from indexer.demands.measures import MEASURE_TOPIC
from indexer.demands.plain import TELLS, act_inside
from indexer.demands.segments import Piece
from indexer.demands.state import State
from indexer.demands.subjects import known_agent, leading_agent, post_like
from indexer.demands.terms import names_term
from indexer.demands.verbs import is_nouny, opens_with_verb, strip_adverbs

_ACT_FOLLOWS = (*"对在每按于不负须将向从经与均应要由为以因自凭是逐", "至少")
_DOES = (*"对在每按于不将向须应凭", "至少", "提前")
_SERVES = Guarded(
    r"(?:人员|[^成官会]员|司机|班长|队长|组长|领班|主管|经理|师傅|师|工|管家|护士|保安|保洁|门卫)$"
)
_FIGURE_OF = Guarded(r"[^，]{1,8}?(?:应|须)?(?:不得?(?:低于|少于|超过|高于|大于|小于)|≥|≤|为\d|达到)")
"""秩序员身高不低于1.70米: what is measured, no act."""
_DEPARTMENT = Guarded(r"(?![由经报向在对与和将按把请让为])[一-鿿]{1,5}?(?:部|科|室|组|队|中心)(?=[一-鿿]{2})")
_TERM_FOLLOWS = Guarded(
    r"(?:[\d一二两三四五六七八九十半]+(?:个)?(?:分钟|小时|工作日|日|天|秒|月)(?:之|以)?内|提前|当[日天场班]|全程)"
)
_PLACES = "场处区内上中室间口旁"
_ACTORS = ("双方", "各方")
QUALIFIES = Guarded(r"^[一-鿿]{2,4}(?:后|过|完|前)的")
"""使用后的医疗器具，应当…: the verb qualifies a noun."""
_DATE = Guarded(
    r"(?:在|于)?每(?:个)?(?:日|天|周|月|季度|季|年|半年)[\d一二三四五六日十:：时点半月末底上下初号分]+(?:日|号)?(?:以|之)?前$"
    r"|[^，。；]{0,16}(?:到期|期满|届满|节|节?假日|[一-鿿]{2})前(?:至少|不少于)?[\d一二两三四五六七八九十半]+(?:个)?(?:工作日|日|天|周|星期|月|小时|分钟)$"
)


def is_date(text: str) -> bool:
    """每月5日前, a clause by itself: a date for what follows.

    >>> is_date("每月5日前"), is_date("每月5日前上报")
    (True, False)
    >>> is_date("健康证到期前30天"), is_date("租赁期满前六个月")
    (True, True)
    """
    return bool(_DATE.match(text))


def take_label(clause: Piece, sentence: Piece, state: State, posts: tuple[str, ...]) -> bool:
    """「检查：对照标准…」: a word before a colon is a label; a post there is the subject."""
    stop = sentence.text[clause.end - sentence.start : clause.end - sentence.start + 1]
    if stop not in ("：", ":") or len(clause.text) > 12 or state.conditions or state.read:
        return False
    if leading_agent(clause.text, posts) == len(clause.text):
        state.take(clause.text)
    else:
        state.topic, state.topic_at = clause.text, clause.start
        if term := names_term(clause.text):
            state.term = (clause.start + term[0], clause.start + term[1])
    return True


_LAST_ONE = Guarded(r"[^，。；的]{2,10}的人(?=(?:关|锁|负责|打扫|清|收|报|填|签|带|要|先|须|应))")
"""下班最后走的人关灯."""
_BARE_POST = Guarded(
    r"(?:[一-鿿]班)?(?:保安|保洁|前台|客服|学生|会计(?!凭|档|账|科目|报表|核算|资料)|读者|考生|宿管|船员|队员|导游|裁判)(?!员|人员|部|处|室|岗|班(?!前|后)|科|组|中心|队|服|亭|主管|经理|证|宿舍|食堂|公寓|公司)"
)
"""保安交接班提前到岗: a post without 员."""


def _plain_act(after: str) -> bool:
    verb = opens_with_verb(after)
    return verb is not None and not is_nouny(verb)


_NEXT_ACTS = Guarded(r"(?!之间|以上|以下|本人|同意|宿舍|食堂|名单|人数|岗位|工资|证件|培训)[一-鿿]{2}$")
_OF_SELF = ("自治", "自动", "自来", "自然", "自身", "自有")


def acting_head(core: str, posts: tuple[str, ...]) -> int:
    """Length of the one who acts at the head of a clause, 0 unless an act follows.

    >>> [acting_head(text, ()) for text in ("传菜员托盘走右侧通道", "外包人员着统一工装", "保洁员宿舍每日清扫")]
    [3, 4, 0]
    """
    for size in _sizes(core, posts):
        if (
            0 < size < len(core)
            and (
                core.startswith(_ACT_FOLLOWS, size)
                or _TERM_FOLLOWS.match(core, size)
                or opens_with_verb(core[size:])
            )
            and not core.startswith(_OF_SELF, size)
        ):
            return size
    if last := _LAST_ONE.match(core):
        return last.end()
    if (bare := _BARE_POST.match(core)) and (
        core.startswith(_DOES, bare.end()) or _plain_act(core[bare.end() :])
    ):
        return bare.end()
    size = known_agent(core, posts) or post_like(core)
    if core[:size] in posts and len(core) - size == 2 and _NEXT_ACTS.match(core, size):
        return size  # 结算员续保
    if (
        size > 1
        and len(core) - size >= 3
        and strip_adverbs(core) == core
        and _SERVES.search(core[:size])
        and not is_customer(core[:size])
        and not TELLS.search(core[size:])
        and not _FIGURE_OF.match(core[size:])
    ):
        return size
    for word in _ACTORS:
        if core.startswith(word) and opens_with_verb(core[len(word) :]):
            return len(word)
    return 0


def _sizes(core: str, posts: tuple[str, ...]) -> Iterator[int]:
    yield leading_agent(core, posts)
    yield known_agent(core, posts)
    yield post_like(core)
    if (department := _DEPARTMENT.match(core)) and is_agent(department[0], posts):
        yield department.end()


def before_force(clause: Piece, core: str, agent: int, verb: str | None, state: State) -> None:
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
    elif (
        (verb and not QUALIFIES.match(text))
        or _HAPPENS.match(text)
        or ("的" not in text and text[-1] not in _PLACES and act_inside(text))
    ):
        state.condition(text)
    else:
        state.topic, state.topic_at = text, clause.start


_HAPPENS = Guarded(r"^[一-鿿]{2,10}(?:发生|出现|突发)[一-鿿]{2,12}$")
