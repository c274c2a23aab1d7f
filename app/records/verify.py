"""Shows that a ledger is what was recorded, or names the first place where it is not.

A chain alone misses a cut tail and a file that was sealed anew; the anchors find these.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.records.anchor_check import Break, check_anchors
from app.records.canonical import read_canonical
from app.records.checkpoints import Checkpoint, read_anchor
from app.records.entry import COLUMNS, NO_ENTRY, TIME, seal
from app.records.keys import endorsement, key_id, read_public_keys, signed_by
from app.records.merkle import Tree
from app.records.private import commitment
from app.records.source import Source, open_source

_TEXTS = COLUMNS[1:]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found."""

    entries: int
    first_break: Break | None
    anchored_to: int | None
    """Number of the last entry that an anchor outside the database vouches for; `None` for none."""
    notes: tuple[str, ...] = ()
    """Sentences that a reader must know to judge the result."""

    @property
    def ok(self) -> bool:
        return self.first_break is None

    def as_json(self) -> dict[str, Any]:
        """The keys of `handbook records verify --json`."""
        return {
            "entries": self.entries,
            "ok": self.ok,
            "first_break": self.first_break.as_json() if self.first_break else None,
            "anchored_to": self.anchored_to,
        }


def verify(
    db: str | Path, anchor: Path | Iterable[Path] | None = None, public_key: Path | None = None
) -> Verification:
    """Verify a ledger from its first entry to its last.

    Args:
        db: SQLite file or PostgreSQL URL; it is only read, and may be in use.
        anchor: Anchor file(s); without one, a cut tail or a ledger sealed anew cannot be found.
        public_key: PEM file with the key(s) that are trusted; without it, the ledger's own word is taken.

    Raises:
        RecordsError: A file cannot be read at all.
    """
    # anchors before entries: what is anchored is in the database already, also while others write
    paths = [anchor] if isinstance(anchor, Path) else list(anchor or ())
    outside = [read_anchor(path) for path in paths]
    trusted = read_public_keys(public_key) if public_key else {}
    lines = [line for found, _ in outside for line in found]
    with open_source(db) as source:
        inside = [Checkpoint("", *row) for row in source.checkpoints]
        chain = _Chain(source, trusted, {one.length for one in (*lines, *inside)})
        chain.walk()
    breaks = [chain.first] if chain.first else []
    anchored, found_breaks, notes = check_anchors(chain, lines, inside, [bad for _, bad in outside])
    breaks += found_breaks
    lost = chain.lost_words()
    if lost is not None and not breaks:
        breaks.append(lost)
    first = min(breaks, key=lambda one: one.seq) if breaks else None
    told = _notes(chain.count, anchored, bool(paths), bool(public_key))
    return Verification(chain.count, first, anchored, (*told, *dict.fromkeys(notes)))


@dataclass(slots=True)
class _Chain:
    """The walk along the entries, and what the anchors need to know of it."""

    source: Source
    trusted: dict[str, bytes]
    lengths: set[int]
    count: int = 0
    first: Break | None = None
    ledger: str = ""
    states: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Length -> head and root there."""
    _prev: str = NO_ENTRY
    _at: str = ""
    _unseen: dict[str, int] = field(default_factory=dict)

    @property
    def sound_to(self) -> int:
        """Up to which entry the chain holds."""
        return self.first.seq - 1 if self.first else self.count

    def walk(self) -> None:
        """Check every entry; remember the first that is wrong."""
        tree = Tree()
        given = bool(self.trusted)
        try:
            for row in self.source.rows:
                self.count += 1
                if self.first is None:
                    self.first = self._checked(row, given)
                if self.first is None:
                    tree.add(row[-1])
                    if self.count in self.lengths:
                        self.states[self.count] = (row[-1], tree.root())
        except sqlite3.DatabaseError as error:
            self.first = self.first or Break(self.count + 1, "unreadable", f"数据库文件在此处损坏：{error}。")
        if not self.count and self.first is None:
            self.first = Break(0, "empty", "账本里一条记录也没有，没有可核验的内容。")

    def lost_words(self) -> Break | None:
        """Personal words that are gone without an erasure; where the tail is cut, so may be their erasure."""
        if not self._unseen:
            return None
        return Break(min(self._unseen.values()), "private", "个人信息缺失，而账本里没有删除它的记录。")

    def _checked(self, row: tuple[Any, ...], given: bool) -> Break | None:
        expected = self.count
        found = row[0]
        if found != expected:
            if isinstance(found, int) and found > expected:
                return Break(expected, "missing", f"第 {expected} 条至第 {found - 1} 条缺失。")
            return Break(expected, "order", f"此处应是第 {expected} 条，数据库里却是 {found!r}。")
        entry = dict(zip(COLUMNS, row, strict=True))
        if not all(isinstance(entry[name], str) for name in _TEXTS):
            return Break(expected, "form", "有的栏目不是文字。")
        try:
            entry["clauses"], entry["payload"] = (
                read_canonical(entry["clauses"]),
                read_canonical(entry["payload"]),
            )
            sealed = seal({name: entry[name] for name in COLUMNS if name != "digest"})
        except (ValueError, RecursionError):
            return Break(expected, "altered", "内容不是规范的 JSON：封存以后被改动过。")
        if sealed != entry["digest"]:
            return Break(expected, "altered", "内容与封存值不符：这条记录或它的封存值被改动过。")
        if entry["prev"] != self._prev:
            return Break(expected, "unlinked", "没有接在前一条之后：此处有记录被插入、删除或重新封存。")
        wrong = self._formal(entry) or self._words(entry) or self._keys(entry, given)
        self._prev, self._at = entry["digest"], entry["at"]
        return wrong

    def _formal(self, entry: Mapping[str, Any]) -> Break | None:
        seq = entry["seq"]
        if not isinstance(entry["payload"], dict) or not TIME.fullmatch(entry["at"]):
            return Break(seq, "form", "时间或内容的写法不合格式。")
        if (seq == 1) != (entry["kind"] == "opened"):
            return Break(seq, "form", "账本应当以开立记录开头，且只有一条。")
        if seq == 1:
            self.ledger = str(entry["payload"].get("ledger", ""))
        if entry["at"] < self._at and entry["kind"] != "clock":
            return Break(seq, "clock", f"时间 {entry['at']} 早于前一条，而没有时钟回拨的记录。")
        return None

    def _words(self, entry: Mapping[str, Any]) -> Break | None:
        """Personal words beside the entry are unchanged, or were erased by an entry."""
        private = entry["payload"].get("private", {})
        for name, sealed in private.items() if isinstance(private, dict) else ():
            kept = self.source.private.get(sealed)
            if kept is None:
                self._unseen[sealed] = entry["seq"]
                continue
            seq, label, subject, salt, text = kept
            try:
                same = commitment(salt, label, subject, text) == sealed
            except (ValueError, TypeError):
                same = False
            if not same or label != name or seq != entry["seq"]:
                return Break(entry["seq"], "private", f"这条记录的个人信息“{name}”被改动过。")
        if entry["kind"] == "erasure":
            for sealed in entry["payload"].get("erased", ()):
                self._unseen.pop(sealed, None)
        return None

    def _keys(self, entry: Mapping[str, Any], given: bool) -> Break | None:
        """Trusted: a key that was given or that a trusted one endorsed; given none, the first entry's."""
        if entry["kind"] not in ("opened", "key"):
            return None
        payload = entry["payload"]
        try:
            public = bytes.fromhex(payload["public_key"])
        except (KeyError, TypeError, ValueError):
            return Break(entry["seq"], "key", "公钥的写法不合格式。")
        if entry["kind"] == "opened":
            if public and not given:
                self.trusted[key_id(public)] = public
            return None
        endorser = self.trusted.get(str(payload.get("previous")))
        if endorser is None:
            return None
        if not signed_by(endorser, endorsement(public), str(payload.get("endorsement"))):
            return Break(entry["seq"], "key", "更换密钥的记录没有旧密钥的签名。")
        self.trusted[key_id(public)] = public
        return None


def _notes(entries: int, anchored: int | None, anchors: bool, key: bool) -> list[str]:
    notes = []
    if not anchors:
        notes.append("没有给出锚点文件：尾部被截断或整本重新封存都无法发现。")
    elif anchored is None:
        notes.append("没有一个锚点与账本相符：从第 1 条起没有锚定。")
    elif anchored < entries:
        notes.append(f"从第 {anchored + 1} 条起还没有锚定：这以后的截断或改写无法发现。")
    if anchors and not key:
        notes.append("没有给出公钥：锚点的签名是用账本自己写的公钥核对的。")
    return notes
