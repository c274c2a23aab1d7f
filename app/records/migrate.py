"""Brings the tables to the form that this program knows, and back. Alembic is imported only for that."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from app.records.errors import RecordsError
from app.records.protection import protect

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0003"
"""Newest revision in `migrations/versions`; a test holds it against the files."""
KNOWN = ("0001", "0002", "0003")
SCHEMA_LOCK = 0x68626D31
"""Key of PostgreSQL's advisory lock that lets one process migrate ("hbm1")."""


def revision_of(engine: Engine) -> str | None:
    """Revision of the tables, `None` before the first migration."""
    with engine.connect() as conn:
        if not inspect(conn).has_table("alembic_version"):
            return None
        return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()


def up_to_date(engine: Engine) -> bool:
    """Whether the tables have the newest form.

    Raises:
        RecordsError: They were made by a newer program.
    """
    found = revision_of(engine)
    if found is not None and found not in KNOWN:
        raise RecordsError(f"记录库的结构 {found} 比程序新。", fix="升级程序后再打开。")
    return found == HEAD


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run the missing migrations in one transaction, then create the triggers anew."""
    with _one_at_a_time(engine) as conn:
        from alembic import command

        command.upgrade(_config(conn), to)
        if to == "head":
            protect(conn)


def downgrade(engine: Engine, to: str) -> None:
    """Take migrations back, then create the triggers anew.

    Raises:
        RecordsError: It would drop a ledger that holds entries.
    """
    with _one_at_a_time(engine) as conn:
        if to == "base" and conn.execute(text("SELECT count(*) FROM ledger")).scalar():
            raise RecordsError("账本里有记录，不能退到空库。", fix="先备份，再另建空库。")
        from alembic import command

        command.downgrade(_config(conn), to)
        if to != "base":
            protect(conn)


def _config(conn: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = conn
    return config


@contextmanager
def _one_at_a_time(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other process's migration overlaps."""
    if engine.dialect.name == "sqlite":
        with Path(f"{engine.url.database}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with engine.connect() as plain, plain.execution_options(handbook_immediate=True).begin():
                yield plain
        return
    with engine.begin() as conn:
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})
        yield conn
