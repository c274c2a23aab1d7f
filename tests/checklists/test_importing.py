"""A manual of somebody else's in our format: numbers, lists, tables, and what could not be kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from checklists.importing import imported
from checklists.word_manual import read_manual
from checklists.word_numbers import Numbering, chinese, roman
from indexer.demands.markdown_lines import markdown_lines
from indexer.reading import load_handbook

HANDBOOK = Path(sys.executable).parent / "handbook"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MANUAL = """# 安居物业管理手册

本手册适用于各项目。

## 第一章 客户服务

### 1.1 接待

第一条 前台应在电话铃响3声内接听，并填写《来电登记表》。

第二条 前台应做到：
（一）主动问候；
（二）10分钟内派单。

第三条 投诉按第二条执行，前台应在24小时内回复业主。

### 1.2 收费

1. 收费员每日下班前核对现金。
2. 收费员不得坐支现金{内部}。

## 第二章 工程

| 设备 | 频次 | 岗位 |
| --- | --- | --- |
| 水泵 | 每日1次 | 维修工 |
"""


def made_of(text: str):
    return imported(markdown_lines(text), "手册", effective="2026-12-01")


def test_chapters_and_sections_keep_their_numbers():
    assert sorted(name for name in made_of(MANUAL).files if name.endswith(".md")) == [
        "handbook/1/1.1.md",
        "handbook/1/1.2.md",
        "handbook/2/2.1.md",
    ]


def test_what_asks_becomes_a_clause_and_what_explains_stays_a_note(golden):
    golden("imported.md", made_of(MANUAL).files["handbook/1/1.1.md"])


def test_old_numbers_and_references_to_them_are_told():
    made = made_of(MANUAL)
    assert ("1.1　第三条", "1.1-03") in made.renumbered
    assert made.remarks == ["1.1-03：文中按原编号引用其他条文，请改成条款编号"]


def test_posts_and_forms_are_listed_from_the_text():
    files = made_of(MANUAL).files
    assert '{name: "前台"}' in files["handbook/posts.yml"]
    assert '{name: "来电登记表"}' in files["handbook/forms.yml"]


def test_a_text_without_headings_is_one_section():
    made = made_of("电工应每日巡检配电房1次。\n\n电工严禁带电检修。\n")
    assert "- 电工严禁带电检修。{#1.1-02}" in made.files["handbook/1/1.1.md"]


def test_what_was_imported_is_read_without_a_fault(tmp_path):
    for name, text in made_of(MANUAL).files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    handbook = load_handbook(tmp_path / "handbook")
    assert len(handbook.clauses) == 6
    assert handbook.clause("1.1-02").text.splitlines()[1].strip() == "- 主动问候；"


def numbering(levels: str, overrides: str = "") -> Numbering:
    return Numbering.read(
        etree.fromstring(
            f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
            f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
            f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num></w:numbering>'
        )
    )


def level(place: int, style: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{place}"><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def test_numbers_are_counted_as_word_counts_them():
    lists = numbering(
        level(0, "chineseCountingThousand", "第%1章")
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + level(2, "lowerLetter", "%3)")
    )
    counted = [lists.next("1", depth) for depth in (0, 1, 2, 2, 1, 0, 1)]
    assert counted == ["第一章", "1.1", "a)", "b)", "1.2", "第二章", "2.1"]


def test_a_list_can_begin_anew():
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = numbering(level(0, "decimal", "%1."), anew)
    assert [lists.next("1", 0), lists.next("1", 0), lists.next("2", 0)] == ["1.", "2.", "1."]


def test_numerals_by_hand():
    assert [chinese(n) for n in (1, 10, 11, 20, 103, 110)] == [
        "一",
        "十",
        "十一",
        "二十",
        "一百零三",
        "一百一十",
    ]
    assert [roman(n) for n in (4, 9, 14, 1990)] == ["IV", "IX", "XIV", "MCMXC"]


@pytest.fixture
def word(tmp_path) -> Path:
    document = Document()
    document.add_paragraph("安居物业管理手册", style="Title")
    document.add_heading("第一章 设备", 1)
    document.add_heading("1.1 机房", 2)
    document.add_paragraph("维修工应每日巡检水泵房1次。", style="List Number")
    document.add_paragraph("电工严禁带电检修。", style="List Number")
    table = document.add_table(3, 3)
    rows = (("设备", "频次", "岗位"), ("水泵", "每日1次", "维修工"), ("风机", "每周1次", "维修工"))
    for place, words in enumerate(rows):
        for column, word in enumerate(words):
            table.cell(place, column).text = word
    table.cell(1, 2).merge(table.cell(2, 2))
    path = tmp_path / "manual.docx"
    document.save(str(path))
    return path


def test_word_keeps_automatic_numbers_and_tells_of_merged_cells(word):
    manual = read_manual(word)
    assert manual.title == "安居物业管理手册"
    assert [line.text for line in manual.lines if line.kind == "text"][:2] == [
        "1. 维修工应每日巡检水泵房1次。",
        "2. 电工严禁带电检修。",
    ]
    assert any("合并单元格" in remark for _, remark in manual.lost)
    assert [line.text for line in manual.lines if line.kind == "row"][1].startswith("风机 | 每周1次 | 维修工")


def test_the_command_writes_a_home_and_a_report(word, no_home):
    done = subprocess.run(
        [str(HANDBOOK), "import", str(word), "-o", "out", "--json"],
        cwd=no_home,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["clauses"] == 4
    assert len(load_handbook(no_home / "out" / "handbook").clauses) == 4
    again = subprocess.run(
        [str(HANDBOOK), "import", str(word), "-o", "out"], cwd=no_home, capture_output=True, text=True
    )
    assert again.returncode == 1
    assert "已有 handbook 文件夹" in again.stderr


def test_a_file_that_asks_for_nothing_writes_nothing(no_home):
    (no_home / "letter.md").write_text("今天天气很好。\n", "utf-8")
    done = subprocess.run(
        [str(HANDBOOK), "import", "letter.md", "-o", "out"], cwd=no_home, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "没有找到条款" in done.stderr
    assert not (no_home / "out").exists()
