"""An inspection from list to closed case, by the use cases alone."""

from __future__ import annotations

from datetime import date

import pytest
from app_home import PROJECT, Office
from hypothesis import given
from hypothesis import strategies as st

from app import casework, inspecting
from app.casework import CLOSED, OPENED, RECTIFIED, RETURNED
from app.entry_print import printed
from app.inspecting import CONFORMS, FAILS, NOT_APPLICABLE, VERDICTS, Line
from app.records.errors import RecordsError
from indexer.clauses import HandbookError


def begun(office: Office, sections=("2.1",)):
    return inspecting.start(office.bench, office.who("li"), PROJECT, office.now, sections=sections)


def judged(
    office: Office, running, *, failing: str = "", remark: str = "现场未见", verdict: str = CONFORMS
) -> None:
    """Every item conforms but those of the clause `failing`."""
    who = office.who("li")
    for line in inspecting.lines(office.bench, who, running.id):
        bad = line.clause == failing
        inspecting.save(
            office.bench,
            who,
            running.id,
            line.id,
            FAILS if bad else verdict,
            remark if bad else "",
            office.now,
        )


def found_case(office: Office, clause: str = "2.1-01"):
    running = begun(office)
    judged(office, running, failing=clause)
    inspecting.submit(office.bench, office.who("li"), running.id, office.now)
    return casework.cases(office.bench, office.who("wang"))[0]


def test_a_handed_in_checklist_prints_with_findings_and_checkpoint(office):
    running = begun(office)
    judged(office, running, failing="2.1-01")
    entry = inspecting.submit(office.bench, office.who("li"), running.id, office.now)
    point = office.bench.records.ledger.checkpoint()
    name, content = printed(office.bench, office.who("zhang"), entry.seq)
    page = content.decode()
    assert name == f"检查记录-{entry.payload['number']}.html"
    for words in ("李四", "现场未见", "不符合", "受检方签字", entry.digest, point.root):
        assert words in page
    with pytest.raises(HandbookError, match="查看检查与整改"):
        printed(office.bench, office.who("zhou"), entry.seq)


def test_no_verdict_is_taken_for_granted(office):
    running = begun(office)
    assert {line.verdict for line in inspecting.lines(office.bench, office.who("li"), running.id)} == {""}
    with pytest.raises(HandbookError, match="项没有结论"):
        inspecting.submit(office.bench, office.who("li"), running.id, office.now)
    assert not list(office.bench.records.ledger.entries(kind="inspection"))


def test_all_conform_is_a_hundred_points_bound_to_the_edition(office):
    running = begun(office)
    judged(office, running)
    entry = inspecting.submit(office.bench, office.who("li"), running.id, office.now)
    assert (entry.payload["score"], entry.payload["passed"]) == (10000, True)
    assert (entry.edition, entry.project) == ("A/0", PROJECT)
    assert {ref.id for ref in entry.clauses} >= {"2.1-01", "2.1-05"}
    assert sum(one["points"] or 0 for one in entry.payload["results"]) == 10000


def test_a_class_a_finding_fails_whatever_the_points(office):
    running = begun(office)
    judged(office, running, failing="2.1-05")
    entry = inspecting.submit(office.bench, office.who("li"), running.id, office.now)
    assert entry.payload["veto"] and not entry.payload["passed"]


def test_a_finding_needs_words_and_a_date_that_is_not_past(office):
    running = begun(office)
    judged(office, running, failing="2.1-01", remark="")
    with pytest.raises(HandbookError, match="没有写明情况"):
        inspecting.submit(office.bench, office.who("li"), running.id, office.now)
    judged(office, running, failing="2.1-01")
    item = next(
        one.id for one in inspecting.lines(office.bench, office.who("li"), running.id) if one.verdict == FAILS
    )
    with pytest.raises(HandbookError, match="已经过去"):
        inspecting.submit(office.bench, office.who("li"), running.id, office.now, due={item: "2026-11-30"})


def test_each_finding_opens_a_case_with_its_clause_and_words_beside_the_chain(office):
    case = found_case(office)
    assert (case.state, case.clause, case.project, case.due) == (OPENED, "2.1-01", PROJECT, "2026-12-04")
    assert casework.notes(office.bench, office.who("li"), case) == ["现场未见"]
    assert "现场未见" not in str(case.steps[0].payload)


def test_a_case_is_put_right_rechecked_by_another_and_closed(office):
    case = found_case(office)
    casework.rectify(office.bench, office.who("zhang"), case.number, "已补填", office.later(hours=1))
    done = casework.recheck(
        office.bench, office.who("wang"), case.number, True, "已核对", office.later(hours=1)
    )
    assert done.payload["step"] == CLOSED and done.meaning == "复查合格，同意关闭"
    assert not [one for one in casework.cases(office.bench, office.who("wang")) if one.state != CLOSED]


def test_nobody_rechecks_what_they_put_right_themselves(office):
    case = found_case(office)
    casework.rectify(office.bench, office.who("li"), case.number, "已补填", office.now)
    with pytest.raises(HandbookError, match="不能处理自己做的事"):
        casework.recheck(office.bench, office.who("li"), case.number, True, "看过", office.now)
    for login in ("zhang", "zhou", "zhao"):
        with pytest.raises(HandbookError, match="不能复查整改"):
            casework.recheck(office.bench, office.who(login), case.number, True, "看过", office.now)


def test_a_recheck_that_fails_returns_the_case_with_a_new_date(office):
    case = found_case(office)
    casework.rectify(office.bench, office.who("zhang"), case.number, "已补填", office.now)
    with pytest.raises(HandbookError, match="新的期限"):
        casework.recheck(office.bench, office.who("wang"), case.number, False, "仍缺", office.now)
    casework.recheck(
        office.bench, office.who("wang"), case.number, False, "仍缺", office.now, due="2026-12-09"
    )
    (again,) = casework.cases(office.bench, office.who("wang"))
    assert (again.state, again.due) == (RETURNED, "2026-12-09")
    assert again.overdue(date(2026, 12, 10)) and not again.overdue(date(2026, 12, 9))


def test_a_step_out_of_order_is_refused(office):
    case = found_case(office)
    with pytest.raises(HandbookError, match="不能复查"):
        casework.recheck(office.bench, office.who("wang"), case.number, True, "看过", office.now)
    casework.rectify(office.bench, office.who("zhang"), case.number, "已补填", office.now)
    with pytest.raises(HandbookError, match="不能填写整改"):
        casework.rectify(office.bench, office.who("zhang"), case.number, "又填", office.now)
    assert casework.cases(office.bench, office.who("wang"))[0].state == RECTIFIED


def test_an_inspection_belongs_to_whoever_began_it_and_to_its_project(office):
    running = begun(office)
    line = inspecting.lines(office.bench, office.who("li"), running.id)[0]
    for login in ("wang", "zhou", "zhang", "zhao", "root"):
        with pytest.raises(HandbookError):
            inspecting.save(office.bench, office.who(login), running.id, line.id, CONFORMS, "", office.now)
    with pytest.raises(HandbookError, match="不在所属项目"):
        inspecting.start(office.bench, office.who("zhou"), PROJECT, office.now, sections=("2.1",))


def test_a_verdict_can_be_taken_back_until_the_end(office):
    running, who = begun(office), office.who("li")
    line = inspecting.lines(office.bench, who, running.id)[0]
    assert inspecting.save(office.bench, who, running.id, line.id, FAILS, "看错", office.now) == 1
    assert inspecting.save(office.bench, who, running.id, line.id, "", "", office.now) == 2
    assert inspecting.lines(office.bench, who, running.id)[0].verdict == ""
    judged(office, running)
    inspecting.submit(office.bench, who, running.id, office.now)
    with pytest.raises(RecordsError, match="已经提交"):
        inspecting.save(office.bench, who, running.id, line.id, CONFORMS, "", office.now)


def test_what_was_begun_by_mistake_leaves_nothing(office):
    running = begun(office)
    inspecting.cancel(office.bench, office.who("li"), running.id)
    assert inspecting.under_way(office.bench, office.who("li")) == []


def test_an_unknown_verdict_item_or_project_is_refused(office):
    running, who = begun(office), office.who("li")
    line = inspecting.lines(office.bench, who, running.id)[0]
    with pytest.raises(HandbookError, match="这种结论"):
        inspecting.save(office.bench, who, running.id, line.id, "perhaps", "", office.now)
    with pytest.raises(HandbookError, match="没有检查项"):
        inspecting.save(office.bench, who, running.id, "I-9.9-01-0000", CONFORMS, "", office.now)
    with pytest.raises(HandbookError, match="超过 500 字"):
        inspecting.save(office.bench, who, running.id, line.id, FAILS, "长" * 501, office.now)
    with pytest.raises(HandbookError, match="没有符合"):
        inspecting.wanted(office.bench, office.who("li"), sections=("2.2",), post="客服员")


verdicts = st.sampled_from(["", *VERDICTS])
lines = st.builds(
    Line,
    id=st.uuids().map(str),
    clause=st.just("2.1-01"),
    section=st.just("2.1"),
    title=st.just(""),
    text=st.just(""),
    class_=st.sampled_from("ABC"),
    points=st.one_of(st.none(), st.integers(1, 5000)),
    method=st.just(""),
    evidence=st.just(""),
    verdict=verdicts,
    remark=st.just(""),
)


@given(st.lists(lines, max_size=12))
def test_a_score_lies_between_nothing_and_a_hundred_and_what_does_not_apply_counts_for_nothing(found):
    reached = inspecting.score(found)
    assert 0 <= reached.hundredths <= 10000
    applying = [line for line in found if line.verdict != NOT_APPLICABLE]
    assert inspecting.score(applying).hundredths == reached.hundredths
    assert reached.passed <= (not reached.veto and not reached.missing)
