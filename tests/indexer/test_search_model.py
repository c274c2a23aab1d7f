"""The bundled model: what it gives, and that it is the model it claims to be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import shipped
from indexer.clauses import HandbookError
from indexer.confidence import asked_elsewhere
from indexer.embedding import BundledEncoder, unit
from indexer.model_weights import Weights, weights_file
from indexer.query import understood
from indexer.unigram import Unigram

SENTENCES = [
    "水龙头坏了多久能来修",
    "ABC-123 配电房 2.5米，①号楼",
    "监控值班员应在 1 分钟内与乘客通话安抚。" * 8,
    "Hello World",
    "ﷺ" * 10,
    "业主\n说  家里\x00跳闸",
]


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return BundledEncoder()


@pytest.fixture(scope="module")
def unigram() -> Unigram:
    return Unigram(Weights(weights_file()).pieces)


@pytest.mark.slow
def test_the_vectors_are_those_of_the_same_weights_run_by_sentence_transformers(encoder, recwarn):
    from indexer.sentence_model import sentence_transformer

    independent = sentence_transformer()
    for prompt, ours in (("query", encoder.questions), ("passage", encoder.passages)):
        theirs = independent.encode([text.replace("\x00", " ") for text in SENTENCES], prompt_name=prompt)
        assert (theirs * ours(SENTENCES)).sum(axis=1).min() >= 0.999


def test_vectors_have_length_one_and_do_not_depend_on_the_batch(encoder):
    together = encoder.passages(SENTENCES)
    alone = np.concatenate([encoder.passages([text]) for text in SENTENCES])
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(SENTENCES)), abs=1e-5)
    assert (together * alone).sum(axis=1).min() > 0.999


def test_a_question_finds_its_passage_only_behind_the_question_mark_of_the_model(encoder):
    passages = encoder.passages(["维修工应在 30 分钟内到场。", "会计应每月对账。", "保洁员应每日清洁三次。"])
    assert int((passages @ encoder.questions(["师傅多久能来"])[0]).argmax()) == 0
    assert not np.allclose(encoder.questions(["对账"]), encoder.passages(["对账"]))


def test_every_question_known_ahead_has_a_shipped_vector_of_this_model(encoder):
    texts = shipped.all_texts()
    with np.load(shipped.FILE, allow_pickle=False) as stored:
        assert str(stored["model"]) == encoder.identity, "run python -m indexer.shipped"
        assert len(set(stored["digests"].tolist())) == len(texts), "run python -m indexer.shipped"
    some = texts[:: len(texts) // 8]
    fresh = encoder.questions([understood(text).text for text in some])
    assert (unit(shipped.questions(some, encoder)) * fresh).sum(axis=1).min() > 0.999


def test_a_question_that_is_not_shipped_is_embedded_now(encoder):
    made = shipped.questions(["谁也没有问过的一句话", *asked_elsewhere()[:1]], encoder)
    assert made.shape == (2, encoder.size)
    assert made[0] @ encoder.questions(["谁也没有问过的一句话"])[0] == pytest.approx(1, abs=1e-3)


def test_nothing_to_encode_gives_no_rows(encoder):
    assert encoder.passages([]).shape == (0, encoder.size)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_split_into_known_pieces_within_the_limit(unigram, text):
    ids = unigram.ids(text, 64)
    assert 2 <= len(ids) <= 64
    assert all(0 <= piece < 250_037 for piece in ids)


def test_a_foreign_file_is_refused_in_a_sentence(tmp_path: Path):
    (tmp_path / "e5.bin").write_bytes(b"not a model" * 10)
    with pytest.raises(HandbookError, match="不是认识的模型格式"):
        Weights(tmp_path / "e5.bin")


def test_a_cut_file_is_refused_in_a_sentence(tmp_path: Path):
    (tmp_path / "e5.bin").write_bytes(weights_file().read_bytes()[:5000])
    with pytest.raises(HandbookError, match="不完整"):
        Weights(tmp_path / "e5.bin")


def test_the_bundled_model_starts_without_torch():
    code = (
        "import sys; from indexer.search import SearchEngine; from indexer.embedding import BundledEncoder;"
        "BundledEncoder().questions(['电梯']);"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'chromadb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
