"""Where the site shows sections and clauses, relative to its root."""

from __future__ import annotations

from indexer.clauses import ClauseId
from indexer.editions import DRAFT, manifest_name

DRAFT_FOLDER = "draft"


def section_page(number: str) -> str:
    """Address of a section: ``2.3/``, wherever its file lies."""
    return f"{number}/"


def clause_address(clause_id: ClauseId, section: str) -> str:
    """Address of a clause that stands in `section`: ``2.3/#2.3-12``."""
    return f"{section_page(section)}#{clause_id}"


def edition_folder(edition: str) -> str:
    """``A-1`` for an issued edition, ``draft`` for anything else: where the site keeps its pages."""
    if edition.endswith(DRAFT) or not edition:
        return DRAFT_FOLDER
    return manifest_name(edition).removesuffix(".json")
