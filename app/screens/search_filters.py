"""Post, chapter and situation that a search is narrowed to."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from app.screens.wording import plain
from indexer.clauses import Handbook
from indexer.facets import situations_in

ALL = "全部"
KEYS = ("only_post", "only_chapter", "only_situation")


class Filters(NamedTuple):
    """What is chosen; "" for all."""

    post: str
    chapter: str
    situation: str


def clear() -> None:
    """Search the whole handbook again."""
    for key in KEYS:
        st.session_state[key] = ALL


def only(situation: str) -> None:
    """Narrow to one situation and show its card."""
    clear()
    st.session_state.only_situation, st.session_state.question = situation, ""


def choose_filters(handbook: Handbook) -> Filters:
    """The three choices, folded away, and what they are set to."""
    chapters = sorted({section.key[0] for section in handbook.sections})
    offered = (
        ("岗位", [post.name for post in handbook.posts]),
        ("章", [str(number) for number in chapters]),
        ("情形", list(situations_in(handbook.clauses))),
    )
    for key, (_, names) in zip(KEYS, offered, strict=True):
        if st.session_state.get(key) not in names:  # of an edition before
            st.session_state[key] = ALL
    with st.expander("按岗位、章、情形筛选"):
        columns = st.columns(3)
    chosen = [
        column.selectbox(
            label, [ALL, *names], key=key, format_func=lambda one: f"第 {one} 章" if one.isdigit() else one
        )
        for column, key, (label, names) in zip(columns, KEYS, offered, strict=True)
    ]
    filters = Filters(*("" if one == ALL else one for one in chosen))
    if any(filters):
        said = "、".join(f"第 {one} 章" if one.isdigit() else one for one in filters if one)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(plain(f"只查：{said}"), width="content")
            st.button("查全部", on_click=clear, type="tertiary")
    return filters
