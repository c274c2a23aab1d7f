"""The public site: staged under var/, built by MkDocs in a child process, one folder an edition."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.home import Home
from app.site_config import chapter_titles, read_settings, site_config
from app.site_pages import generated_pages
from app.site_stage import staged_section
from app.site_text import plain
from app.site_views import Shown, page_name, posts_shown, read_all, situations
from app.text_sources import edition_tag, unpacked
from indexer.addresses import DRAFT_FOLDER, edition_folder
from indexer.clauses import Handbook, HandbookError
from indexer.editions import DRAFT, edition_key, newest, read_manifests
from indexer.reading import load_handbook

BUILD_SECONDS = 600
"""Time one build may take; 40 sections take about ten seconds, 2,000 pages under three minutes."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What one build made."""

    folder: Path
    edition: str
    sections: int
    clauses: int
    pages: int
    hidden: tuple[str, ...]
    """Numbers of sections left out because they are not public."""


def site_root(home: Home, *, internal: bool = False, draft: bool = False) -> Path:
    """Folder of the issued public editions with ``versions.json``; drafts and internal builds lie elsewhere,
    so that whoever serves the one cannot serve the others by accident."""
    if internal:
        return home.data / "site-internal"
    return home.data / "site-draft" if draft else home.site


def current_site(home: Home, *, internal: bool = False) -> Path | None:
    """Folder of the newest built edition, a draft's if there is no other; `None` before the first build."""
    root = site_root(home, internal=internal)
    drafts = site_root(home, internal=internal, draft=True)
    places = [*(root / name for name in _editions(root)), drafts / DRAFT_FOLDER]
    return next((place for place in places if (place / "index.html").is_file()), None)


def build_site(home: Home, *, internal: bool = False) -> SiteReport:
    """Build the site of the text under the home.

    The text of an issued edition goes to ``site/<edition>/``; a draft goes to ``site-draft/`` and is not
    published. Nothing replaces what stands there before the build has succeeded.

    Raises:
        HandbookError: The text has structural faults, the settings are refused, or the build fails.
    """
    handbook = load_handbook(home.handbook)
    if not handbook.clauses:
        raise HandbookError("手册里没有条款，没有可发布的内容。", fix="先写出条款，用 handbook check 检查。")
    settings = read_settings(home.root)
    published = handbook if internal else public_part(handbook)
    if not published.clauses:
        raise HandbookError("没有公开的小节。", fix="去掉 public: false，或用 --internal 生成内部站点。")
    shown = Shown(
        published,
        read_all(published),
        read_manifests(home.handbook),
        chapter_titles(settings),
        internal,
    )
    name = edition_folder(handbook.edition)
    root = site_root(home, internal=internal, draft=name == DRAFT_FOLDER)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="build-", dir=home.data) as place:
        stage, out = Path(place) / "stage", Path(place) / "site"
        pages = stage_site(home, shown, stage / "docs")
        notice = "草案：未经批准，不得作为依据" if handbook.edition.endswith(DRAFT) else ""
        if internal:
            notice = "内部版：含不公开的小节" + (f"　{notice}" if notice else "")
        config = site_config(settings, docs=stage / "docs", site=out, nav=navigation(shown), notice=notice)
        effective = max(section.effective for section in published.sections)
        _run_mkdocs(stage / "mkdocs.yml", config, Path(place), effective)
        _swap(out, root / name)
    _write_versions(root)
    hidden = tuple(s.number for s in handbook.sections if s not in published.sections)
    return SiteReport(
        root / name, handbook.edition, len(published.sections), len(published.clauses), pages, hidden
    )


def build_missing_edition(home: Home) -> SiteReport | None:
    """Build the public site of the newest issued edition from its tag, if the tree is a later draft.

    Returns:
        What was built; `None` if the tree is that edition, if it is built already, or if nothing was issued.

    Raises:
        HandbookError: The tag is missing, or as for `build_site`.
    """
    manifests = read_manifests(home.handbook)
    issued = newest(manifests)
    if issued is None or load_handbook(home.handbook).edition == issued.edition:
        return None
    if (home.site / edition_folder(issued.edition) / "index.html").is_file():
        return None
    with unpacked(home.root, edition_tag(issued.edition), issued.edition) as folder:
        if (home.root / "mkdocs.yml").is_file():
            shutil.copyfile(home.root / "mkdocs.yml", folder.parent / "mkdocs.yml")
        return build_site(replace(home, root=folder.parent))


def public_part(handbook: Handbook) -> Handbook:
    """The handbook without sections marked ``public: false``."""
    return replace(
        handbook, sections=tuple(section for section in handbook.sections if section.public), _by_id={}
    )


def stage_site(home: Home, shown: Shown, docs: Path) -> int:
    """Write every page of the site as Markdown below `docs`; returns how many."""
    pages = generated_pages(shown)
    for section in shown.handbook.sections:
        source = (home.handbook / section.file).read_text("utf-8-sig")
        pages[f"{section.number}.md"] = staged_section(source, section, shown)
    for name, text in pages.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # MkDocs reads the source as HTML too and stops at "<![", even in code (Python's html.parser)
        path.write_text(text.replace("<!", "<\u2060!"), "utf-8")
    return len(pages)


def navigation(shown: Shown) -> list[object]:
    """Tabs: start, chapters, then the views and lists."""
    chapters: list[object] = []
    for number in sorted({section.key[0] for section in shown.handbook.sections}):
        own = [f"{s.number}.md" for s in shown.handbook.sections if s.key[0] == number]
        chapters.append({plain(shown.chapter(number)): list(own)})
    posts: list[object] = ["posts/index.md"]
    posts += [{plain(name): f"posts/{page_name(name)}.md"} for name, _ in posts_shown(shown)]
    cards: list[object] = ["cards/index.md"]
    cards += [{plain(name): f"cards/{page_name(name)}.md"} for name in situations(shown.reads)]
    return [
        {"首页": "index.md"},
        {"手册": chapters},
        {"按岗位": posts},
        {"按情形": "situations.md"},
        {"按频次": "frequency.md"},
        {"应急卡": cards},
        {"附录": ["forms.md", "laws.md", "glossary.md", "revisions.md"]},
    ]


def _run_mkdocs(path: Path, config: dict[str, object], scratch: Path, effective: str) -> None:
    """Build in a child process, which a bad page can neither hang nor take down with us.

    The day of the pages is that on which the text takes effect: the same text gives the same site.
    """
    import yaml

    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8")
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": str(int(datetime.fromisoformat(effective).replace(tzinfo=UTC).timestamp())),
        "TMPDIR": str(scratch),
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--quiet", "--config-file", str(path)]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=BUILD_SECONDS, check=False, env=environment, cwd=scratch
        )
    except subprocess.TimeoutExpired as error:
        raise HandbookError(
            f"网站在 {BUILD_SECONDS} 秒内没有生成完。", fix="检查最近改过的小节里有没有异常长的段落。"
        ) from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise HandbookError(
            f"网站生成失败：{said[-1] if said else '没有说明'}", fix="用 handbook check 检查手册。"
        )


def _swap(new: Path, place: Path) -> None:
    """Put a finished build in place; what stood there goes away only afterwards."""
    old = new.with_name("old")
    if place.exists():
        place.replace(old)
    new.replace(place)
    shutil.rmtree(old, ignore_errors=True)


def _editions(root: Path) -> list[str]:
    """Folders of built editions, newest first."""
    if not root.is_dir():
        return []
    found = [path.name for path in root.iterdir() if path.is_dir() and _edition_in(path.name)]
    return sorted(found, key=lambda name: edition_key(_edition_in(name)), reverse=True)


def _edition_in(folder: str) -> str:
    """``A/1`` for a folder ``A-1``, "" for anything else."""
    edition = folder.replace("-", "/", 1)
    try:
        edition_key(edition)
    except HandbookError:
        return ""
    return edition


def _write_versions(root: Path) -> None:
    """``versions.json``, which the theme's selector and its banner read, and a door to the newest edition."""
    names: Sequence[str] = _editions(root)
    versions = [
        {
            "version": name,
            "title": f"{_edition_in(name)}（{'作废' if place else '现行'}）",
            "aliases": [] if place else ["latest"],
        }
        for place, name in enumerate(names)
    ]
    _replace_text(root / "versions.json", json.dumps(versions, ensure_ascii=False, indent=1) + "\n")
    newest = names[0] if names else DRAFT_FOLDER
    _replace_text(
        root / "index.html",
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>标准操作手册</title>'
        f'<meta http-equiv="refresh" content="0; url={newest}/"></head>'
        f'<body><a href="{newest}/">打开现行版本</a></body></html>\n',
    )


def _replace_text(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text, "utf-8")
    aside.replace(path)
