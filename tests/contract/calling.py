"""Calling `handbook` commands as another program would, very often and quickly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HANDBOOKS = Path(__file__).parent.parent / "fixtures" / "handbooks"
CHECKOUT = Path(__file__).parent.parent.parent
SECONDS = 60
"""Time that one command on a small handbook may take, on a busy machine."""
MEMORY_MB = 6000
"""Address space of one command; the runtime of the embedding model alone reserves much of it."""


@dataclass(frozen=True)
class Done:
    """What one command did."""

    words: tuple[str, ...]
    rc: int | None
    out: str
    err: str
    seconds: float
    megabytes: float

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.split("\n") if line]

    def __str__(self) -> str:
        return f"handbook {' '.join(self.words)}\nrc={self.rc}\n{self.out[-2000:]}\n{self.err[-3000:]}"


class Commands:
    """`handbook` commands carried out by one waiting process."""

    def __init__(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HANDBOOK_")}
        environment |= {"PYTHONPATH": str(CHECKOUT), "COLUMNS": "200"}
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("driver.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=CHECKOUT,
        )

    def __call__(
        self,
        *words: object,
        cwd: Path,
        env: dict[str, str] | None = None,
        typed: str | None = None,
        seconds: float = SECONDS,
        memory: int = MEMORY_MB,
    ) -> Done:
        told = tuple(str(word) for word in words)
        job = {
            "words": told,
            "cwd": str(cwd),
            "env": env,
            "input": typed,
            "seconds": seconds,
            "memory": memory,
        }
        assert self.process.stdin and self.process.stdout
        print(json.dumps(job), file=self.process.stdin, flush=True)
        return Done(told, **json.loads(self.process.stdout.readline()))

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file below `folder` with its bytes, every folder with `None`."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
