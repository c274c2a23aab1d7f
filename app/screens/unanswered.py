"""未答问题: what staff asked and the handbook does not say."""

from __future__ import annotations

import streamlit as st

from app import asking
from app.access import may
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import local_time
from app.screens.wording import plain
from app.workbench import now


def settled(number: int, words: str) -> bool:
    """Close one question."""
    asking.settle(bench(), me(), number, words, now())
    return True


who = me()
st.title("未答问题", anchor=False)
closed = st.toggle("显示已处理的")
listed = attempt(lambda: asking.unanswered(bench(), who, closed=closed)) or []
if not listed:
    st.caption("没有。")
for one in listed:
    with st.container(border=True):
        st.text(one.question)
        near = f"　最接近 {'、'.join(one.nearest)}" if one.nearest else ""
        st.caption(plain(f"问过 {one.times} 次　{local_time(one.asked_at)}　{one.post}{near}"))
        if one.closed_at:
            st.text(f"处理：{one.answer}")
        elif may(who, "answer_unanswered"):
            with st.form(f"settle{one.id}", clear_on_submit=True):
                words = st.text_input("处理结果", placeholder="条款编号，或“不属于手册”，或“列入修订”")
                sent = st.form_submit_button("处理完毕")
            if sent and attempt(lambda one=one, words=words: settled(one.id, words)):  # type: ignore[misc]
                st.rerun()
