"""An opened small installation for each test of the app that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_home import Office, opened, written


@pytest.fixture
def office(no_home: Path) -> Iterator[Office]:
    made = opened(written(no_home / "home"))
    yield made
    made.bench.close()
