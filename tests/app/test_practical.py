"""A practical check from choice to what it counts for, by the use cases alone; and calling it void."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from app_home import PASSWORD, PROJECT, Office
from typer.testing import CliRunner

from app import acknowledging, practical, results, sitting, tasks
from app.access import Who
from app.assigned import own
from app.assigning import assign
from app.cli import cli
from app.correcting import correct
from app.entry_print import printed
from app.evidence import Scope, pack
from app.learning import evidence_in
from app.people import CONSOLE
from app.practical import LEFT_OUT, NOT_SHOWN, SHOWN
from app.records.entry import Entry, utc_moment
from app.records.errors import RecordsError
from app.records.verify import verify
from app.reviewing import matrix
from app.sitting import Offer
from app.viewing import visible
from app.workbench import local_day
from checklists.exchange.plain import question_from
from indexer.clauses import HandbookError


def begun(office: Office, login: str = "zhang", section: str = "2.1", by: str = "li", **only):
    return practical.start(office.bench, office.who(by), office.who(login).id, section, office.now, **only)


def judged(office: Office, running, by: str = "li", **verdicts: str) -> None:
    """Every point is shown but those of the clauses named, as ``c01="failed"``."""
    for line in practical.lines(office.bench, office.who(by), running.id):
        verdict = verdicts.get(f"c{line.clause[-2:]}", SHOWN)
        remark = "没有出示工作证" if verdict == NOT_SHOWN else ""
        practical.save(office.bench, office.who(by), running.id, line.id, verdict, remark, office.now)


def checked(office: Office, login: str = "zhang", by: str = "li", **verdicts: str) -> Entry:
    running = begun(office, login, by=by)
    judged(office, running, by, **verdicts)
    return practical.submit(office.bench, office.who(by), running.id, PASSWORD, office.now)


def known(office: Office) -> set[str]:
    entries = list(office.bench.records.ledger.entries())
    return {one.clause for one in evidence_in(entries) if one.kind == "practical_check"}


def test_what_was_shown_is_an_entry_with_clauses_fingerprints_edition_and_signature(office):
    entry = checked(office)
    li, zhang = office.who("li"), office.who("zhang")
    assert (entry.actor, entry.payload["person"], entry.project) == (li.id, zhang.id, PROJECT)
    assert (entry.payload["result"], entry.edition, entry.meaning) == ("合格", "A/0", practical.MEANING)
    prints = {str(one.id): one.fingerprint for one in office.bench.handbook.clauses}
    assert entry.clauses and all(prints[ref.id] == ref.fingerprint for ref in entry.clauses)
    assert "2.1-01" in {ref.id for ref in entry.clauses}
    assert all(one["text"] and one["verdict"] == SHOWN for one in entry.payload["points"])
    assert practical.under_way(office.bench, li) == []
    assert verify(office.bench.records.settings.database, []).ok


def test_only_the_points_of_a_persons_posts_are_asked(office):
    texts = [one.text for one in practical.lines(office.bench, office.who("li"), begun(office).id)]
    assert any("30" in text for text in texts)
    assert not any("回访" in text for text in texts), "that is the desk's duty"


def test_a_check_may_be_narrowed_to_single_points(office):
    li, zhang = office.who("li"), office.bench.records.people.find("zhang")
    listed = practical.points(office.bench, li, zhang, "2.1")
    running = begun(office, items=[listed[0].id])
    assert [one.id for one in practical.lines(office.bench, li, running.id)] == [listed[0].id]
    judged(office, running)
    entry = practical.submit(office.bench, li, running.id, PASSWORD, office.now)
    assert entry.payload["whole"] is False
    assert {ref.id for ref in entry.clauses} == {listed[0].clause}
    with pytest.raises(HandbookError, match="没有符合的要点"):
        begun(office, headings=["没有这个程序"])


def test_one_failed_point_fails_the_whole_and_counts_for_nothing(office):
    entry = checked(office, c02=NOT_SHOWN)
    assert entry.payload["result"] == "不合格"
    assert known(office) == set()
    remarks = office.bench.records.ledger.private(entry)
    assert "没有出示工作证" in remarks.values()
    assert "没有出示工作证" not in json.dumps(entry.as_json(), ensure_ascii=False)


def test_what_was_not_examined_counts_for_nothing(office):
    entry = checked(office, c01=LEFT_OUT)
    assert entry.payload["result"] == "合格" and entry.payload["whole"] is False
    assert "2.1-01" not in known(office)
    assert "2.1-02" in known(office)


def test_no_verdict_is_taken_for_granted_and_a_failure_says_what_was_seen(office):
    li, running = office.who("li"), begun(office)
    with pytest.raises(HandbookError, match="没有结论"):
        practical.submit(office.bench, li, running.id, PASSWORD, office.now)
    judged(office, running)
    first = practical.lines(office.bench, li, running.id)[0]
    practical.save(office.bench, li, running.id, first.id, NOT_SHOWN, " ", office.now)
    with pytest.raises(HandbookError, match="没有写明"):
        practical.submit(office.bench, li, running.id, PASSWORD, office.now)
    for line in practical.lines(office.bench, li, running.id):
        practical.save(office.bench, li, running.id, line.id, LEFT_OUT, "", office.now)
    with pytest.raises(HandbookError, match="一个要点也没有考"):
        practical.submit(office.bench, li, running.id, PASSWORD, office.now)
    assert not list(office.bench.records.ledger.entries(kind="practical_check"))


def test_it_is_signed_with_the_password_and_handed_in_once(office):
    li, running = office.who("li"), begun(office)
    judged(office, running)
    with pytest.raises(HandbookError, match="密码不对"):
        practical.submit(office.bench, li, running.id, "not the password", office.now)
    practical.submit(office.bench, li, running.id, PASSWORD, office.now)
    with pytest.raises(RecordsError, match="已经提交"):
        practical.submit(office.bench, li, running.id, PASSWORD, office.now)


@pytest.mark.parametrize(
    ("item", "verdict", "remark", "words"),
    [("x", SHOWN, "", "没有要点"), ("", "perfect", "", "没有“perfect”"), ("", SHOWN, "长" * 501, "超过 500")],
)
def test_what_is_no_verdict_is_not_saved(office, item, verdict, remark, words):
    li, running = office.who("li"), begun(office)
    point = item or practical.lines(office.bench, li, running.id)[0].id
    with pytest.raises(HandbookError, match=words):
        practical.save(office.bench, li, running.id, point, verdict, remark, office.now)
    assert office.bench.records.store.answers(running.id) == {}


def test_nobody_examines_oneself_or_people_of_other_projects(office):
    for login, by, words in (
        ("li", "li", "不能处理自己做的事"),
        ("zhang", "zhou", "不在所属项目"),
        ("zhang", "qian", "没有这项权限"),
        ("zhang", "zhao", "没有这项权限"),
        ("zhang", "root", "没有这项权限"),
    ):
        with pytest.raises(HandbookError, match=words):
            begun(office, login, by=by)
    offered = {one.login for one in practical.candidates(office.bench, office.who("li"))}
    assert offered == {"zhang", "qian", "wang"}
    assert practical.candidates(office.bench, office.who("zhang")) == []


def test_who_left_is_not_examined(office):
    office.bench.records.accounts.disable(CONSOLE, "zhang")
    with pytest.raises(HandbookError, match="已停用"):
        begun(office)


def test_a_check_belongs_to_who_began_it_and_can_be_dropped(office):
    running = begun(office)
    with pytest.raises(HandbookError, match="别人正在做"):
        practical.lines(office.bench, office.who("wang"), running.id)
    practical.cancel(office.bench, office.who("li"), running.id)
    assert practical.under_way(office.bench, office.who("li")) == []
    assert not list(office.bench.records.ledger.entries(kind="practical_check"))


def test_the_person_sees_it_and_another_only_by_a_look_that_is_noted(office):
    entry, kinds = checked(office, c02=NOT_SHOWN), tuple(results.RESULTS)
    zhang, wang = office.who("zhang"), office.who("wang")
    assert [one.seq for one in results.results(office.bench, zhang, kinds=kinds)] == [entry.seq]
    assert not list(office.bench.records.ledger.entries(kind="view")), "one's own is nobody's look"
    assert [row.seq for row in visible(office.bench, zhang, kind="practical_check")] == [entry.seq]
    assert results.results(office.bench, wang, zhang.id, kinds=kinds) == [entry]
    (look,) = office.bench.records.ledger.entries(kind="view")
    assert look.payload == {"person": zhang.id, "what": "考试成绩、实操考核、证书"}
    with pytest.raises(HandbookError):
        results.results(office.bench, office.who("qian"), zhang.id, kinds=kinds)


def test_the_printed_page_has_every_point_and_what_ties_it_to_the_ledger(office):
    entry = checked(office, c02=NOT_SHOWN)
    name, content = printed(office.bench, office.who("wang"), entry.seq)
    page = content.decode()
    assert name == f"实操考核记录-{entry.payload['number']}.html"
    for words in ("张三", "李四", "不合格", "没有出示工作证", "2.1-02", "版本 A/0", entry.digest, "本人签字"):
        assert words in page
    (look,) = office.bench.records.ledger.entries(kind="view")
    assert look.payload["what"].startswith("实操考核 S")
    with pytest.raises(HandbookError, match="没有打印件"):
        printed(office.bench, office.who("wang"), 1)


def test_after_an_erasure_the_page_names_nobody(office):
    entry = checked(office, c02=NOT_SHOWN)
    judged(office, begun(office), c02=NOT_SHOWN)
    office.bench.records.accounts.disable(CONSOLE, "zhang")
    person = office.bench.records.people.find("zhang").id
    office.bench.records.accounts.erase(CONSOLE, person, "期满", office.now)
    assert practical.under_way(office.bench, office.who("li")) == [], "nor is what was begun kept"
    _, content = printed(office.bench, Who("system", "控制台", "auditor", projects=("*",)), entry.seq)
    assert "张三" not in content.decode() and "没有出示工作证" not in content.decode()
    assert "（已删除）" in content.decode()


def test_the_command_prints_the_page(office):
    entry = checked(office)
    folder = office.home.root / "out"
    words = ["records", "print", str(entry.seq), "-o", str(folder), "--root", str(office.home.root)]
    done = CliRunner().invoke(cli, [*words, "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["seq"] == entry.seq
    assert "实操考核记录" in (folder / told["file"].rpartition("/")[2]).read_text("utf-8")


def test_the_evidence_pack_has_every_point(office, tmp_path):
    entry = checked(office, c02=NOT_SHOWN)
    pack(office.bench, office.who("zhao"), Scope(person=office.who("zhang").id), tmp_path / "p", office.now)
    table = list(csv.DictReader(io.StringIO((tmp_path / "p" / "要点.csv").read_text("utf-8-sig"))))
    assert len(table) == len(entry.payload["points"])
    failed = next(row for row in table if row["结论"] == "不合格")
    assert (failed["人员"], failed["经办"], failed["情况"]) == ("张三", "李四", "没有出示工作证")
    assert failed["指纹"] == office.bench.handbook.clause(failed["条款"]).fingerprint
    assert "不合格" in (tmp_path / "p" / "报告.html").read_text("utf-8")
    assert "2.1-02" in (tmp_path / "p" / "条款" / "A-0.txt").read_text("utf-8")


def test_what_was_typed_harms_neither_page_nor_spreadsheet(office, tmp_path):
    running, li = begun(office), office.who("li")
    evil = '=HYPERLINK("http://evil.example")<img src=x onerror=alert(1)>'
    for line in practical.lines(office.bench, li, running.id):
        practical.save(office.bench, li, running.id, line.id, NOT_SHOWN, evil, office.now)
    entry = practical.submit(office.bench, li, running.id, PASSWORD, office.now)
    page = printed(office.bench, office.who("wang"), entry.seq)[1].decode()
    assert "<img" not in page and "&lt;img src=x" in page
    pack(office.bench, office.who("zhao"), Scope(), tmp_path / "p", office.now)
    table = list(csv.DictReader(io.StringIO((tmp_path / "p" / "要点.csv").read_text("utf-8-sig"))))
    assert {row["情况"] for row in table} == {f"'{evil}"}


def test_the_matrix_counts_what_was_shown(office):
    def standing():
        listed = matrix(office.bench, office.who("li"))
        return next(one for one in listed if one.person.login == "zhang")

    assert (standing().passed, standing().practical) == (0, "")
    entry = checked(office)
    assert standing().passed == len(entry.clauses)
    assert standing().practical == local_day(utc_moment(entry.at)).isoformat()


def test_an_assigned_check_waits_for_both_and_ends_when_it_is_passed(office):
    li, zhang = office.who("li"), office.who("zhang")
    due = local_day(office.now) + timedelta(days=7)
    assign(office.bench, li, [zhang.id], "practical", "2.1", due, office.now)

    def waits(who: Who) -> list[str]:
        return [one.page for one in tasks.tasks(office.bench, who, office.now) if "实操" in one.words]

    assert (waits(zhang), waits(li)) == (["learning"], ["practical"])
    checked(office, c02=NOT_SHOWN)
    assert len(own(office.bench, zhang)) == 1, "a failed one leaves it open"
    checked(office)
    assert (waits(zhang), waits(li)) == ([], [])


def test_a_check_is_not_assigned_where_there_is_nothing_to_show(office):
    qian, due = office.who("qian"), local_day(office.now)
    with pytest.raises(HandbookError, match="没有 钱二 岗位的要点"):
        assign(
            office.bench,
            office.who("li"),
            [office.who("zhang").id, qian.id],
            "practical",
            "2.1",
            due,
            office.now,
        )
    assert not list(office.bench.records.ledger.entries(kind="training"))


# --- corrections


def voided(office: Office, seq: int, by: str = "wang") -> Entry:
    return correct(
        office.bench, office.who(by), seq, "person", "张三当天请假，考的是别人", PASSWORD, office.now
    )


def test_a_wrong_check_stays_and_counts_for_nothing_once_called_void(office):
    entry = checked(office)
    made = voided(office, entry.seq)
    assert (made.kind, made.payload["corrects"], made.payload["reason"]) == (
        "correction",
        entry.seq,
        "person",
    )
    assert "请假" not in json.dumps(made.as_json(), ensure_ascii=False)
    assert known(office) == set()
    assert office.bench.records.ledger.entry(entry.seq) == entry
    row = next(row for row in visible(office.bench, office.who("wang")) if row.seq == entry.seq)
    assert row.void_by == made.seq and not row.correctable
    assert f"第 {made.seq} 条更正作废" in printed(office.bench, office.who("wang"), entry.seq)[1].decode()
    again = checked(office)
    assert known(office) == {ref.id for ref in again.clauses}


def test_nobody_calls_void_what_they_entered_or_what_is_about_themselves(office):
    mine, theirs = checked(office, by="wang"), checked(office, "wang")
    for entry in (mine, theirs):
        with pytest.raises(HandbookError, match="不能处理自己做的事"):
            voided(office, entry.seq)
    for login in ("zhang", "li", "zhou", "zhao", "root"):
        with pytest.raises(HandbookError, match="不能追加更正记录"):
            voided(office, checked(office).seq, login)


def test_a_signature_is_called_void_by_the_manager_of_the_persons_project(office):
    zhang = office.who("zhang")
    entry = acknowledging.sign(office.bench, zhang, "2.1", PASSWORD, office.now, office.now)
    with pytest.raises(HandbookError, match="不在所属项目"):
        voided(office, entry.seq, "zhou")
    voided(office, entry.seq)
    (duty,) = (one for one in acknowledging.duties(office.bench, zhang) if one.section.number == "2.1")
    assert duty.fresh


def test_a_correction_says_why_is_signed_and_made_once(office):
    wang, seq = office.who("wang"), checked(office).seq
    for reason, words, password, said in (
        ("", "x", PASSWORD, "没有写明"),
        ("person", " ", PASSWORD, "没有写明"),
        ("person", "长" * 501, PASSWORD, "超过 500"),
        ("person", "x", "wrong password", "密码不对"),
    ):
        with pytest.raises(HandbookError, match=said):
            correct(office.bench, wang, seq, reason, words, password, office.now)
    voided(office, seq)
    with pytest.raises(HandbookError, match="已由第"):
        voided(office, seq)
    zhang = office.who("zhang").id
    account = office.bench.records.ledger.append(
        "licence", office.who("root").id, {"person": zhang, "licence": "电工证", "expires": ""}
    )
    with pytest.raises(HandbookError, match="不能这样更正"):
        voided(office, account.seq)


def test_no_certificate_stands_on_a_sitting_that_was_called_void(office):
    office.accept_questions()
    zhang, wang = office.who("zhang"), office.who("wang")
    running = sitting.start(office.bench, zhang, Offer("考试", post="维修工", number=3), office.now)
    for number, text in enumerate(running.plan["questions"], 1):
        key = question_from(json.loads(text), 1).key
        value = f"{key['value']}" if isinstance(key, dict) else list(key) if isinstance(key, tuple) else key
        sitting.save(office.bench, zhang, running.id, number, value, office.now)
    entry = sitting.submit(office.bench, zhang, running.id, office.now)
    assert entry.payload["passed"]
    assert not results.papers(office.bench, zhang)[0].open
    voided(office, entry.seq)
    with pytest.raises(HandbookError, match="更正作废"):
        results.certify(office.bench, wang, entry.seq, local_day(office.now))
    assert results.papers(office.bench, zhang)[0].open
