"""Commands of the group `records` that look after the ledger: checkpoints, backups, keys, erasure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.records_tools import opened, person_id, tell, warn
from app.commands.shared import JsonOption, RootOption, print_json

Out = Annotated[Path | None, typer.Option("-o", "--output", help="写到这个文件夹。")]


def register(group: typer.Typer) -> None:
    """Add these commands to the group."""
    for command in (checkpoint, backup, restore, erase, protect, rebuild, rotate_key, move):
        group.command(command.__name__.replace("_", "-"))(command)


def checkpoint(as_json: JsonOption = False, root: RootOption = None) -> None:
    """立即签发检查点，写入每个锚点文件。"""
    records = opened(root)
    made = records.ledger.checkpoint()
    if as_json:
        print_json({**made.statement(), "signature": made.signature})
    else:
        where = "、".join(str(path) for path in records.settings.anchors)
        print(f"检查点：{made.length} 条，树根 {made.root}\n写入 {where}")
    if not records.settings.anchored_elsewhere:
        warn("锚点与记录同在一处，防不住能改动这块磁盘的人：请把 HANDBOOK_ANCHORS 指到另一块磁盘。")


def backup(output: Out = None, as_json: JsonOption = False, root: RootOption = None) -> None:
    """备份记录和附件，不必停机；密钥不在其中，请另行保管。"""
    from app.home import open_home
    from app.records import moving
    from app.records.clock import SYSTEM_CLOCK

    home, records = open_home(root), opened(root)
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
    tell(done.verification, to_stderr=as_json)
    if not done.verification.ok:
        raise typer.Exit(1)


def erase(
    person: Annotated[str, typer.Argument(help="人员编号或登录名。")],
    reason: Annotated[str, typer.Option("--reason", help="理由，不写姓名。")],
    retain_until: Annotated[
        str | None, typer.Option(help="至少保存到这一天（2029-12-31）；手册的期限更长时按手册。")
    ] = None,
    early: Annotated[
        bool, typer.Option("--early", help="期限未满也删除：建错的账号，或依法必须删除。")
    ] = False,
    root: RootOption = None,
) -> None:
    """删除一个人的个人信息，保存期限未满时改为限制使用；记录和链不变。"""
    from datetime import date

    from app.erasing import erase as run
    from app.home import open_home
    from app.people import CONSOLE
    from app.records.clock import SYSTEM_CLOCK

    records = opened(root)
    try:
        until = date.fromisoformat(retain_until) if retain_until else None
    except ValueError:
        raise typer.BadParameter("日期写成 2029-12-31。") from None
    entry = run(
        open_home(root),
        records,
        CONSOLE,
        person_id(records, person),
        reason,
        SYSTEM_CLOCK.now(),
        retain_until=until,
        early=early,
    )
    if entry.kind == "erasure":
        print(
            f"已删除个人信息（第 {entry.seq} 条记录）。备份里的旧副本应销毁：见 handbook records register --due。"
        )
    else:
        print(
            f"保存期限未到，账号停用，已限制使用至 {entry.payload['until']}（第 {entry.seq} 条记录）；到期再删除。"
            "建错的账号或依法必须删除的，加 --early。"
        )


def protect(root: RootOption = None) -> None:
    """核验账本以后，重建禁止改动的触发器。"""
    from app.home import open_home
    from app.records.database import engine_for, translated
    from app.records.protection import protect as rebuild
    from app.records.verify import verify as run
    from app.settings import read_settings

    settings = read_settings(open_home(root))
    found = run(settings.database, [path for path in settings.anchors if path.exists()])
    tell(found, to_stderr=False)
    if not found.ok:
        raise typer.Exit(1)
    with translated(), engine_for(settings.database).begin() as conn:
        rebuild(conn)
    print("触发器已重建。")


def rebuild(root: RootOption = None) -> None:
    """由账本重建供查询的表（审定、人员与条款的索引）。"""
    records = opened(root)
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
        entry = opened(root).ledger.rotate_key()
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
