"""Small pieces of screens: words of the handbook as safe HTML, times, points."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from app.records.entry import utc_moment
from app.workbench import CHINA, local_day, now
from indexer.clauses import Clause
from indexer.generation import Shown

_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")


def local_time(text: str) -> str:
    """``2026-12-01 16:05`` of a record's UTC text."""
    return utc_moment(text).astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if text else "—"


def today() -> str:
    """The date on the wall, ISO."""
    return local_day(now()).isoformat()


def points(hundredths: int) -> str:
    """``93.5`` of 9350."""
    return f"{hundredths / 100:g}"


def words(text: str, span: tuple[int, int] = (0, 0)) -> str:
    """A clause's words as HTML, sub-items on lines of their own, the span marked."""
    start, end = span
    marked = escape(text[:start]) + ("\0" if end > start else "") + escape(text[start:end])
    marked += ("\1" if end > start else "") + escape(text[end:])
    first, *rest = marked.split("\n")
    lines = [first, *(f'<span class="sub">{_ITEM.sub("· ", line)}</span>' for line in rest if line.strip())]
    whole = "".join(lines)
    if whole.count("\0") and "</span>" in whole[whole.index("\0") : whole.index("\1")]:
        whole = whole.replace("\0", "").replace("\1", "")  # a mark across lines would not nest
    return whole.replace("\0", "<mark>").replace("\1", "</mark>").replace(" | ", "　")


def emphasised(text: str) -> str:
    """Words with ``**…**`` as HTML."""
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))


def address(clause: str, section: str) -> str:
    """Where a clause stands on the site that this process serves."""
    from app.screens import bench

    folder = bench().now_in_force.home.root.name
    return f"/handbook/{folder}/{section}/#{clause}"


def show_clause(clause: Clause | Shown) -> None:
    """One clause with its number, linked to the site."""
    number = str(clause.id)
    lead = f'<span class="lead">{escape(clause.lead_in)}　</span>' if clause.lead_in else ""
    link = f'<a class="no" href="{address(number, clause.section)}" target="_blank">{number}</a>'
    st.html(f'<div class="clause">{link}{lead}{words(clause.text)}</div>')
