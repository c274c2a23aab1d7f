"""A table of staff becomes accounts: joiners, transfers, leavers. One bad line and nothing is imported."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.accounts import Accounts
from app.people import CONSOLE, People
from app.records.ledger import Ledger
from app.staff_import import COLUMNS, import_staff, read_staff, write_passwords
from indexer.clauses import HandbookError

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
TABLE = """姓名,工号,角色,岗位,项目,证件,证件编号,证件有效期,状态
赵六,1001,员工,电工、维修工,翠湖苑,电工证、登高证,T1、T2,2027/5/31、长期,
钱七,1002,主管,秩序主管,翠湖苑、望江府,,,,在职
"""


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    ledger = Ledger.open(tmp_path / "records.db")
    yield Accounts(People(ledger))
    ledger.close()


def staff(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "staff.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_joiners_get_accounts_with_posts_projects_and_licences(accounts, tmp_path, encoding):
    report = import_staff(accounts, CONSOLE, read_staff(staff(tmp_path, TABLE, encoding)))
    assert [one.person.login for one in report.added] == ["1001", "1002"]
    zhao, qian = accounts.people.everybody()
    assert (zhao.name, zhao.role, zhao.posts) == ("赵六", "trainee", ("电工", "维修工"))
    assert (qian.role, qian.projects) == ("supervisor", ("翠湖苑", "望江府"))
    held = accounts.people.licences(zhao.id)
    assert [(one.licence, one.number, one.expires) for one in held] == [
        ("电工证", "T1", "2027-05-31"),
        ("登高证", "T2", ""),
    ]
    token = accounts.people.sign_in("1001", report.added[0].password, NOW)
    assert accounts.people.session(token, NOW).must_change


def test_the_same_table_again_changes_nothing(accounts, tmp_path):
    rows = read_staff(staff(tmp_path, TABLE))
    import_staff(accounts, CONSOLE, rows)
    before = accounts.ledger.length()
    report = import_staff(accounts, CONSOLE, rows)
    assert report.unchanged == ["1001", "1002"]
    assert accounts.ledger.length() == before


def test_transfers_and_leavers_are_brought_up_to_date(accounts, tmp_path):
    import_staff(accounts, CONSOLE, read_staff(staff(tmp_path, TABLE)))
    text = "姓名,工号,岗位,项目,状态\n赵六,1001,电工,望江府,\n钱七,1002,,,离职\n孙八,1003,,,离职\n"
    report = import_staff(accounts, CONSOLE, read_staff(staff(tmp_path, text)))
    assert (report.changed, report.disabled, report.added) == (["1001"], ["1002"], [])
    zhao, qian = accounts.people.everybody()
    assert (zhao.posts, zhao.projects, qian.disabled) == (("电工",), ("望江府",), True)


def test_excel_is_read_with_its_dates_and_numbers(accounts, tmp_path):
    book = Workbook()
    book.active.append(["姓名", "工号", "证件", "证件有效期"])
    book.active.append(["赵六", 1001, "电工证", datetime(2027, 5, 31)])
    book.save(tmp_path / "staff.xlsx")
    (row,) = read_staff(tmp_path / "staff.xlsx")
    assert (row.login, row.licences) == ("1001", (("电工证", "", "2027-05-31"),))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "是空的"),
        ("姓名,工号\n", "没有员工"),
        ("名字,工号\n赵六,1\n", "不认识表头 名字"),
        ("工号\n1\n", "没有“姓名”"),
        ("姓名,工号\n赵六,1\n钱七,\n", "staff.csv:3: 缺少姓名"),
        ("姓名,工号,角色\n赵六,1,老板\n", "staff.csv:2: 没有角色“老板”"),
        ("姓名,工号,证件,证件有效期\n赵六,1,电工证,2027-13-01\n", "staff.csv:2: 日期“2027-13-01”"),
        ("姓名,工号,证件,证件有效期\n赵六,1,电工证,2027-1-1、长期\n", "个数与证件不同"),
        ("姓名,工号,状态\n赵六,1,休假\n", "不认识状态“休假”"),
        ("姓名,工号\n赵六,1\n钱七,1\n", "staff.csv:3: “1”与第 2 行重复"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_imported(tmp_path, text, words):
    with pytest.raises(HandbookError) as refusal:
        read_staff(staff(tmp_path, text))
    assert words in str(refusal.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\x00\xff", b"PK\x03\x04broken", b"\x00" * 100])
@pytest.mark.parametrize("name", ["staff.csv", "staff.xlsx"])
def test_a_file_of_another_kind_is_refused_in_a_sentence(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(HandbookError):
        read_staff(tmp_path / name)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_the_text_it_is_read_or_refused(tmp_path, text):
    path = tmp_path / "staff.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{text}", encoding="utf-8", newline="")
    with contextlib.suppress(HandbookError):
        read_staff(path)


def test_a_name_cannot_become_a_formula_in_the_list_of_passwords(accounts, tmp_path):
    report = import_staff(accounts, CONSOLE, read_staff(staff(tmp_path, "姓名,工号\n=1+1,1001\n")))
    write_passwords(tmp_path / "pw.csv", report.added)
    assert "'=1+1" in (tmp_path / "pw.csv").read_text("utf-8-sig")
    assert stat.S_IMODE((tmp_path / "pw.csv").stat().st_mode) == 0o600
