"""One built index: a closed folder, written once, checked before use, never changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.addresses import clause_address
from indexer.clauses import Handbook, HandbookError
from indexer.confidence import asked_elsewhere
from indexer.embedding import Vectors
from indexer.keyword import KeywordIndex
from indexer.passages import Passage

FORMAT = 4
"""Number of the folder's layout; another number means: build again."""
META, SHOWN, ELSEWHERE = "meta.json", "passages.json", "elsewhere.npy"
ASKED, OWNERS = "asked.npy", "owners.npy"
BUILD_AGAIN = "运行 handbook index --rebuild 重建索引。"


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer shows of a clause, kept with the index so that both are always of one state."""

    id: str
    section: str
    title: str
    heading: str
    text: str
    lead_in: str
    edition: str
    fingerprint: str
    url: str
    posts: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meta:
    """What an index is made of."""

    format: int
    model: str
    size: int
    store: str
    """One of `indexer.store.KINDS`."""
    edition: str
    passages: int
    names: dict[str, tuple[str, ...]]
    """Posts with their other names."""
    files: dict[str, str]
    """SHA-256 of every array by path; Chroma's own files are probed instead."""


def shown_of(handbook: Handbook) -> tuple[Shown, ...]:
    """The clauses in force as an answer shows them, in the order of `passages_of`."""
    editions = {section.number: section.edition for section in handbook.sections}
    return tuple(
        Shown(
            str(clause.id), clause.section, clause.title, clause.heading, clause.text, clause.lead_in,
            handbook.edition or editions[clause.section], clause.fingerprint,
            clause_address(clause.id, clause.section), clause.posts, clause.forms, clause.basis,
        )
        for clause in handbook.clauses
    )  # fmt: skip


def name_of(
    passages: Sequence[Passage],
    asked: Sequence[Sequence[str]],
    shown: Sequence[Shown],
    model: str,
    store: str,
) -> str:
    """Folder name: digest of everything that an index is made from."""
    texts = [passage.digest for passage in passages]
    parts = [FORMAT, model, store, texts, asked, asked_elsewhere(), [asdict(one) for one in shown]]
    return "g-" + hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:24]


def write_rest(
    folder: Path,
    keyword: KeywordIndex,
    asked: Vectors,
    owners: NDArray[np.int32],
    elsewhere: Vectors,
    shown: Sequence[Shown],
    meta: Meta,
) -> None:
    """Write all but the passages' vectors into `folder`, the list of files last.

    Args:
        folder: A new folder.
        keyword: Words of the passages with their known questions.
        asked: Vectors of the known questions.
        owners: The passage that each of them asks for.
        elsewhere: Vectors of what is asked elsewhere.
        shown: What answers show.
        meta: What the index is made of.
    """
    (folder / "keyword").mkdir()
    keyword.save(folder / "keyword")
    np.save(folder / ASKED, asked)
    np.save(folder / OWNERS, owners)
    np.save(folder / ELSEWHERE, elsewhere)
    text = json.dumps([asdict(one) for one in shown], ensure_ascii=False)
    (folder / SHOWN).write_text(text, "utf-8")
    files = {str(path.relative_to(folder)): _digest(path) for path in sorted(_arrays(folder))}
    listed = asdict(meta) | {"files": files}
    (folder / META).write_text(json.dumps(listed, ensure_ascii=False), "utf-8")
    for path in (folder, *folder.rglob("*")):
        _sync(path)


def read_meta(folder: Path) -> Meta:
    """The list of what `folder` holds.

    Raises:
        HandbookError: It is missing, damaged or of another layout.
    """
    try:
        read = json.loads((folder / META).read_text("utf-8"))
        read["names"] = {name: tuple(others) for name, others in read["names"].items()}
        meta = Meta(**read)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise HandbookError(f"索引 {folder.name} 损坏。", fix=BUILD_AGAIN) from error
    if meta.format != FORMAT:
        raise HandbookError("索引由另一版本的程序建立。", fix=BUILD_AGAIN)
    return meta


def read_shown(folder: Path) -> tuple[Shown, ...]:
    """What an answer shows, by passage number.

    Raises:
        HandbookError: The file is missing or damaged.
    """
    try:
        listed = json.loads((folder / SHOWN).read_text("utf-8"))
        return tuple(_shown(one) for one in listed)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise HandbookError(f"索引 {folder.name} 损坏。", fix=BUILD_AGAIN) from error


def _shown(one: dict[str, Any]) -> Shown:
    for name in ("posts", "forms", "basis"):
        one[name] = tuple(one[name])
    return Shown(**one)


def damaged(folder: Path, meta: Meta) -> list[str]:
    """Listed files that are missing or have changed."""
    return [
        name
        for name, digest in meta.files.items()
        if not (folder / name).is_file() or _digest(folder / name) != digest
    ]


def _arrays(folder: Path) -> list[Path]:
    direct = [path for path in folder.iterdir() if path.is_file() and path.name != META]
    return direct + [path for path in (folder / "keyword").iterdir() if path.is_file()]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
