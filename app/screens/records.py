"""记录: the entries that one may see, whether the ledger verifies, one's own export."""

from __future__ import annotations

import streamlit as st

from app import viewing
from app.access import may
from app.records.kinds import KINDS
from app.screens import bench
from app.screens.correcting import correcting_button, correction
from app.screens.identity import attempt, me
from app.screens.pieces import local_time
from app.screens.printing import print_button
from app.screens.wording import plain

EVERY = "全部类别"


def checking() -> None:
    """Verify on request, and say what the result rests on."""
    if not st.button("核验账本"):
        return
    with st.spinner("正在核验……"):
        found = attempt(lambda: viewing.verification(bench(), me()))
    if found is None:
        return
    if found.ok:
        st.success(f"{found.entries} 条记录，链完整，没有改动。")
    elif found.first_break is not None:
        st.error(f"第 {found.first_break.seq} 条有问题：{found.first_break.problem}")
    anchored = f"锚点证明到第 {found.anchored_to} 条。" if found.anchored_to else "还没有锚点作证。"
    st.caption("　".join((anchored, *found.notes)))


who = me()
st.title("记录", anchor=False)
correction()
left, right = st.columns([2, 1])
names = {EVERY: "", **{name: kind for kind, (name, _) in KINDS.items()}}
kind = names[left.selectbox("类别", names)]
mine = not may(who, "view_ledger") or right.toggle("只看与我有关的")
rows = attempt(lambda: viewing.visible(bench(), who, kind=kind, mine=mine)) or []
if not rows:
    st.caption("没有记录。")
for row in rows:
    about = f" → {row.about}" if row.about else ""
    place = "　".join(part for part in (row.project, row.edition and f"版本 {row.edition}") if part)
    over = f"　（已由第 {row.void_by} 条更正作废）" if row.void_by else ""
    with st.expander(plain(f"{local_time(row.at)}　{row.kind}　{row.who}{about}　{row.words}{over}")):
        st.text(f"第 {row.seq} 条　{place}")
        st.code(row.digest, language=None, wrap_lines=True)
        if row.printable:
            print_button(row.seq, row.code)
        if row.correctable:
            correcting_button(row.seq)
if len(rows) == viewing.PAGE:
    st.caption(f"只列出最新的 {viewing.PAGE} 条；全部记录用 handbook records list 或证据包。")
if rows:
    st.download_button("下载本页（CSV）", viewing.as_csv(rows), "records.csv", "text/csv")
if st.button("导出我的全部记录"):
    data = attempt(lambda: viewing.own_export(bench(), me()))
    if data is not None:
        st.download_button("下载 JSON", data, "my-records.json", "application/json")
if may(who, "verify_ledger"):
    checking()
