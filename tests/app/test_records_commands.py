"""`handbook records`, `users` and `access` at the command line, as an operator and an auditor use them."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from app_home import written

from app.access import ACTIONS, ROLES
from app.settings import SETTINGS, read_settings, unknown_settings

HANDBOOK = [sys.executable, "-m", "app.cli"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(no_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (no_home / "handbook").mkdir()
    monkeypatch.delenv("HANDBOOK_ANCHORS", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return no_home


def run(*words: str, stdin: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*HANDBOOK, *words], input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def as_json(*words: str, stdin: str = "", code: int = 0) -> object:
    return json.loads(run(*words, "--json", stdin=stdin, code=code).stdout)


def test_an_account_from_first_to_last(home):
    made = as_json("users", "add", "zhang", "--name", "张三", "--role", "manager", "--project", "翠湖苑")
    assert set(made) == {"id", "login", "password"}
    assert len(made["password"]) == 14
    given = as_json("users", "add", "li", stdin="correct horse battery\n")
    assert given["password"] is None
    run("users", "role", "li", "supervisor")
    run("users", "assign", "li", "--post", "电工")
    run("users", "disable", "li")
    (zhang, li) = as_json("users", "list")
    assert (zhang["name"], zhang["role"], zhang["must_change"]) == ("张三", "manager", True)
    assert (li["role"], li["posts"], li["disabled"]) == ("supervisor", ["电工"], True)
    assert as_json("users", "reset", "zhang")["password"]
    assert "不足 12" in run("users", "reset", "zhang", stdin="short\n", code=1).stderr
    assert "没有账号" in run("users", "disable", "nobody", code=1).stderr
    assert "没有角色" in run("users", "role", "zhang", "boss", code=1).stderr


def test_staff_are_imported_with_their_passwords_in_a_file(home):
    (home / "staff.csv").write_text("姓名,工号,岗位\n赵六,1001,电工\n", encoding="utf-8")
    report = as_json("users", "import", "staff.csv", "-o", "passwords.csv")
    assert report["added"] == [{"login": "1001", "name": "赵六", "id": report["added"][0]["id"]}]
    with (home / "passwords.csv").open(encoding="utf-8-sig") as file:
        assert next(csv.DictReader(file))["登录名"] == "1001"
    assert "已经存在" in run("users", "import", "staff.csv", "-o", "passwords.csv", code=1).stderr


def test_the_table_of_access_is_printed_whole(home):
    rows = as_json("access")
    assert len(rows) == len(ACTIONS) * len(ROLES)
    assert set(rows[0]) == {"action", "role", "allowed", "condition"}
    assert "decide_question" in run("access").stdout


def test_a_ledger_is_verified_listed_and_shown(home):
    run("users", "add", "zhang", "--name", "张三")
    assert as_json("records", "verify") == {"entries": 2, "ok": True, "first_break": None, "anchored_to": 1}
    said = run("records", "verify").stdout
    assert "从第 2 条起还没有锚定" in said
    run("records", "checkpoint")
    assert as_json("records", "verify")["anchored_to"] == 2
    newest = as_json("records", "list")[0]
    assert (newest["kind"], newest["payload"]["change"]) == ("account", "created")
    assert as_json("records", "show", "2")["private"] == {"name": "张三"}
    assert "张三" in run("records", "list", "--person", "zhang").stdout
    assert "没有第 9 条" in run("records", "show", "9", code=1).stderr


def test_an_auditor_needs_three_files_and_no_home(home, tmp_path, monkeypatch):
    run("users", "add", "zhang")
    run("records", "checkpoint")
    db, anchor = home / "var" / "records.db", home / "var" / "anchors.jsonl"
    public = next((home / "var" / "keys").glob("*.pub.pem"))
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    three = ("--db", str(db), "--anchor", str(anchor), "--public-key", str(public))
    assert as_json("records", "verify", *three)["anchored_to"] == 2
    with closing(sqlite3.connect(db)) as conn:
        conn.execute("DROP TRIGGER ledger_keeps_update")
        conn.execute("UPDATE ledger SET actor = 'p-0000000000000000' WHERE seq = 2")
        conn.commit()
    found = as_json("records", "verify", *three, code=1)
    assert (found["ok"], found["first_break"]["seq"], found["first_break"]["kind"]) == (False, 2, "altered")
    alone = [sys.executable, str(ROOT / "app/records/standalone/verify_ledger.py"), str(db), *three[2:]]
    done = subprocess.run(
        alone, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]}
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["first_break"]["kind"] == "altered"
    assert "没有记录文件" in run("records", "verify", "--db", "nowhere.db", code=1).stderr
    assert not Path("nowhere.db").exists()


def test_triggers_that_are_gone_stop_the_program_until_they_are_rebuilt(home):
    run("users", "add", "zhang")
    with closing(sqlite3.connect(home / "var" / "records.db")) as conn:
        conn.execute("DROP TRIGGER ledger_keeps_delete")
    assert "ledger_keeps_delete" in run("users", "add", "li", code=1).stderr
    run("records", "protect")
    run("users", "add", "li")


def test_a_backup_comes_back_into_an_empty_place(home):
    run("users", "add", "zhang", "--name", "张三")
    run("records", "checkpoint")
    made = as_json("records", "backup")["folder"]
    run("records", "restore", made, code=1)
    for path in (home / "var").glob("records.db*"):
        path.unlink()
    done = as_json("records", "restore", made)
    assert (done["entries"], done["lost"], done["verify"]["ok"]) == (2, 0, True)
    assert as_json("users", "list")[0]["name"] == "张三"


def test_an_export_carries_its_own_verifier(home):
    run("users", "add", "zhang", "--name", "张三")
    run("records", "export", "-o", "out")
    run("records", "checkpoint")
    assert "张三" not in "".join(path.read_text() for path in (home / "out").iterdir())
    alone = [sys.executable, "out/verify_ledger.py", "out", "--anchor", "var/anchors.jsonl"]
    # the export is itself the third entry, and the checkpoint after it covers it
    done = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout) == {"entries": 3, "ok": True, "first_break": None, "anchored_to": 3}


def test_a_person_is_erased_and_the_chain_holds(home):
    run("users", "add", "zhang", "--name", "张三", "--phone", "13800000000")
    assert (
        "已限制使用"
        in run("records", "erase", "zhang", "--reason", "本人要求", "--retain-until", "2999-12-31").stdout
    )
    assert (
        "已限制使用"
        in run("records", "erase", "zhang", "--reason", "离职", "--retain-until", "2020-01-01").stdout
    )
    run("records", "erase", "zhang", "--reason", "账号建错", "--early")
    assert as_json("records", "verify")["ok"]
    assert as_json("records", "show", "2")["private"] == {"name": None, "phone": None}
    run("records", "erase", "zhang", "--reason", "x", "--retain-until", "soon", code=2)


def test_a_key_is_rotated_and_a_lost_one_declared(home):
    run("users", "add", "zhang")
    run("records", "rotate-key")
    assert as_json("records", "verify")["anchored_to"] == 3
    (home / "var" / "keys").rename(home / "var" / "lost")
    assert "rotate-key --lost" in run("records", "list", code=1).stderr
    run("records", "rotate-key", "--lost")
    assert as_json("records", "verify")["ok"]


def test_anchors_go_where_the_setting_says(home, monkeypatch):
    monkeypatch.setenv("HANDBOOK_ANCHORS", f"{home}/usb/a.jsonl{os.pathsep}nas.jsonl")
    run("users", "add", "zhang")
    done = run("records", "checkpoint")
    assert "HANDBOOK_ANCHORS" not in done.stderr
    assert (home / "usb" / "a.jsonl").read_text() == (home / "nas.jsonl").read_text() != ""
    monkeypatch.delenv("HANDBOOK_ANCHORS")
    assert "另一块磁盘" in run("records", "checkpoint").stderr


def test_settings_have_defaults_and_misspelt_names_are_told(home):
    from app.home import open_home

    plain = read_settings(open_home(home), {})
    assert (plain.database, plain.anchored_elsewhere) == (home / "var" / "records.db", False)
    named = read_settings(
        open_home(home), {"HANDBOOK_DATABASE_URL": "postgresql://h/x", "HANDBOOK_ANCHORS": "a"}
    )
    assert (named.database, named.anchors) == ("postgresql://h/x", (home / "a",))
    assert unknown_settings({**dict.fromkeys(SETTINGS, "x"), "HANDBOOK_ANCHOR": "x", "HOME": "/"}) == [
        "HANDBOOK_ANCHOR"
    ]


def test_an_evidence_pack_and_learning_statements_are_written_for_others(home):
    written(home)
    run("users", "add", "zhang", "--name", "张三")
    told = as_json("records", "evidence", "-o", "pack", "--person", "zhang")
    assert {"报告.html", "报告.docx", "记录.csv", "核验/verify_ledger.py"} <= set(told["files"])
    assert all((home / "pack" / name).is_file() for name in told["files"])
    assert "不是空的" in run("records", "evidence", "-o", "pack", code=1).stderr
    assert "没有符合条件" in run("records", "evidence", "-o", "none", "--since", "2999-01-01", code=1).stderr
    assert not (home / "none").exists()
    learned = as_json("records", "xapi", "-o", "statements.json")
    assert learned["statements"] == 0 and json.loads((home / "statements.json").read_text()) == []
    assert "已经存在" in run("records", "xapi", "-o", "statements.json", code=1).stderr
    exports = [entry["payload"]["what"] for entry in as_json("records", "list", "--kind", "export")]
    assert exports == ["xAPI", "证据包"]


def test_tables_derived_from_the_ledger_are_made_again_from_it(home):
    run("users", "add", "zhang", "--name", "张三")
    with closing(sqlite3.connect(home / "var" / "records.db")) as conn:
        conn.execute("DELETE FROM involved")
        conn.commit()
    assert as_json("records", "list", "--person", "zhang") == []
    assert "重建完毕" in run("records", "rebuild").stdout
    assert [entry["kind"] for entry in as_json("records", "list", "--person", "zhang")] != []
