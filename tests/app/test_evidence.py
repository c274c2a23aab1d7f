"""An evidence pack says what was recorded, in which wording, and can be verified with nothing of ours."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from app_home import PASSWORD, PROJECT, Office
from docx import Document

from app import acknowledging, sitting
from app.evidence import Scope, pack, pack_zip
from app.sitting import Offer
from indexer.clauses import HandbookError


def learned(office: Office) -> None:
    """Zhang signs a section and sits an exam; Qian signs another section."""
    for login, section in (("zhang", "2.1"), ("qian", "2.2")):
        opened = office.now
        who = office.who(login)
        acknowledging.sign(office.bench, who, section, PASSWORD, opened, office.later(minutes=5))
    zhang = office.who("zhang")
    running = sitting.start(
        office.bench, zhang, Offer("岗位考试　维修工", post="维修工", number=5), office.now
    )
    sitting.submit(office.bench, zhang, running.id, office.later(minutes=3))


def packed(office: Office, folder: Path, login: str = "zhao", **scope: str) -> Path:
    pack(office.bench, office.who(login), Scope(**scope), folder, office.now)
    return folder


def rows(folder: Path, name: str = "记录.csv") -> list[list[str]]:
    return list(csv.reader(io.StringIO((folder / name).read_text("utf-8-sig"))))[1:]


def test_the_pack_of_a_person_holds_report_tables_wording_and_ledger(office: Office, tmp_path: Path):
    learned(office)
    zhang = office.who("zhang")
    folder = packed(office, tmp_path / "pack", person=zhang.id)
    assert {path.name for path in folder.iterdir()} == {
        "报告.html", "报告.docx", "记录.csv", "答卷.csv", "要点.csv", "核验说明.txt", "条款", "核验",
    }  # fmt: skip
    kinds = {row[2] for row in rows(folder)}
    assert {"制度签收", "考试"} <= kinds
    assert all("钱二" not in cell for row in rows(folder) for cell in row)
    clause = office.bench.handbook.clause("2.1-01")
    wording = (folder / "条款" / "A-0.txt").read_text("utf-8")
    assert clause.text in wording
    assert clause.fingerprint in wording
    assert len(rows(folder, "答卷.csv")) == 5
    html = (folder / "报告.html").read_text("utf-8")
    assert "张三" in html
    assert acknowledging.MEANING in html
    words = "\n".join(
        cell.text
        for table in Document(str(folder / "报告.docx")).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "张三" in words


def test_an_auditor_verifies_it_with_the_program_inside(office: Office, tmp_path: Path):
    learned(office)
    folder = packed(office, tmp_path / "pack")
    check = folder / "核验"
    words = [sys.executable, str(check / "verify_ledger.py"), str(check)]
    done = subprocess.run(
        [*words, "--public-key", str(check / "public-keys.pem")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["ok"] is True
    digests = {
        json.loads(line)["digest"] for line in (check / "entries.jsonl").read_text("utf-8").splitlines()
    }
    assert {row[-1] for row in rows(folder)} <= digests
    entries = (check / "entries.jsonl").read_text("utf-8")
    (check / "entries.jsonl").write_text(entries.replace("p-", "q-", 1), "utf-8")
    assert subprocess.run(words, capture_output=True, check=False).returncode == 1


def test_that_it_was_made_is_in_the_ledger(office: Office, tmp_path: Path):
    learned(office)
    packed(office, tmp_path / "pack", clause="2.1-01")
    (entry,) = office.bench.records.ledger.entries(kind="export")
    assert (entry.actor, entry.payload["what"], entry.payload["clause"]) == (
        office.who("zhao").id,
        "证据包",
        "2.1-01",
    )


def test_a_period_and_a_clause_narrow_it(office: Office, tmp_path: Path):
    learned(office)
    assert {row[2] for row in rows(packed(office, tmp_path / "a", clause="2.2-01"))} == {"制度签收"}
    with pytest.raises(HandbookError, match="没有符合条件的记录"):
        packed(office, tmp_path / "b", until="2020-01-01")
    with pytest.raises(HandbookError, match="不合格式"):
        packed(office, tmp_path / "c", since="1.1.2026")
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    ("login", "scope", "allowed"),
    [
        ("zhao", {}, True),
        ("wang", {"project": PROJECT}, True),
        ("wang", {}, False),
        ("zhou", {"project": PROJECT}, False),
        ("li", {"project": PROJECT}, False),
        ("zhang", {}, False),
        ("root", {}, False),
    ],
)
def test_only_auditors_and_managers_of_the_project_get_one(
    office: Office, tmp_path: Path, login: str, scope: dict[str, str], allowed: bool
):
    learned(office)
    if allowed:
        packed(office, tmp_path / "pack", login, **scope)
        return
    with pytest.raises(HandbookError, match="不能导出证据包"):
        packed(office, tmp_path / "pack", login, **scope)
    assert not (tmp_path / "pack").exists()


def test_it_comes_as_one_zip_too(office: Office):
    learned(office)
    data = pack_zip(office.bench, office.who("zhao"), Scope(), office.now)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "证据包/报告.html" in archive.namelist()
        assert "证据包/核验/verify_ledger.py" in archive.namelist()
