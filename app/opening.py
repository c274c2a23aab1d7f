"""Opens the records of one home: ledger, working tables, people and accounts over one database."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts import Accounts
from app.home import Home
from app.people import People
from app.records.clock import SYSTEM_CLOCK, Clock
from app.records.ledger import Ledger
from app.records.store import Store
from app.settings import Settings, read_settings

PUBLISHED_ANCHORS = "anchors.jsonl"
"""Anchor file beside the editions of the public site: whoever keeps a copy can prove what was there by then."""


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that is kept in the database of one home."""

    ledger: Ledger
    store: Store
    people: People
    accounts: Accounts
    settings: Settings

    def close(self) -> None:
        """Give the database's connections back."""
        self.ledger.close()


def open_records(home: Home, *, clock: Clock = SYSTEM_CLOCK) -> Records:
    """Open or create the records of `home`.

    Raises:
        RecordsError: Database or keys cannot be used.
    """
    settings = read_settings(home)
    anchors = (*settings.anchors, home.site / PUBLISHED_ANCHORS)
    ledger = Ledger.open(settings.database, settings.keys, anchors=anchors, clock=clock)
    people = People(ledger)
    return Records(ledger, Store(ledger.database), people, Accounts(people), settings)
