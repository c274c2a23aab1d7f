"""The tables: the ledger's are append-only (`protection`), others derived from it, others for working."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _key(name: str) -> Column[str]:
    return Column(name, String(200), primary_key=True)


def _number(name: str, default: str | None = None) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=default)


# --- the ledger: append-only

ledger = Table(
    "ledger",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _text("kind"),
    _text("at"),
    _text("clock"),
    _text("actor"),
    _text("project"),
    _text("edition"),
    _text("clauses"),
    _text("meaning"),
    _text("payload"),
    _text("prev"),
    _text("digest"),
    Index("ix_ledger_kind", "kind"),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("length", Integer, primary_key=True, autoincrement=False),
    _text("head"),
    _text("root"),
    _text("at"),
    _text("key"),
    _text("signature"),
)

APPEND_ONLY = (ledger, checkpoints)

# --- personal words beside the chain: may be erased, cannot be altered unnoticed

private_texts = Table(
    "private_texts",
    metadata,
    _key("commitment"),
    _number("seq"),
    _text("field"),
    _text("subject"),
    _text("salt"),
    _text("text"),
    Index("ix_private_texts_seq", "seq"),
    Index("ix_private_texts_subject", "subject"),
)

# --- derived from the ledger (`derived.rebuild`)

involved = Table(
    "involved",
    metadata,
    _key("what"),
    _key("value"),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,  # one tree to write for each entry instead of three
)

decisions = Table(
    "decisions",
    metadata,
    _key("subject"),
    _key("item"),
    _key("digest"),
    _text("outcome"),
    _text("data"),
    _text("actor"),
    _text("at"),
    _number("seq"),
)

# --- people

persons = Table(
    "persons",
    metadata,
    _key("id"),
    _text("name"),
    _text("staff_no", ""),
    _text("phone", ""),
    _text("created_at"),
    _text("left_at", ""),
    _text("erased_at", ""),
)

accounts = Table(
    "accounts",
    metadata,
    _key("person"),
    Column("login", String(200), nullable=False, unique=True),
    _text("password_hash"),
    _text("role"),
    _text("posts", "[]"),
    _text("projects", "[]"),
    _number("must_change", "0"),
    _number("disabled", "0"),
    _number("failures", "0"),
    _text("locked_until", ""),
    _text("password_set_at", ""),
)

sessions = Table(
    "sessions",
    metadata,
    _key("token_hash"),
    _text("person"),
    _text("created_at"),
    _text("expires_at"),
    _text("seen_at"),
    Index("ix_sessions_person", "person"),
)

licences = Table(
    "licences",
    metadata,
    _key("person"),
    _key("licence"),
    _text("number", ""),
    _text("expires", ""),
)

projects = Table("projects", metadata, _key("name"), _text("note", ""), _text("closed_at", ""))

# --- work in progress: saved as it goes, an entry at its end

running = Table(
    "running",
    metadata,
    _key("id"),
    _text("kind"),
    _text("person"),
    _text("project", ""),
    _text("started_at"),
    _text("due_at", ""),
    _text("plan"),
    Index("ix_running_kind_person", "kind", "person"),
)

running_answers = Table(
    "running_answers",
    metadata,
    _key("running"),
    _key("item"),
    _text("value"),
    _text("saved_at"),
    _number("version", "1"),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("question"),
    _text("asked_at"),
    _text("nearest", "[]"),
    _text("post", ""),
    _number("times", "1"),
    _text("closed_at", ""),
    _text("closed_by", ""),
    _text("answer", ""),
    Index("ix_unanswered_question", "question"),
)
