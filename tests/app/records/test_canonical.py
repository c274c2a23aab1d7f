"""The bytes under a seal are RFC 8785's, whoever writes them."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.records.canonical import canonical_bytes, check_value, read_canonical
from app.records.errors import RecordsError
from app.records.merkle import Tree

keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
leaves = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)


@given(values)
def test_bytes_are_those_of_an_independent_implementation(value):
    check_value(value)
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(values)
def test_what_is_written_reads_back_the_same(value):
    assert read_canonical(canonical_bytes(value).decode()) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"score": 91.5}, "float"),
        ({"n": 2**53}, "太大"),
        ({"分数": 1}, "不是 ASCII"),
        ({1: "x"}, "不是 ASCII"),
        ({"text": "\ud800"}, "代理字符"),
        ({"when": object()}, "不能入账"),
    ],
)
def test_what_has_no_exact_form_is_refused(value, words):
    with pytest.raises(RecordsError, match=words):
        check_value(value)


def test_bottomless_nesting_is_refused():
    value: list[object] = []
    for _ in range(100):
        value = [value]
    with pytest.raises(RecordsError, match="嵌套"):
        check_value(value)


@pytest.mark.parametrize(
    "text", ['{"b":1,"a":2}', '{"a": 1}', '{"a":1.0}', '{"a":NaN}', '{"a":1,"a":1}', "{"]
)
def test_a_text_that_is_not_canonical_is_noticed(text):
    with pytest.raises(ValueError):
        read_canonical(text)


def test_tree_roots_are_those_of_certificate_transparency():
    # test vectors of google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc
    leaves = ["", "\x00", "\x10", " !", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno"]
    roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    assert [Tree(leaves[: n + 1]).root() for n in range(8)] == roots
    assert Tree().root() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
