"""Commands of the group `quiz`."""

from __future__ import annotations

import typer


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
