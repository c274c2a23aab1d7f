"""Small handbooks for the search's tests, read by the real reader."""

from __future__ import annotations

from pathlib import Path

from indexer.clauses import Handbook
from indexer.reading import load_handbook

FRONT = '---\nsection: "{number}"\ntitle: {title}\nedition: A/0\neffective: 2026-12-01\n---\n# {number} {title}\n\n'

EQUIPMENT = """## 电梯

- 接到困人报警后，监控值班员**应**在 1 分钟内与乘客通话安抚。{#2.3-01 posts="监控值班员"}
- 电梯安全员应每日巡检每台电梯 1 次。{#2.3-02 basis="特种设备安全法第四十条"}

| 对象 | 频次 | 岗位 |
| --- | --- | --- |
| 水泵房 | 每日 2 次 | 维修工 {#2.3-03} |
"""

SAFETY = """- 秩序维护员发现高空抛物后，应在 5 分钟内到场设置警戒。{#2.4-01}
- 维修工动火作业前，应办理《动火作业审批表》。{#2.4-02}
- 收费员不应使用个人收款码收取物业费。{#2.4-03}
"""

POSTS = """- {name: 监控值班员, aliases: [监控员]}
- {name: 秩序维护员, aliases: [保安]}
- {name: 维修工, aliases: [师傅]}
"""


def write_handbook(folder: Path, equipment: str = EQUIPMENT, safety: str = SAFETY) -> Path:
    """Write two sections and the posts into `folder`; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "posts.yml").write_text(POSTS, "utf-8")
    (folder / "2.3.md").write_text(FRONT.format(number="2.3", title="设施设备管理") + equipment, "utf-8")
    (folder / "2-processes").mkdir(exist_ok=True)
    (folder / "2-processes" / "2.4-safety.md").write_text(
        FRONT.format(number="2.4", title="安全管理") + safety, "utf-8"
    )
    return folder


def small_handbook(folder: Path, equipment: str = EQUIPMENT, safety: str = SAFETY) -> Handbook:
    """The handbook of `write_handbook`, as read."""
    return load_handbook(write_handbook(folder, equipment, safety))
