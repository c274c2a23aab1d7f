"""Example people and records, to see the program at work: marked as such, apart from the real ones.

They lie in a data folder of their own, ``<data>/demo``, with a ledger, keys and copies of the text of its own:
no example ever gets into the real ledger, and to remove them the folder is removed. The app opens them with
``HANDBOOK_DATA=<data>/demo``. The clock of their entries is named ``demo``; every name ends in （示例）.

Everything goes through the use cases that people use, at the times of a made-up calendar.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.demo_acts import Acts, Hands
from app.demo_calendar import Calendar
from app.demo_people import SUFFIX, invented
from app.home import Home
from app.opening import Records
from app.people import People
from app.records.clock import Clock
from app.records.ledger import Ledger
from app.records.store import Store
from app.settings import Settings
from app.workbench import Workbench
from indexer.clauses import HandbookError

__all__ = ["SUFFIX", "Demo", "demo_home", "make_demo", "remove_demo"]

FOLDER = "demo"
MARK = ".example-records"
"""File that says what the folder is; without it nothing is removed."""
MOST_PEOPLE, MOST_YEARS = 500, 5
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made."""

    home: Home
    people: int
    entries: int
    login: str
    password: str
    """Of every example account."""


def demo_home(home: Home) -> Home:
    """The installation with the example data in place of the real ones."""
    place = home.data / FOLDER
    return Home(home.root, place, place / "keys")


def make_demo(
    home: Home, *, people: int, years: int, seed: int, until: date, tell: Told = lambda _: None
) -> Demo:
    """Make example records; the same numbers, seed and day give the same people, papers and results.

    Args:
        people: How many accounts.
        years: How long they have been at work.
        seed: Of every choice.
        until: Last day of the calendar.

    Raises:
        HandbookError: There are example records already, or the numbers are out of range.
    """
    if not 6 <= people <= MOST_PEOPLE:
        raise HandbookError(f"示例人数 {people} 不能用。", fix=f"写 6 至 {MOST_PEOPLE}。")
    if not 1 <= years <= MOST_YEARS:
        raise HandbookError(f"示例年数 {years} 不能用。", fix=f"写 1 至 {MOST_YEARS}。")
    place = demo_home(home)
    if place.data.exists():
        raise HandbookError(f"{place.data} 里已有示例记录。", fix="先运行 handbook demo --remove。")
    place.data.mkdir(parents=True)
    (place.data / MARK).write_text("示例人员和记录，可用 handbook demo --remove 整个删除。\n", "utf-8")
    start = datetime(until.year, until.month, until.day, 1, tzinfo=UTC) - timedelta(days=365 * years)
    hands = Hands(start)
    records = _records(place, hands.clock)
    try:
        bench = Workbench(place, records, tell=tell)
        dice = random.Random(seed)
        acts = Acts(bench, hands, dice, invented(bench.handbook, bench.duties(), dice, people))
        end = datetime(until.year, until.month, until.day, 12, tzinfo=UTC)
        password = Calendar(bench, hands, dice, acts, start, end, tell).run()
        records.ledger.checkpoint()
        count = len(records.people.everybody())
        return Demo(place, count, records.ledger.length(), acts.manager.login, password)
    except BaseException:
        records.close()
        shutil.rmtree(place.data, ignore_errors=True)
        raise
    finally:
        records.close()


def remove_demo(home: Home) -> None:
    """Remove the example records, and nothing else.

    Raises:
        HandbookError: There are none.
    """
    place = demo_home(home)
    if not (place.data / MARK).is_file():
        raise HandbookError(f"{place.data} 里没有示例记录。", fix="用 handbook demo --people N 生成。")
    shutil.rmtree(place.data)


def _records(place: Home, clock: Clock) -> Records:
    anchors = (place.data / "anchors.jsonl",)
    ledger = Ledger.open(place.records_db, place.keys, anchors=anchors, clock=clock)
    people = People(ledger)
    from app.accounts import Accounts

    settings = Settings(place.records_db, place.keys, anchors, False)
    return Records(ledger, Store(ledger.database), people, Accounts(people), settings)
