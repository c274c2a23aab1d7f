"""Where the lines of a manual belong: chapters, sections, headings below. No text is changed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indexer.demands.blocks import Line

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_CHAPTER = re.compile(r"^第([零一二三四五六七八九十百\d]{1,5})[章篇部分]\s*(.*)$")
_SECTION = re.compile(r"^(\d{1,2})[.．](\d{1,2})(?![.．\d])[\s、.．]*(.*)$")
_SECTION_WORD = re.compile(r"^第([零一二三四五六七八九十百\d]{1,5})节\s*(.*)$")
_PLAIN = re.compile(r"^(?:(\d{1,2})[.．、\s]|([一二三四五六七八九十]{1,3})、)\s*(?!\d)(.+)$")


@dataclass(slots=True)
class Part:
    """One section to be: its number, title, and its lines with their headings."""

    chapter: int
    number: int
    title: str
    lines: list[Line] = field(default_factory=list)
    chapter_title: str = ""

    @property
    def name(self) -> str:
        return f"{self.chapter}.{self.number}"


def numeral(words: str) -> int:
    """``12``, ``十二``, ``二十`` as a number; 0 where it is none.

    >>> numeral("十二"), numeral("二十"), numeral("一百零三"), numeral("7")
    (12, 20, 103, 7)
    """
    if words.isdigit():
        return int(words)
    total = current = 0
    for sign in words:
        if sign in _DIGITS:
            current = _DIGITS[sign]
        elif sign in "十百":
            total += (current or 1) * (10 if sign == "十" else 100)
            current = 0
    return total + current


def parts_of(lines: Iterable[Line], title: str) -> list[Part]:
    """Cut a manual into sections, each with a number of its own.

    A heading that is numbered 2.3 is section 2.3; without such numbers the first level of headings
    gives chapters and the second sections. What stands before the first heading opens the first section.
    """
    listed = list(lines)
    levels = _levels(listed)
    outline = _Outline(title, levels)
    for line in listed:
        if line.kind == "heading":
            outline.heading(line)
        else:
            outline.add(line)
    outline.end()
    return [part for part in outline.parts if any(line.text.strip() for line in part.lines)]


def _levels(lines: Sequence[Line]) -> list[int]:
    """Heading levels in use, without that of a lone title at the beginning."""
    headings = [line for line in lines if line.kind == "heading"]
    levels = sorted({line.level for line in headings})
    numbered = any(_CHAPTER.match(line.text) or _SECTION.match(line.text) for line in headings)
    first = [line for line in headings if levels and line.level == levels[0]]
    lone = len(levels) > 1 and len(first) == 1 and headings[0] is first[0]
    if lone and not (numbered and (_CHAPTER.match(first[0].text) or _SECTION.match(first[0].text))):
        return levels[1:]
    return levels


class _Outline:
    def __init__(self, title: str, levels: list[int]) -> None:
        self.title, self.levels = title, levels
        self.parts: list[Part] = []
        self.chapter, self.chapter_title = 0, ""
        self.taken: set[tuple[int, int]] = set()
        self.depth = 0
        self.preface: list[Line] = []

    def heading(self, line: Line) -> None:
        words = line.text.strip()
        if found := _CHAPTER.match(words):
            self.begin_chapter(numeral(found[1]), found[2] or words)
        elif found := _SECTION.match(words):
            self.begin(int(found[1]), int(found[2]), found[3] or words, line.level)
        elif found := _SECTION_WORD.match(words):
            self.begin(self.chapter or 1, numeral(found[1]), found[2] or words, line.level)
        elif self.levels and line.level < self.levels[0]:
            self.title = words
        elif len(self.levels) > 1 and line.level == self.levels[0]:
            plain = _PLAIN.match(words)
            number = numeral(plain[1] or plain[2]) if plain else self.chapter + 1
            self.begin_chapter(number, plain[3] if plain else words)
        elif (
            self.levels and line.level == self.levels[min(1, len(self.levels) - 1)] and not self.inside(line)
        ):
            plain = _PLAIN.match(words)
            self.begin(self.chapter or 1, 0, plain[3] if plain else words, line.level)
        else:
            self.add(line)

    def inside(self, line: Line) -> bool:
        """A heading below a section that was numbered at a higher level."""
        return bool(self.parts) and self.depth > 0 and line.level > self.depth

    def begin_chapter(self, number: int, title: str) -> None:
        self.chapter = number if number > self.chapter else self.chapter + 1
        self.chapter_title, self.depth = title, 0
        self.parts.append(Part(self.chapter, 0, title, chapter_title=title))

    def begin(self, chapter: int, number: int, title: str, level: int) -> None:
        if chapter != self.chapter and self.chapter and chapter < self.chapter:
            chapter = self.chapter
        self.chapter, self.depth = chapter, level
        last = max((one for at, one in self.taken if at == chapter), default=0)
        number = number if number and (chapter, number) not in self.taken else last + 1
        self.taken.add((chapter, number))
        self.parts.append(Part(chapter, number, title, chapter_title=self.chapter_title))

    def add(self, line: Line) -> None:
        if not self.parts:
            self.preface.append(line)
            return
        part = self.parts[-1]
        if not part.lines and not line.text.strip():
            return
        if self.preface:
            part.lines, self.preface = [*self.preface, *part.lines], []
        if part.number == 0 and line.text.strip():
            taken = {one for at, one in self.taken if at == part.chapter}
            part.number = next(one for one in range(1, 1000) if one not in taken)
            self.taken.add((part.chapter, part.number))
        part.lines.append(line)

    def end(self) -> None:
        """A text without headings is one section."""
        if self.preface:
            self.parts.append(Part(1, 1, self.title, self.preface, self.title))
