"""`handbook quiz`: files, filters, refusals."""

from __future__ import annotations

import json

from bank_handbooks import handbook_of
from typer.testing import CliRunner

from app.cli import cli

TEXTS = (
    "客服员应在受理报修后 10 分钟内派单。",
    "电工应每日检查配电房 1 次。",
    "秩序维护员夜间巡逻宜两人同行。",
)
KEYS = {
    "id", "type", "stem", "options", "key", "explanation", "clause", "demand", "clause_text", "lead_in", "fingerprint",
    "edition", "section", "post", "modality", "critical", "checked_against",
}  # fmt: skip


def run(*words):
    return CliRunner().invoke(cli, ["quiz", *map(str, words)])


def test_every_format_is_written_and_there_is_one_json_file(tmp_path, monkeypatch):
    monkeypatch.delenv("HANDBOOK_DATA", raising=False)
    handbook_of(tmp_path, *TEXTS)
    out = tmp_path / "out"
    done = run("--root", tmp_path, "--format", "json,gift,moodle,xlsx,docx", "-o", out)
    assert done.exit_code == 0, done.output
    assert sorted(file.name for file in out.iterdir()) == [
        "quiz.docx",
        "quiz.gift",
        "quiz.json",
        "quiz.xlsx",
        "quiz.xml",
    ]
    told = json.loads((out / "quiz.json").read_text("utf-8"))
    assert set(told) == {"edition", "items", "refused"}
    assert told["items"] and set(told["items"][0]) >= KEYS
    assert all(set(refusal) == {"clause", "demand", "reason"} for refusal in told["refused"])


def test_two_runs_write_the_same_bytes(tmp_path):
    handbook_of(tmp_path, *TEXTS)
    for name in ("a", "b"):
        assert (
            run("--root", tmp_path, "--format", "json,gift,moodle,xlsx,docx", "-o", tmp_path / name).exit_code
            == 0
        )
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


def test_a_post_and_a_section_narrow_the_bank(tmp_path):
    handbook_of(tmp_path, *TEXTS)
    out = tmp_path / "out"
    assert run("9.1", "--post", "前台", "--root", tmp_path, "-o", out).exit_code == 0
    items = json.loads((out / "quiz.json").read_text("utf-8"))["items"]
    assert {item["post"] for item in items} == {"客服员"}


def test_the_whole_bank_goes_to_stdout_alone(tmp_path):
    handbook_of(tmp_path, *TEXTS)
    told = json.loads(run("--root", tmp_path, "--json").stdout)
    assert told["items"] and set(told["items"][0]) >= KEYS and told["files"] == []


def test_mistakes_are_refused_before_anything_is_written(tmp_path):
    handbook_of(tmp_path, *TEXTS)
    out = tmp_path / "out"
    for words in (("--post", "厨师"), ("7.7",), ("--format", "pdf")):
        done = run("--root", tmp_path, "-o", out, *words)
        assert done.exit_code == 1 and done.exception is not None
    assert run("--root", tmp_path).exit_code == 1
    assert not out.exists()


def test_the_bank_before_stays_where_nothing_is_wrong_with_it(tmp_path):
    handbook_of(tmp_path / "a", *TEXTS)
    handbook_of(tmp_path / "b", TEXTS[0], TEXTS[1].replace("每日", "每周"), TEXTS[2])
    run("--root", tmp_path / "a", "-o", tmp_path / "out")
    before = tmp_path / "out" / "quiz.json"
    told = json.loads(run("--root", tmp_path / "b", "--previous", before, "--json").output)
    changes = told["changes"]
    moved = [*changes["added"], *changes["changed"], *changes["withdrawn"]]
    assert moved and all(entry["id"].startswith("Q-9.1-02-") for entry in moved)
    assert changes["kept"] == [q["id"] for q in told["items"] if q["clause"] != "9.1-02"]
    shown = run("--root", tmp_path / "b", "--previous", before, "-o", tmp_path / "new")
    assert "9.1-02 的文字有变动" in shown.output
    refused = run("--root", tmp_path / "b", "--previous", tmp_path / "b", "--json")
    assert refused.exit_code == 1 and "不是题库文件" in str(refused.output + str(refused.exception))
