"""Vectors that come with the package, so that a first index need not compute them.

``python -m indexer.shipped`` computes them anew after `words/search-elsewhere.yml` has changed;
with HANDBOOK_CORPUS set, the general centre too.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np

from indexer.confidence import asked_elsewhere
from indexer.embedding import BundledEncoder, Encoder, Vectors

FILE = Path(__file__).parent / "words" / "search-shipped.npz"
SAMPLE = 2000
"""Paragraphs of the corpus that the general centre is the mean of."""


def general_centre(encoder: Encoder) -> Vectors:
    """Mean vector of many different texts, float32 (size,), for indexes too small to have one of their own.

    Zero for a model that none is shipped for: then the index's own mean is used, drawn to zero.
    """
    with np.load(FILE, allow_pickle=False) as stored:
        if str(stored["model"]) == encoder.identity:
            return np.asarray(stored["centre"], dtype=np.float32)
    return np.zeros(encoder.size, dtype=np.float32)


def elsewhere(encoder: Encoder) -> Vectors | None:
    """Raw vectors of `asked_elsewhere`, float32 (topics, size), if shipped for this model and these topics."""
    with np.load(FILE, allow_pickle=False) as stored:
        if str(stored["model"]) == encoder.identity and str(stored["topics"]) == _digest():
            return np.asarray(stored["elsewhere"], dtype=np.float32)
    return None


def _digest() -> str:
    return hashlib.sha256("\n".join(topic.whole for topic in asked_elsewhere()).encode()).hexdigest()


def write(corpus: Path | None) -> None:
    """Write the file for the bundled model.

    Args:
        corpus: Folder of Markdown texts; `None` keeps the centre as it is.
    """
    encoder = BundledEncoder()
    centre = general_centre(encoder)
    if corpus is not None:
        lines = [
            line.strip() for path in sorted(corpus.rglob("*.md")) for line in path.open(encoding="utf-8")
        ]
        long = [line for line in lines if 40 < len(line) < 400]
        centre = encoder.passages(long[:: max(len(long) // SAMPLE, 1)][:SAMPLE]).mean(axis=0)
    topics = encoder.passages([topic.whole for topic in asked_elsewhere()]).astype(np.float16)
    with FILE.open("wb") as file:
        np.savez(file, model=encoder.identity, topics=_digest(), centre=centre, elsewhere=topics)


if __name__ == "__main__":
    write(Path(os.environ["HANDBOOK_CORPUS"]) if os.environ.get("HANDBOOK_CORPUS") else None)
