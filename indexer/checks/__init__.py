"""Checks of the wording, one module a family; each is a function from a handbook to faults.

Fault codes (T = text): T01 contradiction, T02 nearly the same provision; T10 post not listed (warning),
T11 listed post unused (warning), T12 form not listed, T13 listed form unused (warning), T14 form named in
the text but not in the braces (warning), T15 number of two forms; T20 broken reference to a clause,
T21 to a section, T22 to a withdrawn clause; T30 vague word without a figure, T31 verb outside GB/T 1.1, T32 more than two demands;
T40 citation not in the list of laws, T41 citation that cannot be read; T50 an issued clause vanished.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from indexer.checks.citations import check_citations
from indexer.checks.contradictions import check_contradictions
from indexer.checks.duplicates import check_duplicates
from indexer.checks.history import check_history
from indexer.checks.references import check_references
from indexer.checks.registers import check_registers
from indexer.checks.sameness import pairs, statements
from indexer.checks.wording import check_wording
from indexer.clauses import Fault, Handbook, HandbookError
from indexer.editions import read_manifests

__all__ = ["check_text"]


def check_text(handbook: Handbook, folder: Path | None = None) -> list[Fault]:
    """Every fault of the wording.

    Args:
        handbook: As far as it could be read.
        folder: Its folder, whose manifests say what was issued; without it that is not checked.
    """
    found = statements(handbook)
    alike = tuple(pairs(found))
    faults = [
        *check_contradictions(handbook, alike),
        *check_duplicates(found, alike),
        *check_registers(handbook),
        *check_references(handbook),
        *check_wording(handbook),
        *check_citations(handbook),
    ]
    if folder is not None:
        with suppress(HandbookError):  # a broken manifest is a structural fault, reported by the reader
            faults += check_history(handbook, read_manifests(folder))
    return faults
