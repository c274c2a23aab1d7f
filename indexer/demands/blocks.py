"""Cutting any document's lines into headings, lead-ins with their items, and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from indexer.demands.boilerplate import is_boilerplate
from indexer.demands.frequency import find_frequency
from indexer.demands.modality import find_forces
from indexer.demands.verbs import STATE


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: its number from 1, its text, and what kind the format says it is."""

    number: int
    text: str
    kind: str = "text"
    """``text``, ``heading``, ``row`` or ``blank``."""
    level: int = 0
    """Depth of a heading, or extra depth of a list item."""
    head: str = ""
    """For a row: the column heads joined by `` | ``."""


@dataclass(slots=True)
class Block:
    """A provision with what hangs under it."""

    number: int
    text: str
    shift: int
    """Characters of the line before `text` (its marker)."""
    key: tuple[int, int]
    marked: bool
    heading: str
    children: list[Block] = field(default_factory=list)
    row_of: str | None = None
    """For a table row: caption, newline, heads."""


_MARKS: tuple[tuple[re.Pattern[str], int], ...] = (
    (
        re.compile(
            r"第[零〇一二三四五六七八九十百千\d]{1,8}条(?:之[一二三四五六七八九十]{1,2})?[\s　:：、.]*"
        ),
        0,
    ),
    (re.compile(r"\d{1,3}(?:[.．]\d{1,3}){1,5}[、.．]?[\s　]*(?![\d%℃米m元万个小年天分日人度倍kKMmc])"), 0),
    (re.compile(r"[一二三四五六七八九十]{1,3}[、.．][\s　]*"), 1),
    (re.compile(r"[（(][一二三四五六七八九十百]{1,4}[)）][、.]?[\s　]*"), 2),
    (re.compile(r"\d{1,3}(?:[、．)）]|\.(?!\d))[\s　]*"), 3),
    (re.compile(r"[（(]\d{1,3}[)）][、.]?[\s　]*"), 4),
    (re.compile(r"[①-⑳][、.]?[\s　]*"), 5),
    (re.compile(r"[A-Za-z][.)）、][\s　]*(?=[一-鿿])"), 6),
    (re.compile(r"[-*+•●·◆■▪–—○□√➢►][\s　]*(?=\S)"), 7),
)
_BRACES = re.compile(r"(?<!\s)\s*\{#[^{}\n]{1,400}\}\s*$")
_TITLE_NUMBER = re.compile(r"第[零〇一二三四五六七八九十百\d]{1,5}[编章节篇部分]")
_END = re.compile(r"[。；;！!？?：:]$")
_LEADS = re.compile(r"[：:]\s*(?:\{#[^{}]*\})?$")
_SOFT_LEAD = re.compile(r"下列|以下|如下|职责|要求|做到|应|须|不得|严禁|禁止|必须|内容|标准|程序|步骤")
LONGEST_TITLE = 25
"""Characters of a heading that only its number tells from a provision."""


def blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """Blocks in reading order, each with its items; boilerplate and headings are left out."""
    headings: list[tuple[int, str]] = []
    open_blocks: list[Block] = []
    root: Block | None = None
    caption = ""
    for line in lines:
        if line.kind == "blank":
            continue
        if line.kind == "heading":
            if root:
                yield root
            root, open_blocks = None, []
            headings = [*(pair for pair in headings if pair[0] < line.level), (line.level, line.text.strip())]
            caption = ""
            continue
        heading = " / ".join(text for _, text in headings[-3:])
        if line.kind == "row":
            if root:
                yield root
                root, open_blocks = None, []
            text, shift = _unmarked(line.text)[:2] if False else (line.text, 0)
            yield Block(
                line.number,
                text,
                shift,
                (0, 0),
                True,
                heading,
                row_of=(caption + "\n" if caption else "") + line.head,
            )
            continue
        block = _block(line, heading)
        if block is None or is_boilerplate(line.text):
            continue
        if _is_title(line.text, block):
            if root:
                yield root
            root, open_blocks = None, []
            headings = [
                *(pair for pair in headings if pair[0] < 90 + block.key[1]),
                (90 + block.key[1], block.text.strip("：: ")),
            ]
            caption = ""
            continue
        caption = block.text if _LEADS.search(block.text) or "下表" in block.text else ""
        while open_blocks and not _governs(open_blocks[-1], block):
            open_blocks.pop()
        if open_blocks:
            open_blocks[-1].children.append(block)
        else:
            if root:
                yield root
            root = block
        open_blocks.append(block)
    if root:
        yield root


def _block(line: Line, heading: str) -> Block | None:
    text, shift, key, marked = _unmarked(line.text)
    if not text.strip():
        return None
    return Block(line.number, text, shift, (key[0] + line.level, key[1]), marked, heading)


def _unmarked(raw: str) -> tuple[str, int, tuple[int, int], bool]:
    """The wording of a line without its marker and braces, and how deep the marker lies."""
    text = _BRACES.sub("", raw.rstrip())
    body = text.lstrip(" \t　>")
    indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip(" >")) if body else 0
    place = len(text) - len(body)
    key = (0, 0)
    marked = False
    for _ in range(2):  # "- （一）…" carries two
        for pattern, depth in _MARKS:
            found = pattern.match(text, place)
            if found and found.end() < len(text):
                key = (
                    key[0] or (indent + 1) // 2 if indent >= 2 else 0,
                    max(key[1], depth) if not marked else key[1],
                )
                place, marked = found.end(), True
                break
        else:
            break
    return text[place:], place, key, marked


def _governs(above: Block, below: Block) -> bool:
    """Whether a line that ends in a colon governs the next one."""
    leads = bool(_LEADS.search(above.text))
    if below.marked and below.key > above.key and (leads or below.key[0] > above.key[0]):
        return leads or bool(above.children)
    if not below.marked and leads and not above.marked and above.key >= below.key:
        unfinished = not above.children or above.children[-1].text.rstrip().endswith(("；", ";"))
        return (
            unfinished
            and (below.text.rstrip().endswith(("；", ";")) or bool(above.children))
            and bool(_SOFT_LEAD.search(above.text))
        )
    return not below.marked and leads and below.text.rstrip().endswith(("；", ";"))


def _is_title(raw: str, block: Block) -> bool:
    """第一章 总则, 3.2 巡逻要求, 一、岗位职责: a short numbered line that says nothing by itself."""
    text = block.text.strip()
    if _TITLE_NUMBER.match(raw.strip()) and not _END.search(text) and len(raw.strip()) < 40:
        return True
    if len(text) > LONGEST_TITLE or _END.search(text.rstrip("：:")) or re.search(r"[，,。；]", text):
        return False
    if re.fullmatch(
        r"[一-鿿]{2,12}(?:岗位职责|工作职责|职责|工作标准|服务标准|工作要求|工作流程|操作流程|操作规程|管理制度|管理规定|注意事项|工作内容|服务规范|行为规范|岗位要求)[：:]?",
        text,
    ):
        return True
    if not block.marked or block.key[1] > 3 or (block.key[1] == 3 and not re.search(r"^\s*\d", raw)):
        return False
    if text.endswith(("：", ":")):
        return False
    says = (
        find_forces(text)
        or STATE.search(text)
        or find_frequency(text)
        or re.search(r"\d|无|不|负责|由", text)
    )
    return not says and bool(_TITLE_END.search(text)) and block.key[1] <= 1


_TITLE_END = re.compile(
    r"(?:管理|制度|规定|办法|规程|流程|程序|标准|职责|要求|细则|规范|须知|守则|预案|方案|总则|附则|概述|说明|工作|服务|维护|保养|处理|检查|巡查|培训|演练|内容|措施|原则|目标|范围|定义|依据|要点|指引|处置|准备|阶段|环节|安全|卫生|秩序|仪表|仪容|礼仪|责任|事项|术语|目的|记录|附件|岗|员|工|部|处|中心|房|设备|系统|设施)$"
)


def joined_wraps(lines: Sequence[str]) -> bool:
    """Whether a text is wrapped at a fixed width, so that a line without a stop goes on in the next."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    if len(lengths) < 6:
        return False
    width = max(lengths)
    if not 20 <= width <= 120:
        return False
    full = [line for line in lines if len(line.rstrip()) >= width - 3 and not _END.search(line.rstrip())]
    return len(full) >= 0.35 * len(lengths)
