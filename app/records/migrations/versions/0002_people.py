"""People, their accounts, sessions, licences and projects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(200), primary_key=True)


def upgrade() -> None:
    op.create_table(
        "persons",
        _key("id"),
        _text("name"),
        _text("staff_no", ""),
        _text("phone", ""),
        _text("created_at"),
        _text("left_at", ""),
        _text("erased_at", ""),
    )
    op.create_table(
        "accounts",
        _key("person"),
        sa.Column("login", sa.String(200), nullable=False, unique=True),
        _text("password_hash"),
        _text("role"),
        _text("posts", "[]"),
        _text("projects", "[]"),
        *(
            sa.Column(name, sa.Integer, nullable=False, server_default="0")
            for name in ("must_change", "disabled", "failures")
        ),
        _text("locked_until", ""),
        _text("password_set_at", ""),
    )
    op.create_table(
        "sessions",
        _key("token_hash"),
        *(_text(name) for name in ("person", "created_at", "expires_at", "seen_at")),
    )
    op.create_index("ix_sessions_person", "sessions", ["person"])
    op.create_table("licences", _key("person"), _key("licence"), _text("number", ""), _text("expires", ""))
    op.create_table("projects", _key("name"), _text("note", ""), _text("closed_at", ""))


def downgrade() -> None:
    for table in ("projects", "licences", "sessions", "accounts", "persons"):
        op.drop_table(table)
