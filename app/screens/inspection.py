"""检查: choose a list, give verdicts one by one, hand in."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import inspecting
from app.printouts import checklist_file
from app.screens import bench
from app.screens.handing_in import handing_in
from app.screens.identity import attempt, me
from app.screens.verdicts import verdict
from app.screens.wording import plain
from app.workbench import now

PERIODS = ("", "每班", "每日", "每周", "每月", "每季", "每半年", "每年")


def choosing() -> None:
    """Which list, for which project."""
    people, handbook = bench().records.people, bench().handbook
    projects = [one for one in people.projects() if one in who.projects or "*" in who.projects]
    if not projects:
        st.info("您的账号没有可检查的项目，请管理员登记。")
        return
    project = st.selectbox("项目", projects)
    names = {f"{one.number} {one.title}": one.number for one in handbook.sections}
    sections = st.multiselect("小节", names, placeholder="选小节")
    left, right = st.columns(2)
    post = left.selectbox("岗位", ["", *(one.name for one in handbook.posts)])
    frequency = right.selectbox("频次", PERIODS)
    if not (sections or post or frequency):
        st.caption("选小节、岗位或频次，至少选一样；几样都选，就只查同时符合的项目。")
        return
    numbers = tuple(names[one] for one in sections)
    made = attempt(lambda: inspecting.wanted(bench(), who, sections=numbers, post=post, frequency=frequency))
    if made is None:
        return
    st.caption(f"共 {len(made[1])} 项，其中一票否决 {sum(item.critical for item in made[1])} 项")
    chosen: dict[str, Any] = {"sections": numbers, "post": post, "frequency": frequency}
    if st.button("开始检查", type="primary"):
        begun = attempt(lambda: inspecting.start(bench(), me(), project, now(), **chosen))
        if begun is not None:
            st.rerun()
    if st.button("生成空白检查表（Word）", type="tertiary", icon=":material/print:"):
        file = attempt(lambda: checklist_file(bench(), me(), **chosen))
        if file is not None:
            st.download_button("下载空白检查表", file[1], file[0], icon=":material/download:")


who = me()
st.title("检查", anchor=False)
said = st.session_state.pop("inspected", "")
if said:
    st.success(said)
going = inspecting.under_way(bench(), who)
if not going:
    choosing()
else:
    now_doing = going[0]
    st.caption(plain(f"{now_doing.plan['checklist']}　{now_doing.project}　版本 {now_doing.plan['edition']}"))
    verdict(now_doing, who)
    handing_in(now_doing)
    with st.expander("取消这次检查"):
        if st.button("取消，不保留任何结论"):
            attempt(lambda: inspecting.cancel(bench(), me(), now_doing.id))
            st.rerun()
