"""The review queue of questions, and how learning stands: what managers look at. No screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.access import ALL_PROJECTS, Who, may, require
from app.deciding import Outcome, Reviewed, accept_all, decide_question, reviewed
from app.known import needs_of
from app.learning import EVIDENCE, PASSED, Learner, Need, evidence_in, standing
from app.records.directory import Person
from app.records.entry import Entry, utc_moment
from app.results import whole_paper
from app.workbench import Workbench, local_day
from checklists.question import Key, Question
from indexer.clauses import HandbookError


def queue(bench: Workbench, who: Who) -> tuple[Reviewed, ...]:
    """Every question of the edition in force with the decision that stands for it.

    Raises:
        HandbookError: Not allowed to see keys.
    """
    require(who, "view_bank")
    return reviewed(bench.bank(), bench.records.store.decisions("question"), bench.chain())


def decide(
    bench: Workbench,
    who: Who,
    one: Reviewed,
    outcome: Outcome,
    reason: str = "",
    edited: Question | None = None,
) -> Entry:
    """Decide about one question as it is in force; see `app.deciding.decide_question`.

    Raises:
        HandbookError: Not allowed, or somebody decided meanwhile.
    """
    now = next((other for other in queue(bench, who) if other.generated.id == one.generated.id), None)
    if now is None or (now.question, now.status) != (one.question, one.status):
        raise HandbookError("这道题刚被别人处理过。", fix="刷新页面后再看。")
    return decide_question(
        bench.records.ledger, who, one, outcome, edition=bench.edition, reason=reason, edited=edited
    )


def accept(bench: Workbench, who: Who, many: Sequence[Reviewed]) -> int:
    """Accept several questions that were looked through; returns how many."""
    return accept_all(bench.records.ledger, who, many, edition=bench.edition)


def reworded(one: Reviewed, *, stem: str, options: Sequence[str], key: Key, explanation: str) -> Question:
    """The question as somebody rewrote it."""
    words = tuple(option.strip() for option in options)
    return replace(one.generated, stem=stem.strip(), options=words, key=key, explanation=explanation.strip())


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands with what their posts must know."""

    person: Person
    duties: int
    """Clauses that their posts must know."""
    signed: int
    """Of these, signed for in a wording that holds."""
    passed: int
    """Of these, passed in a sitting or a practical check in a wording that holds."""
    need: Need | None
    """What a revision has made out of date."""
    exams: tuple[str, ...] = ()
    """ISO date of the newest whole paper passed, post by post; "" where none was."""
    practical: str = ""
    """ISO date of the newest practical check passed, or ""."""


def matrix(bench: Workbench, who: Who) -> list[Standing]:
    """Everybody in service whom `who` may see, those who must learn again first, by date.

    Raises:
        HandbookError: Not allowed.
    """
    people = [one for one in bench.records.people.visible(who) if not one.disabled and one.posts]
    shown = [
        one
        for one in people
        if any(may(who, "view_dashboard", project=name) for name in one.projects or (ALL_PROJECTS,))
    ]
    if not shown:
        require(who, "view_dashboard", project=who.projects[0] if who.projects else ALL_PROJECTS)
    learners = [Learner(one.id, one.posts) for one in shown]
    chain, duties = bench.chain(), bench.duties()
    found_needs = needs_of(bench.home, bench.records, bench.handbook, learners, duties=duties)
    needs = {one.person: one for one in found_needs}
    signed: dict[str, set[str]] = {}
    passed: dict[str, set[str]] = {}
    exams: dict[tuple[str, str], str] = {}
    entries = list(bench.records.ledger.entries(list(EVIDENCE)))
    practical: dict[str, str] = {}
    for entry in standing(entries):
        day = local_day(utc_moment(entry.at)).isoformat()
        if whole_paper(entry):
            exams[entry.payload["person"], entry.payload["post"]] = day
        if entry.kind == "practical_check" and entry.payload["result"] in PASSED:
            practical[entry.payload["person"]] = day
    for one in evidence_in(entries):
        if chain.holds(one.clause, one.fingerprint, one.edition):
            known = signed if one.kind == "acknowledgement" else passed
            known.setdefault(one.person, set()).add(one.clause)
    found = []
    for person in shown:
        mine = set(duties.of(person.posts))
        found.append(
            Standing(
                person,
                len(mine),
                len(mine & signed.get(person.id, set())),
                len(mine & passed.get(person.id, set())),
                needs.get(person.id),
                tuple(exams.get((person.id, post), "") for post in person.posts),
                practical.get(person.id, ""),
            )
        )
    return sorted(found, key=lambda one: (one.need.due if one.need else "9999", one.person.name))


def answer_lines(question: Question) -> list[str]:
    """Options with the right ones marked, or the key in words."""
    key = question.key
    if isinstance(key, bool):
        return [f"答案：{'对' if key else '错'}"]
    if isinstance(key, dict):
        return [f"答案：{key['value']} {key['unit']}"]
    if question.type == "order" and isinstance(key, tuple):
        return [f"{place}. {question.options[index]}" for place, index in enumerate(key, 1)]
    right = key if isinstance(key, tuple) else (key,)
    if not question.options:
        return [f"要点：{'；'.join(str(point) for point in right)}"]
    signs = ("✔" if place in right else "○" for place in range(len(question.options)))
    return [f"{sign} {option}" for sign, option in zip(signs, question.options, strict=True)]
