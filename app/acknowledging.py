"""Reading and signing a section (制度签收), and what one has signed of it so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.access import Who, require
from app.records.entry import Entry, utc_text
from app.workbench import Workbench
from indexer.clauses import Clause, Handbook, HandbookError, Section
from indexer.editions import ManifestChange
from indexer.facets import posts_of

MEANING = "本人已阅读并理解本节的全部条款，将照此执行"
"""What the signature means; it stands in the entry and on the sheet."""
EVERYBODY = "全体员工"


@dataclass(frozen=True, slots=True)
class Duty:
    """One section that a person has to read and sign."""

    section: Section
    clauses: tuple[Clause, ...]
    """All of it in force."""
    fresh: tuple[Clause, ...]
    """Those not signed in a wording that still holds."""
    signed_at: str
    """UTC text of the newest signature under any wording, or ""."""

    @property
    def done(self) -> bool:
        """Nothing left to sign."""
        return not self.fresh


def duties(bench: Workbench, who: Who) -> list[Duty]:
    """The sections that concern one's posts, with what is still to be signed."""
    require(who, "view_own_record", subject=who.id)
    signed = list(bench.records.ledger.entries(kind="acknowledgement", person=who.id))
    mine = [entry for entry in signed if entry.payload["person"] == who.id]
    valid = valid_wordings(bench, mine)
    found = []
    for section in bench.handbook.sections:
        clauses = tuple(clause for clause in section.clauses if clause.withdrawn is None)
        if not clauses or not _concerns(bench, clauses, who):
            continue
        fresh = tuple(clause for clause in clauses if clause.fingerprint not in valid.get(str(clause.id), ()))
        last = max((entry.at for entry in mine if entry.payload["section"] == section.number), default="")
        found.append(Duty(section, clauses, fresh, last))
    return found


def sign(
    bench: Workbench, who: Who, section: str, password: str, opened_at: datetime, now: datetime
) -> Entry:
    """Sign a section in the wording in force, after asking for the password again.

    Args:
        opened_at: When it was opened for reading.

    Raises:
        HandbookError: Not allowed, no such section, or the password is wrong.
    """
    require(who, "acknowledge", subject=who.id)
    text = bench.now_in_force
    clauses = [clause for clause in text.handbook.section(section).clauses if clause.withdrawn is None]
    bench.records.people.confirm(who, password, now)
    payload = {
        "person": who.id,
        "section": section,
        "opened_at": utc_text(opened_at),
        "seconds": max(0, int((now - opened_at).total_seconds())),
        "confirmed": "password",
    }
    refs = [(str(clause.id), clause.fingerprint) for clause in clauses]
    return bench.records.ledger.append(
        "acknowledgement", who.id, payload, edition=text.edition, clauses=refs, meaning=MEANING
    )


def valid_wordings(
    bench: Workbench, entries: Iterable[Entry], also: Handbook | None = None
) -> Mapping[str, set[str]]:
    """Clause id -> fingerprints that the entries cover, carried on over editorial changes alone.

    Who knows a wording knows it until a material change; each link is one change of a manifest.

    Args:
        also: A whole text that is known besides what the entries name.
    """
    known: dict[str, set[str]] = {}
    for clause in also.clauses if also else ():
        known[str(clause.id)] = {clause.fingerprint}
    for entry in entries:
        for ref in entry.clauses:
            known.setdefault(ref.id, set()).add(ref.fingerprint)
    changes: list[ManifestChange] = []
    for entry in bench.records.ledger.entries(kind="edition_issued"):
        try:
            changes += bench.text(entry.edition).manifest.changes
        except HandbookError:
            continue
    for change in changes:
        wordings = known.get(change.clause, set())
        if not change.material and change.old in wordings and change.new:
            wordings.add(change.new)
    return known


def _concerns(bench: Workbench, clauses: Iterable[Clause], who: Who) -> bool:
    """Whether a section is for one's posts: it names one, or everybody, or nobody in particular."""
    if not who.posts:
        return True
    named = {post for clause in clauses for post in posts_of(clause, (), bench.handbook)}
    words = "".join(clause.text + clause.lead_in for clause in clauses)
    return not named or EVERYBODY in words or any(post in named or post in words for post in who.posts)
