"""The index: only what changed is embedded, and no accident spoils what is there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from search_homes import EQUIPMENT, SAFETY, small_handbook

from indexer.clauses import Handbook, HandbookError
from indexer.embedding import BundledEncoder, Vectors, unit
from indexer.exact import ExactVectors
from indexer.index import build, current, stale
from indexer.probe import agreement, sound
from indexer.ranking import best, overlap
from indexer.search import SearchEngine
from indexer.store import open_store, write


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return BundledEncoder()


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory, encoder: BundledEncoder) -> Path:
    """An index folder whose vector cache spares the other tests the work."""
    folder = tmp_path_factory.mktemp("seed")
    build(small_handbook(folder / "handbook"), folder / "index", encoder=encoder)
    return folder / "index"


@pytest.fixture
def warm(tmp_path: Path, seed: Path) -> Path:
    """A new index folder that holds the cache of `seed` and nothing else."""
    (tmp_path / "index").mkdir()
    for cache in seed.glob("cache-*.npz"):
        shutil.copy(cache, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    return small_handbook(tmp_path / "handbook")


def test_the_first_build_embeds_all_and_the_second_nothing(tmp_path, handbook, encoder):
    first = build(handbook, tmp_path / "index", encoder=encoder)
    second = build(handbook, tmp_path / "index", encoder=encoder)
    assert (first.clauses, first.added, first.changed, first.removed) == (6, 6, 0, 0)
    assert first.embedded == 6
    assert (second.added, second.changed, second.removed, second.embedded) == (0, 0, 0, 0)


def test_one_changed_clause_is_one_passage_embedded(tmp_path, warm, handbook, encoder):
    build(handbook, warm, encoder=encoder)
    changed = small_handbook(tmp_path / "next", EQUIPMENT.replace("1 分钟", "2 分钟"))
    report = build(changed, warm, encoder=encoder)
    assert (report.added, report.changed, report.removed, report.embedded) == (0, 1, 0, 1)
    assert "2 分钟" in SearchEngine.open(warm, encoder=encoder).search("电梯困人").hits[0].shown.text


def test_a_removed_clause_is_never_found_again(tmp_path, warm, handbook, encoder):
    build(handbook, warm, encoder=encoder)
    engine = SearchEngine.open(warm, encoder=encoder)
    fewer = small_handbook(tmp_path / "next", safety=SAFETY.rpartition("- 收费员")[0])
    assert build(fewer, warm, encoder=encoder).removed == 1
    assert "2.4-03" not in [hit.shown.id for hit in engine.search("收费员 个人收款码").hits]


def test_a_closed_index_is_never_written_again(tmp_path, warm, handbook, encoder):
    build(handbook, warm, encoder=encoder)
    folder = current(warm)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")}
    build(
        small_handbook(tmp_path / "next", EQUIPMENT.replace("每日 2 次", "每日 3 次")),
        warm,
        encoder=encoder,
    )
    SearchEngine.open(warm, encoder=encoder).search("高空抛物")
    assert current(warm) != folder
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")} == before


def test_old_indexes_go_but_the_one_before_stays(tmp_path, warm, encoder):
    for minutes in range(1, 5):
        text = EQUIPMENT.replace("1 分钟", f"{minutes} 分钟")
        build(small_handbook(tmp_path / str(minutes), text), warm, encoder=encoder)
    assert len(list((warm).glob("g-*"))) == 2


def test_vectors_of_another_model_are_refused(tmp_path, warm, handbook, encoder):
    class Renamed(BundledEncoder):
        identity = "another-model/1"

    build(handbook, warm, encoder=encoder)
    assert "现在的模型是 another-model/1" in stale(handbook, warm, "another-model/1")
    with pytest.raises(HandbookError, match="不能用现在的模型 another-model/1"):
        SearchEngine.open(warm, encoder=Renamed())


def test_an_index_of_another_text_is_refused(tmp_path, warm, handbook, encoder):
    build(handbook, warm, encoder=encoder)
    changed = small_handbook(tmp_path / "next", EQUIPMENT.replace("1 分钟", "2 分钟"))
    with pytest.raises(HandbookError, match="有改动"):
        SearchEngine.open(warm, changed, encoder=encoder)


def test_what_makes_an_index_stale_is_said(tmp_path, warm, handbook, encoder, monkeypatch):
    assert stale(handbook, warm, encoder.identity) == "还没有检索索引"
    build(handbook, warm, encoder=encoder)
    assert stale(handbook, warm, encoder.identity) == ""
    changed = small_handbook(tmp_path / "next", EQUIPMENT.replace("1 分钟", "2 分钟"))
    assert stale(changed, warm, encoder.identity) == "手册在建立检索索引之后有改动"
    monkeypatch.setenv("HANDBOOK_VECTORS", "chroma")
    assert stale(handbook, warm, encoder.identity) == "检索索引的向量库是 exact，现在应为 chroma"
    (current(warm) / "meta.json").write_text("{", "utf-8")
    assert "损坏" in stale(handbook, warm, encoder.identity)


def test_an_empty_handbook_is_not_indexed(tmp_path, warm, encoder):
    with pytest.raises(HandbookError, match="没有条款"):
        build(Handbook(()), warm, encoder=encoder)


@pytest.mark.parametrize(
    "name", ["vectors.npy", "asked.npy", "owners.npy", "elsewhere.npy", "keyword/weights.npy"]
)
def test_a_damaged_array_is_noticed_and_search_goes_on(tmp_path, warm, handbook, encoder, name):
    build(handbook, warm, encoder=encoder)
    path = current(warm) / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 0xFF
    path.write_bytes(content)
    assert not sound(current(warm))
    assert stale(handbook, warm, encoder.identity) == "检索索引损坏"
    answer = SearchEngine.open(warm, encoder=encoder).search("高空抛物多久到场")
    assert answer.hits[0].shown.id == "2.4-01"
    assert ("只是关键词检索" in answer.notice) == (not name.startswith("keyword"))
    build(handbook, warm, encoder=encoder)
    assert sound(current(warm))


def test_a_damaged_list_of_clauses_says_what_to_run(tmp_path, warm, handbook, encoder):
    build(handbook, warm, encoder=encoder)
    (current(warm) / "passages.json").write_text("[", "utf-8")
    with pytest.raises(HandbookError, match="--rebuild"):
        SearchEngine.open(warm, encoder=encoder)


def test_a_damaged_cache_costs_time_only(tmp_path, warm, handbook, encoder):
    build(handbook, warm, encoder=encoder)
    (cache,) = (warm).glob("cache-*.npz")
    cache.write_bytes(cache.read_bytes()[:100])
    changed = small_handbook(tmp_path / "next", EQUIPMENT.replace("1 分钟", "2 分钟"))
    assert build(changed, warm, encoder=encoder).changed == 1


@pytest.mark.slow
def test_a_killed_build_leaves_the_index_before_in_use(tmp_path, warm, handbook, encoder):
    build(handbook, warm, encoder=encoder)
    before = current(warm)
    many = SAFETY + "".join(f"- 保洁员应在第 {n} 天清扫第 {n} 层。{{#2.4-{n}}}\n" for n in range(100, 400))
    small_handbook(tmp_path / "next", safety=many)
    code = (
        "import sys; from pathlib import Path; from indexer.index import build; from indexer.reading import *;"
        "build(load_handbook(Path(sys.argv[1])), Path(sys.argv[2]), progress=lambda n: print(n, flush=True))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "next"), str(warm)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as building:
        assert building.stdout is not None
        building.stdout.readline()
        time.sleep(0.3)
        os.kill(building.pid, signal.SIGKILL)
    assert current(warm) == before
    engine = SearchEngine.open(warm, encoder=encoder)
    assert engine.search("高空抛物").hits[0].shown.id == "2.4-01"
    assert build(handbook, warm, encoder=encoder).embedded == 0


@pytest.mark.slow
def test_two_builders_at_once_leave_one_sound_index(tmp_path, warm, handbook):
    code = (
        "import sys; from pathlib import Path; from indexer.index import build; from indexer.reading import *;"
        "build(load_handbook(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "handbook"), str(warm)]
    running = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert sound(current(warm))
    assert not list((warm).glob("*.part"))


@pytest.fixture(params=["exact", "chroma", pytest.param("pgvector", marks=pytest.mark.postgres)])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each store in turn, the setting set to it."""
    if request.param == "pgvector":
        monkeypatch.setenv("HANDBOOK_DATABASE_URL", request.getfixturevalue("postgres")())
    monkeypatch.setenv("HANDBOOK_VECTORS", request.param)
    return str(request.param)


def some_vectors(count: int, size: int = 24) -> Vectors:
    vectors = np.random.default_rng(7).normal(size=(count, size)).astype(np.float32)
    return unit(vectors)


def test_every_store_names_the_true_neighbours(tmp_path, kind):
    vectors = some_vectors(300)
    write(kind, tmp_path, vectors)
    store = open_store(kind, tmp_path)
    exact = ExactVectors.open(tmp_path)
    assert len(store) == 300 and store.name == kind
    for number in range(0, 300, 50):
        found = store.cosines(vectors[number], 10)
        assert found.shape == (300,) and found.dtype == np.float32
        assert overlap(best(found, 10), best(exact.cosines(vectors[number]), 10)) >= 0.9
        assert found[number] == pytest.approx(1, abs=1e-4)


def test_every_store_gives_all_cosines_when_asked_for_all(tmp_path, kind):
    vectors = some_vectors(250)
    write(kind, tmp_path, vectors)
    found = open_store(kind, tmp_path).cosines(vectors[3])
    assert np.corrcoef(found, vectors @ vectors[3])[0, 1] > 0.99
    assert overlap(best(found, 100), best(vectors @ vectors[3], 100)) >= 0.95


def test_with_every_store_an_engine_answers_alike_and_follows_the_next_build(
    tmp_path, warm, handbook, encoder, kind, monkeypatch
):
    question = "有人从楼上扔东西"
    with monkeypatch.context() as plain:
        plain.setenv("HANDBOOK_VECTORS", "exact")
        build(handbook, warm, encoder=encoder)
        right = [hit.shown.id for hit in SearchEngine.open(warm, encoder=encoder).search(question).hits]
    build(handbook, warm, encoder=encoder)
    assert agreement(current(warm)) == 1 and stale(handbook, warm, encoder.identity) == ""
    engine = SearchEngine.open(warm, encoder=encoder)
    assert [hit.shown.id for hit in engine.search(question).hits] == right
    changed = small_handbook(tmp_path / "next", safety=SAFETY.replace("5 分钟", "6 分钟"))
    build(changed, warm, encoder=encoder)
    assert "6 分钟" in engine.search(question).hits[0].shown.text


def test_a_damaged_chroma_store_is_not_asked(tmp_path, warm, handbook, encoder, monkeypatch):
    monkeypatch.setenv("HANDBOOK_VECTORS", "chroma")
    build(handbook, warm, encoder=encoder)
    folder = current(warm)
    question = "有人从楼上扔东西"
    before = SearchEngine.open(warm, encoder=encoder).search(question)
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"damaged" * 1000)
    after = SearchEngine.open(warm, encoder=encoder).search(question)
    assert not sound(folder)
    assert [hit.shown.id for hit in after.hits] == [hit.shown.id for hit in before.hits]


def test_a_wrong_setting_lists_the_right_ones(tmp_path, warm, handbook, encoder, monkeypatch):
    monkeypatch.setenv("HANDBOOK_VECTORS", "faiss")
    with pytest.raises(HandbookError, match="faiss 无效"):
        build(handbook, warm, encoder=encoder)
