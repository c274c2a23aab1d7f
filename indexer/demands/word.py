"""The only module of this package that opens Word files; what it reads is what a reader sees."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.clauses import HandbookError, SourceSpan
from indexer.demands.blocks import Line

MOST_ENTRIES = 5_000
LARGEST_UNPACKED = 300 * 1024 * 1024
"""Bytes of all parts together."""
HIGHEST_RATIO = 200
"""Unpacked to packed size of one part larger than a megabyte; real documents stay below 100."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
"""What a damaged archive raises."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)


def word_lines(path: Path) -> Iterator[Line]:
    """Paragraphs and table rows in document order, numbered from 1; text in tracked insertions, content
    controls and text boxes is read, deleted text is not.

    Raises:
        HandbookError: The file is no Word document, is damaged, or is not safe to open.
    """
    where = SourceSpan(str(path))
    _check_package(path, where)
    import docx
    from lxml.etree import LxmlError

    try:
        document = docx.Document(str(path))
        body = document.element.body
        styles = {style.style_id: style.name or "" for style in document.styles if style.style_id}
    except (KeyError, ValueError, LxmlError, AttributeError, *_BROKEN) as error:
        raise _damaged(path, where) from error
    except Exception as error:
        if type(error).__module__.startswith("docx"):
            raise _damaged(path, where) from error
        raise
    for number, line in enumerate(_lines(body, styles), start=1):
        yield Line(number, line.text, line.kind, line.level, line.head)


def _damaged(path: Path, where: SourceSpan) -> HandbookError:
    return HandbookError(
        f"文件 {path.name} 不是完好的 Word 文档。", where=where, fix="请用 Word 打开后另存为 .docx。"
    )


def _check_package(path: Path, where: SourceSpan) -> None:
    """Refuse zip bombs, parts outside the package, and XML that declares entities."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > MOST_ENTRIES or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise HandbookError(
                    f"文件 {path.name} 解压后过大，没有打开。",
                    where=where,
                    fix="请确认来源，或另存为较小的文档。",
                )
            for part in parts:
                if part.file_size > 1_048_576 and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1):
                    raise HandbookError(
                        f"文件 {path.name} 的压缩比异常，没有打开。",
                        where=where,
                        fix="请确认来源，或另存为新的文档。",
                    )
                if part.filename.startswith("/") or ".." in part.filename.split("/"):
                    raise HandbookError(
                        f"文件 {path.name} 含有越界的部件名，没有打开。", where=where, fix="请确认来源。"
                    )
                if part.filename.endswith((".xml", ".rels")) and _declares(package, part):
                    raise HandbookError(
                        f"文件 {path.name} 含有 DOCTYPE 声明，没有打开。",
                        where=where,
                        fix="请用 Word 另存为新的文档。",
                    )
    except (*_BROKEN, RuntimeError, NotImplementedError) as error:
        raise _damaged(path, where) from error


def _declares(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with package.open(part) as stream:
        head = stream.read(4096)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _lines(parent: Any, styles: dict[str, str]) -> Iterator[Line]:
    for child in parent:
        if child.tag == _W + "p":
            yield from _paragraph(child, styles)
        elif child.tag == _W + "tbl":
            yield from _table(child)
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml", _W + "smartTag"):
            yield from _lines(child, styles)


def _paragraph(paragraph: Any, styles: dict[str, str]) -> Iterator[Line]:
    text = _text(paragraph).strip()
    if not text:
        yield Line(0, "", "blank")
        return
    properties = paragraph.find(_W + "pPr")
    name = level = None
    if properties is not None:
        style = properties.find(_W + "pStyle")
        name = styles.get(style.get(_W + "val"), "") if style is not None else None
        outline = properties.find(_W + "outlineLvl")
        level = outline.get(_W + "val") if outline is not None else None
    found = _HEADING.search(name or "")
    if found or name in ("Title", "标题") or (level is not None and level.isdigit() and int(level) < 9):
        yield Line(
            0, text, "heading", int(found[1]) if found else int(level) + 1 if level and level.isdigit() else 1
        )
        return
    numbered = properties.find(_W + "numPr") if properties is not None else None
    if numbered is not None or (name and re.search(r"list|列表|列出", name, re.IGNORECASE)):
        depth = numbered.find(_W + "ilvl") if numbered is not None else None
        yield Line(0, "- " + text, level=list_level(depth))
    else:
        yield Line(0, text)
    for box in boxes_of(paragraph):
        yield from _lines(box, styles)


def list_level(depth: Any | None) -> int:
    """The level that a ``w:ilvl`` tells, from 0; Word has nine."""
    told = depth.get(_W + "val", "") if depth is not None else ""
    return min(int(told), 8) if re.fullmatch(r"[0-9]{1,3}", told) else 0


def boxes_of(paragraph: Any) -> Iterator[Any]:
    """Its text boxes: not those within a box, nor the copies that are kept for older programs."""
    waiting = list(paragraph)[::-1]
    while waiting:
        node = waiting.pop()
        if node.tag == _W + "txbxContent":
            yield node
        elif node.tag != _FALLBACK:
            waiting += list(node)[::-1]


def _table(table: Any) -> Iterator[Line]:
    rows = [[_cell(cell) for cell in row.iter(_W + "tc")] for row in table.iter(_W + "tr")]
    if not rows:
        return
    head = " | ".join(rows[0])
    if len(rows) == 1 or max(len(row) for row in rows) == 1:
        for row in rows:
            for cell in row:
                yield Line(0, cell)
        return
    above: list[str] = []
    for row in rows[1:]:
        cells = [cell or (above[at] if at < len(above) and at == 0 else "") for at, cell in enumerate(row)]
        above = cells
        yield Line(0, " | ".join(cells), "row", head=head)


def _cell(cell: Any) -> str:
    words = "；".join(text for paragraph in cell.iter(_W + "p") if (text := _text(paragraph).strip()))
    return re.sub(r"([。；，：])；", r"\1", words).replace("|", "／")


def _text(paragraph: Any) -> str:
    """Text that shows: no deletions, no text of nested boxes."""
    parts: list[str] = []
    for node in paragraph.iter(_W + "t", _W + "tab", _W + "br", _W + "cr", _W + "noBreakHyphen"):
        if any(
            above.tag in (_W + "del", _W + "txbxContent", _W + "moveFrom")
            for above in node.iterancestors()
            if above is not paragraph and _inside(above, paragraph)
        ):
            continue
        parts.append(
            node.text or "" if node.tag == _W + "t" else "-" if node.tag == _W + "noBreakHyphen" else " "
        )
    return "".join(parts)


def _inside(node: Any, paragraph: Any) -> bool:
    return any(above is paragraph for above in node.iterancestors())
