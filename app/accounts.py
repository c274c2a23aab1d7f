"""Administering accounts. Each change is an entry of the ledger, made in one transaction with the account."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from app.access import ALL_PROJECTS, ROLE_NAMES, ROLES, Role, Who, require
from app.passwords import check_password, hash_password, one_time
from app.people import CONSOLE, People
from app.records import directory
from app.records.batch import Batch
from app.records.directory import Person
from app.records.entry import Entry, utc_text
from indexer.clauses import HandbookError

FIRST_LOGIN = "admin"
"""Login name of the administrator that the first start makes."""


@dataclass(frozen=True, slots=True)
class Issued:
    """An account with the one-time password that was made for it; shown once, kept nowhere."""

    person: Person
    password: str
    made: bool = True
    """Whether the program chose it; then it must be changed at first sign-in."""


class Accounts:
    """Adding, changing, disabling and erasing people."""

    def __init__(self, people: People) -> None:
        self.people, self.ledger, self.database = people, people.ledger, people.database

    def first_start(self) -> Issued | None:
        """The administrator of a new installation, once; `None` where there are accounts."""
        with self.database.reading() as conn:
            if directory.people(conn):
                return None
        fresh = new_person(name="管理员", login=FIRST_LOGIN, role="administrator", projects=(ALL_PROJECTS,))
        issued = issue(fresh)
        with self.ledger.batch() as batch:
            if directory.people(batch.conn):
                return None
            enter(batch, CONSOLE, issued.person)
        return issued

    def add(
        self,
        actor: Who,
        name: str,
        login: str,
        role: str,
        *,
        posts: Sequence[str] = (),
        projects: Sequence[str] = (),
        staff_no: str = "",
        phone: str = "",
        password: str | None = None,
    ) -> Issued:
        """Enter a person with an account; without a `password`, with a one-time one that must be changed.

        Raises:
            HandbookError: The login name is taken or malformed, the role unknown, or `actor` may not.
        """
        fresh = new_person(
            name=name,
            login=login,
            role=role,
            posts=tuple(posts),
            projects=tuple(projects),
            staff_no=staff_no,
            phone=phone,
        )
        require(actor, "manage_accounts", subject=fresh.id)
        issued = issue(fresh, password)
        with self.ledger.batch() as batch:
            enter(batch, actor, issued.person)
        return issued

    def set_role(self, actor: Who, login: str, role: str) -> Person:
        """Give another role; not to oneself."""
        person = self.people.find(login)
        require(actor, "manage_accounts", subject=person.id)
        check_role(role)
        with self.ledger.batch() as batch:
            change_role(batch, actor, person, role)
        return replace(person, role=role)

    def assign(self, actor: Who, login: str, *, posts: Sequence[str], projects: Sequence[str]) -> Person:
        """Set posts and projects: a transfer."""
        person = self.people.find(login)
        require(actor, "manage_accounts", subject=person.id)
        with self.ledger.batch() as batch:
            change_assignment(batch, actor, person, tuple(posts), tuple(projects))
        return replace(person, posts=tuple(posts), projects=tuple(projects))

    def disable(self, actor: Who, login: str, *, reason: str = "") -> None:
        """Close an account and every session of it; the last administrator's stays."""
        person = self.people.find(login)
        require(actor, "manage_accounts", subject=person.id)
        with self.ledger.batch() as batch:
            disable(batch, actor, person, reason)

    def enable(self, actor: Who, login: str) -> None:
        """Open a disabled account again."""
        person = self.people.find(login)
        require(actor, "manage_accounts", subject=person.id)
        with self.ledger.batch() as batch:
            directory.change(batch.conn, person.id, {"disabled": False, "failures": 0, "locked_until": ""})
            batch.append("account", actor.id, {"person": person.id, "change": "enabled"})

    def reset(self, actor: Who, login: str, password: str | None = None) -> Issued:
        """Set a one-time password (random unless given) that must be changed; every session ends."""
        person = self.people.find(login)
        require(actor, "reset_password", subject=person.id)
        issued = issue(person, password)
        with self.ledger.batch() as batch:
            values: dict[str, Any] = {
                "password_hash": issued.person.password_hash,
                "must_change": True,
                "failures": 0,
                "locked_until": "",
            }
            directory.change(batch.conn, person.id, values)
            directory.close_sessions(batch.conn, person.id)
            batch.append("account", actor.id, {"person": person.id, "change": "password_reset"})
        return issued

    def add_licence(
        self, actor: Who, login: str, licence: str, *, number: str = "", expires: str = ""
    ) -> None:
        """Enter or renew a licence.

        Args:
            expires: ISO date of the last valid day, or "" for no end.
        """
        person = self.people.find(login)
        project = next((one for one in person.projects if one in actor.projects), ALL_PROJECTS)
        require(actor, "manage_licences", project=project)
        with self.ledger.batch() as batch:
            enter_licence(batch, actor, person.id, licence, number, expires)

    def add_project(self, actor: Who, name: str, note: str = "") -> None:
        """Enter a project (小区)."""
        require(actor, "manage_projects")
        with self.database.writing() as conn:
            directory.add_project(conn, name, note)

    def erase(
        self, actor: Who, person: str, reason: str, now: datetime, *, retain_until: date | None = None
    ) -> Entry:
        """Forget what is known of a person; before the end of retention, restrict it instead.

        Returns:
            The entry ``erasure`` or ``restriction``.
        """
        require(actor, "erase_person", subject=person)
        known = self.people.names()
        if person not in known:
            raise HandbookError(f"没有人员 {person}。", fix="用 handbook users list 查看。")
        if retain_until is not None and now.date() < retain_until:
            with self.ledger.batch() as batch:
                directory.change(batch.conn, person, {"disabled": True})
                directory.close_sessions(batch.conn, person)
                payload = {"person": person, "until": retain_until.isoformat(), "reason": reason}
                return batch.append("restriction", actor.id, payload)

        def _clear(conn: Any) -> None:
            found = directory.by_id(conn, person)
            if found is not None:
                _keep_an_administrator(conn, found)
            directory.erase(conn, person, utc_text(now))

        return self.ledger.erase(person, actor.id, reason, also=_clear)


# --- steps inside a transaction, shared with the import of staff


def enter(batch: Batch, actor: Who, person: Person) -> None:
    """Enter a new person; name and numbers stay outside the chain."""
    if directory.by_login(batch.conn, person.login) is not None:
        raise HandbookError(f"登录名“{person.login}”已经有人用。", fix="换一个登录名。")
    words = {"name": person.name, "staff_no": person.staff_no, "phone": person.phone}
    payload = {
        "person": person.id,
        "change": "created",
        "role": person.role,
        "posts": list(person.posts),
        "projects": list(person.projects),
    }
    entry = batch.append(
        "account", actor.id, payload, private={field: word for field, word in words.items() if word}
    )
    directory.add(batch.conn, person, entry.at)
    for project in person.projects:
        if project != ALL_PROJECTS:
            directory.add_project(batch.conn, project)


def change_role(batch: Batch, actor: Who, person: Person, role: str) -> None:
    if role != "administrator":
        _keep_an_administrator(batch.conn, person)
    directory.change(batch.conn, person.id, {"role": role})
    batch.append("role", actor.id, {"person": person.id, "role": role, "before": person.role})


def change_assignment(
    batch: Batch, actor: Who, person: Person, posts: tuple[str, ...], projects: tuple[str, ...]
) -> None:
    directory.change(batch.conn, person.id, {"posts": posts, "projects": projects})
    for project in projects:
        if project != ALL_PROJECTS:
            directory.add_project(batch.conn, project)
    before: Mapping[str, Any] = {"posts": list(person.posts), "projects": list(person.projects)}
    payload = {"person": person.id, "posts": list(posts), "projects": list(projects), "before": before}
    batch.append("assignment", actor.id, payload)


def disable(batch: Batch, actor: Who, person: Person, reason: str = "") -> None:
    _keep_an_administrator(batch.conn, person)
    directory.change(batch.conn, person.id, {"disabled": True})
    directory.close_sessions(batch.conn, person.id)
    private = {"reason": reason} if reason else None
    batch.append("account", actor.id, {"person": person.id, "change": "disabled"}, private=private)


def enter_licence(batch: Batch, actor: Who, person: str, licence: str, number: str, expires: str) -> None:
    if not licence.strip():
        raise HandbookError("没有写证件名称。", fix="从岗位须持的证件里选，或写全名。")
    if expires:
        _check_date(expires)
    directory.set_licence(batch.conn, person, licence, number, expires)
    private = {"number": number} if number else None
    payload = {"person": person, "licence": licence, "expires": expires}
    batch.append("licence", actor.id, payload, private=private)


def new_person(
    *,
    name: str,
    login: str,
    role: str,
    posts: tuple[str, ...] = (),
    projects: tuple[str, ...] = (),
    staff_no: str = "",
    phone: str = "",
) -> Person:
    """A person without a password yet.

    Raises:
        HandbookError: Name or login name is malformed, or the role unknown.
    """
    login, name = login.strip(), name.strip()
    if not name or len(name) > 50 or not name.isprintable():
        raise HandbookError(f"姓名“{name[:50]}”不合格式。", fix="写 1 至 50 个字。")
    if not login or len(login) > 50 or not login.isprintable() or " " in login:
        raise HandbookError(f"登录名“{login[:50]}”不合格式。", fix="写 1 至 50 个字符，不含空格。")
    check_role(role)
    return Person(
        id=f"p-{secrets.token_hex(8)}",
        name=name,
        login=login,
        role=role,
        posts=posts,
        projects=projects,
        staff_no=staff_no.strip(),
        phone=phone.strip(),
        disabled=False,
        must_change=True,
        password_hash="",
        failures=0,
        locked_until="",
    )


def check_role(role: str) -> Role:
    """Refuse a role outside the table.

    Raises:
        HandbookError: With the roles there are.
    """
    if role not in ROLES:
        known = "、".join(f"{one}（{ROLE_NAMES[one]}）" for one in ROLES)
        raise HandbookError(f"没有角色“{role}”。", fix=f"可用的角色：{known}。")
    return role


def issue(person: Person, password: str | None = None) -> Issued:
    """Hash the password given, or a one-time one; slow on purpose, so outside any transaction.

    Raises:
        HandbookError: The password given breaks a rule.
    """
    if password is not None:
        check_password(password, role=cast(Role, person.role), login=person.login, name=person.name)
    made = password is None
    chosen = one_time() if password is None else password
    return Issued(replace(person, password_hash=hash_password(chosen), must_change=made), chosen, made)


def _keep_an_administrator(conn: Any, person: Person) -> None:
    others = [
        one
        for one in directory.people(conn)
        if one.role == "administrator" and not one.disabled and one.id != person.id
    ]
    if person.role == "administrator" and not others:
        raise HandbookError("这是最后一个管理员账号。", fix="先另设一名管理员。")


def _check_date(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise HandbookError(f"日期“{text}”不合格式。", fix="写成 2027-05-31。") from None
