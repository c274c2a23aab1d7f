"""Canonical bytes (RFC 8785) and digests of what the ledger keeps.

Only strings, booleans, null, whole numbers, lists and objects with ASCII keys are records: no floating
point, so that no two programs can disagree about the digits. Scores are kept in hundredths.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.records.errors import RecordsError

LARGEST_WHOLE = 2**53 - 1
"""Largest whole number that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3, and RFC 7493)."""

DEEPEST = 32
"""Levels of nesting that a record may have; well below any parser's limit."""

_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_text(value: object) -> str:
    """RFC 8785 text of a value that `check_value` accepts: with ASCII keys, code-point order is RFC order."""
    return _encoder.encode(value)


def canonical_bytes(value: object) -> bytes:
    """UTF-8 of `canonical_text`."""
    return canonical_text(value).encode()


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def check_value(value: object, place: str = "payload", depth: int = 0) -> None:
    """Refuse what has no exact canonical form.

    Raises:
        RecordsError: A float or other type, a number beyond 2**53 - 1, a non-ASCII key, a lone surrogate.
    """
    if depth > DEEPEST:
        raise RecordsError(f"{place} 嵌套超过 {DEEPEST} 层。", fix="把内容放平后再保存。")
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_WHOLE:
            raise RecordsError(f"{place} 的数 {value} 太大。", fix="整数的绝对值不超过 2 的 53 次方减 1。")
        return
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise RecordsError(f"{place} 含有不成对的代理字符。", fix="改用正常的文字。") from None
        return
    if isinstance(value, (list, tuple)):
        for position, member in enumerate(value):
            check_value(member, f"{place}[{position}]", depth + 1)
        return
    if isinstance(value, Mapping):
        for key, member in value.items():
            if not isinstance(key, str) or not key.isascii() or not key.isprintable():
                raise RecordsError(
                    f"{place} 的键 {key!r} 不是 ASCII 文字。", fix="键用英文字母、数字和下划线。"
                )
            check_value(member, f"{place}.{key}", depth + 1)
        return
    raise RecordsError(
        f"{place} 的类型 {type(value).__name__} 不能入账。",
        fix="小数改成整数（例如分数用百分之一分），日期改成文字。",
    )


def check_text(text: str, place: str) -> None:
    """Refuse a text that a database column cannot hold.

    Raises:
        RecordsError: A lone surrogate, or the character NUL, which PostgreSQL has no text for.
    """
    check_value(text, place)
    if "\x00" in text:
        raise RecordsError(f"{place} 含有空字符。", fix="删掉它再保存。")


def read_canonical(text: str) -> Any:
    """The value of a canonical JSON text.

    Raises:
        ValueError: It is not JSON, holds a float, or is not written canonically.
    """
    value = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    if canonical_text(value) != text:
        raise ValueError("not in canonical form")
    return value


def _no_float(digits: str) -> float:
    raise ValueError(f"{digits} is not a whole number")
