"""The one command, `handbook`: it parses, calls a use case, prints the answer."""

from __future__ import annotations

import sys

import typer

from app.commands import (
    assistant,
    demo,
    home,
    items,
    items_quiz,
    people,
    records,
    revision,
    search,
    site,
    text,
)
from app.commands.shared import report_error
from app.records.errors import RecordsError
from indexer.clauses import HandbookError

cli = typer.Typer(
    name="handbook",
    help="物业服务标准操作手册：检查、检索、检查表、试题、修订与记录。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for module in (home, text, search, items, items_quiz, revision, records, people, site, demo, assistant):
    module.register(cli)


def main() -> None:
    """Run the command; only the project's own errors are caught here."""
    try:
        cli()
    except (HandbookError, RecordsError) as error:
        report_error(error)
        sys.exit(1)


if __name__ == "__main__":
    main()
