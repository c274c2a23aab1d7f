"""A quiz from start to result, by the use case alone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from app_home import Office

from app import results, sitting
from app.certificate_page import certificate_page
from app.entry_print import printed
from app.records.entry import utc_moment
from app.records.errors import RecordsError
from app.reviewing import matrix
from app.sitting import Offer
from app.workbench import local_day
from checklists.question import Question
from indexer.clauses import HandbookError

PAPER = Offer("岗位考试　维修工", post="维修工", number=6)


def right_answers(office: Office, running) -> list:
    return [json.loads(text)["key"] for text in running.plan["questions"]]


def answer_all(office: Office, who, running, answers) -> None:
    for number, answer in enumerate(answers, 1):
        value = f"{answer['value']}{answer['unit']}" if isinstance(answer, dict) else answer
        sitting.save(office.bench, who, running.id, number, value, office.later(seconds=5))


def passed(office: Office, who, offer: Offer = PAPER):
    running = sitting.start(office.bench, who, offer, office.now, seed="a")
    answer_all(office, who, running, right_answers(office, running))
    return sitting.submit(office.bench, who, running.id, office.later(seconds=5))


def test_all_right_is_a_hundred_points_bound_to_clauses_and_wordings(office):
    entry = passed(office, office.who("zhang"))
    assert (entry.payload["score"], entry.payload["passed"]) == (10000, True)
    assert entry.edition == "A/0"
    wordings = {str(clause.id): clause.fingerprint for clause in office.bench.handbook.clauses}
    assert entry.clauses and all(wordings[ref.id] == ref.fingerprint for ref in entry.clauses)
    for answer in entry.payload["answers"]:
        assert answer["digest"].startswith("sha256:") and wordings[answer["clause"]] == answer["fingerprint"]


def test_no_answer_earns_nothing_and_does_not_pass(office):
    who = office.who("zhang")
    running = sitting.start(office.bench, who, PAPER, office.now)
    entry = sitting.submit(office.bench, who, running.id, office.later(seconds=1))
    assert (entry.payload["score"], entry.payload["passed"]) == (0, False)


def test_what_the_screen_gets_holds_neither_key_nor_explanation(office):
    who = office.who("zhang")
    running = sitting.start(office.bench, who, PAPER, office.now)
    shown = sitting.asked(office.bench, who, running.id)
    assert len(shown) == len(running.plan["questions"])
    assert not any(hasattr(one, name) for one in shown for name in ("key", "explanation", "clause"))


def test_starting_again_goes_on_where_one_stopped(office):
    who = office.who("zhang")
    first = sitting.start(office.bench, who, PAPER, office.now)
    answer_all(office, who, first, right_answers(office, first)[:1])
    again = sitting.start(office.bench, who, PAPER, office.now)
    assert again.id == first.id
    assert sitting.asked(office.bench, who, again.id)[0].answer is not None


def test_nobody_answers_or_hands_in_for_another(office):
    running = sitting.start(office.bench, office.who("zhang"), PAPER, office.now)
    other = office.who("qian")
    for act in (
        lambda: sitting.save(office.bench, other, running.id, 1, None, office.now),
        lambda: sitting.submit(office.bench, other, running.id, office.now),
        lambda: sitting.asked(office.bench, other, running.id),
    ):
        with pytest.raises(HandbookError, match="不能参加考试"):
            act()


def test_an_auditor_takes_no_quiz(office):
    with pytest.raises(HandbookError, match="没有这项权限"):
        sitting.start(office.bench, office.who("zhao"), PAPER, office.now)


def test_an_answer_after_the_time_is_refused_and_the_rest_is_handed_in(office):
    who = office.who("zhang")
    running = sitting.start(office.bench, who, PAPER, office.now)
    answer_all(office, who, running, right_answers(office, running)[:1])
    office.later(hours=2)
    with pytest.raises(RecordsError, match="时间已到"):
        sitting.save(office.bench, who, running.id, 2, None, office.now)
    assert sitting.under_way(office.bench, who, office.now) is None
    (entry,) = results.results(office.bench, who)
    assert 0 < entry.payload["score"] < 10000


def test_handing_in_twice_records_once(office):
    who = office.who("zhang")
    running = sitting.start(office.bench, who, PAPER, office.now)
    sitting.submit(office.bench, who, running.id, office.now)
    with pytest.raises(RecordsError, match="已经结束"):
        sitting.submit(office.bench, who, running.id, office.now)
    assert len(results.results(office.bench, who)) == 1


QUESTIONS = {
    "single": Question("Q", "single", "？", ("甲", "乙", "丙"), 1, ""),
    "multiple": Question("Q", "multiple", "？", ("甲", "乙", "丙"), (0, 2), ""),
    "order": Question("Q", "order", "？", ("甲", "乙", "丙"), (2, 0, 1), ""),
    "truefalse": Question("Q", "truefalse", "？", (), True, ""),
    "numeric": Question("Q", "numeric", "？", (), {"value": 30, "unit": "分钟"}, ""),
}


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", 3),
        ("single", True),
        ("single", "甲"),
        ("multiple", [0, 0]),
        ("multiple", [3]),
        ("multiple", "02"),
        ("order", [0, 1]),
        ("truefalse", 1),
        ("numeric", "9" * 41),
        ("numeric", True),
        ("numeric", "3\n0"),
    ],
)
def test_an_answer_of_another_form_is_refused(kind, answer):
    with pytest.raises(HandbookError, match="题型不符"):
        sitting.fitting(QUESTIONS[kind], answer)


@pytest.mark.parametrize(
    ("kind", "answer", "kept"),
    [
        ("single", 2, 2),
        ("multiple", [2, 0], [0, 2]),
        ("multiple", [], None),
        ("order", [2, 0, 1], [2, 0, 1]),
        ("order", [], None),
        ("truefalse", False, False),
        ("numeric", 0.5, "0.5"),
        ("numeric", " 30分钟 ", "30分钟"),
        ("numeric", "", None),
        ("single", None, None),
    ],
)
def test_an_answer_is_kept_in_one_form(kind, answer, kept):
    assert sitting.fitting(QUESTIONS[kind], answer) == kept


def test_a_passed_paper_is_no_longer_open(office):
    who = office.who("zhang")
    assert [one.open for one in results.papers(office.bench, who)] == [True]
    passed(office, who)
    assert [one.open for one in results.papers(office.bench, who)] == [False]


def test_the_matrix_says_when_the_paper_of_a_post_was_passed(office):
    def exams() -> tuple[str, ...]:
        listed = matrix(office.bench, office.who("li"))
        return next(one.exams for one in listed if one.person.login == "zhang")

    assert exams() == ("",)
    entry = passed(office, office.who("zhang"))
    assert exams() == (local_day(utc_moment(entry.at)).isoformat(),)


def test_a_certificate_is_issued_once_by_another_of_the_project(office):
    office.accept_questions()
    zhang, wang = office.who("zhang"), office.who("wang")
    entry = passed(office, zhang)
    for login in ("zhang", "li", "zhou", "zhao"):
        with pytest.raises(HandbookError, match="不能签发证书"):
            results.certify(office.bench, office.who(login), entry.seq, office.now.date())
    made = results.certify(office.bench, wang, entry.seq, office.now.date())
    assert made.payload["valid_until"] == "2027-12-01" and made.clauses == entry.clauses
    with pytest.raises(HandbookError, match="已经发过"):
        results.certify(office.bench, wang, entry.seq, office.now.date())
    page = certificate_page(office.bench, made, "<张三>", wang.name).decode()
    assert made.digest in page and "A/0" in page and "有效期至<td>2027-12-01" in page
    assert "&lt;张三&gt;" in page
    assert results.issued(office.bench, [entry.seq]) == {entry.seq: made.payload["number"]}


def test_no_certificate_stands_on_questions_that_nobody_accepted(office):
    entry = passed(office, office.who("zhang"))
    assert entry.payload["certifying"] is False
    with pytest.raises(HandbookError, match="只作练习"):
        results.certify(office.bench, office.who("wang"), entry.seq, office.now.date())


def test_a_certifying_paper_holds_accepted_questions_only(office):
    office.accept_questions()
    entry = passed(office, office.who("zhang"))
    assert entry.payload["certifying"] is True
    accepted = {one.id for one in office.bench.questions(certifying=True)}
    assert {answer["question"] for answer in entry.payload["answers"]} <= accepted


def test_nobody_certifies_oneself(office):
    wang = office.who("wang")
    entry = passed(office, wang, replace(PAPER, post=""))
    with pytest.raises(HandbookError, match="不能处理自己做的事"):
        results.certify(office.bench, wang, entry.seq, office.now.date())


def test_anothers_certificate_is_handed_out_to_those_who_may_see_it_and_noted(office):
    office.accept_questions()
    zhang = office.who("zhang")
    entry = passed(office, zhang)
    made = results.certify(office.bench, office.who("wang"), entry.seq, office.now.date())
    number = made.payload["number"]
    for login in ("li", "wang", "zhao"):
        name, content = printed(office.bench, office.who(login), made.seq)
        assert name == f"证书-{number}.html"
        assert "张三" in content.decode() and made.digest in content.decode()
    looks = [(one.actor, one.payload) for one in office.bench.records.ledger.entries(kind="view")]
    noted = {"person": zhang.id, "what": f"证书 {number}"}
    assert looks == [(office.who(login).id, noted) for login in ("li", "wang", "zhao")]
    for login in ("qian", "zhou", "root"):
        with pytest.raises(HandbookError, match="查看他人"):
            printed(office.bench, office.who(login), made.seq)
    printed(office.bench, zhang, made.seq)
    assert len(list(office.bench.records.ledger.entries(kind="view"))) == len(looks)


def test_looking_at_anothers_results_is_recorded(office):
    zhang, wang = office.who("zhang"), office.who("wang")
    passed(office, zhang)
    assert len(results.results(office.bench, wang, zhang.id)) == 1
    (look,) = office.bench.records.ledger.entries(kind="view")
    assert (look.actor, look.payload["person"]) == (wang.id, zhang.id)
    with pytest.raises(HandbookError):
        results.results(office.bench, office.who("zhou"), zhang.id)
    with pytest.raises(HandbookError):
        results.results(office.bench, office.who("qian"), zhang.id)
