"""Whole values for tests: a handbook made of a few lines of Markdown."""

from __future__ import annotations

from pathlib import Path

from indexer.clauses import Handbook
from indexer.reading import load_handbook

FRONT = """---
section: "{number}"
title: {title}
edition: {edition}
effective: 2026-12-01
---
# {number} {title}

"""
POSTS = """- {name: 客服员, aliases: [客服, 前台]}
- {name: 维修工, aliases: [维修员, 水电工]}
- {name: 秩序维护员, aliases: [保安员]}
- {name: 保洁员}
- {name: 电工}
- {name: 信息管理员}
- {name: 工程主管}
"""


def write_section(
    folder: Path, body: str, *, number: str = "2.1", title: str = "入户服务", edition: str = "A/0"
) -> Path:
    """Write one section file below `folder` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number}.md"
    path.write_text(FRONT.format(number=number, title=title, edition=edition) + body, "utf-8")
    return path


def write_lists(folder: Path, *, posts: str = POSTS, forms: str = "[]\n", laws: str = "[]\n") -> None:
    """Write the three lists that a complete handbook has."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("posts.yml", posts), ("forms.yml", forms), ("laws.yml", laws)):
        (folder / name).write_text(text, "utf-8")


def handbook_of(folder: Path, **bodies: str) -> Handbook:
    """A handbook of sections named ``s2_1`` …, each with its body."""
    write_lists(folder)
    for name, body in bodies.items():
        number = name.removeprefix("s").replace("_", ".")
        write_section(folder, body, number=number, title=f"第 {number} 节")
    return load_handbook(folder)
