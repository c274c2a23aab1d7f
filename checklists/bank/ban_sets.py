"""Multiple-choice questions on which acts a handbook forbids, among bold ones that it requires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checklists.bank.bans import LONGEST_OPTION, SHORTEST_ACT, Ban, ban_of
from checklists.bank.content import content
from checklists.bank.wording import as_case
from checklists.bank.workshop import Fact, Workshop, close, id_of
from checklists.negation import words_of
from checklists.question import Question, ordinal
from indexer.clauses import Clause

UNEVEN = 3.5
"""Factor between the lengths of two options."""
MOST_RIGHT = 2
MOST_WRONG = 3


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
        before = shop.keeping.options(id_of(fact, "multiple"))
        wrong_before = shop.keeping.wrong(id_of(fact, "multiple"))
        if len(ban.done) > LONGEST_OPTION:
            continue
        wrong, against = list[str](), set[str]()
        for clause, act in sorted(
            shop.required, key=lambda each: (close(as_case(each[1])) not in before, *_near(fact, *each))
        ):
            done = as_case(act)
            if _fits([ban.done, *wrong], done, fact, clause, 2) and any(
                word in done for word in words_of("bold", "questions")
            ):
                wrong.append(done)
                against.add(str(clause.id))
            if len(wrong) == (len(wrong_before) or MOST_WRONG):
                break
        right = [ban.done]
        for other in sorted(
            bans,
            key=lambda each: (close(each.done) not in before, *_near(fact, each.fact.clause, each.done)),
        ):
            pair = frozenset((ban.done, other.done))
            alike = any(len(content(other.done) & content(act)) > 2 for act in wrong)
            if pair not in asked and not alike and _fits(right, other.done, fact, other.fact.clause, 5):
                asked.add(pair)
                right.append(other.done)
                against.add(str(other.fact.clause.id))
            if len(right) == MOST_RIGHT:
                break
        if len(right) < MOST_RIGHT or len(wrong) < MOST_WRONG - 1:
            shop.refuse(fact.clause, fact.demand, "无可靠干扰项：同一章里没有易被当成违规的做法")
            continue
        options = sorted([*right, *wrong], key=lambda done: ordinal(fact.seed, "place", done))
        key = tuple(place for place, done in enumerate(options) if done in right)
        stem = "按手册规定，下列哪几种做法是**不允许**的？（多选，少选按比例得分，错选不得分）"
        why = f"手册不允许的是：{'；'.join(right)}。“{wrong[0]}”是手册要求的做法。"
        yield shop.question(fact, "multiple", stem, options, key, why, against=against)


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
