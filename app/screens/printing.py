"""The printed page of one entry, made when it is asked for."""

from __future__ import annotations

import streamlit as st

from app.entry_print import NAMES, printed
from app.screens import bench
from app.screens.identity import attempt, me


def print_button(seq: int, kind: str) -> None:
    """Make the page, then offer it; a look at another's result is noted."""
    name = NAMES[kind]
    if st.button(f"生成{name}打印件", key=f"print{seq}", icon=":material/print:", type="tertiary"):
        file = attempt(lambda: printed(bench(), me(), seq))
        if file is not None:
            st.download_button(f"下载{name}（网页，可打印）", file[1], file[0], "text/html", key=f"file{seq}")
