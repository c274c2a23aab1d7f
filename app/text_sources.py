"""A handbook text named on the command line: a home, an edition, or a git revision."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.home import Home
from indexer.braces import EDITION
from indexer.clauses import Handbook, HandbookError
from indexer.editions import FOLDER, manifest_name
from indexer.reading import load_handbook

GIT_SECONDS = 60
"""Time that git may take to hand out one revision."""


def handbook_at(spec: str, home: Home | None) -> Handbook:
    """The text that `spec` names.

    Args:
        spec: A folder (a home, or its handbook folder), an edition such as ``A/0``, or anything git
            takes for a revision of the home.
        home: The home whose editions and revisions are meant; `None` if there is none.

    Raises:
        HandbookError: There is no such text, or it has faults.
    """
    folder = Path(spec).expanduser()
    if folder.is_dir():
        return load_handbook(folder / "handbook" if (folder / "handbook").is_dir() else folder)
    if home is not None and EDITION.fullmatch(spec):
        return issued_text(spec, home)
    if home is None:
        raise HandbookError(
            f"没有文件夹 {spec}。", fix="检查路径；要比较版本时用 --root 指明手册所在的目录。"
        )
    return at_revision(home.root, spec)


def issued_text(edition: str, home: Home) -> Handbook:
    """The text of an issued edition: the copy kept, else its tag, else the commit that brought its manifest.

    Raises:
        HandbookError: It is in none of them.
    """
    from app.in_force import kept, kept_home

    if kept_home(home, edition).handbook.is_dir():
        return kept(home, edition).handbook
    brought = commits_of(home.root, f"handbook/{FOLDER}/{manifest_name(edition)}")
    tag = edition_tag(edition)
    revision = brought[0] if brought and not _known(home.root, tag) else tag
    return at_revision(home.root, revision, edition)


def at_revision(root: Path, revision: str, shown: str = "") -> Handbook:
    """The text of the handbook below `root` at a git revision.

    Raises:
        HandbookError: As for `unpacked`, or the text has faults.
    """
    with unpacked(root, revision, shown) as folder:
        return load_handbook(folder)


def edition_tag(edition: str) -> str:
    """The git tag of an issued edition: ``edition/A-1``."""
    return f"edition/{manifest_name(edition).removesuffix('.json')}"


@contextmanager
def unpacked(root: Path, revision: str, shown: str = "") -> Iterator[Path]:
    """A temporary copy of the handbook folder below `root` at a git revision; links are left out.

    Raises:
        HandbookError: Git is missing, `root` has no history, or it has no such revision.
    """
    if revision.startswith("-"):
        raise HandbookError(f"“{shown or revision}”不是版本。", fix="写文件夹、版本号（A/0）或 git 修订。")
    command = ["git", "-C", str(root), "archive", "--format=tar", f"{revision}:./handbook"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=GIT_SECONDS, check=False)
    except FileNotFoundError as error:
        raise HandbookError("找不到 git 命令。", fix="安装 git，或改为比较两个文件夹。") from error
    except subprocess.TimeoutExpired as error:
        raise HandbookError("git 没有在一分钟内答复。", fix="检查仓库，或改为比较两个文件夹。") from error
    if done.returncode != 0:
        raise HandbookError(
            f"没有叫“{shown or revision}”的文件夹、版本或 git 修订。",
            fix="写一个手册目录、已发布的版本号（如 A/0）或 git 修订（如 HEAD~1）。",
        )
    with tempfile.TemporaryDirectory(prefix="handbook-") as place:
        folder = Path(place) / "handbook"
        folder.mkdir()
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            for member in archive:
                if member.isfile() or member.isdir():
                    archive.extract(member, folder, filter="data")
        yield folder


def commits_of(root: Path, path: str) -> list[str]:
    """Commits that touched a file, the newest first; none where there is no git."""
    command = ["git", "-C", str(root), "log", "-n", "5", "--format=%H", "--", path]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=GIT_SECONDS, check=False)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return []
    return done.stdout.split() if done.returncode == 0 else []


def _known(root: Path, revision: str) -> bool:
    command = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"]
    return subprocess.run(command, capture_output=True, timeout=GIT_SECONDS, check=False).returncode == 0
