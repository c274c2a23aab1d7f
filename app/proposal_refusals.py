"""Drafts that cannot be issued, each with what is wrong and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.checking import all_faults
from app.home import Home
from app.in_force import InForce
from indexer.clauses import ClauseId, Fault, Handbook, HandbookError
from indexer.editions import edition_key, newest, next_serial, read_manifests

SHOWN_FAULTS = 3
"""Faults that a refusal names; the others are counted."""
_REUSED = "S11"
"""Code of the fault of an id used twice."""


def refuse_reused(faults: Sequence[Fault], handbook: Handbook, home: Home) -> None:
    """Two drafts that took the same id: the later one gets the next free one."""
    manifests = read_manifests(home.handbook)
    for fault in faults:
        if fault.code == _REUSED:
            found = re.search(r"\d+\.\d+-\d{2,4}", fault.problem)
            free = next_serial(handbook, manifests, ClauseId.parse(found[0]).section) if found else None
            raise HandbookError(fault.problem, where=fault.where, fix=f"把后写的一条改为 {free}。")


def refuse_faults(home: Home, leave_out: Sequence[str] = ()) -> None:
    errors = [
        one for one in all_faults(home.handbook) if one.severity == "error" and one.code not in leave_out
    ]
    if errors:
        told = "；".join(str(one) for one in errors[:SHOWN_FAULTS])
        more = f"；另有 {len(errors) - SHOWN_FAULTS} 个" if len(errors) > SHOWN_FAULTS else ""
        raise HandbookError(
            f"手册有 {len(errors)} 个问题，不能发布：{told}{more}", fix="用 handbook check 逐个改正。"
        )


def refuse_behind(handbook: Handbook, home: Home, base: InForce | None) -> None:
    """A draft made from an older edition than the one in force; ids that both took are named."""
    listed = newest(read_manifests(home.handbook))
    if base is None or (listed is not None and listed.edition == base.edition):
        return
    if listed is None:
        return  # the first edition was adopted without a manifest in the tree; issuing writes it
    if edition_key(listed.edition) > edition_key(base.edition):
        raise HandbookError(
            f"手册里有版本 {listed.edition} 的清单，账本里现行的是 {base.edition}。",
            fix="发布中断时用 handbook issue --resume；在别处发布的，改用那里的账本。",
        )
    inherited = {one.id for one in listed.clauses}
    taken = {one: print_ for one, (print_, _) in base.manifest.fingerprints.items() if one not in inherited}
    clashes = [
        str(clause.id)
        for clause in handbook.all_clauses()
        if str(clause.id) in taken and taken[str(clause.id)] != clause.fingerprint
    ]
    free: list[str] = []
    next_free: dict[tuple[int, int], int] = {}
    for one in clashes:
        clause_id = ClauseId.parse(one)
        serial = (
            next_free.get(clause_id.section)
            or next_serial(handbook, [base.manifest, listed], clause_id.section).serial
        )
        next_free[clause_id.section] = serial + 1
        free.append(f"{one} 改为 {ClauseId(clause_id.section, serial)}")
    told = f"；编号已在 {base.edition} 用于别的条款：{'，'.join(free)}" if free else ""
    raise HandbookError(
        f"这份草稿从 {listed.edition} 改起，现行版本已是 {base.edition}{told}。",
        fix=f"先把 {base.edition} 的改动合并进来，重复的编号按上面换新，再发布。",
    )


def refuse_tombstones(old: Handbook, new: Handbook, edition: str) -> None:
    before = {clause.id for clause in old.all_clauses() if clause.withdrawn is not None}
    for clause in new.all_clauses():
        if clause.withdrawn is not None and clause.id not in before and clause.withdrawn != edition:
            raise HandbookError(
                f"{clause.id} 写的是在 {clause.withdrawn} 废止，这次发布的是 {edition}。",
                where=clause.where,
                fix=f'改成 withdrawn="{edition}"。',
            )
