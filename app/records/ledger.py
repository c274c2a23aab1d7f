"""The append-only ledger: what was recorded stays, in order, and can be shown to be so."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.records.anchoring import Anchoring
from app.records.batch import Batch
from app.records.checkpoints import Checkpoint
from app.records.clock import SYSTEM_CLOCK, Clock
from app.records.database import Database
from app.records.derived import rebuild, stale
from app.records.entry import COLUMNS, Entry
from app.records.errors import RecordsError
from app.records.keys import KeyRing, SigningKey
from app.records.kinds import SYSTEM
from app.records.private import forget, kept_about, reveal
from app.records.schema import involved, ledger

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
        key_lost: bool = False,
    ) -> Ledger:
        """Open or create the ledger in a SQLite file or a PostgreSQL database.

        Args:
            place: Path, or URL ``sqlite:///…`` / ``postgresql://…``.
            keys: Folder of the signing keys; without it nothing is signed or anchored.
            anchors: Files that receive every checkpoint.
            clock: Source of the time of entries.
            key_lost: Go on with a key that no earlier one endorses; whoever verifies must be given it.

        Raises:
            RecordsError: The database or the keys cannot be used, or the ledger is not protected.
        """
        ring = KeyRing.open(keys) if keys else None
        opened = cls(Database.open(place), ring, anchors=anchors, clock=clock)
        try:
            opened._open_if_empty()
            opened._settle_key(key_lost)
        except BaseException:
            opened.close()
            raise
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
        with self.batch() as batch:
            entry = batch.append(
                kind,
                actor,
                payload,
                project=project,
                edition=edition,
                clauses=clauses,
                meaning=meaning,
                private=private,
                subject=subject,
            )
            if also is not None:
                also(batch.conn, entry)
        return entry

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """Several entries, and changes to working tables, that are recorded together or not at all.

        Raises:
            RecordsError: They could not be made durable. Nothing was recorded.
        """
        with self.database.writing(chain=True) as conn:
            batch = Batch(conn, self.clock)
            yield batch
        if batch.newest is not None:
            self.anchoring.after(batch.newest)

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
        entry = self._announce(new, old, actor)
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
        with (
            self.database.reading() as conn,
            conn.execution_options(yield_per=1000).execute(query) as rows,  # closed by who stops early, too
        ):
            for row in rows:
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

    def stale_decisions(self) -> list[str]:
        """Items whose decision in the derived table is not that of the ledger; `rebuild` puts it right."""
        found = list(self.entries("decision"))
        with self.database.reading() as conn:
            return stale(conn, found)

    def rebuild(self) -> None:
        """Derive the tables for reading again from the entries."""
        with self.database.writing(chain=True) as conn:
            rebuild(
                conn,
                (Entry.from_row(row) for row in conn.execute(select(*_ROWS).order_by(ledger.c.seq)).all()),
            )

    def close(self) -> None:
        self.database.close()

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
            Batch(conn, self.clock).append("opened", SYSTEM, first)
        self.anchoring.after(self.entry(1))

    def _settle_key(self, key_lost: bool) -> None:
        """The key that signs is one that the ledger names: after a restore, or with another keys folder."""
        ring = self.anchoring.keys
        if ring is None:
            return
        named = [str(entry.payload["key"]) for entry in self.entries(["opened", "key"])]
        key = ring.current()
        if key.id in named:
            return
        endorser = next((name for name in reversed(named) if name in ring.public_keys()), None)
        if endorser is None and not key_lost:
            raise RecordsError(
                f"{ring.folder} 里没有这本账用过的签名密钥。",
                fix="恢复原来的密钥文件夹；密钥确已丢失时运行 handbook records rotate-key --lost。",
            )
        self._announce(key, ring.get(endorser) if endorser else None, SYSTEM)

    def _announce(self, key: SigningKey, endorser: SigningKey | None, actor: str) -> Entry:
        payload = {
            "key": key.id,
            "public_key": key.public.hex(),
            "previous": endorser.id if endorser else "",
            "endorsement": endorser.endorse(key.public) if endorser else "",
        }
        return self.append("key", actor, payload)


def _involving(what: str, value: str) -> Select[tuple[int]]:
    return select(involved.c.seq).where(involved.c.what == what, involved.c.value == value)
