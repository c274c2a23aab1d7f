"""Parts of the practical check's screen: who waits for one, and the signature at its end."""

from __future__ import annotations

from datetime import date

import streamlit as st

from app import practical
from app.access import Who
from app.assigned import assignments
from app.records.store import Running
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import today
from app.screens.wording import plain
from app.workbench import now

NAMED = 12
"""Points still lacking something are named when there are no more than these."""


def waiting(who: Who) -> None:
    """Whose practical check was assigned and is still to be done."""
    names = bench().records.people.names()
    told = [one for one in assignments(bench(), who) if one.what == "practical" and one.open]
    if told:
        with st.expander(f"待考核 {len(told)} 人次", expanded=True):
            for one in told:
                late = "　已逾期" if one.overdue(date.fromisoformat(today())) else ""
                st.text(f"{names.get(one.person, '')}　{one.title}　{one.due} 前{late}")


@st.fragment(run_every=4)
def standing(running: Running) -> None:
    """How it stands."""
    found = attempt(lambda: practical.lines(bench(), me(), running.id)) or []
    stand = practical.tally(found)
    st.html(
        f'<p class="facts"><b>合格 {stand.shown}</b>　不合格 {stand.failed}'
        f"　未给结论 {stand.missing}，共 {len(found)} 个要点</p>"
    )
    silent = [line for line in found if line.verdict == practical.NOT_SHOWN and not line.remark]
    without = [line for line in found if not line.verdict]
    for name, lacking in (("未给结论", without), ("没写看到的情况", silent)):
        if lacking and len(lacking) <= NAMED:
            st.caption(plain(f"{name}：{'、'.join(line.clause or line.text for line in lacking)}"))
    if stand.ready:
        st.html(f'<p class="facts"><b>结果：{stand.result}</b></p>')


def signing(running: Running) -> None:
    """How it stands, and the signature; what is refused stays to be read."""
    standing(running)
    with st.form(f"sign{running.id}"):
        st.text(f"签署意思：{practical.MEANING}。有一个要点不合格，整次即不合格。")
        password = st.text_input("再输一次密码", type="password", autocomplete="current-password")
        sent = st.form_submit_button("签署并提交", type="primary")
    if sent:
        entry = attempt(lambda: practical.submit(bench(), me(), running.id, password, now()))
        if entry is not None:
            person = bench().records.people.names().get(entry.payload["person"], "")
            st.session_state.examined = (
                f"已记入账本第 {entry.seq} 条：{person}　{entry.payload['procedure']}　"
                f"{entry.payload['result']}。打印件在“记录”里取。"
            )
            st.rerun()
