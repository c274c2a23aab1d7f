"""Files that people take away: all are made before the first is written."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from indexer.clauses import HandbookError

FORMATS = ("docx", "xlsx", "md", "json")
SITE_SETTING = "HANDBOOK_SITE_URL"
"""Environment variable with the published site's base address, for QR codes."""


_SITE_URL = re.compile(r"^site_url:[ \t]*(?P<address>\S+)", re.MULTILINE)


def formats_of(words: str, known: Sequence[str] = FORMATS) -> tuple[str, ...]:
    """``docx,md`` as formats.

    Raises:
        HandbookError: One is not known, or none is named.
    """
    named = tuple(
        dict.fromkeys(word.strip().lower().removeprefix(".") for word in words.split(",") if word.strip())
    )
    unknown = [name for name in named if name not in known]
    if unknown or not named:
        raise HandbookError(
            f"格式“{'、'.join(unknown) or words}”不认识。", fix=f"可用的格式：{'、'.join(known)}。"
        )
    return named


def site_address(root: Path) -> str:
    """Base address of the published site: `SITE_SETTING`, else ``site_url`` of mkdocs.yml, else ""."""
    named = os.environ.get(SITE_SETTING, "").strip()
    settings = root / "mkdocs.yml"
    if named or not settings.is_file():
        return named
    found = _SITE_URL.search(settings.read_text("utf-8", errors="replace"))
    return found["address"].strip("'\"") if found else ""


def json_bytes(value: object) -> bytes:
    """JSON as it is written to files: UTF-8, one space of indent, a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files below `folder`, which is made if need be.

    Raises:
        HandbookError: The folder cannot be used.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, content in files.items():
            (folder / name).write_bytes(content)
            written.append(folder / name)
    except OSError as error:
        raise HandbookError(
            f"不能写入 {folder}：{error.strerror}。", fix="换一个可以写入的文件夹，或关闭正打开的文件。"
        ) from None
    return written
