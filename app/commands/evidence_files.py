"""Commands of the group `records` that write files for others: the evidence pack, xAPI statements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.records_tools import opened, person_id
from app.commands.shared import JsonOption, RootOption, print_json

Person = Annotated[str | None, typer.Option(help="人员编号或登录名。")]
Post = Annotated[str | None, typer.Option(help="岗位：现在任此岗位的人。")]
Project = Annotated[str | None, typer.Option(help="项目（小区）。")]
Clause = Annotated[str | None, typer.Option(help="条款编号。")]
Since = Annotated[str | None, typer.Option(help="从这一天起（2026-12-01）。")]
Until = Annotated[str | None, typer.Option(help="到这一天止。")]


def register(group: typer.Typer) -> None:
    """Add these commands to the group."""
    group.command("evidence")(evidence)
    group.command("xapi")(xapi)
    group.command("print")(print_)


def evidence(
    output: Annotated[Path, typer.Option("-o", "--output", help="空的文件夹。")],
    person: Person = None,
    post: Post = None,
    project: Project = None,
    clause: Clause = None,
    since: Since = None,
    until: Until = None,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """证据包：报告、当时的条款文字、答卷、签名、检查点和独立核验程序。制作本身记入账本。"""
    from app.access import ALL_PROJECTS, Who
    from app.evidence import Scope, pack
    from app.home import open_home
    from app.records.kinds import SYSTEM
    from app.workbench import Workbench, now

    bench = Workbench.open(open_home(root))
    scope = Scope(
        person=person_id(bench.records, person) if person else "",
        post=post or "",
        project=project or "",
        clause=clause or "",
        since=since or "",
        until=until or "",
    )
    console = Who(SYSTEM, "控制台", "auditor", projects=(ALL_PROJECTS,))
    files = pack(bench, console, scope, output, now())
    if as_json:
        print_json({"folder": str(output), "files": [path.as_posix() for path in files]})
    else:
        print(f"证据包在 {output}：{len(files)} 个文件。先看 报告.html，再按 核验说明.txt 核验。")


def xapi(
    output: Annotated[Path, typer.Option("-o", "--output", help="写到这个文件（JSON 数组）。")],
    person: Person = None,
    after: Annotated[int, typer.Option(help="只要这个序号之后的记录。")] = 0,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """学习记录库（LRS）用的 xAPI 语句：签收、考试、逐题作答、实操。只有人员编号，没有姓名。"""
    from app.home import open_home
    from app.printing import site_address
    from app.xapi import statements, written

    records = opened(root)
    whose = person_id(records, person) if person else None
    made = statements(
        records.ledger.entries(person=whose, after=after),
        ledger=str(records.ledger.entry(1).payload["ledger"]),
        original=records.ledger.entry,
        site=site_address(open_home(root).root),
        person=whose,
    )
    written(made, output)
    newest = records.ledger.length()
    records.ledger.append("export", "system", {"what": "xAPI", "statements": len(made), "until": newest})
    if as_json:
        print_json({"file": str(output), "statements": len(made), "until": newest})
    else:
        print(f"{len(made)} 条语句写入 {output}；下次用 --after {newest} 接着导出。")


def print_(
    seq: Annotated[int, typer.Argument(metavar="SEQ", help="记录的序号。")],
    output: Annotated[Path, typer.Option("-o", "--output", help="放在这个文件夹。")],
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """一条证书、实操考核或检查记录的打印件（网页）。查看他人结果记入账本。"""
    from app.access import ALL_PROJECTS, Who
    from app.entry_print import printed
    from app.home import open_home
    from app.printing import write_all
    from app.records.kinds import SYSTEM
    from app.workbench import Workbench

    bench = Workbench.open(open_home(root))
    name, content = printed(bench, Who(SYSTEM, "控制台", "auditor", projects=(ALL_PROJECTS,)), seq)
    (file,) = write_all(output, {name: content})
    if as_json:
        print_json({"seq": seq, "file": str(file)})
    else:
        print(f"第 {seq} 条的打印件写到 {file}；在浏览器里打印。")
