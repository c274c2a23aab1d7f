"""Reading a text file whose encoding nobody wrote down: UTF-8 or GB 18030."""

from __future__ import annotations

from pathlib import Path

from indexer.clauses import HandbookError, SourceSpan

LARGEST_FILE = 100 * 1024 * 1024
"""Bytes; a larger file is no manual."""


def read_text_file(path: Path) -> str:
    """The text of a UTF-8 (with or without mark), UTF-16 (with mark) or GBK/GB 18030 file.

    Raises:
        HandbookError: It cannot be read, is too large, or is in none of these encodings.
    """
    where = SourceSpan(str(path))
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise HandbookError(
                f"文件 {path.name} 有 {size // 1024 // 1024} MB，太大了。",
                where=where,
                fix="请拆成不超过 100 MB 的文件。",
            )
        data = path.read_bytes()
    except OSError as error:
        raise HandbookError(
            f"文件 {path.name} 读不出来：{error.strerror}。", where=where, fix="检查路径和权限。"
        ) from error
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise HandbookError(
        f"文件 {path.name} 不是 UTF-8 或 GBK 编码的文本。",
        where=where,
        fix="请另存为 UTF-8 编码的文本文件，或用 Word（.docx）格式。",
    )
