"""People sign in with passwords that hold, sessions that end, and accounts whose every change is recorded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.access import Who
from app.accounts import Accounts
from app.passwords import check_password, hash_password, matches
from app.people import CONSOLE, REFUSED, People
from app.records.clock import fixed_clock
from app.records.ledger import Ledger
from app.records.verify import verify
from indexer.clauses import HandbookError

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
GOOD = "correct horse battery"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    ledger = Ledger.open(
        tmp_path / "records.db", tmp_path / "keys", anchors=[tmp_path / "a.jsonl"], clock=fixed_clock(NOW)
    )
    yield People(ledger)
    ledger.close()


@pytest.fixture
def accounts(people: People) -> Accounts:
    return Accounts(people)


def joined(accounts: Accounts, login: str = "zhang", role: str = "trainee", **more: object) -> str:
    """Somebody with a password of their own; returns the id."""
    return accounts.add(CONSOLE, "张三", login, role, password=GOOD, **more).person.id


def signed_in(people: People, login: str = "zhang", now: datetime = NOW) -> tuple[str, Who]:
    token = people.sign_in(login, GOOD, now)
    who = people.session(token, now)
    assert who is not None
    return token, who


# --- the first start


def test_the_first_start_makes_one_administrator_whose_password_must_be_changed(accounts, people):
    issued = accounts.first_start()
    assert accounts.first_start() is None
    token = people.sign_in("admin", issued.password, NOW)
    who = people.session(token, NOW)
    assert (who.role, who.must_change) == ("administrator", True)
    with pytest.raises(HandbookError, match="一次性密码还没有改掉"):
        accounts.add(who, "李四", "li", "trainee")
    people.change_password(who, issued.password, GOOD, NOW, keep=token)
    assert people.session(token, NOW).must_change is False
    with pytest.raises(HandbookError):
        people.sign_in("admin", issued.password, NOW)


@pytest.mark.parametrize("word", ["", "\x00", "\ud800", "x" * 100_000, "' OR '1'='1"])
def test_hostile_names_and_passwords_are_refused_like_any_other(accounts, people, word):
    joined(accounts)
    for login, password in ((word, GOOD), ("zhang", word), (word, word)):
        with pytest.raises(HandbookError, match="登录名或密码不对"):
            people.sign_in(login, password, NOW)


# --- sessions


def test_a_session_tells_who_it_is_as_the_account_is_now(accounts, people):
    joined(accounts, posts=["电工"], projects=["翠湖苑"])
    token, who = signed_in(people)
    assert (who.name, who.role, who.posts, who.projects) == ("张三", "trainee", ("电工",), ("翠湖苑",))
    accounts.set_role(CONSOLE, "zhang", "supervisor")
    assert people.session(token, NOW).role == "supervisor"


def test_a_token_is_kept_only_as_its_hash(accounts, people, tmp_path):
    joined(accounts)
    token, _ = signed_in(people)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("records.db*"))
    assert token.encode() not in stored
    assert GOOD.encode() not in stored


@pytest.mark.parametrize("token", ["", "guess", "x" * 10_000, "' OR 1=1 --", "\x00", "\ud800"])
def test_a_made_up_token_is_nobody(people, token):
    assert people.session(token, NOW) is None


def test_a_session_ends_after_twelve_hours_however_busy(accounts, people):
    joined(accounts)
    token, _ = signed_in(people)
    at = NOW
    while at < NOW + timedelta(hours=12) - timedelta(minutes=20):
        at += timedelta(minutes=20)
        assert people.session(token, at) is not None
    assert people.session(token, NOW + timedelta(hours=12)) is None
    assert people.session(token, NOW + timedelta(minutes=1)) is None  # gone for good


def test_a_session_ends_after_thirty_idle_minutes(accounts, people):
    joined(accounts)
    token, _ = signed_in(people)
    assert people.session(token, NOW + timedelta(minutes=29)) is not None
    assert people.session(token, NOW + timedelta(minutes=58)) is not None
    assert people.session(token, NOW + timedelta(minutes=88)) is None


def test_signing_out_ends_one_session_and_everywhere_all(accounts, people):
    joined(accounts)
    first, who = signed_in(people)
    second, _ = signed_in(people)
    third, _ = signed_in(people)
    people.sign_out(first)
    assert [people.session(token, NOW) is None for token in (first, second)] == [True, False]
    people.sign_out_everywhere(who.id)
    assert [people.session(token, NOW) for token in (second, third)] == [None, None]


def test_a_new_password_ends_every_other_session(accounts, people):
    joined(accounts)
    stolen, _ = signed_in(people)
    token, who = signed_in(people)
    people.change_password(who, GOOD, "another long phrase", NOW, keep=token)
    assert people.session(stolen, NOW) is None
    assert people.session(token, NOW) is not None


def test_a_disabled_account_is_out_at_once(accounts, people):
    joined(accounts)
    token, _ = signed_in(people)
    accounts.disable(CONSOLE, "zhang", reason="离职")
    assert people.session(token, NOW) is None
    with pytest.raises(HandbookError, match="登录名或密码不对"):
        people.sign_in("zhang", GOOD, NOW)
    accounts.enable(CONSOLE, "zhang")
    signed_in(people)


# --- guessing


def test_a_wrong_password_a_locked_and_an_unknown_account_look_the_same(accounts, people):
    joined(accounts)
    told = set()
    for login, password in [("zhang", "wrong"), ("nobody", GOOD), *[("zhang", "wrong")] * 5, ("zhang", GOOD)]:
        with pytest.raises(HandbookError) as refusal:
            people.sign_in(login, password, NOW)
        told.add((refusal.value.problem, refusal.value.fix))
    assert len(told) == 1
    assert told.pop()[0] == REFUSED


def test_five_wrong_passwords_lock_for_a_while_and_longer_each_time(accounts, people):
    joined(accounts)
    at = NOW
    for _ in range(5):
        with pytest.raises(HandbookError):
            people.sign_in("zhang", "wrong", at)
    for pause in (30, 60, 120, 240, 480, 900, 900):
        with pytest.raises(HandbookError):
            people.sign_in("zhang", GOOD, at + timedelta(seconds=pause - 1))
        at += timedelta(seconds=pause)
        with pytest.raises(HandbookError):
            people.sign_in("zhang", "wrong", at)
    signed_in(people, now=at + timedelta(seconds=900))
    with pytest.raises(HandbookError):
        people.sign_in("zhang", "wrong", at)
    signed_in(people, now=at)  # the count began anew


def test_many_guesses_at_once_are_no_way_around_the_lock(accounts, people):
    joined(accounts)

    def guess() -> None:
        with pytest.raises(HandbookError):
            people.sign_in("zhang", "wrong", NOW)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert people.find("zhang").failures == 5
    with pytest.raises(HandbookError):
        people.sign_in("zhang", GOOD, NOW)


def test_confirming_before_a_signature_counts_wrong_ones_too(accounts, people):
    joined(accounts)
    _, who = signed_in(people)
    people.confirm(who, GOOD, NOW)
    for _ in range(5):
        with pytest.raises(HandbookError):
            people.confirm(who, "wrong", NOW)
    with pytest.raises(HandbookError):
        people.confirm(who, GOOD, NOW)


# --- passwords


@pytest.mark.parametrize(
    ("password", "role", "words"),
    [
        ("7chars!", "trainee", "不足 8"),
        ("elevenchars", "manager", "不足 12"),
        ("password123", "trainee", "太常见"),
        ("Password123", "trainee", "太常见"),
        ("１２３４５６７８", "trainee", "太常见"),
        ("aaaaaaaaaaaa", "manager", "太常见"),
        ("abcdefghijklm", "manager", "太常见"),
        ("zhang-2026-key", "manager", "登录名或姓名"),
        ("x1" * 65, "trainee", "超过 128"),
    ],
)
def test_weak_passwords_are_refused(password, role, words):
    with pytest.raises(HandbookError, match=words):
        check_password(password, role=role, login="zhang", name="张三丰")


def test_a_hash_is_argon2id_and_full_width_digits_are_the_same_password():
    stored = hash_password("密码１２３４５６")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert matches(stored, "密码123456")
    assert not matches(stored, "密码123457")
    assert not matches("", "密码123456")
    assert not matches("garbage", "密码123456")


# --- accounts


def test_every_change_of_an_account_is_an_entry_without_a_name(accounts, people):
    person = joined(accounts, posts=["电工"], projects=["翠湖苑"], staff_no="1001", phone="13800000000")
    accounts.set_role(CONSOLE, "zhang", "supervisor")
    accounts.assign(CONSOLE, "zhang", posts=["工程主管"], projects=["翠湖苑", "望江府"])
    accounts.add_licence(CONSOLE, "zhang", "电工证", number="T123", expires="2027-05-31")
    accounts.reset(CONSOLE, "zhang")
    accounts.disable(CONSOLE, "zhang")
    entries = list(people.ledger.entries(person=person))
    assert [entry.kind for entry in entries] == [
        "account",
        "role",
        "assignment",
        "licence",
        "account",
        "account",
    ]
    chain = "".join(str(entry.as_json()) for entry in entries)
    assert not any(word in chain for word in ("张三", "1001", "13800000000", "T123"))
    assert people.ledger.private(entries[0]) == {"name": "张三", "staff_no": "1001", "phone": "13800000000"}
    assert people.projects() == ["望江府", "翠湖苑"]


def test_two_people_cannot_share_a_login(accounts):
    joined(accounts)
    with pytest.raises(HandbookError, match="已经有人用"):
        joined(accounts)


@pytest.mark.parametrize(
    ("name", "login"), [("", "x"), ("张三", ""), ("张三", "a b"), ("张\n三", "x"), ("张三", "x" * 51)]
)
def test_malformed_names_are_refused(accounts, name, login):
    with pytest.raises(HandbookError, match="不合格式"):
        accounts.add(CONSOLE, name, login, "trainee")


def test_an_unknown_role_lists_the_known(accounts):
    with pytest.raises(HandbookError, match="没有角色“boss”") as refusal:
        joined(accounts, role="boss")
    assert "supervisor（主管）" in refusal.value.fix


def test_the_last_administrator_stays(accounts, people):
    issued = accounts.first_start()
    for act in (
        lambda: accounts.disable(CONSOLE, "admin"),
        lambda: accounts.set_role(CONSOLE, "admin", "manager"),
        lambda: accounts.erase(CONSOLE, issued.person.id, "x", NOW),
    ):
        with pytest.raises(HandbookError, match="最后一个管理员"):
            act()
    assert people.find("admin").role == "administrator"


def test_a_reset_gives_a_one_time_password_and_ends_sessions(accounts, people):
    joined(accounts)
    token, _ = signed_in(people)
    issued = accounts.reset(CONSOLE, "zhang")
    assert people.session(token, NOW) is None
    again = people.sign_in("zhang", issued.password, NOW)
    assert people.session(again, NOW).must_change


def test_only_those_may_administer_whom_the_table_allows(accounts, people):
    joined(accounts, "boss", "manager", projects=["*"])
    joined(accounts)
    _, manager = signed_in(people, "boss")
    for act in (
        lambda: accounts.add(manager, "李四", "li", "administrator"),
        lambda: accounts.set_role(manager, "zhang", "administrator"),
        lambda: accounts.reset(manager, "zhang"),
        lambda: accounts.disable(manager, "zhang"),
        lambda: accounts.erase(manager, people.find("zhang").id, "x", NOW),
        lambda: accounts.add_project(manager, "新项目"),
    ):
        before = people.ledger.length()
        with pytest.raises(HandbookError, match="不能"):
            act()
        assert people.ledger.length() == before


def test_a_supervisor_sees_the_accounts_of_shared_projects(accounts, people):
    joined(accounts, "boss", "supervisor", projects=["翠湖苑"])
    joined(accounts, "near", projects=["翠湖苑"])
    joined(accounts, "far", projects=["望江府"])
    _, boss = signed_in(people, "boss")
    assert [person.login for person in people.visible(boss)] == ["boss", "near"]
    _, near = signed_in(people, "near")
    with pytest.raises(HandbookError, match="不能查看账号"):
        people.visible(near)


def test_licences_that_end_soon_are_listed_first(accounts, people):
    joined(accounts)
    for licence, expires in (
        ("电工证", "2027-05-31"),
        ("登高证", "2026-12-20"),
        ("健康证", ""),
        ("焊工证", "2026-11-01"),
    ):
        accounts.add_licence(CONSOLE, "zhang", licence, expires=expires)
    due = people.licences_due(date(2026, 12, 1))
    assert [(one.licence, one.name) for one in due] == [("焊工证", "张三"), ("登高证", "张三")]
    accounts.add_licence(CONSOLE, "zhang", "焊工证", expires="2029-11-01")
    assert [one.licence for one in people.licences_due(date(2026, 12, 1))] == ["登高证"]
    with pytest.raises(HandbookError, match="日期“明年”"):
        accounts.add_licence(CONSOLE, "zhang", "电工证", expires="明年")


# --- privacy


def test_an_erasure_leaves_no_word_about_the_person_and_a_ledger_that_verifies(accounts, people, tmp_path):
    person = joined(accounts, staff_no="SN-1001", phone="13800001234")
    accounts.add_licence(CONSOLE, "zhang", "电工证", number="T-98765", expires="2027-05-31")
    entry = accounts.erase(CONSOLE, person, "离职满三年", NOW)
    assert entry.kind == "erasure"
    assert people.names()[person] == "（已删除）"
    with pytest.raises(HandbookError, match="没有账号"):
        people.find("zhang")
    tables = ("persons", "accounts", "licences", "sessions", "private_texts", "ledger")
    with people.database.reading() as conn:
        left = [str(row) for table in tables for row in conn.exec_driver_sql(f"SELECT * FROM {table}")]
    for word in ("张三", "SN-1001", "13800001234", "T-98765"):
        assert not any(word in row for row in left)
    people.ledger.checkpoint()
    assert verify(tmp_path / "records.db", tmp_path / "a.jsonl", tmp_path / "keys").ok


def test_before_the_end_of_retention_an_erasure_becomes_a_restriction(accounts, people):
    person = joined(accounts)
    entry = accounts.erase(CONSOLE, person, "本人要求", NOW, retain_until=date(2029, 12, 31))
    assert (entry.kind, entry.payload["until"]) == ("restriction", "2029-12-31")
    assert people.names()[person] == "张三"
    assert people.find("zhang").disabled
