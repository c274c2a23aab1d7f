"""What waits for somebody, on the first page."""

from __future__ import annotations

import streamlit as st

from app.access import Who
from app.screens import PAGES, bench
from app.screens.identity import attempt
from app.screens.wording import plain
from app.tasks import tasks
from app.workbench import now


def show_tasks(who: Who) -> None:
    """What waits for this person, each with the page where it is done."""
    waiting = attempt(lambda: tasks(bench(), who, now())) or []
    if waiting:
        st.subheader("我要做的", anchor=False)
    for task in waiting:
        page = next(page for page in PAGES if page.file == task.page)
        late = "（请尽快）" if task.late else ""
        st.page_link(f"{task.page}.py", label=plain(f"{task.words}{late}"), icon=page.icon)
