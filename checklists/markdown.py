"""A checklist as Markdown: for reading, mailing and comparing line by line."""

from __future__ import annotations

from collections.abc import Iterator

from checklists.items import Item
from checklists.lists import Checklist


def checklist_markdown(checklist: Checklist) -> str:
    """The checklist as a Markdown document, one table a section."""
    return "\n".join(_lines(checklist)) + "\n"


def _lines(checklist: Checklist) -> Iterator[str]:
    yield f"# {checklist.title.replace('　', ' ')}"
    yield ""
    yield f"文件编号：{checklist.doc_no}；版本：{checklist.edition or '未发布'}；受控"
    yield ""
    yield "项目：＿＿＿＿；地点：＿＿＿＿；日期：＿＿＿＿；检查人：＿＿＿＿"
    number = 0
    for group in checklist.groups:
        yield ""
        yield f"## {group.section} {group.title}".rstrip()
        yield ""
        yield "| 序号 | 检查内容 | 级别 | 分值 | 方法与抽样 | 证据 | 岗位 | 频次 | 结论 | 条款 |"
        yield "| ---: | --- | --- | ---: | --- | --- | --- | --- | --- | --- |"
        for item in group.items:
            number += 1
            yield _row(number, item)
    veto = [item for item in checklist.items if item.critical and item.scored]
    if veto:
        yield ""
        yield f"一票否决项 {len(veto)} 项：" + "、".join(item.clause or item.id for item in veto) + "。"
    if checklist.refused:
        yield ""
        yield f"## 未列入的要求（{len(checklist.refused)} 项）"
        yield ""
        for refusal in checklist.refused:
            yield f"- {refusal.demand or refusal.clause}：{_safe(refusal.reason)}"
    yield ""
    yield "检查人：＿＿＿＿　被检查岗位：＿＿＿＿　审核人：＿＿＿＿"


def _row(number: int, item: Item) -> str:
    words = (
        str(number),
        ("★ " if item.critical and item.scored else "") + item.text,
        item.class_ if item.scored else "建议",
        "—" if item.points is None else f"{item.points:.2f}",
        item.method + (f"，{item.sample}" if item.sample else ""),
        item.evidence or "",
        item.post or "",
        item.frequency or "",
        "☐ 符合 ☐ 不符合 ☐ 不适用",
        item.clause or "本项目",
    )
    return "| " + " | ".join(_safe(word) for word in words) + " |"


def _safe(words: str) -> str:
    """Words for a table's cell: no bar, no line end, no markup."""
    kept = " ".join(words.replace("|", "｜").split())
    for sign in "\\`*_<>[]":
        kept = kept.replace(sign, "\\" + sign)
    return kept
