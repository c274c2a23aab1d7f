"""The sign-off sheet of a section (制度签收表): who has signed which wording, as a page to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

from app.access import ALL_PROJECTS, Who, require
from app.acknowledging import MEANING, WORKING
from app.learning import standing
from app.records.entry import Entry, utc_moment
from app.workbench import CHINA, Workbench

_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>制度签收表 {section}</title>
<style>@page{{size:A4;margin:16mm}}body{{font:14px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:56rem;
margin:1rem auto;padding:0 1rem}}table{{width:100%;border-collapse:collapse}}th,td{{border:1px solid #555;
padding:.3rem .4rem;text-align:left;overflow-wrap:anywhere}}thead{{display:table-header-group}}
tr{{break-inside:avoid}}th,td:nth-child(1),td:nth-child(4){{white-space:nowrap}}td:nth-child(6){{font-size:12px}}td:last-child{{width:7rem}}.small{{font-size:11px;color:#444}}</style>
<h1>制度签收表</h1>
<p>小节：{section} {title}　版本：{edition}　项目：{project}</p>
<p>签署意思：{meaning}。</p>
<table><thead><tr><th>序号<th>姓名<th>岗位<th>签收时间<th>版本<th>账本条目<th>签名</tr></thead><tbody>
{rows}
</tbody></table>
<p>应签 {due} 人，已签 {signed} 人，未签 {open} 人。</p>
<p class="small">{name} 于 {at} 导出。签收以输入密码确认，记入账本；编号后为该条摘要的前 16 位。{anchor}</p></html>
"""


@dataclass(frozen=True, slots=True)
class Signer:
    """One line of the sheet."""

    name: str
    posts: tuple[str, ...]
    entry: Entry | None
    """The newest signature that still holds for the whole section, or `None`."""


def signers(bench: Workbench, who: Who, section: str, project: str) -> list[Signer]:
    """Everybody of a project whom the section concerns, those without a signature last.

    Raises:
        HandbookError: Not allowed there, or no such section.
    """
    require(who, "view_record", project=project)
    clauses = [one for one in bench.handbook.section(section).clauses if one.withdrawn is None]
    concern, chain = bench.duties(), bench.chain()
    signed: dict[str, Entry] = {}
    for entry in standing(bench.records.ledger.entries(["acknowledgement", "correction"])):
        known = {ref.id for ref in entry.clauses if chain.holds(ref.id, ref.fingerprint, entry.edition)}
        if entry.payload["section"] == section and {str(one.id) for one in clauses} <= known:
            signed[str(entry.payload["person"])] = entry
    found = []
    for person in bench.records.people.everybody():
        here = project == ALL_PROJECTS or project in person.projects or ALL_PROJECTS in person.projects
        works = not person.disabled and person.role in WORKING
        if here and works and any(concern.concerns(str(one.id), person.posts) for one in clauses):
            found.append(Signer(person.name, person.posts, signed.get(person.id)))
    return sorted(found, key=lambda one: (one.entry is None, one.name))


def sheet(bench: Workbench, who: Who, section: str, project: str, now: datetime) -> bytes:
    """The sheet as one HTML page that needs nothing else; the export is an entry itself.

    Raises:
        HandbookError: Not allowed there, or no such section.
    """
    listed = signers(bench, who, section, project)
    bench.records.ledger.append(
        "export", who.id, {"what": f"制度签收表 {section}", "entries": len(listed)}, project=_named(project)
    )
    anchor = bench.records.ledger.anchoring.newest()
    signed = sum(one.entry is not None for one in listed)
    text = _PAGE.format(
        section=escape(section),
        title=escape(bench.handbook.section(section).title),
        edition=escape(bench.edition),
        project=escape(_named(project) or "全部项目"),
        meaning=escape(MEANING),
        rows="\n".join(_row(number, one) for number, one in enumerate(listed, 1)),
        due=len(listed),
        signed=signed,
        open=len(listed) - signed,
        name=escape(who.name),
        at=_clock(now),
        anchor=f"检查点：共 {anchor.length} 条，根 {escape(anchor.root)}。" if anchor else "",
    )
    return text.encode()


def _named(project: str) -> str:
    return "" if project == ALL_PROJECTS else project


def _row(number: int, one: Signer) -> str:
    at, edition, entry = "未签收", "", ""
    if one.entry is not None:
        at, edition = _clock(utc_moment(one.entry.at)), one.entry.edition
        entry = f"第 {one.entry.seq} 条 {one.entry.digest.partition(':')[2][:16] or one.entry.digest[:16]}"
    cells = (str(number), one.name, "、".join(one.posts), at, edition, entry, "")
    return "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + "</tr>"


def _clock(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
