"""The three signatures under a draft, and its issue."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from app.approving import Draft, Terms, issue_signed, sign_draft
from app.issuing import MEANINGS, STEPS, Step
from app.learning import RETRAIN_DAYS
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import local_time
from app.touching import DERIVED
from app.workbench import local_day, now


def signatures(found: Draft) -> None:
    """Who has signed, and the next signature or the issue."""
    names = bench().records.people.names()
    for each, title in STEPS.items():
        entry = found.signed.get(each)
        told = f"{names.get(entry.actor, '')}　{local_time(entry.at)}" if entry else "未签"
        st.text(f"{title}：{told}")
    step = found.next_step
    if step is None:
        issuing()
        return
    with st.form(f"sign{step}"):
        terms = preparing(found) if step == "prepared" else found.terms
        st.text(f"签署意思：{MEANINGS[step]}。")
        password = st.text_input("再输一次密码", type="password", autocomplete="current-password")
        sent = st.form_submit_button(f"{STEPS[step]}签署", type="primary")
    if sent and signed(step, password, terms):
        st.rerun()


def preparing(found: Draft) -> Terms:
    """The terms that the preparer fixes."""
    week = local_day(now()) + timedelta(days=RETRAIN_DAYS)
    st.text(f"下一版：{found.proposal.edition}")
    effective = st.date_input("生效日期", week, local_day(now()))
    reason = st.text_input("修订理由")
    changed = [str(change.id) for change in found.proposal.difference.changed]
    editorial = st.multiselect("认定为编辑性的条款（要求没有变，不须再培训）", changed)
    day = effective if isinstance(effective, date) else week
    return Terms(found.proposal.edition, day.isoformat(), reason.strip(), tuple(editorial))


def signed(step: Step, password: str, terms: Terms) -> bool:
    """Sign; errors stay on the screen."""
    entry = attempt(lambda: sign_draft(bench().home, bench().records, me(), step, password, now(), terms))
    st.session_state.pop("draft", None)
    return entry is not None


def issuing() -> None:
    """All have signed: one click makes it the edition in force."""
    if not st.button("发布", type="primary"):
        return
    with st.status("正在发布 …") as status:
        done = attempt(
            lambda: issue_signed(
                bench().home,
                bench().records,
                me(),
                now(),
                derived=DERIVED,
                tell=lambda name: status.write(name),
            )
        )
    if done is not None:
        st.session_state.pop("draft", None)
        st.session_state.issued = f"版本 {done.edition} 已发布，账本第 {done.entry.seq} 条。"
        st.rerun()
