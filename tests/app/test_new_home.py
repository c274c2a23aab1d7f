"""A company's own home, the edition in force, and the state of an installation."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from app_home import written

from app.checking import all_faults
from app.doctoring import examine
from app.founding import found_home
from app.home import Home
from app.in_force import in_force, keep, kept, kept_home, manifest_digest
from app.opening import open_records
from app.workbench import Workbench
from indexer.clauses import HandbookError
from indexer.editions import edition_of, manifest_name, manifest_of, manifest_text, read_manifests
from indexer.reading import load_handbook

DAY = date(2026, 12, 1)


def home_at(folder: Path) -> Home:
    return Home(folder, folder / "var", folder / "var" / "keys")


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@b")
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *words], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


# --- handbook new


def test_an_empty_home_passes_its_own_check(tmp_path):
    made = found_home(tmp_path / "co", empty=True, today=DAY)
    assert made.clauses == 3 and made.in_git
    assert [fault for fault in all_faults(made.folder / "handbook") if fault.severity == "error"] == []


def test_a_home_begins_its_own_history_with_its_own_edition(tmp_path):
    made = found_home(tmp_path / "co", today=DAY)
    assert git(made.folder, "status", "--porcelain") == ""
    assert git(made.folder, "tag") == f"edition/{manifest_name(made.edition).removesuffix('.json')}"
    assert git(made.folder, "rev-list", "--count", "HEAD") == "1"
    handbook = load_handbook(made.folder / "handbook")
    assert edition_of(handbook, read_manifests(made.folder / "handbook")) == made.edition
    (made.folder / "var").mkdir()
    (made.folder / "var" / "x").write_text("x")
    assert git(made.folder, "status", "--porcelain") == ""


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(HandbookError, match="里面有东西"):
        found_home(tmp_path, empty=True, today=DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "co").mkdir()
    assert found_home(tmp_path / "co", empty=True, today=DAY).folder == tmp_path / "co"


def test_without_git_there_is_a_home_without_history(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    made = found_home(tmp_path / "co", empty=True, today=DAY)
    assert not made.in_git and (made.folder / "handbook").is_dir()


# --- the edition in force


def test_the_first_start_adopts_the_text_and_says_so_in_the_ledger(no_home):
    home = written(no_home / "home")
    records = open_records(home)
    found = in_force(home, records.ledger)
    (entry,) = records.ledger.entries(kind="edition_issued")
    assert (entry.edition, entry.payload["manifest"]) == ("A/0", manifest_digest(found.manifest))
    assert entry.payload["adopted"] is True
    assert in_force(home, records.ledger).handbook == found.handbook
    assert records.ledger.length() == entry.seq
    records.close()


def test_a_changed_tree_changes_nothing_that_is_in_force(no_home):
    home = written(no_home / "home")
    first = Workbench.open(home)
    first.close()
    (home.handbook / "2" / "2.2.md").unlink()
    again = Workbench.open(home)
    assert again.handbook == first.handbook and again.edition == "A/0"
    again.close()


def test_a_broken_tree_keeps_nobody_from_the_edition_in_force(no_home):
    home = written(no_home / "home")
    Workbench.open(home).close()
    (home.handbook / "2" / "2.1.md").write_text("---\nbroken", "utf-8")
    bench = Workbench.open(home)
    assert len(bench.handbook.clauses) == 9
    bench.close()


def test_an_altered_copy_is_refused(no_home):
    home = written(no_home / "home")
    Workbench.open(home).close()
    path = kept_home(home, "A/0").handbook / "2" / "2.1.md"
    path.write_text(path.read_text("utf-8").replace("30 分钟", "90 分钟"), "utf-8")
    with pytest.raises(HandbookError, match="清单不符"):
        kept(home, "A/0")


def manifested(home: Home) -> None:
    handbook = load_handbook(home.handbook)
    listed = home.handbook / "editions" / "A-0.json"
    listed.parent.mkdir()
    listed.write_text(manifest_text(manifest_of(handbook, "A/0", "2026-12-01")), "utf-8")


def test_the_wording_of_a_draft_over_an_edition_comes_from_git(no_home):
    home = written(no_home / "home")
    manifested(home)
    git(home.root, "init", "-q")
    git(home.root, "add", "handbook")
    git(home.root, "commit", "-q", "-m", "A/0")
    path = home.handbook / "2" / "2.1.md"
    path.write_text(path.read_text("utf-8").replace("30 分钟", "90 分钟"), "utf-8")
    bench = Workbench.open(home)
    assert bench.edition == "A/0"
    assert "30 分钟" in bench.handbook.clause("2.1-01").text
    bench.close()


def test_a_draft_whose_edition_is_nowhere_to_be_found_is_not_shown_as_issued(no_home):
    home = written(no_home / "home")
    manifested(home)
    path = home.handbook / "2" / "2.1.md"
    path.write_text(path.read_text("utf-8").replace("30 分钟", "90 分钟"), "utf-8")
    with pytest.raises(HandbookError, match="无法确定现行版本"):
        Workbench.open(home)


def test_a_text_with_faults_is_not_adopted(no_home):
    home = written(no_home / "home", {"1.1.md": "---\nsection: x\n---\n"})
    with pytest.raises(HandbookError):
        Workbench.open(home)
    records = open_records(home)
    assert not list(records.ledger.entries(kind="edition_issued"))
    records.close()


def test_two_homes_side_by_side_share_nothing(no_home):
    one, two = Workbench.open(written(no_home / "a")), Workbench.open(written(no_home / "b"))
    ids = {next(bench.records.ledger.entries(kind="opened")).payload["ledger"] for bench in (one, two)}
    assert len(ids) == 2
    one.close()
    two.close()


# --- handbook doctor


def test_the_doctor_says_what_a_new_home_lacks_and_what_to_do(no_home):
    home = written(no_home / "home")
    points = {point.name: point for point in examine(home)}
    assert points["手册"].ok
    for name in ("检索索引", "网站", "账本", "密钥", "锚点"):
        assert not points[name].ok and points[name].fix, name
    assert not home.data.exists()


def test_the_doctor_finds_keys_that_others_can_read_and_a_broken_text(no_home):
    home = written(no_home / "home")
    bench = Workbench.open(home)
    bench.records.ledger.checkpoint()
    bench.close()
    good = {point.name: point.ok for point in examine(home)}
    assert good["账本"] and good["密钥"] and good["锚点"]
    home.keys.chmod(0o755)
    (home.handbook / "2" / "2.1.md").write_text("---\nbroken", "utf-8")
    points = {point.name: point for point in examine(home)}
    assert not points["密钥"].ok and "chmod 700" in points["密钥"].fix
    assert not points["手册"].ok and "2.1.md" in points["手册"].note


def test_the_doctor_notices_a_misspelt_setting(no_home, monkeypatch):
    monkeypatch.setenv("HANDBOOK_DATABSE_URL", "x")
    home = written(no_home / "home")
    point = next(point for point in examine(replace(home)) if point.name == "设置")
    assert not point.ok and "HANDBOOK_DATABSE_URL" in point.note


def test_an_edition_issued_by_another_process_is_noticed_at_the_next_question(no_home):
    home = written(no_home / "home")
    bench = Workbench.open(home)
    before = bench.search_engine().search("接到派单后多久要到场").hits[0].shown
    path = home.handbook / "2" / "2.1.md"
    path.write_text(path.read_text("utf-8").replace("30 分钟", "20 分钟"), "utf-8")
    manifest = manifest_of(load_handbook(home.handbook), "A/1", "2027-01-01")
    keep(home, manifest)
    other = open_records(home)
    other.ledger.append("edition_issued", "system", {"manifest": manifest_digest(manifest)}, edition="A/1")
    other.close()
    assert bench.edition == "A/1" and bench.text("A/0").edition == "A/0"
    after = bench.search_engine().search("接到派单后多久要到场").hits[0].shown
    assert ("30 分钟" in before.text, "20 分钟" in after.text) == (True, True)
    assert {question.fingerprint for question in bench.questions() if question.clause == "2.1-01"} == {
        after.fingerprint
    }
    bench.close()
