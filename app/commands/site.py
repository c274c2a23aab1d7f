"""Commands of the site: build, serve."""

from __future__ import annotations

from typing import Annotated

import typer

from app.commands.shared import JsonOption, RootOption, print_json
from app.home import open_home

InternalOption = Annotated[bool, typer.Option("--internal", help="含不公开的小节；须放在登录之后。")]


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    group = typer.Typer(name="site", help="手册网站：生成、查看。", no_args_is_help=True)
    group.command("build")(build)
    group.command("serve")(serve)
    cli.add_typer(group)


def build(internal: InternalOption = False, as_json: JsonOption = False, root: RootOption = None) -> None:
    """生成网站到 var/site/<版本>/。"""
    from app.site import build_missing_edition, build_site

    home = open_home(root)
    report = build_site(home, internal=internal)
    issued = None if internal else build_missing_edition(home)
    if as_json:
        print_json(
            {
                "folder": str(report.folder),
                "edition": report.edition,
                "sections": report.sections,
                "clauses": report.clauses,
                "pages": report.pages,
                "hidden": list(report.hidden),
            }
        )
        return
    hidden = f"，未公开 {'、'.join(report.hidden)}" if report.hidden else ""
    print(f"{report.edition}：{report.sections} 节 {report.clauses} 条，{report.pages} 页{hidden}。")
    print(f"网站在 {report.folder}")
    if issued:
        print(f"现行版本 {issued.edition} 的网站在 {issued.folder}")


def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口。")] = 8600,
    host: Annotated[str, typer.Option("--host", help="监听的地址。")] = "127.0.0.1",
    internal: InternalOption = False,
    root: RootOption = None,
) -> None:
    """在浏览器里查看生成的网站，按 Ctrl-C 结束。"""
    from app.site_serve import serve_site

    serve_site(open_home(root), host=host, port=port, internal=internal)
