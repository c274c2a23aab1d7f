"""A running quiz: the questions, the clock, the end."""

from __future__ import annotations

import streamlit as st

from app import sitting
from app.records.entry import utc_moment
from app.records.store import Running
from app.screens import bench
from app.screens.asked import question
from app.screens.identity import attempt, me
from app.sitting import GRACE
from app.workbench import now


@st.fragment(run_every=15)
def clock(running: Running) -> None:
    """Time left; the server refuses answers after it in any case."""
    left = utc_moment(running.due_at) - GRACE - now()
    minutes = max(0, int(left.total_seconds() // 60))
    st.caption(f"剩余约 {minutes} 分钟　答案逐题保存，断线后可从原处继续")


def hand_in(running: str) -> None:
    """Hand in and open the result."""
    entry = attempt(lambda: sitting.submit(bench(), me(), running, now()))
    if entry is not None:
        st.session_state.handed_in = entry


def take(running: Running) -> None:
    """The whole running paper."""
    st.subheader(running.plan["paper"], anchor=False)
    clock(running)
    listed = attempt(lambda: sitting.asked(bench(), me(), running.id)) or []
    for one in listed:
        question(running.id, one, len(listed))
    sure = st.checkbox("答完了，交卷后不能再改")
    blank = [str(one.number) for one in listed if one.answer is None]
    if sure and blank:
        st.warning(f"还有 {len(blank)} 题没有作答，不得分：第 {'、'.join(blank)} 题。")
    st.button("交卷", type="primary", disabled=not sure, on_click=hand_in, args=(running.id,))
