"""Commands on the text: check, clauses, extract, diff."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.commands.shared import JsonOption, RootOption, json_bytes, print_json
from app.home import Home, open_home
from indexer.clauses import HandbookError


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    for command in (check, clauses, extract, diff):
        cli.command()(command)


def check(as_json: JsonOption = False, root: RootOption = None) -> None:
    """检查手册：结构、用语、矛盾、重复、岗位、表单、引用。"""
    from app.checking import all_faults
    from indexer.reading import read_handbook

    folder = open_home(root).handbook
    faults = all_faults(folder)
    errors = sum(fault.severity == "error" for fault in faults)
    if as_json:
        print_json([fault.as_json() for fault in faults])
    else:
        from app.commands.tables import fault_lines, show

        for line in fault_lines(faults):
            print(line)
        handbook = read_handbook(folder).handbook
        counted = f"{len(handbook.sections)} 个小节，{len(handbook.clauses)} 条现行条款"
        show(f"检查了 {counted}：{errors} 个问题，{len(faults) - errors} 个提示。")
    if errors:
        raise typer.Exit(1)


def clauses(
    sections: Annotated[
        list[str] | None, typer.Argument(metavar="[SECTION]...", help="小节号；不写则列出全部。")
    ] = None,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """列出现行条款。"""
    from indexer.reading import load_handbook

    handbook = load_handbook(open_home(root).handbook)
    chosen = handbook.chosen(sections or [])
    from app.clause_view import clause_json

    told = [clause_json(clause, handbook) for clause in chosen]
    if as_json:
        print_json(told)
        return
    from app.commands.tables import clause_table, show

    show(clause_table(told), f"共 {len(chosen)} 条，版本 {handbook.edition}。")


def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Markdown、文本或 Word 文件。")],
    as_json: JsonOption = False,
) -> None:
    """从任意文件抽取要求；--json 每行一个。"""
    from indexer.demands.documents import extract_file

    missing = [file for file in files if not file.is_file()]
    if missing:
        raise HandbookError(f"文件 {missing[0]} 不存在。", fix="检查路径。")
    found = [(name, line, demand) for file in files for name, line, demand in extract_file(file)]
    if as_json:
        for name, line, demand in found:  # nothing found is an answer too: no line
            record = {**demand.as_json(), "file": name, "line": line}
            sys.stdout.buffer.write(json_bytes(json.dumps(record, ensure_ascii=False)))
        sys.stdout.flush()
    else:
        from app.commands.tables import demand_table, show

        show(demand_table(found), f"共 {len(found)} 项。")


def diff(
    old: Annotated[str, typer.Argument(help="手册目录、版本（A/0）或 git 修订。")],
    new: Annotated[str, typer.Argument(help="同上。")],
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """比较两份手册：增、废、改、移，逐条到要求。"""
    from app.text_sources import handbook_at
    from indexer.revision import diff as compare

    home = _home_or_none(root)
    difference = compare(handbook_at(old, home), handbook_at(new, home))
    if as_json:
        print_json(difference.as_json())
        return
    from app.commands.tables import diff_parts, show

    show(*diff_parts(difference))


def _home_or_none(root: Path | None) -> Home | None:
    """Two folders can be compared outside any home."""
    try:
        return open_home(root)
    except HandbookError:
        if root is not None:
            raise
        return None
