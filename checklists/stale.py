"""A checklist made earlier against the text of today: is its edition in force, and what has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checklists.items import Item
from checklists.lists import Checklist, Choice
from indexer.clauses import HandbookError


@dataclass(frozen=True)
class Line:
    """One difference: the item, its clause, and what is to be said."""

    id: str
    clause: str
    text: str
    reason: str

    def as_json(self) -> dict[str, str]:
        return {"id": self.id, "clause": self.clause, "text": self.text, "reason": self.reason}


@dataclass(frozen=True)
class Comparison:
    """What a regeneration adds, changes, drops and keeps."""

    old_edition: str
    edition: str
    added: tuple[Line, ...]
    changed: tuple[Line, ...]
    dropped: tuple[Line, ...]
    kept: tuple[str, ...]

    @property
    def in_force(self) -> bool:
        """Whether the old list may still be used: same edition and nothing changed."""
        return self.old_edition == self.edition and not (self.added or self.changed or self.dropped)

    @property
    def verdict(self) -> str:
        """One sentence for the user."""
        old = self.old_edition or "（未注明）"
        if self.in_force:
            return f"检查表的版本 {old} 现行有效，内容没有变化。"
        if self.old_edition != self.edition:
            return f"检查表的版本 {old} 已不是现行版本（{self.edition}），应重新生成。"
        return f"版本号仍是 {self.edition}，但检查项已有变化，应重新生成。"

    def as_json(self) -> dict[str, Any]:
        return {
            "old_edition": self.old_edition,
            "edition": self.edition,
            "in_force": self.in_force,
            "added": [line.as_json() for line in self.added],
            "changed": [line.as_json() for line in self.changed],
            "dropped": [line.as_json() for line in self.dropped],
            "kept": list(self.kept),
        }


def read(text: str, name: str) -> tuple[Mapping[str, Any], Choice]:
    """A checklist's JSON and the choice it was made by.

    Raises:
        HandbookError: It is no checklist of this program.
    """
    try:
        old = json.loads(text)
        items = old["items"]
        if not all(isinstance(item["id"], str) and isinstance(item["text"], str) for item in items):
            raise TypeError
        chosen = old.get("choice") or {"sections": sorted({item.get("section", "") for item in items} - {""})}
        choice = Choice(
            tuple(chosen.get("sections", ())),
            str(chosen.get("post", "")),
            str(chosen.get("frequency", "")),
            str(chosen.get("situation", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise HandbookError(
            f"{name} 不是本程序生成的检查表。", fix="给出 handbook checklist --format json 生成的文件。"
        ) from None
    return old, choice


def compare(old: Mapping[str, Any], new: Checklist) -> Comparison:
    """Hold an old list against a new one.

    Items are matched by id; what is left over of one clause is matched in reading order and told
    as changed, because a rewritten demand gets a new id.
    """
    before: dict[str, Mapping[str, Any]] = {item["id"]: item for item in old["items"]}
    after = {item.id: item for item in new.items}
    changed, kept = [], []
    for item_id in [one for one in before if one in after]:
        reason = _difference(before.pop(item_id), after[item_id])
        item = after.pop(item_id)
        if reason:
            changed.append(Line(item_id, item.clause, item.text, reason))
        else:
            kept.append(item_id)
    for item in list(after.values()):
        twin = next(
            (one for one in before.values() if one.get("clause") == item.clause and item.clause), None
        )
        if twin is not None:
            del before[twin["id"]], after[item.id]
            changed.append(Line(item.id, item.clause, item.text, f"原为“{twin['text']}”（{twin['id']}）"))
    return Comparison(
        str(old.get("edition", "")),
        new.edition,
        tuple(Line(item.id, item.clause, item.text, _why_added(item, old)) for item in after.values()),
        tuple(changed),
        tuple(
            Line(one["id"], str(one.get("clause", "")), one["text"], "现行手册或决定里已没有这一项")
            for one in before.values()
        ),
        tuple(kept),
    )


def _difference(before: Mapping[str, Any], after: Item) -> str:
    if before["text"] != after.text:
        return f"原为“{before['text']}”"
    now = after.as_json()
    names = {
        "class": "级别",
        "method": "方法",
        "evidence": "证据",
        "post": "岗位",
        "frequency": "频次",
        "weight": "权重",
    }
    told = [
        f"{name}由{before[key] or '无'}改为{now[key] or '无'}"
        for key, name in names.items()
        if key in before and before[key] != now[key]
    ]
    if told:
        return "；".join(told)
    return "条款的文字或属性有变动" if before.get("fingerprint") not in (None, after.fingerprint) else ""


def _why_added(item: Item, old: Mapping[str, Any]) -> str:
    if item.local:
        return "本项目增加"
    known = {one.get("clause") for one in old["items"]}
    return "条款里新增的要求" if item.clause in known else "新增的条款"
