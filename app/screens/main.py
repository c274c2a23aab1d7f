"""The frame around every page: style, name, navigation by role."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.access import ROLE_NAMES
from app.screens import PAGES, TITLE, bench
from app.screens.identity import me

HERE = Path(__file__).parent
ICON = str(HERE.parent / "web" / "assets" / "icon.png")

st.set_page_config(page_title=TITLE, page_icon=ICON, layout="centered", initial_sidebar_state="auto")
st.html(HERE.parent / "web" / "assets" / "app.css")

who = me()
groups: dict[str, list[st.Page]] = {}
for page in PAGES:
    path = HERE / f"{page.file}.py"
    if who.role in page.roles and path.exists():
        shown = st.Page(path, title=page.title, icon=page.icon, url_path=page.file, default=not groups)
        groups.setdefault(page.group, []).append(shown)
chosen = st.navigation(groups, expanded=True)
with st.sidebar:
    st.text(f"{who.name}　{ROLE_NAMES[who.role]}")
    st.caption(f"现行版本 {bench().edition}")
    st.html(
        '<p class="doors"><a href="/handbook/" target="_blank" rel="noopener">公开手册</a>'
        '<a href="/auth/password" target="_self">改密码</a><a href="/auth/logout" target="_self">退出</a></p>'
    )
chosen.run()
