"""The command `mcp`: the handbook for a company's own chat assistant."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.shared import RootOption
from app.home import open_home

if TYPE_CHECKING:
    from app.workbench import Workbench


def register(cli: typer.Typer) -> None:
    """Add this command to `cli`."""
    cli.command("mcp")(mcp)


def mcp(
    internal: Annotated[bool, typer.Option("--internal", help="含不公开的小节；只给员工用的助手。")] = False,
    root: RootOption = None,
) -> None:
    """供聊天助手引用现行条款的 MCP 服务（标准输入输出），工具：search、get_clause。"""
    from app.web.assistant import server_of
    from app.workbench import Workbench

    # stdout is the protocol's
    bench = Workbench.open(open_home(root), tell=lambda said: print(said, file=sys.stderr, flush=True))
    try:
        threading.Thread(target=_warming, args=(bench,), daemon=True).start()
        # a thread that reads stdin is not interrupted, and nothing here is half written: Ctrl-C ends it at once
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        server_of(bench, internal=internal).run("stdio")
    finally:
        bench.close()


def _warming(bench: Workbench) -> None:
    """Load the search while the assistant says hello; what is wrong is told at the first question."""
    from indexer.clauses import HandbookError

    with contextlib.suppress(HandbookError):
        bench.search_engine()
