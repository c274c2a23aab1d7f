"""People and their accounts: who they are, how they sign in, what they may do. No screens.

How other rooms use it::

    people = People(ledger)
    token = people.sign_in(login, password, now)          # HandbookError if refused
    who = people.session(token, now)                      # Who, or None: read it again for every request
    people.sign_out(token); people.sign_out_everywhere(who.id)
    people.confirm(who, password, now)                    # before a signature: HandbookError if wrong
    people.change_password(who, old, new, now, keep=token)
    people.names()                                        # id -> name, for showing entries

`CONSOLE` acts for the operator at the command line. `app.accounts` administers (add, role, reset …); the server
calls its `first_start()` once and prints the one-time password of the first administrator. `app.opening` opens all.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import cast

from app.access import ALL_PROJECTS, Role, Who, require
from app.passwords import check_password, hash_password, matches
from app.records import directory
from app.records.directory import Licence, Person
from app.records.entry import utc_moment, utc_text
from app.records.kinds import SYSTEM
from app.records.ledger import Ledger
from indexer.clauses import HandbookError

CONSOLE = Who(SYSTEM, "控制台", "administrator", projects=(ALL_PROJECTS,))
"""The operator at the command line of the server, who has the files anyway."""

SESSION_HOURS = 12
"""A session ends after so long (OWASP ASVS 4.0, 3.3.2, level 2) …"""
IDLE_MINUTES = 30
"""… or when nothing was asked for so long."""
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last request is kept; spares a write for each."""
FREE_FAILURES = 5
"""Wrong passwords in a row before the account is locked …"""
FIRST_LOCK = timedelta(seconds=30)
"""… for so long, doubled with each further one …"""
LONGEST_LOCK = timedelta(minutes=15)
"""… up to this, so that nobody can lock somebody else out for a day."""

REFUSED = "登录名或密码不对，或因连续输错而暂时锁定。"
"""One sentence for all, so that nobody learns which accounts exist."""


class People:
    """Signing in and out, and who is who, over the records of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.database = ledger.database

    # --- signing in

    def sign_in(self, login: str, password: str, now: datetime) -> str:
        """Open a session.

        Returns:
            Its token, for a cookie; only its hash is kept.

        Raises:
            HandbookError: Wrong, locked or disabled; the sentence does not say which.
        """
        return self._opened(self._checked(login.strip(), password, now), now)

    def sign_in_vouched(self, login: str, now: datetime) -> str:
        """Open a session for somebody whom the company's identity provider has just identified.

        A lock after wrong passwords does not bar it: no password was guessed.

        Raises:
            HandbookError: There is no such account, or it is disabled.
        """
        with self.database.reading() as conn:
            person = directory.by_login(conn, login) if login.isprintable() else None
        if person is None or person.disabled:
            raise HandbookError("这里没有与您对应的账号，或账号已停用。", fix="请管理员建立或启用账号。")
        return self._opened(person, now)

    def _opened(self, person: Person, now: datetime) -> str:
        token = secrets.token_urlsafe(32)
        with self.database.writing() as conn:
            expires = utc_text(now + timedelta(hours=SESSION_HOURS))
            directory.open_session(conn, _hash(token), person.id, utc_text(now), expires)
        return token

    def session(self, token: str, now: datetime) -> Who | None:
        """Who the token belongs to, as the account is at this moment; `None` if the session is over."""
        if not token:
            return None
        hashed, at = _hash(token), utc_text(now)
        with self.database.reading() as conn:
            found = directory.session(conn, hashed)
            person = directory.by_id(conn, found.person) if found else None
        if found is None or person is None or person.disabled:
            return None
        idle = now - utc_moment(found.seen_at)
        if at >= found.expires_at or idle >= timedelta(minutes=IDLE_MINUTES):
            with self.database.writing() as conn:
                directory.close_session(conn, hashed)
            return None
        if idle >= SEEN_EVERY:
            with self.database.writing() as conn:
                directory.seen(conn, hashed, at)
        return who_is(person)

    def sign_out(self, token: str, now: datetime | None = None) -> None:
        """End one session."""
        with self.database.writing() as conn:
            directory.close_session(conn, _hash(token))

    def sign_out_everywhere(self, person: str, now: datetime | None = None) -> None:
        """End every session of a person."""
        with self.database.writing() as conn:
            directory.close_sessions(conn, person)

    def confirm(self, who: Who, password: str, now: datetime) -> None:
        """Make sure that it is still the same person, before a signature.

        Raises:
            HandbookError: It is not the password; wrong ones count as at sign-in.
        """
        person = self.person(who.id)
        self._checked(person.login, password, now)

    def change_password(self, who: Who, old: str, new: str, now: datetime, *, keep: str = "") -> None:
        """Set one's own password; every other session ends.

        Args:
            keep: Token of the session that goes on.

        Raises:
            HandbookError: The old one is wrong, or the new one breaks a rule.
        """
        require(who, "change_own_password", subject=who.id)
        self.confirm(who, old, now)
        person = self.person(who.id)
        form = check_password(new, role=cast(Role, person.role), login=person.login, name=person.name)
        if matches(person.password_hash, form):
            raise HandbookError("新密码与旧密码相同。", fix="换一个新的密码。")
        hashed = hash_password(form)
        with self.ledger.batch() as batch:
            values = {"password_hash": hashed, "must_change": False, "password_set_at": utc_text(now)}
            directory.change(batch.conn, who.id, values)
            directory.close_sessions(batch.conn, who.id, but=_hash(keep) if keep else "")
            batch.append("account", who.id, {"person": who.id, "change": "password_changed"})

    # --- who is who

    def person(self, person: str) -> Person:
        """The person of that id.

        Raises:
            HandbookError: There is none with an account.
        """
        with self.database.reading() as conn:
            found = directory.by_id(conn, person)
        if found is None:
            raise HandbookError(f"没有人员 {person}。", fix="用 handbook users list 查看。")
        return found

    def places(self, person: str) -> tuple[str, ...]:
        """The projects under which somebody's records are kept: all, where none is named or no account is left."""
        with self.database.reading() as conn:
            found = directory.by_id(conn, person)
        return (found.projects if found else ()) or (ALL_PROJECTS,)

    def find(self, login: str) -> Person:
        """The person of that login name.

        Raises:
            HandbookError: There is none.
        """
        with self.database.reading() as conn:
            found = directory.by_login(conn, login)
        if found is None:
            raise HandbookError(f"没有账号“{login}”。", fix="用 handbook users list 查看。")
        return found

    def everybody(self) -> list[Person]:
        """Everybody with an account, disabled ones too."""
        with self.database.reading() as conn:
            return directory.people(conn)

    def visible(self, who: Who) -> list[Person]:
        """The accounts that `who` may see: all, or those who share a project."""
        if who.role in ("supervisor", "manager") and ALL_PROJECTS not in who.projects:
            mine = set(who.projects)
            for project in who.projects:
                require(who, "list_accounts", project=project)
            return [person for person in self.everybody() if mine & set(person.projects)]
        require(who, "list_accounts", project=ALL_PROJECTS)
        return self.everybody()

    def names(self) -> dict[str, str]:
        """Names by id, for showing entries; the console is one of them."""
        with self.database.reading() as conn:
            return {SYSTEM: CONSOLE.name, **directory.names(conn)}

    def projects(self) -> list[str]:
        """Names of the projects served now."""
        with self.database.reading() as conn:
            return directory.open_projects(conn)

    def licences(self, person: str | None = None) -> list[Licence]:
        """Licences of one person or of all, the first to expire first."""
        with self.database.reading() as conn:
            return directory.held_licences(conn, person)

    def licences_due(self, today: date, *, days: int = 60) -> list[Licence]:
        """Licences that have expired or will within `days` days."""
        limit = (today + timedelta(days=days)).isoformat()
        return [one for one in self.licences() if one.expires and one.expires <= limit]

    # --- passwords

    def _checked(self, login: str, password: str, now: datetime) -> Person:
        """The person, if the password is right.

        An attempt is counted before its password is looked at, so that a thousand at once are no way around.
        """
        login = login if login.isprintable() else ""  # no account has such a name, no database such a text
        with self.database.writing() as conn:
            person = directory.lock(conn, login)
            barred = person is None or person.disabled or utc_text(now) < person.locked_until
            if person is not None and not barred:
                directory.change(conn, person.id, _after_failure(person.failures + 1, now))
        right = matches(person.password_hash if person and not barred else "", password)
        if person is None or barred or not right:
            raise HandbookError(REFUSED, fix="核对后稍等再试；忘记密码请管理员重置。")
        with self.database.writing() as conn:
            directory.change(conn, person.id, {"failures": 0, "locked_until": ""})
        return person


def _after_failure(failures: int, now: datetime) -> dict[str, str | int]:
    if failures < FREE_FAILURES:
        return {"failures": failures, "locked_until": ""}
    pause = min(FIRST_LOCK * 2 ** min(failures - FREE_FAILURES, 10), LONGEST_LOCK)
    return {"failures": failures, "locked_until": utc_text(now + pause)}


def who_is(person: Person) -> Who:
    """A person as use cases see them."""
    role = cast(Role, person.role)
    return Who(person.id, person.name, role, person.posts, person.projects, person.must_change)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
