"""Measures by hand, and the forms of test sets."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest
from search_homes import write_handbook

from indexer.clauses import HandbookError
from indexer.quality import (
    Outcome,
    Query,
    ndcg,
    question_file,
    read_passages,
    read_queries,
    read_staff_questions,
    recall,
    reciprocal_rank,
    summary,
)


def test_measures_by_hand():
    ranking = ["a", "b", "c"]
    assert ndcg(ranking, {"b", "c"}) == pytest.approx(
        (1 / math.log2(3) + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    )
    assert recall(ranking, {"b", "z"}) == 0.5
    assert reciprocal_rank(ranking, {"c"}) == pytest.approx(1 / 3)


def test_a_perfect_ranking_scores_one():
    assert ndcg(["a", "b"], {"a", "b"}) == pytest.approx(1)


def test_refusals_are_counted_apart_from_hits():
    queries = [Query("在", frozenset({"a"})), Query("在二", frozenset({"b"})), Query("不在", frozenset())]
    outcomes = [Outcome(("a",), True, 1), Outcome(("a", "b"), False, 2), Outcome(("a",), False, 3)]
    measured = summary(queries, outcomes)
    assert measured["hit@1"] == 0.5
    assert measured["hit@3"] == 1
    assert measured["refused_right"] == 1
    assert measured["refused_wrong"] == 0.5


def test_what_is_to_be_ignored_is_taken_out_before_scoring():
    query = Query("问", frozenset({"b"}), ignore=frozenset({"a"}))
    assert summary([query], [Outcome(("a", "b"), True, 1)])["hit@1"] == 1


def test_without_unanswerable_questions_nothing_is_said_about_refusing_them():
    assert summary([Query("问", frozenset({"a"}))], [Outcome(("a",), True, 1)])["refused_right"] is None


def write_lines(path: Path, *entries: object) -> Path:
    path.write_text("\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries), "utf-8")
    return path


def test_both_layouts_are_read(tmp_path: Path):
    corpus = write_lines(tmp_path / "corpus.jsonl", {"id": 1, "text": "正文", "title": "题"})
    queries = write_lines(tmp_path / "queries.jsonl", {"id": 7, "text": "问", "relevant": [1], "ignore": [2]})
    staff = write_lines(
        tmp_path / "questions.jsonl", {"q": "问", "sections": ["2.1"]}, {"q": "无", "sections": []}
    )
    assert read_passages(corpus)[0].whole == "题 正文"
    assert read_queries(queries) == [Query("问", frozenset({"1"}), frozenset({"2"}))]
    assert [query.relevant for query in read_staff_questions(staff)] == [frozenset({"2.1"}), frozenset()]
    assert question_file(tmp_path) == staff


def test_a_broken_line_is_told_with_its_place(tmp_path: Path):
    path = write_lines(tmp_path / "corpus.jsonl", {"id": 1, "text": "正文"}, {"id": 2})
    with pytest.raises(HandbookError, match="缺少 text") as caught:
        read_passages(path)
    assert str(caught.value.where) == "corpus.jsonl:2"


def test_a_folder_without_a_test_set_says_what_to_put_there(tmp_path: Path):
    with pytest.raises(HandbookError, match="没有测试集"):
        question_file(tmp_path)


def test_the_benchmark_says_which_model_it_does_not_run(monkeypatch, capsys, tmp_path):
    from benchmarks import search as benchmark

    (tmp_path / "questions.yml").write_text(
        "- {q: 有人困在电梯里怎么办, sections: ['2.3'], split: test}\n"
        "- {q: 食堂今天吃什么, sections: [], split: test}\n",
        "utf-8",
    )
    write_handbook(tmp_path / "handbook")
    monkeypatch.setattr(benchmark, "QUESTIONS", tmp_path / "questions.yml")
    monkeypatch.setattr(sys, "argv", ["search", "--root", str(tmp_path)])
    benchmark.main()
    lines = capsys.readouterr().out.splitlines()
    (line,) = [line for line in lines if line.startswith("Chroma")]
    assert "not run" in line and "hub" in line
    assert any(line.startswith("BM25") for line in lines)
    assert any(line.startswith("the engine") for line in lines)
