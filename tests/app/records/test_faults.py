"""What was confirmed is kept: killed processes, full disks, many writers, several at the first start."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.records.ledger import Ledger
from app.records.verify import verify

ROUNDS = 150 if os.environ.get("SOAK") else 6
"""Writers killed, in each database; `make soak` asks for the long form."""

WRITER = """
import resource
import sys
from pathlib import Path
from app.records.errors import RecordsError
from app.records.ledger import Ledger

place, folder, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
ledger = Ledger.open(place, folder / "keys", anchors=[folder / "anchors.jsonl"])
print("ready", flush=True)
who = "p-0123456789abcdef"
for number in range(count):
    try:
        made = ledger.append(
            "acknowledgement", who, {"person": who, "section": "2.1"}, private={"remark": "备注" * 50}
        )
    except RecordsError as error:
        print("refused", error.problem, flush=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        made = ledger.append("acknowledgement", who, {"person": who, "section": "2.1"})
        print(made.seq, made.digest, flush=True)
        break
    print(made.seq, made.digest, flush=True)
ledger.close()
"""


def writer(
    place: str | Path, folder: Path, count: int, before: Callable[[], None] | None = None
) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place), str(folder), str(count)],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=before,
    )


def confirmed(lines: list[str]) -> dict[int, str]:
    """Numbers and digests that a writer confirmed; a line cut by the kill was not read by anybody."""
    whole = [line.split() for line in lines if line.endswith("\n")]
    return {int(words[0]): words[1] for words in whole if words[0].isdigit()}


def kept(place: str | Path) -> dict[int, str]:
    ledger = Ledger.open(place)
    found = {entry.seq: entry.digest for entry in ledger.entries()}
    ledger.close()
    return found


@pytest.mark.slow
@pytest.mark.soak
def test_killing_a_writer_at_any_moment_loses_nothing_confirmed(place, tmp_path):
    chance = random.Random(20261201)
    promised: dict[int, str] = {}
    for _ in range(ROUNDS):
        child = writer(place, tmp_path, 100_000)
        with child, child.stdout as out:
            assert out.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.4))
            os.kill(child.pid, signal.SIGKILL)
            promised |= confirmed(out.readlines())
    found = kept(place)
    assert len(promised) > 50
    assert promised.items() <= found.items()
    result = verify(place, tmp_path / "anchors.jsonl")
    assert result.ok, result


@pytest.mark.slow
def test_a_full_disk_confirms_nothing_that_is_not_kept_and_goes_on_when_there_is_room(tmp_path):
    import resource

    place = tmp_path / "records.db"
    Ledger.open(place, tmp_path / "keys", anchors=[tmp_path / "anchors.jsonl"]).close()
    limit = 1_000_000

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    child = writer(place, tmp_path, 100_000, small_disk)
    with child, child.stdout as out:
        lines = out.readlines()
    assert lines[-2].startswith("refused"), lines[-3:]
    assert "没有保存" in lines[-2]
    promised = confirmed(lines)
    assert len(promised) > 20
    found = kept(place)
    assert promised.items() <= found.items()
    assert len(found) == len(promised) + 1
    assert verify(place, tmp_path / "anchors.jsonl").ok


@pytest.mark.slow
def test_processes_that_start_and_write_at_once_make_one_chain(place, tmp_path):
    children = [writer(place, tmp_path, 25) for _ in range(4)]
    promised: dict[int, str] = {}
    for child in children:
        with child, child.stdout as out:
            mine = confirmed(out.readlines())
            assert len(mine) == 25
            assert not mine.keys() & promised.keys()
            promised |= mine
    assert promised.items() <= kept(place).items()
    result = verify(place, tmp_path / "anchors.jsonl")
    assert (result.ok, result.entries) == (True, 101)


def test_a_confirmation_waits_for_the_disk(ledger):
    with ledger.database.reading() as conn:
        if ledger.database.sqlite:
            asked = {
                name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous")
            }
            assert asked == {"journal_mode": "wal", "synchronous": 2}
        else:
            assert conn.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
            assert conn.exec_driver_sql("SHOW fsync").scalar() == "on"
