"""Known questions: which clause they belong to, and what they add to a ranking."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from search_homes import small_handbook

from indexer.asked import known_questions, questions_for
from indexer.clauses import Handbook
from indexer.confidence import QUESTION_GAIN, evidence
from indexer.keyword import KeywordIndex
from indexer.ranking import (
    MEANING_SHARE,
    best,
    first_if_known,
    meaning_share,
    question_words,
    rank,
    standing_out,
    with_questions,
)
from indexer.reading import load_handbook


@pytest.fixture(scope="module")
def bundled() -> Handbook:
    return load_handbook(Path(__file__).parents[2] / "handbook")


def test_every_known_question_belongs_to_a_clause_of_the_bundled_handbook_as_it_is_worded(bundled):
    texts = {str(clause.id): clause.text for clause in bundled.clauses}
    lost = [one.clause for one in known_questions() if not texts.get(one.clause, "").startswith(one.begins)]
    assert lost == []


def test_nearly_every_clause_has_a_known_question(bundled):
    without = [questions for questions in questions_for(bundled.clauses) if not questions]
    assert len(without) < len(bundled.clauses) / 20


def test_no_question_is_known_twice_for_one_clause():
    for one in known_questions():
        assert len(set(one.questions)) == len(one.questions) > 0


def test_another_handbook_with_the_same_ids_does_not_get_the_questions(tmp_path):
    assert not any(questions_for(small_handbook(tmp_path).clauses))


def scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_a_known_question_lifts_its_passage():
    ranked = with_questions(scores(0.86, 0.85, 0.84), scores(0.95, 0.86, 0.87), np.array([2, 0, 1], np.int32))
    assert best(ranked, 3) == [2, 0, 1]


def test_of_several_known_questions_the_nearest_counts():
    once = with_questions(scores(0.8, 0.8), scores(0.9, 0.85), np.array([0, 1], np.int32))
    twice = with_questions(scores(0.8, 0.8), scores(0.9, 0.2, 0.85), np.array([0, 0, 1], np.int32))
    assert np.array_equal(once, twice)


def test_a_passage_without_a_question_is_not_behind_for_want_of_it():
    ranked = with_questions(scores(0.87, 0.85, 0.84), scores(0.92, 0.91), np.array([1, 2], np.int32))
    assert best(ranked, 1) == [0]


def test_without_known_questions_the_passages_alone_count():
    passages = scores(0.8, 0.9)
    assert np.array_equal(with_questions(passages, scores(), np.array([], np.int32)), passages)


def test_a_question_in_the_words_of_a_known_one_has_its_passage_first():
    index, owners = KeywordIndex.build(TEXTS), np.array([2], np.int32)
    words = question_words("电梯困人后应在五分钟内到场")
    found = rank(index, words, scores(0.9, 0.8, 0.7))
    assert best(found.mixed, 1) == [0]
    assert best(first_if_known(found, scores(0.999), owners).mixed, 2) == [2, 0]
    assert first_if_known(found, scores(0.95), owners) is found


TEXTS = ["电梯困人后应在五分钟内到场", "水泵房每日巡检一次", "电梯每十五日维保一次"]


def test_a_quotation_is_left_to_the_keywords_and_other_words_are_not():
    index = KeywordIndex.build(TEXTS)
    far = scores(0.1, 0.9, 0.2)
    quoted, asked = question_words("困人后应在五分钟内到场"), question_words("升降机坏了")
    assert meaning_share(index, quoted, index.scores(quoted), far) == 0
    assert meaning_share(index, asked, index.scores(asked), far) == MEANING_SHARE


def test_where_both_first_passages_have_the_words_both_count():
    index = KeywordIndex.build(TEXTS)
    words = question_words("水泵房每日巡检")
    assert meaning_share(index, words, index.scores(words), scores(0.1, 0.9, 0.2)) == MEANING_SHARE


def test_a_first_passage_that_stands_out_of_the_meanings_list_is_hardly_overruled():
    index = KeywordIndex.build([*TEXTS, *(f"第{n}条" for n in range(60))])
    words = question_words("困人后应在五分钟内到场")
    near = np.linspace(0.80, 0.82, 63, dtype=np.float32)
    near[1] = 0.821
    sure = near.copy()
    sure[1] = 0.95
    assert standing_out(near) < standing_out(sure)
    assert meaning_share(index, words, index.scores(words), near) < MEANING_SHARE / 2
    assert meaning_share(index, words, index.scores(words), sure) > MEANING_SHARE / 2


def test_a_list_without_differences_has_nothing_that_stands_out():
    assert standing_out(scores(0.5, 0.5, 0.5)) == 0
    assert standing_out(scores(0.5)) == 0


def test_the_share_of_a_questions_words_counts_the_rare_ones_more():
    index = KeywordIndex.build(TEXTS)
    assert index.cover(0, {"电梯": 1.0, "困人": 1.0}) == 1
    assert 0 < index.cover(2, {"电梯": 1.0, "困人": 1.0}) < 0.5
    assert index.cover(1, {"电梯": 1.0}) == 0
    assert index.cover(1, {}) == 0


def test_evidence_is_free_of_the_scale_of_a_models_cosines():
    narrow, wide = np.linspace(0.80, 0.84, 9, dtype=np.float32), np.linspace(0, 0.4, 9, dtype=np.float32)
    one, other = evidence(0.82, 0.86, narrow, 0.1), evidence(0.2, 0.6, wide, 0.1)
    assert one.near == pytest.approx(other.near, abs=1e-3)
    assert one.elsewhere == pytest.approx(other.elsewhere, abs=1e-3)


def test_the_nearest_passage_speaks_where_no_known_question_is_near():
    elsewhere = np.linspace(0.80, 0.84, 9, dtype=np.float32)
    far, near = evidence(0.85, 0.80, elsewhere, 0.0), evidence(0.85, 0.95, elsewhere, 0.0)
    assert QUESTION_GAIN < far.near < near.near
    assert far.near == evidence(0.85, 0.70, elsewhere, 0.0).near
    assert evidence(0.85, None, elsewhere, 0.0).near > far.near
