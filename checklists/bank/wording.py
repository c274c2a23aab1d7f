"""Cutting sentences: tidy text, sentences, comma segments, references. No meaning yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPENERS = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」", "[": "]", "【": "】"}
MARKER = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)、])\s+")

MODAL = re.compile(
    r"不应当(?![日月年场班天面晚周])|不得(?!不)|不应|不准|不许|不予|不宜|不可以|不可|不能|严禁|禁止|切勿|请勿|必须|务必|应当(?![日月年场班天面晚周])|应该|均应"
    r"|(?<![对相响供反适效感呼回照答顺策因])应"
    r"(?!急|收|付|届|用(?:程序|软件|系统|场景|于|技术|平台|范围)|答(?!复)|变(?!更)|力|对(?:措施|突发|方案|能力|预案|办法|工作|策略)|聘|邀|激|有尽)"
    r"|(?<![必])须(?!知)|需(?!求|方)|可以|(?<![许认尚])可(?!能|靠|疑|燃|见|视|回收|行|用|追溯|知)|宜(?!居)|方可"
)
"""Words of force as they stand in a sentence."""

_SPACE = re.compile(r"\s+")
_LATIN_GAP = re.compile(r"(?<=[A-Za-z])\s+(?=[A-Za-z])")


def tidy(text: str) -> str:
    """Text without layout: no spaces but between Latin words, full-width commas."""
    kept = _LATIN_GAP.sub("\0", text)
    kept = _SPACE.sub("", kept).replace("\0", " ")
    return re.sub(r"(?<=[\u4e00-\u9fff》）”]),|,(?=[\u4e00-\u9fff])", "，", kept).replace(";", "；")


def split_outside(text: str, stops: str) -> list[str]:
    """Cut `text` at any of `stops` that stands outside brackets and quotes; stops are dropped."""
    parts: list[str] = []
    depth: list[str] = []
    start = 0
    for place, letter in enumerate(text):
        if depth and letter == depth[-1]:
            depth.pop()
        elif letter in OPENERS and OPENERS[letter] in text[place:]:
            depth.append(OPENERS[letter])
        elif letter in stops and not depth:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def sentences(line: str) -> list[str]:
    """Sentences of one line, cut at 。；！？, without the stop."""
    return split_outside(line, "。；！？;")


def segments(sentence: str) -> list[str]:
    """Comma segments of one sentence."""
    return split_outside(sentence, "，：")


_LOCAL = re.compile(r"（[^（）]*(?:为(?:当地)?法规要求|公司标准)）")
"""A remark on where a rule comes from."""
_REMARK = re.compile(r"（[^（）]*(?:\[\d+\.\d+-\d+\]|本手册|\d\.\d(?=）))[^（）]*）")
_BY_REFERENCE = re.compile(
    r"(?:仍|均)?按(?:照)?(?:本手册)?(?:\[\d+\.\d+-\d+\]|\d+\.\d+)(?:、(?:\[\d+\.\d+-\d+\]|\d+\.\d+))*的"
    r"[^，。；]{0,10}?(?:时限|标准|规定|期限|要求|\d+分钟(?=到场))"
)
_BY_SECTION = re.compile(
    r"(?<![料录据单案])按(?:照)?(?:本手册)?(?:\[\d+\.\d+-\d+\]|\d+\.\d+)"
    r"(?=在|完成|申请|接收|组织|告知|移交|规定的|评估|计算|核对)"
)
REFERENCE = re.compile(r"\[\d+\.\d+-\d+\]|本手册\d|第\d+章")

ANAPHORA = re.compile(
    r"上述|前款|前述|前条|本条|本款|下表|上表|上列|下列|以下(?=[^，。]{0,12}[：:])|如下|同上"
    r"|(?:^|[，。；])(?:该|此|其)(?!他|余|中|间)|(?<![应活因如从自在就彼据以特在])此(?!后|外|前|类|时起)|(?<!应)该(?!区域|岗位证|项分|项为)(?=[\u4e00-\u9fff])"
)
"""Words that point outside the sentence."""


def points_out(text: str) -> bool:
    """Whether a sentence points to something that it does not name: 该户 does not, after 户内跑水."""
    return any(
        not (
            found.group().endswith("该")
            and (text[found.end() : found.end() + 2] in text[: found.start()] or _household(text, found))
        )
        for found in ANAPHORA.finditer(text)
    )


def _household(text: str, found: re.Match[str]) -> bool:
    return text[found.end() : found.end() + 1] == "户" and "户" in text[: found.start()]


def without_references(text: str) -> str:
    """Drop remarks and phrases that only point to another clause."""
    text = _LOCAL.sub("", _REMARK.sub("", text))
    return _BY_SECTION.sub("", _BY_REFERENCE.sub("", text))


def as_case(text: str) -> str:
    """A rule as a case: 员工 for 全体员工, （不属于“…”的情形） for （…的除外）."""
    text = re.sub(r"全体(?=员工)|任何(?=人员)", "", text)
    text = re.sub(r"^除([^，（）]{2,30}?)(?:以外|之外|外)，(.+)$", r"\2（\1除外）", text)
    text = re.sub(r"，([^，（）]{2,30}?除外)$", r"（\1）", text)
    return re.sub(r"（([^（）]{2,30}?)的?除外）", r"（不属于“\1”的情形）", text)


_ANOTHER = re.compile(r"^(?:业主|住户|公司|双方|其中)")
"""Somebody else whom a further part of a sentence is about."""


_DANGLING = re.compile(r"(?<=[^，]{4})，[^，]{2,20}(?:的|时|后|前)$")
"""The case of a duty that was cut off."""


def without_tail(text: str, asked: str) -> str:
    """`text` up to the part that holds `asked` and what belongs to it: further duties ask nothing more.

    An exception stays, wherever it stands.
    """
    parts = segments(text)
    place = next((number for number, part in enumerate(parts) if asked in part), len(parts))
    for number in range(place + 1, len(parts)):
        if not MODAL.search("，".join(parts[place:number])):
            continue  # 「哪个岗位发现异常时，应…」
        later = "，".join(parts[number:])
        if re.search(r"除外|[（）“”]", later):
            return text
        if MODAL.search(parts[number]) or _ANOTHER.match(parts[number]):
            kept = text[: text.index(parts[number], text.index(asked))].rstrip("，：")
            return _DANGLING.sub("", kept)
    return text


@dataclass(frozen=True)
class Line:
    """One line of a clause with the sentence that holds a quotation."""

    lead: str
    """The clause's first line, if the sentence stands in a sub-item; else ""."""
    before: tuple[str, ...]
    sentence: str
    after: tuple[str, ...]
    item: bool
    """It stands in a sub-item."""
    ordered: bool
    """The sub-items are numbered."""


def line_of(text: str, span: tuple[int, int], quote: str) -> Line | None:
    """The line and sentence of `text` in which `quote` stands; `None` where it runs over two sentences."""
    start = 0
    quote = quote.split("\n")[0]
    lines = text.split("\n")
    for number, raw in enumerate(lines):
        end = start + len(raw)
        if start <= span[0] <= end:
            body = MARKER.sub("", raw) if number else raw
            found = _find(tidy(body), tidy(quote))
            if found is None:
                return None
            parts, place = found
            return Line(
                tidy(lines[0]) if number else "",
                tuple(parts[:place]),
                parts[place],
                tuple(parts[place + 1 :]),
                number > 0,
                bool(re.match(r"\s*\d", raw)) if number else False,
            )
        start = end + 1
    return None


def _find(line: str, quote: str) -> tuple[list[str], int] | None:
    parts = sentences(line)
    wanted = quote.rstrip("。；，：;")
    for place, part in enumerate(parts):
        if wanted in part:
            return parts, place
    return None
