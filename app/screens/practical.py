"""实操考核: choose who shows what, watch point by point, sign."""

from __future__ import annotations

import streamlit as st

from app import practical
from app.records.directory import Person
from app.records.store import Running
from app.screens import bench
from app.screens.examining import signing, waiting
from app.screens.identity import attempt, me
from app.screens.verdicts import verdict
from app.screens.wording import plain
from app.workbench import now


def choosing() -> None:
    """Who, and which procedure."""
    people = attempt(lambda: practical.candidates(bench(), who)) or []
    if not people:
        st.info("没有可以考核的人员：您的项目里还没有登记其他员工，请管理员登记。")
        return
    waiting(who)
    names = {f"{one.name}　{'、'.join(one.posts) or '未登记岗位'}　{one.login}": one for one in people}
    chosen = st.selectbox("被考核人", names, index=None, placeholder="选一个人")
    sections = {f"{one.number} {one.title}": one.number for one in bench().handbook.sections}
    section = st.selectbox("小节", sections, index=None, placeholder="选一个小节")
    if not (chosen and section):
        st.caption("实操考核：请本人当面照手册做一遍，您逐项看、逐项给结论，最后输密码签署。不能考核自己。")
        return
    narrowing(names[chosen], sections[section])


def narrowing(person: Person, section: str) -> None:
    """The whole section, or some of its procedures and points."""
    all_of_it = attempt(lambda: practical.points(bench(), me(), person, section))
    if all_of_it is None:
        return
    key = f"{person.id}{section}"
    headings = list(dict.fromkeys(one.heading for one in all_of_it if one.heading))
    places = st.multiselect("程序", headings, key=f"h{key}", format_func=plain, placeholder="不选即全节")
    here = [one for one in all_of_it if not places or one.heading in places]
    texts = {one.id: f"{one.clause} {one.text}" for one in here}
    items = st.multiselect(
        "要点", texts, key=f"i{key}{places}", format_func=texts.__getitem__, placeholder="不选即全部要点"
    )
    count = len(items) or len(here)
    st.caption(f"共 {count} 个要点，只列与其岗位有关的；当场没有考到的可选“未考”。")
    if count > practical.MOST_POINTS:
        st.warning(f"一次最多考 {practical.MOST_POINTS} 个要点，请选定程序或要点。")
    elif st.button("开始考核", type="primary"):
        begun = attempt(
            lambda: practical.start(bench(), me(), person.id, section, now(), headings=places, items=items)
        )
        if begun is not None:
            st.rerun()


def going_on(running: Running) -> None:
    """The check under way."""
    names = bench().records.people.names()
    person = names.get(running.plan["person"], "")
    posts = "、".join(running.plan["posts"])
    st.subheader(plain(f"{person}　{running.plan['procedure']}"), anchor=False)
    st.caption(
        plain("　".join(part for part in (posts, running.project, f"版本 {running.plan['edition']}") if part))
    )
    verdict(running, who)
    signing(running)
    with st.expander("取消这次考核"):
        if st.button("取消，不保留任何结论"):
            attempt(lambda: practical.cancel(bench(), me(), running.id))
            st.rerun()


who = me()
st.title("实操考核", anchor=False)
said = st.session_state.pop("examined", "")
if said:
    st.success(plain(said))
going = practical.under_way(bench(), who)
if going:
    going_on(going[0])
else:
    choosing()
