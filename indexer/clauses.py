"""The shared model: what a handbook is made of. Standard library only."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

FINGERPRINT_SCHEME = 1
"""Number of the fingerprint rule, written into every fingerprint's canonical form."""

ATTRIBUTES = ("posts", "form", "class", "basis", "withdrawn")
"""The closed set of names that may stand in a clause's braces."""

Kind = Literal["paragraph", "item", "row"]
Severity = Literal["error", "warning"]

_ID = re.compile(r"([1-9]\d{0,2})\.([1-9]\d{0,2})-(\d{2,4})")
_SECTION = re.compile(r"([1-9]\d{0,2})\.([1-9]\d{0,2})")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|`+|~~)")
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, order=True)
class SourceSpan:
    """A place in a file: `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class HandbookError(Exception):
    """The handbook, a setting or a request needs fixing; the program does not.

    Args:
        problem: A full sentence in the reader's language that names the thing.
        where: The place, if there is one.
        fix: An instruction: what to do about it.
    """

    def __init__(self, problem: str, *, where: SourceSpan | None = None, fix: str = "") -> None:
        super().__init__(problem)
        self.problem, self.where, self.fix = problem, where, fix

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.problem}" + (f" {self.fix}" if self.fix else "")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in the text, as `handbook check` reports it."""

    where: SourceSpan
    code: str
    """Upper-case letter and two or three digits, e.g. ``S03``; S = structure, T = text."""
    problem: str
    fix: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.code} {self.problem} {self.fix}"

    def as_json(self) -> dict[str, str | int]:
        """The keys of `handbook check --json`."""
        return {
            "file": self.where.file,
            "line": self.where.line,
            "code": self.code,
            "problem": self.problem,
            "fix": self.fix,
            "severity": self.severity,
        }


@dataclass(frozen=True, slots=True, order=True)
class ClauseId:
    """Permanent name of one clause, written ``2.1-03``: its section, then a serial.

    An id outlives the wording under it and is never given to another clause,
    because signed records keep pointing at it after a revision. Ids are ordered
    as numbers: ``2.9-01`` before ``2.10-01``.
    """

    section: tuple[int, int]
    serial: int

    @classmethod
    def parse(cls, text: str) -> ClauseId:
        """Read ``2.1-03``.

        Raises:
            HandbookError: `text` is not a clause id.
        """
        found = _ID.fullmatch(text)
        if found is None or int(found[3]) == 0:
            raise HandbookError(
                f"“{text}”不是条款编号。", fix="条款编号由小节号和至少两位的序号组成，例如 2.1-03。"
            )
        return cls((int(found[1]), int(found[2])), int(found[3]))

    @property
    def section_no(self) -> str:
        return f"{self.section[0]}.{self.section[1]}"

    def __str__(self) -> str:
        return f"{self.section_no}-{self.serial:02d}"


def section_key(number: str) -> tuple[int, int]:
    """``"2.10"`` as numbers, for sorting.

    Raises:
        HandbookError: `number` is not a section number.
    """
    found = _SECTION.fullmatch(number)
    if found is None:
        raise HandbookError(f"“{number}”不是小节号。", fix="小节号写成“章.节”，例如 2.1。")
    return int(found[1]), int(found[2])


def canonical_json(value: object) -> bytes:
    """RFC 8785 bytes of strings, booleans, null, integers, lists and ASCII-keyed objects (no floats)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: object) -> str:
    """``sha256:`` and the hex digest of `value` in canonical JSON."""
    return "sha256:" + hashlib.sha256(canonical_json(value)).hexdigest()


def bare(text: str) -> str:
    """Wording without white space and emphasis, NFC: what a fingerprint covers."""
    return _WHITE.sub("", _EMPHASIS.sub("", unicodedata.normalize("NFC", text)))


def fingerprint(text: str, lead_in: str, attributes: Mapping[str, str]) -> str:
    """Fingerprint of a wording; a move, reflow or better extractor leaves it alone.

    Args:
        text: The wording with its sub-items, as written.
        lead_in: The line that governs it, or "".
        attributes: What stands in the braces besides the id, as written.
    """
    return digest(
        {
            "scheme": FINGERPRINT_SCHEME,
            "text": bare(text),
            "lead_in": bare(lead_in),
            "attributes": {
                name: unicodedata.normalize("NFC", attributes[name]) for name in sorted(attributes)
            },
        }
    )


def values(text: str) -> tuple[str, ...]:
    """The values of one attribute: separated by ``、``, surrounding space dropped, empty ones left out."""
    return tuple(part.strip() for part in text.split("、") if part.strip())


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest numbered provision, as it stands in the text."""

    id: ClauseId
    section: str
    """Number of the section it stands in now (not necessarily that of its id)."""
    title: str
    """Title of that section."""
    heading: str
    """Headings above it below the section's title, outermost first, joined by `` / ``; "" if none."""
    text: str
    """Wording without Markdown emphasis or braces; sub-items on lines of their own, each
    ``- ``/``1. `` with its indent kept; cells of a table row joined by `` | ``."""
    lead_in: str
    """The line that governs it: its parent's line, or a table's caption and column heads
    (caption, newline, heads joined by `` | ``); "" if none."""
    attributes: Mapping[str, str]
    """What stands in the braces besides the id."""
    where: SourceSpan
    kind: Kind = "item"
    end_line: int = 0
    """Last line of the clause with its sub-items, counting from 1."""

    @property
    def fingerprint(self) -> str:
        """Of the wording, not of the place (docs/format.md); golden values are tested."""
        return fingerprint(_without_markers(self.text, self.kind), self.lead_in, self.attributes)

    @property
    def withdrawn(self) -> str | None:
        """The edition that withdrew it; such a clause is a tombstone."""
        return self.attributes.get("withdrawn")

    @property
    def posts(self) -> tuple[str, ...]:
        return values(self.attributes.get("posts", ""))

    @property
    def forms(self) -> tuple[str, ...]:
        return values(self.attributes.get("form", ""))

    @property
    def basis(self) -> tuple[str, ...]:
        return values(self.attributes.get("basis", ""))

    @property
    def confirmed_class(self) -> str | None:
        """``A``, ``B`` or ``C`` where the text says so."""
        return self.attributes.get("class")


_MARKER = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+", re.MULTILINE)


def _without_markers(text: str, kind: Kind) -> str:
    """List markers of sub-items are layout, not wording; the first line has none."""
    if kind == "row":
        return text
    first, newline, rest = text.partition("\n")
    return first + newline + _MARKER.sub("", rest)


@dataclass(frozen=True, slots=True)
class Section:
    """One file: document control in its front matter, then clauses."""

    number: str
    title: str
    edition: str
    effective: str
    """ISO date."""
    control: Mapping[str, str]
    """Further front matter as written (doc_no, owner, prepared_by …), values as text."""
    public: bool
    file: str
    """Path relative to the handbook folder, with ``/``."""
    clauses: tuple[Clause, ...]
    """In reading order, tombstones included."""

    @property
    def key(self) -> tuple[int, int]:
        return section_key(self.number)


@dataclass(frozen=True, slots=True)
class Post:
    """Who a clause is for."""

    name: str
    aliases: tuple[str, ...] = ()
    licence: str | None = None
    duty: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A paper or electronic form that a clause names."""

    no: str
    name: str
    fields: tuple[str, ...] = ()
    retention: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """One article that the handbook cites."""

    law: str
    article: str
    """Chinese numeral, e.g. ``四十``."""
    in_force: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary."""

    term: str
    definition: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Handbook:
    """A whole handbook as read from one folder; sections in numeric order."""

    sections: tuple[Section, ...]
    posts: tuple[Post, ...] = ()
    forms: tuple[Form, ...] = ()
    laws: tuple[Law, ...] = ()
    glossary: tuple[Term, ...] = ()
    edition: str = ""
    """``A/1`` if the text is as issued, ``A/1+draft`` if it differs, see `indexer.editions`."""
    _by_id: dict[ClauseId, Clause] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_id.update({clause.id: clause for section in self.sections for clause in section.clauses})

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Clauses in force, in reading order; no tombstones."""
        return tuple(clause for clause in self.all_clauses() if clause.withdrawn is None)

    def all_clauses(self) -> Iterator[Clause]:
        """Every clause, tombstones included, in reading order."""
        for section in self.sections:
            yield from section.clauses

    def clause(self, clause_id: ClauseId | str) -> Clause:
        """The clause of that id, in force or withdrawn.

        Raises:
            HandbookError: There is none.
        """
        wanted = ClauseId.parse(clause_id) if isinstance(clause_id, str) else clause_id
        try:
            return self._by_id[wanted]
        except KeyError:
            raise HandbookError(
                f"手册里没有条款 {wanted}。", fix="用 handbook clauses 查看现有条款。"
            ) from None

    def section(self, number: str) -> Section:
        """The section of that number.

        Raises:
            HandbookError: There is none.
        """
        for section in self.sections:
            if section.number == number:
                return section
        known = "、".join(section.number for section in self.sections)
        raise HandbookError(f"手册里没有小节 {number}。", fix=f"现有小节：{known}。")

    def chosen(self, numbers: Iterable[str]) -> tuple[Clause, ...]:
        """Clauses in force of the sections named, or of all when none is named.

        Raises:
            HandbookError: One of them does not exist.
        """
        wanted = list(numbers)
        if not wanted:
            return self.clauses
        keep = {self.section(number).number for number in wanted}
        return tuple(clause for clause in self.clauses if clause.section in keep)

    def post_named(self, word: str) -> Post | None:
        """The post of that name or alias."""
        for post in self.posts:
            if word == post.name or word in post.aliases:
                return post
        return None
