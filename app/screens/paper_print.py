"""A paper to print, with its answer sheet, and the key for whoever marks it."""

from __future__ import annotations

import secrets

import streamlit as st

from app.access import Who, may
from app.printouts import paper_file
from app.screens import bench
from app.screens.identity import attempt, me
from app.sitting import Offer


def printing(who: Who, offer: Offer) -> None:
    """Draw a paper and hand out its two files; a key without its paper is of no use, so both stay together."""
    if not may(who, "make_paper"):
        return
    drawn: dict[str, str] = st.session_state.setdefault("printed", {})
    if st.button("生成纸质试卷（Word）", type="tertiary", icon=":material/print:"):
        drawn.clear()
        drawn[offer.title] = secrets.token_hex(4)
    if offer.title not in drawn:
        return
    seed = drawn[offer.title]
    for name, key in (("试卷和答题卡", False), ("答案", True)):
        file = attempt(lambda key=key: paper_file(bench(), me(), offer, seed, key=key))  # type: ignore[misc]
        if file is not None:
            title = f"{name}-{offer.title.replace('　', '-')}-{seed}.docx"
            st.download_button(f"下载{name}", file, title, key=f"print{key}", icon=":material/download:")
