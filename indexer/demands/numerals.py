"""Numbers as Chinese texts write them: 30, 1.5万, 二十四, 半, 百分之九十, 三分之二."""

from __future__ import annotations

import re

_DIGITS = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    "〇": 0, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

ARABIC = r"[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,9})?|[0-9]{1,15}(?:\.[0-9]{1,9})?"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅俩仨]{1,20}(?:点[零〇一二三四五六七八九]{1,6})?"
ALONE = r"(?<![零〇一二两三四五六七八九十百千万亿廿卅0-9])"
"""Put before `NUMBER`: a number does not begin inside another, and a long run of numerals is not tried over and over."""
NUMBER = rf"(?:(?:{ARABIC})\s?(?:[百千]?[万亿]|[百千](?![米克瓦伏卡帕赫]))?(?:(?<=[万亿])[0-9]{{1,4}}[百千](?![米克瓦伏卡帕赫]))?|{CHINESE}|半)"
"""Pattern of one number, without groups."""


def number_of(text: str) -> int | float:
    """Read a number; whole ones are `int`.

    >>> number_of("24"), number_of("二十四"), number_of("1.5万"), number_of("半"), number_of("十二点五"), number_of("廿四")
    (24, 24, 15000, 0.5, 12.5, 24)
    >>> number_of("1万5千"), number_of("3千"), number_of("12,500.5")
    (15000, 3000, 12500.5)

    Raises:
        ValueError: `text` is no number.
    """
    plain = text.replace(",", "").replace(" ", "").strip()
    if plain == "半":
        return 0.5
    if plain[:1].isdigit() and plain[:1].isascii():
        return _whole(sum(_scaled(part[1], part[2]) for part in _PARTS.finditer(plain)))
    whole, point, fraction = plain.partition("点")
    value: float = _chinese(whole)
    if point:
        value += float("0." + "".join(str(_DIGITS[char]) for char in fraction))
    return _whole(value)


_PARTS = re.compile(r"([0-9]+(?:\.[0-9]+)?)([百千万亿]*)")
"""1万5千: what is added up."""
_PAIR = re.compile(r"[一二两三四五六七八九]{2}")


def vague_pair(text: str) -> tuple[int, int] | None:
    """The ends of 三五, 两三, 七八, which say no number.

    >>> vague_pair("三五"), vague_pair("两三"), vague_pair("十五"), vague_pair("三")
    ((3, 5), (2, 3), None, None)
    """
    if not _PAIR.fullmatch(text):
        return None
    low, high = (_DIGITS[sign] for sign in text)
    return (low, high) if low < high else None


def _scaled(number: str, signs: str) -> float:
    value: float = float(number) if "." in number or len(number) < 16 else int(number)
    for sign in signs:
        value *= _MYRIADS.get(sign) or _TENS[sign]
    return value


def _whole(value: float) -> int | float:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _chinese(text: str) -> int:
    """一千二百三十四万 and 二〇二六 alike."""
    if not text:
        raise ValueError("no numeral")
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        elif char in _MYRIADS:
            total = (total + (section + digit or 1)) * _MYRIADS[char]
            section = digit = 0
        else:
            raise ValueError(f"{text!r} is no number")
    return total + section + digit
