"""Questions on what is forbidden, recommended or simply to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.content import content
from checklists.bank.wording import MODAL
from checklists.bank.workshop import Fact, Workshop, placed
from checklists.question import Question, ordinal

_BAN = re.compile(r"不应当|不应|不得|严禁|禁止|不准|不许|切勿|请勿")


ALLOWED, REFUSED = "符合手册规定。", "属于手册不允许的做法。"
"""Both ends are used of bans and of duties, so that neither gives the answer away."""
LONGEST_ACT = 90
"""Characters of a case."""


def ban_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """True/false on a prohibition, as a statement or as a case; and which of four acts is forbidden."""
    text = fact.frame.text
    bans = list(_BAN.finditer(text))
    if len(bans) != 1 or re.search(r"(?:不应|不得)(?:少于|低于|超过|高于|多于)", text):
        return
    ban = bans[0]
    if MODAL.search(_BAN.sub("", text)) or re.search(r"“[^”]*$", text[: ban.start()]):
        return
    done = text[: ban.start()] + text[ban.end() :]
    yield from _judged(shop, fact, done, f"手册的说法是“{ban.group()}”", allowed=False)
    yield from _which(shop, fact, ban)


def duty_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """True/false on a duty without figures: the counterpart of a ban, so that no wording gives it away."""
    text = fact.frame.text
    if len(MODAL.findall(text)) != 1 or re.search(r"不|除外|仅|只", text):
        return
    done = MODAL.sub("", text)
    if len(done) <= LONGEST_ACT:
        yield from _judged(shop, fact, done, "这是手册要求的做法", allowed=True)


def _judged(shop: Workshop, fact: Fact, done: str, why: str, *, allowed: bool) -> Iterator[Question]:
    end = ALLOWED if ordinal(fact.seed, "end") % 2 else REFUSED
    why = f"{why}。"
    if re.match(r"^[^，]{3,}(?:时|后|前|的)，", done):
        yield shop.question(
            fact,
            "truefalse",
            f"情景：{done}。这一做法{end}",
            (),
            (end == ALLOWED) is allowed,
            why,
            scenario=True,
        )
    else:
        yield shop.question(fact, "truefalse", f"{done}，{end}", (), (end == ALLOWED) is allowed, why)


def _which(shop: Workshop, fact: Fact, ban: re.Match[str]) -> Iterator[Question]:
    """「下列哪项是手册规定秩序维护员**不应**做的？」 against what the same post has to do."""
    text, subject = fact.frame.text, fact.frame.subject
    if not subject or not text[: ban.start()].endswith(subject):
        return
    key = text[ban.end() :]
    occasion = text[: ban.start() - len(subject)].strip("，")
    if not 4 <= len(key) <= 40 or "，" in key:
        return
    wrong: list[str] = []
    against: set[str] = set()
    for act, clause in sorted(duties(shop, subject), key=lambda each: ordinal(fact.seed, each[0])):
        if (
            not 0.5 <= len(act) / len(key) <= 1.9
            or content(act) & content(key)
            or clause == str(fact.clause.id)
        ):
            continue
        wrong.append(act)
        against.add(clause)
        if len(wrong) == 3:
            break
    if len(wrong) < 3:
        return
    options, place = placed(key, wrong, fact.seed)
    when = f"{occasion}，" if occasion else ""
    stem = f"按手册规定，{when}下列哪项是{subject}**不应**做的？"
    why = f"手册的说法是“{ban.group()}”；“{wrong[0]}”是手册要求做的。"
    yield shop.question(fact, "single", stem, options, place, why, against=against)


def duties(shop: Workshop, subject: str) -> list[tuple[str, str]]:
    """What a post must do without figure or condition, as short verb phrases, with their clauses."""
    found = []
    for clause in shop.handbook.clauses:
        for demand in shop.demands[str(clause.id)]:
            if demand.modality != "must" or demand.condition or demand.exception or demand.subject != subject:
                continue
            act = re.sub(r"\s", "", demand.action or "").removeprefix(subject)
            if 4 <= len(act) <= 40 and not re.search(
                r"不|应|须|其|该|下列|，|\[|本手册|\d|[一二三四五六七八九十]|并|述", act
            ):
                found.append((act, str(clause.id)))
    return found


def force_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """「手册的说法是：宜 / 应 / 可 / 不应」, where the force is the point."""
    text = fact.frame.text
    found = list(re.finditer(r"不宜|宜(?!居)", text))
    if len(found) != 1 or re.search(r"应(?!急)|可(?!能)|不得", text):
        return
    word = found[0]
    blank = text[: word.start()] + "（　）" + text[word.end() :]
    words = ["应", "宜", "可"] if word.group() == "宜" else ["不应", "不宜", "可"]
    stem = f"手册对下面这句话的要求程度是哪一种？“{blank}”"
    options = sorted(words, key=lambda each: ordinal(fact.seed, "place", each))
    why = f"手册的用词是“{word.group()}”，是建议，不是强制要求。"
    yield shop.question(fact, "single", stem, options, options.index(word.group()), why)
