"""Erasing what is known of a person, or restricting its use while the handbook still has it kept."""

from __future__ import annotations

from datetime import date, datetime

from app.access import Who, require
from app.home import Home
from app.opening import Records
from app.records.entry import Entry
from app.records_register import retained_until
from app.workbench import local_day
from indexer.clauses import HandbookError


def erase(
    home: Home,
    records: Records,
    actor: Who,
    person: str,
    reason: str,
    now: datetime,
    *,
    retain_until: date | None = None,
    early: bool = False,
) -> Entry:
    """Forget what is known of a person; before the end of the longest period only restrict its use.

    Args:
        person: Id.
        reason: Without names: it stays in the chain.
        retain_until: Keep at least until this day, where another rule asks for longer.
        early: Erase before the end of the period: an account made by mistake, or where the law demands it.

    Returns:
        The entry ``erasure`` or ``restriction``.

    Raises:
        HandbookError: Not allowed, nobody of that id, or neither the handbook nor `retain_until` says how long.
    """
    require(actor, "erase_person", subject=person)
    until = retain_until
    if not early:
        known, end = retained_until(home, records, person)
        if not known and retain_until is None:
            raise HandbookError(
                "这个人的记录有的没有规定保存期限，不能判断是否到期。",
                fix="在 forms.yml 写明期限（见 handbook records register），或用 --retain-until 指明；"
                "建错的账号、依法必须删除的加 --early。",
            )
        until = max((day for day in (retain_until, end) if day is not None), default=None)
    if until is not None and until <= local_day(now):
        until = None
    return records.accounts.erase(actor, person, reason, now, retain_until=until)
