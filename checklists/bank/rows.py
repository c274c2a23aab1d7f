"""Table rows: each column under its head is a slot, the first column names the thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.content import content
from checklists.bank.frame import Frame
from checklists.bank.wording import REFERENCE, tidy, without_references
from checklists.bank.workshop import Fact, Workshop
from indexer.clauses import Clause
from indexer.demands.model import Demand

_OFTEN_HEAD = re.compile(r"频次|频率|周期|多久")
_WHO_HEAD = re.compile(r"岗位|责任人|人员|负责")
_LIMIT_HEAD = re.compile(r"时限|期限|标准|目标|分值|数量|保存")


def cells_of(clause: Clause) -> tuple[str, list[str], list[str]] | None:
    """Caption, column heads and cells of a row; `None` where they do not match."""
    caption, newline, heads = clause.lead_in.rpartition("\n")
    if not newline:
        return None
    names = [tidy(head) for head in heads.split("|")]
    cells = [tidy(cell) for cell in clause.text.split("|")]
    return (tidy(caption), names, cells) if len(names) == len(cells) and len(cells) >= 2 else None


def row_facts(shop: Workshop, clause: Clause) -> Iterator[Fact]:
    """Frames for the frequency, the post and the figure of a row, where each stands alone in its cell."""
    read = cells_of(clause)
    demands = [each for each in shop.demands[str(clause.id)] if each.modality in ("must", "must_not")]
    if read is None or not demands:
        return
    caption, names, cells = read
    matter = _matter(caption)
    thing = without_references(cells[0])
    if REFERENCE.search(thing) or not thing:
        return
    subject = _post(shop, names, cells)
    inside = _inside(clause, names, cells, shop)
    for demand in demands:
        often = next((p for p, name in enumerate(names) if _OFTEN_HEAD.search(name)), None)
        if demand.frequency and often and not re.search(r"、|，|；", cells[often]):
            cell = without_references(cells[often])
            text = f"{matter}，“{thing}”{inside}应{cell}"
            yield _fact("frequency", clause, demand, text, "")
        limit = demand.limit
        column = next(
            (
                p
                for p, cell in enumerate(cells)
                if limit and p and tidy(limit.words) and tidy(limit.words) in cell
            ),
            None,
        )
        if limit and column and _LIMIT_HEAD.search(names[column]) and not re.search(r"，|；", cells[column]):
            cell = without_references(cells[column])
            joint = "" if re.match(r"不|至少|达到|提前|≥|≤", cell) else "为"
            text = f"{matter}，“{thing}”的{names[column]}应{joint}{cell}"
            yield _fact("limit", clause, demand, text, "")
        if subject and demand is demands[0]:
            yield _fact("subject", clause, demand, f"{matter}，“{thing}”{inside}应由{subject}负责", subject)


def _fact(slot: str, clause: Clause, demand: Demand, text: str, subject: str) -> Fact:
    return Fact(slot, clause, demand, Frame(text, subject, text), content(text), "row")


def _matter(caption: str) -> str:
    """「机房设备应按下表巡检和试运行：」 as 「在机房设备巡检和试运行中」."""
    plain = re.sub(r"（[^（）]*）", "", caption).rstrip("：。")
    found = re.match(
        r"^(?P<what>.*?)(?:应|宜|须|必须)(?:按|依照|照)?(?:下表|下列表格)(?:的[^，]{0,8})?(?P<act>[^，]*)",
        plain,
    )
    if found:
        return f"手册“{found['what']}{found['act']}”一表中"
    return f"手册“{plain[:30]}”一表中" if plain else "手册的表中"


def _post(shop: Workshop, names: list[str], cells: list[str]) -> str:
    for name, cell in zip(names[1:], cells[1:], strict=True):
        first = re.split(r"，|《", cell)[0]
        if _WHO_HEAD.search(name) and shop.roles.name_of(first):
            return first
    return ""


def _inside(clause: Clause, names: list[str], cells: list[str], shop: Workshop) -> str:
    """Cells that say which of several rows on the same thing is meant."""
    kept = [
        cell
        for name, cell in zip(names[1:], cells[1:], strict=True)
        if not (_OFTEN_HEAD.search(name) or _WHO_HEAD.search(name))
        and len(cell) <= 24
        and "《" not in cell
        and not re.search(r"\d", cell)
        and not REFERENCE.search(cell)
    ]
    return f"（{kept[0]}）" if kept else ""
