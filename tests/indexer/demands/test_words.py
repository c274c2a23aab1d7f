"""The word lists: each is read, and a word added there is understood without a line of code."""

from __future__ import annotations

import re

import pytest

from indexer.demands.agents import is_agent
from indexer.demands.authorities import is_authority
from indexer.demands.boilerplate import is_boilerplate
from indexer.demands.extract import extract_text
from indexer.demands.limits import find_limits
from indexer.demands.modality import find_forces
from indexer.demands.verbs import opens_with_verb
from indexer.demands.words import FOLDER, one_of, word_list

LISTS = {
    "posts": ("names", "suffixes", "not", "not_alone", "only_whole", "customers", "authorities"),
    "triggers": ("must", "must_not", "should", "may", "skip"),
    "units": ("time", "quantity", "measure"),
    "boilerplate": ("notices", "forms"),
    "verbs": ("verbs", "single", "nouny"),
}


def test_every_list_is_known_here() -> None:
    assert set(LISTS) <= {path.stem for path in FOLDER.glob("*.yml")}


@pytest.mark.parametrize(("file", "key"), [(file, key) for file, keys in LISTS.items() for key in keys])
def test_list_holds_words(file: str, key: str) -> None:
    assert all(word.strip() for word in word_list(file, key))


@pytest.mark.parametrize("word", word_list("posts", "names"))
def test_every_name_can_act(word: str) -> None:
    assert is_agent(word)


@pytest.mark.parametrize(
    "word", [word for word in word_list("posts", "authorities") if word.endswith(("部门", "机关", "法院"))]
)
def test_every_authority_is_one(word: str) -> None:
    assert is_authority(word)


@pytest.mark.parametrize("word", word_list("triggers", "skip"))
def test_no_skipped_word_is_a_force(word: str) -> None:
    assert not [force for force in find_forces(f"甲{word}乙") if force.word not in word or force.word == word]


@pytest.mark.parametrize("unit", [*word_list("units", "time"), *word_list("units", "measure")])
def test_every_unit_makes_a_limit(unit: str) -> None:
    assert find_limits(f"应不超过5{unit}。"), unit


def test_every_verb_opens_an_instruction() -> None:
    verbs = [verb for verb in word_list("verbs", "verbs") if len(verb) > 1]
    assert [verb for verb in verbs if opens_with_verb(f"{verb}小区围墙") is None] == []


@pytest.mark.parametrize("key", ["notices", "forms"])
def test_every_pattern_of_boilerplate_compiles(key: str) -> None:
    for pattern in word_list("boilerplate", key):
        re.compile(pattern)


def test_notices_and_forms_are_no_provisions() -> None:
    for line in (
        "版权所有，未经许可不得转载。",
        "姓名：________　部门：________",
        "上一篇：门岗管理",
        "第 3 页 共 9 页",
    ):
        assert is_boilerplate(line), line
        assert extract_text(line) == ()


def test_longer_words_win() -> None:
    assert re.match(one_of(["应", "应当"]), "应当巡查")[0] == "应当"  # type: ignore[index]
