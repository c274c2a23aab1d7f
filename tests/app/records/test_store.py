"""Work in progress is saved answer by answer and ends with its entry."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from app.records.errors import RecordsError
from app.records.store import Store, finish
from tests.app.records.conftest import OTHER, START, WHO

DIGEST = "sha256:" + "b" * 64


@pytest.fixture
def store(ledger) -> Store:
    return Store(ledger.database)


def test_answers_are_kept_as_they_come(store):
    begun = store.start("sitting", WHO, {"items": ["q-1", "q-2"], "seed": 7}, START, project="翠湖苑")
    assert store.save_answer(begun.id, "q-1", 2, START) == 1
    assert store.save_answer(begun.id, "q-1", [0, 3], START) == 2
    store.save_answer(begun.id, "q-2", True, START)
    assert store.answers(begun.id) == {"q-1": [0, 3], "q-2": True}
    assert store.running(begun.id) == begun
    assert store.running_of(WHO, "sitting") == [begun]
    assert store.running_of(OTHER, "sitting") == []


def test_an_answer_after_the_time_is_refused(store):
    begun = store.start("sitting", WHO, {}, START, due_at=START + timedelta(minutes=30))
    store.save_answer(begun.id, "q-1", 1, START + timedelta(minutes=30))
    with pytest.raises(RecordsError, match="时间已到"):
        store.save_answer(begun.id, "q-1", 2, START + timedelta(minutes=31))
    assert store.answers(begun.id) == {"q-1": 1}


def test_handing_in_takes_the_answers_once_and_for_all(store, ledger):
    begun = store.start("sitting", WHO, {}, START)
    store.save_answer(begun.id, "q-1", 1, START)
    result = {"person": WHO, "paper": "p-1", "score": 100, "passed": True}
    with ledger.batch() as batch:
        answers = finish(batch.conn, begun.id)
        batch.append("sitting", WHO, {**result, "answers": [answers]})
    assert answers == {"q-1": 1}
    assert store.running(begun.id) is None
    with pytest.raises(RecordsError, match="已经结束"):
        store.save_answer(begun.id, "q-2", 1, START)
    with pytest.raises(RecordsError, match="已经结束"), ledger.batch() as batch:
        finish(batch.conn, begun.id)


def test_twenty_people_saving_at_once_lose_nothing(store):
    begun = [store.start("sitting", WHO, {}, START) for _ in range(20)]

    def answer(one: str) -> None:
        for number in range(10):
            store.save_answer(one, f"q-{number}", number, START)

    threads = [threading.Thread(target=answer, args=(one.id,)) for one in begun]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(store.answers(one.id) == {f"q-{n}": n for n in range(10)} for one in begun)


def test_the_newest_decision_about_an_item_stands_and_can_be_derived_again(store, ledger):
    def decide(outcome: str, digest: str = DIGEST) -> None:
        ledger.append(
            "decision", WHO, {"subject": "question", "item": "q-1", "digest": digest, "outcome": outcome}
        )

    decide("rejected")
    decide("accepted")
    decide("rejected", "sha256:" + "c" * 64)
    found = {(one.item, one.digest): one.outcome for one in store.decisions("question")}
    assert found == {("q-1", DIGEST): "accepted", ("q-1", "sha256:" + "c" * 64): "rejected"}
    before = store.decisions()
    assert ledger.stale_decisions() == []
    with ledger.database.writing() as conn:
        conn.exec_driver_sql("UPDATE decisions SET outcome = 'accepted'")
        conn.exec_driver_sql("DELETE FROM involved")
    assert ledger.stale_decisions() == ["q-1"]
    ledger.rebuild()
    assert store.decisions() == before
    assert store.decisions("item") == []
    assert [one.seq for one in ledger.entries(person=WHO)] == [2, 3, 4]


def test_the_same_unanswered_question_is_counted_until_it_is_closed(store):
    store.note_unanswered("跳闸了怎么办", ["3.2"], START, post="电工")
    store.note_unanswered("跳闸了怎么办", ["3.2"], START)
    store.note_unanswered("停车费多少", [], START)
    first, second = store.unanswered()
    assert (first.question, first.times, first.nearest, first.post) == ("跳闸了怎么办", 2, ["3.2"], "电工")
    store.close_unanswered(first.id, WHO, "已写入 3.2-09", START)
    assert store.unanswered() == [second]
    assert store.unanswered(closed=True)[0].answer == "已写入 3.2-09"
    with pytest.raises(RecordsError, match="已经处理"):
        store.close_unanswered(first.id, WHO, "又一次", START)
