"""Where one installation keeps its things. Nothing is written outside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from indexer.clauses import HandbookError


@dataclass(frozen=True, slots=True)
class Home:
    """One installation: its text, its data, its keys."""

    root: Path
    data: Path
    keys: Path

    @property
    def handbook(self) -> Path:
        return self.root / "handbook"

    @property
    def records_db(self) -> Path:
        return self.data / "records.db"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def drafts(self) -> Path:
        return self.data / "drafts"

    @property
    def index(self) -> Path:
        return self.data / "index"

    @property
    def issued_index(self) -> Path:
        """Index of the edition in force; `index` is that of the tree, so that a draft is never searched."""
        return self.data / "index-issued"

    @property
    def site(self) -> Path:
        return self.data / "site"

    @property
    def backups(self) -> Path:
        return self.data / "backups"


def open_home(root: Path | None = None) -> Home:
    """The home named by `root`, else `HANDBOOK_ROOT`, else the nearest folder upward that holds ``handbook/``.

    Raises:
        HandbookError: There is no handbook there.
    """
    named = root or (Path(os.environ["HANDBOOK_ROOT"]) if os.environ.get("HANDBOOK_ROOT") else None)
    base = _holding_handbook(named.expanduser().resolve()) if named else _nearest(Path.cwd())
    data = Path(os.environ.get("HANDBOOK_DATA") or base / "var").expanduser()
    keys = Path(os.environ.get("HANDBOOK_KEYS") or data / "keys").expanduser()
    return Home(
        base, data if data.is_absolute() else base / data, keys if keys.is_absolute() else base / keys
    )


def _holding_handbook(folder: Path) -> Path:
    if not folder.is_dir():
        raise HandbookError(f"文件夹 {folder} 不存在。", fix="检查 --root 或 HANDBOOK_ROOT 的路径。")
    if not (folder / "handbook").is_dir():
        raise HandbookError(
            f"{folder} 里没有 handbook 文件夹。",
            fix="把 --root 指向手册所在的目录，或用 handbook new DIR 新建一个。",
        )
    return folder


def _nearest(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / "handbook").is_dir():
            return folder
    raise HandbookError(
        f"{start} 及其上级目录里都没有 handbook 文件夹。",
        fix="用 --root DIR 指明手册所在的目录，或用 handbook new DIR 新建一个。",
    )
