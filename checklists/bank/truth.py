"""What the whole handbook says: no option may be true of a stem anywhere in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from checklists.bank.content import content, shared
from checklists.bank.roles import Roles
from checklists.bank.values import frequencies, mentions, same_amount, same_rate
from checklists.bank.wording import MARKER, sentences, tidy
from indexer.clauses import Clause, Handbook

ABOUT_THE_SAME = 0.25
"""Share of common content from which two sentences may speak of one thing. Low on purpose: a false
alarm costs an option, a miss costs a wrong key."""
FEWEST_PAIRS = 2
"""Pairs of characters that two sentences must share at least; one pair is chance."""

FORM_NAME = re.compile(r"《([^《》]{2,24})》")


@dataclass(frozen=True)
class Statement:
    """One sentence of a clause, with its lead-in's content."""

    clause: str
    text: str
    content: frozenset[str]
    amounts: tuple[tuple[float, str], ...]
    rates: tuple[tuple[float, str], ...]
    roles: frozenset[str]
    forms: frozenset[str]


class Truth:
    """All statements of a handbook, its unnumbered text excepted."""

    def __init__(self, handbook: Handbook, roles: Roles) -> None:
        self.roles = roles
        self.statements = [statement for clause in handbook.clauses for statement in self._of(clause)]
        self.by_clause: dict[str, list[Statement]] = {}
        for statement in self.statements:
            self.by_clause.setdefault(statement.clause, []).append(statement)

        self._by_role: dict[str, list[Statement]] = {}
        self._near: dict[frozenset[str], list[Statement]] = {}
        self._by_pair: dict[str, list[int]] = {}
        for place, statement in enumerate(self.statements):
            for pair in statement.content:
                self._by_pair.setdefault(pair, []).append(place)

    def _of(self, clause: Clause) -> Iterator[Statement]:
        lines = clause.text.split("\n")
        if clause.kind == "row":
            lines = [clause.text.replace("|", "，")]
        for number, raw in enumerate(lines):
            line = tidy(MARKER.sub("", raw) if number else raw)
            context = clause.lead_in + ("。" + lines[0] if number else "")
            for text in sentences(line):
                yield Statement(
                    str(clause.id),
                    text,
                    content(text) | content(context),
                    tuple((found.value, found.unit) for found in mentions(text)),
                    tuple((found.times, found.per) for found in frequencies(text)),
                    frozenset(
                        self.roles.named(text)
                        | {name for post in clause.posts if (name := self.roles.name_of(post))}
                    ),
                    frozenset(FORM_NAME.findall(text)) | frozenset(clause.forms),
                )

    def near(self, about: frozenset[str]) -> list[Statement]:
        """Statements that may speak of the same thing."""
        if about not in self._near:
            hits = Counter(place for pair in about for place in self._by_pair.get(pair, ()))
            close = [
                self.statements[place] for place, common in sorted(hits.items()) if common >= FEWEST_PAIRS
            ]
            self._near[about] = [each for each in close if shared(about, each.content) >= ABOUT_THE_SAME]
        return self._near[about]

    def of_role(self, role: str) -> list[Statement]:
        """Statements that name a post, anywhere."""
        if role not in self._by_role:
            self._by_role[role] = [each for each in self.statements if role in each.roles]
        return self._by_role[role]

    def amount_said(self, about: frozenset[str], own: str, value: float, unit: str) -> list[str]:
        """Clauses that may make an amount true of `about`; any amount of the own clause counts."""
        return self._said(about, own, lambda each: any(same_amount((value, unit), a) for a in each.amounts))

    def rate_said(self, about: frozenset[str], own: str, times: float, per: str) -> list[str]:
        return self._said(about, own, lambda each: any(same_rate((times, per), r) for r in each.rates))

    def role_said(self, about: frozenset[str], own: str, role: str) -> list[str]:
        return self._said(about, own, lambda each: role in each.roles)

    def form_said(self, about: frozenset[str], own: str, form: str) -> list[str]:
        return self._said(about, own, lambda each: any(form in f or f in form for f in each.forms))

    def _said(self, about: frozenset[str], own: str, says: Callable[[Statement], bool]) -> list[str]:
        found = {each.clause for each in self.by_clause.get(own, ()) if says(each)}
        found |= {each.clause for each in self.near(about) if says(each)}
        return sorted(found)
