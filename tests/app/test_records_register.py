"""The register of records: what there is, how long it is kept by the handbook's own forms, what is due when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from app_home import TEXTS, written
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from app.cli import cli
from app.erasing import erase
from app.home import Home
from app.opening import Records, open_records
from app.people import CONSOLE
from app.records import moving
from app.records.clock import Clock
from app.records.kinds import KINDS
from app.records_register import FORM_OF, Due, Register, end_of, register_of
from indexer.clauses import HandbookError
from indexer.reading import read_handbook

FORMS = TEXTS["forms.yml"] + "".join(
    f"- {{no: R-{number}, name: {name}, fields: [姓名], retention: {period}}}\n"
    for number, (name, period) in enumerate(
        {
            "系统权限登记表": "3年",
            "制度签收表": "3年",
            "培训考核记录": "5年",
            "持证上岗台账": "3年",
            "日检记录": "3年",
            "不符合项整改单": "3年",
            "监控值班记录": "30日",
            "设备台账": "长期",
        }.items()
    )
)
CERTIFICATE = {"number": "C-1", "valid_until": ""}


@dataclass
class Archive:
    """The records of a small company, with a clock that is moved."""

    home: Home
    records: Records
    now: list[datetime]

    def on(self, day: str) -> Archive:
        """Go to noon of a day."""
        self.now[0] = datetime.fromisoformat(day).replace(hour=4, tzinfo=UTC)
        return self

    def join(self, login: str = "zhang") -> str:
        return self.records.accounts.add(
            CONSOLE, "张三", login, "trainee", password="correct horse battery"
        ).person.id

    def certify(self, person: str) -> None:
        self.records.ledger.append("certificate", "system", {"person": person, **CERTIFICATE})

    def register(self) -> Register:
        return register_of(self.home, self.records, self.now[0].date())

    def due(self) -> list[tuple[str, str, str]]:
        return [(one.action, one.what, one.until) for one in self.register().due]


@pytest.fixture
def archive(no_home: Path) -> Iterator[Archive]:
    home = written(no_home / "home", {**TEXTS, "forms.yml": FORMS})
    now = [datetime(2026, 12, 1, 4, tzinfo=UTC)]

    def ticking() -> datetime:
        now[0] += timedelta(milliseconds=1)
        return now[0]

    records = open_records(home, clock=Clock("test", ticking))
    yield Archive(home, records, now)
    records.close()


@pytest.mark.parametrize(
    ("made", "retention", "end"),
    [
        ("2026-03-05", "3年", "2030-01-01"),
        ("2026-01-01", "不少于 5 年", "2032-01-01"),
        ("2026-12-31", "30日", "2027-01-30"),
        ("2026-08-31", "6个月", "2027-03-01"),
        ("2027-08-30", "6个月", "2028-03-01"),
        ("2026-06-15", "6 个月", "2026-12-15"),
        ("2026-06-15", "长期", None),
        ("2026-06-15", "永久", None),
        ("2026-06-15", "", None),
        ("2026-06-15", "三年左右", None),
    ],
)
def test_a_period_runs_as_the_handbook_says(made, retention, end):
    assert end_of(date.fromisoformat(made), retention) == (date.fromisoformat(end) if end else None)


@given(
    st.dates(date(2000, 1, 1), date(2200, 1, 1)), st.integers(1, 120), st.sampled_from(["年", "个月", "日"])
)
def test_a_later_record_is_never_kept_for_less_and_no_period_is_cut_short(made, number, unit):
    end = end_of(made, f"{number}{unit}")
    later = end_of(made + timedelta(days=1), f"{number}{unit}")
    assert end is not None and later is not None and end <= later
    least = {"年": 365, "个月": 28, "日": 1}[unit] * number
    assert end >= made + timedelta(days=least)


def test_every_kind_of_entry_and_every_form_is_in_the_register(archive):
    found = {one.name: one for one in archive.register().classes}
    for kind, (name, _) in KINDS.items():
        assert found[name].place == "记录库·账本（只追加）", kind
    assert (found["证书"].retention, found["证书"].basis) == ("5年", "《培训考核记录》R-2")
    assert found["更正"].retention == "长期"
    groups = [(one.retention, one.count) for one in archive.register().classes if one.basis == "forms.yml"]
    assert groups == [
        ("30日", 1),
        ("3年", 2),
        ("长期", 1),
    ]  # shortest first; those the program keeps are not paper


def test_what_is_kept_is_counted_with_its_oldest_and_those_whose_period_is_over(archive):
    person = archive.join()
    archive.certify(person)
    archive.on("2027-06-01").certify(person)
    one = next(one for one in archive.on("2032-01-01").register().classes if one.name == "证书")
    assert (one.count, one.oldest, one.over) == (2, "2026-12-01", 1)
    people = next(one for one in archive.register().classes if one.name == "人员与账号")
    words = next(one for one in archive.register().classes if one.name == "账本之外的个人信息")
    assert (people.count, words.count) == (1, 1)


def test_nothing_is_due_of_those_who_are_here(archive):
    archive.certify(archive.join())
    assert archive.on("2050-01-01").due() == []


def test_who_left_is_restricted_until_the_last_period_ends_and_then_erased(archive):
    person = archive.join()
    archive.certify(person)
    archive.on("2027-02-01").records.accounts.disable(CONSOLE, "zhang")
    assert archive.on("2027-03-01").due() == [("restrict", person, "2032-01-01")]  # 5 years outlast 3
    (due,) = archive.register().due
    assert due.how == f"handbook records erase {person} --reason 离职 --retain-until 2032-01-01"

    accounts, until = archive.records.accounts, date(2032, 1, 1)
    assert accounts.erase(CONSOLE, person, "离职", archive.now[0], retain_until=until).kind == "restriction"
    assert archive.due() == []
    assert archive.on("2031-12-31").due() == []
    assert archive.on("2032-01-01").due() == [("erase", person, "2032-01-01")]
    assert accounts.erase(CONSOLE, person, "期满", archive.now[0], retain_until=until).kind == "erasure"
    assert archive.due() == []
    words = next(one for one in archive.register().classes if one.name == "账本之外的个人信息")
    assert words.count == 0


def test_before_the_period_is_over_an_erasure_becomes_a_restriction(archive):
    person = archive.join()
    archive.certify(person)
    archive.on("2027-02-01").records.accounts.disable(CONSOLE, "zhang")

    def erased(**how: object) -> tuple[str, str]:
        entry = erase(archive.home, archive.records, CONSOLE, person, "离职", archive.now[0], **how)
        return entry.kind, str(entry.payload.get("until", ""))

    assert erased() == ("restriction", "2032-01-01")
    assert erased(retain_until=date(2028, 1, 1)) == ("restriction", "2032-01-01"), (
        "the handbook asks for more"
    )
    assert erased(retain_until=date(2040, 1, 1)) == ("restriction", "2040-01-01")
    assert archive.on("2039-12-31").records.people.names()[person] == "张三"
    assert erased() == ("restriction", "2040-01-01"), "a restriction is not cut short"
    archive.on("2040-01-01")
    assert erased() == ("erasure", "")
    assert archive.records.people.names()[person] != "张三"


def test_an_account_made_by_mistake_is_erased_at_once_where_that_is_said(archive):
    person = archive.join()
    assert (
        erase(archive.home, archive.records, CONSOLE, person, "账号建错", archive.now[0], early=True).kind
        == "erasure"
    )


def test_without_a_period_nobody_is_erased_by_default(archive):
    (archive.home.handbook / "forms.yml").write_text(TEXTS["forms.yml"], "utf-8")
    person = archive.join()
    with pytest.raises(HandbookError, match="没有规定保存期限"):
        erase(archive.home, archive.records, CONSOLE, person, "离职", archive.now[0])


def test_who_comes_back_is_not_due(archive):
    archive.join()
    archive.records.accounts.disable(CONSOLE, "zhang")
    assert len(archive.due()) == 1
    archive.records.accounts.enable(CONSOLE, "zhang")
    assert archive.due() == []


def test_without_a_period_in_the_handbook_nothing_is_said_to_be_over(archive):
    (archive.home.handbook / "forms.yml").write_text(TEXTS["forms.yml"], "utf-8")
    person = archive.join()
    archive.certify(person)
    archive.records.accounts.disable(CONSOLE, "zhang")
    assert archive.on("2090-01-01").due() == [("restrict", person, "")]
    one = next(one for one in archive.register().classes if one.name == "证书")
    assert (one.retention, one.over) == ("未规定", 0)


def test_a_backup_from_before_an_erasure_is_to_be_destroyed(archive):
    person, book = archive.join(), archive.records.ledger
    old = moving.backup(book, archive.home.backups, archive.now[0])
    archive.now[0] += timedelta(minutes=1)
    archive.records.accounts.erase(CONSOLE, person, "本人要求", archive.now[0])
    archive.now[0] += timedelta(minutes=1)
    moving.backup(book, archive.home.backups, archive.now[0])
    assert [(one.action, one.what) for one in archive.register().due] == [("destroy_backup", str(old))]


def test_the_handbook_itself_says_how_long_everything_the_program_keeps_is_kept():
    forms = {
        one.name: one.retention
        for one in read_handbook(Path(__file__).parents[2] / "handbook").handbook.forms
    }
    for kind, name in FORM_OF.items():
        assert kind in KINDS and end_of(date(2026, 1, 1), forms[name]) is not None, (kind, name)


def test_the_command_lists_all_or_what_is_due(archive):
    archive.join()
    archive.records.accounts.disable(CONSOLE, "zhang")
    root = ["--root", str(archive.home.root)]

    def run(*words: str) -> str:
        done = CliRunner().invoke(cli, ["records", "register", *words, *root])
        assert done.exit_code == 0, done.output
        return done.stdout

    whole = json.loads(run("--json"))
    assert set(whole) == {"day", "classes", "due"} and len(whole["classes"]) >= len(KINDS)
    assert set(whole["due"][0]) == set(Due.__dataclass_fields__)
    assert set(json.loads(run("--due", "--json"))) == {"day", "due"}
    assert "制度签收" in run() and "张三：已离职，限制使用至 2030-01-01" in run("--due")
    assert "制度签收" not in run("--due")
