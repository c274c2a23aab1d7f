"""Tables for people, drawn with rich on stdout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from indexer.clauses import Clause, Fault


def show(*parts: Table | str) -> None:
    """Print tables and sentences to stdout; no markup is read from the text."""
    console = Console(highlight=False, markup=False)
    for part in parts:
        console.print(part)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> Table:
    """A plain table; words come from the handbook and are never taken for markup."""
    drawn = Table(title=Text(title) if title else None, show_lines=False, header_style="bold")
    for number, head in enumerate(heads):
        drawn.add_column(head, overflow="fold", no_wrap=number == 0)
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn


def clause_table(clauses: Iterable[Clause]) -> Table:
    """Id, wording, posts and forms of clauses."""
    return table(
        ("编号", "条款", "岗位", "表单", "级"),
        (
            (str(one.id), one.text, "、".join(one.posts), "、".join(one.forms), one.confirmed_class or "")
            for one in clauses
        ),
    )


def fault_lines(faults: Iterable[Fault]) -> list[str]:
    """``file:line: CODE problem. fix``, a fault a line."""
    return [("" if fault.severity == "error" else "（提示）") + str(fault) for fault in faults]
