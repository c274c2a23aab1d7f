"""Lines of a Markdown or text file with their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.demands.blocks import Line, joined_wraps

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_BRACES = re.compile(r"(?<!\s)\s*\{#[^{}\n]{1,400}\}")
_STOP = re.compile(r"[。；;！!？?：:]\s*(?:\{#[^{}]*\})?$")
_STARTS = re.compile(
    r"^\s*(?:[-*+•●·◆■]\s|#{1,6}\s|\d{1,3}[.、．)）]|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[零〇一二三四五六七八九十百千\d]{1,8}[条章节]|[一二三四五六七八九十]{1,3}、|\||>|[①-⑳])"
)
_IMAGE_OR_HTML = re.compile(r"^\s*(?:!\[|<(?!=|\d)[a-zA-Z/!])")
_SEPARATORS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), " ")
"""What `str.splitlines` takes for the end of a line and editors do not."""
_COMMENT = re.compile(r"<!--.*?-->")


def markdown_lines(text: str) -> Iterator[Line]:
    """Each line of a Markdown text with its kind; front matter, code fences, comments and HTML are left out."""
    raw = text.translate(_SEPARATORS).split("\n")
    place = _after_front_matter(raw)
    wraps = joined_wraps(raw)
    fenced = commented = False
    while place < len(raw):
        line, number = raw[place], place + 1
        place += 1
        if "<!--" in line or commented:
            line = _COMMENT.sub("", line)
            if commented:
                commented = "-->" not in line
                continue
            if "<!--" in line:
                line, commented = line.split("<!--", 1)[0], True
        if _FENCE.match(line):
            fenced = not fenced
            continue
        if fenced or _IMAGE_OR_HTML.match(line):
            continue
        if not line.strip():
            yield Line(number, "", "blank")
            while place < len(raw) and not raw[place]:
                place += 1  # one gap, however many empty lines it has
        elif found := _HEADING.match(line):
            yield Line(number, _BRACES.sub("", found[2]), "heading", len(found[1]))
        elif place < len(raw) and "|" in line and _RULE.match(raw[place]) and "|" in raw[place]:
            head = row_text(line)
            place += 1
            while place < len(raw) and "|" in raw[place] and raw[place].strip():
                yield Line(place + 1, row_text(raw[place]), "row", head=head)
                place += 1
        else:
            text_line = line
            while (
                wraps
                and place < len(raw)
                and raw[place].strip()
                and not _STOP.search(text_line)
                and not _STARTS.match(raw[place])
                and len(text_line) < 2000
            ):
                text_line += "\n" + raw[place]
                place += 1
            yield Line(number, text_line)


def row_text(line: str) -> str:
    """Cells of a table row joined by `` | ``, without braces.

    >>> row_text("| 水泵房 | 每日 2 次 | 维修工 {#2.3-15} |")
    '水泵房 | 每日 2 次 | 维修工'
    """
    body = _BRACES.sub("", line).strip().strip("|")
    return " | ".join(cell.strip() for cell in body.split("|"))


def _after_front_matter(lines: list[str]) -> int:
    if lines and lines[0].strip() == "---":
        for at, line in enumerate(lines[1:200], start=1):
            if line.strip() == "---":
                return at + 1
    return 0
