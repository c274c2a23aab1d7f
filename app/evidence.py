"""The evidence pack for somebody with 20 minutes: what was recorded about a person, a clause, a period.

One folder: a report to read (HTML and Word), tables, the wording of every edition concerned, and the ledger with
the program that verifies it, which needs nothing of ours. That the pack was made is an entry, inside the pack.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from app.access import ALL_PROJECTS, Who, may, require
from app.check_page import points_of, remarks_of, verdict_of
from app.known import CHINA
from app.learning import corrected
from app.records import moving
from app.records.checkpoints import Checkpoint
from app.records.entry import Entry, utc_moment
from app.records.kinds import KINDS
from app.viewing import Row, as_csv, row_of
from app.workbench import Workbench
from indexer.clauses import Clause, HandbookError

if TYPE_CHECKING:
    from checklists.word import Control

SHOWN_CLAUSES = 12
"""Clause ids that one line of the report names; the CSV has all."""
PRINTED_CLAUSES = 40
"""Clauses whose wording the Word report prints; where there are more they are in the folder beside it."""
GUIDE = """核验说明（约五分钟，不需要本公司的程序，也不联网）

1. 需要 Python 3.11 和 cryptography：pip install cryptography
2. 在本文件夹里运行：
       python 核验/verify_ledger.py 核验 --public-key 公钥.pem --anchor 锚点.jsonl
   公钥和锚点请直接向保管它们的人索取（不要只用这里附的一份）；没有时可先用 核验/public-keys.pem。
3. 输出 "ok": true 表示：每一条记录从第一条起环环相扣，没有改动、删除或插入；"anchored_to" 是另存的锚点所及的
   条数，此后的记录还没有锚点证明。
4. 报告里每条记录都有摘要，与 核验/entries.jsonl 中同一序号的 digest 逐字相同。
5. 条款文字在“条款”文件夹，按版本分开；每条附指纹，与记录里的指纹相同，即为当时的文字。
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the pack is about; empty means everything."""

    person: str = ""
    """Id of a person."""
    post: str = ""
    project: str = ""
    clause: str = ""
    since: str = ""
    until: str = ""
    """ISO dates, both included, of Chinese standard time."""

    def words(self, names: Mapping[str, str]) -> str:
        """For the title."""
        told = [names.get(self.person, ""), self.post, self.project, self.clause and f"条款 {self.clause}"]
        if self.since or self.until:
            told.append(f"{self.since or '开始'} 至 {self.until or '今天'}")
        return "　".join(word for word in told if word) or "全部记录"


def pack(bench: Workbench, who: Who, scope: Scope, folder: Path, now: datetime) -> list[Path]:
    """Write the pack into an empty folder.

    Returns:
        Its files, relative to the folder.

    Raises:
        HandbookError: Not allowed, or nothing was recorded about it.
        RecordsError: The folder is not empty or cannot be written.
    """
    _allowed(bench, who, scope)
    entries = list(entries_of(bench, who, scope))
    if not entries:
        raise HandbookError("没有符合条件的记录。", fix="放宽人员、条款或日期。")
    moving.empty_folder(folder)
    ledger = bench.records.ledger
    told = {name: value for name, value in asdict(scope).items() if value}
    ledger.append("export", who.id, {"what": "证据包", **told, "entries": len(entries)})
    checkpoint = ledger.checkpoint()
    moving.export(ledger, folder / "核验")
    names = bench.records.people.names()
    void = corrected(ledger.entries("correction"))
    rows = [_told(row_of(entry, names, True), void) for entry in entries]
    report = _Report(scope.words(names), who.name, now, entries, rows, wordings(bench, entries), checkpoint)
    (folder / "报告.html").write_text(report.html(), "utf-8")
    (folder / "报告.docx").write_bytes(report.word(bench.edition))
    (folder / "记录.csv").write_bytes(as_csv(rows))
    (folder / "答卷.csv").write_bytes(answers_csv(entries, names))
    (folder / "要点.csv").write_bytes(points_csv(bench, entries, names))
    (folder / "核验说明.txt").write_text(GUIDE, "utf-8")
    for edition, clauses in report.wordings.items():
        path = folder / "条款" / f"{edition.replace('/', '-')}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n\n".join(_wording(clause) for clause in clauses) + "\n", "utf-8")
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def pack_zip(bench: Workbench, who: Who, scope: Scope, now: datetime) -> bytes:
    """The pack as one zip file; errors as `pack`."""
    with TemporaryDirectory(prefix="handbook-") as scratch:
        folder = Path(scratch) / "证据包"
        made = pack(bench, who, scope, folder, now)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in made:
                archive.write(folder / path, f"证据包/{path.as_posix()}")
        return out.getvalue()


def entries_of(bench: Workbench, who: Who, scope: Scope) -> Iterable[Entry]:
    """The entries of a scope, oldest first; a post is the people who hold it now.

    Raises:
        HandbookError: Not allowed.
    """
    _allowed(bench, who, scope)
    holders = {one.id for one in bench.records.people.everybody() if scope.post in one.posts}
    everywhere = ALL_PROJECTS in who.projects or who.role == "auditor"
    for entry in bench.records.ledger.entries(
        person=scope.person or None, clause=scope.clause or None, project=scope.project or None
    ):
        day = utc_moment(entry.at).astimezone(CHINA).date().isoformat()
        if (scope.since and day < scope.since) or (scope.until and day > scope.until):
            continue
        if scope.post and not holders & {entry.actor, str(entry.payload.get("person", ""))}:
            continue
        if everywhere or scope.person or not entry.project or entry.project in who.projects:
            yield entry


def wordings(bench: Workbench, entries: Iterable[Entry]) -> dict[str, list[Clause]]:
    """Edition -> the clauses that the entries name, in the wording of that edition, where it is still kept."""
    named: dict[str, set[str]] = {}
    for entry in entries:
        if entry.edition and entry.clauses:
            named.setdefault(entry.edition, set()).update(ref.id for ref in entry.clauses)
    found: dict[str, list[Clause]] = {}
    for edition, ids in named.items():
        try:
            handbook = bench.text(edition).handbook
        except HandbookError:
            continue  # the copy of that edition was lost; the fingerprints in the entries remain
        found[edition] = [clause for clause in handbook.all_clauses() if str(clause.id) in ids]
    return found


def answers_csv(entries: Iterable[Entry], names: Mapping[str, str]) -> bytes:
    """Every answer of every sitting, with the question as it was asked."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("记录", "人员", "题号", "题干", "选项", "标准答案", "作答", "得分", "条款", "指纹"))
    for entry in entries:
        if entry.kind != "sitting":
            continue
        for one in entry.payload["answers"]:
            cells = (
                entry.seq,
                names.get(str(entry.payload["person"]), ""),
                one["number"],
                one["stem"],
                "；".join(one["options"]),
                one["key"],
                one["answer"],
                one["points"] / 100,
                one["clause"],
                one["fingerprint"],
            )
            writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _told(row: Row, void: Mapping[int, int]) -> Row:
    """A row that says so where its entry was corrected."""
    if row.seq not in void:
        return row
    return replace(row, words=f"{row.words}（已由第 {void[row.seq]} 条更正作废）")


def points_csv(bench: Workbench, entries: Iterable[Entry], names: Mapping[str, str]) -> bytes:
    """Every point of every practical check and inspection, with its verdict and what was seen."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ("记录", "类别", "人员", "经办", "项目", "版本", "检查项", "结论", "情况", "条款", "指纹")
    )
    for entry in entries:
        if entry.kind not in ("practical_check", "inspection"):
            continue
        remarks = remarks_of(bench, entry)
        person = names.get(str(entry.payload.get("person", "")), "")
        for one in points_of(entry):
            said = remarks.get(f"remark.{one['item']}", "")
            cells = (
                entry.seq,
                KINDS[entry.kind][0],
                person,
                names.get(entry.actor, entry.actor),
                entry.project,
                entry.edition,
                one["text"],
                verdict_of(entry, one),
                "（已删除）" if said is None else said,
                one["clause"],
                one["fingerprint"],
            )
            writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") else cell


def _allowed(bench: Workbench, who: Who, scope: Scope) -> None:
    """A manager exports of the own projects only; without one named, of all."""
    projects: Sequence[str] = (scope.project or ALL_PROJECTS,)
    if scope.person and not scope.project:
        projects = bench.records.people.person(scope.person).projects or projects
    if not any(may(who, "export_evidence", project=project) for project in projects):
        require(who, "export_evidence", project=projects[0])
    for day in (scope.since, scope.until):
        if day:
            _checked_day(day)


def _checked_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise HandbookError(f"日期“{text}”不合格式。", fix="写成 2026-12-01。") from None


def _wording(clause: Clause) -> str:
    lead = f"（{clause.lead_in}）\n" if clause.lead_in else ""
    attributes = json.dumps(dict(clause.attributes), ensure_ascii=False) if clause.attributes else ""
    return f"{clause.id}　{clause.section} {clause.title}\n{lead}{clause.text}\n{attributes}\n指纹 {clause.fingerprint}"


@dataclass(frozen=True)
class _Report:
    """The report's content, written as HTML and as Word."""

    title: str
    maker: str
    made: datetime
    entries: Sequence[Entry]
    rows: Sequence[Row]
    wordings: Mapping[str, Sequence[Clause]]
    checkpoint: Checkpoint

    def facts(self) -> list[tuple[str, str]]:
        """Who, when, how much, and what it is anchored by."""
        count = Counter(KINDS[entry.kind][0] for entry in self.entries)
        first, last = self.entries[0], self.entries[-1]
        return [
            ("范围", self.title),
            ("制作", f"{self.maker}，{_local(self.made)}"),
            ("记录", "，".join(f"{name} {number}" for name, number in count.most_common())),
            ("时间", f"{_local(utc_moment(first.at))} 至 {_local(utc_moment(last.at))}"),
            ("版本", "、".join(sorted({entry.edition for entry in self.entries if entry.edition}))),
            ("检查点", f"账本共 {self.checkpoint.length} 条，末条 {self.checkpoint.head}"),
            ("树根", f"{self.checkpoint.root}，密钥 {self.checkpoint.key}"),
        ]

    def lines(self) -> list[tuple[str, ...]]:
        """One line an entry."""
        return [
            (
                str(row.seq),
                _local(utc_moment(row.at)),
                row.kind,
                row.who + (f" → {row.about}" if row.about else ""),
                row.edition,
                row.words + (f"（签署：{entry.meaning}）" if entry.meaning else ""),
                _listed([ref.id for ref in entry.clauses]),
                row.digest,
            )
            for row, entry in zip(self.rows, self.entries, strict=True)
        ]

    def html(self) -> str:
        """A page that needs nothing else."""
        facts = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(words)}</td></tr>" for name, words in self.facts()
        )
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in self.lines()
        )
        heads = "".join(f"<th>{name}</th>" for name in HEADS)
        clauses = "".join(
            f"<details><summary>条款文字　{escape(edition)}（{len(listed)} 条）</summary>"
            + "".join(f"<pre>{escape(_wording(clause))}</pre>" for clause in listed)
            + "</details>"
            for edition, listed in self.wordings.items()
        )
        return (
            '<!doctype html><html lang="zh"><head><meta charset="utf-8">'
            f"<title>证据包　{escape(self.title)}</title><style>{STYLE}</style></head><body>"
            f"<h1>证据包　{escape(self.title)}</h1><table>{facts}</table><h2>怎样核验</h2>"
            f"<pre>{escape(GUIDE)}</pre><h2>记录</h2><table><tr>{heads}</tr>{body}</table>{clauses}</body></html>\n"
        )

    def word(self, edition: str) -> bytes:
        """The same for printing."""
        from checklists.word import text_width_mm, word_file
        from checklists.word_parts import Para, Table, cell, para
        from checklists.word_parts import Row as Line

        width = text_width_mm(landscape=True)
        facts = Table(
            (30, width - 30), tuple(Line((cell(name), cell(words))) for name, words in self.facts())
        )
        widths = (14, 28, 20, 40, 13, width - 185, 40, 30)
        head = Line(tuple(cell(name, bold=True) for name in HEADS), repeat=True)
        lines = tuple(
            Line(
                tuple(
                    cell(word if place < 7 else f"…{word[-12:]}", size=8) for place, word in enumerate(line)
                )
            )
            for line in self.lines()
        )
        parts: list[Para | Table] = [
            facts,
            para("怎样核验", style="Heading1"),
            *(para(line) for line in GUIDE.splitlines()),
            para("记录", style="Heading1"),
            Table(widths, (head, *lines)),
        ]
        if sum(map(len, self.wordings.values())) > PRINTED_CLAUSES:
            parts.append(para("条款文字较多，见“条款”文件夹。"))
            return word_file(self.control(edition), parts, landscape=True)
        for name, listed in self.wordings.items():
            parts.append(para(f"条款文字　{name}", style="Heading1"))
            parts += [para(_wording(clause), after=4) for clause in listed]
        return word_file(self.control(edition), parts, landscape=True)

    def control(self, edition: str) -> Control:
        """Head of every printed page."""
        from checklists.word import Control

        return Control(f"证据包　{self.title}", "证据包", edition)


HEADS = ("序号", "时间", "类别", "人员", "版本", "内容", "条款", "摘要")
STYLE = (
    "body{font-family:system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2em;line-height:1.6}"
    "table{border-collapse:collapse;width:100%;font-size:.85em}td,th{border:1px solid #bbb;padding:.3em .5em;"
    "text-align:left;vertical-align:top;word-break:break-word}pre{white-space:pre-wrap;background:#f6f6f4;padding:.8em}"
)


def _local(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def _listed(clauses: Sequence[str]) -> str:
    more = f" 等 {len(clauses)} 条" if len(clauses) > SHOWN_CLAUSES else ""
    return "、".join(clauses[:SHOWN_CLAUSES]) + more
