"""JSON: `handbook quiz`'s own file, or a bare list, read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, cast

from checklists.question import TYPES, Bank, Key, Question, QuestionType
from indexer.clauses import HandbookError

_OWN = {field.name for field in fields(Question)} - {"extra"}


def to_json(bank: Bank) -> str:
    """The bank as JSON text, keys in the documented order."""
    return json.dumps(bank.as_json(), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str, name: str = "") -> list[Question]:
    """Questions of a JSON text: a list, or an object with ``items``.

    Raises:
        HandbookError: It is no JSON, holds no questions, or a question lacks its type.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HandbookError(
            f"{name or '文件'} 不是有效的 JSON。", fix="用 handbook quiz --format json 导出后再改。"
        ) from error
    items = value.get("items") if isinstance(value, Mapping) else value
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise HandbookError(f"{name or '文件'} 里没有试题列表。", fix='写成题目的列表，或 {"items": [...]}。')
    return [question_from(item, place, name) for place, item in enumerate(items, 1)]


def question_from(item: Mapping[str, Any], place: int, name: str = "") -> Question:
    """One question; what is missing stays empty, unknown keys are kept in `extra`.

    Raises:
        HandbookError: The type is none of ours.
    """
    type_ = item.get("type")
    if type_ not in TYPES:
        raise HandbookError(
            f"{name and name + ' '}第 {place} 题的题型“{type_}”不认识。",
            fix=f"题型写成 {'、'.join(TYPES)} 之一。",
        )
    known = {name: item[name] for name in _OWN if name in item and item[name] is not None}
    known["type"] = cast(QuestionType, type_)
    known["key"] = _key(item.get("key"))
    for name in ("options", "checked_against"):
        known[name] = tuple(str(each) for each in item.get(name) or ())
    for name in ("critical", "scenario"):
        known[name] = bool(item.get(name))
    known.setdefault("id", f"第{place}题")
    for name in ("stem", "explanation"):
        known[name] = str(item.get(name) or "")
    extra = {name: value for name, value in item.items() if name not in _OWN and name != "digest"}
    return Question(**known, extra=extra)


def _key(raw: Any) -> Key:
    if isinstance(raw, list):
        return tuple(raw)
    if isinstance(raw, str | float):
        return (str(raw),)
    return cast(Key, raw if raw is not None else ())
