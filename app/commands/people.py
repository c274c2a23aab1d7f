"""Commands of the group `people`: accounts, and the table of who may do what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.shared import JsonOption, RootOption, print_json

if TYPE_CHECKING:
    from app.accounts import Issued
    from app.opening import Records

group = typer.Typer(help="账号：增加、列出、改角色、导入、停用、重置密码。", no_args_is_help=True)

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="登录名。")]
Role = Annotated[str, typer.Option("--role", help="trainee、supervisor、manager、auditor 或 administrator。")]
Posts = Annotated[list[str] | None, typer.Option("--post", help="岗位，可写多次。")]
Projects = Annotated[list[str] | None, typer.Option("--project", help="项目（小区），可写多次；* 是全部。")]


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    for name, command in (
        ("add", add),
        ("list", list_),
        ("role", role),
        ("assign", assign),
        ("import", import_),
        ("disable", disable),
        ("enable", enable),
        ("reset", reset),
    ):
        group.command(name)(command)
    cli.add_typer(group, name="users")
    cli.command()(access)


def add(
    login: Login,
    name: Annotated[str, typer.Option("--name", help="姓名；默认同登录名。")] = "",
    role: Role = "trainee",
    post: Posts = None,
    project: Projects = None,
    staff_no: Annotated[str, typer.Option("--staff-no", help="工号。")] = "",
    phone: Annotated[str, typer.Option("--phone", help="手机。")] = "",
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """增加账号。密码从标准输入读一行；没有就生成一次性密码。"""
    from app.people import CONSOLE

    records = _open(root)
    issued = records.accounts.add(
        CONSOLE,
        name or login,
        login,
        role,
        posts=post or (),
        projects=project or (),
        staff_no=staff_no,
        phone=phone,
        password=_password(),
    )
    _tell(issued, as_json)


def list_(as_json: JsonOption = False, root: RootOption = None) -> None:
    """列出账号。"""
    from app.access import ROLE_NAMES

    people = _open(root).people.everybody()
    if as_json:
        print_json(
            [
                {
                    "id": person.id,
                    "login": person.login,
                    "name": person.name,
                    "role": person.role,
                    "posts": person.posts,
                    "projects": person.projects,
                    "staff_no": person.staff_no,
                    "disabled": person.disabled,
                    "must_change": person.must_change,
                }
                for person in people
            ]
        )
        return
    from app.commands.tables import show, table

    names = {str(code): label for code, label in ROLE_NAMES.items()}
    rows = (
        (
            person.login,
            person.name,
            names.get(person.role, person.role),
            "、".join(person.posts),
            "、".join(person.projects),
            "停用" if person.disabled else "待改密码" if person.must_change else "在用",
            person.id,
        )
        for person in people
    )
    show(table(("登录名", "姓名", "角色", "岗位", "项目", "状态", "编号"), rows))


def role(
    login: Login,
    new: Annotated[str, typer.Argument(metavar="ROLE", help="新的角色。")],
    root: RootOption = None,
) -> None:
    """改变角色。"""
    from app.people import CONSOLE

    person = _open(root).accounts.set_role(CONSOLE, login, new)
    print(f"{person.name} 现在是 {person.role}。")


def assign(login: Login, post: Posts = None, project: Projects = None, root: RootOption = None) -> None:
    """设定岗位和项目；没写的保持不变。"""
    from app.people import CONSOLE

    records = _open(root)
    before = records.people.find(login)
    person = records.accounts.assign(
        CONSOLE,
        login,
        posts=before.posts if post is None else post,
        projects=before.projects if project is None else project,
    )
    print(f"{person.name}：岗位 {'、'.join(person.posts) or '—'}；项目 {'、'.join(person.projects) or '—'}。")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV 或 Excel（.xlsx）。")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="一次性密码写到这个 CSV 文件。")
    ] = None,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """导入员工：新人建账号，老人更新岗位、项目、角色和证件，离职停用。有一行不对就一行也不导入。"""
    from app.people import CONSOLE
    from app.staff_import import import_staff, read_staff, write_passwords

    rows = read_staff(file)
    if output is not None and output.exists():
        from indexer.clauses import HandbookError

        raise HandbookError(f"{output} 已经存在。", fix="换一个文件名。")
    report = import_staff(_open(root).accounts, CONSOLE, rows)
    if output is not None:
        write_passwords(output, report.added)
    if as_json:
        print_json(report.as_json(with_passwords=output is None))
        return
    print(
        f"新增 {len(report.added)} 人，更新 {len(report.changed)} 人，停用 {len(report.disabled)} 人，"
        f"不变 {len(report.unchanged)} 人。"
    )
    if output is not None:
        print(f"一次性密码在 {output}，分发后请删除。")
    else:
        for issued in report.added:
            print(f"{issued.person.login}\t{issued.person.name}\t{issued.password}")


def disable(
    login: Login,
    reason: Annotated[str, typer.Option("--reason", help="原因。")] = "",
    root: RootOption = None,
) -> None:
    """停用账号，立即退出所有登录。"""
    from app.people import CONSOLE

    _open(root).accounts.disable(CONSOLE, login, reason=reason)
    print(f"{login} 已停用。")


def enable(login: Login, root: RootOption = None) -> None:
    """重新启用账号。"""
    from app.people import CONSOLE

    _open(root).accounts.enable(CONSOLE, login)
    print(f"{login} 已启用。")


def reset(login: Login, as_json: JsonOption = False, root: RootOption = None) -> None:
    """重置密码：从标准输入读一行，没有就生成；本人登录后必须改掉。"""
    from app.people import CONSOLE

    _tell(_open(root).accounts.reset(CONSOLE, login, _password()), as_json)


def access(as_json: JsonOption = False) -> None:
    """权限表：谁可以做什么。程序按这张表执行。"""
    from app.access import ACTIONS, CONDITION_NAMES, ROLE_NAMES, ROLES, allowed, table

    if as_json:
        print_json([rule.as_json() for rule in table()])
        return
    from app.commands.tables import show
    from app.commands.tables import table as drawn

    rows = []
    for action, name in ACTIONS.items():
        rules = [allowed(role, action) for role in ROLES]
        cells = [CONDITION_NAMES[rule.condition] or "可" if rule.allowed else "" for rule in rules]
        rows.append((action, name, *cells))
    show(drawn(("代号", "事项", *(ROLE_NAMES[role] for role in ROLES)), rows))


def _open(root: Path | None) -> Records:
    from app.home import open_home
    from app.opening import open_records

    return open_records(open_home(root))


def _password() -> str | None:
    """The password from stdin's first line, or asked for at a terminal; `None` to have one made."""
    if sys.stdin is None or sys.stdin.closed:
        return None
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass("密码（直接回车则生成一次性密码）：") or None
    return sys.stdin.readline().rstrip("\r\n") or None


def _tell(issued: Issued, as_json: bool) -> None:
    person = issued.person
    made = issued.made
    if as_json:
        print_json({"id": person.id, "login": person.login, "password": issued.password if made else None})
        return
    print(f"{person.login}（{person.name}，{person.id}）")
    if made:
        print(f"一次性密码：{issued.password}（只显示这一次，首次登录必须改掉）")
