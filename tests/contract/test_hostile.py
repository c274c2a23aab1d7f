"""What a stranger hands in is refused with a sentence or does no harm: no traceback, no file elsewhere, no flood."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from calling import tree
from hostile import BODIES, FILES, QUESTIONS, TEXTS, TITLES, WORD, section

pytestmark = pytest.mark.slow
SECONDS = 45
"""Time for one file on a machine that others use too; alone they take under five."""
MEGABYTES = 1200
SENTENCE = re.compile(r"[\u4e00-\u9fff]")


def bounded(done, *, allowed=(0, 1)):
    assert done.rc in allowed, done
    assert done.seconds < SECONDS and done.megabytes < MEGABYTES, done
    if done.rc:
        assert SENTENCE.search(done.err + done.out), done
    assert "/etc/passwd" not in done.out and "root:x:0" not in done.out
    return done


def numbered(name):
    """A section number of its own for every body."""
    return f"9.{list(BODIES).index(name) + 1}"


def body_file(name):
    """The bytes of the section that carries one hostile body."""
    body = BODIES[name].replace("#N-", f"#{numbered(name)}-")
    return section(numbered(name), body, title=json.dumps(TITLES.get(name, name)))


def unsound(faults):
    """The files with an error of structure: what every other command refuses."""
    return {f["file"] for f in faults if f["severity"] == "error" and f["code"].startswith("S")}


def keep_the_sound(handbook, root):
    """Every body in a section of its own, less the files that `check` refuses."""
    folder = root / "handbook" / "9"
    folder.mkdir()
    for name in BODIES:
        (folder / f"{numbered(name)}.md").write_bytes(body_file(name))
    while refused := unsound(handbook("check", "--json", "--root", root, seconds=150).json):
        for file in refused:
            (root / file).unlink()
    assert len(list(folder.iterdir())) > len(BODIES) / 4


@pytest.fixture
def hostile_home(tmp_path_factory):
    """A home without sections, its lists hostile already."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "handbook").mkdir()
    (root / "handbook" / "posts.yml").write_text("- {name: 维修工}\n- {name: '=1+1'}\n", "utf-8")
    (root / "handbook" / "forms.yml").write_text(
        "- {no: ../../../X, name: 'a/../b<script>', fields: ['=1+1', '<b>']}\n- {no: CON, name: '..'}\n",
        "utf-8",
    )
    (root / "handbook" / "laws.yml").write_text("[]\n", "utf-8")
    return root


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_checked_and_nothing_else_is_touched(handbook, hostile_home, name):
    (hostile_home / "handbook" / "x.md").write_bytes(body_file(name))
    before = tree(hostile_home)
    done = bounded(handbook("check", "--json", "--root", hostile_home, seconds=SECONDS))
    faults = done.json
    assert done.rc == any(fault["severity"] == "error" for fault in faults)
    assert tree(hostile_home) == before


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_refused_with_its_place(handbook, home, name):
    root = home("minimal")
    path = root / "handbook" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(FILES[name])
    done = bounded(handbook("check", "--json", "--root", root, seconds=SECONDS))
    faults = [fault for fault in done.json if fault["file"] == f"handbook/{name}"]
    if done.rc:
        assert faults, done
    refused = handbook("clauses", "--root", root, seconds=SECONDS)
    assert bool(refused.rc) == any(f["severity"] == "error" and f["code"].startswith("S") for f in done.json)
    assert not Path("/tmp/owned").exists()


def test_links_are_not_followed(handbook, home, tmp_path):
    root = home("minimal")
    secret = tmp_path / "secret.md"
    secret.write_bytes(section("8.8", "- 秘密应保守。{#8.8-01}"))
    (root / "handbook" / "link.md").symlink_to(secret)
    (root / "handbook" / "folder").symlink_to(tmp_path)
    (root / "handbook" / "loop").symlink_to(root / "handbook")
    done = handbook("check", "--json", "--root", root)
    assert done.rc == 1
    assert {fault["file"] for fault in done.json if fault["code"] == "S31"} == {
        "handbook/link.md",
        "handbook/folder",
        "handbook/loop",
    }
    assert "8.8" not in handbook("clauses", "--root", root).out


def test_odd_names_and_devices(handbook, home):
    import os

    root = home("minimal")
    folder = root / "handbook"
    os.mkfifo(folder / "pipe.md")
    (folder / "dir.md").mkdir()
    (folder / "a\nb\x1b[31m.md").write_text("x")
    (folder / "-rf.md").write_text("x")
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.md"))).write_text("x")
    (folder / ("长" * 80 + ".md")).write_text("x")
    done = bounded(handbook("check", "--json", "--root", root, seconds=SECONDS))
    assert done.rc == 1 and len({fault["file"] for fault in done.json}) >= 5


def test_what_is_kept_harms_no_page_and_no_cell(handbook, hostile_home, tmp_path):
    """One home of every body that `check` lets through."""
    import openpyxl

    keep_the_sound(handbook, hostile_home)
    out = tmp_path / "out"
    around = tree(tmp_path) | {}
    for words in (
        ("clauses", "--json"),
        ("checklist", "--format", "docx,xlsx,md,json", "-o", out / "checklist", "--json"),
        ("quiz", "--format", "json,gift,moodle,xlsx,docx", "-o", out / "quiz", "--json"),
        ("forms", "-o", out / "forms", "--json"),
        ("search", "水泵", "--json"),
        ("site", "build", "--json"),
        ("site", "build", "--internal", "--json"),
    ):
        done = handbook(*words, "--root", hostile_home, seconds=150)
        assert done.rc == 0, done
        json.loads(done.out)
    assert {name for name in tree(tmp_path) if not name.startswith("out")} - {"work"} == set(around) - {
        "work"
    }
    assert {path.name for path in hostile_home.iterdir()} == {"handbook", "var"}
    forms = list((out / "forms").iterdir())
    assert len(forms) == 2 and all(path.suffix == ".docx" for path in forms)
    for path in out.rglob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for row in sheet.iter_rows():
                assert not [c.coordinate for c in row if c.data_type == "f" and "x" in str(c.value).lower()]
    for file in ("quiz.json", "quiz.gift", "quiz.xml", "quiz.xlsx"):
        bounded(handbook("quiz", "--lint", out / "quiz" / file, "--json", seconds=90))
    pages = list((hostile_home / "var" / "site").rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        looked = Harm()
        looked.feed(page.read_text("utf-8"))
        assert not looked.found, (page, looked.found)


class Harm(HTMLParser):
    """What a page would do: elements and attributes that no section may bring along."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.script = False

    def handle_starttag(self, tag, attrs):
        self.script = tag == "script"
        if tag in ("iframe", "object", "embed", "base"):
            self.found.append(tag)
        for name, value in attrs:
            shown = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or shown.startswith(("javascript:", "data:text", "vbscript:", "file:")):
                self.found.append((tag, name, value))
            if name == "src" and (shown == "x" or "tracker" in shown):
                self.found.append((tag, name, value))

    def handle_data(self, data):
        if "root:x:0" in data or (self.script and "alert(1)" in data and "search" not in data):
            self.found.append(data[:200])


@pytest.mark.parametrize("name", [*WORD, *TEXTS])
def test_a_document_is_read_or_refused(handbook, tmp_path, name):
    path = tmp_path / name
    path.write_bytes((WORD.get(name) or TEXTS[name])())
    done = bounded(handbook("extract", path, "--json", cwd=tmp_path, seconds=SECONDS))
    for demand in done.lines:
        assert demand["file"] == str(path)
    if done.rc:
        assert name in done.err and not done.out, done
    brought = bounded(
        handbook("import", path, "-o", tmp_path / "out", "--json", cwd=tmp_path, seconds=SECONDS)
    )
    if brought.rc:
        assert name in brought.err and not (tmp_path / "out").exists(), brought
    else:
        read = handbook("clauses", "--json", "--root", tmp_path / "out", seconds=SECONDS)
        if read.rc:  # lines that no person wrote: the report says so
            assert "S32" in read.err and any("handbook/1/" in told for told in brought.json["remarks"]), read
        else:
            assert len(read.json) == brought.json["clauses"], read
    assert {path.name for path in tmp_path.iterdir()} <= {name, "out", "work"}
    assert not Path("/tmp/owned").exists()


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_file_is_read_or_refused(handbook, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(QUESTIONS[name]())
    done = bounded(handbook("quiz", "--lint", path, "--json", cwd=tmp_path, seconds=SECONDS))
    assert done.rc == 1 or name in ("empty.gift",), done
    if done.out:
        assert isinstance(done.json, list)
    else:
        assert name in done.err, done


@pytest.mark.parametrize(
    ("words", "name", "data"),
    [
        (("checklist", "--compare"), "c.json", b"[" * 100_000),
        (("checklist", "--compare"), "c.json", b'{"items": [7], "choice": 7}'),
        (
            ("checklist", "--compare"),
            "c.json",
            b'{"title": 1, "edition": [], "items": {}, "choice": {"sections": 9}}',
        ),
        (("checklist", "--compare"), "c.json", "{}".encode("utf-16")),
        (("decisions", "import"), "d.yml", b"a: &a [*a]\n"),
        (("decisions", "import"), "d.yml", b"[" * 50_000),
        (("decisions", "import"), "d.yml", b"- 7\n- {kind: item}\n"),
        (("decisions", "import"), "d.yml", b"!!python/object/apply:os.system [touch /tmp/owned]\n"),
        (("decisions", "import"), "d.yml", b"decisions: {a: 1}\n"),
        (("users", "import"), "u.csv", b"\x00\x01"),
        (("users", "import"), "u.csv", "姓名,登录名\n".encode() + b'"' * 100_000),
        (("users", "import"), "u.csv", "姓名,登录名,角色\n=cmd(),../../x,king\n".encode()),
        (("users", "import"), "u.xlsx", b"PK\x03\x04"),
        (("users", "import"), "u.xlsx", QUESTIONS["bomb.xlsx"]),
        (("records", "verify", "--db"), "x.db", b"not a database" * 999),
        (("records", "verify", "--db"), "x.db", b"SQLite format 3\x00" + b"\x00" * 5000),
        (("records", "verify", "--db"), "x.db", b""),
        (("records", "restore"), "backup", b"file"),
    ],
)
def test_other_files_are_refused(handbook, home, tmp_path, words, name, data):
    root = home("minimal")
    path = tmp_path / name
    path.write_bytes(data() if callable(data) else data)
    done = bounded(handbook(*words, path, "--root", root, seconds=SECONDS))
    assert done.rc == 1 and not done.out, done
    assert not Path("/tmp/owned").exists()


@pytest.mark.parametrize(
    "rows",
    [
        ({"corpus.jsonl": b"{", "queries.jsonl": b""}),
        ({"corpus.jsonl": b'{"id": 1}\n', "queries.jsonl": b'{"id": "q"}\n'}),
        ({"corpus.jsonl": b'{"id": "a", "text": "x"}\n'}),
        (
            {
                "corpus.jsonl": b'{"id": "a", "text": "x"}\n' * 2,
                "queries.jsonl": b'{"id": "q", "text": "x", "relevant": ["a"]}\n',
            }
        ),
        (
            {
                "corpus.jsonl": b'{"id": "a", "text": "x"}\n',
                "queries.jsonl": b'{"id": "q", "text": "x", "relevant": "a"}\n{',
            }
        ),
        ({"corpus.jsonl": b"[" * 100_000 + b"\n", "queries.jsonl": b"[]\n"}),
        ({"corpus.jsonl": b"\xff\xfe", "queries.jsonl": b"\xff"}),
        ({"corpus.jsonl": b"", "queries.jsonl": b""}),
        ({"questions.yml": b"a: &a [*a]\n"}),
        ({"questions.jsonl": b'{"q": "x"}\n'}),
        ({"questions.jsonl": b'{"sections": []}\n'}),
        ({"questions.jsonl": b""}),
        ({}),
    ],
    ids=lambda rows: "-".join(rows) or "nothing",
)
def test_a_test_set_is_refused(handbook, home, tmp_path, rows):
    folder = tmp_path / "set"
    folder.mkdir()
    for name, data in rows.items():
        (folder / name).write_bytes(data)
    done = bounded(handbook("evaluate", folder, "--json", "--root", home("minimal"), seconds=SECONDS))
    assert done.rc == 1 and not done.out, done


@pytest.mark.parametrize(
    "query",
    [
        "'\"; drop table x; --",
        "*" * 5000,
        "\udcff\udcfe",  # bytes that are no text, as Python takes them from a command line
        "应" * 100_000,
        "(" * 2000,
        "2.3-",
        "２.３－１２",
        "🙂",
        "\\",
        "NOT OR AND",
        "\u202e\u200b",
    ],
    ids=lambda query: ascii(query)[:24],
)
def test_odd_queries(handbook, home, query):
    done = bounded(handbook("search", query, "--json", "--root", home("minimal"), seconds=SECONDS))
    if done.rc == 0:
        assert set(done.json) == {"query", "confident", "took_ms", "hits"}
