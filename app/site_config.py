"""The settings of a site: a home's mkdocs.yml as far as it is harmless, and what the program insists on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.clauses import HandbookError, SourceSpan
from indexer.strict_yaml import YamlProblem, load_yaml

THEME = Path(__file__).parent / "site_theme"
"""Templates and assets that every site gets."""
TEXT_SETTINGS = ("site_name", "site_description", "site_author", "site_url", "copyright")
THEME_SETTINGS = ("name", "language", "font", "features", "palette")
EXTRA_SETTINGS = ("chapters",)
DEFAULT_NAME = "标准操作手册"
DEFAULT_FEATURES = (
    "navigation.tabs",
    "navigation.top",
    "navigation.indexes",
    "navigation.prune",
    "toc.follow",
)
MAX_BYTES = 64 * 1024


def read_settings(root: Path) -> dict[str, Any]:
    """The settings of a home's mkdocs.yml; without the file, the defaults.

    Raises:
        HandbookError: The file cannot be read, or sets what a site of ours may not (hooks, plugins, folders).
    """
    path = root / "mkdocs.yml"
    if not path.exists():
        return {"site_name": DEFAULT_NAME}
    where = SourceSpan("mkdocs.yml")
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise HandbookError("mkdocs.yml 不是普通的小文件。", where=where, fix="换成文本文件。")
    try:
        loaded, lines = load_yaml(path.read_text("utf-8"))
    except YamlProblem as problem:
        raise HandbookError(
            f"mkdocs.yml 读不懂：{problem}",
            where=SourceSpan("mkdocs.yml", problem.line),
            fix="按“键: 值”改正。",
        ) from problem
    except (OSError, UnicodeDecodeError) as error:
        raise HandbookError("mkdocs.yml 读不出来。", where=where, fix="另存为 UTF-8。") from error
    settings: dict[str, Any] = loaded if isinstance(loaded, dict) else {}
    for key in settings:
        if key not in (*TEXT_SETTINGS, "theme", "extra"):
            raise HandbookError(
                f"mkdocs.yml 里的“{key}”不能用。",
                where=SourceSpan("mkdocs.yml", lines.get(str(key), 0)),
                fix=f"只能写 {'、'.join((*TEXT_SETTINGS, 'theme', 'extra'))}；其余由程序设定。",
            )
    _only(settings.get("theme"), THEME_SETTINGS, "theme", where)
    _only(settings.get("extra"), EXTRA_SETTINGS, "extra", where)
    return settings


def chapter_titles(settings: Mapping[str, Any]) -> dict[int, str]:
    """Titles of chapters by number, as far as mkdocs.yml gives them."""
    chapters = (settings.get("extra") or {}).get("chapters") or {}
    if not isinstance(chapters, dict):
        return {}
    return {int(number): str(title) for number, title in chapters.items() if str(number).isdigit()}


def site_config(
    settings: Mapping[str, Any], *, docs: Path, site: Path, nav: Sequence[object], notice: str = ""
) -> dict[str, Any]:
    """The whole configuration that MkDocs is given.

    Nothing in it leads outside: no web font, no generator credit, no plugin but search.
    """
    theme = settings.get("theme") or {}
    return {
        **{key: str(settings[key]) for key in TEXT_SETTINGS if settings.get(key)},
        "docs_dir": str(docs),
        "site_dir": str(site),
        "use_directory_urls": True,
        "nav": list(nav),
        "theme": {
            "name": "material",
            "custom_dir": str(THEME),
            "language": theme.get("language") or "zh",
            "font": False,
            "features": list(theme.get("features") or DEFAULT_FEATURES),
            "palette": theme.get("palette") or {"scheme": "default", "primary": "custom", "accent": "custom"},
            "icon": {"logo": "material/book-check-outline"},
        },
        "plugins": [
            {
                "search": {
                    "lang": ["zh", "en"],
                    "separator": r"[\s\u200b\-，。；：、（）]+",
                    "fields": {"title": {"boost": 10.0}, "text": {"boost": 1.0}, "tags": {"boost": 5.0}},
                }
            }
        ],
        "markdown_extensions": [
            "tables",
            "sane_lists",
            {"toc": {"permalink": "#", "permalink_title": "本节链接", "toc_depth": "2-3"}},
            "indexer.anchors",
        ],
        "extra_css": ["assets/handbook.css"],
        "extra_javascript": ["assets/ime.js"],
        "extra": {
            "generator": False,
            "version": {"provider": "mike", "default": "latest"},
            **({"notice": notice} if notice else {}),
        },
        "validation": {"links": {"anchors": "warn"}},
    }


def _only(value: object, known: Sequence[str], name: str, where: SourceSpan) -> None:
    if value is None:
        return
    if not isinstance(value, dict):
        raise HandbookError(f"mkdocs.yml 的 {name} 不是“键: 值”的形式。", where=where, fix="按示例改正。")
    for key in value:
        if key not in known:
            raise HandbookError(
                f"mkdocs.yml 的 {name} 里不能写“{key}”。", where=where, fix=f"只能写 {'、'.join(known)}。"
            )
