"""Questions on who: the post that a demand binds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.content import content
from checklists.bank.wording import MODAL, segments, tidy, without_tail
from checklists.bank.workshop import Fact, Workshop, asked, close, id_of, placed
from checklists.question import Question, ordinal

DEPARTMENT = 3
"""Places in the handbook's list within which posts are of one department."""
FEW_POSTS = 12
"""Posts of a list up to which it tells no departments."""
DEPTH = 9
"""Posts nearest in the handbook's list among which wrong ones are chosen."""

_OWN_ACT = re.compile(r"[^，]{4,}(?:前|时|后|的)，(?:应|必须|须|先)")
"""After the post: an act of its own, on which the duty depends."""


def who_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """A single question and a true/false question on the subject."""
    roles, subject = shop.roles, fact.frame.subject
    name = roles.name_of(subject)
    if name is None or not roles.optional(name) or not roles.optional(subject):
        return
    text = fact.frame.text
    if text.count(subject) != 1 or "手册列明的" in text or f"岗位，{subject}" in text:
        return  # what the list holds is not in the stem; 「…的岗位，哪个岗位应…」
    found = re.search(rf"(?P<by>由)?{re.escape(subject)}(?P<rest>(?:负责)?)", text)
    if (
        found is None
        or re.search(r"(?:的|和|与|、|或|及|各|对|向|通知|报告|报)$", text[: found.start()])
        or re.match(r"的|和|与|、|或|及|人员|培训|室", text[found.end() :])
    ):
        return
    if _OWN_ACT.match(text[found.end() :]):
        return  # 「X收集信息前，应取得同意」 binds whoever collects: it does not say who does
    if re.match(r"(?:方可|才可|可)", text[found.end() :]):
        return  # 「经确认后，X方可…」 tells the condition, not who else may
    if "\n" in fact.clause.text and subject not in fact.demand.quote.replace(" ", ""):
        return  # an entry of a list whose lead-in names the post: the list is asked, not each entry
    if re.search(r"不应|不得|严禁", next(part for part in segments(text) if subject in part)):
        shop.refuse(fact.clause, fact.demand, "禁止的事别的岗位也做不得，问不出是哪个岗位")
        return
    before = shop.keeping.wrong(id_of(fact, "single"))
    wrong, against = wrong_posts(shop, fact, name, before)
    yield from _stated(shop, fact, subject, wrong, against)
    if len(wrong) < 2:
        shop.refuse(fact.clause, fact.demand, "无可靠干扰项：相近岗位在别处有类似职责")
        return
    wrong = wrong[:3]
    if not _fair(shop, fact, name, wrong):
        shop.refuse(fact.clause, fact.demand, "无可靠干扰项：同一小节里没有会被当成它的岗位")
        return
    stem = asked(without_tail(text.replace(subject, "哪个岗位", 1), "哪个岗位"))
    options, key = placed(subject, wrong, fact.seed)
    why = f"手册规定的岗位是{subject}，不是{wrong[0]}。"
    yield shop.question(fact, "single", stem, options, key, why, against=against)


_BAND = r"\d[^，；。]{0,8}的，?由?"
_APPROVES = r"(?:审批|批准|决定|签字|同意|审核)"


def _of_other_bands(shop: Workshop, fact: Fact) -> list[str]:
    """Posts that approve in another band of the clause and are not in the stem: 「1万元以上的由院长审批」."""
    subject, text = fact.frame.subject, fact.frame.text
    if not subject or fact.clause.kind == "row":
        return []
    posts = "|".join(sorted(map(re.escape, shop.roles.canonical), key=len, reverse=True)) or "(?!)"
    whole = tidy(fact.clause.text)
    found = list[str]()
    if re.search(rf"由{re.escape(subject)}{_APPROVES}", text):
        found += re.findall(rf"由({posts}){_APPROVES}", whole)
    if re.search(rf"{_BAND}{re.escape(subject)}", text):
        found += re.findall(rf"{_BAND}({posts})", whole)
    names = dict.fromkeys(name for each in found if each not in text and (name := shop.roles.name_of(each)))
    return [name for name in names if shop.roles.optional(name) and not shop.roles.nested(name, subject)]


def _fair(shop: Workshop, fact: Fact, name: str, wrong: list[str]) -> bool:
    """Whether a stranger could take one of the wrong posts for the right one.

    One at least works in the same section and two are near: nobody takes a cook for the one who checks linen.
    """
    near = [other for other in wrong if _is_near(shop, fact, name, other)]
    working = shop.posts_of_section(fact.clause)
    return len(near) >= 2 and any(other in working for other in wrong)


_HEADS = re.compile(r"^(?:总经理|院长|校长|董事长|总裁|总监)$")
_LEADING = re.compile(r"主管|经理|主任|总监|长$|负责人")


def _could_be(shop: Workshop, fact: Fact, name: str, other: str) -> bool:
    """Whether a statement may name a post in the place of another: of one department, no head for a hand."""
    roles = shop.roles
    if _HEADS.match(other) and not _LEADING.search(name):
        return False
    if roles.listed and len(roles.order) > FEW_POSTS:
        return roles.distance(roles.name_of(name) or name, other) <= DEPARTMENT
    return _is_near(shop, fact, name, other)


def _is_near(shop: Workshop, fact: Fact, name: str, other: str) -> bool:
    """Whether a post works in the clause's section, or stands beside the right one in the handbook's list."""
    roles = shop.roles
    if other in shop.posts_of_section(fact.clause):
        return True
    return roles.listed and roles.distance(roles.name_of(name) or name, other) <= DEPARTMENT


def wrong_posts(
    shop: Workshop, fact: Fact, name: str, before: frozenset[str] = frozenset()
) -> tuple[list[str], set[str]]:
    """Posts that do nothing like it anywhere, those offered `before` first, then nearest ones in hash order.

    The second value holds the clauses held against.
    """
    roles, clause = shop.roles, fact.clause
    here = roles.named(f"{clause.text}{clause.lead_in}{clause.heading}") | {
        known for post in clause.posts if (known := roles.name_of(post))
    }
    sound = _of_other_bands(shop, fact)
    against: set[str] = set()
    near = [other for other in roles.neighbours(name) if roles.optional(other)][:DEPTH]
    working = shop.posts_of_section(clause)
    more = [*working, *sorted(before & {*roles.order})]
    near += [
        other
        for other in dict.fromkeys(more)
        if other not in near and other != name and roles.optional(other)
    ]

    def field(other: str) -> tuple[bool, bool, bool, int]:
        """First those who work in the same section, then the same department, then by hash."""
        return (
            other not in before,
            other not in working,
            roles.distance(name, other) > DEPARTMENT,
            ordinal(fact.seed, other),
        )

    for other in sorted(near, key=field):
        if _HEADS.match(other) and not _LEADING.search(name):
            continue
        if other in here or other in sound or roles.nested(other, name):
            continue
        said = sorted(
            {
                *shop.truth.role_said(fact.about, str(clause.id), other),
                *shop.truth.role_said(content(fact.frame.text), str(clause.id), other),
            }
        )
        against.update(said)
        if not said:
            against.update({working[other]} if other in working else ())
            if not any(roles.nested(other, each) for each in sound):
                sound.append(other)
    return sound, against


def _stated(
    shop: Workshop, fact: Fact, subject: str, wrong: list[str], against: set[str]
) -> Iterator[Question]:
    """「…，手册规定由 X 负责。」 with the right post or another."""
    text = fact.frame.text
    modal = MODAL.search(text)
    if modal is None or len(MODAL.findall(text)) != 1 or modal.group() not in ("应", "必须", "应当", "须"):
        return
    as_told = re.match(rf"(?P<place>.+)的(?P<head>[^，“”]+)应为{re.escape(subject)}$", text)
    left = ""
    if as_told:
        pass
    elif text.endswith(f"应由{subject}负责"):
        left = text.removesuffix(f"应由{subject}负责")
    elif text[: modal.start()].endswith(subject):
        left = text[: modal.start() - len(subject)] + text[modal.end() :]
    else:
        return
    if fact.clause.kind != "row" and any(shop.roles.opening(part) for part in segments(left)):
        return  # another post acts there too
    true = ordinal(fact.seed, "stated") % 100 < 50
    if fact.clause.kind == "row":
        table = re.sub(
            r"^手册(“[^”]+”)的表中，", r"按手册\1一表的规定，", as_told["place"] if as_told else left
        )
        head = f"{table}的{as_told['head']}是" if as_told else f"{table}由"
    else:
        head = f"{as_told['place']}的{as_told['head']}是" if as_told else f"{left.lstrip('，')}，手册规定由"
    tail = "。" if as_told else "负责。"

    def stem_of(post: str) -> str:
        return close(f"{head}{post}{tail}")

    near = [post for post in wrong if _could_be(shop, fact, subject, post)]
    drawn = sorted(near, key=lambda post: ordinal(fact.seed, "stated", post))
    other = shop.keeping.told(id_of(fact, "truefalse"), wrong, stem_of) or next(iter(drawn), "")
    if not other:
        return  # true ones alone would tell themselves
    if len(subject) == len("采购员") and subject[:2] in text.replace(subject, ""):
        return  # 「采购食材，由采购员负责」
    stem = stem_of(subject if true else other)
    why = f"手册规定由{subject}负责。" if true else f"题中把{subject}说成了{other}。"
    yield shop.question(fact, "truefalse", stem, (), true, why, against=() if true else against)
