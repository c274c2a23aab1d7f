"""Understands a question before it is searched: ids, sections, law articles, amounts, trade words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from indexer.clauses import ClauseId, HandbookError
from indexer.tokens import normalised

SYNONYM_WEIGHT = 0.6
"""Weight of a word that the vocabulary adds, against 1 for a word of the question."""
EVERYDAY_WEIGHT = 0.4
"""Likewise of a word that the vocabulary of no particular trade adds."""
AMOUNT_WEIGHT = 0.5
"""Likewise of another way to write an amount or an article number."""

_ID = re.compile(r"(?<![\d.])(\d{1,3}\.\d{1,3})\s*[-–—－]\s*(\d{2,4})(?!\d)")
_SECTION = re.compile(r"(?:第|小节)?\s*(\d{1,3}\.\d{1,3})\s*(?:小?节|章节)?")
_ARTICLE = re.compile(r"第?\s*([一二三四五六七八九十百千零〇\d]+)\s*条(?!款|例)")
_AMOUNT = re.compile(
    r"(\d+(?:\.\d+)?|[零一二两三四五六七八九十百千半]+)\s*(?:个)?(半)?"
    r"(min|h|分钟|小时|钟头|天|日|月|年|周|星期|礼拜|米|元|块钱|块|次|遍|回|人|%)"
)
_SAME_UNIT = {
    "min": "分钟", "h": "小时", "钟头": "小时", "天": "日", "星期": "周", "礼拜": "周",
    "块钱": "元", "块": "元", "遍": "次", "回": "次",
}  # fmt: skip
_EDGES = " ,，。.!！?？~～…、;；"
"""Cut from both ends of a question."""
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and what it means besides its words."""

    text: str
    """Normalised: NFKC, lower case, single spaces."""
    clauses: tuple[ClauseId, ...] = ()
    """Clause ids named in it."""
    section: str | None = None
    """Section number, where the question is nothing else."""
    only_id: bool = False
    """Whether the question is nothing but a clause id."""
    extra: Mapping[str, float] = field(default_factory=dict)
    """Further phrases to look for, with their weights."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What people say and what a handbook calls it."""

    said: Mapping[str, tuple[str, ...]]
    weight: float = SYNONYM_WEIGHT

    def meant(self, text: str) -> tuple[str, ...]:
        """Words that `text` does not use and the handbook might; those of longer sayings first."""
        found: list[str] = []
        left = text
        for saying in sorted((s for s in self.said if s in left), key=len, reverse=True):
            if saying in left:
                left = left.replace(saying, "\n")
                found += [word for word in self.said[saying] if word not in text and word not in found]
        return tuple(found)


@cache
def trade_words() -> Mapping[str, tuple[str, ...]]:
    """The shipped vocabulary: everyday words of property service, with the formal ones.

    Raises:
        ValueError: The file is not a list of ``{say: […], mean: […]}``.
    """
    return _said("search-trade.yml")


@cache
def everyday_words() -> Synonyms:
    """What people say and what laws and rules of any trade call it; for texts that are no handbook.

    Raises:
        ValueError: The file is not a list of ``{say: […], mean: […]}``.
    """
    return Synonyms(_said("search-everyday.yml"), EVERYDAY_WEIGHT)


def without_slips(text: str) -> str:
    """`text` without the courtesies and the hurry around it, and with common slips of typing put right; what
    would leave nothing is left as it is."""
    kept = text
    while True:
        kept = kept.strip(_EDGES)
        phrase = next((one for one in _around() if kept.startswith(one) or kept.endswith(one)), None)
        if phrase is None:
            break
        kept = kept.removeprefix(phrase) if kept.startswith(phrase) else kept.removesuffix(phrase)
    kept = kept or text
    for wrong, right in slips_of_typing():
        kept = kept.replace(wrong, right)
    return kept


@cache
def _around() -> tuple[str, ...]:
    """Phrases before and after a question, the longest first."""
    return tuple(sorted(map(str, _read("search-slips.yml")["around"]), key=len, reverse=True))


@cache
def slips_of_typing() -> tuple[tuple[str, str], ...]:
    """What is typed by mistake, with what was meant."""
    slips = _read("search-slips.yml")["slips"]
    return tuple((str(wrong), str(one["mean"])) for one in slips for wrong in one["write"])


def _read(file: str) -> Any:
    text = (Path(__file__).parent / "words" / file).read_text("utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _said(file: str) -> dict[str, tuple[str, ...]]:
    said: dict[str, tuple[str, ...]] = {}
    for entry in _read(file) or []:
        for saying in entry["say"]:
            key = normalised(str(saying))
            said[key] = said.get(key, ()) + tuple(normalised(str(word)) for word in entry["mean"])
    return said


def synonyms_with(names: Mapping[str, Sequence[str]]) -> Synonyms:
    """The trade vocabulary together with the other names of posts.

    Args:
        names: Each post's name with its other names.
    """
    said = dict(trade_words())
    for name, others in names.items():
        for other in others:
            key = normalised(other)
            said[key] = (*said.get(key, ()), normalised(name))
    return Synonyms(said)


def understood(text: str, synonyms: Synonyms | None = None) -> Question:
    """Read a question.

    Args:
        text: As typed.
        synonyms: Vocabulary; none by default.
    """
    clean = without_slips(" ".join(normalised(text).split()))
    found = list(_ID.finditer(clean))
    ids = tuple(dict.fromkeys(_ids(f"{one[1]}-{one[2]}" for one in found)))
    alone = _SECTION.fullmatch(clean)
    only_id = len(found) == 1 and not re.sub(r"条款|第|条|\W", "", clean.replace(found[0][0], ""))
    extra = dict.fromkeys(amounts(clean), AMOUNT_WEIGHT)
    if synonyms:
        extra |= dict.fromkeys(synonyms.meant(clean), synonyms.weight)
    return Question(clean, ids, alone[1] if alone else None, only_id, extra)


def _ids(texts: Iterable[str]) -> Iterable[ClauseId]:
    for text in texts:
        try:
            yield ClauseId.parse(text)
        except HandbookError:
            continue


def amounts(text: str) -> tuple[str, ...]:
    """Other ways to write the amounts and law articles in `text`: 两个半小时 as 2.5小时, 第944条 in words."""
    found: list[str] = []
    for number, half, unit in _AMOUNT.findall(text):
        value = 0.5 if number == "半" else number_of(number)
        if value is None:
            continue
        value += 0.5 if half else 0
        name = _SAME_UNIT.get(unit, unit)
        if value == 0.5 and name == "小时":
            value, name = 30.0, "分钟"
        found.append(f"{value:g}{name}")
    for number in _ARTICLE.findall(text):
        value = number_of(number)
        if value is not None and value == int(value) and 0 < value < 10_000:
            found += [f"第{chinese(int(value))}条", f"{int(value)}条"]
    return tuple(dict.fromkeys(phrase for phrase in found if phrase not in text))


def number_of(text: str) -> float | None:
    """Value of a number in digits or in Chinese up to 9999; `None` if it is none."""
    try:
        return float(text)
    except ValueError:
        pass
    total, digit = 0, None
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character] if digit is None or digit == 0 else None
            if digit is None:
                return None
        elif character in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[character]
            digit = None
        else:
            return None
    return float(total + (digit or 0))


def chinese(value: int) -> str:
    """`value`, 1 to 9999, in Chinese as law articles are numbered: 九百四十四, 一千零七十七."""
    names = "零一二三四五六七八九"
    out, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            out += ("零" if gap else "") + names[digit] + name
            gap = False
        elif out:
            gap = True
    return out[1:] if out.startswith("一十") else out
