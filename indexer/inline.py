"""Inline Markdown as plain words: no emphasis, links as their text, soft line breaks joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt

_LEFT_EMPHASIS = re.compile(r"\*\*+|__+")
"""Emphasis that CommonMark leaves open beside Chinese punctuation; it is no wording."""


def markdown_parser() -> MarkdownIt:
    """CommonMark with tables and without HTML: what the handbook is written in."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def plain_words(parser: MarkdownIt, content: str, environment: dict[str, Any]) -> str:
    """The words of one paragraph's or cell's Markdown.

    Args:
        parser: As made by `markdown_parser`.
        content: Inline Markdown.
        environment: Link references, as the block parser left them.
    """
    tokens = parser.parseInline(content, environment)
    parts: list[str] = []
    for token in tokens[0].children or []:
        if token.type in ("text", "code_inline", "text_special"):
            parts.append(_LEFT_EMPHASIS.sub("", token.content) if token.type == "text" else token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(token.content)
    return "".join(_with_seams([line.strip() for line in "".join(parts).split("\n")])).strip()


def _with_seams(lines: list[str]) -> Iterator[str]:
    """Lines joined: nothing between Chinese characters, a space between words."""
    for number, line in enumerate(lines):
        if number and line and lines[number - 1] and line[0].isascii() and lines[number - 1][-1].isascii():
            yield " "
        yield line
