"""The closed list of entry kinds, and what each payload must hold. Ids and digests are checked for form only.

A payload may hold more than its kind requires. A further kind is one line in `KINDS` and one in
docs/ledger-format.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.records.canonical import canonical_text, check_value
from app.records.errors import RecordsError

LARGEST_PAYLOAD = 1_000_000
"""Characters of one payload; a photograph belongs in files/, its hash in the payload."""

CLAUSE_ID = re.compile(r"[1-9]\d{0,2}\.[1-9]\d{0,2}-\d{2,4}")
SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
PERSON_ID = re.compile(r"p-[0-9a-f]{16}")
EDITION = re.compile(r"[A-Z]{1,2}/\d{1,4}(\+draft)?")
DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
SYSTEM = "system"
"""The actor of what no person did: the clock's note, the opening, a rotation at the console."""

Check = Callable[[object], bool]


def _matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _any_text(value: object) -> bool:
    return isinstance(value, str)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _list(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(member, str) for member in value)


def _one_of(*words: str) -> Check:
    return lambda value: value in words


def _optional(check: Check) -> Check:
    return lambda value: value == "" or check(value)


_person = _matches(PERSON_ID)
_digest = _matches(SHA256)
_date = _matches(DATE)

KINDS: Mapping[str, tuple[str, Mapping[str, Check]]] = {
    "opened": ("账本开立", {"ledger": _text, "key": _any_text, "public_key": _any_text}),
    "edition_issued": ("版本发布", {"manifest": _digest}),
    "acknowledgement": ("制度签收", {"person": _person, "section": _text}),
    "sitting": (
        "考试",
        {"person": _person, "paper": _text, "score": _whole, "passed": _flag, "answers": _list},
    ),
    "certificate": ("证书", {"person": _person, "number": _text, "valid_until": _optional(_date)}),
    "practical_check": ("实操考核", {"person": _person, "result": _text}),
    "inspection": ("检查", {"checklist": _text, "results": _list}),
    "rectification": ("整改步骤", {"case": _text, "step": _text}),
    "decision": (
        "审定",
        {
            "subject": _one_of("question", "item", "change", "edition"),
            "item": _text,
            "digest": _text,
            "outcome": _text,
        },
    ),
    "correction": ("更正", {"corrects": _whole, "reason": _text}),
    "account": ("账号变更", {"person": _person, "change": _text}),
    "role": ("角色变更", {"person": _person, "role": _text, "before": _any_text}),
    "assignment": ("岗位与项目", {"person": _person, "posts": _texts, "projects": _texts}),
    "training": (
        "指派学习",
        {
            "person": _person,
            "step": _one_of("assigned", "withdrawn"),
            "what": _one_of("post", "section", "reading", "practical"),
            "of": _text,
            "due": _date,
        },
    ),
    "licence": ("持证", {"person": _person, "licence": _text, "expires": _optional(_date)}),
    "export": ("导出", {"what": _text}),
    "view": ("查看个人结果", {"person": _person, "what": _text}),
    "erasure": ("个人信息删除", {"person": _person, "erased": _texts, "reason": _text}),
    "restriction": ("个人信息限制", {"person": _person, "until": _date, "reason": _text}),
    "clock": ("时钟回拨", {"before": _text, "after": _text, "seconds": _whole}),
    "key": (
        "签名密钥更换",
        {"key": _text, "public_key": _text, "previous": _any_text, "endorsement": _any_text},
    ),
    "restored": ("备份恢复", {"entries": _whole, "lost": _whole}),
}
"""Kind -> its Chinese name and the fields that its payload must hold."""

_EVERYWHERE: Mapping[str, Check] = {"clause": _matches(CLAUSE_ID), "fingerprint": _digest, "person": _person}
"""Fields that have one form wherever they stand in a payload."""


def check_payload(kind: str, payload: Mapping[str, object]) -> None:
    """Refuse a kind outside the list, a payload without its fields or with a malformed id.

    Raises:
        RecordsError: With the field that is wrong.
    """
    if kind not in KINDS:
        raise RecordsError(f"账本没有“{kind}”这一类记录。", fix=f"可用的类别：{'、'.join(KINDS)}。")
    check_value(payload)
    name, fields = KINDS[kind]
    for field, check in fields.items():
        if field not in payload:
            raise RecordsError(f"“{name}”记录缺少 {field}。", fix=f"必填项：{'、'.join(fields)}。")
        if not check(payload[field]):
            raise RecordsError(
                f"“{name}”记录的 {field} 不合格式：{payload[field]!r}。", fix="改成规定的写法后再保存。"
            )
    _check_known(payload, name)
    size = len(canonical_text(payload))
    if size > LARGEST_PAYLOAD:
        raise RecordsError(
            f"“{name}”记录有 {size} 个字符，超过 {LARGEST_PAYLOAD}。",
            fix="附件存为文件，记录里只写文件的哈希。",
        )


def _check_known(value: object, name: str) -> None:
    if isinstance(value, Mapping):
        for key, member in value.items():
            check = _EVERYWHERE.get(key)
            if check is not None and isinstance(member, str) and member and not check(member):
                raise RecordsError(
                    f"“{name}”记录的 {key} 不合格式：{member!r}。", fix="条款写成 2.1-03，指纹写成 sha256:…。"
                )
            _check_known(member, name)
    elif isinstance(value, (list, tuple)):
        for member in value:
            _check_known(member, name)
