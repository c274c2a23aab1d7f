"""What is written beside an issue under way: what was signed, so that it can go on when it was killed anywhere."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from app.home import Home
from app.in_force import manifest_digest
from app.proposal import FileChange
from indexer.clauses import HandbookError, digest
from indexer.editions import Manifest, parse_manifest

Step = Literal["prepared", "reviewed", "approved"]
STEPS: Mapping[Step, str] = {"prepared": "编制", "reviewed": "审核", "approved": "批准"}
MEANINGS: Mapping[Step, str] = {
    "prepared": "本人编制本版手册",
    "reviewed": "本人已审核本版手册，同意提交批准",
    "approved": "本人批准发布本版手册",
}
"""What each of the three signatures means."""
JOURNAL = "issuing.json"


@dataclass(frozen=True, slots=True)
class Signature:
    """One of the three, checked."""

    step: Step
    person: str
    role: str
    at: str
    how: str
    """``password``."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What is under way: enough to go on without asking anybody again."""

    edition: str
    previous: str
    draft: str
    reason: str
    manifest: str
    """Text of the manifest file."""
    files: tuple[FileChange, ...]
    signatures: tuple[Signature, ...]
    judged: tuple[Mapping[str, Any], ...]
    """Payloads of the decisions on changes that are entered with the edition."""

    @property
    def read_manifest(self) -> Manifest:
        """The manifest that was signed."""
        return parse_manifest(self.manifest)

    @property
    def manifest_digest(self) -> str:
        """What the ledger entry names."""
        return manifest_digest(self.read_manifest)

    def text(self) -> str:
        """As it is kept, with a digest of itself."""
        body = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return json.dumps({"body": body, "digest": digest(body)}, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Journal:
        """The journal of a file.

        Raises:
            HandbookError: It was altered, or is none.
        """
        try:
            raw = json.loads(text)
            if digest(raw["body"]) != raw["digest"]:
                raise ValueError
            told = json.loads(raw["body"])
            told["files"] = tuple(FileChange(**one) for one in told["files"])
            told["signatures"] = tuple(Signature(**one) for one in told["signatures"])
            told["judged"] = tuple(told["judged"])
            return cls(**told)
        except (ValueError, KeyError, TypeError):
            raise HandbookError(
                "发布到一半的记录读不懂。", fix=f"从备份恢复数据目录里的 {JOURNAL}，或删去它重新发布。"
            ) from None


def unfinished(home: Home) -> Journal | None:
    """The issue that was interrupted, if there is one."""
    path = home.data / JOURNAL
    return Journal.read(path.read_text("utf-8")) if path.is_file() else None


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """One process issues at a time.

    Raises:
        HandbookError: Another one does.
    """
    home.data.mkdir(parents=True, exist_ok=True)
    with (home.data / f".{JOURNAL}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HandbookError("另一个进程正在发布。", fix="等它结束。") from None
        yield


def write_durably(path: Path, text: str) -> None:
    """Write in place of what is there, at once or not at all, durable on return; line ends stay."""
    if path.is_file() and b"\r\n" in path.read_bytes():
        text = text.replace("\n", "\r\n")
    aside = path.with_name(f".{path.name}.new")
    with aside.open("wb") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
