"""Reading and signing a section (制度签收), and what one has signed of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.access import Who, require
from app.assigned import own
from app.learning import standing
from app.records.entry import Entry, utc_text
from app.workbench import Workbench
from indexer.clauses import Clause, Section

MEANING = "本人已阅读并理解本节的全部条款，将照此执行"
"""What the signature means; it stands in the entry and on the sheet."""


WORKING = ("trainee", "supervisor", "manager")
"""Roles of people who work by the handbook, whether or not a post is entered for them."""


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
    due: str = ""
    """ISO date by which it was assigned to be read and signed (again), or ""."""

    @property
    def done(self) -> bool:
        """Nothing left to sign."""
        return not self.fresh and not self.due


def duties(bench: Workbench, who: Who) -> list[Duty]:
    """The sections that concern one's posts or were assigned, with what is still to be signed.

    A signature holds for a clause while every later change of it is editorial. Who administers or audits and
    holds no post is concerned by none but what was assigned.
    """
    require(who, "view_own_record", subject=who.id)
    entries = bench.records.ledger.entries(["acknowledgement", "correction"], person=who.id)
    mine = [entry for entry in standing(entries) if entry.payload["person"] == who.id]
    concern, chain = bench.duties(), bench.chain()
    known = {
        ref.id
        for entry in mine
        for ref in entry.clauses
        if chain.holds(ref.id, ref.fingerprint, entry.edition)
    }
    assigned = {one.of: one.due for one in own(bench, who) if one.what == "reading"}
    works = bool(who.posts) or who.role in WORKING
    found = []
    for section in bench.handbook.sections:
        clauses = tuple(clause for clause in section.clauses if clause.withdrawn is None)
        due = assigned.get(section.number, "")
        if due or (works and any(concern.concerns(str(clause.id), who.posts) for clause in clauses)):
            fresh = tuple(clause for clause in clauses if str(clause.id) not in known)
            last = max((entry.at for entry in mine if entry.payload["section"] == section.number), default="")
            found.append(Duty(section, clauses, fresh, last, due))
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
