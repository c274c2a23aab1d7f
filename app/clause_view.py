"""A clause with what is derived from it, in the shape of `handbook clauses --json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checklists.classes import class_of
from indexer.clauses import Clause, Handbook
from indexer.demands.extract import demands_of
from indexer.demands.model import Demand
from indexer.facets import forms_of, modality_of, posts_of


def clause_json(clause: Clause, handbook: Handbook) -> dict[str, Any]:
    """One clause; what is absent is `None`, what is several is a list."""
    demands = demands_of(clause, handbook)
    return {
        "id": str(clause.id),
        "section": clause.section,
        "title": clause.title,
        "heading": clause.heading,
        "text": clause.text,
        "lead_in": clause.lead_in or None,
        "modality": modality_of(demands),
        "class": strongest_class(clause, demands),
        "posts": list(posts_of(clause, demands, handbook)),
        "forms": list(forms_of(clause, handbook)),
        "basis": list(clause.basis),
        "fingerprint": clause.fingerprint,
        "file": clause.where.file,
        "line": clause.where.line,
        "demands": [demand.as_json() for demand in demands],
    }


def strongest_class(clause: Clause, demands: Iterable[Demand]) -> str | None:
    """The class that the text confirms, else the strongest proposed; `None` where nothing is asked."""
    if clause.confirmed_class:
        return clause.confirmed_class
    asked = [demand for demand in demands if demand.modality not in ("none", "may")]
    return min((class_of(clause, demand, demand.quote).name for demand in asked), default=None)
