"""A checklist as an Excel sheet. Words from outside never become formulas; same input, same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from checklists.items import Item
from checklists.lists import Checklist
from checklists.zips import FIXED_TIME, fixed_zip

HEADS: tuple[tuple[str, int], ...] = (
    ("序号", 6),
    ("小节", 16),
    ("条款", 9),
    ("检查内容", 46),
    ("级别", 10),
    ("分值", 7),
    ("方法", 10),
    ("抽样", 14),
    ("证据", 24),
    ("岗位", 14),
    ("频次", 14),
    ("结论", 9),
    ("实得分", 8),
    ("记事", 20),
    ("版本", 7),
    ("检查项编号", 18),
    ("条款指纹", 20),
)
"""Heads and widths (in characters)."""
VERDICTS = ("符合", "不符合", "不适用")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell."""


def put(sheet: Worksheet, row: int, column: int, value: str | float | int | None) -> Cell:
    """Write one value; text stays text whatever sign it begins with."""
    target = sheet.cell(row, column)
    if isinstance(target, MergedCell):
        raise ValueError("nothing is written into merged cells")
    if isinstance(value, str):
        target.value = "".join(sign for sign in value if sign >= " " or sign in "\n\t")
        target.data_type = "s"
        if value.startswith(FORMULA_SIGNS):
            target.quotePrefix = True
    else:
        target.value = value
    return target


def checklist_sheet(checklist: Checklist) -> bytes:
    """The checklist as an .xlsx file: one sheet of items, one of refusals."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "检查表"
    put(sheet, 1, 1, checklist.title.replace("　", " ")).font = Font(name="黑体", size=14, bold=True)
    control = f"文件编号：{checklist.doc_no}　版本：{checklist.edition or '未发布'}　受控"
    put(sheet, 2, 1, control)
    _heads(sheet, 3, [head for head, _ in HEADS])
    items = [item for group in checklist.groups for item in group.items]
    for place, item in enumerate(items, 1):
        for column, value in enumerate(_values(place, item), 1):
            _boxed(put(sheet, place + 3, column, value), number=isinstance(value, float))
    last = len(items) + 3
    _boxed(put(sheet, last + 1, 4, "合计"), bold=True)
    total = sum(item.hundredths or 0 for item in items) / 100
    _boxed(put(sheet, last + 1, 6, total), number=True, bold=True)
    choice = DataValidation(type="list", formula1=f'"{",".join(VERDICTS)}"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"L4:L{last}")
    for place, (_, width) in enumerate(HEADS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "E4"
    _printing(sheet)
    _refusals(book.create_sheet("未列入的要求"), checklist)
    return saved(book)


def _values(place: int, item: Item) -> Sequence[str | float | int | None]:
    return (
        place,
        f"{item.section} {item.title}".strip(),
        item.clause,
        item.text,
        "建议项" if not item.scored else f"{item.class_} 一票否决" if item.critical else item.class_,
        item.points,
        item.method,
        item.sample or "",
        item.evidence or "",
        item.post or "",
        item.frequency or "",
        "",
        "",
        "",
        item.edition,
        item.id,
        item.fingerprint,
    )


def _heads(sheet: Worksheet, row: int, heads: Iterable[str]) -> None:
    for column, head in enumerate(heads, 1):
        target = _boxed(put(sheet, row, column, head), bold=True)
        target.fill = PatternFill("solid", fgColor="E7E6E6")


def _boxed(target: Cell, *, number: bool = False, bold: bool = False) -> Cell:
    side = Side(style="thin")
    target.border = Border(side, side, side, side)
    target.alignment = Alignment(wrap_text=True, vertical="center")
    target.font = Font(name="宋体", size=10, bold=bold)
    if number:
        target.number_format = "0.00"
    return target


def _printing(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "3:3"
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "第 &P 页　共 &N 页"


def _refusals(sheet: Worksheet, checklist: Checklist) -> None:
    _heads(sheet, 1, ("条款", "要求", "原因"))
    for row, refusal in enumerate(checklist.refused, 2):
        for column, value in enumerate((refusal.clause, refusal.demand, refusal.reason), 1):
            _boxed(put(sheet, row, column, value))
    for letter, width in (("A", 10), ("B", 12), ("C", 60)):
        sheet.column_dimensions[letter].width = width


def saved(book: Workbook) -> bytes:
    """Bytes of a workbook with fixed times."""
    book.properties.creator = "handbook"
    book.properties.created = book.properties.modified = FIXED_TIME
    buffer = io.BytesIO()
    book.save(buffer)
    return fixed_zip(buffer.getvalue())
