"""A folder is read as clauses and structural faults; nothing is raised and nothing written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.clauses import HandbookError
from indexer.reading import MAX_FILE_BYTES, load_handbook, read_handbook

MINIMAL = Path(__file__).parent / "golden" / "minimal"
SECTION = Path("2-processes/2.3-equipment.md")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "handbook"
    shutil.copytree(MINIMAL, copied)
    return copied


def codes(folder: Path) -> list[str]:
    return [fault.code for fault in read_handbook(folder).faults]


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / SECTION
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_minimal_handbook_of_the_design_is_read_without_a_fault():
    reading = read_handbook(MINIMAL)
    assert reading.faults == ()
    clauses = list(reading.handbook.all_clauses())
    assert [str(clause.id) for clause in clauses] == ["2.3-12", "2.3-13", "2.3-14", "2.3-15"]
    call, on_site, tombstone, pump_room = clauses
    assert call.text == "接到困人报警后，监控值班员应在 1 分钟内与乘客通话安抚。"
    assert (call.forms, call.confirmed_class, call.heading) == (("电梯困人处置记录",), "A", "电梯困人")
    assert on_site.text == "维修工到场后，应：\n    - 切断主电源；\n    - 按 [2.3-12] 的记录补填到场时间。"
    assert (on_site.where.line, on_site.end_line) == (15, 17)
    assert tombstone.withdrawn == "A/1"
    assert tombstone not in reading.handbook.clauses
    assert pump_room.text == "水泵房 | 每日 2 次 | 维修工"
    assert pump_room.lead_in == "对象 | 频次 | 岗位"
    assert reading.handbook.edition == "A/0"
    assert reading.handbook.section("2.3").control["doc_no"] == "WY-SOP-2.3"


def test_fingerprints_are_those_agreed():
    # A change here makes every signed record of the past unverifiable: never update these lightly.
    assert {str(clause.id): clause.fingerprint for clause in load_handbook(MINIMAL).all_clauses()} == {
        "2.3-12": "sha256:c190569e870a8cdf267b0faca85f65d33a9be9d51355f26deace073d8e7ebb4a",
        "2.3-13": "sha256:f3dfe6569c21b62f9a0c5c3ad9e91e3f73f88c22235fd16133f2224df5d0e4b6",
        "2.3-14": "sha256:309960c3e2555c836ed0ff8b6e156eab1c4ed5226daa9b1605bf04de56309e19",
        "2.3-15": "sha256:736a875f417b42222ab6abb92a3138199e0c82d26141ab7b371d3913533bf2c4",
    }


def test_a_reflow_a_move_and_emphasis_change_no_fingerprint(folder: Path):
    before = {clause.id: clause.fingerprint for clause in load_handbook(folder).all_clauses()}
    edit(folder, "监控值班员**应**在 1 分钟内", "**监控值班员**\n  应在1分钟内")
    edit(folder, "## 电梯困人\n", "## 应急\n\n### 困人\n")
    assert {clause.id: clause.fingerprint for clause in load_handbook(folder).all_clauses()} == before


def test_windows_line_ends_are_read_like_others(folder: Path):
    path = folder / SECTION
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert codes(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('section: "2.3"', "section: 2.10", "S05", 2),
        ('section: "2.3"', 'section: "2.3', "S02", 2),
        ("title: 设施设备管理", "titel: 设施设备管理", "S03", 1),
        ("doc_no:", "docno:", "S04", 6),
        ("edition: A/0", "edition: 1.0", "S05", 4),
        ("effective: 2026-12-01", "effective: 2026-13-01", "S05", 5),
        ("# 2.3 设施设备管理", "# 2.4 别的", "S07", 8),
        ("{#2.3-13 ", "{#2.3-12 ", "S11", 15),
        ("{#2.3-13 ", "{#2.3-9 ", "S10", 15),
        ('posts="维修工"', 'post="维修工"', "S12", 15),
        ('posts="维修工"', 'posts="维修工" posts="电工"', "S14", 15),
        ('posts="维修工"}', 'posts="维修工"', "S13", 15),
        ('posts="维修工"', 'posts="维修工', "S13", 15),
        ("class=A", "class=D", "S15", 14),
        ('withdrawn="A/1"', 'withdrawn="昨天"', "S15", 18),
        ("{#2.3-15}", "｛#2.3-15｝", "S13", 22),
        ("水泵房 |", "水泵房 {#2.3-16} |", "S16", 22),
        ("## 电梯困人", "## 电梯困人 {#2.3-11}", "S16", 12),
        ("    - 切断主电源；\n    - 按", "  - 切断主电源；\n  - 按", "S20", 16),
        ("不考核。\n", "不考核。\n- 一项\n", "S21", 11),
        ("{#2.3-14 withdrawn", "补充{#2.3-14} 之后 {#2.3-14 withdrawn", "S16", 18),
        ("## 电梯困人", "##电梯困人", "S25", 12),
        ("本节说明", "> 引用。{#2.3-01}\n\n本节说明", "S16", 10),
    ],
)
def test_a_structural_fault_names_its_line(folder: Path, old: str, new: str, code: str, line: int):
    edit(folder, old, new)
    assert (code, line) in [(fault.code, fault.where.line) for fault in read_handbook(folder).faults]


def test_a_fault_says_place_code_problem_and_remedy(folder: Path):
    edit(folder, "{#2.3-13 ", "{#2.3-12 ")
    (fault,) = read_handbook(folder).faults
    assert str(fault) == (
        "handbook/2-processes/2.3-equipment.md:15: S11 编号 2.3-12 已用于 "
        "handbook/2-processes/2.3-equipment.md:14。 换成本节下一个没有用过的序号。"
    )


def test_a_gbk_file_is_named_with_the_line_where_it_stops_being_utf8(folder: Path):
    path = folder / SECTION
    path.write_bytes(path.read_text("utf-8").encode("gbk"))
    faults = read_handbook(folder).faults
    assert [(fault.code, fault.where.line) for fault in faults] == [("S01", 3)]
    assert "UTF-8" in faults[0].problem


def test_an_empty_folder_is_nothing_to_check_and_not_a_pass(tmp_path: Path):
    (tmp_path / "handbook").mkdir()
    assert "S30" in codes(tmp_path / "handbook")


def test_a_missing_list_is_a_warning_and_the_clauses_are_read(folder: Path):
    for name in ("posts.yml", "forms.yml", "laws.yml"):
        (folder / name).unlink()
    reading = read_handbook(folder)
    assert [(fault.code, fault.severity) for fault in reading.faults] == [("S41", "warning")] * 3
    assert len(load_handbook(folder).clauses) == 3


def test_a_byte_order_mark_is_a_warning(folder: Path):
    path = folder / SECTION
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert codes(folder) == ["S08"]
    assert len(load_handbook(folder).clauses) == 3


def test_a_section_declared_twice_keeps_the_first(folder: Path):
    shutil.copy(folder / SECTION, folder / "zz.md")
    reading = read_handbook(folder)
    assert [fault.code for fault in reading.faults] == ["S06"]
    assert len(reading.handbook.sections) == 1


def test_links_are_refused(folder: Path, tmp_path: Path):
    outside = tmp_path / "secret.md"
    outside.write_text((folder / SECTION).read_text("utf-8").replace("2.3", "2.4"), "utf-8")
    (folder / "link.md").symlink_to(outside)
    (folder / "folder").symlink_to(tmp_path)
    reading = read_handbook(folder)
    assert [fault.code for fault in reading.faults] == ["S31", "S31"]
    assert [section.number for section in reading.handbook.sections] == ["2.3"]


def test_a_huge_file_is_refused_unread(folder: Path):
    (folder / "big.md").write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    assert codes(folder) == ["S32"]


def test_a_yaml_bomb_is_refused(folder: Path):
    bomb = "a: &a [x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n" for n in range(20)
    )
    (folder / "posts.yml").write_text(bomb, "utf-8")
    assert codes(folder) == ["S40"]
    edit(folder, 'section: "2.3"', 'section: "2.3"\n' + bomb)
    assert codes(folder) == ["S02", "S40"]


@pytest.mark.parametrize("hostile", ["[" * 20_000, "![" * 5_000, "*a " * 5_000, "- " * 3_000, "> " * 3_000])
def test_hostile_markdown_is_answered_with_a_fault(folder: Path, hostile: str):
    edit(folder, "本节说明", hostile + "\n\n本节说明")
    assert "S32" in codes(folder)


def test_loading_names_the_first_error_and_counts_the_rest(folder: Path):
    edit(folder, "{#2.3-13 ", "{#2.3-12 ")
    edit(folder, "class=A", "class=D")
    with pytest.raises(HandbookError, match=r"S15 条款 2\.3-12 的 class 是“D”。.*另有 1 个问题"):
        load_handbook(folder)


def test_reading_writes_nothing(folder: Path):
    def state() -> dict[str, tuple[int, bytes]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    before = state()
    edit_free = read_handbook(folder)
    assert edit_free.faults == ()
    assert state() == before


@given(
    st.binary(max_size=300), st.sampled_from(["2.1.md", "posts.yml", "forms.yml", "laws.yml", "glossary.yml"])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_stop_the_reader(tmp_path: Path, data: bytes, name: str):
    folder = tmp_path / "handbook"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (folder / name).write_bytes(data)
    assert all(fault.problem.endswith(("。", "）")) and fault.fix for fault in read_handbook(folder).faults)


matters = st.text(alphabet="section: \"2.1'\n-#titleedon/A0&*![]{}，:|>%@`\t 设", max_size=80)


@given(matters)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_front_matter_stops_the_reader(tmp_path: Path, matter: str):
    folder = tmp_path / "handbook"
    folder.mkdir(exist_ok=True)
    (folder / "2.1.md").write_text(f"---\n{matter}\n---\n# 甲\n\n- 乙{{#2.1-01}}\n", "utf-8")
    assert read_handbook(folder).faults
