"""Results of sittings and what follows from them: papers on offer, looking at results, certificates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.access import ALL_PROJECTS, Who, may, require
from app.assigned import PAPERS, offer_of, own
from app.known import needs_of
from app.learning import Learner, corrected, standing
from app.records.entry import Entry
from app.records.errors import RecordsError
from app.sitting import Offer
from app.workbench import Workbench
from indexer.clauses import HandbookError

VALID_YEARS = 1
"""A certificate is good for so long (annual theory test, handbook 1.4)."""
RESULTS: Mapping[str, str] = {"sitting": "考试成绩", "practical_check": "实操考核", "certificate": "证书"}
"""Kinds of entries that are somebody's results, as a look at them is noted."""


@dataclass(frozen=True, slots=True)
class Due:
    """A paper on offer and how one stands with it."""

    offer: Offer
    passed: Entry | None
    """The newest sitting that passed, of a post's whole paper."""
    by: str = ""
    """Id of who assigned it, or ""."""

    @property
    def open(self) -> bool:
        """Whether it is still to be passed."""
        return self.passed is None


def papers(bench: Workbench, who: Who) -> list[Due]:
    """What one has to pass: clauses that a revision changed since, what was assigned, the papers of one's posts."""
    require(who, "view_own_record", subject=who.id)
    found = []
    learner = Learner(who.id, who.posts)
    for need in needs_of(bench.home, bench.records, bench.handbook, [learner], duties=bench.duties()):
        asked = {question.clause for question in bench.questions()}
        clauses = tuple(clause for clause in need.sit if clause in asked)
        if clauses:
            offer = Offer("补训考试", clauses=clauses, due=need.due, number=len(clauses))
            found.append(Due(offer, None))
    told = [one for one in own(bench, who) if one.what in PAPERS]
    found += [Due(offer_of(one), None, one.by) for one in told]
    assigned = {one.of for one in told if one.what == "post"}
    named = (post for post in who.posts if bench.handbook.post_named(post) is not None)
    posts = (post for post in named if post not in assigned)
    return [
        *found,
        *(Due(Offer(f"岗位考试　{post}", post=post), _passed(bench, who, post)) for post in posts),
    ]


def results(
    bench: Workbench, who: Who, person: str = "", *, kinds: Sequence[str] = ("sitting",)
) -> list[Entry]:
    """Results of one person, the newest first; another's only to those who may see them, and noted.

    Args:
        person: Id; default oneself.
        kinds: Of `RESULTS`.

    Raises:
        HandbookError: Not allowed.
    """
    person = person or who.id
    look(bench, who, person, "、".join(RESULTS[kind] for kind in kinds))
    entries = bench.records.ledger.entries(list(kinds), person=person, newest_first=True)
    return [entry for entry in entries if entry.payload["person"] == person]


def look(bench: Workbench, who: Who, person: str, what: str) -> None:
    """Let those pass who may see this person's results, and note the look at another's in the ledger.

    Raises:
        HandbookError: Not allowed.
    """
    if person == who.id:
        require(who, "view_own_record", subject=who.id)
        return
    projects = bench.records.people.places(person)
    if not any(may(who, "view_record", project=project) for project in projects):
        require(who, "view_record", project=projects[0])
    bench.records.ledger.append("view", who.id, {"person": person, "what": what})


def shown_answer(result: dict[str, Any], what: str) -> str:
    """The answer given (``answer``) or the right one (``key``) in words."""
    value, options = json.loads(result[what]), result["options"]
    if value is None:
        return "（未作答）"
    if isinstance(value, bool):
        return "对" if value else "错"
    if isinstance(value, dict):
        return f"{value['value']} {value['unit']}"
    if isinstance(value, list):
        return "；".join(_option(options, one) for one in value)
    return _option(options, value) if options else str(value)


def certify(bench: Workbench, who: Who, seq: int, today: date) -> Entry:
    """Issue a certificate for a passed sitting; never for oneself, once a sitting.

    Raises:
        HandbookError: Not allowed, not passed, a practice paper, or issued before.
    """
    entry = bench.records.ledger.entry(seq)
    if entry.kind != "sitting":
        raise RecordsError(f"第 {seq} 条记录不是考试。", fix="选一次考试。")
    person = str(entry.payload["person"])
    require(who, "issue_certificate", project=entry.project or ALL_PROJECTS, subject=person)
    if not entry.payload["passed"]:
        raise HandbookError("这次考试没有合格，不能发证。", fix="补考合格后再发。")
    if not entry.payload.get("certifying", False):
        raise HandbookError(
            "这份试卷有未经审定的试题，成绩只作练习，不能发证。",
            fix="在题库审核里审定该岗位的试题后再考一次。",
        )
    if seq in corrected(bench.records.ledger.entries("correction", person=person)):
        raise HandbookError("这次考试的记录已经更正作废，不能发证。", fix="重新考试合格后再发。")
    issued = standing(bench.records.ledger.entries(["certificate", "correction"], person=person))
    if any(one.payload.get("sitting") == seq for one in issued):
        raise HandbookError("这次考试已经发过证书。", fix="在记录里查看。")
    payload = {
        "person": person,
        "number": f"Z{today.year}-{seq:06d}",
        "valid_until": _years_later(today, VALID_YEARS).isoformat(),
        "sitting": seq,
        "paper": entry.payload["paper"],
        "score": entry.payload["score"],
    }
    return bench.records.ledger.append(
        "certificate",
        who.id,
        payload,
        project=entry.project,
        edition=entry.edition,
        clauses=entry.clauses,
        meaning="经考核合格，准予发证",
    )


def issued(bench: Workbench, sittings: Sequence[int]) -> dict[int, str]:
    """Numbers of the certificates issued for these sittings, by entry of the sitting."""
    entries = standing(bench.records.ledger.entries(["certificate", "correction"]))
    return {
        one.payload["sitting"]: str(one.payload["number"])
        for one in entries
        if one.payload.get("sitting") in sittings
    }


def void(bench: Workbench) -> dict[int, int]:
    """Number of every entry that was called void -> number of the correction."""
    return corrected(bench.records.ledger.entries("correction"))


def whole_paper(entry: Entry) -> bool:
    """Whether a post's whole paper was passed; retraining papers renew single clauses only."""
    payload = entry.payload
    if entry.kind != "sitting" or not payload["passed"] or not payload.get("post"):
        return False
    return not payload.get("retraining") and not payload.get("sections")


def _passed(bench: Workbench, who: Who, post: str) -> Entry | None:
    """The newest passed whole paper of a post."""
    kinds = ["sitting", "correction"]
    for entry in standing(bench.records.ledger.entries(kinds, person=who.id, newest_first=True)):
        if entry.payload["person"] == who.id and whole_paper(entry) and entry.payload["post"] == post:
            return entry
    return None


def _option(options: Sequence[str], place: Any) -> str:
    return options[place] if isinstance(place, int) and 0 <= place < len(options) else str(place)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
