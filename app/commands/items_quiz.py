"""Commands of the group `quiz`: the question bank, and the linter for question files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.shared import JsonOption, RootOption, print_json
from app.home import Home, open_home
from indexer.clauses import HandbookError

if TYPE_CHECKING:
    from checklists.question import Bank
    from indexer.clauses import Handbook

FORMATS = ("json", "gift", "moodle", "xlsx", "docx")


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    cli.command("quiz")(quiz)


def quiz(
    sections: Annotated[
        list[str] | None, typer.Argument(metavar="[SECTION]...", help="小节号；不写则为整本手册。")
    ] = None,
    post: Annotated[str | None, typer.Option("--post", help="只要这个岗位的试题。")] = None,
    formats: Annotated[
        str, typer.Option("--format", help="json、gift、moodle、xlsx、docx，可用逗号连写。")
    ] = "json",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写到这个文件夹。")] = None,
    lint: Annotated[
        Path | None, typer.Option("--lint", help="检查一个试题文件（json、gift、xml、xlsx）。")
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous", help="上一次的题库（quiz.json）：条款未变、选项仍可靠的试题不动，并报告变动。"
        ),
    ] = None,
    text_only: Annotated[bool, typer.Option("--text-only", help="不套用人工决定。")] = False,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """由条款生成题库，或检查试题文件。"""
    if lint is not None:
        _lint(lint, as_json)
        return
    wanted = _formats(formats)
    from checklists.bank.generate import bank_of
    from indexer.reading import load_handbook

    home = open_home(root)
    handbook = load_handbook(home.handbook)
    before = _before(previous) if previous is not None else None
    bank = bank_of(handbook, kept=before)
    bank = _chosen(bank if text_only else _decided(bank, home), handbook, sections or [], post)
    if output is None and not as_json:
        raise HandbookError(
            "没有指明写到哪里。", fix="加上 -o DIR；不写文件时用 --json 在标准输出给出全部试题。"
        )
    files = _write(bank, wanted, output) if output is not None else []
    changes = _changes(before, bank) if before is not None else {}
    if as_json:
        print_json({**bank.as_json(), "files": files, **changes})
    else:
        _show(bank, files)
        _show_changes(changes)


def _before(path: Path) -> Bank:
    """The bank that an earlier run wrote."""
    from checklists.exchange.files import read_questions
    from checklists.question import Bank

    if path.suffix.lower() != ".json":
        raise HandbookError(
            f"{path.name} 不是题库文件。", fix="指明 handbook quiz --format json 写出的 quiz.json。"
        )
    return Bank("", tuple(read_questions(path)), ())


def _changes(before: Bank, bank: Bank) -> dict[str, dict[str, Any]]:
    """The report of what the run added, changed, withdrew and kept, within what was asked for."""
    from checklists.regeneration import compare

    sections = {question.section for question in bank.items}
    asked = [question for question in before.items if question.section in sections]
    return {"changes": compare(asked, bank).as_json()}


def _show_changes(changes: dict[str, dict[str, Any]]) -> None:
    names = {"added": "新增", "changed": "变动", "withdrawn": "撤下"}
    for kind, entries in changes.get("changes", {}).items():
        for entry in entries if kind in names else ():
            typer.echo(f"{names[kind]} {entry['id']}：{entry['reason']}")


def _formats(text: str) -> list[str]:
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise HandbookError(
            f"不认识格式“{'、'.join(unknown) or text}”。", fix=f"可用：{'、'.join(FORMATS)}。"
        )
    return wanted


def _decided(bank: Bank, home: Home) -> Bank:
    """The bank with the home's decisions applied: edited wordings in place, rejected questions gone."""
    from app.deciding import usable_bank
    from app.known import chain_of, records_there

    records = records_there(home)
    if records is None:
        return bank
    try:
        return usable_bank(bank, records.store.decisions(), chain_of(home, records.ledger))
    finally:
        records.close()


def _chosen(bank: Bank, handbook: Handbook, sections: list[str], post: str | None) -> Bank:
    """The part of the bank that was asked for."""
    from checklists.question import Bank

    keep = {str(clause.id) for clause in handbook.chosen(sections)}
    name = None
    if post is not None:
        known = handbook.post_named(post)
        name = known.name if known else post
        posts = {each for question in bank.items for each in question.post.split("、") if each}
        if name not in posts:
            listed = "、".join(sorted(posts))
            raise HandbookError(f"没有岗位“{post}”的试题。", fix=f"有试题的岗位：{listed}。")
    items = tuple(
        question
        for question in bank.items
        if question.clause in keep and (name is None or name in question.post.split("、"))
    )
    if not items:
        raise HandbookError("选定的范围里没有试题。", fix="换一个小节或岗位。")
    refused = tuple(refusal for refusal in bank.refused if refusal.clause in keep)
    return Bank(bank.edition, items, refused, bank.fingerprints)


def _write(bank: Bank, wanted: list[str], folder: Path) -> list[str]:
    from app.printing import write_all
    from checklists.exchange.excel import to_excel
    from checklists.exchange.gift import to_gift
    from checklists.exchange.moodle import to_moodle
    from checklists.exchange.plain import to_json

    made: dict[str, bytes] = {}
    for kind in wanted:
        if kind == "json":
            made["quiz.json"] = to_json(bank).encode()
        elif kind == "gift":
            made["quiz.gift"] = to_gift(bank).encode()
        elif kind == "moodle":
            made["quiz.xml"] = to_moodle(bank).encode()
        elif kind == "xlsx":
            made["quiz.xlsx"] = to_excel(bank)
        else:
            made["quiz.docx"] = _word(bank)
    return [str(path) for path in write_all(folder, made)]


def _word(bank: Bank) -> bytes:
    """The whole bank as one paper with answer sheet and key."""
    from checklists.papers import whole
    from checklists.word_paper import paper_docx

    return paper_docx(whole(bank))


def _show(bank: Bank, files: list[str]) -> None:
    from collections import Counter

    from rich.console import Console
    from rich.table import Table

    from checklists.question import TYPE_NAMES

    types = Counter(question.type for question in bank.items)
    table = Table(title=f"题库 {bank.edition}")
    table.add_column("题型")
    table.add_column("题数", justify="right")
    for type_, count in sorted(types.items()):
        table.add_row(TYPE_NAMES[type_], str(count))
    table.add_row("合计", str(len(bank.items)), style="bold")
    table.add_row("其中情景题", str(sum(question.scenario for question in bank.items)))
    table.add_row("未出题（附理由）", str(len(bank.refused)))
    console = Console()
    console.print(table)
    for file in files:
        console.print(file)


def _lint(path: Path, as_json: bool) -> None:
    from checklists.exchange.files import read_questions
    from checklists.lint import lint

    findings = lint(read_questions(path))
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            typer.echo(f"{finding.id or '整卷'}: {finding.rule} {finding.problem} {finding.fix}")
        typer.echo(f"共 {len(findings)} 处。")
    if findings:
        raise typer.Exit(1)
