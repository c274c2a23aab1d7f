"""Builds the search index: aside, closed, probed, then named by a pointer that changes at once."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer import shipped, store
from indexer.asked import counted, questions_for
from indexer.cache import VectorCache
from indexer.clauses import Handbook, HandbookError
from indexer.confidence import asked_elsewhere
from indexer.embedding import Encoder, chosen_encoder
from indexer.generation import (
    FORMAT,
    Meta,
    damaged,
    name_of,
    read_meta,
    read_shown,
    shown_of,
    write_rest,
)
from indexer.keyword import KeywordIndex
from indexer.passages import passages_of
from indexer.probe import sound

POINTER, LOCK = "current", "lock"
KEPT = 2
"""Built indexes kept: the one in use and the one before, which running processes may still read."""
PATIENCE = 300.0
"""Seconds to wait for another process that builds."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a build did."""

    clauses: int
    added: int
    changed: int
    removed: int
    seconds: float
    embedded: int = 0
    """Passages that went through the model."""

    def as_json(self) -> dict[str, float]:
        """The keys of `handbook index --json`."""
        return {
            "clauses": self.clauses,
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "seconds": round(self.seconds, 2),
        }


def current(index_dir: Path) -> Path | None:
    """Folder of the index in use, or `None`."""
    try:
        name = (index_dir / POINTER).read_text("utf-8").strip()
    except OSError:
        return None
    folder = index_dir / name
    return folder if name.startswith("g-") and "/" not in name and folder.is_dir() else None


def stale(handbook: Handbook, index_dir: Path, model: str) -> str:
    """Why the index in use is not of exactly this text by this model, or not whole; "" where it is."""
    folder = current(index_dir)
    if folder is None:
        return "还没有检索索引"
    try:
        meta = read_meta(folder)
    except HandbookError as error:
        return error.problem.rstrip("。")
    if meta.model != model:
        return f"检索索引是用模型 {meta.model} 建立的，现在的模型是 {model}"
    kind = store.kind_for(len(handbook.clauses))
    if meta.store != kind:
        return f"检索索引的向量库是 {meta.store}，现在应为 {kind}"
    if folder.name != _name(handbook, model):
        return "手册在建立检索索引之后有改动"
    return "检索索引损坏" if damaged(folder, meta) else ""


def build(
    handbook: Handbook,
    index_dir: Path,
    *,
    encoder: Encoder | None = None,
    rebuild: bool = False,
    progress: Callable[[int], None] | None = None,
) -> IndexReport:
    """Bring the index up to date; whatever happens, the index before stays usable.

    Args:
        handbook: The text.
        index_dir: Folder of all indexes; made if missing.
        encoder: The model; the chosen one if not given.
        rebuild: Build even if nothing changed, and embed everything again.
        progress: Told how many more passages are embedded.

    Raises:
        HandbookError: There is nothing to index, another process builds for too long, or the
            new index does not answer like exact search.
    """
    began = time.monotonic()
    if not handbook.clauses:
        raise HandbookError("手册里没有条款，无法建立索引。", fix="先用 handbook check 检查手册。")
    index_dir.mkdir(parents=True, exist_ok=True)
    with _only_one(index_dir):
        if rebuild:
            for file in index_dir.glob("cache-*"):
                file.unlink()
        before = _fingerprints(current(index_dir))
        encoder = encoder or chosen_encoder()
        embedded = 0
        if rebuild or stale(handbook, index_dir, encoder.identity):
            embedded = _build(handbook, index_dir, encoder, progress)
    after = {str(clause.id): clause.fingerprint for clause in handbook.clauses}
    return IndexReport(
        len(after),
        len(after.keys() - before.keys()),
        sum(before[name] != after[name] for name in after.keys() & before.keys()),
        len(before.keys() - after.keys()),
        time.monotonic() - began,
        embedded,
    )


def _build(
    handbook: Handbook, index_dir: Path, encoder: Encoder, progress: Callable[[int], None] | None
) -> int:
    passages, shown = passages_of(handbook), shown_of(handbook)
    asked = questions_for(handbook.clauses)
    vectors, embedded = VectorCache(index_dir, encoder.identity).vectors(passages, encoder, progress)
    ours, elsewhere = [text for texts in asked for text in texts], asked_elsewhere()
    known = shipped.questions([*ours, *elsewhere], encoder, index_dir)
    name = _name(handbook, encoder.identity)
    aside = index_dir / f"{name}.{os.getpid()}.part"
    store.discard(aside)
    aside.mkdir()
    try:
        kind = store.kind_for(len(passages))
        store.write(kind, aside, vectors)
        names = {post.name: post.aliases for post in handbook.posts}
        meta = Meta(
            FORMAT, encoder.identity, encoder.size, kind, handbook.edition, len(passages), names, files={}
        )
        write_rest(
            aside,
            KeywordIndex.from_counts(
                [counted(one.whole, ask) for one, ask in zip(passages, asked, strict=True)]
            ),
            known[: len(ours)],
            np.repeat(np.arange(len(asked), dtype=np.int32), [len(texts) for texts in asked]),
            known[len(ours) :],
            shown,
            meta,
        )
        if not sound(aside):
            raise HandbookError(
                "新建的索引未通过核对，已放弃；原有索引继续可用。",
                fix="检查磁盘空间后运行 handbook index --rebuild；仍不行时设置 HANDBOOK_VECTORS=exact。",
            )
        _switch(index_dir, aside, name)
    finally:
        store.discard(aside)
    return embedded


def _switch(index_dir: Path, aside: Path, name: str) -> None:
    final = index_dir / name
    if final.exists():
        # the same name means the same content; what is there may be damaged or in use
        retired = index_dir / f"{name}.{os.getpid()}.old"
        final.rename(retired)
    aside.rename(final)
    unfinished = index_dir / f"{POINTER}.{os.getpid()}.part"
    unfinished.write_text(name + "\n", "utf-8")
    unfinished.replace(index_dir / POINTER)
    _prune(index_dir, keep=name)


def _prune(index_dir: Path, keep: str) -> None:
    whole = [path for path in index_dir.glob("g-*") if path.is_dir()]
    unfinished = [path for path in whole if path.suffix in (".part", ".old")]
    closed = sorted(set(whole) - set(unfinished), key=lambda p: p.stat().st_mtime, reverse=True)
    others = [path for path in closed if path.name != keep][KEPT - 1 :]
    for path in unfinished + others:
        store.discard(path)
    for path in [*index_dir.glob("*.part"), *index_dir.glob("cache-*.part")]:
        path.unlink(missing_ok=True)


def _name(handbook: Handbook, model: str) -> str:
    kind = store.kind_for(len(handbook.clauses))
    asked = questions_for(handbook.clauses)
    return name_of(passages_of(handbook), asked, shown_of(handbook), model, kind)


def _fingerprints(folder: Path | None) -> dict[str, str]:
    if folder is None:
        return {}
    try:
        return {one.id: one.fingerprint for one in read_shown(folder)}
    except HandbookError:
        return {}


@contextlib.contextmanager
def _only_one(index_dir: Path) -> Iterator[None]:
    """Hold the lock file; the system frees it when the process ends, however it ends."""
    import fcntl

    with (index_dir / LOCK).open("a") as file:
        waited = 0.0
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if waited >= PATIENCE:
                    raise HandbookError(
                        "另一个进程正在建立索引。", fix="等它结束后再试；它若已卡住，先结束那个进程。"
                    ) from error
                time.sleep(0.1)
                waited += 0.1
        yield
