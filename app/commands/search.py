"""Commands of the group `search`: index, search, evaluate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.shared import JsonOption, RootOption, print_json
from app.home import open_home

if TYPE_CHECKING:
    from indexer.answer import Answer


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    cli.command("index")(index)
    cli.command("search")(search)
    cli.command("evaluate")(evaluate)


def index(
    root: RootOption = None,
    as_json: JsonOption = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="全部重新建立。")] = False,
    check: Annotated[bool, typer.Option("--check", help="只核对索引，不改动；不可用时退出码为 1。")] = False,
) -> None:
    """更新检索索引；只对改动过的条款重新计算向量。"""
    from app import searching

    home = open_home(root)
    if check:
        state = searching.check(home)
        if as_json:
            print_json(state.as_json())
        else:
            typer.echo(state.sentence)
        raise typer.Exit(0 if state.usable else 1)
    with _bar("建立索引") as (start, step):
        report = searching.update(home, rebuild=rebuild, start=start, progress=step, tell=_aside)
    if as_json:
        print_json(report.as_json())
        return
    typer.echo(
        f"索引已更新：{report.clauses} 条条款，新增 {report.added}，改动 {report.changed}，"
        f"移除 {report.removed}，用时 {report.seconds:.1f} 秒。"
    )


def search(
    query: Annotated[str, typer.Argument(help="问题、几个词、条款编号或小节号。", show_default=False)],
    count: Annotated[int, typer.Option("-k", "--count", help="结果条数。")] = 10,
    post: Annotated[str | None, typer.Option("--post", help="只查这个岗位的条款。")] = None,
    section: Annotated[str | None, typer.Option("--section", help="只查这个小节（或这一章）。")] = None,
    situation: Annotated[
        str | None, typer.Option("--situation", help="只查这种情形的应急条款，例如 电梯困人。")
    ] = None,
    root: RootOption = None,
    as_json: JsonOption = False,
) -> None:
    """检索手册：给出回答问题的条款。"""
    from app import searching

    home = open_home(root)
    with _bar("建立索引") as (start, step):
        engine = searching.engine_for(home, start=start, progress=step, tell=_aside)
    sayable = query.encode("utf-8", "replace").decode()  # bytes that are no text
    answer = engine.search(sayable, count, post, section, situation)
    if answer.notice:
        typer.echo(answer.notice, err=True)
    if as_json:
        print_json(answer.as_json())
    else:
        _print_answer(answer)


def evaluate(
    folder: Annotated[Path, typer.Argument(help="测试集所在的文件夹。", show_default=False)],
    root: RootOption = None,
    as_json: JsonOption = False,
) -> None:
    """用测试集衡量检索质量（corpus.jsonl 与 queries.jsonl，或员工问题）。"""
    from app import searching

    with _bar("评测") as (start, step):
        measured = searching.evaluate(folder, root, start=start, progress=step)
    if as_json:
        print_json(measured)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("指标", "数值")
    for name, value in measured.items():
        table.add_row(name, "—" if value is None else f"{value:g}")
    Console().print(table)


def _aside(said: str) -> None:
    """A sentence on stderr, so that stdout stays the answer."""
    typer.echo(said, err=True)


def _print_answer(answer: Answer) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console()
    if not answer.confident:
        console.print("手册中没有找到确切的回答。最接近的小节：", style="bold")
        for number, title in answer.sections[:3]:
            console.print(f"  {number} {title}")
        console.print()
    for hit in answer.hits:
        one = hit.shown
        place = f"{one.title} / {one.heading}" if one.heading else one.title
        console.print(Text.assemble((one.id, "bold"), f"  {place}  [{one.edition}]"))
        start, end = hit.span
        console.print(
            Text.assemble("  ", one.text[:start], (one.text[start:end], "bold yellow"), one.text[end:])
        )
        console.print()


@contextmanager
def _bar(label: str) -> Iterator[tuple[Callable[[int], None], Callable[[int], None]]]:
    """A progress bar on stderr that appears once `start` is told how much there is to do."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = []
        yield (
            lambda total: tasks.append(progress.add_task("", total=total)),
            lambda done: progress.advance(tasks[-1], done) if tasks else None,
        )
