"""Calling an entry void: a reason, a sentence, the password; the entry itself stays as it is."""

from __future__ import annotations

import streamlit as st

from app.correcting import LONGEST_WORDS, MEANING, REASONS, correct
from app.screens import bench
from app.screens.identity import attempt, me
from app.workbench import now

CHOSEN = "correcting"
"""Key of the session: number of the entry that is being corrected."""


def correcting_button(seq: int) -> None:
    """Begin to correct one entry."""
    if st.button("更正（作废）", key=f"correct{seq}", icon=":material/edit_off:", type="tertiary"):
        st.session_state[CHOSEN] = seq
        st.rerun()


def correction() -> None:
    """The form for the entry chosen, at the top of the page, and what became of the last one."""
    said = st.session_state.pop("corrected", "")
    if said:
        st.success(said)
    seq = st.session_state.get(CHOSEN)
    if seq is None:
        return
    with st.form(f"correction{seq}"):
        st.text(f"更正第 {seq} 条：原记录保留不动，追加一条更正，此后原记录不作数。正确的内容请另行登记。")
        names = {name: code for code, name in REASONS.items()}
        reason = names[st.selectbox("原因", names)]
        words = st.text_input("说明", max_chars=LONGEST_WORDS, placeholder="错在哪里，正确的是什么")
        st.text(f"签署意思：{MEANING}。")
        password = st.text_input("再输一次密码", type="password", autocomplete="current-password")
        sent = st.form_submit_button("签署更正", type="primary")
    if sent:
        entry = attempt(lambda: correct(bench(), me(), seq, reason, words, password, now()))
        if entry is not None:
            del st.session_state[CHOSEN]
            st.session_state.corrected = f"已记入账本第 {entry.seq} 条，第 {seq} 条作废。"
            st.rerun()
    if st.button("不更正了"):
        del st.session_state[CHOSEN]
        st.rerun()
