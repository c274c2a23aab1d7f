"""What is read off a clause and its demands: posts, forms, modality. Derived, never fingerprinted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.clauses import Clause, Handbook
from indexer.demands.model import MODALITY_STRENGTH, Demand

_NAMED_FORM = re.compile(r"《([^《》]{2,40})》")


def posts_of(clause: Clause, demands: Iterable[Demand], handbook: Handbook) -> tuple[str, ...]:
    """Posts a clause is for: those of its braces, then subjects in its words, each by its listed name."""
    named = [*clause.posts]
    for demand in demands:
        if demand.subject:
            named += re.split(r"[、和与及或]", demand.subject)
    found: list[str] = []
    for word in named:
        post = handbook.post_named(word.strip())
        name = post.name if post else (word if word in clause.posts else "")
        if name and name not in found:
            found.append(name)
    return tuple(found)


def forms_of(clause: Clause, handbook: Handbook) -> tuple[str, ...]:
    """Forms a clause calls for: those of its braces, then listed forms that its words name in 《》."""
    listed = {form.name for form in handbook.forms}
    found = list(clause.forms)
    for name in _NAMED_FORM.findall(clause.text):
        if name in listed and name not in found:
            found.append(name)
    return tuple(found)


def modality_of(demands: Iterable[Demand]) -> str:
    """The strongest modality among a clause's demands; ``none`` for a clause without any."""
    return max((demand.modality for demand in demands), key=MODALITY_STRENGTH.__getitem__, default="none")
