"""Entries appended within one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from app.records.canonical import canonical_text, read_canonical
from app.records.clock import Clock
from app.records.derived import derive
from app.records.entry import NO_ENTRY, ClauseRef, Entry, check_head, seal, utc_moment, utc_text
from app.records.errors import RecordsError
from app.records.kinds import SYSTEM, check_payload
from app.records.private import conceal
from app.records.schema import ledger, private_texts

HOLD = timedelta(seconds=2)
"""A reading earlier than the last entry by no more than this is held at the last entry's time: the clocks of
several computers differ by so much. More is a clock that went back, and gets an entry of its own."""


# built once: building a statement costs more than running it
_LAST = select(ledger.c.seq, ledger.c.at, ledger.c.digest).order_by(ledger.c.seq.desc()).limit(1)
_INSERT = insert(ledger)


class Batch:
    """The writing end of the ledger while one transaction lasts; it alone may append meanwhile."""

    def __init__(self, conn: Connection, clock: Clock) -> None:
        self.conn, self.clock = conn, clock
        self.newest: Entry | None = None
        last = conn.execute(_LAST).first()
        self._seq: int = last.seq if last else 0
        self._at: str = last.at if last else ""
        self._digest: str = last.digest if last else NO_ENTRY

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
    ) -> Entry:
        """Add one entry; see `Ledger.append`. It stands when the transaction ends.

        Raises:
            RecordsError: Something is malformed.
        """
        refs = tuple(ClauseRef(*one) for one in clauses)
        hidden, rows = conceal(private or {}, subject or str(payload.get("person", actor)))
        full = {**payload, "private": hidden} if hidden else dict(payload)
        check_payload(kind, full)
        check_head(actor, project, edition, refs, meaning)
        if kind == "correction" and not 1 <= full["corrects"] <= self._seq:
            raise RecordsError(
                f"要更正的第 {full['corrects']} 条记录不存在。", fix="用 handbook records list 查看。"
            )
        at, source = self._time()
        entry = self._store(kind, actor, full, at, source, project, edition, refs, meaning)
        if rows:
            self.conn.execute(insert(private_texts), [{**row, "seq": entry.seq} for row in rows])
        return entry

    def _time(self) -> tuple[str, str]:
        """Time and source for the next entry; notes a clock that went back."""
        at, source = utc_text(self.clock.now()), self.clock.source
        if at >= self._at:
            return at, source
        behind = utc_moment(self._at) - utc_moment(at)
        if behind <= HOLD:
            return self._at, f"{source}+held"
        note = {"before": self._at, "after": at, "seconds": int(behind.total_seconds())}
        self._store("clock", SYSTEM, note, at, source)
        return at, source

    def _store(
        self,
        kind: str,
        actor: str,
        payload: Mapping[str, Any],
        at: str,
        source: str,
        project: str = "",
        edition: str = "",
        clauses: tuple[ClauseRef, ...] = (),
        meaning: str = "",
    ) -> Entry:
        # the payload goes through JSON, so that the entry returned equals the entry read back
        plain = read_canonical(canonical_text(payload))
        fields = (
            self._seq + 1,
            kind,
            at,
            source,
            actor,
            project,
            edition,
            clauses,
            meaning,
            plain,
            self._digest,
        )
        unsealed = Entry(*fields, "")
        entry = Entry(*fields, seal(unsealed.body()))
        self.conn.execute(_INSERT, entry.row())
        derive(self.conn, entry)
        self._seq, self._at, self._digest = entry.seq, entry.at, entry.digest
        self.newest = entry
        return entry
