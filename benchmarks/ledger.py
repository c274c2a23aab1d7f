"""How fast records are kept: durable appends beside bare SQLite in the same run, verification, backup.

    python benchmarks/ledger.py [--entries 100000] [--appends 2000] [--url postgresql://…] [--json]

Everything is written to a temporary folder (--folder chooses the disk). The bars are those of the project: at
least 150 durable appends a second and half of bare SQLite's rate, 100,000 entries verified within 10 seconds.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from app.records.clock import SYSTEM_CLOCK
from app.records.ledger import Ledger
from app.records.moving import backup, restore
from app.records.standalone import verify_ledger
from app.records.verify import verify

WHO = "p-0123456789abcdef"
PAYLOAD = {"person": WHO, "section": "2.1", "opened": "2026-12-01T08:00:00Z", "seconds": 75}
CLAUSES = [(f"2.1-{number:02d}", "sha256:" + "a" * 64) for number in range(1, 6)]
SIGNED: dict[str, Any] = {"edition": "A/1", "clauses": CLAUSES, "meaning": "本人已阅读并理解"}
THREADS = 8


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare_sqlite(path: Path, appends: int, size: int) -> float:
    """Appends a second of one INSERT and COMMIT each, WAL and synchronous=FULL, rows as large as ours."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA journal_mode=WAL")
        conn.execute("PRAGMA synchronous=FULL")
        conn.execute("CREATE TABLE t (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        body = "x" * size

        def write() -> None:
            for _ in range(appends):
                conn.execute("BEGIN IMMEDIATE")
                conn.execute("INSERT INTO t (body) VALUES (?)", (body,))
                conn.execute("COMMIT")

        return appends / timed(write)


def append(ledger: Ledger, count: int) -> None:
    for _ in range(count):
        ledger.append(
            "acknowledgement", WHO, PAYLOAD, edition="A/1", clauses=CLAUSES, meaning="本人已阅读并理解"
        )


def in_threads(ledger: Ledger, count: int) -> None:
    threads = [threading.Thread(target=append, args=(ledger, count // THREADS)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def fill(ledger: Ledger, entries: int) -> None:
    """Bring the ledger to `entries` in transactions of a thousand."""
    while (left := entries - ledger.length()) > 0:
        with ledger.batch() as batch:
            for _ in range(min(left, 1000)):
                batch.append(
                    "acknowledgement",
                    WHO,
                    PAYLOAD,
                    edition="A/1",
                    clauses=CLAUSES,
                    meaning="本人已阅读并理解",
                )


def measure(folder: Path, place: str | Path, entries: int, appends: int) -> dict[str, float | int | bool]:
    """All measurements over one database."""
    keys, anchor = folder / "keys", folder / "anchors.jsonl"
    ledger = Ledger.open(place, keys, anchors=[anchor])
    append(ledger, 50)
    size = len(json.dumps(ledger.entry(10).as_json(), ensure_ascii=False))
    bare = [bare_sqlite(folder / "bare-1.db", appends // 2, size)]
    one = appends / timed(lambda: append(ledger, appends))
    bare.append(bare_sqlite(folder / "bare-2.db", appends // 2, size))
    many = appends / timed(lambda: in_threads(ledger, appends))
    fill(ledger, entries)
    ledger.checkpoint()
    verified = timed(lambda: _sound(verify(place, anchor, keys).ok))
    result = {
        "entries": ledger.length(),
        "appends_per_s": round(one),
        "appends_per_s_8_threads": round(many),
        "bare_sqlite_per_s": round(sum(bare) / 2),
        "share_of_bare": round(one / (sum(bare) / 2), 2),
        "verify_s": round(verified, 2),
    }
    if not isinstance(place, str):
        alone = timed(lambda: _sound(verify_ledger.verify(place, [anchor], None)["ok"]))
        result["standalone_verify_s"] = round(alone, 2)
        made: list[Path] = []
        result["backup_s"] = round(
            timed(lambda: made.append(backup(ledger, folder / "b", SYSTEM_CLOCK.now()))), 2
        )
        target = folder / "restored" / "records.db"
        result["restore_s"] = round(timed(lambda: restore(made[0], target, keys, [folder / "new.jsonl"])), 2)
    ledger.close()
    return result


def _sound(ok: bool) -> None:
    if not ok:
        raise SystemExit("the ledger does not verify")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the ledger.")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--appends", type=int, default=2000)
    parser.add_argument("--url", help="empty PostgreSQL database instead of SQLite")
    parser.add_argument("--folder", type=Path, help="where to write (default: the system's temporary folder)")
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=words.folder) as name:
        folder = Path(name)
        result = measure(folder, words.url or folder / "records.db", words.entries, words.appends)
    if words.json:
        print(json.dumps(result))
    else:
        for field, value in result.items():
            print(f"{field:>24}  {value}")
    good = result["appends_per_s"] >= 150 and result["verify_s"] <= 10 * result["entries"] / 100_000
    return 0 if good and (words.url or result["share_of_bare"] >= 0.5) else 1


if __name__ == "__main__":
    sys.exit(main())
