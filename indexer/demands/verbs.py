"""Whether a stretch of text opens with a verb or says how a thing is to be."""

from __future__ import annotations

from functools import lru_cache

from indexer.demands.guards import Guarded
from indexer.demands.words import by_beginning, word_list

_VERBS = by_beginning((word for word in word_list("verbs", "verbs") if len(word) > 1), 2)
_SINGLE = frozenset(word_list("verbs", "single"))
_NO_SINGLE = frozenset("度性期额率化力量源型式型类级")
"""After these a single verb is part of a noun."""

ADVERB = (
    r"(?:并且|并|且|同时|及时|立即|立刻|马上|即刻|迅速|尽快|随即|随时|按时|准时|定期|不定期|每(?:日|天|周|月|季度?|年|班|次|半年)(?:至少|不少于)?|逐一|逐项|逐个|逐级|逐日|按规定|按要求|按标准|按照规定|按照要求|依法|依规|如实|"
    r"严格|认真|主动|积极|热情|耐心|妥善|妥当|全面|彻底|统一|集中|分别|共同|相互|互相|自觉|切实|充分|合理|正确|准确|规范|详细|完整|清楚|重新|再次|首先|其次|然后|随后|最后|接着|先|再|后|即|均|都|也|还|则|就|一律|务|必|至少|不少于|当场|现场|当日|当天|"
    r"自上而下|由上至下|从上到下|逐层|逐户|逐栋|逐台|逐车|逐人|次日|翌日|当晚|次月|书面|电话|口头|亲自|单独|独立|人工|手动|徒手|联合|交叉|交替|轮换|错峰|步行|绕车|绕场|逐[页条袋件箱份间层批桶车站点家所柜排行]|原样|原路|直接|专门|公开|公平|公正|有效|持续|不断|进一步|加快|适时|适当|必要时|原则上|事先|提前|预先|另行|自行|轮流|双人|两人|有序|依次|随手|轻|"
    r"以书面形式|以书面方式|向社会|向业主|逐步|优先|尽量|尽可能|做到|予以|给予|无偿|免费|免予|足额|按期|如期|限期|酌情|始终|全程|全天|日常|经常|时刻|不间断地?|地|再次|多次|第一时间|于|及|以及|或者|或|和|按月|按季度?|按年|按日|同步|分类|分级|分区|分段|分批)"
)
_LEAD = Guarded(rf"{ADVERB}++")
_WITH = Guarded(
    r"(?:向|对|将|把|由|与|同|跟|给|为|经|凭(?!证|据|单)|按照?|根据|依照|依据|以|通过|利用|使用|采用|在|于|从|自|至|到|用|就|因|会同|配合|协助)"
)
_NOUN_AFTER = Guarded(
    r"(?:人员|工作|记录表?|制度|标准|情况|结果|方案|计划|报告|表|单|台账|设备|设施|系统|装置|时间|区域|场所|岗位|部门|单位|机构|流程|程序|要求|费用?|率|员|者|人|室|站|点|器材?|机|车|门|箱|池|间|证|书|卡|册|牌|柜|房|场|楼|区|线|网|用品|工具|材料|过程|期间|内容|项目|标志|标识|范围|方式|方法|办法|规定|结论|意见|频次|周期|措施|职责|责任|预案|指标|服务|次数|数量|质量|技能|经验)(?=$|[、和与及的，或中内上里按为是]|应|须|由)"
)
_NOUNY = frozenset(word_list("verbs", "nouny"))
"""Verbs that as often stand before a noun (检查记录, 培训人员)."""

STATE = Guarded(
    r"(?<![毫])无(?!法|论|关|需|须|权|偿|效|人|障碍|线|锡|机|纺|烟|故|非|疑|数|条件|锁|力|形|期|业主委|主|民事|罪)[一-鿿]|(?:^|[，、；]|均|都|应|全部|保持)(?:没有|不(?:积|堵|漏|缺|破|松|脱|锈|变|褪|卷|翘|掉|渗|断|留|积压|外露|裸露|超|倒|乱))"
    r"|(?:常闭|常开|锁闭|上锁)(?=并)"
    r"|(?:完好|齐全|齐备|有效|清晰|整洁|洁净|平齐|齐平|笔直|干净|清洁|畅通|通畅|正常|到位|牢固|稳固|平整|完整|明亮|光亮|干燥|干爽|清爽|醒目|准确|灵敏|可靠|达标|合格|良好|规范|整齐|一致|相符|相连|闭合|关闭|锁闭|常闭|常开|上锁|平稳|均匀|充足|清楚|明确|美观|通风良好|无误|及时|紧固|密封|新鲜|适中|灵活|端正|得体|适宜|饱满|合理|及时准确|符合要求|不间断|绿区|绿色区域|范围内|范围之内|在岗|在位|在册|持证|可追溯|一一对应|分开|分离|隔离|同步|备查|存档|归档|率100[%％]|(?<=语气|口气|态度|用语|语言|言语|谈吐|举止|言行|神情|表情|声音)(?:温和|和蔼|谦和|平和|亲切|得当|适度|文明|礼貌|大方|热情|诚恳|耐心|友善|自然))$"
)


def is_nouny(verb: str) -> bool:
    """Whether a verb as often stands before a noun."""
    return verb in _NOUNY


def names_thing(text: str) -> bool:
    """Whether a verb at the head only qualifies a noun.

    >>> names_thing("防范措施和责任人"), names_thing("防范火灾")
    (True, False)
    """
    verb = verb_at(text)
    return bool(verb) and _NOUN_AFTER.match(text, len(verb)) is not None


def verb_at(text: str, start: int = 0) -> str:
    """The longest verb of more than one character that stands at `start`, ``""`` if none does."""
    for verb in _VERBS.get(text[start : start + 2], ()):
        if text.startswith(verb, start):
            return verb
    return ""


def strip_adverbs(text: str) -> str:
    """`text` without the adverbs that open it.

    >>> strip_adverbs("并及时填写记录")
    '填写记录'
    """
    found = _LEAD.match(text)
    return text[found.end() :] if found and found.end() < len(text) else text


@lru_cache(maxsize=4096)
def opens_with_verb(text: str) -> str | None:
    """The verb that opens `text` after its adverbs, or None.

    >>> opens_with_verb("及时清理积水"), opens_with_verb("并向班长报告"), opens_with_verb("地面整洁")
    ('清理', '报告', None)
    """
    core = strip_adverbs(text.lstrip(" ＊"))
    for candidate in (core, text) if core is not text else (text,):
        verb = verb_at(candidate)
        if verb and not (verb in _NOUNY and _NOUN_AFTER.match(candidate, len(verb))):
            return verb
        if not verb and len(candidate) > 1 and candidate[0] in _SINGLE and candidate[1] not in _NO_SINGLE:
            return _after_preposition(candidate) or candidate[0] if _WITH.match(candidate) else candidate[0]
    return _after_preposition(core) if _WITH.match(core) else None


def _after_preposition(text: str) -> str | None:
    place = 1
    while place <= 40 and place < len(text):
        verb = verb_at(text, place)
        if verb and not (verb in _NOUNY and _NOUN_AFTER.match(text, place + len(verb))):
            return verb
        place += len(verb) or 1
    return None
