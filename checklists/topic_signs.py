"""Signs by which parts of a clause are told apart: cases, bounds, figures, acts without object. No meaning yet."""

from __future__ import annotations

import re
from functools import cache

from checklists.negation import begins
from indexer.demands.words import word_list

LONGEST_TOPIC = 20
"""Characters of a topic; more is a sentence."""
SHORTEST_VERB = 2
"""Characters of a verb that stands alone."""
BARE = 3
"""Characters that are left of an act without object: 每次更换, 4小时内恢复."""
CASE = re.compile(r"^[^，：]*?(?:时|后|前|的|期间|起|中|内|下|外)，")
CASE_OF = re.compile(r"^[^，：]{2,16}的(?=保存|由|应|须|报|在|不|停|立即|\d)")
SHORT_CASE = re.compile(
    r"^(?![^，：]{2,8}在[^，：\d]{1,3}[前后])[^，：\d每]{1,10}?(?<![之以同及随按定提])(?:后|时|前)(?!间|沿|台)"
)
OPENS_ACT = re.compile(
    r"[在于由用经按从自将把对向至未无先再并]|次[日月年]|连续|后(?![勤台门期续])|不(?!同|锈)|立即|随时|及时|当[日场天]|每|\d|[一二三四五六七八九十两半](?:次|份|人|日|天|小时|分钟|年|个)"
)
FIGURES = re.compile(
    r"(?:在|于|每|至少|不超过|不少于|不低于|各)?(?:\d+(?:\.\d+)?|[一二三四五六七八九十百千万两半]+)(?:个)?(?:次(?!性)|分钟|小时|日|天|周|月|年|班|声|工作日|千克|毫升|厘米|平方米|立方米|[份处名位台件项元人户张具套支克米])(?:以内|之内|内|后|前)?|[\d.]+"
    r"|每(?:次|日|天|周|月|季度|半年|年|班|小时)|提前|当[日天场班]|立即|随时|及时|未|不|无|重新|应|在|至|于"
)
PERSON = re.compile(r"(?:人|员|者|工|长|主管|经理|双方|单位|公司|机构|部门|方)$|员工|人员")
SEASON_WORD = (
    "夜间|白天|日间|节假日|休息日|周末|高峰期?|雨天|平时|其余[日时]?[期间]?|[春夏秋冬雨旱供冷暖]{1,2}季"
)
SHIFT = re.compile(rf"^(?:夜班|白班|日班|早班|中班|晚班|{SEASON_WORD})")
RATE = re.compile(r"[\u4e00-\u9fff]{2,3}率|[\u4e00-\u9fff]{2}期(?:限)?(?=\d|为|不|最)")
"""A rate or a term of something told before: 差错率, 保管期."""
BEYOND = re.compile(r"(?:超过|低于|高于|达到|不足|大于|小于)")
SEEN = ("发现", "遇", "接到", "收到", "发生", "出现")


def is_figure(line: str) -> bool:
    """Only a figure: 每次不少于60分钟."""
    return len(FIGURES.sub("", line)) < SHORTEST_VERB


def is_relational(words: str) -> bool:
    """Whether `words` begin with a noun that leans on something told before: 合格率, 间距, 保管期."""
    return bool(RATE.match(words) or begins("relational").match(words))


def _without_person(words: str) -> str:
    person = begins("persons").match(words)
    return words[person.end() :] if person else words


def is_bare(line: str) -> bool:
    """An act without object, a figure without what it measures: 每次更换, 合格率不低于95%."""
    if is_relational(without_cases(line)):
        return not CASE.match(line)
    left = _without_person(FIGURES.sub("", line))
    return without_cases(line) == line and len(left) <= BARE and (len(left) < 2 or left[:2] in verbs())


def after_commas(line: str) -> str:
    """`line` behind its cases that end in a comma."""
    while found := CASE.match(line):
        line = line[found.end() :]
    return line


def without_cases(line: str) -> str:
    """`line` behind all its cases: 及时更换 of 「有污染时及时更换」."""
    line = CASE_OF.sub("", after_commas(line))
    return SHORT_CASE.sub("", line)


@cache
def verbs() -> frozenset[str]:
    """Verbs of two characters."""
    return frozenset(word for word in word_list("verbs", "verbs") if len(word) == 2)
