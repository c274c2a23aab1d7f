"""A practical check that was done: result, examiner, and every point with its verdict."""

from __future__ import annotations

from html import escape

import streamlit as st

from app.check_page import points_of, remarks_of, verdict_of
from app.records.entry import Entry
from app.screens import bench
from app.screens.pieces import address, local_time


def heading(entry: Entry) -> str:
    """One line: when, what, how it ended."""
    return f"{local_time(entry.at)}　实操　{entry.payload.get('procedure', '')}　{entry.payload['result']}"


def show_check(entry: Entry, *, folded: bool = True) -> None:
    """The check, what failed first; the remarks are the ledger's personal words."""
    names = bench().records.people.names()
    if folded:
        st.text(heading(entry))
    st.caption(f"考核人 {names.get(entry.actor, entry.actor)}　版本 {entry.edition}")
    remarks = remarks_of(bench(), entry)
    lines = []
    for one in sorted(points_of(entry), key=lambda one: one["verdict"] != "failed"):
        said = remarks.get(f"remark.{one['item']}", "")
        verdict = escape(verdict_of(entry, one))
        shown = f'<span class="veto">{verdict}</span>' if one["verdict"] == "failed" else verdict
        clause = str(one["clause"])
        link = (
            f'<a class="no" href="{address(clause, one["section"])}" target="_blank">{escape(clause)}</a>'
            if clause
            else ""
        )
        note = "（已删除）" if said is None else said
        lines.append(
            f'<div class="clause">{link}{shown}　{escape(one["text"])}'
            + (f'<span class="lead">{escape(note)}</span>' if note else "")
            + "</div>"
        )
    with st.container():
        st.html("".join(lines))
