"""Demands without a word of force: instructions, duty lines, states, assignments."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.demands.authorities import is_authority, is_customer
from indexer.demands.frequency import find_frequency
from indexer.demands.guards import Guarded
from indexer.demands.idioms import is_idiom
from indexer.demands.limits import find_limits
from indexer.demands.model import Modality
from indexer.demands.negatives import BARE_NOT, KEEP_OUT, PLACE_NOT, says_not
from indexer.demands.verbs import STATE, is_nouny, opens_with_verb, strip_adverbs, verb_at
from indexer.demands.words import one_of, word_list


@dataclass(frozen=True, slots=True)
class Plain:
    """Force and confidence of a demand that has no word of force."""

    modality: Modality
    confidence: float


_ASSIGNED = Guarded(
    r"由[^，。；]{1,30}(?:负责|审批|审核|保管|签字|担任|执行|填写|办理|批准|确认|复核|统一|签署|登记|验收|操作|监护|处理|陪同|组织|实施|牵头|承担|完成|发放|维护|清理|检查|巡查|管理|签发|主持|汇总|跟进)"
)
_SYSTEM = Guarded(
    r"^(?:.{0,16})?(?:实行|执行|推行|采用|采取|落实).{1,24}(?:制度?|责任制|管理|模式|标准|方式|机制)$"
)
_GATE = Guarded(
    r"^凭.{1,20}(?:放行|进入|入内|领取|领用|出入|通行|办理|进出|上岗)|.{1,20}凭.{1,16}(?:放行|进入|入内|领取|领用|出入|办理)|一律|以.{1,20}为准$|持[^，]{0,8}证(?:件|书)?(?:上岗|操作|作业|驾驶)|备查$|存档$|归档$|为限$|谁.{1,6}谁|(?:^|[^，]{2,20})按.{2,30}(?:执行|办理|处理|收取|计收|发放|操作)$|双人双锁|(?:仅|只)(?:用于|供)|(?:生熟|干湿|人车|客货|清污)分开$|^[一-鿿、]{2,16}(?:分开|分色|分区|分类|专[车人梯柜库池桶间])(?:使用|存放|摆放|放置|加工|清洗)$|双人双岗|随手[关灭带锁闭清]|见[一-鿿]{1,2}就[一-鿿]|(?:隔离|单独|集中|密封|封闭|专库|专柜)(?:存放|保管|堆放|储存)$|一式.份|两人一组|首问负责|先进先出|专款专用|账实相符|账物相符|定人定岗|定点存放|落锁|上锁$|签字(?:确认|验收)?$|随.随.$|一[客人车户班日次桌餐用床]一(?:消毒|换|清|杆|检|档|卡|证|清洗|记录|登记)|专人|专用|优先于|从.{2,16}中(?:列支|调剂|支付|提取|抽取|产生)|24小时.{0,8}(?:值班|值守|监控|畅通|开通|开启|供应|录像|接听|服务|有人|专人|在岗|待命)|有.{2,40}的(?:义务|责任)$|由.{2,20}(?:选举|推举|推选)产生$|由[^，]{0,10}(?:\d|[一二三四五六七八九十])[^，]{0,10}组成$"
)
_FIRST_THEN = Guarded(
    r"^(?:[^，。；]{2,8}?(?<![首优预事原祖领争率]))?先(?![进后生期前例行河锋])[^，。；]{1,30}(?:后|再)"
)
"""粮油进库先验质再过磅."""
_IN_THE_MIDDLE = Guarded(
    r"^[一-鿿\dA-Za-z＊（）]{2,24}?(?:当天|当日|当班|即时|立即|及时|随时|逐项|逐一|逐个|逐级|统一|定期|按时|一律|集中|分类|现场|当场|妥善|分开|分色|分区|分层|分架|分柜|离地|密闭|错峰|专柜|冷藏|冷冻|避光|逐日|逐月|就近|单独|专人|双人|分别|全部|优先|轮流|如实|严格|每[日天周月季年班次])(?=(?P<act>.{2,}))"
)
_AFTER_WHICH = Guarded(
    r"^(?:[班餐饭课会术]|[^，]{2,20}?)(?:(?<![售然今最先落背幕前此其事日之以])(?:后|前)(?![勤续果台方备视天门期款厅提])|用完|用毕|完毕|下班|离岗)(?=(?P<act>.{2,}))"
)
_BY_DATE = Guarded(
    r"^(?:每[年月季周]度?)?(?:(?:\d{1,2}月)?\d{1,2}[日号]|\d{1,2}月[底末]|[月年季周][底末]|季度末)(?:之|以)?前(?=(?P<act>.{2,}))"
)
_HELD_AT = Guarded(
    r"(?:控制|保持|维持|稳定|设定|设置|调节|限制)(?:在|为|至|到)[^，。；]{0,4}?(?:零下)?-?[\d一二三四五六七八九十百]"
)
"""绿篱高度控制在60cm左右."""
_BETWEEN = Guarded(r"[一-鿿]{1,8}(?:位|度|压|量|值|流|温)在[^，。；]{2,20}(?:之间|范围内)$")
"""油位在视镜的二分之一至三分之二之间."""
_MANNED = Guarded(
    r"每(?:个)?(?:班次?|岗位?|组|车|楼|栋)[^，。；]{0,6}?[\d一二两三四五六七八九十]+(?:人|名|位|岗)$"
)
_OBJECT_FIRST = Guarded(
    rf"^[一-鿿＊“”]{{2,10}}?(?:\d{{1,2}}℃)?(?:{one_of(word_list('verbs', 'closing'))})$|^[一-鿿]{{2,8}}(?:两人|双人|二人|三人|专人)[一-鿿]{{2,4}}$"
)
"""垃圾桶加盖, 业主资料保密, 夜间巡逻两人同行: the verb last."""
_THOROUGHLY = Guarded(
    r"[交收洗擦扫清补付备系拧锁关填写办查理摆装捆扎堆码封盖吹抹冲刷沥晾烘排倒倾腾拖擦讲问说查点接](?:清|齐|净|完|好|牢|足|满|紧|严|干|空|实|平|稳|妥|尽|透)$"
)
"""钥匙当日交清, 桌面擦净."""
UNSURE = 0.6
"""Confidence of an act that is told like an instruction: shown, and left out of what is generated."""
_THEIRS = Guarded(
    r"(?:人民政府|国务院|主管部门|行政部门|法院|公安|机关|国家|条例|本法|法律|社会|经济|我国|本市|本省)|[有无](?:权|效)|请求权|(?:权利|利益|义务|责任|效力|规定|约定)$|可能|希望|认为|视为|点击|此处|按本[一-鿿]{2,4}[第\\d《]|照旧|下载|学历|一览|^(?:[表图]|附[表件录图])\d|习惯|居民(?!区|楼|委)|毕业"
)
"""Words of statutes and reports, in which a sentence without a word of force tells something."""
TELLS = Guarded(
    r"^(?:是|为|有|在|等|都|很|也|共|的|和|与|及|数|多|因|来自|正在|已|曾|将|会|能|并不|不太|感到|认为|觉得|习惯|喜欢|希望|普遍|大多|多数|平均|居民|习惯|反映|反馈|获|受|被|不|名单|名册|人数|通道|宿舍|食堂|手册|工资|档案|职责|岗位|证件|资格|培训|队伍|身份|素质|配置|编制|待遇|福利|食宿|入口|休息室|更衣室|工作服|工作帽|工装|制服|工牌|餐厅|餐具|用品|家属|车辆|电话|之间|每)|[了过吗呢]|并不|清楚$|满意$|(?:制度|职责|办法|规定|守则|规范|手册|流程|标准|名单|表|要求|须知|公告|启事|简章|通知|公示|海报|指南|手册|报告|计划|纲要|记录|清单)$|(?:稳定|优美|显著|明显)$"
)
"""What somebody is or has, or a title: no instruction."""
_SIGN = Guarded(r"^[^，的]{0,10}?(?:挂|立|竖|(?<!张)贴|设立|设置|张贴|悬挂)好?[“「]")
_ONLY_AT = Guarded(r"(?:限于|限在|仅限|限)(?:每日|工作日|周|\d|[一二三四五六七八九十])")
_AT_CLOCK = Guarded(
    r"^[^，。；]{0,12}?(?:\d{1,2}[:：]\d{2}(?:分)?|[\d一二三四五六七八九十]{1,3}点半?)(?:准时|统一|起)?(?=(?P<act>[一-鿿]{2,}))"
)
"""学生宿舍晚22:30熄灯."""
_SET_UP = Guarded(
    r"^(?!.{0,30}(?:了|已|共|曾))[一-鿿\d（）＊、]{2,24}?(?:(?<![建开铺])设置?(?!备|施|计|定|想|立(?:了|于))|配备|张贴|悬挂|安装|摆放|放置|配置|粘贴|停放|存放|保持|使用|改为|改用|专用|凭|记入|填入|录入|存入|写入|归入)(?=[^，]{1,})"
)
_STRONG = Guarded(
    r"^(?:负责|协助|配合|严格|务必|必|坚持|坚守|遵守|做到|做好|保持|确保|保证|熟悉|掌握|服从|执行|落实|参加|组织|制定|编制|建立|监督|检查|督促|定期|及时|立即|按时|认真|热情|主动|如实|请(?!求|示|假)|统一|凭|佩戴|着|穿戴|礼貌|文明|微笑)"
)
_NOISE = Guarded(
    r"^(?:(?:每[年月])?享[受有](?!.{0,20}(?:不超过|不少于|不低于|不得))|是|为(?![^，是]{2,12}(?:每|提供|办理|翻|测|做|喂|换|开|登记|配|服务|安排|讲解|打|送|准备))|有(?!人值|效|害|毒|机|限(?!公司)|偿)|在于|即(?![停报锁换关断清撤补送改查登退收拆修])|指|可见|例如|比如|如下|详见|见|附|注)|[：:]$"
)
_THOSE_WHO = Guarded(
    r"^(?:进行|从事|具有|符合|属于|发生|存在|取得|依法).*的(?:人员|单位|企业|机构|组织|个人|情形|生产经营单位)$"
)
_TITLE = Guarded(
    r"(?:管理|制度|规定|办法|规程|流程|程序|标准|职责|要求|细则|手册|规范|须知|守则|预案|方案|计划|总则|附则|概述|说明|记录|台账|表|单|清单|目录|通知|报告|工作|服务|维护|保养|处理|检查|巡查|培训|演练|内容|措施|原则|目标|范围|定义|依据|要点|指引|指南)$"
)


def plain_demand(
    text: str,
    sentence: str,
    *,
    subject: str | None,
    acts: bool = False,
    duty: bool = False,
    strong: bool = False,
) -> Plain | None:
    """Read a clause without a word of force; None where it only tells something.

    Args:
        text: The clause without its subject.
        sentence: The whole sentence.
        subject: Who acts, as far as known.
        acts: Whether he is named at the head of this very clause.
        duty: Whether it stands in a duty list, standard or procedure.
        strong: Whether only marks that leave no doubt count (the clause stands beside one with a word of force).

    >>> plain_demand("道闸每周润滑一次", "道闸每周润滑一次", subject=None).modality
    'must'
    >>> plain_demand("岗亭玻璃无污渍", "岗亭玻璃无污渍", subject=None).modality
    'must'
    >>> [plain_demand(text, text, subject=None) is not None for text in ("垃圾桶加盖", "夜间巡逻两人同行", "挂“禁止入内”标牌", "设备保养")]
    [True, True, True, False]
    >>> plain_demand("不脱岗", "不脱岗", subject=None).modality
    'must_not'
    >>> plain_demand("安全管理制度", "安全管理制度", subject=None) is None
    True
    """
    core = text.strip(" ＊：:")
    if len(core) < 2 or _NOISE.search(core):
        return None
    if subject and is_authority(subject):
        return None
    if BARE_NOT.match(core) or KEEP_OUT.search(core):
        return Plain("must_not", 0.8)
    if says_not(core):
        return Plain("must_not", 0.7)
    if (place := PLACE_NOT.match(core)) and opens_with_verb(core[place.end() :]):
        return Plain("must_not", 0.75)
    frequency = find_frequency(core)
    if _ASSIGNED.search(core) or _SYSTEM.match(core) or _FIRST_THEN.match(core) or _GATE.search(core):
        return Plain("must", 0.85)
    if frequency and frequency.times is not None:
        return Plain("must", 0.85)
    if is_idiom(core):
        return Plain("must", 0.75)
    if any(figure.limit.comparator != "=" for figure in find_limits(core)):
        return Plain("must", 0.8)
    if (
        _HELD_AT.search(core)
        or _BETWEEN.match(core)
        or _MANNED.search(core)
        or _SIGN.match(core)
        or _ONLY_AT.search(core)
    ):
        return Plain("must", 0.8)
    if STATE.search(core) and (len(core) > 3 or duty):
        return Plain("must", 0.8)
    for pattern in (_AT_CLOCK, _IN_THE_MIDDLE, _AFTER_WHICH, _BY_DATE):
        found = pattern.match(core)
        if found and opens_with_verb(found["act"]):
            return Plain("must", 0.75)
    if strong:
        if _STRONG.match(core) and opens_with_verb(core):
            return Plain("must", 0.8)
        told = TELLS.search(core) or _THEIRS.search(sentence)
        return (
            Plain("must", 0.7)
            if duty and not told and (_SET_UP.match(core) or _OBJECT_FIRST.match(core))
            else None
        )
    verb = opens_with_verb(core)
    titled = bool(_TITLE.search(core)) and len(core) <= 14 and (verb is None or is_nouny(verb))
    titled = titled and not _STRONG.match(core) and strip_adverbs(core) == core
    if _THOSE_WHO.search(core):
        return None
    if verb and not titled:
        if _STRONG.match(core) or duty:
            return Plain("must", 0.85)
        return Plain(
            "must", 0.6 if subject and is_customer(subject) else 0.8 if subject or len(core) >= 4 else 0.7
        )
    if not titled and _SET_UP.match(core):
        return Plain("must", 0.75)
    if _OBJECT_FIRST.match(core) or _THOROUGHLY.search(core):
        return Plain("must", 0.7)
    if titled or TELLS.search(core) or _THEIRS.search(sentence):
        return None
    if acts and subject and not is_customer(subject) and len(core) >= 3:
        return Plain("must", 0.7)
    if len(core) >= 5 and "|" not in core and act_inside(core):
        return Plain("must", UNSURE)
    return None


_NAMES_A_BODY = tuple("院所会局厅馆社团学论性型")
"""研究院: no act."""


def act_inside(core: str) -> bool:
    """Whether an act stands further on, after its object (玻璃器皿轻拿轻放).

    >>> [act_inside(text) for text in ("毛巾架、浴帘、地漏逐间擦洗", "样品标签写明批号", "图书按索书号上架", "小区环境优美")]
    [True, True, True, False]
    """
    for at in range(1, min(len(core) - 1, 24)):
        verb = verb_at(core, at)
        if (
            verb
            and (not is_nouny(verb) or (at + len(verb) == len(core) and "按" in core[:at]))
            and core[at - 1] not in "的和与及、或"
            and core[at + len(verb) : at + len(verb) + 1] not in _NAMES_A_BODY
        ):
            return True
    return False
