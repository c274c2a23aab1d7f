"""Clauses that only say when or by what rule: their predicate is in the next one."""

from __future__ import annotations

from indexer.demands.guards import Guarded

ONLY_WHEN = Guarded(
    r"^(?:至少|最迟|应)?(?:在|于|自|经).{2,60}(?:前|后|内|时|期间|之日起|前(?:[一二两三四五六七八九十百\d]+)(?:个)?(?:月|日|天|小时))$"
)
HOLDS_WITHIN = Guarded(
    r"在[^，。；]{0,10}?[\d±][^，。；]*?(?<![日天时分钟秒周月年个])(?:以内|之内|之间|范围内|内)$"
)
"""示值误差应在±20kg以内: a bound, no time."""
_ONLY_GROUND = Guarded(
    r"^(?!.*(?:签订|订立|制定|编制|提交|建立|办理|提出|落实|执行|核对|采取|做好|履行)[^，的]{0,14}$)(?:并)?(?:按照?|根据|依照|依据|遵循|本着|通过|会同|以|结合|参照).{2,60}(?:规定|要求|标准|约定|程序|原则|方式|方法|流程|步骤|形式|意见|图|表|方案|计划|性质|职责|分工|用途|条件|内容|范围|特点|需要|实际|情况|因素|结果|合同|协议|章程|规约|指引|类别|等级|预案|通知|规范|规程)$"
    r"|^在[^，]{2,30}[^集途其当空手心水暗](?<!过程)中$"
    r"|^(?:并)?在.{2,60}(?:指导|监督|领导|配合|协助|见证|主持|组织|基础|前提|陪同)[下上]$"
)
_ONLY_TIME = Guarded(
    r"^(?:(?:在|于|自|从|至|到|每|至少|不少于|不超过|最迟|最晚|提前|当|次|本|上午|下午|晚上|夜间|白天|凌晨|中午|早上|翌日|当日|晚|时段|时间段|日|天|周|月|季度?|年|班|小时|分钟|工作日|个|内|前|后|之|以|起|期间|时|收到|接到|通知|申请|报修|投诉|受理|决定|[\d:：一二两三四五六七八九十百半～~\-至]|\s|[一二三四五六日]|底|初|末|首|号)++)$"
)


def only_when(text: str) -> bool:
    """应在每日18:00前，完成…: the predicate is in the next clause.

    >>> only_when("在每日18:00前"), only_when("按照有关规定"), only_when("在7日内复评")
    (True, True, False)
    >>> only_when("夜间22:00至次日6:00")
    True
    """
    return bool(
        (_ONLY_TIME.match(text) and not text.endswith(("通知", "申请", "报修", "受理", "决定", "投诉")))
        or ONLY_WHEN.match(text)
        or _ONLY_GROUND.match(text)
    )


def only_time(text: str) -> bool:
    """每晚22:00至次日6:00, a clause by itself.

    >>> only_time("每晚22:00至次日6:00"), only_time("每日巡查")
    (True, False)
    """
    return (
        bool(_ONLY_TIME.match(text))
        and any(sign in text for sign in "至到~～")
        and any(map(str.isdigit, text))
    )


def only_ground(text: str) -> bool:
    """按照有关规定, 在班长指导下: says how, demands nothing by itself."""
    return bool(_ONLY_GROUND.match(text))
