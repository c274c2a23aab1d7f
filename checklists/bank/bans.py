"""Questions on what is forbidden, recommended or simply to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.content import content
from checklists.bank.wording import ANAPHORA, MODAL, as_case, segments, tidy
from checklists.bank.workshop import Fact, Workshop, placed
from checklists.question import Question, ordinal

_BAN = re.compile(r"不应当|不应|不得|严禁|禁止|不准|不许|切勿|请勿")


ENDING = "这一做法符合手册规定。"
"""One end for bans and duties, so that no wording gives the answer away and none is negated twice."""
LISTED_ELSEWHERE = "手册列明"
"""A case must show the act, not point to a list."""
_VAGUE = re.compile(
    r"不|除外|仅|只|及时|妥善|加强|定期|适当|合理|尽快|认真|积极|主动|热情|符合|按规定|按要求|必要|等$|等[，。；]|包括|作为|第一责任人"
)
"""Words of a duty that no case can show, or that a case could break in another way."""
_ITS = re.compile(r"其(?!他|余|中|间)")
"""Its object stands in another part of the sentence."""
SHORTEST_BANNED = 4
SHORTEST_ACT, LONGEST_OPTION = 10, 60
LONGEST_ACT = 90
"""Characters of a case."""


def ban_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """True/false on a prohibition, as a statement or as a case; and which of four acts is forbidden."""
    text = fact.frame.single
    bans = list(_BAN.finditer(text))
    if len(bans) != 1 or re.search(r"(?:不应|不得)(?:少于|低于|超过|高于|多于)", text):
        return
    ban = bans[0]
    if re.search(r"的$", text[: ban.start()]) or re.search(
        r"任何(?:理由|借口|形式|方式|名义)", text[ban.end() :]
    ):
        return  # 「体温超过37.3℃的不准上岗」 leaves no sentence behind
    if ban.group() not in tidy(fact.demand.quote) or re.match(r"[不未无非]|没有", text[ban.end() :]):
        return
    if MODAL.search(_BAN.sub("", text)) or re.search(r"“[^”]*$", text[: ban.start()]):
        return
    if (
        any(part not in text and not MODAL.search(part) for part in segments(fact.frame.text))
        or len(text) - ban.end() < SHORTEST_BANNED
        or (text != fact.frame.text and _ITS.search(text[ban.end() :]))
    ):
        return  # 「陪检员单独护送」 without the patients that it is about
    done = re.sub(r"一律|一概|绝对", "", text[: ban.start()]) + text[ban.end() :]
    if LISTED_ELSEWHERE in text:
        return
    yield from _judged(shop, fact, done, f"手册的说法是“{ban.group()}”", allowed=False)
    yield from _which(shop, fact, done, f"手册的说法是“{ban.group()}”")


def duty_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """True/false on a duty: the counterpart of a ban, so that no wording gives it away."""
    done = required_act(fact.frame.single)
    case = bool(fact.frame.subject and re.match(r"^[^，]{3,}(?:时|后|前|的)，", done))
    if done and (case or fact.clause.confirmed_class == "A") and len(done) <= LONGEST_ACT:
        yield from _judged(shop, fact, done, "这是手册要求的做法", allowed=True)


def required_act(text: str) -> str:
    """A duty as something done, or "" where no case can show it."""
    if LISTED_ELSEWHERE in text or _VAGUE.search(text):
        return ""
    if any(word not in ("应", "应当", "必须", "须") for word in MODAL.findall(text)):
        return ""
    return MODAL.sub("", text)


def _judged(shop: Workshop, fact: Fact, done: str, why: str, *, allowed: bool) -> Iterator[Question]:
    yield shop.question(
        fact, "truefalse", f"情景：{as_case(done)}。{ENDING}", (), allowed, f"{why}。", scenario=True
    )


def _which(shop: Workshop, fact: Fact, done: str, why: str) -> Iterator[Question]:
    """「下列哪种做法是手册**不允许**的？」 against what the handbook itself requires."""
    if not 6 <= len(done) <= LONGEST_OPTION:
        return
    wrong: list[str] = []
    against: set[str] = set()
    for _, clause, other in sorted(_nearby(shop, fact)):
        if not 0.6 <= len(other) / len(done) <= 1.7 or len(content(other) & content(done)) > 2:
            continue
        wrong.append(other)
        against.add(clause)
        if len(wrong) == 3:
            break
    if len(wrong) < 3:
        return
    options, place = placed(as_case(done), wrong, fact.seed)
    stem = "按手册规定，下列哪种做法是**不允许**的？"
    yield shop.question(
        fact, "single", stem, options, place, f"{why}；“{wrong[0]}”是手册要求的做法。", against=against
    )


def _nearby(shop: Workshop, fact: Fact) -> Iterator[tuple[int, str, str]]:
    """Required acts of the same chapter, ranked by a hash of their clause: an edit elsewhere moves none."""
    chapter = fact.clause.section.split(".")[0]
    for clause, done in shop.required:
        if clause.section.split(".")[0] == chapter and clause.id != fact.clause.id:
            yield ordinal(fact.seed, clause.id), str(clause.id), done


WORDS_OF_FORCE = {
    "宜": ("应", "宜", "可"),
    "不宜": ("不应", "不宜", "可"),
    "严禁": ("严禁", "不宜", "可", "必须"),
    "不应": ("不应", "不宜", "可", "应"),
    "不得": ("不得", "不宜", "可", "应"),
    "禁止": ("禁止", "不宜", "可", "必须"),
    "应": ("应", "宜", "可", "不应"),
    "必须": ("必须", "宜", "可", "不应"),
}
"""Words offered in the place of one; each is of another force, 应 and 必须 never stand side by side."""


def force_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """「手册的说法是：宜 / 应 / 可」, where the force is the point."""
    text = fact.frame.single
    found = list(MODAL.finditer(text))
    if (
        len(found) != 1
        or len(text) < SHORTEST_ACT
        or ANAPHORA.search(text)
        or found[0].group() not in WORDS_OF_FORCE
        or LISTED_ELSEWHERE in text
    ):
        return
    word = found[0].group()
    blank = text[: found[0].start()] + "（　）" + text[found[0].end() :]
    options = sorted(WORDS_OF_FORCE[word], key=lambda each: ordinal(fact.seed, "place", each))
    stem = f"手册中下面这句话的要求程度是哪一种？“{blank}”"
    kind = "建议，不是强制要求" if word in ("宜", "不宜") else "强制要求"
    why = f"手册的用词是“{word}”，是{kind}。"
    yield shop.question(fact, "single", stem, options, options.index(word), why)
