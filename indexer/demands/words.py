"""The words of the trade, read from `indexer/words/*.yml`: no rule names a post, unit or notice itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

COMMON = "，的、。人条第法行应定和十当民规管理以政有者业关会部用或工门设；务）市（一国员二机本公建不主生作事在其保三地经施区位对单合制责产全安为等物可处发动及府资由上权照四依并监五中出时方内进"
"""The characters that rules use most, most frequent first."""
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
    """A pattern that matches any of `words`, longer ones first.

    What words begin with in common is written once, and frequent beginnings come first, so that a miss costs
    few looks, not one for each word.

    >>> one_of(("应", "应当", "必须", "检查", "检测")), one_of(("日", "月"))
    ('(?:应(?:当|)|必须|检[查测])', '(?:日|月)')
    """
    tree: dict[str, Any] = {}
    for word in sorted(set(words), key=lambda word: (COMMON.find(word[:1]) % len(COMMON), word)):
        node = tree
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    return "(?:" + "|".join(re.escape(sign) + _rest(further) for sign, further in tree.items()) + ")"


def by_beginning(words: Iterable[str], size: int) -> dict[str, tuple[str, ...]]:
    """The words by their first `size` characters, longer ones first."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        found[word[:size]] = (*found.get(word[:size], ()), word)
    return found


def endings(words: Iterable[str]) -> Callable[[str], bool]:
    """A question whether a text ends in one of `words`, which looks only at those with its last character.

    >>> ends_in_post = endings(("班长", "队长", "维修工"))
    >>> ends_in_post("当班班长"), ends_in_post("班长签字")
    (True, False)
    """
    by_last: dict[str, tuple[str, ...]] = {}
    for word in sorted(set(words)):
        by_last[word[-1]] = (*by_last.get(word[-1], ()), word)
    return lambda text: text.endswith(by_last.get(text[-1:], ()))


def _rest(tree: dict[str, Any]) -> str:
    """The pattern of what may follow, by its first character; ``""`` is where a word ends."""
    if list(tree) == [""]:
        return ""
    last = [re.escape(sign) for sign, further in tree.items() if sign and list(further) == [""]]
    ways = [f"[{''.join(last)}]"] if len(last) > 1 else last
    ways += [
        re.escape(sign) + _rest(further) for sign, further in tree.items() if sign and list(further) != [""]
    ]
    return (
        ways[0] if len(ways) == 1 and "" not in tree else f"(?:{'|'.join(ways)}{'|' if '' in tree else ''})"
    )
