"""查找: the answer first, then what else the section says."""

from __future__ import annotations

import streamlit as st

from app.access import may
from app.asking import Habits, ask
from app.screens import bench
from app.screens.answer import show_answer
from app.screens.identity import attempt, me
from app.screens.pieces import show_clause
from app.screens.waiting import show_tasks
from app.screens.wording import plain
from app.workbench import now

WHOLE = "全部"
SHORT = 6
"""Characters of a few words rather than a question; titles that hold them are offered."""


@st.cache_resource
def habits() -> Habits:
    """What this process has been asked lately."""
    return Habits()


def choose(question: str) -> None:
    """Put a suggestion into the box."""
    st.session_state.question = question


who = me()
st.title("查找", anchor=False)
handbook = bench().handbook
question = st.text_input(
    "问题",
    key="question",
    placeholder="例如：业主说家里跳闸了，电工多长时间得上门",
    label_visibility="collapsed",
)
with st.expander("按岗位、章筛选"):
    left, right = st.columns(2)
post = left.selectbox("岗位", [WHOLE, *(post.name for post in handbook.posts)])
chapters = sorted({section.key[0] for section in handbook.sections})
chapter = right.selectbox("章", [WHOLE, *(f"第 {number} 章" for number in chapters)])
if not bench().ready:
    st.info("检索正在加载，第一次查找要多等几秒。")
if question.strip():
    only_post, only_chapter = ("" if post == WHOLE else post), ("" if chapter == WHOLE else chapter[2:-2])
    fresh = st.session_state.get("asked") != question
    told = attempt(
        lambda: ask(
            bench(), who, question, now(), post=only_post, section=only_chapter, habits=habits(), note=fresh
        )
    )
    st.session_state.asked = question
    if told is not None and told.answer.notice:
        st.warning(told.answer.notice)
    if told is not None and told.best is not None:
        show_answer(told)
        for name, hits in (("本节其他条款", told.same_section), ("其他小节的相关条款", told.others)):
            if hits:
                with st.expander(f"{name}（{len(hits)}）"):
                    for hit in hits:
                        show_clause(hit.shown)
    titles = bench().search_engine().suggestions(question, 6) if len(question) <= SHORT else ()
    for title in titles:
        st.button(plain(title), key=f"title{title}", on_click=choose, args=(title,), type="tertiary")
    if told is not None and told.best is None:
        noted = "这个问题已记下，由经理处理。" if may(who, "ask_question") else ""
        st.warning(f"手册中没有找到。{noted}")
        with st.expander("最接近的条款", expanded=True):
            for hit in told.others[:4]:
                show_clause(hit.shown)
else:
    show_tasks(who)
    for title, listed in (("最近查过", habits().recent(who.id)), ("大家常查", habits().frequent())):
        if listed:
            st.caption(title)
            for number, text in enumerate(listed):
                st.button(plain(text), key=f"{title}{number}", on_click=choose, args=(text,), type="tertiary")
