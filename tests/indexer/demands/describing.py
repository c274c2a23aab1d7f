"""Demands as lines that a person can review."""

from __future__ import annotations

from indexer.demands.model import Demand


def described(demand: Demand) -> str:
    """One demand on one line: only what it has."""
    parts = [demand.modality]
    for name in ("subject", "action", "condition", "exception", "evidence"):
        value = getattr(demand, name)
        if value:
            parts.append(f"{name}={value}")
    if demand.limit:
        limit = demand.limit
        parts.append(f"limit={limit.comparator} {limit.value} {limit.unit} {limit.kind}")
    if demand.frequency:
        often = demand.frequency
        parts.append(f"frequency={often.comparator} {often.times} / {often.per}")
    if not demand.auditable:
        parts.append(f"[{demand.reason}]")
    return " | ".join(parts)
