"""Entries of the ledger in words that a reader of the records understands."""

from __future__ import annotations

import re

import pytest

from app.entry_words import entry_words
from app.people import CONSOLE
from app.viewing import visible

ENGLISH = re.compile(r"[a-z]{4,}")


@pytest.mark.parametrize(
    ("kind", "payload", "words"),
    [
        ("acknowledgement", {"section": "2.1"}, "小节 2.1"),
        ("role", {"role": "supervisor", "before": "trainee"}, "员工 → 主管"),
        ("role", {"role": "manager", "before": ""}, "经理"),
        ("assignment", {"posts": ["电工"], "projects": ["*"]}, "岗位 电工　项目 全部项目"),
        ("assignment", {"posts": [], "projects": []}, "岗位 无　项目 无"),
        ("licence", {"licence": "电工证", "expires": ""}, "电工证　有效期至 长期"),
        ("decision", {"subject": "question", "item": "Q-2.1-01-limit-1a2b-single", "clause": "2.1-01",
                      "outcome": "accepted"}, "试题 2.1-01　通过"),
        ("decision", {"subject": "item", "item": "I-2.3-05-1a2b", "outcome": "dropped"}, "检查项 I-2.3-05-1a2b　删去"),
        ("decision", {"subject": "change", "item": "2.1-01", "outcome": "editorial"}, "变更 2.1-01　认定为编辑性"),
        ("decision", {"subject": "edition", "item": "A/1/reviewed", "outcome": "signed"}, "版本 A/1　审核签署"),
        ("training", {"step": "withdrawn", "of": "2.1", "due": "2026-12-01", "title": "阅读签收　2.1 入户维修"},
         "阅读签收　2.1 入户维修　撤回"),
        ("practical_check", {"procedure": "2.1 入户维修", "result": "合格"}, "2.1 入户维修　合格"),
        ("practical_check", {"result": "合格"}, "合格"),
        ("correction", {"corrects": 12, "reason": "person"}, "第 12 条作废　选错了人"),
        ("opened", {}, ""),
    ],
)  # fmt: skip
def test_an_entry_reads_as_people_say_it(kind, payload, words):
    assert entry_words(kind, payload) == words


def test_the_records_of_an_installation_show_no_code_words(office):
    office.accept_questions()
    accounts = office.bench.records.accounts
    accounts.set_role(CONSOLE, "zhang", "supervisor")
    accounts.assign(CONSOLE, "zhang", posts=("电工",), projects=("云杉里",))
    rows = visible(office.bench, office.who("root"))
    assert {"审定", "角色变更", "岗位与项目"} <= {row.kind for row in rows}
    assert [row.words for row in rows if ENGLISH.search(row.words)] == []
