"""A result of a sitting: every question, the answer given, the right one, why, and its clause."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from app.records.entry import Entry
from app.results import shown_answer
from app.screens.pieces import address, emphasised, points


def show_result(entry: Entry) -> None:
    """All questions, the wrong ones first."""
    for one in sorted(entry.payload["answers"], key=lambda one: (one["right"], one["number"])):
        st.html(_one(one))


def _one(one: dict[str, Any]) -> str:
    sign = "✓" if one["right"] else '<span class="veto">✗</span>'
    clause = one["clause"]
    lines = [f"{sign} <b>{one['number']}.</b> {emphasised(one['stem'])}"]
    lines.append(f"您的答案：{escape(shown_answer(one, 'answer'))}　得 {points(one['points'])} 分")
    if not one["right"]:
        lines.append(f"正确答案：{escape(shown_answer(one, 'key'))}")
    link = f'<a class="no" href="{address(clause, clause.split("-")[0])}" target="_blank">{clause}</a>'
    lines.append(f'<span class="lead">{escape(one["explanation"])}　{link}</span>')
    return f'<div class="clause">{"<br>".join(lines)}</div>'
