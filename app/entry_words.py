"""What an entry of the ledger says, in a few words that a reader of the records understands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.access import ALL_PROJECTS, ROLE_NAMES
from app.casework import STEPS
from app.correcting import REASONS
from app.deciding import EDITORIAL, MATERIAL, OUTCOMES
from app.issue_journal import STEPS as SIGNING
from checklists.local import OUTCOMES as ITEM_OUTCOMES

CHANGES: Mapping[str, str] = {
    "created": "建立账号",
    "disabled": "停用账号",
    "enabled": "启用账号",
    "password_changed": "修改密码",
    "password_reset": "重置密码",
}
SUBJECTS: Mapping[str, str] = {"question": "试题", "item": "检查项", "change": "变更"}
DECIDED: Mapping[str, str] = {
    **OUTCOMES,
    **ITEM_OUTCOMES,
    MATERIAL: "认定为实质性",
    EDITORIAL: "认定为编辑性",
}
"""Outcome of a decision -> as people say it."""
Payload = Mapping[str, Any]


def entry_words(kind: str, payload: Payload) -> str:
    """What happened; "" where the kind says it all."""
    make = _MAKERS.get(kind)
    return make(payload) if make else ""


def _field(name: str) -> Callable[[Payload], str]:
    return lambda payload: str(payload.get(name, ""))


def _end(payload: Payload) -> str:
    return f"{payload.get('score', 0) / 100:g} 分　{'合格' if payload.get('passed') else '不合格'}"


def _decision(payload: Payload) -> str:
    if payload["subject"] == "edition":  # a signature under a draft: edition and step
        edition, _, step = payload["item"].rpartition("/")
        signing: Mapping[str, str] = {str(one): name for one, name in SIGNING.items()}
        return f"版本 {edition}　{signing.get(step, step)}签署"
    about = SUBJECTS.get(payload["subject"], payload["subject"])
    outcome = DECIDED.get(payload["outcome"], payload["outcome"])
    return f"{about} {payload.get('clause') or payload['item']}　{outcome}"


def _training(payload: Payload) -> str:
    end = "撤回" if payload["step"] == "withdrawn" else f"{payload['due']} 前完成"
    return f"{payload.get('title') or payload['of']}　{end}"


def _assignment(payload: Payload) -> str:
    projects = ["全部项目" if one == ALL_PROJECTS else one for one in payload["projects"]]
    return f"岗位 {'、'.join(payload['posts']) or '无'}　项目 {'、'.join(projects) or '无'}"


def _licence(payload: Payload) -> str:
    return f"{payload['licence']}　有效期至 {payload.get('expires') or '长期'}"


def _role(payload: Payload) -> str:
    names: Mapping[str, str] = {str(role): name for role, name in ROLE_NAMES.items()}
    before = names.get(payload["before"], payload["before"])
    return f"{before} → {names.get(payload['role'], payload['role'])}" if before else names[payload["role"]]


_MAKERS: Mapping[str, Callable[[Payload], str]] = {
    "acknowledgement": lambda payload: f"小节 {payload['section']}",
    "account": lambda payload: CHANGES.get(payload["change"], payload["change"]),
    "assignment": _assignment,
    "certificate": _field("number"),
    "correction": lambda payload: (
        f"第 {payload['corrects']} 条作废　{REASONS.get(payload['reason'], payload['reason'])}"
    ),
    "decision": _decision,
    "erasure": _field("reason"),
    "export": _field("what"),
    "inspection": lambda payload: f"{payload['checklist']}　{_end(payload)}",
    "licence": _licence,
    "practical_check": lambda payload: f"{payload.get('procedure', '')}　{payload['result']}".strip(),
    "rectification": lambda payload: (
        f"整改单 {payload['case']}　{STEPS.get(payload['step'], payload['step'])}"
    ),
    "restriction": _field("reason"),
    "role": _role,
    "sitting": lambda payload: f"{payload['paper']}　{_end(payload)}",
    "training": _training,
    "view": _field("what"),
}
