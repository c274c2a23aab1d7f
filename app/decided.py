"""What people decided about questions and items, applied to what the edition in force gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from checklists.question import Question

if TYPE_CHECKING:
    from app.workbench import Workbench


def usable(bench: Workbench) -> Sequence[Question]:
    """The questions that may be asked: the bank without those rejected in exactly this wording."""
    rejected = {
        (one.item, one.digest)
        for one in bench.records.store.decisions("question")
        if one.outcome == "rejected"
    }
    return [one for one in bench.bank().items if (one.id, one.digest) not in rejected]
