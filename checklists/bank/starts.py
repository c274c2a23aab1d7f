"""Questions on where a duty starts: 「距坠落基准面 2 米或更高的作业，必须…」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.workshop import Fact, Workshop, asked
from checklists.question import Question

STARTS = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>米|厘米|人|名|元|小时|分钟|日|平方米|℃)(?=或更(?:高|多|长|大|久))"
)
"""A figure at which a duty begins, itself included by its words."""


def start_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """How much it takes, as a number."""
    text = fact.frame.text
    found = STARTS.search(text)
    if found is None or len(STARTS.findall(text)) != 1 or text.count(found.group()) != 1:
        return
    unit, value = found["unit"], float(found["number"])
    stem = asked(text.replace(found.group(), f"多少{unit}", 1))
    stem += f"（填数字，单位：{unit}；填手册规定的起点数值）"
    why = f"手册从 {found.group()} 起作这一要求。"
    key = {"value": int(value) if value == int(value) else value, "unit": unit}
    yield shop.question(fact, "numeric", stem, (), key, why)
