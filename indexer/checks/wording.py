"""Wording: verbs of GB/T 1.1, no vague word without a figure, one or two demands a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.clauses import Clause, Fault, Handbook
from indexer.demands.words import one_of, word_list

MAX_DEMANDS = 2
"""Demands that one clause of prose may hold; sub-lists and tables are not counted."""

VAGUE = {
    "及时": "时限",
    "尽快": "时限",
    "尽早": "时限",
    "第一时间": "时限",
    "马上": "时限",
    "适时": "时限",
    "定期": "周期",
    "经常": "周期",
    "不定期": "周期",
    "时常": "周期",
    "妥善": "做法或标准",
    "适当": "数量或标准",
    "合理": "标准",
    "必要时": "条件",
    "尽量": "做法",
    "尽可能": "做法",
    "加强": "做法和频次",
    "切实": "做法",
    "认真": "做法",
    "酌情": "条件",
    "随时": "时限",
    "严格": "做法",
    "积极": "做法",
    "充分": "标准",
    "良好": "标准",
    "足够": "数量",
    "若干": "数量",
    "有关规定": "规定的名称",
    "相关规定": "规定的名称",
}
"""Words that an inspector cannot judge by, and what to write instead. (GB/T 1.1-2020, verifiability)"""

_FIGURE = re.compile(
    r"\d|[一二三四五六七八九十两半百千]+(?:次|个|日|小时|分钟|周|月|年|季度|班|名|人|份|处|项|种|层|声|元|%)|每[日周月班季年]"
)
_QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”|「[^「」]*」")
_NOT_VAGUE = re.compile(
    r"品行良好|合理(?=性|化|成本)|定期(?=存款|检验|保养|维护合同)|不及时|适当性|及时率|及时性|不合理|定期检查(?=记录|表)"
)

VERBS = {
    **dict.fromkeys(("必须", "务必", "务须", "应当", "应该", "须", "需要", "需", "要"), "应"),
    **dict.fromkeys(("不得", "不准", "不许", "不允许", "不可以", "不要", "不该"), "不应"),
    **dict.fromkeys(("禁止", "严禁", "切勿", "请勿", "切忌", "杜绝", "谢绝"), "不应"),
}
"""Verbs outside GB/T 1.1-2020 and the one to write instead."""
LIFE_SAFETY = frozenset({"必须", "严禁"})
"""Allowed in a clause of class A: the strictest grade of technical codes."""

_VERB = re.compile(one_of(VERBS))
_COMPOUND = re.compile(one_of([*word_list("triggers", "skip"), "必需"]))
"""Words that hold such a verb and are none: 须知, 需求, 纪要. (the extractor's list)"""
_PERMITS = re.compile(one_of(word_list("triggers", "may")))
"""无须, 不需要 and the like permit; they are no verbs of force."""
_SAME_DAY = re.compile(r"应(?=当(?:日|天|晚|班|月|季|年|次|场|面|众|即|事人))")
"""应 before a word that begins with 当 (应当日回复) is not 应当."""


def check_wording(handbook: Handbook) -> Iterator[Fault]:
    """T30–T32."""
    for clause in handbook.clauses:
        yield from vague_words(clause)
        yield from verbs(clause)
        yield from crowded(clause, handbook)


def vague_words(clause: Clause) -> Iterator[Fault]:
    """T30: a vague word in a sentence part that holds no figure."""
    lead_has_figure = bool(_FIGURE.search(clause.lead_in))
    for part in re.split(r"[；。\n]", clause.text):
        bare = _NOT_VAGUE.sub("", _QUOTED.sub("", part))
        found = [word for word in VAGUE if word in bare]
        found = [word for word in found if not any(word != other and word in other for other in found)]
        if found and not _FIGURE.search(bare) and not lead_has_figure:
            word = found[0]
            yield Fault(
                clause.where, "T30", f"{clause.id} 的“{word}”没有数字，无法考核。", f"写出{VAGUE[word]}。"
            )
            return


def verbs(clause: Clause) -> Iterator[Fault]:
    """T31: a verb outside GB/T 1.1; 必须 and 严禁 may stand in a clause of class A."""
    text = _SAME_DAY.sub("应＊", clause.text)
    text = _PERMITS.sub("＊", _COMPOUND.sub("＊", _QUOTED.sub("＊", text)))
    for found in _VERB.findall(text):
        if found in LIFE_SAFETY and clause.confirmed_class == "A":
            continue
        more = "；涉及人身安全的标上 class=A" if found in LIFE_SAFETY else ""
        yield Fault(
            clause.where, "T31", f"{clause.id} 用了“{found}”。", f"按 GB/T 1.1 写“{VERBS[found]}”{more}。"
        )
        return


_PROVISION = re.compile(r"应|宜|严禁|必须|^并|^再|^且|^同时|^由")
"""A verb of force, or the joint to one: parts of an enumeration or of a standard are no provisions."""
_RECORDS_OR_REFERS = re.compile(
    r"^并?(?:将[^，]*)?(?:填写|写入|记入|归入|签署|登记|记录|在)?[^，]{0,12}《[^》]+》[^，]{0,16}$|按(?:照)?\s*(?:本手册|手册|\[)"
)
"""Filling in the form of an act, and pointing to another provision, add no provision of their own."""


def crowded(clause: Clause, handbook: Handbook) -> Iterator[Fault]:
    """T32: more than two demands in one clause of prose, records of the act and references not counted."""
    if clause.kind == "row" or "\n" in clause.text:
        return
    from indexer.demands.extract import demands_of

    demands = [
        demand
        for demand in demands_of(clause, handbook)
        if demand.modality not in ("none", "may")
        and _PROVISION.search(demand.quote)
        and not _RECORDS_OR_REFERS.search(demand.quote)
    ]
    if len(demands) > MAX_DEMANDS:
        yield Fault(
            clause.where,
            "T32",
            f"{clause.id} 有 {len(demands)} 项要求。",
            f"拆成几条，每条不超过 {MAX_DEMANDS} 项，或改成下级列表。",
        )
