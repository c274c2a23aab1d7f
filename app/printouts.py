"""Word files that are printed and taken along: an empty checklist, a paper. No screens."""

from __future__ import annotations

from collections.abc import Sequence

from app.access import Who, require
from app.printing import site_address
from app.sitting import Offer, drawn
from app.workbench import Workbench
from checklists.local import read_decision

WITHOUT_KEY = ("paper", "sheet")
"""What a paper for people holds: questions and answer sheet."""


def checklist_file(
    bench: Workbench, who: Who, *, sections: Sequence[str] = (), post: str = "", frequency: str = ""
) -> tuple[str, bytes]:
    """An empty checklist of the edition in force, with the home's decisions: name of the file and Word file.

    Raises:
        HandbookError: Not allowed, or nothing fits.
    """
    require(who, "make_checklist")
    from checklists.lists import checklist
    from checklists.word_checklist import checklist_word

    decisions = [read_decision(one.data) for one in bench.records.store.decisions("item")]
    made = checklist(
        bench.handbook,
        sections=sections,
        post=post or None,
        frequency=frequency or None,
        decisions=decisions,
    )
    return f"{made.choice.file_name}.docx", checklist_word(made, site=site_address(bench.home.root))


def paper_file(bench: Workbench, who: Who, offer: Offer, seed: str, *, key: bool) -> bytes:
    """A paper with answer sheet as a Word file; the same seed gives the same paper.

    Args:
        key: The answers with clauses and explanations instead of the questions: for the marker only.

    Raises:
        HandbookError: Not allowed, or the bank has no question for it.
    """
    require(who, "make_paper")
    from checklists.word_paper import paper_docx

    paper, _ = drawn(bench, offer, seed)
    return paper_docx(paper, parts=("key",) if key else WITHOUT_KEY)
