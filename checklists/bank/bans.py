"""Questions on what is forbidden, recommended or simply to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checklists.bank.signs import VERBS, acts
from checklists.bank.wording import ANAPHORA, MODAL, as_case, segments, tidy
from checklists.bank.workshop import Fact, Workshop
from checklists.negation import words_of
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
SHORTEST_ALONE = 7
"""Characters of an act that was cut out of a longer sentence and must still say what it is done to."""
SHORTEST_ACT = 8
LONGEST_OPTION = 66
LONGEST_ACT = 90
"""Characters of a case."""


@dataclass(frozen=True)
class Ban:
    """A prohibition that can be shown as something done."""

    fact: Fact
    head: str
    """Who and when: 「燃气泄漏现场，全体员工」."""
    word: str
    act: str

    @property
    def done(self) -> str:
        return as_case(re.sub(r"一律|一概|绝对", "", self.head) + self.act)

    @property
    def why(self) -> str:
        return f"手册的说法是“{self.word}”"


def ban_of(fact: Fact) -> Ban | None:
    """The prohibition of a fact; `None` where no plain sentence is left without its word of force."""
    text = fact.frame.single
    bans = list(_BAN.finditer(text))
    if len(bans) != 1 or re.search(r"(?:不应|不得)(?:少于|低于|超过|高于|多于|大于|小于|长于|短于)", text):
        return None
    ban = bans[0]
    if re.search(r"的$", text[: ban.start()]) or re.search(
        r"任何(?:理由|借口|形式|方式|名义)", text[ban.end() :]
    ):
        return None  # 「体温超过37.3℃的不准上岗」 leaves no sentence behind
    if ban.group() not in tidy(fact.demand.quote) or re.match(r"[不未无非]|没有", text[ban.end() :]):
        return None
    if MODAL.search(_BAN.sub("", text)) or re.search(r"“[^”]*$", text[: ban.start()]):
        return None
    if (
        any(part not in text and not MODAL.search(part) for part in segments(fact.frame.text))
        or len(text) - ban.end() < SHORTEST_BANNED
        or (text != fact.frame.text and _ITS.search(text[ban.end() :]))
    ):
        return None  # 「陪检员单独护送」 without the patients that it is about
    if text != fact.frame.text and len(text) - ban.end() < SHORTEST_ALONE:
        return None  # 「使用铅笔」 for what?
    if LISTED_ELSEWHERE in text or re.search(r"任何人(?!员)", text):
        return None
    head, subject = text[: ban.start()], fact.frame.subject or ""
    if subject not in head and not text[ban.end() :].startswith(subject):
        if head and not head.endswith("，"):
            return None
        head += subject  # 「不应伪造会计凭证」 was cut off from the 会计 who stands before
    act, *later = segments(text[ban.end() :])
    for part in later:
        whole = act.count("（") == act.count("）") and act.count("“") == act.count("”")
        if whole and not (acts(part) or re.match(r"且|并|或|也", part)):
            break  # 「不应引用旧版条号，《清单》同步标注」 goes on about something else
        act = f"{act}，{part}"
    return Ban(fact, head, ban.group(), act)


def is_absurd(done: str) -> bool:
    """Whether nobody takes an act for right, handbook or no handbook."""
    return any(word in done for word in words_of("absurd", "questions"))


_EXCEPTED = re.compile(r"（不属于“([^”]+)”的情形）")
"""How a case stands outside an exception."""


def ban_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """True/false on a prohibition as a case, and what it counts up."""
    ban = ban_of(fact)
    if ban is not None:
        excepted = _EXCEPTED.search(ban.done)
        # of several acts an exception may take out one only
        inside = excepted is not None and not re.search(r"、|或", ban.act.partition("（")[0])
        done = _EXCEPTED.sub(r"（属于“\1”的情形）", ban.done) if inside else ban.done
        why = f"{ban.why}，但这种情形除外" if inside else ban.why
        if inside or not is_absurd(done) or fact.clause.confirmed_class == "A":
            yield from _judged(shop, fact, done, why, allowed=inside)
        else:
            shop.refuse(fact.clause, fact.demand, "非要求：不读手册也知道的禁止，不值得问")
        yield from _points(shop, ban)


def duty_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """True/false on a bold act that the handbook requires: the counterpart of a ban.

    What anybody takes for right is not asked; where life is at stake it is kept for a clause that has nothing else.
    """
    text = fact.frame.single
    if "\n" in fact.clause.text and fact.demand.span[0] > fact.clause.text.index("\n"):
        return  # who does one entry of a list has not done all that is asked
    rest = fact.frame.text.replace(text, "", 1)
    others = shop.roles.named(rest) - shop.roles.named(fact.frame.subject)
    own = [part.replace("还应", "应") for part in segments(text)]
    left = [part for part in segments(fact.frame.text) if part.replace("还应", "应") not in own]
    if any(fact.frame.subject and fact.frame.subject in part and MODAL.search(part) for part in left):
        return  # the same post is asked for more before
    if goes_on(fact) or (text != fact.frame.text and not others) or _BANDS.search(text):
        return  # who does half of what is asked does not comply
    done = required_act(text)
    if fact.frame.subject:  # 「甲和乙上岗前，乙持有…」 is a case of 乙 alone
        post = re.escape(fact.frame.subject)
        done = re.sub(rf"^[^，]{{2,}}[和、](?P<own>{post}[^，]*[前时后]，){post}", r"\g<own>", done)
    bold = bool(fact.frame.subject) and any(word in done for word in words_of("bolder", "questions"))
    if done and (bold or fact.clause.confirmed_class == "A") and len(done) <= LONGEST_ACT:
        yield from _judged(shop, fact, done, "这是手册要求的做法", allowed=True)


_BANDS = re.compile(r"以[上下][^，]{0,10}的，.*以[上下][^，]{0,10}的，")
"""Rules for several bands, which are no case."""


def goes_on(fact: Fact) -> bool:
    """Whether the sentence asks the same post for more: 「…应在门上留条，并电话告知客服员」."""
    quote = fact.demand.quote.split("\n")[0].rstrip("。；，：")
    text = fact.clause.text
    at = text.find(quote)
    if at < 0 or not (later := re.match(r"，\s*(?P<next>[^。；\n]+)", text[at + len(quote) :])):
        return False
    words = tidy(later["next"])
    return bool(re.match(r"并|且|同时|再", words)) or (acts(words) and "除外" not in words)


def required_act(text: str) -> str:
    """A duty as something done, or "" where no case can show it."""
    if LISTED_ELSEWHERE in text or _VAGUE.search(text):
        return ""
    if any(word not in ("应", "应当", "必须", "须", "方可") for word in MODAL.findall(text)):
        return ""
    return MODAL.sub("", text)


def _judged(shop: Workshop, fact: Fact, done: str, why: str, *, allowed: bool) -> Iterator[Question]:
    yield shop.question(
        fact, "truefalse", f"情景：{as_case(done)}。{ENDING}", (), allowed, f"{why}。", scenario=True
    )


_AND = re.compile(r"、|或者|或|以及")
MOST_POINTS = 6


def _points(shop: Workshop, ban: Ban) -> Iterator[Question]:
    """「燃气泄漏现场，员工严禁做哪些事？」 where the ban counts up several acts, each whole by itself."""
    parts = [part for part in _AND.split(ban.act) if part]
    if not 3 <= len(parts) <= MOST_POINTS or re.search(r"等|其他|[（《“，]", ban.act):
        return
    if not all(len(part) == 2 and part not in VERBS for part in parts) and not all(
        len(part) > 2 and acts(part) for part in parts
    ):
        return  # 「补造、涂改检查记录」 share their object
    stem = f"按手册规定，{ban.head}{ban.word}做哪些事？请逐项写出（共 {len(parts)} 项，每项等分）。"
    yield shop.question(ban.fact, "short", stem, (), tuple(parts), f"要点：{'；'.join(parts)}。")


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
    if re.search(r"“[^”]*$|《[^》]*$", text[: found[0].start()]):
        return  # 挂“禁止合闸”标牌: the word is on the sign
    if word not in tidy(fact.demand.quote):
        return  # an entry of a list has the word of its lead-in
    blank = text[: found[0].start()] + "（　）" + text[found[0].end() :]
    options = sorted(WORDS_OF_FORCE[word], key=lambda each: ordinal(fact.seed, "place", each))
    stem = f"手册中下面这句话的要求程度是哪一种？“{blank}”"
    kind = "建议，不是强制要求" if word in ("宜", "不宜") else "强制要求"
    why = f"手册的用词是“{word}”，是{kind}。"
    yield shop.question(fact, "single", stem, options, options.index(word), why)
