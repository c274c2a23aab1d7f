"""What was found point by point, as one page to print and sign: a practical check, an inspection."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from app.inspecting import VERDICTS as INSPECTED
from app.practical import VERDICTS as EXAMINED
from app.records.checkpoints import Checkpoint
from app.records.entry import Entry, utc_moment
from app.workbench import CHINA, Workbench

_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title} {number}</title>
<style>@page{{size:A4;margin:14mm}}body{{font:14px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:56rem;
margin:1rem auto;padding:0 1rem;color:#1d2b36}}h1{{font-size:1.5rem;margin:.2rem 0}}.no{{color:#51636e;margin:0 0 .8rem}}
table{{width:100%;border-collapse:collapse;margin:.6rem 0}}th,td{{border:1px solid #8aa;padding:.25rem .5rem;
text-align:left;vertical-align:top;overflow-wrap:anywhere}}thead{{display:table-header-group}}tr{{break-inside:avoid}}
.facts th{{width:6em;background:#f2f8f8;font-weight:400}}.list td:nth-child(1),.list td:nth-child(2),
.list td:nth-child(4),.list th{{white-space:nowrap}}.list td:nth-child(5){{min-width:9em}}.bad{{font-weight:700}}.sign{{display:flex;justify-content:space-between;
flex-wrap:wrap;gap:1rem;margin:2rem 0}}.void{{border:2px solid #b3261e;color:#b3261e;padding:.3rem .8rem;font-weight:700}}
.small{{font-size:11px;color:#51636e;overflow-wrap:anywhere}}</style>
<h1>{title}</h1><p class="no">编号 {number}</p>{void}
<table class="facts"><tbody>{facts}</tbody></table>
<table class="list"><thead><tr><th>序号<th>条款<th>{point}<th>结论<th>情况</tr></thead><tbody>
{rows}
</tbody></table>
<p>签署意思：{meaning}。</p>
<div class="sign">{signed}</div>
<p class="small">本页由账本第 {seq} 条记录生成，摘要 {digest}。{anchor}核验：handbook records verify。</p></html>
"""


def practical_page(
    entry: Entry,
    names: Mapping[str, str],
    remarks: Mapping[str, str | None],
    anchor: Checkpoint | None,
    void_by: int,
) -> bytes:
    """A practical check: who showed what to whom, point by point.

    Args:
        names: Of people, by id.
        remarks: Personal words of the entry by field; `None` for what was erased.
        anchor: The newest checkpoint.
        void_by: Number of the entry that called it void, or 0.
    """
    payload = entry.payload
    person, examiner = names.get(payload["person"], "（已删除）"), names.get(entry.actor, entry.actor)
    facts = (
        ("姓名", person),
        ("岗位", "、".join(payload.get("posts", ())) or "—"),
        ("考核内容", payload.get("procedure", "")),
        ("结果", payload["result"]),
        ("考核人", examiner),
    )
    signed = (f"考核人：{examiner}（已输入密码确认）", "本人签字：＿＿＿＿＿＿＿＿＿＿")
    return _page("实操考核记录", "要点", entry, facts, signed, EXAMINED, remarks, anchor, void_by)


def inspection_page(
    entry: Entry,
    names: Mapping[str, str],
    remarks: Mapping[str, str | None],
    anchor: Checkpoint | None,
    void_by: int,
) -> bytes:
    """An inspection that was handed in; arguments as `practical_page`."""
    payload = entry.payload
    inspector = names.get(entry.actor, entry.actor)
    passed = "合格" if payload.get("passed") else "不合格"
    veto = f"，一票否决 {len(payload['veto'])} 项" if payload.get("veto") else ""
    facts = (
        ("检查范围", str(payload["checklist"]).removeprefix("检查表　")),
        ("得分", f"{payload.get('score', 0) / 100:g} 分　{passed}{veto}"),
        ("检查人", inspector),
    )
    signed = (f"检查人：{inspector}", "受检方签字：＿＿＿＿＿＿＿＿＿＿")
    return _page("检查记录", "检查项", entry, facts, signed, INSPECTED, remarks, anchor, void_by)


def points_of(entry: Entry) -> list[Mapping[str, Any]]:
    """The points of a practical check or an inspection, each with its verdict."""
    return list(entry.payload.get("points" if entry.kind == "practical_check" else "results", ()))


def remarks_of(bench: Workbench, entry: Entry) -> dict[str, str | None]:
    """What was seen, by ``remark.`` and item; `None` for what was erased."""
    return bench.records.ledger.private(entry)


def verdict_of(entry: Entry, point: Mapping[str, Any]) -> str:
    """The verdict on one point as people say it."""
    names = EXAMINED if entry.kind == "practical_check" else INSPECTED
    return names.get(str(point["verdict"]), str(point["verdict"]))


def _page(
    title: str,
    point: str,
    entry: Entry,
    facts: tuple[tuple[str, str], ...],
    signed: tuple[str, ...],
    verdicts: Mapping[str, str],
    remarks: Mapping[str, str | None],
    anchor: Checkpoint | None,
    void_by: int,
) -> bytes:
    where = [("项目", entry.project)] if entry.project else []
    at = utc_moment(entry.at).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    told = [*facts, *where, ("日期", at), ("依据", f"《标准操作手册》版本 {entry.edition}")]
    rows = [
        _row(number, one, verdicts, remarks.get(f"remark.{one['item']}", ""))
        for number, one in enumerate(points_of(entry), 1)
    ]
    text = _PAGE.format(
        title=title,
        point=point,
        number=escape(str(entry.payload.get("number", entry.seq))),
        void=f'<p class="void">本记录已由账本第 {void_by} 条更正作废</p>' if void_by else "",
        facts="".join(f"<tr><th>{escape(name)}<td>{escape(str(words))}</tr>" for name, words in told),
        rows="\n".join(rows),
        meaning=escape(entry.meaning),
        signed="".join(f"<span>{escape(one)}</span>" for one in signed),
        seq=entry.seq,
        digest=escape(entry.digest),
        anchor=f"检查点：共 {anchor.length} 条，根 {escape(anchor.root)}。" if anchor else "",
    )
    return text.encode()


def _row(number: int, one: Mapping[str, Any], verdicts: Mapping[str, str], remark: str | None) -> str:
    verdict = verdicts.get(str(one["verdict"]), str(one["verdict"]))
    bad = ' class="bad"' if one["verdict"] in ("failed", "fails") else ""
    said = "（已删除）" if remark is None else remark
    cells = (str(number), str(one["clause"]), str(one["text"]))
    return (
        "<tr>"
        + "".join(f"<td>{escape(cell)}" for cell in cells)
        + f"<td{bad}>{escape(verdict)}<td>{escape(said)}</tr>"
    )
