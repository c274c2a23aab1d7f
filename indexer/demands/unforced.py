"""Comma clauses without a word of force: they inherit one, are plain demands, or belong to a neighbour."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.demands import conditions as scope
from indexer.demands.conditions import condition_size
from indexer.demands.context import Context
from indexer.demands.drafting import drafts_of, lengthen
from indexer.demands.frequency import find_frequency, only_often
from indexer.demands.grounds import only_ground, only_time, only_when
from indexer.demands.guards import Guarded
from indexer.demands.inheriting import (
    AMISS,
    THOSE,
    about,
    acts_in_case,
    counted,
    figured,
    has_verb,
    in_marked_case,
    inherited,
    instructs,
    leave,
    turns_back,
)
from indexer.demands.measures import MEASURE_TOPIC
from indexer.demands.modality import find_forces
from indexer.demands.negatives import BARE_NOT, says_not
from indexer.demands.plain import TELLS, Plain, plain_demand
from indexer.demands.preludes import QUALIFIES, acting_head, before_force, is_date, take_label
from indexer.demands.segments import Piece
from indexer.demands.splitting import HEAD_TERM
from indexer.demands.state import INHERITED, LISTED, UNSURE, Draft, State, by_whom
from indexer.demands.terms import BARE, LASTS, SET
from indexer.demands.terse import asks_tersely, opens_series
from indexer.demands.verbs import STATE, is_nouny, opens_with_verb
from indexer.demands.which import which_things

_ORDINAL = Guarded(r"^(?:第[一二三四五六七八九十]+步|首先|其次|然后|随后|最后|接着)[，：:]?")
_ASSIGNED = Guarded(
    r"由[^，。；]{1,24}(?:负责|承担|审批|保管|签字|处理|办理|支付|指定|确认|审核|批准|联系|任|监护|陪同|执行)"
)
_INTO_FORM = Guarded(r"(?:填写|记入|写入|登记|录入|记录在|编入|附入|填入|归入).{0,12}《")
_DECIDES = Guarded(r"由.{2,30}(?:决定|约定|商定|确定|规定|解释|共有|组成|制定|公布|另行)")
_OFFICE_DECIDES = Guarded(
    r"由[^，。；]{1,10}(?:经理|主任|主管|班长|队长|组长|院长|站长|店长|厂长|校长|副理|总监|员|长)(?:研究)?(?:决定|确定)"
)
"""金额2000元以上的，由总经理决定: whose decision it is in this case."""
_TELLS_OR_WRITES = Guarded(r"(?:立即|及时|当场|先)?(?:通知|告知|上报|填写|记录)[一-鿿《＊]{2,12}》?$")
_CONSEQUENCE = Guarded(r"(?:[排转移归列调退换改补返][到至入出为回]|退回|改日|改期|顺延)[一-鿿]{2,10}$")
_THING_FIRST = Guarded(r"^[一-鿿]{2,6}的(?:货|车|人|件|物|料|品|单|客|货物|车辆|物品|人员|老人|包裹|商品)$")
"""拒收的货，收货员当场写报告: what it is about, though 拒收 is a verb."""
_LATE_CASE = Guarded(r"(?:晚|早|迟)到|逾期|超过|不足|未|超期")
_TRIGGERED = Guarded(
    r"^[^，的每]{1,14}(?<!不)(?<!得)(?<!应)(?<!须)(?:超过|低于|不足|未满|少于|(?<=[深高宽长])过)[^，的]{0,4}[\d一二两三四五六七八九十百半][^，的]{0,8}(?:(?:无人|未|仍|不)[^，的]{0,6})?$|^[^，的每不]{2,14}[\d一二两三四五六七八九十]+(?:次|天|日|人|级|小时|件|处|%)及?以上$"
)
"""设备停用超过三个月，重新启用前应检测: what sets it off."""
_BOUND_OF = Guarded(r"[一-鿿]{2,8}(?:不[少低大小高多][于]|不超过|≥|≤)")
"""支撑点不少于3处: a bound of its own, whatever it opens with."""
_UNLESS = Guarded(r"(?:但|确需|确因|如需|因特殊|特殊情况|紧急情况)")
"""盘库期间停止发货，确需发货的，须经批准: the first is the rule."""
_JOINT = Guarded(r"(?:并且|并|且|同时)")
_OTHER_BOUND = Guarded(
    r"^(?:且|并且|并|但)?(?:不(?:得|应)?(?:超过|高于|大于|多于|低于|少于|小于|超出)|最[高低多少大小长短](?:不超过|不低于)?|至[多少])[\d.]+\s*[一-鿿A-Za-z%℃㎡/³²]{1,6}$"
)
"""水压不低于0.2MPa，不高于0.4MPa: the other end of one range."""
_BAND_BY = Guarded(
    r"^(?P<band>[^，。；由每]{0,14}?[\d一二两三四五六七八九十百千万半]+(?:个)?(?:元|万元|天|日|人|小时|级|分|吨|米|平方米|年)(?:（含[^）]*）)?(?:以内|以下|以上|及以上|及以下))的?由"
)
"""请假一天以内由部门主管批准: the band says when."""
_OR = Guarded(r"^(?:或者|或|以及)")
_WANTON = Guarded(r"^(?:也|更)?(?:擅自|随意|私自|违规|任意|允许)(?=.{2})")
"""不得…，擅自设置摊点: goes on with what is forbidden."""


def unforced(
    clause: Piece, later: Sequence[Piece], later_force: bool, state: State, drafts: list[Draft], context: Context, posts: tuple[str, ...],
    sentence: Piece,
) -> list[Draft]:  # fmt: skip
    """Read one clause; `drafts` are those of the sentence so far, the last of which may be lengthened."""
    text = clause.text
    if take_label(clause, sentence, state, posts) or (
        later and only_ground(text) and (drafts or later_force or state.pending)
    ):
        return []
    if drafts and _OTHER_BOUND.match(text):
        drafts[-1].body = (drafts[-1].body[0], clause.end)
        drafts[-1].end = clause.end
        return []
    if drafts and "每" in text and drafts[-1].modality != "must_not" and only_often(text):
        last, at = drafts[-1], sentence.start
        last.end = clause.end
        if not counted(sentence.text[last.body[0] - at : last.body[1] - at]):
            lengthen(last, clause)
            last.body = (last.body[0], clause.end)
        return []  # 定期报告，每年不少于一次
    if drafts and drafts[-1].open_end:
        lengthen(drafts[-1], clause)
        drafts[-1].open_end = False
        return []
    if (
        later
        and not drafts
        and (is_date(text) or only_time(text))
        and not (counted(text) and counted(later[0].text))
    ):
        state.adverbials.append((clause.start, clause.end))
        return []
    lead = _ORDINAL.match(text)
    if lead and lead.end() == len(text) and later:
        return []
    place = lead.end() if lead and lead.end() < len(text) else 0
    joint = _JOINT.match(text, place)
    place = (
        joint.end()
        if joint and joint.end() < len(text) - 1 and condition_size(text[joint.end() :])
        else place
    )
    inner = condition_size(text[place:])
    core = text[place + inner :]
    agent = acting_head(core, posts)
    after = core[agent:]
    verb = opens_with_verb(after)
    negative = BARE_NOT.match(after) or says_not(after)
    if inner and not place and scope.OF_BAND.match(text):
        return drafts_of(clause, 0, inner, agent, state, "must", INHERITED, posts)
    if drafts and state.force == "must_not" and _OR.match(text):
        lengthen(drafts[-1], clause)
        return []
    if drafts and state.force == "must_not" and not text.endswith("的") and _WANTON.match(text):
        return drafts_of(clause, 0, 0, 0, state, "must_not", INHERITED, posts)
    if not later and text.endswith("的") and not drafts and context.force is None:
        return []  # （三）未按规定移交的；
    if later and not drafts and THOSE.search(text) and which_things(text):
        state.condition(text)  # 得分低于85分的项目，项目经理应整改
        return []
    if later and not drafts and not later_force and opens_series(text, later[0].text):
        return drafts_of(clause, place, inner, agent, state, "must", LISTED, posts)
    if (
        later
        and not drafts
        and _THING_FIRST.match(text)
        and (acting_head(later[0].text, posts) or _LATE_CASE.match(later[0].text))
    ):
        about(clause, later[0], state, posts)
        return []
    if (
        later
        and not drafts
        and not state.pending
        and not find_frequency(text)
        and not figured(text)
        and (
            (MEASURE_TOPIC.search(text) and not verb)
            or (
                THOSE.search(text)
                and not text.endswith(("义务", "责任"))
                and not has_verb(text)
                and not verb
                and not agent
                and not negative
            )
        )
    ):
        about(clause, later[0], state, posts)
        return []
    if (
        later
        and not drafts
        and not find_frequency(text)
        and (
            (text[0] == "对" and (verb == "对" or text.endswith(("人员", "者", "户"))))
            or (THOSE.search(text) and scope.ENDS_IN_DE.search(later[0].text))
        )
    ):
        about(clause, later[0], state, posts)  # 对独居老人，每周问候；架上的包裹，过夜没人取的，…
        return []
    if not drafts and later and later[0].text.startswith("由") and re.search(r"的[一-鿿]{2,10}$", text):
        state.condition(text)
        return []
    if (
        later
        and not drafts
        and not later_force
        and text.startswith("对")
        and THOSE.search(text)
        and not find_frequency(text)
    ):
        about(clause, later[0], state, posts)
        return []
    if (
        later
        and not drafts
        and (later_force or opens_with_verb(later[0].text) or later[0].text.startswith(("即", "电话")))
        and _TRIGGERED.match(text)
    ):
        state.condition(text)
        return []
    if (
        later_force
        and not drafts
        and not (state.pending and verb and not scope.is_condition(text) and not only_when(text))
        and not (inner and verb and _UNLESS.match(later[0].text))
        and not (context.force and verb and not scope.is_condition(text) and not QUALIFIES.match(text))
    ):
        if only_when(text):
            state.adverbials.append((clause.start, clause.end))
            return []
        those = (bool(THOSE.search(text)) and not text.endswith(("义务", "责任"))) or (
            text.startswith("对") and not find_frequency(text)
        )
        found = (
            None
            if those
            else plain_demand(
                after, sentence.text, subject=core[:agent] or state.subject, acts=agent > 0, strong=True
            )
        )
        if (
            found is None
            and inner
            and not those
            and not scope.ENDS_IN_DE.search(later[0].text)
            and instructs(text[place:][:inner], core, agent, after)
        ):
            found = Plain("must", 0.75)
        if found is None and verb and in_marked_case(state) and acts_in_case(text, verb, agent):
            found = Plain("must", 0.75)
        if found is None and agent and _TELLS_OR_WRITES.match(after) and not scope.is_condition(text):
            found = Plain("must", 0.75)  # 班主任通知家长，不得隐瞒
        if found is None:
            before_force(clause, core, agent, verb, state)
            return []
        return drafts_of(clause, place, inner, agent, state, found.modality, found.confidence, posts)
    inherits = state.force or context.force
    if (
        inherits == "should"
        and drafts
        and (not verb or (is_nouny(verb) and figured(text)) or _BOUND_OF.match(text))
        and not _JOINT.match(text)
    ):
        inherits = "must"  # 高度宜为…，支撑点不少于3处: 宜 governs its own clause
    ready = bool(drafts) or context.force is not None or state.pending
    decided = _DECIDES.search(core) and not (state.conditions and _OFFICE_DECIDES.match(core))
    by = by_whom(core, posts) if "由" in core and not decided else None
    assigned = (
        by is not None
        or bool(_ASSIGNED.search(text))
        or (bool(_INTO_FORM.search(text)) and state.force != "may")
    )
    if assigned and (band := _BAND_BY.match(text)) and not find_forces(text):
        state.condition(band["band"])
        place = band.end("band") - (1 if text[band.end("band") - 1] == "的" else 0)
        inner, agent = 0, 0
    if assigned and (ready or "由" in text):
        return drafts_of(
            clause,
            place,
            inner,
            agent,
            state,
            "may"
            if inherits == "may" and later and later[0].text.startswith(("也可", "亦可"))
            else inherits
            if inherits in ("must", "should")
            else "must",
            INHERITED,
            posts,
        )
    if (
        inherits
        and ready
        and (
            verb
            or negative
            or (state.pending and not drafts)
            or STATE.search(after)
            or (inner and len(core) >= 2)
        )
    ):
        modality, confidence = inherited(inherits, bool(negative), bool(drafts), after, bool(agent))
        if (
            modality == "must_not"
            and not negative
            and (
                (turns_back(after, drafts) or text[place:][:inner].endswith(("前", "后")))
                if inner
                else _JOINT.match(text) or HEAD_TERM.match(after) or find_frequency(text)
            )
            and not AMISS.search(after)
        ):
            modality, confidence = "must", UNSURE + 0.1
        return drafts_of(clause, place, inner, agent, state, modality, confidence, posts)
    if (
        drafts
        and ready
        and inherits != "may"
        and asks_tersely(text, sentence.text[: clause.start - sentence.start].rstrip("，,"))
    ):
        return drafts_of(clause, place, inner, agent, state, "must", INHERITED, posts)
    if context.force and not drafts and len(text) > 1 and not context.closed:
        return drafts_of(clause, place, inner, agent, state, inherits or "must", LISTED, posts)
    found = plain_demand(
        after,
        sentence.text,
        subject=core[:agent] or state.subject,
        acts=agent > 0,
        duty=context.duty or bool(drafts and inherits == "must"),
        strong=bool(drafts),
    )
    if found is None and drafts and not any(draft.force_at >= 0 for draft in drafts) and has_verb(core):
        found = Plain("must", 0.75)  # in a sentence of instructions each clause is one
    if (
        found is None
        and agent
        and core[:agent] in posts
        and len(after) == 2
        and (drafts or state.conditions or state.adverbials)
    ):
        found = Plain("must", 0.75)  # 保险到期前15日，结算员续保
    if (
        found is None
        and not later
        and not drafts
        and state.fresh
        and state.conditions
        and _CONSEQUENCE.match(text)
        and scope.ENDS_IN_DE.search(state.conditions[-1])
    ):
        found = Plain("must", 0.75)  # 晚到半小时以上的，排到当班最后
    if found is None and ((state.term and BARE.match(text)) or SET.match(text) or LASTS.match(core)):
        found = Plain("must", 0.75)
    if found is None and inner and len(core) > 3 and scope.OFTEN_EVENT.match(text[place : place + inner]):
        found = Plain("must", 0.8)  # 每天上班前检查设备
    if (
        found is None
        and not later
        and not drafts
        and state.fresh
        and state.conditions
        and 3 <= len(core) <= 10
        and len(state.conditions[-1]) <= 18
        and not state.conditions[-1].endswith("的")
        and not TELLS.search(core)
        and not _NO_ACT.search(text)
    ):
        found = Plain("must", UNSURE)  # 体重超过10公斤的犬只，进电梯戴嘴套
    if found is None:
        leave(clause, state, drafts, verb)
        return []
    return drafts_of(clause, place, inner, agent, state, found.modality, found.confidence, posts)


_NO_ACT = Guarded(
    r"^(?:其|可以|指|应|以|如|作为|视|从重|依法|择|属|也|均|仍|即使)|为|后果|将|会|可能|(?:的|情况|情形)$"
)
