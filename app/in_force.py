"""The edition in force: what app, site, papers and records use. A draft in the tree is never it.

Of every edition issued (or adopted at first start) a copy of the text is kept below ``<data>/editions``: a
home of its own, ``editions/A-1/handbook`` with ``mkdocs.yml`` beside it. Its manifest lies in the copy too, so
that every part reads it as that edition. The ledger's newest ``edition_issued`` entry says which is in force.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select

from app.home import Home
from app.records import schema
from app.records.ledger import Ledger
from app.text_sources import commits_of, unpacked
from indexer.clauses import Handbook, HandbookError
from indexer.editions import (
    FOLDER,
    Manifest,
    edition_of,
    fingerprints_of,
    manifest_name,
    manifest_of,
    manifest_text,
    newest,
    read_manifests,
)
from indexer.reading import load_handbook

COPIED = (".md", ".yml", ".yaml", ".json")
"""Files that belong to a text; nothing else is kept."""
NEVER_ISSUED = "先用 handbook issue 发布，或恢复成已发布的文字。"


@dataclass(frozen=True, slots=True)
class InForce:
    """One issued edition with its wording."""

    edition: str
    handbook: Handbook
    manifest: Manifest
    home: Home
    """The home whose text is the kept copy; data and keys are the installation's."""


def manifest_digest(manifest: Manifest) -> str:
    """What the ledger entry ``edition_issued`` names: SHA-256 of the manifest file's bytes."""
    return "sha256:" + hashlib.sha256(manifest_text(manifest).encode()).hexdigest()


def kept_home(home: Home, edition: str) -> Home:
    """Where the copy of an edition lies, kept or not yet."""
    return replace(home, root=home.data / FOLDER / manifest_name(edition).removesuffix(".json"))


def keep(home: Home, manifest: Manifest, folder: Path | None = None) -> InForce:
    """Keep a copy of the text of an edition; a copy that is there already stays.

    Args:
        home: The installation.
        manifest: The edition's; it must describe the text.
        folder: The handbook folder that holds its wording; default the tree.

    Raises:
        HandbookError: The wording is not that of the manifest.
    """
    place = kept_home(home, manifest.edition)
    if not place.handbook.is_dir():
        place.root.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".keep-", dir=place.root.parent) as scratch:
            aside = Path(scratch) / "home"
            copy_text(folder or home.handbook, aside / "handbook")
            listed = aside / "handbook" / FOLDER / manifest_name(manifest.edition)
            listed.parent.mkdir(exist_ok=True)
            listed.write_bytes(manifest_text(manifest).encode())
            settings = home.root / "mkdocs.yml"
            if settings.is_file() and not settings.is_symlink():
                shutil.copyfile(settings, aside / "mkdocs.yml")
            _matching(load_handbook(aside / "handbook"), manifest)
            try:
                aside.rename(place.root)
            except OSError:
                if not place.handbook.is_dir():  # else another process kept it meanwhile
                    raise
    return kept(home, manifest.edition)


def kept(home: Home, edition: str) -> InForce:
    """The wording of an issued edition from its copy.

    Raises:
        HandbookError: There is no copy, or it was altered.
    """
    place = kept_home(home, edition)
    if not place.handbook.is_dir():
        raise HandbookError(
            f"版本 {edition} 的文字不在 {place.root} 里。", fix="从备份恢复数据目录里的 editions 文件夹。"
        )
    handbook = load_handbook(place.handbook)
    manifest = newest(read_manifests(place.handbook))
    if manifest is None or manifest.edition != edition:
        raise HandbookError(f"{place.root} 里的文字不是版本 {edition}。", fix="从备份恢复这个文件夹。")
    _matching(handbook, manifest)
    return InForce(edition, handbook, manifest, place)


def edition_in_force(ledger: Ledger) -> str:
    """Edition of the newest ``edition_issued`` entry, or "" before the first."""
    entry = next(ledger.entries(kind="edition_issued", newest_first=True, limit=1), None)
    return entry.edition if entry else ""


def issued_last(conn: Connection) -> str:
    """`edition_in_force` within a transaction."""
    query = select(schema.ledger.c.edition).where(schema.ledger.c.kind == "edition_issued")
    return conn.execute(query.order_by(schema.ledger.c.seq.desc()).limit(1)).scalar() or ""


def in_force(home: Home, ledger: Ledger) -> InForce:
    """The edition in force; at the first start the text's own edition is adopted and entered in the ledger.

    Raises:
        HandbookError: Nothing was ever issued and the text has faults, or differs from its newest manifest
            and the issued wording is in no git revision either.
    """
    edition = edition_in_force(ledger)
    if edition:
        return (
            kept(home, edition) if kept_home(home, edition).handbook.is_dir() else _kept_again(home, edition)
        )
    found = _adopted(home)
    payload = {
        "manifest": manifest_digest(found.manifest),
        "effective": found.manifest.effective,
        "adopted": True,
    }
    with ledger.batch() as batch:
        meanwhile = issued_last(batch.conn)  # by another process that starts at the same time
        if not meanwhile:
            batch.append("edition_issued", "system", payload, edition=found.edition)
    return found if meanwhile in ("", found.edition) else kept(home, meanwhile)


def _adopted(home: Home) -> InForce:
    """A copy of the edition that the text says it is."""
    manifest = newest(read_manifests(home.handbook))
    if manifest is not None:
        return _kept_again(home, manifest.edition)
    handbook = load_handbook(home.handbook)
    if not handbook.clauses:
        raise HandbookError("手册里没有条款。", fix="先写出条款，用 handbook check 检查。")
    effective = max(section.effective for section in handbook.sections)
    return keep(home, manifest_of(handbook, edition_of(handbook, ()), effective))


def _kept_again(home: Home, edition: str) -> InForce:
    """Keep the issued wording: the tree if nothing was changed in it, else what git has of it."""
    manifest = next((one for one in read_manifests(home.handbook) if one.edition == edition), None)
    if manifest is None:
        raise HandbookError(f"手册里没有版本 {edition} 的清单。", fix="从 git 恢复 handbook/editions。")
    if fingerprints_of(load_handbook(home.handbook)) == manifest.fingerprints:
        return keep(home, manifest)
    name = manifest_name(edition)
    for revision in (
        f"edition/{name.removesuffix('.json')}",
        *commits_of(home.root, f"handbook/{FOLDER}/{name}"),
    ):
        try:
            with unpacked(home.root, revision) as folder:
                return keep(home, manifest, folder)
        except HandbookError:
            continue
    raise HandbookError(
        f"手册文字与版本 {edition} 的清单不符，git 里也没有当时的文字，无法确定现行版本。", fix=NEVER_ISSUED
    )


def _matching(handbook: Handbook, manifest: Manifest) -> None:
    if fingerprints_of(handbook) != manifest.fingerprints:
        raise HandbookError(
            f"文字与版本 {manifest.edition} 的清单不符。", fix="从备份或 git 恢复这个版本的文字。"
        )


def copy_text(source: Path, target: Path) -> None:
    """Copy the files of a text, without links and without anything that is no text."""
    for folder, folders, names in os.walk(source):
        folders[:] = [name for name in folders if not (Path(folder) / name).is_symlink()]
        for name in names:
            path = Path(folder) / name
            if path.suffix in COPIED and path.is_file() and not path.is_symlink():
                place = target / path.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
