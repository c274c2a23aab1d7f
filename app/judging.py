"""The changes of a text, each judged once: material or editorial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.deciding import change_item, judged
from app.learning import in_order
from app.records.store import Decision
from indexer.clauses import HandbookError
from indexer.editions import ManifestChange
from indexer.revision import Diff


def changes_of(
    difference: Diff,
    *,
    material: Mapping[str, bool],
    decisions: Iterable[Decision] = (),
    reason: str = "",
) -> tuple[ManifestChange, ...]:
    """The changes of a difference in the form of a manifest, each judged once.

    What `material` says of a clause goes before what was decided, and that before what is proposed. An added
    or withdrawn clause is always material; a move is none.
    """
    standing = judged(decisions)

    def judgement(clause: str, old: str, new: str, proposed: bool) -> bool:
        return material.get(clause, standing.get((clause, change_item(clause, old, new)), proposed))

    found = [
        ManifestChange(str(clause.id), "added", True, None, clause.fingerprint, reason)
        for clause in difference.added
    ]
    found += [
        ManifestChange(str(clause.id), "withdrawn", True, clause.fingerprint, None, reason)
        for clause in difference.withdrawn
    ]
    for change in difference.changed:
        clause, before, after = str(change.id), change.old.fingerprint, change.new.fingerprint
        called = judgement(clause, before, after, change.material)
        found.append(ManifestChange(clause, change.kind, called, before, after, reason))
    # a clause both reworded and moved is one link: its move begins and ends at the new wording
    found += [
        ManifestChange(str(new.id), "moved", False, new.fingerprint, new.fingerprint, reason)
        for _, new in difference.moved
    ]
    order = {clause: place for place, clause in enumerate(in_order({one.clause for one in found}))}
    return tuple(sorted(found, key=lambda one: (order[one.clause], one.kind == "moved")))


def called(difference: Diff, editorial: Sequence[str], material: Sequence[str]) -> dict[str, bool]:
    changed = {str(change.id) for change in difference.changed}
    added = {str(clause.id) for clause in difference.added}
    for clause in (*editorial, *material):
        if clause in added and clause in editorial:
            raise HandbookError(f"{clause} 是新增条款，不能认定为编辑性。", fix="新增条款须学习后执行。")
        if clause not in changed and clause not in added:
            raise HandbookError(
                f"{clause} 在这次修订里没有改动。", fix="用 handbook diff 查看改动的条款，再写 --editorial。"
            )
    both = set(editorial) & set(material)
    if both:
        raise HandbookError(f"{min(both)} 同时写了编辑性和实质性。", fix="只写一种。")
    return {**dict.fromkeys(material, True), **dict.fromkeys(editorial, False)}


def judged_otherwise(
    difference: Diff, changes: Sequence[ManifestChange], reason: str
) -> tuple[ManifestChange, ...]:
    """Changes called otherwise than proposed; to call a material one editorial needs a reason."""
    proposed = {str(change.id): change.material for change in difference.changed}
    found = tuple(
        one
        for one in changes
        if one.kind != "moved" and proposed.get(one.clause, one.material) != one.material
    )
    lenient = next((one for one in found if not one.material), None)
    if lenient is not None and not reason.strip():
        raise HandbookError(
            f"{lenient.clause} 的要求有变，认定为编辑性要写理由。", fix="用 --reason 写明，或按实质性处理。"
        )
    return found
