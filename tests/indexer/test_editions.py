"""What edition a text is, and how an edition is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook_texts import handbook_of, write_section

from indexer.clauses import HandbookError
from indexer.editions import (
    ManifestChange,
    edition_key,
    edition_of,
    manifest_name,
    manifest_of,
    manifest_text,
    next_edition,
    next_serial,
    parse_manifest,
    read_manifests,
)
from indexer.reading import load_handbook, read_handbook

BODY = "- 维修工应戴鞋套。{#2.1-01}\n- 维修工应垫布。{#2.1-02}\n"


def issue(folder: Path, edition: str) -> None:
    place = folder / "editions"
    place.mkdir(exist_ok=True)
    text = manifest_text(manifest_of(load_handbook(folder), edition, "2026-12-01"))
    (place / manifest_name(edition)).write_text(text, "utf-8")


def test_without_a_manifest_the_highest_front_matter_counts(tmp_path: Path):
    write_section(tmp_path, BODY)
    write_section(tmp_path, "- 应。{#2.2-01}\n", number="2.2", edition="A/10")
    write_section(tmp_path, "- 应。{#2.3-01}\n", number="2.3", edition="A/9")
    assert read_handbook(tmp_path).handbook.edition == "A/10"


def test_an_issued_text_is_its_edition_and_an_edited_one_a_draft(tmp_path: Path):
    handbook_of(tmp_path, s2_1=BODY)
    issue(tmp_path, "A/1")
    assert load_handbook(tmp_path).edition == "A/1"
    write_section(tmp_path, BODY.replace("垫布", "铺布"))
    assert load_handbook(tmp_path).edition == "A/1+draft"


def test_a_clause_moved_to_another_section_makes_a_draft(tmp_path: Path):
    handbook_of(tmp_path, s2_1=BODY, s2_2="- 应。{#2.2-01}\n")
    issue(tmp_path, "A/0")
    first, second = BODY.splitlines(keepends=True)
    write_section(tmp_path, first)
    write_section(tmp_path, "- 应。{#2.2-01}\n" + second, number="2.2")
    assert load_handbook(tmp_path).edition == "A/0+draft"


def test_reflowing_and_reordering_make_no_draft(tmp_path: Path):
    handbook_of(tmp_path, s2_1=BODY)
    issue(tmp_path, "A/0")
    first, second = BODY.splitlines(keepends=True)
    write_section(tmp_path, second + first.replace("应戴", "**应**\n  戴"))
    assert load_handbook(tmp_path).edition == "A/0"


def test_a_manifest_is_read_back_as_it_was_written(tmp_path: Path):
    handbook = handbook_of(tmp_path, s2_1=BODY)
    change = ManifestChange(
        "2.1-01", "reworded", True, "sha256:" + "0" * 64, "sha256:" + "1" * 64, "业主“投诉”"
    )
    manifest = manifest_of(handbook, "B/0", "2027-01-01", [change])
    assert parse_manifest(manifest_text(manifest)) == manifest


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"edition": "A/0"}', '{"edition": "A/0", "clauses": [{"id": "x"}]}', "[" * 5000]
)
def test_a_damaged_manifest_is_a_fault_and_hides_no_clause(tmp_path: Path, text: str):
    handbook_of(tmp_path, s2_1=BODY)
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "A-0.json").write_text(text, "utf-8")
    reading = read_handbook(tmp_path)
    assert [fault.code for fault in reading.faults] == ["S44"]
    assert len(reading.handbook.clauses) == 2


def test_a_manifest_under_another_name_is_refused(tmp_path: Path):
    handbook_of(tmp_path, s2_1=BODY)
    issue(tmp_path, "A/0")
    (tmp_path / "editions" / "A-0.json").rename(tmp_path / "editions" / "A-7.json")
    with pytest.raises(HandbookError, match="与文件名不符"):
        read_manifests(tmp_path)


def test_editions_are_ordered_as_numbers():
    assert sorted(["B/0", "A/10", "A/9"], key=edition_key) == ["A/9", "A/10", "B/0"]
    assert (next_edition("A/9"), next_edition("A/9", whole=True)) == ("A/10", "B/0")
    with pytest.raises(HandbookError, match=r"写成 A/0"):
        edition_key("1.0")


def test_the_next_serial_is_above_every_one_ever_given(tmp_path: Path):
    handbook = handbook_of(
        tmp_path, s2_1=BODY + '- （废止）{#2.1-07 withdrawn="A/0"}\n', s2_2="- 应。{#2.1-09}\n"
    )
    assert str(next_serial(handbook, (), (2, 1))) == "2.1-10"
    assert str(next_serial(handbook, (), (2, 2))) == "2.2-01"
    issue(tmp_path, "A/0")
    write_section(tmp_path, BODY)
    (tmp_path / "2.2.md").unlink()
    assert str(next_serial(load_handbook(tmp_path), read_manifests(tmp_path), (2, 1))) == "2.1-10"


def test_an_empty_handbook_has_no_edition(tmp_path: Path):
    assert edition_of(read_handbook(tmp_path).handbook, ()) == ""
