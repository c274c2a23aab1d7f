"""What `handbook up` does before it serves: check, adopt, build the site, make the first account."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from app.checking import all_faults
from app.home import Home
from app.in_force import InForce
from app.site import build_site, site_root
from app.workbench import Workbench
from indexer.addresses import edition_folder
from indexer.clauses import HandbookError

STAMP = ".made-from"
"""File in a built site that names the digest of what it was built from."""
Told = Callable[[str], None]


def check_text(home: Home, tell: Told) -> None:
    """Say how the text in the tree stands; its faults stop nothing, as the app shows issued wording only."""
    faults = all_faults(home.handbook)
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        tell(f"检查：{len(errors)} 个问题，第一个是 {errors[0]}")
        tell("　　　用 handbook check 查看全部。")
    else:
        tell(f"检查：没有问题，{len(faults)} 个提示。")


def bring_site(bench: Workbench, tell: Told) -> None:
    """Build the public site of the edition in force, and the internal one where a section is internal.

    What was built from the same text by the same program stays.
    """
    text = bench.now_in_force
    hidden = any(not section.public for section in text.handbook.sections)
    for internal in (False, True) if hidden else (False,):
        place = site_root(bench.home, internal=internal) / edition_folder(text.edition)
        made_from = _digest(text, internal)
        if _stamp(place) == made_from:
            continue
        tell("生成内部网站 …" if internal else "生成公开网站 …")
        report = build_site(replace(bench.home, root=text.home.root), internal=internal)
        (report.folder / STAMP).write_text(made_from, "utf-8")


def opened(home: Home, tell: Told) -> Workbench:
    """Check, open, build: everything but serving.

    Raises:
        HandbookError: There is no issued text to show.
        RecordsError: The records cannot be opened.
    """
    if not home.issued_index.exists():
        tell("第一次启动要检查正文、生成网站、建立索引，约需一分钟；以后几秒钟。")
    check_text(home, tell)
    bench = Workbench.open(home, tell=tell)
    try:
        tell(f"现行版本：{bench.edition}，{len(bench.handbook.clauses)} 条条款。")
        # the site is built by a child process: it and the index use two cores where there are two
        with ThreadPoolExecutor(1) as aside:
            site = aside.submit(_site, bench, tell)
            bench.search_engine()
            site.result()
    except BaseException:
        bench.close()
        raise
    return bench


def _site(bench: Workbench, tell: Told) -> None:
    try:
        bring_site(bench, tell)
    except HandbookError as problem:
        tell(f"网站没有生成：{problem.problem}{problem.fix}")


def first_account(bench: Workbench, tell: Told) -> None:
    """Make the administrator of a new installation and say the one-time password, this once."""
    issued = bench.records.accounts.first_start()
    if issued is not None:
        tell("第一次启动，已建立管理员账号。一次性密码只显示这一次，登录后须修改：")
        tell(f"　　登录名　{issued.person.login}")
        tell(f"　　密　码　{issued.password}")


def _stamp(place: Path) -> str:
    try:
        return (place / STAMP).read_text("utf-8")
    except OSError:
        return ""


def _digest(text: InForce, internal: bool) -> str:
    """Of every file that a site is made from: the kept text, and the program's own templates and code."""
    whole = hashlib.sha256(f"{text.edition}/{internal}".encode())
    program = Path(__file__).parent
    sources = [*sorted(program.glob("site*.py")), *_files(program / "site_theme")]
    sources += [program.parent / "indexer" / "anchors.py", *_files(text.home.root)]
    for path in sources:
        whole.update(f"\n{path.name}\n".encode() + path.read_bytes())
    return whole.hexdigest()


def _files(folder: Path) -> list[Path]:
    found = [Path(place) / name for place, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)
