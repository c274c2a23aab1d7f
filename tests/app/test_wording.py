"""Words of the handbook on a screen: numbers of steps, heads of cells, marks, and never a tag."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from app.screens.answer import figures_of
from app.screens.wording import plain, wording, words
from indexer.demands.extract import extract_text

STEPS = "发生困人时，应：\n    1. 在 1 分钟内通话；\n    2. 维保单位在 30 分钟内到场。\n        - 带工具"
HEADS = "应按下表巡检：\n对象 | 频次 | 岗位"


def bare(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_steps_keep_their_numbers():
    shown = words(STEPS)
    assert re.findall(r'class="sign">([^<]+)<', shown) == ["1.", "2.", "·"]
    assert shown.count('class="sub deep"') == 1


def test_the_mark_stays_inside_the_step_that_answers():
    start = STEPS.index("维保")
    shown = words(STEPS, (start, start + len("维保单位在 30 分钟内到场。")))
    assert "<mark>维保单位在 30 分钟内到场。</mark>" in shown
    assert "<mark>" not in words(STEPS, (0, len(STEPS)))


def test_a_cell_reads_as_head_and_value():
    shown = wording("水泵房 | 每日 1 次 | 维修工", HEADS)
    assert bare(shown) == "应按下表巡检：对象水泵房频次每日 1 次岗位维修工"
    assert " | " not in shown


def test_of_a_row_that_answers_the_figures_are_marked():
    row = "水泵房 | 每日 1 次 | 维修工"
    assert re.findall("<mark>(.*?)</mark>", wording(row, HEADS, (0, len(row)))) == ["每日 1 次"]


def test_a_row_with_other_heads_than_cells_is_shown_without_heads():
    assert "head" not in wording("甲 | 乙 | 丙", "标题\n一 | 二")


def test_a_reference_loses_its_brackets():
    assert bare(words("按 [2.3-14] 办理。")) == "按 2.3-14 办理。"


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 70), st.integers(0, 70))
def test_no_wording_becomes_markup(text, lead, start, end):
    shown = wording(text + " <img src=x>", lead + "<script>\n<b> | <i>", (start, end))
    tags = {tag.strip("/").split()[0] for tag in re.findall(r"<([^>]*)>", shown)}
    assert tags <= {"span", "b", "mark"}


def test_the_figure_of_the_step_that_answers_stands_alone():
    demands = extract_text("维修工应在 1 分钟内回电，并应在 30 分钟内到场。")
    assert len(demands) == 2
    assert figures_of(demands, demands[1].span)[0] == ("期限或数量", ("30分钟内",))
    assert len(figures_of(demands, (0, 0))[0][1]) == 2


@given(st.text(max_size=60))
def test_text_for_a_label_is_never_markdown(text):
    shown = plain(text + "![i](http://e/i.png)[l](x)<b>*x*`")
    assert not re.search(r"(?<!\\)[\[\]()<>*`!]", shown)
    assert "http:" not in shown
