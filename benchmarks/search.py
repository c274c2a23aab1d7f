"""Ranking quality and speed on the labelled staff questions, recipe by recipe, in one run.

``python -m benchmarks.search [--root DIR] [--split tune|test|fresh|later]``. The part ``test`` was not looked at
while the vocabulary was written and the weights were chosen; what the others are is said in their file.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from app.home import open_home
from app.searching import engine_for
from indexer import shipped
from indexer.asked import counted, questions_for
from indexer.embedding import Vectors, chosen_encoder
from indexer.keyword import KeywordIndex
from indexer.passages import passages_of
from indexer.quality import Outcome, Query, ask_engine, read_staff_questions, summary
from indexer.query import synonyms_with, understood
from indexer.ranking import Scores, best, mixed, question_words, rank, with_questions
from indexer.reading import load_handbook

QUESTIONS = Path(__file__).with_name("questions.yml")
SHOWN = ("ndcg@10", "recall@10", "mrr@10", "hit@1", "hit@3")
NOT_RUN = "   not run: Chroma fetches all-MiniLM-L6-v2 from a hub on first use, and no command here calls out"
"""Said in its line of the table, so that nobody takes a missing line for a result."""
DEPTH = 50
"""Clauses looked at for the sections of a question."""

Recipe = Callable[[str], Scores]


def recipes(root: Path | None) -> tuple[dict[str, Recipe], list[str]]:
    """Ways of scoring every clause for a question, from the plainest to the one in use; and each
    clause's section."""
    handbook, encoder = load_handbook(open_home(root).handbook), chosen_encoder()
    passages, asked = passages_of(handbook), questions_for(handbook.clauses)
    keyword = KeywordIndex.build(passage.whole for passage in passages)
    wider = KeywordIndex.from_counts(
        [counted(one.whole, ask) for one, ask in zip(passages, asked, strict=True)]
    )
    vectors = encoder.passages([passage.whole for passage in passages])
    known = shipped.questions([text for texts in asked for text in texts], encoder)
    owners = np.repeat(np.arange(len(asked), dtype=np.int32), [len(texts) for texts in asked])
    synonyms = synonyms_with({post.name: post.aliases for post in handbook.posts})

    def words_only(text: str) -> Scores:
        return keyword.scores(question_words(text))

    def meaning_only(text: str) -> Scores:
        return cosines(vectors, encoder.questions([text])[0])

    def fused(text: str) -> Scores:
        return mixed(words_only(text), meaning_only(text))

    def less_when_quoted(text: str) -> Scores:
        return rank(keyword, question_words(text), meaning_only(text)).mixed

    def with_vocabulary(text: str) -> Scores:
        question = understood(text, synonyms)
        words = question_words(question.text, question.extra)
        return rank(keyword, words, meaning_only(question.text)).mixed

    def with_known_questions(text: str) -> Scores:
        question = understood(text, synonyms)
        vector = encoder.questions([question.text])[0]
        meaning = with_questions(cosines(vectors, vector), cosines(known, vector), owners)
        return rank(wider, question_words(question.text, question.extra), meaning).mixed

    return {
        "BM25": words_only,
        "model": meaning_only,
        "fused, fixed weight": fused,
        "… keywords for quotations": less_when_quoted,
        "… with trade vocabulary": with_vocabulary,
        "… with known questions": with_known_questions,
    }, [clause.section for clause in handbook.clauses]


def cosines(vectors: Vectors, vector: Vectors) -> Scores:
    """Cosine of every row with `vector`."""
    result: Scores = vectors @ vector
    return result


def measured(recipe: Recipe, sections: Sequence[str], queries: Sequence[Query]) -> list[Outcome]:
    """Rankings of sections by one recipe."""
    outcomes = []
    for query in queries:
        began = time.perf_counter()
        top = best(recipe(query.text), DEPTH)
        took = (time.perf_counter() - began) * 1000
        outcomes.append(Outcome(tuple(dict.fromkeys(sections[n] for n in top)), True, took))
    return outcomes


def main() -> None:
    """Print one line a recipe, then the engine with its refusals."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--root", type=Path)
    arguments.add_argument("--split", choices=("tune", "test", "fresh", "later"), default="test")
    chosen = arguments.parse_args()
    queries = [query for query in read_staff_questions(QUESTIONS) if query.split == chosen.split]
    answered = [query for query in queries if query.relevant]
    if not answered:
        raise SystemExit(f"{QUESTIONS} holds no question of the part {chosen.split}")
    ways, sections = recipes(chosen.root)
    print(
        f"{len(queries)} questions ({chosen.split}), {len(queries) - len(answered)} of them without an answer"
    )
    print(f"{'recipe':28s}" + "".join(f"{name:>11s}" for name in SHOWN) + f"{'p50 ms':>9s}{'p95 ms':>9s}")
    for name, recipe in ways.items():
        _line(name, summary(answered, measured(recipe, sections, answered)))
    print(f"{'Chroma, its default model':28s}{NOT_RUN}")
    engine = engine_for(open_home(chosen.root))
    engine.search("暖机")
    whole = summary(queries, ask_engine(engine, queries))
    _line("the engine", whole)
    print(f"refused: {whole['refused_right']} of the unanswerable, {whole['refused_wrong']} of the others")


def _line(name: str, values: dict[str, float | int | None]) -> None:
    shares = "".join(f"{100 * (values[key] or 0):11.1f}" for key in SHOWN)
    print(f"{name:28s}{shares}{values['p50_ms']:9.1f}{values['p95_ms']:9.1f}", flush=True)


if __name__ == "__main__":
    main()
