"""Excel: 题型, 题干, A–H, 答案, 解析, 条款, 版本 …, a question a row. Every cell is text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from checklists.question import TYPE_NAMES, Bank, Question
from indexer.clauses import HandbookError

LETTERS = "ABCDEFGH"
HEADS = ("题型", "题干", *LETTERS, "答案", "解析", "条款", "版本", "编号", "小节", "岗位", "关键", "情景")
FIXED = datetime(2000, 1, 1)
"""Time written into the file's properties, so that the same bank gives the same bytes."""
MOST_ROWS = 50_000
_TYPES = {name: type_ for type_, name in TYPE_NAMES.items()} | {
    "单选": "single", "多选": "multiple", "判断": "truefalse", "填空": "numeric", "数值": "numeric",
    "填数": "numeric", "排序": "order", "简答": "short", "问答": "short",
    "填空题": "numeric", "问答题": "short",
}  # fmt: skip
_TRUE = {"对", "正确", "是", "√", "true", "t", "y", "yes", "1"}
_FALSE = {"错", "错误", "否", "×", "x", "false", "f", "n", "no", "0"}


def to_excel(bank: Bank | Iterable[Question]) -> bytes:
    """A workbook; byte-identical for the same bank."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    items = bank.items if isinstance(bank, Bank) else tuple(bank)
    book = Workbook()
    book.properties.created = book.properties.modified = FIXED
    book.properties.creator = ""
    sheet = book.create_sheet("题库", 0)
    del book["Sheet"]
    for row, question in enumerate([None, *items], 1):
        for column, value in enumerate(HEADS if question is None else _row(question), 1):
            cell = sheet.cell(row, column)
            cell.value = value
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if question is None:
                cell.font = Font(bold=True)
            if value.startswith(("=", "+", "-", "@")):
                cell.quotePrefix = True
    sheet.freeze_panes = "A2"
    for letter, width in {"A": 8, "B": 60, "K": 14, "L": 60, "O": 34}.items():
        sheet.column_dimensions[letter].width = width
    buffer = io.BytesIO()
    book.save(buffer)
    return _fixed(buffer.getvalue())


def _row(question: Question) -> list[str]:
    options = [*question.options, *[""] * len(LETTERS)][: len(LETTERS)]
    return [
        TYPE_NAMES[question.type], question.stem, *options, answer_text(question), question.explanation,
        question.clause, question.edition, question.id, question.section, question.post,
        "是" if question.critical else "", "是" if question.scenario else "",
    ]  # fmt: skip


def answer_text(question: Question) -> str:
    """The key as people write it: B; ACD; 对; 30 分钟; B→A→C; points joined by ；."""
    key = question.key
    if isinstance(key, bool):
        return "对" if key else "错"
    if isinstance(key, int):
        return LETTERS[key]
    if isinstance(key, Mapping):
        return f"{key.get('value')} {key.get('unit')}"
    if question.type == "multiple":
        return "".join(LETTERS[int(place)] for place in key)
    if question.type == "order":
        return "→".join(LETTERS[int(place)] for place in key)
    return "；".join(map(str, key))


def _fixed(data: bytes) -> bytes:
    """The same workbook with fixed times in the archive and in its properties."""
    out = io.BytesIO()
    stamp = FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info.filename)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(info.filename, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()


# --- reading


def from_excel(data: bytes, name: str = "") -> list[Question]:
    """Questions of a workbook's first sheet, columns found by their heads.

    Raises:
        HandbookError: It is no workbook, lacks the columns 题型, 题干, 答案, or a row cannot be read.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, IndexError) as error:
        raise HandbookError(f"{name or '文件'} 不是 Excel 工作簿。", fix="另存为 .xlsx。") from error
    heads = {
        str(value).strip(): column
        for column, value in enumerate(rows[0] if rows else ())
        if value is not None
    }
    missing = [head for head in ("题型", "题干", "答案") if head not in heads]
    if missing:
        raise HandbookError(
            f"{name or '文件'} 缺少列：{'、'.join(missing)}。", fix=f"第一行写列名：{'、'.join(HEADS)}。"
        )
    questions = []
    for number, row in enumerate(rows[1:], 2):
        cells = {head: _cell(row[column]) for head, column in heads.items() if column < len(row)}
        if any(cells.values()):
            questions.append(_read(cells, number))
    if not questions:
        raise HandbookError(f"{name or '文件'} 里没有试题。", fix="从第二行起每行写一题。")
    return questions


def _cell(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value).strip()


def _read(cells: Mapping[str, str], number: int) -> Question:
    type_ = _TYPES.get(cells["题型"]) or cells["题型"]
    if type_ not in TYPE_NAMES:
        raise HandbookError(
            f"第 {number} 行的题型“{cells['题型']}”不认识。",
            fix=f"写成 {'、'.join(TYPE_NAMES.values())} 之一。",
        )
    options = [cells.get(letter, "") for letter in LETTERS]
    while options and not options[-1]:
        options.pop()
    if type_ not in ("single", "multiple", "order"):
        options = []
    known: dict[str, Any] = {
        "id": cells.get("编号") or f"第{number}行",
        "stem": cells["题干"],
        "explanation": cells.get("解析", ""),
        "clause": cells.get("条款", ""),
        "edition": cells.get("版本", ""),
        "section": cells.get("小节", ""),
        "post": cells.get("岗位", ""),
        "critical": cells.get("关键") == "是",
        "scenario": cells.get("情景") == "是",
    }
    return Question(type=type_, options=tuple(options), key=_key(type_, cells["答案"], number), **known)  # type: ignore[arg-type]


def _key(type_: str, answer: str, number: int) -> Any:
    letters = [LETTERS.index(letter) for letter in re.findall(rf"[{LETTERS}]", answer.upper())]
    if type_ == "truefalse":
        if answer.lower() in _TRUE | _FALSE:
            return answer.lower() in _TRUE
    elif type_ == "numeric":
        found = re.match(r"\s*(-?\d+(?:\.\d+)?)\s*(.*)$", answer)
        if found:
            value = float(found[1])
            return {"value": int(value) if value == int(value) else value, "unit": found[2].strip()}
    elif type_ == "short":
        return tuple(part.strip() for part in re.split(r"[；;\n]", answer) if part.strip())
    elif type_ == "single":
        if len(letters) == 1:
            return letters[0]
    elif letters:
        return tuple(letters if type_ == "order" else sorted(letters))
    raise HandbookError(
        f"第 {number} 行的答案“{answer}”读不懂。",
        fix="单选写 B，多选写 ACD，判断写 对 或 错，填数写 30 分钟。",
    )
