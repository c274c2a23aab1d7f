"""Who may do what is one table, and use cases hold to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import access
from app.access import ACTIONS, CONDITION_NAMES, ROLES, Rule, Who, allowed, may, require, table
from indexer.clauses import HandbookError

ME, SOMEBODY = "p-0000000000000001", "p-0000000000000002"
HERE, ELSEWHERE = "翠湖苑", "望江府"


def somebody(role, *, projects=(HERE,), must_change=False) -> Who:
    return Who(ME, "张三", role, ("电工",), projects, must_change)


def attempts(rule: Rule) -> dict[tuple[str, str], bool]:
    """Every way to try an action, by (project, subject), and whether the rule lets it pass."""
    fits = {
        "": lambda project, subject: True,
        "own": lambda project, subject: subject == ME,
        "project": lambda project, subject: project == HERE,
        "others": lambda project, subject: subject == SOMEBODY,
        "project+others": lambda project, subject: project == HERE and subject == SOMEBODY,
    }[rule.condition]
    return {
        (project, subject): rule.allowed and fits(project, subject)
        for project in ("", HERE, ELSEWHERE)
        for subject in ("", ME, SOMEBODY)
    }


@pytest.mark.parametrize("rule", list(table()), ids=lambda rule: f"{rule.action}-{rule.role}")
def test_every_cell_is_enforced_however_it_is_tried(rule):
    who = somebody(rule.role)
    for (project, subject), expected in attempts(rule).items():
        assert may(who, rule.action, project=project, subject=subject) is expected, (project, subject)
        if not expected:
            with pytest.raises(HandbookError, match="张三"):
                require(who, rule.action, project=project, subject=subject)


def test_the_table_has_every_role_of_every_action():
    assert len(list(table())) == len(ACTIONS) * len(ROLES)


WRITES = [action for action in ACTIONS if not action.startswith(("read_", "view_", "verify_", "list_"))]
HARMLESS = {"make_checklist", "export_evidence", "export_own_record", "change_own_password"}
"""What writes nothing but a note of itself, or one's own password."""


@pytest.mark.parametrize("action", sorted(set(WRITES) - HARMLESS))
def test_auditors_write_nothing(action):
    assert not allowed("auditor", action).allowed


@pytest.mark.parametrize(
    "action", [action for action in ACTIONS if action.startswith(("read_", "view_", "verify_"))]
)
def test_auditors_read_everything(action):
    rule = allowed("auditor", action)
    assert rule.allowed
    assert rule.condition in ("", "own")


JUDGING = (
    "grade",
    "recheck",
    "approve",
    "review",
    "decide_item",
    "decide_question",
    "issue_certificate",
    "correct",
)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", [action for action in ACTIONS if action.startswith(JUDGING)])
def test_nobody_judges_their_own_work(role, action):
    who = somebody(role, projects=("*",))
    assert not may(who, action, project=HERE, subject=ME)
    assert not may(who, action, project=HERE, subject=[SOMEBODY, ME])
    assert not may(who, action, project=HERE, subject="")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ["manage_accounts", "reset_password", "erase_person"])
def test_nobody_changes_their_own_rights(role, action):
    assert not may(somebody(role, projects=("*",)), action, subject=ME)


def test_a_one_time_password_opens_nothing_but_its_change():
    who = somebody("administrator", projects=("*",), must_change=True)
    passed = [action for action in ACTIONS if may(who, action, project=HERE, subject=SOMEBODY)]
    assert passed == []
    assert may(who, "change_own_password", subject=ME)


def test_a_manager_of_all_projects_manages_each():
    assert may(somebody("manager", projects=("*",)), "view_record", project=ELSEWHERE)


def test_a_refusal_says_who_what_and_why():
    with pytest.raises(HandbookError, match="张三（员工）不能审定试题：没有这项权限"):
        require(somebody("trainee"), "decide_question", subject=SOMEBODY)
    with pytest.raises(HandbookError, match="不能处理自己做的事"):
        require(somebody("manager"), "decide_question", subject=ME)


def test_an_action_outside_the_table_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="no cell for 'fly'"):
        require(somebody("administrator"), "fly")


def asked_for(tree: ast.AST) -> Iterator[str]:
    """Actions that a module passes to `require` or `may`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) > 1:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("require", "may"):
                action = node.args[1]
                assert isinstance(action, (ast.Constant, ast.Name)), ast.dump(action)
                if isinstance(action, ast.Constant):
                    yield action.value


def test_every_action_that_the_program_asks_for_is_in_the_table():
    app = Path(access.__file__).parent
    asked = {action for path in app.rglob("*.py") for action in asked_for(ast.parse(path.read_text("utf-8")))}
    assert len(asked) > 10
    assert asked <= set(ACTIONS)


def test_every_condition_has_a_name_for_people():
    assert {rule.condition for rule in table()} <= set(CONDITION_NAMES)
