"""Reading a question file by its name's end: .json, .gift or .txt, .xml, .xlsx."""

from __future__ import annotations

from pathlib import Path

from checklists.question import Question
from indexer.clauses import HandbookError

LARGEST = 64 * 1024 * 1024
"""Bytes of a question file."""


def read_questions(path: Path) -> list[Question]:
    """All questions of a file.

    Raises:
        HandbookError: The file is missing, of another kind, not UTF-8, too large, or cannot be read.
    """
    from checklists.exchange.excel import from_excel
    from checklists.exchange.gift import from_gift
    from checklists.exchange.moodle import from_moodle
    from checklists.exchange.plain import from_json

    if not path.is_file():
        raise HandbookError(f"没有文件 {path}。", fix="检查路径。")
    if path.stat().st_size > LARGEST:
        raise HandbookError(f"{path} 太大。", fix="分成几个文件。")
    data = path.read_bytes()
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return from_excel(data, path.name)
    if kind == ".xml":
        return from_moodle(data, path.name)
    if kind not in (".json", ".gift", ".txt"):
        raise HandbookError(f"不认识 {path.name} 的格式。", fix="用 .json、.gift、.xml 或 .xlsx 文件。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HandbookError(f"{path.name} 不是 UTF-8 文本。", fix="另存为 UTF-8。") from error
    return from_json(text, path.name) if kind == ".json" else from_gift(text, path.name)
