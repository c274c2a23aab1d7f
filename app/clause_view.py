"""A clause with what is derived from it, in the shape of `handbook clauses --json`."""

from __future__ import annotations

from typing import Any

from indexer.clauses import Clause, Handbook
from indexer.demands.model import Demand
from indexer.facets import forms_of, modality_of, posts_of


def clause_json(clause: Clause, handbook: Handbook) -> dict[str, Any]:
    """One clause; what is absent is `None`, what is several is a list."""
    try:
        from indexer.demands.extract import demands_of
    except ImportError:  # until the extractor is in the tree
        demands: tuple[Demand, ...] = ()
    else:
        demands = demands_of(clause, handbook)
    return {
        "id": str(clause.id),
        "section": clause.section,
        "title": clause.title,
        "heading": clause.heading,
        "text": clause.text,
        "lead_in": clause.lead_in or None,
        "modality": modality_of(demands),
        "class": clause.confirmed_class,
        "posts": list(posts_of(clause, demands, handbook)),
        "forms": list(forms_of(clause, handbook)),
        "basis": list(clause.basis),
        "fingerprint": clause.fingerprint,
        "file": clause.where.file,
        "line": clause.where.line,
        "demands": [demand.as_json() for demand in demands],
    }
