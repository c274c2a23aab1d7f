"""A prohibition as what must be absent: 不应占用 becomes 未占用, 不应有积水 becomes 无积水."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from indexer.demands.words import one_of, word_list

FOLDER = Path(__file__).resolve().parent / "words"


@cache
def words_of(key: str, file: str = "lines") -> tuple[str, ...]:
    """The words under `key` of ``checklists/words/lines.yml`` (or another file there).

    Raises:
        KeyError: There is no such key.
    """
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / f"{file}.yml").read_text("utf-8"))
    return tuple(str(word) for word in loaded[key])


@cache
def begins(key: str) -> re.Pattern[str]:
    """A pattern that matches what begins with one of the words under `key`; built once, for it is asked of every line."""
    return re.compile(one_of(words_of(key)))


@cache
def bound_after_not() -> re.Pattern[str]:
    """不得少于, 不应超过 …: a bound in the words of a prohibition."""
    bounds = one_of(words_of("bounds"))
    return re.compile(rf"(?:严禁|禁止|不(?:得|应当|应该|应|能|可|准|许|允许))(?:再)?(?P<bound>{bounds})")


@cache
def _an_act() -> re.Pattern[str]:
    """A verb of two characters near the beginning, or a short one at it: 带电检修, 吸烟, and not 烟火."""
    verbs = [verb for verb in word_list("verbs", "verbs") if len(verb) > 1]
    short = (*words_of("before_verb"), *word_list("verbs", "single"))
    return re.compile(rf".{{0,4}}{one_of(verbs)}|.*{one_of(verbs)}$|{one_of(short)}")


_NEGATIVE_CONDITION = re.compile(
    r"未(?!成年|来|婚|必)|没有|(?:^|，)(?:在)?(?:无|非)|不(?:合格|符|足|具备|满|清|全|明)"
)
_OMISSION = re.compile(r"[\u4e00-\u9fff]{1,3}不(?:给|开|交|报|登|做|按|说|签|查|关|锁|戴|穿)")
"""An act that is itself a failure to act: 收费不给票 is not to be denied by 未 alone."""
_WHILE_NOT = re.compile(r"[\u4e00-\u9fff]时(?:无|未|不)(?=[\u4e00-\u9fff])")
"""在烘干机运行时无人看守."""
_AT_TIME = re.compile(r"[\u4e00-\u9fff]{2,8}(?:时段|期间)(?!的)")
_WHILE = re.compile(r"^(?P<time>[\u4e00-\u9fff]{2,6}时)(?P<act>[\u4e00-\u9fff]{2,})$")
"""An act while something goes on: 值班时睡觉."""
_ACT = re.compile(r"行为|现象|情况|情形|问题")


def absent(rest: str, *, occasion: str = "", word: str = "不应") -> str:
    """What an inspector must find, from the words after 不应.

    Args:
        rest: What follows the word of prohibition.
        occasion: Its condition; where that says what is lacking (未经批准), 不 is clearer than 未.
        word: The word of prohibition; only 严禁, 杜绝 and their like can forbid a thing (严禁烟火).

    >>> absent("占用、堵塞疏散通道")
    '未占用、堵塞疏散通道'
    >>> absent("有积水")
    '无积水'
    >>> absent("动火", occasion="未经批准")
    '不动火'
    >>> absent("烟火", word="严禁")
    '无烟火'
    >>> absent("无证上岗")
    '未发生无证上岗'
    """
    for present in words_of("presence"):
        if rest.startswith(present) and len(rest) > len(present):
            return "无" + rest[len(present) :]
    if begins("bounds").match(rest):
        return "不" + rest
    if rest.startswith(("无", "未", "不")):
        return ("无" if _ACT.search(rest) else "未发生") + rest
    if rest.startswith(words_of("happening")):
        return "未" + rest
    if rest.startswith(words_of("persons")):
        return "无" + rest
    if word in words_of("forbids_things") and not _an_act().match(rest):
        return "无" + rest
    if (
        (when := _WHILE.match(rest))
        and not when["act"].startswith(("无", "未", "不"))
        and _an_act().match(when["act"])
    ):
        return f"{when['time']}未{when['act']}"
    if _AT_TIME.match(rest):
        return "未在" + rest
    if _OMISSION.match(rest) or _WHILE_NOT.search(rest):
        return "未发生" + rest
    lacking = _NEGATIVE_CONDITION.search(re.sub(r"《[^》]*》", "", occasion))
    return ("不" if lacking else "未") + rest
