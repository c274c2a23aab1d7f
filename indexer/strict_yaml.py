"""YAML from strangers: plain data only, no aliases, no key twice, bounded size and depth."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml

MAX_YAML = 1_000_000
"""Characters in one YAML document; the largest list of a handbook has some 100,000."""
MAX_DEPTH = 12
"""Levels of nesting; the lists need three."""


class YamlProblem(Exception):
    """The text is not YAML that we read. `line` counts from 1."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


_SURPRISING = tuple(f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "timestamp", "merge"))
"""Types that YAML 1.1 finds in plain words (no, on, 1:30, a date); they stay text."""


class _Loader(yaml.SafeLoader):
    """Safe, and refuses what can grow: aliases (the "billion laughs") and deep nesting."""

    depth = 0
    yaml_implicit_resolvers = {  # noqa: RUF012  (PyYAML's own name; `no:` and `on:` are keys, 1:30 is a time)
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in _SURPRISING]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise YamlProblem("不能用 YAML 的别名（*）。", self._line())
        self.depth += 1
        try:
            if self.depth > MAX_DEPTH:
                raise YamlProblem("嵌套太深。", self._line())
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def _line(self) -> int:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        return int(event.start_mark.line) + 1

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise YamlProblem(f"“{name}”写了两次。", key.start_mark.line + 1)
            seen.add(name)
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), ["t", "f"])


def load_yaml(text: str) -> tuple[object, dict[str, int]]:
    """Plain data, and the line (from 1) of every top-level key or, for a list, of every entry by its index.

    Raises:
        YamlProblem: The text cannot be read.
    """
    if len(text) > MAX_YAML:
        raise YamlProblem(f"内容超过 {MAX_YAML} 个字符。", 1)
    odd = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if odd:
        raise YamlProblem("含有控制字符。", text.count("\n", 0, odd.start()) + 1)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, {}
        value = loader.construct_document(node)
    except YamlProblem:
        raise
    except yaml.MarkedYAMLError as error:
        unclosed = error.problem == "found unexpected end of stream"
        mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
        raise YamlProblem(_said(error), mark.line + 1 if mark else 1) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlProblem(f"不是有效的 YAML（{type(error).__name__}）。", 1) from error
    finally:
        loader.dispose()
    if isinstance(node, yaml.MappingNode):
        return value, {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    if isinstance(node, yaml.SequenceNode):
        return value, {str(index): entry.start_mark.line + 1 for index, entry in enumerate(node.value)}
    return value, {}


def _said(error: yaml.MarkedYAMLError) -> str:
    problem = (error.problem or "").strip()
    known = {
        "found unexpected end of stream": "引号没有结束。",
        "mapping values are not allowed here": "冒号的位置不对（值里有冒号时要加引号）。",
        "could not find expected ':'": "缺少冒号。",
        "found character '\\t' that cannot start any token": "行首用了制表符，应改用空格。",
    }
    return known.get(problem, f"{problem}。")
