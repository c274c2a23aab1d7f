"""Commands of the group `revision`: impact, issue, decisions."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.shared import JsonOption, RootOption, print_json
from app.home import Home, open_home
from indexer.clauses import HandbookError

if TYPE_CHECKING:
    from app.impact import Impact
    from app.issuing import Issued, Step
    from app.opening import Records

group = typer.Typer(help="审定的决定：导出、导入（YAML）。", no_args_is_help=True)

Moment = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="当作这个时刻（2026-12-01 或 2026-12-01T08:00）。")
]
Login = str | None
STEP_NAMES = {
    "journal": "已记下签署",
    "commit": "已提交到 git",
    "copy": "已保存本版文字",
    "entry": "已记入账本：版本生效记录成立",
    "checkpoint": "已签发检查点",
    "tag": "已打版本标签",
    "index": "已更新检索索引",
    "bank": "已更新题库和影响报告",
    "site": "已生成网站",
}


def register(cli: typer.Typer) -> None:
    """Add this group's commands to `cli`."""
    cli.command()(impact)
    cli.command()(issue)
    for command in (export, import_):
        group.command(command.__name__.rstrip("_"))(command)
    cli.add_typer(group, name="decisions")


def impact(
    old: Annotated[str, typer.Argument(help="手册目录、版本（A/0）或 git 修订。")],
    new: Annotated[str, typer.Argument(help="同上；手册目录是其中正在编写的文字。")],
    at: Moment = None,
    text_only: Annotated[bool, typer.Option("--text-only", help="不套用本单位的决定。")] = False,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """修订的影响：触及哪些检查项、试题、表单和人员，其余保留。"""
    from app.touching import impact_between

    found, names = impact_between(old, new, root=root, at=_moment(at) if at else None, text_only=text_only)
    if as_json:
        print_json(found.as_json(names))
    else:
        _show_impact(found, names)


def issue(
    edition: Annotated[str, typer.Option("--edition", help="版本号，例如 A/1；默认下一版。")] = "",
    prepared_by: Annotated[Login, typer.Option("--prepared-by", help="编制人登录名。")] = None,
    reviewed_by: Annotated[Login, typer.Option("--reviewed-by", help="审核人登录名。")] = None,
    approved_by: Annotated[Login, typer.Option("--approved-by", help="批准人登录名。")] = None,
    reason: Annotated[str, typer.Option("--reason", help="修订理由。")] = "",
    effective: Annotated[str | None, typer.Option("--effective", help="生效日期；默认发布当日。")] = None,
    editorial: Annotated[
        list[str] | None, typer.Option("--editorial", metavar="CLAUSE", help="认定为编辑性的条款，可写多次。")
    ] = None,
    material: Annotated[
        list[str] | None, typer.Option("--material", metavar="CLAUSE", help="认定为实质性的条款，可写多次。")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="继续中断的发布，或重做发布后的步骤。")] = False,
    manifest_only: Annotated[
        bool,
        typer.Option("--manifest-only", help="只为随程序交付的第一版写清单，不签署、不入账。"),
    ] = False,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """发布下一版：编制、审核、批准三个账号签署。密码从标准输入读 JSON：{"登录名": "密码"}。"""
    home = open_home(root)
    if manifest_only:
        _write_manifest(home, edition or "A/0", as_json)
        return
    from app.issuing import issue as carry_out
    from app.issuing import resume as go_on
    from app.opening import open_records
    from app.proposing import propose
    from app.touching import DERIVED

    records = open_records(home)
    try:
        if resume:
            done = go_on(home, records, derived=DERIVED, tell=_step)
        else:
            logins = _three(prepared_by, reviewed_by, approved_by)
            from app.issuing import base_of, sign

            now = datetime.now(UTC)
            proposal = propose(
                home,
                base_of(home, records),
                edition=edition,
                today=now.date(),
                effective=_date(effective),
                reason=reason,
                editorial=editorial or (),
                material=material or (),
                decisions=records.store.decisions("change"),
            )
            signatures = sign(records, logins, _passwords(logins), now)
            done = carry_out(home, records, proposal, signatures, derived=DERIVED, tell=_step)
        _tell_issued(done, home, records, as_json)
    finally:
        records.close()


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="写到这个 YAML 文件。")],
    root: RootOption = None,
) -> None:
    """导出现行的决定：试题的审定、检查项的增删和加权、变更的认定。"""
    from app.decision_files import export_text
    from app.known import records_there

    records = records_there(open_home(root))
    if records is None:
        raise HandbookError("这里还没有记录，没有决定可导出。", fix="先用 handbook up 启动一次。")
    try:
        text = export_text(records.store)
        count = len(records.store.decisions())
    finally:
        records.close()
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise HandbookError(f"不能写入 {file}：{error.strerror}。", fix="换一个可以写入的位置。") from None
    print(f"导出 {count} 个决定到 {file}。")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="decisions export 导出的 YAML 文件。")],
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """导入决定：全部记入账本，有一个不对就一个也不导入。"""
    from app.decision_files import import_text
    from app.opening import open_records

    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise HandbookError(f"读不了 {file}。", fix="给出 UTF-8 编码的 YAML 文件。") from None
    records = open_records(open_home(root))
    try:
        done = import_text(records.ledger, records.store, text, name=file.name)
    finally:
        records.close()
    if as_json:
        print_json(done.as_json())
    else:
        print(f"记入 {done.entered} 个决定，{done.known} 个已经有了。")


# --- what is typed


def _three(*logins: Login) -> dict[Step, str]:
    steps: tuple[Step, ...] = ("prepared", "reviewed", "approved")
    told = dict(zip(steps, logins, strict=True))
    missing = [f"--{step}-by" for step, login in told.items() if not login]
    if missing:
        raise HandbookError(f"没有指明 {'、'.join(missing)}。", fix="写明编制、审核、批准三人的登录名。")
    if len(set(logins)) < len(logins):
        raise HandbookError("编制、审核、批准不是三个不同的账号。", fix="三项各由一人签署。")
    return {step: str(login) for step, login in told.items()}


def _passwords(logins: Mapping[Step, str]) -> dict[str, str]:
    """By login name: asked for at a terminal, otherwise one JSON object on stdin."""
    if sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty():
        import getpass

        return {login: getpass.getpass(f"{login} 的密码：") for login in logins.values()}
    try:
        told = json.loads(sys.stdin.read() if sys.stdin is not None else "")
    except ValueError:
        told = None
    if not isinstance(told, dict) or not all(isinstance(word, str) for word in told.values()):
        raise HandbookError(
            "标准输入里没有三人的密码。", fix='给出一个 JSON：{"登录名": "密码", …}，三人各一。'
        )
    named = {f"{step}_by": login for step, login in logins.items()}
    return {str(named.get(name, name)): word for name, word in told.items()}


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise HandbookError(f"“{text}”不是时刻。", fix="写成 2026-12-01 或 2026-12-01T08:00。") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HandbookError(f"“{text}”不是日期。", fix="写成 2026-12-01。") from None


# --- what is told


def _write_manifest(home: Home, edition: str, as_json: bool) -> None:
    from app.known import records_there
    from app.proposing import write_first_manifest

    records = records_there(home)
    issued: list[str] = []
    adopted: list[str] = []
    if records is not None:
        for entry in records.ledger.entries(kind="edition_issued"):
            (adopted if entry.payload.get("adopted") else issued).append(entry.edition)
        records.close()
    path = write_first_manifest(home, edition, issued)
    if as_json:
        print_json({"edition": edition, "manifest": str(path)})
    else:
        print(f"写好 {path}。提交到 git 后随程序交付；安装处第一次启动时采用为 {edition}。")
        if adopted:
            print(
                f"{home.data} 里的账本已按当时的文字采用 {adopted[-1]}；要试用新的文字，另设 HANDBOOK_DATA。"
            )


def _step(name: str) -> None:
    if name in STEP_NAMES:
        print(STEP_NAMES[name], file=sys.stderr)


def _tell_issued(done: Issued, home: Home, records: Records, as_json: bool) -> None:
    told: dict[str, Any] = {
        "edition": done.edition,
        "entry": done.entry.seq,
        "digest": done.entry.digest,
        "commit": done.commit or None,
        "checkpoint": {"length": done.checkpoint.length, "head": done.checkpoint.head},
    }
    if as_json:
        print_json(told)
        return
    print(f"版本 {done.edition} 已发布：账本第 {done.entry.seq} 条，{done.entry.digest}")
    if not done.commit:
        print("手册不在 git 里，没有提交和标签；本版文字保存在数据目录的 editions 里。")
    from app.known import needs_of

    late = needs_of(home, records, _text(home, records))
    if late:
        print(f"须再培训 {len(late)} 人，最早到期 {min(one.due for one in late)}。")


def _text(home: Home, records: Records) -> Any:
    from app.in_force import in_force

    return in_force(home, records.ledger).handbook


def _show_impact(found: Impact, names: Mapping[str, str]) -> None:
    from app.commands.tables import show, table
    from app.touched import ACTIONS

    for title, touched in (("检查项", found.items), ("试题", found.questions)):
        if touched:
            rows = ((one.clause, ACTIONS[one.action], one.text, one.reason) for one in touched)
            show(table(("条款", title, "内容", "原因"), rows, wide=2))
    if found.forms:
        form_names = {**ACTIONS, "named": "条款有变"}
        rows4 = ((one.no, one.name, form_names[one.action], "、".join(one.clauses)) for one in found.forms)
        show(table(("编号", "表单", "变动", "条款"), rows4))
    if found.people:
        rows3 = ((names.get(one.person, one.person), "、".join(one.clauses), one.due) for one in found.people)
        show(table(("人员", "须再培训的条款", "期限"), rows3, wide=1))
    kept = found.kept
    show(
        f"检查项 {len(found.items)}、试题 {len(found.questions)}、表单 {len(found.forms)}、"
        f"人员 {len(found.people)} 受影响；保留检查项 {kept['items']}、试题 {kept['questions']}、"
        f"审定 {kept['decisions']}。"
    )
