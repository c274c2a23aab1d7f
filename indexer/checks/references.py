"""Cross-references: ``[2.3-12]``, ``[2.3]`` and 本手册 2.3 lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.clauses import ClauseId, Fault, Handbook, SourceSpan

_BRACKETS = re.compile(r"\[(\d{1,3}\.\d{1,3})(-\d{1,6})?\](?!\()")
_IN_WORDS = re.compile(r"(?:本手册|手册)(?:第)?\s*(\d{1,3}\.\d{1,3})(-\d{2,4})?(?![\d.])")


def check_references(handbook: Handbook) -> Iterator[Fault]:
    """T20–T22, in clauses and in the glossary."""
    sections = {section.number for section in handbook.sections}
    ids = {clause.id: clause for clause in handbook.all_clauses()}
    for term in handbook.glossary:
        if term.clause and term.clause not in {str(one) for one in ids}:
            where = SourceSpan("handbook/glossary.yml")
            yield Fault(
                where, "T20", f"术语“{term.term}”引用的条款 {term.clause} 不存在。", "改成现有的条款编号。"
            )
    for clause in handbook.clauses:
        seen: set[str] = set()
        for pattern in (_BRACKETS, _IN_WORDS):
            for section, serial in pattern.findall(clause.text):
                target = section + serial
                if target in seen:
                    continue
                seen.add(target)
                if not serial:
                    if section not in sections:
                        yield Fault(
                            clause.where,
                            "T21",
                            f"{clause.id} 引用的小节 {section} 不存在。",
                            "改成现有的小节号。",
                        )
                    continue
                aim = ids.get(ClauseId.parse(target)) if re.fullmatch(r"-\d{2,4}", serial) else None
                if aim is None:
                    yield Fault(
                        clause.where,
                        "T20",
                        f"{clause.id} 引用的条款 {target} 不存在。",
                        "改成现有的条款编号。",
                    )
                elif aim.withdrawn:
                    yield Fault(
                        clause.where,
                        "T22",
                        f"{clause.id} 引用的条款 {target} 已在 {aim.withdrawn} 废止。",
                        "改引现行条款，或写出内容。",
                    )
                elif aim.id == clause.id:
                    yield Fault(clause.where, "T20", f"{clause.id} 引用了自己。", "改成所指的条款编号。")
