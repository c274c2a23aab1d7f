"""The append-only ledger: what was recorded stays, in order, and can be shown to be so."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from app.records.anchoring import Anchoring
from app.records.canonical import canonical_text, read_canonical
from app.records.checkpoints import Checkpoint
from app.records.clock import SYSTEM_CLOCK, Clock
from app.records.database import Database
from app.records.derived import derive
from app.records.entry import COLUMNS, NO_ENTRY, ClauseRef, Entry, check_head, seal, utc_moment, utc_text
from app.records.errors import RecordsError
from app.records.keys import KeyRing
from app.records.kinds import SYSTEM, check_payload
from app.records.private import conceal, forget, kept_about, reveal
from app.records.schema import involved, ledger, private_texts

HOLD = timedelta(seconds=2)
"""A reading earlier than the last entry by no more than this is held at the last entry's time: the clocks of
several computers differ by so much. More is a clock that went back, and gets an entry of its own."""

_ROWS = [ledger.c[name] for name in COLUMNS]


class Ledger:
    """One ledger. Threads may share it; other processes may write at the same time."""

    def __init__(
        self,
        database: Database,
        keys: KeyRing | None,
        *,
        anchors: Sequence[Path] = (),
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self.database = database
        self.clock = clock
        self.anchoring = Anchoring(database, keys, tuple(anchors))

    @classmethod
    def open(
        cls,
        place: str | Path,
        keys: Path | None = None,
        *,
        anchors: Sequence[Path] = (),
        clock: Clock = SYSTEM_CLOCK,
    ) -> Ledger:
        """Open or create the ledger in a SQLite file or a PostgreSQL database.

        Args:
            place: Path, or URL ``sqlite:///…`` / ``postgresql://…``.
            keys: Folder of the signing keys; without it nothing is signed or anchored.
            anchors: Files that receive every checkpoint.
            clock: Source of the time of entries.

        Raises:
            RecordsError: The database or the keys cannot be used, or the ledger is not protected.
        """
        opened = cls(Database.open(place), KeyRing.open(keys) if keys else None, anchors=anchors, clock=clock)
        opened._open_if_empty()
        return opened

    # --- writing

    def append(
        self,
        kind: str,
        actor: str,
        payload: Mapping[str, Any],
        *,
        project: str = "",
        edition: str = "",
        clauses: Iterable[tuple[str, str]] = (),
        meaning: str = "",
        private: Mapping[str, str] | None = None,
        subject: str = "",
        also: Callable[[Connection, Entry], None] | None = None,
    ) -> Entry:
        """Record what happened; on return it is on the disk.

        Args:
            kind: One of `kinds.KINDS`.
            actor: Id of the person who did it, or ``system``. Never a name.
            payload: What the kind requires and whatever else belongs to it; no floats, no personal words.
            project: Project concerned, or "".
            edition: Edition in force, e.g. ``A/1``, or "".
            clauses: (id, fingerprint) of every clause concerned.
            meaning: What the actor's signature means, or "".
            private: Personal words (names, free remarks) by field; kept beside the chain, erasable.
            subject: Whose words these are; default the payload's `person`, else the actor.
            also: Changes to working tables that must happen with the entry or not at all.

        Returns:
            The entry as sealed.

        Raises:
            RecordsError: Something is malformed, or could not be made durable. Nothing was recorded.
        """
        refs = tuple(ClauseRef(*one) for one in clauses)
        words = dict(private or {})
        hidden, rows = conceal(words, subject or str(payload.get("person", actor)))
        full = {**payload, "private": hidden} if hidden else dict(payload)
        check_payload(kind, full)
        check_head(actor, project, edition, refs, meaning)
        with self.database.writing(chain=True) as conn:
            draft = _Draft(kind, actor, full, project, edition, refs, meaning)
            entry = self._append(conn, draft)
            if rows:
                conn.execute(insert(private_texts), [{**row, "seq": entry.seq} for row in rows])
            if also is not None:
                also(conn, entry)
        self.anchoring.after(entry)
        return entry

    def checkpoint(self) -> Checkpoint:
        """Sign the present length, head and root and write them to every anchor file.

        Raises:
            RecordsError: There is no key, or an anchor file could not be written.
        """
        return self.anchoring.checkpoint(self.clock.now())

    def checkpoint_if_due(self) -> Checkpoint | None:
        """For a timer: a checkpoint when entries have waited long enough. Errors: `anchoring.problem`."""
        return self.anchoring.if_due(self.clock.now())

    def rotate_key(self, actor: str = SYSTEM) -> Entry:
        """Replace the signing key; the old one endorses the new, so that whoever trusts the old can follow.

        Raises:
            RecordsError: There are no keys.
        """
        ring = self.anchoring.ring()
        old, new = ring.current(), ring.add()
        entry = self.append(
            "key",
            actor,
            {
                "key": new.id,
                "public_key": new.public.hex(),
                "previous": old.id,
                "endorsement": old.endorse(new.public),
            },
        )
        ring.use(new)
        self.checkpoint()
        return entry

    def erase(
        self, person: str, actor: str, reason: str, *, also: Callable[[Connection], None] | None = None
    ) -> Entry:
        """Forget every personal word about `person`; the chain still verifies.

        Args:
            also: Clears the person's rows in working tables, in the same transaction.
        """
        with self.database.reading() as conn:
            found = kept_about(conn, person)

        def _drop(conn: Connection, _: Entry) -> None:
            forget(conn, found)
            if also is not None:
                also(conn)

        return self.append(
            "erasure", actor, {"person": person, "erased": found, "reason": reason}, also=_drop
        )

    # --- reading

    def entries(
        self,
        kind: str | Sequence[str] | None = None,
        *,
        person: str | None = None,
        clause: str | None = None,
        project: str | None = None,
        after: int = 0,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Entry]:
        """Entries in order, narrowed by kind(s), person (actor or concerned), clause, project, or number."""
        query = select(*_ROWS).where(ledger.c.seq > after)
        if kind is not None:
            query = query.where(ledger.c.kind.in_([kind] if isinstance(kind, str) else list(kind)))
        if project is not None:
            query = query.where(ledger.c.project == project)
        for what, value in (("person", person), ("clause", clause)):
            if value is not None:
                query = query.where(ledger.c.seq.in_(_involving(what, value)))
        query = query.order_by(ledger.c.seq.desc() if newest_first else ledger.c.seq).limit(limit)
        with self.database.reading() as conn:
            for row in conn.execution_options(yield_per=1000).execute(query):
                yield Entry.from_row(row)

    def entry(self, seq: int) -> Entry:
        """The entry of that number.

        Raises:
            RecordsError: There is none.
        """
        with self.database.reading() as conn:
            row = conn.execute(select(*_ROWS).where(ledger.c.seq == seq)).first()
        if row is None:
            raise RecordsError(f"账本里没有第 {seq} 条记录。", fix="用 handbook records list 查看。")
        return Entry.from_row(row)

    def length(self) -> int:
        """How many entries there are."""
        with self.database.reading() as conn:
            return int(conn.execute(select(func.coalesce(func.max(ledger.c.seq), 0))).scalar_one())

    def private(self, entry: Entry) -> dict[str, str | None]:
        """Personal words of an entry by field; `None` for what was erased."""
        with self.database.reading() as conn:
            return reveal(conn, entry.payload)

    def close(self) -> None:
        self.database.close()

    # --- inside a transaction

    def _append(self, conn: Connection, draft: _Draft) -> Entry:
        last = conn.execute(
            select(ledger.c.seq, ledger.c.at, ledger.c.digest).order_by(ledger.c.seq.desc()).limit(1)
        ).first()
        seq, before, prev = (last.seq, last.at, last.digest) if last else (0, "", NO_ENTRY)
        at, source = utc_text(self.clock.now()), self.clock.source
        if at < before:
            behind = utc_moment(before) - utc_moment(at)
            if behind <= HOLD:
                at, source = before, f"{source}+held"
            else:
                note = {"before": before, "after": at, "seconds": int(behind.total_seconds())}
                noted = _store(conn, _Draft("clock", SYSTEM, note), seq + 1, at, source, prev)
                seq, prev = noted.seq, noted.digest
        if draft.kind == "correction" and not 1 <= draft.payload["corrects"] <= seq:
            raise RecordsError(
                f"要更正的第 {draft.payload['corrects']} 条记录不存在。",
                fix="用 handbook records list 查看。",
            )
        return _store(conn, draft, seq + 1, at, source, prev)

    def _open_if_empty(self) -> None:
        if self.length():
            return
        with self.database.writing(chain=True) as conn:
            if conn.execute(select(func.count()).select_from(ledger)).scalar():
                return
            key = self.anchoring.keys.current() if self.anchoring.keys else None
            first = {
                "ledger": secrets.token_hex(16),
                "key": key.id if key else "",
                "public_key": key.public.hex() if key else "",
            }
            entry = self._append(conn, _Draft("opened", SYSTEM, first))
        self.anchoring.after(entry)


class _Draft:
    """An entry before it has its place."""

    __slots__ = ("actor", "clauses", "edition", "kind", "meaning", "payload", "project")

    def __init__(
        self,
        kind: str,
        actor: str,
        payload: Mapping[str, Any],
        project: str = "",
        edition: str = "",
        clauses: tuple[ClauseRef, ...] = (),
        meaning: str = "",
    ) -> None:
        self.kind, self.actor, self.project, self.edition = kind, actor, project, edition
        self.clauses, self.meaning = clauses, meaning
        # through JSON once, so that the entry returned equals the entry read back (tuples become lists)
        self.payload: dict[str, Any] = read_canonical(canonical_text(payload))


def _store(conn: Connection, draft: _Draft, seq: int, at: str, source: str, prev: str) -> Entry:
    unsealed = Entry(
        seq,
        draft.kind,
        at,
        source,
        draft.actor,
        draft.project,
        draft.edition,
        draft.clauses,
        draft.meaning,
        draft.payload,
        prev,
        "",
    )
    values = unsealed.row()
    values["digest"] = seal(unsealed.body())
    conn.execute(insert(ledger), values)
    entry = Entry.from_row([values[name] for name in COLUMNS])
    derive(conn, entry)
    return entry


def _involving(what: str, value: str) -> Select[tuple[int]]:
    return select(involved.c.seq).where(involved.c.what == what, involved.c.value == value)
