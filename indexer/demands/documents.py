"""Demands of any document: Markdown, text, Word; no ids, no front matter, no layout of ours needed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from indexer.clauses import HandbookError, SourceSpan
from indexer.demands.blocks import Block, Line, blocks
from indexer.demands.extract import extract_text
from indexer.demands.markdown_lines import markdown_lines
from indexer.demands.model import Demand
from indexer.demands.textfile import read_text_file

DEEPEST = 12
"""Levels of nested items that are told apart."""
SUFFIXES = (".md", ".markdown", ".txt", ".text", ".docx", "")


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
            f"不认识 {path.name} 的格式。",
            where=SourceSpan(str(path)),
            fix="可用的格式是 .md、.txt 和 .docx；其他格式请先另存。",
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
        for demand in extract_text(block.text, heading=block.heading):
            yield from _placed([(block, 0)], block.text, demand)
        return
    parts: list[str] = []
    starts: list[tuple[Block, int]] = []
    _lay_out(block, 0, parts, starts)
    text = "\n".join(parts)
    for demand in extract_text(text, heading=block.heading):
        yield from _placed(starts, text, demand)


def _lay_out(
    block: Block, depth: int, parts: list[str], starts: list[tuple[Block, int]], place: int = 0
) -> int:
    """Write a block and its items as a clause is written, remembering where each line begins; the next place."""
    prefix = "    " * depth + ("1. " if block.marked and block.key[1] < 7 else "- ") if depth else ""
    parts.append(prefix + block.text.replace("\n", " "))
    starts.append((block, place + len(prefix)))
    place += len(parts[-1]) + 1
    for child in block.children:
        place = _lay_out(child, min(depth + 1, DEEPEST), parts, starts, place)
    return place


def _placed(starts: list[tuple[Block, int]], text: str, demand: Demand) -> Iterator[tuple[int, Demand]]:
    """Bring a demand's place back to its own line."""
    at = bisect_right(starts, demand.span[0], key=lambda pair: pair[1]) - 1
    block, start = starts[at]
    first = demand.span[0] - start
    last = min(demand.span[1] - start, len(block.text))
    line = block.number + block.text.count("\n", 0, first)
    yield line, replace(demand, span=(first, last), quote=block.text[first:last])
