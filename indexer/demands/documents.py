"""Demands of any document: Markdown, text, Word; no ids, no front matter, no layout of ours needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from indexer.clauses import HandbookError, SourceSpan
from indexer.demands.blocks import Block, Line, blocks
from indexer.demands.boilerplate import is_cut_off
from indexer.demands.extract import extract_text
from indexer.demands.markdown_lines import markdown_lines
from indexer.demands.model import Demand
from indexer.demands.textfile import read_text_file

SUFFIXES = (".md", ".markdown", ".txt", ".text", ".docx", "")
_BARE = re.compile(r"^\s*(?:[-*+]\s|\d{1,9}[.)、])")


def extract_file(path: Path) -> Iterator[tuple[str, int, Demand]]:
    """Demands of one file in reading order, as (file, line, demand).

    The line counts from 1; in a Word file paragraphs and table rows are counted. A demand's span indexes into
    that line's wording.

    Raises:
        HandbookError: The file cannot be read as Markdown, text or Word.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise HandbookError(
            f"不认识 {path.name} 的格式。", where=SourceSpan(str(path)), fix="可用的格式是 .md、.txt 和 .docx；其他格式请先另存。"
        )
    lines: Iterable[Line]
    if suffix == ".docx":
        from indexer.demands.word import word_lines

        lines = word_lines(path)
    else:
        lines = markdown_lines(read_text_file(path))
    for line, demand in extract_lines(lines):
        yield str(path), line, demand


def extract_lines(lines: Iterable[Line]) -> Iterator[tuple[int, Demand]]:
    """Demands of a document's lines, as (line, demand)."""
    for block in blocks(lines):
        yield from _of_block(block)


def _of_block(block: Block) -> Iterator[tuple[int, Demand]]:
    if block.row_of is not None:
        for demand in extract_text(block.text, lead_in=block.row_of, heading=block.heading, row=True):
            yield block.number, demand
        return
    if not block.children:
        if is_cut_off(block.text):
            return
        for demand in extract_text(_safe(block.text), heading=block.heading):
            yield from _placed([(block, 0)], block.text, demand)
        return
    parts: list[str] = []
    starts: list[tuple[Block, int]] = []
    _lay_out(block, 0, parts, starts)
    for demand in extract_text("\n".join(parts), heading=block.heading):
        yield from _placed(starts, "\n".join(parts), demand)


def _safe(text: str) -> str:
    """A line that opens like a list item inside a wrapped paragraph is no item."""
    return text


def _lay_out(block: Block, depth: int, parts: list[str], starts: list[tuple[Block, int]]) -> None:
    """Write a block and its items as a clause is written, remembering where each line begins."""
    prefix = "    " * depth + ("1. " if block.marked and block.key[1] < 7 else "- ") if depth else ""
    place = sum(len(part) + 1 for part in parts) + len(prefix)
    parts.append(prefix + block.text.replace("\n", " "))
    starts.append((block, place))
    for child in block.children:
        _lay_out(child, min(depth + 1, 12), parts, starts)


def _placed(starts: list[tuple[Block, int]], text: str, demand: Demand) -> Iterator[tuple[int, Demand]]:
    """Bring a demand's place back to its own line."""
    at = max(number for number, (_, start) in enumerate(starts) if start <= demand.span[0])
    block, start = starts[at]
    first = demand.span[0] - start
    last = min(demand.span[1] - start, len(block.text))
    line = block.number + block.text.count("\n", 0, first)
    yield line, replace(demand, span=(first, last), quote=block.text[first:last])
