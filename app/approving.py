"""The three signatures under a draft, given one after the other in the app: each an entry of the ledger.

Whoever prepares fixes the terms (edition, effective day, reason, judgements). The signatures are under the
digest of the whole draft: a file changed afterwards leaves them behind, and they are given again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from app.access import Who, require
from app.home import Home
from app.issuing import MEANINGS, STEPS, Derived, Issued, Signature, Step, Told, base_of, issue
from app.learning import RETRAIN_DAYS
from app.opening import Records
from app.proposal import Proposal
from app.proposing import propose
from app.records.entry import Entry
from indexer.clauses import HandbookError

SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the preparer fixes besides the text."""

    edition: str = ""
    effective: str = ""
    """ISO date; "" is a week after the preparer's signature, when those concerned have learned it."""
    reason: str = ""
    editorial: tuple[str, ...] = ()
    material: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "edition": self.edition,
            "effective": self.effective,
            "reason": self.reason,
            "editorial": list(self.editorial),
            "material": list(self.material),
        }


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft in the tree under its terms, and who has signed it."""

    proposal: Proposal
    terms: Terms
    signed: Mapping[Step, Entry]

    @property
    def next_step(self) -> Step | None:
        """The signature that is missing; `None` when all are there."""
        return next((step for step in STEPS if step not in self.signed), None)


def draft(home: Home, records: Records, who: Who, today: date, terms: Terms | None = None) -> Draft:
    """The draft as it stands: under the terms given, else under those of the newest signature of a preparer.

    Raises:
        HandbookError: Not allowed, or it cannot be issued; with the reason.
    """
    require(who, "read_draft")
    entries = [entry for entry in records.ledger.entries(kind="decision") if _is_signature(entry)]
    if terms is None:
        prepared = next(
            (entry for entry in reversed(entries) if entry.payload["item"].endswith("/prepared")), None
        )
        terms = _terms(prepared.payload["terms"]) if prepared else Terms()
    proposal = propose(
        home,
        base_of(home, records),
        edition=terms.edition,
        today=today,
        effective=date.fromisoformat(terms.effective) if terms.effective else None,
        reason=terms.reason,
        editorial=terms.editorial,
        material=terms.material,
        decisions=records.store.decisions("change"),
    )
    signed: dict[Step, Entry] = {}
    for entry in entries:
        if entry.payload["digest"] == proposal.draft:
            signed[_step(entry)] = entry
    # a signature counts only upon those before it
    kept: dict[Step, Entry] = {}
    for step in STEPS:
        if step not in signed:
            break
        kept[step] = signed[step]
    return Draft(proposal, terms, kept)


def sign_draft(
    home: Home, records: Records, who: Who, step: Step, password: str, now: datetime, terms: Terms
) -> Entry:
    """Put one of the three signatures under the draft.

    Args:
        terms: As shown; the preparer's are fixed by it, with the effective day written out.

    Raises:
        HandbookError: Not allowed, not this step's turn, one has signed before, or the password is wrong.
    """
    today = now.date()
    if not terms.effective:
        terms = replace(terms, effective=(today + timedelta(days=RETRAIN_DAYS)).isoformat())
    found = draft(home, records, who, today, terms)
    if found.next_step != step:
        turn = STEPS[found.next_step] if found.next_step else "发布"
        raise HandbookError(
            f"现在轮到{turn}，不是{STEPS[step]}。", fix="刷新页面；文字改动后须从编制重新签。"
        )
    before = {entry.actor for entry in found.signed.values()}
    if step == "prepared":
        require(who, "edit_draft")
    elif step == "reviewed":
        require(who, "review_edition", subject=before)
    else:
        require(who, "approve_edition", subject=before)
    records.people.confirm(who, password, now)
    payload = {
        "subject": "edition",
        "item": f"{found.proposal.edition}/{step}",
        "digest": found.proposal.draft,
        "outcome": SIGNED,
        "reason": terms.reason,
        "role": who.role,
        "terms": terms.as_json(),
    }
    return records.ledger.append("decision", who.id, payload, meaning=MEANINGS[step])


def issue_signed(
    home: Home,
    records: Records,
    who: Who,
    now: datetime,
    *,
    derived: tuple[Derived, ...] = (),
    tell: Told = lambda _: None,
) -> Issued:
    """Issue the draft under which all three signatures stand.

    Raises:
        HandbookError: Not allowed, or a signature is missing.
    """
    require(who, "issue_edition")
    found = draft(home, records, who, now.date())
    missing = found.next_step
    if missing is not None:
        raise HandbookError(f"还没有{STEPS[missing]}签署，不能发布。", fix="三人签署齐全后再发布。")
    signatures = [
        Signature(step, entry.actor, str(entry.payload["role"]), entry.at, "password")
        for step, entry in found.signed.items()
    ]
    return issue(home, records, found.proposal, signatures, derived=derived, tell=tell)


def _is_signature(entry: Entry) -> bool:
    return bool(entry.payload["subject"] == "edition" and entry.payload["outcome"] == SIGNED)


def _step(entry: Entry) -> Step:
    name = str(entry.payload["item"]).rpartition("/")[2]
    return next(step for step in STEPS if step == name)


def _terms(raw: Mapping[str, Any]) -> Terms:
    return Terms(
        str(raw["edition"]),
        str(raw["effective"]),
        str(raw["reason"]),
        tuple(raw["editorial"]),
        tuple(raw["material"]),
    )
