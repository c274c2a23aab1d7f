"""Section files made ready for the site generator: document control on top, references as links."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.site_text import cell, front, safe
from app.site_views import Shown
from indexer.clauses import ClauseId, Section
from indexer.front_matter import split_front_matter

_FENCE = re.compile(r"^\s*(```|~~~)")
_CLAUSE = re.compile(r"\[(\d{1,3}\.\d{1,3}-\d{2,4})\](?![(\[:])")
_SECTION = re.compile(r"\[(\d{1,3}\.\d{1,3})\](?![(\[:])")
_IN_WORDS = re.compile(r"(本手册\s*)(\d{1,3}\.\d{1,3})(?![\d.\-\]])")
_TITLE = re.compile(r"#\s+\S.*")

CONTROL = (
    ("文件编号", "doc_no"),
    ("归口", "owner"),
    ("编制", "prepared_by"),
    ("审核", "reviewed_by"),
    ("批准", "approved_by"),
)


def staged_section(source: str, section: Section, shown: Shown) -> str:
    """One section's file as the site generator gets it."""
    parts = split_front_matter(source)
    body = parts[1] if parts else source
    lines = body.split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if start < len(lines) and _TITLE.fullmatch(lines[start].strip()):
        lines = lines[start + 1 :]
    head = [
        front(f"{section.number} {section.title}", "section"),
        f"# {section.number} {safe(section.title)}",
        "",
        *control_table(section),
        "",
    ]
    return "\n".join([*head, *linked(lines, shown), "", *forms_used(section, shown)]) + "\n"


def control_table(section: Section) -> list[str]:
    """Document control as Chinese quality documents have it."""
    facts = [(name, section.control[key]) for name, key in CONTROL if section.control.get(key)]
    facts += [("版本", section.edition), ("生效", section.effective), ("状态", "受控")]
    return [
        "| " + " | ".join(name for name, _ in facts) + " |",
        "| " + " | ".join("---" for _ in facts) + " |",
        "| " + " | ".join(cell(value) for _, value in facts) + " |",
    ]


def linked(lines: Iterable[str], shown: Shown) -> list[str]:
    """Lines with references to clauses and sections that are shown made links; code is left alone."""
    ids = {str(one): section for one, section in shown.ids.items()}
    numbers = {section.number for section in shown.handbook.sections}

    def clause(found: re.Match[str]) -> str:
        one = found[1]
        return f"[{one}]({ids[one]}.md#{ClauseId.parse(one)})" if one in ids else found[0]

    def section(found: re.Match[str]) -> str:
        return f"[{found[1]}]({found[1]}.md)" if found[1] in numbers else found[0]

    def words(found: re.Match[str]) -> str:
        number = found[2]
        return f"{found[1]}[{number}]({number}.md)" if number in numbers else found[0]

    done: list[str] = []
    fenced = False
    for line in lines:
        if _FENCE.match(line):
            fenced = not fenced
        if not fenced and "`" not in line:
            line = _IN_WORDS.sub(words, _SECTION.sub(section, _CLAUSE.sub(clause, line)))
        done.append(line)
    return done


def forms_used(section: Section, shown: Shown) -> list[str]:
    """A closing list of the forms that the section calls for."""
    names: list[str] = []
    for read in shown.reads:
        if read.clause.section == section.number:
            names += [name for name in read.forms if name not in names]
    if not names:
        return []
    numbers = {form.name: form.no for form in shown.handbook.forms}
    rows = [f"| {cell(numbers.get(name, '—') or '—')} | {cell(name)} |" for name in names]
    return ["## 本节表单", "", "| 编号 | 名称 |", "| --- | --- |", *rows]
