"""查找: the answer first, then what else the section says."""

from __future__ import annotations

import streamlit as st

from app.access import Who, may
from app.asking import Told, ask
from app.screens import bench
from app.screens.answer import show_answer
from app.screens.identity import attempt, me
from app.screens.pieces import show_clause
from app.screens.search_filters import Filters, choose_filters, clear
from app.screens.search_start import choose, show_card, show_start
from app.screens.wording import plain
from app.workbench import now

SHORT = 6
"""Characters of a few words rather than a question; titles that hold them are offered."""


def answered(who: Who, question: str, filters: Filters) -> None:
    """What the handbook says, or that it says nothing."""
    post, chapter, situation = filters
    fresh = st.session_state.get("asked") != (question, filters)
    told = attempt(
        lambda: ask(
            bench(), who, question, now(), post=post, section=chapter, situation=situation, note=fresh
        )
    )
    if told is None:
        return
    st.session_state.asked = question, filters
    if told.answer.notice:
        st.warning(plain(told.answer.notice))
    if told.best is not None:
        show_answer(told)
        for name, hits in (("本节其他条款", told.same_section), ("其他小节的相关条款", told.others)):
            if hits:
                with st.expander(f"{name}（{len(hits)}）"):
                    for hit in hits:
                        show_clause(hit.shown)
    titles = bench().search_engine().suggestions(question, 6) if len(question) <= SHORT else ()
    for title in titles:
        st.button(plain(title), key=f"title{title}", on_click=choose, args=(title,), type="tertiary")
    if told.best is None:
        not_found(who, told)


def not_found(who: Who, told: Told) -> None:
    """Say so, and show what comes nearest."""
    if told.narrowed:
        if told.others:  # else the notice above says it
            st.warning("所选范围内没有找到确切的回答。")
        st.button("在全部条款里查", on_click=clear, type="primary")
    else:
        noted = "这个问题已记下，由经理处理。" if may(who, "ask_question") else ""
        st.warning(f"手册中没有找到。{noted}")
    if told.others:
        with st.expander("最接近的条款", expanded=True):
            for hit in told.others[:4]:
                show_clause(hit.shown)


person = me()
st.title("查找", anchor=False)
typed = st.text_input(
    "问题",
    key="question",
    placeholder="例如：业主说家里跳闸了，电工多长时间得上门",
    label_visibility="collapsed",
)
chosen = choose_filters(bench().handbook)
if not bench().ready:
    st.info("检索正在加载，第一次查找要多等几秒。")
if typed.strip():
    answered(person, typed, chosen)
elif chosen.situation:
    show_card(person, chosen.situation)
else:
    show_start(person)
