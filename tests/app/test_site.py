"""The published site: the parser's clauses, nothing internal, nothing from outside, searchable in Chinese."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.home import Home
from app.site import build_missing_edition, build_site, current_site, site_root
from app.site_config import read_settings
from app.site_serve import site_server
from indexer.clauses import HandbookError, bare
from indexer.editions import manifest_name, manifest_of, manifest_text
from indexer.reading import load_handbook

ROOT = Path(__file__).parent.parent.parent
MINIMAL = ROOT / "tests" / "indexer" / "golden" / "minimal"
HIDDEN = """---
section: "5.4"
title: 资源采购与维护
edition: A/0
effective: 2026-12-01
public: false
---
# 5.4 资源采购与维护

- 采购员应对底价保密三十年。{#5.4-01 posts="采购员" form="底价单"}
"""
CARD = """
## 电梯困人应急处置

- 发生困人时应按下列步骤处置：{#2.3-16 posts="监控值班员"}
    1. 监控值班员在 1 分钟内通话；
    2. 监控值班员在 2 分钟内通知维保单位。
"""


def home_at(root: Path) -> Home:
    return Home(root, root / "var", root / "var" / "keys")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(MINIMAL, tmp_path / "handbook")
    section = tmp_path / "handbook" / "2-processes" / "2.3-equipment.md"
    section.write_text(section.read_text("utf-8") + CARD, "utf-8")
    (tmp_path / "handbook" / "5.4.md").write_text(HIDDEN, "utf-8")
    return home_at(tmp_path)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Home:
    root = tmp_path_factory.mktemp("bundled")
    shutil.copytree(ROOT / "handbook", root / "handbook", ignore=shutil.ignore_patterns("editions"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    home = home_at(root)
    build_site(home)
    return home


def page(home: Home, address: str) -> str:
    folder = current_site(home)
    assert folder is not None
    return (folder / address / "index.html").read_text("utf-8")


def clauses_in(shown: str) -> dict[str, str]:
    """Id to words of every clause in a page's HTML."""
    found = {}
    for opening in re.finditer(r'<(li|p|tr)\b[^>]*class="clause"[^>]*>', shown):
        named = re.search(r'id="([^"]+)"', opening[0])
        assert named is not None
        tag, depth, place = opening[1], 1, opening.end()
        while depth:
            step = re.compile(rf"<(/?){tag}[ >]").search(shown, place)
            assert step is not None
            depth, place = depth + (-1 if step[1] else 1), step.end()
        inner = re.sub(r'<a [^>]*class="clause-no".*?</a>', "", shown[opening.end() : step.start()])
        found[named[1]] = bare(html.unescape(re.sub(r"<[^>]+>", "", inner)))
    return found


def test_every_public_clause_stands_on_its_page_word_for_word(bundled: Home):
    for section in load_handbook(bundled.handbook).sections:
        if section.public:
            wanted = {
                str(clause.id): bare(
                    re.sub(r"(?m)^\s*(?:-|\d+\.)\s", "", clause.text)
                    .replace(" | ", "")
                    .replace("[", "")
                    .replace("]", "")
                )
                for clause in section.clauses
            }
            shown = clauses_in(page(bundled, section.number))
            assert {one: words.replace("[", "").replace("]", "") for one, words in shown.items()} == wanted


def test_no_page_names_anything_outside(bundled: Home):
    folder = current_site(bundled)
    assert folder is not None
    for path in folder.rglob("*.html"):
        text = path.read_text("utf-8")
        loads = re.findall(
            r'<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)="(?:https?:)?//[^"]*"', text
        )
        assert loads == [], path
        assert "fonts.googleapis" not in text


def test_a_two_character_word_in_mid_sentence_is_in_the_search_index(bundled: Home):
    folder = current_site(bundled)
    assert folder is not None
    index = json.loads((folder / "search" / "search_index.json").read_text("utf-8"))
    assert "zh" in index["config"]["lang"]
    found = [doc["location"] for doc in index["docs"] if "扒门" in re.split("[\u200b\\s，。、]", doc["text"])]
    assert any(location.startswith("2.3/") for location in found)


def test_the_site_stays_small_and_is_built_in_time(bundled: Home):
    folder = current_site(bundled)
    assert folder is not None
    largest = max(path.stat().st_size for path in folder.rglob("*.html"))
    assert largest < 400_000


def test_start_page_leads_by_post_situation_and_section(bundled: Home):
    start = page(bundled, "")
    for words in ("我的岗位", "维修工", "遇到情况", "电梯困人", "多久一次", "第 2 章 服务流程与操作规范"):
        assert words in start


def test_an_internal_section_is_nowhere_in_the_public_site(home: Home):
    report = build_site(home)
    assert report.hidden == ("5.4",)
    for path in report.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert "底价".encode() not in data and b"5.4-01" not in data, path


def test_the_same_text_gives_the_same_site(home: Home):
    def bytes_of(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }

    first = bytes_of(build_site(home).folder)
    assert bytes_of(build_site(home).folder) == first


def test_the_internal_site_lies_apart_and_holds_everything(home: Home):
    build_site(home)
    report = build_site(home, internal=True)
    assert report.hidden == ()
    assert "5.4-01" in (report.folder / "5.4" / "index.html").read_text("utf-8")
    assert not report.folder.is_relative_to(site_root(home))


def test_a_card_shows_the_steps_in_order(home: Home):
    build_site(home)
    card = page(home, "cards/电梯困人")
    steps = re.findall(r"<li>(监控值班员.*?)</li>", card)
    assert [re.sub("<[^>]+>", "", step)[:15] for step in steps] == [
        "监控值班员在 1 分钟内通话；",
        "监控值班员在 2 分钟内通知维",
    ]


def test_markup_in_the_text_is_shown_and_not_run(home: Home):
    section = home.handbook / "2-processes" / "2.3-equipment.md"
    hostile = (
        "\n- 甲<img src=x onerror=alert(1)>乙<script>alert(1)</script>{#2.3-30}\n"
        "- [点](javascript:alert(1)) <![CDATA[ `<![`{#2.3-31}\n"
        "\n{: onclick=alert(1) }\n"
    )
    section.write_text(section.read_text("utf-8") + hostile, "utf-8")
    build_site(home)
    for address in ("2.3", "posts/监控值班员", "frequency"):
        shown = page(home, address)
        assert "<img src=x" not in shown
        assert "<script>alert" not in shown
        assert "javascript:alert" not in re.sub(r"&lt;.*?&gt;", "", shown)


def test_a_cross_reference_is_a_link_and_one_to_an_internal_section_is_words(home: Home):
    section = home.handbook / "2-processes" / "2.3-equipment.md"
    section.write_text(section.read_text("utf-8") + "\n- 应按 [5.4-01] 办理。{#2.3-30}\n", "utf-8")
    build_site(home)
    shown = page(home, "2.3")
    assert '<a href="./#2.3-12"' in shown
    assert "[5.4-01]" in shown


def test_an_issued_edition_stays_and_is_marked_when_the_next_one_comes(home: Home):
    for edition in ("A/0", "A/1"):
        manifest = manifest_of(load_handbook(home.handbook), edition, "2026-12-01")
        (home.handbook / "editions").mkdir(exist_ok=True)
        (home.handbook / "editions" / manifest_name(edition)).write_text(manifest_text(manifest), "utf-8")
        build_site(home)
    versions = json.loads((home.site / "versions.json").read_text("utf-8"))
    assert versions == [
        {"version": "A-1", "title": "A/1（现行）", "aliases": ["latest"]},
        {"version": "A-0", "title": "A/0（作废）", "aliases": []},
    ]
    assert "url=A-1/" in (home.site / "index.html").read_text("utf-8")
    assert "本版已作废" in (home.site / "A-0" / "index.html").read_text("utf-8")


def test_a_draft_is_not_published(home: Home):
    manifest = manifest_of(load_handbook(home.handbook), "A/0", "2026-12-01")
    (home.handbook / "editions").mkdir()
    (home.handbook / "editions" / "A-0.json").write_text(manifest_text(manifest), "utf-8")
    section = home.handbook / "2-processes" / "2.3-equipment.md"
    section.write_text(section.read_text("utf-8").replace("1 分钟内与", "9 分钟内与"), "utf-8")
    report = build_site(home)
    assert report.edition == "A/0+draft"
    assert not report.folder.is_relative_to(home.site)
    assert "草案：未经批准" in (report.folder / "index.html").read_text("utf-8")


def test_the_edition_in_force_is_published_from_its_tag_while_the_tree_is_a_draft(home: Home):
    def git(*words: str) -> None:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(["git", "-C", str(home.root), *identity, *words], check=True, capture_output=True)

    manifest = manifest_of(load_handbook(home.handbook), "A/0", "2026-12-01")
    (home.handbook / "editions").mkdir()
    (home.handbook / "editions" / "A-0.json").write_text(manifest_text(manifest), "utf-8")
    git("init", "-q")
    git("add", "handbook")
    git("commit", "-qm", "A/0")
    git("tag", "edition/A-0")
    section = home.handbook / "2-processes" / "2.3-equipment.md"
    section.write_text(section.read_text("utf-8").replace("1 分钟内与", "9 分钟内与"), "utf-8")
    report = build_missing_edition(home)
    assert report is not None
    assert report.folder == home.site / "A-0"
    assert "1 分钟内与" in page(home, "2.3")
    assert build_missing_edition(home) is None


def test_a_fault_leaves_the_published_site_as_it_was(home: Home):
    before = build_site(home).folder / "index.html"
    stamp = before.stat().st_mtime_ns
    section = home.handbook / "2-processes" / "2.3-equipment.md"
    section.write_text(section.read_text("utf-8").replace("{#2.3-13 ", "{#2.3-12 "), "utf-8")
    with pytest.raises(HandbookError, match="S11"):
        build_site(home)
    assert before.stat().st_mtime_ns == stamp
    assert sorted(path.name for path in home.data.iterdir()) == ["site"]


@pytest.mark.parametrize(
    "settings",
    [
        "hooks: [evil.py]\n",
        "plugins: [x]\n",
        "theme: {custom_dir: x}\n",
        "docs_dir: /etc\n",
        "a: !!python/name:os.system\n",
    ],
)
def test_settings_that_could_run_or_read_anything_are_refused(tmp_path: Path, settings: str):
    (tmp_path / "mkdocs.yml").write_text("site_name: 甲\n" + settings, "utf-8")
    with pytest.raises(HandbookError, match=r"mkdocs\.yml"):
        read_settings(tmp_path)


@pytest.fixture
def address(home: Home) -> Iterator[str]:
    build_site(home)
    with site_server(home, host="127.0.0.1", port=0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_built_site_is_served_and_folders_are_not_listed(address: str):
    with urllib.request.urlopen(f"{address}/") as answer:
        assert b"A-0/" in answer.read()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/A-0/assets/")


def test_serving_before_building_says_what_to_do(home: Home):
    with pytest.raises(HandbookError, match=r"还没有生成.*site build"):
        site_server(home, host="127.0.0.1", port=0)


def test_a_taken_port_is_a_sentence(home: Home, address: str):
    with pytest.raises(HandbookError, match="已被占用"):
        site_server(home, host="127.0.0.1", port=int(address.rsplit(":", 1)[1]))


def test_the_ledgers_checkpoints_are_published_beside_the_editions_and_prove_what_was_there(home: Home):
    from app.opening import open_records
    from app.records.verify import verify

    build_site(home)
    records = open_records(home)
    records.ledger.append("export", "system", {"what": "x"})
    made = records.ledger.checkpoint()
    records.close()
    page = home.site / "A-0" / "revisions" / "index.html"
    (link,) = re.findall(r'href="([^"]*anchors\.jsonl)"', page.read_text("utf-8"))
    published = (page.parent / link).resolve()
    assert published.parent == home.site.resolve()
    found = verify(home.records_db, [published], home.keys)
    assert found.ok and found.anchored_to == made.length


def test_the_codes_of_a_printed_checklist_lead_to_pages_that_the_site_has(home: Home):
    from checklists.qr import clause_address, edition_address

    report = build_site(home)
    printed = clause_address("https://h.example/handbook", "2.3", "2.3-16", report.edition)
    page, _, clause = printed.removeprefix("https://h.example/handbook/").partition("#")
    assert f'id="{clause}"' in (home.site / page / "index.html").read_text("utf-8")
    whole = edition_address("https://h.example/handbook", report.edition, "sha256:" + "a" * 64)
    folder = whole.removeprefix("https://h.example/handbook/").partition("?")[0]
    assert (home.site / folder / "index.html").is_file()
