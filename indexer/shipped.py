"""Vectors made ahead for the bundled model, so that a first index is built at once.

``python -m indexer.shipped`` writes the file again after a change of the words or the model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.asked import known_questions
from indexer.confidence import asked_elsewhere
from indexer.embedding import BundledEncoder, Encoder, Vectors
from indexer.query import understood

FILE = Path(__file__).parent / "words" / "search-shipped.npz"


def questions(texts: Sequence[str], encoder: Encoder) -> Vectors:
    """Vectors of questions that are known ahead, float32 (questions, size): shipped ones, the others made now."""
    known = _stored(encoder.identity)
    missing = [text for text in dict.fromkeys(texts) if _digest(text) not in known]
    made = dict(zip(missing, encoder.questions([understood(text).text for text in missing]), strict=True))
    if not texts:
        return np.zeros((0, encoder.size), dtype=np.float32)
    return np.stack([made[text] if text in made else known[_digest(text)] for text in texts])


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
