"""Working tables: sittings and inspections under way, decisions as they stand, questions without an answer.

What is under way is saved answer by answer and dropped in the transaction of the entry that ends it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from app.records.canonical import canonical_text, check_text, check_value, read_canonical
from app.records.database import Database
from app.records.entry import utc_text
from app.records.errors import RecordsError
from app.records.schema import decisions, running, running_answers, unanswered


@dataclass(frozen=True, slots=True)
class Running:
    """A sitting or inspection under way."""

    id: str
    kind: str
    """``sitting`` or ``inspection``."""
    person: str
    project: str
    started_at: str
    due_at: str
    """UTC text after which answers are refused, or ""."""
    plan: Any
    """What was drawn: items with digests, edition, seed …"""


@dataclass(frozen=True, slots=True)
class Decision:
    """The newest decision about one item in one wording."""

    subject: str
    item: str
    digest: str
    outcome: str
    data: Mapping[str, Any]
    """The whole payload of the entry."""
    actor: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the handbook did not answer."""

    id: int
    question: str
    asked_at: str
    nearest: Sequence[str]
    """Sections or clauses that came nearest."""
    post: str
    times: int
    closed_at: str
    closed_by: str
    answer: str


class Store:
    """The working tables of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # --- under way

    def start(
        self,
        kind: str,
        person: str,
        plan: Any,
        now: datetime,
        *,
        project: str = "",
        due_at: datetime | None = None,
    ) -> Running:
        """Begin a sitting or inspection; `plan` is kept as JSON."""
        check_value(plan, "plan")
        begun = Running(
            secrets.token_hex(16),
            kind,
            person,
            project,
            utc_text(now),
            utc_text(due_at) if due_at else "",
            plan,
        )
        with self.database.writing() as conn:
            conn.execute(
                insert(running).values(
                    id=begun.id,
                    kind=kind,
                    person=person,
                    project=project,
                    started_at=begun.started_at,
                    due_at=begun.due_at,
                    plan=canonical_text(plan),
                )
            )
        return begun

    def running(self, running_id: str) -> Running | None:
        """What is under way by that id; `None` once it has ended."""
        with self.database.reading() as conn:
            row = conn.execute(select(running).where(running.c.id == running_id)).first()
        return _running(row) if row else None

    def running_of(self, person: str, kind: str) -> list[Running]:
        """What a person has under way, oldest first."""
        query = select(running).where(running.c.person == person, running.c.kind == kind)
        with self.database.reading() as conn:
            return [_running(row) for row in conn.execute(query.order_by(running.c.started_at, running.c.id))]

    def save_answer(self, running_id: str, item: str, value: Any, now: datetime) -> int:
        """Save one answer; on return it is on the disk.

        Returns:
            How often this item has been saved.

        Raises:
            RecordsError: It has ended, its time is over, or the answer could not be made durable.
        """
        check_text(item, "题号")
        check_value(value, item)
        at = utc_text(now)
        with self.database.writing() as conn:
            lock = select(running.c.due_at).where(running.c.id == running_id).with_for_update()
            due_at = conn.execute(lock).scalar()
            if due_at is None:
                raise RecordsError("这次作答已经结束，答案没有保存。", fix="查看结果，或重新开始。")
            if due_at and at > due_at:
                raise RecordsError("作答时间已到，答案没有保存。", fix="交卷。")
            where = (running_answers.c.running == running_id, running_answers.c.item == item)
            version = (conn.execute(select(running_answers.c.version).where(*where)).scalar() or 0) + 1
            saved = {"value": canonical_text(value), "saved_at": at, "version": version}
            if version == 1:
                conn.execute(insert(running_answers).values(running=running_id, item=item, **saved))
            else:
                conn.execute(update(running_answers).where(*where).values(**saved))
        return version

    def answers(self, running_id: str) -> dict[str, Any]:
        """The answers saved so far, by item."""
        with self.database.reading() as conn:
            return answers_within(conn, running_id)

    # --- decisions

    def decisions(self, subject: str | None = None) -> list[Decision]:
        """Decisions as they stand, oldest first; `subject` is ``question``, ``item`` or ``change``."""
        query = select(decisions).order_by(decisions.c.seq)
        if subject is not None:
            query = query.where(decisions.c.subject == subject)
        with self.database.reading() as conn:
            return [_decision(row) for row in conn.execute(query)]

    # --- questions without an answer

    def note_unanswered(
        self, question: str, nearest: Sequence[str], now: datetime, *, post: str = ""
    ) -> None:
        """Remember a question that found no answer; the same open question is counted."""
        check_text(question, "问题")
        with self.database.writing() as conn:
            same = (unanswered.c.question == question, unanswered.c.closed_at == "")
            counted = conn.execute(update(unanswered).where(*same).values(times=unanswered.c.times + 1))
            if not counted.rowcount:
                conn.execute(
                    insert(unanswered).values(
                        question=question,
                        asked_at=utc_text(now),
                        nearest=canonical_text(list(nearest)),
                        post=post,
                    )
                )

    def unanswered(self, *, closed: bool = False) -> list[Unanswered]:
        """Open (or closed) questions, most asked first."""
        wanted = unanswered.c.closed_at != "" if closed else unanswered.c.closed_at == ""
        query = select(unanswered).where(wanted).order_by(unanswered.c.times.desc(), unanswered.c.id)
        with self.database.reading() as conn:
            return [
                Unanswered(
                    row.id,
                    row.question,
                    row.asked_at,
                    read_canonical(row.nearest),
                    row.post,
                    row.times,
                    row.closed_at,
                    row.closed_by,
                    row.answer,
                )
                for row in conn.execute(query)
            ]

    def close_unanswered(self, number: int, by: str, answer: str, now: datetime) -> None:
        """Say how an open question was settled (a clause id, 不属于手册 …).

        Raises:
            RecordsError: There is no such open question.
        """
        check_text(answer, "答复")
        closing = update(unanswered).where(unanswered.c.id == number, unanswered.c.closed_at == "")
        with self.database.writing() as conn:
            done = conn.execute(closing.values(closed_at=utc_text(now), closed_by=by, answer=answer))
            if not done.rowcount:
                raise RecordsError(f"没有第 {number} 号未答问题，或已经处理。", fix="刷新列表后再试。")


def answers_within(conn: Connection, running_id: str) -> dict[str, Any]:
    """The saved answers as a transaction sees them, by item."""
    query = select(running_answers.c.item, running_answers.c.value).where(
        running_answers.c.running == running_id
    )
    return {
        item: read_canonical(value) for item, value in conn.execute(query.order_by(running_answers.c.item))
    }


def finish(conn: Connection, running_id: str) -> dict[str, Any]:
    """End what is under way inside the transaction of its entry.

    Returns:
        The answers saved at this moment, by item; no later one is taken.

    Raises:
        RecordsError: It has ended before: two windows handed in at once.
    """
    lock = select(running.c.id).where(running.c.id == running_id).with_for_update()
    if conn.execute(lock).first() is None:
        raise RecordsError("这次作答已经结束。", fix="查看结果，或重新开始。")
    answers = answers_within(conn, running_id)
    conn.execute(delete(running_answers).where(running_answers.c.running == running_id))
    conn.execute(delete(running).where(running.c.id == running_id))
    return answers


def _running(row: Row[Any]) -> Running:
    return Running(
        row.id, row.kind, row.person, row.project, row.started_at, row.due_at, read_canonical(row.plan)
    )


def _decision(row: Row[Any]) -> Decision:
    data = read_canonical(row.data)
    return Decision(row.subject, row.item, row.digest, row.outcome, data, row.actor, row.at, row.seq)
