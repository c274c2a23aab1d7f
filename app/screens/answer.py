"""One answer: the sentence, then figure, post, form, edition and link."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from app.asking import Told
from app.screens import bench
from app.screens.pieces import address
from app.screens.wording import wording
from indexer.demands.extract import demands_of
from indexer.demands.model import Demand
from indexer.facets import forms_of, posts_of


def show_answer(told: Told) -> None:
    """The sentence that answers, with post, form, edition and link."""
    assert told.best is not None and told.clause is not None
    one, clause = told.best.shown, told.clause
    st.html(f'<div class="answer">{wording(one.text, one.lead_in, told.best.span)}</div>')
    demands = demands_of(clause, bench().handbook)
    facts = [
        ("岗位", posts_of(clause, demands, bench().handbook)),
        ("表单", forms_of(clause, bench().handbook)),
    ]
    for name, figures in reversed(figures_of(demands, told.best.span)):
        facts.insert(0, (name, figures))
    shown = [f"<b>{name}</b> " + "".join(f"<span>{escape(v)}</span>" for v in vs) for name, vs in facts if vs]
    place = f"{one.section} {one.title}" + (f" / {one.heading}" if one.heading else "")
    link = f'<a href="{address(one.id, one.section)}" target="_blank">{one.id}</a>'
    shown.append(f"{link}　{escape(place)}　版本 {escape(bench().edition)}")
    st.html(f'<p class="facts">{"<br>".join(shown)}</p>')


def figures_of(demands: Sequence[Demand], span: tuple[int, int]) -> list[tuple[str, tuple[str, ...]]]:
    """Limits and frequencies of the sentence that answers; of the whole clause where it has none."""
    here = [d for d in demands if d.span[0] < span[1] and span[0] < d.span[1] and (d.limit or d.frequency)]
    asked = here or demands
    limits = dict.fromkeys(d.limit.words for d in asked if d.limit and d.limit.words)
    often = dict.fromkeys(d.frequency.words for d in asked if d.frequency and d.frequency.words)
    return [("期限或数量", tuple(limits)), ("频次", tuple(often))]
