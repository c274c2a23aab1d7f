"""A demand's own words without joining words, subject and word of force: the core of a line."""

from __future__ import annotations

import re
from functools import cache

from checklists.doers import doer_of
from checklists.modals import Modal, compact, modal_in
from checklists.negation import absent, bound_after_not, words_of
from indexer.clauses import Handbook
from indexer.demands.model import Demand
from indexer.demands.words import one_of

LIST = re.compile(
    r"(?:(?:按|按照|依|依照|根据)(?:以下|下列|如下)|以下|下列|如下)(?:各项|各点|各条|的)?"
    r"(?:[一二两三四五六七八九十\d]+(?:个)?(?:项|类|种|点|条|步|方面|款|级|档|阶段|环节|部分|层|小组|问|点)?)?"
    r"(?P<what>步骤|顺序|程序|要求|规定|方法|措施|事项|内容|行为|情形|情况|条件|频次|标准|工作|资料|信息|阶段|原则|期限|时限|方式|规则|公式|比例|口径)?"
)
"""What announces a list: 下列三项, 按下列步骤."""
STOP = "。；;，,、：: "
MARKER = re.compile(r"^[ \t]*(?:[-*+](?=[ \t])|\d{1,9}[.)、](?!\d))[ \t]*")
"""A minus before a figure is none: -15℃以下的."""
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百\d]+条\s+")
_CASE_WORD = re.compile(r"[需须应](?![时当])[^，]{1,6}的(?=\d|在|由|于|应|须|立即|及时)")
"""A case that holds a word of force: 需外委的3个工作日内联系厂家."""
_CASE = re.compile(r"[^，]{1,10}的(?:[用应由须将可]|，)")


_SEEN = re.compile(r"^(?:见到|看到|碰到|发现|遇到)[^，]{2,}$")
_COUNTED = re.compile(r"(?:不?(?:应|得)?(?:少于|低于|多于|超过|不少于|不低于|不超过)|至少)\d+(?:人|名|位)$")
"""A bound on how many of a post there are: 救生员不少于2人 keeps the post in the line."""


class Unwordable(Exception):
    """No line can be made of a demand; the message is the reason, opening with 残缺 or 待细化."""


def one_line(quote: str) -> str:
    """A quotation without list markers and line ends; entries of a closed list joined by ；."""
    lines = [compact(_ARTICLE.sub("", MARKER.sub("", one))) for one in quote.strip().split("\n")]
    first, *rest = [one for one in lines if one] or [""]
    if not rest:
        return first
    return first.rstrip(STOP) + "：" + "；".join(one.rstrip(STOP) for one in rest)


def core_of(text: str, demand: Demand, handbook: Handbook, occasion: str) -> str:
    """The demand's words without joining words, subject and word of force."""
    text = bound_after_not().sub(lambda found: "不" + found["bound"], text.rstrip(STOP))
    found = modal_in(text, demand.modality)
    if found and found.start == 0 and _CASE_WORD.match(text):
        found = None
    if demand.modality == "must_not":
        _refuse_misread(text, found)
    before, after = (text[: found.start], text[found.end :]) if found else ("", text)
    if found and found.word in words_of("kept"):
        before, after = "", text
    before = _without_subject(before, demand, handbook, occasion)
    if not found or (not before and after == text):
        after = _without_subject(after, demand, handbook, occasion)
    if (
        (before.endswith(("时", "后", "前", "的")) or _SEEN.match(before))
        and found
        and found.modality != "must_not"
    ):
        before += "，"
    if demand.modality == "must_not" and found:
        act = _without_subject(after.lstrip("，"), demand, handbook, occasion)
        if before.startswith(words_of("persons")) and "，" not in before:
            return f"无{before}{act}"
        before, after = joined_off(before), absent(act, occasion=f"{occasion}，{before}", word=found.word)
    if demand.modality == "should" and found:
        after = ("不宜" if found.word.endswith("不宜") else "宜") + after
    return joined_off(before + after)


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
        words = joined_off(part)
        if _COUNTED.match(words[len(subject) :]):
            return text
        if words.startswith(subject) and part not in occasion and not words[len(subject) :].startswith("的"):
            parts[place] = words[len(subject) :]
            break
    return "，".join(part for place, part in enumerate(parts) if part or place == len(parts) - 1)


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(rf"^(?:{one_of(words_of('joining'))}(?![行列入排肩])|[，、])")


def joined_off(text: str) -> str:
    while (cut := _joining().sub("", text)) != text and cut:
        text = cut
    return text
