"""When checkpoints are made, and where they go."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert, select

from app.records.canonical import read_canonical
from app.records.checkpoints import Checkpoint, append_anchor, last_length
from app.records.database import Database
from app.records.entry import Entry, utc_moment, utc_text
from app.records.errors import RecordsError
from app.records.keys import KeyRing, SigningKey
from app.records.merkle import Tree
from app.records.schema import checkpoints, ledger

EVERY_ENTRIES = 100
"""A checkpoint is due after so many entries …"""
EVERY = timedelta(minutes=10)
"""… or when an entry has waited so long for one."""

_log = logging.getLogger("handbook.records")


class Anchoring:
    """Makes checkpoints of one ledger. An anchor file that cannot be written never costs a record."""

    def __init__(self, database: Database, keys: KeyRing | None, anchors: tuple[Path, ...]) -> None:
        self.database, self.keys, self.anchors = database, keys, anchors
        self.problem: str | None = None
        """Why the newest checkpoint reached no anchor file, for the health page; `None` when all is well."""
        self._tree = Tree()
        self._last: tuple[int, str] | None = None
        self._turn = threading.Lock()

    def ring(self) -> KeyRing:
        """The keys.

        Raises:
            RecordsError: The ledger was opened without any.
        """
        if self.keys is None:
            raise RecordsError("账本没有签名密钥。", fix="用 HANDBOOK_KEYS 指明密钥文件夹。")
        return self.keys

    def after(self, entry: Entry) -> None:
        """Make a checkpoint if `entry` made one due; the entry itself is safe already."""
        if self.keys is not None and self._due(entry.seq, utc_moment(entry.at)):
            self._quietly(utc_moment(entry.at))

    def if_due(self, now: datetime) -> Checkpoint | None:
        """Make a checkpoint if entries have waited too long."""
        if self.keys is None:
            return None
        with self.database.reading() as conn:
            length, _ = _head(conn)
        return self._quietly(now) if self._due(length, now) else None

    def checkpoint(self, now: datetime) -> Checkpoint:
        """Sign, store and anchor the present state.

        Raises:
            RecordsError: No key, an empty ledger, or an anchor file that could not be written.
        """
        key = self.ring().current()
        with self._turn, self.database.writing(chain=True) as conn:
            made = self._sign(conn, now, key)
        self._last = (made.length, made.at)
        try:
            self._send()
        except OSError as error:
            self.problem = f"{error.filename}: {error.strerror}"
            raise RecordsError(
                f"锚点没有写成（{self.problem}）；记录本身已保存。",
                fix="检查 HANDBOOK_ANCHORS 的路径和磁盘。",
            ) from error
        self.problem = None
        return made

    def newest(self) -> Checkpoint | None:
        """The newest checkpoint in the database."""
        with self.database.reading() as conn:
            return _newest(conn)

    def _quietly(self, now: datetime) -> Checkpoint | None:
        try:
            return self.checkpoint(now)
        except RecordsError as error:
            self.problem = error.problem
            _log.warning("checkpoint not anchored: %s", error.problem)
            return None

    def _due(self, length: int, now: datetime) -> bool:
        if self._last is not None and not _is_due(length, now, self._last):
            return False
        newest = self.newest()  # another process may have made one
        self._last = (newest.length, newest.at) if newest else (0, utc_text(now - EVERY))
        return _is_due(length, now, self._last)

    def _sign(self, conn: Connection, now: datetime, key: SigningKey) -> Checkpoint:
        length, head = _head(conn)
        if not length:
            raise RecordsError("账本是空的，没有可锚定的记录。", fix="检查数据库地址。")
        newest = _newest(conn)
        if newest is not None and newest.length == length:
            return newest
        if self._tree.length > length:
            self._tree = Tree()
        rows = conn.execute(
            select(ledger.c.digest).where(ledger.c.seq > self._tree.length).order_by(ledger.c.seq)
        ).scalars()
        for digest in rows:
            self._tree.add(digest)
        made = Checkpoint.signed(
            key,
            ledger=ledger_id(conn),
            length=length,
            head=head,
            root=self._tree.root(),
            at=utc_text(now),
        )
        fields = ("length", "head", "root", "at", "key", "signature")
        conn.execute(insert(checkpoints).values({name: getattr(made, name) for name in fields}))
        return made

    def _send(self) -> None:
        """Every anchor file gets what it lacks, also what it missed while its disk was away."""
        for path in self.anchors:
            append_anchor(path, self.stored(after=last_length(path)))

    def stored(self, after: int = 0) -> list[Checkpoint]:
        """The checkpoints in the database that are longer than `after`, shortest first."""
        with self.database.reading() as conn:
            name = ledger_id(conn)
            query = select(checkpoints).where(checkpoints.c.length > after).order_by(checkpoints.c.length)
            return [Checkpoint(name, *row) for row in conn.execute(query)]


def _is_due(length: int, now: datetime, last: tuple[int, str]) -> bool:
    done, at = last
    return length - done >= EVERY_ENTRIES or (length > done and abs(now - utc_moment(at)) >= EVERY)


def ledger_id(conn: Connection) -> str:
    """Id from the first entry; "" if there is none."""
    payload = conn.execute(select(ledger.c.payload).where(ledger.c.seq == 1)).scalar()
    return str(read_canonical(payload).get("ledger", "")) if payload else ""


def _head(conn: Connection) -> tuple[int, str]:
    row = conn.execute(select(ledger.c.seq, ledger.c.digest).order_by(ledger.c.seq.desc()).limit(1)).first()
    return (row.seq, row.digest) if row else (0, "")


def _newest(conn: Connection) -> Checkpoint | None:
    row = conn.execute(select(checkpoints).order_by(checkpoints.c.length.desc()).limit(1)).first()
    return Checkpoint(ledger_id(conn), *row) if row else None
