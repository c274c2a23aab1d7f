"""What is read off a clause and its demands: posts, forms, modality. Derived, never fingerprinted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from indexer.clauses import Clause, Handbook
from indexer.demands.model import MODALITY_STRENGTH, Demand

_FORCE = re.compile(
    r"不?(?<![供响对适反效])应(?!急|收款|收账|届|聘)|严禁|必须|不?宜(?!居)|(?<![许不认])可(?!能|靠|燃|视|见|疑)"
)
_NAMED_FORM = re.compile(r"《([^《》]{2,40})》")
EMERGENCY = "应急处置"
"""Last word of a heading that names a situation; the clauses under it are its emergency card."""


def posts_of(clause: Clause, demands: Iterable[Demand], handbook: Handbook) -> tuple[str, ...]:
    """Posts a clause is for, each by its listed name: of its braces, of its demands, of its words.

    In the words a post counts where it acts: at the head of a part of a sentence, or right before the verb
    of force (担任监护人的维修工应…). A post that is told or asked (报告项目经理) does not.
    """
    named = [*clause.posts]
    for demand in demands:
        if demand.subject:
            named += re.split(r"[、和与及或]", demand.subject)
    known = {word: post.name for post in handbook.posts for word in (post.name, *post.aliases)}
    found = [known.get(word.strip(), word if word in clause.posts else "") for word in named]
    found += _doers(clause.text, known)
    return tuple(dict.fromkeys(name for name in found if name))


def _doers(text: str, known: Mapping[str, str]) -> Iterator[str]:
    """Listed posts that act, in the order of the text."""
    if not known:
        return
    one = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    heads = re.compile(rf"(?:(?:^|[，、和与及或])(?:{one}))+")
    for sentence in re.split(r"[。；\n]", text):
        force = _FORCE.search(sentence)
        if force is None:
            continue
        before = sentence[: force.start()]
        for part in before.split("，"):
            listed = heads.match(part)
            if listed:
                yield from (known[word] for word in re.findall(one, listed[0]))
        last = re.search(rf"(?:{one})$", before)
        if last:
            yield known[last[0]]


def forms_of(clause: Clause, handbook: Handbook) -> tuple[str, ...]:
    """Forms a clause calls for: those of its braces, then listed forms that its words name in 《》."""
    listed = {form.name for form in handbook.forms}
    found = list(clause.forms)
    for name in _NAMED_FORM.findall(clause.text):
        if name in listed and name not in found:
            found.append(name)
    return tuple(found)


def situation_of(heading: str) -> str:
    """Situation (电梯困人) of a clause under `heading`, from the last part of the heading; "" without one."""
    last = heading.rsplit(" / ", 1)[-1]
    return last.removesuffix(EMERGENCY).strip() if last.endswith(EMERGENCY) else ""


def situations_in(clauses: Iterable[Clause]) -> tuple[str, ...]:
    """The situations that a text has a card for, each once, in reading order."""
    named = dict.fromkeys(situation_of(clause.heading) for clause in clauses)
    return tuple(name for name in named if name)


def modality_of(demands: Iterable[Demand]) -> str:
    """The strongest modality among a clause's demands; ``none`` for a clause without any."""
    return max((demand.modality for demand in demands), key=MODALITY_STRENGTH.__getitem__, default="none")
