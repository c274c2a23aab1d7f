"""Ordering questions from one sentence: 「进入有限空间前，作业人员应先通风，再检测气体」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.workshop import Fact, Workshop
from checklists.question import Question, mark, ordinal

SEQUENCE = re.compile(
    r"^(?P<event>[^，。；]{4,20})前，(?P<who>[^，。；]{2,14})(?:应|必须)先(?P<first>[^，。；]{2,24})，再(?P<then>[^，。；]{2,24})$"
)
"""Two acts in their order, and what may only follow them."""


def sequence_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """The two acts and the event before which they are due."""
    found = SEQUENCE.match(fact.frame.text)
    if found is None:
        return
    steps = [found["first"], found["then"], found["event"]]
    options = sorted(steps, key=lambda step: ordinal(fact.seed, "place", step))
    if options == steps:
        options = [*options[1:], options[0]]
    key = tuple(options.index(step) for step in steps)
    stem = f"按手册规定，{found['who']}应按什么先后完成下面 3 个步骤？请排序。"
    why = f"手册规定的先后是：{' → '.join(steps)}。"
    piece = Fact("order", fact.clause, fact.demand, fact.frame, fact.about, mark(*steps))
    yield shop.question(piece, "order", stem, options, key, why)
