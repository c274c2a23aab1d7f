"""One question beside its clause, with what may be done about it."""

from __future__ import annotations

import streamlit as st

from app.access import Who, may
from app.deciding import STATUS_NAMES, Outcome, Reviewed
from app.records.kinds import SYSTEM
from app.reviewing import answer_lines, decide, reworded
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import show_clause
from app.screens.wording import plain
from checklists.question import TYPE_NAMES, Question


def show(one: Reviewed) -> None:
    """The question, its key marked, and the clause that it is drawn from."""
    question = one.question
    left, right = st.columns(2)
    with left:
        flag = "　★ A 类" if question.critical else ""
        st.caption(f"{TYPE_NAMES[question.type]}　{STATUS_NAMES[one.status]}{flag}　{question.id}")
        st.text(question.stem.replace("**", ""))
        st.text("\n".join(answer_lines(question)))
        st.caption(plain(question.explanation))
        if one.reason:
            st.caption(plain(f"审定意见：{one.reason}"))
    with right:
        show_clause(bench().handbook.clause(question.clause))
        if question.checked_against:
            st.caption(f"选项核对过：{'、'.join(question.checked_against)}")


def deciding(one: Reviewed) -> None:
    """The three ways out; a decision needs somebody who did not word the question."""
    who, name = me(), one.generated.id
    with st.container(horizontal=True):
        ways_out(who, one, name)


def ways_out(who: Who, one: Reviewed, name: str) -> None:
    """What this person may do about it, side by side."""
    if may(who, "decide_question", subject=one.editor or SYSTEM):
        if one.status != "accepted":
            st.button("通过", key=f"yes{name}", on_click=accept, args=(one,))
        with st.popover("退回"), st.form(f"no{name}"):
            reason = st.text_input("理由")
            if st.form_submit_button("退回") and settle(one, "rejected", reason):
                st.rerun()
    if may(who, "edit_question"):
        with st.popover("修改"), st.form(f"edit{name}"):
            editing(one)


def accept(one: Reviewed) -> None:
    """Accept it and stay on the page."""
    settle(one, "accepted")


def settle(one: Reviewed, outcome: Outcome, reason: str = "", edited: Question | None = None) -> bool:
    """Decide; errors stay on the screen until the next click."""
    return attempt(lambda: decide(bench(), me(), one, outcome, reason, edited)) is not None


def editing(one: Reviewed) -> None:
    """The words of a question; its type stays, and so does the place of the right options."""
    question, key = one.question, one.question.key
    stem = st.text_area("题干", question.stem)
    options = [st.text_input(f"选项 {place}", text) for place, text in enumerate(question.options, 1)]
    if isinstance(key, bool):
        key = st.radio("答案", ("对", "错"), index=0 if key else 1, horizontal=True) == "对"
    explanation = st.text_area("解析", question.explanation)
    reason = st.text_input("修改理由")
    if st.form_submit_button("保存，交他人审定"):
        made = reworded(one, stem=stem, options=options, key=key, explanation=explanation)
        if settle(one, "edited", reason, made):
            st.rerun()
