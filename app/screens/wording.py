"""A clause's words as safe HTML: sub-items with their numbers, table cells under their heads, marks."""

from __future__ import annotations

import re
from html import escape
from itertools import zip_longest

_MARKER = re.compile(r"^(?P<indent>[ \t]*)(?P<sign>[-*+]|\d+[.)])[ \t]+")
_REFERENCE = re.compile(r"\[(\d+\.\d+-\d+)\]")
_FIGURE = re.compile(r"\d|每|半|不少于|不超过")
_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>#+\-!|~$:&]")
_AUTOLINK = re.compile(r"https?(?=://)|www(?=\.)|@", re.IGNORECASE)
"""Markdown makes links of bare addresses; a space of no width after these beginnings prevents it."""
CELLS = " | "
"""What joins the cells of a table row, as `indexer.clauses` writes them."""
STEP_INDENT = 4
"""Spaces of indent of the first level of sub-items."""
Span = tuple[int, int]


def wording(text: str, lead_in: str = "", span: Span = (0, 0)) -> str:
    """The line that governs a clause and its words, with the characters of `span` marked."""
    caption, _, heads = lead_in.partition("\n")
    if CELLS in text and "\n" not in text:
        return _lead(caption) + _row(text, heads.split(CELLS) if CELLS in heads else [], span)
    return _lead(" ".join(lead_in.split())) + words(text, span)


def words(text: str, span: Span = (0, 0)) -> str:
    """A clause's words, sub-items on lines of their own with their numbers, the span marked."""
    if CELLS in text and "\n" not in text:
        return _row(text, [], span)
    if "\n" in text and span[1] - span[0] >= len(text.strip()):
        span = (0, 0)  # asked for by its number: all of it answers, so nothing stands out
    lines, at = [], 0
    for place, line in enumerate(text.split("\n")):
        found = _MARKER.match(line) if place else None
        start = found.end() if found else 0
        inside = _marked(line[start:], (span[0] - at - start, span[1] - at - start))
        if place == 0:
            lines.append(inside)
        elif line.strip():
            lines.append(_sub(found, inside))
        at += len(line) + 1
    return "".join(lines)


def plain(text: str) -> str:
    """Text for a label or message that Streamlit reads as Markdown: shown as typed, never a link or picture."""
    return _SPECIAL.sub(r"\\\g<0>", _AUTOLINK.sub("\\g<0>\u200b", text))


def _sub(found: re.Match[str] | None, inside: str) -> str:
    if found is None:
        return f'<span class="sub">{inside}</span>'
    sign = found["sign"] if found["sign"][0].isdigit() else "·"
    deep = " deep" if len(found["indent"].expandtabs(4)) > STEP_INDENT else ""
    return f'<span class="sub{deep}"><b class="sign">{escape(sign)}</b>{inside}</span>'


def _row(text: str, heads: list[str], span: Span) -> str:
    """Cells, each under its column's head; of a row marked as a whole only the figures are marked."""
    whole = span[1] - span[0] >= len(text.strip())
    shown, at = [], 0
    cells = text.split(CELLS)
    named = heads if len(heads) >= len(cells) else []
    for cell, head in zip_longest(cells, named[: len(cells)], fillvalue=""):
        figure = whole and _FIGURE.search(cell)
        mark = (0, len(cell)) if figure else (0, 0) if whole else (span[0] - at, span[1] - at)
        name = f'<b class="head">{escape(head.strip())}</b>' if head.strip() else ""
        if cell.strip():
            shown.append(f'<span class="cell">{name}{_marked(cell, mark)}</span>')
        at += len(cell) + len(CELLS)
    return "".join(shown)


def _marked(text: str, span: Span) -> str:
    start, end = max(0, span[0]), min(len(text), span[1])
    if start >= end or not text[start:end].strip():
        return _linked(text)
    return f"{_linked(text[:start])}<mark>{_linked(text[start:end])}</mark>{_linked(text[end:])}"


def _linked(text: str) -> str:
    """Escaped, with references to clauses without their brackets."""
    return _REFERENCE.sub(r'<span class="ref">\1</span>', escape(text))


def _lead(text: str) -> str:
    return f'<span class="lead">{escape(text)}</span>' if text else ""
