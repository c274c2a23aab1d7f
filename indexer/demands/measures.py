"""What is measured: a clause about it has nobody who acts."""

from __future__ import annotations

from indexer.demands.guards import Guarded

_NOUNS = r"(?:时间|期限|保存期|有效期|数量|人数|温度|湿度|高度|宽度|距离|间距|面积|压力|浓度|照度|噪声|速度|时速|周期|金额|费用|比例|余额|半径|厚度|容量|垛高|率|得分|分数|数值|用量|音量|间隔|时长|载重|载重量|净宽|净高|深度|坡度|流量|电阻|阻值|偏差|误差|绳长|身高|体重|长度|[车风转流]速|[水油室库气体车]温)"
MEASURE_TOPIC = Guarded(rf"(?:{_NOUNS}|限速)$")
"""What is measured (记录的保存期限不得少于2年): nobody acts."""
_MEASURED = Guarded(
    rf"(?!每次|每人|参加)[^，。；每由]{{0,12}}?{_NOUNS}(?:均|都|应当?|须)?(?:每[日月年次班季周天])?(?:为|不[得应少超低高大小多]|≥|≤|＞|＜|达|控制在|保持在|[\d])"
)


def is_measure(text: str) -> bool:
    """Whether a clause gives the bound of something measured.

    >>> is_measure("警戒区半径不小于5米"), is_measure("公示期限为十五日"), is_measure("每次不少于半小时"), is_measure("清点人数")
    (True, True, False, False)
    """
    return bool(_MEASURED.match(text))
