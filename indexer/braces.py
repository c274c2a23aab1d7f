"""The braces that make a clause: ``{#2.3-12 form="巡逻记录" class=A}`` at the end of its first paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.clauses import ATTRIBUTES, ClauseId, HandbookError

EDITION = re.compile(r"[A-Z]/(?:0|[1-9]\d{0,3})")
"""Form of an edition: ``A/0``."""

_BRACES = re.compile(r"\{#([^{}]*)\}")
_AT_END = re.compile(r"[ \t]*\{#([^{}]*)\}\s*\Z")
_LOOKS_LIKE = re.compile(r"[{｛]\s*[#＃]\s*\S*|[{｛]\s*\d{1,3}\.\d{1,3}\s*[-－—–]\s*\d+")
_PART = re.compile(r"""\s+([^\s="“”]+)=("[^"]*"|[^\s"“”]+)""")

CODES = ("S10", "S12", "S13", "S14", "S15", "S16")
"""S10 id, S12 unknown attribute, S13 malformed, S14 attribute twice, S15 value, S16 place."""


@dataclass(frozen=True, slots=True)
class Braces:
    """What one pair of braces says."""

    id: ClauseId
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BracesFault:
    """Why a pair of braces cannot be read."""

    code: str
    problem: str
    fix: str


def split_braces(content: str) -> tuple[str, Braces | None, tuple[BracesFault, ...]]:
    """Take the braces off the end of a paragraph's Markdown.

    Returns:
        The Markdown without its braces, what they say (`None` if there are none or they
        cannot be read), and what is wrong with them.
    """
    found = _AT_END.search(content)
    if found is None:
        return content, None, _stray(content)
    rest = content[: found.start()]
    braces, faults = parse_braces(found[1])
    return rest, braces, faults + _stray(rest)


def strip_braces(content: str) -> str:
    """`content` without any well-formed braces, wherever they stand."""
    return _BRACES.sub("", content)


def render_braces(clause_id: ClauseId, attributes: Mapping[str, str]) -> str:
    """Braces as an author writes them; attributes in the order of `ATTRIBUTES`.

    Raises:
        HandbookError: A name is unknown, or a value cannot stand between quotes.
    """
    parts = [f"#{clause_id}"]
    for name in attributes:
        if name not in ATTRIBUTES:
            raise HandbookError(f"没有“{name}”这个属性。", fix=f"可用的属性：{'、'.join(ATTRIBUTES)}。")
    for name in ATTRIBUTES:
        if name in attributes:
            value = attributes[name]
            if re.search(r'["{}\r\n]', value):
                raise HandbookError(f"属性 {name} 的值里不能有引号、花括号或换行。", fix="改写这个值。")
            parts.append(f"class={value}" if name == "class" else f'{name}="{value}"')
    return "{" + " ".join(parts) + "}"


def _stray(content: str) -> tuple[BracesFault, ...]:
    """Braces that are not at the end, not closed, or not written as ours."""
    if _BRACES.search(content):
        return (
            BracesFault(
                "S16",
                "条款编号的花括号后面还有文字。",
                "把花括号移到条款第一段（或表格行最后一格）的末尾。",
            ),
        )
    looks = _LOOKS_LIKE.search(content)
    if looks:
        return (
            BracesFault(
                "S13",
                f"“{looks[0].strip()[:20]}…”不是完整的条款编号花括号。",
                '写成 {#2.1-03} 或 {#2.1-03 posts="维修工"}：半角花括号、井号、半角引号，并以 } 结束。',
            ),
        )
    return ()


def parse_braces(inside: str) -> tuple[Braces | None, tuple[BracesFault, ...]]:
    """What stands between ``{#`` and ``}``; `None` if it names no clause."""
    text = inside.strip()
    word, _, rest = text.partition(" ") if " " in text else (text, "", "")
    if any(mark in word for mark in "\t\n"):
        word, rest = re.split(r"\s+", text, maxsplit=1)
    try:
        clause_id = ClauseId.parse(word)
    except HandbookError as error:
        return None, (BracesFault("S10", error.problem, error.fix),)
    attributes: dict[str, str] = {}
    faults: list[BracesFault] = []
    position, source = 0, " " + rest.strip()
    while source[position:].strip():
        part = _PART.match(source, position)
        if part is None:
            faults.append(
                BracesFault(
                    "S13",
                    f"条款 {clause_id} 的属性“{source[position:].strip()[:30]}”写法不对。",
                    '写成 名称="值"，用半角引号，几个值之间用顿号，例如 posts="维修工、电工"。',
                )
            )
            break
        position = part.end()
        name, value = part[1], part[2].strip('"').strip()
        fault = _attribute_fault(clause_id, name, value, attributes)
        if fault:
            faults.append(fault)
        else:
            attributes[name] = value
    return Braces(clause_id, attributes), tuple(faults)


def _attribute_fault(
    clause_id: ClauseId, name: str, value: str, seen: Mapping[str, str]
) -> BracesFault | None:
    if name not in ATTRIBUTES:
        known = "、".join(ATTRIBUTES)
        return BracesFault("S12", f"条款 {clause_id} 有不认识的属性“{name}”。", f"可用的属性：{known}。")
    if name in seen:
        return BracesFault("S14", f"条款 {clause_id} 的属性“{name}”写了两次。", "合并，用顿号隔开。")
    if name == "class" and value not in ("A", "B", "C"):
        return BracesFault("S15", f"条款 {clause_id} 的 class 是“{value}”。", "class 只能是 A、B 或 C。")
    if name == "withdrawn" and not EDITION.fullmatch(value):
        return BracesFault(
            "S15", f"条款 {clause_id} 的 withdrawn 是“{value}”。", '写废止它的版本，例如 withdrawn="A/1"。'
        )
    if not value:
        return BracesFault("S15", f"条款 {clause_id} 的属性“{name}”没有值。", "填上值，或删去这个属性。")
    return None
