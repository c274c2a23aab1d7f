"""Clauses behind a demand that ask for something of their own, though they hold no verb that is known."""

from __future__ import annotations

import re

from indexer.demands.frequency import find_frequency, without_frequency
from indexer.demands.guards import Guarded
from indexer.demands.numerals import NUMBER
from indexer.demands.verbs import opens_with_verb

_LENGTH = r"(?:毫米|厘米|米|公里|mm|cm|m)"
_SPAN = r"(?:秒|分钟|小时|日|天|周|个月|月|年)"
_THINGS = r"(?:块|件|具|个|台|把|只|盏|套|瓶|支|根|面|条|辆|副|双|张|顶|枚|桶|箱)"
_APART = Guarded(rf"(?:距|离)[一-鿿]{{1,6}}?(?:不(?:少于|小于|低于)|至少)?{NUMBER}{_LENGTH}(?:以上)?$")
"""距墙30厘米."""
_OF_THING = Guarded(rf"[一-鿿]{{2,6}}?{_APART.pattern}")
_BOUNDED = Guarded(
    rf"[一-鿿]{{2,8}}(?:不(?:少于|小于|低于|超过|大于|高于|多于)|≥|≤){NUMBER}[^，。；\d]{{1,6}}$"
)
"""通道宽度不小于2米."""
_LASTS = Guarded(rf"[一-鿿]{{2}}(?:不少于|不超过|至少)?{NUMBER}{_SPAN}(?:以上|以内)?$")
"""冷藏48小时."""
_REACHES = Guarded(
    rf"[一-鿿]{{2,4}}(?:温度|压力|浓度|高度|宽度|厚度)(?:为)?{NUMBER}[^，。；\d]{{1,4}}(?:以上|以下)(?:、时间{NUMBER}{_SPAN}(?:以上|以内)?)?$"
)
"""消毒温度100℃以上."""
_COUNTED = Guarded(rf"[一-鿿]{{2,8}}?(?:每[人车班岗])?(?:不少于|至少)?{NUMBER}{_THINGS}$")
"""警示牌一块."""
_USED = Guarded(r"[一-鿿]{2,6}用[一-鿿]{2,4}(?:色|标识|标签|标记|容器|工具|抹布|刀具)$")
"""生食用红色标识."""
_PART_OF_DAY = Guarded(
    r"(?:其中)?(?:夜间|白天|日间|早晚?高峰)(?:不少于|至少|不得少于)?[\d一二两三四五六七八九十]+次$"
)
_POSTED = Guarded(r"(?:并|且|同时)?(?:设|派|配|留)[\d一二两三]+(?:名|人|位)(?:以上)?[一-鿿]{2,8}$")
"""并设1人监护."""
_SAME_DAY = Guarded(r"(?:当[日天场班]|次日)(?P<act>[一-鿿]{2,}.*)$")
_PAUSE = re.compile(r"[、]")


def opens_series(text: str, then: str) -> bool:
    """Whether a clause is the first of several that count or measure one thing each.

    >>> opens_series("车上灭火器两具", "警示牌一块"), opens_series("货垛距墙30厘米", "距顶50厘米"), opens_series("灭火器两具", "每月检查")
    (True, True, False)
    """
    return (_COUNTED.match(text) is not None and _COUNTED.match(then) is not None) or (
        _OF_THING.match(text) is not None and _APART.match(then) is not None
    )


def asks_tersely(text: str, before: str) -> bool:
    """Whether a clause without a known verb asks for something beside the demand `before` it.

    >>> asks_tersely("每2小时松解一次", "每30分钟检查一次"), asks_tersely("每年不少于一次", "定期报告")
    (True, False)
    >>> [asks_tersely(text, "货垛距墙30厘米") for text in ("距顶50厘米", "通道宽度不小于2米", "冷藏48小时", "堆放整齐")]
    [True, True, True, False]
    >>> asks_tersely("警示牌一块", "灭火器两具"), asks_tersely("警示牌一块", "设置警戒线"), asks_tersely("当班归还", "领用登记")
    (True, False, True)
    """
    often = find_frequency(text)
    if often is not None and often.times is not None and often.per not in ("次", "班"):
        return len(without_frequency(text)) >= 2
    if _COUNTED.match(text):
        return _COUNTED.search(before[-12:]) is not None
    if later := _SAME_DAY.match(text):
        return opens_with_verb(later["act"]) is not None
    if _REACHES.match(text):
        return True
    return any(
        pattern.match(text) for pattern in (_APART, _BOUNDED, _LASTS, _USED, _POSTED, _PART_OF_DAY)
    ) and not _PAUSE.search(text)
