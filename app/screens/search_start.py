"""What the search screen shows before anything is asked: tasks, emergency cards, earlier questions."""

from __future__ import annotations

import streamlit as st

from app import asking
from app.access import Who
from app.screens import bench
from app.screens.identity import attempt
from app.screens.pieces import show_clause
from app.screens.search_filters import only
from app.screens.waiting import show_tasks
from app.screens.wording import plain
from indexer.facets import situations_in


def choose(question: str) -> None:
    """Put a question into the box."""
    st.session_state.question = question


def show_start(who: Who) -> None:
    """Tasks, then emergencies by one tap, then what was asked before."""
    show_tasks(who)
    situations = situations_in(bench().handbook.clauses)
    if situations:
        st.caption("遇到紧急情形，点一下看处置步骤")
        with st.container(horizontal=True, gap="small"):
            for name in situations:
                st.button(plain(name), key=f"situation{name}", on_click=only, args=(name,))
    mine = attempt(lambda: asking.recent(bench(), who)) or []
    others = attempt(lambda: asking.frequent(bench(), who)) or []
    for title, listed in (("最近查过", mine), ("大家常查", [one for one in others if one not in mine])):
        if listed:
            st.caption(title)
            for number, text in enumerate(listed):
                st.button(plain(text), key=f"{title}{number}", on_click=choose, args=(text,), type="tertiary")


def show_card(who: Who, situation: str) -> None:
    """The clauses of one emergency, in order."""
    st.subheader(plain(situation), anchor=False)
    for clause in attempt(lambda: asking.card(bench(), who, situation)) or ():
        show_clause(clause)
