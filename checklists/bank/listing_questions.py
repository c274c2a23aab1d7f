"""Multiple-choice, ordering, next-step and short-answer questions from closed lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checklists.bank.bans import ENDING, is_absurd
from checklists.bank.content import content, shared
from checklists.bank.frame import Frame
from checklists.bank.lists import VERBS, Listing, closed
from checklists.bank.orders import occasion_of, order_questions
from checklists.bank.shares import share_questions
from checklists.bank.signs import LISTED, acts
from checklists.bank.wording import MODAL, tidy
from checklists.bank.workshop import Duty, Fact, Workshop, close, id_of
from checklists.question import Question, mark, ordinal
from indexer.demands.model import Demand

ALIKE = 0.3
"""Share of common content from which two entries may be the same thing."""
SAID = 0.6
"""Share of an entry's content in a sentence on the same matter from which it may be true of it too."""
MOST_OPTIONS = 5
LONGEST_STEM = 130


def listing_questions(shop: Workshop, listing: Listing, every: Sequence[Listing]) -> Iterator[Question]:
    """All questions of one list."""
    demand = _demand_of(shop, listing)
    if demand is None or len(listing.stem) > LONGEST_STEM:
        return
    text = listing.stem
    note = mark(*sorted(listing.entries)) if listing.note != "list" else "list"
    said = listing.stem_lead or listing.said
    frame = Frame(text, "", "", LISTED.sub("手册列明的", said))
    fact = Fact("order" if listing.ordered else "list", listing.clause, demand, frame, content(text), note)
    yield from share_questions(shop, fact, listing)
    if listing.ordered:
        yield from order_questions(shop, fact, listing)
        yield from _steps(shop, fact, listing)
        return
    if not closed(listing):
        shop.refuse(listing.clause, demand, "非要求：列项不封闭或不能独立成项")
        return
    if listing.forbidden:
        yield from _cases(shop, fact, listing)
    yield from _multiple(shop, fact, listing, every)
    yield from _short(shop, fact, listing)


def _demand_of(shop: Workshop, listing: Listing) -> Demand | None:
    demands = shop.demands[str(listing.clause.id)]
    first = [demand for demand in demands if demand.modality in ("must", "must_not")]
    return first[0] if first else None


def _multiple(shop: Workshop, fact: Fact, listing: Listing, every: Sequence[Listing]) -> Iterator[Question]:
    seen: list[set[str]] = []
    for note in ("", "2", "3")[: 1 + (len(listing.entries) >= 4) + (len(listing.entries) >= 6)]:
        piece = Fact(fact.slot, fact.clause, fact.demand, fact.frame, fact.about, fact.note + note)
        for question in _one_multiple(shop, piece, listing, every):
            assert isinstance(question.key, tuple)
            right = {question.options[place] for place in question.key}
            if all(len(right & each) < 2 for each in seen):
                seen.append(right)
                yield question


def _one_multiple(
    shop: Workshop, fact: Fact, listing: Listing, every: Sequence[Listing]
) -> Iterator[Question]:
    seed = fact.seed
    entries = list(listing.entries)
    size = MOST_OPTIONS if len(entries) >= 3 else 4
    right_count = 2 + ordinal(seed, "right") % (min(len(entries), size - 1) - 1)
    right = sorted(entries, key=lambda entry: ordinal(seed, "right", entry))[:right_count]
    before = shop.keeping.wrong(id_of(fact, "multiple"))
    wanted = len(before) or size - right_count
    wrong, against = _others(shop, fact, listing, every, wanted, before)
    plain = not listing.forbidden and all(acts(each) and "，" not in each for each in entries)
    if plain and before.isdisjoint(map(close, wrong)) and (before or not wrong):
        duties, clauses = _duties(shop, fact, listing, wanted, before)
        if not wrong or not before.isdisjoint(map(close, duties)):
            wrong, against = duties, clauses
    if len(wrong) < 1 or len(right) + len(wrong) < 4:
        shop.refuse(listing.clause, fact.demand, "无可靠干扰项：没有同类列项")
        return
    options = sorted([*right, *wrong], key=lambda entry: ordinal(seed, "place", entry))
    key = tuple(place for place, option in enumerate(options) if option in right)
    stem = f"按手册列明的内容，{listing.stem}？（多选，少选按比例得分，错选不得分）"
    why = f"手册列明的是：{'、'.join(entries)}；“{wrong[0]}”不在其中。"
    yield shop.question(fact, "multiple", stem, options, key, why, against=against)


def _others(
    shop: Workshop,
    fact: Fact,
    listing: Listing,
    every: Sequence[Listing],
    wanted: int,
    before: frozenset[str],
) -> tuple[list[str], set[str]]:
    """Entries of other lists of the same kind that are nothing like any entry here nor like the clause.

    Those offered `before` come first.
    """
    own = [content(entry) for entry in listing.entries]
    whole = content(listing.clause.text)
    lengths = [len(entry) for entry in listing.entries]
    low, high = min(lengths) * 0.6, max(lengths) * 1.4
    chapter = listing.clause.section.split(".")[0]
    found: list[tuple[bool, int, int, int, str, str]] = []
    for other in every:
        if (
            other.clause.id == listing.clause.id
            or other.kind != listing.kind
            or other.ordered
            or not closed(other)
        ):
            continue
        if shared(content(listing.stem), content(other.stem)) >= ALIKE:
            continue
        labels = _labels(listing) and _labels(other)
        if not labels and not {shape(entry) for entry in other.entries} <= {
            shape(entry) for entry in listing.entries
        }:
            continue
        if not labels and (
            _sort(other) != _sort(listing)
            or (_sort(listing) in ANY_KIND and other.clause.section != listing.clause.section)
        ):
            continue
        near = int(other.clause.section.split(".")[0] != chapter)
        for entry in other.entries:
            pairs = content(entry)
            if not low <= len(entry) <= high or any(shared(pairs, each) >= ALIKE for each in own):
                continue
            if len(pairs & whole) > 1 or tidy(entry) in tidy(listing.clause.text):
                continue
            if any(shared(pairs, each.content) >= SAID for each in shop.truth.near(fact.about)):
                continue
            rank = ordinal(fact.seed, other.clause.id)
            found.append(
                (
                    close(entry) not in before,
                    near,
                    rank,
                    ordinal(fact.seed, entry),
                    entry,
                    str(other.clause.id),
                )
            )
    chosen: list[str] = []
    against: set[str] = set()
    for *_, entry, clause in sorted(found):
        if len(chosen) == wanted:
            break
        if any(shared(content(entry), content(each)) >= ALIKE for each in chosen):
            continue
        chosen.append(entry)
        against.add(clause)
    return chosen, against


def _duties(
    shop: Workshop, fact: Fact, listing: Listing, wanted: int, before: frozenset[str]
) -> tuple[list[str], set[str]]:
    """Acts that other clauses of the section ask for, without an occasion of their own: no part of this list."""
    whole = content(f"{listing.clause.text}{listing.clause.lead_in}")
    lengths = [len(entry) for entry in listing.entries]
    figures = any(re.search(r"\d", entry) for entry in listing.entries)
    chosen: list[str] = []
    against: set[str] = set()
    here = [duty for duty in shop.duties if duty.clause.section == listing.clause.section]

    def rank(duty: Duty) -> tuple[bool, int]:
        return close(_without_post(duty)) not in before, ordinal(fact.seed, duty.clause.id)

    for duty in sorted(here, key=rank):
        act = _without_post(duty)
        if (
            duty.clause.id == listing.clause.id
            or duty.demand.id in shop.opposed
            or not duty.done.startswith(duty.frame.subject)
            or not acts(act)
            or re.search(r"每|，|内|按" if figures else r"\d|每|，|按", act)
            or not min(lengths) * 0.6 <= len(act) <= max(lengths) * 1.4
            or len(content(act) & whole) > 1
            or any(shared(content(act), content(each)) >= ALIKE for each in chosen)
        ):
            continue
        chosen.append(act)
        against.add(str(duty.clause.id))
        if len(chosen) == wanted:
            break
    return chosen, against


def _without_post(duty: Duty) -> str:
    return duty.done.replace(duty.frame.subject, "", 1)


SHAPES = (("label", r"[：；]"), ("share", r"%|％"), ("figure", r"\d"))
"""Marks that give an entry a form of its own."""
ANY_KIND = (
    "",
    "事项",
    "项目",
    "内容",
    "要求",
    "情形",
    "情况",
    "工作",
    "行为",
    "类别",
    "之一",
    "部分",
    "方面",
)
"""Nouns that say nothing of the kind: lists under them are of one kind only within a section."""
LONGEST_LABEL = 7
_FILLED_IN = re.compile(r"(?:写明|登记|列明|注明|记录|填写)[^，]{0,6}哪些")


def _labels(listing: Listing) -> bool:
    """Whether the entries are fields that are written down: 房号, 联系人, 档号."""
    return (
        _sort(listing) == "项目"
        and bool(_FILLED_IN.search(listing.stem))
        and all(len(entry) <= LONGEST_LABEL for entry in listing.entries)
    )


def _sort(listing: Listing) -> str:
    """The last two characters of what is asked for: 内容, 资料, 行为 …"""
    found = re.search(r"哪些([\u4e00-\u9fff]{2,8})", listing.stem)
    return found[1][-2:] if found else ""


def shape(entry: str) -> str:
    """Grammatical form of an entry, so that a wrong one does not stand out: words, act, case, sign."""
    for name, mark_ in SHAPES:
        if re.search(mark_, entry):
            return name
    if entry.startswith(("“", "「")):
        return "sign"
    if "，" in entry:
        return "sentence"
    if entry.endswith("的"):
        return "case"
    return "act" if entry[:2] in VERBS else "words"


CASES = 2
"""Forbidden acts of one list that are put as a case."""


def _cases(shop: Workshop, fact: Fact, listing: Listing) -> Iterator[Question]:
    """「情景：秩序维护员在门岗值班时玩手机。」"""
    lead = listing.stem_lead
    head = re.match(r"^(?P<head>[^：]*?)，?(?:不应|不得|严禁|禁止)(?:有|出现|实施|从事)?(?:下列|以下)", lead)
    if head is None or len(head["head"]) < 4 or MODAL.search(head["head"]):
        return
    for entry in sorted(listing.entries, key=lambda each: ordinal(fact.seed, "case", each))[:CASES]:
        piece = Fact("ban", fact.clause, fact.demand, fact.frame, fact.about, mark(entry))
        act = re.sub(r"的$", "", entry)
        if is_absurd(act):
            continue
        why = f"手册把“{entry}”列为不应有的行为。"
        stem = f"情景：{head['head']}{act}。{ENDING}"
        yield shop.question(piece, "truefalse", stem, (), False, why, scenario=True)


LONGEST_STEP = 24
"""Characters of a step that is a scoring point."""


def _steps(shop: Workshop, fact: Fact, listing: Listing) -> Iterator[Question]:
    """All steps as points, where life is at stake and a second type is wanted."""
    steps = listing.entries
    if listing.clause.confirmed_class != "A" or not closed(listing) or not 3 <= len(steps) <= 6:
        return
    if max(map(len, steps)) > LONGEST_STEP:
        return
    stem = f"按手册规定，{occasion_of(listing)}，依次是哪几步？请逐项写出（共 {len(steps)} 项，每项等分）。"
    yield shop.question(fact, "short", stem, (), tuple(steps), f"要点：{'；'.join(steps)}。")


def _short(shop: Workshop, fact: Fact, listing: Listing) -> Iterator[Question]:
    if not 2 <= len(listing.entries) <= 5:
        return
    stem = f"按手册规定，{listing.stem}？请逐项写出（共 {len(listing.entries)} 项，每项等分）。"
    why = f"要点：{'；'.join(listing.entries)}。"
    yield shop.question(fact, "short", stem, (), tuple(listing.entries), why)
