"""Reading a handbook folder: every clause, and every structural fault. Nothing is ever written.

Fault codes (S = structure):
S01 unreadable or not UTF-8; S02 front matter missing or broken; S03 required key missing; S04 unknown key;
S05 value of a key; S06 section declared twice; S07 title differs (warning); S08 byte-order mark (warning);
S10–S17 a clause's braces (`indexer.braces`), S11 an id twice; S20–S29 Markdown that the site reads
otherwise (`indexer.blocks`); S30 nothing to check; S31 symbolic link; S32 too large; S40–S43 the lists
(`indexer.lists`); S44 a manifest.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from indexer.blocks import Found, read_body
from indexer.clauses import (
    Clause,
    ClauseId,
    Fault,
    Form,
    Handbook,
    HandbookError,
    Law,
    Post,
    Section,
    Severity,
    SourceSpan,
    Term,
    section_key,
)
from indexer.front_matter import FrontMatter, read_front_matter, split_front_matter
from indexer.lists import FORMS, GLOSSARY, LAWS, POSTS, ListFile, read_list, shared_names

MAX_FILE_BYTES = 512 * 1024
"""Bytes in one section or list; the longest section of the bundled handbook has some 10,000."""
MAX_SECTIONS = 4000
"""Files in one handbook."""

HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Characters that no reader sees, that show text in another order than it is read, or that Word and
Excel files cannot hold (XML 1.0, section 2.2)."""

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Reading:
    """A handbook as far as it can be read, and what is wrong with its structure."""

    handbook: Handbook
    faults: tuple[Fault, ...]


def read_handbook(folder: Path) -> Reading:
    """Read every section and list below `folder` (the ``handbook/`` folder itself).

    A section that cannot be read is left out and reported; nothing is raised for it. Files
    are named in faults as ``handbook/…``, relative to the home.
    """
    return _Folder(folder).read()


def load_handbook(folder: Path) -> Handbook:
    """The handbook, or a refusal.

    Raises:
        HandbookError: The text has an error-level structural fault; the first one is named.
    """
    reading = read_handbook(folder)
    errors = [fault for fault in reading.faults if fault.severity == "error"]
    if errors:
        more = f"（另有 {len(errors) - 1} 个问题，用 handbook check 查看）" if len(errors) > 1 else ""
        first = errors[0]
        raise HandbookError(f"{first.code} {first.problem}", where=first.where, fix=first.fix + more)
    return reading.handbook


class _Folder:
    """One pass over a handbook folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def read(self) -> Reading:
        sections = [section for path in self.section_files() if (section := self.section(path))]
        kept = self.without_doubles(sections)
        posts: tuple[Post, ...] = self.list(POSTS)
        forms: tuple[Form, ...] = self.list(FORMS)
        laws: tuple[Law, ...] = self.list(LAWS)
        glossary: tuple[Term, ...] = self.list(GLOSSARY)
        self.faults += shared_names(posts, self.name(self.folder / POSTS.name))
        if not any(section.clauses for section in kept) and not any(
            fault.severity == "error" for fault in self.faults
        ):
            self.fault(
                self.folder,
                0,
                "S30",
                "这里没有可检查的条款。",
                "在 handbook 文件夹里放入小节文件，条款以 {#2.1-01} 这样的编号结尾。",
            )
        handbook = Handbook(tuple(kept), posts, forms, laws, glossary)
        edition = self.edition(handbook)
        handbook = Handbook(tuple(kept), posts, forms, laws, glossary, edition)
        return Reading(handbook, tuple(sorted(self.faults, key=lambda fault: (fault.where, fault.code))))

    def edition(self, handbook: Handbook) -> str:
        from indexer.editions import edition_of, read_manifests

        try:
            return edition_of(handbook, read_manifests(self.folder))
        except HandbookError as error:
            where = error.where or SourceSpan(self.name(self.folder / "editions"))
            self.faults.append(Fault(where, "S44", error.problem, error.fix))
            return ""

    # --- files

    def section_files(self) -> Iterator[Path]:
        """Markdown files below the folder in a fixed order; links and odd files are reported."""
        count = 0
        for base, directories, names in os.walk(self.folder, followlinks=False):
            directories[:] = sorted(name for name in directories if not name.startswith("."))
            for name in list(directories):
                if (Path(base) / name).is_symlink():
                    directories.remove(name)
                    self.link(Path(base) / name)
            for name in sorted(names):
                path = Path(base) / name
                if name.startswith("."):
                    continue
                if path.is_symlink():
                    self.link(path)
                elif path.suffix.lower() == ".md":
                    count += 1
                    if count > MAX_SECTIONS:
                        self.fault(
                            self.folder, 0, "S32", f"小节文件超过 {MAX_SECTIONS} 个。", "分成几本手册。"
                        )
                        return
                    yield path

    def link(self, path: Path) -> None:
        self.fault(path, 0, "S31", "这是一个符号链接，不读也不发布。", "换成文件本身。")

    def text(self, path: Path) -> str | None:
        """The text of one file, or `None` with a fault."""
        try:
            state = path.lstat()
            if not stat.S_ISREG(state.st_mode):
                self.fault(path, 0, "S01", "这不是普通文件。", "换成文本文件。")
                return None
            if state.st_size > MAX_FILE_BYTES:
                self.fault(
                    path,
                    0,
                    "S32",
                    f"文件有 {state.st_size} 字节。",
                    f"每个文件不超过 {MAX_FILE_BYTES} 字节，拆成几节。",
                )
                return None
            raw = path.read_bytes()
        except OSError as error:
            self.fault(path, 0, "S01", f"文件打不开（{error.strerror}）。", "检查文件的权限。")
            return None
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            self.fault(
                path, line, "S01", "文件不是 UTF-8 编码（可能是 GBK）。", "用编辑器另存为 UTF-8（无 BOM）。"
            )
            return None
        if text.startswith("\ufeff"):
            text = text.lstrip("\ufeff")
            self.fault(path, 1, "S08", "文件开头有 BOM。", "另存为 UTF-8（无 BOM）。", "warning")
        if "\x00" in text:
            line = text.count("\n", 0, text.index("\x00")) + 1
            self.fault(path, line, "S01", "文件里有空字符，不是文本。", "换成文本文件。")
            return None
        hidden = HIDDEN.search(text)
        if hidden:
            line = text.count("\n", 0, hidden.start()) + 1
            self.fault(
                path,
                line,
                "S01",
                f"这一行有看不见的控制字符（U+{ord(hidden[0]):04X}）。",
                "删去它；从别的文件粘贴时选“只粘贴文本”。",
            )
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    # --- sections

    def section(self, path: Path) -> Section | None:
        text = self.text(path)
        if text is None:
            return None
        file = self.name(path)
        parts = split_front_matter(text)
        if parts is None:
            begun = text.startswith("---")
            self.fault(
                path,
                1,
                "S02",
                "front matter 没有结束的 --- 行。" if begun else "文件开头没有 front matter。",
                "文件以 --- 一行开头，写 section、title、edition、effective，再以 --- 一行结束。",
            )
            return None
        matter, body, first_line = parts
        control, faults = read_front_matter(matter, file=file)
        self.faults += faults
        if control is None:
            return None
        read = read_body(body, file=file, first_line=first_line)
        self.faults += read.faults
        wanted = f"{control.section} {control.title}"
        if read.title != wanted:
            said = f"是“{read.title}”" if read.title else "没有写"
            self.fault(
                path,
                first_line,
                "S07",
                f"一级标题{said}，与 front matter 不一致。",
                f"写成 # {wanted}",
                "warning",
            )
        return self.assembled(control, path, read.clauses)

    def assembled(self, control: FrontMatter, path: Path, found: list[Found]) -> Section:
        clauses = tuple(
            Clause(
                one.id,
                control.section,
                control.title,
                one.heading,
                one.text,
                one.lead_in,
                one.braces.attributes,
                SourceSpan(self.name(path), one.line),
                one.kind,
                one.end_line,
            )
            for one in found
        )
        return Section(
            control.section,
            control.title,
            control.edition,
            control.effective,
            control.control,
            control.public,
            path.relative_to(self.folder).as_posix(),
            clauses,
        )

    def without_doubles(self, sections: list[Section]) -> list[Section]:
        """Sections in numeric order; a second section or clause of one number is reported and left out."""
        kept: dict[str, Section] = {}
        seen: dict[ClauseId, Clause] = {}
        for section in sections:
            first = kept.get(section.number)
            if first is not None:
                self.fault(
                    self.folder / section.file,
                    1,
                    "S06",
                    f"小节 {section.number} 已由 {first.file} 声明。",
                    "一节一个文件：改小节号，或合并两个文件。",
                )
                continue
            own = []
            for clause in section.clauses:
                if clause.id in seen:
                    self.faults.append(
                        Fault(
                            clause.where,
                            "S11",
                            f"编号 {clause.id} 已用于 {seen[clause.id].where}。",
                            "换成本节下一个没有用过的序号。",
                        )
                    )
                    continue
                seen[clause.id] = clause
                own.append(clause)
            kept[section.number] = (
                section if len(own) == len(section.clauses) else replace(section, clauses=tuple(own))
            )
        return sorted(kept.values(), key=lambda section: section_key(section.number))

    # --- lists

    def list(self, kind: ListFile[Entry]) -> tuple[Entry, ...]:
        path = self.folder / kind.name
        if path.is_symlink():
            return ()  # reported by the walk
        if not path.exists():
            if kind.wanted and self.folder.is_dir():
                self.fault(path, 0, "S41", f"没有 {kind.name}。", "补上这个列表。", "warning")
            return ()
        text = self.text(path)
        if text is None:
            return ()
        entries, faults = read_list(kind, text, self.name(path))
        self.faults += faults
        return entries

    def name(self, path: Path) -> str:
        """`path` as people see it: below the home, with ``/``."""
        inside = path.relative_to(self.folder).as_posix()
        shown = self.folder.name if inside == "." else f"{self.folder.name}/{inside}"
        return shown.encode("utf-8", "replace").decode("utf-8")

    def fault(
        self, path: Path, line: int, code: str, problem: str, fix: str, severity: Severity = "error"
    ) -> None:
        self.faults.append(Fault(SourceSpan(self.name(path), line), code, problem, fix, severity))
