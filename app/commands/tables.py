"""Tables for people, drawn with rich on stdout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from indexer.clauses import Fault
from indexer.demands.model import Demand
from indexer.revision import Diff


def show(*parts: Table | str) -> None:
    """Print tables and sentences to stdout; no markup is read from the text."""
    console = Console(highlight=False, markup=False)
    for part in parts:
        console.print(part)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, wide: int | None = None) -> Table:
    """A plain table; words come from the handbook and are never taken for markup.

    Args:
        heads: Names of the columns; the first column is never wrapped.
        rows: Cells as plain text.
        wide: Index of the column that gets the room left over.
    """
    drawn = Table(header_style="bold", expand=wide is not None)
    for number, head in enumerate(heads):
        drawn.add_column(head, overflow="fold", no_wrap=number == 0, ratio=1 if number == wide else None)
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn


def clause_table(clauses: Iterable[Mapping[str, Any]]) -> Table:
    """Clauses in the shape of `app.clause_view`: id, wording, posts, forms, class."""
    return table(
        ("编号", "条款", "岗位", "表单", "级"),
        (
            (
                one["id"],
                one["text"],
                "\n".join(one["posts"]),
                "\n".join(one["forms"]),
                one["class"] or "",
            )
            for one in clauses
        ),
        wide=1,
    )


def fault_lines(faults: Iterable[Fault]) -> list[str]:
    """``file:line: CODE problem. fix``, a fault a line."""
    return [str(fault) + ("" if fault.severity == "error" else "（提示）") for fault in faults]


def demand_table(found: Iterable[tuple[str, int, Demand]]) -> Table:
    """Demands with their place, modality, bound and frequency."""

    def row(name: str, line: int, demand: Demand) -> tuple[str, ...]:
        bound = demand.limit.words or str(demand.limit.value) if demand.limit else ""
        often = demand.frequency.words or demand.frequency.per if demand.frequency else ""
        who = demand.subject or demand.subject_inferred or ""
        return (f"{name}:{line}", MODALITY_NAMES[demand.modality], who, demand.quote, bound, often)

    return table(("位置", "力度", "主体", "原文", "限值", "频次"), (row(*one) for one in found), wide=3)


MODALITY_NAMES = {"must": "应", "must_not": "不应", "should": "宜", "may": "可", "none": "—"}
CHANGE_NAMES = {"reworded": "改写", "attributes": "属性", "retitled": "改题"}


def diff_parts(difference: Diff) -> list[Table | str]:
    """A difference as tables, one a kind of change, and a closing sentence."""
    parts: list[Table | str] = []
    if difference.added:
        parts.append(table(("编号", "新增条款"), ((str(c.id), c.text) for c in difference.added)))
    if difference.withdrawn:
        parts.append(table(("编号", "废止条款"), ((str(c.id), c.text) for c in difference.withdrawn)))
    if difference.changed:
        parts.append(
            table(
                ("编号", "变更", "性质", "原文", "新文"),
                (
                    (
                        str(change.id),
                        CHANGE_NAMES[change.kind],
                        "实质性" if change.material else "编辑性",
                        change.old.text,
                        change.new.text,
                    )
                    for change in difference.changed
                ),
            )
        )
    if difference.moved:
        rows = ((str(new.id), old.section, new.section) for old, new in difference.moved)
        parts.append(table(("编号", "原在小节", "现在小节"), rows))
    material = sum(change.material for change in difference.changed)
    parts.append(
        f"新增 {len(difference.added)}，废止 {len(difference.withdrawn)}，"
        f"变更 {len(difference.changed)}（实质性 {material}），移动 {len(difference.moved)}。"
    )
    return parts
