"""A small installation for the tests of the app: text, people, an edition adopted, a clock that is moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.access import ALL_PROJECTS, Who
from app.home import Home
from app.people import CONSOLE, who_is
from app.reviewing import accept, queue
from app.workbench import Workbench

PASSWORD = "correct horse battery"
START = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
PROJECT = "翠湖苑"

FRONT = """---
section: "{section}"
title: {title}
edition: A/0
effective: 2026-12-01
---
# {section} {title}

本节是测试用的正文。

"""
VISIT = """- 维修工应在接到派单后 30 分钟内到场。{#2.1-01}
- 维修工应在维修前出示工作证，并填写《入户维修单》。{#2.1-02 form="入户维修单"}
- 客服员应在维修完成后 3 日内回访业主。{#2.1-03}
- 维修工应在每次作业后 15 分钟内清理现场。{#2.1-04}
- 维修工不应向业主收取未公示的费用。{#2.1-05 class=A}
- 维修工应每月 2 次检查随身工具。{#2.1-06}
"""
GUARD = """- 秩序维护员应每 2 小时巡逻 1 次，并填写《巡逻记录》。{#2.2-01 form="巡逻记录"}
- 秩序维护员不应让未登记的访客进入小区。{#2.2-02 class=A}
- 秩序维护员应在接到报警后 5 分钟内到场。{#2.2-03}
"""
EMERGENCIES = """## 停电应急处置

- 电工应在 10 分钟内到配电房查明原因。{#2.3-01}
- 秩序维护员应检查电梯是否困人。{#2.3-02}

## 水管爆裂应急处置

- 维修工应在 5 分钟内关闭上级阀门。{#2.3-03}
- 客服员应先通知受影响的业主。{#2.3-04}
"""
TEXTS: Mapping[str, str] = {
    "posts.yml": "- {name: 维修工, aliases: [维修员]}\n- {name: 客服员}\n- {name: 秩序维护员}\n- {name: 电工}\n",
    "forms.yml": "- {no: F-01, name: 入户维修单, fields: [时间], retention: 3年}\n"
    "- {no: F-02, name: 巡逻记录, fields: [时间], retention: 3年}\n",
    "2/2.1.md": FRONT.format(section="2.1", title="入户维修") + VISIT,
    "2/2.2.md": FRONT.format(section="2.2", title="门岗值守") + GUARD,
}


@dataclass
class Office:
    """An opened installation with one account of each role."""

    home: Home
    bench: Workbench
    now: datetime = START

    def who(self, login: str) -> Who:
        """The account as it is now."""
        return who_is(self.bench.records.people.find(login))

    def accept_questions(self) -> None:
        """The manager accepts every question, so that papers may certify."""
        accept(self.bench, self.who("wang"), queue(self.bench, self.who("wang")))

    def later(self, **span: float) -> datetime:
        """Move the clock that is passed in."""
        self.now += timedelta(**span)
        return self.now


PEOPLE = (
    ("zhang", "张三", "trainee", ("维修工",), (PROJECT,)),
    ("qian", "钱二", "trainee", ("秩序维护员",), (PROJECT,)),
    ("li", "李四", "supervisor", (), (PROJECT,)),
    ("wang", "王五", "manager", (), (PROJECT,)),
    ("zhou", "周八", "manager", (), ("云杉里",)),
    ("zhao", "赵六", "auditor", (), (ALL_PROJECTS,)),
    ("root", "管理员", "administrator", (), (ALL_PROJECTS,)),
)


def written(root: Path, texts: Mapping[str, str] = TEXTS) -> Home:
    """A home with this text, in no git."""
    for name, text in texts.items():
        path = root / "handbook" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Home(root, root / "var", root / "var" / "keys")


def opened(home: Home) -> Office:
    """The installation, opened, with everybody in it."""
    bench = Workbench.open(home)
    accounts = bench.records.accounts
    for login, name, role, posts, projects in PEOPLE:
        accounts.add(CONSOLE, name, login, role, posts=posts, projects=projects, password=PASSWORD)
    return Office(home, bench)


def with_emergencies(root: Path) -> Office:
    """The installation with a section of two emergencies more."""
    section = FRONT.format(section="2.3", title="应急") + EMERGENCIES
    return opened(written(root, {**TEXTS, "2/2.3.md": section}))
