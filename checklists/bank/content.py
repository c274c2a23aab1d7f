"""What a sentence is about: pairs of characters, synonyms folded, figures and words of form left out."""

from __future__ import annotations

import re
from functools import lru_cache

from checklists.bank.values import mentions
from checklists.bank.wording import tidy

SYNONYMS: dict[str, str] = {
    "到场": "到达现场 赶到现场 到现场 抵达现场 赶到 抵达 到达 上门",
    "报修": "接到报修 受理报修 报修受理 收到报修 维修申请",
    "报告": "接报 上报 汇报",
    "": "接到 收到 受理 得知 发生 发现 出现",
    "通知": "告知 通告 通报",
    "回复": "答复 反馈 回应",
    "保存": "留存 保留 存档 保管",
    "清洁": "清扫 打扫 保洁",
    "维修": "修理 抢修",
    "记录": "登记 填写",
    "视频": "监控视频 录像 影像",
    "业主": "客户 住户",
    "查房": "巡视房间 巡房 巡查房间 巡视病房",
    "巡楼": "巡视楼道 巡查楼道 巡逻楼道 巡查楼栋 楼道巡查 楼道巡视",
    "派单": "将工单派给 派发工单 下派工单 转派工单 派工",
    "完成": "办结 处理完毕 完工",
}
"""Words of the trade that mean one thing when two clauses are held against each other."""

FOLD = [(word, meaning) for meaning, words in SYNONYMS.items() for word in words.split()]
_STOP = re.compile(
    r"按(?:照)?手册规定|手册规定|手册|应当|应该|必须|不应|不得|严禁|禁止|不准|不少于|不低于|不超过|不多于|不高于|不小于|不大于|至少|最多|最长|最短|以内|之内|"
    r"以上|以下|应|须|宜|可|并且|并|在|由|对|把|将|的|了|和|与|及|或者|或|以及|每个|各|全部|进行|开展|组织|安排|负责|中|内|前|后|时|其|按|于|为|向|"
    r"从|自|之日起|情况|下列|手册列明的|其中|[每按]?[日月周年班]|半年|季度|次|也|均|都|还|再|先|《|》"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")


@lru_cache(maxsize=20_000)
def content(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters that carry meaning."""
    plain = tidy(text)
    for found in sorted(mentions(plain), key=lambda mention: -mention.start):
        plain = plain[: found.start] + "，" + plain[found.end :]
    for word, meaning in FOLD:
        plain = plain.replace(word, meaning)
    plain = _STOP.sub("，", plain)
    pairs: set[str] = set()
    for run in _HAN.findall(plain):
        if len(run) == 1:
            continue
        if run[0].isascii():
            pairs.add(run)
        else:
            pairs.update(run[place : place + 2] for place in range(len(run) - 1))
    return frozenset(pairs)


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller content that the other holds too, 0 to 1."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))
