"""Personal words kept beside the chain: the entry holds a salted commitment, so the words can go."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from app.records.canonical import canonical_bytes, check_text, sha256_hex
from app.records.schema import private_texts

COMMITMENT_SCHEME = "handbook-private/1"
COMMITMENT_PREFIX = "hp1-sha256:"
SALT_BYTES = 32
"""As long as the digest, so that short words (names, numbers) cannot be guessed from a commitment."""


def commitment(salt: str, field: str, subject: str, text: str) -> str:
    """Commitment to one personal word; `salt` is hex and known only as long as the words are kept."""
    sealed = {"scheme": COMMITMENT_SCHEME, "salt": salt, "field": field, "subject": subject, "text": text}
    return COMMITMENT_PREFIX + sha256_hex(canonical_bytes(sealed))


def conceal(words: Mapping[str, str], subject: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Commitments by field for the payload, and the rows to keep beside it.

    Raises:
        RecordsError: A word that the database cannot hold.
    """
    hidden, rows = {}, []
    for field, text in words.items():
        check_text(text, field)
        salt = secrets.token_hex(SALT_BYTES)
        hidden[field] = commitment(salt, field, subject, text)
        rows.append(
            {"commitment": hidden[field], "field": field, "subject": subject, "salt": salt, "text": text}
        )
    return hidden, rows


def reveal(conn: Connection, payload: Mapping[str, Any]) -> dict[str, str | None]:
    """The personal words of one payload by field; `None` for what was erased."""
    hidden: Mapping[str, str] = payload.get("private", {})
    query = select(private_texts.c.commitment, private_texts.c.text)
    rows = conn.execute(query.where(private_texts.c.commitment.in_(list(hidden.values()))))
    kept = dict(rows.all())
    return {field: kept.get(sealed) for field, sealed in hidden.items()}


def kept_about(conn: Connection, subject: str) -> list[str]:
    """Commitments to the words about one person that are still kept."""
    found = select(private_texts.c.commitment).where(private_texts.c.subject == subject)
    return sorted(conn.execute(found).scalars())


def forget(conn: Connection, commitments: Sequence[str]) -> None:
    """Drop the words and their salts; what is left cannot be turned back."""
    conn.execute(delete(private_texts).where(private_texts.c.commitment.in_(list(commitments))))
