"""Decisions derived from the ledger, work in progress, and questions that the handbook did not answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(200), primary_key=True)


def upgrade() -> None:
    op.create_table(
        "decisions",
        _key("subject"),
        _key("item"),
        _key("digest"),
        *(_text(name) for name in ("outcome", "data", "actor", "at")),
        sa.Column("seq", sa.Integer, nullable=False),
    )
    op.create_table(
        "running",
        _key("id"),
        _text("kind"),
        _text("person"),
        _text("project", ""),
        _text("started_at"),
        _text("due_at", ""),
        _text("plan"),
    )
    op.create_index("ix_running_kind_person", "running", ["kind", "person"])
    op.create_table(
        "running_answers",
        _key("running"),
        _key("item"),
        _text("value"),
        _text("saved_at"),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer, primary_key=True),
        _text("question"),
        _text("asked_at"),
        _text("nearest", "[]"),
        _text("post", ""),
        sa.Column("times", sa.Integer, nullable=False, server_default="1"),
        _text("closed_at", ""),
        _text("closed_by", ""),
        _text("answer", ""),
    )
    op.create_index("ix_unanswered_question", "unanswered", ["question"])


def downgrade() -> None:
    for table in ("unanswered", "running_answers", "running", "decisions"):
        op.drop_table(table)
