"""Use cases of the search: keep the index up to date, answer, measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.home import Home, open_home
from indexer.clauses import HandbookError
from indexer.embedding import chosen_encoder
from indexer.index import IndexReport, build, current, stale
from indexer.quality import (
    CorpusIndex,
    Outcome,
    Query,
    ask_engine,
    question_file,
    read_passages,
    read_queries,
    read_staff_questions,
    summary,
)
from indexer.reading import load_handbook
from indexer.search import SearchEngine

Told = Callable[[int], None]


def _nobody(_: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """What `handbook index --check` found."""

    usable: bool
    fresh: bool
    sentence: str

    def as_json(self) -> dict[str, bool | str]:
        return {"usable": self.usable, "fresh": self.fresh, "problem": "" if self.usable else self.sentence}


def update(
    home: Home,
    *,
    rebuild: bool = False,
    start: Told = _nobody,
    progress: Told = _nobody,
    tell: Callable[[str], None] = lambda _: None,
) -> IndexReport:
    """Bring the index of `home` up to date.

    Args:
        rebuild: Even where nothing changed.
        start, progress, tell: See `engine_for`.

    Raises:
        HandbookError: See `indexer.index.build`, or the text has faults.
    """
    handbook = load_handbook(home.handbook)
    start(len(handbook.clauses))
    encoder = chosen_encoder()
    if current(home.index) is not None and (why := stale(handbook, home.index, encoder.identity)):
        tell(f"{why}，现在重建。")
    return build(handbook, home.index, encoder=encoder, rebuild=rebuild, progress=progress)


def engine_for(
    home: Home,
    *,
    start: Told = _nobody,
    progress: Told = _nobody,
    tell: Callable[[str], None] = lambda _: None,
) -> SearchEngine:
    """An engine over the text of `home` as it is now; builds what is missing, stale or damaged.

    Where it cannot be built, the index before answers, and keyword search where the model is missing.

    Args:
        start: Told how many clauses there are, once there is something to build.
        progress: Told how many more are done.
        tell: Told why the index that is there is built again.

    Raises:
        HandbookError: The text has faults and there is no index either.
    """
    try:
        handbook = load_handbook(home.handbook)
        encoder = chosen_encoder()
        why = stale(handbook, home.index, encoder.identity)
        if why:
            if current(home.index) is not None:
                tell(f"{why}，现在重建。")
            start(len(handbook.clauses))
            build(handbook, home.index, encoder=encoder, progress=progress)
    except HandbookError:
        if current(home.index) is None:
            raise
        return SearchEngine.open(home.index)
    return SearchEngine.open(home.index, encoder=encoder)


def check(home: Home) -> IndexState:
    """Look at the index of `home` without changing it."""
    from indexer.probe import sound

    folder = current(home.index)
    if folder is not None and not sound(folder):
        return IndexState(False, False, "检索索引损坏。运行 handbook index --rebuild 重建索引。")
    why = stale(load_handbook(home.handbook), home.index, chosen_encoder().identity)
    if why:
        return IndexState(False, False, f"{why}。运行 handbook index 更新索引。")
    return IndexState(True, True, "检索索引完好，与手册一致。")


def evaluate(
    folder: Path, root: Path | None, *, start: Told = _nobody, progress: Told = _nobody
) -> dict[str, float | int | None]:
    """Measure the search over the test set in `folder`; the keys of `handbook evaluate --json`.

    Raises:
        HandbookError: The test set cannot be read, or holds no question.
    """
    if (folder / "corpus.jsonl").is_file():
        return _over_corpus(folder, start, progress)
    queries = read_staff_questions(question_file(folder))
    _need(queries, folder)
    engine = engine_for(open_home(root), start=start, progress=progress)
    return summary(queries, ask_engine(engine, queries)) | {"docs_per_s": None}


def _over_corpus(folder: Path, start: Told, progress: Told) -> dict[str, float | int | None]:
    passages, queries = read_passages(folder / "corpus.jsonl"), read_queries(folder / "queries.jsonl")
    _need(queries, folder)
    start(len(passages))
    index = CorpusIndex(passages, chosen_encoder(), progress)
    index.ask(queries[0])
    outcomes: list[Outcome] = [index.ask(query) for query in queries]
    return summary(queries, outcomes) | {"docs_per_s": round(index.docs_per_s, 1)}


def _need(queries: list[Query], folder: Path) -> None:
    if not queries:
        raise HandbookError(f"{folder} 里没有问题。", fix="测试集至少要有一个问题。")
