"""A table row as one line: its object, what holds for it, how often; who and why stand elsewhere."""

from __future__ import annotations

import re

from checklists.modals import compact
from checklists.negation import bound_after_not, words_of
from indexer.clauses import Clause

_BOUND = re.compile(r"^(?:不|至少|最|超过|≤|≥|<|>|约?\d|[一二三四五六七八九十半]\S?(?:次|日|个|年|月))")


SHORT = 12
"""Characters of a cell that reads on after its head: 审批人为项目经理."""


def cells_of(clause: Clause) -> list[tuple[str, str]]:
    """Head and cell of each column; heads are "" where the lead-in does not give as many."""
    bounds = bound_after_not()
    cells = [bounds.sub(lambda found: "不" + found["bound"], compact(c)) for c in clause.text.split(" | ")]
    lines = clause.lead_in.strip().split("\n")
    heads = [compact(head) for head in lines[-1].split(" | ")] if lines else []
    if len(heads) != len(cells):
        heads = [""] * len(cells)
    return list(zip(heads, cells, strict=True))


def caption_of(clause: Clause) -> str:
    """The sentence above the table, "" if there is none."""
    lines = clause.lead_in.strip().split("\n")
    return compact(lines[0]) if len(lines) > 1 else ""


def object_of(clause: Clause) -> str:
    """What a row is about: its first cell, with its head where the cell is a bound (预算金额不超过2000元)."""
    columns = cells_of(clause)
    head, cell = columns[0]
    if head.endswith(("级别", "等级", "档次", "层级")) and len(cell) <= 2:
        return f"{head}“{cell}”"
    return _labelled(head, cell) if _BOUND.match(cell) else cell


def under_object(core: str, quote: str, clause: Clause) -> str:
    """One cell as a line: 「UPS：负载率不高于80%」 where the cell before the bound says what is measured."""
    columns = cells_of(clause)
    place = next((number for number, (_, cell) in enumerate(columns) if cell == compact(quote)), 0)
    head, before = columns[place - 1] if place > 1 else ("", "")
    if (
        before
        and _BOUND.match(core)
        and not _BOUND.match(before)
        and len(before) <= SHORT
        and not _is_often(head)
    ):
        core = before + core
    return f"{object_of(clause)}：{core}"


def row_line(clause: Clause) -> str:
    """The whole row as a line, without the columns of posts and grounds.

    >>> # 配电房 | 查仪表 | 每日 1 次 | 电工  →  配电房：查仪表，每日1次
    """
    columns = cells_of(clause)
    told, often = [], []
    several = sum(_is_often(head) for head, _ in columns[1:]) > 1
    for head, cell in columns[1:]:
        if not cell or head in words_of("basis_heads"):
            continue
        if head in words_of("post_heads") or head.endswith(("岗位", "责任人", "负责人")):
            continue
        if _is_often(head):
            often.append(head + cell if several else cell)
        else:
            told.append(_labelled(head, cell))
    line = ("；" if any("：" in one for one in told) else "，").join([*told, *often])
    return f"{object_of(clause)}：{line}" if line else object_of(clause)


def _is_often(head: str) -> bool:
    return head in words_of("frequency_heads") or head.endswith(("频次", "周期"))


def _labelled(head: str, cell: str) -> str:
    if (
        not head
        or head in words_of("plain_heads")
        or head.endswith(("内容", "清洁标准", "保洁标准", "卫生标准", "达标标准", "作业标准"))
    ):
        return cell
    if _BOUND.match(cell):
        return head + cell
    return f"{head}为{cell}" if len(cell) <= SHORT and "，" not in cell else f"{head}：{cell}"
