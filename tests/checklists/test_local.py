from __future__ import annotations

import pytest
from made_up import item

from checklists.items import with_points
from checklists.local import apply, read_decision
from indexer.clauses import HandbookError

FIRST, SECOND = item("I-2.3-01-aaaa"), item("I-2.3-02-bbbb", clause="2.3-02", text="泵房门上锁")


def decided(outcome: str, about=FIRST, **fields: object):
    return read_decision(
        {"outcome": outcome, "item": about.id, "digest": about.digest, "reason": "经理同意", **fields}
    )


def test_a_dropped_item_is_gone_and_its_points_go_to_the_others():
    applied = apply([FIRST, SECOND], [decided("dropped")])
    assert [one.points for one in with_points(applied.items)] == [100.0]


def test_a_restored_item_is_back():
    assert apply([FIRST], [decided("dropped"), decided("restored")]).items == (FIRST,)


def test_weight_and_class_of_an_item_can_be_set():
    (made,) = apply([FIRST], [decided("weighted", **{"class": "A", "weight": 7})]).items
    assert (made.class_, made.weight, made.critical, made.confirmed) == ("A", 7, True, True)


def test_a_decision_about_an_older_wording_is_told_and_not_applied():
    changed = item("I-2.3-01-aaaa", text="每日巡检水泵房3次")
    applied = apply([changed], [decided("dropped")])
    assert applied.items == (changed,)
    assert [decision.item for decision in applied.stale] == ["I-2.3-01-aaaa"]


def test_a_local_item_stands_behind_its_clause_and_carries_its_fingerprint():
    added = read_decision(
        {"outcome": "added", "clause": "2.3-01", "text": "泵房门口无杂物", "class": "C", "reason": "业主反映"}
    )
    first, local, second = apply([FIRST, SECOND], [added]).items
    assert (first, second) == (FIRST, SECOND)
    assert (local.text, local.local, local.fingerprint, local.demand) == (
        "泵房门口无杂物",
        True,
        FIRST.fingerprint,
        "",
    )


def test_a_local_item_can_be_dropped_by_its_own_digest():
    added = read_decision({"outcome": "added", "text": "样板房钥匙在位", "reason": "本项目有样板房"})
    dropped = read_decision(
        {"outcome": "dropped", "item": added.item, "digest": added.digest, "reason": "已撤销"}
    )
    assert apply([FIRST], [added]).items[-1].text == "样板房钥匙在位"
    assert apply([FIRST], [added, dropped]).items == (FIRST,)


def test_a_local_item_of_a_clause_that_is_gone_is_stale():
    added = read_decision({"outcome": "added", "clause": "9.1-01", "text": "无杂物", "reason": "业主反映"})
    assert [one.clause for one in apply([FIRST], [added]).stale] == ["9.1-01"]


def test_a_decision_survives_its_yaml():
    for decision in (decided("dropped"), decided("weighted", weight=3)):
        assert read_decision(decision.as_yaml()) == decision


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"outcome": "burnt", "item": "I-1", "reason": "x"}, "不认识"),
        ({"outcome": "dropped", "item": "I-1", "digest": "sha256:1"}, "没有写理由"),
        ({"outcome": "dropped", "item": "I-1", "reason": "x"}, "缺少 item 或 digest"),
        ({"outcome": "weighted", "item": "I-1", "digest": "d", "reason": "x"}, "没有写权重"),
        ({"outcome": "weighted", "item": "I-1", "digest": "d", "weight": -1, "reason": "x"}, "不能用"),
        ({"outcome": "added", "reason": "x"}, "没有文字"),
        ({"outcome": "added", "text": "门", "method": "猜", "reason": "x"}, "方法“猜”不认识"),
        ({"outcome": "added", "text": "门", "clause": "2.3", "reason": "x"}, "不是条款编号"),
    ],
)
def test_a_broken_decision_says_what_is_missing(raw, problem):
    with pytest.raises(HandbookError, match=problem):
        read_decision(raw)
