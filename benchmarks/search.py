"""Ranking quality and speed on the labelled staff questions, recipe by recipe, in one run.

``python -m benchmarks.search [--root DIR] [--split tune|test]``. The part ``test`` was not looked at
while the vocabulary was written and the weights were chosen.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from app.home import open_home
from app.searching import engine_for
from indexer import shipped
from indexer.embedding import Vectors, chosen_encoder
from indexer.keyword import KeywordIndex
from indexer.passages import passages_of
from indexer.quality import Outcome, Query, ask_engine, read_staff_questions, summary
from indexer.query import synonyms_with, understood
from indexer.ranking import (
    MEANING_SHARE,
    Scores,
    best,
    centre,
    centred,
    mixed,
    question_vector,
    question_words,
    scaled,
)
from indexer.reading import load_handbook
from indexer.tokens import tokens

QUESTIONS = Path(__file__).with_name("questions.yml")
SHOWN = ("ndcg@10", "recall@10", "mrr@10", "hit@1", "hit@3")
DEPTH = 50
"""Clauses looked at for the sections of a question."""

Recipe = Callable[[str], Scores]


def recipes(root: Path | None) -> tuple[dict[str, Recipe], list[str]]:
    """Ways of scoring every clause for a question, from the plainest to the one in use; and each
    clause's section."""
    handbook, encoder = load_handbook(open_home(root).handbook), chosen_encoder()
    passages = passages_of(handbook)
    keyword = KeywordIndex.build(passage.whole for passage in passages)
    raw = encoder.passages([passage.whole for passage in passages])
    middle = centre(raw, shipped.general_centre(encoder))
    inner = centred(raw, middle)
    synonyms = synonyms_with({post.name: post.aliases for post in handbook.posts})

    def words_only(text: str) -> Scores:
        return keyword.scores(Counter(tokens(text)))

    def meaning_only(text: str) -> Scores:
        return cosines(raw, encoder.questions([text])[0])

    def fused(text: str) -> Scores:
        total: Scores = MEANING_SHARE * scaled(meaning_only(text)) + (1 - MEANING_SHARE) * scaled(
            words_only(text)
        )
        return total

    def centred_too(text: str) -> Scores:
        return mixed(words_only(text), cosines(inner, centred(encoder.questions([text]), middle)[0]))

    def with_vocabulary(text: str) -> Scores:
        question = understood(text, synonyms)
        vectors = centred(encoder.questions([t for t in (question.text, question.meant) if t]), middle)
        vector = question_vector(vectors[0], vectors[1] if len(vectors) > 1 else None)
        return mixed(keyword.scores(question_words(question.text, question.extra)), cosines(inner, vector))

    return {
        "BM25": words_only,
        "model": meaning_only,
        "fused, fixed weight": fused,
        "… centred, weight by lead": centred_too,
        "… with trade vocabulary": with_vocabulary,
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
    arguments.add_argument("--split", choices=("tune", "test"), default="test")
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
    engine = engine_for(open_home(chosen.root))
    engine.search("暖机")
    whole = summary(queries, ask_engine(engine, queries))
    _line("the engine", whole)
    print(f"refused: {whole['refused_right']} of the unanswerable, {whole['refused_wrong']} of the others")
    print("Chroma's default model is fetched from a hub on first use, so it is not run here.")


def _line(name: str, values: dict[str, float | int | None]) -> None:
    shares = "".join(f"{100 * (values[key] or 0):11.1f}" for key in SHOWN)
    print(f"{name:28s}{shares}{values['p50_ms']:9.1f}{values['p95_ms']:9.1f}", flush=True)


if __name__ == "__main__":
    main()
