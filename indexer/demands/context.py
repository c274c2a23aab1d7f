"""What a lead-in or a heading gives to the provisions under it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.demands.model import Frequency, Limit, Modality


@dataclass(frozen=True, slots=True)
class Context:
    """Inherited by each provision under a lead-in."""

    force: Modality | None = None
    subject: str | None = None
    condition: str | None = None
    limit: Limit | None = None
    frequency: Frequency | None = None
    lead_in: str | None = None
    duty: bool = False
    """Under a heading or lead-in of duties, standards or steps: no word of force is needed."""
    nothing: str | None = None
    """Why nothing under this lead-in is a demand."""
    cases: bool = False
    """The items are conditions (有下列情形之一的，应停用)."""
    action: str | None = None
    """What is to be done in each of the cases, or the verb that the items complete (应佩戴：)."""
    closed: bool = False
    """The items are the parts of one demand (应包括下列三项)."""
    ordered: bool = False
    post: str | None = None
    """Post named by a heading."""


NO_CONTEXT = Context()
