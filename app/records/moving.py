"""Carries whole ledgers: backup while in use, restore with verification, move to another database, export."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select, text

from app.records.canonical import canonical_text
from app.records.checkpoints import read_anchor
from app.records.clock import SYSTEM_CLOCK, Clock
from app.records.database import Database
from app.records.entry import utc_text
from app.records.errors import RecordsError
from app.records.keys import public_pem
from app.records.ledger import Ledger
from app.records.schema import ledger, metadata, private_texts
from app.records.verify import Verification, verify

BACKUP_SCHEME = "handbook-backup/1"
_NEXT_NUMBER = """
SELECT setval(pg_get_serial_sequence('unanswered', 'id'), coalesce(max(id), 1)) FROM unanswered
"""
ROWS_AT_ONCE = 500
"""Rows per INSERT when a table is copied; well below both databases' limit of parameters."""
STANDALONE = Path(__file__).parent / "standalone" / "verify_ledger.py"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back."""

    entries: int
    lost: int
    """Entries that the anchors know of and the backup has not."""
    verification: Verification


# --- between databases


def copy_records(source: Database, target: Database) -> int:
    """Copy every table into an empty database, byte for byte, in one transaction.

    Returns:
        The number of entries.

    Raises:
        RecordsError: The target holds entries.
    """
    with source.reading() as old, target.writing(chain=True) as new:
        if new.execute(select(func.count()).select_from(ledger)).scalar():
            raise RecordsError("目标库里已经有记录。", fix="换一个空的数据库。")
        for table in metadata.sorted_tables:
            rows = old.execution_options(yield_per=ROWS_AT_ONCE).execute(_in_order(table)).mappings()
            for part in rows.partitions(ROWS_AT_ONCE):
                new.execute(insert(table), [dict(row) for row in part])
        if not target.sqlite:
            new.execute(text(_NEXT_NUMBER))
        return int(new.execute(select(func.count()).select_from(ledger)).scalar_one())


def move(source: str | Path, target: str | Path) -> int:
    """Copy the records into another, empty database and compare every digest.

    Returns:
        The number of entries.

    Raises:
        RecordsError: The target is not empty, or the copy differs.
    """
    with closing(Database.open(source)) as old, closing(Database.open(target)) as new:
        entries = copy_records(old, new)
        query = select(ledger.c.seq, ledger.c.digest).order_by(ledger.c.seq)
        with old.reading() as first, new.reading() as second:
            same = first.execute(query).all()[:entries] == second.execute(query).all()
    if not same:
        raise RecordsError("搬过去的账本与原来的不同。", fix="不要启用新库；检查磁盘后重来。")
    return entries


def _in_order(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns)


# --- backup and restore


def backup(book: Ledger, folder: Path, now: datetime, *, files: Path | None = None) -> Path:
    """Write a verified copy of the records while they are in use. Keys are never part of it.

    Args:
        folder: Receives a new folder named by the time.
        files: Folder of attachments to copy along.

    Returns:
        The new folder: ``records.db``, ``anchors.jsonl``, ``manifest.json``, ``files/``.

    Raises:
        RecordsError: The copy could not be written, or does not verify.
    """
    made = folder / now.strftime("%Y%m%dT%H%M%SZ")
    partial = made.with_name(made.name + ".partial")
    if made.exists():
        raise RecordsError(f"备份 {made} 已经存在。", fix="过一秒再试，或换一个目录。")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True, mode=0o700)
        _merge_anchors(book.anchoring.anchors, partial / "anchors.jsonl")
        _copy_database(book.database, partial / "records.db")
        found = verify(partial / "records.db", partial / "anchors.jsonl")
        if found.first_break is not None:
            raise RecordsError(
                f"备份核验不通过：第 {found.first_break.seq} 条，{found.first_break.problem}",
                fix="运行 handbook records verify 查明原因。",
            )
        if files is not None and files.is_dir():
            shutil.copytree(files, partial / "files")
        manifest = {
            "scheme": BACKUP_SCHEME,
            "at": utc_text(now),
            "entries": found.entries,
            "sha256": _sha256(partial / "records.db"),
        }
        (partial / "manifest.json").write_text(canonical_text(manifest) + "\n", encoding="utf-8")
        _sync(path for path in partial.rglob("*"))
        partial.rename(made)
        _sync([folder])
    except OSError as error:
        raise RecordsError(
            f"备份没有写成：{error.strerror}（{error.filename}）。", fix="检查磁盘空间和权限。"
        ) from error
    return made


def restore(
    made: Path,
    place: str | Path,
    keys: Path,
    anchors: Sequence[Path],
    *,
    files: Path | None = None,
    accept_loss: bool = False,
    clock: Clock = SYSTEM_CLOCK,
) -> Restored:
    """Bring a backup back into an empty place, verified before and recorded after.

    Args:
        accept_loss: Go on although the anchors know of entries that the backup has not.

    Raises:
        RecordsError: The backup is damaged, the place is not empty, or entries would be lost.
    """
    entries = _checked(made)
    lost = _lost(anchors, entries)
    if lost and not accept_loss:
        raise RecordsError(
            f"锚点记有 {entries + lost} 条，备份只有 {entries} 条：会丢失最后 {lost} 条。",
            fix="换一份更新的备份；确实没有时加 --accept-loss，丢失会记入账本。",
        )
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    _fill(made / "records.db", place)
    if files is not None and (made / "files").is_dir():
        shutil.copytree(made / "files", files, dirs_exist_ok=True)
    for anchor in anchors:
        if lost and anchor.exists():
            anchor.rename(anchor.with_name(f"{anchor.name}.before-{stamp}"))
    book = Ledger.open(place, keys, anchors=anchors, clock=clock)
    try:
        book.append("restored", "system", {"entries": entries, "lost": lost, "backup": made.name})
        book.checkpoint()
        return Restored(entries, lost, verify(place, [path for path in anchors if path.exists()]))
    finally:
        book.close()


def _checked(made: Path) -> int:
    try:
        manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
        intact = manifest["sha256"] == _sha256(made / "records.db")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordsError(f"{made} 不是备份。", fix="指明 handbook records backup 写出的文件夹。") from error
    if not intact:
        raise RecordsError(f"备份 {made} 的 records.db 被改动过或已损坏。", fix="换一份备份。")
    anchor = made / "anchors.jsonl"
    found = verify(made / "records.db", anchor if anchor.exists() else None)
    if found.first_break is not None:
        raise RecordsError(
            f"备份核验不通过：第 {found.first_break.seq} 条，{found.first_break.problem}", fix="换一份备份。"
        )
    return found.entries


def _lost(anchors: Sequence[Path], entries: int) -> int:
    known = [one.length for path in anchors if path.exists() for one in read_anchor(path)[0]]
    return max(0, max(known, default=0) - entries)


def _fill(copy: Path, place: str | Path) -> None:
    if isinstance(place, str) and "://" in place:
        with closing(Database.open(copy)) as source, closing(Database.open(place)) as target:
            copy_records(source, target)
        return
    path = Path(place)
    if path.exists():
        raise RecordsError(f"{path} 已经存在。", fix="先把它移到别处；恢复只写进空的地方。")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".restoring")
    shutil.copyfile(copy, fresh)
    fresh.chmod(0o600)
    _sync([fresh])
    fresh.rename(path)
    _sync([path.parent])


def _copy_database(database: Database, path: Path) -> None:
    if database.sqlite:
        with (
            closing(sqlite3.connect(str(database.engine.url.database), timeout=60)) as old,
            closing(sqlite3.connect(path)) as new,
        ):
            try:
                old.backup(new)
                new.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.Error as error:
                raise RecordsError(f"备份没有写成：{error}。", fix="检查磁盘空间和权限。") from error
        path.chmod(0o600)
        return
    with closing(Database.open(path)) as target:
        copy_records(database, target)
    with closing(sqlite3.connect(path)) as one_file:
        one_file.execute("PRAGMA journal_mode=DELETE")


def _merge_anchors(anchors: Sequence[Path], path: Path) -> None:
    """One file with every checkpoint of every anchor file, shortest first."""
    lines = {
        one.line(): one.length for anchor in anchors if anchor.exists() for one in read_anchor(anchor)[0]
    }
    path.write_text(
        "".join(f"{line}\n" for line in sorted(lines, key=lambda one: lines[one])), encoding="utf-8"
    )


# --- export


def export(book: Ledger, folder: Path, *, private: bool = False) -> int:
    """Write the ledger as JSON lines, with the public keys and the verifier that needs nothing else.

    Args:
        private: Add the personal words; without them the chain can be verified all the same.

    Returns:
        The number of entries.

    Raises:
        RecordsError: The folder is not empty, or cannot be written.
    """
    empty_folder(folder)
    try:
        entries = 0
        with (folder / "entries.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for entry in book.entries():
                file.write(canonical_text(entry.as_json()) + "\n")
                entries += 1
        with (folder / "checkpoints.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(one.line() + "\n" for one in book.anchoring.stored() if one.length <= entries)
        if private:
            with (
                book.database.reading() as conn,
                (folder / "private.jsonl").open("w", encoding="utf-8") as file,
            ):
                rows = conn.execute(select(private_texts).order_by(private_texts.c.seq)).mappings()
                file.writelines(canonical_text(dict(row)) + "\n" for row in rows if row["seq"] <= entries)
        if book.anchoring.keys is not None:
            keys = book.anchoring.keys.public_keys().values()
            (folder / "public-keys.pem").write_bytes(b"".join(public_pem(raw) for raw in keys))
        shutil.copyfile(STANDALONE, folder / STANDALONE.name)
    except OSError as error:
        raise RecordsError(
            f"导出没有写成：{error.strerror}（{error.filename}）。", fix="检查路径和磁盘。"
        ) from error
    return entries


def empty_folder(folder: Path) -> None:
    """Make `folder`, or see that it is empty.

    Raises:
        RecordsError: It holds something, or cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise RecordsError(f"{folder} 不是空的。", fix="换一个空的文件夹。")
    except OSError as error:
        raise RecordsError(
            f"不能写入 {folder}：{error.strerror}。", fix="换一个可以写入的文件夹。"
        ) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _sync(paths: Iterable[Path]) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
