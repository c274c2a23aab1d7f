"""The commands on the text, as programs and people call them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

MINIMAL = Path(__file__).parent.parent / "indexer" / "golden" / "minimal"
HANDBOOK = Path(sys.executable).parent / "handbook"


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(HANDBOOK), *words], cwd=cwd, capture_output=True, text=True, check=False)


def answer(*words: str, cwd: Path, status: int = 0) -> Any:
    done = run(*words, "--json", cwd=cwd)
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def home(no_home: Path) -> Path:
    shutil.copytree(MINIMAL, no_home / "home" / "handbook")
    return no_home / "home"


def section(home: Path) -> Path:
    return home / "handbook" / "2-processes" / "2.3-equipment.md"


def edit(home: Path, old: str, new: str) -> None:
    text = section(home).read_text("utf-8")
    assert old in text
    section(home).write_text(text.replace(old, new), "utf-8")


def test_clauses_are_listed_with_the_keys_of_the_design(home: Path):
    clauses = answer("clauses", "2.3", cwd=home)
    assert [clause["id"] for clause in clauses] == ["2.3-12", "2.3-13", "2.3-15"]
    assert list(clauses[0]) == [
        "id", "section", "title", "heading", "text", "lead_in", "modality", "class", "posts", "forms",
        "basis", "fingerprint", "file", "line", "demands",
    ]  # fmt: skip
    assert (clauses[0]["class"], clauses[0]["modality"]) == ("A", "must")
    assert clauses[0]["posts"] == ["监控值班员"]
    assert clauses[0]["forms"] == ["电梯困人处置记录"]
    assert clauses[0]["demands"][0]["limit"] == {
        "value": 1,
        "unit": "分钟",
        "comparator": "<=",
        "kind": "deadline",
    }
    assert (clauses[0]["file"], clauses[0]["line"]) == ("handbook/2-processes/2.3-equipment.md", 14)
    assert clauses[2]["lead_in"] == "对象 | 频次 | 岗位"


def test_an_unknown_section_is_a_sentence(home: Path):
    done = run("clauses", "9.9", cwd=home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "没有小节 9.9" in done.stderr


def test_check_of_a_sound_handbook_finds_nothing(home: Path):
    assert answer("check", cwd=home) == []
    assert "0 个问题" in run("check", cwd=home).stdout


def test_check_names_file_line_code_problem_and_fix(home: Path):
    edit(home, "{#2.3-13 ", "{#2.3-12 ")
    done = run("check", cwd=home)
    assert done.returncode == 1
    assert done.stdout.startswith("handbook/2-processes/2.3-equipment.md:15: S11 编号 2.3-12 已用于")
    (fault,) = answer("check", cwd=home, status=1)
    assert {"file", "line", "code", "problem", "fix"} <= fault.keys()


def test_check_with_warnings_alone_passes(home: Path):
    (home / "handbook" / "laws.yml").unlink()
    assert [fault["code"] for fault in answer("check", cwd=home)] == ["S41"]


def test_check_of_an_empty_handbook_fails(no_home: Path):
    (no_home / "handbook").mkdir()
    done = run("check", cwd=no_home)
    assert done.returncode == 1
    assert "没有可检查的条款" in done.stdout


def test_a_folder_without_a_handbook_is_a_sentence_and_nothing_is_written(no_home: Path):
    done = run("check", "--root", str(no_home), cwd=no_home)
    assert done.returncode == 1
    assert "没有 handbook 文件夹" in done.stderr
    assert list(no_home.iterdir()) == []


def test_extract_prints_a_demand_a_line(home: Path):
    (home / "x.txt").write_text("门岗管理\n门岗应在 5 分钟内核对访客证件。\n不得脱岗。\n", "utf-8")
    done = run("extract", "x.txt", "--json", cwd=home)
    demands = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [demand["line"] for demand in demands if demand["is_obligation"]] == [2, 3]
    assert all(demand["file"].endswith("x.txt") for demand in demands)


def test_extract_of_a_missing_file_is_a_sentence(home: Path):
    done = run("extract", "nothing.md", cwd=home)
    assert done.returncode == 1
    assert "nothing.md 不存在" in done.stderr


def git(home: Path, *words: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(["git", "-C", str(home), *identity, *words], check=True, capture_output=True)


def test_diff_compares_two_homes(home: Path):
    other = home.parent / "other"
    shutil.copytree(home, other)
    edit(other, "1 分钟", "2 分钟")
    difference = answer("diff", str(home), str(other), cwd=home.parent)
    assert [(c["clause"], c["kind"], c["material"]) for c in difference["changed"]] == [
        ("2.3-12", "reworded", True)
    ]
    assert len(difference["changed"][0]["demands"]["changed"]) == 1
    assert (difference["added"], difference["withdrawn"], difference["moved"]) == ([], [], [])


def test_diff_compares_editions_and_revisions(home: Path):
    git(home, "init", "-q")
    git(home, "add", "handbook")
    git(home, "commit", "-qm", "a")
    git(home, "tag", "edition/A-0")
    edit(home, "1 分钟", "2 分钟")
    git(home, "commit", "-qam", "b")
    for old in ("A/0", "HEAD~1"):
        difference = answer("diff", old, "HEAD", cwd=home)
        assert [change["clause"] for change in difference["changed"]] == ["2.3-12"]
    assert "实质性 1" in run("diff", "A/0", "HEAD", cwd=home).stdout


@pytest.mark.parametrize("spec", ["A/7", "no-such", "--output=x"])
def test_diff_with_something_unknown_is_a_sentence(home: Path, spec: str):
    git(home, "init", "-q")
    done = run("diff", "--", spec, ".", cwd=home)
    assert done.returncode == 1
    assert spec in done.stderr
    assert not (home / "x").exists()
