"""A difference names the clauses, and the demands of them, that changed and no others."""

from __future__ import annotations

from pathlib import Path

from handbook_texts import handbook_of

from indexer.revision import Diff, diff

OLD = """## 上门

- 维修工应在 30 分钟内到场。{#2.1-01}
- 维修工应戴鞋套。{#2.1-02 posts="维修工"}
- 维修工应垫布。{#2.1-03}
- 维修工应关门。{#2.1-04}
"""


def compared(tmp_path: Path, new: str, old: str = OLD, **more: str) -> Diff:
    before = {"s2_1": old, **dict.fromkeys(more, "- 客服员应微笑。{#2.2-01}\n")}
    return diff(handbook_of(tmp_path / "old", **before), handbook_of(tmp_path / "new", s2_1=new, **more))


def test_the_same_text_has_no_difference(tmp_path: Path):
    assert not compared(tmp_path, OLD)


def test_reflow_and_emphasis_are_no_difference(tmp_path: Path):
    assert not compared(tmp_path, OLD.replace("维修工应在 30 分钟内", "维修工**应**\n  在30分钟内"))


def test_another_figure_is_material_and_names_the_demand(tmp_path: Path):
    difference = compared(tmp_path, OLD.replace("30 分钟", "2 小时"))
    (change,) = difference.changed
    assert (str(change.id), change.kind, change.material) == ("2.1-01", "reworded", True)
    ((old, new),) = change.demands.changed
    assert (old.limit and old.limit.value, new.limit and new.limit.value) == (30, 2)
    assert not (difference.added or difference.withdrawn or difference.moved)


def test_a_demand_put_before_another_leaves_the_other_unchanged(tmp_path: Path):
    old = OLD.replace("维修工应戴鞋套。", "维修工应戴鞋套。")
    new = OLD.replace("维修工应戴鞋套。", "维修工应出示工牌；维修工应戴鞋套。")
    (change,) = compared(tmp_path, new, old).changed
    assert len(change.demands.added) == 1
    assert "出示工牌" in change.demands.added[0].quote
    assert not change.demands.removed


def test_a_basis_is_editorial_and_a_post_is_material(tmp_path: Path):
    new = OLD.replace("{#2.1-01}", '{#2.1-01 basis="公司标准"}').replace('posts="维修工"', 'posts="电工"')
    assert [(str(c.id), c.kind, c.material) for c in compared(tmp_path, new).changed] == [
        ("2.1-01", "attributes", False),
        ("2.1-02", "attributes", True),
    ]


def test_adding_and_withdrawing(tmp_path: Path):
    new = (
        OLD.replace("维修工应关门。{#2.1-04}", '（废止）{#2.1-04 withdrawn="A/1"}') + "- 应签字。{#2.1-05}\n"
    )
    difference = compared(tmp_path, new)
    assert [str(clause.id) for clause in difference.added] == ["2.1-05"]
    assert [(str(clause.id), clause.text) for clause in difference.withdrawn] == [
        ("2.1-04", "维修工应关门。")
    ]


def test_one_clause_moved_in_its_section_is_one_move(tmp_path: Path):
    lines = OLD.splitlines(keepends=True)
    new = "".join([*lines[:2], lines[5], *lines[2:5]])
    difference = compared(tmp_path, new)
    assert [str(new.id) for _, new in difference.moved] == ["2.1-04"]
    assert not difference.changed


def test_a_move_to_another_section_keeps_id_and_fingerprint(tmp_path: Path):
    lines = OLD.splitlines(keepends=True)
    difference = compared(tmp_path, "".join(lines[:5]), s2_2="- 客服员应微笑。{#2.2-01}\n" + lines[5])
    ((old, new),) = difference.moved
    assert (str(new.id), old.section, new.section) == ("2.1-04", "2.1", "2.2")
    assert old.fingerprint == new.fingerprint


def test_another_heading_is_retitled_and_editorial(tmp_path: Path):
    changes = compared(tmp_path, OLD.replace("## 上门", "## 入户")).changed
    assert {(change.kind, change.material) for change in changes} == {("retitled", False)}
    assert len(changes) == 4


def test_a_changed_lead_in_is_a_rewording(tmp_path: Path):
    old = "- 维修工应：\n    - 戴鞋套。{#2.1-01}\n"
    (change,) = compared(tmp_path, old.replace("应：", "宜："), old).changed
    assert change.kind == "reworded"
    assert change.as_json()["lead_in"] == ["维修工应：", "维修工宜："]


def test_the_json_has_the_keys_of_the_design(tmp_path: Path):
    answer = compared(tmp_path, OLD.replace("30 分钟", "2 小时")).as_json()
    assert list(answer) == ["added", "withdrawn", "changed", "moved"]
    (change,) = answer["changed"]
    assert isinstance(change, dict)
    assert {"clause", "kind", "material", "old", "new", "demands"} <= change.keys()
    assert set(change["demands"]) == {"added", "removed", "changed"}


def test_a_difference_read_backwards_is_its_mirror(tmp_path: Path):
    new = OLD.replace("30 分钟", "2 小时").replace("- 维修工应关门。{#2.1-04}\n", "")
    there = compared(tmp_path / "a", new, OLD)
    back = compared(tmp_path / "b", OLD, new)
    assert [c.id for c in there.withdrawn] == [c.id for c in back.added]
    assert [c.id for c in there.changed] == [c.id for c in back.changed]
