"""Signed statements of the ledger's length, head and Merkle root, and the files that keep them elsewhere."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.records.canonical import canonical_bytes, read_canonical
from app.records.errors import RecordsError
from app.records.keys import SigningKey, signed_by

CHECKPOINT_SCHEME = "handbook-checkpoint/1"
_FIELDS = ("ledger", "length", "head", "root", "at", "key", "signature")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the ledger was at one moment; one line of an anchor file."""

    ledger: str
    """Id of the ledger, from its first entry."""
    length: int
    head: str
    """Digest of entry `length`."""
    root: str
    """Hex of the Merkle root (RFC 6962) over the digests of entries 1 … `length`."""
    at: str
    key: str
    """Id of the key that signed."""
    signature: str
    """Hex, over `statement`."""

    @classmethod
    def signed(
        cls, key: SigningKey, *, ledger: str, length: int, head: str, root: str, at: str
    ) -> Checkpoint:
        bare = cls(ledger, length, head, root, at, key.id, "")
        return cls(ledger, length, head, root, at, key.id, key.sign(bare.statement()))

    @classmethod
    def parse(cls, line: str) -> Checkpoint:
        """One line of an anchor file.

        Raises:
            ValueError: It is not a checkpoint in canonical form.
        """
        value = read_canonical(line)
        if (
            not isinstance(value, dict)
            or set(value) != {"scheme", *_FIELDS}
            or value["scheme"] != CHECKPOINT_SCHEME
        ):
            raise ValueError("not a checkpoint")
        if type(value["length"]) is not int or not all(
            isinstance(value[name], str) for name in _FIELDS if name != "length"
        ):
            raise ValueError("not a checkpoint")
        return cls(**{name: value[name] for name in _FIELDS})

    def statement(self) -> dict[str, Any]:
        """What the signature covers."""
        return {
            "scheme": CHECKPOINT_SCHEME,
            **{name: getattr(self, name) for name in _FIELDS if name != "signature"},
        }

    def line(self) -> str:
        return canonical_bytes({**self.statement(), "signature": self.signature}).decode()

    def signed_with(self, trusted: Mapping[str, bytes]) -> bool:
        """Whether one of the trusted keys (id -> raw bytes) made the signature."""
        public = trusted.get(self.key)
        return public is not None and signed_by(public, self.statement(), self.signature)


def read_anchor(path: Path) -> tuple[list[Checkpoint], list[tuple[int, str]]]:
    """The checkpoints of an anchor file, and its unreadable lines as (line, text).

    A last line without its newline is one that was being written when the power went: it is left out.

    Raises:
        RecordsError: The file cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise RecordsError(
            f"锚点文件 {path} 读不出来：{error.strerror}。", fix="检查 --anchor 或 HANDBOOK_ANCHORS。"
        ) from error
    found, bad = [], []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(Checkpoint.parse(line))
        except (ValueError, RecursionError):
            if number < len(lines):
                bad.append((number, line))
    return found, bad


def append_anchor(path: Path, checkpoints: Iterable[Checkpoint]) -> None:
    """Add to an anchor file those checkpoints that are longer than its last one; durable on return.

    Raises:
        OSError: The disk or the path does not allow it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        longest, torn = _end_of(path)
        lines = [one.line() for one in checkpoints if one.length > longest]
        if not lines:
            return
        file.write((("\n" if torn else "") + "\n".join(lines) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())


def last_length(path: Path) -> int:
    """Length that the last line of an anchor file names; 0 for none."""
    return _end_of(path)[0] if path.exists() else 0


def _end_of(path: Path) -> tuple[int, bool]:
    """Length named in the last good line, and whether the file ends inside a line."""
    data = path.read_bytes()
    for line in reversed(data.split(b"\n")):
        try:
            length = json.loads(line)["length"]
        except (ValueError, KeyError, TypeError):
            continue
        return int(length), not data.endswith(b"\n")
    return 0, bool(data) and not data.endswith(b"\n")
