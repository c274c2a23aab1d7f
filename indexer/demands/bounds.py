"""What stands around a figure: 不少于, 至少, 以内, 以上, 前; and the figure with its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.demands.guards import Guarded
from indexer.demands.model import Comparator, Limit, LimitKind
from indexer.demands.words import word_list

TIME_UNITS = frozenset(word_list("units", "time"))
_NEG = r"(?:不得|不应|不应当|不能|不可|不准|不许|不要|不宜|不|严禁|禁止|切勿|请勿|勿|(?<![分特级类区差个鉴识])别)"
_BEFORE: tuple[tuple[re.Pattern[str], Comparator], ...] = tuple(
    (
        re.compile(
            rf"(?:{words})(?:到|了|至|在|为|于|是|提前)?[\s：:]*(?:人民币)?(?:[^\s，。；、]{{1,18}}(?:的|(?:完成|竣工|开始|结束|届满|生效|签订|发生|受理|收到[^，。；、]{{0,6}})后)|[^\s，。；、的0-9]{{1,4}}|[^\s，。；、的0-9一二两三四五六七八九十百半]{{5,12}})?$"
        ),
        comparator,
    )  # type: ignore[misc]
    for words, comparator in (
        (
            rf"(?<!不){_NEG}(?:长期|连续|累计|同时|持续|单次|合计)?(?:少于|低于|小于|短于|早于|不足|少過)|至少|最少|最低|最短|最早|最小|起码|留足|留够|备足|配足|存足|≥|>=|大于(?:或)?等于|大于或者等于|不亚于|下限",
            ">=",
        ),
        (
            rf"(?<!不){_NEG}(?:再|长期|连续|累计|同时|持续|一次|单次|合计)?(?:超过|多于|大于|高于|长于|迟于|晚于|超出|超|逾|突破)|(?<![超通越经])不过|至多|顶多|最多|最高|最长|最迟|最晚|最大|≤|<=|小于(?:或)?等于|上限|(?<![期时年权下界局])限|不逾|(?:放宽|延长|延迟|推迟|延|顺延)(?:至|到)|放宽",
            "<=",
        ),
        (r"(?<!不)(?<!不得)(?<!不应)(?:超过|大于|高于|多于|长于|超出|晚于|迟于|逾|>|＞|优于)", ">"),
        (r"(?<!不)(?<!不得)(?<!不应)(?:少于|低于|小于|短于|不足|未满|不满|不到|未达到|未达|早于|<|＜)", "<"),
        (r"(?:达到|达|满(?![足意])|已满|年满)", ">="),
    )
)
AFTER_INCLUDE = Guarded(
    r"\s*(?:（含[^）]{0,6}）)?\s*(?P<above>(?:及|或|或者|含|（含）)?以上|起(?!始|草|点|见|来|重|降|吊|用|动|诉|码|到)|或更多)"
)
AFTER_BELOW = Guarded(r"\s*(?:及|或|或者|含)?以下")
AFTER_WITHIN = Guarded(r"\s*(?:之内|以内|内(?![部容外侧网存业置衬芯科涝资墙]|设(?:机构|部门)))")
AFTER_EARLIER = Guarded(r"\s*(?:之前|以前|前(?!台|期|款|往|厅|后|部|端|提(?![交供出示前醒报请取]))|提前)")
BEFORE_EVENT = Guarded(
    r"(?:^|，|提|[一-鿿](?<![年月周季旬度目日以之的从先早最此空面午]))前(?:不少于|至少|提前|不迟于|不晚于)?$|(?:节|假)日?前$"
)
"""活动举办前5日, 施工前48小时, but not 每月前5日."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A limit with its place in the text."""

    start: int
    end: int
    limit: Limit


def comparator_before(before: str) -> Comparator | None:
    for pattern, comparator in _BEFORE:
        if pattern.search(before):
            return comparator
    return None


_FAR = Guarded(
    rf"(?:(?P<least>{_NEG}(?:少于|低于|小于))|(?P<most>{_NEG}(?:超过|高于|大于|多于|超出)))[^，。；\d%‰]*$"
)
_SHARE = Guarded("百分之|分之|成|倍")


def comparator_of_share(before: str) -> Comparator | None:
    """The bound of a share that stands far before it: 不得低于该员工离职前一年年报酬总额的二分之一.

    >>> comparator_of_share("补偿费不得低于离职前一年从企业获得的年报酬总额的")
    '>='
    """
    found = _FAR.search(before)
    if found is None or _SHARE.search(found[0]):
        return None
    return ">=" if found["least"] else "<="


def _with_comparator(text: str, start: int) -> int:
    """Where the words of a figure begin, its comparator included."""
    before = text[max(0, start - 30) : start]
    found = next((match for pattern, _ in _BEFORE if (match := pattern.search(before))), None)
    return start - (len(before) - found.start()) if found else start


def figure_at(
    start: int, end: int, text: str, value: object, unit: str, comparator: Comparator, kind: LimitKind
) -> Figure:
    start = _with_comparator(text, start)
    return Figure(start, end, Limit(value, unit, comparator, kind, text[start:end].strip()))  # type: ignore[arg-type]
