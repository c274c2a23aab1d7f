"""A checklist as a form that a quality department prints."""

from __future__ import annotations

from collections.abc import Iterator

from checklists.items import Item
from checklists.lists import Checklist, Group
from checklists.qr import clause_address, edition_address, png
from checklists.word import Control, word_file
from checklists.word_parts import Cell, Para, Row, Run, Table, cell, para

WIDTHS_MM = (11, 66, 36, 12, 20, 17, 18)
"""No., item, method and evidence, points, verdict, remarks, clause: together the text width of A4."""
HEADS = ("序号", "检查内容", "方法、抽样与证据", "分值", "结论", "记事", "条款")
QR_MM = 14
"""Side of a clause's code: 33 modules of 0.4 mm, which phones read from a 600 dpi print."""
GREY, LIGHT = "E7E6E6", "F5F5F5"
RED = "C00000"
SMALL = 8
SPARE_FINDINGS = 4
"""Blank lines for findings at the end."""


def checklist_word(checklist: Checklist, *, site: str = "") -> bytes:
    """The checklist as a Word file.

    Args:
        site: Base address of the published site for the codes; "" codes plain names.
    """
    numbers = {item.id: place for place, item in enumerate(_ordered(checklist), 1)}
    body: list[Para | Table] = [
        para(Run(checklist.title, bold=True, size=16, head=True), align="center", after=4),
        _particulars(checklist, site),
        *_rules(checklist, numbers),
        _items(checklist, numbers, site),
        *_ending(),
    ]
    if checklist.refused:
        body += _not_listed(checklist)
    control = Control(checklist.title.replace("　", " "), checklist.doc_no, checklist.edition or "未发布")
    return word_file(control, body)


def _ordered(checklist: Checklist) -> Iterator[Item]:
    for group in checklist.groups:
        yield from group.items


def _particulars(checklist: Checklist, site: str) -> Table:
    """Project, place, date, inspector; the code of the edition at the right."""
    code = png(edition_address(site, checklist.edition, checklist.digest))
    codes = cell(
        para(Run("版本核对", picture=code, width_mm=22), align="center"),
        para("扫码核对现行版本", align="center", size=7),
        merge="restart",
    )
    rest = cell(merge="continue")

    def row(first: str, second: str, last: Cell) -> Row:
        return Row((cell(first, bold=True), cell(), cell(second, bold=True), cell(), last), height_mm=8)

    return Table(
        (22, 55, 22, 51, 30),
        (
            row("项目名称", "检查地点", codes),
            row("检查日期", "检查时段", rest),
            row("检查人", "陪同人", rest),
        ),
    )


def _rules(checklist: Checklist, numbers: dict[str, int]) -> Iterator[Para]:
    scored = [item for item in checklist.items if item.scored]
    veto = sorted(numbers[item.id] for item in scored if item.critical)
    text = (
        f"共 {len(checklist.items)} 项，计分 {len(scored)} 项，合计 100.00 分；"
        "每项在一个 ☐ 内打勾，不适用的也要勾选。"
        "抽样项得分 = 分值 × 合格数 ÷ 抽查数；得分 = 100 × 实得分之和 ÷ 适用项分值之和。"
    )
    yield para(text, size=8.5, before=3, after=1)
    if veto:
        told = "、 ".join(map(str, veto))
        yield para(
            Run("★ 一票否决项", bold=True, colour=RED, size=8.5),
            Run(f"（共 {len(veto)} 项，任一项不符合即判定不合格，不按抽样折算）：序号 {told}。", size=8.5),
            after=3,
        )


def _items(checklist: Checklist, numbers: dict[str, int], site: str) -> Table:
    head = Row(
        tuple(cell(word, align="center", bold=True, shade=GREY) for word in HEADS), height_mm=8, repeat=True
    )
    rows = [head]
    for group in checklist.groups:
        rows.append(_section_row(group))
        seen: set[str] = set()
        for item in group.items:
            rows.append(_item_row(item, numbers[item.id], checklist, site, first=item.clause not in seen))
            seen.add(item.clause)
    return Table(WIDTHS_MM, tuple(rows))


def _section_row(group: Group) -> Row:
    points = sum(item.hundredths or 0 for item in group.items)
    words = f"{group.section} {group.title}".strip()
    text = para(
        Run(words, bold=True, head=True),
        Run(f"　{len(group.items)} 项，{points / 100:.2f} 分", size=SMALL),
        keep_next=True,
    )
    return Row((Cell((text,), span=len(WIDTHS_MM), shade=LIGHT),), height_mm=7)


def _item_row(item: Item, number: int, checklist: Checklist, site: str, *, first: bool) -> Row:
    marks: list[Run] = []
    if item.critical and item.scored:
        marks.append(Run("★", bold=True, colour=RED))
    if not item.scored:
        marks.append(Run("【建议】", bold=True))
    if item.local:
        marks.append(Run("【本项目】", bold=True))
    told = [
        f"岗位：{item.post}" if item.post else "",
        f"频次：{item.frequency}" if item.frequency else "",
        f"级别：{item.class_}" if item.scored else "",
    ]
    small = "　".join(word for word in told if word)
    text = cell(para(*marks, item.text), para(small, size=7.5))
    how = [item.method + (f"，{item.sample}" if item.sample else ""), item.evidence or ""]
    method = cell(*(para(word, size=SMALL) for word in how if word))
    points = cell("—" if item.points is None else f"{item.points:.2f}", align="center")
    verdict = cell(*(para(word, size=8.5) for word in ("☐ 符合", "☐ 不符合", "☐ 不适用")))
    sampled = item.sample and item.sample.startswith(("抽", "测", "查"))
    remarks = cell(*([para("合格　／抽　", size=7)] if sampled and not item.critical else [""]), middle=False)
    return Row(
        (
            cell(str(number), align="center"),
            text,
            method,
            points,
            verdict,
            remarks,
            _clause(item, checklist, site, first=first),
        ),
        height_mm=13.5,
    )


def _clause(item: Item, checklist: Checklist, site: str, *, first: bool) -> Cell:
    if not item.clause:
        return cell("本项目", align="center", size=SMALL)
    number = para(item.clause, align="center", size=SMALL)
    edition = para(f"版本 {item.edition}" if item.edition else "", align="center", size=6.5)
    if not first:
        return cell(number, edition)
    address = clause_address(site, item.section, item.clause, checklist.edition)
    return cell(number, para(Run(address, picture=png(address), width_mm=QR_MM), align="center"), edition)


def _ending() -> Iterator[Para | Table]:
    yield para(Run("检查结果", bold=True, head=True), before=8, after=3, keep_next=True)
    yield Table(
        (30, 30, 30, 30, 30, 30),
        (
            Row(
                tuple(
                    cell(para(word, align="center", bold=True, keep_next=True), shade=GREY)
                    for word in (
                        "适用项分值",
                        "实得分",
                        "得分（百分制）",
                        "否决项不符合数",
                        "不符合项数",
                        "结论",
                    )
                ),
                height_mm=7,
            ),
            Row(
                (*(cell() for _ in range(5)), cell(para("☐ 合格", size=9), para("☐ 不合格", size=9))),
                height_mm=11,
            ),
        ),
    )
    yield para(Run("不符合项与整改", bold=True, head=True), before=8, after=3, keep_next=True)
    heads = ("序号", "不符合事实", "责任岗位", "整改期限", "复查结果与日期")
    yield Table(
        (12, 78, 30, 28, 32),
        (
            Row(
                tuple(
                    cell(para(word, align="center", bold=True, keep_next=True), shade=GREY) for word in heads
                ),
                height_mm=7,
            ),
            *(
                Row(tuple(cell(para("", keep_next=True)) for _ in heads), height_mm=9)
                for _ in range(SPARE_FINDINGS)
            ),
        ),
    )
    yield para(
        "★ 项不符合的，当场整改并注明时间；其余按手册规定的期限填写。",
        size=8.5,
        before=2,
        after=6,
        keep_next=True,
    )
    signed = ("检查人签字", "被检查岗位签字", "审核人签字")
    yield Table(
        (60, 60, 60),
        (
            Row(
                tuple(cell(para(f"{word}：", keep_next=True), middle=False) for word in signed), height_mm=14
            ),
            Row(tuple(cell(para("日期：　　　年　　月　　日")) for _ in signed), height_mm=7),
        ),
    )


def _not_listed(checklist: Checklist) -> Iterator[Para | Table]:
    yield para(
        Run(f"未列入检查表的要求（{len(checklist.refused)} 项）", bold=True, head=True),
        before=10,
        after=3,
        keep_next=True,
    )
    rows = [
        Row(
            tuple(cell(word, align="center", bold=True, shade=GREY) for word in ("条款", "要求", "原因")),
            7,
            repeat=True,
        )
    ]
    rows += [
        Row((cell(one.clause, size=SMALL), cell(one.demand, size=SMALL), cell(one.reason, size=SMALL)))
        for one in checklist.refused
    ]
    yield Table((25, 30, 125), tuple(rows))
