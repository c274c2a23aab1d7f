"""Tables derived from the ledger for reading, written with the entry; they can be built again from it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from app.records.canonical import canonical_text
from app.records.entry import Entry
from app.records.kinds import SYSTEM
from app.records.schema import decisions, involved

_INVOLVED = insert(involved)


def derive(conn: Connection, entry: Entry) -> None:
    """Bring the derived tables up to `entry`."""
    rows = [{"seq": entry.seq, "what": what, "value": value} for what, value in _involved(entry)]
    if rows:
        conn.execute(_INVOLVED, rows)
    if entry.kind == "decision":
        _decide(conn, entry)


def rebuild(conn: Connection, entries: Iterable[Entry]) -> None:
    """Empty the derived tables and fill them again."""
    conn.execute(delete(involved))
    conn.execute(delete(decisions))
    for entry in entries:
        derive(conn, entry)


def stale(conn: Connection, entries: Iterable[Entry]) -> list[str]:
    """Items whose decision in the table is not that of the ledger: the table was changed by hand."""
    fields = ("subject", "item", "digest")
    right = {
        tuple(entry.payload[name] for name in fields): (
            entry.payload["outcome"],
            canonical_text(dict(entry.payload)),
            entry.actor,
            entry.at,
            entry.seq,
        )
        for entry in entries
        if entry.kind == "decision"
    }
    kept = {tuple(row[:3]): tuple(row[3:]) for row in conn.execute(select(decisions))}
    return sorted({str(key[1]) for key in right.keys() | kept.keys() if right.get(key) != kept.get(key)})


def _involved(entry: Entry) -> set[tuple[str, str]]:
    found = {("clause", one.id) for one in entry.clauses}
    people = (entry.actor, entry.payload.get("person"), *entry.payload.get("signers", ()))
    found |= {
        ("person", person) for person in people if isinstance(person, str) and person not in ("", SYSTEM)
    }
    return found


def _decide(conn: Connection, entry: Entry) -> None:
    """The newest decision about an item of this digest stands; an older digest keeps its own."""
    payload = entry.payload
    which = {"subject": payload["subject"], "item": payload["item"], "digest": payload["digest"]}
    conn.execute(delete(decisions).where(*(decisions.c[name] == value for name, value in which.items())))
    conn.execute(
        insert(decisions).values(
            **which,
            outcome=payload["outcome"],
            data=canonical_text(dict(payload)),
            actor=entry.actor,
            at=entry.at,
            seq=entry.seq,
        )
    )
