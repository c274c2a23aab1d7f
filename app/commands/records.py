"""Commands of the group `records`: the ledger, without the app."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands import evidence_files, records_care
from app.commands.records_tools import opened, person_id, tell, warn
from app.commands.shared import JsonOption, RootOption, print_json

group = typer.Typer(help="账本：核验、查看、导出、检查点、备份与恢复。", no_args_is_help=True)

Db = Annotated[
    str | None, typer.Option("--db", help="SQLite 文件或 postgresql:// 地址；默认是本手册的记录库。")
]
Anchor = Annotated[list[Path] | None, typer.Option("--anchor", help="锚点文件，可写多次。")]
PublicKey = Annotated[Path | None, typer.Option("--public-key", help="可信公钥的 PEM 文件。")]
Kind = Annotated[list[str] | None, typer.Option("--kind", help="只看这一类，可写多次。")]
Number = Annotated[int, typer.Argument(metavar="SEQ", help="记录的序号。")]


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    for command in (verify, list_, show, export, register_):
        group.command(command.__name__.rstrip("_"))(command)
    evidence_files.register(group)
    records_care.register(group)
    cli.add_typer(group, name="records")


def verify(
    db: Db = None,
    anchor: Anchor = None,
    public_key: PublicKey = None,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """核验账本：每一条、每个检查点；指出第一处不符。只读，不需要手册。"""
    from app.records.verify import verify as run

    anchors, place = list(anchor or ()), db
    if place is None:
        from app.home import open_home
        from app.settings import read_settings

        settings = read_settings(open_home(root))
        place = str(settings.database)
        anchors = anchors or [path for path in settings.anchors if path.exists()]
        public_key = public_key or (settings.keys if settings.keys.is_dir() else None)
    found = run(place, anchors, public_key)
    if as_json:
        print_json(found.as_json())
    tell(found, to_stderr=as_json)
    if db is None and found.ok and (stale := opened(root).ledger.stale_decisions()):
        warn(
            f"审定表与账本不符（{'、'.join(stale[:5])}）：表被改动过。运行 handbook records rebuild 由账本重建。"
        )
    if not found.ok:
        raise typer.Exit(1)


def list_(
    kind: Kind = None,
    person: Annotated[str | None, typer.Option(help="人员编号或登录名。")] = None,
    clause: Annotated[str | None, typer.Option(help="条款编号。")] = None,
    project: Annotated[str | None, typer.Option(help="项目（小区）。")] = None,
    after: Annotated[int, typer.Option(help="只看这个序号之后的。")] = 0,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, help="最多列出多少条（最新的）。")] = 50,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """列出记录，最新的在前。"""
    from app.records.kinds import KINDS

    records = opened(root)
    found = list(
        records.ledger.entries(
            kind,
            person=person_id(records, person) if person else None,
            clause=clause,
            project=project,
            after=after,
            newest_first=True,
            limit=limit,
        )
    )
    if as_json:
        print_json([entry.as_json() for entry in found])
        return
    names = records.people.names()
    rows = [
        (
            str(entry.seq),
            entry.at[:19] + "Z",
            KINDS[entry.kind][0],
            names.get(entry.actor, entry.actor),
            names.get(str(entry.payload.get("person", "")), ""),
            "、".join(one.id for one in entry.clauses[:5]),
        )
        for entry in found
    ]
    from app.commands.tables import show as draw
    from app.commands.tables import table

    draw(table(("序号", "时间", "类别", "经办", "对象", "条款"), rows))


def show(seq: Number, as_json: JsonOption = False, root: RootOption = None) -> None:
    """显示一条记录的全部内容和封存值。"""
    records = opened(root)
    entry = records.ledger.entry(seq)
    words = records.ledger.private(entry)
    if as_json:
        print_json({**entry.as_json(), "private": words})
        return
    from app.records.canonical import canonical_text
    from app.records.kinds import KINDS

    names = records.people.names()
    print(f"第 {entry.seq} 条 {KINDS[entry.kind][0]}（{entry.kind}）")
    print(f"时间 {entry.at}（{entry.clock}）  经办 {names.get(entry.actor, entry.actor)}")
    print(f"项目 {entry.project or '—'}  版本 {entry.edition or '—'}  签名含义 {entry.meaning or '—'}")
    for one in entry.clauses:
        print(f"条款 {one.id}  {one.fingerprint}")
    print(f"内容 {canonical_text(dict(entry.payload))}")
    for field, word in words.items():
        print(f"个人信息 {field}：{'（已删除）' if word is None else word}")
    print(f"前一条 {entry.prev}\n封存值 {entry.digest}")


def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="空的文件夹。")],
    private: Annotated[bool, typer.Option("--private", help="连同个人信息一起导出。")] = False,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """导出账本、公钥和独立核验程序，交给审计员。导出本身也记入账本。"""
    from app.records import moving

    records = opened(root)
    moving.empty_folder(output)  # before the ledger says that it was exported
    records.ledger.append("export", "system", {"what": "ledger", "private": private})
    entries = moving.export(records.ledger, output, private=private)
    told = {"entries": entries, "folder": str(output)}
    if as_json:
        print_json(told)
    else:
        print(
            f"导出 {entries} 条到 {output}。核验：python {output}/verify_ledger.py {output} --anchor 锚点文件"
        )


def register_(
    due: Annotated[bool, typer.Option("--due", help="只列今天该办的。")] = False,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """记录登记表：各类记录放在哪里、保存多久，哪些该删除或限制使用。"""
    from app.home import open_home
    from app.records.clock import SYSTEM_CLOCK
    from app.records_register import register_of
    from app.workbench import local_day

    records = opened(root)
    found = register_of(open_home(root), records, local_day(SYSTEM_CLOCK.now()))
    if as_json:
        value = found.as_json()
        print_json({"day": value["day"], "due": value["due"]} if due else value)
        return
    from app.commands.tables import show as draw
    from app.commands.tables import table

    for place in dict.fromkeys(one.place for one in found.classes if not due):
        heads = ("类别", "保存期限", "依据", "数量", "最早", "满期")
        rows = [
            (one.name, one.retention, one.basis, str(one.count), one.oldest, str(one.over or ""))
            for one in found.classes
            if one.place == place
        ]
        draw(f"存放位置：{place}", table(heads, rows))
    names = records.people.names()
    if not found.due:
        print(f"{found.day} 没有到期要办的。")
    for one in found.due:
        print(f"{names.get(one.what, one.what)}：{one.said}。{one.how}")
