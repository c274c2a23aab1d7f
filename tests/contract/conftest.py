"""A program that knows nothing of ours but the commands: it calls them and reads what they say."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from calling import HANDBOOKS, Commands, Done


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    started = Commands()
    yield started
    started.close()


@pytest.fixture
def handbook(commands: Commands, tmp_path: Path) -> Callable[..., Done]:
    """Run a command in an empty folder; nothing it says may be a traceback."""
    work = tmp_path / "work"
    work.mkdir()

    def run(*words: object, **options: Any) -> Done:
        done = commands(*words, **{"cwd": work, **options})
        assert "Traceback" not in done.err, done
        assert done.rc in (0, 1, 2), done
        return done

    return run


@pytest.fixture
def home(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a made-up handbook, to work on."""

    def copied(name: str, to: str | None = None) -> Path:
        folder = tmp_path / (to or name.replace("/", "-"))
        shutil.copytree(HANDBOOKS / name, folder)
        return folder

    return copied
