"""Decisions as a YAML file, which carries them from one home to another.

The file holds what was decided, never who decided it: people are those of a home. On import each decision
becomes an entry of this ledger, marked as imported; what stands here already is left alone. ::

    handbook_decisions: 1
    questions:
    - {item: Q-2.3-12-limit-1a2b-single, digest: "sha256:…", outcome: accepted, clause: 2.3-12, …}
    items:
    - {outcome: dropped, item: I-2.3-05-1a2b, digest: "sha256:…", reason: 本项目没有水泵房}
    changes:
    - {item: 2.3-12, digest: "sha256:…", outcome: editorial, old: "sha256:…", new: "sha256:…", reason: …}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.deciding import JUDGEMENTS, LONGEST_REASON, OUTCOMES
from app.people import CONSOLE
from app.records.kinds import CLAUSE_ID, SHA256
from app.records.ledger import Ledger
from app.records.store import Store
from checklists import local
from checklists.exchange.plain import question_from
from checklists.lint import lint_question
from indexer.clauses import HandbookError, SourceSpan
from indexer.strict_yaml import YamlProblem, load_yaml

FORMAT = 1
"""Of the file, in `handbook_decisions`."""
LISTS: Mapping[str, str] = {"questions": "question", "items": "item", "changes": "change"}
"""List of the file -> subject of the entries."""
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "question": ("item", "digest", "outcome", "clause", "fingerprint", "question", "reason"),
    "change": ("item", "digest", "outcome", "old", "new", "reason"),
}
_MOST_TEXT = 20_000
"""Characters of one edited question."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    entered: int
    known: int
    """Decisions that stand here already."""

    def as_json(self) -> dict[str, int]:
        return {"entered": self.entered, "known": self.known}


def export_text(store: Store) -> str:
    """Every standing decision as YAML; the same decisions give the same text."""
    import yaml

    told: dict[str, Any] = {"handbook_decisions": FORMAT}
    for name, subject in LISTS.items():
        rows = [_plain(subject, one.data) for one in store.decisions(subject)]
        told[name] = sorted(rows, key=_in_order)
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=200)


def import_text(ledger: Ledger, store: Store, text: str, *, name: str = "") -> Imported:
    """Enter the decisions of a YAML text: all of them or, if one is wrong, none.

    Raises:
        HandbookError: It is no such file, or a decision is malformed; with its place.
        RecordsError: Nothing could be recorded.
    """
    payloads = sorted(read_decisions(text, name), key=_in_order)
    standing = {
        (one.subject, one.item, one.digest): _plain(one.subject, one.data) for one in store.decisions()
    }
    fresh = [
        one
        for one in payloads
        if standing.get((one["subject"], one["item"], one["digest"])) != _plain(one["subject"], one)
    ]
    if fresh:
        with ledger.batch() as batch:
            for payload in fresh:
                refs = []
                if payload.get("clause") and payload.get("fingerprint"):
                    refs = [(payload["clause"], payload["fingerprint"])]
                batch.append("decision", CONSOLE.id, {**payload, "imported": True}, clauses=refs)
    return Imported(len(fresh), len(payloads) - len(fresh))


def read_decisions(text: str, name: str = "") -> list[dict[str, Any]]:
    """The payloads of a file, checked.

    Raises:
        HandbookError: With the list and the place in it that is wrong.
    """
    try:
        loaded, _ = load_yaml(text)
    except YamlProblem as problem:
        raise HandbookError(
            f"决定文件读不懂：{problem}",
            where=SourceSpan(name, problem.line),
            fix="用 handbook decisions export 导出一份对照。",
        ) from None
    if not isinstance(loaded, Mapping) or str(loaded.get("handbook_decisions")) != str(FORMAT):
        raise HandbookError(
            f"{name or '这个文件'} 不是本程序的决定文件。", fix="用 handbook decisions export 导出。"
        )
    unknown = [str(key) for key in loaded if key not in LISTS and key != "handbook_decisions"]
    if unknown:
        raise HandbookError(f"决定文件里有不认识的项“{unknown[0]}”。", fix=f"可用：{'、'.join(LISTS)}。")
    payloads = []
    for key, subject in LISTS.items():
        rows = loaded.get(key) or []
        if not isinstance(rows, list):
            raise HandbookError(f"{key} 不是列表。", fix="每个决定一行，以“- ”开头。")
        for place, row in enumerate(rows, 1):
            try:
                payloads.append(_payload(subject, row))
            except HandbookError as error:
                raise HandbookError(f"{key} 第 {place} 个：{error.problem}", fix=error.fix) from None
    return payloads


def _payload(subject: str, row: object) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise HandbookError("不是“键: 值”的形式。", fix="照导出的文件写。")
    raw = {str(key): value for key, value in row.items()}
    if subject == "item":
        decision = local.read_decision(raw)
        return {"subject": "item", **decision.as_yaml(), "item": decision.item, "digest": decision.digest}
    told = {key: str(value).strip() for key, value in raw.items() if value is not None}
    unknown = [key for key in told if key not in _FIELDS[subject]]
    if unknown:
        raise HandbookError(f"不认识“{unknown[0]}”。", fix=f"可用：{'、'.join(_FIELDS[subject])}。")
    if not told.get("item") or not SHA256.fullmatch(told.get("digest", "")):
        raise HandbookError("缺少 item，或 digest 不是 sha256:…。", fix="照题库或差异的 JSON 填写。")
    outcomes = OUTCOMES if subject == "question" else JUDGEMENTS
    if told.get("outcome") not in outcomes:
        raise HandbookError(f"决定“{told.get('outcome', '')}”不认识。", fix=f"可用：{'、'.join(outcomes)}。")
    if len(told.get("reason", "")) > LONGEST_REASON:
        raise HandbookError(f"理由超过 {LONGEST_REASON} 字。", fix="写短一些。")
    if told["outcome"] != "accepted" and not told.get("reason"):
        raise HandbookError("没有写理由。", fix="补上 reason。")
    _check_form(told)
    if told["outcome"] == "edited":
        _check_wording(told)
    return {"subject": subject, "reason": "", **told}


def _check_form(told: Mapping[str, str]) -> None:
    for key in ("old", "new", "fingerprint"):
        if told.get(key) and not SHA256.fullmatch(told[key]):
            raise HandbookError(f"{key} 不是 sha256:…。", fix="照导出的文件写。")
    clause = told.get("clause", "") or (told["item"] if "old" in told else "")
    if clause and not CLAUSE_ID.fullmatch(clause):
        raise HandbookError(f"“{clause}”不是条款编号。", fix="写成 2.1-03。")


def _check_wording(told: Mapping[str, str]) -> None:
    text = told.get("question", "")
    try:
        if len(text) > _MOST_TEXT:
            raise ValueError
        question = question_from(json.loads(text), 1)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise HandbookError("修改后的试题读不懂。", fix="question 照导出的文件写成 JSON。") from None
    flaws = lint_question(question)
    if flaws:
        raise HandbookError(f"修改后的试题：{flaws[0].problem}", fix=flaws[0].fix)


def _in_order(row: Mapping[str, Any]) -> tuple[str, bool, str]:
    """An edit before the acceptance of what was edited."""
    return str(row["item"]), row["outcome"] != "edited", str(row.get("digest", ""))


def _plain(subject: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """A payload as the file has it."""
    if subject == "item":
        return local.read_decision(data).as_yaml()
    return {name: data[name] for name in _FIELDS[subject] if data.get(name)}
