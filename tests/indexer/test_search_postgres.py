"""Vectors in a real PostgreSQL with pgvector: nothing is left behind, and nothing stops the search."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest
from search_homes import EQUIPMENT, small_handbook

from indexer.clauses import Handbook, HandbookError
from indexer.embedding import BundledEncoder, Vectors, unit
from indexer.exact import ExactVectors
from indexer.index import build, current, stale
from indexer.postgres import EFFORT, FILE, PgVectors
from indexer.probe import sound
from indexer.ranking import best, overlap
from indexer.search import SearchEngine
from indexer.store import PAUSE, Beside, StoreLost

pytestmark = [pytest.mark.postgres]

QUESTION = "有人从楼上扔东西"


@pytest.fixture
def url(postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database, named by the settings."""
    address = postgres()
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", address)
    monkeypatch.setenv("HANDBOOK_VECTORS", "pgvector")
    return address


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return BundledEncoder()


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory, encoder: BundledEncoder) -> Path:
    """A folder with a vector cache that spares the tests the work."""
    folder = tmp_path_factory.mktemp("seed")
    build(small_handbook(folder / "handbook"), folder / "index", encoder=encoder)
    return folder / "index"


@pytest.fixture
def warm(tmp_path: Path, seed: Path) -> Path:
    (tmp_path / "index").mkdir()
    for cache in seed.glob("cache-*.npz"):
        shutil.copy(cache, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    return small_handbook(tmp_path / "handbook")


def some_vectors(count: int, size: int) -> Vectors:
    return unit(np.random.default_rng(5).normal(size=(count, size)).astype(np.float32))


def tables(url: str) -> set[str]:
    with psycopg.connect(url) as conn:
        rows = conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'handbook_vectors'")
        return {row[0] for row in rows}


def named(folder: Path) -> str:
    return str(json.loads((folder / FILE).read_text("utf-8"))["table"]).partition(".")[2]


def test_the_numbers_arrive_as_they_were_sent(url, tmp_path):
    vectors = some_vectors(5000, 7)  # more than one part of the copy
    PgVectors.write(tmp_path, vectors)
    with psycopg.connect(url) as conn:
        rows = conn.execute(f"SELECT v::real[] FROM handbook_vectors.{named(tmp_path)} ORDER BY n").fetchall()
    assert np.array_equal(np.array([row[0] for row in rows], dtype=np.float32), vectors)


@pytest.mark.slow
def test_the_graph_is_used_and_finds_nearly_all_neighbours(url, tmp_path):
    vectors = some_vectors(6000, 64)
    PgVectors.write(tmp_path, vectors)
    store, shares = PgVectors.open(tmp_path), []
    for number in range(0, 6000, 300):
        found = store.cosines(vectors[number], EFFORT)
        shares.append(overlap(best(found, 10), best(vectors @ vectors[number], 10)))
    assert sum(shares) / len(shares) >= 0.95
    with psycopg.connect(url) as conn:
        plan = conn.execute(
            f"EXPLAIN SELECT n FROM handbook_vectors.{named(tmp_path)} ORDER BY v <#> %s::vector LIMIT 10",
            (str(vectors[0].tolist()),),
        ).fetchall()
    assert "using v_" in str(plan)


def test_more_neighbours_than_the_graph_gives_are_compared_one_by_one(url, tmp_path):
    vectors = some_vectors(1000, 16)
    PgVectors.write(tmp_path, vectors)
    found = PgVectors.open(tmp_path).cosines(vectors[0], EFFORT + 300)
    nearest = EFFORT + 299  # the rest are given the last one's cosine
    assert best(found, nearest) == best(vectors @ vectors[0], nearest)


def test_vectors_wider_than_a_graph_takes_are_stored_all_the_same(url, tmp_path):
    vectors = some_vectors(20, 2001)
    PgVectors.write(tmp_path, vectors)
    assert best(PgVectors.open(tmp_path).cosines(vectors[4], 5), 4) == best(vectors @ vectors[4], 4)


def test_tables_go_with_the_indexes_that_they_belong_to(url, tmp_path, warm, encoder):
    for minutes in range(1, 5):
        text = EQUIPMENT.replace("1 分钟", f"{minutes} 分钟")
        build(small_handbook(tmp_path / str(minutes), text), warm, encoder=encoder)
    kept = {named(folder) for folder in warm.glob("g-*")}
    assert len(kept) == 2 and tables(url) == kept


def test_an_index_built_again_leaves_one_table(url, warm, handbook, encoder):
    build(handbook, warm, encoder=encoder)
    build(handbook, warm, encoder=encoder, rebuild=True)
    assert tables(url) == {named(current(warm))}


def test_a_build_that_fails_leaves_no_table_and_the_index_before(
    url, tmp_path, warm, handbook, encoder, monkeypatch
):
    build(handbook, warm, encoder=encoder)
    before = current(warm)
    monkeypatch.setattr("indexer.index.sound", lambda _: False)
    with pytest.raises(HandbookError, match="未通过核对"):
        build(small_handbook(tmp_path / "next", EQUIPMENT.replace("1 分钟", "2 分钟")), warm, encoder=encoder)
    assert current(warm) == before and tables(url) == {named(before)}


@pytest.mark.slow
def test_a_killed_build_leaves_a_table_only_until_the_next_one(url, tmp_path, warm, handbook, encoder):
    build(handbook, warm, encoder=encoder)
    before = current(warm)
    small_handbook(tmp_path / "next", EQUIPMENT.replace("1 分钟", "2 分钟"))
    # dies after the vectors are in the database and before the pointer is switched
    code = (
        "import os, signal, sys; from pathlib import Path; import indexer.index as index;"
        "from indexer.reading import load_handbook;"
        "index.sound = lambda _: os.kill(os.getpid(), signal.SIGKILL);"
        "index.build(load_handbook(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path / "next"), str(warm)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert current(warm) == before and len(tables(url)) == 2
    assert SearchEngine.open(warm, encoder=encoder).search(QUESTION).hits[0].shown.id == "2.4-01"
    build(small_handbook(tmp_path / "third", EQUIPMENT.replace("1 分钟", "3 分钟")), warm, encoder=encoder)
    assert tables(url) == {named(before), named(current(warm))}


def test_a_table_that_is_gone_or_cut_is_found_by_the_probe_and_the_search_goes_on(
    url, warm, handbook, encoder
):
    build(handbook, warm, encoder=encoder)
    running = SearchEngine.open(warm, encoder=encoder)
    right = [hit.shown.id for hit in running.search(QUESTION).hits]
    with psycopg.connect(url) as conn:
        conn.execute(f"DELETE FROM handbook_vectors.{named(current(warm))} WHERE n = 0")
    assert not sound(current(warm))
    assert [hit.shown.id for hit in SearchEngine.open(warm, encoder=encoder).search(QUESTION).hits] == right
    with psycopg.connect(url) as conn:
        conn.execute(f"DROP TABLE handbook_vectors.{named(current(warm))}")
    for engine in (running, SearchEngine.open(warm, encoder=encoder)):
        answer = engine.search("高空抛物几分钟到场")
        assert answer.hits[0].shown.id == "2.4-01" and answer.notice == ""


def test_broken_connections_are_replaced(url, tmp_path):
    vectors = some_vectors(50, 8)
    PgVectors.write(tmp_path, vectors)
    store = PgVectors.open(tmp_path)
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert best(store.cosines(vectors[1], 5), 4) == best(vectors @ vectors[1], 4)


def test_a_store_that_does_not_answer_is_left_alone_for_a_while(tmp_path):
    vectors, at, asked = some_vectors(10, 4), [0.0], []

    class Silent:
        name = "pgvector"

        def __len__(self) -> int:
            return 10

        def cosines(self, vector: Vectors, k: int | None = None) -> Vectors:
            asked.append(at[0])
            raise StoreLost("no answer")

    both = Beside(Silent(), ExactVectors(vectors), lambda: at[0])
    for second in (0.0, 1.0, PAUSE - 1, PAUSE + 1):
        at[0] = second
        assert np.array_equal(both.cosines(vectors[0], 3), vectors @ vectors[0])
    assert asked == [0.0, PAUSE + 1]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "需要 PostgreSQL 数据库"),
        ("sqlite:///records.db", "需要 PostgreSQL 数据库"),
        ("postgresql://nobody@127.0.0.1:1/none", "不能把向量写入数据库"),
    ],
)
def test_without_a_database_the_index_before_stays_and_the_reason_is_a_sentence(
    tmp_path, warm, handbook, encoder, monkeypatch, address, sentence
):
    build(handbook, warm, encoder=encoder)
    before = current(warm)
    monkeypatch.setenv("HANDBOOK_VECTORS", "pgvector")
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", address)
    with pytest.raises(HandbookError, match=sentence) as refused:
        build(handbook, warm, encoder=encoder)
    assert "HANDBOOK_DATABASE_URL" in refused.value.fix
    assert current(warm) == before


def test_a_user_who_may_not_create_is_told_what_the_administrator_must_do(url, tmp_path, monkeypatch):
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("CREATE ROLE reader LOGIN")
    monkeypatch.setenv("HANDBOOK_DATABASE_URL", url.replace("postgresql://postgres", "postgresql://reader"))
    with pytest.raises(HandbookError, match="没有建立向量表的权限") as refused:
        PgVectors.write(tmp_path, some_vectors(5, 4))
    assert "CREATE EXTENSION vector" in refused.value.fix
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("DROP ROLE reader")


def test_a_forged_name_of_a_table_reaches_no_statement(url, warm, handbook, encoder):
    build(handbook, warm, encoder=encoder)
    file = current(warm) / FILE
    file.write_text(json.dumps({"table": "pg_class; DROP TABLE x", "passages": 6}), "utf-8")
    with pytest.raises(ValueError, match="not a table of vectors"):
        PgVectors.open(current(warm))
    assert "损坏" in stale(handbook, warm, encoder.identity)


@pytest.mark.slow
def test_two_builders_at_once_share_an_empty_database(url, tmp_path):
    small_handbook(tmp_path / "handbook")
    code = (
        "import sys; from pathlib import Path; from indexer.index import build; from indexer.reading import *;"
        "build(load_handbook(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "handbook"), str(tmp_path / name)])
        for name in ("one", "two")  # two machines: each has an index folder of its own
    ]
    assert [process.wait() for process in running] == [0, 0]
    assert tables(url) == {named(current(tmp_path / name)) for name in ("one", "two")}
    assert all(sound(current(tmp_path / name)) for name in ("one", "two"))


def test_records_and_vectors_live_in_one_database_apart(url, warm, handbook, encoder):
    from app.records.database import Database

    build(handbook, warm, encoder=encoder)
    Database.open(url).close()
    build(handbook, warm, encoder=encoder, rebuild=True)
    Database.open(url).close()
    assert SearchEngine.open(warm, encoder=encoder).search(QUESTION).hits[0].shown.id == "2.4-01"
