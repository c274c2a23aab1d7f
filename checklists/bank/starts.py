"""Questions on where a duty starts: 「距坠落基准面 2 米或更高的作业，必须…」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.wording import without_tail
from checklists.bank.workshop import Fact, Workshop, asked
from checklists.question import Question

STARTS = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>米|厘米|人|名|元|小时|分钟|日|平方米|℃)(?=或更(?:高|多|长|大|久))"
)
"""A figure at which a duty begins, itself included by its words."""
BEYOND = re.compile(
    r"(?:超过|达到|满|低于|高于|不足|少于|走近[\u4e00-\u9fff]{0,4}至)(?P<number>\d+(?:\.\d+)?)"
    r"(?P<unit>分钟|小时|日|个月|米|厘米|人|名|次|元|℃|%|个|份)(?=时，|的，|仍|未|无|后)"
)
"""A figure in a case: 「离开前台超过 5 分钟时，…」."""
PER = re.compile(r"每(?P<number>\d+(?:\.\d+)?)(?P<unit>户|万平方米|平方米)(?=[^，]{0,8}不少于1(?:人|名)$)")
"""For how many of something one person is: 「每 300 户不少于 1 人」."""


def start_in(text: str) -> re.Match[str] | None:
    """The one figure of a sentence at which its duty begins; `None` where there is none or several."""
    found = [match for pattern in (STARTS, BEYOND, PER) for match in pattern.finditer(text)]
    return found[0] if len(found) == 1 and text.count(found[0]["number"] + found[0]["unit"]) == 1 else None


def start_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """How much it takes, as a number."""
    text = fact.frame.text
    found = start_in(text)
    if found is None:
        return
    unit, value = found["unit"], float(found["number"])
    start, end = found.span("number")[0], found.span("unit")[1]
    many = "百分之多少" if unit == "%" else f"多少{unit}"
    stem = asked(without_tail(f"{text[:start]}{many}{text[end:]}", many))
    stem += f"（填数字，单位：{unit}；填手册规定的数值）"
    why = f"手册写的数值是 {found['number']}{'' if unit == '%' else ' '}{unit}。"
    key = {"value": int(value) if value == int(value) else value, "unit": unit}
    yield shop.question(fact, "numeric", stem, (), key, why)
