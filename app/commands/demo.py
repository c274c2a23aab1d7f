"""Commands of the group `demo`: example people and records."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated

import typer

from app.commands.shared import JsonOption, RootOption, print_json


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    cli.command()(demo)


def demo(
    people: Annotated[int, typer.Option("--people", help="多少人。")] = 20,
    years: Annotated[int, typer.Option("--years", help="多少年的记录。")] = 1,
    seed: Annotated[int, typer.Option("--seed", help="同样的数给出同样的人和成绩。")] = 1,
    until: Annotated[str | None, typer.Option("--until", help="截至哪一天；默认今天。")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="删除示例记录。")] = False,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """生成或删除示例人员和记录；放在单独的数据目录里，不进真实账本。"""
    from app.demo import demo_home, make_demo, remove_demo
    from app.home import open_home
    from indexer.clauses import HandbookError

    home = open_home(root)
    if remove:
        remove_demo(home)
        if as_json:
            print_json({"removed": str(demo_home(home).data)})
        else:
            print("示例记录已删除。")
        return
    try:
        last = date.fromisoformat(until) if until else date.today()
    except ValueError:
        raise HandbookError(f"“{until}”不是日期。", fix="写成 2026-12-01。") from None
    made = make_demo(
        home,
        people=people,
        years=years,
        seed=seed,
        until=last,
        tell=lambda told: print(told, file=sys.stderr),
    )
    if as_json:
        print_json(
            {
                "folder": str(made.home.data),
                "people": made.people,
                "entries": made.entries,
                "login": made.login,
                "password": made.password,
            }
        )
        return
    print(f"生成 {made.people} 名示例人员、{made.entries} 条记录，在 {made.home.data}。")
    print(f"打开：HANDBOOK_DATA={made.home.data} handbook up --root {home.root}")
    print(f"登录：{made.login}（经理），密码 {made.password}；demo000 是管理员，密码相同。")
