"""One entry of the ledger and its seal. The bytes are a contract: docs/ledger-format.md."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from app.records.canonical import canonical_bytes, canonical_text, check_text, read_canonical, sha256_hex
from app.records.errors import RecordsError
from app.records.kinds import CLAUSE_ID, EDITION, PERSON_ID, SHA256, SYSTEM

SCHEME = "handbook-ledger/1"
"""Named inside every sealed entry, so that a later rule can never be mistaken for this one."""
SEAL_PREFIX = "hb1-sha256:"
"""Prefix of every entry digest under `SCHEME`."""
NO_ENTRY = SEAL_PREFIX + "0" * 64
"""`prev` of the first entry."""
COLUMNS = (
    "seq",
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
)
"""Columns of the table, in order; `clauses` and `payload` are canonical JSON texts, `seq` a number."""

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
LONGEST_WORD = 200
LONGEST_MEANING = 1000


class ClauseRef(NamedTuple):
    """A clause and the wording of it that the entry is about."""

    id: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened: who, when, what, which edition and clauses, and what a signature meant."""

    seq: int
    """Place in the ledger, counting from 1 without a gap."""
    kind: str
    at: str
    """UTC with microseconds, e.g. ``2026-12-01T08:00:00.000000Z``."""
    clock: str
    """Source of the time: ``system``, ``demo`` …; ``+held`` where a reading slightly too early was held."""
    actor: str
    """Opaque id of the person who did it, or ``system``."""
    project: str
    """Project (小区) concerned, or ""."""
    edition: str
    clauses: tuple[ClauseRef, ...]
    meaning: str
    """What the actor's signature means, e.g. 本人已阅读并理解; "" if nothing was signed."""
    payload: Mapping[str, Any]
    prev: str
    digest: str

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Entry:
        """The entry in a row of `COLUMNS`.

        Raises:
            ValueError: `clauses` or `payload` is not canonical JSON of the right shape.
        """
        seq, kind, at, clock, actor, project, edition, clauses, meaning, payload, prev, digest = row
        listed = tuple(ClauseRef(one["id"], one["fingerprint"]) for one in read_canonical(clauses))
        return cls(
            seq,
            kind,
            at,
            clock,
            actor,
            project,
            edition,
            listed,
            meaning,
            read_canonical(payload),
            prev,
            digest,
        )

    def row(self) -> dict[str, object]:
        """The columns of this entry."""
        body = self.body()
        return {
            **{name: body[name] for name in COLUMNS if name not in ("clauses", "payload", "digest")},
            "clauses": canonical_text(body["clauses"]),
            "payload": canonical_text(body["payload"]),
            "digest": self.digest,
        }

    def body(self) -> dict[str, Any]:
        """What the seal covers, apart from the scheme."""
        return {
            "seq": self.seq,
            "kind": self.kind,
            "at": self.at,
            "clock": self.clock,
            "actor": self.actor,
            "project": self.project,
            "edition": self.edition,
            "clauses": [{"id": one.id, "fingerprint": one.fingerprint} for one in self.clauses],
            "meaning": self.meaning,
            "payload": dict(self.payload),
            "prev": self.prev,
        }

    def as_json(self) -> dict[str, Any]:
        """The entry with its digest, as exports and `records show` give it."""
        return {**self.body(), "digest": self.digest}


def seal(body: Mapping[str, Any]) -> str:
    """Digest of an entry's body, which holds the digest before it (`prev`)."""
    return SEAL_PREFIX + sha256_hex(canonical_bytes({"scheme": SCHEME, **body}))


def utc_text(moment: datetime) -> str:
    """`moment` as entries write it.

    Raises:
        ValueError: It has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def utc_moment(text: str) -> datetime:
    """The moment that `utc_text` wrote."""
    return datetime.fromisoformat(text)


def check_head(actor: str, project: str, edition: str, clauses: Sequence[ClauseRef], meaning: str) -> None:
    """Refuse malformed ids around a payload.

    Raises:
        RecordsError: With the field that is wrong.
    """
    if actor != SYSTEM and not PERSON_ID.fullmatch(actor):
        raise RecordsError(
            f"“{actor}”不是人员编号。", fix="用系统给的人员编号（p- 加 16 位十六进制），不要写姓名。"
        )
    if edition and not EDITION.fullmatch(edition):
        raise RecordsError(f"“{edition}”不是版本号。", fix="版本写成 A/0、A/1。")
    for one in clauses:
        if not CLAUSE_ID.fullmatch(one.id) or not SHA256.fullmatch(one.fingerprint):
            raise RecordsError(
                f"条款 {one.id!r}（{one.fingerprint!r}）不合格式。",
                fix="编号写成 2.1-03，指纹写成 sha256:…。",
            )
    for place, word, limit in (("项目", project, LONGEST_WORD), ("签名含义", meaning, LONGEST_MEANING)):
        check_text(word, place)
        if len(word) > limit:
            raise RecordsError(f"“{word[:20]}…”超过 {limit} 个字。", fix="写短一些。")
