#!/usr/bin/env python3
"""Verifies a ledger of the handbook by itself. Written from docs/ledger-format.md alone.

    python verify_ledger.py LEDGER [--anchor FILE] [--public-key FILE]

LEDGER is a SQLite file, or a folder with entries.jsonl, checkpoints.jsonl and, if given, private.jsonl.
Needs Python 3.11 and the package `cryptography`; imports nothing of the project. Writes the result as JSON.
Exit status: 0 in order, 1 something is wrong, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIELDS = [
    "seq",
    "kind",
    "at",
    "clock",
    "actor",
    "project",
    "edition",
    "clauses",
    "meaning",
    "payload",
    "prev",
    "digest",
]
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
STATEMENT = ["scheme", "ledger", "length", "head", "root", "at", "key"]


Read = tuple[Iterable[Any], list[dict[str, Any]], dict[str, Any] | None]
Fault = tuple[int, str, str]


class Unusable(Exception):
    """A file that cannot be read at all."""


def canonical(value: object) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def strictly(text: str) -> object:
    """The value of a text that is canonical JSON without fractions; ValueError for any other."""

    def refuse(number: str) -> None:
        raise ValueError(number)

    value = json.loads(text, parse_float=refuse, parse_constant=refuse)
    if canonical(value) != text.encode("utf-8"):
        raise ValueError("not canonical")
    return value


def hashed(prefix: str, value: object) -> str:
    return prefix + hashlib.sha256(canonical(value)).hexdigest()


def tree_of(leaves: list[bytes]) -> list[list[bytes]]:
    """Complete subtrees: level k holds the hashes of leaves 0 … 2^k - 1, 2^k … 2 * 2^k - 1 and so on."""
    levels = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = range(0, len(below) - 1, 2)
        levels.append([hashlib.sha256(b"\x01" + below[i] + below[i + 1]).digest() for i in pairs])
    return levels


def root_of(levels: list[list[bytes]], length: int) -> bytes:
    """RFC 6962 tree hash of the first `length` leaves: complete subtrees, joined from the right."""
    peaks, start = [], 0
    for level in range(length.bit_length() - 1, -1, -1):
        if length >> level & 1:
            peaks.append(levels[level][start >> level])
            start += 1 << level
    root = peaks.pop()
    while peaks:
        root = hashlib.sha256(b"\x01" + peaks.pop() + root).digest()
    return root


def signature_holds(public: bytes, value: object, signature: object) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(str(signature)), canonical(value))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def short_name(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]


# --- reading


def keys_in(path: Path) -> dict[str, bytes]:
    keys = {}
    pem = re.compile(rb"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)
    try:
        for block in pem.findall(path.read_bytes()):
            key = serialization.load_pem_public_key(block)
            if not isinstance(key, Ed25519PublicKey):
                raise Unusable(f"{path}: a key is not Ed25519")
            raw = key.public_bytes_raw()
            keys[short_name(raw)] = raw
    except (OSError, ValueError) as error:
        raise Unusable(f"{path}: {error}") from error
    if not keys:
        raise Unusable(f"{path}: no public key")
    return keys


def anchors_in(path: Path) -> tuple[list[dict[str, Any]], list[int]]:
    """Checkpoints, and numbers of bad lines; an unfinished last line is neither."""
    try:
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError as error:
        raise Unusable(f"{path}: {error}") from error
    good, bad = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = strictly(line)
            if not isinstance(one, dict) or sorted(one) != sorted([*STATEMENT, "signature"]):
                raise ValueError(line)
            texts = all(isinstance(one[name], str) for name in one if name != "length")
            if one["scheme"] != "handbook-checkpoint/1" or type(one["length"]) is not int or not texts:
                raise ValueError(line)
            good.append(one)
        except (ValueError, RecursionError):
            if number < len(lines):
                bad.append(number)
    return good, bad


def rows_of_database(path: Path) -> Read:
    """Entries one by one, then the two other tables."""
    where = path.resolve().as_uri()
    connection = sqlite3.connect(f"{where}?mode=ro", uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection = sqlite3.connect(f"{where}?mode=ro&immutable=1", uri=True)
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    connection.execute("BEGIN")
    stored = connection.execute(
        "SELECT length, head, root, at, key, signature FROM checkpoints ORDER BY length"
    )
    checkpoints = [
        dict(zip(["length", "head", "root", "at", "key", "signature"], row, strict=True)) for row in stored
    ]
    kept = connection.execute("SELECT commitment, seq, field, subject, salt, text FROM private_texts")
    private = {row[0]: row[1:] for row in kept}
    return connection.execute(f"SELECT {', '.join(FIELDS)} FROM ledger ORDER BY seq"), checkpoints, private


def rows_of_export(folder: Path) -> Read:
    def lines(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines() if line]

    def row(text: str) -> list[Any]:
        # an export's line as a whole is canonical; a fraction or a changed order makes it unreadable
        try:
            entry: Any = strictly(text)
        except ValueError:
            entry = {**json.loads(text), "payload": None}
        cells = [entry.get(name) for name in FIELDS]
        for place in (FIELDS.index("clauses"), FIELDS.index("payload")):
            cells[place] = "?" if cells[place] is None else canonical(cells[place]).decode()
        return cells

    entries = (row(text) for text in (folder / "entries.jsonl").read_text("utf-8").splitlines() if text)
    private = None
    if (folder / "private.jsonl").exists():
        names = ["seq", "field", "subject", "salt", "text"]
        private = {one["commitment"]: tuple(one[name] for name in names) for one in lines("private.jsonl")}
    return entries, lines("checkpoints.jsonl"), private


# --- checking


class Ledger:
    def __init__(self, trusted: dict[str, bytes], private: dict[str, Any] | None) -> None:
        self.trusted, self.given, self.private = dict(trusted), bool(trusted), private
        self.count, self.sound, self.name = 0, True, ""
        self.digests: list[str] = []
        self.leaves: list[bytes] = []
        self.wanting: dict[str, int] = {}
        self.before = ""

    def walk(self, rows: Iterable[Any]) -> Fault | None:
        first = None
        try:
            for row in rows:
                self.count += 1
                first = first or self.fault(row)
                if not first:
                    self.digests.append(row[-1])
                    self.leaves.append(hashlib.sha256(b"\x00" + row[-1].encode()).digest())
        except sqlite3.DatabaseError as error:
            first = first or (self.count + 1, "unreadable", str(error))
        if not self.count and not first:
            first = (0, "empty", "there is no entry")
        self.sound = first is None
        return first

    def fault(self, row: Any) -> Fault | None:
        here = self.count
        if row[0] != here:
            if isinstance(row[0], int) and row[0] > here:
                return here, "missing", f"entries {here} to {row[0] - 1} are missing"
            return here, "order", f"number {row[0]!r} stands here"
        if any(not isinstance(cell, str) for cell in row[1:]):
            return here, "form", "a field is not text"
        entry = dict(zip(FIELDS, row, strict=True))
        digest = entry.pop("digest")
        try:
            entry["clauses"], entry["payload"] = strictly(entry["clauses"]), strictly(entry["payload"])
            sealed = hashed("hb1-sha256:", {"scheme": "handbook-ledger/1", **entry})
        except (ValueError, RecursionError):
            return here, "altered", "not canonical JSON"
        if sealed != digest:
            return here, "altered", "content and seal disagree"
        if entry["prev"] != (self.digests[-1] if self.digests else "hb1-sha256:" + "0" * 64):
            return here, "unlinked", "does not follow the entry before it"
        return self.fault_inside(here, entry)

    def fault_inside(self, here: int, entry: dict[str, Any]) -> Fault | None:
        payload, kind = entry["payload"], entry["kind"]
        if not isinstance(payload, dict) or not WHEN.fullmatch(entry["at"]):
            return here, "form", "time or payload is malformed"
        if (kind == "opened") != (here == 1):
            return here, "form", "the opening entry is not the first, or not the only one"
        if here == 1:
            self.name = str(payload.get("ledger", ""))
        if kind != "clock" and entry["at"] < self.before:
            return here, "clock", "earlier than the entry before it"
        self.before = entry["at"]
        return self.fault_private(here, entry) or self.fault_key(here, entry)

    def fault_private(self, here: int, entry: dict[str, Any]) -> Fault | None:
        payload = entry["payload"]
        if self.private is None:
            return None
        words = payload.get("private", {})
        for field, sealed in words.items() if isinstance(words, dict) else ():
            if sealed not in self.private:
                self.wanting[sealed] = here
                continue
            seq, label, subject, salt, text = self.private[sealed]
            facts = {
                "scheme": "handbook-private/1",
                "salt": salt,
                "field": label,
                "subject": subject,
                "text": text,
            }
            try:
                good = hashed("hp1-sha256:", facts) == sealed and label == field and seq == here
            except (ValueError, TypeError):
                good = False
            if not good:
                return here, "private", f"the words of {field} were altered"
        if entry["kind"] == "erasure":
            for sealed in payload.get("erased", []):
                self.wanting.pop(sealed, None)
        return None

    def fault_key(self, here: int, entry: dict[str, Any]) -> Fault | None:
        if entry["kind"] not in ("opened", "key"):
            return None
        payload = entry["payload"]
        try:
            public = bytes.fromhex(payload["public_key"])
        except (KeyError, TypeError, ValueError):
            return here, "key", "malformed public key"
        if entry["kind"] == "opened":
            if public and not self.given:
                self.trusted[short_name(public)] = public
            return None
        old = self.trusted.get(str(payload.get("previous")))
        if old is None:
            return None
        named = {"scheme": "handbook-key/1", "public_key": public.hex()}
        if not signature_holds(old, named, payload.get("endorsement")):
            return here, "key", "the old key did not endorse the new one"
        self.trusted[short_name(public)] = public
        return None

    def compare(self, checkpoints: list[dict[str, Any]], word: str) -> tuple[int | None, list[Fault]]:
        """The longest checkpoint that agrees, and every disagreement."""
        agreed, faults, strangers = 0, [], []
        reach, levels = len(self.digests), tree_of(self.leaves)
        for one in checkpoints:
            length = one["length"]
            if self.name and one["ledger"] != self.name:
                faults.append((0, word, "a checkpoint of another ledger"))
            elif one["key"] not in self.trusted:
                strangers.append(length)
            elif not signature_holds(
                self.trusted[one["key"]], {name: one[name] for name in STATEMENT}, one["signature"]
            ):
                faults.append((length, word, f"the signature of checkpoint {length} is wrong"))
            elif length > self.count:
                faults.append((self.count + 1, "truncated", f"there were {length} entries, now {self.count}"))
            elif length <= reach:
                same = length > 0 and (self.digests[length - 1], root_of(levels, length).hex()) == (
                    one["head"],
                    one["root"],
                )
                if same:
                    agreed = length
                else:
                    faults.append((length, "resealed", f"sealed anew between {agreed + 1} and {length}"))
        late = [length for length in strangers if length > agreed]
        if late and self.sound:
            faults.append((late[0], word, f"checkpoint {late[0]} was signed by a key that is not trusted"))
        return agreed or None, faults


def verify(ledger: Path, anchors: list[Path], public_key: Path | None) -> dict[str, Any]:
    trusted = keys_in(public_key) if public_key else {}
    read = [anchors_in(path) for path in anchors]
    try:
        rows, stored, private = rows_of_export(ledger) if ledger.is_dir() else rows_of_database(ledger)
    except (OSError, sqlite3.Error, ValueError, KeyError) as error:
        raise Unusable(f"{ledger}: {error}") from error
    book = Ledger(trusted, private)
    first = book.walk(rows)
    faults = [first] if first else []
    faults += [(0, "anchor", f"line {bad[0]} of an anchor file is no checkpoint") for _, bad in read if bad]
    outside = sorted((one for good, _ in read for one in good), key=lambda one: one["length"])
    anchored, found = book.compare(outside, "anchor")
    faults += found
    inside = [{"scheme": "handbook-checkpoint/1", "ledger": book.name, **one} for one in stored]
    faults += book.compare(inside, "checkpoint")[1]
    if book.wanting and not faults:
        faults = [(min(book.wanting.values()), "private", "personal words are missing without an erasure")]
    worst = min(faults, key=lambda fault: fault[0]) if faults else None
    return {
        "entries": book.count,
        "ok": worst is None,
        "first_break": dict(zip(["seq", "kind", "problem"], worst, strict=True)) if worst else None,
        "anchored_to": anchored,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Verify a ledger of the handbook.")
    parser.add_argument("ledger", type=Path, help="SQLite file, or folder of an export")
    parser.add_argument(
        "--anchor", type=Path, action="append", default=[], help="anchor file; may be repeated"
    )
    parser.add_argument("--public-key", type=Path, help="PEM file with the trusted key(s)")
    words = parser.parse_args()
    try:
        result = verify(words.ledger, words.anchor, words.public_key)
    except Unusable as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(result, ensure_ascii=False, indent=1))
    if not words.anchor:
        print("no anchor given: a cut tail or a ledger sealed anew cannot be found", file=sys.stderr)
    elif (result["anchored_to"] or 0) < result["entries"]:
        print(f"not anchored since entry {(result['anchored_to'] or 0) + 1}", file=sys.stderr)
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
