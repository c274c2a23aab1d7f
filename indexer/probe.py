"""Asks a built index the same questions as exact search, in a process of its own.

``python -m indexer.probe FOLDER`` exits 0 when the answers agree. Damaged vector files can
answer wrongly or end the process that opens them; here that harms nobody.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SAMPLES = 16
"""Passages asked for themselves and their neighbours."""
NEIGHBOURS = 10
AGREE = 0.9
"""Least share of the true neighbours, over all samples; a sound store reaches 0.99."""
PATIENCE = 120
"""Seconds after which a probe counts as failed."""


def sound(folder: Path) -> bool:
    """Whether the index in `folder` opens and answers like exact search."""
    command = [sys.executable, "-m", "indexer.probe", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def agreement(folder: Path) -> float:
    """Share of the exact nearest neighbours that the store names, 0 to 1.

    Raises:
        Exception: The files cannot be read.
    """
    from indexer.exact import ExactVectors
    from indexer.generation import damaged, read_meta, read_shown
    from indexer.keyword import KeywordIndex
    from indexer.ranking import best, overlap
    from indexer.store import open_store

    meta = read_meta(folder)
    if damaged(folder, meta):
        return 0.0
    exact, store = ExactVectors.open(folder), open_store(meta.store, folder)
    keyword = KeywordIndex.load(folder / "keyword")
    if not len(exact) == len(store) == keyword.passages == len(read_shown(folder)) == meta.passages:
        return 0.0
    step = max(len(exact) // SAMPLES, 1)
    shares = []
    for number in range(0, len(exact), step):
        vector = exact.vector(number)
        right = best(exact.cosines(vector), NEIGHBOURS)
        shares.append(overlap(best(store.cosines(vector, NEIGHBOURS), NEIGHBOURS), right))
    return sum(shares) / len(shares) if shares else 1.0


if __name__ == "__main__":
    sys.exit(0 if agreement(Path(sys.argv[1])) >= AGREE else 1)
