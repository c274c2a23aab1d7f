"""Word files: the only module here that knows python-docx. Same input, same bytes.

Every page carries the document-control header: name, number, edition, page x of y, 受控.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from checklists.word_parts import BODY, HEAD, LATIN, Markup, Para, Row, Run, Table, cell, para
from checklists.zips import FIXED_TIME, fixed_zip

A4_MM = (210, 297)
MARGIN_MM = 15
"""Left and right of the text."""
TOP_MM, BOTTOM_MM, HEADER_MM = 32, 15, 8
SIZE_PT = 9.5
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


PLACE = "body-goes-here"


@dataclass(frozen=True, slots=True)
class Control:
    """文件控制: what the header of every page says."""

    title: str
    doc_no: str
    edition: str
    owner: str = "物业服务标准操作手册"
    """Whose form it is: the company or the handbook."""
    mark: str = "受控"


def text_width_mm(*, landscape: bool = False) -> int:
    """Width of a table that fills the page."""
    return A4_MM[1 if landscape else 0] - 2 * MARGIN_MM


def word_file(control: Control, body: Iterable[Para | Table], *, landscape: bool = False) -> bytes:
    """A Word file of `body` under the header of `control`.

    Between two tables a small paragraph is put, because Word merges tables that touch.
    """
    document = Document()
    _styles(document)
    section = document.sections[0]
    _page(section, landscape)
    header = section.header
    header.is_linked_to_previous = False
    for paragraph in list(header.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    head = Markup(lambda png: str(header.part.get_or_add_image(io.BytesIO(png))[0]))
    rows = "".join(_written(head, (_header_table(control, landscape), para("", size=4))))
    for element in list(parse_xml(f"<w:hdr {_NAMESPACES}>{rows}</w:hdr>")):
        header._element.append(element)
    for left in list(document.element.body):
        if left.tag != qn("w:sectPr"):
            document.element.body.remove(left)
    document.add_paragraph(PLACE)
    markup = Markup(lambda png: str(document.part.get_or_add_image(io.BytesIO(png))[0]))
    return _saved(document, control, "".join(_written(markup, body)))


def _written(markup: Markup, parts: Iterable[Para | Table]) -> Iterator[str]:
    """Parts as XML, with a small paragraph behind each table that another or nothing follows."""
    after_table = False
    for part in parts:
        if isinstance(part, Table):
            if after_table:
                yield markup.para(para("", size=4))
            yield markup.table(part)
        else:
            yield markup.para(part)
        after_table = isinstance(part, Table)
    if after_table:
        yield markup.para(para("", size=4))


def _header_table(control: Control, landscape: bool) -> Table:
    width = text_width_mm(landscape=landscape)
    side, mark = 58, 22
    page = para("第 ", Run(field="PAGE", size=9), " 页　共 ", Run(field="NUMPAGES", size=9), " 页", size=9)
    rows = (
        Row(
            (
                cell(control.owner, size=9),
                cell(f"文件编号：{control.doc_no}", size=9),
                cell(
                    para(Run(control.mark, bold=True, size=13, colour="C00000", head=True), align="center"),
                    merge="restart",
                ),
            ),
            height_mm=6.5,
        ),
        Row(
            (
                cell(para(Run(control.title, bold=True, size=11, head=True)), merge="restart"),
                cell(f"版本：{control.edition}", size=9),
                cell(merge="continue"),
            ),
            height_mm=6.5,
        ),
        Row((cell(merge="continue"), cell(page), cell(merge="continue")), height_mm=6.5),
    )
    return Table((width - side - mark, side, mark), rows)


def _page(section: object, landscape: bool) -> None:
    short, long = Mm(A4_MM[0]), Mm(A4_MM[1])
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT  # type: ignore[attr-defined]
    values = {
        "page_width": long if landscape else short,
        "page_height": short if landscape else long,
        "left_margin": Mm(MARGIN_MM),
        "right_margin": Mm(MARGIN_MM),
        "top_margin": Mm(TOP_MM),
        "bottom_margin": Mm(BOTTOM_MM),
        "header_distance": Mm(HEADER_MM),
        "footer_distance": Mm(HEADER_MM),
    }
    for name, value in values.items():
        setattr(section, name, value)


def _styles(document: object) -> None:
    """Chinese fonts on every style used, without the theme's names, which would win over them."""
    styles = document.styles  # type: ignore[attr-defined]
    for name, font, size in (("Normal", BODY, SIZE_PT), ("Title", HEAD, 18), ("Heading 1", HEAD, 13)):
        style = styles[name]
        style.font.size = Pt(size)
        style.font.name = LATIN
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{key}"), None)
        for key, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
            fonts.set(qn(f"w:{key}"), value)
    defaults = styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    styles["Normal"].paragraph_format.space_after = Pt(0)


def _saved(document: object, control: Control, body: str) -> bytes:
    """Bytes with `body` in its place and fixed times, without the template's thumbnail.

    The body goes in as text: lxml needs half a minute to move a table of 1,400 rows between documents.
    """
    package = document.part.package  # type: ignore[attr-defined]
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]
    properties = document.core_properties  # type: ignore[attr-defined]
    properties.title, properties.subject = control.title, control.doc_no
    properties.author = properties.last_modified_by = control.owner
    properties.comments, properties.version, properties.revision = "", control.edition, 1
    properties.created = properties.modified = FIXED_TIME
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    place = re.compile(rb"<w:p>(?:(?!</w:p>).)*" + PLACE.encode() + rb".*?</w:p>", re.DOTALL)
    return fixed_zip(
        buffer.getvalue(), {"word/document.xml": lambda old: place.sub(lambda _: body.encode(), old)}
    )
