"""培训矩阵: who must know what, and who must learn again since a revision, by when."""

from __future__ import annotations

import streamlit as st

from app.reviewing import Standing, matrix
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import show_clause, today
from app.screens.wording import plain


def row(one: Standing) -> dict[str, object]:
    """One line of the table."""
    return {
        "姓名": one.person.name,
        "岗位": "、".join(one.person.posts),
        "项目": "、".join(one.person.projects),
        "岗位考试": "、".join(day or "未通过" for day in one.exams),
        "实操合格": one.practical or "—",
        "应知条款": one.duties,
        "已签收": one.signed,
        "已考过": one.passed,
        "须再培训": len(one.need.clauses) if one.need else 0,
        "期限": one.need.due if one.need else "",
    }


who = me()
st.title("培训矩阵", anchor=False)
listed = attempt(lambda: matrix(bench(), who)) or []
late = [one for one in listed if one.need and one.need.due < today()]
waiting = [one for one in listed if one.need]
st.caption(f"版本 {bench().edition}　在岗 {len(listed)} 人　须再培训 {len(waiting)} 人　逾期 {len(late)} 人")
if late:
    st.error(f"有 {len(late)} 人逾期未再培训：{plain('、'.join(one.person.name for one in late[:10]))}")
if listed:
    st.caption(
        "岗位考试、实操合格为最近一次通过的日期；其余数字是条款数。试卷只抽一部分条款，已考过的因此少于应知的。"
    )
    st.dataframe([row(one) for one in listed], hide_index=True, width="stretch")
for one in waiting:
    assert one.need is not None
    with st.expander(f"{plain(one.person.name)}　{len(one.need.clauses)} 条　{one.need.due} 前"):
        if one.need.sit:
            st.caption(f"重考：{'、'.join(one.need.sit)}")
        if one.need.sign:
            st.caption(f"重新签收：{'、'.join(one.need.sign)}")
        for clause in one.need.clauses:
            show_clause(bench().handbook.clause(clause))
