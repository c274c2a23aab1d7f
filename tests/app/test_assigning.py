"""Papers and reading that are assigned by a date: who may, what the person sees, what ends it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from app_home import PASSWORD, Office

from app import acknowledging, results, sitting
from app.access import Who
from app.assigned import Assignment, assignments, own
from app.assigning import assign, candidates, withdraw
from app.people import CONSOLE
from app.sitting import Offer
from app.tasks import tasks
from app.viewing import visible
from checklists.exchange.plain import question_from
from checklists.question import Question
from indexer.clauses import HandbookError


def give(office: Office, what: str, of: str, *logins: str, by: str = "li", days: int = 7) -> None:
    due = office.now.date() + timedelta(days=days)
    people = [office.who(login).id for login in logins or ("zhang",)]
    assign(office.bench, office.who(by), people, what, of, due, office.now)  # type: ignore[arg-type]


def only(office: Office, login: str = "li") -> Assignment:
    (one,) = assignments(office.bench, office.who(login))
    return one


def right(question: Question) -> object:
    if isinstance(question.key, dict):
        return str(question.key["value"])
    return list(question.key) if isinstance(question.key, tuple) else question.key


def take(office: Office, who: Who, offer: Offer, *, well: bool = True) -> None:
    running = sitting.start(office.bench, who, offer, office.now)
    for number, text in enumerate(running.plan["questions"], 1):
        if well:
            answer = right(question_from(json.loads(text), 1))
            sitting.save(office.bench, who, running.id, number, answer, office.now)
    sitting.submit(office.bench, who, running.id, office.now)


def test_a_section_paper_is_done_by_a_pass_after_the_assignment(office):
    zhang = office.who("zhang")
    give(office, "section", "2.1")
    offer = next(due.offer for due in results.papers(office.bench, zhang) if due.by)
    assert (offer.title, offer.due) == ("小节考试　2.1 入户维修", "2026-12-08")
    take(office, zhang, offer, well=False)
    assert only(office).open
    take(office, zhang, Offer("自测", sections=("2.1",), practice=True))
    assert only(office).open, "trying oneself fulfils nothing"
    take(office, zhang, offer)
    assert only(office).done_at
    assert [due.offer.title for due in results.papers(office.bench, zhang)] == ["岗位考试　维修工"]


def test_a_pass_before_the_assignment_does_not_count(office):
    zhang = office.who("zhang")
    take(office, zhang, Offer("岗位考试　维修工", post="维修工"))
    give(office, "post", "维修工")
    (due,) = results.papers(office.bench, zhang)
    assert due.open
    assert due.offer.due == "2026-12-08"
    take(office, zhang, due.offer)
    assert not only(office).open


def test_reading_that_is_assigned_is_signed_again_even_outside_ones_posts(office):
    zhang = office.who("zhang")
    assert "2.2" not in [duty.section.number for duty in acknowledging.duties(office.bench, zhang)]
    for section in ("2.1", "2.2"):
        acknowledging.sign(office.bench, zhang, section, PASSWORD, office.now, office.now)
        give(office, "reading", section)
    waiting = [duty for duty in acknowledging.duties(office.bench, zhang) if not duty.done]
    assert [(duty.section.number, duty.due) for duty in waiting] == [
        ("2.1", "2026-12-08"),
        ("2.2", "2026-12-08"),
    ]
    acknowledging.sign(office.bench, zhang, "2.2", PASSWORD, office.now, office.now)
    assert [one.of for one in own(office.bench, zhang)] == ["2.1"]


def test_the_person_sees_the_date_and_the_supervisor_who_is_late(office):
    give(office, "section", "2.1", "zhang", "qian")
    give(office, "reading", "2.2", "zhang")
    said = {task.words: task.late for task in tasks(office.bench, office.who("zhang"), office.now)}
    assert said["小节考试　2.1 入户维修：尚未通过，2026-12-08 前通过"] is False
    assert said["2.2 门岗值守待阅读签收，2026-12-08 前完成"] is False
    assert not any(task.page == "assigning" for task in tasks(office.bench, office.who("li"), office.now))
    office.later(days=8)
    said = {task.words: task.late for task in tasks(office.bench, office.who("zhang"), office.now)}
    assert said["2.2 门岗值守待阅读签收，2026-12-08 前完成"] is True
    late = "指派的学习逾期未完成 3 项，涉及 2 人"
    assert late in [task.words for task in tasks(office.bench, office.who("li"), office.now)]
    assert late not in [task.words for task in tasks(office.bench, office.who("zhou"), office.now)]


def test_the_newest_date_stands_and_an_open_assignment_can_be_taken_back(office):
    give(office, "section", "2.1")
    give(office, "section", "2.1", by="wang", days=14)
    assert (only(office).due, only(office).by) == ("2026-12-15", office.who("wang").id)
    withdraw(office.bench, office.who("li"), office.who("zhang").id, "section", "2.1")
    assert assignments(office.bench, office.who("li")) == []
    with pytest.raises(HandbookError, match="没有这项未完成的指派"):
        withdraw(office.bench, office.who("li"), office.who("zhang").id, "section", "2.1")
    words = [row.words for row in visible(office.bench, office.who("zhang"), kind="training")]
    assert words[0] == "小节考试　2.1 入户维修　撤回"
    assert words[-1] == "小节考试　2.1 入户维修　2026-12-08 前完成"


@pytest.mark.parametrize(
    ("what", "of", "days", "logins", "words"),
    [
        ("post", "厨师", 7, ("zhang",), "手册没有岗位“厨师”"),
        ("section", "9.9", 7, ("zhang",), "9.9"),
        ("exam", "2.1", 7, ("zhang",), "不能指派“exam”"),
        ("section", "2.1", -1, ("zhang",), "早于今天"),
        ("section", "2.1", 7, ("zhang", "zhao"), "不能指派学习与考试"),
        ("section", "2.1", 7, ("zhang", "chen"), "不在所属项目之内"),
    ],
)
def test_what_cannot_be_assigned_leaves_nothing_behind(office, what, of, days, logins, words):
    office.bench.records.accounts.add(CONSOLE, "陈一", "chen", "trainee", projects=("云杉里",))
    length = office.bench.records.ledger.length()
    with pytest.raises(HandbookError, match=words):
        give(office, what, of, *logins, days=days)
    assert office.bench.records.ledger.length() == length


def test_nobody_named_is_refused(office):
    with pytest.raises(HandbookError, match="选了 0 人"):
        assign(office.bench, office.who("li"), [], "section", "2.1", office.now.date(), office.now)


def test_who_has_left_or_learns_nothing_is_not_offered(office):
    accounts = office.bench.records.accounts
    accounts.add(CONSOLE, "陈一", "chen", "trainee", projects=(office.who("li").projects[0],))
    assert "chen" in [one.login for one in candidates(office.bench, office.who("li"))]
    accounts.disable(CONSOLE, "chen")
    assert "chen" not in [one.login for one in candidates(office.bench, office.who("li"))]
    with pytest.raises(HandbookError, match="不参加学习与考试"):
        give(office, "section", "2.1", "chen")
    assert {one.login for one in candidates(office.bench, office.who("wang"))} >= {"zhang", "qian", "li"}
