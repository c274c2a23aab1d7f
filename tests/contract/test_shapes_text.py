"""The JSON of what reads the text has the keys that programs were promised, on handbooks it never saw."""

from __future__ import annotations

import pytest
from shapes import CLAUSE_KEYS, FINGERPRINT, MODALITIES, NAMES, sound_demand


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
