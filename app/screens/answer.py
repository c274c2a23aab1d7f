"""One answer: the sentence, then figure, post, form, edition and link."""

from __future__ import annotations

from html import escape

import streamlit as st

from app.asking import Told
from app.screens import bench
from app.screens.pieces import address, words
from indexer.demands.extract import demands_of
from indexer.facets import forms_of, posts_of


def show_answer(told: Told) -> None:
    """The sentence that answers, with post, form, edition and link."""
    assert told.best is not None and told.clause is not None
    one, clause = told.best.shown, told.clause
    lead = f'<span class="lead">{escape(one.lead_in)}</span>' if one.lead_in else ""
    st.html(f'<div class="answer">{lead}{words(one.text, told.best.span)}</div>')
    demands = demands_of(clause, bench().handbook)
    facts = [
        ("岗位", posts_of(clause, demands, bench().handbook)),
        ("表单", forms_of(clause, bench().handbook)),
    ]
    figures = dict.fromkeys(d.limit.words for d in demands if d.limit and d.limit.words)
    facts.insert(0, ("期限或数量", tuple(figures)))
    shown = [f"<b>{name}</b> " + "".join(f"<span>{escape(v)}</span>" for v in vs) for name, vs in facts if vs]
    place = f"{one.section} {one.title}" + (f" / {one.heading}" if one.heading else "")
    link = f'<a href="{address(one.id, one.section)}" target="_blank">{one.id}</a>'
    shown.append(f"{link}　{escape(place)}　版本 {escape(bench().edition)}")
    st.html(f'<p class="facts">{"<br>".join(shown)}</p>')
