"""A sentence that stands alone: a demand's own words with its condition, exception and subject.

Chinese asks in place, so a stem is such a sentence with the asked words replaced. What cannot be made
to stand alone is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from checklists.bank.roles import Roles
from checklists.bank.wording import (
    ANAPHORA,
    MARKER,
    MODAL,
    REFERENCE,
    Line,
    line_of,
    segments,
    tidy,
    without_references,
)
from checklists.question import ordinal
from indexer.clauses import Clause
from indexer.demands.model import Demand
from indexer.demands.words import word_list

VERBS = frozenset(word for word in word_list("verbs", "verbs") if len(word) == 2)
SINGLE_VERBS = frozenset(word_list("verbs", "single"))
LONGEST_SUBJECT = 16
LONGEST = 130
"""Characters of a frame; a longer stem is not read."""

CONDITION_END = re.compile(r"(?:时|后|前|的|中|期间|之日起|情况下|情形下|之外|以外|除外|外|起)$")
CONDITION_START = re.compile(r"^(?:除|如|若|因|当|凡|未经|经|位于|自|每|遇|对|在|按|从|为|非|确)")
OCCASION_START = re.compile(r"^(?:发现|发生|遇|接到|出现|收到)")
"""How an occasion begins that needs no 时: 发现学生突发疾病，…"""
FORMER = re.compile(
    r"原规定|原为|曾规定|现(?:已)?取消|现(?:已)?废止|已废止|不再执行|此前规定|旧版规定|例如|比如|举例|譬如|改为|调整为|修改为|暂停执行|自[^，。]{0,10}起?(?:废止|作废|失效)|（原"
)
PENALTY = re.compile(r"扣\d|扣除?\d+分|扣分(?!项|内容|理由|有异议)|罚款|处以?罚(?!法)|罚\d|扣罚|扣减")
LISTED = re.compile(r"下列|以下|如下")
_TO_LIST = re.compile(r"(?:下列|以下|如下)(?:[一二两三四五六七八九十\d]+[项类种个档级点步条方面])?")
ENTRY_VERB = re.compile(r"不约定|不超过|不少于|不低于|保存|审批|检查|巡查|由")


_SOMEONE = re.compile(r"[\u4e00-\u9fff]{1,6}(?:人|员|者|人员)(?=在|立即|应|到|负责)")
"""Somebody who is no listed post, at the head of a step: 发现人立即…"""
SAME_FOR = re.compile(r"，[^，]{2,16}(?:按同一标准执行|同样适用|适用同一规定)$")
"""A tail that only widens whom a rule binds."""


class Unfit(Exception):
    """A demand of which no sentence can be made that stands alone; the message is the reason."""


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
            head, tail = _split_head(segments(own))
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
            re.search(r"[将把]|(?:时|后|前|期间)(?!$|应)", part) and not CONDITION_END.search(part)
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
    own, core = _own(line, demand)
    subject = roles.subject_in(own, tidy(demand.subject or ""))
    if line.item and not (subject and roles.acts_in(subject, own)):
        acting = next((part for part in segments(own) if not CONDITION_END.search(part)), own)
        subject = roles.opening(acting) or (found.group() if (found := _SOMEONE.match(own)) else subject)
    if re.search(r"\d|内|[一二三四五六七八九十]分", subject) or len(subject) > LONGEST_SUBJECT:
        raise Unfit("置信度低：主语读不准")
    joined = _joined(line, own, subject, roles) if line.item else ""
    text = joined or _with_subject(own, demand, subject, item=line.item)
    if joined:
        subject = subject if subject in joined else roles.acting(joined)
    elif line.item:
        text = _under_lead(line, text, subject)
    elif clause.lead_in:
        text = _under_lead(Line(tidy(clause.lead_in), (), line.sentence, (), True, False), text, subject)
    else:
        text = _in_context(text, line)
    if not line.item and "\n" in clause.text:
        text = _one_case(text, clause)
        text = _TO_LIST.sub(lambda found: _named_list(found, clause), text)
    text = re.sub(r"，但(?:是)?([^，。；（）]{2,24}?)的?除外$", r"（\1的除外）", text)
    text = re.sub(r"，(?!除)([^，。；（）]{2,24}除外)$", r"（\1）", text)
    text += _carved(line, demand)
    text = SAME_FOR.sub("", tidy(without_references(text)).strip("，。；：、"))
    text = re.sub(r"，{2,}", "，", text).replace("到场，到场后", "到场后")
    text = re.sub(rf"({MODAL.pattern})，", r"\1", text)
    _check(text, demand)
    return Frame(text, subject if subject and subject in text else "", core)


_OPEN_LEAD = re.compile(r"(应当|应该|均应|必须|务必|应|须)(?:做到)?$")
"""A lead-in that breaks off at its word of force: 「维修工到场后，应：」."""
_ACT_START = frozenset("在于自对将把向由用以从给为每按经先再及逐立随即当")
"""First characters of an act that is no verb of two characters."""


def acts(text: str) -> bool:
    """Whether `text` begins with a verb or with words that lead to one; not 「年度财务报告永久保存」."""
    if re.match(r"[\u4e00-\u9fff]{2,6}[前后时](?!往|续|效)", text[:8]) and text[:1] not in _ACT_START:
        return False  # 「演练前 3 日告知」 begins with an occasion
    if text[:2] not in VERBS and re.match(r"[\u4e00-\u9fff]{2,6}、", text):
        return False  # 「发票、完税凭证保存 10 年」 counts up things
    return text[:2] in VERBS or text[:1] in _ACT_START or text[:1] in SINGLE_VERBS


def _joined(line: Line, own: str, subject: str, roles: Roles) -> str:
    """A sub-item right after a lead-in that breaks off at its word of force; "" for any other lead-in.

    Raises:
        Unfit: The sub-item begins with no verb.
    """
    lead = line.lead.strip("，。；：")
    force = _OPEN_LEAD.search(lead)
    if force is None or re.search(r"不应|不得|禁止|严禁|不准|不许", lead):
        return ""
    before = lead[: force.start()].rstrip("，")
    if line.before:
        raise Unfit("残缺：列项分成几句")
    if MODAL.search(own) or own.startswith("不"):
        if not roles.opening(before):
            raise Unfit("残缺：列项缺主语")
        return f"{before}{own}" if not before.endswith(("时", "后", "前", "的")) else f"{before}，{own}"
    opening = roles.opening(own)
    if opening:
        parts = [part for part in segments(before) if CONDITION_END.search(part)]
        return "，".join([*parts, f"{opening}{force[1]}{own[len(opening) :]}"])
    if not acts(own):
        raise Unfit("残缺：列项不以动词开头")
    joint = "，" if before.endswith(("时", "后", "前", "的")) else ""
    who = subject if subject and joint and subject not in before else ""
    return f"{before}{joint}{who}{force[1]}{own}"


def _named_list(found: re.Match[str], clause: Clause) -> str:
    """下列六种 → “消防”“电梯”等六种: two entries say what is listed; 手册列明的 where none are short enough."""
    counted = re.sub(r"^(?:下列|以下|如下)", "", found.group())
    short = [
        each
        for each in _entries(clause)
        if len(each) <= LONGEST_NAMED and not re.search(r"[，：“]|的$", each)
    ]
    if not counted or len(short) < 3:
        return "手册列明的" + counted
    picked = sorted(sorted(short, key=lambda each: ordinal(clause.id, "named", each))[:2], key=short.index)
    return "".join(f"“{each}”" for each in picked) + f"等{counted}"


LONGEST_NAMED = 20
"""Characters of an entry that names its list."""


def _entries(clause: Clause) -> list[str]:
    """Plain entries of the clause's list."""
    entries = [tidy(MARKER.sub("", raw)).strip("；。，") for raw in clause.text.split("\n")[1:]]
    return [each for each in entries if not _NO_CASE.search(each)]


_CASES = re.compile(
    r"有?(?:下列|以下|如下)(?:[一二两三四五六七八九十\d]+[项类种个])?(?:任一|任何一种)?(?:情形|情况)(?:之一)?(?=时)"
)
LONGEST_CASE = 40
_NO_CASE = re.compile(r"其他|\[\d|等$|以上|以下")


def _one_case(text: str, clause: Clause) -> str:
    """One of the cases that a list gives in the place of 「下列八类情形」: the stem stands alone."""
    if not _CASES.search(text):
        return text
    plain = [entry for entry in _entries(clause) if len(entry) <= LONGEST_CASE]
    if not plain:
        return text
    case = min(plain, key=lambda entry: ordinal(clause.id, "case", entry))
    return _CASES.sub(f"“{case.removesuffix('的')}”的情形", text, count=1)


def _former(line: Line) -> None:
    whole = "。".join((line.lead, *line.before, line.sentence, *line.after))
    if FORMER.search(whole):
        raise Unfit("非要求：含已改、已废或举例的说法")
    if PENALTY.search(line.sentence) or PENALTY.search(line.lead):
        raise Unfit("非要求：扣分或罚则")


def _own(line: Line, demand: Demand) -> tuple[str, str]:
    """The sentence up to the end of the demand, and the demand's part alone with its conditions.

    What comes before stays, because a later demand leans on it: 「…，并在《登记表》中登记」 of what?
    """
    parts = segments(line.sentence)
    quote = tidy(demand.quote.split("\n")[0]).strip("，。；：")
    kept = _overlapping(line.sentence, parts, quote)
    if not kept:
        raise Unfit("残缺：句中找不到要求的原文")
    last = kept[-1]
    if last + 1 < len(parts) and MODAL.match(parts[last + 1]) and not MODAL.search(quote):
        raise Unfit("残缺：只是后一分句的话题")
    if last + 1 < len(parts) and _only_when(parts[last], demand) and not MODAL.search(parts[last + 1]):
        last += 1
    rest = "，".join(parts[last + 1 :])
    if re.search(r"除外|例外|不受此限|不在此限", rest):
        last = next(p for p in range(last + 1, len(parts)) if re.search(r"除外|例外|此限", parts[p]))
    elif re.search(r"(?:^|，)但|延长|放宽|顺延|推迟|确因|确需|确有", rest):
        raise Unfit("例外：后面有放宽或“但”字句")
    before = [part for part in parts[: kept[0]] if _is_condition(part, demand)]
    core = "，".join([*before, *parts[kept[0] : last + 1]])
    end = line.sentence.index(parts[last], _place(line.sentence, parts, last)) + len(parts[last])
    return line.sentence[:end], core


def _only_when(part: str, demand: Demand) -> bool:
    """Whether a part says by when and not what: 「应在期满前不少于 6 个月，将清单交项目经理」."""
    limit = demand.limit
    return limit is not None and limit.kind in ("advance", "deadline") and part.endswith(tidy(limit.words))


def _place(sentence: str, parts: list[str], number: int) -> int:
    """Where part `number` begins to be looked for."""
    at = 0
    for part in parts[:number]:
        at = sentence.index(part, at) + len(part)
    return at


def _overlapping(sentence: str, parts: list[str], quote: str) -> list[int]:
    at = sentence.find(quote)
    if at < 0:
        return []
    kept, place = [], 0
    for number, part in enumerate(parts):
        start = sentence.index(part, place)
        place = start + len(part)
        if start < at + len(quote) and at < place:
            kept.append(number)
    return kept


def _is_condition(part: str, demand: Demand) -> bool:
    if any(tidy(known) and tidy(known) in part for known in (demand.condition or "", demand.exception or "")):
        return True
    if part in tidy(demand.condition or "") or part in tidy(demand.exception or ""):
        return True
    if MODAL.search(part):
        return False
    return bool(CONDITION_END.search(part) or CONDITION_START.search(part))


def _with_subject(own: str, demand: Demand, subject: str, *, item: bool) -> str:
    """`own` with a subject and a word of force, from the lead-in where it has none itself."""
    if not MODAL.search(own) and item and subject and _takes_force(own, subject):
        own = _with_force(own, subject, demand)
    if subject and subject not in own:
        own = re.sub(r"^([^，]{2,12}(?:后|前|时))(?=应|须|必须)", r"\1，", own)
        head, tail = _split_head(segments(own))
        if not MODAL.search(tail) and tail[:1] not in "由不未无":
            if not acts(tail):
                raise Unfit("残缺：列项不以动词开头")
            tail = f"{_force(demand)}{tail}"
        return "，".join(piece for piece in (head, subject + tail) if piece)
    return own


def _takes_force(own: str, subject: str) -> bool:
    """Whether 应 may stand right after the subject: not in 「前台接到报修后，…」 nor before 不."""
    part = next((each for each in segments(own) if subject and subject in each), "")
    after = part.partition(subject)[2]
    return bool(after) and not CONDITION_END.search(part) and after[0] not in "不未无严禁"


def _in_context(own: str, line: Line) -> str:
    """`own` after what the same line says before it, because 「…的，应在…」 leans on it."""
    context = "；".join(line.before)
    if context and len(context) + len(own) <= LONGEST - 10:
        return f"{context}；{own}"
    if context and (MODAL.match(own) or re.match(r"^[^，]{0,16}的，", own)):
        raise Unfit("残缺：依赖上文而上文过长")
    return own


def _split_head(body: list[str]) -> tuple[str, str]:
    """Leading condition segments of the body, and the rest."""
    head = []
    rest = list(body)
    while len(rest) > 1 and not MODAL.search(rest[0]) and CONDITION_END.search(rest[0]):
        head.append(rest.pop(0))
    return "，".join(head), "，".join(rest)


def _force(demand: Demand) -> str:
    return {"must_not": "不应", "should": "宜", "may": "可"}.get(demand.modality, "应")


def _with_force(own: str, subject: str, demand: Demand) -> str:
    """「监控值班员在 1 分钟内通知」 under 应按下列步骤 becomes 「监控值班员应在 1 分钟内通知」."""
    at = own.index(subject) + len(subject) if subject in own else -1
    if at < 0:
        return own
    if re.search(rf"由{re.escape(subject)}", own) or re.match(r"^(?:负责|不|均|必)", own[at:]):
        return own
    if not acts(own[at:]):
        raise Unfit("残缺：列项不以动词开头")
    return own[:at] + _force(demand) + own[at:]


def _under_lead(line: Line, text: str, subject: str) -> str:
    """A sub-item with what its lead-in gives: the condition, or the whole lead as context."""
    lead = line.lead.strip("，。；：")
    if re.search(r"不应|不得|禁止|严禁|不准|不许", lead):
        raise Unfit("残缺：禁止行为的列项另行出题")
    parts = segments(lead)
    conditions = [
        part
        for part in parts
        if not MODAL.search(part) and (CONDITION_END.search(part) or OCCASION_START.match(part))
    ]
    if subject and subject in text and LISTED.search(lead):
        topic = re.match(r"^《[^《》]+》(?=应)", lead)
        if topic and not conditions and re.match(r"^[^，]{2,20}的，", text):
            return topic.group() + text
        if not conditions and (work := _WORK.match(lead)):
            return f"{work[1]}中，{text}"  # 「验收并签字」 of what?
        return "，".join([*conditions, text])
    context = without_references(_TO_LIST.sub("手册列明的", lead))
    if not MODAL.search(text) and not ENTRY_VERB.search(text):
        raise Unfit("残缺：列项本身不成要求")
    return f"{context}。其中，{text}"


_WORK = re.compile(
    r"^([^，]{2,12}(?:消毒|救援|作业|操作|施工|巡检|检修|清洗|交接|验收|处置|演练|培训|维修|保养|接待|投诉|疏散))(?=应|须|必须)"
)
"""The work whose steps a list gives: 终末消毒 in 「终末消毒应按下列步骤进行」."""
_LOOSER = re.compile(r"按约定|从其约定|另行约定|按其规定|延长|放宽|顺延|推迟|可不|不受")
"""What a following sentence says when it takes a case out."""


def one_act(text: str, other: str) -> bool:
    """Whether two parts share a verb: 「…完成审核」 and 「…完成」, not 「到场」 and 「通知维保单位」."""
    return any(verb in other for verb in VERBS if verb in text)


def _carved(line: Line, demand: Demand) -> str:
    """（…的除外）, where the next sentence takes a case out of this one.

    Raises:
        Unfit: The next sentence holds an exception that cannot be named.
    """
    if not line.after:
        return ""
    later = line.after[0]
    plain = re.match(r"^(?:但(?:是)?|其中)?([^，（）]{2,28}?)的?除外$", later)
    if plain:
        return f"（{plain[1]}的除外）"
    if re.search(r"^但|除外|例外|确因|确需|确有", later):
        raise Unfit("例外：下一句里有例外")
    verb = tidy(demand.verb or "")
    predicate = later.partition("，")[2]
    same = (bool(verb) and verb in predicate) or (
        demand.limit is not None
        and re.search(r"\d", predicate) is not None
        and one_act(tidy(demand.quote), predicate)
    )
    figure = re.search(r"\d+", tidy(demand.limit.words)) if demand.limit else None
    case = re.match(r"^([^，]{3,28}的)，.+$", later)
    if case and not re.match(r"^[^，]{2,20}的，", line.sentence) and (same or _LOOSER.search(later)):
        return "" if figure and figure.group() in case[1] else f"（{case[1]}除外）"
    season = re.match(r"^([^，]{2,20}?(?:期间|(?<![同及随按定准实限临])时|情况下))", later)
    if season and same and re.search(r"\d|每", later):
        return f"（{season[1]}除外）"
    if re.search(r"放宽|延长|顺延|推迟|另行约定|从其约定", later):
        raise Unfit("例外：下一句放宽了这一句")
    return ""


def _check(text: str, demand: Demand) -> None:
    exception = tidy(demand.exception or "").strip("（）")
    if exception and exception not in text and exception.removesuffix("除外") not in text:
        raise Unfit("例外：例外不在同一句中")
    if ANAPHORA.search(text):
        raise Unfit("残缺：含指代词")
    if REFERENCE.search(text):
        raise Unfit("残缺：须看其他条款")
    if len(text) > LONGEST:
        raise Unfit("残缺：句子过长")
    if text.count("（") != text.count("）") or text.count("《") != text.count("》"):
        raise Unfit("残缺：括号不成对")
