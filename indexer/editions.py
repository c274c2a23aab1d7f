"""Editions of the whole handbook: their manifests, and what edition a text is.

A manifest is ``handbook/editions/A-0.json``: every clause with its fingerprint and section, and every
change since the edition before, with its judgement (material or editorial) and reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.braces import EDITION
from indexer.clauses import ClauseId, Handbook, HandbookError, SourceSpan

FOLDER = "editions"
DRAFT = "+draft"
"""What is added to an edition's name where the text differs from it."""
MAX_BYTES = 16 * 1024 * 1024

_FINGERPRINT = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause in a manifest."""

    id: str
    fingerprint: str
    section: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ManifestChange:
    """One change since the edition before, as it was judged when issued."""

    clause: str
    kind: str
    material: bool
    old: str | None
    """Fingerprint before; `None` for an added clause."""
    new: str | None
    """Fingerprint after; `None` for a withdrawn clause."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One issued edition."""

    edition: str
    effective: str
    clauses: tuple[Entry, ...]
    changes: tuple[ManifestChange, ...] = ()

    @property
    def fingerprints(self) -> dict[str, tuple[str, str]]:
        """Id to fingerprint and section, tombstones included."""
        return {entry.id: (entry.fingerprint, entry.section) for entry in self.clauses}


def edition_key(edition: str) -> tuple[str, int]:
    """``A/10`` as values for sorting.

    Raises:
        HandbookError: It is not an edition.
    """
    if not EDITION.fullmatch(edition):
        raise HandbookError(f"“{edition}”不是版本号。", fix="版本号写成 A/0、A/1 … B/0。")
    letter, _, number = edition.partition("/")
    return letter, int(number)


def next_edition(edition: str, *, whole: bool = False) -> str:
    """The edition after `edition`: ``A/1`` after ``A/0``, or ``B/0`` for a whole new edition.

    Raises:
        HandbookError: After ``Z`` there is none.
    """
    letter, number = edition_key(edition)
    if not whole:
        return f"{letter}/{number + 1}"
    if letter == "Z":
        raise HandbookError("Z 版之后没有下一个换版号。", fix="继续用修订号，例如 Z/1。")
    return f"{chr(ord(letter) + 1)}/0"


def manifest_of(
    handbook: Handbook, edition: str, effective: str, changes: Sequence[ManifestChange] = ()
) -> Manifest:
    """The manifest of a text as it stands."""
    return Manifest(
        edition,
        effective,
        tuple(
            Entry(str(clause.id), clause.fingerprint, clause.section, clause.withdrawn is not None)
            for clause in sorted(handbook.all_clauses(), key=lambda clause: clause.id)
        ),
        tuple(changes),
    )


def manifest_text(manifest: Manifest) -> str:
    """A manifest as it is kept: one clause and one change a line, so that git shows what changed."""

    def line(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    clauses = [
        line({"id": c.id, "fingerprint": c.fingerprint, "section": c.section, "withdrawn": c.withdrawn})
        for c in manifest.clauses
    ]
    changes = [
        line(
            {
                "clause": one.clause,
                "kind": one.kind,
                "material": one.material,
                "old": one.old,
                "new": one.new,
                "reason": one.reason,
            }
        )
        for one in manifest.changes
    ]
    return (
        f'{{\n"edition": {line(manifest.edition)},\n"effective": {line(manifest.effective)},\n"clauses": [\n'
        + ",\n".join(clauses)
        + '\n],\n"changes": ['
        + ("\n" + ",\n".join(changes) + "\n" if changes else "")
        + "]\n}\n"
    )


def manifest_name(edition: str) -> str:
    """File name of an edition's manifest: ``A-1.json``."""
    letter, number = edition_key(edition)
    return f"{letter}-{number}.json"


def read_manifests(folder: Path) -> tuple[Manifest, ...]:
    """The manifests below a handbook folder, oldest edition first; none is no mistake.

    Raises:
        HandbookError: One of them is not a manifest.
    """
    place = folder / FOLDER
    if not place.is_dir():
        return ()
    manifests = [_read(path) for path in sorted(place.glob("*.json")) if not path.is_symlink()]
    return tuple(sorted(manifests, key=lambda manifest: edition_key(manifest.edition)))


def newest(manifests: Sequence[Manifest]) -> Manifest | None:
    """The last edition issued."""
    return max(manifests, key=lambda manifest: edition_key(manifest.edition), default=None)


def edition_of(handbook: Handbook, manifests: Sequence[Manifest]) -> str:
    """``A/1`` if the text is as issued, ``A/1+draft`` if a clause or its section differs.

    Without a manifest it is the highest edition of any front matter, "" for an empty handbook.
    """
    issued = newest(manifests)
    if issued is None:
        named = [section.edition for section in handbook.sections]
        return max(named, key=edition_key, default="")
    return issued.edition if fingerprints_of(handbook) == issued.fingerprints else issued.edition + DRAFT


def fingerprints_of(handbook: Handbook) -> dict[str, tuple[str, str]]:
    """Id to fingerprint and section of every clause, tombstones included."""
    return {str(clause.id): (clause.fingerprint, clause.section) for clause in handbook.all_clauses()}


def next_serial(handbook: Handbook, manifests: Sequence[Manifest], section: tuple[int, int]) -> ClauseId:
    """The next free id of a section: above every id of that prefix in text, tombstones and manifests."""
    taken = [clause.id for clause in handbook.all_clauses()]
    taken += [ClauseId.parse(entry.id) for manifest in manifests for entry in manifest.clauses]
    return ClauseId(section, max((one.serial for one in taken if one.section == section), default=0) + 1)


def _read(path: Path) -> Manifest:
    where = SourceSpan(f"{path.parent.parent.name}/{FOLDER}/{path.name}")
    fix = "版本清单由 handbook issue 写出，不手改；从 git 恢复它。"
    try:
        if path.stat().st_size > MAX_BYTES:
            raise HandbookError("版本清单太大。", where=where, fix=fix)
        manifest = parse_manifest(path.read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise HandbookError("版本清单读不懂。", where=where, fix=fix) from error
    if path.name != manifest_name(manifest.edition):
        raise HandbookError(f"版本清单写的是 {manifest.edition}，与文件名不符。", where=where, fix=fix)
    return manifest


def parse_manifest(text: str) -> Manifest:
    """Read a manifest's JSON.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: It is not a manifest.
        HandbookError: Its edition or an id is malformed.
    """
    raw: Mapping[str, object] = json.loads(text)
    clauses, changes = raw["clauses"], raw.get("changes", [])
    if not isinstance(clauses, list) or not isinstance(changes, list):
        raise TypeError("clauses and changes are lists")
    edition = str(raw["edition"])
    edition_key(edition)
    return Manifest(
        edition,
        str(raw.get("effective", "")),
        tuple(
            Entry(
                str(ClauseId.parse(one["id"])),
                _checked(one["fingerprint"]),
                str(one["section"]),
                bool(one.get("withdrawn", False)),
            )
            for one in clauses
        ),
        tuple(
            ManifestChange(
                str(one["clause"]),
                str(one["kind"]),
                bool(one["material"]),
                one.get("old"),
                one.get("new"),
                str(one.get("reason", "")),
            )
            for one in changes
        ),
    )


def _checked(text: str) -> str:
    if not _FINGERPRINT.fullmatch(text):
        raise ValueError("not a fingerprint")
    return text
