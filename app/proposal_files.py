"""The files of a text as they are and as issuing will leave them."""

from __future__ import annotations

import re
from pathlib import Path

from app.home import Home
from app.in_force import COPIED, InForce
from app.proposal import FileChange
from indexer.clauses import Handbook
from indexer.editions import FOLDER, Manifest, manifest_name, manifest_text
from indexer.writing import open_section, set_front_matter

_CONTROL = re.compile(r"(?m)^(edition|effective)\s*:.*\n")
"""Front matter that issuing writes itself."""


def touched_files(home: Home, base: InForce) -> set[str]:
    """Files of the text, relative to the handbook folder, that differ from the edition in force."""
    now, then = texts(home.handbook), texts(base.home.handbook)
    manifests = f"{FOLDER}/"
    names = {name for name in {*now, *then} if not name.startswith(manifests)}
    return {name for name in names if _bare(now.get(name)) != _bare(then.get(name))}


def _bare(path: Path | None) -> str | None:
    """A file's text without what issuing writes; `None` where there is no file."""
    if path is None:
        return None
    text = text_of(path) or ""
    return _CONTROL.sub("", text) if path.suffix == ".md" else text


def files_after(
    home: Home, handbook: Handbook, touched: set[str] | None, edition: str, effective: str
) -> list[FileChange]:
    """Every file of the text as it will be; sections that changed get their edition and effective day.

    Args:
        touched: Files that differ from the edition in force; `None` for a first edition: all are its own, and
            each keeps the effective day that it names.
    """
    found = []
    sections = {section.file: section for section in handbook.sections}
    for name, path in sorted(texts(home.handbook).items()):
        if name.startswith(f"{FOLDER}/"):
            continue
        if name not in sections:
            text = text_of(path) or ""
            found.append(FileChange(f"handbook/{name}", text, text))
            continue
        source = open_section(path)
        values = {"edition": edition, "effective": effective}
        if touched is None:
            values = {"edition": edition}
        changed = sections[name].edition != edition if touched is None else name in touched
        after = set_front_matter(source, values, file=name) if changed else source
        found.append(FileChange(f"handbook/{name}", source, after))
    return found


def text_of(path: Path) -> str | None:
    """A text file with plain line ends; `None` where there is none."""
    try:
        return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except FileNotFoundError:
        return None


def manifest_files(home: Home, manifest: Manifest, base: Manifest | None) -> list[FileChange]:
    """The new manifest, and that of the edition before where the tree lacks it."""
    found = []
    for one in (base, manifest):
        if one is None:
            continue
        path = home.handbook / FOLDER / manifest_name(one.edition)
        if one is manifest or not path.is_file():
            name = f"handbook/{FOLDER}/{manifest_name(one.edition)}"
            found.append(FileChange(name, None, manifest_text(one)))
    return found


def texts(folder: Path) -> dict[str, Path]:
    """The files of a text by name relative to its folder."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.suffix in COPIED
        and path.is_file()
        and not path.is_symlink()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }
