"""The lists among the generated pages: forms, cited articles, terms, and what each edition changed."""

from __future__ import annotations

import re

from app.site_text import cell, clause_link, front
from app.site_views import Shown
from indexer.clauses import Clause, ClauseId
from indexer.editions import edition_key

KINDS = {
    "added": "新增",
    "withdrawn": "废止",
    "reworded": "改写",
    "attributes": "属性",
    "retitled": "改题",
    "moved": "移动",
}


def form_page(shown: Shown) -> str:
    calls: dict[str, list[Clause]] = {}
    for read in shown.reads:
        for name in read.forms:
            calls.setdefault(name, []).append(read.clause)
    lines = [front("表单目录", "list hb-forms"), "# 表单目录", "", "| 编号 | 名称 | 栏目 | 保存 | 条款 |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for form in sorted(shown.handbook.forms, key=lambda form: (form.no, form.name)):
        links = " ".join(clause_link(clause, "") for clause in calls.get(form.name, []))
        if not links and not shown.internal:
            continue
        fields = cell("、".join(form.fields))
        lines.append(f"| {cell(form.no)} | {cell(form.name)} | {fields} | {cell(form.retention)} | {links} |")
    return "\n".join(lines) + "\n"


def law_page(shown: Shown) -> str:
    from indexer.checks.citations import parse_basis

    cited: dict[tuple[str, str], list[Clause]] = {}
    for read in shown.reads:
        for basis in read.clause.basis:
            key = parse_basis(basis)
            if key:
                cited.setdefault(key, []).append(read.clause)
    lines = [
        front("法规清单", "list hb-laws"),
        "# 法规清单",
        "",
        "| 法规 | 条 | 施行 | 条款 |",
        "| --- | --- | --- | --- |",
    ]
    for law in shown.handbook.laws:
        links = " ".join(clause_link(clause, "") for clause in cited.get((law.law, law.article), []))
        lines.append(f"| {cell(law.law)} | 第{cell(law.article)}条 | {cell(law.in_force)} | {links or '—'} |")
    return "\n".join(lines) + "\n"


ANCHORS = (
    "培训、签收和检查记录的检查点随时公布在本站的 "
    '<a href="../../anchors.jsonl">anchors.jsonl</a>：谁保存了一份，谁就能证明到那时为止的记录没有被改动或删去。'
)
"""One line of the page, which lies two folders below the file."""


def glossary_page(shown: Shown) -> str:
    lines = [front("术语", "list"), "# 术语", ""]
    if not shown.handbook.glossary:
        return "\n".join([*lines, "本手册没有术语表。", ""])
    lines += ["| 术语 | 含义 | 条款 |", "| --- | --- | --- |"]
    for term in shown.handbook.glossary:
        link = "—"
        if term.clause and re.fullmatch(r"\d+\.\d+-\d{2,4}", term.clause):
            section = shown.ids.get(ClauseId.parse(term.clause))
            link = f"[{term.clause}]({section}.md#{term.clause})" if section else "—"
        lines.append(f"| {cell(term.term)} | {cell(term.definition)} | {link} |")
    return "\n".join(lines) + "\n"


def revision_page(shown: Shown) -> str:
    lines = [front("修订记录", "list"), "# 修订记录", "", ANCHORS, ""]
    if not shown.manifests:
        return "\n".join([*lines, "还没有发布过版本。", ""])
    for manifest in sorted(shown.manifests, key=lambda one: edition_key(one.edition), reverse=True):
        lines += [
            f"## {manifest.edition}",
            "",
            f"生效 {manifest.effective}，共 {len(manifest.clauses)} 条。",
            "",
        ]
        if not manifest.changes:
            lines += ["首次发布。", ""]
            continue
        lines += ["| 条款 | 变更 | 性质 | 原因 |", "| --- | --- | --- | --- |"]
        for change in manifest.changes:
            one = ClauseId.parse(change.clause)
            section = shown.ids.get(one)
            if section is None and not shown.internal and one.section_no not in _numbers(shown):
                continue  # a change of a section that this build does not show
            link = f"[{one}]({section}.md#{one})" if section else str(one)
            kind = KINDS.get(change.kind, change.kind)
            judged = "实质性" if change.material else "编辑性"
            lines.append(f"| {link} | {kind} | {judged} | {cell(change.reason)} |")
        lines.append("")
    return "\n".join(lines)


def _numbers(shown: Shown) -> set[str]:
    return {section.number for section in shown.handbook.sections}
