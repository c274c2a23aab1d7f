"""What is searched: each clause as a passage that begins with its place in the handbook."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from indexer.clauses import Clause, Handbook


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing that can be found."""

    id: str
    text: str
    title: str = ""
    heading: str = ""

    @property
    def whole(self) -> str:
        """Text with its context before it, as it is embedded and counted."""
        return " ".join(part for part in (self.title, self.heading, self.text) if part)

    @property
    def digest(self) -> str:
        """Names the embedded words, whatever clause they belong to."""
        return hashlib.sha256(self.whole.encode()).hexdigest()[:32]


def passages_of(handbook: Handbook) -> tuple[Passage, ...]:
    """The clauses in force, in reading order."""
    return tuple(
        Passage(str(clause.id), searchable(clause), clause.title, clause.heading)
        for clause in handbook.clauses
    )


def searchable(clause: Clause) -> str:
    """A clause's words with those that govern it; a table row with its column heads."""
    if clause.kind != "row":
        return " ".join(part for part in (clause.lead_in, clause.text) if part)
    caption, _, heads = clause.lead_in.rpartition("\n")
    names, cells = heads.split(" | "), clause.text.split(" | ")
    if len(names) != len(cells):
        return f"{clause.lead_in} {clause.text}"
    row = "；".join(f"{name}：{cell}" for name, cell in zip(names, cells, strict=True))
    return f"{caption} {row}".strip()
