"""What was issued stays findable: a clause is withdrawn with a tombstone, never just deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.clauses import ClauseId, Fault, Handbook, SourceSpan
from indexer.editions import Manifest, edition_key


def check_history(handbook: Handbook, manifests: Sequence[Manifest]) -> Iterator[Fault]:
    """T50: an id of a manifest that the text no longer holds, or a withdrawn one in force again."""
    present = {str(clause.id): clause for clause in handbook.all_clauses()}
    issued: dict[str, str] = {}
    withdrawn: set[str] = set()
    for manifest in sorted(manifests, key=lambda one: edition_key(one.edition)):
        for entry in manifest.clauses:
            issued.setdefault(entry.id, manifest.edition)
            if entry.withdrawn:
                withdrawn.add(entry.id)
    files = {section.number: f"handbook/{section.file}" for section in handbook.sections}
    for one in sorted(issued, key=ClauseId.parse):
        clause = present.get(one)
        if clause is None:
            section = ClauseId.parse(one).section_no
            yield Fault(
                SourceSpan(files.get(section, "handbook")),
                "T50",
                f"{one} 在 {issued[one]} 发布过，现在不见了。",
                f'恢复它，或留下一行“（废止）{{#{one} withdrawn="…"}}”。',
            )
        elif one in withdrawn and clause.withdrawn is None:
            yield Fault(
                clause.where, "T50", f"{one} 已经废止，编号不能再用。", "换成本节下一个没有用过的序号。"
            )
