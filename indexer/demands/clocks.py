"""Clock times: 17:00前, 上午9点, 22:00至次日6:00."""

from __future__ import annotations

import re

from indexer.demands.bounds import AFTER_EARLIER, Figure, comparator_before, figure_at
from indexer.demands.guards import Guarded
from indexer.demands.model import Comparator
from indexer.demands.numerals import number_of

_CLOCK = Guarded(
    r"(?:(?P<noon>上午|下午|晚上|晚间|晚|早上|早晨|清晨|早|凌晨|中午|夜间|夜里|夜晚|深夜|傍晚|次日)\s*)?(?:(?<![\d:：])(?P<h>[01]?\d|2[0-4])[:：](?P<m>[0-5]\d)(?![\d:：])"
    r"|(?<![/\d])(?P<h2>[01]?\d|2[0-4])\s*(?:时|点钟?)(?![间候限段长节])(?:(?P<m2>[0-5]?\d)分)?(?P<m3>半)?"
    r"|(?<![一二三四五六七八九十第每小])(?P<h3>二十[一二三四]?|十[一二三四五六七八九]?|[一二三四五六七八九])(?:时|点钟?)(?:(?<=[早晚午][二三四五六七八九十]点)|(?<=[早晚午]十[一二]点)|(?=半|整|前|后|以|之|至|到|起|开|关|准|向|对|不|禁|严|停|应|须|的|为|[^一-鿿]|$)))(?P<m4>半)?"
)
_RATIO = re.compile(r"(?:坡度|坡比|比例|配比|比|稀释|兑水|按)[^，。；]{0,10}$")
"""坡度不大于1:12: a ratio, no time of day."""
_AFTERNOON = frozenset(("下午", "晚上", "晚", "晚间", "傍晚"))
_NIGHT = frozenset(("夜间", "夜里", "夜晚", "深夜"))
_STOPS_AT = Guarded(r"(?:止于|终止于|截止于?|截至|截止到)(?:每[日天晚周]|当[日天])?$")
_CLOCK_RANGE = re.compile(r"\s*(?:[~～—–\-]{1,2}|至|到)\s*(?:当日|次日|翌日|第二天|当天)?\s*")


def clock_times(text: str) -> tuple[list[Figure], list[tuple[int, int]]]:
    """Clock times: 17:00前, 上午9点, 22:00至次日6:00."""
    figures: list[Figure] = []
    busy: list[tuple[int, int]] = []
    last: re.Match[str] | None = None
    for found in _CLOCK.finditer(text):
        if found["h"] == "1" and _RATIO.search(text[max(0, found.start() - 16) : found.start()]):
            continue
        if (
            found["h3"]
            and not found["noon"]
            and not (last and _CLOCK_RANGE.fullmatch(text[last.end() : found.start()]))
            and text[found.end() : found.end() + 1] not in ("前", "后", "以", "之", "至", "到")
        ):
            continue
        if found["h2"] and not found["noon"] and text[found.end() : found.end() + 1] in ("钟", "内", "以"):
            continue
        if (
            found["h2"]
            and not found["noon"]
            and text[max(0, found.start() - 1) : found.start()] in ("第", "每", "小", ".")
        ):
            continue
        busy.append(found.span())
        if last is not None and (_CLOCK_RANGE.fullmatch(text[last.end() : found.start()])):
            figures.pop()
            figures.append(
                figure_at(
                    last.start(),
                    found.end(),
                    text,
                    (_clock(last), _clock(found, _noon_of(last, found, text))),
                    "时刻",
                    "range",
                    "duration",
                )
            )
            last = None
            continue
        comparator: Comparator = "="
        end = found.end()
        earlier = AFTER_EARLIER.match(text, end)
        if (
            earlier
            or comparator_before(text[max(0, found.start() - 6) : found.start()]) == "<="
            or _STOPS_AT.search(text[max(0, found.start() - 8) : found.start()])
            or text[max(0, found.start() - 3) : found.start()].endswith(("延至", "延长至", "推迟至"))
        ):
            comparator = "<="
            end = earlier.end() if earlier else end
        elif text.startswith(("止", "为止", "截止"), end):
            comparator = "<="
        elif comparator_before(text[max(0, found.start() - 6) : found.start()]) == ">=":
            comparator = ">="
        elif text[end : end + 2] in ("以后", "之后") or text[end : end + 1] == "后":
            last = None
            continue  # 22:00后停止施工: a condition
        figures.append(figure_at(found.start(), end, text, _clock(found), "时刻", comparator, "deadline"))
        last = found
    return figures, busy


def _noon_of(last: re.Match[str], found: re.Match[str], text: str) -> str | None:
    """下午3点至5点: the half of the day goes on, unless the next day is named."""
    between = text[last.end() : found.start()]
    return None if "日" in between or "天" in between else last["noon"]


def _clock(found: re.Match[str], noon: str | None = None) -> str:
    hour = int(found["h"] or found["h2"] or number_of(found["h3"]))
    minute = found["m"] or (
        f"{int(found['m2']):02d}" if found["m2"] else "30" if found["m3"] or found["m4"] else "00"
    )
    half = found["noon"] or noon
    if (
        (half in _AFTERNOON and hour < 12)
        or (half in _NIGHT and 5 <= hour < 12)
        or (half == "中午" and hour < 3)
    ):
        return f"{hour + 12}:{minute}"
    return f"{found['h'] or hour}:{minute}"
