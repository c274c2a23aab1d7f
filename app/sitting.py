"""A quiz from start to result: drawn, saved answer by answer, marked, entered in the ledger. No screens.

Keys stay on the server: what a browser sees of a running sitting is `Asked`.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.access import ALL_PROJECTS, Who, require
from app.records.entry import Entry, utc_moment
from app.records.errors import RecordsError
from app.records.store import Running, finish
from app.workbench import Workbench
from checklists.exchange.plain import question_from
from checklists.grading import grade
from checklists.papers import Blueprint, Paper, draw
from checklists.question import TYPES, Question
from indexer.clauses import HandbookError

PASS_MARK = 80
"""Of 100 points: the handbook's own line (1.4-19) …"""
PASS_MARKS = {"监控值班员": 90, "电梯安全员": 90}
"""… and its higher line for two posts."""
QUESTIONS = 20
"""On a paper, more where a post has more class A clauses."""
MINUTES_EACH = 2
"""Time for one question."""
GRACE = timedelta(seconds=5)
"""What an answer may take on its way after the last second that the screen showed."""
MARKED_AT_ONCE = tuple(kind for kind in TYPES if kind != "short")
"""Short answers need a marker, so a quiz on the screen has none."""
LONGEST_ANSWER = 40
"""Characters of a figure typed in."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that a person may take."""

    title: str
    post: str = ""
    sections: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    """Only these: a retraining paper."""
    due: str = ""
    """ISO date by which it must be passed, or ""."""
    number: int = QUESTIONS
    practice: bool = False
    """To try oneself: fulfils nothing that was assigned."""

    @property
    def pass_mark(self) -> int:
        """Points of 100 needed."""
        return PASS_MARKS.get(self.post, PASS_MARK)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the person sees it: no key, no explanation."""

    number: int
    type: str
    stem: str
    options: tuple[str, ...]
    unit: str
    """What a figure is given in, or ""."""
    answer: Any
    """As saved, or `None`."""


def start(bench: Workbench, who: Who, offer: Offer, now: datetime, *, seed: str = "") -> Running:
    """Begin a sitting; one that is under way goes on.

    Raises:
        HandbookError: Not allowed, or the bank has no question for it.
    """
    require(who, "take_sitting", subject=who.id)
    going = under_way(bench, who, now)
    if going is not None:
        return going
    seed = seed or secrets.token_hex(8)
    drawing, certifying = drawn(bench, offer, seed)
    paper = [placed.question for placed in drawing.questions]
    plan = {
        "paper": offer.title,
        "edition": bench.edition,
        "post": offer.post,
        "sections": list(offer.sections),
        "retraining": list(offer.clauses),
        "practice": offer.practice,
        "pass_mark": offer.pass_mark,
        "certifying": certifying,
        "seed": seed,
        # a key may be a number with a fraction, which the records do not take: kept as text
        "questions": [json.dumps(one.as_json(), ensure_ascii=False) for one in paper],
    }
    until = now + timedelta(minutes=MINUTES_EACH * len(paper))
    return bench.records.store.start(
        "sitting", who.id, plan, now, project=project_of(who), due_at=until + GRACE
    )


def under_way(bench: Workbench, who: Who, now: datetime) -> Running | None:
    """The sitting that goes on; one whose time is over is handed in as it stands."""
    require(who, "take_sitting", subject=who.id)
    going: Running | None = None
    for one in bench.records.store.running_of(who.id, "sitting"):
        if one.due_at and now > utc_moment(one.due_at):
            submit(bench, who, one.id, now)
        else:
            going = one
    return going


def asked(bench: Workbench, who: Who, sitting: str) -> list[Asked]:
    """The questions of one's own running sitting with the answers saved so far."""
    one = _own(bench, who, sitting)
    saved = bench.records.store.answers(sitting)
    return [
        Asked(
            number,
            question.type,
            question.stem,
            question.options,
            str(question.key.get("unit", "")) if isinstance(question.key, dict) else "",
            saved.get(str(number)),
        )
        for number, question in enumerate(_questions(one.plan), 1)
    ]


def save(bench: Workbench, who: Who, sitting: str, number: int, answer: Any, now: datetime) -> int:
    """Save one answer; when this returns it is on the disk.

    Returns:
        How often this question has been answered.

    Raises:
        HandbookError: Not one's own, no such question, or no answer to it.
        RecordsError: It has ended, its time is over, or the disk refused.
    """
    require(who, "take_sitting", subject=who.id)
    questions = _questions(_own(bench, who, sitting).plan)
    if not 1 <= number <= len(questions):
        raise HandbookError(f"试卷没有第 {number} 题。", fix=f"题号为 1 至 {len(questions)}。")
    value = fitting(questions[number - 1], answer)
    return bench.records.store.save_answer(sitting, str(number), value, now)


def submit(bench: Workbench, who: Who, sitting: str, now: datetime) -> Entry:
    """Hand in: mark the answers saved, and enter the result in the ledger.

    Raises:
        HandbookError: It is not one's own.
        RecordsError: It has been handed in before.
    """
    require(who, "take_sitting", subject=who.id)
    one = _own(bench, who, sitting)
    questions = _questions(one.plan)
    with bench.records.ledger.batch() as batch:
        answers = finish(batch.conn, sitting)
        results = [_marked(n, question, answers, len(questions)) for n, question in enumerate(questions, 1)]
        score = _score(questions, answers)
        payload = {
            "person": who.id,
            "paper": one.plan["paper"],
            "score": score,
            "passed": score >= one.plan["pass_mark"] * 100,
            "pass_mark": one.plan["pass_mark"],
            "answers": results,
            "post": one.plan["post"],
            "sections": one.plan["sections"],
            "retraining": one.plan["retraining"],
            "practice": bool(one.plan.get("practice", False)),
            "certifying": bool(one.plan.get("certifying", False)),
            "seed": one.plan["seed"],
            "sitting": sitting,
            "started_at": one.started_at,
        }
        refs = sorted({(question.clause, question.fingerprint) for question in questions})
        return batch.append(
            "sitting", who.id, payload, project=one.project, edition=one.plan["edition"], clauses=refs
        )


def fitting(question: Question, answer: Any) -> Any:
    """The answer in the form that is kept; `None` takes it back.

    Raises:
        HandbookError: It is no answer to this type of question.
    """
    count = len(question.options)
    if answer is None:
        return None
    if question.type == "single" and _index(answer, count):
        return answer
    if question.type == "truefalse" and isinstance(answer, bool):
        return answer
    if question.type in ("multiple", "order") and isinstance(answer, (list, tuple)):
        listed = [each for each in answer if _index(each, count)]
        if len(listed) == len(answer) == len(set(listed)):
            if question.type == "multiple":
                return sorted(listed) or None
            if len(listed) == count or not listed:
                return listed or None
    if question.type == "numeric" and isinstance(answer, (str, int, float)) and not isinstance(answer, bool):
        text = str(answer).strip()
        if len(text) <= LONGEST_ANSWER and text.isprintable():
            return text or None
    raise HandbookError("答案的形式与题型不符，没有保存。", fix="按题目给出的选项作答。")


def project_of(who: Who) -> str:
    """The project that a person's own work is entered under: the first, "" for none or all."""
    return next((one for one in who.projects if one != ALL_PROJECTS), "")


def _index(value: Any, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def drawn(bench: Workbench, offer: Offer, seed: str) -> tuple[Paper, bool]:
    """The paper, and whether a certificate may stand on it: drawn from accepted questions alone.

    Where too few are accepted to fill it or to cover the class A clauses, it is drawn from all that nobody
    rejected, for practice.
    """
    here = [one for one in bench.questions() if asks(one, offer)]
    accepted = [one for one in bench.questions(certifying=True) if asks(one, offer)]
    needed = _critical(here)
    wanted = len(offer.clauses) or offer.number
    certifying = len(accepted) >= min(wanted, len(here)) and needed <= _critical(accepted)
    blueprint = Blueprint(
        offer.title,
        post=offer.post,
        sections=offer.sections,
        number=max(wanted, len(needed)),
        types=MARKED_AT_ONCE,
        clauses=offer.clauses,
        shares=dict.fromkeys(("multiple", "truefalse", "numeric"), wanted // 7) | {"order": wanted // 20},
        scenarios=wanted // 5,
    )
    return draw(accepted if certifying else here, blueprint, seed), certifying


def asks(question: Question, offer: Offer) -> bool:
    """Whether a question may stand on a paper."""
    return (
        question.type in MARKED_AT_ONCE
        and (not offer.post or not question.post or offer.post in question.post.split("、"))
        and (not offer.sections or question.section in offer.sections)
        and (not offer.clauses or question.clause in offer.clauses)
    )


def _critical(questions: Sequence[Question]) -> set[str]:
    """Their class A clauses."""
    return {one.clause for one in questions if one.critical}


def _questions(plan: Any) -> Sequence[Question]:
    return [question_from(json.loads(text), place) for place, text in enumerate(plan["questions"], 1)]


def _own(bench: Workbench, who: Who, sitting: str) -> Running:
    one = bench.records.store.running(sitting)
    if one is None or one.kind != "sitting":
        raise RecordsError("这次作答已经结束，或没有这次考试。", fix="查看结果，或重新开始。")
    require(who, "take_sitting", subject=one.person)
    return one


def _marked(number: int, question: Question, answers: dict[str, Any], count: int) -> dict[str, Any]:
    """One answer as the ledger keeps it: the question whole, so that the paper can always be shown."""
    given = answers.get(str(number))
    marked = grade(question, given)
    raw = question.as_json()
    return {
        "number": number,
        "question": question.id,
        "digest": question.digest,
        "clause": question.clause,
        "fingerprint": question.fingerprint,
        "type": question.type,
        "stem": question.stem,
        "options": list(question.options),
        "key": json.dumps(raw["key"], ensure_ascii=False),
        "answer": json.dumps(given, ensure_ascii=False),
        "points": round(marked.points * 10000 / count),
        "right": marked.right,
        "explanation": question.explanation,
    }


def _score(questions: Sequence[Question], answers: dict[str, Any]) -> int:
    """Hundredths of a point of 100.00; rounded once, so that all right is exactly 100.00."""
    earned = sum(grade(question, answers.get(str(n))).points for n, question in enumerate(questions, 1))
    return round(earned * 10000 / len(questions))
