"""Ledgers in both databases, a clock that tests set, and keys and anchors of their own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.records.clock import Clock
from app.records.ledger import Ledger

START = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
WHO = "p-0123456789abcdef"
OTHER = "p-fedcba9876543210"
FINGERPRINT = "sha256:" + "a" * 64


def traceable() -> bool:
    """Whether this machine lets one process trace another."""
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode
        == 0
    )


collect_ignore = [] if traceable() else ["test_durability.py"]


@dataclass
class Hands:
    """A clock that moves one second a reading, or as a test says."""

    at: datetime = START
    step: timedelta = field(default=timedelta(seconds=1))

    def clock(self) -> Clock:
        return Clock("test", self.read)

    def read(self) -> datetime:
        self.at += self.step
        return self.at


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """An empty place for records, in SQLite and in PostgreSQL."""
    if request.param == "sqlite":
        return tmp_path / "var" / "records.db"
    return str(request.getfixturevalue("postgres")())


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def anchor(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "anchors.jsonl"


@pytest.fixture
def open_ledger(keys: Path, anchor: Path, hands: Hands) -> Iterator[Callable[[str | Path], Ledger]]:
    """Opens ledgers and closes them after the test."""
    opened: list[Ledger] = []

    def _open(place: str | Path) -> Ledger:
        opened.append(Ledger.open(place, keys, anchors=[anchor], clock=hands.clock()))
        return opened[-1]

    yield _open
    for one in opened:
        one.close()


@pytest.fixture
def ledger(place: str | Path, open_ledger: Callable[[str | Path], Ledger]) -> Ledger:
    """An open ledger, in SQLite and in PostgreSQL."""
    return open_ledger(place)


def acknowledge(ledger: Ledger, section: str = "2.1", **more: object) -> object:
    """One ordinary entry."""
    return ledger.append(
        "acknowledgement",
        WHO,
        {"person": WHO, "section": section},
        project="翠湖苑",
        edition="A/1",
        clauses=[("2.1-07", FINGERPRINT)],
        meaning="本人已阅读并理解",
        **more,  # type: ignore[arg-type]
    )
