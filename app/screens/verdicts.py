"""The items of a running inspection or practical check, section by section; no verdict is ever set beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from itertools import groupby
from typing import NamedTuple

import streamlit as st

from app import inspecting, practical
from app.access import Who
from app.inspecting import LONGEST_REMARK, Line
from app.records.store import Running
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import address, points
from app.screens.wording import words
from app.workbench import now


class Rules(NamedTuple):
    """What differs between kinds of running work."""

    lines: Callable[..., list[Line]]
    save: Callable[..., int]
    verdicts: Mapping[str, str]
    fails: str
    """The verdict that asks for what was seen."""
    told: bool
    """Whether points, method and evidence of an item are told: who examines looks at what is done."""


RULES: Mapping[str, Rules] = {
    "inspection": Rules(inspecting.lines, inspecting.save, inspecting.VERDICTS, inspecting.FAILS, True),
    "practical": Rules(practical.lines, practical.save, practical.VERDICTS, practical.NOT_SHOWN, False),
}
"""Kind of running work -> its rules."""


def store(kind: str, running: str, item: str, key: str) -> None:
    """Save what the widgets of one item hold now."""
    names = {name: verdict for verdict, name in RULES[kind].verdicts.items()}
    chosen = names.get(st.session_state[key] or "", "")
    remark = st.session_state.get(f"{key}remark", "")
    saved = attempt(lambda: RULES[kind].save(bench(), me(), running, item, chosen, remark, now()))
    st.session_state[f"said{key}"] = "" if saved is None else "已保存"


def verdict(running: Running, who: Who) -> None:
    """Every item, in a fold for each section where there are several."""
    found = RULES[running.kind].lines(bench(), who, running.id)
    sections = [(key, list(lines)) for key, lines in groupby(found, lambda line: (line.section, line.title))]
    for (section, title), lines in sections:
        done = sum(bool(line.verdict) for line in lines)
        name = f"{section} {title}"
        with st.expander(f"{name}　{done}/{len(lines)}", expanded=len(sections) == 1, key=f"fold{section}"):
            for line in lines:
                one(running.kind, running.id, line)


@st.fragment
def one(kind: str, running: str, line: Line) -> None:
    """One item; only this part runs again when its verdict is given."""
    rules, key = RULES[kind], f"{running}{line.id}"
    veto = '<span class="veto">一票否决</span>　' if line.class_ == "A" else ""
    link = f'<a class="no" href="{address(line.clause, line.section)}" target="_blank">{line.clause}</a>'
    worth = "建议项" if line.points is None else f"{points(line.points)} 分"
    told = "　".join(part for part in (worth, escape(line.method), escape(line.evidence)) if part)
    more = f'<br><span class="lead">{told}</span>' if rules.told else ""
    with st.container(border=True):
        st.html(f'<div class="clause">{link if line.clause else ""}{veto}{words(line.text)}{more}</div>')
        st.segmented_control(
            "结论",
            list(rules.verdicts.values()),
            default=rules.verdicts.get(line.verdict),
            key=key,
            label_visibility="collapsed",
            on_change=store,
            args=(kind, running, line.id, key),
        )
        if st.session_state.get(key) == rules.verdicts[rules.fails] or line.remark:
            st.text_input(
                "看到的情况",
                line.remark,
                max_chars=LONGEST_REMARK,
                key=f"{key}remark",
                on_change=store,
                args=(kind, running, line.id, key),
            )
        said = st.session_state.get(f"said{key}", "已保存" if line.verdict else "")
        if said:
            st.caption(said)
