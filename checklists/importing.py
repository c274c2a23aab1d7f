"""A manual in Word or Markdown into our format: sections as files, an id for every provision, a report.

A paragraph, list item or table row becomes a clause where it asks for something; other text stays as a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from checklists.outline import Part, parts_of
from indexer.demands.blocks import Line
from indexer.demands.extract import extract_text
from indexer.reading import HIDDEN

_MARK = re.compile(
    r"^\s*(?P<mark>第[零一二三四五六七八九十百\d]{1,6}条|\d{1,2}(?:[.．]\d{1,2}){1,4}[.．、]?(?=\s|[^\d\s.%℃~～—-])|\d{1,3}[.．、)）](?!\d)"
    r"|[（(](?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])[)）]|[一二三四五六七八九十]{1,3}、|[a-zA-Z][)）.．]|[①-⑳]|[-*+•●·◆■](?=\s))\s*(?P<text>.*)$",
    re.DOTALL,
)
_CROSS = re.compile(
    r"(?:见|按|依照|根据|符合|执行)?(?:本[手册制度规程办法规定]{1,3})?第[零一二三四五六七八九十百\d]{1,6}[条款节章]"
)
_FORM = re.compile(r"《([^《》]{2,30}(?:表|单|记录|台账|卡|登记簿|日志|清单|票|报告))》")
_SPECIAL = re.compile(r"([\\`*_<>\[\]#])")
_WHITE = re.compile(r"\s+")
FEWEST_USES = 2
"""Provisions whose subject a word must be to be proposed as a post."""


@dataclass(slots=True)
class Imported:
    """Files by path below the home, and what a person should look at."""

    files: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    renumbered: list[tuple[str, str]] = field(default_factory=list)
    """Old number and new id."""
    clauses: int = 0
    notes: int = 0

    def report(self) -> str:
        """The report as Markdown."""
        lines = [
            "# 导入报告",
            "",
            f"{len(self.files)} 个文件，{self.clauses} 条条款，{self.notes} 段说明文字。",
            "",
        ]
        lines += ["## 需要核对", "", *(f"- {remark}" for remark in self.remarks or ["没有。"]), ""]
        if self.renumbered:
            lines += ["## 原编号与条款编号", "", "| 原编号 | 条款 |", "| --- | --- |"]
            lines += [f"| {old.replace('|', '｜')} | {new} |" for old, new in self.renumbered]
        return "\n".join(lines) + "\n"


def imported(
    lines: Iterable[Line], title: str, *, effective: str, lost: Iterable[tuple[int, str]] = ()
) -> Imported:
    """Make a home's handbook of a manual's lines.

    Args:
        lines: In document order.
        title: Of the manual, for a text without headings.
        effective: ISO date for the sections' front matter.
        lost: Remarks of the reader as (line, remark).
    """
    made = Imported(remarks=[f"第 {line} 行：{words}" if line else words for line, words in lost])
    subjects: Counter[str] = Counter()
    forms: dict[str, None] = {}
    for part in parts_of(map(_shown, lines), HIDDEN.sub("", title)):
        body = "\n".join(_Section(part, made, subjects, forms).written())
        front = f'---\nsection: "{part.name}"\ntitle: {_yaml(part.title)}\nedition: A/0\neffective: {effective}\n---\n'
        made.files[f"handbook/{part.chapter}/{part.name}.md"] = (
            f"{front}# {part.name} {_safe(part.title)}\n\n{body.rstrip()}\n"
        )
    posts = [word for word, uses in sorted(subjects.items()) if uses >= FEWEST_USES]
    made.files["handbook/posts.yml"] = _list_file(
        "name", posts, "岗位表：由条文主语列出，请核对并补充别名与证件。"
    )
    made.files["handbook/forms.yml"] = _list_file(
        "name", list(forms), "表单表：由书名号里的名称列出，请补编号、栏目与保存期限。"
    )
    made.files["handbook/laws.yml"] = "# 法规表：请按 {law: 名称, article: 条号, in_force: 日期} 补充。\n[]\n"
    return made


def _shown(line: Line) -> Line:
    """The line without characters that nobody sees."""
    if not HIDDEN.search(line.text) and not HIDDEN.search(line.head):
        return line
    return replace(line, text=HIDDEN.sub("", line.text), head=HIDDEN.sub("", line.head))


def _list_file(key: str, words: list[str], remark: str) -> str:
    entries = "".join(f"- {{{key}: {_yaml(word)}}}\n" for word in words)
    return f"# {remark}\n{entries or '[]' + chr(10)}"


def _yaml(words: str) -> str:
    kept = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{kept}"'


def _safe(words: str) -> str:
    """Words that Markdown takes for words, on one line, without braces of ours."""
    kept = _WHITE.sub(" ", words).strip().replace("{", "｛").replace("}", "｝")
    return _SPECIAL.sub(r"\\\1", kept)


@dataclass(slots=True)
class _Item:
    line: int
    mark: str
    text: str
    children: list[_Item] = field(default_factory=list)
    ordered: bool = False


class _Section:
    """Writes one section; the serial counts from 1."""

    def __init__(self, part: Part, made: Imported, subjects: Counter[str], forms: dict[str, None]) -> None:
        self.part, self.made, self.subjects, self.forms = part, made, subjects, forms
        self.serial = 0
        self.heading = ""

    def written(self) -> Iterator[str]:
        group: list[_Item] = []
        rows: list[Line] = []
        for line in [*self.part.lines, Line(0, "", "heading")]:
            if line.kind == "row" and (not rows or rows[-1].head == line.head):
                caption = group[-1].text if group and not rows else ""
                yield from self.items(group)
                group = []
                rows.append(line)
                if caption:
                    self.caption = caption
                continue
            if rows and line.kind != "blank":
                yield from self.table(rows)
                rows = [line] if line.kind == "row" else []
                if rows:
                    continue
            if line.kind == "heading":
                yield from self.items(group)
                group = []
                if line.text:
                    self.heading = line.text
                    yield from (f"## {_safe(line.text)}", "")
            elif line.text.strip():
                self.put(group, line)

    caption = ""

    def put(self, group: list[_Item], line: Line) -> None:
        """A new item, or an entry of the item before where that announces a list."""
        found = _MARK.match(line.text)
        item = _Item(
            line.number, found["mark"] if found else "", found["text"].strip() if found else line.text.strip()
        )
        item.ordered = bool(re.match(r"\d|[①-⑳]|[（(]\d", item.mark))
        if not item.text:
            return
        above = group[-1] if group else None
        opens = above is not None and above.text.endswith(("：", ":"))
        if above and opens and item.mark and self.below(above, item):
            above.children.append(item)
        else:
            group.append(item)

    @staticmethod
    def below(above: _Item, item: _Item) -> bool:
        """Whether an entry hangs under the announcement: it has another kind of mark than that."""
        if item.mark.startswith("第"):
            return False
        return _kind(item.mark) != _kind(above.mark) or bool(
            above.children and _kind(above.children[-1].mark) == _kind(item.mark)
        )

    def items(self, group: list[_Item]) -> Iterator[str]:
        for item in group:
            whole = "\n".join([item.text, *(f"    - {child.text}" for child in item.children)])
            demands = extract_text(whole, heading=self.heading)
            for demand in demands:
                if demand.subject and len(demand.subject) <= 10:
                    self.subjects[demand.subject] += 1
            if not demands:
                self.made.notes += 1
                yield from (_safe(item.text), "")
                yield from (f"- {_safe(child.text)}" for child in item.children)
                if item.children:
                    yield ""
                continue
            identity = self.identity(item)
            yield f"- {_safe(item.text)}{{#{identity}{self.attributes(whole)}}}"
            for place, child in enumerate(item.children, 1):
                mark = f"{place}." if child.ordered else "-"
                yield f"    {mark} {_safe(child.text)}"
            yield ""

    def table(self, rows: list[Line]) -> Iterator[str]:
        heads = [_cell(cell) for cell in rows[0].head.split(" | ")]
        lead_in = f"{self.caption}\n{rows[0].head}" if self.caption else rows[0].head
        self.caption = ""
        yield "| " + " | ".join(head or "—" for head in heads) + " |"
        yield "| " + " | ".join("---" for _ in heads) + " |"
        for row in rows:
            cells = [_cell(cell) for cell in row.text.split(" | ")]
            cells = (cells + [""] * len(heads))[: len(heads)]
            if extract_text(row.text, lead_in=lead_in, heading=self.heading, row=True):
                identity = self.identity(_Item(row.number, "", row.text))
                cells[-1] = f"{cells[-1]} {{#{identity}{self.attributes(row.text)}}}".strip()
            else:
                self.made.notes += 1
            yield "| " + " | ".join(cells) + " |"
        yield ""

    def identity(self, item: _Item) -> str:
        self.serial += 1
        self.made.clauses += 1
        identity = f"{self.part.name}-{self.serial:02d}"
        if item.mark and not re.match(r"[-*+•●·◆■]", item.mark):
            self.made.renumbered.append((f"{self.part.name}　{item.mark}", identity))
        texts = [item.text, *(child.text for child in item.children)]
        if any(_CROSS.search(text) for text in texts):
            self.made.remarks.append(f"{identity}：文中按原编号引用其他条文，请改成条款编号")
        return identity

    def attributes(self, text: str) -> str:
        named = dict.fromkeys(_FORM.findall(text))
        self.forms.update(named)
        return f' form="{"、".join(named)}"' if named else ""


def _kind(mark: str) -> str:
    """``1.`` and ``2.`` are of one kind, ``（一）`` and ``a)`` of others."""
    kept = re.sub(r"\d+", "1", mark)
    kept = re.sub(r"[零一二三四五六七八九十百]+", "一", kept)
    return re.sub(r"[a-zA-Z]", "a", re.sub(r"[①-⑳]", "①", kept))


def _cell(words: str) -> str:
    return _safe(words.replace("|", "｜"))
