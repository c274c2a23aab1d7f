"""Cutting a predicate with 并/且/同时 into its demands."""

from __future__ import annotations

import re
from itertools import pairwise

from indexer.demands.guards import Guarded
from indexer.demands.verbs import ADVERB, is_nouny, names_thing, opens_with_verb, strip_adverbs

_JOINT = Guarded(
    rf"(?<=[^合一、或和与及兼归同不])(?:并且|并(?!网|列|入|重|发|排|行(?!为)|存|非|购|联|轨)|且(?!不)|同时|后(?=方可|再|立即|及时|应)|、(?=(?:再|后|最后|然后)(?!续|勤|果|台)[一-鿿]{{2}})|(?<=核实)后|(?<=核对)后|(?<=留存)后|(?<=清点)后|(?<=检查)后|、(?=每[月年季日周半班]|[一-鿿]{{2,4}}每[月年季日周班])|、(?=[\d一二两三四五六七八九十半]+(?:个)?(?:秒|分钟|小时|工作日|日|天)(?:之|以)?内[一-鿿]{{2}})|(?P<pause>、))(?={ADVERB}*)"
)
_TELLS_WHOM = Guarded(
    r"(?:通知|提醒|告知|要求|劝导?|督促|叮嘱|嘱咐)(?:业主|住户|租户|访客|家属|老人|客人|顾客|车主|司机|乘客|装修人|施工人员)(?=[一-鿿]{2})"
)
"""通知业主收起悬挂物、避开低洼处: what is told is done by others."""
_ONLY_WHERE = Guarded(r"(?:在|于|对|从|向)[^，。；]{1,14}(?:[中内上下里时前后])$")
"""在每门技能课中同时安排…: no act before 同时."""
_PREPOSITION_END = Guarded(r"(?:的|在|对|经|按|将|把|向|由)$")
_OWN_WAY = Guarded(r"(?:及时|立即)?(?:在|于|向|报|按|将|把|由)")
_CONSENT = Guarded(r"经[^，]{1,12}(?:同意|批准|许可|核准)$")
"""经其同意并登记: one gate."""
_IN_TURN = Guarded(r"^[^，经由待]{0,8}(?:核实|核对|留存|清点|检查)$")
_NO_OBJECT_YET = frozenset(
    one + other
    for one in ("组织", "负责", "督促", "监督", "协助", "指导", "参与")
    for other in (
        "制定",
        "制订",
        "编制",
        "建立",
        "拟定",
        "落实",
        "实施",
        "检查",
        "开展",
        "起草",
        "修订",
        "审核",
    )
)
"""组织制定并实施规章: the object comes after both."""
_LETS = Guarded(r"放行|入内|进入|离开|通行|使用|上岗|退还|归还|领取|发放")
"""登记后放行: one act with its gate."""
HEAD_TERM = Guarded(
    r"(?:应|须)?(?:在|于)?[\d一二两三四五六七八九十半]+(?:个)?(?:秒|分钟|小时|工作日|日|天|月)(?:之|以)?内"
    r"|(?:在|于)[^，。；\d]{0,14}?[\d一二两三四五六七八九十半]+(?:个)?(?:工作日|日|天|小时|个月)(?:之|以)?前"
)
"""在三个月内办理完毕并答复, 在采暖期开始三十日前提出并办理: the term goes to both."""
_TERM = re.compile(r"(?:应|须)?[\d一二两三四五六七八九十半]+(?:个)?(?:秒|分钟|小时|工作日|日|天)(?:之|以)?内")
"""5分钟内响应、30分钟内到场."""
_RELATIVE = Guarded(r"(?![按将在向对把由经报])[^，。；]{1,30}的(?!$)[一-鿿]{1,6}$")


def cuts(text: str, *, forbids: bool = False) -> list[tuple[int, int]]:
    """Places of the single predicates in `text`; acts joined by 、 under a prohibition are one.

    >>> text = "核对证件并登记姓名"
    >>> [text[a:b] for a, b in cuts(text)]
    ['核对证件', '并登记姓名']
    >>> text = "先通风、后检测、再作业"
    >>> [text[a:b] for a, b in cuts(text)], len(cuts("5分钟内响应、30分钟内到场")), len(cuts("核实后签字"))
    (['先通风', '、后检测', '、再作业'], 2, 2)
    >>> cuts("清理并消毒"), cuts("检查、维护设备")
    ([(0, 5)], [(0, 7)])
    """
    found = [0]
    for joint in _JOINT.finditer(text):
        left, right = text[found[-1] : joint.start()], text[joint.end() :]
        if joint["pause"]:
            if forbids or _TELLS_WHOM.search(left) or not _both_complete(left, right, text):
                continue
        elif joint[0] == "后":
            if not _IN_TURN.search(left) or not opens_with_verb(right) or _LETS.match(right):
                continue
        elif joint[0] == "、" and right[0] in "再后最然":
            if "先" not in left and not left.startswith(("、再", "、后")):
                continue
        elif _TERM.match(right):
            first = _TERM.search(left)
            if first is None or not opens_with_verb(left[first.end() :]):
                continue
        elif _ONLY_WHERE.match(left) or not _own_object(left, right):
            continue
        found.append(joint.start() + (1 if joint["pause"] else 0))
    found.append(len(text))
    places = []
    for start, end in pairwise(found):
        stripped = text[start:end].rstrip("、")
        if stripped:
            places.append((start, start + len(stripped)))
    return places


def _own_object(left: str, right: str) -> bool:
    if not opens_with_verb(right) or _PREPOSITION_END.search(left):
        return False
    if len(strip_adverbs(left)) < 4 and not (len(strip_adverbs(left)) >= 2 and _OWN_WAY.match(right)):
        return False
    if strip_adverbs(left) in _NO_OBJECT_YET:
        return False
    if _CONSENT.search(left) and right in ("登记", "备案", "签字", "记录", "留痕"):
        return False
    if right.endswith(("措施", "方式", "手段", "办法", "形式")) and re.match(
        r"(?:采取|采用|通过|以)", strip_adverbs(left)
    ):
        return False
    return not (_RELATIVE.match(right) and "的" not in left)


def _both_complete(left: str, right: str, text: str) -> bool:
    """登记车牌、核实事由: verb and object on both sides."""
    one, other = strip_adverbs(left), strip_adverbs(right)
    first, second = opens_with_verb(left), opens_with_verb(right)
    if not first or not second or is_nouny(second):
        return False
    if not other.startswith(second) or first not in one:
        return False
    if names_thing(other):
        return False  # 危险、防范措施
    one = one[one.index(first) :]
    piece = re.split(r"[、，]|并|和", other)[0]
    return (
        len(one) >= len(first) + 2
        and len(piece) >= len(second) + 2
        and len(second) >= 2
        and "的" not in text
        and "、" not in left
        and "等" not in text
    )
