"""Example records are made from a seed and a day, are marked, verify, and go away without a trace."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from revision_home import company, founded

from app.demo import SUFFIX, demo_home, make_demo, remove_demo
from app.home import Home
from app.records.ledger import Ledger
from app.records.verify import verify
from indexer.clauses import HandbookError

UNTIL = date(2026, 11, 20)


@pytest.fixture
def home(no_home: Path) -> Home:
    return founded(no_home / "home", in_git=False)


def made(home: Home, seed: int = 1) -> Counter[str]:
    make_demo(home, people=12, years=1, seed=seed, until=UNTIL)
    ledger = Ledger.open(demo_home(home).records_db, demo_home(home).keys)
    try:
        return Counter(entry.kind for entry in ledger.entries())
    finally:
        ledger.close()


def story(home: Home) -> list[tuple[object, ...]]:
    """What does not hang on the ledger's own random numbers."""
    ledger = Ledger.open(demo_home(home).records_db)
    try:
        return [
            (entry.kind, entry.at, entry.actor, entry.payload.get("score"), entry.payload.get("passed"))
            for entry in ledger.entries()
            if entry.kind not in ("opened", "edition_issued")
        ]
    finally:
        ledger.close()


def test_a_year_of_records_of_every_kind_that_verifies(home: Home):
    kinds = made(home)
    assert {"acknowledgement", "sitting", "certificate", "practical_check", "inspection", "rectification",
            "decision"} <= set(kinds)  # fmt: skip
    assert kinds["sitting"] >= 8
    assert kinds["clock"] == 0  # time never goes back
    place = demo_home(home)
    found = verify(place.records_db, [place.data / "anchors.jsonl"], place.keys)
    assert found.ok
    assert found.anchored_to == found.entries


def test_every_name_and_every_time_says_that_it_is_an_example(home: Home):
    made(home)
    ledger = Ledger.open(demo_home(home).records_db)
    entries = list(ledger.entries())
    assert {entry.clock for entry in entries} == {"demo"}
    accounts = [
        entry for entry in entries if entry.kind == "account" and entry.payload["change"] == "created"
    ]
    assert len(accounts) == 12
    assert all(str(ledger.private(entry)["name"]).endswith(SUFFIX) for entry in accounts)
    ledger.close()


def test_the_same_seed_tells_the_same_story_and_another_one_another(home: Home):
    made(home)
    first = story(home)
    remove_demo(home)
    made(home)
    assert story(home) == first
    remove_demo(home)
    made(home, seed=2)
    assert story(home) != first


def test_the_real_ledger_is_never_touched(no_home: Path):
    firm = company(no_home / "real")
    before = [entry.digest for entry in firm.records.ledger.entries()]
    make_demo(firm.home, people=6, years=1, seed=1, until=UNTIL)
    remove_demo(firm.home)
    assert [entry.digest for entry in firm.records.ledger.entries()] == before
    assert not demo_home(firm.home).data.exists()
    firm.records.close()


def test_nothing_but_example_records_is_removed(home: Home):
    place = demo_home(home).data
    place.mkdir(parents=True)
    (place / "records.db").write_text("not an example")
    with pytest.raises(HandbookError, match="没有示例记录"):
        remove_demo(home)
    assert (place / "records.db").exists()
    with pytest.raises(HandbookError, match="已有示例记录"):
        make_demo(home, people=6, years=1, seed=1, until=UNTIL)


@pytest.mark.parametrize(("people", "years"), [(5, 1), (501, 1), (6, 0), (6, 6)])
def test_numbers_out_of_range_are_refused_before_anything_is_made(home: Home, people: int, years: int):
    with pytest.raises(HandbookError, match="不能用"):
        make_demo(home, people=people, years=years, seed=1, until=UNTIL)
    assert not demo_home(home).data.exists()
