"""Ranks passages for a question: keyword and meaning, each brought to one scale, then mixed.

Pure: arrays in, arrays out. The same code answers staff and is measured by `evaluate`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.keyword import KeywordIndex
from indexer.tokens import tokens

Scores = NDArray[np.float32]

MEANING_SHARE = 0.6
"""Weight of the meaning's score in the mix; flat between 0.5 and 0.7 on five public sets."""
QUOTED_FROM, QUOTED_AT = 0.15, 0.35
"""How much more of the question the keywords' first passage must have than the meaning's first for the
keywords to count for more: no effect below, only keywords above."""
SURE_FROM, SURE_AT, SURE_KEEPS = 3.5, 5.5, 0.2
"""From where to where the meaning's first passage is seen to stand out of its list, in standard deviations,
and what is then left of the effect of a quotation."""
SAME_QUESTION = 0.985
"""Cosine from which two questions are one; no two known questions of different clauses are that near but for
a figure's value and its calculation."""
POOL = 100
"""How far down each list the scale is taken from."""
ASKED_SHARE = 0.5
"""Weight of the nearest known question against the passage itself; flat between 0.4 and 0.6."""
GAP_OVER = 50
"""Passages over which it is seen how much nearer a question is to a question than to a passage."""


@dataclass(frozen=True, slots=True)
class Found:
    """Both opinions on every passage and their mix; a passage out of sight has 0."""

    keyword: Scores
    meaning: Scores
    mixed: Scores
    """0 to 1; 1 for a passage that both lists put first."""


def with_questions(passages: Scores, questions: Scores, owners: NDArray[np.int32]) -> Scores:
    """Cosine to each passage together with that to the nearest question known to ask for it.

    A passage without such a question gets what the others gain from theirs on average, so that a new
    clause is not ranked behind for want of questions.

    Args:
        passages: Cosine of the question to every passage.
        questions: Cosine to every known question.
        owners: The passage that each known question asks for.
    """
    if not len(questions):
        return passages
    nearest = np.full(len(passages), -np.inf, dtype=np.float32)
    np.maximum.at(nearest, owners, questions)
    having = np.flatnonzero(nearest > -np.inf)
    top = having[best(passages[having], GAP_OVER)]
    gain = float(np.mean(nearest[top] - passages[top]))
    nearest = np.where(nearest > -np.inf, nearest, passages + gain)
    result: Scores = ((1 - ASKED_SHARE) * passages + ASKED_SHARE * nearest).astype(np.float32)
    return result


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


def meaning_share(index: KeywordIndex, words: Mapping[str, float], keyword: Scores, meaning: Scores) -> float:
    """Weight of the meaning's score: less where the question quotes the keywords' first passage.

    Keeps a quotation at the keyword search's first place, and leaves a question in other words to both;
    a first passage that stands out of the meaning's list is hardly overruled.
    """
    if not len(keyword):
        return MEANING_SHARE
    pairs = {word: weight for word, weight in words.items() if len(word) > 1}
    quoted = index.cover(int(keyword.argmax()), pairs) - index.cover(int(meaning.argmax()), pairs)
    quoted *= float(np.interp(standing_out(meaning), (SURE_FROM, SURE_AT), (1.0, SURE_KEEPS)))
    return float(np.interp(quoted, (QUOTED_FROM, QUOTED_AT), (MEANING_SHARE, 0.0)))


def standing_out(scores: Scores, pool: int = POOL) -> float:
    """How far the best score lies above the mean of the `pool` best, in their standard deviations."""
    pool = min(pool, len(scores))
    top = np.partition(scores, len(scores) - pool)[len(scores) - pool :]
    spread = float(top.std())
    return (float(top.max()) - float(top.mean())) / spread if spread > 1e-9 else 0.0


def mixed(keyword: Scores, meaning: Scores, share: float = MEANING_SHARE) -> Scores:
    """Weighted sum of both opinions after `scaled`; `share` is the meaning's."""
    result: Scores = share * scaled(meaning) + (1 - share) * scaled(keyword)
    return result


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
    return Found(keyword, meaning, mixed(keyword, meaning, meaning_share(index, words, keyword, meaning)))


def first_if_known(found: Found, questions: Scores, owners: NDArray[np.int32]) -> Found:
    """`found` with the passage first that a known question asks for in the same words."""
    if not len(questions) or questions.max() < SAME_QUESTION:
        return found
    whole = np.minimum(found.mixed, np.float32(0.999))
    whole[owners[int(questions.argmax())]] = 1
    return Found(found.keyword, found.meaning, whole)


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
