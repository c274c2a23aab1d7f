"""An edition is issued by three people, whole or not at all, and again from wherever it was cut off."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from revision_home import PASSWORD, Company, Hands, company, founded, git, records_of, staffed

from app.in_force import edition_in_force, in_force, kept, manifest_digest
from app.issuing import issue, resume, sign, unfinished
from app.proposing import propose, write_first_manifest
from app.records.checkpoints import Checkpoint
from app.records.verify import verify
from indexer.clauses import HandbookError
from indexer.editions import fingerprints_of, newest, read_manifests
from indexer.reading import load_handbook


@pytest.fixture
def firm(no_home: Path) -> Iterator[Company]:
    made = company(no_home / "home")
    yield made
    made.records.close()


def sharpen(firm: Company) -> None:
    """The edit of most tests: 30 minutes become 20."""
    firm.edit("2.1-visit.md", "30 分钟", "20 分钟")


# --- what an issue leaves behind


def test_the_first_edition_has_no_predecessor_and_no_changes(firm: Company):
    manifest = newest(read_manifests(firm.home.handbook))
    assert manifest is not None
    assert (manifest.edition, manifest.changes) == ("A/0", ())
    assert load_handbook(firm.home.handbook).edition == "A/0"
    assert edition_in_force(firm.records.ledger) == "A/0"
    assert firm.git("tag") == "edition/A-0"


def test_the_next_edition_names_exactly_what_changed(firm: Company):
    before = load_handbook(firm.home.handbook).clause("2.1-01").fingerprint
    sharpen(firm)
    assert load_handbook(firm.home.handbook).edition == "A/0+draft"
    done = firm.issue(edition="A/1", reason="业主反映到场慢")
    handbook = load_handbook(firm.home.handbook)
    assert handbook.edition == "A/1"
    manifest = newest(read_manifests(firm.home.handbook))
    assert manifest is not None
    (change,) = manifest.changes
    assert (change.clause, change.kind, change.material) == ("2.1-01", "reworded", True)
    assert (change.old, change.new) == (before, handbook.clause("2.1-01").fingerprint)
    assert change.reason == "业主反映到场慢"
    entry = done.entry
    assert (entry.kind, entry.edition) == ("edition_issued", "A/1")
    assert entry.payload["manifest"] == manifest_digest(manifest)
    assert [ref.id for ref in entry.clauses] == ["2.1-01"]
    assert entry.payload["signers"] == [firm.person(one) for one in ("zhao", "qian", "sun")]


def test_only_sections_that_changed_get_the_new_edition_in_their_front_matter(firm: Company):
    sharpen(firm)
    firm.issue(effective=date(2027, 4, 1))
    handbook = load_handbook(firm.home.handbook)
    assert [(s.edition, s.effective) for s in handbook.sections] == [
        ("A/1", "2027-04-01"),
        ("A/0", "2026-12-01"),
    ]


def test_the_tag_holds_the_text_and_a_signed_checkpoint_of_the_ledger(firm: Company):
    sharpen(firm)
    done = firm.issue()
    assert firm.git("rev-parse", "edition/A-1^{commit}") == done.commit == firm.git("rev-parse", "HEAD")
    message = firm.git("tag", "-l", "--format=%(contents)", "edition/A-1")
    line = next(one for one in message.splitlines() if one.startswith("检查点 "))
    checkpoint = Checkpoint.parse(line.removeprefix("检查点 "))
    assert checkpoint == done.checkpoint
    assert checkpoint.length >= done.entry.seq
    assert firm.git("status", "--porcelain") == ""


def test_the_edition_in_force_is_the_copy_that_was_kept(firm: Company):
    sharpen(firm)
    firm.issue()
    firm.edit("2.1-visit.md", "20 分钟", "10 分钟")
    text = in_force(firm.home, firm.records.ledger)
    assert text.edition == "A/1"
    assert "20 分钟" in text.handbook.clause("2.1-01").text
    assert "30 分钟" in kept(firm.home, "A/0").handbook.clause("2.1-01").text


def test_the_ledger_verifies_after_an_issue(firm: Company):
    sharpen(firm)
    done = firm.issue()
    found = verify(firm.home.records_db, [firm.home.data / "anchors.jsonl"], firm.home.keys)
    assert found.ok
    assert found.anchored_to == done.entry.seq


def test_a_home_outside_git_is_issued_without_commit_and_tag(no_home: Path):
    firm = company(no_home / "plain", in_git=False)
    sharpen(firm)
    done = firm.issue()
    assert (done.edition, done.commit) == ("A/1", "")
    assert in_force(firm.home, firm.records.ledger).edition == "A/1"
    firm.records.close()


def test_prose_without_a_number_can_be_issued_and_changes_no_clause(firm: Company):
    firm.edit("2.2-guard.md", "本节说明门岗的做法。", "本节说明门岗和巡逻的做法。")
    done = firm.issue()
    assert newest(read_manifests(firm.home.handbook)).changes == ()  # type: ignore[union-attr]
    assert load_handbook(firm.home.handbook).section("2.2").edition == "A/1"
    assert done.entry.clauses == ()


def test_a_new_clause_a_tombstone_and_a_move_are_links_of_their_own_kind(firm: Company):
    line = "- 客服员应在维修完成后 3 日内回访业主。{#2.1-03}\n"
    firm.edit("2.1-visit.md", line, "- 维修工应在离开前清理现场。{#2.1-04}\n")
    firm.edit("2.2-guard.md", "- 全体员工应", line + "- 全体员工应")
    firm.edit(
        "2.2-guard.md",
        '- 秩序维护员应每 2 小时巡逻 1 次，并填写《巡逻记录》。{#2.2-01 form="巡逻记录"}',
        '- （A/1 废止）{#2.2-01 withdrawn="A/1"}',
    )
    firm.issue()
    manifest = newest(read_manifests(firm.home.handbook))
    assert manifest is not None
    assert [(c.clause, c.kind, c.material) for c in manifest.changes] == [
        ("2.1-03", "moved", False),
        ("2.1-04", "added", True),
        ("2.2-01", "withdrawn", True),
    ]
    assert {s.edition for s in load_handbook(firm.home.handbook).sections} == {"A/1"}


# --- what is refused, before anything is written


def refused(firm: Company, match: str, **more: object) -> None:
    length, head = firm.records.ledger.length(), firm.git("rev-parse", "HEAD")
    with pytest.raises(HandbookError, match=match):
        firm.issue(**more)
    assert unfinished(firm.home) is None
    assert (firm.records.ledger.length(), firm.git("rev-parse", "HEAD")) == (length, head)
    assert edition_in_force(firm.records.ledger) == "A/0"


def test_nothing_changed_is_refused(firm: Company):
    refused(firm, "完全相同")


def test_a_text_with_faults_is_refused_with_their_places(firm: Company):
    firm.edit("2.1-visit.md", '{#2.1-02 form="入户维修单"}', "{#2.1-02 colour=red}")
    refused(firm, r"2\.1-visit\.md:\d+: S1")


@pytest.mark.parametrize("edition", ["A/0", "A/2", "B/1", "C/0"])
def test_only_the_next_edition_can_be_issued(firm: Company, edition: str):
    sharpen(firm)
    refused(firm, "下一版不能是", edition=edition)


def test_an_id_used_twice_is_refused_with_the_next_free_one(firm: Company):
    firm.edit(
        "2.1-visit.md",
        "- 客服员应在维修完成后",
        "- 维修工应在离开前清理现场。{#2.1-03}\n- 客服员应在维修完成后",
    )
    with pytest.raises(HandbookError, match=r"2\.1-03 已用于") as caught:
        firm.proposal()
    assert "2.1-04" in caught.value.fix


def test_a_draft_whose_new_id_was_issued_meanwhile_gets_the_next_free_one(firm: Company):
    older = git(firm.home.root, "rev-parse", "HEAD")
    anchor = "- 客服员应在维修完成后"
    firm.edit("2.1-visit.md", anchor, "- 维修工应在离开前清理现场。{#2.1-04}\n" + anchor)
    firm.issue()
    firm.git("checkout", "-q", "-b", "other", older)
    firm.edit("2.1-visit.md", anchor, "- 维修工应在离开前关闭阀门。{#2.1-04}\n" + anchor)
    with pytest.raises(HandbookError, match=r"2\.1-04 改为 2\.1-05"):
        firm.proposal()


def test_a_tombstone_of_another_edition_is_refused(firm: Company):
    firm.edit(
        "2.1-visit.md", "客服员应在维修完成后 3 日内回访业主。{#2.1-03}", '（废止）{#2.1-03 withdrawn="A/7"}'
    )
    refused(firm, "写的是在 A/7 废止")


def test_a_day_in_the_past_is_refused(firm: Company):
    sharpen(firm)
    refused(firm, "已经过去", effective=date(2026, 1, 1))


# --- who may


def signed(firm: Company, prepared: str, reviewed: str, approved: str, **passwords: str) -> None:
    logins = {"prepared": prepared, "reviewed": reviewed, "approved": approved}
    known = {login: passwords.get(login, PASSWORD) for login in logins.values()}
    sign(firm.records, logins, known, firm.hands.moment)


@pytest.mark.parametrize(
    ("people", "match"),
    [
        (("zhao", "qian", "qian"), "不能处理自己做的事"),
        (("qian", "qian", "sun"), "不能处理自己做的事"),
        (("sun", "qian", "sun"), "不能处理自己做的事"),
        (("li", "qian", "sun"), "没有这项权限"),
        (("zhao", "li", "sun"), "没有这项权限"),
        (("qian", "sun", "zhao"), "没有这项权限"),
        (("zhao", "qian", "nobody"), "没有账号"),
    ],
)
def test_three_different_people_with_the_right_roles_sign(firm: Company, people, match: str):
    with pytest.raises(HandbookError, match=match):
        signed(firm, *people)


def test_each_signature_needs_its_own_password(firm: Company):
    with pytest.raises(HandbookError, match="密码不对"):
        signed(firm, "zhao", "qian", "sun", qian="wrong password here")
    with pytest.raises(HandbookError, match="没有给出密码"):
        signed(firm, "zhao", "qian", "sun", sun="")


# --- editorial and material


def test_a_change_called_editorial_is_a_decision_in_the_ledger_with_its_reason(firm: Company):
    sharpen(firm)
    with pytest.raises(HandbookError, match="要写理由"):
        firm.proposal(editorial=["2.1-01"])
    firm.issue(editorial=["2.1-01"], reason="笔误，实际一直是 20 分钟")
    (decision,) = firm.records.store.decisions("change")
    assert (decision.item, decision.outcome) == ("2.1-01", "editorial")
    assert newest(read_manifests(firm.home.handbook)).changes[0].material is False  # type: ignore[union-attr]


def test_only_a_changed_clause_can_be_called_anything(firm: Company):
    sharpen(firm)
    with pytest.raises(HandbookError, match="没有改动"):
        firm.proposal(editorial=["2.2-02"], reason="无")


# --- killed anywhere


def steps_of(root: Path) -> list[str]:
    firm = company(root)
    sharpen(firm)
    seen: list[str] = []
    issue(firm.home, firm.records, firm.proposal(), firm.signatures(), tell=seen.append)
    firm.records.close()
    return seen


class Killed(BaseException):
    """What no handler of the program catches."""


def test_cut_off_after_any_step_resume_brings_the_same_end(no_home: Path):
    steps = steps_of(no_home / "whole")
    assert steps == [
        "journal",
        "file handbook/2.1-visit.md",
        "file handbook/editions/A-1.json",
        "commit",
        "copy",
        "entry",
        "checkpoint",
        "tag",
        "done",
    ]
    for place in range(len(steps) - 1):
        firm = company(no_home / f"cut-{place}")
        sharpen(firm)

        def stop(name: str, last: str = steps[place]) -> None:
            if name == last:
                raise Killed

        with pytest.raises(Killed):
            issue(firm.home, firm.records, firm.proposal(), firm.signatures(), tell=stop)
        in_the_ledger = place >= steps.index("entry")
        assert edition_in_force(firm.records.ledger) == ("A/1" if in_the_ledger else "A/0")
        assert in_force(firm.home, firm.records.ledger).edition == ("A/1" if in_the_ledger else "A/0")
        with pytest.raises(HandbookError):
            firm.issue()
        done = resume(firm.home, firm.records)
        assert unfinished(firm.home) is None
        assert [e.edition for e in firm.records.ledger.entries(kind="edition_issued")] == ["A/0", "A/1"]
        assert firm.git("rev-parse", "edition/A-1^{commit}") == done.commit
        assert firm.git("status", "--porcelain") == ""
        text = in_force(firm.home, firm.records.ledger)
        assert fingerprints_of(text.handbook) == text.manifest.fingerprints
        assert verify(firm.home.records_db, [firm.home.data / "anchors.jsonl"], firm.home.keys).ok
        firm.records.close()


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from app.home import Home
from app.issuing import base_of, issue, sign
from app.opening import open_records
from app.proposing import propose
root, last = Path(sys.argv[1]), sys.argv[2]
home = Home(root, root / "var", root / "var" / "keys")
records = open_records(home)
now = datetime.now(UTC)
proposal = propose(home, base_of(home, records), today=now.date())
logins = {"prepared": "zhao", "reviewed": "qian", "approved": "sun"}
signatures = sign(records, logins, dict.fromkeys(logins.values(), sys.argv[3]), now)
def tell(name):
    if name == last:
        os.kill(os.getpid(), signal.SIGKILL)
issue(home, records, proposal, signatures, tell=tell)
"""


@pytest.mark.parametrize("last", ["file handbook/2.1-visit.md", "copy", "entry"])
def test_a_killed_process_leaves_what_resume_repairs(firm: Company, last: str):
    firm.hands.moment = firm.hands.moment.replace(year=2026, month=12, day=2)
    sharpen(firm)
    firm.records.close()
    words = [sys.executable, "-c", KILLED, str(firm.home.root), last, PASSWORD]
    assert subprocess.run(words, check=False, capture_output=True).returncode == -9
    firm.records = records_of(firm.home, Hands(firm.hands.moment))
    done = resume(firm.home, firm.records)
    assert (done.edition, firm.git("status", "--porcelain")) == ("A/1", "")
    assert edition_in_force(firm.records.ledger) == "A/1"


def test_a_file_changed_after_the_signatures_is_not_issued(firm: Company):
    sharpen(firm)

    def stop(name: str) -> None:
        if name == "journal":
            raise Killed

    with pytest.raises(Killed):
        issue(firm.home, firm.records, firm.proposal(), firm.signatures(), tell=stop)
    firm.edit("2.1-visit.md", "20 分钟", "15 分钟")
    with pytest.raises(HandbookError, match="签署以后又被改过"):
        resume(firm.home, firm.records)
    assert edition_in_force(firm.records.ledger) == "A/0"


def test_a_draft_begun_after_the_commit_does_not_get_into_the_edition(firm: Company):
    sharpen(firm)

    def stop(name: str) -> None:
        if name == "commit":
            raise Killed

    with pytest.raises(Killed):
        issue(firm.home, firm.records, firm.proposal(), firm.signatures(), tell=stop)
    firm.edit("2.1-visit.md", "20 分钟", "15 分钟")
    resume(firm.home, firm.records)
    text = in_force(firm.home, firm.records.ledger)
    assert (text.edition, "20 分钟" in text.handbook.clause("2.1-01").text) == ("A/1", True)
    assert load_handbook(firm.home.handbook).edition == "A/1+draft"


def test_an_altered_journal_is_not_believed(firm: Company):
    sharpen(firm)

    def stop(name: str) -> None:
        if name == "journal":
            raise Killed

    with pytest.raises(Killed):
        issue(firm.home, firm.records, firm.proposal(), firm.signatures(), tell=stop)
    path = firm.home.data / "issuing.json"
    raw = json.loads(path.read_text("utf-8"))
    raw["body"] = raw["body"].replace("20 分钟", "90 分钟")
    path.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(HandbookError, match="读不懂"):
        resume(firm.home, firm.records)


# --- a text that is delivered with its manifest


def test_a_delivered_manifest_is_adopted_at_the_first_start(no_home: Path):
    home = founded(no_home / "bundle")
    path = write_first_manifest(home, "A/0", [])
    assert path == home.handbook / "editions" / "A-0.json"
    records = records_of(home, Hands(records_clock()))
    text = in_force(home, records.ledger)
    assert text.edition == "A/0"
    (entry,) = records.ledger.entries(kind="edition_issued")
    assert entry.payload["adopted"] is True
    assert entry.payload["manifest"] == manifest_digest(text.manifest)
    staffed(home, records)
    firm = Company(home, records, Hands(records_clock()))
    sharpen(firm)
    assert firm.issue().edition == "A/1"
    records.close()


def test_a_delivered_manifest_is_written_anew_until_somebody_issued_it(no_home: Path):
    home = founded(no_home / "bundle")
    first = write_first_manifest(home, "A/0", []).read_bytes()
    path = home.handbook / "2.1-visit.md"
    path.write_text(path.read_text("utf-8").replace("30 分钟", "25 分钟"), "utf-8")
    assert write_first_manifest(home, "A/0", []).read_bytes() != first
    with pytest.raises(HandbookError, match="已经发布过"):
        write_first_manifest(home, "A/0", ["A/0"])


def test_without_a_manifest_the_proposal_is_the_first_edition(no_home: Path):
    home = founded(no_home / "new")
    proposal = propose(home, None, today=date(2026, 12, 1))
    assert (proposal.edition, proposal.previous, proposal.effective) == ("A/0", "", "2026-12-01")
    with pytest.raises(HandbookError, match="第一版不能是"):
        propose(home, None, edition="A/3", today=date(2026, 12, 1))


def records_clock():
    from revision_home import FIRST

    return FIRST
