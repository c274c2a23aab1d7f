"""Ranks passages for a question: keyword and meaning, each brought to one scale, then mixed.

Pure: arrays in, arrays out. The same code answers staff and is measured by `evaluate`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.embedding import Vectors, unit
from indexer.keyword import KeywordIndex
from indexer.tokens import tokens

Scores = NDArray[np.float32]

MEANING_SHARE = 0.6
"""Weight of the meaning's score in the mix; flat between 0.5 and 0.7 on five public sets."""
CLEAR_SHARE = 0.35
"""Weight of the meaning's score where the keyword list has one passage far ahead and the other has not."""
CLEAR_FROM, CLEAR_AT = 0.2, 0.6
"""By how much the keyword list's lead must exceed the other's: no effect below, full effect above."""
POOL = 100
"""How far down each list the scale is taken from."""
CENTRE_SHARE = 0.8
"""How much of the common direction is taken out: all of it ranks lay questions over statutes best,
a little less costs less where one document has many right passages."""
MEANT_WEIGHT = 1.5
"""Weight of the question in formal words, against 1 for the question as asked."""
CENTRE_WEIGHT = 500.0
"""Passages that the general centre counts for against those of the index."""


@dataclass(frozen=True, slots=True)
class Found:
    """Both opinions on every passage and their mix; a passage out of sight has 0."""

    keyword: Scores
    meaning: Scores
    """Centred cosine, -1 to 1."""
    mixed: Scores
    """0 to 1; 1 for a passage that both lists put first."""


def centre(vectors: Vectors, general: Vectors) -> Vectors:
    """The direction that all texts share: mean of `vectors`, drawn to `general` when they are few.

    Args:
        vectors: float32, (passages, size).
        general: float32, (size,), the mean of many different texts.
    """
    weight = CENTRE_WEIGHT / (CENTRE_WEIGHT + len(vectors))
    own = vectors.mean(axis=0) if len(vectors) else general
    shared: Vectors = (CENTRE_SHARE * (weight * general + (1 - weight) * own)).astype(np.float32)
    return shared


def centred(vectors: Vectors, middle: Vectors) -> Vectors:
    """`vectors` without the direction that all texts share, of length 1.

    Cosines of multilingual-e5-small lie between 0.8 and 0.95 whatever the texts; what is left
    after the common part tells them apart.
    Source: Mu and Viswanath, "All-but-the-top", ICLR 2018, first step.
    """
    return unit(vectors - middle)


def scaled(scores: Scores, pool: int = POOL) -> Scores:
    """`scores` so that the best is 1 and the `pool`-th best 0; below that 0."""
    pool = min(pool, len(scores))
    if pool == 0:
        return scores
    best = np.partition(scores, len(scores) - pool)[len(scores) - pool :]
    low, high = float(best.min()), float(best.max())
    if high - low < 1e-9:
        return np.where(scores >= high, np.float32(high > 0), np.float32(0))
    result: Scores = np.clip((scores - low) / (high - low), 0, None)
    return result


def lead(scores: Scores, pool: int = POOL) -> float:
    """How far the best is ahead of the second, as a share of the way to the `pool`-th; 0 to 1."""
    pool = min(pool, len(scores))
    if pool < 2:
        return 0.0
    top = np.sort(np.partition(scores, len(scores) - pool)[len(scores) - pool :])[::-1]
    return float((top[0] - top[1]) / (top[0] - top[-1])) if top[0] > top[-1] else 0.0


def meaning_share(keyword: Scores, meaning: Scores) -> float:
    """Weight of the meaning's score: less where the keywords point at one passage clearly.

    Keeps a near-quotation at the keyword search's first place.
    """
    ahead = lead(keyword) - lead(meaning)
    return float(np.interp(ahead, (CLEAR_FROM, CLEAR_AT), (MEANING_SHARE, CLEAR_SHARE)))


def mixed(keyword: Scores, meaning: Scores, share: float | None = None) -> Scores:
    """Weighted sum of both opinions after `scaled`; `share` is the meaning's, see `meaning_share`."""
    share = meaning_share(keyword, meaning) if share is None else share
    result: Scores = share * scaled(meaning) + (1 - share) * scaled(keyword)
    return result


def question_vector(asked: Vectors, meant: Vectors | None) -> Vectors:
    """One vector, float32 (size,), of a question as asked and, where there are any, with formal words."""
    return asked if meant is None else unit(asked + MEANT_WEIGHT * meant)


def question_words(text: str, extra: Mapping[str, float] | None = None) -> dict[str, float]:
    """Words of a question with their weights.

    Args:
        text: As asked.
        extra: Further phrases with weights below 1; a word of the question itself keeps its own weight.
    """
    words: dict[str, float] = dict(Counter(tokens(text)))
    own = set(words)
    for phrase, weight in (extra or {}).items():
        for word in set(tokens(phrase)) - own:
            words[word] = max(words.get(word, 0.0), weight)
    return words


def rank(index: KeywordIndex, words: Mapping[str, float], meaning: Scores) -> Found:
    """Score every passage of `index`."""
    keyword = index.scores(words)
    return Found(keyword, meaning, mixed(keyword, meaning))


def among(found: Found, allowed: NDArray[np.bool_]) -> Found:
    """`found` of the allowed passages only, mixed anew on their own scale; the others get minus infinity."""
    keyword, meaning, whole = (np.full(len(allowed), -np.inf, dtype=np.float32) for _ in range(3))
    keyword[allowed], meaning[allowed] = found.keyword[allowed], found.meaning[allowed]
    if allowed.any():
        whole[allowed] = mixed(keyword[allowed], meaning[allowed])
    return Found(keyword, meaning, whole)


def best(scores: Scores, k: int) -> list[int]:
    """Passage numbers by falling score, at most `k`, equal ones in order of their numbers; none at minus
    infinity."""
    k = min(k, len(scores))
    if k == 0:
        return []
    line = np.partition(scores, len(scores) - k)[len(scores) - k]
    near = np.flatnonzero(scores >= line)
    ordered = near[np.argsort(-scores[near], kind="stable")][:k]
    return [int(n) for n in ordered if scores[n] > -np.inf]


def overlap(found: Sequence[int], right: Sequence[int]) -> float:
    """Share of `right` that is in `found`; 1.0 when `right` is empty."""
    return len(set(found) & set(right)) / len(right) if right else 1.0
