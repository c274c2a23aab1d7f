"""The pure rules of the gate, held against anything."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web import rules

SNEAKY = st.text(alphabet="/\\:%abE.@?#\t\n\r auth25c0", max_size=30)


@given(st.one_of(st.none(), SNEAKY, st.text(max_size=400), SNEAKY.map(lambda tail: "/" + tail)))
def test_after_signing_in_one_stays_on_this_site(address):
    chosen = rules.safe_next(address)
    plain = unquote(chosen)
    assert chosen.startswith("/") and not plain.startswith(("//", "/\\", "/auth"))
    assert not urlsplit(plain).netloc and plain.isprintable()


@pytest.mark.parametrize("address", ["/learning", "/search?q=1", "/记录", "/a/b"])
def test_a_page_of_ours_is_kept(address):
    assert rules.safe_next(address) == address


@given(st.text(max_size=40))
def test_no_host_header_stops_the_gate(host):
    assert rules.host_allowed(host, {"localhost"}) in (True, False)


@given(st.text(max_size=40), st.text(max_size=20))
def test_a_token_of_one_form_or_browser_is_no_other(secret, form):
    token = rules.form_token(secret, form)
    assert rules.form_token_right(secret, form, token) is bool(secret)
    assert not rules.form_token_right(secret + "x", form, token)
    assert not rules.form_token_right(secret, form + "x", token)


def test_a_token_with_foreign_letters_is_wrong_and_no_error():
    assert not rules.form_token_right("s", "login", "令牌")


def test_a_bucket_fills_evenly():
    limit = rules.RateLimit(60)
    assert all(limit.allow("a", 0.0) for _ in range(60))
    assert not limit.allow("a", 0.5)
    assert limit.allow("a", 1.6) and not limit.allow("a", 1.7)
    assert limit.allow("b", 0.0)


def test_a_bucket_forgets_the_oldest_keys():
    limit = rules.RateLimit(1, keys=2)
    for key in "abc":
        limit.allow(key, 0.0)
    assert limit.allow("a", 0.0)
