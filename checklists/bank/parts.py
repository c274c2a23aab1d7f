"""The part of a sentence that a demand takes, what it leans on before it, and what the next sentence takes out."""

from __future__ import annotations

import re

from checklists.bank.signs import CONDITION_END, CONDITION_START, LONGEST, VERBS, Unfit
from checklists.bank.wording import MODAL, Line, segments, tidy
from indexer.demands.model import Demand


def own_part(line: Line, demand: Demand) -> tuple[str, str]:
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


def in_context(own: str, line: Line) -> str:
    """`own` after what the same line says before it, because 「…的，应在…」 leans on it."""
    context = "；".join(line.before)
    if context and len(context) + len(own) <= LONGEST - 10:
        return f"{context}；{own}"
    if context and (MODAL.match(own) or re.match(r"^[^，]{0,16}的，", own)):
        raise Unfit("残缺：依赖上文而上文过长")
    return own


_LOOSER = re.compile(r"按约定|从其约定|另行约定|按其规定|延长|放宽|顺延|推迟|可不|不受")
"""What a following sentence says when it takes a case out."""


def one_act(text: str, other: str) -> bool:
    """Whether two parts share a verb: 「…完成审核」 and 「…完成」, not 「到场」 and 「通知维保单位」."""
    return any(verb in other for verb in VERBS if verb in text)


def carved_out(line: Line, demand: Demand) -> str:
    """（…的除外）, where the next sentence takes a case out of this one.

    Raises:
        Unfit: The next sentence holds an exception that cannot be named.
    """
    if not line.after:
        return ""
    later = line.after[0]
    plain = re.match(r"^(?:但(?:是)?|其中)?([^，（）]{2,28}?除外)$", later)
    if plain:
        return f"（{plain[1]}）"
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
    goes_on = case and ((verb and verb in case[1]) or re.match(r"[^，]*(?:再次|重新|另行)", predicate))
    if goes_on and not _LOOSER.search(later):
        return ""  # 「…应回访；回访不满意的，应再次回访」 follows the first act and takes nothing out of it
    if case and not re.match(r"^[^，]{2,20}的，", line.sentence) and (same or _LOOSER.search(later)):
        return "" if figure and figure.group() in case[1] else f"（{case[1]}除外）"
    season = re.match(r"^([^，]{2,20}?(?:期间|(?<![同及随按定准实限临])时|情况下))", later)
    if season and same and re.search(r"\d|每", later):
        return f"（{season[1]}除外）"
    if re.search(r"放宽|延长|顺延|推迟|另行约定|从其约定", later):
        raise Unfit("例外：下一句放宽了这一句")
    return ""
