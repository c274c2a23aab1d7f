"""`handbook checklist` and `handbook forms`, as programs and people call them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from made_up import handbook_of

from app.home import open_home
from app.item_decisions import item_decisions
from app.opening import open_records
from checklists.local import read_decision

HANDBOOK = Path(sys.executable).parent / "handbook"
BODY = "- 维修工应每日巡检水泵房 2 次，并填写《设备巡检记录》。{#2.3-01}\n- 电工严禁带电检修设备。{#2.3-02 class=A}\n"


@pytest.fixture
def home(no_home: Path) -> Path:
    handbook_of(no_home, s2_3=BODY)
    return no_home


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(HANDBOOK), *words], cwd=cwd, capture_output=True, text=True, check=False)


def test_every_format_is_written_and_only_one_json(home):
    done = run("checklist", "2.3", "--format", "docx,xlsx,md,json", "-o", "out", "--json", cwd=home)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (len(told["items"]), told["refused"]) == (3, [])
    assert sorted(path.suffix for path in (home / "out").iterdir()) == [".docx", ".json", ".md", ".xlsx"]
    made = json.loads((home / "out" / "checklist-2.3.json").read_text("utf-8"))
    assert round(sum(item["points"] for item in made["items"]), 2) == 100.0


def test_two_runs_write_the_same_bytes(home):
    for folder in ("one", "two"):
        assert run("checklist", "--format", "docx,xlsx,md,json", "-o", folder, cwd=home).returncode == 0
    for path in (home / "one").iterdir():
        assert path.read_bytes() == (home / "two" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("9.9",), "没有小节 9.9"),
        (("--post", "船长"), "没有岗位“船长”"),
        (("--frequency", "每世纪"), "没有频次为“每世纪”"),
        (("--format", "pdf"), "格式“pdf”不认识"),
    ],
)
def test_a_refused_request_writes_nothing(home, words, problem):
    done = run("checklist", *words, "-o", "out", cwd=home)
    assert done.returncode == 1
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert not (home / "out").exists()


def test_without_a_folder_the_list_is_shown(home):
    assert "每日巡检水泵房2次" in run("checklist", cwd=home).stdout
    assert json.loads(run("checklist", "--json", cwd=home).stdout)["edition"]


def test_an_old_list_tells_what_changed(home):
    assert run("checklist", "-o", "out", "--format", "json", cwd=home).returncode == 0
    (old,) = (home / "out").iterdir()
    assert run("checklist", "--compare", str(old), cwd=home).returncode == 0
    handbook_of(home, s2_3=BODY.replace("2 次", "3 次"))
    done = run("checklist", "--compare", str(old), "--json", cwd=home)
    assert done.returncode == 1
    assert "原为“每日巡检水泵房2次”" in {line["reason"] for line in json.loads(done.stdout)["changed"]}


def test_decisions_of_the_home_are_applied_unless_text_only(home):
    items = json.loads(run("checklist", "--json", "--text-only", cwd=home).stdout)["items"]
    decision = read_decision(
        {"outcome": "dropped", "item": items[0]["id"], "digest": items[0]["digest"], "reason": "没有水泵房"}
    )
    records = open_records(open_home(home))
    records.ledger.append("decision", "p-0000000000000001", {"subject": "item", **decision.as_yaml()})
    records.close()
    assert item_decisions(open_home(home)) == (decision,)
    assert len(json.loads(run("checklist", "--json", cwd=home).stdout)["items"]) == 2
    assert len(json.loads(run("checklist", "--json", "--text-only", cwd=home).stdout)["items"]) == 3


def test_blank_forms_are_written(home):
    done = run("forms", "RF-02", "动火作业审批表", "-o", "out", cwd=home)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (home / "out").iterdir()} == {
        "RF-02-设备巡检记录.docx",
        "RF-03-动火作业审批表.docx",
    }


def test_an_unknown_form_writes_nothing(home):
    done = run("forms", "RF-99", "-o", "out", cwd=home)
    assert done.returncode == 1
    assert "没有“RF-99”" in done.stderr
    assert not (home / "out").exists()
