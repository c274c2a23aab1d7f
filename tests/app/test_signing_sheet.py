"""The sign-off sheet names everybody whom a section concerns, signed or not."""

from __future__ import annotations

import pytest
from app_home import PASSWORD, PROJECT

from app.acknowledging import sign
from app.people import CONSOLE
from app.signing_sheet import sheet, signers
from indexer.clauses import HandbookError


def test_the_sheet_shows_who_has_signed_which_wording_and_who_has_not(office):
    sign(office.bench, office.who("zhang"), "2.1", PASSWORD, office.now, office.now)
    listed = signers(office.bench, office.who("li"), "2.1", PROJECT)
    assert listed[0].name == "张三" and listed[0].entry is not None
    assert all(one.entry is None for one in listed[1:])
    assert "周八" not in {one.name for one in listed}
    page = sheet(office.bench, office.who("li"), "2.1", PROJECT, office.now).decode()
    assert "张三" in page and "已签 1 人" in page and "2026-12-01 16:00 导出" in page
    (entry,) = office.bench.records.ledger.entries(kind="export")
    assert (entry.actor, entry.project) == (office.who("li").id, PROJECT)


def test_only_those_who_lead_the_project_have_it(office):
    for login in ("zhang", "zhou", "root"):
        with pytest.raises(HandbookError, match="不能"):
            sheet(office.bench, office.who(login), "2.1", PROJECT, office.now)
    assert list(office.bench.records.ledger.entries(kind="export")) == []


def test_a_name_is_never_markup_on_the_sheet(office):
    name = "<img src=x onerror=alert(1)>"
    office.bench.records.accounts.add(
        CONSOLE, name, "xss", "trainee", posts=("维修工",), projects=(PROJECT,), password=PASSWORD
    )
    page = sheet(office.bench, office.who("li"), "2.1", PROJECT, office.now).decode()
    assert "<img" not in page and "&lt;img" in page
