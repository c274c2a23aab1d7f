"""Who is who: names and aliases of posts as one, and which of them may stand as an option."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from indexer.clauses import Handbook

INCLUSIVE = re.compile(
    r"全体|所有|员工|每名|工作人员|人员$|部门主管|部门负责人|^主管$|负责人|领导|单位|各部门|班组|当班|值班人|双方|专人|业主|住户|访客"
)
"""Names that hold other posts or are no post of ours: never an option."""


_PLAIN_POST = re.compile(
    r"(?![由并各每该本请报派让对])(?!.*[和或及与的、，])[\u4e00-\u9fff]{1,6}(?:员|工|长|主管|经理|师|岗|家|人员|前台|保安|总监|主任)"
)
"""What a subject looks like that may stand as a post where the handbook has no list."""


class Roles:
    """Posts of a handbook; where it has no list, the subjects that its demands name."""

    def __init__(self, handbook: Handbook, subjects: Iterable[str] = ()) -> None:
        self.order: list[str] = [post.name for post in handbook.posts]
        self.canonical: dict[str, str] = {}
        for post in handbook.posts:
            for word in (post.name, *post.aliases):
                self.canonical.setdefault(word, post.name)
        self.listed = bool(self.order)
        if not self.listed:
            for subject in sorted(set(filter(_PLAIN_POST.fullmatch, subjects))):
                self.canonical[subject] = subject
                self.order.append(subject)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted(
            (word for word in self.canonical if len(word) >= 2), key=lambda word: (-len(word), word)
        )
        return re.compile("|".join(map(re.escape, words)) or r"(?!)")

    def named(self, text: str) -> set[str]:
        """Canonical names of the posts that `text` names."""
        return {self.canonical[found.group()] for found in self._pattern.finditer(text)}

    def opening(self, text: str) -> str:
        """The post, as written, with which `text` begins; "" if it begins with none."""
        found = self._pattern.match(text)
        return found.group() if found else ""

    def subject_in(self, text: str, told: str | None) -> str:
        """The post that acts in `text`: what the extractor told, mended where a listed post says more."""
        word = (told or "").removeprefix("由")
        if not self.listed or word in self.canonical:
            return word
        longer = [each for each in self.canonical if word and each.startswith(word) and each in text]
        return max(longer, key=len) if longer else word

    def name_of(self, word: str | None) -> str | None:
        return self.canonical.get(word) if word else None

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word, name in self.canonical.items():
            found.setdefault(name, []).append(word)
        return found

    def words_of(self, name: str) -> list[str]:
        """A post's name and aliases."""
        return self._words.get(name, [])

    def optional(self, name: str) -> bool:
        """Whether a post may be an option at all."""
        return not INCLUSIVE.search(name)

    def nested(self, one: str, other: str) -> bool:
        """Whether one of two posts could be taken to hold the other."""
        return any(
            first in second or second in first
            for first in self.words_of(one)
            for second in self.words_of(other)
        )

    def neighbours(self, name: str) -> list[str]:
        """Other posts, nearest in the handbook's own list first: lists go by department."""
        if name not in self.order:
            return []
        here = self.order.index(name)
        others = [other for other in self.order if other != name]
        return sorted(others, key=lambda other: (abs(self.order.index(other) - here), other))
