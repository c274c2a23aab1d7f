"""The error of this package."""

from __future__ import annotations


class RecordsError(Exception):
    """A record, a key or a request needs fixing; the program does not.

    Args:
        problem: A full sentence that names the thing.
        fix: An instruction.
    """

    def __init__(self, problem: str, *, fix: str = "") -> None:
        super().__init__(problem)
        self.problem, self.fix = problem, fix
