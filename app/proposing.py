"""What would be issued: the draft in the tree held against the edition in force, refused or made ready.

Reads only. `app.issuing` signs what this proposes and carries it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.checking import all_faults
from app.home import Home
from app.impact import changes_of
from app.in_force import COPIED, InForce, manifest_digest
from app.records.store import Decision
from indexer.clauses import ClauseId, Fault, Handbook, HandbookError, digest
from indexer.editions import (
    FOLDER,
    Manifest,
    ManifestChange,
    edition_key,
    manifest_name,
    manifest_of,
    manifest_text,
    newest,
    next_edition,
    next_serial,
    read_manifests,
)
from indexer.reading import read_handbook
from indexer.revision import Diff, diff
from indexer.writing import open_section, set_front_matter

SHOWN_FAULTS = 3
"""Faults that a refusal names; the others are counted."""
_CONTROL = re.compile(r"(?m)^(edition|effective)\s*:.*\n")
"""Front matter that issuing writes itself."""
_REUSED = "S11"
"""Code of the fault of an id used twice."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of the text as it is and as it will be; most stay as they are."""

    path: str
    """Relative to the home, with ``/``."""
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edition ready to be signed."""

    edition: str
    previous: str
    """The edition that it follows, or "" for the first."""
    effective: str
    reason: str
    manifest: Manifest
    files: tuple[FileChange, ...]
    difference: Diff
    judged: tuple[ManifestChange, ...]
    """Changes that were called otherwise than proposed."""

    @property
    def draft(self) -> str:
        """Digest of everything that the three sign: manifest, reason, and every file written or changed."""
        return digest(
            {
                "manifest": manifest_digest(self.manifest),
                "reason": self.reason,
                "previous": self.previous,
                "files": {one.path: digest(one.after) for one in self.files},
            }
        )


def propose(
    home: Home,
    base: InForce | None,
    *,
    edition: str = "",
    today: date,
    effective: date | None = None,
    reason: str = "",
    editorial: Sequence[str] = (),
    material: Sequence[str] = (),
    decisions: Iterable[Decision] = (),
) -> Proposal:
    """The next edition as the tree has it.

    Args:
        home: The home whose tree is the draft.
        base: The edition in force; `None` if nothing was ever issued.
        edition: Its name; default the next one.
        today: The day of issue.
        effective: Day from which it applies; default the day of issue, of a first edition what its text says.
        reason: Why it was revised; needed where a material change is called editorial.
        editorial, material: Clauses whose change is called so, whatever is proposed.
        decisions: The home's standing ones; those on changes are heeded.

    Raises:
        HandbookError: Faults, an id used twice, nothing changed, or an edition that is not the next.
    """
    reading = read_handbook(home.handbook)
    _refuse_reused(reading.faults, reading.handbook, home)
    _refuse_faults(home)
    handbook = reading.handbook
    _refuse_behind(handbook, home, base)
    name = _name(edition, base)
    if base is None:
        return _first(home, handbook, name, effective, reason)
    effective = effective or today
    if effective < today:
        raise HandbookError(f"生效日期 {effective} 已经过去。", fix="选发布当日或以后的日期。")
    difference = diff(base.handbook, handbook)
    called = _called(difference, editorial, material)
    changes = changes_of(difference, material=called, decisions=decisions, reason=reason)
    judged = _judged(difference, changes, reason)
    _refuse_tombstones(base.handbook, handbook, name)
    touched = _touched(home, base)
    if not touched and not difference:
        raise HandbookError(
            f"手册与现行版本 {base.edition} 完全相同，没有可发布的修改。", fix="先修改条款，再发布。"
        )
    files = _files(home, handbook, touched, name, effective.isoformat())
    manifest = manifest_of(handbook, name, effective.isoformat(), changes)
    return Proposal(
        name,
        base.edition,
        effective.isoformat(),
        reason,
        manifest,
        (*files, *_manifest_files(home, manifest, base.manifest)),
        difference,
        judged,
    )


def write_first_manifest(home: Home, edition: str, issued: Iterable[str]) -> Path:
    """Write the manifest of a text that is delivered, not issued by a company: the bundled handbook's own.

    Whoever installs it adopts it at the first start. It may be written anew while the text is being made.

    Args:
        issued: Editions that the home's ledger knows; none of them is written over.

    Raises:
        HandbookError: The text has faults, is of another edition, or this is not its first.
    """
    _refuse_reused((reading := read_handbook(home.handbook)).faults, reading.handbook, home)
    _refuse_faults(home, leave_out=("T50",))
    others = [one.edition for one in read_manifests(home.handbook) if one.edition != edition]
    if others or edition in issued:
        raise HandbookError(
            f"这份手册已经发布过 {'、'.join(sorted({*others, *issued}, key=edition_key))}。",
            fix="用 handbook issue 发布下一版。",
        )
    wrong = next((one for one in reading.handbook.sections if one.edition != edition), None)
    if wrong is not None:
        raise HandbookError(
            f"{wrong.file} 写的版本是 {wrong.edition}，不是 {edition}。", fix="先改齐各节文件头的 edition。"
        )
    effective = max(section.effective for section in reading.handbook.sections)
    manifest = manifest_of(reading.handbook, edition, effective)
    path = home.handbook / FOLDER / manifest_name(edition)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(manifest_text(manifest).encode())
    return path


# --- refusals


def _refuse_reused(faults: Sequence[Fault], handbook: Handbook, home: Home) -> None:
    """Two drafts that took the same id: the later one gets the next free one."""
    manifests = read_manifests(home.handbook)
    for fault in faults:
        if fault.code == _REUSED:
            found = re.search(r"\d+\.\d+-\d{2,4}", fault.problem)
            free = next_serial(handbook, manifests, ClauseId.parse(found[0]).section) if found else None
            raise HandbookError(fault.problem, where=fault.where, fix=f"把后写的一条改为 {free}。")


def _refuse_faults(home: Home, leave_out: Sequence[str] = ()) -> None:
    errors = [
        one for one in all_faults(home.handbook) if one.severity == "error" and one.code not in leave_out
    ]
    if errors:
        told = "；".join(str(one) for one in errors[:SHOWN_FAULTS])
        more = f"；另有 {len(errors) - SHOWN_FAULTS} 个" if len(errors) > SHOWN_FAULTS else ""
        raise HandbookError(
            f"手册有 {len(errors)} 个问题，不能发布：{told}{more}", fix="用 handbook check 逐个改正。"
        )


def _refuse_behind(handbook: Handbook, home: Home, base: InForce | None) -> None:
    """A draft made from an older edition than the one in force; ids that both took are named."""
    listed = newest(read_manifests(home.handbook))
    if base is None or (listed is not None and listed.edition == base.edition):
        return
    if listed is None:
        return  # the first edition was adopted without a manifest in the tree; issuing writes it
    if edition_key(listed.edition) > edition_key(base.edition):
        raise HandbookError(
            f"手册里有版本 {listed.edition} 的清单，账本里现行的是 {base.edition}。",
            fix="发布中断时用 handbook issue --resume；在别处发布的，改用那里的账本。",
        )
    inherited = {one.id for one in listed.clauses}
    taken = {one: print_ for one, (print_, _) in base.manifest.fingerprints.items() if one not in inherited}
    clashes = [
        str(clause.id)
        for clause in handbook.all_clauses()
        if str(clause.id) in taken and taken[str(clause.id)] != clause.fingerprint
    ]
    free: list[str] = []
    next_free: dict[tuple[int, int], int] = {}
    for one in clashes:
        clause_id = ClauseId.parse(one)
        serial = (
            next_free.get(clause_id.section)
            or next_serial(handbook, [base.manifest, listed], clause_id.section).serial
        )
        next_free[clause_id.section] = serial + 1
        free.append(f"{one} 改为 {ClauseId(clause_id.section, serial)}")
    told = f"；编号已在 {base.edition} 用于别的条款：{'，'.join(free)}" if free else ""
    raise HandbookError(
        f"这份草稿从 {listed.edition} 改起，现行版本已是 {base.edition}{told}。",
        fix=f"先把 {base.edition} 的改动合并进来，重复的编号按上面换新，再发布。",
    )


def _refuse_tombstones(old: Handbook, new: Handbook, edition: str) -> None:
    before = {clause.id for clause in old.all_clauses() if clause.withdrawn is not None}
    for clause in new.all_clauses():
        if clause.withdrawn is not None and clause.id not in before and clause.withdrawn != edition:
            raise HandbookError(
                f"{clause.id} 写的是在 {clause.withdrawn} 废止，这次发布的是 {edition}。",
                where=clause.where,
                fix=f'改成 withdrawn="{edition}"。',
            )


def _name(edition: str, base: InForce | None) -> str:
    if base is None:
        name = edition or "A/0"
        if edition_key(name)[1] != 0:
            raise HandbookError(f"还没有发布过版本，第一版不能是 {name}。", fix="第一版写成 A/0。")
        return name
    following = next_edition(base.edition)
    whole = "" if base.edition.startswith("Z") else next_edition(base.edition, whole=True)
    name = edition or following
    if name not in (following, whole):
        choices = f"{following}（局部修改）" + (f"或 {whole}（换版）" if whole else "")
        raise HandbookError(f"现行版本是 {base.edition}，下一版不能是 {name}。", fix=f"写 {choices}。")
    return name


# --- judging


def _called(difference: Diff, editorial: Sequence[str], material: Sequence[str]) -> dict[str, bool]:
    changed = {str(change.id) for change in difference.changed}
    added = {str(clause.id) for clause in difference.added}
    for clause in (*editorial, *material):
        if clause in added and clause in editorial:
            raise HandbookError(f"{clause} 是新增条款，不能认定为编辑性。", fix="新增条款须学习后执行。")
        if clause not in changed and clause not in added:
            raise HandbookError(
                f"{clause} 在这次修订里没有改动。", fix="用 handbook diff 查看改动的条款，再写 --editorial。"
            )
    both = set(editorial) & set(material)
    if both:
        raise HandbookError(f"{min(both)} 同时写了编辑性和实质性。", fix="只写一种。")
    return {**dict.fromkeys(material, True), **dict.fromkeys(editorial, False)}


def _judged(difference: Diff, changes: Sequence[ManifestChange], reason: str) -> tuple[ManifestChange, ...]:
    """Changes called otherwise than proposed; to call a material one editorial needs a reason."""
    proposed = {str(change.id): change.material for change in difference.changed}
    found = tuple(
        one
        for one in changes
        if one.kind != "moved" and proposed.get(one.clause, one.material) != one.material
    )
    lenient = next((one for one in found if not one.material), None)
    if lenient is not None and not reason.strip():
        raise HandbookError(
            f"{lenient.clause} 的要求有变，认定为编辑性要写理由。", fix="用 --reason 写明，或按实质性处理。"
        )
    return found


# --- files


def _touched(home: Home, base: InForce) -> set[str]:
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


def _files(
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


def _manifest_files(home: Home, manifest: Manifest, base: Manifest | None) -> list[FileChange]:
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


def _first(home: Home, handbook: Handbook, name: str, effective: date | None, reason: str) -> Proposal:
    """The first edition: every section takes its name, nothing is a change."""
    from_day = effective.isoformat() if effective else max(one.effective for one in handbook.sections)
    files = _files(home, handbook, None, name, from_day)
    manifest = manifest_of(handbook, name, from_day)
    written = (*files, *_manifest_files(home, manifest, None))
    return Proposal(name, "", from_day, reason, manifest, written, Diff(), ())


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
