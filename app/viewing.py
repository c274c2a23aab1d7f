"""Looking at the ledger: the entries that a person may see, in words; whether it verifies; one's own export."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.access import ALL_PROJECTS, Who, may, require
from app.correcting import may_correct
from app.entry_print import NAMES
from app.entry_words import entry_words
from app.learning import corrected
from app.records.entry import Entry
from app.records.kinds import KINDS
from app.records.verify import Verification, verify
from app.workbench import Workbench

PAGE = 50
"""Entries looked at in one go."""
SHARED = ("edition_issued", "inspection", "rectification")
"""Kinds that everybody of the project may see without any look being noted."""
MARKS = ("sitting", "practical_check")
"""Kinds whose content is a mark: another's is shown only where the look is noted."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in words."""

    seq: int
    at: str
    kind: str
    who: str
    about: str
    project: str
    edition: str
    words: str
    digest: str
    code: str = ""
    """The kind as the ledger has it."""
    void_by: int = 0
    """Number of the entry that called this one void, or 0."""
    correctable: bool = False
    """Whether the reader may call it void."""
    printable: bool = False
    """Whether the reader may have its page."""


def visible(
    bench: Workbench, who: Who, *, kind: str = "", mine: bool = False, before: int | None = None
) -> list[Row]:
    """The newest entries that `who` may see, at most `PAGE`.

    Args:
        kind: Only this kind, or "".
        mine: Only what concerns oneself.
        before: Only entries below this number.
    """
    require(who, "view_own_record", subject=who.id)
    ledger, names = bench.records.ledger, bench.records.people.names()
    all_of_it = may(who, "view_ledger") and not mine
    entries = ledger.entries(
        kind=kind or None, person=None if all_of_it or kind in SHARED else who.id, newest_first=True
    )
    void = corrected(ledger.entries("correction"))
    found: list[Row] = []
    for entry in entries:
        if before is not None and entry.seq >= before:
            continue
        if all_of_it or _concerns(entry, who) or _shared(entry, who):
            row = row_of(entry, names, entry.kind not in MARKS or _concerns(entry, who))
            found.append(
                replace(
                    row,
                    void_by=void.get(entry.seq, 0),
                    correctable=entry.seq not in void and may_correct(bench, who, entry),
                    printable=_printable(entry, who),
                )
            )
        if len(found) == PAGE:
            break
    return found


def verification(bench: Workbench, who: Who) -> Verification:
    """Verify the whole ledger against its anchors, now."""
    require(who, "verify_ledger")
    settings = bench.records.settings
    anchors = [path for path in settings.anchors if path.exists()]
    return verify(settings.database, anchors)


def own_export(bench: Workbench, who: Who) -> bytes:
    """Everything that the ledger holds about oneself, as JSON; the export is an entry itself."""
    require(who, "export_own_record", subject=who.id)
    ledger = bench.records.ledger
    entries = [{**entry.as_json(), "words": ledger.private(entry)} for entry in ledger.entries(person=who.id)]
    ledger.append("export", who.id, {"what": "本人记录", "person": who.id, "entries": len(entries)})
    return json.dumps(
        {"person": who.id, "name": who.name, "entries": entries}, ensure_ascii=False, indent=1
    ).encode()


def as_csv(rows: Iterable[Row]) -> bytes:
    """Rows as CSV for a spreadsheet, no cell of which is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("序号", "时间（UTC）", "类别", "经办", "对象", "项目", "版本", "内容", "摘要"))
    for row in rows:
        cells = (
            row.seq,
            row.at,
            row.kind,
            row.who,
            row.about,
            row.project,
            row.edition,
            row.words,
            row.digest,
        )
        writer.writerow([f"'{cell}" if str(cell)[:1] in tuple("=+-@\t\r") else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _concerns(entry: Entry, who: Who) -> bool:
    return who.id in (entry.actor, entry.payload.get("person"))


def _shared(entry: Entry, who: Who) -> bool:
    if entry.kind == "edition_issued":
        return True
    return entry.kind in SHARED and may(who, "view_inspection", project=entry.project or ALL_PROJECTS)


def _printable(entry: Entry, who: Who) -> bool:
    project = entry.project or ALL_PROJECTS
    if entry.kind == "inspection":
        return may(who, "view_inspection", project=project)
    return entry.kind in NAMES and (
        entry.payload["person"] == who.id or may(who, "view_record", project=project)
    )


def row_of(entry: Entry, names: Mapping[str, str], readable: bool) -> Row:
    """One entry in words; `readable` is whether the content of a mark is shown."""
    person = entry.payload.get("person", "")
    return Row(
        entry.seq,
        entry.at,
        KINDS[entry.kind][0] if entry.kind in KINDS else entry.kind,
        names.get(entry.actor, entry.actor),
        names.get(person, "") if person and person != entry.actor else "",
        entry.project,
        entry.edition,
        entry_words(entry.kind, entry.payload)
        if readable
        else "（他人成绩，在“人员”里查看，查看会记入账本）",
        entry.digest,
        entry.kind,
    )
