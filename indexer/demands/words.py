"""The words of the trade, read from `indexer/words/*.yml`: no rule names a post, unit or notice itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "words"
"""Where the word lists lie; they are package data of `indexer`."""


@cache
def word_list(file: str, key: str) -> tuple[str, ...]:
    """The words under `key` of ``file.yml``; a block of text is split at white space, a mapping gives its keys.

    Raises:
        KeyError: The file has no such key.
    """
    value = _load(file)[key]
    if isinstance(value, str):
        value = value.split()
    return tuple(dict.fromkeys(str(word) for word in value))


@cache
def _load(file: str) -> dict[str, Any]:
    loaded = yaml.safe_load((FOLDER / f"{file}.yml").read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise ValueError(f"{file}.yml holds no mapping")
    return loaded


def one_of(words: Iterable[str]) -> str:
    """A pattern that matches any of `words`, longer ones first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"
