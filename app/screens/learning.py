"""学习与考试: papers of one's posts, the one under way, results and certificates."""

from __future__ import annotations

import streamlit as st

from app import results, sitting
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.past import just_handed_in, past
from app.screens.pieces import local_time, points, today
from app.screens.quiz import take
from app.screens.wording import plain
from app.sitting import Offer
from app.workbench import now


def begin(offer: Offer) -> None:
    """Start a paper; errors stay on the screen until the next click."""
    attempt(lambda: sitting.start(bench(), me(), offer, now()))


def papers() -> None:
    """What one's posts ask for."""
    due = attempt(lambda: results.papers(bench(), who)) or []
    names = bench().records.people.names()
    if not due:
        st.info("您的账号没有登记岗位，没有指定的考试；可以按小节自测。")
    for number, one in enumerate(due):
        with st.container(border=True):
            st.markdown(f"**{plain(one.offer.title)}**")
            late = "，已逾期" if one.offer.due and one.offer.due < today() else ""
            if one.offer.clauses:
                st.caption(f"修订后重考，{one.offer.due} 前通过{late}：{'、'.join(one.offer.clauses[:8])}")
            elif one.offer.due:
                st.caption(
                    f"{plain(names.get(one.by, ''))} 指派，{one.offer.due} 前通过{late}　合格线 {one.offer.pass_mark} 分"
                )
            elif one.passed is None:
                st.caption(f"尚未通过　合格线 {one.offer.pass_mark} 分")
            else:
                score = points(one.passed.payload["score"])
                st.caption(f"{local_time(one.passed.at)} 通过，{score} 分，版本 {one.passed.edition}")
            label = "开始" if one.open else "再考一次"
            st.button(label, key=f"paper{number}", on_click=begin, args=(one.offer,))
    sections = {f"{one.number} {one.title}": one.number for one in bench().handbook.sections}
    chosen = st.selectbox("按小节自测", sections, index=None, placeholder="选一个小节")
    if chosen:
        practice = Offer(f"自测　{chosen}", sections=(sections[chosen],), number=10, practice=True)
        st.button("开始自测", on_click=begin, args=(practice,))


who = me()
st.title("学习与考试", anchor=False)
going = attempt(lambda: sitting.under_way(bench(), who, now()))
fresh = st.session_state.get("handed_in")
if going is not None:
    take(going)
elif fresh is not None:
    just_handed_in(fresh)
else:
    papers()
    past(who)
