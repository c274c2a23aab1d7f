"""Results of one person for those who lead: sittings, practical checks, certificates."""

from __future__ import annotations

from datetime import date

import streamlit as st

from app import results
from app.access import ALL_PROJECTS, may
from app.records.directory import Person
from app.records.entry import Entry
from app.screens import bench
from app.screens.examined import show_check
from app.screens.identity import attempt, me
from app.screens.pieces import local_time, points, today
from app.screens.printing import print_button
from app.screens.wording import plain

SHOWN = 20
"""Results listed, the newest first."""


def marks(person: Person) -> None:
    """Results of one person, once asked for; each time they are asked for the look is noted in the ledger."""
    key = f"marks{person.id}"
    if st.button("查看成绩、实操和证书", key=f"ask{person.id}", help="这次查看会记入账本"):
        st.session_state[key] = attempt(
            lambda: results.results(bench(), me(), person.id, kinds=tuple(results.RESULTS))
        )
    listed: list[Entry] | None = st.session_state.get(key)
    if listed is None:
        return
    if not listed:
        st.caption("没有考试、实操考核和证书。")
    void = results.void(bench())
    issued = results.issued(bench(), [entry.seq for entry in listed])
    for entry in listed[:SHOWN]:
        with st.container(border=True):
            if entry.seq in void:
                st.caption(f"已由账本第 {void[entry.seq]} 条更正作废")
            if entry.kind == "sitting":
                _sitting(person, entry, issued, entry.seq in void, key)
            elif entry.kind == "practical_check":
                show_check(entry)
                print_button(entry.seq, entry.kind)
            else:
                st.text(f"证书 {entry.payload['number']}　有效期至 {entry.payload['valid_until']}")
                st.caption(plain(f"{entry.payload.get('paper', '')}　{local_time(entry.at)} 签发"))
                print_button(entry.seq, entry.kind)
    if len(listed) > SHOWN:
        st.caption(f"只列出最新的 {SHOWN} 条；全部在证据包里。")


def _sitting(person: Person, entry: Entry, issued: dict[int, str], void: bool, key: str) -> None:
    state = "合格" if entry.payload["passed"] else "不合格"
    certifying = entry.payload.get("certifying", False)
    if not certifying:
        state += "　练习，不发证"
    st.text(f"{local_time(entry.at)}　{entry.payload['paper']}　{points(entry.payload['score'])} 分　{state}")
    if entry.seq in issued:
        st.caption(f"已发证 {issued[entry.seq]}")
        return
    project = entry.project or ALL_PROJECTS
    allowed = may(me(), "issue_certificate", project=project, subject=person.id)
    if entry.payload["passed"] and certifying and not void and allowed:
        st.button("发证", key=f"cert{entry.seq}", on_click=issue, args=(entry.seq, key))


def issue(seq: int, key: str) -> None:
    """Issue a certificate for one sitting; it joins the results on the screen."""
    entry = attempt(lambda: results.certify(bench(), me(), seq, date.fromisoformat(today())))
    if entry is not None:
        st.session_state[key] = [entry, *st.session_state.get(key, [])]
        st.toast(f"已发证 {entry.payload['number']}")
