"""整改: the cases of one's projects, what was done, and the recheck by somebody else."""

from __future__ import annotations

from datetime import date

import streamlit as st

from app import casework
from app.access import may
from app.casework import CLOSED, LONGEST_NOTE, RECTIFIED, STEPS, Case
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import address, local_time, today
from app.screens.wording import plain
from app.workbench import now


def told(case: Case) -> None:
    """What was found and every step since."""
    link = address(case.clause, case.clause.split("-")[0])
    st.html(f'<a href="{link}" target="_blank">{case.clause}</a>　版本 {case.edition}')
    for step, note in zip(case.steps, casework.notes(bench(), who, case), strict=True):
        state = STEPS[step.payload["step"]]
        st.text(f"{local_time(step.at)}　{names.get(step.actor, '')}　{state}\n{note}")


def reporting(case: Case) -> None:
    """Report it as put right."""
    with st.form(f"fix{case.number}"):
        note = st.text_area("整改措施和结果", max_chars=LONGEST_NOTE)
        if st.form_submit_button("整改完成，请求复查", type="primary"):
            entry = attempt(lambda: casework.rectify(bench(), me(), case.number, note, now()))
            if entry is not None:
                st.rerun()


def rechecking(case: Case) -> None:
    """Close it or send it back."""
    with st.form(f"look{case.number}"):
        note = st.text_area("复查所见", max_chars=LONGEST_NOTE)
        result = st.radio("复查结论", ["合格", "不合格"], index=None, horizontal=True)
        due = st.date_input("不合格时的新期限", date.fromisoformat(today()), date.fromisoformat(today()))
        if st.form_submit_button("提交复查", type="primary"):
            if result is None:
                st.error("没有选复查结论。")
                return
            passed, until = result == "合格", due.isoformat()
            entry = attempt(
                lambda: casework.recheck(bench(), me(), case.number, passed, note, now(), due=until)
            )
            if entry is not None:
                st.rerun()


who = me()
st.title("整改", anchor=False)
names = bench().records.people.names()
listed = attempt(lambda: casework.cases(bench(), who)) or []
open_ones = [case for case in listed if case.state != CLOSED]
late = [case for case in open_ones if case.overdue(date.fromisoformat(today()))]
st.caption(f"未关闭 {len(open_ones)} 张，其中逾期 {len(late)} 张；已关闭 {len(listed) - len(open_ones)} 张")
if not listed:
    st.info("还没有整改单。检查中判为不符合的项目会在这里生成整改单。")
closed_too = st.toggle("也显示已关闭的")
for case in listed if closed_too else open_ones:
    mark = "　逾期" if case in late else ""
    with st.expander(
        f"期限 {case.due}{mark}　{STEPS[case.state]}　{plain(case.project)}　{plain(case.text)}"
    ):
        st.caption(f"整改单 {case.number}")
        told(case)
        if case.state == RECTIFIED:
            if may(who, "recheck", project=case.project, subject=case.rectifiers):
                rechecking(case)
            else:
                st.caption("由填写整改以外的主管或经理复查。")
        elif case.state != CLOSED and may(who, "rectify", project=case.project):
            reporting(case)
