"""The keys that programs were promised, for the tests of every command's JSON."""

from __future__ import annotations

import re

CLAUSE_KEYS = [
    "id",
    "section",
    "title",
    "heading",
    "text",
    "lead_in",
    "modality",
    "class",
    "posts",
    "forms",
    "basis",
    "fingerprint",
    "file",
    "line",
    "demands",
]
DEMAND_KEYS = [
    "id",
    "quote",
    "span",
    "lead_in",
    "modality",
    "is_obligation",
    "auditable",
    "reason",
    "confidence",
    "subject",
    "subject_inferred",
    "action",
    "limit",
    "frequency",
    "condition",
    "exception",
    "evidence",
]
ITEM_KEYS = [
    "id",
    "clause",
    "demand",
    "fingerprint",
    "text",
    "class",
    "points",
    "method",
    "evidence",
    "post",
    "frequency",
    "quote",
]
QUESTION_KEYS = [
    "id",
    "type",
    "stem",
    "options",
    "key",
    "explanation",
    "clause",
    "demand",
    "clause_text",
    "lead_in",
    "fingerprint",
    "edition",
    "section",
    "post",
    "modality",
    "critical",
    "checked_against",
]
MODALITIES = {"must", "must_not", "should", "may", "none"}
TYPES = {"single", "multiple", "truefalse", "numeric", "order", "short"}
NAMES = ("minimal", "canteen", "traps")
FINGERPRINT = re.compile(r"sha256:[0-9a-f]{64}")


def sound_demand(demand):
    assert list(demand)[: len(DEMAND_KEYS)] == DEMAND_KEYS
    assert demand["modality"] in MODALITIES
    assert demand["is_obligation"] is (demand["modality"] in ("must", "must_not"))
    assert 0 <= demand["confidence"] <= 1
    assert demand["reason"] is None or demand["reason"]
    if demand["limit"] is not None:
        assert set(demand["limit"]) == {"value", "unit", "comparator", "kind"}
        assert demand["limit"]["comparator"] in ("<=", ">=", "<", ">", "=", "range")
        assert demand["limit"]["kind"] in (
            ["deadline", "advance", "duration", "retention", "threshold", "quantity", "interval"]
        )
        assert isinstance(demand["limit"]["value"], list) is (demand["limit"]["comparator"] == "range")
    if demand["frequency"] is not None:
        assert set(demand["frequency"]) == {"times", "per", "comparator"}
