"""Commands on the text: check, clauses, extract, diff."""

from __future__ import annotations

from typing import Annotated

import typer

from app.commands.shared import JsonOption, RootOption, print_json
from app.home import open_home


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    cli.command("clauses")(clauses)


def clauses(
    sections: Annotated[
        list[str] | None, typer.Argument(metavar="[SECTION]...", help="小节号；不写则列出全部。")
    ] = None,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """列出现行条款。"""
    from app.clause_view import clause_json
    from indexer.reading import load_handbook

    handbook = load_handbook(open_home(root).handbook)
    chosen = handbook.chosen(sections or [])
    if as_json:
        print_json([clause_json(clause, handbook) for clause in chosen])
        return
    from app.commands.tables import clause_table, show

    show(clause_table(chosen))
