"""The home's decisions on checklist items, read from its records."""

from __future__ import annotations

from pathlib import Path

from app.home import Home
from app.settings import read_settings
from checklists.local import Decision, read_decision


def item_decisions(home: Home) -> tuple[Decision, ...]:
    """Decisions as they stand, oldest first; none where the home has no records yet.

    Raises:
        RecordsError: The records cannot be read.
        HandbookError: A decision cannot be read.
    """
    database = read_settings(home).database
    if isinstance(database, Path) and not database.is_file():
        return ()
    from app.opening import open_records

    records = open_records(home)
    try:
        return tuple(read_decision(one.data) for one in records.store.decisions("item"))
    finally:
        records.close()
