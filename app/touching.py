"""Impact between two texts named on the command line, and the steps after an issue that make what is derived."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.access import Who, require
from app.affected import Known
from app.home import Home, open_home
from app.impact import Drawn, Impact, impact
from app.in_force import InForce, kept
from app.issuing import Derived
from app.known import days_of, issued_editions, known_of, records_there
from app.opening import Records
from app.text_sources import handbook_at
from indexer.clauses import HandbookError
from indexer.editions import Manifest, manifest_name
from indexer.reading import load_handbook

if TYPE_CHECKING:
    from app.proposal import Proposal
    from app.workbench import Workbench

REPORTS = "impact"
"""Folder below the data folder with one report an edition."""


def impact_between(
    old: str, new: str, *, root: Path | None, at: datetime | None, text_only: bool
) -> tuple[Impact, dict[str, str]]:
    """The impact of what lies between two texts, and people's names by id.

    The records are those of `root`, else of the folder named as `new`, else of `old`, else of the home here.

    Args:
        old, new: As for `handbook diff`.
        at: Moment of issue; default that of the ledger, else the present.

    Raises:
        HandbookError: There is no such text.
    """
    home = _home(root, new, old)
    before, after = handbook_at(old, home), handbook_at(new, home)
    records = records_there(home) if home is not None else None
    if home is None or records is None:
        day = (at or datetime.now(UTC)).date()
        return impact(Drawn.of(before), Drawn.of(after), on=day), {}
    try:
        known = known_of(home, records, until=before.edition)
        if text_only:
            known = replace(known, decisions=())
        issued = days_of(home, records.ledger)
        day = at.date() if at else issued.get(after.edition, datetime.now(UTC).date())
        manifests = [one.manifest for one in issued_editions(home, records.ledger)]
        judged = judged_between(manifests, before.edition, after.edition)
        found = impact(Drawn.of(before), Drawn.of(after), on=day, known=known, material=judged)
        return found, records.people.names()
    finally:
        records.close()


def judged_between(manifests: Iterable[Manifest], old: str, new: str) -> dict[str, bool]:
    """Clause -> whether one of its changes from edition `old` to edition `new` was material."""
    listed = list(manifests)
    names = [one.edition for one in listed]
    if old not in names or new not in names:
        return {}
    found: dict[str, bool] = {}
    for manifest in listed[names.index(old) + 1 : names.index(new) + 1]:
        for change in manifest.changes:
            if change.kind != "moved":
                found[change.clause] = found.get(change.clause, False) or change.material
    return found


def _home(root: Path | None, *named: str) -> Home | None:
    if root is not None:
        return open_home(root)
    for spec in named:
        folder = Path(spec).expanduser()
        if (folder / "handbook").is_dir() and records_file(open_home(folder)):
            return open_home(folder)
    try:
        return open_home()
    except HandbookError:
        return None


def records_file(home: Home) -> bool:
    """Whether a home has records of its own."""
    return home.records_db.is_file()


# --- after the entry


def _index(home: Home, _: Records, text: InForce) -> None:
    from indexer.index import build

    build(text.handbook, home.index)


def _bank(home: Home, records: Records, text: InForce) -> None:
    """The report of what the edition touched; the bank itself is always drawn from the text."""
    report = report_of(home, text.edition)
    issued = issued_editions(home, records.ledger)
    place = [one.manifest.edition for one in issued].index(text.edition)
    if place == 0 or report.is_file():
        return
    before = kept(home, issued[place - 1].manifest.edition)
    known: Known = known_of(home, records, until=before.edition)
    judged = judged_between([one.manifest for one in issued], before.edition, text.edition)
    found = impact(
        Drawn.of(before.handbook),
        Drawn.of(text.handbook),
        on=issued[place].on,
        known=known,
        material=judged,
    )
    report.parent.mkdir(parents=True, exist_ok=True)
    aside = report.with_suffix(".new")
    aside.write_text(json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    aside.replace(report)


def _site(home: Home, _: Records, text: InForce) -> None:
    from app.site import build_site

    build_site(replace(home, root=text.home.root))


DERIVED = (Derived("index", _index), Derived("bank", _bank), Derived("site", _site))
"""What is made anew after an issue; each may be done again."""


def report_of(home: Home, edition: str) -> Path:
    """Where the impact report of an edition lies."""
    return home.data / REPORTS / manifest_name(edition)


def last_report(home: Home, edition: str) -> Mapping[str, object] | None:
    """The impact report of an edition, as JSON; `None` where there is none."""
    path = report_of(home, edition)
    if not path.is_file():
        return None
    told: Mapping[str, object] = json.loads(path.read_text("utf-8"))
    return told


def draft_impact(bench: Workbench, who: Who, proposal: Proposal, on: date) -> Impact:
    """What the draft in the tree would touch if it were issued on that day.

    Raises:
        HandbookError: Not allowed, or the draft has faults.
    """
    require(who, "view_impact")
    judged = {one.clause: one.material for one in proposal.manifest.changes if one.kind != "moved"}
    text = bench.now_in_force
    return impact(
        Drawn(text.handbook, bench.items().items, bench.bank()),
        Drawn.of(load_handbook(bench.home.handbook)),
        on=on,
        known=known_of(bench.home, bench.records, until=text.edition),
        material=judged,
    )
