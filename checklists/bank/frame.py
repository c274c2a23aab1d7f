"""A sentence that stands alone: a demand's own words with its condition, exception and subject.

Chinese asks in place, so a stem is such a sentence with the asked words replaced. What cannot be made
to stand alone is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from checklists.bank.leads import (
    TO_LIST,
    after_open_lead,
    named_list,
    one_case,
    split_head,
    under_lead,
    with_subject,
)
from checklists.bank.parts import carved_out, in_context, own_part
from checklists.bank.roles import Roles
from checklists.bank.signs import CONDITION_END, FORMER, LONGEST, PENALTY, Unfit
from checklists.bank.wording import (
    ANAPHORA,
    MODAL,
    REFERENCE,
    Line,
    line_of,
    points_out,
    segments,
    tidy,
    without_references,
)
from indexer.clauses import Clause
from indexer.demands.model import Demand

LONGEST_SUBJECT = 16
_SOMEONE = re.compile(r"[\u4e00-\u9fff]{1,6}(?:人|员|者|人员)(?=在|立即|应|到|负责)")
"""Somebody who is no listed post, at the head of a step: 发现人立即…"""
SAME_FOR = re.compile(r"，[^，]{2,16}(?:按同一标准执行|同样适用|适用同一规定)$")
"""A tail that only widens whom a rule binds."""


@dataclass(frozen=True)
class Frame:
    """A full sentence without its stop."""

    text: str
    subject: str = ""
    """As it stands in `text`; "" where there is none."""
    core: str = ""
    """The demand's own part with its conditions: what is held against other clauses."""
    said: str = ""
    """What an explanation quotes where `text` is a question itself."""

    @property
    def single(self) -> str:
        """The sentence if it has one word of force, else the demand's own part with its subject."""
        if len(MODAL.findall(self.text)) <= 1:
            return self.text
        if "；" in self.text or not self._whole():
            return self.text
        own = re.sub(r"^(?:并且|并|且|也|但是|但)", "", self.core)
        own = re.sub(r"还(?=应|须|必须)", "", own)
        if self.subject and self.subject not in own:
            head, tail = split_head(segments(own))
            tail = re.sub(r"^(?:并且|并|且|也|但是|但)", "", tail)
            own = "，".join(piece for piece in (head, self.subject + tail) if piece)
        leans = (
            not self.subject
            or re.match(r"^[^，]{0,16}的，", own)
            or ANAPHORA.search(own)
            or REFERENCE.search(own)
        )
        return self.text if leans else own

    def _whole(self) -> bool:
        """Whether the demand's own part says all: nothing that it leans on stands in what is left out.

        That is an object (将、把 …), an occasion inside a part, a first half that 并 goes on from, or the
        occasion before an occasion of its own.
        """
        own = segments(self.core)
        left = [part for part in segments(self.text) if part not in own and part not in self.core]
        if not left:
            return True
        goes_on = re.match(r"并|且|同时", next((part for part in own if not CONDITION_END.search(part)), ""))
        leans = any(
            re.search(r"[将把《]|(?:时|后|前|期间)(?!$|应)", part) and not CONDITION_END.search(part)
            for part in left
        )
        return not goes_on and not leans and sum(bool(CONDITION_END.search(part)) for part in own) <= 1

    def without(self, words: str, by: str) -> str:
        """`text` with the only occurrence of `words` replaced.

        Raises:
            Unfit: `words` stands there never or more than once.
        """
        wanted = tidy(words)
        count = self.text.count(wanted)
        if not wanted or count != 1:
            raise Unfit(f"残缺：问的词“{wanted}”在句中出现 {count} 次")
        return self.text.replace(wanted, by)


def compose(clause: Clause, demand: Demand, roles: Roles) -> Frame:
    """The frame of a demand in running text or a sub-item.

    Raises:
        Unfit: It points outside itself, lacks its subject, hides an exception, or is too long.
    """
    line = line_of(clause.text, demand.span, demand.quote)
    if line is None:
        raise Unfit("残缺：要求跨越两句")
    _former(line)
    if line.item and re.match(r"^[\u4e00-\u9fff]{2,6}：", line.sentence):
        raise Unfit("残缺：列项带小标题")
    if line.item and re.search(r"的(?:为|是|属)|占\d", line.sentence):
        raise Unfit("残缺：列项是判定标准")
    own, core = own_part(line, demand)
    subject = roles.subject_in(own, tidy(demand.subject or ""))
    if line.item and not (subject and roles.acts_in(subject, own)):
        acting = next((part for part in segments(own) if not CONDITION_END.search(part)), own)
        subject = roles.opening(acting) or (found.group() if (found := _SOMEONE.match(own)) else subject)
    if re.search(r"\d|内|[一二三四五六七八九十]分", subject) or len(subject) > LONGEST_SUBJECT:
        raise Unfit("置信度低：主语读不准")
    joined = after_open_lead(line, own, subject, roles) if line.item else ""
    text = joined or with_subject(own, demand, subject, item=line.item)
    if joined:
        subject = subject if subject in joined else roles.acting(joined)
    elif line.item:
        text = under_lead(line, text, subject)
    elif clause.lead_in:
        text = under_lead(Line(tidy(clause.lead_in), (), line.sentence, (), True, False), text, subject)
    else:
        text = in_context(text, line)
    if not line.item and "\n" in clause.text:
        text = one_case(text, clause)
        text = TO_LIST.sub(lambda found: named_list(found, clause), text)
    text = re.sub(r"，但(?:是)?([^，。；（）]{2,24}?除外)$", r"（\1）", text)
    text = re.sub(r"，(?!除)([^，。；（）]{2,24}除外)$", r"（\1）", text)
    text += carved_out(line, demand)
    text = SAME_FOR.sub("", tidy(without_references(text)).strip("，。；：、"))
    text = re.sub(r"，{2,}", "，", text).replace("到场，到场后", "到场后")
    text = re.sub(rf"({MODAL.pattern})，", r"\1", text)
    _check(text, demand)
    return Frame(text, subject if subject and subject in text else "", core)


def _former(line: Line) -> None:
    whole = "。".join((line.lead, *line.before, line.sentence, *line.after))
    if FORMER.search(whole):
        raise Unfit("非要求：含已改、已废或举例的说法")
    if PENALTY.search(line.sentence) or PENALTY.search(line.lead):
        raise Unfit("非要求：扣分或罚则")


def _check(text: str, demand: Demand) -> None:
    exception = tidy(demand.exception or "").strip("（）")
    if exception and exception not in text and exception.removesuffix("除外") not in text:
        raise Unfit("例外：例外不在同一句中")
    if re.match(r"^(?:逾期|超期|超过|低于|高于|不足|未满|达到)[\d一二三四五六七八九十半]", text):
        raise Unfit("残缺：没有写明是什么的数值")
    if points_out(text):
        raise Unfit("残缺：含指代词")
    if REFERENCE.search(text):
        raise Unfit("残缺：须看其他条款")
    if len(text) > LONGEST:
        raise Unfit("残缺：句子过长")
    if text.count("（") != text.count("）") or text.count("《") != text.count("》"):
        raise Unfit("残缺：括号不成对")
