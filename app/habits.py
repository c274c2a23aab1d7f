"""What was searched for lately, in the memory of this process only: nobody's searches are recorded."""

from __future__ import annotations

import threading
from collections import OrderedDict

RECENT = 8
"""Searches that a person finds again, and frequent ones that are shown."""
SEVERAL = 3
"""People who must have asked the same before others are shown it, so that nobody's own question is."""
REMEMBERED = 2000
"""People, and questions, kept; those longest unused go first."""


class Habits:
    """Recent questions of each person and frequent ones of all; threads share it."""

    def __init__(self) -> None:
        self._recent: OrderedDict[str, list[str]] = OrderedDict()
        self._asked_by: OrderedDict[str, set[str]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, person: str, question: str) -> None:
        """Remember a question that found an answer."""
        with self._lock:
            mine = self._recent.pop(person, [])
            self._recent[person] = [question, *(one for one in mine if one != question)][:RECENT]
            self._asked_by[question] = self._asked_by.pop(question, set()) | {person}
            for kept in (self._recent, self._asked_by):
                if len(kept) > REMEMBERED:
                    kept.popitem(last=False)

    def recent(self, person: str) -> list[str]:
        """A person's own last questions, the newest first."""
        with self._lock:
            return list(self._recent.get(person, []))

    def frequent(self) -> list[str]:
        """Questions that `SEVERAL` people or more asked, those of most people first."""
        with self._lock:
            several = [
                (len(people), text) for text, people in self._asked_by.items() if len(people) >= SEVERAL
            ]
        return [text for _, text in sorted(several, key=lambda one: (-one[0], one[1]))][:RECENT]
