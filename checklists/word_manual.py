"""A manual in Word as lines with the numbers that Word counts, and what could not be read.

The file is first read by `indexer.demands.word`, which refuses what is unsafe or damaged.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checklists.word_numbers import BULLET, Numbering, W
from indexer.demands.blocks import Line
from indexer.demands.word import boxes_of, list_level, word_lines

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_TITLE = ("title", "标题")
_SILENT = {
    "drawing": "图片",
    "pict": "图片或图形",
    "object": "嵌入对象",
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "commentReference": "批注",
}


@dataclass(slots=True)
class Manual:
    """Lines in document order, and remarks on what is not in them as (line, remark)."""

    lines: list[Line] = field(default_factory=list)
    lost: list[tuple[int, str]] = field(default_factory=list)
    title: str = ""


def read_manual(path: Path) -> Manual:
    """Read a Word manual.

    Raises:
        HandbookError: It is no Word document, damaged, or unsafe to open.
    """
    for _ in word_lines(path):  # all of it: what is wrong at the end counts too
        pass
    with zipfile.ZipFile(path) as package:
        body = _part(package, "word/document.xml")
        numbering = Numbering.read(_part(package, "word/numbering.xml"))
        styles = _styles(_part(package, "word/styles.xml"))
        extra = [name for name in package.namelist() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)]
    reader = _Reader(numbering, styles)
    if body is not None:
        reader.walk(body[0])
    if extra:
        reader.manual.lost.append((0, f"页眉页脚 {len(extra)} 处没有导入，文件编号等请写进小节的文件头"))
    return reader.manual


def _part(package: zipfile.ZipFile, name: str) -> Any | None:
    from lxml import etree

    if name not in package.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(package.read(name), parser)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    number: tuple[str, int] | None
    outline: int | None


def _styles(root: Any | None) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for style in root.iter(W + "style") if root is not None else ():
        name, based = style.find(W + "name"), style.find(W + "basedOn")
        properties = style.find(W + "pPr")
        found[style.get(W + "styleId", "")] = _Style(
            name.get(W + "val", "") if name is not None else "",
            based.get(W + "val", "") if based is not None else "",
            _number(properties),
            _outline(properties),
        )
    return found


def _number(properties: Any | None) -> tuple[str, int] | None:
    numbered = properties.find(W + "numPr") if properties is not None else None
    if numbered is None:
        return None
    identity, level = numbered.find(W + "numId"), numbered.find(W + "ilvl")
    return (
        identity.get(W + "val", "") if identity is not None else "",
        list_level(level),
    )


def _outline(properties: Any | None) -> int | None:
    found = properties.find(W + "outlineLvl") if properties is not None else None
    value = found.get(W + "val", "") if found is not None else ""
    return int(value) + 1 if value.isdigit() and int(value) < 9 else None


class _Reader:
    def __init__(self, numbering: Numbering, styles: dict[str, _Style]) -> None:
        self.numbering, self.styles = numbering, styles
        self.manual = Manual()
        self.count = 0

    def walk(self, parent: Any) -> None:
        for child in parent:
            if child.tag == W + "p":
                self.paragraph(child)
            elif child.tag == W + "tbl":
                self.table(child)
            elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "smartTag"):
                self.walk(child)

    def add(self, text: str, kind: str = "text", level: int = 0, head: str = "") -> None:
        self.count += 1
        self.manual.lines.append(Line(self.count, text, kind, level, head))

    def chain(self, properties: Any | None) -> Iterator[_Style]:
        """The paragraph's style and those that it is based on."""
        found = properties.find(W + "pStyle") if properties is not None else None
        name, seen = found.get(W + "val", "") if found is not None else "", set()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = self.styles[name].based_on

    def paragraph(self, paragraph: Any) -> None:
        properties = paragraph.find(W + "pPr")
        text = _shown(paragraph)
        for tag, name in _SILENT.items():
            if next(paragraph.iter(W + tag), None) is not None:
                self.manual.lost.append((self.count + 1, f"{name}没有导入"))
        if next(paragraph.iter(W + "del"), None) is not None:
            self.manual.lost.append((self.count + 1, "修订中删除的文字没有导入"))
        styles = list(self.chain(properties))
        number = _number(properties) or next((style.number for style in styles if style.number), None)
        shown = self.numbering.next(*number) if number and number[0] not in ("", "0") and text else ""
        if not text:
            self.add("", "blank")
        elif styles and styles[0].name.lower() in _TITLE and not self.manual.title:
            self.manual.title = text
        elif (level := self.heading(properties, styles)) is not None:
            self.add(f"{shown} {text}".strip(), "heading", level)
        else:
            self.add(
                f"{shown} {text}" if shown else text, level=number[1] if number and shown == BULLET else 0
            )
        for box in boxes_of(paragraph):
            self.manual.lost.append((self.count, "文本框的文字排在所在段落之后"))
            self.walk(box)

    def heading(self, properties: Any | None, styles: list[_Style]) -> int | None:
        outline = _outline(properties)
        if outline is not None:
            return outline
        for style in styles:
            found = _HEADING.search(style.name)
            if found:
                return int(found[1])
            if style.outline is not None:
                return style.outline
        return None

    def table(self, table: Any) -> None:
        rows: list[list[str]] = []
        merged = False
        for row in table.iter(W + "tr"):
            if next((above for above in row.iterancestors(W + "tbl")), None) is not table:
                self.manual.lost.append((self.count + 1, "表格里的表格并入所在单元格"))
                continue
            cells: list[str] = []
            for cell in row.iterchildren(W + "tc"):
                properties = cell.find(W + "tcPr")
                span = properties.find(W + "gridSpan") if properties is not None else None
                down = properties.find(W + "vMerge") if properties is not None else None
                words = _cell(cell)
                if down is not None and down.get(W + "val") != "restart" and rows:
                    words, merged = (rows[-1][len(cells)] if len(cells) < len(rows[-1]) else ""), True
                width = int(span.get(W + "val", "1")) if span is not None else 1
                merged = merged or width > 1
                cells += [words] * width
            rows.append(cells)
        if merged:
            self.manual.lost.append((self.count + 1, "表格的合并单元格已拆开，每格填相同的文字"))
        if not rows:
            return
        if len(rows) == 1 or max(map(len, rows)) == 1:
            for row in rows:
                for words in row:
                    self.add(words)
            return
        width = max(map(len, rows))
        head = " | ".join(rows[0] + [""] * (width - len(rows[0])))
        for row in rows[1:]:
            self.add(" | ".join(row + [""] * (width - len(row))), "row", head=head)


def _cell(cell: Any) -> str:
    words = "；".join(text for paragraph in cell.iter(W + "p") if (text := _shown(paragraph)))
    return re.sub(r"([。；，：])；", r"\1", words).replace("|", "／")


def _shown(paragraph: Any) -> str:
    """Text that shows: insertions in, deletions and nested boxes out."""
    parts: list[str] = []
    for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr", W + "noBreakHyphen"):
        hidden = False
        for above in node.iterancestors():
            if above is paragraph:
                break
            hidden = hidden or above.tag in (W + "del", W + "txbxContent", W + "moveFrom")
        if not hidden:
            parts.append(
                node.text or "" if node.tag == W + "t" else "-" if node.tag.endswith("Hyphen") else " "
            )
    return " ".join("".join(parts).split())
