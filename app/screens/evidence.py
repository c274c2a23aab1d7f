"""证据包: what was recorded about a person, a post, a project, a clause or a period, as one file to hand over."""

from __future__ import annotations

from datetime import date

import streamlit as st

from app.evidence import Scope, pack_zip
from app.screens import bench
from app.screens.identity import attempt, me
from app.workbench import local_day, now

who = me()
st.title("证据包", anchor=False)
st.caption("报告、当时的条款文字、答卷、签名、检查点和核验程序；制作本身记入账本。什么也不选就是全部记录。")
people = {f"{one.name}（{one.login}）": one.id for one in bench().records.people.visible(who)}
projects = [one for one in bench().records.people.projects() if "*" in who.projects or one in who.projects]
with st.form("scope"):
    left, right = st.columns(2)
    person = left.selectbox("人员", people, index=None, placeholder="不限")
    post = right.selectbox(
        "岗位", [one.name for one in bench().handbook.posts], index=None, placeholder="不限"
    )
    left, right = st.columns(2)
    project = left.selectbox("项目", projects, index=None, placeholder="不限")
    clause = right.text_input("条款编号", placeholder="例如 2.1-03")
    left, right = st.columns(2)
    since = left.date_input("从", None, max_value=local_day(now()))
    until = right.date_input("到", None, max_value=local_day(now()))
    sent = st.form_submit_button("制作", type="primary")
if sent:
    scope = Scope(
        person=people.get(person or "", ""),
        post=post or "",
        project=project or "",
        clause=clause.strip(),
        since=since.isoformat() if isinstance(since, date) else "",
        until=until.isoformat() if isinstance(until, date) else "",
    )
    with st.spinner("正在整理 …"):
        data = attempt(lambda: pack_zip(bench(), me(), scope, now()))
    if data is not None:
        st.success(f"做好了，{len(data) // 1024} KB。核验方法写在里面的“核验说明.txt”。")
        st.download_button("下载证据包", data, f"evidence-{local_day(now())}.zip", "application/zip")
