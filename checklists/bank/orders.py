"""Ordering questions from sequences: the steps in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from checklists.bank.lists import LONGEST_ENTRY, Listing
from checklists.bank.signs import CONDITION_END
from checklists.bank.values import chinese_number
from checklists.bank.wording import ANAPHORA, REFERENCE, segments, tidy, without_references
from checklists.bank.workshop import Fact, Workshop
from checklists.question import Question, mark, ordinal


def order_questions(shop: Workshop, fact: Fact, listing: Listing) -> Iterator[Question]:
    """Steps in the text's order: a short sequence whole, of a long one threes with no two steps in common."""
    entries = _unnumbered(listing.entries)
    steps = [step for step in map(_step, entries) if step and not UNORDERED.search(step)]
    if len(steps) < 3 or len(set(steps)) != len(steps):
        shop.refuse(listing.clause, fact.demand, "残缺：步骤太少，或须看其他条款")
        return
    told = [found[1] for step in steps if (found := _TOLD.match(step))]
    if len(told) > len(set(told)):
        shop.refuse(listing.clause, fact.demand, "无可靠干扰项：步骤自己写明了先后")
        return
    subject = occasion_of(listing)
    tied = {
        frozenset((_step(one), _step(other)))
        for one, other in combinations(entries, 2)
        if same_time(one, other)
    }
    for part in _stretches(steps, tied, fact.seed):
        options = sorted(part, key=lambda step: ordinal(fact.seed, "place", step))
        if options == part:
            options = [*options[1:], options[0]]
        key = tuple(options.index(step) for step in part)
        stem = f"手册规定，{subject}。请把下面 {len(part)} 个步骤按手册列出的先后排序。"
        why = f"手册列出的先后是：{' → '.join(part)}。"
        piece = Fact(fact.slot, fact.clause, fact.demand, fact.frame, fact.about, mark(*part))
        yield shop.question(piece, "order", stem, options, key, why)


_NTH = re.compile(r"^第(?P<nth>\d+|[一二三四五六七八九])[次级步轮][^，：]{0,6}[，：]\s*")
_PHASE = re.compile(
    r"^(?P<event>[\u4e00-\u9fff]{2,4})(?P<phase>[前中时后])(?:\d+(?:日|小时|分钟))?(?=[\u4e00-\u9fff])"
)
PHASES = {"前": 0, "中": 1, "时": 1, "后": 2}


def _unnumbered(entries: Sequence[str]) -> tuple[str, ...]:
    """Steps without the words that number them: 第1次逾期的, 第2次逾期的 …, or 演练前, 演练时, 演练后.

    They stay where some have none, or where they do not follow one another as the list does.
    """
    plain = [tidy(entry) for entry in entries]
    nth = [found for entry in plain if (found := _NTH.match(entry))]
    numbers = [float(one["nth"]) if one["nth"].isdigit() else chinese_number(one["nth"]) for one in nth]
    if numbers == list(range(1, len(plain) + 1)):
        return tuple(entry[found.end() :] for entry, found in zip(plain, nth, strict=True))
    phases = [found for entry in plain if (found := _PHASE.match(entry))]
    places = [PHASES[found["phase"]] for found in phases]
    if len(phases) == len(plain) and len({found["event"] for found in phases}) == 1 and places == [0, 1, 2]:
        return tuple(entry[found.end() :].lstrip("，") for entry, found in zip(plain, phases, strict=True))
    return tuple(entries)


TRIES = 40
"""Orders in which threes are tried; the one that yields most questions is taken."""


def _stretches(steps: list[str], tied: set[frozenset[str | None]], seed: str) -> list[list[str]]:
    """The whole of three or four steps; of more, choices of three, any two of which share one step at most.

    No choice holds a pair of `tied` steps.

    So the answer of one question gives no part of the answer of another.
    """

    def sound(choice: tuple[str, ...]) -> bool:
        return not any(frozenset(pair) in tied for pair in combinations(choice, 2))

    if len(steps) <= 4 and sound(tuple(steps)):
        return [steps]
    threes = [choice for choice in combinations(steps, 3) if sound(choice)]
    best: list[list[str]] = []
    for round_ in range(TRIES):
        chosen: list[list[str]] = []
        for choice in sorted(threes, key=lambda each: ordinal(seed, round_, *each)):
            if all(len({*choice} & {*other}) <= 1 for other in chosen):
                chosen.append(list(choice))
        best = max(best, chosen, key=len)
    return best


_BY_ORDER = re.compile(
    r"按(?:照)?(?:下列|以下|如下)(?:[一二两三四五六七八九十\d]+个?)?(?P<what>顺序|步骤|程序|阶段|流程|级|环节)?"
)


def occasion_of(listing: Listing) -> str:
    """The lead-in as a sentence: 「发生电梯困人时，当班人员应按规定的步骤处置」."""
    return _BY_ORDER.sub(lambda found: f"按规定的{found['what'] or '顺序'}", listing.stem_lead)


_SPAN = re.compile(
    r"(?P<post>[^，在\d]{2,8}?)在(?P<since>[^，\d]*?后)?(?P<span>\d+(?:分钟|小时|日))(?:以内|之内|内)"
)


def same_time(one: str, other: str) -> bool:
    """Whether two posts act within the same span of the same event: who comes first is left open."""
    first, second = _SPAN.match(tidy(one)), _SPAN.match(tidy(other))
    return bool(
        first
        and second
        and first["post"] != second["post"]
        and first["span"] == second["span"]
        and (not first["since"] or not second["since"] or first["since"] == second["since"])
    )


UNORDERED = re.compile(r"严禁|不应|不得|期间|^[^，]*(?:时|的)，|每(?:小时|日|班|\d)|^[^，]{2,8}不(?!少于)")
"""Steps that are no step in time: bans, what goes on all the while, what happens only in some cases."""
_TOLD = re.compile(r"^([\u4e00-\u9fff]{2,4})(?:前|时|中|后)")
"""Steps that say themselves when they come: 演练前, 演练时, 演练后."""
_TIMED = re.compile(
    r"在[^，在]{0,18}?\d+(?:分钟|小时|日|个月)(?:以内|之内|内)|(?:(?<=，)[^，\d]{1,8}后)?\d+(?:分钟|小时|日)(?:以内|之内|内)"
)
"""Time limits of steps, by which anybody could sort them."""


_LATER = re.compile(rf"{REFERENCE.pattern}|此后|每\d")
"""A further part of a step that points elsewhere or goes on all the while; the step is what comes before."""


_NEWS = re.compile(r"在接到[^，]{4,}(?:通知|报告)后(?=\d)")
"""News on which a step depends: 「在接到水流接近电梯厅的通知后」 is a condition, 「在接到通知后」 is none."""


def _without_span(found: re.Match[str]) -> str:
    """What stays of a time limit: the news that it runs from."""
    news = _NEWS.match(found.group())
    return news.group() if news else ""


def _step(entry: str) -> str | None:
    """A step as an option: its first part where it is long."""
    own = tidy(entry).split("，")
    kept = next((place for place, part in enumerate(own) if place and _LATER.search(part)), len(own))
    text = tidy(without_references("，".join(own[:kept]))).strip("；。，")
    text = _TIMED.sub(_without_span, re.sub(r"，(?:电梯恢复使用)?按.*$", "", text))
    if len(text) > LONGEST_ENTRY:
        parts = segments(text)
        first = next((place for place, part in enumerate(parts) if not CONDITION_END.search(part)), 0)
        text = "，".join(parts[: first + 1])
    if REFERENCE.search(text) or ANAPHORA.search(text) or len(text) > LONGEST_ENTRY + 16 or len(text) < 2:
        return None
    return text
