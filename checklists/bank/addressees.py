"""Questions on whom a report, a handover or an approval goes to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.bank.who import wrong_posts
from checklists.bank.workshop import Fact, Workshop, asked, id_of, placed
from checklists.question import Question, mark

_TO = r"(?:书面)?(?:报告|上报|通知|告知|移交|转交|提交|汇报|报|交)"
_WHAT_FOR = r"(?=$|，|批准|审批|审核|备案|决定|确认|复核|处理|核实|安排)"


def addressee_questions(shop: Workshop, fact: Fact) -> Iterator[Question]:
    """「…，并报告哪个岗位？」, where one post is told, once in the sentence."""
    text = fact.frame.text
    posts = sorted(shop.roles.canonical, key=lambda word: (-len(word), word))
    found = (
        re.search(rf"{_TO}(?P<post>{'|'.join(map(re.escape, posts))}){_WHAT_FOR}", text) if posts else None
    )
    if found is None:
        return
    post = found["post"]
    name = shop.roles.name_of(post)
    if name is None or not shop.roles.optional(post) or text.count(post) != 1 or "手册列明的" in text:
        return
    piece = Fact("addressee", fact.clause, fact.demand, fact.frame, fact.about, mark(name))
    before = shop.keeping.wrong(id_of(piece, "single"))
    wrong, against = wrong_posts(shop, fact, name, before)
    wrong = [other for other in wrong if other not in shop.roles.named(text)]
    if len(wrong) < 2:
        shop.refuse(fact.clause, fact.demand, "无可靠干扰项：相近岗位在别处有类似职责")
        return
    options, key = placed(post, wrong[:3], piece.seed)
    cut = text[: found.end()]
    rest = re.match(r"(?:批准|审批|审核|备案|决定|确认|复核|处理|核实|安排)?", text[found.end() :])
    stem = asked(cut.replace(post, "哪个岗位") + (rest.group() if rest else ""))
    why = f"手册规定的是{post}，不是{wrong[0]}。"
    yield shop.question(piece, "single", stem, options, key, why, against=against)
