"""A supervisor's decisions on items: added, dropped, weighted, restored. Pure; the ledger keeps them.

One decision as YAML (`handbook decisions export`), keyed by item id and digest::

    items:
    - {outcome: dropped, item: I-2.3-05-1a2b, digest: "sha256:…", reason: 本项目没有水泵房}
    - {outcome: weighted, item: I-2.3-04-77aa, digest: "sha256:…", weight: 3, class: A, reason: 经理确认}
    - {outcome: restored, item: I-2.3-05-1a2b, digest: "sha256:…", reason: 水泵房已移交}
    - {outcome: added, clause: 2.3-05, text: 泵房门口无杂物, class: C, method: 现场查看, reason: 业主反映}

The newest decision about an item and digest stands, whole. It holds as long as the item's digest is the
same; after that it is stale and is told, not applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from checklists.classes import WEIGHTS
from checklists.items import Item
from checklists.methods import METHODS, period_of
from checklists.question import mark
from indexer.clauses import ClauseId, HandbookError

OUTCOMES = {"added": "增加", "dropped": "删去", "weighted": "设权重或级别", "restored": "恢复"}
LARGEST_WEIGHT = 10
"""A weight above would push every other item's points towards nothing."""


@dataclass(frozen=True)
class Decision:
    """One decision; fields that its outcome does not need stay empty."""

    outcome: str
    item: str
    reason: str
    digest: str = ""
    weight: int | None = None
    class_: str = ""
    clause: str = ""
    text: str = ""
    method: str = "现场查看"
    post: str = ""
    frequency: str = ""
    evidence: str = ""

    def as_yaml(self) -> dict[str, Any]:
        """Only what is set, in the order of the module's example; also the ledger's payload."""
        pairs = {
            "outcome": self.outcome,
            "item": self.item,
            "digest": self.digest,
            "clause": self.clause,
            "text": self.text,
            "class": self.class_,
            "weight": self.weight,
            "method": self.method if self.outcome == "added" else "",
            "post": self.post,
            "frequency": self.frequency,
            "evidence": self.evidence,
            "reason": self.reason,
        }
        return {key: value for key, value in pairs.items() if value not in ("", None)}


@dataclass(frozen=True)
class Applied:
    """Items after decisions, and the decisions that no longer fit."""

    items: tuple[Item, ...]
    stale: tuple[Decision, ...]


def read_decision(raw: Mapping[str, Any]) -> Decision:
    """One decision from YAML or a ledger payload.

    Raises:
        HandbookError: A field is missing or out of range.
    """
    told = {key: str(value).strip() for key, value in raw.items() if value is not None}
    outcome, item, reason = told.get("outcome", ""), told.get("item", ""), told.get("reason", "")
    if outcome not in OUTCOMES:
        raise HandbookError(f"检查项的决定“{outcome}”不认识。", fix=f"outcome 可用：{'、'.join(OUTCOMES)}。")
    if not reason:
        raise HandbookError(f"对 {item or '检查项'} 的决定没有写理由。", fix="补上 reason。")
    if outcome == "added":
        return _added(told)
    if not item or not told.get("digest"):
        raise HandbookError(
            f"“{OUTCOMES[outcome]}”的决定缺少 item 或 digest。", fix="照检查表 JSON 里的 id 和 digest 填写。"
        )
    weighted = outcome == "weighted"
    class_ = told.get("class", "") if weighted else ""
    if class_ and class_ not in WEIGHTS:
        raise HandbookError(f"{item} 的级别“{class_}”不认识。", fix="class 写 A、B 或 C。")
    weight = _weight(told) if weighted and "weight" in told else None
    if weighted and weight is None and not class_:
        raise HandbookError(f"对 {item} 的决定没有写权重，也没有写级别。", fix="写 weight、class 或两者。")
    return Decision(outcome, item, reason, told["digest"], weight, class_)


def _weight(told: Mapping[str, str]) -> int:
    words = told.get("weight", "")
    if not words.isdecimal() or not 0 <= int(words) <= LARGEST_WEIGHT:
        raise HandbookError(
            f"{told.get('item')} 的权重“{words}”不能用。", fix=f"weight 写 0 至 {LARGEST_WEIGHT} 的整数。"
        )
    return int(words)


def _added(told: Mapping[str, str]) -> Decision:
    text, class_ = told.get("text", ""), told.get("class", "C")
    if not text:
        raise HandbookError("增加的检查项没有文字。", fix="补上 text，写一行可以判定的内容。")
    if class_ not in WEIGHTS:
        raise HandbookError(f"增加的检查项级别“{class_}”不认识。", fix="class 写 A、B 或 C。")
    method = told.get("method", "现场查看")
    if method not in METHODS:
        raise HandbookError(f"方法“{method}”不认识。", fix=f"method 可用：{'、'.join(METHODS)}。")
    clause = told.get("clause", "")
    if clause:
        ClauseId.parse(clause)
    made = Decision(
        "added",
        told.get("item") or f"L-{clause or '0'}-{mark(text)}",
        told["reason"],
        weight=_weight(told) if "weight" in told else None,
        class_=class_,
        clause=clause,
        text=text,
        method=method,
        post=told.get("post", ""),
        frequency=told.get("frequency", ""),
        evidence=told.get("evidence", ""),
    )
    return replace(made, digest=_local(made, None).digest)


def apply(items: Iterable[Item], decisions: Iterable[Decision]) -> Applied:
    """Items with a home's decisions, given oldest first.

    An added item takes section and fingerprint from its clause's items; where the clause has none
    left it is told as stale. Points are given afterwards, by `checklists.items.with_points`.
    """
    standing = {(decision.item, decision.digest): decision for decision in decisions}
    listed = list(items)
    by_id = {item.id: item for item in listed}
    first_of_clause = {item.clause: item for item in reversed(listed)}
    dropped: set[str] = set()
    added: list[Item] = []
    stale: list[Decision] = []
    for decision in standing.values():
        if decision.outcome == "added":
            if decision.clause and decision.clause not in first_of_clause:
                stale.append(decision)
            else:
                added.append(_local(decision, first_of_clause.get(decision.clause)))
            continue
        item = by_id.get(decision.item)
        if item is None or item.digest != decision.digest:
            if decision.outcome != "restored" and not decision.item.startswith("L-"):
                stale.append(decision)
        elif decision.outcome == "dropped":
            dropped.add(item.id)
        elif decision.outcome == "weighted":
            by_id[item.id] = _weighted(item, decision)
    kept = [by_id[item.id] for item in listed if item.id not in dropped]
    return Applied(tuple(_placed(kept, added)), tuple(stale))


def _weighted(item: Item, decision: Decision) -> Item:
    if decision.class_:
        item = replace(item, class_=decision.class_, weight=WEIGHTS[decision.class_], confirmed=True)
    return item if decision.weight is None else replace(item, weight=decision.weight)


def _local(decision: Decision, base: Item | None) -> Item:
    """The item that was added; what it does not say comes from an item of its clause."""
    return Item(
        id=decision.item,
        clause=decision.clause,
        demand="",
        fingerprint=base.fingerprint if base else "",
        text=decision.text,
        class_=decision.class_,
        hundredths=None,
        method=decision.method,
        evidence=decision.evidence or None,
        post=decision.post or (base.post if base else None),
        frequency=decision.frequency or None,
        quote="",
        section=base.section if base else "",
        title=base.title if base else "本项目增加的检查项",
        heading=base.heading if base else "",
        period=period_of(decision.frequency) if decision.frequency else "",
        weight=WEIGHTS[decision.class_] if decision.weight is None else decision.weight,
        confirmed=True,
        local=True,
        edition=base.edition if base else "",
    )


def _placed(items: Iterable[Item], added: Iterable[Item]) -> list[Item]:
    """Local items after the last item of their clause; those without a clause at the end."""
    by_clause: dict[str, list[Item]] = {}
    for item in added:
        by_clause.setdefault(item.clause, []).append(item)
    listed = list(items)
    last = {item.clause: place for place, item in enumerate(listed)}
    placed: list[Item] = []
    for place, item in enumerate(listed):
        placed.append(item)
        if last[item.clause] == place:
            placed += by_clause.pop(item.clause, [])
    return [*placed, *(item for rest in by_clause.values() for item in rest)]
