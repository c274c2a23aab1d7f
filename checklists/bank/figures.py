"""Questions on figures: how long at most, how many at least."""

from __future__ import annotations

from collections.abc import Iterator

from checklists.bank.figure import Figure, figure_of
from checklists.bank.figure_cases import figure_case, figure_stated
from checklists.bank.scales import candidates, pick, shown
from checklists.bank.workshop import Fact, Workshop, asked, close, id_of
from checklists.question import Question


def sound_values(shop: Workshop, figure: Figure) -> tuple[list[float], set[float], set[str]]:
    """Neighbours of the key, those true nowhere of the stem, and the clauses held against."""
    near = sorted({*candidates(figure.value, figure.unit), *shop.former_figures(figure.fact)})
    own = str(figure.fact.clause.id)
    sound, against = set(), set()
    for value in near:
        said = shop.truth.amount_said(figure.fact.about, own, value, figure.unit)
        against.update(said)
        if not said:
            sound.add(value)
    return near, sound, against


def figure_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """Single, numeric, true/false and scenario questions of one limit."""
    figure = figure_of(fact)
    if isinstance(figure, str):
        shop.refuse(fact.clause, fact.demand, figure)
        return
    near, sound, against = sound_values(shop, figure)
    yield from _single(shop, figure, near, sound, against)
    if figure.value == int(figure.value) or "半" not in figure.words:
        yield _numeric(shop, figure)
    yield from figure_stated(shop, figure, near, sound, against)
    yield from figure_case(shop, figure, near, sound, against)


def _single(
    shop: Workshop, figure: Figure, near: list[float], sound: set[float], against: set[str]
) -> Iterator[Question]:
    was = shop.keeping.wrong(id_of(figure.fact, "single"))
    before = {value for value in near if close(shown(value, figure.unit, figure.words)) in was}
    former = shop.former_figures(figure.fact)
    wrong = pick(figure.value, near, sound, figure.seed, first=former, before=before)
    if len(wrong) < 2:
        shop.refuse(figure.fact.clause, figure.fact.demand, "无可靠干扰项：相近数值在别处成立")
        return
    values = sorted([*wrong, figure.value])
    options = [shown(value, figure.unit, figure.words) for value in values]
    key = values.index(figure.value)
    stem = asked(figure.blank())
    if figure.hint != "数值":
        stem += f"（选手册规定的{figure.hint}）"
    likely = min(wrong, key=lambda value: abs(value - figure.value))
    why = f"“{shown(likely, figure.unit, figure.words)}”不是手册规定的{figure.hint}。"
    yield shop.question(figure.fact, "single", stem, options, key, why, against=against)


def _numeric(shop: Workshop, figure: Figure) -> Question:
    unit = figure.unit
    value = figure.value
    stem = asked(figure.blank())
    what = f"手册规定的{figure.hint}" if figure.hint != "数值" else "手册规定的数值"
    stem += f"（填数字，单位：{unit}；填{what}）"
    why = f"答案是 {shown(value, unit, figure.words)}，这是手册规定的{figure.hint}。"
    key = {"value": int(value) if value == int(value) else value, "unit": unit}
    return shop.question(figure.fact, "numeric", stem, (), key, why)
