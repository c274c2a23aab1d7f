"""Markdown is read as clauses the way the site shows them."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.blocks import Body, read_body
from indexer.clauses import bare


def body(text: str) -> Body:
    return read_body(text, file="x.md")


def texts(text: str) -> dict[str, str]:
    return {str(found.id): found.text for found in body(text).clauses}


def codes(text: str) -> list[str]:
    return [fault.code for fault in body(text).faults]


def test_a_paragraph_and_its_wrapped_lines_are_one_clause():
    assert texts("保洁员应每日清扫\n大堂 2 次，用 Word\n2016 填表。{#2.2-01}\n") == {
        "2.2-01": "保洁员应每日清扫大堂 2 次，用 Word 2016 填表。"
    }


def test_continuation_lines_before_the_braces_belong_to_the_clause():
    assert texts("- 电工应每日\n  巡查配电房。{#2.2-01}\n") == {"2.2-01": "电工应每日巡查配电房。"}


def test_text_after_the_braces_is_a_fault():
    assert codes("- 电工应{#2.2-01}\n  巡查。\n") == ["S16"]


def test_a_second_paragraph_of_an_item_belongs_to_it():
    assert texts("- 一。{#2.2-01}\n\n    二。\n") == {"2.2-01": "一。\n二。"}


def test_a_sub_item_with_braces_is_a_clause_led_in_by_its_parent():
    found = body("- 维修工应：\n    - 戴鞋套；{#2.1-01}\n    - 垫布。{#2.1-02}\n").clauses
    assert [(str(one.id), one.text, one.lead_in) for one in found] == [
        ("2.1-01", "戴鞋套；", "维修工应："),
        ("2.1-02", "垫布。", "维修工应："),
    ]


def test_a_sub_item_with_braces_is_left_out_of_its_parent():
    found = body("- 应：{#2.1-01}\n    - 甲；\n    - 乙。{#2.1-02}\n").clauses
    assert [(one.text, one.lead_in) for one in found] == [("应：\n    - 甲；", ""), ("乙。", "应：")]


def test_a_paragraph_that_introduces_a_list_leads_in_its_items():
    (found,) = body("秩序维护员应做到：\n\n- 核对证件。{#2.4-01}\n").clauses
    assert found.lead_in == "秩序维护员应做到："


def test_numbered_sub_items_keep_their_numbers_and_depth():
    assert texts("- 按序：{#2.1-01}\n    1. 甲\n    2. 乙\n        - 丙\n") == {
        "2.1-01": "按序：\n    1. 甲\n    2. 乙\n        - 丙"
    }


def test_a_row_is_led_in_by_caption_and_heads():
    text = "机房应按下表巡检：\n\n| 对象 | 频次 |\n| --- | --- |\n| 水泵房 | 每日 1 次 {#2.3-01} |\n"
    (found,) = body(text).clauses
    assert (found.kind, found.text, found.lead_in, found.line) == (
        "row",
        "水泵房 | 每日 1 次",
        "机房应按下表巡检：\n对象 | 频次",
        5,
    )


def test_a_row_without_a_number_among_numbered_rows_is_pointed_out():
    text = "| 对象 | 频次 |\n| --- | --- |\n| 甲 | 每日 {#2.3-01} |\n| 乙 | 每周 |\n"
    assert codes(text) == ["S27"]


def test_headings_are_joined_outermost_first():
    (found,) = body("# 2.3 标题\n\n## 电梯\n\n### 困人应急处置\n\n- 应通话。{#2.3-01}\n").clauses
    assert found.heading == "电梯 / 困人应急处置"


def test_links_emphasis_and_code_are_read_as_their_words():
    assert texts("- **应**按[表](x.md)用 `A*B` 和 3\\*4 记录。{#2.1-01}\n") == {
        "2.1-01": "应按表用 A*B 和 3*4 记录。"
    }


def test_emphasis_that_commonmark_leaves_open_beside_chinese_is_still_no_wording():
    assert texts("- 维修工**应：**在到场后登记。{#2.1-01}\n") == {"2.1-01": "维修工应：在到场后登记。"}


def test_braces_in_code_are_an_example_and_no_clause():
    assert texts("写成 `{#2.1-03}` 即可。\n\n```\n- 例 {#2.1-04}\n```\n") == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- 甲{#2.1-01}\n1. 乙{#2.1-02}\n", "S21"),
        ("1) 甲{#2.1-01}\n", "S24"),
        ("- 甲{#2.1-01}\n\n  二\n", "S20"),
        ("- 甲{#2.1-01}\n    > 引{#2.1-02}\n", "S23"),
        ("说明\n\n    - 甲{#2.1-01}\n", "S16"),
        ("说明\n| 甲 | 乙 |\n| --- | --- |\n| 一 | 二{#2.1-01} |\n", "S21"),
        ("- {#2.1-01}\n", "S17"),
        ("- 甲{2.1-01}\n", "S13"),
        ("- 甲{#2.1-01 posts=“维修工”}\n", "S13"),
        ("- 看![图](a.png){#2.1-01}\n", "S28"),
        ('- 甲{#2.1-01 posts=""}\n', "S15"),
    ],
)
def test_what_the_site_would_read_otherwise_is_a_fault(text: str, code: str):
    assert code in codes(text)


# --- site and parser see the same clauses

words = st.text(alphabet="应每日巡查1次、，：**电工记录 ab", min_size=1, max_size=12).map(
    lambda text: "电" + text.replace("**", "") + "工"
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Handbook bodies as authors write them: paragraphs, lists, tables, some numbered, some not."""
    blocks: list[str] = []
    serial = 0

    def braces() -> str:
        nonlocal serial
        if draw(st.booleans()):
            serial += 1
            return f'{{#2.1-{serial:02d} posts="电工"}}'
        return ""

    for _ in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["paragraph", "list", "nested", "numbered", "table", "heading"]))
        if kind == "paragraph":
            blocks.append(draw(words) + braces())
        elif kind == "heading":
            blocks.append("## " + draw(words))
        elif kind in ("list", "numbered"):
            marker = "-" if kind == "list" else "1."
            items = [f"{marker} {draw(words)}{braces()}" for _ in range(draw(st.integers(1, 3)))]
            blocks.append("\n".join(items))
        elif kind == "nested":
            lines = [f"- {draw(words)}：{braces()}"]
            lines += [f"    - {draw(words)}{braces()}" for _ in range(draw(st.integers(1, 3)))]
            blocks.append("\n".join(lines))
        else:
            rows = [f"| {draw(words)} | {draw(words)} {braces()} |" for _ in range(draw(st.integers(1, 3)))]
            blocks.append("| 甲 | 乙 |\n| --- | --- |\n" + "\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def on_the_site(text: str) -> dict[str, str]:
    """Id to words of every clause in the HTML that the site generator makes."""
    shown = markdown.markdown(text, extensions=["tables", "sane_lists", "toc", "indexer.anchors"])
    found = {}
    for opening in re.finditer(r'<(li|p|tr) class="clause" id="([^"]+)">', shown):
        tag, depth, place = opening[1], 1, opening.end()
        while depth:
            step = re.compile(rf"<(/?){tag}[ >]").search(shown, place)
            assert step is not None
            depth, place = depth + (-1 if step[1] else 1), step.end()
        inner = re.sub(r'<a class="clause-no".*?</a>', "", shown[opening.end() : step.start()])
        inner = re.sub(r'<li class="clause".*?</li>', "", inner, flags=re.DOTALL)
        found[opening[2]] = bare(html.unescape(re.sub(r"<[^>]+>", "", inner)))
    return found


def markers_gone(text: str) -> str:
    return bare(re.sub(r"(?m)^\s*(?:-|\d+\.)\s", "", text).replace(" | ", ""))


@given(documents())
def test_the_site_shows_the_clauses_that_the_parser_reads(text: str):
    read = {str(found.id): markers_gone(found.text) for found in body(text).clauses}
    assert body(text).faults == [fault for fault in body(text).faults if fault.code == "S27"]
    assert on_the_site(text) == read


@given(st.text(alphabet='-#*`{}[]()|>\n 1.2应a"=~\\!<&', max_size=80))
def test_no_text_stops_the_reader(text: str):
    found = body(text)
    assert all(fault.where.line >= 1 for fault in found.faults)
