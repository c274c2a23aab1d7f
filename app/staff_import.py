"""Staff from CSV or Excel: joiners get an account, transfers new posts and projects, leavers lose theirs."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.access import ROLE_NAMES, Who, require
from app.accounts import (
    Accounts,
    Issued,
    change_assignment,
    change_role,
    check_role,
    disable,
    enter,
    enter_licence,
    issue,
    new_person,
)
from app.records.batch import Batch
from app.records.directory import Person
from indexer.clauses import HandbookError, SourceSpan, values

COLUMNS = ("姓名", "登录名", "工号", "手机", "角色", "岗位", "项目", "证件", "证件编号", "证件有效期", "状态")
"""Heads of the table; 姓名 is required and one of 登录名, 工号, 手机. ``、`` separates several values."""
LARGEST_FILE = 5_000_000
"""Bytes; ten thousand people fit."""
LARGEST_TABLE = 10_000
"""Rows."""
LEFT = "离职"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of the table."""

    where: SourceSpan
    name: str
    login: str
    staff_no: str
    phone: str
    role: str
    posts: tuple[str, ...]
    projects: tuple[str, ...]
    licences: tuple[tuple[str, str, str], ...]
    """Licence, number, ISO date of its last day or ""."""
    left: bool


@dataclass(slots=True)
class ImportReport:
    """What an import did."""

    added: list[Issued] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    disabled: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def as_json(self, *, with_passwords: bool) -> dict[str, Any]:
        """Login names by what happened; the one-time passwords only when they were not written elsewhere."""
        added = [
            {"login": one.person.login, "name": one.person.name, "id": one.person.id}
            | ({"password": one.password} if with_passwords else {})
            for one in self.added
        ]
        return {
            "added": added,
            "changed": self.changed,
            "disabled": self.disabled,
            "unchanged": self.unchanged,
        }


def read_staff(path: Path) -> list[StaffRow]:
    """The rows of a CSV (UTF-8 or GB 18030) or Excel file, first line heads.

    Raises:
        HandbookError: The file or a line is not as `COLUMNS` says; the first fault is named with its line.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise HandbookError(
                f"{path.name} 超过 {LARGEST_FILE // 1_000_000} MB。", fix="分成几个文件导入。"
            )
        table = _from_excel(path) if path.suffix.lower() == ".xlsx" else _from_csv(path)
    except OSError as error:
        raise HandbookError(f"读不出 {path}：{error.strerror}。", fix="检查路径。") from error
    if not table:
        raise HandbookError(f"{path.name} 是空的。", fix=f"第一行写表头：{'、'.join(COLUMNS)}。")
    heads = [head.strip() for head in table[0]]
    unknown = [head for head in heads if head and head not in COLUMNS]
    if "姓名" not in heads or unknown:
        problem = f"不认识表头 {'、'.join(unknown)}。" if unknown else "表头里没有“姓名”。"
        raise HandbookError(
            problem, where=SourceSpan(path.name, 1), fix=f"可用的表头：{'、'.join(COLUMNS)}。"
        )
    rows = [
        _row(SourceSpan(path.name, line), dict(zip(heads, (cell.strip() for cell in cells), strict=False)))
        for line, cells in enumerate(table[1:], 2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise HandbookError(f"{path.name} 里没有员工。", fix="表头下面每行写一人。")
    _no_doubles(rows)
    return rows


def import_staff(accounts: Accounts, actor: Who, rows: Sequence[StaffRow]) -> ImportReport:
    """Bring the accounts up to the table, all in one transaction.

    A person is recognised by login name, else by staff number. Who is not in the table stays as is.
    """
    require(actor, "import_staff")
    known = _index(accounts.people.everybody())
    fresh: dict[str, Issued] = {}
    for row in rows:  # hashing is slow on purpose: before the transaction
        if _known(known, row) is None and not row.left:
            person = new_person(
                name=row.name,
                login=row.login,
                role=row.role or "trainee",
                posts=row.posts,
                projects=row.projects,
                staff_no=row.staff_no,
                phone=row.phone,
            )
            fresh[row.login] = issue(person)
    report = ImportReport()
    with accounts.ledger.batch() as batch:
        for row in rows:
            found = _known(known, row)
            if row.login in fresh:
                enter(batch, actor, fresh[row.login].person)
                report.added.append(fresh[row.login])
                _licences(batch, actor, fresh[row.login].person.id, row)
            elif found is not None:
                _update(batch, actor, found, row, report)
    return report


def write_passwords(path: Path, issued: Iterable[Issued]) -> None:
    """A CSV of the one-time passwords that only its owner can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("登录名", "姓名", "一次性密码"))
        writer.writerows((_plain(one.person.login), _plain(one.person.name), one.password) for one in issued)


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _update(batch: Batch, actor: Who, person: Person, row: StaffRow, report: ImportReport) -> None:
    if row.left:
        if not person.disabled:
            disable(batch, actor, person)
            report.disabled.append(person.login)
        else:
            report.unchanged.append(person.login)
        return
    changed = False
    if row.role and row.role != person.role:
        change_role(batch, actor, person, row.role)
        person, changed = replace(person, role=row.role), True
    posts, projects = row.posts or person.posts, row.projects or person.projects
    if (posts, projects) != (person.posts, person.projects):
        change_assignment(batch, actor, person, posts, projects)
        changed = True
    changed = _licences(batch, actor, person.id, row) or changed
    (report.changed if changed else report.unchanged).append(person.login)


def _licences(batch: Batch, actor: Who, person: str, row: StaffRow) -> bool:
    from app.records.directory import held_licences

    held = {(one.licence, one.number, one.expires) for one in held_licences(batch.conn, person)}
    new = [one for one in row.licences if one not in held]
    for licence, number, expires in new:
        enter_licence(batch, actor, person, licence, number, expires)
    return bool(new)


def _index(people: Iterable[Person]) -> dict[str, Person]:
    """People by login name, and by staff number with a mark before it."""
    found: dict[str, Person] = {}
    for person in people:
        found[person.login] = person
        if person.staff_no:
            found[f"#{person.staff_no}"] = person
    return found


def _known(known: dict[str, Person], row: StaffRow) -> Person | None:
    return known.get(row.login) or known.get(f"#{row.staff_no}")


def _row(where: SourceSpan, cells: dict[str, str]) -> StaffRow:
    def cell(name: str) -> str:
        return cells.get(name, "")

    login = cell("登录名") or cell("工号") or cell("手机")
    if not cell("姓名") or not login:
        raise HandbookError("缺少姓名，或登录名、工号、手机都没有。", where=where, fix="补上姓名和其中一项。")
    codes = {label: code for code, label in ROLE_NAMES.items()}
    try:
        role = check_role(codes.get(cell("角色"), cell("角色"))) if cell("角色") else ""
        new_person(name=cell("姓名"), login=login, role=role or "trainee")
    except HandbookError as error:
        raise HandbookError(error.problem, where=where, fix=error.fix) from None
    if cell("状态") not in ("", "在职", LEFT):
        raise HandbookError(f"不认识状态“{cell('状态')}”。", where=where, fix="写在职或离职。")
    return StaffRow(
        where,
        cell("姓名"),
        login,
        cell("工号"),
        cell("手机"),
        role,
        values(cell("岗位")),
        values(cell("项目")),
        _listed_licences(where, cell("证件"), cell("证件编号"), cell("证件有效期")),
        cell("状态") == LEFT,
    )


def _listed_licences(
    where: SourceSpan, names: str, numbers: str, ends: str
) -> tuple[tuple[str, str, str], ...]:
    licences = values(names)
    columns = [licences]
    for text, head in ((numbers, "证件编号"), (ends, "证件有效期")):
        parts = tuple(part.strip() for part in text.split("、")) if text else ("",) * len(licences)
        if len(parts) != len(licences):
            raise HandbookError(
                f"{head}的个数与证件不同。", where=where, fix="几个证件就写几个，用顿号隔开。"
            )
        columns.append(parts)
    found = tuple(zip(*columns, strict=True))
    return tuple((licence, number, _date(where, end)) for licence, number, end in found)


def _date(where: SourceSpan, text: str) -> str:
    if not text or text == "长期":
        return ""
    plain = text.replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").replace("日", "")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day).isoformat()
    except ValueError:
        raise HandbookError(f"日期“{text}”不合格式。", where=where, fix="写成 2027-05-31 或长期。") from None


def _no_doubles(rows: Sequence[StaffRow]) -> None:
    seen: dict[str, StaffRow] = {}
    for row in rows:
        for key in {row.login, f"#{row.staff_no}"} - {"#"}:
            if key in seen:
                raise HandbookError(
                    f"“{key.lstrip('#')}”与第 {seen[key].where.line} 行重复。",
                    where=row.where,
                    fix="每人只写一行。",
                )
            seen[key] = row


def _from_csv(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise HandbookError(f"{path.name} 不是文字文件。", fix="另存为 CSV（UTF-8）或 .xlsx。")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise HandbookError(
            f"{path.name} 不是 CSV：{error}。", fix="另存为 CSV（UTF-8）或 .xlsx。"
        ) from error
    return _bounded(path, rows)


def _from_excel(path: Path) -> list[list[str]]:
    from zipfile import BadZipFile, ZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > 20 * LARGEST_FILE:
                raise HandbookError(f"{path.name} 解开后太大。", fix="另存为只含员工表的文件。")
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [
            [_text(cell) for cell in row[: len(COLUMNS) + 10]]
            for row in sheet.iter_rows(max_row=LARGEST_TABLE + 2, values_only=True)
        ]
        book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise HandbookError(f"{path.name} 不是 Excel 文件。", fix="用 Excel 另存为 .xlsx 或 CSV。") from error
    return _bounded(path, rows)


def _bounded(path: Path, rows: list[list[str]]) -> list[list[str]]:
    if len(rows) > LARGEST_TABLE + 1:
        raise HandbookError(f"{path.name} 超过 {LARGEST_TABLE} 行。", fix="分成几个文件导入。")
    return rows


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
