"""Checklists: items chosen by section, post, frequency or situation, grouped and scored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from checklists.items import Extract, Item, ItemSet, all_items, with_points
from checklists.local import Applied, Decision, apply
from checklists.methods import period_of
from checklists.modals import compact
from checklists.question import Refusal
from indexer.clauses import Handbook, HandbookError, digest, section_key


@dataclass(frozen=True)
class Choice:
    """What a checklist is about; empty means everything."""

    sections: tuple[str, ...] = ()
    post: str = ""
    frequency: str = ""
    situation: str = ""
    """A place or occasion, looked for in headings, conditions and lines."""

    @property
    def name(self) -> str:
        """For titles: ``2.3、2.4 秩序维护员 每班``; 全册 where nothing is chosen."""
        words = ["、".join(self.sections), self.post, self.frequency, self.situation]
        return " ".join(word for word in words if word) or "全册"

    def as_json(self) -> dict[str, Any]:
        """What `stale.read` needs to make the same list again."""
        return {
            "sections": list(self.sections),
            "post": self.post,
            "frequency": self.frequency,
            "situation": self.situation,
        }

    @property
    def file_name(self) -> str:
        """A plain file name without ending: ``checklist-2.3-2.4-秩序维护员``."""
        words = ["checklist", *self.sections, self.post, self.frequency, self.situation]
        kept = ("".join(sign for sign in word if sign.isalnum() or sign in "._-") for word in words)
        return "-".join(word for word in kept if word)[:80]


@dataclass(frozen=True)
class Group:
    """The items of one section, in reading order."""

    section: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Checklist:
    """A list as it is printed and carried out."""

    title: str
    edition: str
    items: tuple[Item, ...]
    refused: tuple[Refusal, ...]
    doc_no: str = ""
    """文件编号."""
    choice: Choice = Choice()
    stale_decisions: tuple[Decision, ...] = ()
    """Decisions on items that have changed since: not applied."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """By section, in numeric order; local items without a section stand last."""
        by_section: dict[str, list[Item]] = {}
        for item in self.items:
            by_section.setdefault(item.section, []).append(item)
        order = sorted(by_section, key=lambda number: section_key(number) if number else (10**6, 0))
        return tuple(
            Group(number, by_section[number][0].title, tuple(by_section[number])) for number in order
        )

    @cached_property
    def digest(self) -> str:
        """Of the items in order: two prints with the same digest ask the same."""
        return digest([[item.id, item.digest, item.fingerprint] for item in self.items])

    def as_json(self) -> dict[str, Any]:
        """The keys of `handbook checklist --format json`."""
        return {
            "title": self.title,
            "edition": self.edition,
            "doc_no": self.doc_no,
            "digest": self.digest,
            "choice": self.choice.as_json(),
            "items": [item.as_json() for item in self.items],
            "refused": [refusal.as_json() for refusal in self.refused],
        }


def items_of(
    handbook: Handbook,
    *,
    sections: Sequence[str] = (),
    post: str | None = None,
    frequency: str | None = None,
    situation: str | None = None,
    extract: Extract | None = None,
) -> ItemSet:
    """The items chosen, scored over the choice, and the refusals of the same sections.

    Raises:
        HandbookError: A section, post, frequency or situation that the handbook does not have.
    """
    chosen = choice(handbook, sections, post, frequency, situation)
    everything = all_items(handbook, extract=extract)
    items = with_points(choose(everything.items, chosen, handbook))
    return ItemSet(items, _refusals(everything.refused, items, chosen, handbook))


def checklist(
    handbook: Handbook,
    *,
    sections: Sequence[str] = (),
    post: str | None = None,
    frequency: str | None = None,
    situation: str | None = None,
    decisions: Iterable[Decision] = (),
    extract: Extract | None = None,
) -> Checklist:
    """One checklist, with a home's decisions applied.

    Args:
        decisions: In the order in which they were made; a later one on the same item wins.

    Raises:
        HandbookError: As `items_of`; or nothing fits the choice.
    """
    chosen = choice(handbook, sections, post, frequency, situation)
    everything = all_items(handbook, extract=extract)
    applied: Applied = apply(everything.items, decisions)
    items = choose(applied.items, chosen, handbook)
    if not items:
        raise HandbookError(
            f"没有符合“{chosen.name}”的检查项。",
            fix="放宽小节、岗位、频次或场景，或用 handbook clauses 查看条款。",
        )
    return Checklist(
        title=_title(handbook, chosen),
        edition=handbook.edition,
        items=with_points(items),
        refused=_refusals(everything.refused, items, chosen, handbook),
        doc_no=_doc_no(handbook, chosen),
        choice=chosen,
        stale_decisions=applied.stale,
    )


def choice(
    handbook: Handbook,
    sections: Sequence[str] = (),
    post: str | None = None,
    frequency: str | None = None,
    situation: str | None = None,
) -> Choice:
    """What is asked for, in the handbook's own names.

    Raises:
        HandbookError: A section or post that the handbook does not have.
    """
    numbers = tuple(dict.fromkeys(handbook.section(number).number for number in sections))
    name = ""
    if post:
        known = handbook.post_named(post.strip())
        written = {name for clause in handbook.clauses for name in clause.posts}
        if known is None and post not in written:
            listed = "、".join(one.name for one in handbook.posts) or "、".join(sorted(written)) or "没有"
            raise HandbookError(f"手册里没有岗位“{post}”。", fix=f"现有岗位：{listed}。")
        name = known.name if known else post
    often = compact(frequency or "")
    if often and not often.startswith(("每", "逐", "按", "定期")):
        often = "每" + often
    return Choice(numbers, name, often, (situation or "").strip())


def choose(items: Iterable[Item], chosen: Choice, handbook: Handbook) -> tuple[Item, ...]:
    """The items of a choice.

    Raises:
        HandbookError: No item of the handbook has that frequency or situation.
    """
    listed = tuple(items)
    if chosen.frequency:
        period = period_of(chosen.frequency)
        known = {item.period for item in listed if item.period}
        if period not in known:
            names = "、".join(f"每{name}" for name in sorted(known)) or "没有"
            raise HandbookError(f"没有频次为“{chosen.frequency}”的检查项。", fix=f"现有频次：{names}。")
        listed = tuple(item for item in listed if item.period == period)
    if chosen.situation:
        listed = tuple(item for item in listed if _in_situation(item, chosen.situation))
        if not listed:
            headings = dict.fromkeys(clause.heading for clause in handbook.clauses if clause.heading)
            raise HandbookError(
                f"没有场景为“{chosen.situation}”的检查项。",
                fix=f"可用标题里的词，例如：{'、'.join(list(headings)[:12])}。",
            )
    return tuple(
        item
        for item in listed
        if (not chosen.sections or item.section in chosen.sections)
        and (not chosen.post or chosen.post in (item.post or "").split("、"))
    )


def _in_situation(item: Item, words: str) -> bool:
    places = (item.heading, item.condition or "", item.lead_in or "", item.text)
    return any(compact(words) in compact(place) for place in places)


def _refusals(
    refused: Iterable[Refusal], items: Iterable[Item], chosen: Choice, handbook: Handbook
) -> tuple[Refusal, ...]:
    """What a list does not cover: refusals of its sections, or of its clauses where it is chosen otherwise."""
    if chosen.post or chosen.frequency or chosen.situation:
        inside = {item.clause for item in items}
    else:
        inside = {str(clause.id) for clause in handbook.chosen(chosen.sections)}
    return tuple(refusal for refusal in refused if refusal.clause in inside)


def _title(handbook: Handbook, chosen: Choice) -> str:
    if len(chosen.sections) == 1:
        named = f"{chosen.sections[0]} {handbook.section(chosen.sections[0]).title}"
        more = " ".join(word for word in (chosen.post, chosen.frequency, chosen.situation) if word)
        return f"检查表　{named}" + (f"　{more}" if more else "")
    return f"检查表　{chosen.name}"


def _doc_no(handbook: Handbook, chosen: Choice) -> str:
    """文件编号: the section's own with JC (检查), or one made of what was chosen."""
    if len(chosen.sections) == 1 and not (chosen.post or chosen.frequency or chosen.situation):
        number = handbook.section(chosen.sections[0]).control.get("doc_no", "")
        if number:
            return f"{number}-JC"
    return (
        "JC-" + chosen.file_name.removeprefix("checklist").strip("-") if chosen.name != "全册" else "JC-全册"
    )
