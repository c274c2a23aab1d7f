"""What a printed page is made of: runs, paragraphs, cells, rows, tables, as WordprocessingML.

Plain values and text; `checklists.word` alone knows python-docx. Measures: millimetres and points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
TWIPS_PER_MM = 1440 / 25.4
"""Twentieths of a point in a millimetre; a point is 1/72 inch."""
EMU_PER_MM = 36_000
"""English Metric Units in a millimetre (ECMA-376)."""
BODY, HEAD, SIGNS = "宋体", "黑体", "MS Gothic"
"""Fonts of Chinese offices; ☐ is in Word's own MS Gothic. Elsewhere the system's CJK font stands in."""
LATIN = "Times New Roman"

Align = Literal["left", "center", "right"]
Embed = Callable[[bytes], str]
"""Takes a PNG into the document and gives its relationship id."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIGN = re.compile(r"([☐☑☒]+)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look, or a field such as ``PAGE``, or a picture."""

    text: str = ""
    bold: bool = False
    size: float = 0
    """Points; 0 is the document's own size."""
    head: bool = False
    """In the font of headings."""
    colour: str = ""
    """``C00000``; "" is black."""
    underline: bool = False
    field: str = ""
    picture: bytes = b""
    width_mm: float = 0


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph."""

    runs: tuple[Run, ...]
    align: Align = "left"
    before: float = 0
    after: float = 0
    """Points."""
    keep_next: bool = False
    style: str = ""
    page_break: bool = False
    """Begins a new page."""
    left_mm: float = 0
    hanging_mm: float = 0
    tab_mm: float = 0
    """Where a tab leads, from the left margin; 0 is the program's own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `span` columns wide."""

    paras: tuple[Para, ...]
    span: int = 1
    shade: str = ""
    middle: bool = True
    merge: Literal["", "restart", "continue"] = ""
    """Vertical merging with the cells below."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, never split over two pages."""

    cells: tuple[Cell, ...]
    height_mm: float = 0
    repeat: bool = False
    """Repeated at the top of each page."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with fixed columns; what follows it must be a paragraph, or Word merges two tables."""

    widths_mm: tuple[float, ...]
    rows: tuple[Row, ...]
    borders: bool = True
    margin_mm: float = 1.2


def para(
    *words: str | Run, align: Align = "left", bold: bool = False, size: float = 0, **more: object
) -> Para:
    """A paragraph of texts and runs; `more` are the fields of `Para`."""
    runs = tuple(Run(word, bold=bold, size=size) if isinstance(word, str) else word for word in words)
    return Para(runs, align=align, **more)  # type: ignore[arg-type]


def cell(
    *words: str | Run | Para, align: Align = "left", bold: bool = False, size: float = 0, **more: object
) -> Cell:
    """A cell, each text or run a paragraph of its own; `more` are the fields of `Cell`."""
    paras = tuple(
        word if isinstance(word, Para) else para(word, align=align, bold=bold, size=size) for word in words
    )
    return Cell(paras or (para(""),), **more)  # type: ignore[arg-type]


def clean(text: str) -> str:
    """Text that XML can hold."""
    return escape(_ILLEGAL.sub("", text))


def twips(mm: float) -> int:
    return round(mm * TWIPS_PER_MM)


class Markup:
    """Writes the values above as XML. One a document: it numbers the pictures."""

    def __init__(self, embed: Embed) -> None:
        self.embed, self.pictures = embed, 0

    def table(self, table: Table) -> str:
        widths = [twips(width) for width in table.widths_mm]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        sides = "top", "left", "bottom", "right", "insideH", "insideV"
        line = "single" if table.borders else "nil"
        borders = "".join(
            f'<w:{side} w:val="{line}" w:sz="4" w:space="0" w:color="000000"/>' for side in sides
        )
        margin, half = twips(table.margin_mm), twips(table.margin_mm / 2)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:top w:w="{half}" w:type="dxa"/><w:left w:w="{margin}" w:type="dxa"/>'
            f'<w:bottom w:w="{half}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            + "".join(self.row(row, widths) for row in table.rows)
            + "</w:tbl>"
        )

    def row(self, row: Row, widths: Sequence[int]) -> str:
        height = f'<w:trHeight w:val="{twips(row.height_mm)}" w:hRule="atLeast"/>' if row.height_mm else ""
        repeat = "<w:tblHeader/>" if row.repeat else ""
        cells, place = [], 0
        for one in row.cells:
            cells.append(self.cell(one, sum(widths[place : place + one.span])))
            place += one.span
        if place != len(widths):
            raise ValueError(f"a row of {place} columns in a table of {len(widths)}")
        return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeat}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(self, cell: Cell, width: int) -> str:
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
        middle = '<w:vAlign w:val="center"/>' if cell.middle else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}{middle}</w:tcPr>'
            + "".join(self.para(one) for one in cell.paras)
            + "</w:tc>"
        )

    def para(self, para: Para) -> str:
        style = f'<w:pStyle w:val="{para.style}"/>' if para.style else ""
        keep = "<w:keepNext/>" if para.keep_next else ""
        page = "<w:pageBreakBefore/>" if para.page_break else ""
        spacing = f'<w:spacing w:before="{round(para.before * 20)}" w:after="{round(para.after * 20)}"/>'
        indent = ""
        if para.left_mm or para.hanging_mm:
            indent = f'<w:ind w:left="{twips(para.left_mm)}" w:hanging="{twips(para.hanging_mm)}"/>'
        tab = f'<w:tabs><w:tab w:val="left" w:pos="{twips(para.tab_mm)}"/></w:tabs>' if para.tab_mm else ""
        align = f'<w:jc w:val="{para.align}"/>' if para.align != "left" else ""
        return (
            f"<w:p><w:pPr>{style}{keep}{page}{tab}{spacing}{indent}{align}</w:pPr>"
            + "".join(self.run(one) for one in para.runs)
            + "</w:p>"
        )

    def run(self, run: Run) -> str:
        if run.picture:
            return self.picture(run)
        look = self.look(run)
        if run.field:
            return (
                f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
                f'<w:r>{look}<w:instrText xml:space="preserve"> {run.field} </w:instrText></w:r>'
                f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
                f"<w:r>{look}<w:t>1</w:t></w:r>"
                f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
            )
        parts = _SIGN.split(run.text)  # every second one is boxes
        return "".join(
            f"<w:r>{self.look(run, boxes=place % 2 == 1)}{_lines(part)}</w:r>"
            for place, part in enumerate(parts)
            if part
        )

    def look(self, run: Run, *, boxes: bool = False) -> str:
        fonts = _fonts(SIGNS, SIGNS) if boxes else _fonts(HEAD, HEAD) if run.head else ""
        bold = "<w:b/>" if run.bold else ""
        colour = f'<w:color w:val="{run.colour}"/>' if run.colour else ""
        size = (
            f'<w:sz w:val="{round(run.size * 2)}"/><w:szCs w:val="{round(run.size * 2)}"/>'
            if run.size
            else ""
        )
        under = '<w:u w:val="single"/>' if run.underline else ""
        return f"<w:rPr>{fonts}{bold}{colour}{size}{under}</w:rPr>"

    def picture(self, run: Run) -> str:
        self.pictures += 1
        size = round(run.width_mm * EMU_PER_MM)
        number, name = self.pictures, clean(run.text).replace('"', "&quot;")
        extent = f'cx="{size}" cy="{size}"'
        return (
            f'<w:r><w:drawing><wp:inline {DRAWING} distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
            f'<wp:docPr id="{number}" name="QR {number}" descr="{name}"/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="qr-{number}.png"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{self.embed(run.picture)}"/>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def _fonts(latin: str, eastern: str) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{eastern}" w:cs="{latin}"/>'


def _lines(text: str) -> str:
    def line(words: str) -> str:
        return "<w:tab/>".join(f'<w:t xml:space="preserve">{clean(part)}</w:t>' for part in words.split("\t"))

    return "<w:br/>".join(line(words) for words in text.split("\n"))
