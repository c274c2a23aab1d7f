"""Whole values for the tests of checklists: handbooks of a few lines, and their items."""

from __future__ import annotations

from pathlib import Path

from checklists.items import Item, ItemSet, all_items
from indexer.clauses import Handbook
from indexer.reading import load_handbook

FRONT = """---
section: "{number}"
title: {title}
edition: A/0
effective: 2026-12-01
doc_no: WY-SOP-{number}
---
# {number} {title}

"""
POSTS = """- {name: 秩序维护员, aliases: [保安员, 门岗]}
- {name: 维修工, aliases: [维修员]}
- {name: 监控值班员}
- {name: 工程主管}
- {name: 电工}
"""
FORMS = """- {no: RF-01, name: 电梯困人处置记录, fields: [时间, 地点, 处置经过, 处置人签字], retention: 3年}
- {no: RF-02, name: 设备巡检记录, fields: [日期, 设备, 异常情况, 巡检人], retention: 3年}
- {no: RF-03, name: 动火作业审批表, fields: [作业部位, 作业时间, 防火措施, 审批人], retention: 3年}
"""


def handbook_of(folder: Path, *, posts: str = POSTS, forms: str = FORMS, **sections: str) -> Handbook:
    """A handbook of bodies by section: ``handbook_of(tmp_path, s2_3="- 维修工应…{#2.3-01}")``."""
    home = folder / "handbook"
    home.mkdir(parents=True, exist_ok=True)
    (home / "posts.yml").write_text(posts, "utf-8")
    (home / "forms.yml").write_text(forms, "utf-8")
    (home / "laws.yml").write_text("[]\n", "utf-8")
    for name, body in sections.items():
        number = name.removeprefix("s").replace("_", ".")
        (home / f"{number}.md").write_text(FRONT.format(number=number, title="设备管理") + body, "utf-8")
    return load_handbook(home)


def items_in(folder: Path, body: str) -> ItemSet:
    """Items and refusals of one section 2.3."""
    return all_items(handbook_of(folder, s2_3=body))


def item(id_: str = "I-2.3-01-aaaa", **fields: object) -> Item:
    """A whole item that takes only what a test is about."""
    values: dict[str, object] = {
        "id": id_,
        "clause": "2.3-01",
        "demand": "2.3-01/1",
        "fingerprint": "sha256:" + "0" * 64,
        "text": "每日巡检水泵房2次",
        "class_": "B",
        "hundredths": None,
        "method": "查阅记录",
        "evidence": "《设备巡检记录》",
        "post": "维修工",
        "frequency": "每日2次",
        "quote": "维修工应每日巡检水泵房 2 次",
        "section": "2.3",
        "title": "设备管理",
        "period": "日",
        "weight": 2,
        "edition": "A/0",
    }
    return Item(**{**values, **fields})  # type: ignore[arg-type]
