"""The bank of a handbook: facts, questions, the linter as a gate, and thinning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from checklists.bank.acts_asked import acts_questions
from checklists.bank.addressees import addressee_questions
from checklists.bank.ban_sets import ban_sets
from checklists.bank.bans import ban_questions, duty_questions, force_questions
from checklists.bank.contradictions import contradictions
from checklists.bank.criteria import criteria_questions
from checklists.bank.figures import figure_questions
from checklists.bank.forms import form_questions
from checklists.bank.keeping import keeping
from checklists.bank.licences import licence_questions
from checklists.bank.listing_questions import listing_questions
from checklists.bank.lists import listings
from checklists.bank.often import often_questions
from checklists.bank.sequences import sequence_questions
from checklists.bank.shares import duty_shares
from checklists.bank.starts import start_questions
from checklists.bank.thin import thinned
from checklists.bank.timing import timing_questions
from checklists.bank.who import who_questions
from checklists.bank.wording import tidy
from checklists.bank.workshop import Fact, Workshop
from checklists.facts import facts_of
from checklists.lint import lint_question
from checklists.question import Bank, Question, Refusal
from indexer.clauses import ClauseId, Handbook

MAKERS: dict[str, Callable[[Workshop, Fact], Iterator[Question]]] = {
    "limit": figure_questions,
    "frequency": often_questions,
    "subject": who_questions,
    "form": form_questions,
    "prohibition": ban_questions,
    "duty": duty_questions,
    "when": timing_questions,
    "acts": acts_questions,
    "licence": licence_questions,
    "modality": force_questions,
    "criteria": criteria_questions,
    "addressee": addressee_questions,
    "start": start_questions,
    "sequence": sequence_questions,
}
"""Which maker asks which slot."""


def bank_of(
    handbook: Handbook, *, previous: Handbook | None = None, kept: Bank | None = None, every: bool = False
) -> Bank:
    """All questions of a handbook.

    Deterministic: the same arguments give the same bank. Held to the bank before (`kept`), an edit of one clause
    changes its own questions, and others only where one of their options came from it, or became true or
    doubtful by it; without it, an option may also give way to one that became sound.

    Args:
        handbook: The text in force.
        previous: The edition before, whose figures are the likeliest mistakes.
        kept: The bank before, whose questions and options stay where their clauses read the same.
        every: Keep every sound question, as an audit wants them; otherwise each clause keeps enough of its own.
    """
    shop = Workshop(handbook, previous, keeping(kept, handbook))
    facts = facts_of(shop)
    against = contradictions(facts, shop.roles, handbook)
    opposed = {demand: other for (demand, _), other in against.items()}
    shop.opposed = frozenset(opposed)
    made: list[Question] = []
    for fact in facts:
        other = opposed.get(fact.demand.id) or _printed(fact, opposed, shop)
        if other:
            shop.refuse(fact.clause, fact.demand, f"矛盾：与 {other} 的数值不同")
            continue
        made += MAKERS[fact.slot](shop, fact)
    lists = [listing for clause in handbook.clauses for listing in listings(clause)]
    for listing in lists:
        made += listing_questions(shop, listing, lists)
    made += duty_shares(shop)
    made += ban_sets(shop, [fact for fact in facts if fact.demand.id not in opposed])
    sound: list[Question] = []
    told: set[tuple[str, tuple[str, ...]]] = set()
    for question in made:
        if (question.stem, question.options) in told:
            continue  # two demands of one sentence that ask for the same
        told.add((question.stem, question.options))
        findings = lint_question(question, shop.roles)
        if findings:
            shop.refused.append(
                Refusal(question.clause, question.demand, f"校验：{findings[0].rule} {findings[0].problem}")
            )
        else:
            sound.append(question)
    staying = sound if every else thinned(sound, shop.keeping)
    shop.refused += _silent(shop, sound)
    ordered = sorted(staying, key=lambda each: (_place(each), each.id))
    prints = {str(clause.id): clause.fingerprint for clause in handbook.clauses}
    refused = tuple(sorted(set(shop.refused), key=_refusal_place))
    return Bank(handbook.edition, tuple(ordered), refused, prints)


def _printed(fact: Fact, opposed: Mapping[str, str], shop: Workshop) -> str:
    """The clause that contradicts a figure which a fact's sentence tells beside its own; "" if there is none."""
    for demand in shop.demands[str(fact.clause.id)]:
        if demand.id in opposed:
            told = [each.words for each in (demand.limit, demand.frequency) if each is not None]
            if any(tidy(words) in fact.frame.text for words in told):
                return opposed[demand.id]
    return ""


def _silent(shop: Workshop, sound: list[Question]) -> Iterator[Refusal]:
    """A reason for each clause of which nothing is asked and nothing was refused."""
    told = {question.clause for question in sound} | {refusal.clause for refusal in shop.refused}
    for clause in shop.handbook.clauses:
        if str(clause.id) not in told and shop.demands[str(clause.id)]:
            yield Refusal(str(clause.id), "", "无可靠干扰项：没有数值、频次、岗位、表单或列项可问")


def _place(question: Question) -> ClauseId:
    return ClauseId.parse(question.clause)


def _refusal_place(refusal: Refusal) -> tuple[ClauseId, str, str]:
    return ClauseId.parse(refusal.clause), refusal.demand, refusal.reason
