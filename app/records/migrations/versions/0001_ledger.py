"""The ledger, its checkpoints, the personal words beside it, and the look-up derived from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in [
                "kind",
                "at",
                "clock",
                "actor",
                "project",
                "edition",
                "clauses",
                "meaning",
                "payload",
                "prev",
                "digest",
            ]
        ),
    )
    op.create_index("ix_ledger_kind", "ledger", ["kind"])
    op.create_table(
        "checkpoints",
        sa.Column("length", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ["head", "root", "at", "key", "signature"]),
    )
    op.create_table(
        "private_texts",
        sa.Column("commitment", sa.String(200), primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ["field", "subject", "salt", "text"]),
    )
    op.create_index("ix_private_texts_seq", "private_texts", ["seq"])
    op.create_index("ix_private_texts_subject", "private_texts", ["subject"])
    op.create_table(
        "involved",
        sa.Column("what", sa.String(200), primary_key=True),
        sa.Column("value", sa.String(200), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("involved", "private_texts", "checkpoints", "ledger"):
        op.drop_table(table)
