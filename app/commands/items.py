"""Commands of the group `items`: checklists, blank forms, import of a manual."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.shared import JsonOption, RootOption, print_json
from app.home import open_home
from indexer.clauses import HandbookError

if TYPE_CHECKING:
    from checklists.lists import Checklist

OutOption = Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="写到这个文件夹。")]


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    cli.command()(checklist)
    cli.command()(forms)
    cli.command("import")(import_)


def checklist(
    sections: Annotated[
        list[str] | None, typer.Argument(metavar="[SECTION]...", help="小节号；不写则全册。")
    ] = None,
    post: Annotated[str | None, typer.Option("--post", help="岗位。")] = None,
    frequency: Annotated[str | None, typer.Option("--frequency", help="频次，例如 每班、每月。")] = None,
    situation: Annotated[str | None, typer.Option("--situation", help="部位或场合，例如 配电房。")] = None,
    formats: Annotated[str, typer.Option("--format", help="docx,xlsx,md,json，用逗号隔开。")] = "docx,json",
    out: OutOption = None,
    text_only: Annotated[bool, typer.Option("--text-only", help="不套用本单位的决定。")] = False,
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="FILE", help="与以前生成的检查表（JSON）比较。")
    ] = None,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """由条款生成检查表。"""
    from app.item_decisions import item_decisions
    from app.printing import formats_of, write_all
    from checklists.lists import checklist as make
    from indexer.reading import load_handbook

    home = open_home(root)
    wanted = formats_of(formats)
    if compare is not None:
        _compare(compare, home.root if root is None else root, text_only=text_only, as_json=as_json)
        return
    made = make(
        load_handbook(home.handbook),
        sections=sections or (),
        post=post,
        frequency=frequency,
        situation=situation,
        decisions=() if text_only else item_decisions(home),
    )
    if out is None:
        _show(made, as_json)
        return
    written = write_all(out, _files(made, wanted, home.root))
    if as_json:
        print_json(
            {
                **made.as_json(),
                "files": [str(path) for path in written],
                "stale_decisions": [decision.as_yaml() for decision in made.stale_decisions],
            }
        )
        return
    for path in written:
        print(path)
    print(_told(made))


def _files(made: Checklist, wanted: tuple[str, ...], root: Path) -> dict[str, bytes]:
    from app.printing import json_bytes, site_address

    name = made.choice.file_name
    files: dict[str, bytes] = {}
    for kind in wanted:
        if kind == "docx":
            from checklists.word_checklist import checklist_word

            files[f"{name}.docx"] = checklist_word(made, site=site_address(root))
        elif kind == "xlsx":
            from checklists.sheets import checklist_sheet

            files[f"{name}.xlsx"] = checklist_sheet(made)
        elif kind == "md":
            from checklists.markdown import checklist_markdown

            files[f"{name}.md"] = checklist_markdown(made).encode()
        else:
            files[f"{name}.json"] = json_bytes(made.as_json())
    return files


def _told(made: Checklist) -> str:
    veto = sum(item.critical and item.scored for item in made.items)
    advice = sum(not item.scored for item in made.items)
    told = f"{made.title.replace('　', ' ')}，版本 {made.edition or '未发布'}："
    told += f"{len(made.items)} 项（一票否决 {veto}，建议 {advice}），未列入 {len(made.refused)} 项。"
    if made.stale_decisions:
        names = "、".join(decision.item for decision in made.stale_decisions)
        told += f"\n有 {len(made.stale_decisions)} 个决定因条款变动没有套用：{names}。请重新决定。"
    return told


def _show(made: Checklist, as_json: bool) -> None:
    if as_json:
        print_json(made.as_json())
        return
    from app.commands.tables import show, table

    rows = (
        (
            item.clause or item.id,
            ("★ " if item.critical and item.scored else "") + item.text,
            item.class_ if item.scored else "建议",
            "—" if item.points is None else f"{item.points:.2f}",
            item.method + (f"，{item.sample}" if item.sample else ""),
            item.post or "",
        )
        for item in made.items
    )
    show(table(("条款", "检查内容", "级", "分值", "方法", "岗位"), rows), _told(made))


def _compare(file: Path, root: Path, *, text_only: bool, as_json: bool) -> None:
    """Exit 1 where the old list may no longer be used."""
    from app.item_decisions import item_decisions
    from checklists import stale
    from checklists.lists import checklist as make
    from indexer.reading import load_handbook

    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise HandbookError(
            f"读不了 {file}。", fix="给出 handbook checklist --format json 生成的文件。"
        ) from None
    old, choice = stale.read(text, file.name)
    home = open_home(root)
    new = make(
        load_handbook(home.handbook),
        sections=choice.sections,
        post=choice.post or None,
        frequency=choice.frequency or None,
        situation=choice.situation or None,
        decisions=() if text_only else item_decisions(home),
    )
    found = stale.compare(old, new)
    if as_json:
        print_json(found.as_json())
    else:
        for name, lines in (("新增", found.added), ("变更", found.changed), ("删除", found.dropped)):
            for line in lines:
                print(f"{name} {line.clause or line.id} {line.text}（{line.reason}）")
        counted = f"新增 {len(found.added)}，变更 {len(found.changed)}，删除 {len(found.dropped)}，"
        print(f"{found.verdict}{counted}不变 {len(found.kept)}。")
    if not found.in_force:
        raise typer.Exit(1)


def forms(
    numbers: Annotated[
        list[str] | None, typer.Argument(metavar="[NO]...", help="表单编号或名称；不写则全部。")
    ] = None,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="写到这个文件夹。")] = Path("forms"),
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """生成空白表单（Word）。"""
    from app.printing import write_all
    from checklists.blank_forms import chosen_forms, file_name, form_word
    from indexer.reading import load_handbook

    handbook = load_handbook(open_home(root).handbook)
    chosen = chosen_forms(handbook, numbers or [])
    written = write_all(out, {file_name(form): form_word(form, handbook.edition) for form in chosen})
    if as_json:
        listed = zip(chosen, written, strict=True)
        print_json([{"no": form.no, "name": form.name, "file": str(path)} for form, path in listed])
        return
    for path in written:
        print(path)
    print(f"共 {len(written)} 份空白表单，版本 {handbook.edition or '未发布'}。")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Word 或 Markdown 手册。")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="写到这个文件夹。")],
    as_json: JsonOption = False,
) -> None:
    """把 Word 或 Markdown 手册转成本系统的格式。"""
    from datetime import date

    from app.importing import REPORT, import_manual

    made = import_manual(file, out, date.today())
    if as_json:
        print_json(
            {
                "files": [str(out / name) for name in (*made.files, REPORT)],
                "clauses": made.clauses,
                "notes": made.notes,
                "remarks": made.remarks,
                "renumbered": [{"old": old, "new": new} for old, new in made.renumbered],
            }
        )
        return
    for remark in made.remarks:
        print(remark)
    print(
        f"导入 {made.clauses} 条条款、{made.notes} 段说明，需要核对 {len(made.remarks)} 处；报告：{out / REPORT}"
    )
