"""Ordering questions from one sentence: 「进入有限空间前，作业人员应先通风，再检测气体」, 「应依次完成登记、转办、回复三件事」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.values import chinese_number
from checklists.bank.workshop import Fact, Workshop
from checklists.question import Question, mark, ordinal

SEQUENCE = re.compile(
    r"^(?P<event>[^，。；]{4,20})前，(?P<who>[^，。；]{2,14})(?:应|必须)先(?P<first>[^，。；]{2,24})，再(?P<then>[^，。；]{2,24})$"
)
"""Two acts in their order, and what may only follow them."""
IN_TURN = re.compile(
    r"^(?P<head>[^。；]{2,40}?(?:应|必须))依次(?P<verb>完成|办理|进行|做好)(?P<steps>[^，。；、]{2,12}(?:、[^，。；、]{2,12}){2,4}?)(?P<count>[三四五])(?P<what>件事|个步骤|个环节|项工作|步)"
)
"""Three acts or more that follow one another, with their count, which closes the list."""


def has_sequence(text: str) -> bool:
    """Whether a sentence tells an order."""
    return bool(SEQUENCE.match(text) or IN_TURN.match(text))


def sequence_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """The acts and, where it is told, the event before which they are due."""
    found = SEQUENCE.match(fact.frame.text)
    if found is not None:
        steps = [found["first"], found["then"], found["event"]]
        yield _ordered(shop, fact, f"{found['who']}应按什么先后完成下面 3 个步骤", steps)
    found = IN_TURN.match(fact.frame.text)
    if found is not None:
        steps = found["steps"].split("、")
        if len(set(steps)) == len(steps) == chinese_number(found["count"]):
            ask = f"{found['head']}依次{found['verb']}下面 {len(steps)} {found['what'].lstrip('个项')}，先后次序是什么"
            yield _ordered(shop, fact, ask, steps)


def _ordered(shop: Workshop, fact: Fact, ask: str, steps: list[str]) -> Question:
    options = sorted(steps, key=lambda step: ordinal(fact.seed, "place", step))
    if options == steps:
        options = [*options[1:], options[0]]
    key = tuple(options.index(step) for step in steps)
    why = f"手册规定的先后是：{' → '.join(steps)}。"
    piece = Fact("order", fact.clause, fact.demand, fact.frame, fact.about, mark(*steps))
    return shop.question(piece, "order", f"按手册规定，{ask}？请排序。", options, key, why)
