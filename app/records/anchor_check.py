"""Holds a ledger against its checkpoints: those in anchor files outside, and those in its own database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.records.checkpoints import Checkpoint


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that is wrong."""

    seq: int
    """Number of the entry; 0 where the fault is in no entry."""
    kind: str
    """One word, listed in docs/ledger-format.md."""
    problem: str

    def as_json(self) -> dict[str, int | str]:
        return {"seq": self.seq, "kind": self.kind, "problem": self.problem}


class Walked(Protocol):
    """What is known of the entries after the walk along them."""

    count: int
    ledger: str
    trusted: dict[str, bytes]
    states: dict[int, tuple[str, str]]
    first: Break | None

    @property
    def sound_to(self) -> int: ...


def check_anchors(
    chain: Walked,
    outside: Sequence[Checkpoint],
    inside: Sequence[Checkpoint],
    unreadable: Sequence[Sequence[tuple[int, str]]],
) -> tuple[int | None, list[Break], list[str]]:
    """Compare.

    Args:
        outside: Checkpoints of the anchor files.
        inside: Those of the database (without the ledger's id).
        unreadable: Bad lines of each anchor file as (line, text).

    Returns:
        The last entry that an anchor outside vouches for, what is wrong, and what a reader must know.
    """
    breaks = [
        Break(0, "anchor", f"锚点文件第 {line} 行不是检查点：文件被改动过。")
        for bad in unreadable
        for line, _ in bad[:1]
    ]
    notes: list[str] = []
    anchored = _compare(chain, sorted(outside, key=lambda one: one.length), "anchor", breaks, notes)
    own = [
        Checkpoint(chain.ledger, one.length, one.head, one.root, one.at, one.key, one.signature)
        for one in inside
    ]
    _compare(chain, own, "checkpoint", breaks, notes)
    gone = sorted(
        {one.length for one in outside if one.length <= (anchored or 0)} - {one.length for one in inside}
    )
    if gone:
        notes.append(f"锚点文件里长度 {gone[0]} 的检查点不在数据库里：这是较早的副本，或检查点被删除过。")
    return anchored, breaks, notes


def _compare(
    chain: Walked, checkpoints: Sequence[Checkpoint], kind: str, breaks: list[Break], notes: list[str]
) -> int | None:
    """The longest checkpoint that agrees."""
    agreed: int | None = None
    strangers: list[Checkpoint] = []
    for one in checkpoints:
        if one.ledger != chain.ledger and chain.ledger:
            breaks.append(Break(0, kind, f"长度 {one.length} 的检查点属于另一本账。"))
            continue
        if one.key not in chain.trusted:
            strangers.append(one)
            continue
        wrong = _disagreement(chain, one, kind, chain.trusted, agreed or 0)
        if wrong is None and one.length <= chain.sound_to:
            agreed = one.length
        elif wrong is not None:
            breaks.append(wrong)
    late = [one for one in strangers if one.length > (agreed or 0)]
    if late and chain.first is None:
        breaks.append(Break(late[0].length, kind, f"长度 {late[0].length} 的检查点不是可信的密钥签的。"))
    elif strangers and not late:
        notes.append(f"{len(strangers)} 个检查点是别的密钥签的，没有核对签名；更长的检查点已覆盖它们。")
    return agreed


def _disagreement(
    chain: Walked, one: Checkpoint, kind: str, trusted: Mapping[str, bytes], agreed: int
) -> Break | None:
    try:
        signed = one.signed_with(trusted)
    except (ValueError, TypeError):
        signed = False
    if not signed:
        return Break(one.length, kind, f"长度 {one.length} 的检查点签名不对：检查点被改动过。")
    if one.length > chain.count:
        lost = (
            f"第 {chain.count + 1} 条至第 {one.length} 条"
            if one.length > chain.count + 1
            else f"第 {one.length} 条"
        )
        return Break(
            chain.count + 1,
            "truncated",
            f"检查点记有 {one.length} 条，数据库只有 {chain.count} 条：{lost}丢失。",
        )
    if one.length > chain.sound_to:
        return None
    if chain.states.get(one.length) != (one.head, one.root):
        between = (
            f"第 {agreed + 1} 条至第 {one.length} 条之间"
            if agreed + 1 < one.length
            else f"第 {one.length} 条"
        )
        return Break(one.length, "resealed", f"封存值与检查点不符：{between}被改写后重新封存。")
    return None
