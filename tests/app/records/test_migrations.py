"""The tables can be brought up and down with data in them, and stay protected."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.records import migrate, protection
from app.records.database import Database
from app.records.errors import RecordsError
from app.records.schema import metadata
from app.records.verify import verify
from tests.app.records.conftest import acknowledge


def test_the_program_knows_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    script = ScriptDirectory.from_config(config)
    assert script.get_current_head() == migrate.HEAD
    assert tuple(one.revision for one in reversed(list(script.walk_revisions()))) == migrate.KNOWN


def test_migrations_make_the_tables_that_the_program_describes(ledger):
    with ledger.database.engine.connect() as conn:
        assert compare_metadata(MigrationContext.configure(conn), metadata) == []


def test_going_down_and_up_keeps_every_entry_and_the_protection(ledger, place, anchor):
    for _ in range(5):
        acknowledge(ledger, private={"remark": "备注"})
    ledger.checkpoint()
    before = list(ledger.entries())
    for revision in ("0002", "0001"):
        migrate.downgrade(ledger.database.engine, revision)
        with ledger.database.engine.connect() as conn:
            assert protection.unprotected(conn) == []
    migrate.upgrade(ledger.database.engine)
    assert list(ledger.entries()) == before
    assert verify(place, anchor).anchored_to == 6
    Database.open(place).close()


def test_a_ledger_with_entries_is_never_migrated_away(ledger):
    with pytest.raises(RecordsError, match="不能退到空库"):
        migrate.downgrade(ledger.database.engine, "base")
    assert ledger.length() == 1


def test_an_empty_database_goes_down_to_nothing(place):
    database = Database.open(place)
    migrate.downgrade(database.engine, "base")
    assert not migrate.up_to_date(database.engine)
    database.close()


def test_records_of_a_newer_program_are_refused(ledger, place):
    with ledger.database.engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordsError, match="比程序新"):
        Database.open(place)
