"""Every change to a ledger file is found and located, by two verifiers that were written apart."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.records.canonical import canonical_text
from app.records.entry import COLUMNS, Entry, seal
from app.records.errors import RecordsError
from app.records.keys import SigningKey, public_pem
from app.records.ledger import Ledger
from app.records.moving import export
from app.records.standalone import verify_ledger
from app.records.verify import Verification, verify
from tests.app.records.conftest import FINGERPRINT, OTHER, WHO, Hands, acknowledge


@dataclass
class Book:
    """A ledger file at rest with its anchor and keys; `ledger.db` may be spoiled freely."""

    db: Path
    anchor: Path
    public: Path
    length: int
    anchored: int

    def rows(self) -> list[list[object]]:
        with closing(sqlite3.connect(self.db)) as conn:
            return [
                list(row) for row in conn.execute(f"SELECT {', '.join(COLUMNS)} FROM ledger ORDER BY seq")
            ]

    def run(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        """Do to the file what its triggers forbid."""
        with closing(sqlite3.connect(self.db)) as conn:
            for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                conn.execute(f"DROP TRIGGER {name}")
            for statement, values in statements:
                conn.execute(statement, values)
            conn.commit()

    def write(self, rows: list[list[object]]) -> None:
        """Replace the whole table."""
        insert = f"INSERT INTO ledger ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
        self.run(("DELETE FROM ledger", ()), *((insert, tuple(row)) for row in rows))

    def verdict(self) -> Verification:
        """What both verifiers say, which must be the same."""
        ours = verify(self.db, self.anchor, self.public)
        theirs = verify_ledger.verify(self.db, [self.anchor], self.public)
        assert _gist(ours.as_json()) == _gist(theirs)
        return ours

    def broken(self) -> tuple[int, str]:
        found = self.verdict().first_break
        assert found is not None, "nothing was found"
        return found.seq, found.kind


def _gist(result: dict[str, object]) -> dict[str, object]:
    broken = result["first_break"]
    return {**result, "first_break": broken and (broken["seq"], broken["kind"])}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Sixteen entries of many kinds, the last two not anchored."""
    folder = tmp_path_factory.mktemp("book")
    hands = Hands()
    anchor = folder / "anchors.jsonl"
    ledger = Ledger.open(folder / "ledger.db", folder / "keys", anchors=[anchor], clock=hands.clock())
    acknowledge(ledger)
    acknowledge(ledger, private={"remark": "张三的备注"})
    ledger.append("correction", WHO, {"corrects": 2, "reason": "小节写错"})
    ledger.checkpoint()
    ledger.append(
        "sitting", WHO, {"person": WHO, "paper": "s-1", "score": 9150, "passed": True, "answers": [1, 2]}
    )
    hands.at -= timedelta(hours=1)
    acknowledge(ledger)  # and the clock's note before it
    ledger.append("practical_check", OTHER, {"person": WHO, "result": "合格"}, private={"remark": "很熟练"})
    ledger.rotate_key()
    ledger.append(
        "export", OTHER, {"what": "ledger"}, clauses=[("1.1-01", FINGERPRINT), ("1.1-02", FINGERPRINT)]
    )
    ledger.erase(WHO, OTHER, "离职")
    acknowledge(ledger, private={"remark": "新的备注"})
    ledger.checkpoint()
    acknowledge(ledger)
    acknowledge(ledger)
    length = ledger.length()
    public = folder / "public.pem"
    public.write_bytes(b"".join(public_pem(raw) for raw in ledger.anchoring.ring().public_keys().values()))
    ledger.close()
    return Book(folder / "ledger.db", anchor, public, length, length - 2)


@pytest.fixture
def book(written: Book, tmp_path: Path) -> Book:
    """A copy to spoil."""
    db, anchor = tmp_path / "ledger.db", tmp_path / "anchors.jsonl"
    shutil.copyfile(written.db, db)
    shutil.copyfile(written.anchor, anchor)
    return Book(db, anchor, written.public, written.length, written.anchored)


def resealed(rows: list[list[object]], start: int = 0) -> list[list[object]]:
    """Number, chain and seal rows anew from `start`, as whoever has the program could."""
    done = [list(row) for row in rows]
    for place in range(start, len(done)):
        done[place][0] = place + 1
        if place:
            done[place][10] = done[place - 1][11]
        done[place][11] = seal(Entry.from_row(done[place]).body())
    return done


def test_an_honest_ledger_verifies_and_says_how_far_it_is_anchored(book):
    found = book.verdict()
    assert (found.entries, found.ok, found.anchored_to) == (book.length, True, book.anchored)
    assert any(f"从第 {book.anchored + 1} 条起还没有锚定" in note for note in found.notes)


def test_without_an_anchor_the_limits_are_said(book):
    found = verify(book.db)
    assert (found.ok, found.anchored_to) == (True, None)
    assert any("没有给出锚点文件" in note for note in found.notes)


def _edits(value: object) -> list[object]:
    if isinstance(value, int):
        return [value + 100, -value, 0]
    text = str(value)
    spoiled: list[object] = [text + "x", " " + text, None, b"\xff", 7, text[:-1] + "\u200b"]
    spoiled += [text.replace('"', "'"), text.replace(":", ": "), text.swapcase(), text[:-1], ""]
    if text.startswith("{"):
        spoiled += ['{"a":0,' + text[1:], text[:-1] + ',"a":1.5}', "null", "[" * 5000]
    return [one for one in spoiled if one != value]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_edit_of_one_field_is_found_at_its_entry(book, column):
    rows = book.rows()
    tried = 0
    for row in rows:
        for value in _edits(row[COLUMNS.index(column)]):
            if column in ("seq",) and value == 0 and row[0] == 1:
                continue
            try:
                book.run((f"UPDATE ledger SET {column} = ? WHERE seq = ?", (value, row[0])))
            except sqlite3.IntegrityError:
                continue  # the table itself refuses it
            seq, _ = book.broken()
            assert seq == (row[0] if column != "seq" or value > 0 else 1), (row[0], value)
            tried += 1
            book.write(rows)
    assert tried >= len(rows)


def test_an_edit_that_is_sealed_anew_is_found_at_the_next_entry(book):
    rows = book.rows()
    for place in range(1, len(rows) - 1):
        spoiled = [list(row) for row in rows]
        spoiled[place][5] = "另一小区"
        spoiled[place][11] = seal(Entry.from_row(spoiled[place]).body())
        book.write(spoiled)
        # an anchor at this very entry finds it first
        assert book.broken() in [(place + 2, "unlinked"), (place + 1, "resealed")]


def test_every_deletion_of_an_entry_is_found_where_it_was(book):
    rows = book.rows()
    for place in range(len(rows) - 1):
        book.write(rows[:place] + rows[place + 1 :])
        assert book.broken() == (place + 1, "missing")


def test_every_swap_of_two_entries_is_found_at_the_first(book):
    rows = book.rows()
    for one in range(len(rows)):
        for other in range(one + 1, len(rows)):
            swapped = [list(row) for row in rows]
            swapped[one], swapped[other] = list(rows[other]), list(rows[one])
            swapped[one][0], swapped[other][0] = one + 1, other + 1
            book.write(swapped)
            assert book.broken() == (one + 1, "altered")


def test_every_insertion_is_found_where_it_was_made(book):
    rows = book.rows()
    for place in range(1, len(rows)):
        longer = [list(row) for row in (*rows[:place], rows[place - 1], *rows[place:])]
        for number, row in enumerate(longer, 1):
            row[0] = number
        book.write(longer)
        assert book.broken() == (place + 1, "altered")


def test_every_insertion_that_is_sealed_and_linked_is_found_right_after_it(book):
    rows = book.rows()
    for place in range(1, len(rows)):
        longer = [list(row) for row in (*rows[:place], rows[1], *rows[place:])]
        longer[place][2] = longer[place - 1][2]
        longer = resealed(longer[: place + 1], place) + longer[place + 1 :]
        for number, row in enumerate(longer, 1):
            row[0] = number
        book.write(longer)
        assert book.broken() in [(place + 2, "altered"), (place + 1, "resealed")]


def test_every_cut_of_the_tail_down_to_the_anchor_is_found(book):
    for keep in range(book.anchored):
        book.run(("DELETE FROM ledger WHERE seq > ?", (keep,)))
        assert book.broken() == ((keep + 1, "truncated") if keep else (0, "empty")), keep
        book.write(_original(book))


def test_a_cut_after_the_newest_anchor_is_beyond_what_can_be_known_and_said_to_be(book):
    book.run(("DELETE FROM ledger WHERE seq > ?", (book.anchored + 1,)))
    found = book.verdict()
    assert (found.ok, found.anchored_to) == (True, book.anchored)
    assert any("还没有锚定" in note for note in found.notes)


def test_a_ledger_rewritten_and_sealed_anew_throughout_is_found_against_the_anchor(book):
    rows = book.rows()
    for place in range(1, book.anchored):
        if rows[place][1] == "key":
            continue
        spoiled = [list(row) for row in rows]
        spoiled[place][5] = "另一小区"
        book.write(resealed(spoiled, place))
        seq, kind = book.broken()
        assert kind == "resealed"
        assert seq >= place + 1


def test_an_old_copy_that_went_on_by_itself_is_found_against_the_anchor(book):
    rows = book.rows()
    forged = [list(row) for row in rows[:6]] + [list(rows[-1]) for _ in range(20)]
    book.write(resealed(forged, 6))
    book.run(("DELETE FROM checkpoints WHERE length > 6", ()))
    assert book.broken()[1] == "resealed"


def test_an_emptied_ledger_is_no_success(book):
    book.write([])
    assert book.broken() == (0, "empty")


# --- words beside the chain


@pytest.mark.parametrize("column", ["seq", "field", "subject", "salt", "text", "commitment"])
def test_every_edit_of_a_personal_word_is_found_at_its_entry(book, column):
    with closing(sqlite3.connect(book.db)) as conn:
        kept = conn.execute("SELECT commitment, seq FROM private_texts").fetchall()
    assert len(kept) == 1
    for sealed, seq in kept:
        book.run((f"UPDATE private_texts SET {column} = ? WHERE commitment = ?", ("77", sealed)))
        assert book.broken() == (seq, "private")


def test_a_personal_word_removed_without_an_erasure_is_found(book):
    book.run(("DELETE FROM private_texts", ()))
    seq, kind = book.broken()
    assert (kind, seq) == ("private", book.anchored)  # the last one anchored has a remark


# --- checkpoints and anchors


def test_a_checkpoint_removed_from_the_database_is_noted(book):
    book.run(("DELETE FROM checkpoints WHERE length = 1", ()))
    found = book.verdict()
    assert any("长度 1 的检查点不在数据库里" in note for note in found.notes)


def test_a_checkpoint_that_is_no_text_is_found(book):
    book.run(("UPDATE checkpoints SET head = x'ff00' WHERE length = 1", ()))
    assert book.broken() == (1, "checkpoint")


@pytest.mark.parametrize("column", ["head", "root", "at", "key", "signature"])
def test_every_edit_of_a_checkpoint_in_the_database_is_found(book, column):
    newest = f"(SELECT {column} FROM checkpoints WHERE length = {book.anchored})"
    book.run(
        (f"UPDATE checkpoints SET {column} = 'z' || substr({newest}, 2) WHERE length = {book.anchored}", ())
    )
    assert book.broken()[1] == "checkpoint"


def test_every_changed_byte_of_an_anchor_file_is_found_or_shortens_what_it_vouches_for(book):
    good = book.anchor.read_bytes()
    start = good.rstrip(b"\n").rfind(b"\n") + 1
    for place in range(start, len(good) - 1):
        book.anchor.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        found = book.verdict()
        assert not found.ok, place
        assert found.first_break.kind in ("anchor", "truncated", "resealed"), place


def test_an_unfinished_last_line_is_left_out(book):
    with book.anchor.open("a") as file:
        file.write('{"at":"2026-12-01T')
    assert book.verdict().ok


def test_an_anchor_of_another_ledger_is_refused(book, tmp_path):
    other = Ledger.open(
        tmp_path / "o" / "ledger.db", tmp_path / "o" / "keys", anchors=[tmp_path / "o" / "a.jsonl"]
    )
    other.close()
    book.anchor = tmp_path / "o" / "a.jsonl"
    assert book.broken() == (0, "anchor")


def test_a_whole_forgery_with_a_key_of_its_own_is_found_by_the_public_key(book, tmp_path):
    forged = Ledger.open(
        tmp_path / "f" / "ledger.db", tmp_path / "f" / "keys", anchors=[tmp_path / "f" / "a.jsonl"]
    )
    acknowledge(forged)
    forged.checkpoint()
    forged.close()
    book.db, book.anchor = tmp_path / "f" / "ledger.db", tmp_path / "f" / "a.jsonl"
    assert book.broken()[1] == "anchor"


def test_the_first_public_key_is_enough_after_a_rotation(book, written):
    with closing(sqlite3.connect(book.db)) as conn:
        payload = json.loads(conn.execute("SELECT payload FROM ledger WHERE seq = 1").fetchone()[0])
    book.public = book.db.with_name("first.pem")
    book.public.write_bytes(public_pem(bytes.fromhex(payload["public_key"])))
    found = book.verdict()
    assert (found.ok, found.anchored_to) == (True, book.anchored)


def test_a_rotation_that_the_old_key_did_not_sign_is_found(book):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    rows = book.rows()
    place = next(n for n, row in enumerate(rows) if row[1] == "key")
    payload = json.loads(str(rows[place][9]))
    stranger = SigningKey(Ed25519PrivateKey.generate())
    payload |= {"key": stranger.id, "public_key": stranger.public.hex()}
    rows[place][9] = canonical_text(payload)
    book.write(resealed(rows, place))
    assert (place + 1, "key") in [book.broken()] or book.broken()[1] == "resealed"
    found = verify(book.db, None, book.public).first_break
    assert (found.seq, found.kind) == (place + 1, "key")


# --- what is no ledger at all


@pytest.mark.parametrize("spoil", [lambda data: b"", lambda data: b"not a database" * 100])
def test_a_file_that_is_no_ledger_is_said_to_be_none(book, spoil: Callable[[bytes], bytes]):
    book.db.write_bytes(spoil(book.db.read_bytes()))
    with pytest.raises(RecordsError, match=r"没有账本|不是记录库"):
        verify(book.db)


def test_damaged_pages_never_pass(book):
    whole = book.db.read_bytes()
    for page in range(1, len(whole) // 4096):
        spoiled = bytearray(whole)
        spoiled[page * 4096 : page * 4096 + 512] = bytes(512)
        book.db.write_bytes(bytes(spoiled))
        try:
            found = verify(book.db, book.anchor, book.public)
        except RecordsError:
            continue
        intact = _readable(book.db) == _original(book)
        assert intact or not found.ok, page


def _readable(path: Path) -> list[list[object]]:
    with closing(sqlite3.connect(path)) as conn:
        try:
            return [
                list(row) for row in conn.execute(f"SELECT {', '.join(COLUMNS)} FROM ledger ORDER BY seq")
            ]
        except sqlite3.DatabaseError:
            return []


_ORIGINALS: dict[Path, list[list[object]]] = {}


def _original(book: Book) -> list[list[object]]:
    return _ORIGINALS[book.public.parent]


@pytest.fixture(autouse=True, scope="module")
def _remember(written: Book) -> None:
    _ORIGINALS[written.public.parent] = written.rows()


def test_an_export_verifies_by_itself(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.db", tmp_path / "keys", anchors=[tmp_path / "a.jsonl"])
    acknowledge(ledger, private={"remark": "备注"})
    ledger.checkpoint()
    for private in (True, False):
        folder = tmp_path / f"export-{private}"
        export(ledger, folder, private=private)
        result = verify_ledger.verify(folder, [tmp_path / "a.jsonl"], folder / "public-keys.pem")
        assert result == {"entries": 2, "ok": True, "first_break": None, "anchored_to": 2}
        lines = (folder / "entries.jsonl").read_text().replace("翠湖苑", "望江府")
        (folder / "entries.jsonl").write_text(lines)
        broken = verify_ledger.verify(folder, [tmp_path / "a.jsonl"], None)["first_break"]
        assert (broken["seq"], broken["kind"]) == (2, "altered")
    ledger.close()


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
payloads = st.dictionaries(
    st.text("abcdefgh_", min_size=1, max_size=6),
    words | st.integers(-(10**12), 10**12) | st.none(),
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(payloads, words, words), min_size=1, max_size=5))
def test_whatever_words_are_recorded_both_verifiers_accept_them(tmp_path_factory, recorded):
    folder = tmp_path_factory.mktemp("any")
    ledger = Ledger.open(folder / "ledger.db", folder / "keys", anchors=[folder / "a.jsonl"])
    for payload, meaning, remark in recorded:
        ledger.append(
            "inspection", WHO, {**payload, "checklist": "c", "results": []}, meaning=meaning, project=remark
        )
        ledger.append("export", WHO, {"what": "x"}, private={"remark": remark})
    ledger.checkpoint()
    ledger.close()
    found = Book(folder / "ledger.db", folder / "a.jsonl", folder / "keys", 0, 0)
    ours = verify(found.db, found.anchor, found.public)
    assert ours.ok, ours
    assert _gist(ours.as_json()) == _gist(verify_ledger.verify(found.db, [found.anchor], None))
