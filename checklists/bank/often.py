"""Questions on how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checklists.bank.scales import COUNTS, rank_of
from checklists.bank.signs import CONDITION_END
from checklists.bank.values import chinese_number, rate, same_rate
from checklists.bank.wording import MODAL, as_case, segments, tidy, without_tail
from checklists.bank.workshop import Fact, Workshop, asked, close, id_of
from checklists.question import Question, ordinal

PERIODS = (
    "每2小时",
    "每4小时",
    "每班",
    "每日",
    "每2日",
    "每周",
    "每半个月",
    "每月",
    "每季度",
    "每半年",
    "每年",
)
"""Periods people use, shortest first; 每班 is compared with nothing but itself."""
_PERIOD = re.compile(
    r"每(?:个|一)?(?:\d+|[一二两三四五六七八九十]+|半)?个?(?:分钟|小时|班次|班|日|天|周|星期|旬|月|季度|季|年)"
)
_COUNT = re.compile(
    r"(?P<bound>不少于|不得少于|不应少于|至少|不超过|不多于)?(?P<times>\d+|[一二两三四五六七八九十])(?P<unit>次|遍)(?!日)"
)


@dataclass(frozen=True)
class Often:
    """A frequency with its places in the frame."""

    fact: Fact
    times: int
    per: str
    """Normalised, e.g. ``日``, ``2小时``."""
    period: str
    """As in the frame, e.g. ``每日``."""
    count: str
    """As in the frame, e.g. ``不少于3次``; "" where it has none."""
    bound: str

    @property
    def seed(self) -> str:
        return self.fact.seed

    def choice(self, times: int, period: str) -> str:
        """As an option: the count alone where the stem tells the period, and no bound, which would nest."""
        return f"{times} 次" if self.times > 1 else f"{period} {times} 次"

    @property
    def least(self) -> bool:
        return self.bound not in ("", "不超过", "不多于")

    def put(self, times: int, period: str) -> str:
        least = "不少于" if self.least else ""
        return f"{period}{least} {times} 次"


def often_of(fact: Fact) -> Often | str:
    """The frequency of a fact, or why it cannot be asked."""
    frequency = fact.demand.frequency
    assert frequency is not None
    if isinstance(frequency.times, tuple):
        return "边界：范围不单独出题"
    if frequency.times is None or rate(frequency.times, frequency.per) is None:
        return "待细化：频次没有数"
    if frequency.comparator not in ("=", ">="):
        return "边界：频次上限不出题"
    text = fact.frame.text
    told = re.search(r"(?<![每半\d])[日周月季年](?=检|报|会|结|清|巡)", text)
    if told and told.group() in frequency.per:
        return "无可靠干扰项：名称里已有频次"  # 班组日检, 主管周检
    periods = list(_PERIOD.finditer(text))
    wanted = [p for p in periods if same_rate((1, p.group()[1:]), (1, frequency.per))]
    if len(wanted) != 1:
        return "残缺：频次在句中不唯一"
    period = wanted[0]
    if fact.demand.modality == "must_not" or _is_attribute(text, period):
        return "残缺：频次修饰的是名词"
    if re.match(
        r"\d+(?:日|月|[:：])|末|初|底|早|晚|上午|下午|中午|凌晨|下班|开班|首月", text[period.end() :]
    ):
        return "边界：日期不作频次出题"
    if _is_amount(text[period.end() :]):
        return "残缺：数量是每次的数量，不是频次"
    if re.search(r"或者?$", text[: period.start()]):
        return "残缺：两种频次任选其一"
    if re.match(r"[^，；\d]{0,8}(?:前|后|时)", text[period.end() :]):
        return "残缺：频次与时机连用"
    if len(periods) > 1 or re.search(r"(?:台|名|个|户|栋|份|人)$", text[: period.end()][-1:]):
        return "残缺：一句有几个频次"
    if re.match(r"[^，]*，每(?:餐|次|处|人)[^，]{0,3}[一\d]次", text[period.end() :]):
        return "残缺：一句有几个频次"
    same = [each for each in _COUNT.finditer(text) if _number(each["times"]) == frequency.times]
    if frequency.times > 1 and len(same) > 1:
        return "残缺：题干里另有同样的数"
    counts = [c for c in _COUNT.finditer(text, period.end()) if "，" not in text[period.end() : c.start()]]
    if len(counts) > 1:
        return "残缺：频次在句中不唯一"
    if not counts:
        if frequency.times != 1:
            return "残缺：频次写法不常见"
        return Often(fact, 1, frequency.per, period.group(), "", "")
    count = counts[0]
    if re.search(r"(?:连续|第|经|满|达)$", text[: count.start()]):
        return "残缺：频次写法不常见"
    return Often(fact, frequency.times, frequency.per, period.group(), count.group(), count["bound"] or "")


def _number(words: str) -> float | None:
    return float(words) if words.isdigit() else chinese_number(words)


def _is_amount(rest: str) -> bool:
    """Whether the period goes with an amount of things: 「每班清扫不超过 14 间」 is a cap, no frequency."""
    part = re.split(r"，|；", rest)[0]
    if re.search(r"\d+(?:次|遍|趟)|[一二两三四五六七八九十](?:次|遍|趟)", part):
        return False
    return bool(
        re.search(r"\d+(?:\.\d+)?(?:人|名|位|元|米|个(?!月)|台|份|%|户|间|件|处|辆|张)", part)
        or re.search(
            r"(?:不(?:应|得)?(?:超过|多于|少于|低于)|至少|最多|最少)[\d一二两三四五六七八九十百]", part
        )
    )


def _is_attribute(text: str, period: re.Match[str]) -> bool:
    """每月的例会, or 每月扣除的金额不应…: the period tells which one, not how often to act."""
    if text[period.end() : period.end() + 1] == "的" or re.search(r"[在于]$", text[: period.start()]):
        return True
    start = text.rfind("，", 0, period.start()) + 1
    modal = MODAL.search(text, period.end())
    return modal is not None and "，" not in text[period.end() : modal.start()] and period.start() > start


def often_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """Single, numeric, true/false and scenario questions of one frequency."""
    often = often_of(fact)
    if isinstance(often, str):
        shop.refuse(fact.clause, fact.demand, often)
        return
    sound, against = _sound(shop, often)
    yield from _single(shop, often, sound, against)
    if often.times > 1:
        yield _numeric(shop, often)
    yield from _stated(shop, often, sound, against)
    yield from _scenario(shop, often, sound, against)


RANKS = {4: (18, 20, 24, 38), 3: (22, 30, 48)}
"""As `RANK_WEIGHTS`: a rank at the edge can be had less often, because the periods people use are few."""
FARTHEST = 31
"""Factor between two frequencies that may stand side by side: 每月 with 每日, not 每日 with 每年."""


def _choices(often: Often) -> list[tuple[int, str]]:
    """Other frequencies near this one: another count in its period, or another period."""
    if often.times > 1:
        counts = [c for c in COUNTS if c != often.times and often.times / 4 <= c <= often.times * 3]
        return [(count, often.period) for count in counts]
    return [
        (1, period)
        for period in PERIODS
        if not same_rate((1, period[1:]), (1, often.per))
        and _near(often, period)
        and not (often.per.endswith("班") and "小时" in period)
        and not (often.per.endswith(("小时", "分钟")) and period == "每班")
    ]


def _near(often: Often, period: str) -> bool:
    own, other = rate(1, often.per), rate(1, period[1:])
    return bool(own and other) and 1 / FARTHEST <= (own or 1) / (other or 1) <= FARTHEST


def _sound(shop: Workshop, often: Often) -> tuple[list[tuple[int, str]], set[str]]:
    sound, against = [], set()
    for times, period in _choices(often):
        said = shop.truth.rate_said(often.fact.about, str(often.fact.clause.id), times, period[1:])
        against.update(said)
        if not said:
            sound.append((times, period))
    return sound, against


def _blank(often: Often) -> str:
    text = often.fact.frame.text
    if often.times > 1:
        return text.replace(
            often.count, re.sub(r"\d+|[一二两三四五六七八九十]+", "多少", often.count, count=1), 1
        )
    if often.fact.clause.kind == "row":
        return text.rpartition("应为")[0] + "应为哪一种"
    text = text.replace(often.period, "按什么频次", 1)
    text = without_tail(_drop_count(text, often) if often.count else text, "按什么频次")
    return re.sub(r"按什么频次(?=（[^（）]*）$|$)", "按什么频次进行", text)


def _drop_count(text: str, often: Often) -> str:
    at = text.index("按什么频次")
    place = text.index(often.count, at)
    return re.sub(r"(?<=[\u4e00-\u9fff])各$", "", text[:place]) + text[place + len(often.count) :]


def _single(
    shop: Workshop, often: Often, sound: list[tuple[int, str]], against: set[str]
) -> Iterator[Question]:
    choices = _choices(often)
    own = rate(often.times, often.per) or 0
    slower = [c for c in choices if (rate(c[0], c[1][1:]) or 0) < own]
    faster = [c for c in choices if (rate(c[0], c[1][1:]) or 0) > own]

    before = shop.keeping.wrong(id_of(often.fact, "single"))

    def ranked(side: list[tuple[int, str]]) -> list[tuple[int, str]]:
        ordered = sorted(
            side, key=lambda c: (close(often.choice(*c)) not in before, ordinal(often.seed, c[0], c[1]))
        )
        return [c for c in ordered if c in sound]

    wrong: list[tuple[int, str]] = []
    for total in (len(before) or 3, 2):
        low = rank_of(total, often.seed, RANKS)
        rare, dense = ranked(slower), ranked(faster)
        if low <= len(rare) and total - low <= len(dense):
            wrong = rare[:low] + dense[: total - low]
            break
    if not wrong:
        shop.refuse(often.fact.clause, often.fact.demand, "无可靠干扰项：相近频次在别处成立或位次不匀")
        return
    key = (often.times, often.period)
    sign = 1 if often.times > 1 else -1
    every = sorted([*wrong, key], key=lambda c: sign * (rate(c[0], c[1][1:]) or 0))
    options = [often.choice(*c) for c in every]
    stem = asked(_blank(often))
    stem += f"（选手册规定的最{'少次数' if often.times > 1 else '低频次'}）" if often.least else ""
    why = f"手册规定的频次是{often.put(*key)}，“{often.choice(*wrong[0])}”不是手册规定的频次。"
    yield shop.question(often.fact, "single", stem, options, every.index(key), why, against=against)


def _numeric(shop: Workshop, often: Often) -> Question:
    least = "最少次数" if often.bound else "次数"
    stem = asked(_blank(often)) + f"（填数字，单位：次；填手册规定的{least}）"
    why = f"手册规定的频次是{often.put(often.times, often.period)}。"
    return shop.question(often.fact, "numeric", stem, (), {"value": often.times, "unit": "次"}, why)


def _replaced(often: Often, times: int, period: str) -> str:
    """The frame as something done: another period, the bare count."""
    text = often.fact.frame.text.replace(often.period, period, 1)
    return text.replace(often.count, f"{times}次", 1) if often.count else text


def _rarer(often: Often, choices: list[tuple[int, str]]) -> tuple[int, str] | None:
    own = rate(often.times, often.per) or 0
    rarer = [c for c in choices if (rate(c[0], c[1][1:]) or 0) <= own / 1.4]
    rarer.sort(key=lambda c: -(rate(c[0], c[1][1:]) or 0))
    return min(rarer[:2], key=lambda c: ordinal(often.seed, "rarer", c[0], c[1])) if rarer else None


def _stated(
    shop: Workshop, often: Often, sound: list[tuple[int, str]], against: set[str]
) -> Iterator[Question]:
    """「…，手册规定的频次是每月 1 次。」"""
    text = often.fact.frame.text
    if (
        often.fact.clause.kind == "row"
        or len(MODAL.findall(text)) > 1
        or "，" in text[text.index(often.period) :]
        or not all(CONDITION_END.search(part) for part in segments(text) if often.period not in part)
    ):
        return  # 「应只执行地方条款，每年核对 1 次」: the frequency is of the second act alone
    left = text.replace(often.period, "", 1)
    if often.count:
        place = left.index(often.count)
        left = left[:place] + left[place + len(often.count) :]
    if "至少" in left or re.search(r"，(?!.*[后前时的])[\u4e00-\u9fff]{2,4}$", left):
        return
    if re.search(r"(?:应|为|各|、|和|季|天|间|时)$|，并[^，]{0,6}$", left):
        return
    true = ordinal(often.seed, "stated") % 100 < 50

    def stem_of(choice: tuple[int, str]) -> str:
        return close(f"{left}，手册规定的频次是{often.put(*choice)}。")

    other = shop.keeping.told(id_of(often.fact, "truefalse"), sound, stem_of) or _rarer(often, sound)
    if other is None:
        return  # true ones alone would tell themselves
    stem = stem_of((often.times, often.period) if true else other)
    right = often.put(often.times, often.period)
    why = f"手册规定的频次是{right}。"
    yield shop.question(often.fact, "truefalse", stem, (), true, why, against=() if true else against)


def _scenario(
    shop: Workshop, often: Often, sound: list[tuple[int, str]], against: set[str]
) -> Iterator[Question]:
    text = often.fact.frame.text
    if (
        often.fact.clause.kind == "row"
        or often.fact.demand.modality != "must"
        or any(word not in ("应", "应当", "必须", "须") for word in MODAL.findall(text))
    ):
        return
    true = ordinal(often.seed, "scenario") % 100 < 60

    def stem_of(choice: tuple[int, str]) -> str:
        done = re.sub(r"至少|最少", "", MODAL.sub("", _replaced(often, *choice)))
        return close(f"情景：{as_case(tidy(done))}。这一做法符合手册规定的频次。")

    told = shop.keeping.told(id_of(often.fact, "truefalse", scenario=True), sound, stem_of)
    other = told or _rarer(often, sound)
    if other is None:
        return
    stem = stem_of((often.times, often.period) if true else other)
    why = (
        f"手册规定的频次是{often.put(often.times, often.period)}，题中做法{'符合' if true else '次数不够'}。"
    )
    yield shop.question(
        often.fact, "truefalse", stem, (), true, why, against=() if true else against, scenario=True
    )
