"""Figures that people use, by unit: where wrong figures come from. Fixed, so that no edit moves options."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from checklists.question import ordinal

COUNTS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50, 100)
SCALES: dict[str, tuple[float, ...]] = {
    "秒": (5, 10, 15, 20, 30, 45, 60, 90),
    "分钟": (1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120),
    "小时": (0.5, 1, 2, 4, 6, 8, 12, 24, 36, 48, 72),
    "工作小时": (1, 2, 4, 6, 8, 12, 24),
    "日": (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 360),
    "工作日": (1, 2, 3, 5, 7, 10, 15, 20, 30),
    "周": (1, 2, 3, 4, 6, 8),
    "个月": (1, 2, 3, 6, 9, 12, 18, 24, 36),
    "年": (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50),
    "学时": (2, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 72),
    "%": (2, 5, 10, 15, 20, 30, 40, 50, 60, 70, 80, 85, 90, 95, 98, 100),
    "分": (5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95),
    "米": (0.5, 1, 1.5, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100),
    "厘米": (1, 2, 3, 5, 8, 10, 15, 20, 30, 50),
    "毫米": (1, 2, 3, 5, 8, 10, 15, 20, 30, 50),
    "元": (50, 100, 200, 300, 500, 1e3, 2e3, 3e3, 5e3, 1e4, 2e4, 3e4, 5e4, 1e5, 2e5, 5e5),
    "℃": (5, 10, 14, 18, 20, 24, 26, 28, 30, 35, 40, 45, 50, 60),
    "声": (1, 2, 3, 4, 5, 6),
    "周岁": (14, 16, 18, 20, 25, 45, 50, 55, 60),
    "平方米": (1, 5, 10, 20, 50, 100, 200, 300, 500, 1000),
    "户": (100, 200, 300, 400, 500, 600, 700, 800, 1000),
    "分贝": (40, 45, 50, 55, 60, 65, 70, 80),
    "勒克斯": (5, 10, 20, 30, 50, 75, 100, 150, 200),
    "MPa": (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.6),
}  # fmt: skip
COUNTED = frozenset("人名位次处份件张具台家项个条组辆部套把只种瓶箱袋面本道遍倍层级块支盏根步枚")
"""Counters of things, whose small numbers are all in use."""
ALIKE = {
    "天": "日", "日历日": "日", "自然日": "日", "个工作日": "工作日", "个小时": "小时", "秒钟": "秒",
    "月": "个月",
    "周年": "年", "％": "%", "摄氏度": "℃", "岁": "周岁", "个星期": "周", "星期": "周", "课时": "学时",
    "m": "米",     "cm": "厘米", "mm": "毫米", "dB": "分贝",
}  # fmt: skip
WIDEST = 8.0
"""Factor between the key and its farthest option."""
CLOSEST = 1.12
"""Factor between neighbouring options below which figures look like slips (98 and 100 % excepted)."""


def scale_of(unit: str) -> tuple[float, ...]:
    """The figures people use with `unit`; empty for a unit that has no scale."""
    name = ALIKE.get(unit, unit)
    return SCALES.get(name) or (COUNTS if name in COUNTED else ())


def candidates(value: float, unit: str) -> list[float]:
    """Neighbours of `value` on its unit's scale, within `WIDEST`, without itself."""
    scale = scale_of(unit)
    if unit in ("分",) and value > 95:
        return []
    near = [step for step in scale if step != value and value / WIDEST <= step <= value * WIDEST]
    if unit in ("%", "％"):
        near = [step for step in near if abs(step - value) <= 40]
    return [step for step in near if unit in ("%", "％") or not 1 / CLOSEST < step / value < CLOSEST]


RANK_WEIGHTS = {4: (36, 11, 14, 39), 3: (34, 30, 36)}
"""By number of options: how often the key shall be the smallest, second … largest figure, per cent;
uneven, because a rank at the edge can be had less often: measured on the bundled handbook so that none wins."""
NEAREST = 3
"""Candidates on each side of the key among which one is chosen."""


def pick(
    value: float,
    near: list[float],
    sound: set[float],
    seed: str,
    wanted: int = 3,
    first: Collection[float] = (),
    before: Collection[float] = (),
) -> list[float]:
    """Up to `wanted` wrong figures: how many below and above the key by hash, each by its own hash.

    Empty where neither the drawn rank among four figures nor that among three can be had: taking another
    rank instead would tell a guesser that the key is the smallest or in the middle. Everything but `sound` depends on the key and `seed` alone, and each figure is ranked by a hash of
    itself, so one sound figure more or less moves no other.

    Args:
        near: The neighbours of `value` on its scale (`candidates`), sound or not.
        sound: Those that are true of the stem nowhere in the handbook.
        first: Figures taken before any other, because people still know them from the edition before.
        before: Figures that stood beside the key before: they stay while they are sound.
    """
    below = sorted((step for step in near if step < value), key=lambda step: (step not in first, -step))
    above = sorted((step for step in near if step > value), key=lambda step: (step not in first, step))
    below, above = below[:NEAREST], above[:NEAREST]

    def order(side: list[float]) -> list[float]:
        ranked = sorted(
            side, key=lambda step: (step not in before, step not in first, ordinal(seed, f"{step:g}"))
        )
        return [step for step in ranked if step in sound]

    lower, upper = order(below), order(above)
    if not first:
        for total in (len(before) or wanted, 2):
            low = rank_of(total, seed)
            if low <= len(lower) and total - low <= len(upper):
                return sorted(lower[:low] + upper[: total - low])
        return []
    rank = rank_of(wanted, seed)
    low = max(min(rank, len(lower)), sum(step in first for step in lower))
    if any(step in first for step in upper):
        low = min(low, wanted - 1)
    high = min(wanted - low, len(upper))
    low = min(wanted - high, len(lower))
    return sorted(lower[:low] + upper[:high])


def rank_of(wrong: int, seed: str, weights: Mapping[int, tuple[int, ...]] = RANK_WEIGHTS) -> int:
    """How many of `wrong` options shall lie below the key."""
    draw = ordinal(seed, "rank", wrong) % 100
    for rank, weight in enumerate(weights[wrong + 1]):
        if draw < weight:
            return rank
        draw -= weight
    return wrong


def shown(value: float, unit: str, style: str = "") -> str:
    """``30 分钟``, ``90%``, ``5 万元`` as the text writes it (`style`: the words of the text)."""
    if "万" in style and unit == "元" and value >= 10_000:
        return f"{value / 10_000:g} 万元"
    unit = f"个{unit}" if f"个{unit}" in style else unit
    number = "半" if value == 0.5 and unit in ("小时", "年", "个月", "日") else f"{value:.10g}"
    if number == "半":
        return {"小时": "半小时", "年": "半年", "个月": "半个月", "日": "半日"}[unit]
    return f"{number}{'' if unit in ('%', '％', '℃', '‰') else ' '}{unit}"
