"""Demands of documents in somebody else's layout: Markdown, text, Word."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest

from indexer.clauses import HandbookError
from indexer.demands.documents import extract_file
from indexer.demands.model import Demand

MANUAL = """---
title: 门岗
---
# 门岗管理

版权所有 © 某某物业

## 一、秩序维护员岗位职责

1. 负责访客核验；
2. 不脱岗、不睡岗；
3. 每2小时巡逻一次。

第十二条 物业服务企业应当建立下列档案：

（一）设备台账；

（二）维修记录。

2.3.1 接报后，维修工应：
- 30分钟内到场；
- 填写《维修单》。

巡检按下表执行：

| 对象 | 频次 | 岗位 |
|---|---|---|
| 水泵房 | 每日2次 | 维修工 |
| 配电房 | 每班 | 电工 {#2.3-01} |

<!-- 门岗应每日清扫。 -->

```
维修工应断电。
```

姓名：____ 日期：____
物业服务人应当对
"""


def read(path: Path) -> list[tuple[int, Demand]]:
    return [(line, demand) for _, line, demand in extract_file(path)]


@pytest.fixture
def manual(tmp_path: Path) -> Path:
    path = tmp_path / "门岗.md"
    path.write_text(MANUAL, encoding="utf-8")
    return path


def test_markdown_of_others_is_read_line_by_line(manual: Path) -> None:
    assert [(line, demand.quote) for line, demand in read(manual)] == [
        (10, "负责访客核验"),
        (11, "不脱岗、不睡岗"),
        (12, "每2小时巡逻一次"),
        (14, "物业服务企业应当建立下列档案："),
        (21, "30分钟内到场"),
        (22, "填写《维修单》"),
        (28, "水泵房 | 每日2次 | 维修工"),
        (29, "配电房 | 每班 | 电工"),
    ]


def test_numbered_items_take_subject_and_condition_of_their_lead_in(manual: Path) -> None:
    demand = next(demand for line, demand in read(manual) if line == 21)
    assert (demand.subject, demand.condition, demand.limit and demand.limit.value) == ("维修工", "接报后", 30)


def test_role_of_a_heading_is_inferred(manual: Path) -> None:
    assert read(manual)[0][1].subject_inferred == "秩序维护员"


def test_gbk_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "旧手册.txt"
    path.write_bytes("保安员应每日巡逻三次。\r\n不得脱岗。\r\n".encode("gbk"))
    assert [(line, demand.modality) for line, demand in read(path)] == [(1, "must"), (2, "must_not")]


def test_one_sentence_a_line_without_stops_stays_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("道闸每周润滑一次\n岗亭玻璃无污渍\n小区建于2005年\n负责访客核验\n", encoding="utf-8")
    assert [line for line, _ in read(path)] == [1, 2, 4]


def test_lines_wrapped_at_a_width_are_joined(tmp_path: Path) -> None:
    sentence = "监控值班员接到困人报警后应在一分钟内与乘客通话安抚并在五分钟内通知电梯维保单位到场处置。"
    wrapped = [sentence[at : at + 22] for at in range(0, len(sentence), 22)]
    path = tmp_path / "x.txt"
    path.write_text("\n".join(wrapped * 4), encoding="utf-8")
    assert read(path)[0][1].condition == "监控值班员接到困人报警后" or read(path)[0][1].limit is not None


def test_unknown_encoding_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"\xff\x80\x00\x81\xff\xff\x00")
    with pytest.raises(HandbookError, match="UTF-8"):
        read(path)


def test_unknown_format_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF")
    with pytest.raises(HandbookError, match="格式"):
        read(path)


def test_empty_file_demands_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("", encoding="utf-8")
    assert read(path) == []


def word_manual(path: Path) -> None:
    document = docx.Document()
    document.add_heading("维修工岗位职责", 1)
    document.add_paragraph("负责日常报修。")
    document.add_paragraph("维修工到场后，应：")
    document.add_paragraph("切断电源；", style="List Bullet")
    document.add_paragraph("填写《维修单》。", style="List Bullet")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("对象", "频次", "岗位"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("水泵房", "每日2次", "维修工"), strict=True):
        cell.text = text
    document.save(str(path))


def test_word_manual_is_read_with_its_table(tmp_path: Path) -> None:
    path = tmp_path / "手册.docx"
    word_manual(path)
    found = read(path)
    assert [demand.quote for _, demand in found] == [
        "负责日常报修",
        "切断电源",
        "填写《维修单》",
        "水泵房 | 每日2次 | 维修工",
    ]
    assert found[0][1].subject_inferred == "维修工"
    assert found[1][1].condition == "维修工到场后"


def test_file_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"PK\x03\x04 not a zip")
    with pytest.raises(HandbookError, match="不是完好的 Word 文档"):
        read(path)


def test_zip_without_a_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(HandbookError, match="不是完好的 Word 文档"):
        read(path)


def test_doctype_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(HandbookError, match="DOCTYPE"):
        read(path)


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 30_000_000)
    with pytest.raises(HandbookError, match="压缩比异常"):
        read(path)


def test_path_out_of_the_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("../x.xml", "<x/>")
    with pytest.raises(HandbookError, match="越界"):
        read(path)
