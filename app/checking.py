"""Every check of the text: structure, then wording, then what the checklists leave out."""

from __future__ import annotations

from pathlib import Path

from indexer.checks import check_text
from indexer.clauses import Fault
from indexer.reading import read_handbook


def all_faults(folder: Path) -> tuple[Fault, ...]:
    """Every fault of a handbook folder, by file and line.

    The wording is checked as far as it could be read, so that one broken section hides nothing of the others.
    """
    reading = read_handbook(folder)
    faults = [*reading.faults, *check_text(reading.handbook, folder)]
    return tuple(sorted(faults, key=lambda fault: (fault.where, fault.code, fault.problem)))
