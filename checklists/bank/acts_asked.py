"""Short-answer questions where life is at stake: what one sentence asks a post to do, act by act."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.bans import goes_on
from checklists.bank.signs import CONDITION_END, acts
from checklists.bank.wording import MODAL, segments
from checklists.bank.workshop import Fact, Workshop
from checklists.question import Question

SHORTEST = 4
"""Characters of an act that is a scoring point."""
MOST = 5
_OCCASION = re.compile(r"(?:时|前|后|的)，")


def acts_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """「发现严重隐患时，电梯安全员应做哪几件事？」, of a confirmed class A clause only."""
    text = fact.frame.text
    force = MODAL.search(text)
    if fact.clause.confirmed_class != "A" or "\n" in fact.clause.text or force is None:
        return
    if len(MODAL.findall(text)) != 1 or force.group() not in ("应", "应当", "必须", "须"):
        return
    head, rest = text[: force.start()], text[force.end() :]
    points = [re.sub(r"^(?:并且|并|且|同时)", "", part) for part in segments(rest)]
    if not 2 <= len(points) <= MOST or not _OCCASION.search(head) or re.search(r"[（“；]|等$", rest):
        return
    if goes_on(fact) or any(re.match(r"先|再|后|然后", point) for point in points):
        return  # steps are asked in their order
    if any(len(point) < SHORTEST or not acts(point) or CONDITION_END.search(point) for point in points):
        return
    stem = f"按手册规定，{head}{force.group()}做哪几件事？请逐项写出（共 {len(points)} 项，每项等分）。"
    yield shop.question(fact, "short", stem, (), tuple(points), f"要点：{'；'.join(points)}。")
