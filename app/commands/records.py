"""Commands of the group `records`: the ledger, without the app."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.shared import JsonOption, RootOption, print_json

if TYPE_CHECKING:
    from app.opening import Records
    from app.records.verify import Verification

group = typer.Typer(help="账本：核验、查看、导出、检查点、备份与恢复。", no_args_is_help=True)

Db = Annotated[
    str | None, typer.Option("--db", help="SQLite 文件或 postgresql:// 地址；默认是本手册的记录库。")
]
Anchor = Annotated[list[Path] | None, typer.Option("--anchor", help="锚点文件，可写多次。")]
PublicKey = Annotated[Path | None, typer.Option("--public-key", help="可信公钥的 PEM 文件。")]
Kind = Annotated[list[str] | None, typer.Option("--kind", help="只看这一类，可写多次。")]
Number = Annotated[int, typer.Argument(metavar="SEQ", help="记录的序号。")]
Out = Annotated[Path | None, typer.Option("-o", "--output", help="写到这个文件夹。")]


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    for command in (
        verify,
        list_,
        show,
        export,
        checkpoint,
        backup,
        restore,
        erase,
        protect,
        rotate_key,
        move,
        register_,
    ):
        group.command(command.__name__.rstrip("_").replace("_", "-"))(command)
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
    _tell(found, to_stderr=as_json)
    if db is None and found.ok and (stale := _open(root).ledger.stale_decisions()):
        _warn(
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

    records = _open(root)
    found = list(
        records.ledger.entries(
            kind,
            person=_person_id(records, person) if person else None,
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
    records = _open(root)
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

    records = _open(root)
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


def checkpoint(as_json: JsonOption = False, root: RootOption = None) -> None:
    """立即签发检查点，写入每个锚点文件。"""
    records = _open(root)
    made = records.ledger.checkpoint()
    if as_json:
        print_json({**made.statement(), "signature": made.signature})
    else:
        where = "、".join(str(path) for path in records.settings.anchors)
        print(f"检查点：{made.length} 条，树根 {made.root}\n写入 {where}")
    if not records.settings.anchored_elsewhere:
        _warn("锚点与记录同在一处，防不住能改动这块磁盘的人：请把 HANDBOOK_ANCHORS 指到另一块磁盘。")


def backup(output: Out = None, as_json: JsonOption = False, root: RootOption = None) -> None:
    """备份记录和附件，不必停机；密钥不在其中，请另行保管。"""
    from app.home import open_home
    from app.records import moving
    from app.records.clock import SYSTEM_CLOCK

    home, records = open_home(root), _open(root)
    made = moving.backup(records.ledger, output or home.backups, SYSTEM_CLOCK.now(), files=home.files)
    if as_json:
        print_json({"folder": str(made), "entries": records.ledger.length()})
    else:
        print(f"备份在 {made}，已核验。密钥文件夹 {home.keys} 请另行备份。")


def restore(
    made: Annotated[Path, typer.Argument(metavar="BACKUP", help="备份的文件夹。")],
    accept_loss: Annotated[bool, typer.Option("--accept-loss", help="备份比锚点旧时仍然恢复。")] = False,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """把备份恢复到空的地方，恢复前后都核验，并记入账本。"""
    from app.home import open_home
    from app.records import moving
    from app.settings import read_settings

    home = open_home(root)
    settings = read_settings(home)
    done = moving.restore(
        made,
        settings.database,
        settings.keys,
        settings.anchors,
        files=home.files,
        accept_loss=accept_loss,
    )
    if as_json:
        print_json({"entries": done.entries, "lost": done.lost, "verify": done.verification.as_json()})
    else:
        print(f"恢复了 {done.entries} 条，丢失 {done.lost} 条。")
    _tell(done.verification, to_stderr=as_json)
    if not done.verification.ok:
        raise typer.Exit(1)


def erase(
    person: Annotated[str, typer.Argument(help="人员编号或登录名。")],
    reason: Annotated[str, typer.Option("--reason", help="理由，不写姓名。")],
    retain_until: Annotated[
        str | None, typer.Option(help="保存期限（2029-12-31）；未到期只限制使用。")
    ] = None,
    root: RootOption = None,
) -> None:
    """删除一个人的个人信息；记录和链不变。"""
    from datetime import date

    from app.people import CONSOLE
    from app.records.clock import SYSTEM_CLOCK

    records = _open(root)
    try:
        until = date.fromisoformat(retain_until) if retain_until else None
    except ValueError:
        raise typer.BadParameter("日期写成 2029-12-31。") from None
    entry = records.accounts.erase(
        CONSOLE, _person_id(records, person), reason, SYSTEM_CLOCK.now(), retain_until=until
    )
    done = "已删除个人信息" if entry.kind == "erasure" else f"保存期限未到，已限制使用至 {retain_until}"
    print(f"{done}（第 {entry.seq} 条记录）。备份里的旧副本到期销毁。")


def protect(root: RootOption = None) -> None:
    """核验账本以后，重建禁止改动的触发器。"""
    from app.home import open_home
    from app.records.database import engine_for, translated
    from app.records.protection import protect as rebuild
    from app.records.verify import verify as run
    from app.settings import read_settings

    settings = read_settings(open_home(root))
    found = run(settings.database, [path for path in settings.anchors if path.exists()])
    _tell(found, to_stderr=False)
    if not found.ok:
        raise typer.Exit(1)
    with translated(), engine_for(settings.database).begin() as conn:
        rebuild(conn)
    print("触发器已重建。")


def rebuild(root: RootOption = None) -> None:
    """由账本重建供查询的表（审定、人员与条款的索引）。"""
    records = _open(root)
    records.ledger.rebuild()
    print(f"由 {records.ledger.length()} 条记录重建完毕。")


def rotate_key(
    lost: Annotated[bool, typer.Option("--lost", help="旧密钥已丢失：换成没有背书的新密钥。")] = False,
    root: RootOption = None,
) -> None:
    """更换签名密钥；旧密钥为新密钥背书，记入账本。"""
    if lost:
        from app.home import open_home
        from app.records.ledger import Ledger
        from app.settings import read_settings

        settings = read_settings(open_home(root))
        book = Ledger.open(settings.database, settings.keys, anchors=settings.anchors, key_lost=True)
        book.checkpoint()
        key, seq = book.anchoring.ring().current().id, book.length()
    else:
        entry = _open(root).ledger.rotate_key()
        key, seq = str(entry.payload["key"]), entry.seq
    print(f"密钥 {key} 已写入账本（第 {seq} 条记录之前）。请把新公钥交给保管锚点的人。")


def move(
    target: Annotated[str, typer.Argument(help="空的目标库，例如 postgresql://用户@主机/库名。")],
    root: RootOption = None,
) -> None:
    """把记录搬到另一个数据库，每个封存值都比对；先停下应用。"""
    from app.home import open_home
    from app.records import moving
    from app.settings import read_settings

    entries = moving.move(read_settings(open_home(root)).database, target)
    print(f"搬了 {entries} 条，封存值全部相同。把 HANDBOOK_DATABASE_URL 设为新库后再启动。")


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

    records = _open(root)
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


def _open(root: Path | None) -> Records:
    from app.home import open_home
    from app.opening import open_records

    return open_records(open_home(root))


def _person_id(records: Records, named: str) -> str:
    """The id of a person named by id or login."""
    return named if named in records.people.names() else records.people.find(named).id


def _tell(found: Verification, *, to_stderr: bool) -> None:
    import sys

    stream = sys.stderr if to_stderr else sys.stdout
    if found.first_break is None:
        upto = f"锚定到第 {found.anchored_to} 条" if found.anchored_to else "没有锚定"
        print(f"{found.entries} 条记录，全部相符；{upto}。", file=stream)
    else:
        broken = found.first_break
        print(
            f"{found.entries} 条记录；第 {broken.seq} 条有问题（{broken.kind}）：{broken.problem}",
            file=stream,
        )
    for note in found.notes:
        print(note, file=stream)


def _warn(sentence: str) -> None:
    import sys

    print(sentence, file=sys.stderr)
