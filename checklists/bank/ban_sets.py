"""Multiple-choice questions on which acts a handbook forbids, among bold ones that it requires."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from checklists.bank.bans import LONGEST_OPTION, SHORTEST_ACT, Ban, ban_of, is_absurd
from checklists.bank.content import content
from checklists.bank.wording import as_case
from checklists.bank.workshop import Fact, Workshop, close, id_of
from checklists.negation import words_of
from checklists.question import Question, ordinal
from indexer.clauses import Clause

UNEVEN = 3.5
"""Factor between the lengths of two options."""
MOST_OPTIONS = 5
FEWEST = 2
"""Right options, and wrong ones, at least."""
_EXCEPTED = "（不属于"
_MARKED = re.compile(r"\d|《|[前后]，")
"""Figures, forms and times, by which a guesser would tell duties from bans."""


def ban_sets(shop: Workshop, facts: Sequence[Fact]) -> Iterator[Question]:
    """「下列哪几种做法是**不允许**的？」: the ban and another one among bold acts that the handbook requires."""
    bans = [ban for fact in facts if fact.slot == "prohibition" and (ban := ban_of(fact)) is not None]
    there = {close(ban.done) for ban in bans} | {close(as_case(act)) for _, act in shop.required}

    def lost(ban: Ban) -> int:
        """How many options a question before has lost; new ones come last."""
        was = shop.keeping.options(id_of(ban.fact, "multiple"))
        return len(was - there) if was else len(bans)

    asked: set[frozenset[str]] = set()
    for ban in sorted(bans, key=lost):
        fact = ban.fact
        if len(ban.done) > LONGEST_OPTION or _EXCEPTED in ban.done:
            continue
        right = _banned(shop, ban, bans, asked)
        wrong = _required(shop, fact, right)
        if len(right) < FEWEST or len(wrong) < FEWEST:
            shop.refuse(fact.clause, fact.demand, "无可靠干扰项：同一章里没有易被当成违规的做法")
            continue
        asked.update(frozenset(pair) for pair in combinations(right, 2))
        options = sorted([*right, *wrong], key=lambda done: ordinal(fact.seed, "place", done))
        key = tuple(place for place, done in enumerate(options) if done in right)
        stem = "按手册规定，下列哪几种做法是**不允许**的？（多选，少选按比例得分，错选不得分）"
        why = f"手册不允许的是：{'；'.join(right)}。“{next(iter(wrong))}”是手册要求的做法。"
        against = {*right.values(), *wrong.values()}
        yield shop.question(fact, "multiple", stem, options, key, why, against=against)


def _banned(shop: Workshop, ban: Ban, bans: Sequence[Ban], asked: set[frozenset[str]]) -> dict[str, str]:
    """The ban and one or two others of its chapter that no question holds together yet, with their clauses."""
    fact = ban.fact
    before = shop.keeping.options(id_of(fact, "multiple"))
    held = len(before - shop.keeping.wrong(id_of(fact, "multiple")))
    wanted = held or FEWEST + ordinal(fact.seed, "right") % 2
    right = {ban.done: str(fact.clause.id)}
    for other in sorted(
        bans, key=lambda each: (close(each.done) not in before, *_near(fact, each.fact.clause, each.done))
    ):
        if len(right) == wanted:
            break
        if (
            _EXCEPTED not in other.done
            and not is_absurd(other.done)
            and not any(frozenset((each, other.done)) in asked for each in right)
            and _fits([*right], other.done, fact, other.fact.clause, 5)
        ):
            right[other.done] = str(other.fact.clause.id)
    return right


def _required(shop: Workshop, fact: Fact, right: dict[str, str]) -> dict[str, str]:
    """Acts that the handbook requires, bold ones first, with figures and forms in no more of them than in the bans."""
    before = shop.keeping.options(id_of(fact, "multiple"))
    marked = sum(bool(_MARKED.search(done)) for done in right)
    bold = words_of("bold", "questions")
    wrong: dict[str, str] = {}
    for clause, act in sorted(
        shop.required,
        key=lambda each: (
            close(as_case(each[1])) not in before,
            not any(word in each[1] for word in bold),
            *_near(fact, *each),
        ),
    ):
        if len(right) + len(wrong) == MOST_OPTIONS:
            break
        done = as_case(act)
        told = sum(bool(_MARKED.search(each)) for each in (*wrong, done))
        if told <= marked and _fits([*right, *wrong], done, fact, clause, 2):
            wrong[done] = str(clause.id)
    return wrong


def _near(fact: Fact, clause: Clause, done: str) -> tuple[bool, bool, int, str]:
    """Same section first, then same chapter; within it by a hash of the clause: an edit elsewhere moves none."""
    return (
        clause.section != fact.clause.section,
        clause.section.split(".")[0] != fact.clause.section.split(".")[0],
        ordinal(fact.seed, clause.id),
        done,
    )


def _fits(taken: Sequence[str], done: str, fact: Fact, clause: Clause, most: int) -> bool:
    """Whether an act of the same chapter may stand beside those taken: nothing like them, of about their length."""
    return (
        clause.section.split(".")[0] == fact.clause.section.split(".")[0]
        and clause.id != fact.clause.id
        and SHORTEST_ACT <= len(done) <= LONGEST_OPTION
        and 1 / UNEVEN <= len(done) / len(taken[0]) <= UNEVEN
        and all(len(content(done) & content(each)) <= most for each in taken)
    )
