"""Made-up people of the example records; every name ends in （示例）."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from app.access import ALL_PROJECTS
from app.accounts import new_person
from app.learning import EVERYBODY, LEADERS, Duties
from app.records.directory import Person
from indexer.clauses import Handbook

SUFFIX = "（示例）"
PROJECTS = ("翠湖苑", "云栖里", "锦绣华庭")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = (
    "伟",
    "芳",
    "敏",
    "静",
    "磊",
    "洋",
    "艳",
    "勇",
    "娟",
    "涛",
    "明",
    "霞",
    "平",
    "刚",
    "桂英",
    "建国",
    "玉兰",
    "海燕",
)
COMMON_POSTS = (
    "秩序维护员",
    "保洁员",
    "维修工",
    "客服员",
    "监控值班员",
    "楼栋管家",
    "电工",
    "绿化员",
    "收费员",
)
"""Posts that a project has several of; they come first."""


def invented(handbook: Handbook, duties: Duties, dice: Random, count: int) -> list[Person]:
    """So many people of all roles, the workers with a post and a project each, in the order of their roles."""
    roles = ["administrator", "auditor", "manager", "manager"]
    roles += ["supervisor"] * max(1, count // 10)
    roles += ["trainee"] * (count - len(roles))
    posts, names = _posts(handbook, duties), _names(dice, count)
    made = []
    for place, role in enumerate(roles[:count]):
        everywhere = role in ("administrator", "auditor", "manager")
        project = PROJECTS[place % len(PROJECTS)]
        person = new_person(
            name=names[place] + SUFFIX,
            login=f"demo{place:03d}",
            role=role,
            posts=() if everywhere else (posts[place % len(posts)],),
            projects=(ALL_PROJECTS,) if everywhere else (project,),
            staff_no=f"S{place:04d}",
        )
        made.append(replace(person, id=f"p-{dice.getrandbits(64):016x}", must_change=False))
    return made


def _posts(handbook: Handbook, duties: Duties) -> list[str]:
    listed = [post.name for post in handbook.posts if post.name not in (EVERYBODY, LEADERS)]
    working = [name for name in listed if duties.of([name])]
    common = [name for name in COMMON_POSTS if name in working]
    return common or working or [""]


def _names(dice: Random, count: int) -> list[str]:
    every = [surname + given for surname in SURNAMES for given in GIVEN]
    dice.shuffle(every)
    return [every[place % len(every)] for place in range(count)]
