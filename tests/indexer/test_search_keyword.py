"""Words and BM25."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.keyword import K1, B, KeywordIndex
from indexer.tokens import tokens

TEXTS = st.lists(st.text(alphabet="电梯水泵房巡检ab1 ，", max_size=30), min_size=1, max_size=8)


def bm25_by_hand(texts: list[str], question: str) -> list[float]:
    """Straight from the formula, without an inverted file."""
    counts = [Counter(tokens(text)) for text in texts]
    mean = max(sum(sum(count.values()) for count in counts) / len(counts), 1)
    scores = []
    for count in counts:
        total = 0.0
        for word, weight in Counter(tokens(question)).items():
            found_in = sum(word in other for other in counts)
            idf = math.log(1 + (len(texts) - found_in + 0.5) / (found_in + 0.5))
            bulk = K1 * (1 - B + B * sum(count.values()) / mean)
            total += weight * idf * count[word] * (K1 + 1) / (count[word] + bulk)
        scores.append(total)
    return scores


def test_han_text_becomes_characters_and_bigrams_and_codes_stay_whole():
    assert list(tokens("配电房 RF-GC-05，２.５米")) == [
        "配",
        "电",
        "房",
        "配电",
        "电房",
        "rf-gc-05",
        "2.5",
        "米",
    ]


@given(TEXTS, st.text(alphabet="电梯水泵房巡检ab1", max_size=10))
def test_the_inverted_file_gives_the_scores_of_the_formula(texts, question):
    scores = KeywordIndex.build(texts).scores(Counter(tokens(question)))
    assert scores == pytest.approx(bm25_by_hand(texts, question), abs=1e-4)


def test_a_saved_index_scores_as_before(tmp_path: Path):
    index = KeywordIndex.build(["水泵房每日巡检", "电梯困人"])
    index.save(tmp_path)
    words = Counter(tokens("电梯巡检"))
    assert np.array_equal(KeywordIndex.load(tmp_path).scores(words), index.scores(words))


def test_an_empty_index_answers_nothing():
    assert len(KeywordIndex.build([]).scores({"电": 1.0})) == 0
