"""The state of an installation, point by point, each with what to do about it. Changes nothing."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from app.home import Home
from app.records.errors import RecordsError
from app.settings import read_settings, unknown_settings
from indexer.clauses import HandbookError

LEAST_SPACE = 500_000_000
"""Bytes free below which a run is in danger: an index, a site and a backup side by side."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing looked at."""

    name: str
    ok: bool
    note: str
    fix: str = ""

    def as_json(self) -> dict[str, str | bool]:
        """One row of `handbook doctor --json`."""
        return asdict(self)


def examine(home: Home) -> Iterator[Point]:
    """Every point, in order; one that cannot be looked at is not in order."""
    points: tuple[tuple[str, Callable[[Home], Point]], ...] = (
        ("程序", _program),
        ("设置", _settings),
        ("磁盘", _disk),
        ("手册", _text),
        ("检索索引", _index),
        ("网站", _site),
        ("账本", _ledger),
        ("密钥", _keys),
        ("锚点", _anchors),
    )
    for name, look in points:
        try:
            yield look(home)
        except (HandbookError, RecordsError) as error:
            yield Point(name, False, error.problem, error.fix)
        except OSError as error:
            yield Point(name, False, f"读不出来：{error.strerror}。", "检查路径和权限。")


def _program(home: Home) -> Point:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if shutil.which("git") is None:
        return Point("程序", False, f"Python {version}；没有 git。", "安装 git，发布和比较版本要用它。")
    return Point("程序", True, f"Python {version}，git 可用。")


def _settings(home: Home) -> Point:
    unknown = unknown_settings()
    if unknown:
        return Point("设置", False, f"不认识的设置：{'、'.join(unknown)}。", "检查拼写；可用的设置见文档。")
    return Point("设置", True, f"数据在 {home.data}。")


def _disk(home: Home) -> Point:
    place = next(folder for folder in (home.data, *home.data.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    note = f"剩余 {free / 1e9:.1f} GB。"
    return Point("磁盘", free >= LEAST_SPACE, note, "" if free >= LEAST_SPACE else "腾出空间，至少 0.5 GB。")


def _text(home: Home) -> Point:
    from app.checking import all_faults

    errors = [fault for fault in all_faults(home.handbook) if fault.severity == "error"]
    if errors:
        return Point(
            "手册", False, f"{len(errors)} 个问题，第一个：{errors[0]}", "用 handbook check 逐个改正。"
        )
    return Point("手册", True, "没有问题。")


def _index(home: Home) -> Point:
    from app.searching import check
    from indexer.index import current

    if current(home.index) is None and current(home.issued_index) is not None:
        return Point("检索索引", True, "应用的索引已建立；命令行检索在第一次使用时建立自己的。")
    state = check(home)
    return Point("检索索引", state.usable, state.sentence, "" if state.usable else "运行 handbook index。")


def _site(home: Home) -> Point:
    from app.site import current_site

    place = current_site(home)
    if place is None:
        return Point("网站", False, "还没有生成。", "运行 handbook up 或 handbook site build。")
    return Point("网站", True, f"在 {place}。")


def _ledger(home: Home) -> Point:
    from app.records.verify import verify

    database = read_settings(home).database
    if isinstance(database, Path) and not database.exists():
        return Point("账本", False, "还没有开立。", "运行 handbook up。")
    found = verify(database)
    broken = found.first_break
    if broken is not None:
        return Point(
            "账本", False, f"第 {broken.seq} 条记录有问题：{broken.problem}", "不要改动，立即备份并核查。"
        )
    return Point("账本", True, f"{found.entries} 条记录，链完整。")


def _keys(home: Home) -> Point:
    if not home.keys.is_dir():
        return Point("密钥", False, "还没有签名密钥。", "运行 handbook up。")
    mode = home.keys.stat().st_mode & 0o777
    if mode & 0o077:
        return Point("密钥", False, f"密钥文件夹的权限是 {mode:o}。", f"运行 chmod 700 {home.keys}。")
    return Point("密钥", True, f"在 {home.keys}，权限 {mode:o}。")


def _anchors(home: Home) -> Point:
    settings = read_settings(home)
    missing = [str(path) for path in settings.anchors if not path.exists()]
    if missing:
        return Point("锚点", False, f"没有锚点文件 {missing[0]}。", "运行 handbook records checkpoint。")
    if not settings.anchored_elsewhere:
        return Point("锚点", True, "锚点只在本机；用 HANDBOOK_ANCHORS 放到另一块磁盘更可靠。")
    return Point("锚点", True, f"{len(settings.anchors)} 个锚点文件。")
