"""Vectors already computed, by the words they came from, so that only changed words are embedded."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from indexer.embedding import Encoder, Vectors
from indexer.passages import Passage

SAVE_EVERY = 1000
"""Passages embedded between two saves: what a killed run loses at most."""


class VectorCache:
    """One file a model. A damaged file is an empty cache."""

    def __init__(self, folder: Path, model: str) -> None:
        self._path = folder / f"cache-{hashlib.sha256(model.encode()).hexdigest()[:16]}.npz"
        self._known: dict[str, Vectors] = {}
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                if str(stored["model"]) == model:
                    self._known = dict(zip(stored["digests"].tolist(), stored["vectors"], strict=True))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            self._known = {}
        self._model = model

    def vectors(
        self, passages: Sequence[Passage], encoder: Encoder, progress: Callable[[int], None] | None = None
    ) -> tuple[Vectors, int]:
        """Vectors of `passages`, float32 (passages, size), and how many were computed now."""
        wanted = {passage.digest: passage.whole for passage in passages}
        missing = [digest for digest in wanted if digest not in self._known]
        if progress:
            progress(len(wanted) - len(missing))
        for start in range(0, len(missing), SAVE_EVERY):
            part = missing[start : start + SAVE_EVERY]
            made = encoder.passages([wanted[digest] for digest in part], progress)
            self._known.update(zip(part, made, strict=True))
            if start + SAVE_EVERY < len(missing):
                self._save()
        if missing or len(self._known) > len(wanted):
            self._known = {digest: self._known[digest] for digest in wanted}
            self._save()
        if not passages:
            return np.zeros((0, encoder.size), dtype=np.float32), 0
        return np.stack([self._known[passage.digest] for passage in passages]), len(missing)

    def _save(self) -> None:
        unfinished = self._path.with_suffix(f".{os.getpid()}.part")
        with unfinished.open("wb") as file:
            vectors = np.stack(list(self._known.values())) if self._known else np.zeros((0, 1), np.float32)
            np.savez(file, model=self._model, digests=np.array(list(self._known)), vectors=vectors)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._path)
