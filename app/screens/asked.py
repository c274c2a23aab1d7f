"""One question of a running quiz: a fragment whose answer is saved as it is given."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import streamlit as st

from app import sitting
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import emphasised
from app.screens.wording import plain
from app.sitting import Asked
from app.workbench import now
from checklists.question import TYPE_NAMES

TRUTH = {"对": True, "错": False}
DIGIT = re.compile(r"[\d〇零一二两三四五六七八九十百千万半]")


def store(running: str, one: Asked, key: str) -> None:
    """Save what the widget holds now."""
    if one.type == "multiple":
        value: Any = [place for place in range(len(one.options)) if st.session_state[f"{key}-{place}"]]
    else:
        value = st.session_state[key]
    if one.type == "single":
        value = None if value is None else one.options.index(value)
    elif one.type == "truefalse":
        value = None if value is None else TRUTH[value]
    elif one.type == "order":
        value = [one.options.index(option) for option in value]
        if len(value) < len(one.options):
            st.session_state[f"said{key}"] = f"还差 {len(one.options) - len(value)} 步，排完才保存。"
            return
    saved = attempt(lambda: sitting.save(bench(), me(), running, one.number, value, now()))
    said = (
        "已保存，但没有写数字。" if one.type == "numeric" and value and not DIGIT.search(value) else "已保存"
    )
    st.session_state[f"said{key}"] = "" if saved is None else said


@st.fragment
def question(running: str, one: Asked, count: int) -> None:
    """One question; only this part runs again when it is answered."""
    key = f"{running}-{one.number}"
    change: dict[str, Any] = {"on_change": store, "args": (running, one, key)}
    with st.container(border=True):
        st.caption(f"第 {one.number} 题，共 {count} 题　{TYPE_NAMES[one.type]}")
        st.html(f'<p class="stem">{emphasised(one.stem)}</p>')
        if one.type == "single":
            st.radio("答案", one.options, one.answer, plain, key=key, label_visibility="collapsed", **change)
        elif one.type == "truefalse":
            index = None if one.answer is None else list(TRUTH.values()).index(one.answer)
            st.radio(
                "答案", TRUTH, index=index, key=key, horizontal=True, label_visibility="collapsed", **change
            )
        elif one.type == "multiple":
            for place, option in enumerate(one.options):
                st.checkbox(plain(option), place in (one.answer or ()), key=f"{key}-{place}", **change)
        elif one.type == "order":
            st.html("<br>".join(f"· {escape(option)}" for option in one.options))
            given = [one.options[place] for place in one.answer or ()]
            st.multiselect(
                "按先后顺序逐个选", one.options, given, key=key, placeholder="先选第一步", **change
            )
        else:
            label = f"填数字，单位：{one.unit}" if one.unit else "填数字和单位"
            st.text_input(label, one.answer or "", max_chars=sitting.LONGEST_ANSWER, key=key, **change)
        said = st.session_state.get(f"said{key}", "已保存" if one.answer is not None else "")
        if said:
            st.caption(said)
