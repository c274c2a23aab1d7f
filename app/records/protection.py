"""Triggers with which the database itself refuses to change the ledger, on SQLite and PostgreSQL.

SQLite's ``INSERT OR REPLACE`` deletes without firing a delete trigger: an insert must have the next number.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from app.records.errors import RecordsError
from app.records.schema import APPEND_ONLY

_REFUSAL = "append-only"
_GUARDS = {table.name: next(iter(table.primary_key)).name for table in APPEND_ONLY}
"""Table -> its number column; the ledger's is without gaps, a checkpoint's only grows."""


def protect(conn: Connection) -> None:
    """Create the triggers anew, after every migration (Alembic's batch mode drops them silently)."""
    for name, statement in _wanted(conn).items():
        table = name.split("_keeps_")[0]
        if conn.dialect.name == "sqlite":
            conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            conn.exec_driver_sql(statement)
        else:
            conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            conn.exec_driver_sql(_function(name, statement))
            conn.exec_driver_sql(_trigger(name, table))


def unprotected(conn: Connection) -> list[str]:
    """Names of triggers that are missing, disabled or not as `protect` writes them."""
    return sorted(name for name, statement in _wanted(conn).items() if _present(conn).get(name) != statement)


def assert_protected(conn: Connection) -> None:
    """Refuse to work on an open ledger.

    Raises:
        RecordsError: A trigger is missing or changed.
    """
    missing = unprotected(conn)
    if missing:
        raise RecordsError(
            f"数据库里禁止改动账本的触发器缺失或被改过：{'、'.join(missing)}。",
            fix="先运行 handbook records verify 查明账本是否被改动，再运行 handbook records protect 重建。",
        )


def _wanted(conn: Connection) -> dict[str, str]:
    """Trigger name -> what the database must hold for it."""
    wanted: dict[str, str] = {}
    sqlite = conn.dialect.name == "sqlite"
    for table, number in _GUARDS.items():
        follows = (
            f"NEW.{number} <> (SELECT coalesce(max({number}), 0) + 1 FROM {table})"
            if table == "ledger"
            else f"NEW.{number} <= (SELECT coalesce(max({number}), 0) FROM {table})"
        )
        for act in ("update", "delete") if sqlite else ("update", "delete", "truncate"):
            name = f"{table}_keeps_{act}"
            wanted[name] = (
                f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is {_REFUSAL}'); END"
                if sqlite
                else f"BEGIN RAISE EXCEPTION '{table} is {_REFUSAL}'; END;"
            )
        name = f"{table}_keeps_insert"
        wanted[name] = (
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {follows} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is {_REFUSAL}'); END"
            if sqlite
            else f"BEGIN IF {follows} THEN RAISE EXCEPTION '{table} is {_REFUSAL}'; END IF; RETURN NEW; END;"
        )
    return wanted


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$"


def _trigger(name: str, table: str) -> str:
    act = name.rsplit("_", 1)[1].upper()
    scope = "STATEMENT" if act == "TRUNCATE" else "ROW"
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {scope} EXECUTE FUNCTION {name}()"


def _present(conn: Connection) -> dict[str, str]:
    if conn.dialect.name == "sqlite":
        found = conn.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    else:
        found = conn.execute(
            text(
                "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
                " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND p.proname = t.tgname"
                " AND n.nspname = current_schema()"
            )
        )
    return dict(found.all())
