"""HANDBOOK_MODEL: any sentence-transformers model by its folder, and never with another model's vectors."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from search_homes import EQUIPMENT, POSTS, SAFETY, small_handbook, write_handbook
from tiny_model import SIZE, write_model

from indexer.clauses import HandbookError
from indexer.embedding import SETTING, SentenceTransformerEncoder, chosen_encoder, prompts_of
from indexer.index import build, current, stale
from indexer.search import SearchEngine

REPOSITORY = Path(__file__).parents[2]
KNOWN = EQUIPMENT + SAFETY + POSTS + "query: passage: 物业服务标准操作手册有人从楼上扔东西"
E5_PROMPTS = {"query": "query: ", "passage": "passage: "}

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("foreign model")]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_model(folder / "first", KNOWN, seed=1)
    write_model(folder / "second", KNOWN, seed=2)
    write_model(folder / "prompted", KNOWN, seed=1, prompts=E5_PROMPTS)
    return folder


@pytest.fixture
def first(models: Path) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(str(models / "first"))


def test_the_setting_names_the_model_by_its_folder(models, monkeypatch):
    monkeypatch.setenv(SETTING, str(models / "first"))
    encoder = chosen_encoder()
    assert isinstance(encoder, SentenceTransformerEncoder) and encoder.size == SIZE
    vectors = encoder.passages(["电梯困人", "高空抛物", "动火作业"])
    assert vectors.shape == (3, SIZE) and vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert encoder.passages([]).shape == (0, SIZE)


def test_a_model_has_the_same_name_every_time_and_other_weights_another(models):
    named = [SentenceTransformerEncoder(str(models / name)).identity for name in ("first", "first", "second")]
    assert named[0] == named[1] and named[0].startswith("first/")
    assert named[0].rpartition("/")[2] != named[2].rpartition("/")[2]


def test_a_model_that_was_moved_is_the_same_and_one_that_cuts_texts_elsewhere_is_not(tmp_path, models, first):
    moved = shutil.copytree(models / "first", tmp_path / "elsewhere" / "first")
    assert SentenceTransformerEncoder(str(moved)).identity == first.identity
    shorter = SentenceTransformerEncoder(str(moved))
    shorter._model.max_seq_length = 16
    assert shorter.identity != first.identity
    prompted = SentenceTransformerEncoder(str(models / "prompted"))
    assert prompted.identity.rpartition("/")[2] != first.identity.rpartition("/")[2]


def test_progress_adds_up_to_the_texts(first):
    steps: list[int] = []
    first.passages(["电梯"] * 300, steps.append)
    assert sum(steps) == 300 and len(steps) > 1


def test_only_a_model_that_wants_words_before_its_texts_gets_them(models, first):
    prompted, text = SentenceTransformerEncoder(str(models / "prompted")), "有人从楼上扔东西"
    assert np.allclose(first.questions([text]), first.passages([text]), atol=1e-6)
    # the same weights: what differs is what stands before the text
    assert np.allclose(prompted.questions([text]), first.questions([f"query: {text}"]), atol=1e-6)
    assert np.allclose(prompted.passages([text]), first.passages([f"passage: {text}"]), atol=1e-6)


@pytest.mark.parametrize(
    ("name", "own", "before"),
    [
        ("/models/first", {}, ("", "")),
        ("first", {"query": "", "document": ""}, ("", "")),
        ("first", {"query": "问：", "document": "文："}, ("问：", "文：")),
        ("first", {"query": "问："}, ("问：", "")),
        ("intfloat/multilingual-e5-large", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("/models/e5-base-v2/", {}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", {}, ("", "")),
        ("BAAI/bge-small-zh-v1.5", {}, ("为这个句子生成表示以用于检索相关文章：", "")),
        ("BAAI/bge-m3", {}, ("", "")),
        ("multilingual-e5-small", {"query": "问："}, ("问：", "")),
    ],
)
def test_words_before_texts_are_the_models_own_or_those_of_its_family(name, own, before):
    assert prompts_of(name, own) == before


def test_an_index_is_built_and_searched_with_a_foreign_model(tmp_path, first):
    handbook = small_handbook(tmp_path / "handbook")
    report = build(handbook, tmp_path / "index", encoder=first)
    assert report.clauses == 6
    engine = SearchEngine.open(tmp_path / "index", handbook, encoder=first)
    answer = engine.search("秩序维护员发现高空抛物后，应在几分钟内到场")
    assert answer.hits[0].shown.id == "2.4-01" and answer.notice == ""
    assert build(handbook, tmp_path / "index", encoder=first).embedded == 0


def test_vectors_of_one_model_are_refused_to_another_and_built_again(tmp_path, models, first):
    handbook, index = small_handbook(tmp_path / "handbook"), tmp_path / "index"
    build(handbook, index, encoder=first)
    second = SentenceTransformerEncoder(str(models / "second"))
    with pytest.raises(HandbookError, match="不能用现在的模型") as refused:
        SearchEngine.open(index, encoder=second)
    assert "handbook index" in refused.value.fix
    why = stale(handbook, index, second.identity)
    assert first.identity in why and second.identity in why
    before = current(index)
    assert build(handbook, index, encoder=second).embedded == 6  # nothing of the other model is taken over
    assert current(index) != before and stale(handbook, index, second.identity) == ""
    assert SearchEngine.open(index, encoder=second).search("高空抛物几分钟到场").hits[0].shown.id == "2.4-01"


def test_questions_known_ahead_go_through_a_foreign_model_once(tmp_path, first, monkeypatch):
    asked: list[int] = []
    real = SentenceTransformerEncoder.questions
    monkeypatch.setattr(
        SentenceTransformerEncoder,
        "questions",
        lambda encoder, texts: (asked.append(len(texts)), real(encoder, texts))[1],
    )
    handbook, index = small_handbook(tmp_path / "handbook"), tmp_path / "index"
    build(handbook, index, encoder=first)
    assert sum(asked) > 0
    asked.clear()
    changed = small_handbook(tmp_path / "next", EQUIPMENT.replace("1 分钟", "2 分钟"))
    assert build(changed, index, encoder=first).embedded == 1
    assert sum(asked) < 20  # those of the changed clause at most


@pytest.mark.parametrize("broken", ["nothing", "empty", "cut"])
def test_a_folder_that_is_no_model_is_said_in_a_sentence(tmp_path, models, broken, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    folder = tmp_path / broken
    if broken != "nothing":
        folder.mkdir()
    if broken == "cut":
        for file in models.joinpath("first").rglob("*.json"):
            target = folder / file.relative_to(models / "first")
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(file.read_bytes())
        (folder / "model.safetensors").write_bytes((models / "first" / "model.safetensors").read_bytes()[:99])
    with pytest.raises(HandbookError, match="打不开 HANDBOOK_MODEL 指定的模型"):
        SentenceTransformerEncoder(str(folder))


def test_the_command_says_that_the_model_changed_and_searches_with_the_new_one(tmp_path, models):
    write_handbook(tmp_path / "handbook")

    def searched(model: str) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("HANDBOOK_")}
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "app.cli",
                "search",
                "高空抛物几分钟到场",
                "--json",
                "--root",
                str(tmp_path),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=REPOSITORY,
            env={**env, **({SETTING: str(models / model)} if model else {})},
        )

    assert searched("").stderr.strip() == ""
    changed = searched("first")
    assert json.loads(changed.stdout)["hits"][0]["clause"] == "2.4-01"
    assert "检索索引是用模型 multilingual-e5-small" in changed.stderr
    assert "现在的模型是 first/" in changed.stderr and "现在重建。" in changed.stderr
    assert "Traceback" not in changed.stderr and "Loading" not in changed.stderr
    assert searched("first").stderr.strip() == ""
