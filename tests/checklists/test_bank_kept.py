"""An edit of one clause leaves the questions of the others alone, unless it makes one of their options true,
doubtful or unsourced."""

from __future__ import annotations

import dataclasses
import os
import random
import re
from pathlib import Path

import pytest
from bank_handbooks import POSTS, handbook_of

from checklists.bank.content import content, shared
from checklists.bank.generate import bank_of
from checklists.bank.roles import Roles
from checklists.bank.values import frequencies, mentions, same_amount, same_rate
from checklists.question import Question
from checklists.regeneration import compare
from indexer.clauses import Clause, Handbook
from indexer.reading import load_handbook

HANDBOOK = Path(__file__).parent.parent.parent / "handbook"
EDITS = 300 if os.environ.get("SOAK") else 4
"""Random edits of the bundled handbook; each makes its bank anew."""
FROM_THERE = 0.5
"""Share of an option's content in a clause from which it comes from there or is said there."""


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return load_handbook(HANDBOOK)


@pytest.fixture(scope="module")
def bank(handbook):
    return bank_of(handbook)


def replaced(handbook: Handbook, clause: Clause, text: str | None) -> Handbook:
    """The handbook with a clause in another wording, or without it."""

    def kept(one: Clause) -> tuple[Clause, ...]:
        if one.id != clause.id:
            return (one,)
        return () if text is None else (dataclasses.replace(one, text=text),)

    sections = tuple(
        dataclasses.replace(section, clauses=tuple(each for one in section.clauses for each in kept(one)))
        for section in handbook.sections
    )
    return dataclasses.replace(handbook, sections=sections, _by_id={})


def edited(clause: Clause, handbook: Handbook, draw: random.Random) -> str | None:
    """Another figure, another post, or nothing at all."""
    kind = draw.choice(("gone", "figure", "post"))
    if kind == "figure" and re.search(r"\d+ (?:分钟|小时|日|次|人)", clause.text):
        return re.sub(r"\d+(?= (?:分钟|小时|日|次|人))", lambda found: f"{int(found[0]) + 5}", clause.text)
    if kind == "post":
        names = [post.name for post in handbook.posts]
        named = next((name for name in names if clause.text.startswith(name)), None)
        if named:
            return clause.text.replace(named, draw.choice(names), 1)
    return None


def is_said(option: str, text: str, roles: Roles) -> bool:
    """Whether a clause tells the option: its post, its figure, or most of its words."""
    return (
        bool(roles.named(option) & roles.named(text))
        or any(
            same_amount((one.value, one.unit), (other.value, other.unit))
            for one in mentions(option)
            for other in mentions(text)
        )
        or any(
            same_rate((one.times, one.per), (other.times, other.per))
            for one in frequencies(option)
            for other in frequencies(text)
        )
        or shared(content(option), content(text)) >= FROM_THERE
    )


@pytest.mark.soak
def test_random_edits_of_the_bundled_handbook_change_elsewhere_only_what_they_make_wrong(handbook, bank):
    draw = random.Random(20261125)
    roles = Roles(handbook)
    before = {question.id: question for question in bank.items}
    for _ in range(EDITS):
        clause = draw.choice(handbook.clauses)
        text = edited(clause, handbook, draw)
        after = bank_of(replaced(handbook, clause, text), kept=bank)
        now = {question.id: question for question in after.items}
        report = compare(bank, after)
        for entry in (*report.added, *report.changed, *report.withdrawn):
            if not entry.id.startswith(f"Q-{clause.id}-"):
                assert str(clause.id) in entry.reason, entry
        for entry in report.changed:
            if entry.id.startswith(f"Q-{clause.id}-"):
                continue
            said = f"{clause.text}\n{text or ''}\n{clause.lead_in}\n{'、'.join(clause.posts)}"
            for lost in lost_words(before[entry.id], now[entry.id]):
                assert is_said(lost, said, roles), (clause.id, text, entry, lost)


def lost_words(before: Question, after: Question) -> list[str]:
    """Options that were replaced, or the part of a statement that was."""
    if before.type != "truefalse":
        return [option for option in before.options if option not in after.options]
    pairs = zip(before.stem, after.stem, strict=False)
    start = next((place for place, (one, other) in enumerate(pairs) if one != other), 0)
    return [before.stem[max(0, start - 8) :]]


TIMES = ("客服员应在接到报修后 20 分钟内派单。", "电工应在接到报修后 {} 分钟内派单至班组。")


def test_an_option_stays_when_another_figure_becomes_free(tmp_path):
    bank = bank_of(handbook_of(tmp_path / "a", TIMES[0], TIMES[1].format(15)), every=True)
    before = {q.id: q for q in bank.items if q.clause == "9.1-01"}
    for free in ("40", "12", "25", "10"):
        text = handbook_of(tmp_path / free, TIMES[0], TIMES[1].format(free))
        after = {q.id: q for q in bank_of(text, kept=bank, every=True).items if q.clause == "9.1-01"}
        for id_, question in before.items():
            if f"{free}分钟" not in question.options and f"{free}分钟" not in question.stem:
                assert after[id_].digest == question.digest


def test_an_option_that_becomes_true_is_the_only_one_replaced(tmp_path):
    others = ("工程主管应每周检查灯具 1 次。", "客服员应每日整理前台。", "绿化员应每月修剪草坪 1 次。")
    clauses = ("维修工应每月检查配电房 1 次。", "保洁员可每日擦拭扶手。", *others)
    posts = POSTS + "- {name: 工程主管}\n"
    bank = bank_of(handbook_of(tmp_path / "a", *clauses, posts=posts), every=True)
    single = next(q for q in bank.items if q.slot == "subject" and q.type == "single" and "配电房" in q.stem)
    gone = next(option for place, option in enumerate(single.options) if place != single.key)
    text = handbook_of(tmp_path / "b", clauses[0], f"{gone}可检查配电房。", *others, posts=posts)
    after = bank_of(text, kept=bank, every=True)
    now = next(q for q in after.items if q.id == single.id)
    assert {*single.options} - {*now.options} == {gone}
    reason = next(entry.reason for entry in compare(bank, after).changed if entry.id == single.id)
    assert gone in reason and "9.1-02" in reason and "成立" in reason


def test_a_clause_gets_no_further_question_when_its_neighbours_change(handbook, bank):
    draw = random.Random(7)
    clause = draw.choice([each for each in handbook.clauses if each.section == "2.1"])
    after = bank_of(replaced(handbook, clause, None), kept=bank)
    report = compare(bank, after)
    withdrawn = {bank_id.rsplit("-", 3)[0] for bank_id in (entry.id for entry in report.withdrawn)}
    assert len(report.added) <= len(report.withdrawn)
    assert withdrawn


def test_the_bank_kept_by_itself_is_itself(handbook, bank):
    assert bank_of(handbook, kept=bank).as_json() == bank.as_json()
