"""Many patterns asked at once find what each of them finds by itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.demands import TUNED_ON, load
from indexer.demands import boilerplate, dismissals, signs, tellings
from indexer.demands.alternatives import FirstOf, split
from indexer.demands.guards import Guarded

RULES: dict[str, list[tuple[str, Guarded]]] = {
    "dismissed": [*dismissals.DISMISSALS, *tellings.TELLINGS],
    "fact": [("fact", dismissals._FACT), ("told", tellings.TOLD)],
    "notice": [("notice", rule) for rule in (boilerplate._FORMS, *boilerplate._NOTICES)],
    "numbers": [("digit", Guarded(r"\d{2}年|第\d条")), ("any", Guarded(r"[^甲]乙$|^丙?丁?$"))],
}
ASKED = {name: FirstOf(rules) for name, rules in RULES.items()}


def one_by_one(rules: list[tuple[str, Guarded]], text: str) -> str | None:
    return next((label for label, rule in rules if re.search(rule.pattern, text, rule.flags)), None)


@pytest.mark.parametrize("name", sorted(RULES))
def test_sentences_get_the_label_of_the_first_rule_that_is_found(name: str) -> None:
    texts = [sentence["text"] for part in TUNED_ON for sentence in load(part)]
    assert [text for text in texts if ASKED[name](text) != one_by_one(RULES[name], text)] == []


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_text_gets_the_label_of_the_first_rule_that_is_found(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(RULES)))
    pattern = data.draw(st.sampled_from(RULES[name]))[1].pattern
    words = [*re.findall(r"[一-鿿]{1,4}", pattern), "，", "1", "２", "\u0663", "。", "\n", "Copyright"]
    text = "".join(data.draw(st.lists(st.sampled_from(words), max_size=7)))
    assert ASKED[name](text) == one_by_one(RULES[name], text)


def test_alternatives_are_cut_where_no_bracket_encloses_them() -> None:
    pattern = r"甲(?:乙|丙)|[|)\]]丁|\(戊\||(?<!己|庚)辛"
    assert list(split(pattern)) == [r"甲(?:乙|丙)", r"[|)\]]丁", r"\(戊\|", "(?<!己|庚)辛"]


def test_rules_are_found_where_patterns_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "parser", None)
    rule = Guarded("(?:处以|并处).{0,8}罚款|没收$")
    asked = FirstOf([("罚则", rule), ("定义", Guarded("是指"))])
    assert [bool(rule.search(text)) for text in ("并处一千元罚款", "予以没收", "每日巡查")] == [
        True,
        True,
        False,
    ]
    assert [asked(text) for text in ("并处一千元罚款", "电工是指", "每日巡查")] == ["罚则", "定义", None]
