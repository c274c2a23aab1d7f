"""Forms of the administrator: a new account, and changes of one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app.access import ALL_PROJECTS, ROLE_NAMES
from app.accounts import Issued
from app.records.directory import Person
from app.screens import bench
from app.screens.identity import attempt, me

NAMES: dict[str, str] = {name: code for code, name in ROLE_NAMES.items()}
"""Role as people call it -> its code."""


def adding() -> None:
    """A person with a one-time password."""
    posts = [post.name for post in bench().handbook.posts]
    added = st.session_state.setdefault(
        "added", 0
    )  # a new form after each one: what is refused stays to be put right
    with st.expander("增加人员"), st.form(f"add{added}"):
        name, login = st.text_input("姓名"), st.text_input("登录名")
        role = NAMES[st.selectbox("角色", NAMES)]
        chosen = st.multiselect("岗位", posts, placeholder="选岗位")
        projects = st.text_input("项目（小区）", placeholder="多个用顿号隔开；全部项目写 *")
        sent = st.form_submit_button("增加", type="primary")
    if sent:
        listed = [part.strip() for part in projects.split("、") if part.strip()]
        _issued(lambda: bench().records.accounts.add(me(), name, login, role, posts=chosen, projects=listed))


def changing(person: Person) -> None:
    """Role, posts, projects, password, and whether the account is open."""
    posts = [post.name for post in bench().handbook.posts]
    with st.form(f"change{person.id}"):
        role = NAMES[st.selectbox("角色", NAMES, [*NAMES.values()].index(person.role))]
        known = [post for post in person.posts if post in posts]
        chosen = st.multiselect("岗位", posts, known, placeholder="选岗位")
        projects = st.text_input(
            "项目（小区）", "、".join(person.projects), help=f"全部项目写 {ALL_PROJECTS}"
        )
        sent = st.form_submit_button("保存")
    if sent and attempt(lambda: _change(person, role, chosen, projects)):
        st.rerun()
    accounts = bench().records.accounts
    left, right = st.columns(2)
    if left.button("重置密码", key=f"reset{person.id}"):
        _issued(lambda: accounts.reset(me(), person.login))
    act, name = (accounts.enable, "启用") if person.disabled else (accounts.disable, "停用")
    if right.button(name, key=f"off{person.id}") and attempt(lambda: _done(lambda: act(me(), person.login))):
        st.rerun()


def _change(person: Person, role: str, posts: list[str], projects: str) -> bool:
    accounts, who = bench().records.accounts, me()
    if role != person.role:
        accounts.set_role(who, person.login, role)
    listed = [part.strip() for part in projects.split("、") if part.strip()]
    if (tuple(posts), tuple(listed)) != (person.posts, person.projects):
        accounts.assign(who, person.login, posts=posts, projects=listed)
    return True


def _done(action: Callable[[], None]) -> bool:
    action()
    return True


def _issued(action: Callable[[], Issued]) -> None:
    issued = attempt(action)
    if issued is not None:
        st.session_state.issued = issued
        st.session_state.added = st.session_state.get("added", 0) + 1
        st.rerun()
