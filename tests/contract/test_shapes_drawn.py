"""The JSON of what is drawn from the text has the keys that programs were promised, on handbooks it never saw."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from shapes import ITEM_KEYS, NAMES, QUESTION_KEYS, TYPES


@pytest.mark.parametrize("name", NAMES)
def test_checklist(handbook, home, tmp_path, name):
    root, out = home(name), tmp_path / "out"
    done = handbook("checklist", "--format", "docx,xlsx,md,json", "-o", out, "--root", root)
    assert done.rc == 0, done
    assert sorted(path.suffix for path in out.iterdir()) == [".docx", ".json", ".md", ".xlsx"]
    (file,) = out.glob("*.json")
    told = json.loads(file.read_text("utf-8"), parse_float=Decimal)
    assert {"title", "edition", "items", "refused"} <= set(told)
    clauses = {c["id"]: c for c in handbook("clauses", "--json", "--root", root).json}
    for item in told["items"]:
        assert set(ITEM_KEYS) <= set(item)
        assert item["fingerprint"] == clauses[item["clause"]]["fingerprint"]
        assert item["demand"] in {d["id"] for d in clauses[item["clause"]]["demands"]}
        assert item["quote"] in clauses[item["clause"]]["text"]
        assert item["class"] in ("A", "B", "C")
        if item["points"] is not None:
            assert item["points"] == round(item["points"], 2)
    scored = [item["points"] for item in told["items"] if item["points"] is not None]
    assert sum(Decimal(str(points)) for points in scored) == Decimal("100.00")
    advice = [item for item in told["items"] if item["points"] is None]
    assert all("宜" in item["quote"] for item in advice)
    for refusal in told["refused"]:
        assert {"clause", "demand", "reason"} <= set(refusal) and refusal["reason"]


def test_contradictory_clauses_make_no_item_and_no_question(handbook, home, tmp_path):
    root = home("traps")
    handbook("checklist", "--format", "json", "-o", tmp_path / "c", "--root", root)
    handbook("quiz", "--format", "json", "-o", tmp_path / "q", "--root", root)
    for folder in ("c", "q"):
        told = json.loads(next((tmp_path / folder).glob("*.json")).read_text("utf-8"))
        assert {"7.2-03", "7.2-04"}.isdisjoint(item["clause"] for item in told["items"]), folder
        assert {"7.2-03", "7.2-04"} <= {one["clause"] for one in told["refused"]}


def test_checklist_and_quiz_on_stdout_have_the_shape_of_their_files(handbook, home, tmp_path):
    root = home("canteen")
    for command in ("checklist", "quiz"):
        out = tmp_path / command
        handbook(command, "--format", "json", "-o", out, "--root", root)
        written = json.loads(next(out.glob("*.json")).read_text("utf-8"))
        for more in ((), ("-o", out)):
            done = handbook(command, "--json", *more, "--root", root)
            assert done.rc == 0, done
            assert done.json["items"] == written["items"], (command, more)
            assert done.json["refused"] == written["refused"]
            assert done.json["edition"] == "B/2"


@pytest.mark.parametrize("name", NAMES)
def test_quiz(handbook, home, tmp_path, name):
    root, out = home(name), tmp_path / "out"
    done = handbook("quiz", "--format", "json,gift,moodle,xlsx,docx", "-o", out, "--root", root)
    assert done.rc == 0, done
    assert len(list(out.iterdir())) == 5 and len(list(out.glob("*.json"))) == 1
    told = json.loads(next(out.glob("*.json")).read_text("utf-8"))
    assert {"edition", "items", "refused"} <= set(told)
    clauses = {c["id"]: c for c in handbook("clauses", "--json", "--root", root).json}
    for question in told["items"]:
        assert set(QUESTION_KEYS) <= set(question)
        assert question["type"] in TYPES
        clause = clauses[question["clause"]]
        assert question["fingerprint"] == clause["fingerprint"]
        assert question["clause_text"] == clause["text"]
        assert isinstance(question["options"], list) and isinstance(question["critical"], bool)
        key, options = question["key"], question["options"]
        match question["type"]:
            case "single":
                assert 0 <= key < len(options)
            case "multiple":
                assert 2 <= len(key) < len(options) and set(key) <= set(range(len(options)))
            case "truefalse":
                assert isinstance(key, bool)
            case "numeric":
                assert set(key) == {"value", "unit"}
            case "order":
                assert sorted(key) == list(range(len(options))) or sorted(key) == sorted(options)
            case _:
                assert key and all(key)
    files = {path.suffix: path for path in out.iterdir()}
    for suffix in (".json", ".gift", ".xml", ".xlsx"):
        linted = handbook("quiz", "--lint", files[suffix], "--json")
        assert linted.rc in (0, 1), linted
        assert isinstance(linted.json, list)


def test_forms(handbook, home, tmp_path):
    done = handbook("forms", "-o", tmp_path / "f", "--json", "--root", home("canteen"))
    assert done.rc == 0, done
    assert {form["no"] for form in done.json} == {"ST-01", "ST-02"}
    assert len(list((tmp_path / "f").glob("*.docx"))) == 2
    one = handbook("forms", "ST-02", "-o", tmp_path / "g", "--json", "--root", tmp_path / "canteen")
    assert [form["no"] for form in one.json] == ["ST-02"]
    none = handbook("forms", "ST-99", "-o", tmp_path / "h", "--root", tmp_path / "canteen")
    assert none.rc == 1 and "ST-99" in none.err and not (tmp_path / "h").exists()


def test_impact_of_two_homes(handbook, home):
    done = handbook("impact", home("two/old"), home("two/new"), "--json")
    assert done.rc == 0, done
    told = done.json
    assert set(told) == {"items", "questions", "forms", "people", "kept"}
    changed = {"4.1-02", "4.1-03", "4.1-05"}
    assert {item["clause"] for item in told["items"]} == changed
    for question in told["questions"]:  # or an option of it was held against a changed clause
        assert question["clause"] in changed or any(one in question["reason"] for one in changed), question
    assert told["people"] == []


def test_decisions_go_from_home_to_home(handbook, home, tmp_path):
    root = home("minimal")
    nothing = handbook("decisions", "export", tmp_path / "d.yml", "--root", root)
    assert nothing.rc == 1 and not (tmp_path / "d.yml").exists()
    handbook("users", "add", "li", "--role", "manager", "--root", root)
    assert handbook("decisions", "export", tmp_path / "d.yml", "--root", root).rc == 0
    other = home("minimal", "other")
    assert handbook("decisions", "import", tmp_path / "d.yml", "--root", other).rc == 0
    (tmp_path / "bad.yml").write_text("- {kind: 7\n", "utf-8")
    refused = handbook("decisions", "import", tmp_path / "bad.yml", "--root", other)
    assert refused.rc == 1 and "bad.yml" in refused.err
