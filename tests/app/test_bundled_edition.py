"""The handbook that comes with the program is an issued edition: its text is that of its newest manifest."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from indexer.clauses import Handbook
from indexer.editions import Manifest, edition_key, fingerprints_of, read_manifests
from indexer.reading import load_handbook

FOLDER = Path(__file__).parent.parent.parent / "handbook"
REMEDY = "write it with: handbook issue --edition A/0 --manifest-only (later editions: handbook issue)"


@pytest.fixture(scope="module")
def manifests() -> tuple[Manifest, ...]:
    return read_manifests(FOLDER)


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return load_handbook(FOLDER)


def test_it_has_a_manifest_and_differs_from_the_newest_in_no_clause(
    handbook: Handbook, manifests: tuple[Manifest, ...]
):
    assert manifests, REMEDY
    now, issued = fingerprints_of(handbook), manifests[-1].fingerprints
    different = sorted(one for one in {*now, *issued} if now.get(one) != issued.get(one))
    assert different == [], REMEDY
    assert handbook.edition == manifests[-1].edition


def test_front_matter_names_no_later_edition_and_the_newest_where_something_changed(
    handbook: Handbook, manifests: tuple[Manifest, ...]
):
    assert manifests, REMEDY
    newest = manifests[-1]
    changed = {change.clause for change in newest.changes}
    for section in handbook.sections:
        assert edition_key(section.edition) <= edition_key(newest.edition), section.file
        if any(str(clause.id) in changed for clause in section.clauses):
            assert section.edition == newest.edition, section.file


def test_each_edition_is_linked_to_the_one_before_clause_by_clause(manifests: tuple[Manifest, ...]):
    assert manifests, REMEDY
    assert manifests[0].changes == ()
    for before, after in pairwise(manifests):
        old = {one.id: one.fingerprint for one in before.clauses if not one.withdrawn}
        new = {one.id: one.fingerprint for one in after.clauses if not one.withdrawn}
        links = {
            change.clause: (change.old, change.new) for change in after.changes if change.kind != "moved"
        }
        differing = {one for one in {*old, *new} if old.get(one) != new.get(one)}
        assert {one: (old.get(one), new.get(one)) for one in differing} == {
            one: link for one, link in links.items() if link[0] != link[1]
        }
