"""Licences are told of before they expire, to the person and to who leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from app_home import TEXTS, Office, opened, written

from app.licensing import own_reminders, reminders
from app.people import CONSOLE
from app.tasks import tasks
from indexer.clauses import HandbookError

DAY = date(2026, 12, 1)


@pytest.fixture
def office(no_home) -> Iterator[Office]:
    posts = TEXTS["posts.yml"].replace("{name: 秩序维护员}", "{name: 秩序维护员, licence: 保安员证}")
    made = opened(written(no_home / "home", {**TEXTS, "posts.yml": posts}))
    yield made
    made.bench.close()


def entered(office: Office, login: str, licence: str, expires: str, by: str = "wang") -> None:
    office.bench.records.accounts.add_licence(office.who(by), login, licence, number="1", expires=expires)


def told(office: Office, login: str) -> list[tuple[str, str]]:
    return [(one.person.login, one.words) for one in reminders(office.bench, office.who(login), DAY)]


def test_expired_missing_and_soon_to_end_are_told_the_worst_first(office):
    entered(office, "zhang", "焊工证", "2026-11-30")
    entered(office, "zhang", "登高证", "2027-01-30")
    entered(office, "zhang", "叉车证", "2027-01-31")
    entered(office, "zhang", "长期证", "")
    expected = [
        ("zhang", "焊工证已过期（2026-11-30）"),
        ("qian", "保安员证没有登记"),
        ("zhang", "登高证即将到期（2027-01-30）"),
    ]
    assert told(office, "li") == told(office, "wang") == told(office, "root") == expected
    assert told(office, "zhou") == told(office, "zhang") == []
    entered(office, "zhang", "焊工证", "2029-11-30")
    entered(office, "qian", "保安员证", "2030-01-01")
    assert told(office, "li") == expected[2:]


def test_it_stands_on_the_first_page_of_the_person_and_of_who_leads(office):
    entered(office, "zhang", "焊工证", "2026-11-30")

    def said(login: str) -> list[tuple[str, str, bool]]:
        listed = tasks(office.bench, office.who(login), office.now)
        return [
            (one.page, one.words, one.late) for one in listed if "证" in one.words and "签" not in one.words
        ]

    assert said("zhang") == [("records", "您的焊工证已过期（2026-11-30），请办理并报管理员登记", True)]
    assert said("li") == said("root") == [("people", "证件：已过期 1、没有登记 1", True)]
    assert said("zhao") == []


def test_nothing_is_told_of_who_left(office):
    entered(office, "zhang", "焊工证", "2026-11-30")
    for login in ("zhang", "qian"):
        office.bench.records.accounts.disable(CONSOLE, login)
    assert told(office, "wang") == []


def test_a_licence_is_entered_with_a_name_and_a_day_by_who_may(office):
    for licence, expires, by in (
        (" ", "", "wang"),
        ("焊工证", "soon", "wang"),
        ("焊工证", "", "li"),
        ("焊工证", "", "zhou"),
    ):
        with pytest.raises(HandbookError):
            entered(office, "zhang", licence, expires, by)
    assert own_reminders(office.bench, office.who("zhang"), DAY) == []
