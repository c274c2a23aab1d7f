"""Who must act: the post that a demand names, or that its own words begin with."""

from __future__ import annotations

import re
from functools import lru_cache

from checklists.modals import compact, modal_in
from checklists.negation import words_of
from indexer.clauses import Clause, Handbook, Post
from indexer.demands.model import Demand

_AND = re.compile(r"[、和与及或]")
_REMARK = re.compile(r"（[^（）]*）")
_JOINING = re.compile(r"^(?:并且|并|且|同时|由|先|再|应)+")
_ACTS_TOO = re.compile(
    r"发现|接到|收到|到场|到达|受理|填写|入户|进入|检查|巡|登记|录用|接收|导出|作业|上岗|上门|离开|编制|遇到|判断"
)
LONGEST_WORDS = 16
"""Characters of a subject that is no listed post; a longer one is a piece of a sentence."""


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
    return "" if name and words[len(name) :].startswith(words_of("after_post")) else name


def doer_of(demand: Demand, handbook: Handbook) -> str:
    """The listed post in the demand's own words: its subject, else what its sentence begins with; "" if none.

    「电梯安全员发现一般隐患时，应…」 is asked of the one who finds it.
    """
    subject = _whole(compact(demand.subject or ""), compact(demand.quote), handbook)
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
        if name and "的" not in before and not _AND.match(words[len(name) :]):
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


def _whole(subject: str, quote: str, handbook: Handbook) -> str:
    """A subject as far as the list knows it: 前台接待 where 前台 was read, none where it is 会计 of 会计凭证."""
    if not subject or not handbook.posts or subject not in quote:
        return subject
    longer = [name for name in _names(handbook.posts) if name.startswith(subject) and name in quote]
    if longer:
        return longer[0]
    rest = quote[quote.index(subject) + len(subject) :]
    return "" if is_listed(subject, handbook) and rest.startswith(words_of("after_post")) else subject


def post_before(text: str, handbook: Handbook) -> str:
    """The listed post right before the first word of force: 维修工 in 「到场后，维修工应：」; "" if none."""
    words = compact(text)
    found = modal_in(words, "must") or modal_in(words, "must_not")
    part = words[: found.start].rsplit("，", 1)[-1] if found else ""
    return part if part and is_listed(part, handbook) else ""


def post_of(clause: Clause, demand: Demand, handbook: Handbook) -> str | None:
    """Who an item is for: posts of the list or of the clause; without a list the subject's own words; `None`."""
    doer = doer_of(demand, handbook)
    if doer:
        return listed_names(doer, handbook)
    if handbook.posts:
        return _listed_post(clause, demand, handbook)
    subject = _JOINING.sub("", compact(demand.subject or ""))
    named, is_, _ = subject.partition("是")
    if is_ and is_listed(named, handbook):  # 总经理是第一责任人，应…
        return listed_names(named, handbook)
    if any(subject.find(name) > 0 for name in _names(handbook.posts) if len(name) > 2):
        subject = ""  # 再报告客服主任: a piece of what is done
    if (
        subject
        and len(subject) <= LONGEST_WORDS
        and not re.search(r"\d|^(?:当班|现场|有关|相关)人员$|^与", subject)
    ):
        return subject
    if demand.subject_inferred:
        post = handbook.post_named(demand.subject_inferred)
        return post.name if post else demand.subject_inferred
    return "、".join(clause.posts) or None


def _listed_post(clause: Clause, demand: Demand, handbook: Handbook) -> str | None:
    """A post of the handbook's list: 外来人员 and 监护人 are none, 值班电工 is an 电工 on duty."""
    subject = _JOINING.sub("", compact(demand.subject or "")).partition("是")[0]
    if subject:
        parts = [part for part in _AND.split(_REMARK.sub("", subject)) if part]
        ends = [next((n for n in _names(handbook.posts) if part.endswith(n)), "") for part in parts]
        if ends and all(ends):
            return listed_names("、".join(ends), handbook)
    if clause.posts:
        return "、".join(clause.posts)
    post = handbook.post_named(demand.subject_inferred or "")
    return post.name if post and not subject else None
