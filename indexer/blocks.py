"""The Markdown below the front matter, read as clauses; the site sees the same ones (tested)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from indexer.braces import Braces, split_braces
from indexer.clauses import ClauseId, Fault, Kind, Severity, SourceSpan
from indexer.inline import markdown_parser, plain_words

NESTED_INDENT = 4
"""Spaces by which a sub-item is indented; the site generator takes fewer for a sibling. (Python-Markdown)"""
MAX_LINE = 4000
"""Characters in one line; longer ones are not text that a person wrote."""
MAX_BRACKETS = 400
"""Opening brackets in one paragraph; thousands take the site generator minutes. (measured)"""

_HEADING_WITHOUT_SPACE = re.compile(r"#{1,6}[^#\s]")
_IMAGE = re.compile(r"!\[[^\[\]]*\][(\[]")
_TITLE_NUMBER = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Found:
    """One clause as it stands in the body of a file."""

    braces: Braces
    heading: str
    text: str
    lead_in: str
    line: int
    end_line: int
    kind: Kind

    @property
    def id(self) -> ClauseId:
        return self.braces.id


@dataclass(slots=True)
class Body:
    """What the body of one file holds."""

    title: str | None = None
    """Text of the first level-1 heading."""
    clauses: list[Found] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_body(markdown: str, *, file: str, first_line: int = 1) -> Body:
    """Read the clauses of one section.

    Args:
        markdown: The text below the front matter.
        file: Name for faults.
        first_line: Line of the file at which `markdown` begins, counting from 1.
    """
    reader = _Reader(markdown, file, first_line)
    if reader.bounded():
        reader.read()
    return reader.body


class _Reader:
    """Walks the blocks of one file once; everything it learns goes into `body`."""

    def __init__(self, markdown: str, file: str, first_line: int) -> None:
        self.lines = markdown.split("\n")
        self.markdown = markdown
        self.file, self.first_line = file, first_line
        self.parser = markdown_parser()
        self.environment: dict[str, Any] = {}
        self.body = Body()
        self.headings: list[tuple[int, str]] = []

    def bounded(self) -> bool:
        """Refuse what no parser should be given."""
        before = len(self.body.faults)
        brackets = 0
        for number, line in enumerate(self.lines):
            brackets = brackets + line.count("[") if line.strip() else 0
            if len(line) > MAX_LINE:
                self.fault(number, "S32", f"这一行有 {len(line)} 个字符。", f"每行不超过 {MAX_LINE} 个字符。")
            if brackets > MAX_BRACKETS:
                self.fault(number, "S32", "这一段里的方括号太多。", f"每段不超过 {MAX_BRACKETS} 个“[”。")
                brackets = 0
        return len(self.body.faults) == before

    def read(self) -> None:
        root = SyntaxTreeNode(self.parser.parse(self.markdown, self.environment))
        previous: SyntaxTreeNode | None = None
        for node in root.children:
            self.gap(previous, node)
            self.top(node, previous)
            previous = node

    def top(self, node: SyntaxTreeNode, previous: SyntaxTreeNode | None) -> None:
        if node.type == "heading":
            self.heading(node)
        elif node.type == "paragraph":
            self.paragraph(node)
        elif node.type in ("bullet_list", "ordered_list"):
            self.left_out(node, previous)
            self.items(node, self.governing(previous), parent_column=None)
        elif node.type == "table":
            self.table(node, previous)
        elif node.type == "blockquote":
            for inner in node.walk():
                if inner.type == "inline":
                    self.misplaced(inner, "引用块")
        elif node.type == "code_block" and "{#" in node.content:
            self.fault(
                _first(node),
                "S16",
                "缩进四格的文字被当作代码，其中的条款读不到。",
                "去掉行首的空格，或在它上面写出所属的列表项。",
            )

    # --- headings and plain paragraphs

    def heading(self, node: SyntaxTreeNode) -> None:
        level, inline = int(node.tag[1]), node.children[0]
        self.misplaced(inline, "标题")
        words = self.words(inline.content)
        if level == 1 and self.body.title is None:
            self.body.title = _TITLE_NUMBER.sub(" ", words)
            return
        self.headings = [(above, text) for above, text in self.headings if above < level]
        self.headings.append((level, words))

    def paragraph(self, node: SyntaxTreeNode) -> None:
        inline = node.children[0]
        for offset, line in enumerate(inline.content.split("\n")):
            if _HEADING_WITHOUT_SPACE.match(line) and not line.startswith("#{"):
                self.fault(
                    _first(node) + offset,
                    "S25",
                    "井号后面没有空格，标题认不出来。",
                    "在井号和标题之间空一格。",
                )
        self.clause(inline, "", "paragraph", _first(node), _last(node))

    def left_out(self, node: SyntaxTreeNode, previous: SyntaxTreeNode | None) -> None:
        """A list after a paragraph is no part of that clause, though a reader thinks so."""
        if not self.governing(previous) or previous is None:
            return
        if split_braces(previous.children[0].content)[1] is None:
            return
        if any(item.children and not self.has_own_braces(item) for item in node.children):
            self.fault(
                _first(node),
                "S29",
                "上一段的条款以冒号结束，下面的列表没有编号，不属于这一条，不会被考核。",
                f"把上一段也写成列表项，下面的列表缩进 {NESTED_INDENT} 格；或给每一项编号。",
                "warning",
            )

    def governing(self, previous: SyntaxTreeNode | None) -> str:
        """The paragraph before a list, if it introduces the list."""
        if previous is None or previous.type != "paragraph":
            return ""
        words = self.words(previous.children[0].content)
        return words if words.endswith(("：", ":")) else ""

    # --- lists

    def items(self, node: SyntaxTreeNode, lead_in: str, parent_column: int | None) -> None:
        column = self.column(_first(node))
        if node.type == "ordered_list" and node.markup == ")":
            self.fault(_first(node), "S24", "编号列表用了“1)”的写法，网站不认。", "改成“1. ”。")
        if parent_column is not None and column - parent_column < NESTED_INDENT:
            self.fault(
                _first(node),
                "S20",
                f"下级列表只缩进了 {column - parent_column} 格，网站会把它当作同级。",
                f"下级列表缩进 {NESTED_INDENT} 格。",
            )
        for item in node.children:
            self.item(item, lead_in)

    def item(self, item: SyntaxTreeNode, lead_in: str) -> None:
        column = self.column(_first(item))
        self.children_indented(item, column)
        if not item.children or item.children[0].type != "paragraph":
            for inner in item.walk():
                if inner.type == "inline":
                    self.misplaced(inner, "没有文字的列表项")
            return
        inline = item.children[0].children[0]
        content, braces, _ = split_braces(inline.content)
        own = self.words(content)
        if braces is None:
            self.clause(inline, lead_in, "item", _first(item), _last(item))
            self.below(item, own, column)
            return
        more = self.sub_items(item, depth=1)
        self.clause(inline, lead_in, "item", _first(item), self.end_of(item), more)
        self.below(item, own, column)

    def below(self, item: SyntaxTreeNode, own: str, column: int) -> None:
        """Clauses of their own, and faults, among what stands below an item's first line."""
        for child in item.children[1:]:
            if child.type in ("bullet_list", "ordered_list"):
                self.items(child, own, column)
            elif child.type in ("fence", "code_block", "table", "heading", "blockquote"):
                self.fault(
                    _first(child),
                    "S23",
                    "列表项里不能放标题、表格、引用或代码。",
                    "把它移到列表外面，或改成下级列表项。",
                )
            else:
                for inner in child.walk():
                    if inner.type == "inline":
                        self.misplaced(inner, "条款的后续段落")

    def sub_items(self, node: SyntaxTreeNode, depth: int) -> str:
        """Text below an item's first line: sub-items without braces of their own, and later paragraphs."""
        lines: list[str] = []
        for child in node.children[1:]:
            if child.type == "paragraph":
                lines.append(NESTED_INDENT * (depth - 1) * " " + self.words(child.children[0].content))
            elif child.type in ("bullet_list", "ordered_list"):
                number = int(child.attrGet("start") or 1) if child.type == "ordered_list" else 0
                for item in child.children:
                    marker = f"{number}. " if child.type == "ordered_list" else "- "
                    number += 1
                    if self.has_own_braces(item) or not item.children:
                        continue
                    first = item.children[0]
                    words = self.words(first.children[0].content) if first.type == "paragraph" else ""
                    lines.append(NESTED_INDENT * depth * " " + marker + words)
                    below = self.sub_items(item, depth + 1)
                    if below:
                        lines.append(below)
        return "\n".join(lines)

    def has_own_braces(self, item: SyntaxTreeNode) -> bool:
        first = item.children[0] if item.children else None
        return (
            first is not None
            and first.type == "paragraph"
            and split_braces(first.children[0].content)[1] is not None
        )

    def end_of(self, item: SyntaxTreeNode) -> int:
        """Last line of an item, trailing blank lines left out."""
        end = _last(item)
        while end > _first(item) and not self.lines[end - 1].strip():
            end -= 1
        return end

    def children_indented(self, item: SyntaxTreeNode, column: int) -> None:
        for child in item.children[1:]:
            if child.type in ("bullet_list", "ordered_list"):
                continue
            if self.column(_first(child)) - column < NESTED_INDENT:
                self.fault(
                    _first(child),
                    "S20",
                    "列表项的后续段落缩进不足，网站会把它当作另一段。",
                    f"后续段落缩进 {NESTED_INDENT} 格。",
                )
        previous = None
        for child in item.children:
            if previous is not None and previous is not item.children[0]:
                self.gap(previous, child)
            previous = child

    # --- tables

    def table(self, node: SyntaxTreeNode, previous: SyntaxTreeNode | None) -> None:
        caption = ""
        if previous is not None and previous.type == "paragraph":
            caption = self.words(split_braces(previous.children[0].content)[0])
        heads: list[str] = []
        rows: list[SyntaxTreeNode] = []
        for part in node.children:
            for row in part.children:
                if part.type == "thead":
                    heads = [self.words(_inline(cell).content) for cell in row.children]
                    for cell in row.children:
                        self.misplaced(_inline(cell), "表头")
                else:
                    rows.append(row)
        lead_in = "\n".join(part for part in (caption, " | ".join(heads)) if part)
        numbered = [self.row(row, lead_in) for row in rows]
        if any(numbered) and not all(numbered):
            line = _first(rows[numbered.index(False)])
            self.fault(
                line,
                "S27",
                "表里别的行有编号，这一行没有，不会被考核。",
                "在最后一格末尾加上编号。",
                "warning",
            )

    def row(self, row: SyntaxTreeNode, lead_in: str) -> bool:
        cells = [_inline(cell) for cell in row.children]
        while len(cells) > 1 and not cells[-1].content.strip():
            cells.pop()
        for cell in cells[:-1]:
            self.misplaced(cell, "表格行的前几格")
        before = [self.words(cell.content) for cell in cells[:-1]]
        braces = split_braces(cells[-1].content)[1]
        self.clause(cells[-1], lead_in, "row", _first(row), _first(row) + 1, before=before)
        return braces is not None

    # --- what all share

    def clause(
        self,
        inline: SyntaxTreeNode,
        lead_in: str,
        kind: Kind,
        first: int,
        end: int,
        more: str = "",
        before: Sequence[str] = (),
    ) -> None:
        content, braces, faults = split_braces(inline.content)
        for fault in faults:
            self.fault(first, fault.code, fault.problem, fault.fix)
        if braces is None:
            return
        if _IMAGE.search(content):
            self.fault(first, "S28", f"条款 {braces.id} 里有图片，网站不发布图片。", "用文字写出图中的内容。")
        words = self.words(content)
        text = " | ".join([*before, words]) if kind == "row" else "\n".join(filter(None, [words, more]))
        if not text.replace("|", "").strip():
            self.fault(first, "S17", f"条款 {braces.id} 没有文字。", "在花括号前写出条款内容。")
            return
        self.body.clauses.append(
            Found(
                braces,
                " / ".join(words for _, words in self.headings),
                text,
                lead_in,
                self.first_line + first,
                self.first_line + end - 1,
                kind,
            )
        )

    def words(self, content: str) -> str:
        return plain_words(self.parser, split_braces(content)[0], self.environment)

    def misplaced(self, inline: SyntaxTreeNode, place: str) -> None:
        _, braces, faults = split_braces(inline.content)
        if braces is not None or faults:
            line = _first(inline) if inline.map else 0
            self.fault(
                line,
                "S16",
                f"{place}里有条款编号，那里不能放条款。",
                "条款写成段落、列表项或表格行，编号放在第一段（或最后一格）的末尾。",
            )

    def gap(self, previous: SyntaxTreeNode | None, node: SyntaxTreeNode) -> None:
        """Lists and tables need a blank line before them, or the site takes them for text."""
        if previous is None or node.type not in ("bullet_list", "ordered_list", "table"):
            return
        if previous.type == "heading":
            return
        if not self.lines[_first(node) - 1].strip():
            return
        name = "表格" if node.type == "table" else "列表"
        self.fault(_first(node), "S21", f"{name}前面没有空行，网站会把它并入上一段。", f"在{name}前空一行。")

    def column(self, line: int) -> int:
        text = self.lines[line].expandtabs(NESTED_INDENT)
        return len(text) - len(text.lstrip())

    def fault(self, line: int, code: str, problem: str, fix: str, severity: Severity = "error") -> None:
        where = SourceSpan(self.file, self.first_line + line)
        self.body.faults.append(Fault(where, code, problem, fix, severity))


def _first(node: SyntaxTreeNode) -> int:
    """First line of a block, counting from 0."""
    return node.map[0] if node.map else 0


def _last(node: SyntaxTreeNode) -> int:
    """Line after the last of a block, counting from 0: its last line, counting from 1."""
    return node.map[1] if node.map else 0


def _inline(cell: SyntaxTreeNode) -> SyntaxTreeNode:
    return cell.children[0]
