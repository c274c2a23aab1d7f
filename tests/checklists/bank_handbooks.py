"""Small handbooks for tests of the bank."""

from __future__ import annotations

from pathlib import Path

from checklists.bank.generate import bank_of
from checklists.question import Bank, Question
from indexer.clauses import Handbook
from indexer.reading import load_handbook

POSTS = """\
- {name: 秩序维护员, aliases: [保安员, 门岗]}
- {name: 秩序班长, aliases: [班长]}
- {name: 客服员, aliases: [前台]}
- {name: 维修工, aliases: [维修人员]}
- {name: 电工}
- {name: 保洁员, aliases: [清洁工]}
- {name: 项目经理, aliases: [小区经理]}
- {name: 监控值班员, aliases: [监控员]}
- {name: 绿化员}
- {name: 全体员工, aliases: [员工]}
"""

FRONT = """\
---
section: "9.1"
title: 试验
edition: A/0
effective: 2026-01-01
---
# 9.1 试验

## 日常工作

"""


def handbook_of(folder: Path, *clauses: str, posts: str = POSTS, tail: str = "") -> Handbook:
    """A handbook of one section; each clause is a list item without its id, sub-items on lines of their own."""
    home = folder / "handbook"
    home.mkdir(parents=True, exist_ok=True)
    if posts:
        (home / "posts.yml").write_text(posts, "utf-8")
    lines = []
    for number, clause in enumerate(clauses, 1):
        first, newline, rest = clause.partition("\n")
        attributes = ""
        if "{" in first:
            first, _, attributes = first.rstrip("}").partition("{")
        lines.append(
            f"- {first.strip()}{{#9.1-{number:02d}{' ' + attributes if attributes else ''}}}{newline}{rest}"
        )
    (home / "9.1.md").write_text(FRONT + "\n".join(lines) + "\n" + tail, "utf-8")
    return load_handbook(home)


def about(bank: Bank, clause: str) -> list[Question]:
    """The questions of one clause."""
    return [question for question in bank.items if question.clause == clause]


def figures(bank: Bank, clause: str) -> list[Question]:
    """Its questions on limits and frequencies."""
    return [question for question in about(bank, clause) if question.slot in ("limit", "frequency")]


def reasons(bank: Bank, clause: str) -> str:
    """Why demands of a clause were refused."""
    return " ".join(refusal.reason for refusal in bank.refused if refusal.clause == clause)


def whole_bank(handbook: Handbook) -> Bank:
    """Every sound question of a handbook, none left out for balance."""
    return bank_of(handbook, every=True)
