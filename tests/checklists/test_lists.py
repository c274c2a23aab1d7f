from __future__ import annotations

import json

import pytest
from made_up import handbook_of

from checklists.completeness import coverage
from checklists.lists import checklist, items_of
from checklists.markdown import checklist_markdown
from checklists.stale import compare, read
from indexer.clauses import HandbookError

PUMPS = (
    "## 水泵房\n\n- 维修工应每日巡检水泵房 2 次，并填写《设备巡检记录》。{#2.3-01}\n"
    "- 维修工应每月检查水泵房排水沟 1 次。{#2.3-02}\n- 接待应主动热情。{#2.3-03}\n"
)
GATES = "## 门岗\n\n- 秩序维护员应每班清点对讲机 1 次。{#2.4-01}\n- 电工严禁带电检修设备。{#2.4-02 class=A}\n"


@pytest.fixture
def handbook(tmp_path):
    return handbook_of(tmp_path, s2_3=PUMPS, s2_4=GATES)


def clauses(made):
    return [one.clause for one in made.items]


def test_a_list_can_be_chosen_by_section_post_frequency_and_place(handbook):
    assert clauses(items_of(handbook, sections=["2.4"])) == ["2.4-01", "2.4-02"]
    assert clauses(items_of(handbook, post="电工")) == ["2.4-02"]
    assert clauses(items_of(handbook, frequency="每月")) == ["2.3-02"]
    assert clauses(items_of(handbook, situation="水泵房")) == ["2.3-01", "2.3-01", "2.3-02"]
    assert clauses(items_of(handbook, post="门岗", frequency="每班")) == ["2.4-01"]


def test_points_of_any_choice_sum_to_a_hundred(handbook):
    for chosen in ({}, {"sections": ["2.3"]}, {"post": "维修工"}, {"frequency": "每日"}):
        assert sum(one.hundredths or 0 for one in items_of(handbook, **chosen).items) == 10_000


@pytest.mark.parametrize(
    ("chosen", "problem", "fix"),
    [
        ({"sections": ["9.9"]}, "没有小节 9.9", r"2\.3、2\.4"),
        ({"post": "船长"}, "没有岗位“船长”", "维修工"),
        ({"frequency": "每世纪"}, "没有频次为“每世纪”", "每日"),
        ({"situation": "码头"}, "没有场景为“码头”", "水泵房"),
    ],
)
def test_what_the_handbook_does_not_have_is_said_with_what_it_has(handbook, chosen, problem, fix):
    with pytest.raises(HandbookError, match=problem) as caught:
        checklist(handbook, **chosen)
    assert caught.match(fix)


def test_a_mixture_that_holds_nothing_is_refused(handbook):
    with pytest.raises(HandbookError, match="没有符合“电工 每班”的检查项"):
        checklist(handbook, post="电工", frequency="每班")


def test_every_auditable_obligation_is_asked_or_refused(handbook):
    found = coverage(handbook)
    assert len(found.asked) == 5
    assert not found.lost


def test_a_confirmed_class_is_a_veto(handbook):
    (made,) = items_of(handbook, post="电工").items
    assert (made.class_, made.critical, made.as_json()["class_confirmed"]) == ("A", True, True)


def test_the_json_has_the_keys_that_others_rely_on(handbook):
    told = checklist(handbook, sections=["2.3"]).as_json()
    assert told["edition"] == handbook.edition
    assert told["doc_no"] == "WY-SOP-2.3-JC"
    keys = [
        "id",
        "clause",
        "demand",
        "fingerprint",
        "text",
        "class",
        "points",
        "method",
        "evidence",
        "post",
        "frequency",
        "quote",
    ]
    assert list(told["items"][0])[: len(keys)] == keys
    assert [one["clause"] for one in told["refused"]] == ["2.3-03"]


def test_the_same_text_gives_the_same_list(handbook, tmp_path):
    again = handbook_of(tmp_path / "again", s2_3=PUMPS, s2_4=GATES)
    assert checklist(handbook).as_json() == checklist(again).as_json()


def test_markdown_says_what_the_list_says(handbook, golden):
    golden("checklist.md", checklist_markdown(checklist(handbook)))


def test_an_old_list_is_held_against_the_text_of_today(handbook, tmp_path):
    body = PUMPS.replace("2 次", "3 次").replace("排水沟 1 次", "排水沟 1 次，并填写《设备巡检记录》")
    new = handbook_of(tmp_path / "new", s2_3=body.replace("接待应主动热情", "水泵房地面应无积水"))
    old, choice = read(json.dumps(checklist(handbook).as_json()), "old.json")
    found = compare(old, checklist(new))
    assert not choice.sections
    assert [(one.clause, one.reason) for one in found.changed if one.clause == "2.3-01"] == [
        ("2.3-01", "原为“每日巡检水泵房2次”"),
        ("2.3-01", "条款的文字或属性有变动"),
    ]
    assert {one.clause for one in found.added} == {"2.3-02", "2.3-03"}
    assert {one.clause for one in found.dropped} == {"2.4-01", "2.4-02"}
    assert not found.in_force
    assert "应重新生成" in found.verdict


def test_an_unchanged_list_is_in_force(handbook):
    made = checklist(handbook, sections=["2.4"])
    found = compare(made.as_json(), made)
    assert found.in_force
    assert len(found.kept) == 2


@pytest.mark.parametrize("text", ["", "[]", '{"items": 1}', '{"items": [{"id": 1}]}'])
def test_what_is_no_checklist_is_refused(text):
    with pytest.raises(HandbookError, match="不是本程序生成的检查表"):
        read(text, "x.json")
