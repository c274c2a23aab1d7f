"""What came of one's sittings: the result of a moment ago, all results so far, certificates."""

from __future__ import annotations

import streamlit as st

from app import results
from app.access import Who
from app.certificate_page import certificate_page
from app.records.entry import Entry
from app.screens import bench
from app.screens.identity import attempt
from app.screens.marked import show_result
from app.screens.pieces import local_time, points, today
from app.screens.wording import plain


def past(who: Who) -> None:
    """Results so far and certificates."""
    entries = attempt(lambda: results.results(bench(), who)) or []
    if entries:
        st.subheader("成绩", anchor=False)
    for entry in entries[:20]:
        with st.expander(f"{local_time(entry.at)}　{plain(told(entry))}"):
            show_result(entry)
    certificates = attempt(lambda: results.certificates(bench(), who)) or []
    if certificates:
        st.subheader("证书", anchor=False)
    names = bench().records.people.names()
    for entry in certificates:
        payload = entry.payload
        over = "，已过期" if payload["valid_until"] < today() else ""
        with st.container(border=True):
            st.text(f"{payload['paper']}　{points(payload['score'])} 分")
            st.caption(f"编号 {payload['number']}　有效期至 {payload['valid_until']}{over}")
            page = certificate_page(bench(), entry, who.name, names.get(entry.actor, ""))
            name = f"证书-{payload['number']}.html"
            st.download_button("下载证书（网页，可打印）", page, name, "text/html", key=f"cert{entry.seq}")


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
