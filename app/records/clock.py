"""Where the time comes from. An entry names the source: nobody takes demo data for the server's clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A source of time with its name."""

    source: str
    """Written into each entry; lower-case word."""
    now: Callable[[], datetime]
    """The present moment, with time zone."""


def _system() -> datetime:
    return datetime.now(UTC)


SYSTEM_CLOCK = Clock("system", _system)
"""The clock of the computer on which the program runs."""


def fixed_clock(moment: datetime, source: str = "fixed") -> Clock:
    """A clock that stands still, for tests and examples."""
    return Clock(source, lambda: moment)
