"""The word of force in a sentence: where 应, 不应, 宜 stand, and not 应急, 供应, 需求."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from indexer.demands.model import Modality
from indexer.demands.words import one_of, word_list

_PAIRS = re.compile(r"《[^《》]*》|“[^“”]*”|「[^「」]*」|\[[^\[\]]*\]|（[^（）]*）")
_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Modal:
    """One word of force: its place in the sentence and its strength."""

    start: int
    end: int
    word: str
    modality: Modality


def compact(text: str) -> str:
    """Wording without the spaces beside Chinese characters: ``应在 4 小时内`` becomes ``应在4小时内``."""
    return _SPACE.sub("", text).strip()


@cache
def _table() -> tuple[re.Pattern[str], dict[str, Modality]]:
    strength: dict[str, Modality] = {}
    names: tuple[Modality, ...] = ("may", "should", "must", "must_not")
    for name in names:
        strength.update(dict.fromkeys(word_list("triggers", name), name))
    words = {*strength, *word_list("triggers", "skip")}
    # 理应 is a word of force, but not in 项目经理应
    pattern = one_of(words - {"理应"})
    # and 应当天更换 is 应 + 当天, 应收集 is 应 + 收集
    today = "应(?=当(?:天|日|班|月|年|场|面|事人|值)|收(?:集|回|齐|取|到|存)|约(?:谈|束|定))"
    # and 标本应送检 is 标本 + 应
    sample = "(?<=[标样文版范课副])本(?=应)"
    # and 音响应调试 is 音响 + 应
    sound = "(?<=音)响(?=应)"
    return re.compile(rf"(?:(?<![经管助受审办])理应|{sample}|{sound}|{today}|{pattern})"), strength


def _whole(found: re.Match[str], text: str, modality: Modality) -> Modal:
    """一律不 with the 准 that follows; 不得 without the 以 of 以任何理由."""
    end = found.end()
    if found[0].endswith("不") and text[end : end + 1] in tuple("准许得应予能可"):
        end += 1
    if found[0] == "不得以" or (found[0].endswith("再") and text[end : end + 1] in tuple("次生")):
        end -= 1
    return Modal(found.start(), end, text[found.start() : end], modality)


def modal_in(text: str, modality: Modality) -> Modal | None:
    """The first word of that strength outside quotation marks and brackets.

    >>> modal_in("应急照明应每月切换1次", "must").start
    4
    """
    pattern, strength = _table()
    hidden = _PAIRS.sub(lambda found: "＊" * len(found[0]), text)
    for found in pattern.finditer(hidden):
        if strength.get(found[0]) == modality:
            return _whole(found, hidden, modality)
    return None
