"""Who is at this screen, read again at every call: a session ended elsewhere ends here too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from app.access import Who
from app.records.errors import RecordsError
from app.screens import bench
from app.screens.wording import plain
from app.web import rules
from app.workbench import now
from indexer.clauses import HandbookError

T = TypeVar("T")


def current_user() -> Who | None:
    """The person whose session cookie came with this connection, as the account is now."""
    cookies = st.context.cookies
    for https in (True, False):
        token = cookies.get(rules.session_cookie(https), "")
        who = bench().records.people.session(token, now()) if token else None
        if who is not None:
            # the gate has named the person too: a connection never changes hands
            return who if st.user.to_dict().get("id", who.id) == who.id else None
    return None


def me() -> Who:
    """The person at this screen; without a session the screen ends here."""
    who = current_user()
    if who is None or who.must_change:
        st.error("登录已过期。")
        st.html('<a href="/auth/login" target="_self">重新登录</a>')
        st.stop()
    return who


def attempt(action: Callable[[], T]) -> T | None:
    """Do it, or say what is wrong; `None` where it was refused."""
    try:
        return action()
    except (HandbookError, RecordsError) as error:
        st.error(plain(f"{error.problem}{error.fix}"))
        return None
