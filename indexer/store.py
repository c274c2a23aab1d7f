"""Which vector store an index uses, and the interface that all have."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from indexer.clauses import HandbookError
from indexer.embedding import Vectors
from indexer.exact import ExactVectors

SETTING = "HANDBOOK_VECTORS"
KINDS = ("exact", "chroma", "pgvector")
EXACT_UP_TO = 10_000
"""Passages up to which comparing all is faster than Chroma's graph (measured: 0.6 against 4.8 ms
at 5,000, 48 against 7.5 ms at 50,000 on two shared cores)."""


PAUSE = 60.0
"""Seconds for which a store that did not answer is not asked again."""


class StoreLost(Exception):
    """Vectors that were there cannot be asked now; the exact ones beside them can."""


class VectorStore(Protocol):
    """Closed vectors by passage number."""

    name: str

    def __len__(self) -> int: ...

    def cosines(self, vector: Vectors, k: int | None = None) -> Vectors:
        """Cosine to every passage; those beyond the `k` nearest may get the k-th's.

        Raises:
            StoreLost: The store lies elsewhere and does not answer.
        """


class Beside:
    """A store that lies elsewhere, with the exact vectors here for as long as it does not answer."""

    def __init__(
        self, store: VectorStore, exact: ExactVectors, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store, self._exact, self._clock = store, exact, clock
        self._not_before = clock()
        self.name = store.name

    def __len__(self) -> int:
        return len(self._exact)

    def cosines(self, vector: Vectors, k: int | None = None) -> Vectors:
        if self._clock() >= self._not_before:
            try:
                return self._store.cosines(vector, k)
            except StoreLost:
                self._not_before = self._clock() + PAUSE
        return self._exact.cosines(vector, k)


def kind_for(passages: int) -> str:
    """One of `KINDS`: what the setting says, by default what is faster of the first two.

    Raises:
        HandbookError: The setting is none of these nor ``auto``, or names a database that is not set.
    """
    wanted = os.environ.get(SETTING, "auto")
    if wanted == "auto":
        return "exact" if passages <= EXACT_UP_TO else "chroma"
    if wanted not in KINDS:
        raise HandbookError(f"设置 {SETTING}={wanted} 无效。", fix=f"可用的值：auto、{'、'.join(KINDS)}。")
    if wanted == "pgvector":
        from indexer.postgres import database_url

        database_url()
    return wanted


def write(kind: str, folder: Path, vectors: Vectors) -> None:
    """Write `vectors` as `kind`; the exact form is always there, for probing and as fallback.

    Raises:
        HandbookError: The store lies elsewhere and refuses.
    """
    ExactVectors.write(folder, vectors)
    if kind == "chroma":
        from indexer.vectors import ChromaVectors

        ChromaVectors.write(folder, vectors)
    elif kind == "pgvector":
        from indexer.postgres import PgVectors

        PgVectors.write(folder, vectors)


def open_store(kind: str, folder: Path) -> VectorStore:
    """Open what `write` wrote."""
    if kind == "chroma":
        from indexer.vectors import ChromaVectors

        return ChromaVectors.open(folder)
    if kind == "pgvector":
        from indexer.postgres import PgVectors

        return PgVectors.open(folder)
    return ExactVectors.open(folder)


def discard(folder: Path) -> None:
    """Remove a built index, finished or not, and what it has elsewhere."""
    from indexer.postgres import FILE, remove

    if (folder / FILE).is_file():
        remove(folder)
    shutil.rmtree(folder, ignore_errors=True)
