"""What came of one's sittings: the result of a moment ago, all results so far, certificates."""

from __future__ import annotations

import streamlit as st

from app import results
from app.access import Who
from app.records.entry import Entry
from app.screens import bench
from app.screens.examined import heading, show_check
from app.screens.identity import attempt
from app.screens.marked import show_result
from app.screens.pieces import local_time, points, today
from app.screens.printing import print_button
from app.screens.wording import plain

SHOWN = 20
"""Results of a kind that are listed, the newest first."""


def past(who: Who) -> None:
    """Results so far, practical checks and certificates."""
    listed = attempt(lambda: results.results(bench(), who, kinds=tuple(results.RESULTS))) or []
    void = results.void(bench()) if listed else {}
    sittings = [entry for entry in listed if entry.kind == "sitting"]
    if sittings:
        st.subheader("成绩", anchor=False)
    for entry in sittings[:SHOWN]:
        with st.expander(f"{local_time(entry.at)}　{plain(told(entry))}{_void(entry, void)}"):
            show_result(entry)
    checks = [entry for entry in listed if entry.kind == "practical_check"]
    if checks:
        st.subheader("实操考核", anchor=False)
    for entry in checks[:SHOWN]:
        with st.expander(f"{plain(heading(entry))}{_void(entry, void)}"):
            show_check(entry, folded=False)
            print_button(entry.seq, entry.kind)
    certificates = [entry for entry in listed if entry.kind == "certificate"]
    if certificates:
        st.subheader("证书", anchor=False)
    for entry in certificates:
        payload = entry.payload
        over = "，已过期" if payload["valid_until"] < today() else ""
        with st.container(border=True):
            st.text(f"{payload['paper']}　{points(payload['score'])} 分")
            st.caption(
                f"编号 {payload['number']}　有效期至 {payload['valid_until']}{over}{_void(entry, void)}"
            )
            print_button(entry.seq, entry.kind)


def _void(entry: Entry, void: dict[int, int]) -> str:
    return f"　（已由第 {void[entry.seq]} 条更正作废）" if entry.seq in void else ""


def told(entry: Entry) -> str:
    """A result in a few words."""
    mark = "合格" if entry.payload["passed"] else "不合格"
    practice = "" if entry.payload.get("certifying", False) else "（练习）"
    return f"{entry.payload['paper']}　{points(entry.payload['score'])} 分　{mark}{practice}"


def just_handed_in(entry: Entry) -> None:
    """The result of a moment ago, alone on the page, until it has been read."""
    st.html('<div class="arrived"></div>')
    (st.success if entry.payload["passed"] else st.error)(
        plain(f"已交卷：{told(entry)}，合格线 {entry.payload['pass_mark']} 分。")
    )
    show_result(entry)
    if st.button("看完了", type="primary"):
        del st.session_state["handed_in"]
        st.rerun()
