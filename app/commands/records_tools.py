"""What the commands of the ledger share: opening it, naming people, telling how a verification ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.opening import Records
    from app.records.verify import Verification


def opened(root: Path | None) -> Records:
    """The records of the home at `root`, else of the nearest one."""
    from app.home import open_home
    from app.opening import open_records

    return open_records(open_home(root))


def person_id(records: Records, named: str) -> str:
    """The id of a person named by id or login."""
    return named if named in records.people.names() else records.people.find(named).id


def tell(found: Verification, *, to_stderr: bool) -> None:
    """Print the outcome in a sentence, then its notes."""
    import sys

    stream = sys.stderr if to_stderr else sys.stdout
    if found.first_break is None:
        upto = f"锚定到第 {found.anchored_to} 条" if found.anchored_to else "没有锚定"
        print(f"{found.entries} 条记录，全部相符；{upto}。", file=stream)
    else:
        broken = found.first_break
        print(
            f"{found.entries} 条记录；第 {broken.seq} 条有问题（{broken.kind}）：{broken.problem}",
            file=stream,
        )
    for note in found.notes:
        print(note, file=stream)


def warn(sentence: str) -> None:
    """Print to stderr."""
    import sys

    print(sentence, file=sys.stderr)
