"""A term that is named once for several things: 保存时间：普通区域30日，重点区域90日."""

from __future__ import annotations

from indexer.demands.guards import Guarded
from indexer.demands.numerals import NUMBER

_OF = r"(?:保存|保管|留存|存放|保留|存档|归档|响应|到场|到达|处理|处置|办理|办结|修复|整改|回复|答复|审批|审核|维修|反馈)"
NAMED = Guarded(rf"{_OF}(?:期限|时限|时间|时长|年限|期)")
"""What the term is of."""
BARE = Guarded(
    rf"[^，。；]{{1,14}}?(?:应|须)?(?:为|是|：|不(?:少于|低于|超过)|至少)?{NUMBER}(?:个)?(?:工作日|自然日|日|天|周|月|年|小时|分钟|秒|h)(?:以上|以内|之内|内)?$"
)
"""贵重物品为一年: a thing with its term and no more."""
LASTS = Guarded(
    rf"[^，。；]{{0,20}}?(?:照射|浸泡|静置|预热|冷却|搅拌|通风|煮沸|蒸煮|消毒|保温|烘干|晾晒|按压|冲洗|排空|试运行|空转|观察|停留|浸没|焖|泡|蒸|煮|烘){NUMBER}(?:个)?(?:秒钟?|分钟|小时|min|h|s)$"
)
"""紫外灯照射三十分钟: how long an act lasts."""
SET = Guarded(
    rf"[^，。；]{{0,14}}?(?:周期|间隔|间隔时间|时限|{NAMED.pattern})(?:应|须)?(?:为|是|：){NUMBER}(?:个)?(?:工作日|自然日|日|天|周|月|年|小时|分钟|秒|h)(?:以上|以内|之内|内)?$"
)
"""巡检周期为4小时: a term that is laid down."""


def names_term(text: str) -> tuple[int, int] | None:
    """Where `text` names a term.

    >>> names_term("监控录像保存时间"), names_term("一般物品的保存期为三个月"), names_term("贵重物品为一年")
    ((4, 8), (5, 8), None)
    >>> bool(BARE.match("贵重物品为一年")), bool(BARE.match("普通区域30日")), bool(BARE.match("每日巡查3小时"))
    (True, True, True)
    """
    found = NAMED.search(text)
    return found.span() if found else None
