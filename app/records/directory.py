"""Tables of persons, accounts, sessions, licences and projects: reading and writing, no rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, insert, select, update

from app.records.canonical import canonical_text, read_canonical
from app.records.schema import accounts, licences, persons, projects, running, running_answers, sessions

ERASED_NAME = "（已删除）"
"""What stands for the name of a person whose data was erased."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an account."""

    id: str
    name: str
    login: str
    role: str
    posts: tuple[str, ...]
    projects: tuple[str, ...]
    staff_no: str
    phone: str
    disabled: bool
    must_change: bool
    password_hash: str
    failures: int
    """Wrong passwords in a row."""
    locked_until: str
    """UTC text, or ""."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that somebody holds."""

    person: str
    name: str
    """Of the holder."""
    licence: str
    number: str
    expires: str
    """ISO date, or "" for no end."""


class Session(NamedTuple):
    """Somebody signed in; times are UTC text."""

    person: str
    expires_at: str
    seen_at: str


_PERSON = (
    select(
        persons.c.id,
        persons.c.name,
        persons.c.staff_no,
        persons.c.phone,
        *(column for column in accounts.c if column.name not in ("person", "password_set_at")),
    )
    .select_from(persons.join(accounts, accounts.c.person == persons.c.id))
    .order_by(persons.c.created_at, accounts.c.login)
)


def people(conn: Connection) -> list[Person]:
    """Everybody with an account, in the order of entry."""
    return [_person(row) for row in conn.execute(_PERSON)]


def by_id(conn: Connection, person: str) -> Person | None:
    row = conn.execute(_PERSON.where(persons.c.id == person)).first()
    return _person(row) if row else None


def by_login(conn: Connection, login: str) -> Person | None:
    row = conn.execute(_PERSON.where(accounts.c.login == login)).first()
    return _person(row) if row else None


def names(conn: Connection) -> dict[str, str]:
    """Names by id, of those erased `ERASED_NAME`."""
    return dict(conn.execute(select(persons.c.id, persons.c.name)).all())


def add(conn: Connection, person: Person, at: str) -> None:
    """Enter a person with the account."""
    conn.execute(
        insert(persons).values(
            id=person.id, name=person.name, staff_no=person.staff_no, phone=person.phone, created_at=at
        )
    )
    conn.execute(
        insert(accounts).values(
            person=person.id,
            login=person.login,
            password_hash=person.password_hash,
            role=person.role,
            posts=canonical_text(person.posts),
            projects=canonical_text(person.projects),
            must_change=int(person.must_change),
        )
    )


def change(conn: Connection, person: str, values: Mapping[str, Any]) -> None:
    """Change columns of an account; tuples are kept as JSON, flags as numbers."""
    plain = {
        name: canonical_text(value)
        if isinstance(value, tuple)
        else int(value)
        if isinstance(value, bool)
        else value
        for name, value in values.items()
    }
    conn.execute(update(accounts).where(accounts.c.person == person).values(**plain))


def change_person(conn: Connection, person: str, values: Mapping[str, str]) -> None:
    """Change columns of a person."""
    conn.execute(update(persons).where(persons.c.id == person).values(**values))


def lock(conn: Connection, login: str) -> Person | None:
    """The account of that login, held until the transaction ends (PostgreSQL; SQLite writes alone anyway)."""
    held = conn.execute(select(accounts.c.person).where(accounts.c.login == login).with_for_update()).first()
    return by_login(conn, login) if held else None


def erase(conn: Connection, person: str, at: str) -> None:
    """Drop what is kept about a person outside the ledger; the id stays."""
    concerns = (running.c.person == person) | running.c.plan.contains(f'"person":"{person}"')
    under_way = select(running.c.id).where(concerns)
    conn.execute(delete(running_answers).where(running_answers.c.running.in_(under_way)))
    conn.execute(delete(running).where(concerns))
    for table in (accounts, sessions, licences):
        conn.execute(delete(table).where(table.c.person == person))
    change_person(conn, person, {"name": ERASED_NAME, "staff_no": "", "phone": "", "erased_at": at})


# --- sessions


def open_session(conn: Connection, token_hash: str, person: str, at: str, expires: str) -> None:
    """Enter a session; those long over are dropped with it."""
    conn.execute(delete(sessions).where(sessions.c.expires_at < at))
    conn.execute(
        insert(sessions).values(
            token_hash=token_hash, person=person, created_at=at, expires_at=expires, seen_at=at
        )
    )


def session(conn: Connection, token_hash: str) -> Session | None:
    """The session of that token, over or not."""
    query = select(sessions.c.person, sessions.c.expires_at, sessions.c.seen_at)
    row = conn.execute(query.where(sessions.c.token_hash == token_hash)).first()
    return Session(*row) if row else None


def seen(conn: Connection, token_hash: str, at: str) -> None:
    conn.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=at))


def close_session(conn: Connection, token_hash: str) -> None:
    conn.execute(delete(sessions).where(sessions.c.token_hash == token_hash))


def close_sessions(conn: Connection, person: str, *, but: str = "") -> None:
    """End all sessions of a person, except one token's."""
    conn.execute(delete(sessions).where(sessions.c.person == person, sessions.c.token_hash != but))


# --- licences and projects


def set_licence(conn: Connection, person: str, licence: str, number: str, expires: str) -> None:
    """Enter or renew a licence."""
    conn.execute(delete(licences).where(licences.c.person == person, licences.c.licence == licence))
    conn.execute(insert(licences).values(person=person, licence=licence, number=number, expires=expires))


def held_licences(conn: Connection, person: str | None = None) -> list[Licence]:
    """Licences of one person or of all, the first to expire first, those without an end last."""
    query = select(licences, persons.c.name).join(persons, persons.c.id == licences.c.person)
    if person is not None:
        query = query.where(licences.c.person == person)
    rows = conn.execute(query).all()
    held = [Licence(row.person, row.name, row.licence, row.number, row.expires) for row in rows]
    return sorted(held, key=lambda one: (one.expires or "9999", one.person, one.licence))


def add_project(conn: Connection, name: str, note: str = "") -> None:
    """Enter a project unless it is known."""
    if conn.execute(select(projects.c.name).where(projects.c.name == name)).first() is None:
        conn.execute(insert(projects).values(name=name, note=note))


def open_projects(conn: Connection) -> list[str]:
    """Names of the projects served now, sorted."""
    return sorted(conn.execute(select(projects.c.name).where(projects.c.closed_at == "")).scalars())


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        login=row.login,
        role=row.role,
        posts=_words(row.posts),
        projects=_words(row.projects),
        staff_no=row.staff_no,
        phone=row.phone,
        disabled=bool(row.disabled),
        must_change=bool(row.must_change),
        password_hash=row.password_hash,
        failures=row.failures,
        locked_until=row.locked_until,
    )


def _words(text: str) -> tuple[str, ...]:
    words: Sequence[str] = read_canonical(text)
    return tuple(words)
