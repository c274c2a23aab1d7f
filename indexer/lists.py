"""The lists beside the sections: posts, forms, cited laws, glossary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from indexer.clauses import Fault, Form, Law, Post, SourceSpan, Term
from indexer.front_matter import as_text
from indexer.strict_yaml import YamlProblem, load_yaml

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class ListFile(Generic[Entry]):
    """How one list file is read."""

    name: str
    keys: tuple[str, ...]
    """The first is required and, with `identity`, names an entry."""
    identity: tuple[str, ...]
    make: Callable[[Mapping[str, object]], Entry]
    wanted: bool = True
    """Whether its absence is worth a warning."""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(as_text(part) for part in value)
    return tuple(part.strip() for part in as_text(value).split("、") if part.strip())


POSTS = ListFile(
    "posts.yml",
    ("name", "aliases", "licence", "duty"),
    ("name",),
    lambda entry: Post(
        as_text(entry.get("name")),
        _texts(entry.get("aliases")),
        as_text(entry.get("licence")) or None,
        as_text(entry.get("duty")),
    ),
)
FORMS = ListFile(
    "forms.yml",
    ("name", "no", "fields", "retention"),
    ("name",),
    lambda entry: Form(
        as_text(entry.get("no")),
        as_text(entry.get("name")),
        _texts(entry.get("fields")),
        as_text(entry.get("retention")),
    ),
)
LAWS = ListFile(
    "laws.yml",
    ("law", "article", "in_force"),
    ("law", "article"),
    lambda entry: Law(
        as_text(entry.get("law")), as_text(entry.get("article")), as_text(entry.get("in_force"))
    ),
)
GLOSSARY = ListFile(
    "glossary.yml",
    ("term", "definition", "clause"),
    ("term",),
    lambda entry: Term(
        as_text(entry.get("term")), as_text(entry.get("definition")), as_text(entry.get("clause"))
    ),
    wanted=False,
)


def read_list(kind: ListFile[Entry], text: str, file: str) -> tuple[tuple[Entry, ...], list[Fault]]:
    """Read one list; entries that cannot be used are left out and reported."""
    faults: list[Fault] = []

    def fault(line: int, code: str, problem: str, fix: str) -> None:
        faults.append(Fault(SourceSpan(file, line), code, problem, fix))

    try:
        loaded, lines = load_yaml(text)
    except YamlProblem as problem:
        fault(problem.line, "S40", f"{kind.name} 读不懂：{problem}", "每行一项，写成 - {键: 值, …}。")
        return (), faults
    if loaded is None:
        return (), faults
    if not isinstance(loaded, list):
        fault(1, "S40", f"{kind.name} 不是列表。", "每行一项，写成 - {键: 值, …}。")
        return (), faults
    entries: list[Entry] = []
    seen: dict[tuple[str, ...], int] = {}
    for index, raw in enumerate(loaded):
        line = lines.get(str(index), 1)
        if not isinstance(raw, dict):
            fault(line, "S40", f"第 {index + 1} 项不是“键: 值”的形式。", f"写成 - {{{kind.keys[0]}: …}}。")
            continue
        for key in raw:
            if key not in kind.keys:
                fault(line, "S43", f"不认识的键“{key}”。", f"可用的键：{'、'.join(kind.keys)}。")
        identity = tuple(as_text(raw.get(key)) for key in kind.identity)
        if not all(identity):
            fault(line, "S43", f"缺少 {'、'.join(kind.identity)}。", "补上它的值。")
            continue
        if identity in seen:
            fault(line, "S42", f"“{''.join(identity)}”与第 {seen[identity]} 行重复。", "合并成一项。")
            continue
        seen[identity] = line
        entries.append(kind.make(raw))
    return tuple(entries), faults


def shared_names(posts: tuple[Post, ...], file: str) -> list[Fault]:
    """Aliases that two posts claim: a reader could not tell whom they mean."""
    owner: dict[str, str] = {}
    faults: list[Fault] = []
    for post in posts:
        for word in (post.name, *post.aliases):
            if owner.setdefault(word, post.name) != post.name:
                faults.append(
                    Fault(
                        SourceSpan(file),
                        "S42",
                        f"“{word}”既指 {owner[word]} 又指 {post.name}。",
                        "一个叫法只归一个岗位。",
                    )
                )
    return faults
