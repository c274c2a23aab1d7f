"""Automatic numbers of Word paragraphs: 第一章, 1.1, （一）, a) are counted by Word and stand in no text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BULLET = "-"
"""What a paragraph with a bullet gets."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    format: str = "decimal"
    text: str = "%1."
    start: int = 1
    legal: bool = False
    """All numbers in it are shown in digits (isLgl)."""


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    """By abstract list."""
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    """numId -> its abstract list and where it starts anew."""
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, root: Any | None) -> Numbering:
        """From ``word/numbering.xml``; a document without lists has none."""
        made = cls()
        if root is None:
            return made
        for abstract in root.iter(W + "abstractNum"):
            made.levels[abstract.get(W + "abstractNumId")] = {
                int(level.get(W + "ilvl")): _level(level) for level in abstract.iter(W + "lvl")
            }
        for number in root.iter(W + "num"):
            target = number.find(W + "abstractNumId")
            anew = {}
            for override in number.iter(W + "lvlOverride"):
                start = override.find(W + "startOverride")
                if start is not None:
                    anew[int(override.get(W + "ilvl"))] = int(start.get(W + "val"))
            if target is not None:
                made.lists[number.get(W + "numId")] = (target.get(W + "val"), anew)
        return made

    def next(self, number_id: str, level: int) -> str:
        """The number of the next paragraph of that list and level, `BULLET`, or "" where none is shown."""
        if number_id not in self.lists:
            return ""
        abstract, anew = self.lists[number_id]
        levels = self.levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        if number_id not in self.begun:
            self.begun.add(number_id)
            for place, start in anew.items():
                counts[place] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [place for place in counts if place > level]:
            del counts[deeper]
        if levels[level].format == "bullet":
            return BULLET
        if levels[level].format == "none":
            return ""
        shown = levels[level].text
        for place in range(level + 1):
            own = levels.get(place, Level())
            count = counts.get(place, own.start)
            shown = shown.replace(
                f"%{place + 1}", written(count, "decimal" if levels[level].legal else own.format)
            )
        return shown.strip()


def _level(level: Any) -> Level:
    def value(name: str, default: str) -> str:
        found = level.find(W + name)
        return str(found.get(W + "val", default)) if found is not None else default

    legal = level.find(W + "isLgl")
    start = value("start", "1")
    return Level(
        value("numFmt", "decimal"),
        value("lvlText", ""),
        int(start) if start.isdigit() else 1,
        legal is not None and legal.get(W + "val", "1") not in ("0", "false"),
    )


def written(count: int, style: str) -> str:
    """A count in one of Word's number formats; an unknown one is shown in digits.

    >>> written(12, "chineseCountingThousand"), written(3, "lowerLetter"), written(4, "upperRoman")
    ('十二', 'c', 'IV')
    """
    if style in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
    ):
        return chinese(count)
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman"):
        return roman(count) if style == "upperRoman" else roman(count).lower()
    if style == "decimalEnclosedCircle" and 1 <= count <= len(CIRCLED):
        return CIRCLED[count - 1]
    if style == "decimalZero":
        return f"{count:02d}"
    return str(count)


def chinese(count: int) -> str:
    """1 to 999 as people count: 十, 十二, 二十, 一百零三."""
    if not 0 < count < 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    words = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (DIGITS[ones] if ones else "")


def roman(count: int) -> str:
    """1 to 3999 in Roman numerals."""
    parts = (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")
    words = ""
    for value, sign in (*parts, (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while count >= value:
            words, count = words + sign, count - value
    return words
