"""Commands of the group `home`: up, new, doctor."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from app.commands.shared import JsonOption, RootOption, print_json
from app.home import open_home


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    for command in (up, new, doctor):
        cli.command()(command)


def up(
    port: Annotated[int, typer.Option("--port", help="端口；0 为任意空闲端口。")] = 8501,
    host: Annotated[str, typer.Option("--host", help="监听的地址。")] = "127.0.0.1",
    root: RootOption = None,
) -> None:
    """一条命令起步：检查、建索引、建网站、启动应用，打印网址，直到 Ctrl-C。"""
    import signal

    from app.starting import first_account, opened

    home = open_home(root)
    from app.server import listen, serve

    on = listen(host, port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop from outside ends like Ctrl-C
    address = f"http://{f'[{host}]' if ':' in host else host}:{on.getsockname()[1]}"

    def started() -> None:
        _tell(f"应用：{address}/")
        _tell(f"手册网站：{address}/handbook/")
        _tell("按 Ctrl-C 结束。")

    try:
        bench = opened(home, _tell)
        first_account(bench, _tell)
        try:
            serve(bench, on, host=host, started=started)
        except KeyboardInterrupt:
            pass
        finally:
            bench.close()
    except KeyboardInterrupt:
        pass
    finally:
        on.close()
    _tell("已停止。")


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新的文件夹。", show_default=False)],
    empty: Annotated[
        bool, typer.Option("--empty", help="只要一个可以改写的骨架，不要随程序的手册。")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """为公司建立自己的手册目录，带自己的 git 历史。"""
    from app.founding import found_home

    made = found_home(folder, empty=empty, today=date.today())
    if as_json:
        value = {
            "folder": str(made.folder),
            "edition": made.edition,
            "clauses": made.clauses,
            "git": made.in_git,
        }
        print_json(value)
        return
    _tell(f"已建立 {made.folder}：版本 {made.edition}，{made.clauses} 条条款。")
    if not made.in_git:
        _tell("没有 git，所以没有建立版本历史；安装 git 后在该目录运行 git init。")
    _tell(f"启动：handbook up --root {made.folder}")


def doctor(as_json: JsonOption = False, root: RootOption = None) -> None:
    """检查一个安装的状态：逐项说明，有问题的给出办法。"""
    from app.doctoring import examine

    points = list(examine(open_home(root)))
    if as_json:
        print_json([point.as_json() for point in points])
    else:
        for point in points:
            _tell(f"{'✓' if point.ok else '✗'} {point.name}　{point.note}{point.fix}")
    if not all(point.ok for point in points):
        raise typer.Exit(1)


def _tell(line: str) -> None:
    print(line, flush=True)
