"""How likely it is that the handbook answers a question at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from indexer.embedding import Vectors
from indexer.keyword import K1, KeywordIndex

LINE = 0.5
"""From here on the answer is shown as one."""
BIAS, NEAR, ELSEWHERE, STRANGE = -2.25, 2.7, -2.1, -8.1
"""Logistic regression over labelled questions, each without those known that nearly repeat it (a cosine of
0.95 or more); the bias lies where 3 % of the answerable ones are then refused."""
QUESTION_GAIN, UNASKED_GAIN = 1.7, 4.0
"""What is added for the nearest passage, because a question is nearer to a like question than to what
answers it: beside known questions, and where none are known."""
KEYWORD_BIAS, KEYWORD_RATIO = -5.1, 30.0
"""The same for keyword search alone: the line is at 0.17 of the best conceivable score, where seven in ten of
the unanswerable and one in twelve of the answerable questions are refused (tuning part)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer.

    Cosines are counted in standard deviations of the question's cosines to what is asked elsewhere, from
    their mean: models differ in the range of their cosines, and so do questions.
    """

    near: float
    """Of the nearest known question, or of the nearest passage with its gain."""
    elsewhere: float
    """Of the nearest question that the handbook does not answer."""
    strange: float
    """Share of the question's two-character words that no passage has."""


def evidence(passage: float, question: float | None, elsewhere: Vectors, strange: float) -> Evidence:
    """Weigh cosines of one question.

    Args:
        passage: The greatest to a passage.
        question: The greatest to a known question; `None` without any.
        elsewhere: To all that is asked elsewhere.
        strange: See `strangeness`.
    """
    middle, spread = float(elsewhere.mean()), max(float(elsewhere.std()), 1e-6)
    near = (passage - middle) / spread
    if question is None:
        near += UNASKED_GAIN
    else:
        near = max(near + QUESTION_GAIN, (question - middle) / spread)
    return Evidence(near, (float(elsewhere.max()) - middle) / spread, strange)


@cache
def asked_elsewhere() -> tuple[str, ...]:
    """Things that people ask and a handbook does not answer: holidays, prices, weather, other trades."""
    path = Path(__file__).parent / "words" / "search-elsewhere.yml"
    topics = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(map(str, topics))


def confidence(found: Evidence) -> float:
    """0 to 1; below `LINE` the handbook probably does not say."""
    return _logistic(BIAS + NEAR * found.near + ELSEWHERE * found.elsewhere + STRANGE * found.strange)


def keyword_confidence(index: KeywordIndex, words: Mapping[str, float], best: float) -> float:
    """The same from the best keyword score alone, 0 to 1."""
    conceivable = sum(weight * index.idf(word) for word, weight in words.items()) * (K1 + 1)
    return _logistic(KEYWORD_BIAS + KEYWORD_RATIO * best / max(conceivable, 1e-9))


def strangeness(index: KeywordIndex, words: Mapping[str, float]) -> float:
    """Share of `words` of two characters or more that no passage has; 0 without any."""
    known = [word in index.numbers for word in words if len(word) > 1]
    return 1 - sum(known) / len(known) if known else 0.0


def _logistic(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))
