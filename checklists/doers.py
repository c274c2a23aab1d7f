"""Who must act: the post that a demand names, or that its own words begin with."""

from __future__ import annotations

import re
from functools import lru_cache

from checklists.modals import compact, modal_in
from checklists.negation import words_of
from checklists.topic_signs import verbs
from indexer.clauses import Clause, Handbook, Post
from indexer.demands.model import Demand

_AND = re.compile(r"[、和与及或]")
_REMARK = re.compile(r"（[^（）]*）")
_JOINING = re.compile(r"^(?:并且|并|且|同时|由|先|再|应)+")
_ACTS_TOO = re.compile(
    r"发现|接到|收到|到场|到达|受理|填写|入户|进入|检查|巡|登记|录用|接收|导出|作业|上岗|上门|离开|编制|遇到|判断"
)
_CASE_PART = re.compile(r"^[^\d]*(?:前|时|后|的)$")
_NOT_YET = re.compile(r"(?:未|没有|尚未)[^，]{0,6}(?:前|时)")
POST_LIKE = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:员|工|长|主管|经理|师|岗|主任|前台|保安|总监|老师|客服|财务|出纳|会计|仓管|管家|保洁|店长|护士|医生|司机|厨师|门卫)"
)
_NO_POST = re.compile(
    r"^(?:与|非|全体|所有|各|每|某|其|新|受伤|当班人|现场人|有关|相关)|员工$|人员$|双方|委员$|会员$"
)
"""What no list of posts would hold, for handbooks without one."""


def is_listed(words: str, handbook: Handbook) -> bool:
    """Whether `words` are posts of the handbook: 维修工, 维修工和电工."""
    names = [name for name in _AND.split(words) if name]
    return bool(names) and all(handbook.post_named(name) is not None for name in names)


def listed_names(words: str, handbook: Handbook) -> str:
    """Posts by their listed names, joined by 、."""
    posts = [handbook.post_named(name) for name in _AND.split(words) if name]
    return "、".join(dict.fromkeys(post.name for post in posts if post))


@lru_cache(maxsize=8)
def _names(posts: tuple[Post, ...]) -> tuple[str, ...]:
    """Every name and alias, longer ones first."""
    words = {word for post in posts for word in (post.name, *post.aliases)}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def begins_with_post(words: str, handbook: Handbook) -> str:
    """The listed post with which `words` begin, "" if none: 会计 in 会计保管, not in 会计凭证."""
    name = next((name for name in _names(handbook.posts) if words.startswith(name)), "")
    return "" if name and _makes_word(words[len(name) :]) else name


def _makes_word(rest: str) -> bool:
    """凭证 makes another word of 会计; in 管家电话提醒 the post acts by telephone."""
    by_phone = rest.startswith("电话") and rest[2:4] in verbs()
    return rest.startswith(words_of("after_post")) and not by_phone


def doer_of(demand: Demand, handbook: Handbook) -> str:
    """The listed post in the demand's own words: its subject, else what its sentence begins with; "" if none.

    「电梯安全员发现一般隐患时，应…」 is asked of the one who finds it.
    """
    subject = _whole(demand, handbook)
    if subject and is_listed(subject, handbook):
        return subject
    names = _names(handbook.posts)
    for part in compact(demand.quote).split("，"):
        found = modal_in(part, demand.modality)
        words = _JOINING.sub("", part)
        name = begins_with_post(words, handbook)
        if found and not name:  # 严禁部门主管安排任何人…
            words = part[found.end :]
            name = begins_with_post(words, handbook)
            before = ""
        else:
            before = part[: found.start] if found else words[: len(name) + 1]
        if not found and _CASE_PART.search(part) and not _ACTS_TOO.match(words[len(name) :]):
            continue  # 「校医未到前，不得移动患者」
        towards = bool(found) and words.startswith("对", len(name))  # 「门岗对23:00后归宿的人员应登记」
        if name and ("的" not in before or towards) and not _AND.match(words[len(name) :]):
            return name
    if subject:
        return ""
    if demand.lead_in and (name := post_before(demand.lead_in, handbook)):
        return name
    for part in compact(demand.condition or "").split("，"):
        name = next((name for name in names if part.startswith(name)), "")
        if name and _ACTS_TOO.match(part[len(name) :]) and part.endswith(("时", "后", "前", "的")):
            return name
    return ""


def _whole(demand: Demand, handbook: Handbook) -> str:
    """A subject as far as the list knows it: 前台接待 where 前台 was read, none where it is 会计 of 会计凭证.

    None either where the post has not come yet: 「校医未到场前，不得移动患者」 binds the others.
    """
    subject, quote = compact(demand.subject or ""), compact(demand.quote)
    case = compact(demand.condition or "")
    if subject and case.startswith(subject) and _NOT_YET.match(case[len(subject) :]):
        return ""
    if not subject or not handbook.posts or subject not in quote:
        return subject
    if is_listed(subject, handbook):
        rest = quote[quote.index(subject) + len(subject) :]
        return "" if _makes_word(rest) or _NOT_YET.match(rest) else subject
    longer = [name for name in _names(handbook.posts) if name.startswith(subject) and name in quote]
    return longer[0] if longer else subject


def post_before(text: str, handbook: Handbook) -> str:
    """The listed post right before the first word of force: 维修工 in 「到场后，维修工应：」; "" if none."""
    words = compact(text)
    found = modal_in(words, "must") or modal_in(words, "must_not")
    part = words[: found.start].rsplit("，", 1)[-1] if found else ""
    return part if part and is_listed(part, handbook) else ""


def post_of(clause: Clause, demand: Demand, handbook: Handbook) -> str | None:
    """Who an item is for: posts of the list or of the clause; without a list the subject's own words; `None`."""
    if compact(demand.quote).startswith("非") and demand.modality == "must_not":
        return None  # 「非电梯安全员不得使用」 binds everybody else
    doer = doer_of(demand, handbook)
    if doer:
        return listed_names(doer, handbook)
    if handbook.posts:
        return _listed_post(clause, demand, handbook)
    subject = _JOINING.sub("", compact(demand.subject or "")).partition("是")[0]
    if POST_LIKE.fullmatch(subject) and not _NO_POST.search(subject):
        return subject
    if demand.subject_inferred:
        post = handbook.post_named(demand.subject_inferred)
        return post.name if post else demand.subject_inferred
    return "、".join(clause.posts) or None


def _listed_post(clause: Clause, demand: Demand, handbook: Handbook) -> str | None:
    """A post of the handbook's list: 外来人员 and 监护人 are none, 值班电工 is an 电工 on duty."""
    subject = _JOINING.sub("", _whole(demand, handbook)).partition("是")[0]
    if subject:
        parts = [part for part in _AND.split(_REMARK.sub("", subject)) if part]
        ends = [next((n for n in _names(handbook.posts) if part.endswith(n)), "") for part in parts]
        if ends and all(ends):
            return listed_names("、".join(ends), handbook)
    if clause.posts:
        return "、".join(clause.posts)
    post = handbook.post_named(demand.subject_inferred or "")
    return post.name if post and not subject else None
