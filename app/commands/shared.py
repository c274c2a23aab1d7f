"""What every command shares: the home option, JSON on stdout, errors on stderr."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Protocol

import typer

RootOption = Annotated[
    Path | None,
    typer.Option("--root", help="手册所在的目录（默认：HANDBOOK_ROOT，再向上找含 handbook/ 的目录）。"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="在标准输出给出 JSON。")]


class _Told(Protocol):
    problem: str
    fix: str


_SEPARATORS = {ord(one): f"\\u{ord(one):04x}" for one in "\x7f\x85\u2028\u2029"}


def json_bytes(text: str) -> bytes:
    """JSON as a line of UTF-8: what ends a line for some programs, and what UTF-8 cannot say, is escaped."""
    return text.translate(_SEPARATORS).encode("utf-8", "backslashreplace") + b"\n"


def print_json(value: object) -> None:
    """Write `value` to stdout as UTF-8 JSON, whatever the locale."""
    sys.stdout.buffer.write(json_bytes(json.dumps(value, ensure_ascii=False, indent=1)))
    sys.stdout.flush()


def report_error(error: _Told) -> None:
    """Tell a user's mistake on stderr: place, problem, remedy."""
    where = getattr(error, "where", None)
    place = f"{where}: " if where else ""
    print(f"{place}{error.problem}", file=sys.stderr)
    if error.fix:
        print(error.fix, file=sys.stderr)
