"""Posts and forms of a clause are those that act in it and those that it names."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook_texts import write_lists, write_section

from indexer.demands.extract import demands_of
from indexer.facets import forms_of, modality_of, posts_of, situation_of, situations_in
from indexer.reading import load_handbook

POSTS = """- {name: 维修工, aliases: [水电工]}
- {name: 客服员}
- {name: 项目经理, aliases: [经理]}
- {name: 会计}
- {name: 电工}
- {name: 保洁员}
"""
FORMS = "- {no: RF-GC-01, name: 设备巡检记录}\n- {no: RF-KF-01, name: 投诉处理记录}\n"


def read(folder: Path, item: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    write_lists(folder, posts=POSTS, forms=FORMS)
    write_section(folder, f"- {item}\n")
    handbook = load_handbook(folder)
    (clause,) = handbook.clauses
    demands = demands_of(clause, handbook)
    return posts_of(clause, demands, handbook), forms_of(clause, handbook), modality_of(demands)


@pytest.mark.parametrize(
    ("item", "posts"),
    [
        ("维修工应戴鞋套。{#2.1-01}", ("维修工",)),
        ("水电工应戴鞋套。{#2.1-01}", ("维修工",)),
        ("项目经理应每月检查 1 次。{#2.1-01}", ("项目经理",)),
        ("维修工发现漏水时，应在 10 分钟内关阀。{#2.1-01}", ("维修工",)),
        ("担任监护人的维修工应留守不少于 30 分钟。{#2.1-01}", ("维修工",)),
        ("会计应对公共收益单独记账。{#2.1-01}", ("会计",)),
        ("维修工应在 10 分钟内报告项目经理。{#2.1-01}", ("维修工",)),
        ("保洁员和维修工不应占用管道井。{#2.1-01}", ("保洁员", "维修工")),
        ('应每日抄表。{#2.1-01 posts="电工、客服员"}', ("电工", "客服员")),
        ("泵房应上锁。{#2.1-01}", ()),
    ],
)
def test_posts_are_those_that_act(tmp_path: Path, item: str, posts: tuple[str, ...]):
    assert read(tmp_path, item)[0] == posts


def test_forms_are_those_of_the_braces_and_listed_ones_in_the_words(tmp_path: Path):
    item = '电工应填写《设备巡检记录》，遵守《电力法》。{#2.1-01 form="投诉处理记录"}'
    assert read(tmp_path, item)[1] == ("投诉处理记录", "设备巡检记录")


def test_the_strongest_modality_is_that_of_the_clause(tmp_path: Path):
    assert read(tmp_path, "维修工宜两人同行；维修工不应单独入户。{#2.1-01}")[2] == "must_not"
    assert read(tmp_path, "维修工可借用工具。{#2.1-01}")[2] == "may"


@pytest.mark.parametrize(
    ("heading", "situation"),
    [
        ("电梯困人应急处置", "电梯困人"),
        ("设备 / 停电应急处置", "停电"),
        ("停电应急处置 / 步骤", ""),
        ("应急处置", ""),
        ("应急处置的演练", ""),
        ("", ""),
    ],
)
def test_a_situation_is_named_by_the_last_heading(heading: str, situation: str):
    assert situation_of(heading) == situation


def test_situations_are_listed_once_in_reading_order(tmp_path: Path):
    write_section(
        tmp_path,
        "## 火警应急处置\n\n- 应报警。{#2.1-01}\n- 应疏散。{#2.1-02}\n\n## 停电应急处置\n\n- 应到场。{#2.1-03}\n",
    )
    assert situations_in(load_handbook(tmp_path).clauses) == ("火警", "停电")
