"""`handbook import`: read a manual, make our files aside, read them back, then put them in place."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from checklists.importing import Imported, imported
from indexer.clauses import HandbookError
from indexer.reading import read_handbook

REPORT = "import-report.md"


def import_manual(file: Path, target: Path, today: date) -> Imported:
    """Write ``target/handbook`` and the report.

    Raises:
        HandbookError: The file cannot be read, holds nothing, or there is a handbook already; nothing
            is written then.
    """
    if not file.is_file():
        raise HandbookError(f"文件 {file} 不存在。", fix="检查路径。")
    if (target / "handbook").exists():
        raise HandbookError(f"{target} 里已有 handbook 文件夹。", fix="换一个空的文件夹。")
    made = _read(file, today)
    if not made.clauses:
        raise HandbookError(
            f"{file.name} 里没有找到条款。",
            fix="确认文件里有“应、不得、每日 1 次”一类的要求，扫描件须先转成文字。",
        )
    with tempfile.TemporaryDirectory() as aside:
        _write(Path(aside), made)
        faults = [
            fault for fault in read_handbook(Path(aside) / "handbook").faults if fault.severity == "error"
        ]
    made.remarks += [f"{fault.where}：{fault.problem}{fault.fix}" for fault in faults]
    _write(target, made)
    (target / REPORT).write_text(made.report(), "utf-8")
    return made


def _read(file: Path, today: date) -> Imported:
    suffix = file.suffix.lower()
    if suffix == ".docx":
        from checklists.word_manual import read_manual

        manual = read_manual(file)
        return imported(
            manual.lines, manual.title or file.stem, effective=today.isoformat(), lost=manual.lost
        )
    if suffix in (".md", ".markdown", ".txt"):
        from indexer.demands.markdown_lines import markdown_lines
        from indexer.demands.textfile import read_text_file

        return imported(markdown_lines(read_text_file(file)), file.stem, effective=today.isoformat())
    raise HandbookError(f"不认识 {file.name} 的格式。", fix="可用的格式是 .docx、.md 和 .txt。")


def _write(target: Path, made: Imported) -> None:
    try:
        for name, text in made.files.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    except OSError as error:
        raise HandbookError(
            f"不能写入 {target}：{error.strerror}。", fix="换一个可以写入的文件夹。"
        ) from None
