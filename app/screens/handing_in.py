"""The end of an inspection: the score so far, a date for each finding, and handing in."""

from __future__ import annotations

import streamlit as st

from app import inspecting
from app.inspecting import FAILS
from app.records.store import Running
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import points
from app.screens.wording import plain
from app.workbench import local_day, now

NAMED = 12
"""Items still lacking something are named when there are no more than these."""


@st.fragment(run_every=4)
def handing_in(running: Running) -> None:
    """Score so far, dates of findings, and the end."""
    found = attempt(lambda: inspecting.lines(bench(), me(), running.id)) or []
    reached = inspecting.score(found)
    failed = [line for line in found if line.verdict == FAILS]
    st.html(
        f'<p class="facts"><b>得分 {points(reached.hundredths)}</b>　不符合 {len(failed)}'
        f"　未检 {reached.missing}，共 {len(found)} 项</p>"
    )
    if reached.veto:
        st.error(f"有 {len(reached.veto)} 项一票否决不符合，结论为不合格。")
    silent = [line for line in failed if not line.remark]
    for name, lacking in (("未检", [line for line in found if not line.verdict]), ("没写看到的情况", silent)):
        if lacking and len(lacking) <= NAMED:
            st.caption(plain(f"{name}：{'、'.join(line.clause or line.text for line in lacking)}"))
    due = {}
    for line in failed:
        earliest = local_day(now())
        chosen = st.date_input(
            plain(f"期限　{line.clause} {line.text}"),
            inspecting.due_by_default(line, now()),
            earliest,
            key=f"due{line.id}",
        )
        due[line.id] = chosen.isoformat()
    if st.button("提交", type="primary", disabled=bool(reached.missing or silent)):
        entry = attempt(lambda: inspecting.submit(bench(), me(), running.id, now(), due=due))
        if entry is not None:
            state = "合格" if entry.payload["passed"] else "不合格"
            score = points(entry.payload["score"])
            st.session_state.inspected = (
                f"已提交，{score} 分，{state}；开出整改单 {len(failed)} 张。打印件在“记录”里取。"
            )
            st.rerun()
