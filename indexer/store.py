"""Which vector store an index uses, and the interface that both have."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from indexer.clauses import HandbookError
from indexer.embedding import Vectors
from indexer.exact import ExactVectors

SETTING = "HANDBOOK_VECTORS"
EXACT_UP_TO = 10_000
"""Passages up to which comparing all is faster than Chroma's graph (measured: 0.6 against 4.8 ms
at 5,000, 48 against 7.5 ms at 50,000 on two shared cores)."""


class VectorStore(Protocol):
    """Closed vectors by passage number."""

    name: str

    def __len__(self) -> int: ...

    def cosines(self, vector: Vectors, k: int | None = None) -> Vectors:
        """Cosine to every passage; those beyond the `k` nearest may get the k-th's."""


def kind_for(passages: int) -> str:
    """``exact`` or ``chroma``: what the setting says, by default what is faster.

    Raises:
        HandbookError: The setting is neither of these nor ``auto``.
    """
    wanted = os.environ.get(SETTING, "auto")
    if wanted == "auto":
        return "exact" if passages <= EXACT_UP_TO else "chroma"
    if wanted not in ("exact", "chroma"):
        raise HandbookError(f"设置 {SETTING}={wanted} 无效。", fix="可用的值：auto、exact、chroma。")
    return wanted


def write(kind: str, folder: Path, vectors: Vectors) -> None:
    """Write `vectors` as `kind`; the exact form is always there, for probing and as fallback."""
    ExactVectors.write(folder, vectors)
    if kind == "chroma":
        from indexer.vectors import ChromaVectors

        ChromaVectors.write(folder, vectors)


def open_store(kind: str, folder: Path) -> VectorStore:
    """Open what `write` wrote."""
    if kind == "chroma":
        from indexer.vectors import ChromaVectors

        return ChromaVectors.open(folder)
    return ExactVectors.open(folder)
