"""Whole laws go through without an exception, every quote in its place."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from indexer.demands.documents import extract_file

CORPUS = os.environ.get("HANDBOOK_CORPUS")
SHORT, SEED = 40, 7
"""Files of the short form, and the seed that chooses them."""


def files(count: int | None) -> list[Path]:
    if not CORPUS or not Path(CORPUS).is_dir():
        pytest.skip("HANDBOOK_CORPUS names no folder of laws")
    found = sorted(Path(CORPUS).rglob("*.md"))
    return found if count is None else random.Random(SEED).sample(found, min(count, len(found)))


@pytest.mark.corpus
@pytest.mark.slow
def test_laws_are_read() -> None:
    demands = 0
    for path in files(SHORT):
        lines = path.read_text(encoding="utf-8").split("\n")
        for _, line, demand in extract_file(path):
            demands += 1
            assert demand.quote.split("\n")[0][:20] in lines[line - 1].translate(str.maketrans("", "", "\r"))
    assert demands > 10 * SHORT
