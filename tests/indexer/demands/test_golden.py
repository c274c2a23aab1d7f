"""Sentences in the manner of manuals and statutes with what is read from them, as text to review."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.demands.extract import extract_text
from tests.indexer.demands.describing import described

GOLDEN = Path(__file__).parent / "golden"


def read_again(text: str) -> str:
    """The file with its demands read anew: ``> lead-in`` and ``# comment`` lines stay, ``  `` lines are results."""
    out: list[str] = []
    lead_in: str | None = None
    for line in text.splitlines():
        if line.startswith("  "):
            continue
        out.append(line)
        if line.startswith("> "):
            lead_in = line[2:].replace("\\n", "\n")
        elif not line.strip():
            lead_in = None
        elif not line.startswith("#"):
            demands = extract_text(line, lead_in=lead_in)
            out += [f"  {described(demand)}" for demand in demands] or ["  -"]
    return "\n".join(out) + "\n"


@pytest.mark.parametrize("file", sorted(path.name for path in GOLDEN.glob("*.txt")))
def test_sentences_read_as_agreed(file: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / file
    agreed = path.read_text(encoding="utf-8")
    found = read_again(agreed)
    if request.config.getoption("--golden-write"):
        path.write_text(found, encoding="utf-8")
    assert found == agreed
