"""The first page says what somebody must do now."""

from __future__ import annotations

from dataclasses import replace

import pytest
from app_home import PASSWORD, PROJECT, written

from app import casework, inspecting, sitting
from app.access import ROLES
from app.acknowledging import sign
from app.inspecting import CONFORMS, FAILS
from app.people import who_is
from app.results import papers
from app.tasks import tasks
from app.workbench import Workbench, now


def said(office, login: str) -> list[tuple[str, str, bool]]:
    return [(task.page, task.words, task.late) for task in tasks(office.bench, office.who(login), office.now)]


def test_a_trainee_is_told_of_the_paper_and_of_the_sections_to_sign(office):
    zhang = office.who("zhang")
    assert ("learning", "岗位考试　维修工：尚未通过", False) in said(office, "zhang")
    assert ("acknowledge", "2.1 入户维修待阅读签收", False) in said(office, "zhang")
    sign(office.bench, zhang, "2.1", PASSWORD, office.now, office.now)
    assert [page for page, _, _ in said(office, "zhang")] == ["learning"]


def test_a_paper_under_way_comes_first(office):
    zhang = office.who("zhang")
    sitting.start(office.bench, zhang, papers(office.bench, zhang)[0].offer, office.now)
    assert said(office, "zhang")[0] == ("learning", "“岗位考试　维修工”还没有交卷", True)


def test_a_case_waits_for_those_who_mend_and_then_for_another_who_looks(office):
    li = office.who("li")
    running = inspecting.start(office.bench, li, PROJECT, office.now, sections=("2.2",))
    assert any(page == "inspection" for page, _, _ in said(office, "li"))
    for place, line in enumerate(inspecting.lines(office.bench, li, running.id)):
        verdict = CONFORMS if place else FAILS
        inspecting.save(office.bench, li, running.id, line.id, verdict, "未见", office.now)
    inspecting.submit(office.bench, li, running.id, office.now)
    assert ("cases", "1 张整改单未完成", False) in said(office, "zhang")
    (case,) = casework.cases(office.bench, li)
    casework.rectify(office.bench, li, case.number, "已补", office.now)
    assert ("cases", "1 张整改单待复查", False) in said(office, "wang")
    assert not any(page == "cases" for page, _, _ in said(office, "li"))
    office.later(days=30)


@pytest.mark.parametrize("login", ["zhang", "li", "wang", "zhao", "root"])
def test_every_role_has_a_first_page(office, login):
    assert office.who(login).role in ROLES
    said(office, login)


def test_auditors_have_nothing_to_do(office):
    assert said(office, "zhao") == []


def test_who_administers_is_not_sent_to_sign_the_trades_sections(office):
    assert not [page for page, _, _ in said(office, "root") if page == "acknowledge"]


def test_the_first_administrator_is_told_to_bring_in_the_staff(no_home):
    bench = Workbench.open(written(no_home / "fresh"))
    issued = bench.records.accounts.first_start()
    assert issued is not None
    who = replace(who_is(issued.person), must_change=False)
    assert [(one.page, one.words[:8]) for one in tasks(bench, who, now())] == [("people", "还没有别的账号：")]
    bench.close()
