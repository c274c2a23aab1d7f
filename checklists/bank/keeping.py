"""The bank before: an option stays beside its key as long as it is sound and its source is there.

Without it every choice is made by hash alone, so that a candidate which becomes sound by an edit elsewhere could
push out an option that nothing is wrong with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from checklists.question import Bank, Question
from indexer.clauses import Handbook

T = TypeVar("T")


@dataclass(frozen=True)
class Keeping:
    """Questions made before of clauses that still read the same."""

    questions: Mapping[str, Question] = field(default_factory=dict)
    """By id."""
    clauses: frozenset[str] = frozenset()
    """Clauses that read the same as when the bank before was made, those without questions too."""

    def options(self, id_: str) -> frozenset[str]:
        """Options of a question before, its key among them; none where there was no such question."""
        before = self.questions.get(id_)
        return frozenset(before.options) if before else frozenset()

    def wrong(self, id_: str) -> frozenset[str]:
        """Its options without those of the key."""
        before = self.questions.get(id_)
        if before is None:
            return frozenset()
        places = before.key if isinstance(before.key, tuple) else (before.key,)
        return frozenset(option for place, option in enumerate(before.options) if place not in places)

    def stem(self, id_: str) -> str:
        before = self.questions.get(id_)
        return before.stem if before else ""

    def told(self, id_: str, candidates: Iterable[T], stem_of: Callable[[T], str]) -> T | None:
        """The candidate with which a statement was made before, if it is still among them."""
        before = self.stem(id_)
        return next((each for each in candidates if before and stem_of(each) == before), None)


NOTHING = Keeping()


def keeping(before: Bank | None, handbook: Handbook) -> Keeping:
    """What of a bank holds for a handbook; nothing where there was none."""
    if before is None:
        return NOTHING
    prints = {str(clause.id): clause.fingerprint for clause in handbook.clauses}
    known = before.fingerprints or {each.clause: each.fingerprint for each in before.items}
    same = frozenset(clause for clause, fingerprint in known.items() if prints.get(clause) == fingerprint)
    return Keeping({each.id: each for each in before.items if each.clause in same}, same)


def kept_first(candidates: Sequence[T], before: frozenset[str], word_of: Callable[[T], str]) -> list[T]:
    """Candidates in their order, those that were chosen before at the head."""
    return sorted(candidates, key=lambda each: word_of(each) not in before)
