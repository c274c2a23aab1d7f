"""What the generated pages are made of: clauses with their demands, grouped by post, situation and period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indexer.anchors import slug
from indexer.clauses import Clause, ClauseId, Handbook
from indexer.demands.model import Demand
from indexer.editions import Manifest
from indexer.facets import forms_of, posts_of, situation_of

EVERYBODY = "全体员工"

PERIODS: tuple[tuple[str, str], ...] = (
    ("班", "每班"),
    ("小时", "一日多次"),
    ("日", "每日"),
    ("周", "每周"),
    ("半月", "每半月"),
    ("月", "每月"),
    ("季", "每季度"),
    ("半年", "每半年"),
    ("年", "每年"),
)
"""What a frequency's period contains, and the page's heading for it, in order of pages."""


PERIOD_PAGES = (*(heading for _, heading in PERIODS), "其他周期")


@dataclass(frozen=True, slots=True)
class Read:
    """A clause with what was read off it."""

    clause: Clause
    demands: tuple[Demand, ...]
    posts: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What one build shows: the sections it publishes, and everything read off their clauses."""

    handbook: Handbook
    reads: tuple[Read, ...]
    manifests: tuple[Manifest, ...] = ()
    chapters: Mapping[int, str] = field(default_factory=dict)
    internal: bool = False

    @property
    def ids(self) -> dict[ClauseId, str]:
        """Every clause shown, tombstones included, and its section."""
        return {clause.id: clause.section for clause in self.handbook.all_clauses()}

    def chapter(self, number: int) -> str:
        return f"第 {number} 章" + (f" {self.chapters[number]}" if number in self.chapters else "")


def read_all(handbook: Handbook) -> tuple[Read, ...]:
    """Read demands, posts and forms off every clause in force."""
    from indexer.demands.extract import demands_of

    reads = []
    for clause in handbook.clauses:
        demands = tuple(demands_of(clause, handbook))
        reads.append(Read(clause, demands, posts_of(clause, demands, handbook), forms_of(clause, handbook)))
    return tuple(reads)


def page_name(name: str) -> str:
    """File name of a post's or a situation's page, without ending."""
    return slug(name) or "_"


def situations(reads: Iterable[Read]) -> dict[str, list[Read]]:
    """Situation (电梯困人) to its clauses in order, from headings that end in 应急处置."""
    found: dict[str, list[Read]] = {}
    for read in reads:
        name = situation_of(read.clause.heading)
        if name:
            found.setdefault(name, []).append(read)
    return found


def posts_shown(shown: Shown) -> list[tuple[str, list[Read]]]:
    """Posts that have clauses, in the order of the list, then others."""
    by_post: dict[str, list[Read]] = {}
    for read in shown.reads:
        for post in read.posts:
            by_post.setdefault(post, []).append(read)
    listed = [post.name for post in shown.handbook.posts]
    order = [name for name in listed if name in by_post] + sorted(by_post.keys() - set(listed))
    return [(name, by_post[name]) for name in order]


def period_of(demand: Demand) -> str | None:
    """Heading under which a demand's frequency is listed; `None` without one."""
    if demand.frequency is None or demand.frequency.times is None:
        return None
    per = demand.frequency.per
    for word, heading in PERIODS:
        if word in per and not (word == "月" and "半月" in per) and not (word == "年" and "半年" in per):
            exact = re.fullmatch(r"[每一1]?\s*个?" + word + "度?", per)
            return heading if exact or word == "小时" else "其他周期"
    return "其他周期"


def frequency_groups(shown: Shown) -> dict[str, list[tuple[Read, Demand]]]:
    """Period heading to the demands that fall due in it, in the order of `PERIODS`."""
    groups: dict[str, list[tuple[Read, Demand]]] = {name: [] for name in PERIOD_PAGES}
    for read in shown.reads:
        for demand in read.demands:
            period = period_of(demand)
            if period:
                groups[period].append((read, demand))
    return {name: rows for name, rows in groups.items() if rows}
