"""Editing one clause of a section file, and nothing else.

Every edit is made on text, read again, and refused if any other clause came out different.
`save_section` is the one function that writes.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from indexer.blocks import Found, read_body
from indexer.braces import render_braces, split_braces
from indexer.clauses import ClauseId, HandbookError, bare
from indexer.front_matter import split_front_matter

_ITEM = re.compile(r"(\s*(?:[-*+]|\d{1,9}\.)\s+)")


def reword(
    source: str,
    clause_id: ClauseId,
    wording: str,
    attributes: Mapping[str, str] | None = None,
    *,
    file: str = "",
) -> str:
    """The section's text with one clause reworded.

    Args:
        source: The whole file.
        clause_id: Which clause.
        wording: Its new Markdown without braces; sub-items on lines of their own, indented by
            four; the cells of a table row joined by `` | ``.
        attributes: Its new attributes; as they are if `None`.
        file: Name for errors.

    Raises:
        HandbookError: There is no such clause, or the edit would change others or not read as meant.
    """
    found = _clause(source, clause_id, file)
    lines = source.split("\n")
    kept_below = _own_clauses_below(source, found, file)
    new = _rendered(lines[found.line - 1], found, wording.rstrip(), attributes)
    lines[found.line - 1 : found.end_line] = [*new, *kept_below]
    return _checked(source, "\n".join(lines), clause_id, wording, file, nested=_inside(source, found, file))


def add_clause(
    source: str,
    clause_id: ClauseId,
    wording: str,
    attributes: Mapping[str, str] | None = None,
    *,
    after: ClauseId | None = None,
    file: str = "",
) -> str:
    """The section's text with a new list item: after the clause `after`, or at the end.

    Raises:
        HandbookError: The id is taken, `after` is missing, or other clauses would change.
    """
    if any(found.id == clause_id for found in _read(source, file)):
        raise HandbookError(f"编号 {clause_id} 已经用过。", fix="用本节下一个没有用过的序号。")
    lines = source.rstrip("\n").split("\n")
    place, gap = len(lines), [""]
    if after is not None:
        before = _clause(source, after, file)
        place = before.end_line
        if before.kind == "item" and not lines[before.line - 1].startswith(" "):
            gap = []
    head, _, rest = wording.strip().partition("\n")
    item = [f"- {head}{render_braces(clause_id, attributes or {})}", *(rest.split("\n") if rest else [])]
    below = ["", *lines[place:]] if gap and place < len(lines) and lines[place].strip() else lines[place:]
    result = "\n".join([*lines[:place], *gap, *item, *below]) + "\n"
    return _checked(source, result, clause_id, wording.strip(), file)


def withdraw(source: str, clause_id: ClauseId, edition: str, *, file: str = "") -> str:
    """The section's text with one clause turned into a tombstone of `edition`."""
    found = _clause(source, clause_id, file)
    words = f"（{edition} 废止）"
    if found.kind == "row":
        words = " | ".join([words, *["—"] * found.text.count(" | ")])
    return reword(source, clause_id, words, {"withdrawn": edition}, file=file)


def set_front_matter(source: str, values: Mapping[str, str], *, file: str = "") -> str:
    """The section's text with some front-matter values set; comments and order stay.

    Raises:
        HandbookError: The file has no front matter.
    """
    parts = split_front_matter(source)
    if parts is None:
        raise HandbookError(f"{file} 没有 front matter。", fix="先补上文件头。")
    head = source.split("\n")[: parts[2] - 1]
    for key, value in values.items():
        at = next((n for n, line in enumerate(head) if re.match(rf"{re.escape(key)}\s*:", line)), None)
        if at is not None:
            comment = re.search(r"\s+#.*$", head[at])
            head[at] = f"{key}: {value}" + (comment[0] if comment else "")
        else:
            end = next(n for n in range(1, len(head)) if re.fullmatch(r"-{3,}\s*", head[n]))
            head.insert(end, f"{key}: {value}")
    result = "\n".join([*head, *source.split("\n")[parts[2] - 1 :]])
    before, after = _read(source, file), _read(result, file)
    if [(one.id, one.text) for one in before] != [(one.id, one.text) for one in after]:
        raise HandbookError(f"改动 {file} 的文件头会影响条款。", fix="值里不能有换行。")
    return result


def save_section(path: Path, source: str, result: str) -> None:
    """Write `result` in place of `source`, at once or not at all.

    Raises:
        HandbookError: The file is no longer what the edit was made from.
    """
    if _from_disk(path) != source:
        raise HandbookError(f"{path.name} 在这期间被别人改过。", fix="重新打开这一节，再改一次。")
    if result == source:
        return
    crlf = b"\r\n" in path.read_bytes()
    data = (result.replace("\n", "\r\n") if crlf else result).encode()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def open_section(path: Path) -> str:
    """The text of a section file as the functions above take it.

    Raises:
        HandbookError: It cannot be read as UTF-8.
    """
    try:
        return _from_disk(path)
    except (OSError, UnicodeDecodeError) as error:
        raise HandbookError(f"{path.name} 读不出来。", fix="检查文件是否存在、是否 UTF-8 编码。") from error


def _from_disk(path: Path) -> str:
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")


def _read(source: str, file: str) -> list[Found]:
    parts = split_front_matter(source)
    body, first = (parts[1], parts[2]) if parts else (source, 1)
    return read_body(body, file=file, first_line=first).clauses


def _clause(source: str, clause_id: ClauseId, file: str) -> Found:
    for found in _read(source, file):
        if found.id == clause_id:
            return found
    raise HandbookError(
        f"{file or '这一节'}里没有条款 {clause_id}。", fix="用 handbook clauses 查看现有条款。"
    )


def _inside(source: str, found: Found, file: str) -> frozenset[ClauseId]:
    return frozenset(
        one.id for one in _read(source, file) if found.line < one.line and one.end_line <= found.end_line
    )


def _own_clauses_below(source: str, found: Found, file: str) -> list[str]:
    """Lines of sub-items that are clauses of their own: they stay when their parent is reworded."""
    lines = source.split("\n")
    inside = [one for one in _read(source, file) if found.line < one.line and one.end_line <= found.end_line]
    kept: list[str] = []
    last = found.line
    for one in sorted(inside, key=lambda one: one.line):
        if one.line > last:
            kept += lines[one.line - 1 : one.end_line]
            last = one.end_line
    return kept


def _rendered(first_line: str, found: Found, wording: str, attributes: Mapping[str, str] | None) -> list[str]:
    braces = render_braces(found.id, found.braces.attributes if attributes is None else attributes)
    head, _, rest = wording.partition("\n")
    if found.kind == "row":
        return [f"| {wording.strip().strip('|').strip()} {braces} |"]
    if found.kind == "paragraph":
        return [f"{wording}{braces}"]
    marker = _ITEM.match(first_line)
    prefix = marker[1] if marker else "- "
    indent = prefix[: len(prefix) - len(prefix.lstrip())]
    below = [indent + line if line.strip() else "" for line in rest.split("\n")] if rest else []
    return [f"{prefix}{head.strip()}{braces}", *below]


def _checked(
    source: str,
    result: str,
    clause_id: ClauseId,
    wording: str,
    file: str,
    nested: frozenset[ClauseId] = frozenset(),
) -> str:
    """`result`, if only that clause differs from `source` and it reads as `wording`."""

    def others(text: str) -> dict[ClauseId, tuple[object, ...]]:
        return {
            one.id: (
                one.text,
                "" if one.id in nested else one.lead_in,
                dict(one.braces.attributes),
                one.heading,
                one.kind,
            )
            for one in _read(text, file)
            if one.id != clause_id
        }

    if split_braces(wording)[1] is not None or "{#" in wording:
        raise HandbookError("条款文字里不能有花括号编号。", fix="只写文字，编号由程序加上。")
    faults_before = _errors(source, file)
    new_faults = [fault for fault in _errors(result, file) if fault not in faults_before]
    changed = [found for found in _read(result, file) if found.id == clause_id]
    if others(source) != others(result) or len(changed) != 1 or new_faults:
        raise HandbookError(
            f"这样改 {clause_id} 会影响本节其他条款，或读不成一条条款。" + "".join(new_faults[:1]),
            fix="条款里不要用标题、代码块、空行后的顶格文字；下级列表缩进四格。",
        )
    plain = re.sub(r"(?m)^\s*(?:[-*+]|\d{1,9}\.)\s+", "", wording)
    read_back = re.sub(r"(?m)^\s*(?:[-*+]|\d{1,9}\.)\s+", "", changed[0].text)
    if "](" not in wording and "\\" not in wording and bare(plain) != bare(read_back):
        raise HandbookError(
            f"{clause_id} 写入后读出来的文字与所写的不同。", fix="去掉文字里的 Markdown 记号。"
        )
    return result


def _errors(text: str, file: str) -> list[str]:
    parts = split_front_matter(text)
    body = parts[1] if parts else text
    return [fault.problem for fault in read_body(body, file=file).faults if fault.severity == "error"]
