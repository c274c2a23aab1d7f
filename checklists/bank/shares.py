"""Multiple-choice questions on who does which steps of one list: all options come from that list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checklists.bank.content import content, shared
from checklists.bank.forms import echo
from checklists.bank.lists import Listing
from checklists.bank.signs import CONDITION_END, VERBS, acts
from checklists.bank.values import mentions, same_amount
from checklists.bank.wording import ANAPHORA, MODAL, REFERENCE, segments, tidy, without_references
from checklists.bank.workshop import Duty, Fact, Workshop, close, id_of
from checklists.question import Question, mark, ordinal

MOST_OPTIONS = 5
LONGEST_DUTY = 50
LONGEST_ACT = 40
"""Characters of an act that is an option."""


def share_questions(shop: Workshop, fact: Fact, listing: Listing) -> Iterator[Question]:
    """「…时，下列哪几项由秩序维护员完成？」 for each post with two acts or more, but not all of them."""
    done = list(_acts(shop, listing))
    occasion = _occasion(listing)
    if len(done) < 4 or not occasion or len({act for _, act in done}) != len(done):
        return
    for post in sorted({name for name, _ in done}):
        own = sorted(
            (act for name, act in done if name == post), key=lambda act: ordinal(fact.seed, post, act)
        )
        words = shop.roles.words_of(post)
        others = sorted(
            (act for name, act in done if name != post and not any(word in act for word in words)),
            key=lambda act: ordinal(fact.seed, post, act),
        )
        if len(own) < 2 or len(others) < 2 or not shop.roles.optional(post):
            continue
        right = own[: 2 + ordinal(fact.seed, post, "right") % min(2, len(own) - 1)]
        wrong = others[: MOST_OPTIONS - len(right)]
        options = sorted([*right, *wrong], key=lambda act: ordinal(fact.seed, post, "place", act))
        key = tuple(place for place, act in enumerate(options) if act in right)
        piece = replace(fact, slot="share", note=mark(post))
        stem = f"按手册规定，{occasion}，下列哪几项由{post}完成？（多选，少选按比例得分，错选不得分）"
        why = f"手册列明由{post}完成的是：{'；'.join(own)}。“{wrong[0]}”由其他岗位完成。"
        yield shop.question(piece, "multiple", stem, options, key, why)


ALIKE = 0.3
"""Share of common content from which two acts may be the same thing."""


def duty_shares(shop: Workshop) -> Iterator[Question]:
    """「下列哪几项由客服员负责？」: duties of one section, the clause's own among the right ones."""
    alone = [
        (duty, act, post)
        for duty in shop.duties
        if duty.demand.id not in shop.opposed
        for act, post in _alone(shop, duty)
    ]
    there: dict[str, set[str]] = {}
    for duty, act, _ in alone:
        there.setdefault(duty.clause.section, set()).add(close(act))

    def lost(duty: Duty, own: str) -> int:
        """How many options a question before has lost; new ones come last, so that they take none from those."""
        was = shop.keeping.options(id_of(_share(duty, own), "multiple"))
        return len(was - there[duty.clause.section]) if was else len(alone)

    asked: dict[tuple[str, str], list[set[str]]] = {}
    for duty, own, post in sorted(alone, key=lambda each: lost(each[0], each[1])):
        fact = _share(duty, own)
        seed = f"{duty.clause.id}/share/{fact.note}"
        options_before = shop.keeping.options(id_of(fact, "multiple"))
        wrong_before = shop.keeping.wrong(id_of(fact, "multiple"))
        near = [
            each for each in alone if each[0].clause.section == duty.clause.section and each[0] is not duty
        ]
        told = echo(own, post) > 0
        near.sort(
            key=lambda each: (
                close(each[1]) not in options_before,
                told and not echo(each[1], post),
                ordinal(seed, each[0].clause.id),
            )
        )
        before = asked.setdefault((duty.clause.section, post), [])
        right, wrong = [own], list[str]()
        clauses = {str(duty.clause.id)}
        against = {str(other.clause.id) for other, _, who in near if who == post}
        doers: dict[str, str] = {}
        origin: dict[str, str] = {}
        words = shop.roles.words_of(post)
        most = len(options_before - wrong_before) or 2 + ordinal(seed, "right") % 2
        most_wrong = len(wrong_before) or MOST_OPTIONS - 2
        for other, act, who in near:
            if any(shared(content(act), content(each)) >= ALIKE for each in (*right, *wrong)):
                continue
            if not 0.4 <= len(act) / len(own) <= 2.5:
                continue
            clause = str(other.clause.id)
            if who == post and len(right) < most and _apart({*clauses, clause}, before):
                right.append(act)
                clauses.add(clause)
            elif who != post and len(wrong) < most_wrong and not any(word in act for word in words):
                if shop.roles.nested(who, post) or shop.truth.role_said(content(act), clause, post):
                    continue
                if _does_alike(shop, act, post):
                    continue
                wrong.append(act)
                doers[act] = f"由{who}负责（条款 {clause}）"
                origin[act] = clause
        wrong = wrong[: MOST_OPTIONS - len(right)]
        against |= clauses | {origin[act] for act in wrong}
        if len(right) < 2 or len(wrong) < 2:
            continue
        options = sorted([*right, *wrong], key=lambda act: ordinal(seed, "place", act))
        key = tuple(place for place, act in enumerate(options) if act in right)
        if max(echo(act, post) for act in right) > max(echo(act, post) for act in wrong):
            continue  # the post's own words tell
        before.append(clauses)
        title = duty.clause.title
        stem = f"按手册“{title}”一节的规定，下列哪几项由{post}负责？（多选，少选按比例得分，错选不得分）"
        why = f"由{post}负责的是：{'；'.join(right)}。“{wrong[0]}”{doers[wrong[0]]}。"
        yield shop.question(fact, "multiple", stem, options, key, why, against=against)


ALIKE_PAIRS = 3
"""Pairs of characters that an act and a sentence on the asked post may not share where both have one verb."""


def _does_alike(shop: Workshop, act: str, post: str) -> bool:
    """Whether the asked post has a duty anywhere that may hold an act of somebody else.

    In a wider duty (「发现违反装修规定的行为时，现场劝阻制止」) or with the same figure (180 秒, 3 分钟).
    """
    pairs = content(act)
    amounts = [(found.value, found.unit) for found in mentions(act)]
    for said in shop.truth.of_role(post):
        common = pairs & said.content
        if len(common) >= ALIKE_PAIRS and any(pair in VERBS for pair in common):
            return True
        if common and any(same_amount(one, other) for one in amounts for other in said.amounts):
            return True
    return False


def _share(duty: Duty, own: str) -> Fact:
    return Fact("share", duty.clause, duty.demand, duty.frame, content(duty.frame.text), mark(own))


def _apart(clauses: set[str], before: list[set[str]]) -> bool:
    """Whether no earlier question takes right ones from two of the clauses: its answer would be part of this one's."""
    return all(len(clauses & each) < 2 for each in before)


def _alone(shop: Workshop, duty: Duty) -> Iterator[tuple[str, str]]:
    """Act without its post, and the post, where one post alone acts."""
    roles, subject = shop.roles, duty.frame.subject
    post = roles.name_of(subject)
    act = re.sub(r"(^|，)负责", r"\1", duty.done.replace(subject, "", 1))
    if (
        post is None
        or not roles.optional(post)
        or not roles.optional(subject)
        or duty.done.count(subject) != 1
        or re.search(rf"[和与、或及由对向]{re.escape(subject)}|{re.escape(subject)}[和与、或及的]", duty.done)
        or any(roles.opening(part) for part in segments(act))
        or re.search(r"由|共同|会同|配合|协助|本人", act)
        or not 8 <= len(act) <= LONGEST_DUTY
        or "除外" in act
        or not all(
            CONDITION_END.search(part) for part in segments(duty.done[: duty.done.index(subject)]) if part
        )
    ):
        return  # what stands before the post is a rule of its own, not its case
    yield act, post


def _acts(shop: Workshop, listing: Listing) -> Iterator[tuple[str, str]]:
    """Post and act of each entry that one post alone does."""
    roles = shop.roles
    for entry in listing.entries:
        text = tidy(without_references(entry)).strip("；。，").replace("到场，到场后", "到场后")
        subject = roles.opening(text)
        act = text[len(subject) :]
        post = roles.name_of(subject)
        if (
            post is None
            or not acts(act)
            or len(act) > LONGEST_ACT
            or any(roles.opening(part) for part in segments(act)[1:])
            or re.search(r"由|共同|配合|协助", act)
            or REFERENCE.search(act)
            or ANAPHORA.search(act)
            or MODAL.search(act)
        ):
            continue
        yield post, act


def _occasion(listing: Listing) -> str:
    """The conditions of the lead-in: 「发生火警时」."""
    kept = [
        part
        for part in segments(tidy(listing.stem_lead))
        if not MODAL.search(part) and CONDITION_END.search(part)
    ]
    return "，".join(kept)
