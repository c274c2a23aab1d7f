"""Document control at the head of a section file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from frontmatter.default_handlers import YAMLHandler

from indexer.braces import EDITION
from indexer.clauses import Fault, HandbookError, SourceSpan, section_key
from indexer.strict_yaml import YamlProblem, load_yaml

REQUIRED = ("section", "title", "edition", "effective")
OPTIONAL = (
    "doc_no",
    "prepared_by",
    "reviewed_by",
    "approved_by",
    "owner",
    "posts",
    "review_due",
    "public",
    "basis",
)
DATES = ("effective", "review_due")

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter whose required keys are sound."""

    section: str
    title: str
    edition: str
    effective: str
    public: bool
    control: Mapping[str, str]


def split_front_matter(text: str) -> tuple[str, str, int] | None:
    """Front matter, body, and the line of the file at which the body begins; `None` if there is none."""
    handler = YAMLHandler()
    if not handler.detect(text):
        return None
    try:
        matter, body = handler.split(text)
    except ValueError:
        return None
    body = body.lstrip("\n")
    return matter, body, text[: len(text) - len(body)].count("\n") + 1


def read_front_matter(matter: str, *, file: str) -> tuple[FrontMatter | None, list[Fault]]:
    """Check front matter; `None` where a required key is missing or unusable."""
    faults: list[Fault] = []

    def fault(line: int, code: str, problem: str, fix: str) -> None:
        faults.append(Fault(SourceSpan(file, line), code, problem, fix))

    try:
        loaded, lines = load_yaml(matter.lstrip("\n"))
    except YamlProblem as problem:
        fault(1 + problem.line, "S02", f"front matter 读不懂：{problem}", "按“键: 值”一行一项改正。")
        return None, faults
    if not isinstance(loaded, dict):
        fault(1, "S02", "front matter 不是“键: 值”的形式。", f"至少写 {'、'.join(REQUIRED)} 四项。")
        return None, faults
    for key in loaded:
        if key not in REQUIRED and key not in OPTIONAL:
            known = "、".join((*REQUIRED, *OPTIONAL))
            fault(
                1 + lines.get(str(key), 0),
                "S04",
                f"front matter 有不认识的键“{key}”。",
                f"可用的键：{known}。",
            )
    sound = True
    for key in REQUIRED:
        if loaded.get(key) in (None, ""):
            fault(1, "S03", f"front matter 缺少 {key}。", f"补上一行 {key}: …")
            sound = False
    for key, value in loaded.items():
        wrong = _value_problem(str(key), value)
        if wrong:
            fault(1 + lines.get(str(key), 0), "S05", *wrong)
            sound = sound and key not in REQUIRED
    if not sound:
        return None, faults
    control = {
        str(key): as_text(value) for key, value in loaded.items() if key in OPTIONAL and key != "public"
    }
    return (
        FrontMatter(
            str(loaded["section"]),
            str(loaded["title"]).strip(),
            str(loaded["edition"]),
            as_text(loaded["effective"]),
            loaded.get("public") is not False,
            control,
        ),
        faults,
    )


def as_text(value: object) -> str:
    """A scalar or a list of them as the text that an author would write."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(as_text(part) for part in value)
    return str(value).strip()


def _value_problem(key: str, value: object) -> tuple[str, str] | None:
    if value in (None, ""):
        return None
    if key == "section":
        if not isinstance(value, str):
            return f"section 的值 {value} 没有加引号，会被当作小数。", '写成 section: "2.10"。'
        try:
            section_key(value)
        except HandbookError as error:
            return error.problem, error.fix
    if key == "title" and isinstance(value, (list, dict)):
        return "title 不是文字。", "写成 title: 设施设备管理。"
    if key == "edition" and not EDITION.fullmatch(str(value)):
        return f"edition 的值“{value}”不是版本号。", "写成 A/0、A/1 … B/0。"
    if key in DATES and not _is_date(value):
        return f"{key} 的值“{value}”不是日期。", "写成 2026-12-01。"
    if key == "public" and not isinstance(value, bool):
        return f"public 的值“{value}”既不是 true 也不是 false。", "写 true 或 false。"
    if isinstance(value, dict):
        return f"{key} 的值不是文字。", "写一个值，或用方括号写几个值。"
    return None


def _is_date(value: object) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True
