"""What somebody has to do now, in a line each: for the first page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app import acknowledging, asking, casework, inspecting, licensing, practical, results, sitting
from app.access import Who, may, require
from app.assigned import assignments, own
from app.workbench import Workbench, local_day


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do."""

    page: str
    """File of the page where it is done."""
    words: str
    late: bool = False


def tasks(bench: Workbench, who: Who, now: datetime) -> list[Task]:
    """What waits for a person, the late first: papers, sections to sign, inspections, cases, questions."""
    require(who, "view_own_record", subject=who.id)
    found = [*_learning(bench, who, now), *_inspecting(bench, who), *_cases(bench, who, now)]
    found += [*_assigned(bench, who, now), *_examining(bench, who, now), *_licences(bench, who, now)]
    if may(who, "import_staff") and len(bench.records.people.everybody()) == 1:
        found.append(Task("people", "还没有别的账号：从 Excel 导入员工，或逐个增加"))
    if may(who, "answer_unanswered"):
        waiting = len(asking.unanswered(bench, who))
        found += [Task("unanswered", f"{waiting} 个问题手册没有答案，待处理")] if waiting else []
    return sorted(found, key=lambda task: not task.late)


def _learning(bench: Workbench, who: Who, now: datetime) -> list[Task]:
    found = []
    if may(who, "take_sitting", subject=who.id):
        going = sitting.under_way(bench, who, now)
        if going is not None:
            found.append(Task("learning", f"“{going.plan['paper']}”还没有交卷", True))
        for due in results.papers(bench, who):
            if due.open and (going is None or going.plan["paper"] != due.offer.title):
                late = bool(due.offer.due) and due.offer.due < local_day(now).isoformat()
                until = f"，{due.offer.due} 前通过" if due.offer.due else ""
                found.append(Task("learning", f"{due.offer.title}：尚未通过{until}", late))
    for one in own(bench, who):
        if one.what == "practical":
            words = f"{one.title}：{one.due} 前由主管当面考核"
            found.append(Task("learning", words, one.overdue(local_day(now))))
    if may(who, "acknowledge", subject=who.id):
        waiting = [duty for duty in acknowledging.duties(bench, who) if not duty.done]
        for duty in [duty for duty in waiting if duty.due]:
            waiting.remove(duty)
            words = f"{duty.section.number} {duty.section.title}待阅读签收，{duty.due} 前完成"
            found.append(Task("acknowledge", words, duty.due < local_day(now).isoformat()))
        if waiting:
            first = waiting[0].section
            more = f" 等 {len(waiting)} 节" if len(waiting) > 1 else ""
            found.append(Task("acknowledge", f"{first.number} {first.title}{more}待阅读签收"))
    return found


def _assigned(bench: Workbench, who: Who, now: datetime) -> list[Task]:
    """What others did not do in time, for those who lead."""
    if who.role not in ("supervisor", "manager"):
        return []
    late = [one for one in assignments(bench, who) if one.overdue(local_day(now))]
    people = len({one.person for one in late})
    words = f"指派的学习逾期未完成 {len(late)} 项，涉及 {people} 人"
    return [Task("assigning", words, True)] if late else []


def _examining(bench: Workbench, who: Who, now: datetime) -> list[Task]:
    """Practical checks under way, and those that wait for somebody who may examine."""
    if who.role not in ("supervisor", "manager"):
        return []
    names = bench.records.people.names()
    found = [
        Task(
            "practical", f"{names.get(one.plan['person'], '')}的实操考核（{one.plan['procedure']}）还没有提交"
        )
        for one in practical.under_way(bench, who)
    ]
    mine = {one.id for one in practical.candidates(bench, who)}
    told = [one for one in assignments(bench, who) if one.what == "practical" and one.person in mine]
    waiting = [one for one in told if one.open]
    if waiting:
        late = any(one.overdue(local_day(now)) for one in waiting)
        found.append(Task("practical", f"{len(waiting)} 人次实操考核待安排，最早 {waiting[0].due} 前", late))
    return found


def _licences(bench: Workbench, who: Who, now: datetime) -> list[Task]:
    """One's own licences, and for who enters them or leads, how many of the others ask for something."""
    if who.role == "auditor":
        return []
    found = [
        Task("records", f"您的{one.words}，请办理并报管理员登记", one.state == "expired")
        for one in licensing.own_reminders(bench, who, local_day(now))
    ]
    others = [one for one in licensing.reminders(bench, who, local_day(now)) if one.person.id != who.id]
    if others:
        counted = Counter(one.state for one in others)
        told = "、".join(
            f"{name} {counted[state]}" for state, name in licensing.STATES.items() if counted[state]
        )
        found.append(Task("people", f"证件：{told}", bool(counted["expired"])))
    return found


def _inspecting(bench: Workbench, who: Who) -> list[Task]:
    if who.role not in ("supervisor", "manager"):
        return []
    return [
        Task("inspection", f"{one.plan['checklist']}（{one.project}）还没有提交")
        for one in inspecting.under_way(bench, who)
    ]


def _cases(bench: Workbench, who: Who, now: datetime) -> list[Task]:
    if who.role in ("auditor", "administrator"):
        return []
    listed = [case for case in casework.cases(bench, who) if case.state != casework.CLOSED]
    mine = [case for case in listed if case.state != casework.RECTIFIED]
    late = [case for case in mine if case.overdue(local_day(now))]
    recheck = [
        case
        for case in listed
        if case.state == casework.RECTIFIED
        and may(who, "recheck", project=case.project, subject=case.rectifiers)
    ]
    found = []
    if mine:
        words = f"{len(mine)} 张整改单未完成" + (f"，其中逾期 {len(late)} 张" if late else "")
        found.append(Task("cases", words, bool(late)))
    if recheck:
        found.append(Task("cases", f"{len(recheck)} 张整改单待复查"))
    return found
