"""Results of one person for those who lead, and certificates for what was passed."""

from __future__ import annotations

from datetime import date

import streamlit as st

from app import results
from app.access import ALL_PROJECTS, may
from app.records.directory import Person
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import local_time, points, today


def marks(person: Person) -> None:
    """Results of one person; the look is noted in the ledger."""
    if not st.button("查看考试成绩", key=f"marks{person.id}", help="这次查看会记入账本"):
        return
    listed = attempt(lambda: results.results(bench(), me(), person.id)) or []
    if not listed:
        st.caption("没有考试。")
    issued = results.issued(bench(), [entry.seq for entry in listed])
    for entry in listed[:10]:
        state = "合格" if entry.payload["passed"] else "不合格"
        if not entry.payload.get("certifying", False):
            state += "　练习，不发证"
        st.text(
            f"{local_time(entry.at)}　{entry.payload['paper']}　{points(entry.payload['score'])} 分　{state}"
        )
        if entry.seq in issued:
            st.caption(f"已发证 {issued[entry.seq]}")
            continue
        project = entry.project or ALL_PROJECTS
        certifying = entry.payload.get("certifying", False)
        if (
            entry.payload["passed"]
            and certifying
            and may(me(), "issue_certificate", project=project, subject=person.id)
        ):
            st.button("发证", key=f"cert{entry.seq}", on_click=issue, args=(entry.seq,))


def issue(seq: int) -> None:
    """Issue a certificate for one sitting."""
    entry = attempt(lambda: results.certify(bench(), me(), seq, date.fromisoformat(today())))
    if entry is not None:
        st.toast(f"已发证 {entry.payload['number']}")
