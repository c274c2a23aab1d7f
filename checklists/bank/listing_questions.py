"""Multiple-choice, ordering, next-step and short-answer questions from closed lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checklists.bank.content import content, shared
from checklists.bank.frame import CONDITION_END, Frame
from checklists.bank.lists import LONGEST_ENTRY, VERBS, Listing, closed
from checklists.bank.wording import ANAPHORA, MODAL, REFERENCE, segments, tidy, without_references
from checklists.bank.workshop import Fact, Workshop
from checklists.question import Question, mark, ordinal
from indexer.demands.model import Demand

ALIKE = 0.3
"""Share of common content from which two entries may be the same thing."""
MOST_OPTIONS = 5
LONGEST_STEM = 130


def listing_questions(shop: Workshop, listing: Listing, every: Sequence[Listing]) -> Iterator[Question]:
    """All questions of one list."""
    demand = _demand_of(shop, listing)
    if demand is None or len(listing.stem) > LONGEST_STEM:
        return
    text = listing.stem
    note = mark(*sorted(listing.entries)) if listing.note != "list" else "list"
    fact = Fact(
        "order" if listing.ordered else "list", listing.clause, demand, Frame(text), content(text), note
    )
    if listing.ordered:
        yield from _orders(shop, fact, listing)
        return
    if not closed(listing):
        shop.refuse(listing.clause, demand, "非要求：列项不封闭或不能独立成项")
        return
    yield from _multiple(shop, fact, listing, every)
    yield from _short(shop, fact, listing)


def _demand_of(shop: Workshop, listing: Listing) -> Demand | None:
    demands = shop.demands[str(listing.clause.id)]
    first = [demand for demand in demands if demand.modality in ("must", "must_not")]
    return first[0] if first else None


def _multiple(shop: Workshop, fact: Fact, listing: Listing, every: Sequence[Listing]) -> Iterator[Question]:
    seed = fact.seed
    entries = list(listing.entries)
    size = MOST_OPTIONS if len(entries) >= 3 else 4
    right_count = 2 + ordinal(seed, "right") % (min(len(entries), size - 1) - 1)
    right = sorted(entries, key=lambda entry: ordinal(seed, "right", entry))[:right_count]
    wrong, against = _others(fact, listing, every, size - right_count)
    if len(wrong) < 1 or len(right) + len(wrong) < 4:
        shop.refuse(listing.clause, fact.demand, "无可靠干扰项：没有同类列项")
        return
    options = sorted([*right, *wrong], key=lambda entry: ordinal(seed, "place", entry))
    key = tuple(place for place, option in enumerate(options) if option in right)
    stem = f"按手册列明的内容，{listing.stem}？（多选，少选按比例得分，错选不得分）"
    why = f"手册列明的是：{'、'.join(entries)}；“{wrong[0]}”不在其中。"
    yield shop.question(fact, "multiple", stem, options, key, why, against=against)


def _others(
    fact: Fact, listing: Listing, every: Sequence[Listing], wanted: int
) -> tuple[list[str], set[str]]:
    """Entries of other lists of the same kind that are nothing like any entry here nor like the clause."""
    own = [content(entry) for entry in listing.entries]
    whole = content(listing.clause.text)
    lengths = [len(entry) for entry in listing.entries]
    low, high = min(lengths) * 0.6, max(lengths) * 1.4
    chapter = listing.clause.section.split(".")[0]
    found: list[tuple[int, int, str, str]] = []
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
        if not {shape(entry) for entry in other.entries} <= {shape(entry) for entry in listing.entries}:
            continue
        near = 0 if other.clause.section.split(".")[0] == chapter else 1
        for entry in other.entries:
            pairs = content(entry)
            if not low <= len(entry) <= high or any(shared(pairs, each) >= ALIKE for each in own):
                continue
            if len(pairs & whole) > 1 or tidy(entry) in tidy(listing.clause.text):
                continue
            found.append((near, ordinal(fact.seed, entry), entry, str(other.clause.id)))
    chosen: list[str] = []
    against: set[str] = set()
    for _, _, entry, clause in sorted(found):
        if len(chosen) == wanted:
            break
        if any(shared(content(entry), content(each)) >= ALIKE for each in chosen):
            continue
        chosen.append(entry)
        against.add(clause)
    return chosen, against


def shape(entry: str) -> str:
    """Grammatical form of an entry, so that a wrong one does not stand out: words, act, case, sign."""
    if re.search(r"[：；]|\d", entry):
        return "figure"
    if entry.startswith(("“", "「")):
        return "sign"
    if "，" in entry:
        return "sentence"
    if entry.endswith("的"):
        return "case"
    return "act" if entry[:2] in VERBS else "words"


def _short(shop: Workshop, fact: Fact, listing: Listing) -> Iterator[Question]:
    if not 2 <= len(listing.entries) <= 5:
        return
    stem = f"按手册规定，{listing.stem}？请逐项写出（共 {len(listing.entries)} 项，每项等分）。"
    why = f"要点：{'；'.join(listing.entries)}。"
    yield shop.question(fact, "short", stem, (), tuple(listing.entries), why)


def _orders(shop: Workshop, fact: Fact, listing: Listing) -> Iterator[Question]:
    """Steps in the text's order; of a long list two stretches."""
    steps = [_step(entry) for entry in listing.entries]
    if any(step is None for step in steps) or len(set(steps)) != len(steps):
        shop.refuse(listing.clause, fact.demand, "残缺：步骤须看其他条款")
        return
    plain = [step for step in steps if step]
    subject = _occasion(listing)
    windows = [(0, len(plain))] if len(plain) <= 5 else [(0, 4), (len(plain) - 4, len(plain))]
    for start, end in windows:
        part = plain[start:end]
        if len(part) < 3:
            continue
        options = sorted(part, key=lambda step: ordinal(fact.seed, "place", step))
        if options == part:
            options = [*options[1:], options[0]]
        key = tuple(options.index(step) for step in part)
        stem = f"手册规定了{subject}步骤。请把下面 {len(part)} 个步骤按手册列出的先后排序。"
        why = f"手册列出的先后是：{' → '.join(part)}。"
        piece = Fact(fact.slot, fact.clause, fact.demand, fact.frame, fact.about, mark(*part))
        yield shop.question(piece, "order", stem, options, key, why)
    yield from _next_step(shop, fact, plain, subject)


def _next_step(shop: Workshop, fact: Fact, steps: list[str], subject: str) -> Iterator[Question]:
    if len(steps) < 5:
        return
    place = ordinal(fact.seed, "next") % (len(steps) - 1)
    key = steps[place + 1]
    others = [step for number, step in enumerate(steps) if number not in (place, place + 1)]
    wrong = sorted(others, key=lambda step: ordinal(fact.seed, "wrong", step))[:3]
    options = sorted([key, *wrong], key=lambda step: ordinal(fact.seed, "put", step))
    stem = f"按手册列出的{subject}步骤，紧接在“{steps[place]}”之后的是哪一步？"
    piece = Fact("next", fact.clause, fact.demand, fact.frame, fact.about, mark(steps[place]))
    why = f"手册列出的先后是：{' → '.join(steps)}。"
    yield shop.question(piece, "single", stem, options, options.index(key), why)


def _occasion(listing: Listing) -> str:
    """「发生电梯困人时，当班人员应按下列步骤处置」 as 「“发生电梯困人时”的处置」."""
    lead = tidy(listing.clause.text.split("\n")[0]).rstrip("：")
    condition = next(
        (p for p in segments(lead) if re.search(r"(?:时|后|前)$", p) and not MODAL.search(p)), ""
    )
    if condition:
        return f"“{condition}”的{'处置' if '处置' in lead else '操作'}"
    found = MODAL.search(lead)
    what = re.search(r"(?:顺序|步骤|程序|阶段|流程|环节)(?P<what>[^，]{2,20})", lead)
    heading = listing.clause.heading.split(" / ")[-1]
    who = lead[: found.start()] if found else ""
    return f"“{who}{what['what']}”" if what and len(who) <= 16 else f"“{heading or listing.clause.title}”"


def _step(entry: str) -> str | None:
    """A step as an option: its first part where it is long."""
    text = tidy(without_references(entry)).strip("；。，")
    text = re.sub(r"，(?:电梯恢复使用)?按.*$", "", text)
    if len(text) > LONGEST_ENTRY:
        parts = segments(text)
        first = next((place for place, part in enumerate(parts) if not CONDITION_END.search(part)), 0)
        text = "，".join(parts[: first + 1])
    if REFERENCE.search(text) or ANAPHORA.search(text) or len(text) > LONGEST_ENTRY + 16 or len(text) < 2:
        return None
    return text
