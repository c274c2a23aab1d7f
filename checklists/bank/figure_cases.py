"""Figures stated and put as cases: true, or false by a value clearly on the other side of the bound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.figure import Figure
from checklists.bank.scales import shown
from checklists.bank.signs import CONDITION_END
from checklists.bank.wording import MODAL, as_case, segments
from checklists.bank.workshop import Workshop, close, id_of
from checklists.question import Question, ordinal

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
_MEASURE = re.compile(r"(?:高度|长度|宽度|深度|厚度|间距|[高长宽深厚])(?=[^，]{0,8}$)")
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


def figure_stated(
    shop: Workshop, figure: Figure, near: list[float], sound: set[float], against: set[str]
) -> Iterator[Question]:
    """「…，手册规定的最长时限是 8 小时。」 true, or false by a laxer value."""
    text = stated_sentence(figure)
    if text is None:
        return
    true = ordinal(figure.seed, "stated") % 100 < 40

    def stem_of(value: float) -> str:
        return close(text.replace(GAP, shown(value, figure.unit, figure.words)))

    value: float | None = figure.value
    if not true:
        value = shop.keeping.told(id_of(figure.fact, "truefalse"), sorted(sound), stem_of)
        value = value or laxer(figure, [v for v in near if v in sound], figure.seed)
    if value is None:
        return
    stem = stem_of(value)
    right = shown(figure.value, figure.unit, figure.words)
    why = (
        f"手册规定的{figure.hint}就是 {right}。"
        if true
        else f"题中的“{shown(value, figure.unit, figure.words)}”不对，手册规定的{figure.hint}是 {right}。"
    )
    yield shop.question(figure.fact, "truefalse", stem, (), true, why, against=() if true else against)


_RECORDS = re.compile(
    r"记录|档案|录像|视频|资料|单据|凭证|账簿|合同|报告|台账|登记|《|文件|票据|底片|影像|录音|材料"
)
_BOUND = r"(?:不(?:应|得)?(?:超过|多于|高于|大于|少于|低于|短于|小于)|至少|最多|最少|控制在|达到|为)"


def stated_sentence(figure: Figure) -> str | None:
    """The frame without its bound, then the bound as a statement with a place for the figure."""
    if figure.hint not in ("最长时限", "最短保存期限", "保存期限", "最短提前时间", "最长间隔"):
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
    elif figure.hint in ("最短提前时间", "最短保存期限", "保存期限"):
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
        return f"按手册规定，{kept[1]}的{figure.hint}{kept[2] or ''}是 {GAP}。"
    return f"{left}，手册规定的{figure.hint}是 {GAP}。"


def figure_case(
    shop: Workshop, figure: Figure, near: list[float], sound: set[float], against: set[str]
) -> Iterator[Question]:
    """「情景：…在第 5 分钟…。这一做法符合手册规定的时限。」"""
    if figure.comparator not in ("<=", ">=") or figure.fact.demand.modality not in ("must", "must_not"):
        return
    text = figure.fact.frame.text
    if figure.fact.clause.kind == "row" or "：" in text[: text.index(figure.words)]:
        return  # 「完成整改：一般问题 3 日内」 is no act
    if figure.hint == "保存期限" and not _RECORDS.search(text):
        return  # goods may be kept too long
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
    if "24小时" in text and "夜间" in text:
        return  # 「实行24小时值班，每班3人（不属于夜间）」
    case = acted(figure, value)
    if case is None or _second_bound(figure):
        return
    right = shown(figure.value, figure.unit, figure.words)
    kind = figure.fact.demand.limit.kind if figure.fact.demand.limit else ""
    matter = "时限" if figure.hint == "最长时限" else MATTERS.get(figure.unit) or MATTERS.get(kind) or "数量"
    before = text[: text.index(figure.words)]
    if matter == "距离" and (measure := _MEASURE.search(before)):
        matter = measure.group() if len(measure.group()) > 1 else f"{measure.group()}度"
    stem = f"情景：{case}。这一做法符合手册对{matter}的规定。"
    shown_value = shown(value, figure.unit, figure.words)
    why = f"手册规定的{figure.hint}是 {right}，{shown_value}{'符合' if true else '不符合'}规定。"
    yield shop.question(
        figure.fact, "truefalse", stem, (), true, why, against=() if true else against, scenario=True
    )


def _second_bound(figure: Figure) -> bool:
    """Whether the figure's part of the sentence goes on with another: 「不少于 3 处现场和 5 份记录」."""
    part = next(each for each in segments(figure.fact.frame.text) if figure.words in each)
    return bool(re.search(r"[和、及与或][^，]*\d", part.partition(figure.words)[2]))


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
        bare = found["modal"] and not text[found.end() :].partition("，")[0]  # 「现金应不超过 5000 元」
        joint = "为" if named or bare or text[: found.start()].endswith("）") else ""
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
