"""Short-answer questions on what counts as passed: 「检测合格（氧含量 19.5% 至 23.5%，有毒有害气体未超标）后，…」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.workshop import Fact, Workshop
from checklists.question import Question

CRITERIA = re.compile(r"(?P<what>[^，。；（）]{4,20}合格)（(?P<points>[^（）]{4,60})）")
"""A test with what it must show, in brackets."""


def criteria_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """「有限空间气体检测合格的标准是什么？」, one point for each part of the brackets."""
    found = CRITERIA.search(fact.frame.text)
    if found is None:
        return
    points = tuple(part for part in re.split(r"，|；", found["points"]) if part)
    if not 2 <= len(points) <= 5 or any(len(point) < 4 for point in points):
        return
    stem = f"按手册规定，{found['what']}的标准是什么？请逐项写出（共 {len(points)} 项，每项等分）。"
    yield shop.question(fact, "short", stem, (), points, f"要点：{'；'.join(points)}。")
