"""The sign-off sheet of a section, for those who lead, to print and to file."""

from __future__ import annotations

import streamlit as st

from app.access import Who, may
from app.screens import bench
from app.screens.identity import attempt, me
from app.signing_sheet import sheet
from app.workbench import now


def printing(who: Who) -> None:
    """The sheet of a section for those who lead, to print and to file."""
    served = bench().records.people.projects()
    projects = [one for one in served if may(who, "view_record", project=one)]
    if who.role == "trainee" or not projects:
        return
    with st.expander("打印制度签收表"):
        every = {f"{one.number} {one.title}": one.number for one in bench().handbook.sections}
        place = st.selectbox("项目", projects)
        name = st.selectbox("小节", every, index=None, placeholder="选一个小节")
        if name and st.button("生成签收表", help="导出会记入账本"):
            page = attempt(lambda: sheet(bench(), me(), every[name], place, now()))
            if page is not None:
                st.download_button(
                    "下载签收表（网页，可打印）", page, f"签收表-{every[name]}.html", "text/html"
                )
