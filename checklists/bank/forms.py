"""Questions on which form is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.truth import FORM_NAME
from checklists.bank.workshop import Fact, Workshop, asked, id_of, placed
from checklists.question import Question, ordinal

DEPTH = 14
"""Forms nearest in the handbook's list among which wrong ones are chosen."""


KIN = 2
"""Wrong forms that must be of the same kind (《…台账》) or in use in the same section: others no one would take."""


def _of_section(shop: Workshop, fact: Fact) -> set[str]:
    """Forms that other clauses of the section name."""
    return {
        form
        for clause in shop.handbook.clauses
        if clause.section == fact.clause.section
        for form in FORM_NAME.findall(clause.text)
    }


_FILLED = re.compile(
    r"(?:填写|写入|记入|填入|计入|登记|办理|更新|签署|提交|填|报)(?:[^，。；《]{0,8})《[^《》]+》(?!发布|批准|所|首|到期|缺|签订|未|后)"
    r"|在(?:[^，。；《]{0,8})《[^《》]+》(?:中|上)|(?:持有|取得|审批)[^，。；《]{0,14}《[^《》]+》"
)
"""Ways of saying that a form is filled in."""


def form_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """Which form: only where the stem's own words do not give it away."""
    text = fact.frame.text
    named = FORM_NAME.findall(text)
    if len(named) != 1 or not _FILLED.search(text):
        return
    form = named[0]
    stem_text = text.replace(f"《{form}》", "哪张表单")
    known = [each.name for each in shop.handbook.forms]
    if form not in known:
        return
    here = known.index(form)
    near = sorted(
        (each for each in known if each != form), key=lambda each: (abs(known.index(each) - here), each)
    )
    clue = echo(form, stem_text)
    sound, against = [], set()
    before = shop.keeping.wrong(id_of(fact, "single"))
    kin = {each for each in near if each[-1:] == form[-1:] or each in _of_section(shop, fact)}
    near = [*sorted(kin, key=near.index)[:DEPTH], *[each for each in near[:DEPTH] if each not in kin]]
    for other in sorted(
        near, key=lambda each: (f"《{each}》" not in before, each not in kin, ordinal(fact.seed, each))
    ):
        if other in form or form in other or not 0.5 <= len(other) / len(form) <= 2:
            continue
        said = shop.truth.form_said(fact.about, str(fact.clause.id), other)
        against.update(said)
        if not said:
            sound.append(other)
    wrong = sound[:3]
    if (
        len(wrong) < 2
        or sum(each in kin for each in wrong) < KIN
        or (clue and sum(echo(each, stem_text) >= clue for each in wrong) < KIN)
    ):
        shop.refuse(fact.clause, fact.demand, "无可靠干扰项：题干已提示表单名称，或相近表单不足")
        return
    options, key = placed(f"《{form}》", [f"《{each}》" for each in wrong], fact.seed)
    why = f"手册规定用《{form}》，不是《{wrong[0]}》。"
    yield shop.question(fact, "single", asked(stem_text), options, key, why, against=against)


def echo(option: str, stem: str) -> int:
    """Pairs of characters of an option that its stem holds too."""
    generic = {"记录", "登记", "表单", "台账"}
    pairs = {option[at : at + 2] for at in range(len(option) - 1)} - generic
    return sum(pair in stem for pair in pairs)
