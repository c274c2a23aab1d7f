"""The JSON of search, records, accounts and homes has the keys that programs were promised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import tree
from shapes import FINGERPRINT


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
