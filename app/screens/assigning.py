"""指派学习: papers and reading for people of one's projects, by a date, and who has not done them yet."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from app import assigning
from app.access import ALL_PROJECTS
from app.assigned import PAPERS, WHAT, What, assignments
from app.learning import RETRAIN_DAYS
from app.screens import bench
from app.screens.assigned import listing
from app.screens.identity import attempt, me
from app.screens.paper_print import printing
from app.screens.pieces import today
from app.screens.wording import plain
from app.sitting import Offer
from app.workbench import now

EVERY = "全部"
NAMES: dict[str, What] = {name: what for what, name in WHAT.items()}


def giving() -> None:
    """What, to whom, until when."""
    people = attempt(lambda: assigning.candidates(bench(), who)) or []
    if not people:
        st.info("没有可以指派的人员：您的项目里还没有登记员工，请管理员登记。")
        return
    what = NAMES[st.radio("内容", NAMES, horizontal=True)]
    posts = {one.name: one.name for one in bench().handbook.posts}
    sections = {f"{one.number} {one.title}": one.number for one in bench().handbook.sections}
    offered = posts if what == "post" else sections
    chosen = st.selectbox("岗位" if what == "post" else "小节", offered, index=None, placeholder="选一个")
    places = sorted({place for one in people for place in one.projects if place != ALL_PROJECTS})
    place = st.selectbox("项目", [EVERY, *places]) if len(places) > 1 else EVERY
    until = st.date_input("完成期限", date.fromisoformat(today()) + timedelta(RETRAIN_DAYS), today())
    here = [one for one in people if place == EVERY or place in one.projects or ALL_PROJECTS in one.projects]
    names = {one.id: f"{one.name}　{'、'.join(one.posts) or one.login}" for one in here}
    fit = [one.id for one in here if what == "post" and chosen in one.posts]
    told = st.multiselect(
        "人员", names, fit, format_func=names.__getitem__, placeholder="选人", key=f"p{what}{chosen}{place}"
    )
    if st.button("指派", type="primary", disabled=not (chosen and told)) and chosen:
        made = attempt(
            lambda: assigning.assign(bench(), me(), told, what, offered[chosen], _day(until), now())
        )
        if made:
            st.session_state.assigned = f"已指派 {len(made)} 人：{made[0].payload['title']}，{until} 前完成。"
            st.rerun()
    if chosen and what in PAPERS:
        title = f"{WHAT[what]}　{chosen}"
        printing(
            who, Offer(title, post=chosen) if what == "post" else Offer(title, sections=(offered[chosen],))
        )


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(today())


who = me()
st.title("指派学习", anchor=False)
said = st.session_state.pop("assigned", "")
if said:
    st.success(plain(said))
if who.role != "auditor":
    giving()
given = attempt(lambda: assignments(bench(), who)) or []
undone = [one for one in given if one.open]
overdue = [one for one in undone if one.overdue(date.fromisoformat(today()))]
st.subheader("已指派", anchor=False)
st.caption(f"未完成 {len(undone)} 项，其中逾期 {len(overdue)} 项；已完成 {len(given) - len(undone)} 项")
listing(
    who, sorted(undone if not st.toggle("也显示已完成的") else given, key=lambda one: (one.due, one.title))
)
