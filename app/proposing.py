"""What would be issued: the draft in the tree held against the edition in force, refused or made ready.

Reads only. `app.issuing` signs what this proposes and carries it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from app.home import Home
from app.in_force import InForce
from app.judging import called, changes_of, judged_otherwise
from app.proposal import Proposal
from app.proposal_files import files_after, manifest_files, touched_files
from app.proposal_refusals import refuse_behind, refuse_faults, refuse_reused, refuse_tombstones
from app.records.store import Decision
from indexer.clauses import Handbook, HandbookError
from indexer.editions import (
    FOLDER,
    edition_key,
    manifest_name,
    manifest_of,
    manifest_text,
    next_edition,
    read_manifests,
)
from indexer.reading import read_handbook
from indexer.revision import Diff, diff


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
    refuse_reused(reading.faults, reading.handbook, home)
    refuse_faults(home)
    handbook = reading.handbook
    refuse_behind(handbook, home, base)
    name = _name(edition, base)
    if base is None:
        return _first(home, handbook, name, effective, reason)
    effective = effective or today
    if effective < today:
        raise HandbookError(f"生效日期 {effective} 已经过去。", fix="选发布当日或以后的日期。")
    difference = diff(base.handbook, handbook)
    calls = called(difference, editorial, material)
    changes = changes_of(difference, material=calls, decisions=decisions, reason=reason)
    judged = judged_otherwise(difference, changes, reason)
    refuse_tombstones(base.handbook, handbook, name)
    touched = touched_files(home, base)
    if not touched and not difference:
        raise HandbookError(
            f"手册与现行版本 {base.edition} 完全相同，没有可发布的修改。", fix="先修改条款，再发布。"
        )
    files = files_after(home, handbook, touched, name, effective.isoformat())
    manifest = manifest_of(handbook, name, effective.isoformat(), changes)
    return Proposal(
        name,
        base.edition,
        effective.isoformat(),
        reason,
        manifest,
        (*files, *manifest_files(home, manifest, base.manifest)),
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
    refuse_reused((reading := read_handbook(home.handbook)).faults, reading.handbook, home)
    refuse_faults(home, leave_out=("T50",))
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


def _first(home: Home, handbook: Handbook, name: str, effective: date | None, reason: str) -> Proposal:
    """The first edition: every section takes its name, nothing is a change."""
    from_day = effective.isoformat() if effective else max(one.effective for one in handbook.sections)
    files = files_after(home, handbook, None, name, from_day)
    manifest = manifest_of(handbook, name, from_day)
    written = (*files, *manifest_files(home, manifest, None))
    return Proposal(name, "", from_day, reason, manifest, written, Diff(), ())
