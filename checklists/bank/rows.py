"""Table rows: each column under its head is a slot, the first column names the thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checklists.bank.content import content
from checklists.bank.frame import Frame
from checklists.bank.starts import PER
from checklists.bank.wording import REFERENCE, tidy, without_references
from checklists.bank.workshop import Fact, Workshop
from checklists.question import mark
from indexer.clauses import Clause
from indexer.demands.frequency import find_frequency
from indexer.demands.limits import find_limits
from indexer.demands.model import Demand

PLAIN_HEADS = ("岗位", "责任人", "责任岗位", "负责人", "负责岗位", "责任部门", "人员", "执行岗位")
LONGEST_INSIDE = 24
"""Characters of a cell that tells rows apart."""
_OFTEN_HEAD = re.compile(r"频次|频率|周期|多久")
_WHO_HEAD = re.compile(r"岗位|责任人|人员|负责")
_THING_HEAD = re.compile(
    r"对象|部位|项目|指标|岗位|名称|设施|场所|场地|房型|房间|地点|品种|物品|类别|环节|模块|设备|区域|记录|方式|层级|配置|附录|资料|档案|位置|内容|表单|事项"
)
_CONTENT_HEAD = re.compile(r"内容|作业|事项|范围")
_STANDARD_HEAD = re.compile(r"标准|要求")
"""What is to be reached: it says what is done to the thing."""
_OTHER_HEAD = re.compile(r"频次|频率|周期|岗位|责任人|人员|负责|依据|备注|对象|内容")


def cells_of(clause: Clause) -> tuple[str, list[str], list[str]] | None:
    """Caption, column heads and cells of a row; `None` where they do not match."""
    caption, _, heads = clause.lead_in.rpartition("\n")
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
    matter = _matter(clause, caption)
    thing = without_references(cells[0])
    if REFERENCE.search(thing) or not thing:
        return
    named = f"“{thing}”" if _THING_HEAD.search(names[0]) else f"{names[0]}为“{thing}”"
    place = f"{matter}，{named}{_inside(shop, clause, names, cells)}"
    if excepted := re.search(r"（[^（）]*除外）", caption):
        place += excepted.group()
    demand = demands[0]
    for name, raw in zip(names[1:], cells[1:], strict=True):
        if PER.match(tidy(raw)):
            yield _fact("start", clause, demand, f"{matter}，“{thing}”的{name}应为{tidy(raw)}", "", name)
    if shop.roles.name_of(thing) is not None:
        shop.refuse(clause, demand, "残缺：表的第一列是岗位，问法不清")
        return  # 「“绿化员”的核定岗位」 asks for a post of a post
    head, subject = _post(shop, names, cells)
    if subject:
        by = _by(head, subject)
        joint = "的，" if by.startswith("应由") and not named.startswith("“") else ""
        yield _fact("subject", clause, demand, f"{place}{joint}{by}", subject, head)
    for name, raw in zip(names[1:], cells[1:], strict=True):
        cell = without_references(raw)
        if len(cell) > LONGEST_INSIDE or re.search(r"，|；|、", cell) or REFERENCE.search(cell):
            continue
        often = find_frequency(cell)
        if often is not None:
            if _OFTEN_HEAD.search(name):
                about = replace(demand, frequency=often)
                head = f"工作{name}" if name in ("频次", "频率", "周期") else name
                yield _fact("frequency", clause, about, f"{place}的{head}应为{cell}", "", name)
            continue
        limits = find_limits(cell)
        if len(limits) == 1 and not _OTHER_HEAD.search(name):
            about = replace(demand, limit=limits[0].limit, frequency=None)
            joint = "" if re.match(r"不|至少|达到|提前|≥|≤", cell) else "为"
            yield _fact("limit", clause, about, f"{place}的{name}应{joint}{cell}", "", name)


def _fact(slot: str, clause: Clause, demand: Demand, text: str, subject: str, head: str) -> Fact:
    return Fact(slot, clause, demand, Frame(text, subject, text), content(text), mark(head))


def _matter(clause: Clause, caption: str) -> str:
    """「手册“机房设备巡检”的表中」: the heading names the table, a caption only where there is none."""
    told = re.split(r"应|宜|，|：|（|[如按见]下表", caption)[0]
    heading = clause.heading.split(" / ")[-1] or told or clause.title
    return f"手册“{heading}”的表中"


def _post(shop: Workshop, names: list[str], cells: list[str]) -> tuple[str, str]:
    """Head and post of the column that says who."""
    for name, cell in zip(names[1:], cells[1:], strict=True):
        first = re.split(r"，|《", cell)[0]
        if _WHO_HEAD.search(name) and shop.roles.name_of(first):
            return re.split(r"与|和|、", name)[0], first
    return "", ""


def _by(head: str, subject: str) -> str:
    """应由电工负责, but 的核定岗位应为人事专员 where the head says what the post does."""
    return f"应由{subject}负责" if head in PLAIN_HEADS else f"的{head}应为{subject}"


def _inside(shop: Workshop, clause: Clause, names: list[str], cells: list[str]) -> str:
    """A cell that says which of several rows on the same thing is meant."""
    for name, cell in zip(names[1:], cells[1:], strict=True):
        told = without_references(re.split(r"，(?:并)?(?:填写|登记|记入)|《", cell)[0])
        if (
            _STANDARD_HEAD.search(name)
            and 2 <= len(told) <= LONGEST_INSIDE
            and not re.search(r"[\d（）]", told)
        ):
            return f"（{name}：{told.rstrip('，；、')}）"
    first = clause.text.split("|")[0]
    twins = [
        c for c in shop.handbook.clauses if c.lead_in == clause.lead_in and c.text.split("|")[0] == first
    ]
    kept = [
        cell
        for name, cell in zip(names[1:], cells[1:], strict=True)
        if not (_OFTEN_HEAD.search(name) or _WHO_HEAD.search(name))
        and (len(twins) > 1 or _CONTENT_HEAD.search(name))
        and len(cell) <= LONGEST_INSIDE
        and not re.search(r"\d|《", cell)
        and not REFERENCE.search(cell)
    ]
    return f"（{kept[0]}）" if kept else ""
