"""Vectors in Chroma's embedded store. The only module that imports chromadb."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from indexer.embedding import Vectors

FOLDER = "chroma"
COLLECTION = "passages"
BATCH = 2000
"""Vectors written at once; the store takes at most 5,461."""
EFFORT = 200
"""Width of the graph search when building and asking; recall@10 stays above 0.99 at 100,000."""


class ChromaVectors:
    """A closed collection, opened for reading; passage numbers are the ids.

    Opened by one process at a time for writing, never written again: a store changed while
    another process reads it answers from its old state or loses vectors.
    """

    name = "chroma"

    def __init__(self, collection: Any, count: int) -> None:
        self._collection, self._count = collection, count

    def __len__(self) -> int:
        return self._count

    @classmethod
    def open(cls, folder: Path) -> ChromaVectors:
        """Open what `write` wrote.

        Raises:
            Exception: Whatever Chroma raises on damaged files; probe in a child process first,
                because some kinds of damage end the process.
        """
        # no embedding function: Chroma's own would try to fetch a model
        collection = _client(folder).get_collection(COLLECTION, embedding_function=None)
        return cls(collection, collection.count())

    @staticmethod
    def write(folder: Path, vectors: Vectors) -> None:
        """Write float32 (passages, size), each of length 1, into a new store under `folder`."""
        collection = _client(folder).create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_construction": EFFORT, "ef_search": EFFORT}},
        )
        for start in range(0, len(vectors), BATCH):
            part = vectors[start : start + BATCH]
            collection.add(ids=[str(start + n) for n in range(len(part))], embeddings=part)

    def cosines(self, vector: Vectors, k: int | None = None) -> Vectors:
        """Cosine of `vector` to the `k` nearest passages; the others get the least of these."""
        answer = self._collection.query(
            query_embeddings=[vector], n_results=min(k or self._count, self._count), include=["distances"]
        )
        numbers = np.array([int(name) for name in answer["ids"][0]])
        near = 1 - np.array(answer["distances"][0], dtype=np.float32)
        result = np.full(self._count, near.min(), dtype=np.float32)
        result[numbers] = near
        return result


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder / FOLDER), settings=Settings(anonymized_telemetry=False))
