"""Every example in the docstrings of the rules holds."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import indexer.demands

MODULES = sorted(module.name for module in pkgutil.iter_modules(indexer.demands.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_the_rules_hold(name: str) -> None:
    module = importlib.import_module(f"indexer.demands.{name}")
    result = doctest.testmod(module)
    assert result.failed == 0


def test_rules_have_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = sum(
        len(test.examples)
        for name in MODULES
        for test in finder.find(importlib.import_module(f"indexer.demands.{name}"))
    )
    assert examples >= 40
