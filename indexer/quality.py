"""Measures of a ranking, and the two kinds of test sets that they are taken over."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from indexer import shipped
from indexer.clauses import HandbookError, SourceSpan
from indexer.confidence import LINE, asked_elsewhere, confidence, evidence, strangeness
from indexer.embedding import Encoder
from indexer.keyword import KeywordIndex
from indexer.passages import Passage
from indexer.query import everyday_words, understood
from indexer.ranking import best, question_words, rank
from indexer.search import SearchEngine

DEPTH = 10
"""Places that count."""
QUESTION_FILES = ("questions", "queries")
_FORMATS = (".jsonl", ".json", ".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Query:
    """A question with what answers it."""

    text: str
    relevant: frozenset[str]
    """Passage ids, or section numbers for staff questions; empty: nothing answers it."""
    ignore: frozenset[str] = frozenset()
    """Taken out of the ranking before it is scored."""
    post: str | None = None
    split: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back for one question."""

    ranking: tuple[str, ...]
    """Ids or section numbers, best first, each once."""
    confident: bool
    milliseconds: float


def ndcg(ranking: Sequence[str], relevant: Collection[str], depth: int = DEPTH) -> float:
    """Discounted gain of `ranking` against the best possible, 0 to 1; every relevant one gains 1.

    Source: Järvelin and Kekäläinen, ACM TOIS 20(4), 2002, with the discount log2(place + 1).
    """
    gained = sum(1 / math.log2(place + 2) for place, one in enumerate(ranking[:depth]) if one in relevant)
    return gained / sum(1 / math.log2(place + 2) for place in range(min(depth, len(relevant))))


def recall(ranking: Sequence[str], relevant: Collection[str], depth: int = DEPTH) -> float:
    """Share of `relevant` among the first `depth`."""
    return len(set(ranking[:depth]) & set(relevant)) / len(relevant)


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str], depth: int = DEPTH) -> float:
    """1 over the place of the first relevant one; 0 if none is among the first `depth`."""
    return next((1 / (place + 1) for place, one in enumerate(ranking[:depth]) if one in relevant), 0.0)


def hit(ranking: Sequence[str], relevant: Collection[str], depth: int) -> bool:
    """Whether a relevant one is among the first `depth`."""
    return not set(ranking[:depth]).isdisjoint(relevant)


def summary(queries: Sequence[Query], outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """The keys of `handbook evaluate --json` but the encoder's rate; shares 0 to 1.

    Raises:
        ValueError: Not one outcome a query.
    """
    pairs = list(zip(queries, outcomes, strict=True))
    asked = [(q, o) for q, o in pairs if q.relevant]
    empty = [o for q, o in pairs if not q.relevant]
    times = [o.milliseconds for o in outcomes]
    rankings = [([one for one in o.ranking if one not in q.ignore], q.relevant) for q, o in asked]
    return {
        "queries": len(queries),
        "ndcg@10": _mean([ndcg(r, right) for r, right in rankings]),
        "recall@10": _mean([recall(r, right) for r, right in rankings]),
        "mrr@10": _mean([reciprocal_rank(r, right) for r, right in rankings]),
        "hit@1": _mean([hit(r, right, 1) for r, right in rankings]),
        "hit@3": _mean([hit(r, right, 3) for r, right in rankings]),
        "refused_right": _mean([not o.confident for o in empty]),
        "refused_wrong": _mean([not o.confident for _, o in asked]),
        "p50_ms": round(float(np.percentile(times, 50)), 2) if times else None,
        "p95_ms": round(float(np.percentile(times, 95)), 2) if times else None,
    }


def _mean(shares: Sequence[float]) -> float | None:
    return round(math.fsum(shares) / len(shares), 4) if shares else None


def ask_engine(engine: SearchEngine, queries: Sequence[Query]) -> list[Outcome]:
    """Ask the handbook's own index; rankings are section numbers."""
    outcomes = []
    for query in queries:
        answer = engine.search(query.text, k=50)
        sections = tuple(number for number, _ in answer.sections)
        outcomes.append(Outcome(sections, answer.confident, answer.took_ms))
    return outcomes


class CorpusIndex:
    """Any passages under the handbook's ranking, with the vocabulary of no particular trade.

    Args:
        passages: What is searched.
        encoder: The model.
    """

    def __init__(
        self, passages: Sequence[Passage], encoder: Encoder, progress: Callable[[int], None] | None = None
    ) -> None:
        began = time.perf_counter()
        self._vectors = encoder.passages([passage.whole for passage in passages], progress)
        self.docs_per_s = len(passages) / max(time.perf_counter() - began, 1e-9)
        self._ids = [passage.id for passage in passages]
        self._keyword = KeywordIndex.build(passage.whole for passage in passages)
        self._elsewhere = shipped.questions(asked_elsewhere(), encoder)
        self._encoder = encoder

    def ask(self, query: Query) -> Outcome:
        """Rank all passages for one question."""
        began = time.perf_counter()
        question = understood(query.text, everyday_words())
        vector = self._encoder.questions([question.text])[0]
        words = question_words(question.text, question.extra)
        found = rank(self._keyword, words, self._vectors @ vector)
        top = best(found.mixed, DEPTH + len(query.ignore))
        strange = strangeness(self._keyword, question_words(question.text))
        weighed = evidence(float(found.meaning.max()), None, self._elsewhere @ vector, strange)
        sure = confidence(weighed) >= LINE
        took = (time.perf_counter() - began) * 1000
        return Outcome(tuple(self._ids[n] for n in top), sure, took)


def read_passages(path: Path) -> list[Passage]:
    """Passages of a corpus: one JSON object a line with ``id``, ``text``, and perhaps ``title``, ``heading``.

    Raises:
        HandbookError: A line is not such an object, an id comes twice, or there is none.
    """
    passages = [
        Passage(str(one["id"]), str(one["text"]), str(one.get("title") or ""), str(one.get("heading") or ""))
        for one in _objects(path, ("id", "text"))
    ]
    if not passages:
        raise HandbookError(f"{path.name} 里没有段落。", fix='每行写一个 {"id": …, "text": …}。')
    if len({passage.id for passage in passages}) < len(passages):
        raise HandbookError(f"{path.name} 里有重复的 id。", fix="让每个段落的 id 只出现一次。")
    return passages


def read_queries(path: Path) -> list[Query]:
    """Questions of a corpus: ``id``, ``text``, ``relevant``, and perhaps ``ignore``.

    Raises:
        HandbookError: A line is not such an object.
    """
    return [
        Query(str(one["text"]), _names(one["relevant"]), _names(one.get("ignore")))
        for one in _objects(path, ("text", "relevant"))
    ]


def read_staff_questions(path: Path) -> list[Query]:
    """Staff questions: ``q``, ``sections`` (empty: no answer), and perhaps ``post``, ``split``.

    Raises:
        HandbookError: An entry is not such an object.
    """
    return [
        Query(str(one["q"]), _names(one["sections"]), post=one.get("post"), split=str(one.get("split") or ""))
        for one in _objects(path, ("q", "sections"))
    ]


def question_file(folder: Path) -> Path:
    """The file of staff questions in `folder`.

    Raises:
        HandbookError: There is none.
    """
    for name in QUESTION_FILES:
        for ending in _FORMATS:
            if (folder / (name + ending)).is_file():
                return folder / (name + ending)
    others = sorted(p for p in folder.iterdir() if p.suffix in _FORMATS) if folder.is_dir() else []
    if len(others) == 1:
        return others[0]
    raise HandbookError(
        f"{folder} 里没有测试集。",
        fix="放入 corpus.jsonl 与 queries.jsonl，或员工问题文件 questions.jsonl（每行含 q 与 sections）。",
    )


def _names(value: object) -> frozenset[str]:
    if isinstance(value, dict):
        return frozenset(str(name) for name, grade in value.items() if grade)
    if isinstance(value, (list, tuple)):
        return frozenset(map(str, value))
    return frozenset() if value is None else frozenset({str(value)})


def _objects(path: Path, keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    for line, one in _entries(path):
        missing = [key for key in keys if not isinstance(one, dict) or key not in one]
        if missing:
            raise HandbookError(
                f"这一条缺少 {'、'.join(missing)}。",
                where=SourceSpan(path.name, line),
                fix=f"每条写成含 {'、'.join(keys)} 的 JSON 对象。",
            )
        yield one


def _entries(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        text = path.read_text("utf-8-sig")
        if path.suffix == ".jsonl":
            for line, row in enumerate(text.split("\n"), 1):
                if row.strip():
                    yield line, json.loads(row)
        else:
            loaded = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
            yield from ((0, one) for one in loaded or [])
    except OSError as error:
        raise HandbookError(f"读不了 {path}。", fix="检查文件是否存在、能否读取。") from error
    except (ValueError, yaml.YAMLError, TypeError, RecursionError) as error:
        raise HandbookError(
            f"{path.name} 不是 UTF-8 的 JSON 或 YAML。", fix="按说明的格式改正后再试。"
        ) from error
