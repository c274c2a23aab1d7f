"""The Model Context Protocol server: search and get-clause for a company's own chat assistant."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from app import citing
from app.people import CONSOLE
from app.records.errors import RecordsError
from app.workbench import Workbench
from indexer.clauses import HandbookError

INSTRUCTIONS = (
    "物业服务标准操作手册的现行版本。回答工作中的做法、时限、频次、岗位、表单之前先用 search；"
    "每个结论后面写出 cite 和 link。found 为 false 时回答“手册中没有找到”，不要自己编。"
    "问题里有条款编号（如 2.3-12）时用 get_clause。"
)
READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def server_of(bench: Workbench, *, internal: bool = False) -> MCPServer:
    """The server over an opened installation; whoever starts it is the console.

    Args:
        internal: Sections marked ``public: false`` too.
    """
    server = MCPServer("handbook", title="标准操作手册", instructions=INSTRUCTIONS, log_level="WARNING")

    @server.tool(title="检索手册", annotations=READS)
    def search(
        question: Annotated[str, Field(description="一句话的问题，或几个词")],
        count: Annotated[int, Field(ge=1, le=citing.MOST, description="最多几条")] = 5,
        post: Annotated[str, Field(description="只查这个岗位的条款，如 维修工")] = "",
        section: Annotated[str, Field(description="只查这个小节（2.3）或这一章（2）")] = "",
        situation: Annotated[str, Field(description="只查这种情形的应急条款，如 电梯困人")] = "",
    ) -> citing.Findings:
        """查现行手册里回答问题的条款，带编号、版本和链接；没有就说没有。"""
        with _told():
            return citing.findings(
                bench,
                CONSOLE,
                question,
                count=count,
                post=post,
                section=section,
                situation=situation,
                internal=internal,
            )

    @server.tool(title="取一条条款", annotations=READS)
    def get_clause(
        clause: Annotated[str, Field(description="条款的永久编号，如 2.3-12")],
    ) -> citing.Citation:
        """按编号取现行条款的原文，带版本和链接。"""
        with _told():
            return citing.citation(bench, CONSOLE, clause, internal=internal)

    return server


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Errors of ours as sentences that the assistant can read; others stay here."""
    try:
        yield
    except (HandbookError, RecordsError) as error:
        raise ToolError(f"{error.problem}{error.fix}") from error
