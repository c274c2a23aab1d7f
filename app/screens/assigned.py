"""What was assigned, a fold for each paper and date, and taking it back."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import streamlit as st

from app import assigning
from app.access import ALL_PROJECTS, Who, may
from app.assigned import Assignment
from app.screens import bench
from app.screens.identity import attempt, me
from app.screens.pieces import local_time, today
from app.screens.wording import plain


def state(one: Assignment) -> str:
    """How one stands."""
    if one.done_at:
        return f"{local_time(one.done_at)} 完成"
    return "逾期" if one.overdue(date.fromisoformat(today())) else "未完成"


def listing(who: Who, listed: list[Assignment]) -> None:
    """What was assigned, a fold for each paper and date."""
    people = {one.id: one for one in bench().records.people.everybody()}
    for (due, title), group in groupby(listed, lambda one: (one.due, one.title)):
        all_of_it = list(group)
        waiting = sum(one.open for one in all_of_it)
        late = "　逾期" if any(one.overdue(date.fromisoformat(today())) for one in all_of_it) else ""
        with st.expander(plain(f"{due} 前　{title}　未完成 {waiting}/{len(all_of_it)}{late}")):
            for one in all_of_it:
                name = people[one.person].name
                left, right = st.columns([3, 1], vertical_alignment="center")
                left.text(f"{name}　{state(one)}　{people[one.by].name if one.by in people else ''} 指派")
                projects = people[one.person].projects or (ALL_PROJECTS,)
                if one.open and any(may(who, "assign_training", project=each) for each in projects):
                    right.button(
                        "撤回", key=f"w{one.person}{one.what}{one.of}", on_click=take_back, args=(one,)
                    )


def take_back(one: Assignment) -> None:
    """Withdraw one; errors stay on the screen until the next click."""
    attempt(lambda: assigning.withdraw(bench(), me(), one.person, one.what, one.of))
