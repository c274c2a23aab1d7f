"""What a search gives back, and where in a clause the answer stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from indexer.generation import Shown
from indexer.tokens import tokens

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_FIGURE = re.compile(r"\d+(?:\.\d+)?\s*(?:分钟|小时|日|天|周|月|年|次|元|%|米|℃|人|学时|分)")
_ASKS_FIGURE = re.compile(
    r"多久|多长|多少|几[个天次年月小分人点号条遍回户]|什么时候|何时|频次|期限|时限|时间"
)
FIGURE_FACTOR = 2.0
"""How much more a sentence with a figure counts where the question asks for one."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One clause found."""

    shown: Shown
    score: float
    """0 to 1; comparable within one answer only."""
    span: tuple[int, int]
    """The sentence of the clause's text that answers best, in characters."""

    def as_json(self) -> dict[str, object]:
        """The keys of `handbook search --json`."""
        one = self.shown
        return {
            "clause": one.id,
            "section": one.section,
            "title": one.title,
            "text": one.text,
            "score": round(self.score, 4),
            "edition": one.edition,
            "fingerprint": one.fingerprint,
            "url": one.url,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The clauses found for a question, best first."""

    query: str
    confident: bool
    """False: probably nothing in the handbook answers; `hits` are the nearest."""
    took_ms: float
    hits: tuple[Hit, ...]
    notice: str = ""
    """What the reader must know, e.g. that only keywords were searched; "" as a rule."""

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """Number and title of the sections found, best first."""
        return tuple(dict.fromkeys((hit.shown.section, hit.shown.title) for hit in self.hits))

    def as_json(self) -> dict[str, object]:
        """The keys of `handbook search --json`."""
        return {
            "query": self.query,
            "confident": self.confident,
            "took_ms": round(self.took_ms, 1),
            "hits": [hit.as_json() for hit in self.hits],
        }


def answering_span(question: str, text: str, words: Mapping[str, float]) -> tuple[int, int]:
    """Where in `text` the sentence stands that shares most with a question.

    Args:
        question: Normalised; where it asks for a figure, a sentence with one is preferred.
        text: A clause's words.
        words: The question's words with weights, rarer ones heavier.
    """
    asks_figure = bool(_ASKS_FIGURE.search(question))
    sentences = [(one, set(tokens(one[0]))) for one in _SENTENCE.finditer(text)]
    # what many sentences of the clause say tells none of them apart
    shared = Counter(word for _, own in sentences for word in own if word in words)
    best, span = -1.0, (0, len(text))
    for sentence, own in sentences:
        score = sum(words[word] * log(1 + len(sentences) / shared[word]) for word in own if word in words)
        score *= FIGURE_FACTOR if asks_figure and _FIGURE.search(sentence[0]) else 1
        if score > best:
            lead = len(sentence[0]) - len(sentence[0].lstrip())
            best, span = score, (sentence.start() + lead, sentence.end())
    return span
