"""Whether a sentence demands anything at all, sentence by sentence of two lists."""

from __future__ import annotations

from pathlib import Path

from indexer.demands.extract import extract_text

LISTS = Path(__file__).parent / "detection"


def sentences(name: str) -> list[str]:
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def obliges(sentence: str) -> bool:
    return any(demand.is_obligation for demand in extract_text(sentence))


def test_what_is_told_quoted_defined_or_announced_demands_nothing() -> None:
    assert [sentence for sentence in sentences("nothing") if obliges(sentence)] == []


def test_terse_instructions_demand_something() -> None:
    assert [sentence for sentence in sentences("something") if not obliges(sentence)] == []
