"""Revision, review and evidence in Chromium, by the roles that they are for."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from app_home import PASSWORD
from playwright.sync_api import expect
from test_walk import DESKTOP, ENGLISH, PHONE, chromium, go, pytestmark, served, settled, visit  # noqa: F401


def test_a_manager_accepts_a_question_beside_its_clause(visit, served):  # noqa: F811
    page = visit("wang", PHONE)
    go(page, "/review")
    expect(page.get_by_text("新题", exact=False).first).to_be_visible()
    page.get_by_role("button", name="通过", exact=True).first.click()
    page.wait_for_selector("text=已通过 1")
    (decision,) = served.bench.records.store.decisions("question")
    assert decision.outcome == "accepted"
    assert not ENGLISH.search(page.inner_text("body"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_supervisor_may_edit_and_an_auditor_only_look(visit):  # noqa: F811
    page = visit("li")
    go(page, "/review")
    expect(page.get_by_role("button", name="修改").first).to_be_visible()
    expect(page.get_by_role("button", name="通过", exact=True)).to_have_count(0)
    auditor = visit("zhao")
    go(auditor, "/review")
    expect(auditor.locator(".clause").first).to_be_visible()
    expect(auditor.get_by_role("button", name="修改")).to_have_count(0)


def test_the_matrix_shows_those_who_share_a_project(visit):  # noqa: F811
    page = visit("wang")
    go(page, "/learning_matrix")
    expect(page.get_by_text("在岗 2 人", exact=False)).to_be_visible()
    other = visit("zhou")
    go(other, "/learning_matrix")
    expect(other.get_by_text("在岗 0 人", exact=False)).to_be_visible()


def test_a_draft_is_shown_signed_by_its_preparer_and_waits_for_the_next(visit, served):  # noqa: F811
    text = next(Path(served.bench.home.handbook).rglob("2.1.md"))
    before = text.read_text("utf-8")
    text.write_text(before.replace("30 分钟内到场", "20 分钟内到场"), "utf-8")
    try:
        page = visit("li")
        go(page, "/revision")
        page.get_by_role("button", name="检查草稿").click()
        page.wait_for_selector("text=草稿 A/1")
        expect(page.get_by_text("20 分钟内到场")).to_be_visible()
        page.get_by_label("修订理由").fill("业主反映到场慢")
        page.get_by_label("再输一次密码").fill(PASSWORD)
        page.get_by_role("button", name="编制签署").click()
        settled(page)
        page.get_by_role("button", name="检查草稿").click()
        expect(page.get_by_text("编制：李四", exact=False)).to_be_visible()
        manager = visit("wang")
        go(manager, "/revision")
        manager.get_by_role("button", name="检查草稿").click()
        expect(manager.get_by_role("button", name="审核签署")).to_be_visible()
    finally:
        text.write_text(before, "utf-8")


def test_an_auditor_takes_an_evidence_pack_away(visit):  # noqa: F811
    page = visit("zhao", DESKTOP)
    go(page, "/evidence")
    page.get_by_role("button", name="制作").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载证据包").click()
    data = Path(waiting.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "证据包/核验/verify_ledger.py" in archive.namelist()
