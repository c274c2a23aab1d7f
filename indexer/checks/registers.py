"""Posts and forms: what clauses name is listed, what is listed is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.clauses import Clause, Fault, Handbook, SourceSpan

_BOOK = re.compile(r"《([^《》]{2,40})》")
FORM_ENDINGS = ("记录", "表", "单", "台账", "票", "清单", "登记簿", "问卷", "纪要", "卡", "报告")
"""Last words of a form's name; other titles in 《》 are laws, standards or this handbook."""


def check_registers(handbook: Handbook) -> Iterator[Fault]:
    """T10–T14. A list that is missing is a fault of its own and not compared with."""
    if handbook.posts:
        yield from _posts(handbook)
    if handbook.forms:
        yield from _forms(handbook)


def _posts(handbook: Handbook) -> Iterator[Fault]:
    used: set[str] = set()
    for clause in handbook.clauses:
        for name in clause.posts:
            post = handbook.post_named(name)
            if post is None:
                yield _warning(
                    clause, "T10", f"岗位“{name}”不在 posts.yml 里。", "改用列表里的名称，或补进列表。"
                )
            elif name != post.name:
                yield _warning(
                    clause, "T10", f"岗位“{name}”是“{post.name}”的别名。", f"花括号里写 {post.name}。"
                )
    text = "\n".join(clause.text + clause.lead_in for clause in handbook.clauses)
    for clause in handbook.clauses:
        used.update(clause.posts)
    for post in handbook.posts:
        words = (post.name, *post.aliases)
        if not used.intersection(words) and not any(word in text for word in words):
            yield Fault(
                SourceSpan("handbook/posts.yml"),
                "T11",
                f"岗位“{post.name}”没有任何条款用到。",
                "删去它，或写出它的条款。",
                "warning",
            )


def _forms(handbook: Handbook) -> Iterator[Fault]:
    listed = {form.name: form for form in handbook.forms}
    numbers = {form.no: form.name for form in handbook.forms if form.no}
    yield from _doubled_numbers(handbook)
    called: set[str] = set()
    for clause in handbook.clauses:
        named = [name for name in _BOOK.findall(clause.text) if name.endswith(FORM_ENDINGS)]
        called.update(clause.forms, named)
        for name in clause.forms:
            if name in numbers:
                yield _error(clause, "T12", f"form 写了编号“{name}”。", f"写表单名称：{numbers[name]}。")
            elif name not in listed:
                yield _error(
                    clause, "T12", f"表单《{name}》不在 forms.yml 里。", "改成列表里的名称，或补进列表。"
                )
        for name in named:
            if name not in listed and name not in clause.forms:
                yield _error(
                    clause, "T12", f"正文里的《{name}》不在 forms.yml 里。", "改成列表里的名称，或补进列表。"
                )
            elif name in listed and name not in clause.forms:
                yield _warning(
                    clause, "T14", f"正文用到《{name}》，花括号里没有。", f'在花括号里写 form="{name}"。'
                )
    for form in handbook.forms:
        if form.name not in called:
            yield Fault(
                SourceSpan("handbook/forms.yml"),
                "T13",
                f"表单《{form.name}》没有任何条款用到。",
                "删去它，或写出用它的条款。",
                "warning",
            )


def _doubled_numbers(handbook: Handbook) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for form in handbook.forms:
        if form.no and first.setdefault(form.no, form.name) != form.name:
            yield Fault(
                SourceSpan("handbook/forms.yml"),
                "T15",
                f"编号 {form.no} 既是《{first[form.no]}》又是《{form.name}》。",
                "给其中一个换编号。",
            )


def _error(clause: Clause, code: str, problem: str, fix: str) -> Fault:
    return Fault(clause.where, code, f"{clause.id} 的{problem}", fix)


def _warning(clause: Clause, code: str, problem: str, fix: str) -> Fault:
    return Fault(clause.where, code, f"{clause.id} 的{problem}", fix, "warning")
