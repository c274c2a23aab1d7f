"""Reads a ledger for verification: as it lies there, changing nothing, trusting nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import make_url

from app.records.database import engine_for, translated
from app.records.entry import COLUMNS
from app.records.errors import RecordsError
from app.records.schema import checkpoints, ledger, private_texts

_CHECKPOINTS = "length, head, root, at, key, signature"
_PRIVATE = "commitment, seq, field, subject, salt, text"


@dataclass(frozen=True, slots=True)
class Source:
    """One state of a database of records."""

    rows: Iterator[tuple[Any, ...]]
    """`COLUMNS` of every entry by number; may raise `sqlite3.DatabaseError` where the file is damaged."""
    checkpoints: list[tuple[Any, ...]]
    """length, head, root, at, key, signature."""
    private: dict[str, tuple[Any, ...]]
    """commitment -> seq, field, subject, salt, text."""


@contextmanager
def open_source(place: str | Path) -> Iterator[Source]:
    """The records in a SQLite file or a PostgreSQL database, read in one transaction.

    Raises:
        RecordsError: There is no ledger.
    """
    if isinstance(place, str) and "://" in place:
        if not place.startswith("sqlite"):
            with _postgres(place) as source:
                yield source
            return
        place = make_url(place).database or ""
    with _sqlite(Path(place)) as source:
        yield source


@contextmanager
def _sqlite(path: Path) -> Iterator[Source]:
    if not path.is_file():
        raise RecordsError(f"没有记录文件 {path}。", fix="用 --db 指明 records.db。")
    try:
        connection = _connect(path)
    except sqlite3.Error as error:
        raise RecordsError(f"{path} 不是记录库：{error}。", fix="用 --db 指明 records.db。") from error
    with closing(connection):
        try:
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            if ("ledger",) not in found:
                raise RecordsError(f"{path} 里没有账本。", fix="用 --db 指明 records.db。")
            connection.execute("BEGIN")
            stored = connection.execute(f"SELECT {_CHECKPOINTS} FROM checkpoints ORDER BY length").fetchall()
            private = connection.execute(f"SELECT {_PRIVATE} FROM private_texts").fetchall()
            rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM ledger ORDER BY seq")
        except sqlite3.Error as error:
            raise RecordsError(
                f"{path} 读不出来：{error}。", fix="从备份恢复：handbook records restore。"
            ) from error
        yield Source(rows, stored, {row[0]: row[1:] for row in private})


def _connect(path: Path) -> sqlite3.Connection:
    """Read-only; as it stands where even the lock file beside it cannot be made."""
    quoted = path.resolve().as_uri()
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(f"{quoted}?{mode}", uri=True, isolation_level=None, timeout=60)
        connection.text_factory = _lenient
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return connection
        except sqlite3.OperationalError:
            connection.close()
            if "immutable" in mode:
                raise
    raise AssertionError("unreachable")


def _lenient(raw: bytes) -> str:
    """Bytes that are no UTF-8 become surrogates, which no seal covers."""
    return raw.decode("utf-8", "surrogateescape")


@contextmanager
def _postgres(url: str) -> Iterator[Source]:
    engine = engine_for(url)
    try:
        with translated(), engine.connect() as plain:
            conn = plain.execution_options(isolation_level="REPEATABLE READ")
            with conn.begin():
                stored = [
                    tuple(row) for row in conn.execute(select(checkpoints).order_by(checkpoints.c.length))
                ]
                private = {row[0]: tuple(row[1:]) for row in conn.execute(select(private_texts))}
                query = select(*(ledger.c[name] for name in COLUMNS)).order_by(ledger.c.seq)
                found = conn.execution_options(yield_per=1000).execute(query)
                yield Source((tuple(row) for row in found), stored, private)
    finally:
        engine.dispose()
