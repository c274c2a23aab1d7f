"""Issuing an edition: three signatures, then steps of which each can be done again.

    files → commit → copy → ledger entry (the moment of issue) → checkpoint → tag → index, bank, site

A journal in the data folder says what was signed and is under way. Killed anywhere, `resume` goes through all
steps again; what is done is found done. Until the entry stands nothing is issued, whatever lies in the tree.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import select

from app.access import Who, require
from app.deciding import change_payload
from app.history import History
from app.home import Home
from app.in_force import InForce, edition_in_force, in_force, keep, kept_home, manifest_digest
from app.opening import Records
from app.people import who_is
from app.proposing import FileChange, Proposal, text_of, texts
from app.records.checkpoints import Checkpoint
from app.records.entry import Entry, utc_text
from app.records.schema import ledger as ledger_table
from app.text_sources import edition_tag, unpacked
from indexer.clauses import HandbookError, digest
from indexer.editions import FOLDER, Manifest, manifest_name, manifest_text, parse_manifest

Step = Literal["prepared", "reviewed", "approved"]
STEPS: Mapping[Step, str] = {"prepared": "编制", "reviewed": "审核", "approved": "批准"}
MEANINGS: Mapping[Step, str] = {
    "prepared": "本人编制本版手册",
    "reviewed": "本人已审核本版手册，同意提交批准",
    "approved": "本人批准发布本版手册",
}
"""What each of the three signatures means."""
JOURNAL = "issuing.json"
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Signature:
    """One of the three, checked."""

    step: Step
    person: str
    role: str
    at: str
    how: str
    """``password``."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What is under way: enough to go on without asking anybody again."""

    edition: str
    previous: str
    draft: str
    reason: str
    manifest: str
    """Text of the manifest file."""
    files: tuple[FileChange, ...]
    signatures: tuple[Signature, ...]
    judged: tuple[Mapping[str, Any], ...]
    """Payloads of the decisions on changes that are entered with the edition."""

    @property
    def read_manifest(self) -> Manifest:
        return parse_manifest(self.manifest)

    def text(self) -> str:
        body = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return json.dumps({"body": body, "digest": digest(body)}, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Journal:
        """The journal of a file.

        Raises:
            HandbookError: It was altered, or is none.
        """
        try:
            raw = json.loads(text)
            if digest(raw["body"]) != raw["digest"]:
                raise ValueError
            told = json.loads(raw["body"])
            told["files"] = tuple(FileChange(**one) for one in told["files"])
            told["signatures"] = tuple(Signature(**one) for one in told["signatures"])
            told["judged"] = tuple(told["judged"])
            return cls(**told)
        except (ValueError, KeyError, TypeError):
            raise HandbookError(
                "发布到一半的记录读不懂。", fix=f"从备份恢复数据目录里的 {JOURNAL}，或删去它重新发布。"
            ) from None


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


def unfinished(home: Home) -> Journal | None:
    """The issue that was interrupted, if there is one."""
    path = home.data / JOURNAL
    return Journal.read(path.read_text("utf-8")) if path.is_file() else None


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
    with _alone(home):
        if unfinished(home) is not None:
            raise HandbookError("上一次发布没有完成。", fix="先运行 handbook issue --resume。")
        _write(home.data / JOURNAL, journal.text())
        tell("journal")
        return _carry_out(home, records, journal, derived, tell)


def resume(
    home: Home, records: Records, *, derived: Sequence[Derived] = (), tell: Told = lambda _: None
) -> Issued:
    """Finish an interrupted issue; without one, do the repeatable steps of the edition in force again.

    Raises:
        HandbookError: Nothing was issued, or a file was changed since it was signed.
    """
    with _alone(home):
        journal = unfinished(home)
        if journal is not None:
            return _carry_out(home, records, journal, derived, tell)
        entry = next(records.ledger.entries(kind="edition_issued", newest_first=True, limit=1), None)
        if entry is None:
            raise HandbookError("没有中断的发布，也没有发布过版本。", fix="用 handbook issue 发布。")
        return _after_entry(home, records, in_force(home, records.ledger), entry, derived, tell)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """One process issues at a time.

    Raises:
        HandbookError: Another one does.
    """
    home.data.mkdir(parents=True, exist_ok=True)
    with (home.data / f".{JOURNAL}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HandbookError("另一个进程正在发布。", fix="等它结束。") from None
        yield


def _carry_out(
    home: Home, records: Records, journal: Journal, derived: Sequence[Derived], tell: Told
) -> Issued:
    manifest = journal.read_manifest
    listed = f"handbook/{FOLDER}/{manifest_name(journal.edition)}"
    history = History(home.root)
    in_git = history.there
    committed = history.commit_of(listed, journal.manifest.encode()) if in_git else ""
    if not _entered(records, journal):
        if not committed:
            _put_files(home, journal, tell)
        if in_git and not committed:
            committed = history.commit(_message(journal))
            tell("commit")
        _drop_stray_copy(home, journal)
        _keep(home, manifest, committed)
        tell("copy")
        _enter(records, journal, committed)
        tell("entry")
    entry = _entry(records, journal)
    text = in_force(home, records.ledger)
    done = _after_entry(home, records, text, entry, derived, tell)
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
        _tag(history, text.edition, commit, entry, checkpoint)
        tell("tag")
    for one in derived:
        one.make(home, records, text)
        tell(one.name)
    return Issued(text.edition, entry, checkpoint, commit)


# --- the steps


def _put_files(home: Home, journal: Journal, tell: Told) -> None:
    """Write every file that is not written yet; refuse first if one is neither as before nor as signed."""
    signed = {one.path for one in journal.files}
    there = {f"handbook/{name}" for name in texts(home.handbook) if not name.startswith(f"{FOLDER}/")}
    if there - signed:
        raise HandbookError(
            f"{min(there - signed)} 是签署以后才有的。", fix="移走它再 --resume，或删去发布记录重新签署。"
        )
    for one in journal.files:
        now = text_of(home.root / one.path)
        if now not in (one.before, one.after) and one.before is not None:
            raise HandbookError(
                f"{one.path} 在签署以后又被改过。",
                fix=f"恢复签署时的文字后 --resume；要改就删去 {home.data / JOURNAL}，重新签署。",
            )
    for one in journal.files:
        path = home.root / one.path
        if text_of(path) != one.after:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, one.after)
            tell(f"file {one.path}")


def _message(journal: Journal) -> str:
    return f"发布 {journal.edition}\n\n{journal.reason}\n\n清单 {_digest_of(journal)}\n签署 {journal.draft}\n"


def _drop_stray_copy(home: Home, journal: Journal) -> None:
    """A copy that an issue given up before its entry left behind is not that of this text."""
    place = kept_home(home, journal.edition)
    if place.root.is_dir():
        listed = place.handbook / FOLDER / manifest_name(journal.edition)
        if text_of(listed) != journal.manifest:
            shutil.rmtree(place.root)


def _keep(home: Home, manifest: Manifest, commit: str) -> None:
    """Keep the copy from what was committed: the tree may be the next draft by now."""
    if not commit:
        keep(home, manifest)
        return
    with unpacked(home.root, commit) as folder:
        keep(home, manifest, folder)


def _enter(records: Records, journal: Journal, commit: str) -> None:
    """The entry, with the judgements that belong to it, unless another process was first."""
    approver = next(one for one in journal.signatures if one.step == "approved")
    manifest = journal.read_manifest
    payload = {
        "manifest": _digest_of(journal),
        "effective": manifest.effective,
        "previous": journal.previous,
        "reason": journal.reason,
        "draft": journal.draft,
        "commit": commit,
        "changes": len(manifest.changes),
        "signers": [one.person for one in journal.signatures],
        "signatures": [
            {
                "step": one.step,
                "person": one.person,
                "role": one.role,
                "at": one.at,
                "how": one.how,
                "meaning": MEANINGS[one.step],
            }
            for one in journal.signatures
        ],
    }
    refs = [(one.clause, one.new or one.old or "") for one in manifest.changes if one.kind != "moved"]
    with records.ledger.batch() as batch:
        query = select(ledger_table.c.edition).where(ledger_table.c.kind == "edition_issued")
        if journal.edition in set(batch.conn.execute(query).scalars()):
            raise HandbookError(
                f"版本 {journal.edition} 刚由别人发布。", fix="合并那一版的改动，再发布下一版。"
            )
        for judgement in journal.judged:
            batch.append("decision", approver.person, judgement, edition=journal.edition)
        batch.append(
            "edition_issued",
            approver.person,
            payload,
            edition=journal.edition,
            clauses=dict(refs).items(),
            meaning=MEANINGS["approved"],
        )


def _entered(records: Records, journal: Journal) -> bool:
    wanted = _digest_of(journal)
    return any(
        entry.edition == journal.edition and entry.payload["manifest"] == wanted
        for entry in records.ledger.entries(kind="edition_issued")
    )


def _entry(records: Records, journal: Journal) -> Entry:
    return next(
        entry
        for entry in records.ledger.entries(kind="edition_issued", newest_first=True)
        if entry.edition == journal.edition
    )


def _tag(history: History, edition: str, commit: str, entry: Entry, checkpoint: Checkpoint) -> None:
    """The edition's tag bears the ledger's head: an anchor that whoever fetches the text keeps too."""
    tag = edition_tag(edition)
    tagged = history.tagged(tag)
    if tagged == commit:
        return
    if tagged:
        raise HandbookError(
            f"git 标签 {tag} 已经指向别的提交 {tagged[:12]}。", fix=f"查明后删去它：git tag -d {tag}。"
        )
    message = (
        f"版本 {edition}\n\n清单 {entry.payload['manifest']}\n账本 第 {entry.seq} 条 {entry.digest}\n"
        f"检查点 {checkpoint.line()}\n"
    )
    history.tag(tag, commit, message)


def _digest_of(journal: Journal) -> str:
    return manifest_digest(journal.read_manifest)


def _write(path: Path, text: str) -> None:
    """Write in place of what is there, at once or not at all, durable on return; line ends stay."""
    if path.is_file() and b"\r\n" in path.read_bytes():
        text = text.replace("\n", "\r\n")
    aside = path.with_name(f".{path.name}.new")
    with aside.open("wb") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
