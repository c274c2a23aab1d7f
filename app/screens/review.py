"""题库审核: new and changed questions beside their clause; accept, edit, reject with a reason."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from app.access import may
from app.deciding import STATUS_NAMES, Reviewed
from app.records.kinds import SYSTEM
from app.reviewing import accept, queue
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.review_question import deciding, show
from app.sitting import Offer, asks

A_PAGE = 5
"""Questions on one page."""
WAITING, EVERY = "待审", "全部"


def chosen(listed: tuple[Reviewed, ...]) -> list[Reviewed]:
    """The questions of the filters."""
    left, middle, right = st.columns(3)
    status = left.selectbox("状态", [WAITING, *STATUS_NAMES.values(), EVERY])
    names = {f"{one.number} {one.title}": one.number for one in bench().handbook.sections}
    section = middle.selectbox("小节", [EVERY, *names])
    post = right.selectbox("岗位试卷", [EVERY, *(one.name for one in bench().handbook.posts)])
    paper = Offer("", post=post)
    return [
        one
        for one in listed
        if (status == EVERY or (one.open if status == WAITING else STATUS_NAMES[one.status] == status))
        and (section == EVERY or one.question.section == names[section])
        and (post == EVERY or asks(one.question, paper))
    ]


who = me()
st.title("题库审核", anchor=False)
listed = attempt(lambda: queue(bench(), who)) or ()
counts = Counter(STATUS_NAMES[one.status] for one in listed)
told = "　".join(f"{name} {counts[name]}" for name in STATUS_NAMES.values() if counts[name])
st.caption(f"版本 {bench().edition}　共 {len(listed)} 题　{told}")
found = chosen(listed)
pages = max(1, -(-len(found) // A_PAGE))
page = int(st.number_input("页", 1, pages, 1)) if pages > 1 else 1
shown = found[(page - 1) * A_PAGE : page * A_PAGE]
if not shown:
    st.info("没有这样的试题。")
for one in shown:
    with st.container(border=True):
        show(one)
        deciding(one)
waiting = [one for one in shown if one.open and may(who, "decide_question", subject=one.editor or SYSTEM)]
if len(waiting) > 1 and st.button(f"本页 {len(waiting)} 题全部通过"):
    done = attempt(lambda: accept(bench(), me(), waiting))
    if done:
        st.rerun()
