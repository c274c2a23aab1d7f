"""The lines of a clause as a tree: which item hangs under which."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.demands.guards import Guarded

_ITEM = Guarded(
    r"^(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,3}(?:\.\d{1,3}){1,5}\.?(?=[ \t　]+[一-鿿])(?![ \t　]+[米倍元分度年月日天小秒人名个台千万吨升公克])(?![ \t　]+(?:应当?|必须|须|需要|禁止|严禁|不得|可以)[一-鿿]{2,4}的[一-鿿]{2,8}[ \t]*$)|\d{1,9}[.)、](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳•●·◆■▪○□√➢►])(?P<gap>[ \t]*)",
    re.MULTILINE,
)

_NUMBERED = Guarded(r"^\s*(?:\d|[（(]|[①-⑳])")


@dataclass(slots=True)
class Node:
    """One line of a clause with what hangs under it."""

    start: int
    end: int
    indent: int
    numbered: bool
    children: list[Node] = field(default_factory=list)


def tree_of(text: str) -> list[Node]:
    """Lines by indent; lines without a marker go on with the one before."""
    if "\n" not in text:
        found = _ITEM.match(text)
        return [Node(found.end() if found else 0, len(text), -1, bool(_NUMBERED.match(text)))]
    roots: list[Node] = []
    stack: list[Node] = []
    place = 0
    for line in text.splitlines(keepends=True):
        found = _ITEM.match(line)
        start, end = place, place + len(line.rstrip("\r\n"))
        place += len(line)
        if not line.strip():
            continue
        if found is None or (not roots and start == 0):
            if stack:
                stack[-1].end = end
                continue
            found_indent, numbered, body = -1, False, start
        else:
            found_indent, numbered, body = (
                len(found["indent"].expandtabs(4)),
                bool(_NUMBERED.match(line)),
                start + found.end(),
            )
        node = Node(body, end, found_indent, numbered)
        while stack and stack[-1].indent >= found_indent:
            stack.pop()
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return roots
