"""What a comma clause gives to the demands after it: a label, who acts, a date, a condition, a topic."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.demands.forced import MEASURE_TOPIC
from indexer.demands.grounds import only_when
from indexer.demands.guards import Guarded
from indexer.demands.segments import Piece
from indexer.demands.state import State
from indexer.demands.subjects import known_agent, leading_agent, post_like
from indexer.demands.verbs import opens_with_verb

_ACT_FOLLOWS = (*"对在每按于不负须将向从经与均应要由为以因自凭是逐", "至少")
_ACTORS = ("双方", "各方")
QUALIFIES = Guarded(r"^[一-鿿]{2,4}(?:后|过|完|前)的")
"""使用后的医疗器具，应当…: the verb qualifies a noun."""
_DATE = Guarded(
    r"(?:在|于)?每(?:个)?(?:日|天|周|月|季度|季|年|半年)[\d一二三四五六日十:：时点半月末底上下初号分]+(?:日|号)?(?:以|之)?前$"
)


def is_date(text: str) -> bool:
    """每月5日前, a clause by itself: a date for what follows.

    >>> is_date("每月5日前"), is_date("每月5日前上报")
    (True, False)
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
    return True


def acting_head(core: str, posts: tuple[str, ...]) -> int:
    """Length of the one who acts at the head of a clause, 0 unless an act follows."""
    for size in _sizes(core, posts):
        if 0 < size < len(core) and (core.startswith(_ACT_FOLLOWS, size) or opens_with_verb(core[size:])):
            return size
    for word in _ACTORS:
        if core.startswith(word) and opens_with_verb(core[len(word) :]):
            return len(word)
    return 0


def _sizes(core: str, posts: tuple[str, ...]) -> Iterator[int]:
    yield leading_agent(core, posts)
    yield known_agent(core, posts)
    yield post_like(core)


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
    elif (verb and not QUALIFIES.match(text)) or _HAPPENS.match(text):
        state.condition(text)
    else:
        state.topic, state.topic_at = text, clause.start


_HAPPENS = Guarded(r"^[一-鿿]{2,10}(?:发生|出现|突发)[一-鿿]{2,12}$")
