"""What is carried along while a sentence is read: the state, and the drafts of its demands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from indexer.demands.agents import acting_agent, is_agent
from indexer.demands.authorities import is_authority
from indexer.demands.conditions import OFTEN_EVENT
from indexer.demands.guards import Guarded
from indexer.demands.model import Modality
from indexer.demands.subjects import known_agent, leading_agent, post_like
from indexer.demands.verbs import is_nouny, opens_with_verb

EXPLICIT, INHERITED, LISTED, UNSURE = 0.95, 0.9, 0.85, 0.6
"""Confidence of a demand with a word of force of its own, with that of its sentence or lead-in, as an item that
only names a thing, and of a guess."""


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
    open_end: bool = False
    """It ends in a means (采取…方式) whose act follows in the next clause."""
    carried: list[tuple[int, int]] = field(default_factory=list)
    """Those of `around` that an earlier demand of the sentence has had: figures of its own win."""


@dataclass(slots=True)
class State:
    """What earlier comma clauses of the sentence leave for later ones."""

    subject: str | None = None
    authority: bool = False
    force: Modality | None = None
    conditions: list[str] = field(default_factory=list)
    local: list[str] = field(default_factory=list)
    """Conditions written inside a predicate; the next predicate with words of force ends them."""
    passing: Literal["", "clause", "term"] = ""
    """How those of `local` end: with their comma clause and what goes on from it, or with the term they start."""
    candidate: str | None = None
    """Somebody named in a condition who acts only if the force is may or must_not."""
    exception: str | None = None
    except_open: str | None = None
    """除… whose 外 has not come yet."""
    adverbials: list[tuple[int, int]] = field(default_factory=list)
    topic: str | None = None
    topic_at: int = -1
    measured: str | None = None
    """What the last bound measured (照度), for a clause that has only a bound."""
    head_often: tuple[int, int] | None = None
    """A frequency at the head of the sentence, which goes on until somebody else acts."""
    term: tuple[int, int] | None = None
    """Where a term is named (保存时间) that later clauses give for one thing each."""
    carried: bool = False
    """The subject comes from an earlier sentence or a condition, so a thing named before 应 does not end it."""
    by: tuple[str | None, bool] | None = None
    """Subject before a 由…; it comes back with the next word of force."""
    sanction: bool = False
    fresh: bool = True
    """No demand read since the last condition."""
    read: bool = False
    """A demand of this sentence has been read."""
    pending: bool = False
    """A word of force whose predicate stands in a later clause."""

    def take(self, words: str, *, carried: bool = False) -> None:
        """`words` act from here on."""
        who = _FOREWORD.sub("", words.strip(" 、"))
        self.subject, self.authority, self.carried = who, is_authority(who), carried
        self.topic, self.candidate, self.by = None, None, None

    def take_by(self, words: str) -> None:
        """由 `words`: for this predicate."""
        before = (self.subject, self.authority)
        self.take(words)
        self.by = before

    def pause(self) -> None:
        """Nobody acts in this predicate; who acted before comes back after it."""
        if self.by is None and self.subject is not None:
            self.by = (self.subject, self.authority)
        self.subject = None

    def go_on(self) -> None:
        """Who acted before 由… or a measure acts again."""
        if self.by is not None:
            (self.subject, self.authority), self.by = self.by, None

    def condition(self, words: str, *, local: bool = False) -> None:
        """Add a condition; one that comes after a demand begins anew."""
        words = plain_condition(words)
        if len(words) < 2:
            return
        if local:
            self.local = [*self.local, words]
            return
        if self.passing:
            self.local, self.passing = [], ""
        if not self.fresh and words != "必要时":
            self.conditions = []
            if not _CLOCK_AFTER.match(words):  # 每日7:30前开灯，22:00后关灯
                self.adverbials = []
        self.fresh = True
        self.conditions = [*self.conditions, words]

    def when(self, words: str, start: int, *, local: bool = False) -> None:
        """A condition written at `start`; 每天上岗前 is a frequency and the condition 上岗前."""
        if clock := _EACH_CLOCK.match(words):
            self.condition(clock["event"], local=local)
            self.adverbials.append((start, start + clock.start("event")))
            return
        often = OFTEN_EVENT.match(words.removesuffix("的"))
        if often is None:
            self.condition(words, local=local)
            return
        if often["event"]:
            self.condition(often["event"], local=local)
        self.adverbials.append((start + often.start("every"), start + often.end("every")))

    def inside(self, words: str, start: int, *, term: bool = False) -> None:
        """A condition inside a comma clause, written at `start`: after a demand it holds for that clause only.

        So does the event that a `term` runs from (接报后30分钟内).
        """
        if not self.read and not term:
            self.when(words, start)
            return
        if self.read and not self.fresh:
            self.conditions = []
            if not _CLOCK_AFTER.match(words):
                self.adverbials = []
        self.when(words, start, local=True)
        self.passing = "term" if term else "clause"

    def begin_clause(self, text: str, *, forced: bool = False) -> None:
        """Let go of conditions that ended with the clause before `text`; `forced`: it opens with its word of force."""
        if not self.passing or _TERM_AGAIN.match(text):
            return
        if self.local == ["必要时"]:
            self.local, self.passing = [], ""  # 必要时通知班长，不得搜身
            return
        verb = opens_with_verb(text)
        if self.passing == "term" or not (forced or _GOES_ON.match(text) or (verb and not is_nouny(verb))):
            self.local, self.passing = [], ""

    def carried_to(self, start: int) -> list[tuple[int, int]]:
        """Adverbials before `start` that an earlier demand of the sentence has had."""
        return [span for span in self.adverbials if span[1] <= start] if self.read else []

    def all_conditions(self) -> list[str]:
        return [*self.conditions, *self.local]


_GOES_ON = Guarded(r"并|且|同时|再|由|次日|当[日天场班]")
_TERM_AGAIN = Guarded(
    r"(?:在|于)?[\d一二两三四五六七八九十半]+(?:个)?(?:秒|分钟|小时|工作日|日|天|周|月)(?:之|以)?内"
)
"""接单后2小时内到场，24小时内修复: the event counts again."""
_EACH_CLOCK = Guarded(r"每[日晚天](?P<event>\d{1,2}(?:[:：]\d\d|[时点]半?)(?:以|之)?后)$")
"""每晚22时后: how often, and when."""
_CLOCK_AFTER = Guarded(r"\d{1,2}[:：]\d\d(?:以|之)?后$")
_FOREWORD = re.compile(r"^(?:凡|对于|其中)")
_JOINT = Guarded(r"^(?:并|且|同时|但是|但|而)(?!.{0,3}$)")
_OF_THING = Guarded(
    r"(?P<thing>(?!同一|规划|用于|或者|[如若当遇凡待自每因经在于未]|接到|收到|发现)[^，。；经于在的后前时]{2,10})(?<![低高等由小大少多处位属关对已曾])(?=(?:于|在)(?![^，]*(?:发生|出现))[^，。；经于在]{2,24}(?:后|前|时|之日起)$)"
)
_AT = Guarded(r"^(?:在|于)(?=.{2,}(?:后|前|时|期间|过程中|情况下|的)$)")


def plain_condition(words: str) -> str:
    """A condition without its comma and preposition."""
    words = words.strip("，, ：:")
    if joint := _JOINT.match(words):
        words = words[joint.end() :]
    if (thing := _OF_THING.match(words)) and not is_agent(thing["thing"]):
        words = words[thing.end() :]  # 会议纪要于会后
    return words[1:] if _AT.match(words) else words


_COUNTED = re.compile(r"[\d一二两三四五六七八九十]")
_BY = re.compile(
    r"(?<=[^由])(?=负责|统一|承担|提供|组织|保管|审批|审核|签字|签署|进行|实施|执行|担任|任|填写|办理|批准|统筹|牵头|处理|确认|每|在|向|根据|按|于|对|将|定期|及时|专人|安排|派|完成|协助|配合|自行|共同|依法|验收|发放|登记|检查|书面|报|出具|决定|清理|维修|维护|支付|陪同|带领|签发|巡查|复核|监督|操作|值守|监护|通知|主持|制定|编制|汇总|跟进|管理|临时|指定|联系|$)"
)


def by_whom(text: str, posts: tuple[str, ...]) -> tuple[str, int] | None:
    """Whom the first 由 in `text` names, and where it stands.

    >>> by_whom("由当班班长临时指定", ())
    ('当班班长', 0)
    >>> by_whom("由国务院建设主管部门会同有关部门组织编制", ())
    ('国务院建设主管部门', 0)
    """
    at = text.find("由")
    if at < 0 or text[at - 1 : at + 1] in ("理由", "自由", "缘由", "事由"):
        return None
    rest = text[at + 1 :]
    size = known_agent(rest, posts) or post_like(rest) or leading_agent(rest, posts)
    if size and rest.startswith(("部门", "机关", "机构"), size):
        size += 2
    if size and not rest[size:].startswith(("的", "和", "与", "或")):
        return rest[:size], at
    stop = next((place for place, char in enumerate(rest) if char in "，。；由"), len(rest))
    for found in _BY.finditer(rest, 0, min(stop, 60)):
        who = rest[: found.start()]
        if not found[0] and acting_agent(who, posts):
            continue  # 由志愿服务组织招募志愿者
        if is_agent(who, posts):
            return who, at
    for size in range(2, min(stop, 20) if not _COUNTED.match(rest) else 0):
        if is_agent(rest[:size], posts) and opens_with_verb(rest[size:]):
            return rest[:size], at  # 由前台代管
    return None
