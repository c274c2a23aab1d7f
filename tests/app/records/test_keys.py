"""The signing key is its owner's alone, and can be replaced without losing trust."""

from __future__ import annotations

import stat

import pytest

from app.records.errors import RecordsError
from app.records.keys import KeyRing, read_public_keys
from app.records.ledger import Ledger
from app.records.verify import verify
from tests.app.records.conftest import acknowledge


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path):
    ring = KeyRing.open(tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    secret = next((tmp_path / "keys").glob("*.key.pem"))
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert KeyRing.open(tmp_path / "keys").current().id == ring.current().id


@pytest.mark.parametrize(("pattern", "mode"), [("*.key.pem", 0o640), (".", 0o755)])
def test_keys_that_others_may_read_are_refused(tmp_path, pattern, mode):
    KeyRing.open(tmp_path / "keys")
    spoiled = tmp_path / "keys" if pattern == "." else next((tmp_path / "keys").glob(pattern))
    spoiled.chmod(mode)
    with pytest.raises(RecordsError, match=f"权限是 {mode:o}"):
        KeyRing.open(tmp_path / "keys")


def test_a_damaged_key_is_refused_in_a_sentence(tmp_path):
    ring = KeyRing.open(tmp_path / "keys")
    next((tmp_path / "keys").glob("*.key.pem")).write_text("nothing")
    with pytest.raises(RecordsError, match="读不出来"):
        ring.current()


def test_a_new_key_signs_from_its_entry_on(ledger, place, anchor, keys):
    before = ledger.checkpoint().key
    acknowledge(ledger)
    ledger.rotate_key()
    acknowledge(ledger)
    assert ledger.checkpoint().key != before
    assert verify(place, anchor, keys).anchored_to == ledger.length()


def test_another_keys_folder_is_refused_until_the_loss_is_declared(tmp_path, anchor):
    Ledger.open(tmp_path / "l.db", tmp_path / "keys", anchors=[anchor]).close()
    with pytest.raises(RecordsError, match="没有这本账用过的签名密钥"):
        Ledger.open(tmp_path / "l.db", tmp_path / "other", anchors=[anchor])
    ledger = Ledger.open(tmp_path / "l.db", tmp_path / "other", anchors=[anchor], key_lost=True)
    ledger.checkpoint()
    ledger.close()
    assert verify(tmp_path / "l.db", anchor).first_break.kind == "anchor"
    assert verify(tmp_path / "l.db", anchor, tmp_path / "other").ok


def test_a_file_without_a_public_key_is_said_to_hold_none(tmp_path):
    (tmp_path / "k.pem").write_text("hello")
    with pytest.raises(RecordsError, match="没有公钥"):
        read_public_keys(tmp_path / "k.pem")
    with pytest.raises(RecordsError, match="读不出来"):
        read_public_keys(tmp_path / "missing.pem")
