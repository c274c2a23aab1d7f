"""人员: accounts (administrator); people with posts, licences and results (those who lead)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

import streamlit as st

from app.access import ALL_PROJECTS, ROLE_NAMES, Role, may
from app.licensing import STATES, reminders
from app.records.directory import Person
from app.screens import bench
from app.screens.accounts import adding, changing
from app.screens.identity import attempt, me
from app.screens.licences import licence_form
from app.screens.person_marks import marks
from app.screens.pieces import today
from app.screens.staff import importing, one_time
from app.screens.wording import plain

NAMED = 10
"""Licences that ask for something are named up to this number."""

SHOWN = 40
"""People listed at once; each has forms of its own."""


def lines(listed: Iterable[Person]) -> Iterator[tuple[str, Person]]:
    """Each person with name, role, posts and projects in one line."""
    for person in listed:
        projects = "全部项目" if ALL_PROJECTS in person.projects else "、".join(person.projects)
        parts = (person.name, ROLE_NAMES[cast(Role, person.role)], "、".join(person.posts), projects)
        yield "　".join(part for part in parts if part), person


who = me()
st.title("人员", anchor=False)
shown = st.session_state.pop("issued", None)
if shown is not None:
    one_time(shown)
listed = attempt(lambda: bench().records.people.visible(who)) or []
if may(who, "manage_accounts", subject="p-0000000000000000"):
    adding()
importing()
licences = [one for one in bench().records.people.licences() if one.person in {each.id for each in listed}]
reminding = attempt(lambda: reminders(bench(), who, date.fromisoformat(today()))) or []
for state, name in STATES.items():
    late = [one for one in reminding if one.state == state]
    if late:
        told = "；".join(
            f"{one.person.name} {one.licence}（{one.expires}）".replace("（）", "") for one in late[:NAMED]
        )
        st.warning(plain(f"有 {len(late)} 张证件{name}：{told}{'……' if len(late) > NAMED else '。'}"))
words = st.text_input("找人", placeholder="姓名、登录名、岗位或项目").strip()
if not listed:
    st.info("没有可以查看的人员：您的账号没有登记项目，请管理员登记。")
found = [(line, person) for line, person in lines(listed) if words in f"{line}{person.login}"]
if len(found) > SHOWN:
    st.caption(f"共 {len(found)} 人，只列出前 {SHOWN} 人；写姓名、登录名、岗位或项目来找。")
elif words and not found:
    st.caption("没有这样的人。")
for line, person in found[:SHOWN]:
    with st.expander(plain(line) + ("　已停用" if person.disabled else "")):
        st.caption(f"登录名 {plain(person.login)}" + ("　尚未修改一次性密码" if person.must_change else ""))
        for one in licences:
            if one.person == person.id:
                st.text(f"{one.licence}　有效期至 {one.expires or '长期'}")
        licence_form(person)
        if may(who, "manage_accounts", subject=person.id):
            changing(person)
        if any(may(who, "view_record", project=project) for project in person.projects or (ALL_PROJECTS,)):
            marks(person)
