"""Reading the demands of a clause or of any text: the door of this package."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from indexer.clauses import Clause, Handbook, Post
from indexer.demands.agents import acting_agent, is_agent
from indexer.demands.authorities import is_authority
from indexer.demands.boilerplate import is_boilerplate, is_cut_off
from indexer.demands.compact import compact
from indexer.demands.context import NO_CONTEXT, Context
from indexer.demands.dismissals import is_sanction, why_dismissed
from indexer.demands.finish import finished, sheet, with_ends, with_periods
from indexer.demands.frequency import find_frequency
from indexer.demands.guards import Guarded
from indexer.demands.leadins import context_of
from indexer.demands.limits import find_limits
from indexer.demands.model import Demand
from indexer.demands.rows import row_demands
from indexer.demands.segments import covered, sentences
from indexer.demands.sentence import next_sentence, read_sentence
from indexer.demands.state import Draft, State
from indexer.demands.subjects import known_agent, leading_agent, post_like
from indexer.demands.tree import Node, tree_of
from indexer.demands.verbs import STATE, opens_with_verb

REMEMBERED = 20_000
"""Clauses whose demands are kept in memory."""

_INTRODUCES = Guarded(r"(?:下列|以下|如下|下表)")
_EACH = Guarded(
    r"(?:完成|采取|做到|履行|执行|遵守|按照?|依照?|符合|落实|做好|实施|开展|达到)[^，：。]{0,4}(?:下列|以下|如下|下表)"
)
_LISTS_THINGS = Guarded(
    r"按照?(?:下列|以下)[一二三四五六七八九十\d]+(?:类|项|种)(?!顺序|步骤)|(?:包括|包含|覆盖|写明|载明|注明|列明|写清|约定|携带|公开|公示|公告|告知|登记|接收并保存|保存|收集|归入|归集|提供|提交|备有|备齐|配备|查验|出示|限于|限|使用|分为|填入|列为|抽考|核对|核对其属于|核对其符合|委托同时符合)(?:[^，：。]{0,8})(?:下列|以下|如下)[^，：。]{0,24}(?:[：，]|$)"
)


def demands_of(clause: Clause, handbook: Handbook | None = None) -> tuple[Demand, ...]:
    """The demands of a clause in reading order, ids ``2.3-12/1`` …; spans index into ``clause.text``.

    A withdrawn clause demands nothing. The posts of `handbook` are known as subjects.
    """
    if clause.withdrawn is not None:
        return ()
    posts = post_words(handbook) if handbook else ()
    heading = " / ".join(part for part in (clause.title, clause.heading) if part)
    found = _cached(clause.text, clause.lead_in, heading, posts, clause.kind == "row")
    inferred = "、".join(clause.posts) or None
    return tuple(
        replace(
            demand,
            id=f"{clause.id}/{number}",
            subject_inferred=None if demand.subject else inferred or demand.subject_inferred,
        )
        for number, demand in enumerate(found, start=1)
    )


_posts_read: list[tuple[tuple[Post, ...], tuple[str, ...]]] = []


def post_words(handbook: Handbook) -> tuple[str, ...]:
    """Names and aliases of a handbook's posts; those of the handbook read last are remembered."""
    if not _posts_read or _posts_read[0][0] is not handbook.posts:
        words = dict.fromkeys(
            word for post in handbook.posts for word in (post.name, *post.aliases) if len(word) > 1
        )
        _posts_read[:] = [(handbook.posts, tuple(words))]
    return _posts_read[0][1]


def extract_text(
    text: str, *, lead_in: str | None = None, heading: str = "", posts: Iterable[str] = (), row: bool = False
) -> tuple[Demand, ...]:
    """The demands of any text: a sentence, paragraph, list item with sub-items, or table row.

    Args:
        text: The wording; sub-items on lines of their own.
        lead_in: The line that governs it; for a row, caption, newline, heads joined by `` | ``.
        heading: The heading above it.
        posts: Further words for posts.
        row: Whether it is a table row, cells joined by `` | ``.
    """
    is_row = row or (" | " in text and "\n" not in text and bool(lead_in) and "|" in (lead_in or ""))
    return _cached(text, lead_in or "", heading, tuple(posts), is_row)


@lru_cache(maxsize=REMEMBERED)
def _cached(text: str, lead_in: str, heading: str, posts: tuple[str, ...], row: bool) -> tuple[Demand, ...]:
    if row:
        return tuple(row_demands(text, lead_in, heading, posts))
    context = _context(lead_in, heading, posts) if lead_in or heading else NO_CONTEXT
    return tuple(_of_nodes(text, tree_of(text), context, heading, posts))


@lru_cache(maxsize=2000)
def _context(lead_in: str, heading: str, posts: tuple[str, ...]) -> Context:
    return context_of(lead_in, heading, posts)


def _of_nodes(
    text: str, nodes: list[Node], context: Context, heading: str, posts: tuple[str, ...]
) -> list[Demand]:
    demands: list[Demand] = []
    for node in nodes:
        own = _of_line(text, node.start, node.end, context, posts)
        if not node.children:
            own = _without_lead_in(own, text, node)
        demands += _with_items(text, node, own, context, heading, posts) if node.children else own
    return demands


_LEAD_END = re.compile(r"[：:]\s*$")


def _without_lead_in(own: list[Demand], text: str, node: Node) -> list[Demand]:
    """A lead-in whose items are not here demands nothing by itself: 门岗应做到以下几点："""
    if not own or not _LEAD_END.search(text, node.start, node.end):
        return own
    last = own[-1]
    return own[:-1] if node.end - last.span[1] <= 2 or _INTRODUCES.search(last.quote) else own


def _with_items(
    text: str, node: Node, own: list[Demand], context: Context, heading: str, posts: tuple[str, ...]
) -> list[Demand]:
    """A line with sub-items: one demand with a closed list, or one for each."""
    head = text[node.start : node.end]
    and_does = _AND_DOES.search(head)
    governs = _WHAT_ELSE.sub("：", head) if and_does else _PENALTY_ASIDE.sub("", head.strip())
    inner = context_of(governs.strip(), heading, posts)
    if inner.nothing == "情形列举" and own:
        return own
    if inner.nothing:
        return [] if inner.nothing in ("罚则", "行政机关职责", "定义", "鼓励") and not own else own
    if inner.cases or _cases_in(head):
        return own
    inner = replace(inner, ordered=(inner.ordered and node.children[0].numbered) or inner.ordered)
    if context.force and not inner.force:
        inner = replace(inner, force=context.force)
    last = node.children[-1]
    if (
        own
        and inner.force == "must"
        and (
            inner.closed
            or _LISTS_THINGS.search(head)
            or (not _EACH.search(head) and not and_does and _names_only(text, node))
        )
    ):
        intro = next((at for at, demand in enumerate(own) if _INTRODUCES.search(demand.quote)), len(own) - 1)
        end = _end(last)
        own[intro] = replace(own[intro], quote=text[own[intro].span[0] : end], span=(own[intro].span[0], end))
        return own
    kept = [demand for demand in own if not _INTRODUCES.search(demand.quote)]
    if and_does and own:
        kept = [*own[:-1], _without_and(own[-1])]
    elif len(kept) == len(own) and own:
        kept = own[:-1]
    items = _of_nodes(text, node.children, inner, heading, posts)
    return [*kept, *items] if items else own


_PENALTY_ASIDE = re.compile(r"[，,](?:违者|违反者|违反的|如有违反)[^：:]*(?=[：:]\s*$)")
"""不得有下列行为，违者每次扣2分: the list is of what is forbidden."""
_AND_DOES = Guarded(r"(?:，|,)?(?:并且?|同时|还应?)[：:]\s*$")
"""应着工装，并: each entry is an act."""


_WHAT_ELSE = re.compile(r"(?<=[应须])[^，,：:]*[，,](?:并且?|同时|还应?)[：:]\s*$")


def _without_and(demand: Demand) -> Demand:
    """着工装 of 「应着工装，并：」."""
    quote = re.sub(r"[，,](?:并且?|同时|还应?)$", "", demand.quote)
    action = re.sub(r"[，,]?(?:并且?|同时|还应?)$", "", demand.action or "") or None
    return replace(demand, quote=quote, span=(demand.span[0], demand.span[0] + len(quote)), action=action)


def _cases_in(head: str) -> bool:
    return bool(
        re.search(r"(?:情形|情况|行为)之一|任一情形|下列(?:[一二两三四五六七八九十\d]+[种类项])?情形", head)
    ) and not re.search(r"不应有|不得有", head)


def _end(node: Node) -> int:
    return _end(node.children[-1]) if node.children else node.end


def _names_only(text: str, node: Node) -> bool:
    """Whether most sub-items only name things."""
    names = 0
    for child in node.children:
        words = compact(text[child.start : child.end]).text.rstrip("；;。，")
        says = (
            opens_with_verb(words)
            or STATE.search(words)
            or find_frequency(words)
            or "由" in words
            or "的，" in words
        )
        names += not says and not any(figure.limit.comparator != "=" for figure in find_limits(words))
    return names * 2 >= len(node.children)


def _of_line(text: str, start: int, end: int, context: Context, posts: tuple[str, ...]) -> list[Demand]:
    """Demands of one line's sentences."""
    if context.nothing:
        return []
    line = compact(text[start:end], start)
    if len(line.text) < 2 or is_boilerplate(text[start:end]):
        return []
    page = sheet(line, text)
    if context.cases:
        return _case(line.text, text, start, end, context)
    demands: list[Demand] = []
    state = State(subject=None)
    for sentence in sentences(page.masked):
        stop = line.text[sentence.end : sentence.end + 1]
        if stop in ("？", "?") or (not stop and is_cut_off(sentence.text)):
            continue
        drafts = read_sentence(sentence, context, posts, state)
        demands += with_ends(with_periods([finished(draft, page, context) for draft in drafts]), text)
        if sentence.end + 1 < len(line.text):
            state = next_sentence(state, full_stop=stop not in ("；", ";"))
    return demands


def _case(words: str, text: str, start: int, end: int, context: Context) -> list[Demand]:
    """An item under 有下列情形之一的，应…: a condition of the lead-in's demand."""
    condition = words.rstrip("；;。，")
    inner = replace(context, cases=False, condition=condition)
    made = compact(context.action or "")
    draft = Draft(
        0, len(made.text), (0, len(made.text)), context.force or "must", 0.85, subject=context.subject
    )
    demand = finished(draft, sheet(made, made.text), inner)
    return [replace(demand, quote=text[start:end], span=(start, end))]


def why_nothing(clause: Clause) -> str:
    """Why a clause demands nothing, for a list of refusals: 非要求 or 残缺 with a word more."""
    if clause.withdrawn is not None:
        return "非要求：已废止"
    line = compact(clause.text).text
    if is_boilerplate(clause.text):
        return "非要求：标题、表单或声明"
    context = _context(clause.lead_in, clause.heading, ()) if clause.lead_in or clause.heading else NO_CONTEXT
    if context.nothing:
        return f"非要求：{context.nothing}"
    if not line.endswith(("。", "；", "：")) and is_cut_off(line):
        return "残缺：句子没有写完"
    pieces = list(sentences(covered(line)))
    reason = next((found for piece in pieces if (found := why_dismissed(piece.text))), None)
    if reason is None and any(is_sanction(piece.text) for piece in pieces):
        reason = "罚则"
    return f"非要求：{reason or '陈述'}"


def forget() -> None:
    """Drop all that is remembered of texts read before, so that speed is measured as if each were new."""
    for memory in (
        _cached, _context, acting_agent, is_agent, is_authority, known_agent, leading_agent, opens_with_verb, post_like,
    ):  # fmt: skip
        memory.cache_clear()
