"""The wording of one checklist line, from a demand's own words: nothing softened, hardened or invented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from checklists.context import exception_after, lead_in_occasion, occasion_of, opening_of
from checklists.doers import doer_of, is_listed, post_before
from checklists.modals import Modal, compact, modal_in
from checklists.negation import absent, bound_after_not, words_of
from checklists.rows import object_of, row_line
from indexer.clauses import Clause, Handbook
from indexer.demands.model import Demand
from indexer.demands.words import one_of

COMFORTABLE = 40
"""Characters of a line that an inspector reads at a glance; longer lines lose remarks and purposes."""

SHORTEST_TOPIC = 3
"""Characters before 遵守, 确定 … that say what a list is about."""

_LIST = re.compile(
    r"(?:(?:按|按照|依|依照|根据)(?:以下|下列|如下)|以下|下列|如下)(?:的)?"
    r"(?:[一二两三四五六七八九十\d]+(?:个)?(?:项|类|种|点|条|步|方面|款|级|档|阶段|环节|部分|层|小组|问|点)?)?"
    r"(?P<what>步骤|顺序|程序|要求|规定|方法|措施|事项|内容|行为|情形|情况|条件|频次|标准|工作|资料|信息|阶段|原则|期限|时限|方式|规则|公式|比例|口径)?"
)
_PURPOSE = re.compile(r"，(?:以)?(?:确保|便于|以便|以防|防止|避免|以免|保证)[^，\d]*$")
_REMARK = re.compile(r"（[^（）\d]*(?:\[\d+\.\d+-\d+\]|本手册第?\s?\d+(?:\.\d+)?章?)[^（）\d]*）")
_STOP = "。；;，,、：: "
_MARKER = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)、])[ \t]*")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百\d]+条\s+")
_FORMER = re.compile(r"^(?:原规定|原为|原来规定|曾规定|此前规定|以前规定|旧规定)")
_DIGITS = re.compile(r"\d+(?:[.:]\d+)*")
_ANOTHER_LIMIT = re.compile(r"\d(?:分钟|小时|日|个月|年)内")
"""A part of the opening that holds a time limit is an act of its own."""
_TELLING = ("措施", "条件", "方式", "工作", "资料", "信息")
"""Nouns of a list that its verb needs: 采取措施, 具备条件."""
_OTHERS = re.compile(r"规定的其[他它]|^其[他它](?!区域|地区|项目)")
_SPECIAL_END = re.compile(
    r"准时|按时|及时|随时|小时|学时|课时|工时|同时|定时|限时|实时|(?:不得|不应|严禁|禁止|应|必须|持有|配有|设有).*的$"
)
_CASE = re.compile(r"[^，]{1,10}的(?:[用应由须将可]|，)")
_ONLY_TIME = re.compile(r"\d(?:分钟|小时|日|天|周|个月|年|个?工作日)(?:内|以内|之内|前)$")
_AFTER_TIME = re.compile(
    r"(?:分钟|小时|日|天|周|个月|年|工作日)(?:内|以内|之内|前)(?P<act>[^，。；、]{2,20})$"
)
_ANNOUNCED_ACT = re.compile(r"(?:期限|时限|时间|要求|规定|标准)([^，：。；]{2,10})：")
_SCOPE = re.compile(r"^位于[^，]*的(?:项目|小区)$")
_BARE_MODAL = re.compile(r"(?:应当|应)(?=不(?:超过|少于|低于|高于|小于|大于|短于|早于|晚于))")


class Unwordable(Exception):
    """No line can be made of a demand; the message is the reason, opening with 残缺 or 待细化."""


def line_of(clause: Clause, demand: Demand, handbook: Handbook, demands: Sequence[Demand] = ()) -> str:
    """One verifiable line: condition, what is asked with its bound, exception.

    Args:
        clause: Where the demand stands.
        demand: What is asked.
        handbook: For the names of posts.
        demands: All demands of the clause; what stands before the first of a sentence belongs to each.

    Raises:
        Unwordable: The words of the demand do not stand alone, or its bound would be lost.
    """
    quote = _one_line(_own_words(demand, demands))
    if clause.kind == "row" and _is_whole_row(quote, clause):
        line = row_line(clause)
    else:
        if _FORMER.match(quote):
            raise Unwordable("非要求：已改变的旧规定")
        occasion = occasion_of(clause, demand)
        core = _core(quote, demand, handbook, occasion)
        core = _with_list(core, clause, demand, demands, occasion)
        core = _under_lead_in(core, quote, clause, demand, handbook, occasion)
        if clause.kind == "row" and object_of(clause) not in core:
            core = f"{object_of(clause)}：{core}"
        exception = compact(demand.exception or "") or exception_after(clause, demand, demands)
        core = _with_verb(core, clause, demand)
        line = _with_exception(_with_condition(core, occasion, doer_of(demand, handbook)), exception)
        opening = (*lead_in_occasion(_lead_in(clause, demand)), *opening_of(clause, demand, demands))
        line = _with_opening(line, opening, handbook)
        if clause.kind == "row":
            line = _with_frequency(line, demand)
    line = _tidy(line)
    if len(line) > COMFORTABLE and clause.kind != "row":
        line = _tidy(_PURPOSE.sub("", _REMARK.sub("", line)))
    _hold_bounds(line, demand)
    if (
        quote.endswith(("时", "期间", "的"))
        and clause.kind != "row"
        and "，" not in quote
        and not _SPECIAL_END.search(quote)
    ):
        raise Unwordable("残缺：只有条件，没有要求")
    if _SCOPE.match(quote):
        raise Unwordable("残缺：只有适用范围，没有要求")
    if "；" not in line and _OTHERS.search(line.rsplit("：", 1)[-1]):
        raise Unwordable("待细化：没有写明是哪些其他事项")
    if _says_nothing(line):
        raise Unwordable("待细化：没有写明做什么")
    if len(line) < 3:
        raise Unwordable("残缺：句子不完整")
    return line


def _says_nothing(line: str) -> bool:
    """Whether after its occasion a line only says 执行."""
    return line.rsplit("，", 1)[-1] in ("执行", "落实", "处理", "配合", "照办", "办理", "实施")


def _own_words(demand: Demand, demands: Sequence[Demand]) -> str:
    """A quotation without the words of other demands inside it: 公开下列八项，并登记：… asks for two things."""
    start, end = demand.span
    words = demand.quote
    inside = [one for one in demands if start < one.span[0] and one.span[1] <= end and one.quote in words]
    for one in inside:
        before, _, after = words.partition(one.quote)
        if "\n" not in one.quote and after.lstrip(" ").startswith(("：", ":")):
            words = before.rstrip("，, ") + after
    return words


def _one_line(quote: str) -> str:
    """A quotation without list markers and line ends; entries of a closed list joined by ；."""
    lines = [compact(_ARTICLE.sub("", _MARKER.sub("", one))) for one in quote.strip().split("\n")]
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
    if demand.modality == "must_not":
        _refuse_misread(text, found)
    before, after = (text[: found.start], text[found.end :]) if found else ("", text)
    if found and found.word in words_of("kept"):
        before, after = "", text
    before = _without_subject(before, demand, handbook, occasion)
    if not found or (not before and after == text):
        after = _without_subject(after, demand, handbook, occasion)
    if before.endswith(("时", "后", "前", "的")) and found and found.modality != "must_not":
        before += "，"
    if demand.modality == "must_not" and found:
        act = _without_subject(after.lstrip("，"), demand, handbook, occasion)
        before, after = _joined_off(before), absent(act, occasion=f"{occasion}，{before}", word=found.word)
    if demand.modality == "should" and found:
        after = ("不宜" if found.word.endswith("不宜") else "宜") + after
    return _joined_off(before + after)


def _refuse_misread(text: str, found: Modal | None) -> None:
    """A prohibition that is none: 应标出禁停范围, 不能拉闸的用绝缘物挑开, 包括用水带冲洗地面."""
    asked = modal_in(text, "must")
    if found and asked and asked.end <= found.start:
        raise Unwordable(f"残缺：句中既有“{asked.word}”又有“{found.word}”，分不清要求做还是不做")
    if found and _CASE.match(text[found.end :]):
        raise Unwordable(f"残缺：“{found.word}”说的是情形，不是禁止")
    if found is None and text.startswith("包括"):
        raise Unwordable("重复：是前一项要求的说明")


def _without_subject(text: str, demand: Demand, handbook: Handbook, occasion: str) -> str:
    """Drop a post that has its own column; a subject that is no listed post stays in the line."""
    subject = doer_of(demand, handbook)
    if not subject:
        return text
    parts = text.split("，")
    for place, part in enumerate(parts):
        words = _joined_off(part)
        if words.startswith(subject) and part not in occasion and not words[len(subject) :].startswith("的"):
            parts[place] = words[len(subject) :]
            break
    return "，".join(part for place, part in enumerate(parts) if part or place == len(parts) - 1)


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(rf"^(?:{one_of(words_of('joining'))}(?![行列入排肩])|[，、])")


def _joined_off(text: str) -> str:
    while (cut := _joining().sub("", text)) != text and cut:
        text = cut
    return text


def _with_list(core: str, clause: Clause, demand: Demand, demands: Sequence[Demand], occasion: str) -> str:
    """A closed list asked for as a whole (应包括下列三项：, 有下列情形之一的，不得：) carries its entries."""
    if "\n" not in clause.text:
        return core
    asked_singly = any(one.span[0] > clause.text.index("\n") for one in demands)
    if not _LIST.search(core) and (asked_singly or not _LIST.search(occasion)):
        return core
    first, *rest = clause.text.split("\n")
    if demand.span[0] > len(first) or any(
        compact(_MARKER.sub("", one)).rstrip(_STOP) in core for one in rest
    ):
        return core
    if demand.quote.rstrip(_STOP) not in first.rstrip(_STOP):
        return core
    entries = "；".join(compact(_MARKER.sub("", one)).rstrip(_STOP) for one in rest if one.strip())
    return f"{core.rstrip(_STOP)}：{entries}"


def _under_lead_in(
    core: str, quote: str, clause: Clause, demand: Demand, handbook: Handbook, occasion: str
) -> str:
    """An entry of a list with what its lead-in asks, unless the entry says it all."""
    lead_in = _lead_in(clause, demand)
    if not lead_in or clause.kind == "row" or quote.rstrip(_STOP) in lead_in:
        return core
    forbids = demand.modality == "must_not" and modal_in(lead_in, "must_not") is not None
    asked_as = demand if forbids or not demand.is_obligation else replace(demand, modality="must")
    lead = _core(lead_in, asked_as, handbook, occasion)
    listed = _LIST.search(lead)
    if (
        listed
        and demand.modality == "must"
        and modal_in(lead_in, "must_not")
        and not modal_in(lead_in, "must")
    ):
        raise Unwordable("残缺：列项的引语是禁止，列项却读作要求")
    if listed is None:
        if _says_it_all(core, demand):
            return core
        told = "，".join(
            part for part in lead.split("，") if not part.startswith(("并", "且")) and part not in occasion
        )
        told = _spoken(told.rstrip(_STOP), handbook)
        return f"{told}：{core}" if told else core
    if forbids:
        return _forbidden(lead, listed, core)
    asked = next(part for part in lead.split("，") if _LIST.search(part))
    again = modal_in(asked, asked_as.modality)
    if again:
        asked = asked[: again.start] + asked[again.end :]
    told = _joined_off(_announced(asked)).rstrip(_STOP)
    doer = post_before(lead_in, handbook)
    told = told.removeprefix(doer) if not told[len(doer) :].startswith("的") else told
    told = _spoken(told, handbook)
    if not told:
        return core
    return f"{told}{'' if core.startswith('“') else '：'}{core}"


def _announced(lead: str) -> str:
    """A lead-in without the words that only announce a list: 公开下列八项内容 becomes 公开.

    They stay where the sentence goes on after them: 委托符合下列三项条件的机构.
    """
    found = _LIST.search(lead)
    if found is None:
        return lead
    rest = lead[found.end() :].rstrip(_STOP)
    manner = found[0].startswith(("按", "依", "根据"))
    if rest.startswith(("的", "之一")) or (rest and not manner and len(rest) > 4):
        return lead
    noun = found["what"] if found["what"] in _TELLING else ""
    return lead[: found.start()] + (noun if not manner else "") + rest


def _spoken(told: str, handbook: Handbook) -> str:
    """What a lead-in says besides that a list follows: nothing in 当班人员处置, 动火作业 in 动火作业遵守."""
    for verb in words_of("list_verbs"):
        if told.endswith(verb):
            doer = told.removesuffix(verb)
            person = is_listed(doer, handbook) or doer.endswith(("人员", "员工", "者", "人"))
            return "" if person or len(doer) < SHORTEST_TOPIC else doer
    return told


def _forbidden(lead: str, listed: re.Match[str], core: str) -> str:
    before = lead[: listed.start()].rstrip(_STOP)
    if before.endswith("无"):
        place = before.removesuffix("无")
        return f"{before}下列行为：{core}" if "，" in core else place + absent(core)
    return f"{before}{'' if core.startswith('“') else '：'}{core}"


def _lead_in(clause: Clause, demand: Demand) -> str:
    if demand.lead_in:
        return _one_line(demand.lead_in)
    return _one_line(clause.lead_in) if clause.lead_in and clause.kind != "row" else ""


def _says_it_all(core: str, demand: Demand) -> bool:
    return modal_in(_one_line(demand.quote), demand.modality) is not None or core.startswith(
        ("未", "不", "无")
    )


def _with_condition(core: str, occasion: str, doer: str) -> str:
    missing = [
        part for part in occasion.split("，") if part and part.removeprefix(doer).rstrip("的") not in core
    ]
    return "，".join([*missing, core])


def _with_verb(core: str, clause: Clause, demand: Demand) -> str:
    """In 「一般问题3日内、较大问题7日内完成整改」 the first part borrows the verb of the last."""
    if not _ONLY_TIME.search(core):
        return core
    end = re.search(r"[。；\n]|$", clause.text[demand.span[1] :])
    rest = compact(clause.text[demand.span[1] : demand.span[1] + (end.start() if end else 0)])
    verb = _AFTER_TIME.search(rest)
    if rest.startswith(("、", "，")) and verb:
        return core + verb["act"]
    before = _ANNOUNCED_ACT.findall(compact(clause.text[: demand.span[0]]))
    return core + before[-1] if before else core


def _with_opening(line: str, opening: tuple[str, ...], handbook: Handbook) -> str:
    missing = [
        part
        for part in opening
        if part.rstrip("的") not in line
        and not _is_act(part, handbook)
        and not _LIST.search(part)
        and modal_in(part, "must") is None
        and modal_in(part, "must_not") is None
        and not _ANOTHER_LIMIT.search(part)
    ]
    for part in reversed(missing):
        line = part + line if part.endswith("：") else f"{part}，{line}"
    return line


def _is_act(part: str, handbook: Handbook) -> bool:
    """A post, alone or with what it does: 发现人立即拉闸断电 is no occasion of what follows."""
    if is_listed(part, handbook) or part.endswith(("人员", "发现人")):
        return True
    if part.endswith(("时", "后", "前", "的", "期间", "起", "：", "中", "下")):
        return False
    if "的" in part:
        return False
    names = (name for post in handbook.posts for name in (post.name, *post.aliases))
    return any(part.startswith(name) for name in (*names, "发现人", "当班人员", "现场人员"))


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
    """The figures of the demand's own words that bound it stand in the line, or there is no line."""
    quote = compact(demand.quote)
    for part in (demand.limit, demand.frequency):
        words = compact(part.words) if part else ""
        for figure in _DIGITS.findall(words):
            if figure in quote and figure not in line:
                raise Unwordable(f"残缺：限值“{words}”写不进检查行")


def _tidy(line: str) -> str:
    line = _BARE_MODAL.sub("", re.sub(r"，{2,}", "，", line).strip(_STOP))
    return re.sub(r"^(?:的|，)", "", line)
