"""An edit changes the clause that was meant and no other, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.blocks import read_body
from indexer.clauses import ClauseId, HandbookError
from indexer.writing import add_clause, open_section, reword, save_section, set_front_matter, withdraw

SOURCE = (Path(__file__).parent / "golden" / "minimal" / "2-processes" / "2.3-equipment.md").read_text(
    "utf-8"
)
CALL, ON_SITE, TOMBSTONE, PUMPS = (ClauseId.parse(f"2.3-{serial}") for serial in (12, 13, 14, 15))


def changed_lines(before: str, after: str) -> list[str]:
    old = before.split("\n")
    return [line for line in after.split("\n") if line not in old]


def test_rewording_changes_one_line():
    after = reword(SOURCE, CALL, "接到困人报警后，监控值班员**应**在 2 分钟内与乘客通话。")
    assert changed_lines(SOURCE, after) == [
        '- 接到困人报警后，监控值班员**应**在 2 分钟内与乘客通话。{#2.3-12 form="电梯困人处置记录" class=A}'
    ]


def test_rewording_with_the_same_words_changes_nothing():
    assert (
        reword(
            SOURCE,
            ON_SITE,
            "维修工到场后，**应**：\n    - 切断主电源；\n    - 按 [2.3-12] 的记录补填到场时间。",
        )
        == SOURCE
    )


def test_sub_items_can_be_added_and_dropped():
    after = reword(SOURCE, ON_SITE, "维修工到场后，应：\n    - 切断主电源。")
    assert "补填" not in after
    assert '- 维修工到场后，应：{#2.3-13 posts="维修工"}\n    - 切断主电源。\n- （A/1 废止）' in after


def test_a_row_stays_a_row():
    assert "| 水泵房 | 每日 1 次 | 电工 {#2.3-15} |" in reword(SOURCE, PUMPS, "水泵房 | 每日 1 次 | 电工")


def test_attributes_are_written_in_their_order():
    after = reword(SOURCE, PUMPS, "水泵房 | 每日 2 次 | 维修工", {"class": "B", "posts": "维修工"})
    assert '维修工 {#2.3-15 posts="维修工" class=B} |' in after


@pytest.mark.parametrize(
    "wording",
    [
        "一\n\n## 标题",
        "```\n一",
        "甲{#2.3-20}",
        "甲 {#2.3-20} 乙",
        "甲\n\n- 乙",
        "甲\n- 乙{#2.3-21}",
        "",
        "甲\n  - 乙",
    ],
)
def test_wording_that_would_change_more_than_the_clause_is_refused(wording: str):
    with pytest.raises(HandbookError):
        reword(SOURCE, CALL, wording)


def test_an_unknown_clause_is_refused():
    with pytest.raises(HandbookError, match=r"没有条款 2\.3-99"):
        reword(SOURCE, ClauseId.parse("2.3-99"), "甲")


def test_a_parent_is_reworded_around_its_own_clauses():
    source = SOURCE + "\n- 应：{#2.3-20}\n    - 甲；\n    - 乙。{#2.3-21}\n"
    after = reword(source, ClauseId.parse("2.3-20"), "维修工应：\n    - 丙；")
    assert "- 维修工应：{#2.3-20}\n    - 丙；\n    - 乙。{#2.3-21}\n" in after


def test_a_new_clause_stands_after_the_one_named():
    after = add_clause(SOURCE, ClauseId.parse("2.3-16"), "维修工应关门。", {"class": "C"}, after=CALL)
    assert "class=A}\n- 维修工应关门。{#2.3-16 class=C}\n- 维修工到场后" in after


def test_a_new_clause_after_a_table_begins_a_list():
    after = add_clause(SOURCE, ClauseId.parse("2.3-16"), "维修工应关门。", after=PUMPS)
    assert after.endswith("{#2.3-15} |\n\n- 维修工应关门。{#2.3-16}\n")


def test_a_taken_number_is_refused():
    with pytest.raises(HandbookError, match=r"2\.3-14 已经用过"):
        add_clause(SOURCE, TOMBSTONE, "甲。")


def test_withdrawing_leaves_a_tombstone_with_the_number():
    after = withdraw(withdraw(SOURCE, CALL, "A/2"), PUMPS, "A/2")
    assert '- （A/2 废止）{#2.3-12 withdrawn="A/2"}' in after
    assert '| （A/2 废止） | — | — {#2.3-15 withdrawn="A/2"} |' in after


def test_front_matter_keeps_its_comments_and_order():
    after = set_front_matter(SOURCE, {"edition": "A/1", "owner": "工程主管"})
    assert "edition: A/1              # edition in which" in after
    assert "\nowner: 工程主管\n---\n# 2.3" in after
    assert after.split("---")[2] == SOURCE.split("---")[2]


def test_saving_refuses_a_file_that_changed_meanwhile(tmp_path: Path):
    path = tmp_path / "2.3.md"
    path.write_text(SOURCE, "utf-8")
    source = open_section(path)
    path.write_text(SOURCE + "\n又一段。\n", "utf-8")
    with pytest.raises(HandbookError, match="被别人改过"):
        save_section(path, source, reword(source, CALL, "甲。"))
    assert path.read_text("utf-8") == SOURCE + "\n又一段。\n"
    assert [one.name for one in tmp_path.iterdir()] == ["2.3.md"]


def test_saving_keeps_windows_line_ends(tmp_path: Path):
    path = tmp_path / "2.3.md"
    path.write_bytes(SOURCE.replace("\n", "\r\n").encode())
    source = open_section(path)
    save_section(path, source, reword(source, CALL, "甲。"))
    assert path.read_bytes().count(b"\r\n") == SOURCE.count("\n")


@given(st.text(alphabet='-#*`{}[]|>\n 1.应a"', max_size=40))
def test_whatever_is_typed_other_clauses_stay_as_they_were(wording: str):
    def others(text: str) -> list[tuple[object, ...]]:
        return [
            (one.id, one.text, one.lead_in, one.braces.attributes)
            for one in read_body(text, file="x").clauses
            if one.id != CALL
        ]

    try:
        after = reword(SOURCE, CALL, wording)
    except HandbookError:
        return
    assert others(after) == others(SOURCE)
