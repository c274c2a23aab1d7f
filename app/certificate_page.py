"""A certificate as one page to print: who, what, how well, until when, and what ties it to the ledger."""

from __future__ import annotations

from html import escape

from app.records.entry import Entry, utc_moment
from app.workbench import Workbench, local_day

_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>证书 {number}</title>
<style>@page{{size:A4;margin:14mm}}body{{font:16px/2 "Noto Serif CJK SC","Songti SC",SimSun,serif;color:#1d2b36;
max-width:44rem;margin:1rem auto;padding:0}}main{{border:3px double #0b6e6e;padding:2.2rem 2.6rem 1.6rem;
min-height:54rem;display:flex;flex-direction:column}}h1{{text-align:center;font-size:2.4rem;letter-spacing:.5em;
margin:2rem 0 .2rem;padding-left:.5em}}.no{{text-align:center;color:#51636e;margin:0 0 3rem}}
.body{{font-size:1.2rem;text-indent:2em;margin:0 0 1.2rem}}.name{{font-weight:700;font-size:1.45rem}}
table{{border-collapse:collapse;margin:1.4rem 0 auto;width:100%}}td{{border:1px solid #8aa;padding:.2rem .8rem}}
td:nth-child(odd){{width:6em;background:#f2f8f8}}.sign{{display:flex;justify-content:space-between;margin:3rem 0 2rem}}
.void{{border:2px solid #b3261e;color:#b3261e;text-align:center;font-weight:700}}.small{{font:11px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;color:#51636e;overflow-wrap:anywhere;
border-top:1px solid #c9d3d9;padding-top:.6rem;margin:0}}</style>
<main><h1>培训合格证</h1><p class="no">编号 {number}</p>{void}
<p class="body"><span class="name">{name}</span> 参加“{paper}”，经考核合格，准予发证。</p>
<table><tr><td>成绩<td>{score} 分<td>考核日期<td>{taken}</tr>
<tr><td>考核依据<td>《标准操作手册》版本 {edition}<td>涉及条款<td>{clauses} 条</tr>
<tr><td>发证日期<td>{issued}<td>有效期至<td>{until}</tr></table>
<div class="sign"><span>签发人：{issuer}</span><span>发证单位（盖章）：＿＿＿＿＿＿＿＿＿＿</span></div>
<p class="small">本证由账本第 {seq} 条记录生成，摘要 {digest}。{anchor}核验：handbook records verify。</p></main></html>
"""


def certificate_page(bench: Workbench, entry: Entry, name: str, issuer: str, void_by: int = 0) -> bytes:
    """One HTML page that needs nothing else.

    Args:
        void_by: Number of the entry that called it void, or 0.
    """
    payload = entry.payload
    sitting = bench.records.ledger.entry(payload["sitting"])
    anchor = bench.records.ledger.anchoring.newest()
    text = _PAGE.format(
        number=escape(payload["number"]),
        void=f'<p class="void">本证已由账本第 {void_by} 条更正作废</p>' if void_by else "",
        name=escape(name),
        paper=escape(payload["paper"]),
        score=f"{payload['score'] / 100:g}",
        taken=local_day(utc_moment(sitting.at)),
        edition=escape(entry.edition),
        clauses=len(entry.clauses),
        issued=local_day(utc_moment(entry.at)),
        until=escape(payload["valid_until"]),
        issuer=escape(issuer),
        seq=entry.seq,
        digest=escape(entry.digest),
        anchor=f"检查点：共 {anchor.length} 条，根 {escape(anchor.root)}。" if anchor else "",
    )
    return text.encode()
