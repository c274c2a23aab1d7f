"""修订: what the draft changes and touches, its signatures, and the editions so far."""

from __future__ import annotations

import streamlit as st

from app.approving import Draft, draft
from app.impact import Impact
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import local_time, words
from app.screens.revision_signing import signatures
from app.touched import ACTIONS
from app.touching import draft_impact
from app.workbench import local_day, now

KINDS = {
    "added": "新增",
    "withdrawn": "废止",
    "reworded": "改写",
    "attributes": "属性",
    "retitled": "改题",
    "moved": "移动",
}


def changes(found: Draft) -> None:
    """Clause by clause, old beside new."""
    difference = found.proposal.difference
    olds = {str(one.id): one.old for one in difference.changed} | {str(c.id): c for c in difference.withdrawn}
    news = {str(one.id): one.new for one in difference.changed} | {str(c.id): c for c in difference.added}
    for one in found.proposal.manifest.changes:
        nature = "实质性" if one.material else "编辑性"
        st.caption(f"{one.clause}　{KINDS[one.kind]}　{nature}")
        left, right = st.columns(2)
        for place, clause in ((left, olds.get(one.clause)), (right, news.get(one.clause))):
            if clause is not None and one.kind != "moved":
                place.html(f'<div class="clause">{words(clause.text)}</div>')


def touched(found: Impact) -> None:
    """What follows from the changes."""
    kept = found.kept
    st.text(
        f"人员 {len(found.people)} 须再培训；保留审定 {kept['decisions']}、检查项 {kept['items']}、试题 {kept['questions']}。"
    )
    for title, listed in (("检查项", found.items), ("试题", found.questions)):
        with st.expander(f"{title} {len(listed)}"):
            for one in listed:
                st.text(f"{one.clause}　{ACTIONS[one.action]}　{one.text}\n{one.reason}")
    names = bench().records.people.names()
    with st.expander(f"人员 {len(found.people)}"):
        for person in found.people:
            st.text(f"{names.get(person.person, '')}　{'、'.join(person.clauses)}　{person.due} 前")


who = me()
st.title("修订", anchor=False)
said = st.session_state.pop("issued", "")
if said:
    st.success(said)
st.caption(f"现行版本 {bench().edition}。草稿在手册文件夹里编写，发布以前只在这里看得到。")
if st.button("检查草稿"):
    with st.spinner("正在检查 …"):
        st.session_state.draft = attempt(lambda: draft(bench().home, bench().records, me(), local_day(now())))
found: Draft | None = st.session_state.get("draft")
if found is not None:
    st.subheader(f"草稿 {found.proposal.edition}", anchor=False)
    changes(found)
    if st.button("计算影响（约一分钟）"):
        with st.spinner("正在生成两版的检查项和试题 …"):
            proposal = found.proposal
            impact = attempt(lambda: draft_impact(bench(), me(), proposal, local_day(now())))
        if impact is not None:
            touched(impact)
    signatures(found)
st.subheader("已发布的版本", anchor=False)
for entry in bench().records.ledger.entries(kind="edition_issued", newest_first=True):
    reason = entry.payload.get("reason") or "随程序交付" * bool(entry.payload.get("adopted"))
    st.text(f"{entry.edition}　{local_time(entry.at)}　变动 {entry.payload.get('changes', 0)} 条　{reason}")
