"""Questions on figures: how long at most, how many at least."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checklists.bank.scales import candidates, pick, scale_of, shown
from checklists.bank.signs import CONDITION_END
from checklists.bank.values import mentions
from checklists.bank.wording import MODAL, as_case, segments, tidy, without_tail
from checklists.bank.workshop import Fact, Workshop, asked
from checklists.question import Question, ordinal
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

MATTERS = {
    "%": "比例", "％": "比例", "人": "人数", "名": "人数", "元": "金额", "℃": "温度",
    "学时": "学时", "分": "分数",
    "米": "距离", "deadline": "时限", "advance": "提前时间", "retention": "保存期限", "interval": "间隔",
    "duration": "时间",
}  # fmt: skip
"""What a case is held to, by unit or kind."""

GAP = "\u0000"
"""Where a stated sentence takes its value: a character that no clause holds."""
_SITUATION = re.compile(r"^(?:特殊|紧急|异常)情况(?:下)?$|^逾期$|^特殊原因$")
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
    if re.match(r"以上|以下", rest):
        return "边界：以上、以下"
    if re.match(r"[、，]?(?:且|并)?(?:低于|不足|不超过|少于|小于|高于|超过|未满|不满)", rest):
        return "边界：区间不单独出题"
    if re.match(r"(?:以内|之内|内)?的(?:$|，|由|应|须|可|不|在|报|按|为|经)", rest):
        return "边界：数值是条件"
    if re.match(r"(?:以内|之内|内)(?:最高|最低|累计|免费|收费|计费|仅|共|合计)", rest):
        return "边界：数值是计费或统计的区间"
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


def sound_values(shop: Workshop, figure: Figure) -> tuple[list[float], set[float], set[str]]:
    """Neighbours of the key, those true nowhere of the stem, and the clauses held against."""
    near = sorted({*candidates(figure.value, figure.unit), *shop.former_figures(figure.fact)})
    own = str(figure.fact.clause.id)
    sound, against = set(), set()
    for value in near:
        said = shop.truth.amount_said(figure.fact.about, own, value, figure.unit)
        against.update(said)
        if not said:
            sound.add(value)
    return near, sound, against


def figure_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """Single, numeric, true/false and scenario questions of one limit."""
    figure = figure_of(fact)
    if isinstance(figure, str):
        shop.refuse(fact.clause, fact.demand, figure)
        return
    near, sound, against = sound_values(shop, figure)
    yield from _single(shop, figure, near, sound, against)
    if figure.value == int(figure.value) or "半" not in figure.words:
        yield _numeric(shop, figure)
    yield from _stated(shop, figure, near, sound, against)
    yield from _scenario(shop, figure, near, sound, against)


def _single(
    shop: Workshop, figure: Figure, near: list[float], sound: set[float], against: set[str]
) -> Iterator[Question]:
    wrong = pick(figure.value, near, sound, figure.seed, first=shop.former_figures(figure.fact))
    if len(wrong) < 2:
        shop.refuse(figure.fact.clause, figure.fact.demand, "无可靠干扰项：相近数值在别处成立")
        return
    values = sorted([*wrong, figure.value])
    options = [shown(value, figure.unit, figure.words) for value in values]
    key = values.index(figure.value)
    stem = asked(figure.blank())
    if figure.hint != "数值":
        stem += f"（选手册规定的{figure.hint}）"
    likely = min(wrong, key=lambda value: abs(value - figure.value))
    why = f"“{shown(likely, figure.unit, figure.words)}”不是手册规定的{figure.hint}。"
    yield shop.question(figure.fact, "single", stem, options, key, why, against=against)


def _numeric(shop: Workshop, figure: Figure) -> Question:
    unit = figure.unit
    value = figure.value
    stem = asked(figure.blank())
    what = f"手册规定的{figure.hint}" if figure.hint != "数值" else "手册规定的数值"
    stem += f"（填数字，单位：{unit}；填{what}）"
    why = f"答案是 {shown(value, unit, figure.words)}，这是手册规定的{figure.hint}。"
    key = {"value": int(value) if value == int(value) else value, "unit": unit}
    return shop.question(figure.fact, "numeric", stem, (), key, why)


WHOLE = ("日", "天", "日历日", "自然日", "工作日", "周", "月", "年", "声")
"""Units counted in whole ones: whether the first day counts is open, so a case keeps two clear of the bound."""


FARTHEST = 4
"""Factor between a bound and the figure of a case that breaks it: farther off, anybody sees it."""


def laxer(figure: Figure, values: list[float], seed: str) -> float | None:
    """A value that breaks the bound well clear of it: factor 1.5 to `FARTHEST`, for shares 5 points."""
    share = figure.unit in ("%", "％", "分", "℃", "周岁")
    if figure.comparator == "<=":
        clear = 1 if figure.unit.removeprefix("个") in WHOLE else 0
        far = [v for v in values if (v >= figure.value + 5 if share else v >= 1.5 * figure.value + clear)]
        far = sorted(v for v in far if share or v <= FARTHEST * figure.value + clear)[:3]
    elif figure.comparator == ">=":
        far = [v for v in values if (v <= figure.value - 5 if share else v <= figure.value / 1.5)]
        far = sorted((v for v in far if share or v >= figure.value / FARTHEST), reverse=True)[:3]
    else:
        far = [v for v in values if share or v >= 1.5 * figure.value or v <= figure.value / 1.5]
    return min(far, key=lambda v: ordinal(seed, "laxer", f"{v:g}")) if far else None


def stricter(figure: Figure, values: list[float], seed: str) -> float | None:
    """A value that meets the bound well clear of it."""
    share = figure.unit in ("%", "％", "分", "℃", "周岁")
    close = 2 if figure.unit == "℃" else 3
    if figure.comparator == "<=":
        far = [v for v in values if (v <= figure.value - close if share else v <= figure.value / 1.3)]
    elif figure.comparator == ">=":
        far = [v for v in values if (v >= figure.value + close if share else v >= figure.value * 1.3)]
    else:
        return None
    nearest = sorted(far, key=lambda v: abs(v - figure.value))[: 1 if figure.unit == "℃" else 2]
    return min(nearest, key=lambda v: ordinal(seed, "stricter", f"{v:g}")) if nearest else None


def _stated(
    shop: Workshop, figure: Figure, near: list[float], sound: set[float], against: set[str]
) -> Iterator[Question]:
    """「…，手册规定的最长时限是 8 小时。」 true, or false by a laxer value."""
    text = stated_sentence(figure)
    if text is None:
        return
    true = ordinal(figure.seed, "stated") % 100 < 40
    value = figure.value if true else laxer(figure, [v for v in near if v in sound], figure.seed)
    if value is None:
        return
    stem = text.replace(GAP, shown(value, figure.unit, figure.words))
    right = shown(figure.value, figure.unit, figure.words)
    why = (
        f"手册规定的{figure.hint}就是 {right}。"
        if true
        else f"题中的“{shown(value, figure.unit, figure.words)}”不对，手册规定的{figure.hint}是 {right}。"
    )
    yield shop.question(figure.fact, "truefalse", stem, (), true, why, against=() if true else against)


_BOUND = r"(?:不(?:应|得)?(?:超过|多于|高于|大于|少于|低于|短于|小于)|至少|最多|最少|控制在|达到|为)"


def stated_sentence(figure: Figure) -> str | None:
    """The frame without its bound, then the bound as a statement with a place for the figure."""
    if figure.hint not in ("最长时限", "最短保存期限", "最短提前时间", "最长间隔"):
        return None
    if figure.fact.clause.kind == "row":
        return None
    text, words = figure.fact.frame.text, re.escape(figure.words)
    *before, own = segments(text)
    if len(MODAL.findall(text)) > 1 or figure.words not in own:
        return None
    if not all(CONDITION_END.search(part) for part in before):
        return None
    anchor = re.search(r"在([^，]+)$", text[: text.index(figure.words)])
    if anchor and not re.search(r"(?:后|前|起|时|日|班)$", anchor[1]):
        return None  # 「在接到报告 60 分钟内」 leaves no sentence behind
    if figure.hint == "最长时限":
        left = re.sub(rf"[在于]?{words}(?:以内|之内|内)", "", text)
    elif figure.hint == "最短提前时间" or figure.hint == "最短保存期限":
        left = re.sub(rf"{_BOUND}?{words}", "", text)
    else:
        found = re.search(rf"(?P<what>[\u4e00-\u9fff]{{2,12}}间隔)(?:应|须)?{_BOUND}{words}", text)
        if found is None or found.end() != len(text):
            return None
        return f"按手册规定，{text[: found.start()]}{found['what']}最长可为 {GAP}。"
    if re.search(r"\d+(?:秒|分钟|小时|日|天|个工作日|个月)内", segments(left)[-1]):
        return None  # 「上报、2 小时内恢复」: which of the two?
    if left == text or figure.words in left or not left or re.search(r"[应在于]$|应[，]|在[，]", left):
        return None
    if re.search(r"应(?:在)?(?:及|$)|提前(?:$|，)", left):
        return None
    kept = re.match(r"^([^，（]{2,20}?)(?:应)?保存(（[^（）]*）)?$", left)
    if kept:
        return f"按手册规定，{kept[1]}的最短保存期限{kept[2] or ''}是 {GAP}。"
    return f"{left}，手册规定的{figure.hint}是 {GAP}。"


def _scenario(
    shop: Workshop, figure: Figure, near: list[float], sound: set[float], against: set[str]
) -> Iterator[Question]:
    """「情景：…在第 5 分钟…。这一做法符合手册规定的时限。」"""
    if figure.comparator not in ("<=", ">=") or figure.fact.demand.modality not in ("must", "must_not"):
        return
    text = figure.fact.frame.text
    if figure.fact.clause.kind == "row" or "：" in text[: text.index(figure.words)]:
        return  # 「完成整改：一般问题 3 日内」 is no act
    if not figure.fact.frame.subject and not MODAL.search(text):
        return  # 「临停 30 分钟以内免费」 binds nobody
    if figure.hint == "最短提前时间" and not re.search(r"提前|不少于|至少|不得少于|不应少于", text):
        return  # 「前十五日」 may mean that very day
    true = ordinal(figure.seed, "scenario") % 100 < 45
    value = stricter(figure, near, figure.seed) if true else laxer(figure, near, figure.seed)
    if value is None:
        true = not true
        value = stricter(figure, near, figure.seed) if true else laxer(figure, near, figure.seed)
    if value is None:
        return
    case = acted(figure, value)
    if case is None:
        return
    right = shown(figure.value, figure.unit, figure.words)
    kind = figure.fact.demand.limit.kind if figure.fact.demand.limit else ""
    matter = "时限" if figure.hint == "最长时限" else MATTERS.get(figure.unit) or MATTERS.get(kind) or "数量"
    stem = f"情景：{case}。这一做法符合手册对{matter}的规定。"
    shown_value = shown(value, figure.unit, figure.words)
    why = f"手册规定的{figure.hint}是 {right}，{shown_value}{'符合' if true else '不符合'}规定。"
    yield shop.question(
        figure.fact, "truefalse", stem, (), true, why, against=() if true else against, scenario=True
    )


def acted(figure: Figure, value: float) -> str | None:
    """The frame as something done: without its modal word, with `value` as what was found."""
    text, words = figure.fact.frame.text, re.escape(figure.words)
    put = shown(value, figure.unit, figure.words)
    if figure.hint == "最长时限":
        found = re.search(rf"{words}(?:以内|之内|内)", text)
        if found is None:
            return None
        segment = text[: found.start()].rpartition("，")[2]
        if re.search(r"率|%", segment + text[found.end() :].partition("，")[0]):
            return None
        if text[: found.start()].endswith("为"):
            return MODAL.sub("", f"{text[: found.start()]} {put}{text[found.end() :]}")
        number = f"{put}后" if figure.unit == "声" else f"第 {put.replace(' 工作日', ' 个工作日')}"
        if value != int(value):
            return None
        lead = "" if re.search(r"在|自|于$", segment) else "于"
        done = f"{text[: found.start()]}{lead}{number}{text[found.end() :]}"
    else:
        found = re.search(rf"(?P<modal>应|须)?(?:在)?{_BOUND}?{words}(?:以内|之内|内)?", text)
        if found is None:
            return None
        named = re.search(
            r"(?:间隔|期|期限|时长|时间|率|目标|指标|标准|分值|温度|湿度|室温|人数|数量|占比|比例)$",
            text[: found.start()],
        )
        joint = "为" if named else ""
        if _SITUATION.match(text[: found.start()].rpartition("，")[2]) or re.search(
            r"，[且并]$", text[: found.start()]
        ):
            return None  # 「特殊情况 12 小时」 is no act
        done = f"{text[: found.start()]}{joint} {put}{text[found.end() :]}"
    if any(word not in ("应", "应当", "必须", "须") for word in MODAL.findall(done)):
        return None
    if re.search(r"能否|是否|[为在]不(?:低于|高于|超过|少于)", done):
        return None  # 「核对能否在 10 分钟内找到原件」 is no act in that time; another bound is none that was kept
    done = MODAL.sub("", done)
    return as_case(re.sub(r"\s+", " ", done).strip())
