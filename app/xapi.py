"""xAPI statements (IEEE 9274.1.1, ADL xAPI 1.0.3) of what the ledger holds about learning.

A person appears as an account with the ledger's own id, never with a name. An id of a statement follows from the
entry's digest, so that the same entry gives the same statement however often it is exported, and a learning record
store refuses the second copy by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from app.learning import PASSED
from app.records.entry import Entry, utc_moment
from indexer.clauses import HandbookError

VERBS: Mapping[str, tuple[str, str]] = {
    name: (f"http://adlnet.gov/expapi/verbs/{name}", words)
    for name, words in (
        ("experienced", "签收"),
        ("completed", "完成"),
        ("passed", "通过"),
        ("failed", "未通过"),
        ("answered", "作答"),
        ("voided", "作废"),
    )
}
"""Verb -> its IRI in the ADL vocabulary and its name for people."""
INTERACTIONS: Mapping[str, str] = {
    "single": "choice",
    "multiple": "choice",
    "truefalse": "true-false",
    "numeric": "fill-in",
    "order": "sequencing",
    "short": "long-fill-in",
}
"""Question type -> interaction type of xAPI; a figure is a fill-in, as its key is a value with its unit."""
_ACTIVITY = "http://adlnet.gov/expapi/activities/"


def statements(
    entries: Iterable[Entry],
    *,
    ledger: str,
    original: Callable[[int], Entry],
    site: str = "",
    person: str | None = None,
) -> list[dict[str, Any]]:
    """The statements of all acknowledgements, sittings and practical checks, in the ledger's order.

    A correction voids every statement of the entry that it corrects (xAPI 1.0.3, Data, 2.3.2).

    Args:
        entries: Any entries; other kinds are passed over.
        original: Gives the entry of a number: what a correction is about may have been exported before.
        ledger: The ledger's id, for identifiers where no site is published.
        site: Address of the published handbook, or "".
        person: Only this person's.
    """
    base = site.rstrip("/") or f"urn:uuid:{uuid5(NAMESPACE_URL, ledger)}"
    made: list[dict[str, Any]] = []
    for entry in entries:
        if entry.kind in _MAKERS and person in (None, entry.payload["person"]):
            made.extend(_MAKERS[entry.kind](entry, base))
        if entry.kind == "correction":
            wrong = original(entry.payload["corrects"])
            if wrong.kind in _MAKERS and person in (None, wrong.payload["person"]):
                made.extend(_voiding(entry, base, one["id"]) for one in _MAKERS[wrong.kind](wrong, base))
    return made


def written(made: list[dict[str, Any]], path: Path) -> None:
    """Write the statements as one JSON array; an existing file is never replaced.

    Raises:
        HandbookError: The file exists or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as stream:
            json.dump(made, stream, ensure_ascii=False, indent=1)
            stream.write("\n")
    except FileExistsError:
        raise HandbookError(f"{path} 已经存在。", fix="换一个文件名。") from None
    except OSError as error:
        raise HandbookError(f"{path} 写不进去：{error.strerror}。", fix="检查文件夹和权限。") from None


def _acknowledgement(entry: Entry, base: str) -> Iterator[dict[str, Any]]:
    section = str(entry.payload["section"])
    target = _activity(f"{base}/sections/{section}", f"手册 {section} 节", "lesson")
    result = {"completion": True, "duration": f"PT{entry.payload.get('seconds', 0)}S"}
    yield _statement(entry, base, "experienced", target, result)


def _practical(entry: Entry, base: str) -> Iterator[dict[str, Any]]:
    passed = entry.payload["result"] in PASSED
    name = f"实操考核　{entry.payload.get('procedure', '')}".strip()
    target = _activity(f"{base}/practical/{_slug(entry)}", name, "performance")
    yield _statement(entry, base, "passed" if passed else "failed", target, {"success": passed})


def _sitting(entry: Entry, base: str) -> Iterator[dict[str, Any]]:
    payload = entry.payload
    paper = _activity(f"{base}/papers/{_slug(entry)}", str(payload["paper"]), "assessment")
    spent = (utc_moment(entry.at) - utc_moment(payload["started_at"])).total_seconds()
    result = {
        "score": {"scaled": payload["score"] / 10_000, "raw": payload["score"] / 100, "min": 0, "max": 100},
        "success": payload["passed"],
        "completion": True,
        "duration": f"PT{max(0, int(spent))}S",
    }
    yield _statement(entry, base, "completed", paper, result)
    yield _statement(entry, base, "passed" if payload["passed"] else "failed", paper, result)
    for one in payload["answers"]:
        yield _answer(entry, base, paper, one)


def _answer(entry: Entry, base: str, paper: dict[str, Any], one: Mapping[str, Any]) -> dict[str, Any]:
    target = _activity(f"{base}/questions/{one['question']}", one["stem"], "cmi.interaction")
    kind = INTERACTIONS[one["type"]]
    target["definition"]["interactionType"] = kind
    target["definition"]["correctResponsesPattern"] = [_response(kind, json.loads(one["key"]))]
    if kind in ("choice", "sequencing"):
        target["definition"]["choices"] = [
            {"id": str(place), "description": {"zh-CN": words}} for place, words in enumerate(one["options"])
        ]
    given = json.loads(one["answer"])
    result: dict[str, Any] = {"success": one["right"]}
    if given is not None:
        result["response"] = _response(kind, given)
    made = _statement(entry, base, "answered", target, result, part=f"answer {one['number']}")
    made["context"]["contextActivities"] = {"parent": [{"objectType": "Activity", "id": paper["id"]}]}
    made["context"]["extensions"][f"{base}/xapi/clauses"] = [
        {"id": one["clause"], "fingerprint": one["fingerprint"]}
    ]
    return made


def _response(kind: str, value: Any) -> str:
    """A response in the notation of the interaction type (xAPI 1.0.3, Data, appendix C)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return f"{value['value']}{value['unit']}"
    if isinstance(value, list):
        return "[,]".join(str(one) for one in value)
    return str(value)


def _statement(
    entry: Entry, base: str, verb: str, target: dict[str, Any], result: dict[str, Any], *, part: str = ""
) -> dict[str, Any]:
    iri, words = VERBS[verb]
    clauses = [{"id": ref.id, "fingerprint": ref.fingerprint} for ref in entry.clauses]
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{entry.digest} {verb} {part}")),
        "actor": _agent(str(entry.payload["person"]), base),
        "verb": {"id": iri, "display": {"zh-CN": words}},
        "object": target,
        "result": result,
        "context": {
            "registration": _slug(entry),
            "revision": entry.edition,
            "platform": "物业服务标准操作手册",
            "extensions": {
                f"{base}/xapi/entry": {"seq": entry.seq, "digest": entry.digest},
                f"{base}/xapi/clauses": clauses,
            },
        },
        "timestamp": entry.at,
    }


def _voiding(entry: Entry, base: str, statement: str) -> dict[str, Any]:
    """Says that a statement counts no more."""
    iri, words = VERBS["voided"]
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{entry.digest} voided {statement}")),
        "actor": _agent(entry.actor, base),
        "verb": {"id": iri, "display": {"zh-CN": words}},
        "object": {"objectType": "StatementRef", "id": statement},
        "context": {"extensions": {f"{base}/xapi/entry": {"seq": entry.seq, "digest": entry.digest}}},
        "timestamp": entry.at,
    }


def _agent(person: str, base: str) -> dict[str, Any]:
    return {"objectType": "Agent", "account": {"homePage": f"{base}/people", "name": person}}


def _activity(address: str, name: str, kind: str) -> dict[str, Any]:
    return {
        "objectType": "Activity",
        "id": address,
        "definition": {"type": _ACTIVITY + kind, "name": {"zh-CN": name}},
    }


def _slug(entry: Entry) -> str:
    return str(uuid5(NAMESPACE_URL, entry.digest))


_MAKERS = {"acknowledgement": _acknowledgement, "sitting": _sitting, "practical_check": _practical}
