"""Who may do what: the one table. Use cases ask `require`; screens and commands only show what it says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from indexer.clauses import HandbookError

Role = Literal["trainee", "supervisor", "manager", "auditor", "administrator"]
Condition = Literal["", "own", "project", "others", "project+others"]

ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: dict[Role, str] = {
    "trainee": "员工",
    "supervisor": "主管",
    "manager": "经理",
    "auditor": "审计",
    "administrator": "管理员",
}
CONDITION_NAMES: dict[Condition, str] = {
    "": "",
    "own": "只限本人",
    "project": "只限所属项目",
    "others": "只限他人所做",
    "project+others": "只限所属项目中他人所做",
}
ALL_PROJECTS = "*"
"""In a person's projects: every project."""


@dataclass(frozen=True, slots=True)
class Who:
    """Someone signed in, as use cases see them."""

    id: str
    """Opaque id, ``p-`` and 16 hex digits: what the ledger keeps."""
    name: str
    role: Role
    posts: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    """Projects (小区) that the role covers; ``*`` is all."""
    must_change: bool = False
    """The password is a one-time one: nothing but `change_own_password` is allowed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One cell of the table."""

    action: str
    role: Role
    allowed: bool
    condition: Condition = ""

    def as_json(self) -> dict[str, str | bool]:
        """One row of `handbook access --json`."""
        return {
            "action": self.action,
            "role": self.role,
            "allowed": self.allowed,
            "condition": CONDITION_NAMES[self.condition],
        }


# One line an action: its name for people, then trainee, supervisor, manager, auditor, administrator.
# y = yes, - = no, o = own only, p = in one's projects, x = others' work only, px = both.
_TABLE = """
read_handbook         查阅、检索手册             y  y  y  y  y
ask_question          提出手册没有答案的问题     y  y  y  -  y
view_access           查看权限表                 y  y  y  y  y
change_own_password   修改自己的密码             o  o  o  o  o
view_own_record       查看自己的记录             o  o  o  o  o
export_own_record     导出自己的记录             o  o  o  o  o
acknowledge           签收制度                   o  o  o  -  o
take_sitting          参加考试                   o  o  o  -  o
view_record           查看他人的学习与考核结果   -  p  p  y  -
view_dashboard        查看培训与检查的统计       -  p  p  y  -
grade_sitting         评阅简答题                 -  px px -  -
grade_practical       评定实操考核               -  px px -  -
issue_certificate     签发证书                   -  -  px -  -
assign_training       指派学习与考试             -  p  p  -  -
run_inspection        实施检查                   -  p  p  -  -
view_inspection       查看检查与整改             p  p  p  y  -
rectify               填写整改                   p  p  p  -  -
recheck               复查整改                   -  px px -  -
correct_record        追加更正记录               -  -  px -  -
make_checklist        生成检查表                 -  y  y  y  y
make_paper            组卷                       -  y  y  -  -
view_bank             查看题库与答案             -  y  y  y  -
propose_item          增加、删减或加权检查项     -  y  y  -  -
decide_item           审定检查项                 -  -  x  -  -
edit_question         修改试题                   -  y  y  -  -
decide_question       审定试题                   -  -  x  -  -
view_unanswered       查看未能回答的问题         -  y  y  y  y
answer_unanswered     处理未能回答的问题         -  -  y  -  -
read_draft            查看修订草稿               -  y  y  y  -
edit_draft            编制修订草稿               -  y  y  -  -
decide_change         认定变更为实质性或编辑性   -  -  y  -  -
review_edition        审核版本                   -  -  x  -  -
approve_edition       批准版本                   -  -  x  -  -
issue_edition         发布版本                   -  -  y  -  -
view_impact           查看修订影响               -  y  y  y  -
view_ledger           查看账本                   -  -  y  y  y
verify_ledger         核验账本                   -  -  y  y  y
export_evidence       导出证据包                 -  -  p  y  -
checkpoint            签发检查点                 -  -  -  -  y
rotate_key            更换签名密钥               -  -  -  -  y
backup                备份与恢复                 -  -  -  -  y
erase_person          删除或限制个人信息         -  -  -  -  x
list_accounts         查看账号                   -  p  p  y  y
manage_accounts       增加、停用账号与改变角色   -  -  -  -  x
import_staff          导入员工                   -  -  -  -  y
reset_password        重置他人密码               -  -  -  -  x
manage_licences       登记证件                   -  -  p  -  y
manage_projects       登记项目                   -  -  -  -  y
build_site            生成网站与索引             -  -  y  -  y
view_health           查看运行状态               -  -  y  y  y
"""

_CELLS: dict[str, tuple[bool, Condition]] = {
    "y": (True, ""),
    "-": (False, ""),
    "o": (True, "own"),
    "p": (True, "project"),
    "x": (True, "others"),
    "px": (True, "project+others"),
}


def _read(table: str) -> tuple[dict[str, str], dict[tuple[str, Role], Rule]]:
    names: dict[str, str] = {}
    rules: dict[tuple[str, Role], Rule] = {}
    for line in table.strip().splitlines():
        action, name, *cells = line.split()
        names[action] = name
        for role, cell in zip(ROLES, cells, strict=True):
            rules[action, role] = Rule(action, role, *_CELLS[cell])
    return names, rules


ACTIONS, _RULES = _read(_TABLE)
"""Action -> its name for people."""


def table() -> Iterator[Rule]:
    """Every cell, by action and role."""
    yield from _RULES.values()


def allowed(role: Role, action: str) -> Rule:
    """The cell of one role and action.

    Raises:
        ValueError: The table has no such action or role.
    """
    try:
        return _RULES[action, role]
    except KeyError:
        raise ValueError(f"the table of access has no cell for {action!r} and {role!r}") from None


def may(who: Who, action: str, *, project: str = "", subject: str | Collection[str] = "") -> bool:
    """Whether `require` would let it pass."""
    return _refusal(who, action, project, subject) is None


def require(who: Who, action: str, *, project: str = "", subject: str | Collection[str] = "") -> None:
    """Let only those pass whom the table allows.

    Args:
        who: The person signed in, read from the session at this very call.
        action: A line of the table.
        project: Project concerned; a rule bound to projects refuses where it is "".
        subject: Id(s) of the person(s) concerned: whose record it is, or whose work is judged. A rule for
            one's own things needs exactly oneself, one for others' work at least one person, never oneself.

    Raises:
        HandbookError: Not allowed, and why.
        ValueError: The table has no such action.
    """
    reason = _refusal(who, action, project, subject)
    if reason is not None:
        raise HandbookError(
            f"{who.name}（{ROLE_NAMES[who.role]}）不能{ACTIONS[action]}：{reason}。", fix=_FIX
        )


_FIX = "请由有权限的人办理；权限见 handbook access。"


def _refusal(who: Who, action: str, project: str, subject: str | Collection[str]) -> str | None:
    rule = allowed(who.role, action)
    if who.must_change and action != "change_own_password":
        return "一次性密码还没有改掉"
    if not rule.allowed:
        return "没有这项权限"
    people = {subject} - {""} if isinstance(subject, str) else set(subject)
    if rule.condition == "own" and people != {who.id}:
        return CONDITION_NAMES["own"]
    if rule.condition in ("project", "project+others") and not _covers(who, project):
        return "不在所属项目之内"
    if rule.condition in ("others", "project+others"):
        if not people:
            return "没有说明是谁做的"
        if who.id in people:
            return "不能处理自己做的事"
    return None


def _covers(who: Who, project: str) -> bool:
    return bool(project) and (ALL_PROJECTS in who.projects or project in who.projects)
