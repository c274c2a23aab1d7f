"""The record of one demand: what a clause asks, of whom, by when, how often, on what evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Modality = Literal["must", "must_not", "should", "may", "none"]
Comparator = Literal["<=", ">=", "<", ">", "=", "range"]
LimitKind = Literal["deadline", "advance", "duration", "retention", "threshold", "quantity", "interval"]

MODALITY_STRENGTH: dict[str, int] = {"must_not": 4, "must": 3, "should": 2, "may": 1, "none": 0}
"""Order in which a clause's modality is chosen from those of its demands; larger wins."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure that bounds a demand.

    `value` is a number (半 = 0.5, 1万元 = 10000), a clock time as text (``"17:00"``), or
    ``(low, high)`` where `comparator` is ``range``. `words` are those of the text.
    """

    value: float | int | str | tuple[float | int | str, float | int | str]
    unit: str
    comparator: Comparator
    kind: LimitKind
    words: str = ""

    def as_json(self) -> dict[str, object]:
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"value": value, "unit": self.unit, "comparator": self.comparator, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: 每2小时一次 = (1, "2小时", "="), 每半年至少一次 = (1, "半年", ">="), 定期 = (None, "定期", "=").

    每月2～3次 is ((2, 3), "月", "range").
    """

    times: int | tuple[int, int] | None
    per: str
    comparator: Comparator
    words: str = ""

    def as_json(self) -> dict[str, object]:
        times = list(self.times) if isinstance(self.times, tuple) else self.times
        return {"times": times, "per": self.per, "comparator": self.comparator}


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing a provision asks. Absent is `None`, never guessed."""

    id: str
    """``2.3-12/1``: clause id and place in reading order; ``""`` outside a handbook."""
    quote: str
    """The words it was read from, exactly as in the text."""
    span: tuple[int, int]
    """Start and end of `quote` in the clause's (or document line's) text, in characters."""
    lead_in: str | None
    modality: Modality
    is_obligation: bool
    """True for must and must_not."""
    auditable: bool
    """Whether an inspector can give a verdict."""
    reason: str | None
    """Why it is not an obligation or not auditable: 待细化, 非要求, 残缺, 矛盾 … with a word more."""
    confidence: float
    """0–1; generators refuse below `CONFIDENT`."""
    subject: str | None
    """Post as the document names it, from text or lead-in only."""
    subject_inferred: str | None
    """Post from a heading or the attribute `posts`."""
    action: str | None
    """The verb with its object, short."""
    limit: Limit | None
    frequency: Frequency | None
    condition: str | None
    exception: str | None
    evidence: str | None
    """Named forms, signature, photo …, joined by ``、``."""
    verb: str | None = None
    object: str | None = None
    ordered: bool = False
    """True where the text orders it as a step (先…后…, 第一步, a numbered list under 顺序/步骤)."""

    def as_json(self) -> dict[str, Any]:
        """The keys that `handbook clauses` and `extract` print (docs/format.md), in that order."""
        return {
            "id": self.id,
            "quote": self.quote,
            "span": list(self.span),
            "lead_in": self.lead_in,
            "modality": self.modality,
            "is_obligation": self.is_obligation,
            "auditable": self.auditable,
            "reason": self.reason,
            "confidence": self.confidence,
            "subject": self.subject,
            "subject_inferred": self.subject_inferred,
            "action": self.action,
            "limit": self.limit.as_json() if self.limit else None,
            "frequency": self.frequency.as_json() if self.frequency else None,
            "condition": self.condition,
            "exception": self.exception,
            "evidence": self.evidence,
        }


CONFIDENT = 0.7
"""Below this `confidence` no item and no question is made from a demand."""
