"""The commands issue, decisions and demo, as people and programs call them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from revision_home import PASSWORD, Company, company, founded

from app.home import Home

HANDBOOK = Path(sys.executable).parent / "handbook"
THREE = ("--prepared-by", "zhao", "--reviewed-by", "qian", "--approved-by", "sun")


def run(home: Home, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [str(HANDBOOK), *words, "--root", str(home.root)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


@pytest.fixture
def firm(no_home: Path) -> Iterator[Company]:
    made = company(no_home / "home")
    made.edit("2.1-visit.md", "30 分钟", "20 分钟")
    yield made
    made.records.close()


def passwords(**other: str) -> str:
    return json.dumps({"zhao": PASSWORD, "qian": PASSWORD, "sun": PASSWORD, **other})


@pytest.mark.slow
def test_an_issue_builds_index_report_and_site_and_can_do_so_again(firm: Company):
    done = run(firm.home, "issue", "--edition", "A/1", *THREE, "--json", stdin=passwords())
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["edition"], told["commit"]) == ("A/1", firm.git("rev-parse", "HEAD"))
    report = firm.home.data / "impact" / "A-1.json"
    assert {one["clause"] for one in json.loads(report.read_text("utf-8"))["items"]} == {"2.1-01"}
    assert "20 分钟" in (firm.home.site / "A-1" / "2.1" / "index.html").read_text("utf-8")
    report.unlink()
    again = run(firm.home, "issue", "--resume", "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["entry"] == told["entry"]
    assert report.is_file()


def test_a_refused_issue_says_why_and_ends_with_one(firm: Company):
    for stdin, words in (
        ("", "标准输入里没有三人的密码"),
        ("[1]", "标准输入里没有三人的密码"),
        (passwords(sun="wrong wrong wrong"), "密码不对"),
    ):
        done = run(firm.home, "issue", *THREE, stdin=stdin)
        assert (done.returncode, words in done.stderr, done.stdout) == (1, True, ""), done.stderr
    done = run(firm.home, "issue", "--prepared-by", "zhao", "--reviewed-by", "qian")
    assert (done.returncode, "--approved-by" in done.stderr) == (1, True)
    done = run(firm.home, "issue", *THREE, "--effective", "tomorrow", stdin=passwords())
    assert (done.returncode, "不是日期" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr


def test_passwords_may_be_named_by_the_part_that_each_plays(firm: Company):
    told = {"prepared_by": PASSWORD, "reviewed_by": PASSWORD, "approved_by": "wrong wrong wrong"}
    done = run(firm.home, "issue", *THREE, stdin=json.dumps(told))
    assert (done.returncode, "密码不对" in done.stderr) == (1, True)


def test_decisions_go_out_and_in_as_a_file(firm: Company, tmp_path: Path):
    file = tmp_path / "decisions.yml"
    assert run(firm.home, "decisions", "export", str(file)).returncode == 0
    done = run(firm.home, "decisions", "import", str(file), "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"entered": 0, "known": 0})
    done = run(firm.home, "decisions", "import", str(tmp_path / "no.yml"))
    assert (done.returncode, "读不了" in done.stderr) == (1, True)


def test_a_first_manifest_is_written_without_accounts(no_home: Path):
    home = founded(no_home / "bundle")
    done = run(home, "issue", "--edition", "A/0", "--manifest-only", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["manifest"] == str(home.handbook / "editions" / "A-0.json")
    assert not home.data.exists()
    listed = run(home, "clauses", "2.1", "--json")
    assert listed.returncode == 0


def test_example_records_come_and_go(no_home: Path):
    home = founded(no_home / "demo", in_git=False)
    words = ("demo", "--people", "6", "--years", "1", "--seed", "3", "--until", "2026-11-20")
    done = run(home, *words, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["people"], Path(told["folder"])) == (6, home.data / "demo")
    assert run(home, *words).returncode == 1
    assert run(home, "demo", "--remove").returncode == 0
    assert not (home.data / "demo").exists()
