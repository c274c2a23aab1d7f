"""Power may fail the moment after a confirmation: traced at the system calls, each waits for the disk.

Collected where one process may trace another (conftest.py); elsewhere `test_a_confirmation_waits_for_the_disk`
looks at the databases' own settings alone.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_faults import WRITER, confirmed

from app.records.verify import verify

CALL = re.compile(r"(?P<name>pwrite64|write|fsync|fdatasync)\(\d+<(?P<file>[^>]*)>")
ENTRIES = 5


@pytest.fixture
def calls(tmp_path: Path) -> list[tuple[str, str]]:
    """The writes and syncs of a process that appends and confirms `ENTRIES` entries: name and file of each."""
    database, trace, told = tmp_path / "records.db", tmp_path / "trace", tmp_path / "told"
    words = ["strace", "-f", "-y", "-e", "trace=pwrite64,write,fsync,fdatasync", "-o", str(trace)]
    with told.open("w") as stream:
        subprocess.run(
            [*words, sys.executable, "-c", WRITER, str(database), str(tmp_path), str(ENTRIES)],
            stdout=stream,
            check=True,
        )
    assert len(confirmed(told.read_text().splitlines(keepends=True))) == ENTRIES
    assert verify(database, tmp_path / "anchors.jsonl").ok
    found = (CALL.search(line) for line in trace.read_text(errors="replace").splitlines())
    return [(one["name"], Path(one["file"]).name) for one in found if one]


@pytest.mark.slow
def test_no_entry_is_confirmed_before_its_write_reached_the_disk(calls):
    unsynced, written, confirmations = 0, 0, 0
    for name, file in calls:
        if file == "records.db-wal" and name == "pwrite64":
            unsynced, written = unsynced + 1, written + 1
        elif file == "records.db-wal":
            unsynced = 0
        elif file == "told":
            confirmations += 1
            assert not unsynced, "a confirmation left the process while its entry was in memory only"
    assert written >= ENTRIES and confirmations >= ENTRIES


@pytest.mark.slow
def test_every_anchor_is_synced_after_it_is_written(calls):
    last = {file: name for name, file in calls if file == "anchors.jsonl"}
    assert last == {"anchors.jsonl": "fsync"}
