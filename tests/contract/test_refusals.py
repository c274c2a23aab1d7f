"""What is wrong is refused with a sentence, the place and exit 1; nothing is written; wrong usage is exit 2."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from calling import CHECKOUT, HANDBOOKS, tree

FRONT = '---\nsection: "2.3"\ntitle: 甲\nedition: A/0\neffective: 2026-01-01\n---\n# 2.3 甲\n\n'
READERS = (
    ("clauses", "--json"),
    ("checklist", "--json"),
    ("quiz", "--json"),
    ("index", "--json"),
    ("search", "巡检", "--json"),
    ("forms", "-o", "OUT", "--json"),
    ("site", "build", "--json"),
)
SENTENCE = re.compile(r"[\u4e00-\u9fff].*[。”）：:]")

BROKEN = {
    "no-front-matter": ("x.md", "# 2.3 甲\n\n- 维修工应巡检。{#2.3-01}\n", "S02"),
    "open-front-matter": ("x.md", '---\nsection: "2.3"\ntitle: 甲\n', "S02"),
    "yaml-error": ("x.md", '---\nsection: "2.3\ntitle: 甲\n---\n# x\n', "S02"),
    "missing-key": (
        "x.md",
        '---\nsection: "2.3"\ntitle: 甲\nedition: A/0\n---\n# 2.3 甲\n\n- 应巡检。{#2.3-01}\n',
        "S03",
    ),
    "unknown-key": ("x.md", FRONT.replace("title", "colour: red\ntitle") + "- 应巡检。{#2.3-01}\n", "S04"),
    "number-section": ("x.md", FRONT.replace('"2.3"', "2.30") + "- 应巡检。{#2.3-01}\n", "S05"),
    "bad-date": ("x.md", FRONT.replace("2026-01-01", "2026-02-30") + "- 应巡检。{#2.3-01}\n", "S05"),
    "bad-edition": ("x.md", FRONT.replace("A/0", "第一版") + "- 应巡检。{#2.3-01}\n", "S05"),
    "duplicate-id": ("x.md", FRONT + "- 应巡检。{#2.3-01}\n- 应清扫。{#2.3-01}\n", "S11"),
    "bad-id": ("x.md", FRONT + "- 应巡检。{#abc}\n", "S10"),
    "zero-serial": ("x.md", FRONT + "- 应巡检。{#2.3-00}\n", "S10"),
    "unknown-attribute": ("x.md", FRONT + '- 应巡检。{#2.3-01 onclick="x"}\n', "S12"),
    "bad-class": ("x.md", FRONT + "- 应巡检。{#2.3-01 class=D}\n", "S15"),
    "double-attribute": ("x.md", FRONT + "- 应巡检。{#2.3-01 class=A class=B}\n", "S14"),
    "open-quote": ("x.md", FRONT + '- 应巡检。{#2.3-01 posts="甲}\n', "S1"),
    "posts-not-a-list": ("posts.yml", "name: 甲\n", "S40"),
    "posts-broken": ("posts.yml", "- {name: 甲\n", "S40"),
    "post-twice": ("posts.yml", "- {name: 甲}\n- {name: 甲}\n", "S42"),
    "form-without-name": ("forms.yml", "- {no: X-1}\n", "S43"),
    "manifest-broken": ("editions/A-0.json", "{", "S44"),
}


def said(done, *, code=None):
    """The refusal: a Chinese sentence on stderr, nothing on stdout."""
    assert done.rc == 1, done
    assert done.out == "", done
    assert SENTENCE.search(done.err), done
    if code:
        assert code in done.err, done


@pytest.fixture
def broken(home):
    """The minimal handbook with one file more, or in place."""

    def made(name, text):
        root = home("minimal")
        path = root / "handbook" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        if name == "x.md":
            next((root / "handbook").rglob("2.3-*.md")).unlink()
        return root

    return made


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_of_the_text_has_file_and_line(handbook, broken, name):
    file, text, code = BROKEN[name]
    root = broken(file, text)
    before = tree(root)
    checked = handbook("check", "--json", "--root", root)
    assert checked.rc == 1, checked
    fault = next(fault for fault in checked.json if fault["code"].startswith(code))
    assert fault["file"] == f"handbook/{file}"
    assert fault["line"] >= 1 or file.startswith("editions"), fault
    refused = handbook("clauses", "--json", "--root", root)
    said(refused, code=code)
    if not file.startswith("editions"):
        assert f"handbook/{file}:" in refused.err
    assert tree(root) == before


def test_every_command_refuses_a_broken_text_alike(handbook, broken, tmp_path):
    root = broken("x.md", BROKEN["duplicate-id"][1])
    before = tree(root)
    for words in READERS:
        out = tmp_path / "OUT"
        done = handbook(*(out if word == "OUT" else word for word in words), "--root", root)
        said(done, code="S11")
        assert "handbook/x.md:10" in done.err, done
        assert not out.exists()
    left = {name: data for name, data in tree(root).items() if not name.startswith("var")}
    assert left == before


def test_a_gbk_file_is_told_apart(handbook, broken):
    root = broken("x.md", (FRONT + "- 应巡检。{#2.3-01}\n").encode("gbk"))
    done = handbook("clauses", "--root", root)
    said(done, code="GBK")
    assert "handbook/x.md:" in done.err


def test_a_file_that_nobody_may_read(handbook, home):
    root = home("minimal")
    file = next((root / "handbook").rglob("2.3-*.md"))
    file.chmod(0)
    try:
        if os.access(
            file, os.R_OK
        ):  # root may read anything: a folder in the file's place cannot be read either
            file.unlink()
            file.mkdir()
            (root / "handbook" / "2-processes" / "gone.md").symlink_to("/nonexistent")
        done = handbook("clauses", "--json", "--root", root)
        said(done)
    finally:
        file.chmod(0o755)


@pytest.mark.slow
def test_no_home_where_one_is_named(handbook, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "bare" / "handbook").mkdir(parents=True)
    (tmp_path / "file").write_text("x")
    for place in ("missing", "empty", "file", "bare"):
        for words in (("check",), *READERS, ("records", "list"), ("users", "list"), ("doctor",)):
            if place == "bare" and words[0] in ("records", "users", "doctor"):
                continue
            done = handbook(*words, "--root", tmp_path / place)
            assert done.rc == 1, done
            if words[0] == "check" and place == "bare":
                assert "S30" in done.out or "S30" in done.err
            else:
                said(done)
    assert not (tmp_path / "empty" / "var").exists()
    nowhere = handbook("clauses")
    said(nowhere)
    assert "--root" in nowhere.err


def test_an_empty_handbook_is_a_failure_in_json_too(handbook, tmp_path):
    (tmp_path / "handbook").mkdir()
    done = handbook("check", "--json", "--root", tmp_path)
    assert done.rc == 1 and [fault["code"] for fault in done.json if fault["code"] == "S30"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("clauses", "9.9"), "9.9"),
        (("clauses", "abc"), "abc"),
        (("clauses", "../2.3"), "../2.3"),
        (("checklist", "9.9", "--json"), "9.9"),
        (("checklist", "--post", "飞行员", "--json"), "飞行员"),
        (("checklist", "--frequency", "每光年", "--json"), "每光年"),
        (("checklist", "--format", "pdf", "-o", "OUT"), "pdf"),
        (("checklist", "--format", "", "-o", "OUT"), "格式"),
        (("quiz", "9.9", "--json"), "9.9"),
        (("quiz", "--post", "飞行员", "--json"), "飞行员"),
        (("quiz", "--format", "pdf", "-o", "OUT"), "pdf"),
        (("forms", "XX-9", "-o", "OUT"), "XX-9"),
        (("search", ""), "。"),
        (("search", "   "), "。"),
        (("search", "巡检", "--section", "9.9"), "9.9"),
        (("diff", "no-such", "A/0"), "no-such"),
        (("diff", "A/7", "A/8"), "A/7"),
        (("impact", "no-such", "A/0"), "no-such"),
        (("evaluate", "no-such"), "no-such"),
        (("extract", "no-such.md"), "no-such.md"),
        (("quiz", "--lint", "no-such.json"), "no-such.json"),
        (("checklist", "--compare", "no-such.json"), "no-such.json"),
        (("records", "verify", "--db", "no-such.db"), "no-such.db"),
        (("records", "restore", "no-such"), "no-such"),
        (("decisions", "import", "no-such.yml"), "no-such.yml"),
        (("users", "import", "no-such.csv"), "no-such.csv"),
        (("issue", "--prepared-by", "a"), "--reviewed-by"),
        (("issue", "--prepared-by", "a", "--reviewed-by", "a", "--approved-by", "b"), "三个"),
    ],
    ids=lambda value: "-".join(value)[:50] if isinstance(value, tuple) else None,
)
def test_what_is_not_there_is_named(handbook, home, tmp_path, words, named):
    out = tmp_path / "OUT"
    done = (
        handbook(*(out if word == "OUT" else word for word in words), "--root", home("minimal"))
        if words[0] not in ("extract",)
        else handbook(*words)
    )
    said(done)
    assert named in done.err, done
    assert not out.exists()


@pytest.mark.parametrize("count", ["0", "-3", "1000000000"])
def test_an_odd_number_of_hits(handbook, home, count):
    done = handbook("search", "巡检", "-k", count, "--json", "--root", home("minimal"))
    assert done.rc in (0, 1, 2), done
    if done.rc:
        assert not done.out
    else:
        assert int(count) > 0 and len(done.json["hits"]) <= int(count)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("no-such-command",),
        ("clauses", "--no-such-option"),
        ("search",),
        ("extract",),
        ("diff", "one"),
        ("search", "x", "-k", "many"),
        ("users",),
        ("users", "add"),
        ("records", "show", "x"),
        ("site", "nothing"),
        ("decisions",),
        ("evaluate",),
        ("new",),
    ],
    ids=lambda words: "-".join(words) or "nothing",
)
def test_wrong_usage(handbook, words):
    done = handbook(*words)
    assert done.rc == 2, done


@pytest.mark.parametrize(
    "words",
    [
        ("checklist", "--format", "json", "-o"),
        ("checklist", "--format", "docx,xlsx", "-o"),
        ("quiz", "--format", "json", "-o"),
        ("quiz", "--format", "docx,gift", "-o"),
        ("forms", "-o"),
        ("records", "export", "-o"),
        ("records", "backup", "-o"),
    ],
    ids=lambda words: " ".join(words),
)
def test_an_output_that_is_a_file(handbook, home, tmp_path, words):
    root = home("minimal")
    if words[0] == "records":
        assert handbook("users", "add", "li", "--root", root).rc == 0
    (tmp_path / "taken").write_text("mine")
    for target in (tmp_path / "taken", tmp_path / "taken" / "below", Path("/proc/nothing")):
        done = handbook(*words, target, "--root", root)
        assert done.rc == 1 and SENTENCE.search(done.err) and not done.out, done
    assert (tmp_path / "taken").read_text() == "mine"


def test_decisions_and_forms_say_what_they_cannot_write(handbook, home, tmp_path):
    root = home("minimal")
    handbook("users", "add", "li", "--root", root)
    (tmp_path / "folder").mkdir()
    said(handbook("decisions", "export", tmp_path / "folder", "--root", root))
    said(handbook("decisions", "export", tmp_path / "no" / "way.yml", "--root", root))


def test_new_refuses_what_is_taken(handbook, tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")
    before = tree(tmp_path / "full")
    for place in ("file", "full", "file/below"):
        said(handbook("new", tmp_path / place, "--empty", "--json"))
    assert tree(tmp_path / "full") == before
    (tmp_path / "vacant").mkdir()
    assert handbook("new", tmp_path / "vacant", "--empty", "--json").rc == 0


def test_root_by_option_by_setting_and_by_the_nearest_folder(handbook, home, tmp_path):
    one, other = home("minimal"), home("canteen")
    setting = {"HANDBOOK_ROOT": str(other)}

    def ids(*words, **options):
        done = handbook("clauses", "--json", *words, **options)
        assert done.rc == 0, done
        return {clause["id"] for clause in done.json}

    minimal, canteen = {"2.3-12", "2.3-13", "2.3-15"}, "12.10-03"
    assert ids("--root", one) == minimal
    assert canteen in ids(env=setting)
    assert ids("--root", one, env=setting) == minimal  # the option wins
    assert ids(cwd=one) == minimal
    assert ids(cwd=one / "handbook" / "2-processes") == minimal
    assert canteen in ids(cwd=one, env=setting)
    assert ids("--root", os.path.relpath(one, tmp_path), cwd=tmp_path) == minimal
    (tmp_path / "链接 a b").symlink_to(one)
    assert ids("--root", tmp_path / "链接 a b") == minimal


@pytest.mark.slow
def test_two_homes_side_by_side_share_nothing(handbook, home, tmp_path):
    one, other = home("minimal"), home("canteen")
    untouched = tree(other)
    for words in (
        ("index",),
        ("search", "电梯困人"),
        ("users", "add", "li"),
        ("checklist", "--format", "json", "-o", tmp_path / "out"),
        ("site", "build"),
    ):
        done = handbook(*words, "--root", one)
        assert done.rc == 0, done
    assert tree(other) == untouched
    assert handbook("users", "add", "li", "--root", other).rc == 0  # the same login, another home
    assert sorted(path.name for path in one.iterdir()) == ["handbook", "var"]
    hits = handbook("search", "电梯困人", "--json", "--root", other).json["hits"]
    assert all(hit["clause"] != "2.3-12" for hit in hits)
    moved = {"HANDBOOK_DATA": str(tmp_path / "data"), "HANDBOOK_KEYS": str(tmp_path / "keys")}
    third = home("traps")
    assert handbook("users", "add", "li", "--root", third, env=moved).rc == 0
    assert not (third / "var").exists()
    assert (tmp_path / "data" / "records.db").is_file()
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_reading_commands_write_nothing(handbook, home):
    root = home("canteen")
    before = tree(root)
    for words in (("check",), ("clauses",), ("checklist",), ("quiz", "--json"), ("diff", root, root)):
        handbook(*words, "--root", root)
        assert tree(root) == before, words


@pytest.mark.slow
def test_two_runs_are_byte_for_byte_the_same(home, tmp_path):
    outputs = []
    for seed, place in (("1", "one"), ("271828", "two")):
        root = tmp_path / place / "home"
        root.parent.mkdir()
        root.symlink_to(HANDBOOKS / "canteen")
        made = {}
        for words in (
            ("check", "--json"),
            ("clauses", "--json"),
            ("checklist", "--format", "docx,xlsx,md,json", "-o", "checklist"),
            ("quiz", "--format", "json,gift,moodle,xlsx,docx", "-o", "quiz"),
            ("forms", "-o", "forms"),
            ("extract", "home/handbook/后厨/3-2.md", "--json"),
        ):
            options = () if words[0] == "extract" else ("--root", "home")
            done = subprocess.run(
                [str(Path(sys.executable).parent / "handbook"), *words, *options],
                cwd=tmp_path / place,
                capture_output=True,
                env={
                    "PATH": os.environ["PATH"],
                    "PYTHONHASHSEED": seed,
                    "TZ": f"Etc/GMT{'+' if seed == '1' else '-'}9",
                    "LANG": "C" if seed == "1" else "C.UTF-8",
                    "HOME": str(tmp_path),
                },
                check=False,
            )
            assert done.returncode in (0, 1), done.stderr.decode()
            made[words[0]] = done.stdout
        files = {
            path.relative_to(tmp_path / place).as_posix(): path.read_bytes()
            for folder in ("checklist", "quiz", "forms")
            for path in (tmp_path / place / folder).rglob("*")
        }
        outputs.append((made, files))
    (made, files), (made_again, files_again) = outputs
    assert made == made_again
    assert files.keys() == files_again.keys() and len(files) >= 11
    differing = [name for name in files if files[name] != files_again[name]]
    assert not differing


@pytest.mark.slow
def test_only_json_on_stdout(handbook, home, tmp_path):
    root = home("canteen")
    for words in (
        ("check",),
        ("clauses",),
        ("index",),
        ("search", "留样"),
        ("checklist",),
        ("quiz",),
        ("checklist", "-o", tmp_path / "a"),
        ("quiz", "-o", tmp_path / "b"),
        ("forms", "-o", tmp_path / "c"),
        ("diff", root, root),
        ("impact", root, root),
        ("site", "build"),
        ("doctor",),
        ("access",),
    ):
        options = () if words[0] == "access" else ("--root", root)
        done = handbook(*words, "--json", *options)
        json.loads(done.out)
        assert done.out.endswith("\n")


def test_help_is_quick_and_names_every_command(handbook):
    import time

    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "--help"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert time.perf_counter() - began < 3  # under one on a machine of its own
    for name in [
        "up",
        "new",
        "doctor",
        "demo",
        "check",
        "clauses",
        "extract",
        "index",
        "search",
        "evaluate",
        "checklist",
        "quiz",
        "forms",
        "import",
        "diff",
        "impact",
        "issue",
        "site",
        "records",
        "users",
        "access",
        "decisions",
    ]:
        assert re.search(rf"^  {name} ", done.stdout, re.MULTILINE), name
