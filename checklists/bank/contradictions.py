"""Two demands on one thing with different figures: no question is made of either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from checklists.bank.content import FOLD, content, shared
from checklists.bank.roles import Roles
from checklists.bank.values import CALENDAR_SLACK, rate, same_amount, same_rate, scaled
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
    "间隔",
    "次日",
)
"""Words that make no different case of two sentences."""
APART = (1, 3)
"""Pairs of characters that the one and the other must have for itself at least for two sentences to be on clearly
different cases: 治安报警 and 火警, not 地下车库 and 停车库."""
CLEARLY = 2
"""The same where both have as many: 监控录像 and 涉案录像."""
_EXCEPTED = re.compile(r"（[^（）]*除外）")


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
        if fact.slot == "limit" and _longest_gap(fact) is not None:
            groups.setdefault(("frequency", ""), []).append(fact)
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


def _longest_gap(fact: Fact) -> float | None:
    """Days between two acts at most, where a demand bounds the gap: 「间隔应不超过 90 分钟」."""
    limit = fact.demand.limit
    if limit is None or limit.kind != "interval" or limit.comparator != "<=":
        return None
    dimension, seconds = (
        scaled(float(limit.value), limit.unit) if isinstance(limit.value, int | float) else ("", 0)
    )
    return seconds / 86400 if dimension == "时间" else None


def _keeps(gap: float, fact: Fact) -> bool:
    """Whether who acts as often as told keeps the gap."""
    often = fact.demand.frequency
    told = rate(often.times, often.per) if often and isinstance(often.times, int) else None
    return told is None or 1 / told <= gap * (1 + CALENDAR_SLACK)


def _equal(one: Fact, other: Fact) -> bool:
    first, second = one.demand, other.demand
    if one.slot != other.slot:
        gap, told = (one, other) if one.slot == "limit" else (other, one)
        return _keeps(_longest_gap(gap) or 0, told)
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
    posts = [roles.name_of(each.demand.subject) or roles.name_of(each.frame.subject) for each in (one, other)]
    if roles.listed and posts[0] and posts[1] and posts[0] != posts[1]:
        return False
    named = {word for name in posts if name for word in roles.words_of(name)} | set(GENERIC)
    named |= {fact.frame.subject for fact in (one, other) if fact.frame.subject}
    acts = _act(one, named), _act(other, named)
    if not all(acts) or shared(*acts) < ONE_THING:
        return False
    verbs = one.demand.verb or "", other.demand.verb or ""
    if (shared(*acts) < 1 and not _one_verb(*verbs)) or _other_things_counted(one, other):
        return False
    cases = [_bare(each.demand.condition or "", named) for each in (one, other)]
    if all(cases) and shared(*cases) < ONE_THING:
        return False
    first, second = (_bare(_EXCEPTED.sub("", each.frame.text), named) for each in (one, other))
    fewer, more = sorted((len(first - second), len(second - first)))
    return not (fewer >= CLEARLY or (fewer >= APART[0] and more >= APART[1]))


def _one_verb(one: str, other: str) -> bool:
    """Whether two verbs may mean one act: 巡查 and 检查 share a character, 编制 and 核对 do not."""
    for word, meaning in FOLD:
        one, other = one.replace(word, meaning or word), other.replace(word, meaning or word)
    return not one or not other or bool({*one} & {*other})


def _other_things_counted(one: Fact, other: Fact) -> bool:
    """Whether each counts things of its own: 抽查 5 人次, 抽查 20 件档案."""
    units = [scaled(1, fact.demand.limit.unit)[0] for fact in (one, other) if fact.demand.limit]
    return one.slot == other.slot == "frequency" and len(units) == 2 and units[0] != units[1]


def _act(fact: Fact, named: set[str]) -> frozenset[str]:
    return _bare(fact.demand.action or fact.frame.core or fact.frame.text, named)


def _bare(text: str, named: set[str]) -> frozenset[str]:
    for word, meaning in FOLD:
        text = text.replace(word, meaning) if meaning else text
    for word in sorted(named, key=len, reverse=True):
        text = text.replace(word, "，")
    return frozenset(pair for pair in content(text) if not pair.isdigit())
