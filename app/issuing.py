"""Issuing an edition: three signatures, then steps of which each can be done again.

    files → commit → copy → ledger entry (the moment of issue) → checkpoint → tag → index, bank, site

A journal in the data folder says what was signed and is under way. Killed anywhere, `resume` goes through all
steps again; what is done is found done. Until the entry stands nothing is issued, whatever lies in the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access import Who, require
from app.deciding import change_payload
from app.history import History
from app.home import Home
from app.in_force import InForce, edition_in_force, in_force
from app.issue_journal import (
    JOURNAL,
    MEANINGS,
    STEPS,
    Journal,
    Signature,
    Step,
    alone,
    unfinished,
    write_durably,
)
from app.issue_steps import Steps, Told, tag_edition
from app.opening import Records
from app.people import who_is
from app.proposal import Proposal
from app.records.checkpoints import Checkpoint
from app.records.entry import Entry, utc_text
from indexer.clauses import HandbookError
from indexer.editions import FOLDER, manifest_name, manifest_text

__all__ = [
    "MEANINGS",
    "STEPS",
    "Derived",
    "Issued",
    "Signature",
    "Step",
    "Told",
    "base_of",
    "issue",
    "resume",
    "sign",
    "unfinished",
]


@dataclass(frozen=True, slots=True)
class Issued:
    """What was done."""

    edition: str
    entry: Entry
    checkpoint: Checkpoint
    commit: str
    """"" where the text is not in git."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A step that makes what is derived from an edition; may be done any number of times."""

    name: str
    make: Callable[[Home, Records, InForce], None]


def base_of(home: Home, records: Records) -> InForce | None:
    """The edition that the next one follows; `None` before the first.

    A text that came with a manifest is adopted by this, as it is by the first start.
    """
    if not edition_in_force(records.ledger) and not any((home.handbook / FOLDER).glob("*.json")):
        return None
    return in_force(home, records.ledger)


def sign(
    records: Records, logins: Mapping[Step, str], passwords: Mapping[str, str], now: datetime
) -> tuple[Signature, ...]:
    """Check the three signatures.

    Args:
        logins: Who prepared, reviewed and approved.
        passwords: By login name.

    Raises:
        HandbookError: Not three different people, one may not do it, or a password is wrong or missing.
    """
    people = {step: who_is(records.people.find(logins[step])) for step in STEPS}
    _allowed(people)
    for step, who in people.items():
        password = passwords.get(logins[step])
        if not password:
            raise HandbookError(
                f"{STEPS[step]}人 {logins[step]} 没有给出密码。",
                fix='从标准输入给出 JSON：{"登录名": "密码", …}，三人各一。',
            )
        records.people.confirm(who, password, now)
    return tuple(Signature(step, who.id, who.role, utc_text(now), "password") for step, who in people.items())


def _allowed(people: Mapping[Step, Who]) -> None:
    prepared, reviewed, approved = (people[step] for step in STEPS)
    require(prepared, "edit_draft")
    require(reviewed, "review_edition", subject=prepared.id)
    require(approved, "approve_edition", subject={prepared.id, reviewed.id})
    require(approved, "issue_edition")


def issue(
    home: Home,
    records: Records,
    proposal: Proposal,
    signatures: Sequence[Signature],
    *,
    derived: Sequence[Derived] = (),
    tell: Told = lambda _: None,
) -> Issued:
    """Issue what was proposed and signed.

    Raises:
        HandbookError: Another issue is under way, or a step failed; `resume` goes on from there.
        RecordsError: The entry could not be made durable; nothing is issued yet.
    """
    judged = [
        change_payload(
            one.clause, one.old, one.new, material=one.material, reason=proposal.reason or "发布时认定"
        )
        for one in proposal.judged
    ]
    journal = Journal(
        proposal.edition,
        proposal.previous,
        proposal.draft,
        proposal.reason,
        manifest_text(proposal.manifest),
        proposal.files,
        tuple(signatures),
        tuple(judged),
    )
    with alone(home):
        if unfinished(home) is not None:
            raise HandbookError("上一次发布没有完成。", fix="先运行 handbook issue --resume。")
        write_durably(home.data / JOURNAL, journal.text())
        tell("journal")
        return _carry_out(home, records, journal, derived, tell)


def resume(
    home: Home, records: Records, *, derived: Sequence[Derived] = (), tell: Told = lambda _: None
) -> Issued:
    """Finish an interrupted issue; without one, do the repeatable steps of the edition in force again.

    Raises:
        HandbookError: Nothing was issued, or a file was changed since it was signed.
    """
    with alone(home):
        journal = unfinished(home)
        if journal is not None:
            return _carry_out(home, records, journal, derived, tell)
        entry = next(records.ledger.entries(kind="edition_issued", newest_first=True, limit=1), None)
        if entry is None:
            raise HandbookError("没有中断的发布，也没有发布过版本。", fix="用 handbook issue 发布。")
        return _after_entry(home, records, in_force(home, records.ledger), entry, derived, tell)


def _carry_out(
    home: Home, records: Records, journal: Journal, derived: Sequence[Derived], tell: Told
) -> Issued:
    steps = Steps(home, records, journal)
    listed = f"handbook/{FOLDER}/{manifest_name(journal.edition)}"
    history = History(home.root)
    in_git = history.there
    committed = history.commit_of(listed, journal.manifest.encode()) if in_git else ""
    if not steps.entered():
        if not committed:
            steps.put_files(tell)
        if in_git and not committed:
            committed = history.commit(steps.message())
            tell("commit")
        steps.drop_stray_copy()
        steps.keep(committed)
        tell("copy")
        steps.enter(committed)
        tell("entry")
    text = in_force(home, records.ledger)
    done = _after_entry(home, records, text, steps.entry(), derived, tell)
    (home.data / JOURNAL).unlink(missing_ok=True)
    tell("done")
    return done


def _after_entry(
    home: Home, records: Records, text: InForce, entry: Entry, derived: Sequence[Derived], tell: Told
) -> Issued:
    """Everything that the entry is the reason for; each of it may be done again."""
    checkpoint = records.ledger.checkpoint()
    tell("checkpoint")
    history, commit = History(home.root), str(entry.payload.get("commit", ""))
    if commit and history.there:
        tag_edition(history, text.edition, commit, entry, checkpoint)
        tell("tag")
    for one in derived:
        one.make(home, records, text)
        tell(one.name)
    return Issued(text.edition, entry, checkpoint, commit)
