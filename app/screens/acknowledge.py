"""制度签收: read a section that is new or changed, and sign it with the password."""

from __future__ import annotations

import streamlit as st

from app.acknowledging import MEANING, Duty, duties, sign
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import local_time, show_clause, today
from app.screens.signing_print import printing
from app.workbench import now


def signing(duty: Duty) -> None:
    """The signature, under what was read."""
    number = duty.section.number
    opened = st.session_state.setdefault(f"opened{bench().edition}{number}", now())
    with st.form(f"sign{number}", clear_on_submit=True):
        st.text(f"签署意思：{MEANING}。")
        password = st.text_input("再输一次密码", type="password", autocomplete="current-password")
        sent = st.form_submit_button("签收", type="primary")
    if sent:
        entry = attempt(lambda: sign(bench(), me(), number, password, opened, now()))
        if entry is not None:
            st.session_state.signed = f"已签收 {number}，账本第 {entry.seq} 条，{local_time(entry.at)}。"
            st.rerun()


def by_when(duty: Duty) -> str:
    """The date of an assignment."""
    late = "，已逾期" if duty.due and duty.due < today() else ""
    return f"（{duty.due} 前{late}）" if duty.due else ""


who = me()
st.title("制度签收", anchor=False)
said = st.session_state.pop("signed", "")
if said:
    st.success(said)
listed = attempt(lambda: duties(bench(), who)) or []
waiting = [duty for duty in listed if not duty.done]
st.caption(f"与您岗位有关的小节 {len(listed)} 个，待签收 {len(waiting)} 个，版本 {bench().edition}")
waiting.sort(key=lambda duty: duty.due or "9999")
names = {f"{duty.section.number} {duty.section.title}{by_when(duty)}": duty for duty in waiting}
chosen = None
if waiting:
    chosen = st.selectbox("待签收的小节", names, index=None, placeholder="选一个小节阅读", key="section")
if chosen:
    duty = names[chosen]
    if duty.signed_at and duty.fresh:
        st.info(f"{local_time(duty.signed_at)} 签收过；之后有 {len(duty.fresh)} 条实质性修订，标有 ●。")
    elif duty.signed_at:
        st.info(f"{local_time(duty.signed_at)} 签收过；现指派重新阅读签收。")
    fresh = {clause.id for clause in duty.fresh} if duty.signed_at else set()
    for clause in duty.clauses:
        if clause.id in fresh:
            st.caption("● 已修订")
        show_clause(clause)
    signing(duty)
if not listed:
    st.info("没有与您岗位有关的小节；岗位登记有误时请找管理员。")
elif not waiting:
    st.success("全部签收完毕。")
with st.expander(f"已签收（{len(listed) - len(waiting)}）"):
    for duty in listed:
        if duty.done:
            st.text(f"{duty.section.number} {duty.section.title}　{local_time(duty.signed_at)}")
printing(who)
