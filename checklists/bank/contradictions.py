"""Two demands on one thing with different figures: no question is made of either."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from checklists.bank.content import FOLD, content, shared
from checklists.bank.roles import Roles
from checklists.bank.values import rate, same_amount, same_rate, scaled
from checklists.bank.workshop import Fact
from indexer.checks.sameness import pairs, statements
from indexer.clauses import Handbook

ONE_THING = 0.6
"""Share of the smaller content that two acts must have in common to be one."""
GENERIC = (
    "业主",
    "电话",
    "来电",
    "信息",
    "求助",
    "报警",
    "人员",
    "现场",
    "情况",
    "工单",
    "工作",
    "事项",
    "相关",
    "小区",
)
"""Words that make no different case of two sentences."""
APART = 2
"""Pairs of characters that each must have for itself for two sentences to be on clearly different cases."""


def contradictions(facts: list[Fact], roles: Roles, handbook: Handbook) -> dict[tuple[str, str], str]:
    """(demand id, slot) of each fact that another one contradicts, with the other clause's id."""
    found: dict[tuple[str, str], str] = {}
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.slot == "limit" and fact.demand.limit and isinstance(fact.demand.limit.value, int | float):
            dimension = scaled(1, fact.demand.limit.unit)[0]
            groups.setdefault((fact.slot, f"{fact.demand.limit.kind}/{dimension}"), []).append(fact)
        elif (
            fact.slot == "frequency"
            and fact.demand.frequency
            and isinstance(fact.demand.frequency.times, int)
        ):
            groups.setdefault((fact.slot, ""), []).append(fact)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if not _equal(one, other) and _one_thing(one, other, roles):
                found.setdefault((one.demand.id, one.slot), str(other.clause.id))
                found.setdefault((other.demand.id, other.slot), str(one.clause.id))
    for one_id, other_id in _reported(handbook):
        for fact in facts:
            if fact.slot in ("limit", "frequency") and fact.demand.id == one_id:
                found.setdefault((one_id, fact.slot), other_id.partition("/")[0])
    return found


def _reported(handbook: Handbook) -> Iterator[tuple[str, str]]:
    """Pairs of demands, both ways, that the handbook's own check finds contradictory."""
    for earlier, later in pairs(statements(handbook)):
        if any(
            figure.comparable(other) and not figure.equal(other)
            for figure in earlier.figures
            for other in later.figures
        ):
            yield earlier.demand.id, later.demand.id
            yield later.demand.id, earlier.demand.id


def _equal(one: Fact, other: Fact) -> bool:
    first, second = one.demand, other.demand
    if one.slot == "limit" and first.limit and second.limit:
        values = (first.limit.value, second.limit.value)
        if not all(isinstance(value, int | float) for value in values):
            return values == (second.limit.value, first.limit.value)
        return same_amount(
            (float(first.limit.value), first.limit.unit),  # type: ignore[arg-type]
            (float(second.limit.value), second.limit.unit),  # type: ignore[arg-type]
        )
    often, again = first.frequency, second.frequency
    if often and again and isinstance(often.times, int) and isinstance(again.times, int):
        pair = (often.times, often.per), (again.times, again.per)
        return rate(*pair[0]) is None or rate(*pair[1]) is None or same_rate(*pair)
    return True


def _one_thing(one: Fact, other: Fact, roles: Roles) -> bool:
    """Same post or none named, the same act, and no difference of substance on both sides."""
    if one.clause.id == other.clause.id:
        return False  # two bands of one clause
    if one.clause.kind == other.clause.kind == "row":
        return one.clause.text.split("|")[0] == other.clause.text.split("|")[0] and one.about == other.about
    posts = roles.name_of(one.demand.subject), roles.name_of(other.demand.subject)
    if roles.listed and posts[0] and posts[1] and posts[0] != posts[1]:
        return False
    named = {word for name in posts if name for word in roles.words_of(name)} | set(GENERIC)
    named |= {fact.frame.subject for fact in (one, other) if fact.frame.subject}
    acts = _act(one, named), _act(other, named)
    if not all(acts) or shared(*acts) < ONE_THING:
        return False
    first, second = _bare(one.frame.text, named), _bare(other.frame.text, named)
    return not (len(first - second) >= APART and len(second - first) >= APART)


def _act(fact: Fact, named: set[str]) -> frozenset[str]:
    return _bare(fact.demand.action or fact.frame.core or fact.frame.text, named)


def _bare(text: str, named: set[str]) -> frozenset[str]:
    for word, meaning in FOLD:
        text = text.replace(word, meaning) if meaning else text
    for word in sorted(named, key=len, reverse=True):
        text = text.replace(word, "，")
    return content(text)
