"""The screens: which there are, who sees them, and the workbench that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.access import ROLES, Role

if TYPE_CHECKING:
    from app.workbench import Workbench

TITLE = "标准操作手册"


class Page(NamedTuple):
    """One entry of the navigation."""

    title: str
    file: str
    """Module of this folder; a page without its file is left out."""
    roles: tuple[Role, ...]
    icon: str
    group: str = ""


STAFF: tuple[Role, ...] = ("trainee", "supervisor", "manager", "administrator")
LEADING: tuple[Role, ...] = ("supervisor", "manager")
SEEING: tuple[Role, ...] = ("supervisor", "manager", "auditor")

PAGES: tuple[Page, ...] = (
    Page("查找", "search", ROLES, ":material/search:"),
    Page("学习与考试", "learning", STAFF, ":material/school:"),
    Page("制度签收", "acknowledge", STAFF, ":material/draw:"),
    Page("检查", "inspection", LEADING, ":material/checklist:"),
    Page("实操考核", "practical", LEADING, ":material/engineering:"),
    Page("整改", "cases", ("trainee", *SEEING), ":material/build:"),
    Page("记录", "records", ROLES, ":material/history_edu:"),
    Page("人员", "people", ("supervisor", "manager", "auditor", "administrator"), ":material/group:"),
    Page("未答问题", "unanswered", (*SEEING, "administrator"), ":material/help:", "管理"),
    Page("修订", "revision", SEEING, ":material/edit_document:", "管理"),
    Page("题库审核", "review", SEEING, ":material/fact_check:", "管理"),
    Page("指派学习", "assigning", SEEING, ":material/assignment_ind:", "管理"),
    Page("培训矩阵", "learning_matrix", SEEING, ":material/grid_on:", "管理"),
    Page("证据包", "evidence", ("manager", "auditor"), ":material/folder_zip:", "管理"),
)
"""The navigation, in order. What a page shows is decided by the use cases again."""

_bench: list[Workbench] = []


def use(bench: Workbench) -> None:
    """Name the workbench of this process."""
    _bench[:] = [bench]


def bench() -> Workbench:
    """The workbench of this process."""
    return _bench[0]
