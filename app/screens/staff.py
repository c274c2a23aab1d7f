"""Import of staff from a table, with their one-time passwords as a file to hand out."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from app.access import may
from app.accounts import Issued
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.wording import plain
from app.staff_import import COLUMNS, LARGEST_FILE, ImportReport, import_staff, read_staff, write_passwords


def one_time(issued: Issued) -> None:
    """A one-time password, shown once."""
    st.warning(f"{plain(issued.person.name)} 的一次性密码只显示这一次，请当面交付：")
    st.code(f"{issued.person.login}　{issued.password}", language=None)


def importing() -> None:
    """A table of people: joiners, transfers and leavers in one go."""
    done = st.session_state.get("imported")
    if done is not None:
        _told(*done)
    if not may(me(), "import_staff"):
        return
    with st.expander("从 Excel 或 CSV 导入员工"), st.form("import", clear_on_submit=True):
        st.caption(
            f"第一行为表头，可用：{'、'.join(COLUMNS)}。多个岗位、项目用顿号隔开；状态写“离职”即停用。"
        )
        file = st.file_uploader("员工表", type=["xlsx", "csv"], max_upload_size=LARGEST_FILE // 1_000_000)
        sent = st.form_submit_button("导入", type="primary")
    if sent and file is None:
        st.error("没有选文件。")
    elif sent and file is not None:
        made = attempt(lambda: _import(Path(file.name).suffix.lower(), file.getvalue()))
        if made is not None:
            st.session_state.imported = made
            st.rerun()


def _import(suffix: str, content: bytes) -> tuple[ImportReport, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        table, passwords = Path(folder, f"员工表{suffix}"), Path(folder, "passwords.csv")
        table.write_bytes(content)
        report = import_staff(bench().records.accounts, me(), read_staff(table))
        write_passwords(passwords, report.added)
        return report, passwords.read_bytes()


def _told(report: ImportReport, passwords: bytes) -> None:
    counts = (("新增", report.added), ("变动", report.changed), ("停用", report.disabled))
    st.success("、".join(f"{name} {len(listed)} 人" for name, listed in counts) + "。")
    if report.added:
        st.warning("一次性密码只在这里下载一次，离开本页即不再显示；交到本人手里后请删除文件。")
        st.download_button("下载一次性密码（CSV）", passwords, "passwords.csv", "text/csv")
    if st.button("知道了"):
        del st.session_state["imported"]
        st.rerun()
