"""How building and asking grow with the number of passages, on the law corpus (HANDBOOK_CORPUS).

``python -m benchmarks.scale [SIZE…]``. Up to 10,000 passages are embedded for real; beyond that
their vectors are repeated with seeded noise, so there the index is timed and not the encoder,
whose rate stands beside it. With HANDBOOK_DATABASE_URL, vectors in that PostgreSQL too.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer import store
from indexer.embedding import Vectors, chosen_encoder, unit
from indexer.keyword import KeywordIndex
from indexer.postgres import FILE, URL_SETTING, database_url
from indexer.ranking import best, question_words, rank

REAL = 10_000
"""Passages that are embedded; more are copies with noise."""
NOISE = 0.05
"""Standard deviation of the noise a component; a vector's components are about 0.05 large."""
SEED = 20261201
QUESTIONS = (
    "物业公司不履行合同怎么办",
    "电梯出了事故谁负责",
    "消防通道被占用罚多少钱",
    "业主不交物业费",
    "试用期工资",
)
ROUNDS = 20
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百千零]+条[ \u3000]")


def articles(corpus: Path, count: int) -> list[str]:
    """The first `count` articles of the laws under `corpus`, each with its law's name."""
    found: list[str] = []
    for path in sorted(corpus.rglob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            if _ARTICLE.match(line):
                found.append(f"{path.stem} {line}")
        if len(found) >= count:
            break
    return found[:count]


def grown(vectors: Vectors, count: int) -> Vectors:
    """`vectors` repeated to `count` rows, the copies with seeded noise."""
    random = np.random.default_rng(SEED)
    rows = [vectors]
    while sum(map(len, rows)) < count:
        rows.append(unit(vectors + random.normal(0, NOISE, vectors.shape).astype(np.float32)))
    return np.concatenate(rows)[:count]


def main() -> None:
    """Print one line a size and store."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    sizes: list[int] = arguments.parse_args().sizes
    folder = os.environ.get("HANDBOOK_CORPUS")
    if not folder:
        raise SystemExit("HANDBOOK_CORPUS 没有设置：请让它指向法律文本的文件夹。")
    texts = articles(Path(folder), min(max(sizes), REAL))
    encoder = chosen_encoder()
    encoder.questions(QUESTIONS[:1])
    began = time.perf_counter()
    vectors = encoder.passages(texts)
    print(f"encoder: {len(texts) / (time.perf_counter() - began):.1f} passages/s over {len(texts)} articles")
    asked = encoder.questions(QUESTIONS)
    print("passages  store     words s  vectors s  disk MB  memory MB   p50 ms   p95 ms")
    for size in sizes:
        many = (texts * (size // len(texts) + 1))[:size]
        _measure(many, grown(vectors, size), asked)


def _measure(texts: Sequence[str], vectors: Vectors, asked: Vectors) -> None:
    began = time.perf_counter()
    keyword = KeywordIndex.build(texts)
    words_s = time.perf_counter() - began
    for kind in store.KINDS:
        if kind == "pgvector" and not os.environ.get(URL_SETTING):
            continue
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            store.write(kind, Path(folder), vectors)
            vectors_s = time.perf_counter() - began
            opened = store.open_store(kind, Path(folder))
            times = []
            for number in range(ROUNDS * len(QUESTIONS)):
                question, vector = QUESTIONS[number % len(QUESTIONS)], asked[number % len(QUESTIONS)]
                began = time.perf_counter()
                best(rank(keyword, question_words(question), opened.cosines(vector, 200)).mixed, 10)
                times.append((time.perf_counter() - began) * 1000)
            files = [path for path in Path(folder).rglob("*") if path.is_file()]
            disk = (sum(path.stat().st_size for path in files) + _in_database(Path(folder))) / 2**20
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            p50, p95 = np.percentile(times, (50, 95))
            print(
                f"{len(texts):8d}  {kind:8s}{words_s:9.1f}{vectors_s:11.1f}{disk:9.0f}{memory:11.0f}"
                f"{p50:9.1f}{p95:9.1f}",
                flush=True,
            )
            store.discard(Path(folder))


def _in_database(folder: Path) -> int:
    """Bytes of the table and graph that a folder names."""
    if not (folder / FILE).is_file():
        return 0
    import psycopg

    table = json.loads((folder / FILE).read_text("utf-8"))["table"]
    with psycopg.connect(database_url()) as conn:
        row = conn.execute("SELECT pg_total_relation_size(%s::regclass)", (table,)).fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    main()
