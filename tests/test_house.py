"""The house keeps its own rules: lint, types, imports in one direction, a command line that starts fast."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {"torch", "transformers", "chromadb", "streamlit", "pandas", "docx", "sqlalchemy"}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def tool(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    return run(str(Path(sys.executable).parent / name), *words)


@pytest.mark.parametrize(
    "words",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",)],
    ids=lambda words: " ".join(words),
)
def test_the_source_passes(words):
    done = tool(*words)
    assert done.returncode == 0, done.stdout + done.stderr


def test_help_imports_nothing_heavy():
    done = run(
        sys.executable,
        "-c",
        "import sys\nfrom typer.testing import CliRunner\nfrom app.cli import cli\n"
        "assert CliRunner().invoke(cli, ['--help']).exit_code == 0\nprint(*sys.modules)",
    )
    assert done.returncode == 0, done.stderr
    assert HEAVY.isdisjoint(done.stdout.split())


def test_only_the_server_and_the_screens_know_streamlit():
    users = {
        path.relative_to(ROOT).as_posix()
        for package in ("app", "checklists", "indexer")
        for path in (ROOT / package).rglob("*.py")
        if "import streamlit" in path.read_text("utf-8") or "from streamlit" in path.read_text("utf-8")
    }
    assert all(user == "app/server.py" or user.startswith("app/screens/") for user in users), users
