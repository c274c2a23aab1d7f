"""The commands index, search and evaluate, as a shell sees them."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

FRONT = '---\nsection: "2.3"\ntitle: 设施设备管理\nedition: A/0\neffective: 2026-12-01\n---\n# 2.3 设施设备管理\n\n'
TEXT = """- 接到困人报警后，监控值班员**应**在 1 分钟内与乘客通话安抚。{#2.3-01}
- 设备巡检员应每日巡检水泵房 1 次。{#2.3-02}
"""


@pytest.fixture
def home(no_home: Path) -> Path:
    (no_home / "handbook").mkdir()
    (no_home / "handbook" / "2.3.md").write_text(FRONT + TEXT, "utf-8")
    return no_home


def handbook(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HANDBOOK_")}
    command = [sys.executable, "-m", "app.cli", *arguments, "--root", str(home)]
    repository = Path(__file__).parents[2]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=repository, check=False
    )


def test_index_reports_what_changed(home: Path):
    first = json.loads(handbook(home, "index", "--json").stdout)
    assert list(first) == ["clauses", "added", "changed", "removed", "seconds"]
    assert (first["clauses"], first["added"]) == (2, 2)
    (home / "handbook" / "2.3.md").write_text(FRONT + TEXT.replace("1 分钟", "2 分钟"), "utf-8")
    second = json.loads(handbook(home, "index", "--json").stdout)
    assert (second["clauses"], second["added"], second["changed"], second["removed"]) == (2, 0, 1, 0)


def test_search_builds_what_is_missing_and_keeps_stdout_for_json(home: Path):
    done = handbook(home, "search", "有人困在电梯里", "--json", "-k", "1")
    answer = json.loads(done.stdout)
    assert [hit["clause"] for hit in answer["hits"]] == ["2.3-01"]
    assert (home / "var" / "index" / "current").is_file()


def test_search_sees_a_text_changed_since(home: Path):
    handbook(home, "index")
    (home / "handbook" / "2.3.md").write_text(FRONT + TEXT.replace("1 分钟", "2 分钟"), "utf-8")
    answer = json.loads(handbook(home, "search", "2.3-01", "--json").stdout)
    assert "2 分钟" in answer["hits"][0]["text"]


def test_what_is_not_there_is_said_in_words(home: Path):
    assert "手册中没有找到" in handbook(home, "search", "红烧肉怎么做").stdout


def test_the_check_tells_a_missing_index_from_a_sound_one(home: Path):
    assert handbook(home, "index", "--check").returncode == 1
    handbook(home, "index")
    assert handbook(home, "index", "--check").returncode == 0


def test_a_mistake_is_a_sentence_with_exit_1(home: Path):
    done = handbook(home, "search", "电梯", "--section", "9.9")
    assert done.returncode == 1
    assert "没有小节 9.9" in done.stderr
    assert "Traceback" not in done.stderr


def test_evaluate_measures_both_layouts(home: Path, tmp_path: Path):
    staff, corpus = tmp_path / "staff", tmp_path / "corpus"
    staff.mkdir()
    corpus.mkdir()
    (staff / "questions.jsonl").write_text('{"q": "电梯困人怎么办", "sections": ["2.3"]}\n', "utf-8")
    (corpus / "corpus.jsonl").write_text(
        '{"id": "a", "text": "电梯应当定期检验。"}\n{"id": "b", "text": "食堂每日供餐。"}\n', "utf-8"
    )
    (corpus / "queries.jsonl").write_text(
        '{"id": "1", "text": "电梯多久检验", "relevant": ["a"], "ignore": []}\n', "utf-8"
    )
    for folder in (staff, corpus):
        measured = json.loads(handbook(home, "evaluate", str(folder), "--json").stdout)
        assert list(measured) == [
            "queries", "ndcg@10", "recall@10", "mrr@10", "hit@1", "hit@3", "refused_right", "refused_wrong",
            "p50_ms", "p95_ms", "docs_per_s",
        ]  # fmt: skip
        assert measured["hit@1"] == 1


def test_the_first_answer_of_a_fresh_process_costs_less_than_three_seconds(home: Path):
    handbook(home, "index")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert handbook(home, "search", "水泵房多久看一次", "--json").returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # processor time, because other work on the machine is not the command's fault
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3
