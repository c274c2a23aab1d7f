"""What the records of a home say about who learned what, in the form that learning and impact take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta, timezone
from pathlib import Path

from app.affected import Known
from app.home import Home
from app.in_force import kept_home, manifest_digest
from app.learning import EVIDENCE, Chain, Duties, Issued, Learner, Need, evidence_in, needs
from app.opening import Records, open_records
from app.people import People
from app.records.entry import Entry, utc_moment
from app.records.ledger import Ledger
from app.settings import read_settings
from indexer.clauses import Handbook, HandbookError
from indexer.editions import Manifest, read_manifests

CHINA = timezone(timedelta(hours=8))
"""The day of issue is that of Chinese standard time, as on papers and screens."""


def issued_editions(home: Home, ledger: Ledger) -> list[Issued]:
    """The editions of the ledger, oldest first, with their manifests and days of issue.

    Raises:
        HandbookError: The manifest of one is neither kept nor in the tree.
    """
    found: dict[str, Issued] = {}
    for entry in ledger.entries(kind="edition_issued"):
        day = utc_moment(entry.at).astimezone(CHINA).date()
        if entry.edition not in found:
            found[entry.edition] = Issued(_manifest(home, entry), day)
    return list(found.values())


def _manifest(home: Home, entry: Entry) -> Manifest:
    """The manifest that the entry names by its digest, from the copy kept or from the tree."""
    for folder in (kept_home(home, entry.edition).handbook, home.handbook):
        for one in read_manifests(folder):
            if one.edition == entry.edition and manifest_digest(one) == entry.payload["manifest"]:
                return one
    raise HandbookError(
        f"版本 {entry.edition} 的清单找不到了，或与账本第 {entry.seq} 条不符。",
        fix="从备份恢复数据目录里的 editions，或从 git 恢复清单。",
    )


def chain_of(home: Home, ledger: Ledger) -> Chain:
    """The editions issued, as links from wording to wording."""
    return Chain([one.manifest for one in issued_editions(home, ledger)])


def learners_of(people: People) -> list[Learner]:
    """Everybody in service."""
    return [Learner(one.id, one.posts) for one in people.everybody() if not one.disabled]


def known_of(home: Home, records: Records, *, until: str = "") -> Known:
    """Everything that impact needs.

    Args:
        until: The old text's edition: later ones are left out. "" or an unknown one leaves none out.
    """
    manifests = [one.manifest for one in issued_editions(home, records.ledger)]
    names = [one.edition for one in manifests]
    if until in names:
        manifests = manifests[: names.index(until) + 1]
    return Known(
        learners_of(records.people),
        list(evidence_in(records.ledger.entries(list(EVIDENCE)))),
        records.store.decisions(),
        manifests,
    )


def needs_of(
    home: Home,
    records: Records,
    handbook: Handbook,
    people: Sequence[Learner] | None = None,
    *,
    duties: Duties | None = None,
) -> list[Need]:
    """Who must learn what again under the text in force.

    Args:
        people: Default everybody in service.
        duties: Of `handbook`, where somebody has them already.
    """
    only = people[0].id if people is not None and len(people) == 1 else None
    return needs(
        learners_of(records.people) if people is None else people,
        evidence_in(records.ledger.entries(list(EVIDENCE), person=only)),
        issued_editions(home, records.ledger),
        duties or Duties(handbook),
    )


def records_there(home: Home) -> Records | None:
    """The records of a home if it has any; a home is not given records by being looked at."""
    place = read_settings(home).database
    if isinstance(place, Path) and not place.is_file():
        return None
    return open_records(home)


def days_of(home: Home, ledger: Ledger) -> dict[str, date]:
    """Edition -> day of issue."""
    return {one.manifest.edition: one.on for one in issued_editions(home, ledger)}
