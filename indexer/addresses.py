"""Where the site shows sections and clauses, relative to its root."""

from __future__ import annotations

from indexer.clauses import ClauseId


def section_page(number: str) -> str:
    """Address of a section: ``2.3/``, wherever its file lies."""
    return f"{number}/"


def clause_address(clause_id: ClauseId, section: str) -> str:
    """Address of a clause that stands in `section`: ``2.3/#2.3-12``."""
    return f"{section_page(section)}#{clause_id}"
