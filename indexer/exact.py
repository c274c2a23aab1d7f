"""Vectors compared one by one: exact, the reference for the vector store and its fallback."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.embedding import Vectors

FILE = "vectors.npy"


class ExactVectors:
    """All vectors in one array; a few thousand are compared faster than a graph is walked."""

    name = "exact"

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def __len__(self) -> int:
        return len(self._vectors)

    @classmethod
    def open(cls, folder: Path, *, in_memory: bool = True) -> ExactVectors:
        """Read what `write` wrote; without `in_memory` the array stays on disk.

        Raises:
            OSError, ValueError: The file is missing or damaged.
        """
        return cls(np.load(folder / FILE, mmap_mode=None if in_memory else "r"))

    @staticmethod
    def write(folder: Path, vectors: Vectors) -> None:
        """Write float32 (passages, size) into `folder`, which exists."""
        np.save(folder / FILE, vectors)

    def vector(self, number: int) -> Vectors:
        """Vector of one passage, float32 (size,)."""
        one: Vectors = self._vectors[number]
        return one

    def cosines_of(self, numbers: Sequence[int], vector: Vectors) -> Vectors:
        """Cosine of `vector` to the passages `numbers`, in their order."""
        result: Vectors = self._vectors[list(numbers)] @ vector
        return result

    def cosines(self, vector: Vectors, k: int | None = None) -> Vectors:
        """Cosine of `vector`, float32 (size,), to every passage; `k` is not needed here."""
        result: Vectors = self._vectors @ vector
        return result
