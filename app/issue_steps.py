"""The steps of one issue, each of which finds itself done when it is taken again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from app.history import History
from app.home import Home
from app.in_force import keep, kept_home
from app.issue_journal import JOURNAL, MEANINGS, Journal, write_durably
from app.opening import Records
from app.proposal_files import text_of, texts
from app.records.checkpoints import Checkpoint
from app.records.entry import Entry
from app.records.schema import ledger as ledger_table
from app.text_sources import edition_tag, unpacked
from indexer.clauses import HandbookError
from indexer.editions import FOLDER, manifest_name

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Steps:
    """What is done once until the entry stands, in the order of the methods."""

    home: Home
    records: Records
    journal: Journal

    def put_files(self, tell: Told) -> None:
        """Write every file that is not written yet; refuse first if one is neither as before nor as signed."""
        signed = {one.path for one in self.journal.files}
        there = {
            f"handbook/{name}" for name in texts(self.home.handbook) if not name.startswith(f"{FOLDER}/")
        }
        if there - signed:
            raise HandbookError(
                f"{min(there - signed)} 是签署以后才有的。", fix="移走它再 --resume，或删去发布记录重新签署。"
            )
        for one in self.journal.files:
            now = text_of(self.home.root / one.path)
            if now not in (one.before, one.after) and one.before is not None:
                raise HandbookError(
                    f"{one.path} 在签署以后又被改过。",
                    fix=f"恢复签署时的文字后 --resume；要改就删去 {self.home.data / JOURNAL}，重新签署。",
                )
        for one in self.journal.files:
            path = self.home.root / one.path
            if text_of(path) != one.after:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_durably(path, one.after)
                tell(f"file {one.path}")

    def message(self) -> str:
        """Of the commit."""
        one = self.journal
        return f"发布 {one.edition}\n\n{one.reason}\n\n清单 {one.manifest_digest}\n签署 {one.draft}\n"

    def drop_stray_copy(self) -> None:
        """A copy that an issue given up before its entry left behind is not that of this text."""
        place = kept_home(self.home, self.journal.edition)
        if place.root.is_dir():
            listed = place.handbook / FOLDER / manifest_name(self.journal.edition)
            if text_of(listed) != self.journal.manifest:
                shutil.rmtree(place.root)

    def keep(self, commit: str) -> None:
        """Keep the copy from what was committed: the tree may be the next draft by now."""
        if not commit:
            keep(self.home, self.journal.read_manifest)
            return
        with unpacked(self.home.root, commit) as folder:
            keep(self.home, self.journal.read_manifest, folder)

    def enter(self, commit: str) -> None:
        """The entry, with the judgements that belong to it, unless another process was first."""
        approver = next(one for one in self.journal.signatures if one.step == "approved")
        manifest = self.journal.read_manifest
        payload = {
            "manifest": self.journal.manifest_digest,
            "effective": manifest.effective,
            "previous": self.journal.previous,
            "reason": self.journal.reason,
            "draft": self.journal.draft,
            "commit": commit,
            "changes": len(manifest.changes),
            "signers": [one.person for one in self.journal.signatures],
            "signatures": [
                {
                    "step": one.step,
                    "person": one.person,
                    "role": one.role,
                    "at": one.at,
                    "how": one.how,
                    "meaning": MEANINGS[one.step],
                }
                for one in self.journal.signatures
            ],
        }
        refs = [(one.clause, one.new or one.old or "") for one in manifest.changes if one.kind != "moved"]
        with self.records.ledger.batch() as batch:
            query = select(ledger_table.c.edition).where(ledger_table.c.kind == "edition_issued")
            if self.journal.edition in set(batch.conn.execute(query).scalars()):
                raise HandbookError(
                    f"版本 {self.journal.edition} 刚由别人发布。", fix="合并那一版的改动，再发布下一版。"
                )
            for judgement in self.journal.judged:
                batch.append("decision", approver.person, judgement, edition=self.journal.edition)
            batch.append(
                "edition_issued",
                approver.person,
                payload,
                edition=self.journal.edition,
                clauses=dict(refs).items(),
                meaning=MEANINGS["approved"],
            )

    def entered(self) -> bool:
        """Whether the ledger has it: then it is issued."""
        wanted = self.journal.manifest_digest
        return any(
            entry.edition == self.journal.edition and entry.payload["manifest"] == wanted
            for entry in self.records.ledger.entries(kind="edition_issued")
        )

    def entry(self) -> Entry:
        """The entry of this edition."""
        return next(
            entry
            for entry in self.records.ledger.entries(kind="edition_issued", newest_first=True)
            if entry.edition == self.journal.edition
        )


def tag_edition(history: History, edition: str, commit: str, entry: Entry, checkpoint: Checkpoint) -> None:
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
