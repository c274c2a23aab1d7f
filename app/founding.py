"""A company's own home: its text with a git history of its own, apart from the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.in_force import copy_text
from app.text_sources import GIT_SECONDS, edition_tag
from indexer.clauses import HandbookError
from indexer.editions import FOLDER, manifest_name, manifest_of, manifest_text
from indexer.reading import load_handbook

PROGRAM = Path(__file__).parents[1]
"""Where the bundled handbook lies, beside the program."""
AUTHOR = ("-c", "user.name=handbook", "-c", "user.email=handbook@localhost", "-c", "commit.gpgsign=false")
"""Whose name the first commit bears where git knows no other."""
SETTINGS = """site_name: {name}
"""
IGNORED = "var/\n"

SKELETON = {
    "posts.yml": "# 岗位表：name 是正文用的名称，aliases 是同义叫法，licence 是上岗须持的证件。\n"
    "- {name: 客服员, aliases: [前台], duty: 接待、受理、派单、回访}\n"
    "- {name: 维修工, aliases: [维修员], duty: 报修处理与日常维修}\n",
    "forms.yml": "# 表单表：no 编号，name 名称，fields 栏目，retention 保存期限。\n"
    "- {no: BD-01, name: 报修记录, fields: [时间, 地点, 内容, 处理人, 完成时间], retention: 3年}\n",
    "laws.yml": "# 法规表：law 法规名称，article 条号，in_force 施行日期。\n"
    "- {law: 物业管理条例, article: 三十五, in_force: 2018-03-19}\n",
    "1-example/1.1-example.md": """---
section: "1.1"
title: 报修受理
edition: A/0
effective: {today}
---
# 1.1 报修受理

本节是示例，用来说明写法。没有编号的文字是说明，不考核；写好自己的小节以后删去本节。

- 客服员**应**在接到报修后 10 分钟内登记并派单，填写《报修记录》。{{#1.1-01 form="报修记录"}}
- 维修工**应**在接到派单后 30 分钟内到场。{{#1.1-02}}
- 客服员**应**在维修完成后 3 日内回访。{{#1.1-03}}
""",
}
"""The files of an empty home; a text that passes the check, to be written over."""


@dataclass(frozen=True, slots=True)
class Founded:
    """What was made."""

    folder: Path
    edition: str
    clauses: int
    in_git: bool


def found_home(target: Path, *, empty: bool = False, today: date) -> Founded:
    """Make a home in a folder that does not exist or is empty.

    It is made aside and put in place whole. Its first edition is what it is made with.

    Raises:
        HandbookError: The folder is in use, or the bundled handbook cannot be read.
    """
    target = target.expanduser().absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise HandbookError(f"{target} 已经存在，里面有东西。", fix="换一个不存在的文件夹，或先清空它。")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=target.parent) as scratch:
            aside = Path(scratch) / "home"
            made = _fill(aside, empty, today)
            in_git = _commit(aside, made[0])
            if target.is_dir():
                target.rmdir()
            aside.rename(target)
    except OSError as error:
        raise HandbookError(f"不能在 {target} 建立：{error.strerror}。", fix="检查路径和权限。") from error
    return Founded(target, made[0], made[1], in_git)


def _fill(aside: Path, empty: bool, today: date) -> tuple[str, int]:
    """Write the text with its manifest; edition and number of clauses."""
    folder = aside / "handbook"
    if empty:
        for name, text in SKELETON.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.format(today=today.isoformat()) if name.endswith(".md") else text, "utf-8")
        (aside / "mkdocs.yml").write_text(SETTINGS.format(name="标准操作手册"), "utf-8")
    else:
        bundled = PROGRAM / "handbook"
        if not bundled.is_dir():
            raise HandbookError(f"随程序的手册不在 {bundled}。", fix="从源代码目录安装程序，或用 --empty。")
        load_handbook(bundled)
        copy_text(bundled, folder)
        shutil.rmtree(folder / FOLDER, ignore_errors=True)
        if (PROGRAM / "mkdocs.yml").is_file():
            shutil.copyfile(PROGRAM / "mkdocs.yml", aside / "mkdocs.yml")
    (aside / ".gitignore").write_text(IGNORED, "utf-8")
    handbook = load_handbook(folder)
    effective = max(section.effective for section in handbook.sections)
    manifest = manifest_of(handbook, handbook.edition, effective)
    listed = folder / FOLDER / manifest_name(manifest.edition)
    listed.parent.mkdir(exist_ok=True)
    listed.write_bytes(manifest_text(manifest).encode())
    return manifest.edition, len(handbook.clauses)


def _commit(aside: Path, edition: str) -> bool:
    """A git history that begins with this text; `False` where there is no git."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        steps = (
            ("init", "-q", "-b", "main"),
            ("add", "-A"),
            (*_author(), "commit", "-q", "-m", f"版本 {edition}"),
            ("tag", edition_tag(edition)),
        )
        for step in steps:
            command = ["git", "-C", str(aside), *step]
            subprocess.run(command, check=True, capture_output=True, timeout=GIT_SECONDS, env=environment)
    except FileNotFoundError:
        return False
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise HandbookError(
            "git 没有记下新的手册。", fix="检查 git 的设置，例如 git config --list。"
        ) from error
    return True


def _author() -> tuple[str, ...]:
    known = subprocess.run(
        ["git", "config", "user.email"], capture_output=True, check=False, timeout=GIT_SECONDS
    )
    return () if known.returncode == 0 and known.stdout.strip() else AUTHOR
