"""What is recorded stays, in order, whoever writes at the same time."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.records import protection
from app.records.database import Database
from app.records.errors import RecordsError
from app.records.ledger import Ledger
from app.records.schema import private_texts
from app.records.verify import verify
from tests.app.records.conftest import FINGERPRINT, OTHER, WHO, acknowledge


def test_an_entry_reads_back_as_it_was_returned(ledger):
    made = acknowledge(ledger)
    assert ledger.entry(made.seq) == made
    assert (made.seq, made.kind, made.actor, made.project, made.edition) == (
        2,
        "acknowledgement",
        WHO,
        "翠湖苑",
        "A/1",
    )
    assert made.clauses[0].id == "2.1-07"
    assert made.meaning == "本人已阅读并理解"
    assert (made.at, made.clock) == ("2026-12-01T08:00:02.000000Z", "test")


def test_the_first_entry_opens_the_ledger_and_every_other_follows_the_last(ledger):
    entries = [acknowledge(ledger) for _ in range(3)]
    first = ledger.entry(1)
    assert first.kind == "opened"
    assert [one.prev for one in entries] == [first.digest, entries[0].digest, entries[1].digest]


def test_opening_again_adds_nothing(ledger, place, open_ledger):
    acknowledge(ledger)
    assert open_ledger(place).length() == 2


@pytest.mark.parametrize("table", ["ledger", "checkpoints"])
@pytest.mark.parametrize("act", ["UPDATE {} SET at = 'x'", "DELETE FROM {}", "DELETE FROM {} WHERE 1 = 1"])
def test_the_database_itself_refuses_to_change_the_ledger(ledger, table, act):
    with (
        ledger.database.engine.connect() as conn,
        pytest.raises(DBAPIError, match="append-only"),
        conn.begin(),
    ):
        conn.execute(text(act.format(table)))


def test_the_database_refuses_to_replace_an_entry_or_leave_a_gap(ledger):
    acknowledge(ledger)
    columns = "kind, at, clock, actor, project, edition, clauses, meaning, payload, prev, digest"
    for number in ("1", "2", "4", "0"):
        verb = "INSERT OR REPLACE" if ledger.database.sqlite else "INSERT"
        copy = f"{verb} INTO ledger (seq, {columns}) SELECT {number}, {columns} FROM ledger WHERE seq = 2"
        with (
            ledger.database.engine.connect() as conn,
            pytest.raises(DBAPIError, match="append-only"),
            conn.begin(),
        ):
            conn.execute(text(copy))


@pytest.mark.postgres
def test_the_database_refuses_to_truncate(postgres, open_ledger):
    ledger = open_ledger(postgres())
    with (
        ledger.database.engine.connect() as conn,
        pytest.raises(DBAPIError, match="append-only"),
        conn.begin(),
    ):
        conn.execute(text("TRUNCATE ledger"))


def test_a_ledger_without_its_triggers_is_not_opened(ledger, place):
    drop = "DROP TRIGGER ledger_keeps_update" + ("" if ledger.database.sqlite else " ON ledger")
    with ledger.database.engine.begin() as conn:
        conn.execute(text(drop))
    with pytest.raises(RecordsError, match="ledger_keeps_update"):
        Database.open(place)
    with ledger.database.engine.begin() as conn:
        protection.protect(conn)
    Database.open(place).close()


@pytest.mark.postgres
def test_a_change_behind_postgresqls_triggers_is_found_and_stops_the_program(postgres, open_ledger, anchor):
    place = postgres()
    ledger = open_ledger(place)
    for _ in range(5):
        acknowledge(ledger)
    ledger.checkpoint()
    with ledger.database.engine.begin() as conn:
        conn.execute(text("ALTER TABLE ledger DISABLE TRIGGER ALL"))
        conn.execute(text("UPDATE ledger SET at = replace(at, '08', '09') WHERE seq = 3"))
    found = verify(place, anchor).first_break
    assert (found.seq, found.kind) == (3, "altered")
    with pytest.raises(RecordsError, match="ledger_keeps_delete"):
        Database.open(place)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "rumour"}, "没有“rumour”这一类"),
        ({"payload": {"person": WHO}}, "缺少 section"),
        ({"payload": {"person": "张三", "section": "2.1"}}, "person 不合格式"),
        (
            {"payload": {"person": WHO, "section": "2.1", "seen": [{"clause": "2.1 three"}]}},
            "clause 不合格式",
        ),
        ({"payload": {"person": WHO, "section": "2.1", "score": 91.5}}, "不能入账"),
        ({"payload": {"person": WHO, "section": "2.1", "text": "x" * 1_000_001}}, "超过 1000000"),
        ({"actor": "张三"}, "不是人员编号"),
        ({"edition": "first"}, "不是版本号"),
        ({"meaning": "\x00"}, "空字符"),
        ({"project": "\ud800"}, "代理字符"),
        ({"private": {"remark": "\ud800"}}, "代理字符"),
        ({"clauses": [("2.1-07", "sha256:short")]}, "不合格式"),
        ({"kind": "correction", "payload": {"corrects": 99, "reason": "写错"}}, "第 99 条记录不存在"),
    ],
)
def test_what_is_malformed_is_refused_and_nothing_is_recorded(tmp_path, open_ledger, change, words):
    ledger = open_ledger(tmp_path / "records.db")
    whole = {"kind": "acknowledgement", "actor": WHO, "payload": {"person": WHO, "section": "2.1"}} | change
    with pytest.raises(RecordsError, match=words):
        ledger.append(**whole)
    assert ledger.length() == 1


def test_a_correction_is_a_new_entry(ledger):
    wrong = acknowledge(ledger)
    ledger.append("correction", WHO, {"corrects": wrong.seq, "reason": "小节写错"})
    assert ledger.entry(wrong.seq) == wrong


def test_entries_are_found_by_kind_person_clause_and_project(ledger):
    acknowledge(ledger)
    ledger.append(
        "practical_check", OTHER, {"person": WHO, "result": "合格"}, clauses=[("3.2-01", FINGERPRINT)]
    )
    ledger.append("practical_check", OTHER, {"person": OTHER, "result": "合格"}, project="望江府")
    assert [one.seq for one in ledger.entries("practical_check")] == [3, 4]
    assert [one.seq for one in ledger.entries(["opened", "acknowledgement"])] == [1, 2]
    assert [one.seq for one in ledger.entries(person=WHO)] == [2, 3]
    assert [one.seq for one in ledger.entries(clause="3.2-01")] == [3]
    assert [one.seq for one in ledger.entries(project="望江府")] == [4]
    assert [one.seq for one in ledger.entries(after=1, newest_first=True, limit=2)] == [4, 3]


# --- the clock


def test_a_clock_that_went_back_is_noted_and_order_is_kept(ledger, hands, place, anchor):
    before = acknowledge(ledger)
    hands.at -= timedelta(hours=1)
    after = acknowledge(ledger)
    note = ledger.entry(after.seq - 1)
    assert (note.kind, after.seq) == ("clock", before.seq + 2)
    assert note.payload["before"] == before.at
    assert note.payload["seconds"] == 3599
    assert verify(place, anchor).ok


def test_a_reading_slightly_too_early_is_held(ledger, hands):
    before = acknowledge(ledger)
    hands.at -= timedelta(seconds=2.5)
    after = acknowledge(ledger)
    assert (after.at, after.clock, after.seq) == (before.at, "test+held", before.seq + 1)


# --- together or not at all


def test_a_batch_that_fails_records_nothing(ledger):
    with pytest.raises(ZeroDivisionError), ledger.batch() as batch:
        batch.append("acknowledgement", WHO, {"person": WHO, "section": "2.1"}, private={"remark": "x"})
        _ = 1 // 0
    assert ledger.length() == 1
    with ledger.database.reading() as conn:
        assert conn.execute(private_texts.select()).all() == []


def test_a_change_beside_the_entry_happens_with_it_or_not_at_all(ledger):
    def fails(conn, entry):
        conn.execute(text("INSERT INTO projects (name) VALUES ('翠湖苑')"))
        raise RuntimeError("beside")

    with pytest.raises(RuntimeError, match="beside"):
        acknowledge(ledger, also=fails)
    with ledger.database.reading() as conn:
        assert conn.execute(text("SELECT count(*) FROM projects")).scalar() == 0
    assert ledger.length() == 1


# --- personal words


def test_personal_words_stay_out_of_the_chain_and_can_be_erased(ledger, place, anchor):
    made = acknowledge(ledger, private={"remark": "张三的备注"})
    assert "张三" not in str(made.as_json())
    assert ledger.private(made) == {"remark": "张三的备注"}
    ledger.erase(WHO, OTHER, "离职满三年")
    assert ledger.private(made) == {"remark": None}
    assert verify(place, anchor).ok


def test_words_about_others_survive_an_erasure(ledger):
    about_other = ledger.append(
        "practical_check", WHO, {"person": OTHER, "result": "合格"}, private={"remark": "李四很熟练"}
    )
    ledger.erase(WHO, OTHER, "离职")
    assert ledger.private(about_other) == {"remark": "李四很熟练"}


# --- checkpoints


def test_checkpoints_come_every_hundred_entries(ledger, anchor, hands):
    hands.step = timedelta(milliseconds=1)
    for _ in range(250):
        acknowledge(ledger)
    assert [one.length for one in ledger.anchoring.stored()] == [1, 101, 201]
    assert anchor.read_text().count("\n") == 3


def test_an_entry_waits_ten_minutes_at_most_for_a_checkpoint(ledger, hands):
    acknowledge(ledger)
    assert ledger.checkpoint_if_due() is None
    hands.at += timedelta(minutes=10)
    assert ledger.checkpoint_if_due().length == 2
    hands.at += timedelta(minutes=10)
    assert ledger.checkpoint_if_due() is None  # nothing new


def test_an_anchor_file_that_was_away_gets_what_it_missed(ledger, anchor, place):
    acknowledge(ledger)
    anchor.parent.rename(anchor.parent.with_name("unplugged"))
    anchor.parent.write_text("not a folder")
    acknowledge(ledger)
    with pytest.raises(RecordsError, match="记录本身已保存"):
        ledger.checkpoint()
    anchor.parent.unlink()
    anchor.parent.with_name("unplugged").rename(anchor.parent)
    acknowledge(ledger)
    ledger.checkpoint()
    assert [line.split('"length":')[1].split(",")[0] for line in anchor.read_text().splitlines()] == [
        "1",
        "3",
        "4",
    ]
    assert verify(place, anchor).anchored_to == 4


def test_a_disk_without_the_anchor_never_costs_a_record(ledger, anchor, hands):
    anchor.unlink()
    anchor.parent.rmdir()
    anchor.parent.write_text("not a folder")
    hands.at += timedelta(hours=1)
    made = acknowledge(ledger)
    assert ledger.entry(made.seq) == made
    assert "锚点没有写成" in ledger.anchoring.problem


# --- at the same time


def test_threads_that_write_at_once_make_one_chain(ledger, place, anchor, hands):
    hands.step = timedelta(0)
    threads = [threading.Thread(target=lambda: [acknowledge(ledger) for _ in range(20)]) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert ledger.length() == 121
    assert verify(place, anchor).ok


def test_several_openings_write_to_one_chain(place, open_ledger, anchor):
    many = [open_ledger(place) for _ in range(3)]
    for turn in range(30):
        acknowledge(many[turn % 3])
    assert many[0].length() == 31
    assert verify(place, anchor).ok


def test_a_path_with_odd_characters_is_a_path(tmp_path, open_ledger):
    place = tmp_path / "记录 ?mode=memory#%41" / "a b.db"
    acknowledge(open_ledger(place))
    assert place.stat().st_size > 0
    assert verify(place).entries == 2


def test_a_ledger_without_keys_still_records(tmp_path):
    ledger = Ledger.open(tmp_path / "records.db")
    acknowledge(ledger)
    assert ledger.length() == 2
    with pytest.raises(RecordsError, match="没有签名密钥"):
        ledger.checkpoint()
    ledger.close()
