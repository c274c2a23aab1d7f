"""Ledgers can be carried: backup in use, restore, another database. Every hash comes along."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.records.errors import RecordsError
from app.records.ledger import Ledger
from app.records.moving import backup, export, move, restore
from app.records.standalone import verify_ledger
from app.records.store import Store
from app.records.verify import verify
from tests.app.records.conftest import START, WHO, acknowledge


@pytest.fixture
def empty(place: str | Path, tmp_path: Path, request: pytest.FixtureRequest) -> str | Path:
    """A second empty place of the same kind."""
    if isinstance(place, Path):
        return tmp_path / "restored" / "records.db"
    return str(request.getfixturevalue("postgres")())


def test_a_backup_under_writes_is_a_whole_ledger(ledger, tmp_path, hands):
    hands.step = timedelta(0)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            acknowledge(ledger)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = [backup(ledger, tmp_path / "b", START + timedelta(seconds=n)) for n in range(3)]
    finally:
        stop.set()
        thread.join()
    now = {entry.seq: entry for entry in ledger.entries()}
    for one in made:
        assert verify(one / "records.db", one / "anchors.jsonl").ok
        copy = Ledger.open(one / "records.db")
        assert all(now[entry.seq] == entry for entry in copy.entries())
        copy.close()


def test_a_restore_brings_back_every_entry_and_says_so(ledger, tmp_path, keys, empty, hands):
    files = tmp_path / "files"
    files.mkdir()
    (files / "photo").write_text("x")
    for _ in range(5):
        acknowledge(ledger, private={"remark": "备注"})
    ledger.checkpoint()
    before = list(ledger.entries())
    made = backup(ledger, tmp_path / "b", START, files=files)
    again = tmp_path / "again.jsonl"
    done = restore(made, empty, keys, [again], files=tmp_path / "files2", clock=hands.clock())
    assert (done.entries, done.lost, done.verification.ok) == (6, 0, True)
    assert (tmp_path / "files2" / "photo").read_text() == "x"
    copy = Ledger.open(empty, keys, anchors=[again], clock=hands.clock())
    entries = list(copy.entries())
    assert entries[:6] == before
    assert entries[6].kind == "restored"
    assert copy.private(entries[1]) == {"remark": "备注"}
    assert not list(made.rglob("*.key.pem"))
    copy.close()


def test_a_backup_older_than_the_anchors_is_restored_only_when_the_loss_is_accepted(
    ledger, tmp_path, keys, anchor, empty, hands
):
    made = backup(ledger, tmp_path / "b", START)
    acknowledge(ledger)
    acknowledge(ledger)
    ledger.checkpoint()
    with pytest.raises(RecordsError, match="会丢失最后 2 条"):
        restore(made, empty, keys, [anchor])
    done = restore(made, empty, keys, [anchor], accept_loss=True, clock=hands.clock())
    assert (done.entries, done.lost, done.verification.ok) == (1, 2, True)
    copy = Ledger.open(empty)
    assert copy.entry(2).payload["lost"] == 2
    copy.close()
    assert len(list(anchor.parent.glob("anchors.jsonl.before-*"))) == 1


def test_a_damaged_backup_is_refused(ledger, tmp_path, keys, empty):
    made = backup(ledger, tmp_path / "b", START)
    whole = (made / "records.db").read_bytes()
    (made / "records.db").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(RecordsError, match="已损坏"):
        restore(made, empty, keys, [])
    with pytest.raises(RecordsError, match="不是备份"):
        restore(tmp_path / "b", empty, keys, [])


def test_nothing_is_restored_over_records(ledger, place, tmp_path, keys):
    made = backup(ledger, tmp_path / "b", START)
    with pytest.raises(RecordsError, match=r"已经存在|已经有记录"):
        restore(made, place, keys, [])
    assert ledger.length() == 1


@pytest.mark.postgres
def test_moving_to_postgresql_keeps_every_hash(
    tmp_path, open_ledger, postgres: Callable[[], str], anchor, keys
):
    source = tmp_path / "records.db"
    ledger = open_ledger(source)
    store = Store(ledger.database)
    for _ in range(30):
        acknowledge(ledger, private={"remark": "备注"})
    store.note_unanswered("跳闸了怎么办", ["3.2"], START)
    begun = store.start("sitting", WHO, {"items": [1]}, START)
    store.save_answer(begun.id, "q-1", {"choice": 2}, START)
    ledger.checkpoint()
    target = postgres()
    assert move(source, target) == 31
    moved = open_ledger(target)
    assert [entry.digest for entry in moved.entries()] == [entry.digest for entry in ledger.entries()]
    assert verify(target, anchor, keys).anchored_to == 31
    assert Store(moved.database).answers(begun.id) == {"q-1": {"choice": 2}}
    Store(moved.database).note_unanswered("另一个问题", [], START)
    assert acknowledge(moved).seq == 32
    with pytest.raises(RecordsError, match="已经有记录"):
        move(source, target)


def test_an_export_from_either_database_verifies_by_itself(ledger, tmp_path, anchor):
    acknowledge(ledger, private={"remark": "备注"})
    ledger.checkpoint()
    assert export(ledger, tmp_path / "out", private=True) == 2
    result = verify_ledger.verify(tmp_path / "out", [anchor], tmp_path / "out" / "public-keys.pem")
    assert result == {"entries": 2, "ok": True, "first_break": None, "anchored_to": 2}


def test_an_export_into_a_folder_in_use_is_refused(ledger, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")
    with pytest.raises(RecordsError, match="不是空的"):
        export(ledger, tmp_path / "out")
