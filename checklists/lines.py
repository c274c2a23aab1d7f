"""The wording of one checklist line, from a demand's own words: nothing softened, hardened or invented."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checklists.context import (
    exception_after,
    has_own_time,
    lead_in_occasion,
    occasion_of,
    opening_of,
    other_band,
    term_before,
)
from checklists.cores import LIST, MARKER, STOP, Unwordable, core_of, one_line
from checklists.doers import doer_of, is_listed
from checklists.leadins import lead_in_of, under_lead_in
from checklists.modals import compact, modal_in
from checklists.rows import caption_of, object_of, row_line, under_object
from checklists.themes import with_theme
from checklists.topic_signs import LONGEST_TOPIC
from checklists.topics import with_topic
from indexer.clauses import Clause, Handbook
from indexer.demands.model import Demand

COMFORTABLE = 40
"""Characters of a line that an inspector reads at a glance; longer lines lose remarks and purposes."""

_PURPOSE = re.compile(r"，(?:以)?(?:确保|便于|以便|以防|防止|避免|以免|保证)[^，\d]*$")
_REMARK = re.compile(r"（[^（）\d]*(?:\[\d+\.\d+-\d+\]|本手册第?\s?\d+(?:\.\d+)?章?)[^（）\d]*）")
_FORMER = re.compile(
    r"^[^，]{0,10}(?:原规定|原要求|原来规定|曾规定|此前规定|以前规定|旧规定)|原为[^，]*，?现?(?:已)?(?:调整|修改|改)为|原[^，]{0,8}(?:现|已)(?:废止|取消|作废)"
)
_NOW = re.compile(
    r"^(?:自[^，]{2,20}起|\d{4}年?版起?)?(?:本版|新版|现在?|今)?(?:已)?(?:统一)?(?:改为|调整为|修改为|改成|规定|要求)(?=[^，]{3})"
)
_THEN = re.compile(
    r"(?P<thing>[\u4e00-\u9fff]{0,12}?)(?:原(?:先|来)?|此前|以前|过去|旧版(?:手册)?|原版|上一版|旧手册|老版|\d{4}年?版)(?:的)?(?:规定|要求|定)"
)
_TWICE_DENIED = re.compile(r"不(?:应|得|准|许|应当|允许)(?:不(?!少于|低于|超过|高于|大于|小于|多于)|没有)")
_POINTS_OUT = re.compile(
    r"上述|前款|前述|前条|本条|本款|(?:^|[，：；])(?:该|此(?![后外前类时]))(?!项目|区域)(?=[\u4e00-\u9fff])"
)
_SPACES = re.compile(r"\s+")
_REPLACED = re.compile(r"^(?:[^，]{0,16}(?:年|月|日|版)起?)?现?(?:已)?(?:调整|修改|改)为")
_REFERENCE = re.compile(r"\[(\d+\.\d+-\d+)\]")
_BUT_FOR = re.compile(r"（[^（）]*除外）")
_ABOLISHED = re.compile(r"^（原[^（）]*(?:废止|作废)[^（）]*）")
_FINE = re.compile(r"(?:扣|罚款?)\d+(?:\.\d+)?元")
_HOURS_ONLY = re.compile(r"^[^，\d]{0,6}\d+:\d+(?:至|—|-|～)(?:次日)?\d+:\d+$")
_STANDARD = re.compile(r"^以[^，]{2,6}为准$")
_WHO_ONLY = re.compile(r"^由[^，]{1,10}负责$")
SHORTEST_MATTER = 4
_CLIPPED = re.compile(r"[能是]否$|不少于|不超过|不低于|至少|下列|以下|\d(?:次|日)前?$")
"""A short form of an act from which its figure was cut, or that points to a list."""
FILLING = re.compile(r"^(?:分别)?(?:填写|登记|更新|签署|编制)《[^《》]+》$")
"""A line that names a record and not what it is about."""
_DIGITS = re.compile(r"\d+(?:[.:]\d+)*")
_ANOTHER_LIMIT = re.compile(r"\d(?:分钟|小时|日|个月|年)内")
"""A part of the opening that holds a time limit is an act of its own."""
_OTHERS = re.compile(r"规定的其[他它]|^其[他它](?!区域|地区|项目)")
_OTHER_ONES = re.compile(r"^其[他它](?P<ones>[\u4e00-\u9fff]{2,8}?)(?=应|须|每|自|在|由|不|的|，|\d)")
_EXCEPTED = re.compile(r"（(?:[^（）]*除外|除[^（）]*外)）$")
_SEES = re.compile(r"发现(?!人)|遇|见到|看到|接到")
_SPECIAL_END = re.compile(
    r"准时|按时|及时|随时|小时|学时|课时|工时|同时|定时|限时|实时|(?:不得|不应|严禁|禁止|应|必须|持有|配有|设有).*的$"
)
_ONLY_TIME = re.compile(r"\d(?:分钟|小时|日|天|周|个月|年|个?工作日)(?:内|以内|之内|前)$")
_AFTER_TIME = re.compile(
    r"(?:分钟|小时|日|天|周|个月|年|工作日)(?:内|以内|之内|前)(?P<act>[^，。；、]{2,20})$"
)
_ANNOUNCED_ACT = re.compile(r"(?:期限|时限|时间|要求|规定|标准)([^，：。；]{2,10})：")
_SCOPE = re.compile(r"^位于[^，]*的(?:项目|小区)$")
_BY_ANOTHER = re.compile(r"^(?:由|有[两二三一]?人)")
"""Somebody else acts beside the one whom the opening names: 水电工入室维修，由宿管员陪同."""
_OTHER_TIME = re.compile(r"^(?:其他|其余)(?:时间|时段)")
_LOOSER = re.compile(r"^(?:但|不过|然而)|延长|放宽|推迟|顺延|缩短|补办|补填|不受|免[于除]|不[再必需]")
"""A permission that takes something back from the demand before it."""
_AT_CLOCK = re.compile(r"^[于在]\d+:\d+(?:至(?:次日)?\d+:\d+)?")
_BUT = re.compile(r"^(?:但是|但|不过|然而)")
_BARE_MODAL = re.compile(r"(?:应当|应)(?=不(?:超过|少于|低于|高于|小于|大于|短于|早于|晚于))")


def line_of(clause: Clause, demand: Demand, handbook: Handbook, demands: Sequence[Demand] = ()) -> str:
    """One verifiable line: condition, what is asked with its bound, exception.

    Args:
        clause: Where the demand stands.
        demand: What is asked.
        handbook: For the names of posts.
        demands: All demands of the clause; what stands before the first of a sentence belongs to each.

    Raises:
        Unwordable: The words of the demand do not stand alone, or its bound would be lost.
    """
    quote = _GLUED.sub("：", one_line(_own_words(demand, demands)))
    if clause.kind == "row" and _is_whole_row(quote, clause):
        line = row_line(clause)
        if found := _BUT_FOR.search(caption_of(clause)):
            line += found.group()
    else:
        if _FORMER.search(quote):
            raise Unwordable("非要求：已改变的旧规定")
        if _TWICE_DENIED.search(quote):
            raise Unwordable("残缺：双重否定，分不清要求做还是不做")
        occasion = occasion_of(clause, demand)
        quote = _in_force(quote, clause, demand)
        core = core_of(quote, demand, handbook, occasion)
        core = _with_list(core, clause, demand, demands, occasion)
        core = under_lead_in(core, quote, clause, demand, handbook, occasion)
        if clause.kind == "row" and object_of(clause) not in core:
            core = under_object(core, quote, clause)
        exception = compact(demand.exception or "") or exception_after(clause, demand, demands)
        exception = exception or _permission_after(clause, demand, demands)
        core = _with_verb(core, clause, demand)
        own = _entry(clause, demand)
        line = _with_exception(_with_condition(core, occasion, doer_of(demand, handbook), own), exception)
        opening = (
            *lead_in_occasion(lead_in_of(clause, demand)),
            *(
                part
                for part in opening_of(clause, demand, demands)
                if not has_own_time(part, quote) and not other_band(part, occasion)
            ),
            *term_before(clause, demand, demands),
        )
        line = _with_opening(line, opening, handbook, demand)
        if clause.kind == "row":
            line = _with_frequency(line, demand)
    line, but = _apart_from(_tidy(line))
    line = with_topic(_with_matter(line, clause, demand, demands), clause, demand, demands, handbook)
    line = with_theme(line, clause, demand, demands, handbook) + but
    if len(line) > COMFORTABLE and clause.kind != "row":
        line = _tidy(_PURPOSE.sub("", _REMARK.sub("", line)))
    line = _once(line)
    _hold_bounds(line, demand)
    if (
        quote.endswith(("时", "期间", "的"))
        and clause.kind != "row"
        and "，" not in quote
        and not _SPECIAL_END.search(quote)
    ):
        raise Unwordable("残缺：只有条件，没有要求")
    if _SCOPE.match(quote) or APPROACH.search(line):
        raise Unwordable("残缺：只有适用范围，没有要求")
    line = _beside_those(line, clause, demand)
    if "；" not in line and _OTHERS.search(line.rsplit("：", 1)[-1]):
        raise Unwordable("待细化：没有写明是哪些其他事项")
    line = _REFERENCE.sub(r"条款\1", _named(line))
    if _FORMER.search(line):
        raise Unwordable("非要求：改动前后的说法在一句里")
    if _POINTS_OUT.search(line):
        raise Unwordable("残缺：含指代词，离开上文读不懂")
    if _REPLACED.match(line):
        raise Unwordable("残缺：没有写明什么改为这样")
    if _STANDARD.match(line):
        raise Unwordable("重复：是前一项要求的说明")
    if _HOURS_ONLY.match(line):
        raise Unwordable("残缺：只有时段，没有要求")
    if _FINE.search(line):
        raise Unwordable("非要求：罚则")
    if _WHO_ONLY.match(line):
        raise Unwordable("待细化：没有写明负责什么")
    if _says_nothing(line):
        raise Unwordable("待细化：没有写明做什么")
    if demand.frequency is None and _TIMES_ONLY.search(quote) and "每" in compact(clause.text):
        raise Unwordable("残缺：没有写明多久一次")
    if len(line) < 3:
        raise Unwordable("残缺：句子不完整")
    return line


def _beside_those(line: str, clause: Clause, demand: Demand) -> str:
    """「漏水报修以外的其他报修」 where the words before name the ones."""
    found = _OTHER_ONES.match(line)
    before = compact(MARKER.sub("", clause.text[: demand.span[0]].rsplit("\n", 1)[-1]))
    named = found and re.search(rf"[\u4e00-\u9fff]{{1,10}}?{found['ones'][-2:]}", before)
    return f"{named[0]}以外的{line}" if named else line


def _apart_from(line: str) -> tuple[str, str]:
    """A line without its exception, and the exception in brackets."""
    found = _EXCEPTED.search(line)
    return (line[: found.start()], found[0]) if found else (line, "")


def _once(line: str) -> str:
    """Without a part that stands before it already: 在电梯轿厢挂广告前，电梯轿厢挂广告前，取得…."""
    kept: list[str] = []
    for part in re.split(r"(?<=[，：])", line):
        words = part.rstrip("，：").removeprefix("在")
        if len(words) > 3 and part.endswith("，") and any(words in one for one in kept):
            continue
        kept.append(part)
    return "".join(kept)


def _in_force(quote: str, clause: Clause, demand: Demand) -> str:
    """「投诉3日内答复」 of 「投诉原规定5日内答复，自2026年1月1日起改为3日内答复」."""
    found = _NOW.match(quote)
    start = max(clause.text.rfind(sign, 0, demand.span[0]) for sign in "\n。；;") + 1
    before = compact(MARKER.sub("", clause.text[start : demand.span[0]]))
    if found is None or (former := _THEN.search(before)) is None:
        return quote
    return former["thing"] + quote[found.end() :]


def _with_matter(line: str, clause: Clause, demand: Demand, demands: Sequence[Demand]) -> str:
    """「填写《培训签到表》」 with the act that the record is about, as the first demand of its line says it."""
    start = max(clause.text.rfind(sign, 0, demand.span[0]) for sign in "\n。；;") + 1
    first = next((one for one in demands if one.is_obligation and one.span[0] >= start), None)
    act = compact(first.action or "") if first and first.id != demand.id else ""
    act = _AT_CLOCK.sub("", act)
    if first and not first.verb and re.search(r"\d", act):
        return line  # a state with its bound is no matter of a record
    if (
        len(act) < SHORTEST_MATTER
        or _CLIPPED.search(act)
        or not FILLING.match(line)
        or len(act) + len(line) >= COMFORTABLE
        or "《" in act
    ):
        return line
    return f"{act}：{line}"


def _says_nothing(line: str) -> bool:
    """Whether after its occasion a line only says 执行."""
    return line.rsplit("，", 1)[-1] in ("执行", "落实", "处理", "配合", "照办", "办理", "实施")


def _own_words(demand: Demand, demands: Sequence[Demand]) -> str:
    """A quotation without the words of other demands inside it: 公开下列八项，并登记：… asks for two things."""
    start, end = demand.span
    words = demand.quote
    inside = [one for one in demands if start < one.span[0] and one.span[1] <= end and one.quote in words]
    for one in inside:
        before, _, after = words.partition(one.quote)
        if "\n" not in one.quote and after.lstrip(" ").startswith(("：", ":")):
            words = before.rstrip("，, ") + after
    return words


def _is_whole_row(quote: str, clause: Clause) -> bool:
    cells = [compact(cell) for cell in clause.text.split(" | ")]
    return "|" in quote or (len(cells) > 1 and sum(cell in quote for cell in cells) > 1) or quote == cells[0]


def _with_list(core: str, clause: Clause, demand: Demand, demands: Sequence[Demand], occasion: str) -> str:
    """A closed list asked for as a whole (应包括下列三项：, 有下列情形之一的，不得：) carries its entries."""
    if "\n" not in clause.text:
        return core
    asked_singly = any(one.span[0] > clause.text.index("\n") for one in demands)
    if not LIST.search(core) and (asked_singly or not LIST.search(occasion)):
        return core
    first, *rest = clause.text.split("\n")
    if demand.span[0] > len(first) or any(compact(MARKER.sub("", one)).rstrip(STOP) in core for one in rest):
        return core
    if demand.quote.rstrip(STOP) not in first.rstrip(STOP):
        return core
    entries = "；".join(compact(MARKER.sub("", one)).rstrip(STOP) for one in rest if one.strip())
    return f"{core.rstrip(STOP)}：{entries}"


def _entry(clause: Clause, demand: Demand) -> str:
    """The sub-item in which a demand stands; "" in running text."""
    start = clause.text.rfind("\n", 0, demand.span[0]) + 1
    if not start or clause.kind == "row":
        return ""
    return compact(clause.text[start:].split("\n")[0])


def _with_condition(core: str, occasion: str, doer: str, own: str = "") -> str:
    """`core` after its condition; after the words of the lead-in where the condition stands in the entry `own`."""
    told = _SPACES.sub("", core)
    missing = [
        part
        for part in occasion.split("，")
        if part and _SPACES.sub("", part.removeprefix(doer).rstrip("的")) not in told
    ]
    told, colon, act = core.partition("：")
    if missing and colon and len(told) <= LONGEST_TOPIC and all(part in own for part in missing):
        return f"{told}：{'，'.join([*missing, act])}"
    return "，".join([*missing, core])


def _with_verb(core: str, clause: Clause, demand: Demand) -> str:
    """In 「一般问题3日内、较大问题7日内完成整改」 the first part borrows the verb of the last."""
    if not _ONLY_TIME.search(core):
        return core
    end = re.search(r"[。；\n]|$", clause.text[demand.span[1] :])
    rest = compact(clause.text[demand.span[1] : demand.span[1] + (end.start() if end else 0)])
    verb = _AFTER_TIME.search(rest)
    if rest.startswith(("、", "，")) and verb:
        return core + verb["act"]
    before = _ANNOUNCED_ACT.findall(compact(clause.text[: demand.span[0]]))
    return core + before[-1] if before else core


def _with_opening(line: str, opening: tuple[str, ...], handbook: Handbook, demand: Demand) -> str:
    bound = compact(demand.limit.words) if demand.limit else ""
    missing = [
        part
        for part in opening
        if part.rstrip("的") not in line
        and (not _is_act(part, handbook) or _BY_ANOTHER.match(line))
        and not LIST.search(part)
        and not _THEN.search(part)
        and not part.startswith("负责")
        and modal_in(part, "must") is None
        and modal_in(part, "must_not") is None
        and (not _ANOTHER_LIMIT.search(part) or (bound and bound in part and bound not in line))
    ]
    if missing and (rest := _OTHER_TIME.match(line)):
        return f"{missing[-1]}以外的时间{line[rest.end() :]}"
    for part in reversed(missing):
        line = part + line if part.endswith("：") else f"{part}，{line}"
    return line


def _is_act(part: str, handbook: Handbook) -> bool:
    """A post, alone or with what it does: 发现人立即拉闸断电 is no occasion of what follows."""
    if is_listed(part, handbook) or (part.endswith(("人员", "发现人")) and not _SEES.search(part)):
        return True
    if part.endswith(("时", "后", "前", "的", "期间", "起", "：", "中", "下")):
        return False
    if "的" in part:
        return False
    names = (name for post in handbook.posts for name in (post.name, *post.aliases))
    return any(part.startswith(name) for name in (*names, "发现人", "当班人员", "现场人员"))


def _permission_after(clause: Clause, demand: Demand, demands: Sequence[Demand]) -> str:
    """What the same sentence then permits: 「…不得超过12小时，但经批准可延长至16小时」; "" if nothing."""
    later = next((one for one in demands if one.span[0] >= demand.span[1]), None)
    if later is None or later.modality != "may" or clause.kind == "row":
        return ""
    between = clause.text[demand.span[1] : later.span[0]]
    if not _LOOSER.search(compact(later.quote)):
        return ""
    return compact(_BUT.sub("", one_line(later.quote))) if re.fullmatch(r"[，,\s]*", between) else ""


def _with_exception(line: str, exception: str) -> str:
    if not exception or exception in line:
        return line
    return f"{line}（{exception}）"


def _with_frequency(line: str, demand: Demand) -> str:
    words = compact(demand.frequency.words) if demand.frequency else ""
    if not words or words in line or (demand.frequency and demand.frequency.times is None):
        return line
    if all(figure in line for figure in _DIGITS.findall(words)) and _DIGITS.search(words):
        return line
    return line if words.lstrip("每") in line else f"{line}，{words}"


def _hold_bounds(line: str, demand: Demand) -> None:
    """The figures of the demand's own words that bound it stand in the line, or there is no line."""
    quote = compact(demand.quote)
    for part in (demand.limit, demand.frequency):
        words = compact(part.words) if part else ""
        for figure in _DIGITS.findall(words):
            if figure in quote and figure not in line:
                raise Unwordable(f"残缺：限值“{words}”写不进检查行")


APPROACH = re.compile(r"(?:走近|靠近|接近)(?:至)?\d+(?:\.\d+)?米(?:以内|内|时)?$")
"""Where something begins to hold, and nothing asked: 来客走近3米内."""
_TIMES_ONLY = re.compile(r"^(?![加复再]|首次|中途)[\u4e00-\u9fff]{2}(?:\d+|[一二两三四五六])[次遍]$")
"""「消毒1次」 after 「每日清洁3次」: of the same day or not."""
_GLUED = re.compile(r"(?<=\d)(?:应当|应该|应|须|必须)(?=\d)")
_OWN = re.compile(r"(?<=[请劝向])其|(?<=告知|要求|通知|提醒|取得|征得|放行)其(?!他|余|中)")
_PERSONS = re.compile(r"业主|住户|租户|访客|装修人|当事人|客户|病人|患者|供应商|外包单位")


def _named(line: str) -> str:
    """其 as the one person that the line has named before: 未经业主同意，不放行业主家具."""
    found = _OWN.search(line)
    if found is None:
        return line
    persons = set(_PERSONS.findall(line[: found.start()]))
    return _OWN.sub(next(iter(persons)), line) if len(persons) == 1 else line


def _tidy(line: str) -> str:
    line = _BARE_MODAL.sub("", re.sub(r"，{2,}", "，", line.replace("，否则", "，")).strip(STOP))
    return re.sub(r"^(?:的|，)", "", _ABOLISHED.sub("", re.sub(r"^(?:例如|比如|譬如)，?", "", line)))
