"""True/false questions on when a duty is done: before or after an event, that day or the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checklists.bank.bans import ENDING, LISTED_ELSEWHERE, LONGEST_ACT, goes_on
from checklists.bank.signs import VERBS, acts
from checklists.bank.wording import MODAL, as_case
from checklists.bank.workshop import Fact, Workshop
from checklists.question import Question, ordinal

TRUE = 70
"""Per cent of the cases at the right time: they share their ending with bans, which are false."""
_FORCE = r"(?:应当|应|必须|须)"
_BEFORE = re.compile(rf"^(?P<event>[^，\d]{{3,40}})前，(?P<who>[^，]{{0,14}}?){_FORCE}先?(?P<act>[^不]\S+)$")
_ONLY_AFTER = re.compile(r"^(?P<event>(?!经)[^，\d]{4,40})后，?(?P<who>[^，]{2,14}?)方可(?P<act>\S+)$")
_THAT_DAY = re.compile(r"当[日天](?=内|，|(?P<verb>[\u4e00-\u9fff]{2}))")
_ANOTHER_TIME = re.compile(r"[前后时]，|提前|除外|每|期间|随时|立即|同时")


def timing_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """A case with the right time, or with the other one."""
    text = fact.frame.text
    entry = "\n" in fact.clause.text and fact.demand.span[0] > fact.clause.text.index("\n")
    if goes_on(fact) or entry or len(MODAL.findall(text)) != 1 or text != fact.frame.single:
        return  # who does one entry of a list has not done all that is asked
    if LISTED_ELSEWHERE in text:
        return
    cases = _cases(text, fact)
    if cases is None or max(map(len, cases)) > LONGEST_ACT:
        return
    true = ordinal(fact.seed, "when") % 100 < TRUE
    right, wrong = cases
    stem = f"情景：{as_case(right if true else wrong)}。{ENDING}"
    why = "这是手册规定的时间。" if true else "题中改动了做的时间。"
    yield shop.question(replace(fact, slot="when"), "truefalse", stem, (), true, why, scenario=True)


def _cases(text: str, fact: Fact) -> tuple[str, str] | None:
    """The case at the right and at the wrong time; `None` where the sentence tells no such time."""
    found = _BEFORE.match(text)
    if found and acts(found["act"]) and not _ANOTHER_TIME.search(found["act"]):
        event, who, act = found["event"], found["who"], found["act"]
        return f"{event}之前，{who}已{act}", f"{event}之后，{who}才{act}"
    found = _ONLY_AFTER.match(text)
    if found and acts(found["act"]) and not _ANOTHER_TIME.search(found["act"]):
        event, who, act = found["event"], found["who"], found["act"]
        return f"{event}之后，{who}{act}", f"{event}之前，{who}就{act}"
    days = list(_THAT_DAY.finditer(text))
    if len(days) != 1 or not fact.frame.subject or re.search(r"次日|每|\d日", text):
        return None
    verb = days[0]["verb"]
    if verb is not None and verb not in VERBS:
        return None  # 「收齐当日班组记录」 is no time
    done = MODAL.sub("", text)
    return done, _THAT_DAY.sub("次日", done, count=1)
