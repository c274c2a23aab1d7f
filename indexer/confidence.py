"""How likely it is that the handbook answers a question at all."""

from __future__ import annotations

import numpy as np

from indexer.keyword import KeywordIndex
from indexer.ranking import Found

WEIGHTS = {"bias": -2.5, "meaning": 8.0}


def confidence(index: KeywordIndex, text: str, found: Found) -> float:
    """0 to 1; below 0.5 the answer is that the handbook does not say."""
    value = WEIGHTS["bias"] + WEIGHTS["meaning"] * float(found.meaning.max(initial=0))
    return float(1 / (1 + np.exp(-value)))
