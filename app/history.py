"""The git history of a home's text: what issuing writes into it. Reading other revisions is `text_sources`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from app.text_sources import GIT_SECONDS
from indexer.clauses import HandbookError

TEXT = "handbook"
"""The folder below a home that git keeps."""
NOBODY = {
    "GIT_AUTHOR_NAME": "handbook",
    "GIT_AUTHOR_EMAIL": "handbook@localhost",
    "GIT_COMMITTER_NAME": "handbook",
    "GIT_COMMITTER_EMAIL": "handbook@localhost",
}
"""Whose name commits bear where git knows no other."""
_NAMELESS = ("empty ident", "tell me who you are", "unable to auto-detect email")
"""What git says where it knows none."""


class History:
    """Git in the folder of one home."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def there(self) -> bool:
        """Whether the text lies in a git repository."""
        try:
            return self._run("rev-parse", "--is-inside-work-tree").stdout.strip() == "true"
        except FileNotFoundError:
            return False

    def commit_of(self, path: str, content: bytes) -> str:
        """The newest commit that touched `path`, if the file has this content there; "" otherwise."""
        commit = self._run("log", "-n", "1", "--format=%H", "--", path).stdout.strip()
        if not commit:
            return ""
        found = subprocess.run(
            [*self._git(), "show", f"{commit}:./{path}"],
            capture_output=True,
            check=False,
            timeout=GIT_SECONDS,
            env=_environment(),
        )
        return commit if found.returncode == 0 and found.stdout == content else ""

    def commit(self, message: str) -> str:
        """Commit the whole text as it stands in the tree, and nothing else; returns the commit.

        Raises:
            HandbookError: Git refused, with its words.
        """
        self._must("add", "-A", "--", TEXT)
        if self._run("diff", "--cached", "--quiet", "--", TEXT).returncode:
            self._must("commit", "-q", "-m", message, "--", TEXT)
        return self._must("rev-parse", "HEAD").stdout.strip()

    def tagged(self, tag: str) -> str:
        """The commit that a tag names, "" where there is no such tag."""
        found = self._run("rev-parse", "--verify", "--quiet", f"refs/tags/{tag}^{{commit}}")
        return found.stdout.strip() if found.returncode == 0 else ""

    def tag(self, tag: str, commit: str, message: str) -> None:
        """Make an annotated tag.

        Raises:
            HandbookError: Git refused, for example because the tag is there.
        """
        self._must("tag", "-a", tag, "-m", message, commit)

    def _git(self) -> list[str]:
        return ["git", "-C", str(self.root)]

    def _run(self, *words: str, more: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(
                [*self._git(), *words],
                capture_output=True,
                text=True,
                check=False,
                timeout=GIT_SECONDS,
                env={**_environment(), **(more or {})},
            )
        except subprocess.TimeoutExpired as error:
            raise HandbookError(
                "git 没有在一分钟内答复。", fix="检查仓库，再用 issue --resume 继续。"
            ) from error

    def _must(self, *words: str) -> subprocess.CompletedProcess[str]:
        done = self._run(*words)
        if done.returncode and any(told in done.stderr for told in _NAMELESS):
            done = self._run(*words, more=NOBODY)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise HandbookError(
                f"git {words[0]} 没有成功：{said[-1] if said else done.returncode}",
                fix="按提示处理后，用 handbook issue --resume 继续。",
            )
        return done


def _environment() -> Mapping[str, str]:
    """Without variables that would point git at another repository, in its own language, never asking."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
