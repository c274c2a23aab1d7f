"""Entering or renewing somebody's licence."""

from __future__ import annotations

from datetime import date

import streamlit as st

from app.access import ALL_PROJECTS, may
from app.records.directory import Person
from app.screens import bench
from app.screens.identity import attempt, me

OTHER = "其他（写全名）"


def licence_form(person: Person) -> None:
    """The form, for who may enter licences of this person."""
    served = person.projects or (ALL_PROJECTS,)
    if not any(may(me(), "manage_licences", project=one) for one in served):
        return
    asked = [post.licence for post in bench().handbook.posts if post.licence and post.name in person.posts]
    held = [one.licence for one in bench().records.people.licences(person.id)]
    names = list(dict.fromkeys([*asked, *held, OTHER]))
    done = st.session_state.get(f"licence{person.id}", 0)  # an empty form after each entry
    with st.popover("登记或续期证件"), st.form(f"licence{person.id}-{done}", border=False):
        chosen = st.selectbox("证件", names)
        other = st.text_input("其他证件的全名")
        number = st.text_input("证件编号")
        forever = st.checkbox("长期有效")
        until = st.date_input(
            "有效期至（含当日）", value=None, min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)
        )
        sent = st.form_submit_button("登记", type="primary")
    if not sent:
        return
    if not forever and not isinstance(until, date):
        st.error("没有选有效期。长期有效的请勾选“长期有效”。")
        return
    name = other.strip() if chosen == OTHER else chosen
    expires = "" if forever or not isinstance(until, date) else until.isoformat()
    if attempt(lambda: _entered(person, name, number.strip(), expires)):
        st.session_state[f"licence{person.id}"] = done + 1
        st.rerun()


def _entered(person: Person, name: str, number: str, expires: str) -> bool:
    bench().records.accounts.add_licence(me(), person.login, name, number=number, expires=expires)
    return True
