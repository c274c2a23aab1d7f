"""How likely it is that the handbook answers a question at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from indexer.keyword import K1, KeywordIndex
from indexer.passages import Passage

LINE = 0.5
"""From here on the answer is shown as one."""
BIAS, MEANT, ASKED, ELSEWHERE, STRANGE = 2.6, 6.44, 4.11, -11.35, -1.76
"""Logistic regression over the labelled staff questions of `benchmarks/questions.yml` (tuning part)
and as many of the developer's own; the bias lies where about 5 % of the answerable ones are refused.
Held against the other part: 83 % of the unanswerable refused, 2.5 % of the answerable."""
KEYWORD_BIAS, KEYWORD_RATIO = -2.0, 8.0
"""The same for keyword search alone, by judgement: a quarter of the best conceivable score is the line."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer."""

    meant: float
    """Greatest centred cosine of a passage to the question with its formal words."""
    asked: float
    """Likewise to the question as asked."""
    elsewhere: float
    """Greatest centred cosine of a question that the handbook does not answer."""
    strange: float
    """Share of the question's two-character words that no passage has."""


@cache
def asked_elsewhere() -> tuple[Passage, ...]:
    """Things that people ask and a handbook does not answer: holidays, prices, weather, other trades."""
    path = Path(__file__).parent / "words" / "search-elsewhere.yml"
    topics = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(Passage(f"elsewhere-{number}", str(topic)) for number, topic in enumerate(topics))


def confidence(evidence: Evidence) -> float:
    """0 to 1; below `LINE` the handbook probably does not say."""
    value = (
        BIAS
        + MEANT * evidence.meant
        + ASKED * evidence.asked
        + ELSEWHERE * evidence.elsewhere
        + STRANGE * evidence.strange
    )
    return _logistic(value)


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
