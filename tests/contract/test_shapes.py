"""The JSON of every command has the keys that programs were promised, on handbooks that it never saw."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from calling import tree

CLAUSE_KEYS = [
    "id",
    "section",
    "title",
    "heading",
    "text",
    "lead_in",
    "modality",
    "class",
    "posts",
    "forms",
    "basis",
    "fingerprint",
    "file",
    "line",
    "demands",
]
DEMAND_KEYS = [
    "id",
    "quote",
    "span",
    "lead_in",
    "modality",
    "is_obligation",
    "auditable",
    "reason",
    "confidence",
    "subject",
    "subject_inferred",
    "action",
    "limit",
    "frequency",
    "condition",
    "exception",
    "evidence",
]
ITEM_KEYS = [
    "id",
    "clause",
    "demand",
    "fingerprint",
    "text",
    "class",
    "points",
    "method",
    "evidence",
    "post",
    "frequency",
    "quote",
]
QUESTION_KEYS = [
    "id",
    "type",
    "stem",
    "options",
    "key",
    "explanation",
    "clause",
    "demand",
    "clause_text",
    "lead_in",
    "fingerprint",
    "edition",
    "section",
    "post",
    "modality",
    "critical",
    "checked_against",
]
MODALITIES = {"must", "must_not", "should", "may", "none"}
TYPES = {"single", "multiple", "truefalse", "numeric", "order", "short"}
NAMES = ("minimal", "canteen", "traps")
FINGERPRINT = re.compile(r"sha256:[0-9a-f]{64}")


def sound_demand(demand):
    assert list(demand)[: len(DEMAND_KEYS)] == DEMAND_KEYS
    assert demand["modality"] in MODALITIES
    assert demand["is_obligation"] is (demand["modality"] in ("must", "must_not"))
    assert 0 <= demand["confidence"] <= 1
    assert demand["reason"] is None or demand["reason"]
    if demand["limit"] is not None:
        assert set(demand["limit"]) == {"value", "unit", "comparator", "kind"}
        assert demand["limit"]["comparator"] in ("<=", ">=", "<", ">", "=", "range")
        assert demand["limit"]["kind"] in (
            ["deadline", "advance", "duration", "retention", "threshold", "quantity", "interval"]
        )
        assert isinstance(demand["limit"]["value"], list) is (demand["limit"]["comparator"] == "range")
    if demand["frequency"] is not None:
        assert set(demand["frequency"]) == {"times", "per", "comparator"}


@pytest.mark.parametrize("name", NAMES)
def test_clauses(handbook, home, name):
    done = handbook("clauses", "--json", "--root", home(name))
    assert done.rc == 0 and not done.err, done
    for clause in done.json:
        assert list(clause) == CLAUSE_KEYS
        assert FINGERPRINT.fullmatch(clause["fingerprint"])
        assert clause["modality"] in MODALITIES
        for number, demand in enumerate(clause["demands"], start=1):
            sound_demand(demand)
            assert demand["id"] == f"{clause['id']}/{number}"
            start, end = demand["span"]
            assert clause["text"][start:end] == demand["quote"]


def test_the_clauses_of_the_minimal_handbook(handbook, home):
    told = handbook("clauses", "--json", "--root", home("minimal")).json
    assert [clause["id"] for clause in told] == ["2.3-12", "2.3-13", "2.3-15"]  # no tombstone
    alarm, arrival, row = told
    assert alarm["title"] == "设施设备管理" and alarm["heading"] == "电梯困人"
    assert alarm["class"] == "A" and alarm["forms"] == ["电梯困人处置记录"]
    assert alarm["posts"] == ["监控值班员"] and alarm["line"] == 14
    assert alarm["demands"][0]["limit"] == {
        "value": 1,
        "unit": "分钟",
        "comparator": "<=",
        "kind": "deadline",
    }
    assert next(demand["action"] for demand in arrival["demands"]) == "切断主电源"
    assert all(demand["subject"] == "维修工" for demand in arrival["demands"])
    assert row["lead_in"] == "对象 | 频次 | 岗位"
    assert row["demands"][0]["frequency"] == {"times": 2, "per": "日", "comparator": "="}


def test_sections_may_have_any_number_and_clauses_be_paragraphs(handbook, home):
    root = home("canteen")
    assert [c["id"] for c in handbook("clauses", "12.10", "--json", "--root", root).json] == [
        "12.10-03",
        "12.10-11",
    ]
    both = handbook("clauses", "3.2", "1.1", "--json", "--root", root).json
    assert {clause["section"] for clause in both} == {"1.1", "3.2"}
    own = next(clause for clause in both if clause["id"] == "3.2-07")
    assert own["lead_in"] == "餐具消毒："  # a sub-item with braces of its own
    parent = next(clause for clause in both if clause["id"] == "3.2-06")
    assert "化学消毒" in parent["text"] and "热力消毒" not in parent["text"]


def test_traps_are_not_walked_into(handbook, home):
    told = {c["id"]: c for c in handbook("clauses", "--json", "--root", home("traps")).json}
    for revoked in ("7.1-07", "7.2-01", "7.2-07", "7.2-08"):  # a former rule, sanctions, a definition
        assert not any(demand["is_obligation"] for demand in told[revoked]["demands"]), told[revoked]
    fewest = told["7.1-10"]["demands"][0]
    assert fewest["modality"] == "must" and fewest["limit"]["comparator"] == ">="
    assert [d["modality"] for d in told["7.1-11"]["demands"]] == ["should", "may"]
    assert told["7.1-13"]["demands"][0]["exception"]
    assert [d["modality"] for d in told["7.2-09"]["demands"]] == ["may", "must_not"]
    assert told["7.2-02"]["modality"] == "must_not"
    assert "秩序维护员" in told["7.2-06"]["posts"]  # named by an alias


@pytest.mark.parametrize("name", NAMES)
def test_check(handbook, home, name):
    done = handbook("check", "--json", "--root", home(name))
    for fault in done.json:
        assert {"file", "line", "code", "problem", "fix"} <= set(fault)
        assert isinstance(fault["line"], int)
        assert fault["problem"].endswith(("。", "”", "）")) and fault["fix"]
    assert done.rc == any(fault.get("severity", "error") == "error" for fault in done.json)


def test_check_names_the_contradiction_with_both_places(handbook, home):
    told = handbook("check", "--json", "--root", home("traps")).json
    assert any("7.2-04" in f["problem"] and "7.2-03" in f["problem"] for f in told), told
    assert not any("应当" in f["problem"] for f in told)  # 应当日回复


def test_steps_that_do_not_belong_to_their_clause_are_told(handbook, home):
    (fault,) = handbook("check", "--json", "--root", home("canteen")).json
    assert (fault["code"], fault["line"]) == ("S29", 18)


def test_extract_reads_any_document(handbook, tmp_path):
    import docx

    text = "值班人员应在5分钟内接听。\n\n外卖员可进入大堂，但不得上楼。\n巡查宜每日两次。\n"
    (tmp_path / "a.md").write_text(f"# 制度\n\n{text}", "utf-8")
    (tmp_path / "b.txt").write_bytes(text.encode("gbk"))
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "c.docx"))
    files = [tmp_path / name for name in ("a.md", "b.txt", "c.docx")]
    done = handbook("extract", *files, "--json", cwd=tmp_path)
    assert done.rc == 0, done
    by_file = {str(file): [] for file in files}
    for demand in done.lines:
        sound_demand(demand)
        by_file[demand["file"]].append(demand)
        assert demand["line"] >= 1
    said = {file: [(d["quote"], d["modality"]) for d in found] for file, found in by_file.items()}
    assert len(set(map(str, said.values()))) == 1
    assert [m for _, m in said[str(files[0])]] == ["must", "may", "must_not", "should"]
    for file in files[:2]:
        lines = file.read_bytes().decode("utf-8" if file.suffix == ".md" else "gbk").split("\n")
        for demand in by_file[str(file)]:
            start, end = demand["span"]
            assert lines[demand["line"] - 1][start:end] == demand["quote"]


def test_extract_finds_nothing_in_plain_words(handbook, tmp_path):
    (tmp_path / "a.txt").write_text("今天天气很好。\n", "utf-8")
    done = handbook("extract", "a.txt", "--json", cwd=tmp_path)
    assert done.rc == 0 and done.out == ""


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


def test_diff_of_two_homes(handbook, home):
    old, new = home("two/old"), home("two/new")
    done = handbook("diff", old, new, "--json")
    assert done.rc == 0, done
    told = done.json
    assert list(told) == ["added", "withdrawn", "changed", "moved"]
    assert told["added"] == ["4.1-05"] and told["withdrawn"] == ["4.1-03"]
    (change,) = told["changed"]
    assert {"clause", "kind", "material", "old", "new", "demands"} <= set(change)
    assert change["clause"] == "4.1-02" and change["kind"] == "reworded" and change["material"] is True
    assert set(change["demands"]) == {"added", "removed", "changed"}
    (pair,) = change["demands"]["changed"]
    assert (pair["old"]["limit"]["value"], pair["new"]["limit"]["value"]) == (5, 3)
    assert [move["clause"] for move in told["moved"]] == ["4.1-04"]
    same = handbook("diff", old, old, "--json")
    assert same.rc == 0 and not any(same.json.values())


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


@pytest.mark.slow
def test_index_search_and_the_shortcuts(handbook, home):
    root = home("canteen")
    built = handbook("index", "--json", "--root", root)
    assert built.rc == 0 and set(built.json) == {"clauses", "added", "changed", "removed", "seconds"}
    assert (built.json["clauses"], built.json["added"], built.json["changed"]) == (13, 13, 0)
    again = handbook("index", "--json", "--root", root).json
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, 0)
    file = root / "handbook" / "前厅" / "first.md"
    file.write_text(file.read_text("utf-8").replace("2小时内更换", "3小时内更换"), "utf-8")
    stale = handbook("index", "--check", "--root", root)
    assert stale.rc == 1
    one = handbook("index", "--json", "--root", root).json
    assert (one["added"], one["changed"], one["removed"]) == (0, 1, 0)
    assert handbook("index", "--check", "--json", "--root", root).rc == 0
    rebuilt = handbook("index", "--rebuild", "--json", "--root", root).json
    assert rebuilt["clauses"] == 13

    found = handbook("search", "菜品留样要多少克", "-k", "3", "--json", "--root", root)
    assert found.rc == 0 and list(found.json) == ["query", "confident", "took_ms", "hits"]
    assert found.json["hits"][0]["clause"] == "3.2-01" and len(found.json["hits"]) <= 3
    for hit in found.json["hits"]:
        assert set(hit) >= {"clause", "section", "title", "text", "score", "edition", "fingerprint", "url"}
        assert hit["edition"] == "B/2" and FINGERPRINT.fullmatch(hit["fingerprint"])
    assert [h["clause"] for h in handbook("search", "3.2-04", "--json", "--root", root).json["hits"]] == [
        "3.2-04"
    ]
    shortcut = handbook("search", "12.10", "--json", "--root", root).json
    assert shortcut["confident"] and {h["section"] for h in shortcut["hits"]} == {"12.10"}
    inside = handbook("search", "每日几次", "--section", "3.2", "--json", "--root", root).json
    assert inside["hits"] and {h["section"] for h in inside["hits"]} == {"3.2"}
    mine = handbook("search", "每日几次", "--post", "切配工", "--json", "--root", root)
    assert mine.rc == 0 and mine.json["hits"]
    nobody = handbook("search", "每日几次", "--post", "飞行员", "--json", "--root", root)
    assert nobody.rc == 1 and "飞行员" in nobody.err and not nobody.out
    nowhere = handbook("search", "每日几次", "--section", "9.9", "--json", "--root", root)
    assert nowhere.rc == 1 and "9.9" in nowhere.err
    assert handbook("search", "火星上的氧气浓度", "--json", "--root", root).json["confident"] is False


def test_evaluate_both_layouts(handbook, home, tmp_path):
    keys = [
        "queries",
        "ndcg@10",
        "recall@10",
        "mrr@10",
        "hit@1",
        "hit@3",
        "refused_right",
        "refused_wrong",
        "p50_ms",
        "p95_ms",
        "docs_per_s",
    ]
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    rows = [("a", "每餐留样不少于125克。"), ("b", "收银员应在10分钟内退款。"), ("c", "蒸箱每日清洗。")]
    (corpus / "corpus.jsonl").write_text(
        "".join(
            json.dumps({"id": i, "text": t, "title": "规程"}, ensure_ascii=False) + "\n" for i, t in rows
        ),
        "utf-8",
    )
    asked = [
        {"id": "1", "text": "留样多少克", "relevant": ["a"]},
        {"id": "2", "text": "退款要多久", "relevant": ["b"], "ignore": ["a"]},
    ]
    (corpus / "queries.jsonl").write_text(
        "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in asked), "utf-8"
    )
    done = handbook("evaluate", corpus, "--json")  # needs no home
    assert done.rc == 0, done
    assert list(done.json) == keys and done.json["queries"] == 2
    assert done.json["recall@10"] == 1.0 and done.json["ndcg@10"] > 0.6

    staff = tmp_path / "staff"
    staff.mkdir()
    (staff / "questions.jsonl").write_text(
        '{"q": "留样留多少", "sections": ["3.2"]}\n{"q": "怎么坐飞船", "sections": []}\n', "utf-8"
    )
    done = handbook("evaluate", staff, "--json", "--root", home("canteen"))
    assert done.rc == 0, done
    assert list(done.json) == keys and done.json["hit@1"] == 1.0 and done.json["refused_right"] == 1.0


def test_access_is_the_table(handbook):
    done = handbook("access", "--json")
    assert done.rc == 0
    assert all(set(rule) == {"action", "role", "allowed", "condition"} for rule in done.json)
    assert {rule["role"] for rule in done.json} >= {
        "trainee",
        "supervisor",
        "manager",
        "auditor",
        "administrator",
    }


@pytest.mark.slow
def test_users_and_the_ledger(handbook, home):
    root = home("minimal")
    added = handbook(
        "users", "add", "li", "--role", "manager", "--json", "--root", root, typed="correct horse 9 battery\n"
    )
    assert added.rc == 0, added
    assert added.json["login"] == "li" and added.json["password"] is None
    made = handbook("users", "add", "wang", "--post", "监控值班员", "--json", "--root", root)
    assert made.rc == 0 and made.json["password"]
    assert handbook("users", "add", "li", "--root", root).rc == 1
    people = handbook("users", "list", "--json", "--root", root).json
    assert {person["login"] for person in people} >= {"li", "wang"}
    assert handbook("users", "role", "wang", "supervisor", "--root", root).rc == 0
    assert handbook("users", "role", "wang", "king", "--root", root).rc == 1
    assert handbook("users", "role", "nobody", "manager", "--root", root).rc == 1
    assert handbook("users", "disable", "wang", "--root", root).rc == 0
    assert handbook("users", "reset", "li", "--json", "--root", root).json["password"]

    done = handbook("records", "verify", "--json", "--root", root)
    assert done.rc == 0, done
    assert set(done.json) >= {"entries", "ok", "first_break", "anchored_to"}
    assert done.json["ok"] is True and done.json["first_break"] is None and done.json["entries"] > 4
    alone = handbook("records", "verify", "--json", "--db", root / "var" / "records.db")
    assert alone.rc == 0 and alone.json["entries"] == done.json["entries"]
    assert handbook("records", "list", "--json", "--root", root).json
    assert handbook("records", "show", "1", "--json", "--root", root).json["seq"] == 1
    assert handbook("records", "show", "9999", "--root", root).rc == 1
    assert handbook("records", "checkpoint", "--json", "--root", root).rc == 0
    kept = handbook("records", "backup", "--json", "--root", root)
    assert kept.rc == 0 and Path(kept.json["folder"]).is_dir()

    import sqlite3

    with sqlite3.connect(root / "var" / "records.db") as db:
        for (name,) in list(db.execute("select name from sqlite_master where type = 'trigger'")):
            db.execute(f'drop trigger "{name}"')
        table = next(
            name
            for (name,) in db.execute("select name from sqlite_master where type = 'table'")
            if name in ("entry", "entries", "ledger")
        )
        columns = [row[1] for row in db.execute(f'pragma table_info("{table}")')]
        place = next(name for name in columns if name in ("payload", "body", "at"))
        db.execute(f'update "{table}" set "{place}" = replace("{place}", "2", "3") where seq = 3')
    db.close()
    broken = handbook("records", "verify", "--json", "--root", root)
    assert broken.rc == 1 and broken.json["ok"] is False
    assert set(broken.json["first_break"]) == {"seq", "kind", "problem"}
    assert broken.json["first_break"]["seq"] == 3


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


@pytest.mark.slow
def test_a_new_home(handbook, tmp_path):
    made = handbook("new", tmp_path / "ours", "--empty", "--json")
    assert made.rc == 0, made
    assert (tmp_path / "ours" / "handbook").is_dir() and (tmp_path / "ours" / ".git").exists()
    assert handbook("check", "--root", tmp_path / "ours").rc == 0
    before = tree(tmp_path / "ours" / "handbook")
    assert handbook("new", tmp_path / "ours", "--empty").rc == 1
    assert tree(tmp_path / "ours" / "handbook") == before
    full = handbook("new", tmp_path / "company", "--json")
    assert full.rc == 0, full
    assert len(handbook("clauses", "--json", "--root", tmp_path / "company").json) > 300
    told = handbook("doctor", "--json", "--root", tmp_path / "company")
    assert isinstance(told.json, list)


def test_diff_of_git_revisions_and_editions(handbook, home, tmp_path):
    import shutil
    import subprocess

    root, new = home("two/old"), home("two/new")

    def git(*words):
        subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@localhost", "-C", root, *words],
            check=True,
            capture_output=True,
        )

    git("init", "-q")
    git("add", "handbook")
    git("commit", "-qm", "one")
    git("tag", "edition/A-0")
    shutil.rmtree(root / "handbook")
    shutil.copytree(new / "handbook", root / "handbook")
    git("add", "handbook")
    git("commit", "-qm", "two")
    between = handbook("diff", "HEAD~1", "HEAD", "--json", "--root", root)
    assert between.rc == 0, between
    assert between.out == handbook("diff", home("two/old", "again"), new, "--json").out
    assert handbook("diff", "A/0", root, "--json", "--root", root).out == between.out
    for unknown in ("Z/9", "no-such", "--output=/tmp/x", "HEAD:"):
        refused = handbook("diff", "--json", "--root", root, "--", unknown, "HEAD")
        assert refused.rc == 1 and not refused.out, refused


def test_import_brings_a_manual_into_the_format(handbook, tmp_path):
    (tmp_path / "old.md").write_text(
        "# 门岗管理\n\n## 交接\n\n1. 交班人应提前10分钟到岗。\n2. 接班人应核对物品。\n\n"
        "| 部位 | 频次 |\n| --- | --- |\n| 大堂 | 每日2次 |\n",
        "utf-8",
    )
    done = handbook("import", tmp_path / "old.md", "-o", tmp_path / "new", "--json")
    assert done.rc == 0, done
    roots = [folder.parent for folder in [tmp_path / "new", *(tmp_path / "new").rglob("handbook")]]
    assert any((tmp_path / "new").rglob("*.md")), roots
    root = tmp_path / "new" if (tmp_path / "new" / "handbook").is_dir() else None
    if root is None:
        root = tmp_path / "wrapped"
        root.mkdir()
        (tmp_path / "new").rename(root / "handbook")
    told = handbook("clauses", "--json", "--root", root)
    assert told.rc == 0, told
    said = "".join(clause["text"] for clause in told.json)
    assert "提前10分钟到岗" in said and "核对物品" in said and "大堂" in said
