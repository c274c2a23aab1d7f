"""What the documentation promises exists, and what exists is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli import cli
from app.settings import SETTINGS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(get_command(cli).commands))
def test_the_readme_names_the_command(name):
    assert re.search(rf"\b{name}\b", README), name


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_the_readme_names_the_setting(name):
    assert f"`{name}`" in README


def test_every_make_target_of_the_documents_exists():
    named = set(
        re.findall(
            r"(?:`|^)make ([a-z-]+)", README + (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE
        )
    )
    targets = set(re.findall(r"^([a-z -]+):", MAKEFILE, re.MULTILINE))
    known = {name for line in targets for name in line.split()}
    assert named <= known, named - known


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\bbench-([a-z]+)", MAKEFILE))))
def test_every_benchmark_of_the_makefile_exists(name):
    assert (ROOT / "benchmarks" / f"{name}.py").is_file()


def test_every_path_of_the_documents_exists():
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / document).read_text("utf-8")
        for path in re.findall(r"(?:`|\()((?:docs|app|indexer|checklists|tests)/[\w./-]+)", text):
            assert (ROOT / path.rstrip("/")).exists(), f"{document}: {path}"
