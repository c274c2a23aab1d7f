"""Whether two statements are about the same matter: same doer, act, object, place and condition.

Strict on purpose. A checker that cries wolf is switched off, so a word that one statement has in place of
another's (夜间 for 白天, 水泵房 for 配电房) makes them different matters; words that only fill do not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from indexer.checks.figures import Figure, figures_of
from indexer.clauses import Clause, Handbook, bare
from indexer.demands.model import Demand

LIKE = 0.72
"""Dice coefficient of character pairs from which statements are compared closely. (tuned on our text)"""
SPARE = 0.3
"""Share of a statement that may be additional words without making it another matter."""
SHORTEST = 4
"""Characters of a matter; shorter ones say enough only with the same post or condition."""

SYNONYMS = (
    ("天", "日"),
    ("视频监控", "视频"),
    ("监控录像", "视频"),
    ("视频图像", "视频"),
    ("录像", "视频"),
    ("保留", "保存"),
    ("留存", "保存"),
    ("存档", "保存"),
    ("答复", "回复"),
    ("反馈", "回复"),
    ("赶到", "到达"),
    ("到场", "到达现场"),
    ("抵达", "到达"),
    ("完毕", "完成"),
    ("接到", "收到"),
    ("打扫", "清洁"),
    ("清扫", "清洁"),
    ("保洁", "清洁"),
    ("巡视", "巡查"),
    ("公共部位", "公共区域"),
    ("住户", "业主"),
    ("客户", "业主"),
    ("联络", "联系"),
    ("派发工单", "派单"),
    ("派工", "派单"),
    ("维修申请", "报修"),
)
"""Words of the trade that mean the same; the first is written as the second."""

QUALIFIERS = re.compile(
    r"一般|较大|重大|特别|普通|复杂|紧急|急修|首次|再次|临时|计划|夜间|白天|白日|日间|节假日|工作日|汛期|冬季|夏季|"
    r"新|旧|大|小|高层|地下|室内|室外|生活|消防|电梯|高压|低压|个人|集体|内部|外部|上门|电话|书面|当场|现场|"
    r"位于|除|未|不|无|非"
)
"""Additional words that make another matter or condition of it."""

_FIGURE = re.compile(
    r"(?:每|各)?(?:不少于|不超过|不低于|不高于|不得少于|不得超过|不应少于|不应超过|至少|至多|最多|最少|最长|最短|大于|小于|≥|≤|少于|低于|超过)?"
    r"(?:每)?[\d.]+(?:%|％|‰)?[万千]?(?:个?(?:工作日|小时|分钟|秒|日|周|星期|月|季度|季|半年|年|学时|课时))?(?:以内|之内|内|以上|以下|前)?"
    r"(?:次|名|人|遍|份|元|米|平方米|分|声|处|台|项|条|℃|度)?"
    r"|每(?:小时|分钟)|每?(?:班|日|天|周|月|季度|季|半年|年)(?=[\d一二三四五六七八九十两]*次?)"
    r"|[一二三四五六七八九十两半]+(?:次|日|小时|分钟|个月|年|人|名|周)(?:内|以内)?"
)
_FILLER = re.compile(
    r"应当|应|须|宜|可|必须|不得|并|在|于|由|对|将|把|的|地|得|了|和|与|及|或|其|各|按|后|时|内|前|中|进行|开展|完成|做好|组织|实施|均|至|向|为|从|给"
)
_FORCE = re.compile(r"应|宜|可|须|不|并|由")
_PUNCTUATION = re.compile(r"[\W_]+")
_FORM = re.compile(
    r"[，,]?(?:并)?(?:填写|填入|记入|记录在|登记在|在)?《[^《》]*》(?:中|里|内|上)?(?:记录|登记|签字|填写)?"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One demand, reduced to its matter."""

    clause: Clause
    demand: Demand
    who: str
    """Post by its listed name, or ""."""
    matter: str
    """Act, object and place: no figures, no modal verbs, no punctuation."""
    act: str
    """The extractor's action in sorted characters, so that word order does not matter."""
    condition: str
    figures: tuple[Figure, ...]


def statements(handbook: Handbook) -> list[Statement]:
    """Every demand of the clauses in force as a statement."""
    from indexer.demands.extract import demands_of

    names = _post_names(handbook)
    found = []
    for clause in handbook.clauses:
        for demand in demands_of(clause, handbook):
            if demand.modality in ("none", "may"):
                continue
            found.append(_statement(clause, demand, names))
    return found


def pairs(all_statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Statements of different clauses that are about the same matter; each pair once, in reading order."""
    grams = [Counter(_pairs_of(one.matter)) for one in all_statements]
    by_gram: defaultdict[str, list[int]] = defaultdict(list)
    by_act: defaultdict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(all_statements):
        shared: Counter[int] = Counter()
        for gram, count in grams[index].items():
            for other in by_gram[gram]:
                shared[other] += min(count, grams[other][gram])
            by_gram[gram].append(index)
        size = grams[index].total()
        close = {
            other for other, common in shared.items() if 2 * common >= LIKE * (size + grams[other].total())
        }
        if one.act:
            close.update(by_act[one.act])
            by_act[one.act].append(index)
        for other in sorted(close):
            earlier = all_statements[other]
            if earlier.clause.id != one.clause.id and same_matter(earlier, one):
                yield earlier, one


def same_matter(one: Statement, other: Statement) -> bool:
    """Same doer (or one unnamed), same condition, and the same act on the same object."""
    if one.who and other.who and one.who != other.who:
        return False
    if one.clause.kind == other.clause.kind == "row" and _thing(one) != _thing(other):
        return False
    if one.demand.modality == "must_not" and other.demand.modality != "must_not":
        return False
    if other.demand.modality == "must_not" and one.demand.modality != "must_not":
        return False
    if not _same_words(one.condition, other.condition, spare=0.34):
        return False
    tied = one.who == other.who != "" or one.condition == other.condition != ""
    if one.act and one.act == other.act and (tied or len(one.act) >= SHORTEST):
        return True
    return min(len(one.matter), len(other.matter)) >= SHORTEST and _same_words(
        one.matter, other.matter, spare=SPARE
    )


def _thing(one: Statement) -> str:
    """What a row is about: its first cell."""
    return bare(one.clause.text.partition("|")[0])


def _same_words(one: str, other: str, *, spare: float) -> bool:
    """Equal but for additional words that are no qualifiers; nothing stands in place of anything."""
    if one == other:
        return True
    if not one or not other:
        return False
    extra = 0
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left, right = one[a:b], other[c:d]
        if left and right:
            return False
        if QUALIFIERS.search(left or right):
            return False
        extra += len(left or right)
    return extra <= spare * max(len(one), len(other))


def _statement(clause: Clause, demand: Demand, names: dict[str, str]) -> Statement:
    subject = demand.subject or demand.subject_inferred or ""
    who = names.get(subject, subject)
    condition = _plain(demand.condition or "", names, keep_figures=True)
    words = demand.quote
    for part in (
        demand.condition,
        demand.subject,
        demand.limit and demand.limit.words,
        demand.frequency and demand.frequency.words,
    ):
        if part:
            words = words.replace(part, "", 1)
    if clause.kind == "row":
        caption = clause.lead_in.partition("\n")[0]
        words = words + caption
    act = _plain(demand.action or "", names, keep_figures=False)
    return Statement(
        clause,
        demand,
        who,
        _plain(words, names, keep_figures=False),
        "".join(sorted(act)) if len(act) > 1 else "",
        condition + _exception(demand) + _occasion(clause, demand, names),
        figures_of(demand),
    )


def _occasion(clause: Clause, demand: Demand, names: dict[str, str]) -> str:
    """What governs a statement from above: a sub-item's lead-in, the situation of an emergency heading."""
    last = clause.heading.rsplit(" / ", 1)[-1]
    situation = last.removesuffix("应急处置") if last.endswith("应急处置") else ""
    above = "" if clause.kind == "row" else demand.lead_in or ""
    before = clause.text[: demand.span[0]]
    topic = before[max(before.rfind(mark) for mark in "。；\n") + 1 :]
    if (
        clause.kind == "row"
        or _FORCE.search(topic)
        or bare(topic).strip("，") in bare(demand.condition or "")
    ):
        topic = ""
    return situation + _plain(above + topic, names, keep_figures=True)


def _exception(demand: Demand) -> str:
    return f"除{bare(demand.exception)}" if demand.exception else ""


def _plain(text: str, names: dict[str, str], *, keep_figures: bool) -> str:
    """Words without figures, verbs of force, forms, posts and filler, synonyms written as one."""
    without_forms = bare(_FORM.sub("", text))
    words = without_forms if len(without_forms) > 2 * SHORTEST else bare(text)
    if not keep_figures:
        words = _FIGURE.sub("", words)
    for name, listed in names.items():
        if name != listed and listed not in words:
            words = words.replace(name, listed)
    for one, other in SYNONYMS:
        words = words.replace(one, other)
    return _PUNCTUATION.sub("", _FILLER.sub("", words))


def _post_names(handbook: Handbook) -> dict[str, str]:
    """Every name and alias of two or more characters to the listed name, longest first."""
    names = {
        word: post.name for post in handbook.posts for word in (post.name, *post.aliases) if len(word) > 2
    }
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


def _pairs_of(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)]
