"""Small pieces of screens: words of the handbook as safe HTML, times, points."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from app.records.entry import utc_moment
from app.screens.wording import wording, words
from app.workbench import CHINA, local_day, now
from indexer.clauses import Clause
from indexer.generation import Shown

__all__ = ["address", "emphasised", "local_time", "points", "show_clause", "today", "words"]


def local_time(text: str) -> str:
    """``2026-12-01 16:05`` of a record's UTC text."""
    return utc_moment(text).astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if text else "—"


def today() -> str:
    """The date on the wall, ISO."""
    return local_day(now()).isoformat()


def points(hundredths: int) -> str:
    """``93.5`` of 9350."""
    return f"{hundredths / 100:g}"


def emphasised(text: str) -> str:
    """Words with ``**…**`` as HTML."""
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))


def address(clause: str, section: str) -> str:
    """Where a clause stands on the site that this process serves: the internal one if it is not public."""
    from app.screens import bench

    text = bench().now_in_force
    hidden = any(one.number == section and not one.public for one in text.handbook.sections)
    return f"/{'internal' if hidden else 'handbook'}/{text.home.root.name}/{section}/#{clause}"


def show_clause(clause: Clause | Shown) -> None:
    """One clause with its number, linked to the site."""
    number = str(clause.id)
    link = f'<a class="no" href="{address(number, clause.section)}" target="_blank">{number}</a>'
    st.html(f'<div class="clause">{link}{wording(clause.text, clause.lead_in)}</div>')
