"""Cutting a line into sentences and comma clauses, with what stands in brackets and quotes covered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」", "『": "』", "【": "】", "‘": "’", "[": "]"}
QUOTES = "《“「『‘【["
"""Openers of what is quoted: titles and signs. Round brackets hold remarks, whose figures still count."""
LONGEST_BRACKET = 300
"""Characters; a bracket not closed within them is taken for a slip of the pen and ignored."""
LONGEST_SENTENCE = 1200
"""Characters; a longer stretch without a full stop is no sentence of a provision and is cut at this length."""
NO_TEXT = 5 * LONGEST_SENTENCE
"""Characters; so long a stretch without a full stop is no text, and only its end is read."""
COVER = "＊"
"""Stands for each covered character, so that places stay the same."""

_OPENERS = re.compile("[" + re.escape("".join(PAIRS)) + "]")
_STOPS = re.compile(r"[。；;！!？?\n\r]+")
_ARTICLE = re.compile(
    r"第[零〇一二三四五六七八九十百千\d]{1,8}条(?=凡|各|[一-鿿]{2}.*(?:应|须|不得|是|为|由|负责|可以|禁止))(?![规、第的至和款之或所项中以及])"
)
"""A law without line breaks: 第五条 航空单位的负责人…"""
_COMMAS = re.compile(r"，|,|:(?!(?<=\d:)\d)|：(?!(?<=\d：)\d)|——")


class Piece(NamedTuple):
    """A stretch of a line: `start` and `end` in the line, and its covered text."""

    start: int
    end: int
    text: str


def covered(line: str, openers: str = "".join(PAIRS)) -> str:
    """`line` with the inside of each closed pair of brackets replaced by `COVER`, same length.

    >>> covered("贴“严禁入内”标牌（两面）")
    '贴“＊＊＊＊”标牌（＊＊）'
    """
    if not _OPENERS.search(line):
        return line
    parts: list[str] = []
    place = 0
    for found in _OPENERS.finditer(line):
        start = found.start()
        if start < place or line[start] not in openers:
            continue
        end = line.find(PAIRS[line[start]], start + 1, start + LONGEST_BRACKET)
        if end < 0:
            continue
        if line[start] in "（(":  # a nested pair of the same kind
            inner = line.count(line[start], start + 1, end)
            for _ in range(min(inner, 3)):
                further = line.find(PAIRS[line[start]], end + 1, start + LONGEST_BRACKET)
                end = further if further > 0 else end
        parts += [line[place : start + 1], COVER * (end - start - 1)]
        place = end
    parts.append(line[place:])
    return "".join(parts)


def sentences(masked: str) -> Iterator[Piece]:
    """Sentences of a covered line, without their stop; never longer than `LONGEST_SENTENCE`.

    >>> [piece.text for piece in sentences("不得吸烟；保持安静。")]
    ['不得吸烟', '保持安静']
    """
    place = 0
    for stop in _STOPS.finditer(masked):
        yield from _chunks(masked, place, stop.start())
        place = stop.end()
    yield from _chunks(masked, place, len(masked))


def _chunks(masked: str, start: int, end: int) -> Iterator[Piece]:
    if end - start > NO_TEXT:
        start = end - LONGEST_SENTENCE
    while start < end:
        stop = min(end, start + LONGEST_SENTENCE)
        piece = masked[start:stop]
        body = piece.lstrip()
        at = stop - len(body)
        body = body.rstrip()
        if body.startswith("第") and (article := _ARTICLE.match(body)):
            at, body = at + article.end(), body[article.end() :]
        if body:
            yield Piece(at, at + len(body), body)
        start = stop


def comma_clauses(sentence: Piece) -> list[Piece]:
    """Stretches of a sentence between commas and colons; a clock time's colon does not cut.

    >>> [p.text for p in comma_clauses(Piece(0, 18, "接报后，每日17:00前到场，并记录"))]
    ['接报后', '每日17:00前到场', '并记录']
    """
    pieces: list[Piece] = []
    place = 0
    text = sentence.text
    for comma in _COMMAS.finditer(text):
        _add(pieces, sentence, place, comma.start())
        place = comma.end()
    _add(pieces, sentence, place, len(text))
    return pieces


def _add(pieces: list[Piece], sentence: Piece, start: int, end: int) -> None:
    body = sentence.text[start:end].lstrip()
    at = sentence.start + end - len(body)
    if body := body.rstrip():
        pieces.append(Piece(at, at + len(body), body))
