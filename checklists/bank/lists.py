"""Closed lists and sequences as the text writes them: sub-items under a lead-in, or 「A、B、C三项」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checklists.bank.signs import FORMER, PENALTY
from checklists.bank.values import chinese_number
from checklists.bank.wording import (
    ANAPHORA,
    MARKER,
    MODAL,
    REFERENCE,
    segments,
    sentences,
    tidy,
    without_references,
)
from indexer.clauses import Clause
from indexer.demands.words import word_list

COUNTER = r"(?:项|类|种|个|档|级|点|步|条|方面|处|件|份|栏)"
_OPEN = re.compile(r"等[^级待候分同效于]|等$|包括但不限于|其他|之类|…")
_LEAD_LIST = re.compile(
    rf"(?:下列|以下|如下)(?P<count>[一二两三四五六七八九十\d]+)?(?P<unit>{COUNTER}?)(?:任一|任何一种)?(?P<what>[^，。：；]{{0,16}})"
)
_INLINE = re.compile(
    r"(?P<items>[^，。；：、“”（）]{2,14}(?:、[^，。；：、“”（）]{2,14}){1,8}?)(?:和|及)?(?P<count>[二两三四五六七八九十])(?P<unit>项|类|种|个|方面|个维度|部分|个方面|个环节|项内容|个步骤)(?![月日年])"
)
VERBS = frozenset(word for word in word_list("verbs", "verbs") if len(word) == 2)
LONGEST_ENTRY = 44
SHORTEST_ENTRY = 2
NOUNS = {
    "项": "事项",
    "类": "类别",
    "种": "种类",
    "档": "档次",
    "级": "级别",
    "步": "步骤",
    "条": "条件",
    "点": "要点",
    "处": "地点",
}
"""What is asked for where the text gives only a counter: 下列三项 → 哪些事项."""
_A_NOUN = re.compile(
    r"(?:途径|方法|方式|事项|内容|情形|条件|材料|资料|措施|目标|服务|项目|工作|要求|标准|行为|证件|单据|比例|期限|档案|技能|推诿语|用语)$"
)
SEQUENCE = re.compile(r"顺序|步骤|程序|流程|依次|先后|阶段")


@dataclass(frozen=True)
class Listing:
    """A closed list that a clause gives."""

    clause: Clause
    stem: str
    """The lead-in with the list asked for: 「维修工入户时应携带哪些证件和单据」."""
    entries: tuple[str, ...]
    forbidden: bool
    """The entries are what must not be done."""
    ordered: bool
    note: str
    stem_lead: str
    """The lead-in with its list, without further duties."""
    said: str
    """The whole sentence, for a list in running text; "" otherwise."""
    kind: str
    """What the entries are: acts, occasions, or matters; options come from lists of the same kind."""


def listings(clause: Clause) -> Iterator[Listing]:
    """Closed lists of a clause; a list that ends in 等 or 其他 is open and is left out."""
    told = clause.text.partition("\n")[0] if SEQUENCE.search(clause.text.partition("\n")[0]) else clause.text
    if clause.kind == "row" or FORMER.search(clause.text) or PENALTY.search(told):
        return  # points off as a step in a sequence are no list of penalties
    if "\n" in clause.text:
        listing = _items(clause)
        if listing:
            yield listing
        return
    for sentence in sentences(tidy(clause.text)):
        yield from _inline(clause, sentence)


def _items(clause: Clause) -> Listing | None:
    first, *rest = clause.text.split("\n")
    if any(re.match(r"\s{8,}", raw) for raw in rest):
        return None
    lead = tidy(first).rstrip("：，。")
    ordered = all(re.match(r"\s*\d", raw) for raw in rest) and bool(SEQUENCE.search(lead))
    entries = tuple(tidy(MARKER.sub("", raw)).strip("；。，") for raw in rest)
    if clause.lead_in or len(entries) < 3:
        return None
    found = _LEAD_LIST.search(lead)
    if found is None:
        return _banned(clause, lead, entries)
    count = _number(found["count"])
    if count is not None and count != len(entries):
        return None
    lead = without_references(lead)
    found = _LEAD_LIST.search(lead)
    if found is None or REFERENCE.search(lead):
        return None
    forbidden = bool(re.search(r"不应|不得|严禁|禁止", lead[: found.start()]))
    what = found["what"] if re.match(r"[\u4e00-\u9fff]", found["what"]) else ""
    if what in ("各项", "各点", "各条"):
        what = "事项"
    if not _A_NOUN.search(what) and (
        not what or what.startswith("之一") or what[:2] in VERBS or what[0] in "确办进处执操实采"
    ):
        noun = NOUNS.get(found["unit"] or "")
        if noun is None:
            return None
        what = noun + what
    further = _rest(lead[found.end() :])
    asked = f"{lead[: found.start()]}哪些{what}{further}"
    if what.endswith("之一") and not found.start():  # 「下列情形之一，立即停止作业：」
        force = "" if MODAL.search(further) else "应"
        asked = f"出现哪些{what.removesuffix('之一')}时，{force}{further.lstrip('的时，')}"
    if ANAPHORA.search(asked):
        return None
    kind = "禁止" if forbidden else "情形" if re.search(r"情形|情况|条件", lead) else "事项"
    whole = lead[: found.end()] + _rest(lead[found.end() :])
    return Listing(clause, asked, entries, forbidden, ordered, "list", whole, "", kind)


def _banned(clause: Clause, lead: str, entries: tuple[str, ...]) -> Listing | None:
    """「禁止保安员在岗期间：」 and 「保安员在岗期间严禁：」: bans without the word 下列."""
    found = re.match(
        r"^(?:(?:严禁|禁止|不准)(?P<who>.{4,30})|(?P<head>.{4,30}?)，?(?:严禁|禁止|不得|不应|不准))$", lead
    )
    if found is None:
        return None
    head = found["who"] or found["head"]
    if MODAL.search(head) or ANAPHORA.search(head) or REFERENCE.search(head):
        return None
    return Listing(
        clause, f"{head}，手册禁止哪些行为", entries, True, False, "list", f"{head}不应有下列行为", "", "禁止"
    )


def _rest(text: str) -> str:
    """What follows the list's name, without further duties such as 「，并填写《…》」."""
    kept = []
    for part in segments(text):
        if re.match(r"^(?:并|每|且|同时|填写|三级|责任书)", part):
            break
        kept.append(part)
    return ("，" if kept and text.startswith("，") else "") + "，".join(kept)


_OPENING = re.compile(
    r"^(?P<head>.*(?:包括|写明|登记|列明|列出|告知|公示|注明|归入|分为|覆盖|核对|检查|配置|出示|携带|复述|记录|完成|设置|约定|设定|提示|采用))(?P<first>.+)$"
)
"""Verbs after which a list in running text begins."""


def _inline(clause: Clause, sentence: str) -> Iterator[Listing]:
    """「应登记房号、联系人、联系电话、报修内容四项」: the count closes the list."""
    for found in _INLINE.finditer(sentence):
        parts = found["items"].split("、")
        parts = [*parts[:-1], *_last(parts[-1])]
        opening = _OPENING.match(sentence[: found.start()] + parts[0])
        if opening is None or _number(found["count"]) != len(parts) or len(parts) < 3:
            continue
        parts[0] = opening["first"]
        if "的" in parts[0]:
            continue
        if any(_OPEN.search(part) or _NO_ENTRY.search(part) or len(part) < SHORTEST_ENTRY for part in parts):
            continue
        if max(map(len, parts)) > 4 * min(map(len, parts)):
            continue
        stem = without_references(
            f"{opening['head']}哪些{_what(found['unit'], _tail(sentence[found.end() :]))}"
        )
        if ANAPHORA.search(stem) or REFERENCE.search(stem) or not MODAL.search(stem) or "《" in stem[-1:]:
            continue
        yield Listing(clause, stem, tuple(parts), False, False, parts[0], "", sentence, "词")


_NO_ENTRY = re.compile(r"应|不|^的|的$|并|\d|在|按|前|内$|《|》")


def _what(unit: str, tail: str) -> str:
    """What is asked for: the noun after the count, else a noun for the counter."""
    tail = re.split(r"和|及|与|，", tail)[0]
    if tail and not re.match(r"的|之一|1次|一次|[\d，]", tail):
        return tail
    names = {"项": "项目", "类": "类别", "种": "种类", "方面": "方面", "个": "项目"}
    return names.get(unit, unit.lstrip("个项")) + tail


def _tail(text: str) -> str:
    return segments(text)[0] if text and not text.startswith("，") and segments(text) else ""


def _last(text: str) -> list[str]:
    """「处理结果和签名」 as the last entry of a 顿号 list is two."""
    found = re.match(r"^(.{2,10})(?:和|及|与)(.{2,10})$", text)
    return [found[1], found[2]] if found else [text]


def _number(text: str | None) -> int | None:
    if not text:
        return None
    value = float(text) if text.isdigit() else chinese_number(text)
    return int(value) if value is not None else None


def closed(listing: Listing) -> bool:
    """Whether every entry is a plain one that may be an option."""
    return all(
        SHORTEST_ENTRY <= len(entry) <= LONGEST_ENTRY
        and not _OPEN.search(entry)
        and not REFERENCE.search(entry)
        and not ANAPHORA.search(entry)
        for entry in listing.entries
    )
