"""Questions on which licence: 「电工必须持哪种证上岗？」, among the licences that other clauses name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.forms import echo
from checklists.bank.wording import tidy
from checklists.bank.workshop import Fact, Workshop, asked, id_of, placed
from checklists.question import Question, ordinal

LICENCE = re.compile(
    r"(?:持有?|取得|具有)(?:有效的?|本人的)?(?P<name>(?!身份|居住|出入|工作证|临时)[\u4e00-\u9fff]{2,16}(?:证书|证))(?=上岗|$|，|。|；|的|、|后)"
)
WRONG = 3
_KIND = re.compile(
    r"(?:操作|资格|上岗|从业|职业|健康|管理|作业|保安|驾驶)[\u4e00-\u9fff]{0,6}证(?:书)?$|员证$"
)
"""What shows that somebody may do a work; not 房产证."""


def licence_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """Which licence a post must hold, where the stem does not give it away."""
    text = fact.frame.text
    found = list(LICENCE.finditer(text))
    if len(found) != 1 or not _KIND.search(found[0]["name"]):
        return
    name = found[0]["name"]
    others: dict[str, str] = {}
    for clause in shop.handbook.clauses:
        for told in LICENCE.finditer(tidy(clause.text)):
            if _KIND.search(told["name"]):
                others.setdefault(told["name"], str(clause.id))
    before = shop.keeping.wrong(id_of(fact, "single"))
    own = tidy(fact.clause.text + fact.clause.lead_in)
    wrong: list[str] = []
    for each in sorted(others, key=lambda each: (each not in before, ordinal(fact.seed, each))):
        apart = all(each not in taken and taken not in each for taken in (name, *wrong))
        if each not in own and apart and len(wrong) < WRONG:
            wrong.append(each)
    stem = text.replace(name, "哪种证件", 1)
    if len(wrong) < WRONG - 1 or echo(name, stem) > max(echo(each, stem) for each in wrong):
        return
    options, key = placed(name, wrong, fact.seed)
    why = f"手册规定的是{name}，不是{wrong[0]}。"
    against = [others[each] for each in wrong]
    yield shop.question(fact, "single", asked(stem), options, key, why, against=against)
