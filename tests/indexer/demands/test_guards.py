"""A guarded rule finds exactly what its pattern finds, only sooner."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import indexer.demands
from benchmarks.demands import TUNED_ON, load
from indexer.demands.guards import Guarded, led
from indexer.demands.signs import DIGIT, firsts, lasts, needed, tree_of


def rules() -> dict[str, Guarded]:
    """Every guarded rule of the package by its name."""
    found: dict[str, Guarded] = {}
    for info in pkgutil.iter_modules(indexer.demands.__path__):
        module = importlib.import_module(f"indexer.demands.{info.name}")
        for name, value in vars(module).items():
            if isinstance(value, Guarded):
                found[f"{info.name}.{name}"] = value
            elif isinstance(value, tuple):
                for at, part in enumerate(value):
                    part = part[-1] if isinstance(part, tuple) and part else part
                    if isinstance(part, Guarded):
                        found[f"{info.name}.{name}.{at}"] = part
    return found


RULES = rules()


def agree(rule: Guarded, text: str) -> bool:
    plain = re.compile(rule.pattern, rule.flags)

    def spans(found: object) -> object:
        return found.span() if isinstance(found, re.Match) else None

    return (
        spans(rule.search(text)) == spans(plain.search(text))
        and spans(rule.match(text)) == spans(plain.match(text))
        and spans(rule.match(text, 2)) == spans(plain.match(text, 2))
        and [found.span() for found in rule.finditer(text)]
        == [found.span() for found in plain.finditer(text)]
    )


@pytest.fixture(scope="module")
def texts() -> list[str]:
    sentences = [sentence["text"] for part in TUNED_ON for sentence in load(part)]
    clauses = [clause for text in sentences for clause in re.split("[，。；：]", text)]
    return list(dict.fromkeys([*sentences, *clauses]))[::3]


def test_there_are_rules_to_guard() -> None:
    assert len(RULES) > 100


@pytest.mark.parametrize("name", sorted(RULES))
def test_rule_finds_in_sentences_what_its_pattern_finds(name: str, texts: list[str]) -> None:
    assert [text for text in texts if not agree(RULES[name], text)] == []


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_rule_finds_in_any_text_what_its_pattern_finds(data: st.DataObject) -> None:
    rule = RULES[data.draw(st.sampled_from(sorted(RULES)))]
    words = [*re.findall(r"[一-鿿]{1,4}", rule.pattern), "，", "1", "１", "\n", "X"]
    assert agree(rule, "".join(data.draw(st.lists(st.sampled_from(words), max_size=6))))


@pytest.mark.parametrize(
    ("pattern", "begins", "ends", "needs"),
    [
        ("处以.{0,8}罚款|没收", {"处", "没"}, None, {"罚款", "没收"}),
        ("(?:后|之前)$", {"后", "之"}, {"后", "前", "\n"}, {"后", "之前"}),
        ("(?:在)?报警", {"在", "报"}, None, {"报警"}),
        (r"\d+人|[两三]名", {DIGIT, "两", "三"}, None, {DIGIT, "名"}),
        ("[^的]者", None, None, {"者"}),
        ("(?:甲|.)乙*", None, None, None),
        ("甲?", None, None, None),
        ("(?!不).{2,}?(?=时)", None, None, {"时"}),
    ],
)
def test_guard_is_read_from_the_pattern(
    pattern: str, begins: set[str] | None, ends: set[str] | None, needs: set[str] | None
) -> None:
    tree = tree_of(pattern)
    assert (firsts(tree), lasts(tree)) == (begins, ends)
    assert needed(tree) == needs


def test_letters_of_any_case_are_found() -> None:
    rule = Guarded("copyright|cookies?|目录", re.IGNORECASE)
    assert [
        bool(rule.search(text)) for text in ("COPYRIGHT 2026", "Cookie", "coo\u212aies", "目录", "保洁")
    ] == [
        True,
        True,
        True,
        True,
        False,
    ]


def test_leading_character_is_asked_for_first() -> None:
    pattern = led("在|每(?!个)")
    assert pattern.pattern.startswith("(?=[") and [
        found[0] for found in pattern.finditer("每日在岗每个")
    ] == ["每", "在"]
