"""One entry as a page to print and to hand out: a certificate, a practical check, an inspection."""

from __future__ import annotations

from app.access import ALL_PROJECTS, Who, require
from app.certificate_page import certificate_page
from app.check_page import inspection_page, practical_page
from app.learning import corrected
from app.results import RESULTS, look
from app.workbench import Workbench
from indexer.clauses import HandbookError

NAMES = {"certificate": "证书", "practical_check": "实操考核记录", "inspection": "检查记录"}
"""Kinds of entries that have a page, and what its file is called."""


def printed(bench: Workbench, who: Who, seq: int) -> tuple[str, bytes]:
    """Name and content of the page; another's result only to those who may see it, and the look is noted.

    Raises:
        HandbookError: Not allowed, or a kind that has no page.
        RecordsError: There is no such entry.
    """
    ledger = bench.records.ledger
    entry = ledger.entry(seq)
    if entry.kind not in NAMES:
        raise HandbookError(f"第 {seq} 条记录没有打印件。", fix=f"有打印件的：{'、'.join(NAMES.values())}。")
    number = str(entry.payload.get("number", seq))
    if entry.kind == "inspection":
        require(who, "view_inspection", project=entry.project or ALL_PROJECTS)
    else:
        look(bench, who, str(entry.payload["person"]), f"{RESULTS[entry.kind]} {number}")
    names = bench.records.people.names()
    void_by = corrected(ledger.entries("correction")).get(seq, 0)
    name = f"{NAMES[entry.kind]}-{number}.html"
    if entry.kind == "certificate":
        holder, issuer = names.get(entry.payload["person"], "（已删除）"), names.get(entry.actor, "")
        return name, certificate_page(bench, entry, holder, issuer, void_by)
    make = practical_page if entry.kind == "practical_check" else inspection_page
    return name, make(entry, names, ledger.private(entry), ledger.anchoring.newest(), void_by)
