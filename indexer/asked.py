"""How people ask for a clause: known questions in everyday words, found together with its wording."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from indexer.clauses import Clause
from indexer.tokens import tokens

QUESTION_WORDS = 0.5
"""What a word of a known question counts in the keyword search, against 1 for a word of the clause."""
FILE = Path(__file__).parent / "words" / "search-asked.yml"


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions that one clause answers."""

    clause: str
    begins: str
    """How its wording begins: a clause of another handbook, or written anew, does not get the questions."""
    questions: tuple[str, ...]


@cache
def known_questions() -> tuple[Asked, ...]:
    """What is shipped for the bundled handbook, in the order of the file."""
    listed = yaml.load(FILE.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(Asked(one["clause"], one["begins"], tuple(one["ask"])) for one in listed)


def questions_for(clauses: Sequence[Clause]) -> tuple[tuple[str, ...], ...]:
    """The known questions of each clause, in the order of `clauses`; () for one that has none."""
    known = {one.clause: one for one in known_questions()}
    return tuple(_of(clause, known.get(str(clause.id))) for clause in clauses)


def _of(clause: Clause, known: Asked | None) -> tuple[str, ...]:
    return known.questions if known and clause.text.startswith(known.begins) else ()


def counted(text: str, questions: Sequence[str]) -> dict[str, float]:
    """Words of a passage and its known questions, as `KeywordIndex.from_counts` takes them."""
    words: dict[str, float] = defaultdict(float, Counter(tokens(text)))
    for question in questions:
        for word in tokens(question):
            words[word] += QUESTION_WORDS
    return words
