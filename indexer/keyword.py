"""Keyword search: BM25 over an inverted file of plain arrays."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.tokens import tokens

K1 = 0.6
"""How fast a repeated word stops counting, no unit; low, because passages are short and seldom repeat themselves."""
B = 0.75
"""How much a long passage is held back, 0 to 1."""


@dataclass(frozen=True, slots=True)
class KeywordIndex:
    """Passages by word, each place with its finished BM25 weight.

    Source: Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond",
    2009; idf with the plus one of Lucene, so that it is never negative.
    """

    passages: int
    numbers: Mapping[str, int]
    """Number of each word."""
    starts: NDArray[np.int64]
    """Where the places of each word begin; one more than there are words."""
    places: NDArray[np.int32]
    """Passage numbers, ascending within a word."""
    weights: NDArray[np.float32]

    @classmethod
    def build(cls, texts: Iterable[str], *, k1: float = K1, b: float = B) -> KeywordIndex:
        """Index `texts`; a passage's number is its place among them."""
        return cls.from_counts([Counter(tokens(text)) for text in texts], k1=k1, b=b)

    @classmethod
    def from_counts(
        cls, counts: Sequence[Mapping[str, float]], *, k1: float = K1, b: float = B
    ) -> KeywordIndex:
        """Index passages given as word counts, which may be fractions."""
        numbers: dict[str, int] = {}
        words = np.fromiter(
            (numbers.setdefault(word, len(numbers)) for count in counts for word in count), np.int64
        )
        times = np.fromiter((number for count in counts for number in count.values()), np.float32)
        passages = np.repeat(np.arange(len(counts), dtype=np.int32), [len(count) for count in counts])
        lengths = np.fromiter((sum(count.values()) for count in counts), np.float32, len(counts))
        order = np.argsort(words, kind="stable")
        words, times, passages = words[order], times[order], passages[order]
        found_in = np.bincount(words, minlength=len(numbers))
        starts = np.concatenate([[0], np.cumsum(found_in)])
        idf = np.log1p((len(counts) - found_in + 0.5) / (found_in + 0.5))
        mean = float(lengths.mean()) if len(counts) else 1.0
        held_back = k1 * (1 - b + b * lengths / max(mean, 1.0))
        weights = idf[words] * times * (k1 + 1) / (times + held_back[passages])
        return cls(len(counts), numbers, starts, passages, weights.astype(np.float32))

    def scores(self, words: Mapping[str, float]) -> NDArray[np.float32]:
        """Score of every passage, float32, for weighted query words; 0 without a common word."""
        total = np.zeros(self.passages, dtype=np.float32)
        for word, weight in words.items():
            number = self.numbers.get(word)
            if number is not None:
                span = slice(self.starts[number], self.starts[number + 1])
                total[self.places[span]] += weight * self.weights[span]
        return total

    def idf(self, word: str) -> float:
        """Inverse passage frequency of `word`; a word that never occurs has the largest."""
        number = self.numbers.get(word)
        found_in = 0 if number is None else int(self.starts[number + 1] - self.starts[number])
        return float(np.log1p((self.passages - found_in + 0.5) / (found_in + 0.5)))

    def cover(self, passage: int, words: Mapping[str, float]) -> float:
        """Share of `words` that `passage` has, rarer ones heavier, 0 to 1; 0 without any words."""
        there = total = 0.0
        for word, weight in words.items():
            heavy = weight * self.idf(word)
            total += heavy
            number = self.numbers.get(word)
            if number is not None:
                span = self.places[self.starts[number] : self.starts[number + 1]]
                at = int(np.searchsorted(span, passage))
                there += heavy if at < len(span) and span[at] == passage else 0.0
        return there / total if total else 0.0

    def save(self, folder: Path) -> None:
        """Write into `folder`, which exists."""
        (folder / "words.json").write_text(json.dumps(list(self.numbers), ensure_ascii=False), "utf-8")
        for name in ("starts", "places", "weights"):
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / "passages").write_text(str(self.passages), "ascii")

    @classmethod
    def load(cls, folder: Path) -> KeywordIndex:
        """Read what `save` wrote."""
        words = json.loads((folder / "words.json").read_text("utf-8"))
        return cls(
            int((folder / "passages").read_text("ascii")),
            {word: number for number, word in enumerate(words)},
            np.load(folder / "starts.npy"),
            np.load(folder / "places.npy"),
            np.load(folder / "weights.npy"),
        )
