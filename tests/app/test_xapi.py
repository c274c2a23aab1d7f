"""xAPI statements: what a learning record store takes, in which nobody's name stands."""

from __future__ import annotations

import json
import re
from pathlib import Path
from uuid import UUID

import pytest
from app_home import PASSWORD, Office

from app import acknowledging, sitting
from app.correcting import correct
from app.sitting import Offer
from app.xapi import INTERACTIONS, statements, written
from indexer.clauses import HandbookError

IRI = re.compile(r"(https?://[^\s]+|urn:uuid:[0-9a-f-]{36}\S*)")


@pytest.fixture
def learned(office: Office) -> Office:
    """Zhang signs a section, then answers every question of an exam rightly."""
    who = office.who("zhang")
    acknowledging.sign(office.bench, who, "2.1", PASSWORD, office.now, office.later(minutes=5))
    running = sitting.start(office.bench, who, Offer("岗位考试　维修工", post="维修工", number=5), office.now)
    for place, text in enumerate(running.plan["questions"], 1):
        key = json.loads(text)["key"]
        given = f"{key['value']}{key['unit']}" if isinstance(key, dict) else key
        sitting.save(office.bench, who, running.id, place, given, office.later(seconds=20))
    sitting.submit(office.bench, who, running.id, office.later(minutes=3))
    return office


def made(office: Office, **options: str) -> list[dict]:
    ledger = office.bench.records.ledger
    return statements(ledger.entries(), ledger="L", original=ledger.entry, **options)


def test_signing_gives_one_statement_and_a_sitting_one_an_answer_and_two(learned):
    verbs = [one["verb"]["id"].rpartition("/")[2] for one in made(learned)]
    assert verbs == ["experienced", "completed", "passed", *["answered"] * 5]


def test_the_score_is_that_of_the_ledger(learned):
    passed = made(learned)[2]
    (entry,) = learned.bench.records.ledger.entries(kind="sitting")
    assert passed["result"]["score"] == {"scaled": 1.0, "raw": 100.0, "min": 0, "max": 100}
    assert passed["result"]["success"] is True
    assert passed["context"]["extensions"][_entry_key(passed)] == {
        "seq": entry.seq,
        "digest": entry.digest,
    }
    assert passed["timestamp"] == entry.at
    assert passed["context"]["revision"] == entry.edition


def _entry_key(statement: dict) -> str:
    return next(key for key in statement["context"]["extensions"] if key.endswith("/xapi/entry"))


def test_an_answer_carries_its_question_its_clause_and_the_right_response(learned):
    for one in made(learned)[3:]:
        definition = one["object"]["definition"]
        assert definition["interactionType"] in INTERACTIONS.values()
        assert one["result"] == {"success": True, "response": definition["correctResponsesPattern"][0]}
        (clause,) = next(v for k, v in one["context"]["extensions"].items() if k.endswith("/clauses"))
        assert clause["fingerprint"].startswith("sha256:")
        if definition["interactionType"] in ("choice", "sequencing"):
            ids = {choice["id"] for choice in definition["choices"]}
            assert set(one["result"]["response"].split("[,]")) <= ids


def test_every_identifier_is_an_absolute_iri_and_every_statement_has_its_own_uuid(learned):
    found = made(learned, site="https://handbook.example/book/")
    assert len({UUID(one["id"]) for one in found}) == len(found)
    for one in found:
        for address in (one["verb"]["id"], one["object"]["id"], one["actor"]["account"]["homePage"]):
            assert IRI.fullmatch(address)
        assert all(IRI.fullmatch(key) for key in one["context"]["extensions"])
        assert one["object"]["id"].startswith("https://handbook.example/book/")


def test_the_same_entries_give_the_same_statements(learned):
    assert made(learned) == made(learned)


def test_nobody_is_named(learned):
    text = json.dumps(made(learned), ensure_ascii=False)
    assert "张三" not in text and "zhang" not in text
    assert learned.who("zhang").id in text


def test_one_persons_statements_alone(learned):
    assert made(learned, person=learned.who("qian").id) == []
    assert len(made(learned, person=learned.who("zhang").id)) == 8


def test_an_existing_file_is_never_replaced(learned, tmp_path: Path):
    path = tmp_path / "statements.json"
    written(made(learned), path)
    kept = path.read_bytes()
    with pytest.raises(HandbookError, match="已经存在"):
        written([], path)
    assert path.read_bytes() == kept
    assert len(json.loads(kept)) == 8


def test_a_correction_voids_every_statement_of_what_it_corrects(learned):
    (entry,) = learned.bench.records.ledger.entries(kind="sitting")
    before = [one["id"] for one in made(learned) if one["verb"]["id"].rpartition("/")[2] != "experienced"]
    wang = learned.who("wang")
    made_by = correct(learned.bench, wang, entry.seq, "person", "代考", PASSWORD, learned.now)
    voided = [one for one in made(learned) if one["verb"]["id"].endswith("/voided")]
    assert [one["object"] for one in voided] == [{"objectType": "StatementRef", "id": one} for one in before]
    assert {one["actor"]["account"]["name"] for one in voided} == {wang.id}
    ledger = learned.bench.records.ledger
    later = statements(ledger.entries(after=made_by.seq - 1), ledger="L", original=ledger.entry)
    assert later == voided, "what was exported before is voided later"
