"""One question, and what was refused. The keys are those of `handbook quiz`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from indexer.clauses import digest

QuestionType = Literal["single", "multiple", "truefalse", "numeric", "order", "short"]
TYPES: tuple[QuestionType, ...] = ("single", "multiple", "truefalse", "numeric", "order", "short")

TYPE_NAMES: dict[str, str] = {
    "single": "单选题",
    "multiple": "多选题",
    "truefalse": "判断题",
    "numeric": "填数题",
    "order": "排序题",
    "short": "简答题",
}

Key = int | bool | tuple[Any, ...] | Mapping[str, Any]
"""single: index; multiple: indexes in ascending order; truefalse: true or false; numeric:
``{"value": number, "unit": text}``; order: indexes of `options` in the right order; short: points."""


@dataclass(frozen=True)
class Question:
    """A question with its key and where it comes from."""

    id: str
    """``Q-2.3-12-时限-1a2b-single``: clause, slot, content and type; never a position."""
    type: QuestionType
    stem: str
    options: tuple[str, ...]
    """Empty for truefalse, numeric and short."""
    key: Key
    explanation: str
    clause: str = ""
    demand: str = ""
    clause_text: str = ""
    lead_in: str = ""
    fingerprint: str = ""
    edition: str = ""
    section: str = ""
    post: str = ""
    modality: str = ""
    critical: bool = False
    """Drawn from a class A clause."""
    checked_against: tuple[str, ...] = ()
    """Clauses that the options come from or were held against."""
    scenario: bool = False
    """Asks to apply the clause to a case."""
    slot: str = ""
    """What of the demand is asked, e.g. ``limit``."""
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """Columns of an import that have no place here."""

    @property
    def digest(self) -> str:
        """Of what a person approves: type, stem, options and key. Not the edition, not the explanation."""
        return digest(
            {"type": self.type, "stem": self.stem, "options": list(self.options), "key": _plain(self.key)}
        )

    def as_json(self) -> dict[str, Any]:
        """The keys of `handbook quiz --format json`."""
        return {
            "id": self.id,
            "type": self.type,
            "stem": self.stem,
            "options": list(self.options),
            "key": list(self.key) if isinstance(self.key, tuple) else _copied(self.key),
            "explanation": self.explanation,
            "clause": self.clause,
            "demand": self.demand,
            "clause_text": self.clause_text,
            "lead_in": self.lead_in,
            "fingerprint": self.fingerprint,
            "edition": self.edition,
            "section": self.section,
            "post": self.post,
            "modality": self.modality,
            "critical": self.critical,
            "checked_against": list(self.checked_against),
            "scenario": self.scenario,
            "slot": self.slot,
            "digest": self.digest,
        }


def _copied(key: Key) -> Any:
    return dict(key) if isinstance(key, Mapping) else key


def _plain(key: Key) -> Any:
    """A key without floats, which canonical JSON does not carry."""
    if isinstance(key, Mapping):
        return {name: str(value) for name, value in key.items()}
    return list(key) if isinstance(key, tuple) else key


@dataclass(frozen=True, order=True)
class Refusal:
    """A demand of which nothing is asked, and why."""

    clause: str
    demand: str
    reason: str
    """Opens with one of 待细化, 非要求, 残缺, 矛盾, 无可靠干扰项, 置信度低, 例外, 边界, 均衡 …"""

    def as_json(self) -> dict[str, str]:
        return {"clause": self.clause, "demand": self.demand, "reason": self.reason}


@dataclass(frozen=True)
class Bank:
    """All questions of a handbook, in clause order, and all refusals."""

    edition: str
    items: tuple[Question, ...]
    refused: tuple[Refusal, ...]
    fingerprints: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Of every clause of the handbook, those without questions too; empty where it is not known."""

    def as_json(self) -> dict[str, Any]:
        return {
            "edition": self.edition,
            "items": [question.as_json() for question in self.items],
            "refused": [refusal.as_json() for refusal in self.refused],
        }


def ordinal(*parts: object) -> int:
    """A number that depends on the words alone: the source of every choice in the bank."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def mark(*parts: object) -> str:
    """Four hexadecimal digits of the same, for ids."""
    return f"{ordinal(*parts) & 0xFFFF:04x}"
