"""Who was trained on a wording stays valid through editorial changes and only those."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from revision_home import FIRST, Company, company

from app import results, sitting
from app.in_force import in_force
from app.known import needs_of
from app.learning import Chain, Duties, Evidence, Issued, Learner, needs
from app.people import who_is
from app.workbench import Workbench
from indexer.editions import Entry, Manifest, ManifestChange
from indexer.reading import load_handbook


def print_of(word: str) -> str:
    return "sha256:" + word * 64


def edition(name: str, *, now: str, **change: object) -> Manifest:
    """An edition of one clause, 2.1-01, worded `now`; `change` is how it came about."""
    changes = ()
    if change:
        told = {"kind": "reworded", "reason": "", "new": print_of(now), **change}
        told["old"] = print_of(str(told["old"]))
        changes = (ManifestChange("2.1-01", **told),)  # type: ignore[arg-type]
    return Manifest(name, "2026-12-01", (Entry("2.1-01", print_of(now), "2.1"),), changes)


A0 = edition("A/0", now="a")


def holds(*later: Manifest, word: str = "a", since: str = "A/0") -> bool:
    return Chain([A0, *later]).holds("2.1-01", print_of(word), since)


def test_without_a_change_the_training_holds():
    assert holds()
    assert holds(edition("A/1", now="a"))


def test_an_editorial_change_keeps_it_and_a_material_one_ends_it():
    assert holds(edition("A/1", now="b", old="a", material=False))
    assert not holds(edition("A/1", now="b", old="a", material=True))


def test_a_chain_of_editorial_changes_keeps_it_until_the_first_material_one():
    first = edition("A/1", now="b", old="a", material=False)
    second = edition("A/2", now="c", old="b", material=False)
    third = edition("A/3", now="d", old="c", material=True)
    assert holds(first, second)
    assert not holds(first, second, third)
    assert Chain([A0, first, second, third]).broken_by("2.1-01", print_of("a"), "A/0") == "A/3"


def test_a_wording_that_comes_back_does_not_bring_the_old_training_back():
    away = edition("A/1", now="b", old="a", material=True)
    back = edition("A/2", now="a", old="b", material=True)
    assert not holds(away, back)
    assert holds(away, back, since="A/2")


def test_a_wording_that_was_never_issued_holds_nowhere():
    assert not holds(word="z")
    assert not holds(since="C/9")


def test_a_missing_link_ends_the_validity():
    assert not holds(edition("A/1", now="c"))
    assert not holds(edition("A/1", now="c", old="b", material=False))


@given(st.lists(st.booleans(), max_size=6))
def test_validity_is_that_every_later_change_was_editorial(judgements: list[bool]):
    editions, word = [A0], "a"
    for place, material in enumerate(judgements, 1):
        now = "abcdef0"[place % 7]
        editions.append(edition(f"A/{place}", now=now, old=word, material=material))
        word = now
    assert Chain(editions).holds("2.1-01", print_of("a"), "A/0") is not any(judgements)


# --- who is concerned


@pytest.fixture
def firm(no_home: Path) -> Iterator[Company]:
    made = company(no_home / "home")
    yield made
    made.records.close()


def test_clauses_go_to_the_posts_that_act_in_them_and_to_everybody_where_they_say_so(firm: Company):
    duties = Duties(load_handbook(firm.home.handbook))
    assert duties.of(["维修工"]) == ("2.1-01", "2.1-02", "2.2-03")
    assert duties.of(["客服员"]) == ("2.1-03", "2.2-03")
    assert len(duties.of([])) == 6
    assert not duties.concerns("9.9-01", ["维修工"])


# --- retraining


def names(firm: Company, found) -> dict[str, tuple[str, ...]]:
    logins = {firm.person(login): login for login in ("li", "zhou", "wu")}
    return {logins[one.person]: one.clauses for one in found}


def learned(firm: Company) -> None:
    """Everybody signs everything, in the first edition."""
    firm.hands.moment = FIRST.replace(month=12, day=10)
    for login in ("li", "zhou", "wu"):
        for section in ("2.1", "2.2"):
            firm.acknowledge(login, section)
    firm.hands.moment = datetime.fromisoformat("2027-03-01T08:00:00+00:00")


def due(firm: Company):
    return needs_of(firm.home, firm.records, in_force(firm.home, firm.records.ledger).handbook)


def test_a_material_change_sends_only_those_concerned_back_to_learning_within_seven_days(firm: Company):
    learned(firm)
    assert due(firm) == []
    firm.edit("2.1-visit.md", "30 分钟", "20 分钟")
    firm.issue()
    found = due(firm)
    assert names(firm, found) == {"li": ("2.1-01",)}
    assert (found[0].sign, found[0].sit, found[0].due) == (("2.1-01",), (), "2027-03-08")


def test_an_editorial_change_sends_nobody(firm: Company):
    learned(firm)
    firm.edit("2.1-visit.md", "接到派单后", "接单后")
    firm.issue(editorial=["2.1-01"], reason="文字精简")
    assert due(firm) == []


def test_who_signs_the_new_wording_is_done(firm: Company):
    learned(firm)
    firm.edit("2.2-guard.md", "佩戴工牌", "佩戴工牌和胸卡")
    firm.issue()
    assert set(names(firm, due(firm))) == {"li", "zhou", "wu"}
    firm.acknowledge("zhou", "2.2")
    assert set(names(firm, due(firm))) == {"li", "wu"}


def test_a_new_clause_is_for_those_who_had_learned_the_section_and_do_the_work(firm: Company):
    firm.hands.moment = FIRST.replace(day=10)
    firm.acknowledge("li", "2.1")
    firm.acknowledge("wu", "2.1")
    firm.hands.moment = FIRST.replace(day=20)
    anchor = "- 客服员应在维修完成后"
    firm.edit("2.1-visit.md", anchor, "- 维修工应在离开前清理现场。{#2.1-04}\n" + anchor)
    firm.issue()
    assert names(firm, due(firm)) == {"li": ("2.1-04",)}
    firm.acknowledge("li", "2.1")
    assert due(firm) == []


def test_a_failed_sitting_shows_nothing_and_a_passed_one_must_be_passed_again():
    a1 = edition("A/1", now="b", old="a", material=True)
    issued = [Issued(A0, date(2026, 12, 1)), Issued(a1, date(2027, 3, 1))]
    shown = Evidence("p-1", "sitting", "2.1-01", print_of("a"), "A/0", "2026-12-05T00:00:00Z", 5)

    class Everything(Duties):
        def __init__(self) -> None:
            self.sections = {"2.1-01": "2.1"}
            self._posts = {"2.1-01": frozenset()}

    (need,) = needs([Learner("p-1", ())], [shown], issued, Everything())
    assert (need.sign, need.sit, need.due) == ((), ("2.1-01",), "2027-03-08")


def test_what_was_shown_in_practice_may_be_passed_again_on_paper():
    class Everything(Duties):
        def __init__(self) -> None:
            self.sections = {"2.1-01": "2.1"}
            self._posts = {"2.1-01": frozenset()}

    a1 = edition("A/1", now="b", old="a", material=True)
    issued = [Issued(A0, date(2026, 12, 1)), Issued(a1, date(2027, 3, 1))]
    old = Evidence("p-1", "practical_check", "2.1-01", print_of("a"), "A/0", "2026-12-05T00:00:00Z", 5)
    new = Evidence("p-1", "sitting", "2.1-01", print_of("b"), "A/1", "2027-03-02T00:00:00Z", 9)
    (need,) = needs([Learner("p-1", ())], [old], issued, Everything())
    assert (need.sign, need.sit) == ((), ("2.1-01",))
    assert needs([Learner("p-1", ())], [old, new], issued, Everything()) == []


def test_a_retraining_paper_asks_the_changed_clauses_alone_and_passing_it_settles_the_matter(firm: Company):
    bench = Workbench(firm.home, firm.records)
    firm.hands.moment = FIRST.replace(day=10)
    li = who_is(firm.records.people.find("li"))
    passed(firm, bench, sitting.Offer("岗位考试　维修工", post="维修工", number=6))
    firm.hands.moment = FIRST.replace(day=20)
    firm.edit("2.1-visit.md", "30 分钟", "20 分钟")
    firm.issue()
    offers = [due.offer for due in results.papers(bench, li) if due.offer.due]
    assert [(offer.clauses, offer.due) for offer in offers] == [(("2.1-01",), "2026-12-27")]
    entry = passed(firm, bench, offers[0])
    assert {one["clause"] for one in entry.payload["answers"]} == {"2.1-01"}
    assert entry.payload["retraining"] == ["2.1-01"]
    assert (entry.edition, [ref.id for ref in entry.clauses]) == ("A/1", ["2.1-01"])
    assert due(firm) == []


def passed(firm: Company, bench: Workbench, offer: sitting.Offer):
    """Li sits the paper and has everything right."""
    li, moment = who_is(firm.records.people.find("li")), firm.hands.moment
    running = sitting.start(bench, li, offer, moment, seed="a")
    for number, text in enumerate(running.plan["questions"], 1):
        key = json.loads(text)["key"]
        answer = str(key["value"]) if isinstance(key, dict) else key
        sitting.save(bench, li, running.id, number, answer, moment)
    entry = sitting.submit(bench, li, running.id, moment)
    assert entry.payload["passed"]
    return entry
