"""Opens the database of the records, SQLite by path or PostgreSQL by URL; what is confirmed is on the disk.

A reading transaction sees one state. A writing one is alone: ``BEGIN IMMEDIATE`` on SQLite, on PostgreSQL a
lock for appends.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.records.errors import RecordsError
from app.records.migrate import up_to_date, upgrade
from app.records.protection import assert_protected

BUSY_SECONDS = 60
"""How long a writer waits for its turn before it gives up, unconfirmed."""
CHAIN_LOCK = 0x68626C31
"""Key of PostgreSQL's advisory lock that puts appends in a row ("hbl1")."""

_IMMEDIATE = {"handbook_immediate": True}


class Database:
    """One database of records, shared by threads; several processes may open it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sqlite = engine.dialect.name == "sqlite"
        self._turn = threading.RLock()

    @classmethod
    def open(cls, place: str | Path) -> Database:
        """Open, create or upgrade the database.

        Args:
            place: Path of a SQLite file, or a URL ``sqlite:///…`` or ``postgresql://…``.

        Raises:
            RecordsError: It cannot be opened, was made by a newer program, or its triggers are missing.
        """
        database = cls(engine_for(place))
        try:
            with translated():
                if not up_to_date(database.engine):
                    upgrade(database.engine)
                with database.engine.connect() as conn:
                    assert_protected(conn)
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and changes nothing."""
        with translated(), self.engine.connect() as conn:
            if not self.sqlite:
                conn = conn.execution_options(isolation_level="REPEATABLE READ")
            with conn.begin() as transaction:
                yield conn
                transaction.rollback()

    @contextmanager
    def writing(self, *, chain: bool = False) -> Iterator[Connection]:
        """A transaction; when the block ends without an error, its changes are on the disk.

        Args:
            chain: Wait for all other appends; needed to read the last entry and add the next.

        Raises:
            RecordsError: The changes could not be made durable; nothing was saved.
        """
        with translated(), self._alone(), self.engine.connect() as conn:
            conn = conn.execution_options(**_IMMEDIATE)
            with conn.begin():
                if chain and not self.sqlite:
                    conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
                yield conn

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Threads of this process queue here, fairer than SQLite's polling; PostgreSQL needs no queue."""
        if not self.sqlite:
            yield
            return
        with self._turn:
            yield

    def close(self) -> None:
        self.engine.dispose()


def engine_for(place: str | Path) -> Engine:
    """An engine for `place`; makes the folder and an owner-only file for SQLite, connects to nothing yet.

    Raises:
        RecordsError: The URL or path is not usable.
    """
    if isinstance(place, str) and "://" in place:
        try:
            url = make_url(place)
        except ArgumentError as error:
            raise RecordsError(
                "HANDBOOK_DATABASE_URL 不是数据库地址。", fix="写成 postgresql://用户@主机/库名。"
            ) from error
        if url.get_backend_name() == "postgresql":
            return create_engine(
                url.set(drivername="postgresql+psycopg"),
                pool_pre_ping=True,
                pool_size=10,
                connect_args={"options": "-c synchronous_commit=on -c timezone=UTC -c lock_timeout=60000"},
            )
        if url.get_backend_name() != "sqlite" or not url.database:
            raise RecordsError(
                f"不支持数据库 {url.get_backend_name()}。", fix="用 SQLite 文件或 postgresql:// 地址。"
            )
        place = url.database
    return _sqlite_engine(Path(place))


def _sqlite_engine(path: Path) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise RecordsError(
            f"不能打开记录文件 {path}：{error.strerror}。", fix="检查路径、权限和磁盘空间。"
        ) from error
    engine = create_engine(
        URL.create("sqlite", database=str(path)), pool_size=10, connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        immediate = conn.get_execution_options().get("handbook_immediate")
        conn.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Turns the database's errors into sentences; a fault of this program passes as it is."""
    try:
        yield
    except DBAPIError as error:
        raise _told(str(error.orig or error)) from error
    except PoolTimeout as error:
        raise RecordsError("数据库连接都在使用中，没有保存。", fix="稍后再试。") from error
    except SQLAlchemyError as error:
        raise RecordsError(f"数据库出错，没有保存：{error}。", fix="检查数据库后再试。") from error


_REASONS = (
    (("append-only",), "账本只能追加，不能改动或删除。", "更正请追加一条更正记录。"),
    (
        ("disk is full", "No space left", "DiskFull", "disk I/O error"),
        "磁盘写满或出错，没有保存。",
        "腾出空间或更换磁盘后再试。",
    ),
    (("locked", "lock timeout"), "数据库正忙，没有保存。", "稍后再试。"),
    (("readonly", "read-only"), "数据库是只读的，没有保存。", "检查文件权限。"),
    (("not a database", "malformed"), "数据库文件已损坏。", "从备份恢复：handbook records restore。"),
    (
        ("connection", "terminating"),
        "数据库连接断了，不能确认已保存。",
        "检查数据库服务和 HANDBOOK_DATABASE_URL，再看记录里有没有。",
    ),
)


def _told(reason: str) -> RecordsError:
    said = (reason.splitlines() or [""])[0]
    for signs, problem, fix in _REASONS:
        if any(sign in reason for sign in signs):
            return RecordsError(f"{problem}（{said}）", fix=fix)
    return RecordsError(f"数据库拒绝了这次操作，没有保存（{said}）。", fix="检查内容后再试。")
