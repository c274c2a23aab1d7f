"""A number that says which things or people are meant: 承重超过2吨的货物, 500人以上的会议."""

from __future__ import annotations

from indexer.demands.guards import Guarded
from indexer.demands.verbs import is_nouny, opens_with_verb, verb_at

_NUMBER = r"[\d.一二两三四五六七八九十百千万半]+"
_WHICH = Guarded(
    rf"(?!以及|或者|和|及)(?P<c>[^，。；的每不、]{{0,14}}?(?:(?:超过|低于|高于|不足|少于|达到|大于|小于|不满|未满|不到|逾|满|≥|≤|＞|＜){_NUMBER}[^，的、]{{0,8}}|{_NUMBER}[^，的\d、]{{1,6}}(?:及|含)?(?:以上|以下|以外)))的(?=[一-鿿]{{2}})"
)
_STANDS_SO = (
    "离岗",
    "住院",
    "请假",
    "旷工",
    "缺勤",
    "停用",
    "停产",
    "停运",
    "借阅",
    "入住",
    "欠费",
    "承重",
    "存放",
    "迟到",
)
"""Verbs that take no object, or a number only."""


def which_things(text: str) -> str | None:
    """The words at the head of `text` whose number says which things are meant.

    >>> which_things("承重超过2吨的货物由班长指挥吊装"), which_things("500人以上的会议"), which_things("使用功率超过800瓦的电器")
    ('承重超过2吨', '500人以上', None)
    >>> which_things("不少于2具的灭火器"), which_things("高度大于100m的建筑应设避难层")
    (None, '高度大于100m')
    >>> which_things("项目经理负责审批5000元以下的采购")
    """
    found = _WHICH.match(text)
    if found is None:
        return None
    words = found["c"]
    if opens_with_verb(words) and not words.startswith(_STANDS_SO):
        return None
    acts = any((verb := verb_at(words, at)) and not is_nouny(verb) for at in range(2, len(words) - 2))
    return None if acts else words
