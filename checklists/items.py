"""Checklist items drawn from demands: one item a demand, or a refusal with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from checklists.classes import WEIGHTS, class_of
from checklists.context import occasion_of
from checklists.cores import Unwordable
from checklists.doers import post_of
from checklists.lines import line_of
from checklists.merging import judged
from checklists.methods import evidence_of, frequency_text, is_told, method_of, period_of, sample_of
from checklists.modals import compact, modal_in
from checklists.opposed import opposed
from checklists.points import shares
from checklists.question import Refusal, mark
from indexer.clauses import Clause, Handbook, digest
from indexer.demands.model import CONFIDENT, Demand

_NUMBERS = re.compile(
    r"[\d.:%％]+|[一二两三四五六七八九十百半]+(?=个?(?:次|日|天|周|月|季|年|小时|分钟|人|名|份|项))"
)
_JOINING = re.compile(r"^(?:并且|并|且|同时|还|也)+|[，。；]+$")

_FORBIDDEN_LIST = re.compile(r"(?:下列|以下|如下)[^，。]*[：:]$")

Extract = Callable[[Clause, Handbook], Sequence[Demand]]


@dataclass(frozen=True)
class Item:
    """One line that an inspector gives a verdict on, and where it comes from."""

    id: str
    """``I-2.3-12-1a2b``: clause and content of the demand without its figures; never a position."""
    clause: str
    """"" for a local item that rests on no clause."""
    demand: str
    fingerprint: str
    text: str
    class_: str
    hundredths: int | None
    """Points in hundredths; `None` for 建议项."""
    method: str
    evidence: str | None
    post: str | None
    frequency: str | None
    quote: str
    modality: str = "must"
    section: str = ""
    title: str = ""
    heading: str = ""
    lead_in: str | None = None
    condition: str | None = None
    sample: str | None = None
    period: str = ""
    """Period of the frequency, for choosing: ``月``, ``2小时``; ""."""
    confirmed: bool = False
    """Class given by the text, not proposed."""
    weight: int = 1
    """Weight among the scored items; 0 takes no points."""
    local: bool = False
    """Added by a supervisor, not drawn from the text."""
    edition: str = ""
    """Edition in which the section's text last changed."""
    also: tuple[str, ...] = ()
    """Ids of further demands that the line holds: later steps of one order, the other half of one limit."""

    @property
    def critical(self) -> bool:
        """Class A: 一票否决."""
        return self.class_ == "A"

    @property
    def points(self) -> float | None:
        """Two decimals; `None` for 建议项."""
        return None if self.hundredths is None else self.hundredths / 100

    @property
    def scored(self) -> bool:
        """A recommendation has no points."""
        return self.modality in ("must", "must_not")

    @cached_property
    def digest(self) -> str:
        """Of what a person decides about: wording, force, class, method, evidence. Not points, not place."""
        return digest(
            {
                "text": self.text,
                "modality": self.modality,
                "class": self.class_,
                "method": self.method,
                "evidence": self.evidence or "",
            }
        )

    def as_json(self) -> dict[str, Any]:
        """The keys of `handbook checklist --format json`."""
        return {
            "id": self.id,
            "clause": self.clause,
            "demand": self.demand,
            "fingerprint": self.fingerprint,
            "text": self.text,
            "class": self.class_,
            "points": self.points,
            "method": self.method,
            "evidence": self.evidence,
            "post": self.post,
            "frequency": self.frequency,
            "quote": self.quote,
            "demands": [self.demand, *self.also],
            "lead_in": self.lead_in,
            "condition": self.condition,
            "sample": self.sample,
            "modality": self.modality,
            "section": self.section,
            "heading": self.heading,
            "edition": self.edition,
            "critical": self.critical,
            "class_confirmed": self.confirmed,
            "weight": self.weight,
            "local": self.local,
            "digest": self.digest,
        }


@dataclass(frozen=True)
class ItemSet:
    """Items in reading order, and the demands of which none was made."""

    items: tuple[Item, ...]
    refused: tuple[Refusal, ...]


def all_items(handbook: Handbook, *, extract: Extract | None = None) -> ItemSet:
    """Every item of a handbook, without points; every obligation is in `items` or in `refused`.

    The items of the last few texts are kept.

    Args:
        handbook: As read.
        extract: Gives a clause's demands; `indexer.demands.extract.demands_of` unless named, and only
            with that are contradictions between clauses looked for.
    """
    if extract is not None:
        return _drawn(handbook, extract, {})
    return _kept(_Text(handbook))


class _Text:
    """A handbook compared by what items are drawn from, so that an answer can be kept for it."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self.key = (
            handbook.edition,
            handbook.posts,
            handbook.forms,
            tuple((section.number, section.edition) for section in handbook.sections),
            tuple(
                (
                    one.id,
                    one.section,
                    one.title,
                    one.heading,
                    one.text,
                    one.lead_in,
                    one.kind,
                    *tuple(sorted(one.attributes.items())),
                )
                for one in handbook.clauses
            ),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Text) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=4)
def _kept(text: _Text) -> ItemSet:
    from indexer.demands.extract import demands_of

    return _drawn(text.handbook, demands_of, opposed(text.handbook))


def _drawn(handbook: Handbook, extract: Extract, contradicted: Mapping[str, str]) -> ItemSet:
    items: list[Item] = []
    refused: list[Refusal] = []
    editions = {section.number: section.edition for section in handbook.sections}
    for clause in handbook.clauses:
        made: list[tuple[Item, Demand]] = []
        parts = judged(clause, [_by_lead_in(demand) for demand in extract(clause, handbook)])
        demands = [part.demand for part in parts]
        for demand, also in ((part.demand, part.also) for part in parts):
            if demand.modality in ("may", "none"):
                continue
            reason = _reason_against(clause, demand, contradicted)
            if not reason:
                try:
                    item = _item(clause, demand, demands, handbook, editions.get(clause.section, ""))
                    item = replace(item, also=also) if also else item
                except Unwordable as problem:
                    reason = str(problem)
                else:
                    if all(item.text != other.text for other, _ in made):
                        made.append((item, demand))
                        continue
                    reason = "重复：同一条款里已有同样的检查项"
            refused += [Refusal(str(clause.id), one, reason) for one in (demand.id, *also)]
        items += _told_apart(made)
    return ItemSet(tuple(items), tuple(refused))


def with_points(items: Iterable[Item]) -> tuple[Item, ...]:
    """The same items with points that add up to exactly 100.00 over the scored ones."""
    listed = tuple(items)
    weights = [item.weight if item.scored else 0 for item in listed]
    given = shares(weights, [item.id for item in listed])
    return tuple(
        replace(item, hundredths=points if item.scored else None)
        for item, points in zip(listed, given, strict=True)
    )


def _by_lead_in(demand: Demand) -> Demand:
    """An entry under 不应有下列行为 is forbidden, whatever its own words sound like."""
    lead_in = compact(demand.lead_in or "")
    if demand.modality != "must" or not lead_in or modal_in(compact(demand.quote), "must"):
        return demand
    if _FORBIDDEN_LIST.search(lead_in) and modal_in(lead_in, "must_not") and not modal_in(lead_in, "must"):
        return replace(demand, modality="must_not")
    return demand


def _reason_against(clause: Clause, demand: Demand, contradicted: Mapping[str, str]) -> str:
    if not demand.auditable and demand.modality != "should":
        return demand.reason or "待细化：没有可以观察的行为"
    if demand.confidence < CONFIDENT:
        return f"置信度低：{demand.confidence:.2f}"
    if other := contradicted.get(demand.id):
        return f"矛盾：条款 {other} 对同一事项另有规定"
    return ""


def _item(
    clause: Clause, demand: Demand, demands: Sequence[Demand], handbook: Handbook, edition: str
) -> Item:
    line = line_of(clause, demand, handbook, demands)
    often = demand.frequency if demand.frequency and is_told(demand.frequency, line) else None
    if often and (
        "内" in often.words or _is_rate(demand) or _CAPPED.search(line) or _EITHER.search(line)
    ):  # 「1日内一次告知」 is a deadline
        often = None
    evidence = evidence_of(clause, demand)
    own = demand if _is_own_limit(demand, line) else replace(demand, limit=None)
    method = method_of(own, line, evidence)
    graded = class_of(clause, own, line)
    return Item(
        id=f"I-{clause.id}-{mark(_key(demand))}",
        clause=str(clause.id),
        demand=demand.id,
        fingerprint=clause.fingerprint,
        text=line,
        class_=graded.name,
        hundredths=None,
        method=method,
        evidence=evidence,
        post=post_of(clause, demand, handbook),
        frequency=frequency_text(often),
        quote=demand.quote,
        modality=demand.modality,
        section=clause.section,
        title=clause.title,
        heading=clause.heading,
        lead_in=demand.lead_in or (clause.lead_in or None),
        condition=occasion_of(clause, demand) or None,
        sample=sample_of(own, line, method, often),
        period=period_of(often.per) if often else "",
        confirmed=graded.confirmed,
        weight=WEIGHTS[graded.name],
        edition=edition,
    )


_EITHER = re.compile(r"或者?每")
"""每500小时或者每3个月: neither period is the frequency."""
_CAPPED = re.compile(r"每(?:班|日|天|周|月|年|小时)(?!.*次)[^，]{0,16}不(?:应|得)?(?:超过|多于|高于)\d")
"""每班清扫住客房不超过14间: a cap, no frequency."""
_RATE = re.compile(
    r"每(?:分钟|小时|日|天|周|月|年)(?:变化|波动|上升|下降|不(?:应|得)?(?:少于|低于|超过|大于|高于)(?![^，]*次))"
)


def _is_rate(demand: Demand) -> bool:
    """「温度每小时变化不应超过5℃」: the period belongs to the figure, nothing is done every hour."""
    words = compact(demand.quote)
    return demand.limit is not None and bool(_RATE.search(words) or _CAPPED.search(words))


def _is_own_limit(demand: Demand, line: str) -> bool:
    """A limit whose figures the line does not hold is a neighbour's."""
    figures = re.findall(r"\d+", demand.limit.words) if demand.limit else []
    return all(figure in line for figure in figures)


def _key(demand: Demand) -> str:
    """What a demand is about, without its figures and joining words: the id outlives a changed limit."""
    return _NUMBERS.sub("#", _JOINING.sub("", compact(demand.quote))) + f"/{demand.modality}"


def _told_apart(made: Sequence[tuple[Item, Demand]]) -> list[Item]:
    """Demands of one clause about the same thing get ids from all their words."""
    count = Counter(item.id for item, _ in made)
    return [
        item
        if count[item.id] == 1
        else replace(item, id=f"{item.id}-{mark(compact(demand.quote), item.text)}")
        for item, demand in made
    ]
