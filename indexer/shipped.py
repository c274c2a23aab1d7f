"""Vectors made ahead for the bundled model, so that a first index is built at once.

``python -m indexer.shipped`` writes the file again after a change of the words or the model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from indexer.asked import known_questions
from indexer.cache import VectorCache
from indexer.confidence import asked_elsewhere
from indexer.embedding import BundledEncoder, Encoder, Vectors
from indexer.passages import Passage
from indexer.query import understood

FILE = Path(__file__).parent / "words" / "search-shipped.npz"


def questions(texts: Sequence[str], encoder: Encoder, cache: Path | None = None) -> Vectors:
    """Vectors of questions that are known ahead, float32 (questions, size): shipped ones, the others made once.

    Args:
        texts: With a cache all that one index needs: what it holds beyond them is dropped.
        cache: Folder where those made are kept for the next build, as no other model has any shipped.
    """
    known = _stored(encoder.identity)
    missing = [text for text in dict.fromkeys(texts) if _digest(text) not in known]
    wanted = [understood(text).text for text in missing]
    if cache is None:
        made = encoder.questions(wanted)
    else:
        passages = [Passage("", text) for text in wanted]
        made, _ = VectorCache(cache, f"{encoder.identity}/questions").vectors(passages, _Asking(encoder))
    if not texts:
        return np.zeros((0, encoder.size), dtype=np.float32)
    known |= {_digest(text): vector for text, vector in zip(missing, made, strict=True)}
    return np.stack([known[_digest(text)] for text in texts])


class _Asking:
    """An encoder that takes what it is given for questions, as the cache gives it passages."""

    def __init__(self, encoder: Encoder) -> None:
        self.identity, self.size, self.questions = encoder.identity, encoder.size, encoder.questions

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        return self.questions(texts)


def _stored(model: str) -> dict[str, Vectors]:
    with np.load(FILE, allow_pickle=False) as stored:
        if str(stored["model"]) != model:
            return {}
        return dict(zip(stored["digests"].tolist(), stored["vectors"].astype(np.float32), strict=True))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def all_texts() -> tuple[str, ...]:
    """Every question known ahead, each once."""
    asked = (text for one in known_questions() for text in one.questions)
    return tuple(dict.fromkeys((*asked, *asked_elsewhere())))


def write() -> None:
    """Write the file for the bundled model."""
    encoder, texts = BundledEncoder(), all_texts()
    vectors = encoder.questions([understood(text).text for text in texts]).astype(np.float16)
    with FILE.open("wb") as file:
        np.savez(file, model=encoder.identity, digests=[_digest(text) for text in texts], vectors=vectors)


if __name__ == "__main__":
    write()
