"""The amount that is asked for, with its place in the sentence, or why it cannot be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checklists.bank.scales import scale_of, shown
from checklists.bank.values import mentions, same_amount
from checklists.bank.wording import MODAL, segments, tidy, without_tail
from checklists.bank.workshop import Fact
from indexer.demands.model import Limit

HINTS = {
    ("deadline", "<="): "最长时限",
    ("advance", ">="): "最短提前时间",
    ("duration", "<="): "最长时间",
    ("duration", ">="): "最短时间",
    ("retention", ">="): "最短保存期限",
    ("interval", "<="): "最长间隔",
    ("interval", ">="): "最短间隔",
    ("quantity", ">="): "最低数量",
    ("quantity", "<="): "最高数量",
    ("threshold", ">="): "最低值",
    ("threshold", "<="): "最高值",
}
"""What the figure bounds, by kind and direction; asked for as the stated bound, never 「多久可以」."""
MEASURED = frozenset(
    re.split(
        ",",
        "人,名,位,倍,%,％,℃,米,厘米,毫米,元,分,秒,分钟,小时,日,工作日,周,个月,月,年,学时,户,平方米,声,周岁",
    )
)
"""Units whose plain figures (no bound) are worth a question; a number of items in a list is not."""
_LEAST = re.compile(r"(?:不(?:应|得)?(?:少于|低于|短于)|至少|最短|最少)$")
_DATE = re.compile(r"(?:每月|次月|当月|上月|下月|月|每年|每季度首月)$")
_AMOUNT = re.compile(
    r"(?P<number>\d+(?:\.\d+)?万?|[零一二两三四五六七八九十百千万]+|半)(?P<unit>.+?)(?P<tail>以内|之内|内|以上|以下|前|提前)?$"
)


@dataclass(frozen=True)
class Figure:
    """The asked amount with its place in the frame's text."""

    fact: Fact
    value: float
    unit: str
    comparator: str
    words: str
    """Number and unit as in the frame."""
    hint: str

    @property
    def seed(self) -> str:
        return self.fact.seed

    def blank(self) -> str:
        """The frame with the number asked for."""
        many = "百分之多少" if self.unit in ("%", "％") else f"多少{self.unit_words}"
        return without_tail(self.fact.frame.text.replace(self.words, many), many)

    @property
    def unit_words(self) -> str:
        found = _AMOUNT.match(self.words)
        return found["unit"] if found else self.unit

    def put(self, value: float) -> str:
        return tidy(shown(value, self.unit, self.words))


def figure_of(fact: Fact) -> Figure | str:
    """The figure of a fact, or why it cannot be asked."""
    limit = fact.demand.limit
    assert limit is not None
    if isinstance(limit.value, tuple):
        return "边界：范围不单独出题"
    if isinstance(limit.value, str):
        return "边界：时刻不出填数题"
    if limit.comparator in ("<", ">"):
        return "边界：不含本数的界限"
    words = _amount_words(limit)
    if words is None:
        return "残缺：数值写法不常见"
    text = fact.frame.text
    if text.count(words) != 1:
        return "残缺：数值在句中不唯一"
    at = text.index(words)
    if re.search(r"[\d.一二三四五六七八九十百千万]$", text[:at]):
        return "残缺：数值写法不常见"
    if text[:at].count("（") > text[:at].count("）"):
        return "残缺：数值在括号里，问不成句"
    part = next(each for each in segments(text) if words in each)
    if words not in tidy(fact.demand.quote) and MODAL.search(part):
        return "残缺：数值属于前一项要求"
    if re.match(r"或者?每", text[at + len(words) :]):
        return "残缺：两种界限任选其一"
    if re.search(r"[至到～~±+—-]$", text[:at]):
        return "边界：范围不单独出题"
    if _DATE.search(text[:at]):
        return "边界：日期不作时限出题"
    rest = text[at + len(words) :]
    if text[:at].endswith("前后"):
        return "边界：“前后”的界限两边都有"
    if any(
        same_amount((float(limit.value), limit.unit), (found.value, found.unit))
        for found in mentions(f"{text[:at]}，{rest}")
    ):
        return "残缺：题干里另有同样的数"
    if fact.demand.modality == "must" and text[:at].endswith("前") and re.match(r"以内|之内|内", rest):
        return "边界：“前几日内”的界限两边都有"
    if re.match(r"以上|以下", rest):
        return "边界：以上、以下"
    if re.match(r"[、，]?(?:且|并)?(?:低于|不足|不超过|少于|小于|高于|超过|未满|不满)", rest):
        return "边界：区间不单独出题"
    if re.match(r"(?:以内|之内|内)?的(?:$|，|由|应|须|可|不|在|报|按|为|经)", rest):
        return "边界：数值是条件"
    if re.match(r"(?:以内|之内|内)(?:最高|最低|累计|免费|免收|不收费|收费|计费|仅|共|合计)", rest):
        return "边界：数值是计费或统计的区间"
    _, colon, bands = (text[:at] + text[at:].partition("；")[0]).rpartition("：")
    if colon and words in bands and len([each for each in mentions(bands) if each.unit == limit.unit]) > 1:
        return "残缺：一句列出几档数值，别档会提示答案"
    value = float(limit.value)
    if limit.comparator == "=" and value == 24 and limit.unit.endswith("小时"):
        return "待细化：24 小时是不间断，不是时限"
    if limit.comparator == "=" and (value <= 1 or (limit.kind in ("quantity",) and value <= 1)):
        return "待细化：只有“1”，不值得问"
    unit = limit.unit.removesuffix("内")
    if limit.comparator == "=" and unit not in MEASURED:
        return "待细化：列举的个数不值得问"
    part = next(each for each in segments(text) if words in each)
    if limit.comparator == "=" and len([each for each in mentions(part) if each.unit == limit.unit]) > 1:
        return "残缺：一句有几个数值"
    if unit in ("人", "名") and limit.comparator == "=" and re.search(r"(?:与|及|和)[^，]{2,8}$", text[:at]):
        return "待细化：题干已列出各人，人数不值得问"
    if limit.comparator == "=" and _counted(text, value, words):
        return "待细化：题干已列出几项，个数不值得问"
    if not scale_of(unit):
        return "无可靠干扰项：单位没有常用数值"
    kind, comparator = limit.kind, limit.comparator
    if comparator == "=" and re.match(r"以内|之内|内", text[at + len(words) :]):
        kind, comparator = "deadline", "<="
    if fact.demand.modality == "must_not" and re.match(r"以内|之内|内", rest):
        comparator, hint = "=", "时间"  # 「15 分钟内不应撤除」 is neither a longest nor a shortest time
    else:
        hint = HINTS.get((kind, comparator), "数值")
        if kind == "retention" and not _LEAST.search(text[:at]) and not rest.startswith("以上"):
            hint = "保存期限"  # 「开启后保存 28 日」 may be a longest time as well
    return Figure(fact, value, unit, comparator, words, hint)


def _counted(text: str, value: float, words: str) -> bool:
    """Whether the sentence gives the number away: 「…四项工作，应安排 4 人分别承担」."""
    return any(
        same.value == value and same.unit in ("项", "类", "种", "个") and same.words != words
        for same in mentions(text)
    )


def _amount_words(limit: Limit) -> str | None:
    words = tidy(limit.words)
    words = re.sub(
        r"^(?:提前)?(?:不(?:应|得|能|可)?(?:少于|低于|超过|高于|多于|小于|大于|短于|长于)|至少|最多|最少)?",
        "",
        words,
    )
    words = re.sub(r"(?:以内|之内|内|以上|以下|之前|以前|前|提前)$", "", words)
    found = _AMOUNT.match(words)
    if found is None or "至" in words or "～" in words:
        return None
    return words
