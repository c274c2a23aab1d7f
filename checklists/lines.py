"""The wording of one checklist line, from a demand's own words: nothing softened, hardened or invented."""

from __future__ import annotations

import re

from checklists.modals import compact, modal_in
from checklists.negation import absent, bound_after_not, words_of
from checklists.rows import object_of, row_line
from indexer.clauses import Clause, Handbook
from indexer.demands.model import Demand
from indexer.demands.words import one_of

COMFORTABLE = 40
"""Characters of a line that an inspector reads at a glance; longer lines lose remarks and purposes."""

_LIST = re.compile(
    r"(?:(?:按|按照|依|依照|根据)(?:以下|下列|如下)|以下|下列|如下)(?:的)?"
    r"(?:[一二两三四五六七八九十\d]+(?:项|类|种|个|点|条|步|方面|款))?"
    r"(?P<what>步骤|顺序|程序|要求|规定|方法|措施|事项|内容|行为|情形|情况|条件|频次|标准|工作|资料|信息)?"
)
_PURPOSE = re.compile(r"，(?:以)?(?:确保|便于|以便|以防|防止|避免|以免|保证)[^，\d]*$")
_REMARK = re.compile(r"（[^（）\d]*(?:\[\d+\.\d+-\d+\]|本手册第?\s?\d+(?:\.\d+)?章?)[^（）\d]*）")
_STOP = "。；;，,、：: "
_MARKER = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)、])[ \t]*")
_DIGITS = re.compile(r"\d+(?:[.:]\d+)*")
_NOT_WORDS = ("为", "是")


class Unwordable(Exception):
    """No line can be made of a demand; the message is the reason, opening with 残缺 or 待细化."""


def line_of(clause: Clause, demand: Demand, handbook: Handbook) -> str:
    """One verifiable line: condition, what is asked with its bound, exception.

    Raises:
        Unwordable: The words of the demand do not stand alone, or its bound would be lost.
    """
    quote = _one_line(demand.quote)
    if clause.kind == "row" and _is_whole_row(quote, clause):
        line = row_line(clause)
    else:
        occasion = compact(demand.condition or "")
        core = _core(quote, demand, handbook, occasion)
        core = _with_list(core, clause, demand)
        core = _under_lead_in(core, quote, clause, demand, handbook, occasion)
        if clause.kind == "row" and object_of(clause) not in core:
            core = f"{object_of(clause)}：{core}"
        line = _with_exception(_with_condition(core, occasion), compact(demand.exception or ""))
        line = _with_frequency(line, demand)
    line = _tidy(line)
    if len(line) > COMFORTABLE:
        line = _tidy(_PURPOSE.sub("", _REMARK.sub("", line)))
    _hold_bounds(line, demand)
    if len(line) < 3:
        raise Unwordable("残缺：句子不完整")
    return line


def _one_line(quote: str) -> str:
    """A quotation without list markers and line ends; entries of a closed list joined by ；."""
    lines = [compact(_MARKER.sub("", one)) for one in quote.strip().split("\n")]
    first, *rest = [one for one in lines if one] or [""]
    if not rest:
        return first
    return first.rstrip(_STOP) + "：" + "；".join(one.rstrip(_STOP) for one in rest)


def _is_whole_row(quote: str, clause: Clause) -> bool:
    cells = [compact(cell) for cell in clause.text.split(" | ")]
    return "|" in quote or (len(cells) > 1 and sum(cell in quote for cell in cells) > 1) or quote == cells[0]


def _core(text: str, demand: Demand, handbook: Handbook, occasion: str) -> str:
    """The demand's words without joining words, subject and word of force."""
    text = bound_after_not().sub(lambda found: "不" + found["bound"], text.rstrip(_STOP))
    found = modal_in(text, demand.modality)
    before, after = (text[: found.start], text[found.end :]) if found else ("", text)
    if found and found.word in words_of("kept"):
        before, after = "", text
    before = _without_subject(before, demand, handbook, occasion)
    if not found or (not before and after == text):
        after = _without_subject(after, demand, handbook, occasion)
    after = after.removeprefix("当") if found and found.word == "应" else after
    if demand.modality == "must_not" and found:
        before, after = _joined_off(before), absent(after.lstrip("，"), occasion=occasion + "，" + before)
    if demand.modality == "should" and found and found.word in ("不宜", "建议", "推荐"):
        after = ("不宜" if found.word == "不宜" else "") + after
    return _joined_off(before + after)


def _without_subject(text: str, demand: Demand, handbook: Handbook, occasion: str) -> str:
    """Drop a post that has its own column; a subject that is no listed post stays in the line."""
    subject = compact(demand.subject or "")
    if not subject or not _is_listed(subject, handbook):
        return text
    parts = text.split("，")
    for place, part in enumerate(parts):
        bare = _joined_off(part)
        if bare.startswith(subject) and part not in occasion and not bare[len(subject) :].startswith("的"):
            parts[place] = bare[len(subject) :]
            break
    return "，".join(part for place, part in enumerate(parts) if part or place == len(parts) - 1)


def _is_listed(subject: str, handbook: Handbook) -> bool:
    names = [name for name in re.split(r"[、和与及或]", subject) if name]
    return bool(names) and all(handbook.post_named(name) is not None for name in names)


def _joined_off(text: str) -> str:
    pattern = rf"^(?:{one_of(words_of('joining'))}(?![行列入排肩])|[，、])"
    while (cut := re.sub(pattern, "", text)) != text and cut:
        text = cut
    return text


def _with_list(core: str, clause: Clause, demand: Demand) -> str:
    """A closed list asked for as a whole (应包括下列三项：) carries its entries."""
    if not _LIST.search(core) or "\n" not in clause.text:
        return core
    first, *rest = clause.text.split("\n")
    if demand.span[0] > len(first) or any(
        compact(_MARKER.sub("", one)).rstrip(_STOP) in core for one in rest
    ):
        return core
    if demand.quote.rstrip(_STOP) not in first.rstrip(_STOP):
        return core
    entries = "；".join(compact(_MARKER.sub("", one)).rstrip(_STOP) for one in rest if one.strip())
    return f"{_LIST.sub('', core, count=1).rstrip(_STOP)}：{entries}"


def _under_lead_in(
    core: str, quote: str, clause: Clause, demand: Demand, handbook: Handbook, occasion: str
) -> str:
    """An entry of a list with what its lead-in asks, unless the entry says it all."""
    lead_in = _lead_in(clause, demand)
    if not lead_in or clause.kind == "row" or quote.rstrip(_STOP) in lead_in:
        return core
    lead = _core(lead_in, demand, handbook, occasion)
    listed = _LIST.search(lead)
    if listed is None:
        return core if _says_it_all(core, demand) else f"{lead}：{core}"
    if demand.modality == "must_not":
        return _forbidden(lead, listed, core)
    lead = _LIST.sub("", lead, count=1)
    asked = [
        part
        for part in lead.split("，")
        if part
        and not part.startswith(("并", "且", "同时"))
        and part not in occasion
        and not part.endswith(("时", "后", "前"))
    ]
    told = _joined_off("，".join(asked)).rstrip(_STOP)
    if _only_announces(told, handbook):
        return core
    return f"{told}：{core}"


def _only_announces(told: str, handbook: Handbook) -> bool:
    """A lead-in such as 当班人员处置 says only that a list follows."""
    if not told:
        return True
    for verb in words_of("list_verbs"):
        if told.endswith(verb):
            doer = told.removesuffix(verb)
            return not doer or _is_listed(doer, handbook) or doer.endswith(("人员", "员工", "者", "人"))
    return False


def _forbidden(lead: str, listed: re.Match[str], core: str) -> str:
    before = lead[: listed.start()].rstrip(_STOP)
    if before.endswith("无") or listed["what"] in ("行为", "情形", "情况"):
        if core.startswith(("未", "不", "无")) and not before.strip("无未"):
            return core
        return f"{before}下列行为：{core}" if "，" in core else before + core
    return f"{before}：{core}"


def _lead_in(clause: Clause, demand: Demand) -> str:
    if demand.lead_in:
        return _one_line(demand.lead_in)
    return _one_line(clause.lead_in) if clause.lead_in and clause.kind != "row" else ""


def _says_it_all(core: str, demand: Demand) -> bool:
    return modal_in(_one_line(demand.quote), demand.modality) is not None or core.startswith(
        ("未", "不", "无")
    )


def _with_condition(core: str, occasion: str) -> str:
    missing = [part for part in occasion.split("，") if part and part.rstrip("的") not in core]
    return "，".join([*missing, core])


def _with_exception(line: str, exception: str) -> str:
    if not exception or exception in line:
        return line
    return f"{line}（{exception}）"


def _with_frequency(line: str, demand: Demand) -> str:
    words = compact(demand.frequency.words) if demand.frequency else ""
    if not words or words in line or (demand.frequency and demand.frequency.times is None):
        return line
    if all(figure in line for figure in _DIGITS.findall(words)) and _DIGITS.search(words):
        return line
    return line if words.lstrip("每") in line else f"{line}，{words}"


def _hold_bounds(line: str, demand: Demand) -> None:
    """The figures of a bound and a frequency stand in the line, or there is no line."""
    for part in (demand.limit, demand.frequency):
        for figure in _DIGITS.findall(compact(part.words) if part else ""):
            if figure not in line:
                raise Unwordable(f"残缺：限值“{compact(part.words) if part else ''}”写不进检查行")


def _tidy(line: str) -> str:
    line = re.sub(r"，{2,}", "，", line).strip(_STOP)
    return re.sub(r"^(?:的|，)", "", line)
