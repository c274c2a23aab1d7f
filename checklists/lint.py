"""Item-writing flaws, in questions of the bank and in questions written by hand or imported.

Rules (`Finding.rule`): key, options, two-right, nested, overlap, longest, clue, absolute, catch-all,
pointing, negative, open-list, boundary, modality, doubled, punctuation, length; over a whole list:
duplicate, key-place, key-rank, key-length, truth-share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from checklists.bank.roles import Roles
from checklists.bank.values import frequencies, mentions, same_amount, same_rate
from checklists.bank.wording import tidy
from checklists.question import Question

LONGEST_STEM = 200
SHORTEST_STEM = 8
LONGEST_OPTION = 70
LONGER = 1.5
"""Factor by which a key may be longer than the longest wrong option."""
LONGER_BY = 6
"""Characters by which it must be longer, too, to be a cue."""


@dataclass(frozen=True, order=True)
class Finding:
    """One flaw, what is wrong and what to do."""

    id: str
    rule: str
    problem: str
    fix: str

    def as_json(self) -> dict[str, str]:
        return {"id": self.id, "rule": self.rule, "problem": self.problem, "fix": self.fix}


def lint(questions: Sequence[Question], roles: Roles | None = None) -> list[Finding]:
    """Every finding on each question, then on the list as a whole."""
    from checklists.lint_bank import lint_bank

    return [finding for question in questions for finding in lint_question(question, roles)] + lint_bank(
        questions
    )


def lint_question(question: Question, roles: Roles | None = None) -> list[Finding]:
    """Findings on one question."""
    found: list[Finding] = []
    for check in (_key, _stem, _force, _options, _cues, _sameness):
        found += [Finding(question.id, *told) for told in check(question)]
    if roles is not None and question.type == "single":
        found += [Finding(question.id, *told) for told in _same_post(question, roles)]
    return found


Told = Iterator[tuple[str, str, str]]

_NEEDS = {"single": (3, 5), "multiple": (4, 8), "order": (3, 8)}


def _key(question: Question) -> Told:
    options, key = question.options, question.key
    if question.type in _NEEDS:
        low, high = _NEEDS[question.type]
        if not low <= len(options) <= high:
            yield "options", f"有 {len(options)} 个选项。", f"保留 {low} 至 {high} 个选项。"
    elif options:
        yield "options", "这种题型不带选项。", "删去选项。"
    if question.type == "single":
        if isinstance(key, bool) or not isinstance(key, int) or not 0 <= key < len(options):
            yield "key", "答案不是某个选项的序号。", "写从 0 起的序号。"
    elif question.type == "truefalse":
        if not isinstance(key, bool):
            yield "key", "判断题的答案不是对或错。", "写 true 或 false。"
    elif question.type == "numeric":
        if (
            not isinstance(key, Mapping)
            or not isinstance(key.get("value"), int | float)
            or not key.get("unit")
        ):
            yield "key", "填数题的答案缺数值或单位。", "写出数值和单位。"
        elif str(key["unit"]) not in question.stem:
            yield "key", "题干没有写明单位。", f"在题干写明单位“{key['unit']}”。"
    elif not isinstance(key, tuple) or not key:
        yield "key", "答案是空的。", "写出答案。"
    elif question.type == "order":
        if sorted(key) != list(range(len(options))):
            yield "key", "排序题的答案不是全部选项的一个次序。", "每个选项的序号恰好写一次。"
    elif question.type == "multiple":
        bad = [place for place in key if not isinstance(place, int) or not 0 <= place < len(options)]
        if bad or len(set(key)) != len(key):
            yield "key", "多选题的答案含无效或重复的序号。", "写从 0 起、不重复的序号。"
        elif not 2 <= len(key) < len(options):
            yield (
                "key",
                f"{len(options)} 个选项中有 {len(key)} 个正确。",
                "正确选项至少 2 个，并且不能是全部。",
            )
        if "多选" not in question.stem:
            yield "key", "题干没有写明是多选。", "在题干末尾写“（多选）”。"


_POINTING = re.compile(
    r"上述|前款|前述|前条|本条|该条|本款|上表|下表|(?:^|[，。；：])(?:该|此)(?=[\u4e00-\u9fff])|如下表|第[一二三四五六七八九十]+款"
)
_DOUBLE_NEGATIVE = re.compile(
    r"不(?:应|得|能|可|许)[^，。；]{0,6}(?:不(?!少于|低于|超过|小于|大于|高于|多于|足|合格|同|满|符|锈|间断|动产|及格)|没有|未(?!成年|来|经))|并非不|无不|不是不"
)
_NEGATIVE_ASK = re.compile(
    r"(?:下列|以下|哪(?:项|种|些|一项|一种))[^？]{0,24}?"
    r"(?:不(?:应|得|属于|包括|正确|符合|是|能)(?!少于|超过|低于|高于)|错误的)"
)
_WHOSE = re.compile(r"^(?:按手册规定，|情景：)?(?:得分|成绩|分数)(?=低于|高于|达到|超过|不足|不低于)")
"""A score of nobody."""
_OF_WHAT = re.compile(r"^(?:按手册规定，|情景：)?[^，]{0,8}?应?在(?:(?:接到|收到)通知|受理|填写或者签收)后")
"""An event that names nothing: 「在接到通知后」 with no word before it on what."""
_SINCE_WHEN = re.compile(r"^情景：(?P<before>[^。]*?)第\d+(?:分钟|小时|日|个月)")
_EVENT = re.compile(r"[后时起前内]|的，|不合格的|之日|期间")
"""What a time can be counted from."""
_BOUNDARY = re.compile(r"恰好|刚好|正好|刚满")
_DOUBLED = re.compile(r"([\u4e00-\u9fff]{2,4})\1|(?<!目)([的了应在和与及把将由])\2|，，|。。|、、|；；")
_DOUBLED_FINE = frozenset(["常常", "每每", "一一", "逐一逐", "天天", "家家", "户户", "人人", "往往", "各各"])


def _stem(question: Question) -> Told:
    stem = question.stem.strip()
    plain = tidy(stem.replace("*", ""))
    if not SHORTEST_STEM <= len(plain) <= LONGEST_STEM:
        yield "length", f"题干有 {len(plain)} 字。", f"写成 {SHORTEST_STEM} 至 {LONGEST_STEM} 字。"
    pointing = _POINTING.search(plain)
    if pointing:
        yield (
            "pointing",
            f"题干含“{pointing.group().strip('，。；：')}”，离开原文不能独立理解。",
            "写出所指的内容。",
        )
    if _WHOSE.search(plain):
        yield "pointing", "题干没有写明是谁的得分。", "写出得分的对象。"
    if _OF_WHAT.search(plain):
        yield "pointing", "题干没有写明是什么事的通知或受理。", "写出这件事。"
    since = _SINCE_WHEN.search(plain)
    if since and not _EVENT.search(since["before"]):
        yield "pointing", "情景没有写明从何时起算。", "写出起算的事件。"
    if question.type in ("single", "multiple", "numeric", "short") and not re.search(r"[？?]", stem):
        yield "punctuation", "题干不是完整的问句。", "写成以问号结束的问句。"
    if question.type in ("truefalse",) and not stem.endswith(("。", "？", "?")):
        yield "punctuation", "题干没有句末标点。", "以句号或问号结束。"
    if re.search(r"[,;!?](?=[\u4e00-\u9fff])|[。？！]{2,}|，[。？]|[，、]$|（\s*）内", plain):
        yield "punctuation", "标点有误。", "用全角标点，不重复。"
    if plain.count("（") != plain.count("）") or plain.count("“") != plain.count("”"):
        yield "punctuation", "括号或引号不成对。", "补齐。"
    if _DOUBLE_NEGATIVE.search(plain):
        yield "negative", "题干有双重否定。", "改成一次否定或肯定说法。"
    if question.type in ("single", "multiple") and _NEGATIVE_ASK.search(plain) and "**" not in stem:
        yield "negative", "否定问法没有加粗。", "改成肯定问法；禁止性规定可用否定问法，否定词加粗。"
    if _BOUNDARY.search(plain):
        yield "boundary", "题目问的是界限本身。", "换成明显在界限内或界限外的数。"
    for found in _DOUBLED.finditer(plain):
        if found.group() not in _DOUBLED_FINE and not re.search(r"\d", found.group()):
            yield "doubled", f"“{found.group()}”重复。", "删去重复的字。"
            break
    if question.type == "multiple" and re.search(r"等(?:[项类种])?[。？（]", plain):
        yield "open-list", "多选题的依据是以“等”结尾的列举。", "只用封闭的列举，或改问“列明的有哪些”。"


def _force(question: Question) -> Told:
    """宜 must not become 应, nor 可 a duty."""
    hard = bool(re.search(r"应(?!急)|必须", question.stem))
    if question.modality == "should" and question.type != "single" and hard and "宜" not in question.stem:
        yield "modality", "建议（宜）写成了要求（应）。", "照手册用“宜”。"
    if question.modality == "may" and hard and "可" not in question.stem:
        yield "modality", "允许（可）写成了要求（应）。", "照手册用“可”。"


_CATCH_ALL = re.compile(
    r"以上(?:都|均|全|皆)|都(?:对|不对|正确)|均(?:正确|不正确|可)|^A和B|[A-D]和[A-D]|不确定|视情况"
)
_ABSOLUTE = re.compile(r"一律|绝对|所有|任何|完全|总是|从不|永远|无论如何")


def _options(question: Question) -> Told:
    for option in question.options:
        plain = option.strip()
        if not plain:
            yield "options", "有空选项。", "写出选项内容或删去。"
        elif _CATCH_ALL.search(plain):
            yield "catch-all", f"选项“{plain}”是概括选项。", "换成一个具体选项。"
        if len(plain) > LONGEST_OPTION:
            yield "length", f"选项“{plain[:12]}…”有 {len(plain)} 字。", f"缩短到 {LONGEST_OPTION} 字以内。"
        if plain.endswith(("。", "；", "，", ";")):
            yield "punctuation", f"选项“{plain[:12]}”末尾有标点。", "删去选项末尾的标点。"
    if question.type == "multiple" and any(re.search(r"等$", option) for option in question.options):
        yield "open-list", "选项以“等”结尾。", "只用封闭的列举。"
    right, wrong = _sides(question)
    absolute = [option for option in wrong if _ABSOLUTE.search(option)]
    if absolute and not any(_ABSOLUTE.search(option) for option in right):
        yield "absolute", f"只有错误选项“{absolute[0]}”含绝对化的词。", "删去绝对化的词。"


def _sides(question: Question) -> tuple[list[str], list[str]]:
    options, key = list(question.options), question.key
    if question.type == "single" and isinstance(key, int) and not isinstance(key, bool):
        chosen = {key}
    elif question.type == "multiple" and isinstance(key, tuple):
        chosen = {place for place in key if isinstance(place, int)}
    else:
        return [], []
    return (
        [option for place, option in enumerate(options) if place in chosen],
        [option for place, option in enumerate(options) if place not in chosen],
    )


def _cues(question: Question) -> Told:
    right, wrong = _sides(question)
    if question.type != "single" or not right or not wrong:
        return
    key = right[0]
    longest = max(map(len, wrong))
    if len(key) > LONGER * longest and len(key) - longest >= LONGER_BY:
        yield "longest", "正确选项明显最长。", "把各选项写成相近的长度。"
    pairs = {
        key[at : at + 2]
        for at in range(len(key) - 1)
        if re.fullmatch(r"[\u4e00-\u9fff]{2}", key[at : at + 2])
    }
    said = {pair for pair in pairs if pair in question.stem}
    alone = {pair for pair in said if not any(pair in option for option in wrong)}
    if len(alone) >= (1 if len(key) <= 8 else 2) and not any(
        _echo(option, question.stem) >= len(alone) for option in wrong
    ):
        yield "clue", f"题干的词“{sorted(alone)[0]}”只在正确选项里重复。", "换掉题干或选项里的这个词。"


def _echo(option: str, stem: str) -> int:
    return sum(option[at : at + 2] in stem for at in range(len(option) - 1))


def _sameness(question: Question) -> Told:
    """Options that are one after normalising, nested, or overlapping ranges."""
    if question.type == "order":
        if len(set(question.options)) != len(question.options):
            yield "two-right", "有相同的步骤。", "删去重复的步骤。"
        return
    for one, other in combinations(question.options, 2):
        if _one_meaning(one, other):
            yield "two-right", f"选项“{one}”与“{other}”意思相同。", "换掉其中一个。"
        elif question.type == "single" and _overlapping(one, other):
            yield "overlap", f"选项“{one}”与“{other}”的范围重叠。", "写成互不重叠的数值。"
        elif (
            question.type == "single"
            and _nested(one, other)
            and not re.search(r"规定的|手册规定", question.stem)
        ):
            yield (
                "nested",
                f"满足“{one}”就满足“{other}”。",
                "题干改问手册规定的数值，例如“手册规定的最长时限”。",
            )


_MUTE = re.compile(r"[\s，。、；：“”‘’（）()《》·]|以内|之内|(?<=[时钟日天月年声])内")


def _one_meaning(one: str, other: str) -> bool:
    first, second = _MUTE.sub("", one), _MUTE.sub("", other)
    if first == second:
        return True
    often = list(frequencies(first)), list(frequencies(second))
    if len(often[0]) == 1 and len(often[1]) == 1:
        pair = often[0][0], often[1][0]
        rest = (
            first.replace(first[pair[0].start : pair[0].end], ""),
            second.replace(second[pair[1].start : pair[1].end], ""),
        )
        return rest[0] == rest[1] and same_rate((pair[0].times, pair[0].per), (pair[1].times, pair[1].per))
    amounts = list(mentions(first)), list(mentions(second))
    if len(amounts[0]) == 1 and len(amounts[1]) == 1:
        a, b = amounts[0][0], amounts[1][0]
        rest = first.replace(a.words, ""), second.replace(b.words, "")
        return rest[0] == rest[1] and same_amount((a.value, a.unit), (b.value, b.unit))
    return False


_RANGE = re.compile(r"^(\d+(?:\.\d+)?)\s*[^\d]{0,4}?(?:至|到|～|~|-|—)\s*(\d+(?:\.\d+)?)")


def _overlapping(one: str, other: str) -> bool:
    first, second = _RANGE.match(one), _RANGE.match(other)
    if not first or not second:
        return False
    return float(first[1]) < float(second[2]) and float(second[1]) < float(first[2])


def _nested(one: str, other: str) -> bool:
    """「30分钟内」 and 「1小时内」 both bound from above."""
    bound = re.compile(r"内$|不超过|至多|以下$|不少于|至少|以上$")
    return bool(bound.search(one) and bound.search(other) and list(mentions(one)) and list(mentions(other)))


def _same_post(question: Question, roles: Roles) -> Told:
    names = [roles.name_of(option) for option in question.options]
    known = [name for name in names if name]
    if len(set(known)) != len(known):
        yield "two-right", "两个选项是同一岗位的不同叫法。", "换掉其中一个。"


def lint_all(questions: Iterable[Question]) -> list[Finding]:
    """`lint` without a handbook's posts."""
    return lint(list(questions))
