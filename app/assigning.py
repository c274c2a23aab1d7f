"""Telling people of one's projects to take a paper or to read a section by a date (指派学习). No screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from app import practical
from app.access import ALL_PROJECTS, Who, may, require
from app.assigned import ASSIGNED, KINDS, PAPERS, WHAT, WITHDRAWN, What, read_assignments
from app.people import who_is
from app.records.directory import Person
from app.records.entry import Entry
from app.sitting import Offer, asks
from app.workbench import Workbench, local_day
from indexer.clauses import HandbookError

MOST_PEOPLE = 500
"""In one go."""


def assign(
    bench: Workbench, who: Who, people: Sequence[str], what: What, of: str, due: date, now: datetime
) -> list[Entry]:
    """Tell people of one's projects to do something by a date; who has it already gets the new date.

    Args:
        people: Their ids.
        of: Name of a post, or number of a section.

    Raises:
        HandbookError: Not allowed for one of them, nobody named, no such paper or section, or a day gone by;
            then nothing is entered.
    """
    told = list(dict.fromkeys(people))
    places = [_place(bench, who, person) for person in told] or [_nowhere(who)]
    if not told or len(told) > MOST_PEOPLE:
        raise HandbookError(f"选了 {len(told)} 人，不能指派。", fix=f"选 1 至 {MOST_PEOPLE} 人。")
    if due < local_day(now):
        raise HandbookError("完成期限早于今天。", fix="选今天或以后的一天。")
    title = _title(bench, what, of)
    if what == "practical":
        _can_be_shown(bench, who, told, of)
    with bench.records.ledger.batch() as batch:
        return [
            batch.append(
                "training",
                who.id,
                {
                    "person": person,
                    "step": ASSIGNED,
                    "what": what,
                    "of": of,
                    "title": title,
                    "due": due.isoformat(),
                },
                project=place,
                edition=bench.edition,
            )
            for person, place in zip(told, places, strict=True)
        ]


def withdraw(bench: Workbench, who: Who, person: str, what: What, of: str) -> Entry:
    """Take an open assignment back.

    Raises:
        HandbookError: Not allowed for this person, or there is no such open assignment.
    """
    place = _place(bench, who, person, leaving=True)
    for one in read_assignments(bench.records.ledger.entries(list(KINDS), person=person)):
        if (one.person, one.what, one.of) == (person, what, of) and one.open:
            payload = {"person": person, "step": WITHDRAWN, "what": what, "of": of}
            payload |= {"title": one.title, "due": one.due}
            return bench.records.ledger.append(
                "training", who.id, payload, project=place, edition=bench.edition
            )
    raise HandbookError("没有这项未完成的指派，或已经完成、已经撤回。", fix="刷新页面后再看。")


def candidates(bench: Workbench, who: Who) -> list[Person]:
    """The people in service to whom `who` may assign something, by name; nobody for who may not assign."""
    listed = bench.records.people.everybody()
    return sorted((one for one in listed if _may(who, one)), key=lambda one: one.name)


# --- inside


def _title(bench: Workbench, what: What, of: str) -> str:
    """The name that the person reads.

    Raises:
        HandbookError: The handbook has no such post or section, or no question on it.
    """
    if what not in WHAT:
        raise HandbookError(f"不能指派“{what}”。", fix=f"可以指派：{'、'.join(WHAT.values())}。")
    if what == "post":
        if bench.handbook.post_named(of) is None:
            raise HandbookError(f"手册没有岗位“{of}”。", fix="从列表里选一个岗位。")
        title = f"{WHAT[what]}　{of}"
    else:
        section = bench.handbook.section(of)
        title = f"{WHAT[what]}　{section.number} {section.title}"
    if what in PAPERS:
        paper = Offer(title, post=of) if what == "post" else Offer(title, sections=(of,))
        if not any(asks(question, paper) for question in bench.questions()):
            raise HandbookError(f"题库没有“{title}”的试题。", fix="改为指派阅读签收，或先在题库里补题。")
    return title


def _can_be_shown(bench: Workbench, who: Who, people: Sequence[str], section: str) -> None:
    """Refuse a practical check for whom the section holds nothing to show.

    Raises:
        HandbookError: With their names.
    """
    found = [bench.records.people.person(person) for person in people]
    shown = {posts: practical.for_posts(bench, who, posts, section) for posts in {one.posts for one in found}}
    lacking = [one.name for one in found if not shown[one.posts]]
    if lacking:
        raise HandbookError(
            f"{section} 没有 {'、'.join(lacking[:10])} 岗位的要点可考。", fix="换一个小节，或去掉这些人。"
        )


def _place(bench: Workbench, who: Who, person: str, *, leaving: bool = False) -> str:
    """The project under which it is entered.

    Raises:
        HandbookError: `who` may not assign anything to this person.
    """
    found = bench.records.people.person(person)
    shared = [one for one in found.projects or (ALL_PROJECTS,) if may(who, "assign_training", project=one)]
    if not shared:
        require(who, "assign_training", project=next(iter(found.projects), ALL_PROJECTS))
    if not leaving and not _learns(found):
        raise HandbookError(
            f"{found.name} 不参加学习与考试，不能指派。", fix="选在用的员工、主管或经理账号。"
        )
    return "" if shared[0] == ALL_PROJECTS else shared[0]


def _nowhere(who: Who) -> str:
    """Whoever may assign nothing anywhere hears that first."""
    require(who, "assign_training", project=next(iter(who.projects), ""))
    return ""


def _learns(person: Person) -> bool:
    return not person.disabled and may(
        replace(who_is(person), must_change=False), "take_sitting", subject=person.id
    )


def _may(who: Who, person: Person) -> bool:
    projects = person.projects or (ALL_PROJECTS,)
    return _learns(person) and any(may(who, "assign_training", project=one) for one in projects)
