"""Condition, exception, purpose and ground: what surrounds a demand in its sentence."""

from __future__ import annotations

import re

from indexer.demands.guards import Guarded
from indexer.demands.verbs import opens_with_verb

_WHEN = r"(?<![小及按准临随实平暂课学有届\d])(?<!(?<!之)[一二三四五六七八九十])(?<!(?<!合)同)(?<!(?<![决确约规])定)时(?![间限段长刻候效速])"
_AFTER = r"(?<![灾售然今最先落背幕前此其事日])后(?![勤续果台方备视天门])"
_BEFORE = r"(?<![提目以从空面产生婚])前(?!培训|教育|讨论|谈话|会(?!议|同)|[台期款往厅述条项后景沿端室门缀列三两几]|提(?![交供出示前醒报请取]))"
_MARKER = rf"(?:{_WHEN}|{_AFTER}|{_BEFORE}|期间|之日起|的情况下|情况下|情形下|过程中|以后|之后|之前|之际|时起|的情形|的，|日起(?!草))"

ENDS_IN_MARKER = Guarded(
    rf"(?:{_MARKER}|中途|途中|当天|条件下|前提下|状态下|范围内|之内|[一-鿿]{2}作业中|运行中|行驶中|作业下)$"
)
"""A comma clause that says when."""
ENDS_IN_TERM = Guarded(
    r"(?P<figure>(?:不少于|至少|最迟)?(?:[\d.]+|[一二两三四五六七八九十百半]+)\s*(?:个)?(?:工作日|自然日|日|天|月|年|小时|分钟|周|学时)(?:之|以)?(?:内|前)|(?<=[满期始束动工])前(?:不少于|至少)?(?:[\d.]+|[一二两三四五六七八九十百半]+)\s*(?:个)?(?:工作日|日|天|月|年|小时|分钟))$"
)
"""…之日起三十日内, 届满九十日前: a limit, with the event that it counts from."""
ENDS_IN_DE = Guarded(r"(?<!(?<![项科数题条名节栏])目)的$|^(?:凡|若|如)?(?:未|不|有|无|违|需|逾|拒)[^，]*者$")
OPENS_AS_CONDITION = Guarded(
    r"^(?:但|但是|而|且|并|同时)?(?:违反|如果|如(?!实|期|下|数|图|表|厕)|若|倘若|假如|假使|要是|当(?!场|日|天|事|面|班|地|年|月|值|好|众|即)|遇(?!险救)|凡|一旦|只要|只有|除非|未经|非经|经(?!理|营|办|济|费|常|过培)|因(?!地|此)|由于|鉴于|发现(?!人)|发生|出现|接到|收到|得知|获悉|遭遇|逢|涉及|属于|需要|确需|确因|无法|不能|未能|逾期|超过|达到|低于|高于|少于|不足|(?:满足|符合).{2,20}条件|没有|未(?!来)|无(?![论积污破渗漏坑锈松杂异损脱灰垃尘死裂堵缺枯斑痕水油蛛烟乱明卫])|对于?.{2,60}的$|在.{2,30}(?:情况|期间|时段|状态|条件|过程|作业|时候)(?:下|中|里|内|时|后|前)?$|自.{2,40}起|从.{2,30}起|待.{2,20}后|[^，在内前时并且应后]{2,10}(?:完毕|结束)$|[^，不]{0,20}(?<!不)(?:已|年|未|不)?满[\d一二两三四五六七八九十半]+(?:个)?(?:年|月|日|周岁|岁|小时|天)$|连续[^，不]{2,12}(?:满|超过|达到?)[\d一二两三四五六七八九十半]|突发(?!事件)|(?!经)[^，的每不]{2,8}(?:降|升|掉|涨|装)(?:到|至)[^，的]{0,6}[\d一二三四五六七八九十半]|[一-鿿]{2,6}(?:如需|如要|如有|若需|若有|确需|因故)[^，]{2,}|(?![先再每按应须并且凭持经由将把防]|及时|立即|定期|停止)(?:(?![不无未禁的]|立即|及时|马上)[一-鿿]){0,12}(?:超(?:出[^，]{0,4}|限|标|温|压|时|载|重)|异常|告警|(?<!立即)(?<!迅速)(?<!打)(?<!向)报警|借出|外出|漏[油气电液]|离[台店队]|接到[^，]{2,8}|用毕|离职|入职|辞职|调岗|停电|断电|停水|停气|失火|起火|着火|冒烟|漏水|渗漏|跳闸|失灵|死机|断网|缺货|缺勤|到期|期满|完工|竣工|散场|闭馆|打烊|换季|下课|放学|开学|放假|迁入|迁出|入住|退租|退房|搬离|到货|到站|到港|缺员|破损|损坏|丢失|遗失|泄漏|中毒|晕倒|受伤|走失|超载|超重|卡住|发布|晚归|离车|还回|作废|到店|抵达|来电|送达|报失|挂失|倒塌|松动|脱落|堵塞|溢出|结冰|亮起|响起|铃响)$|(?:必要时|特殊情况下?|紧急情况下?)(?:$|(?=[^一-鿿]))|(?:[雨雪雾]{1,2}|台风|大风|雷雨|雷电|高温|恶劣|冰雪|冰冻|严寒|极端)天气|(?:夜间|雨天|雪天|台风天?|暴雨|高温|冬季|夏季|汛期|节假日|非工作时间|工作时间)$|(?:下列|以下|如下)[^，：]{0,6}(?:情形|情况|现象)之一|听到|看到|碰到|见到|有.{2,40}情[形况]之一|有下列)"
)
NOT_CONDITION = Guarded(r"^(?:如实|当场|当日|当天|因地制宜|经常|经理|经营|在(?:岗|册|编)$)")
GROUND = Guarded(
    r"^(?:并|应)?(?:根据|按照|依照|依据|遵照|参照|本着|遵循|结合|通过|依托|以.{1,24}(?:为|方式|形式|名义|手段|为由)|按(?!时|期|月|日|季|年|周|压|钮|键)|会同|在.{2,40}(?:内|上|下|处|中|方面|基础上|范围内|领导下|指导下|监督下|配合下|协助下)$|对.{1,60}$|就.{1,40}$|向.{1,20}$|将.{1,40}$|与.{1,20}$)"
)
PURPOSE_FIRST = Guarded(
    r"^为(?:了|确保|保障|保证|加强|规范|提高|防止|维护|做好|便于|方便|避免|落实|进一步|切实|有效|更好|适应|满足|推进|促进|节约|消除|减少|及时|预防|实现)|^为.{2,40}(?:安全|秩序|质量|效率|权益|需要|管理)$"
)
PURPOSE_LAST = Guarded(
    r"^(?:直至|直到|并?使(?!用)|(?:并|以|从而|进而|来|且|切实|有效|最大限度地?|充分|坚决)*(?:确保|保证|以便于?|便于|以免|以防|避免|防止|以确保|以保证|以保障|保障|使得?(?!用)|达到.{1,20}(?:目的|效果|要求)|以利于?|以备|为.{2,30}(?:提供|创造|打下|奠定).{0,12}(?:便利|保障|条件|基础|依据|参考|支持|环境)|提高.{2,20}(?:水平|能力|质量|效率|意识|素质|满意度)|提升|维护.{2,24}(?:权益|秩序|安全|稳定|利益)|营造|形成(?=良好|合力|机制|.{0,6}氛围|.{0,6}格局)|实现|促进|推动|减少|降低|预防|增强|方便(?!面)|不断|进一步|让.{1,10}(?:满意|放心|安心)|从源头|发挥|改善|有利于))"
)
EXCEPT_OUT = Guarded(
    r"^(?:但|但是)?除(?!草|尘|锈|冰|四害|虫|垢|湿|臭|外|名|雪|油|渣).{1,60}?(?:以外|之外|(?<!以)(?<!之)(?<!内)(?<!室)(?<!户)外)"
)
OUTSIDE = Guarded(r"(?<!内)(?<!户)(?<!室)外$")
EXCEPT_TAIL = Guarded(
    r"(?:除外|不在此限|不受.{0,10}限制?|从其(?:规定|约定)|例外|不适用(?:本|前|上|该).{0,4}(?:款|条|规定|要求))$"
)
RESERVE = Guarded(r"另有(?:规定|约定|要求)的?(?:，|$)")
_CLOCK_END = Guarded(
    r"(?:\d{1,2}[:：]\d{2}|\d+[日号点时]|[一二三四五六七八九十]+[日号点]|月底|年底|月末|周末|季末|(?:周|星期)[一二三四五六日天])(?:之|以)?前$"
)
EMBEDDED = Guarded(
    rf"^(?:在|于|自|待|经|当|应)?(?P<words>(?:[班餐饭课会术用检洗拆换修]|[^，。；]{{2,36}}?){_MARKER}|[^，。；在内前时并且应后、]{{2,8}}(?:完毕|结束)(?=后?[一-鿿]{{2}})|[用拆洗装修擦换卸停收][毕完](?=[一-鿿]{{2}}))(?=(?P<rest>.{{2,}}))"
)
_CLOCK_AFTER = r"\d?(?:[:：]\d\d|[点时](?:半|\d{0,2}分)?)(?:以|之)?后"
"""22:00后: a condition, as 夜间23:00后 is."""
_TIME_WORD = Guarded(
    rf"^(?:每|次日|当日|翌日|\d(?!{_CLOCK_AFTER})|上午|下午|(?:早上?|晚上?|中午|凌晨|傍晚)(?=[\d一二三四五六七八九十]+[点时:：](?!.*后$))|本月|当月|月底|年底|下月|[一二两三四五六七八九十百]+(?:个)?(?:工作日|日|天|小时|分钟|月|个月|年)|规定|约定|限定|一定|合理|半)"
)


_SEASONS = r"(?:[冬夏春秋雨旱暑]季|冬春季?|夏秋季?|冬春季节|梅雨季节?|[高低]温季节|寒冷季节|炎热季节|汛期|供暖[季期]|采暖[季期]|制冷[季期]|非?供暖期间?|[早晚午]高峰(?:时段|期间?)?|(?:客流|用[水电餐]|上下班|就餐)?高峰(?:时段|期间?)|节假日(?:期间)?|雨雪天气?|疫情期间|生长[季期]|休眠[季期]|[雨雪雾雷]{1,2}天(?!气|[桥井沟])|大风天(?!气)|台风天(?!气)|高温天(?!气)|考试周|寒暑假|落叶季|(?:平峰|低谷|用餐)(?:时段|期)|[一-鿿]{2,3}[高多]发季节?|开放期间|非营业时间|营业时间)"
SEASON_IN = re.compile(
    rf"(?P<topic>(?:(?!每)[一-鿿A-Za-z]){{2,14}}?)(?P<season>{_SEASONS})(?=应|须|不|每|为|控制|保持|宜|≥|≤|＞|＜|\d|至少|达|温度|$)"
)
"""大堂温度冬季不低于18℃: when, after what is measured."""
_SEASON_HEAD = Guarded(
    rf"(?:在|于)?{_SEASONS}(?=应|须|不|每|室|水|温度|照度|至少|宜|由|对|在|内|加[强派大密]|增|顺延|提前|开(?!始)|关|停|及时|当日|\d)"
)


SEASON = Guarded(
    rf"^(?:在)?(?:{_SEASONS}|(?:[雨雪雾]{{1,2}}|台风|大风|雷雨|雷电|高温|恶劣|冰雪|冰冻|严寒|极端)天气|雨天|雪天|高峰(?:时段|期)|[早晚]高峰|汛期|节假日期间?|(?:紧急|特殊)情况下?)(?:中|下|里)?$"
)
"""雨雪天气应…: when by the season or weather."""


def is_clock_or_date(text: str) -> bool:
    """每日18:00前, 每月5日前: when by the clock, no condition."""
    return bool(_TIME_WORD.match(text.lstrip("在于自应")))


def is_condition(clause: str) -> bool:
    """Whether a comma clause without force of its own says when a duty arises.

    >>> is_condition("接到困人报警后"), is_condition("如遇火灾"), is_condition("并及时上报"), is_condition("每日17:00前")
    (True, True, False, False)
    >>> is_condition("台风预警发布"), is_condition("客人退房"), is_condition("凭放行条出库"), is_condition("登记入库")
    (True, True, False, False)
    """
    if NOT_CONDITION.match(clause) and not (len(clause) > 6 and ENDS_IN_DE.search(clause)):
        return False
    if ENDS_IN_MARKER.search(clause):
        return not _TIME_WORD.match(clause.lstrip("应须在于")) or (
            clause.endswith(("后", "时", "期间")) and not _CLOCK.match(clause)
        )
    if ENDS_IN_DE.search(clause):
        return len(clause) > 2
    return bool(OPENS_AS_CONDITION.match(clause)) or (
        _COMES.match(clause) is not None and not opens_with_verb(clause)
    )


_COMES = Guarded(
    r"^(?!保洁|维修|施工|作业|工作|当班|值班|全体|所有)[一-鿿]{2,5}(?<![前准按凭双专统有])(?:进场|出库|入库|进站|出站|出门|进门|上门|上车|下车|出车|收车|开封|退房|发现(?![人的并后及])[^，]{2,20})$"
)
"""危化品出库，双人双锁; 晨检发现发热儿童，当即隔离."""


def embedded_condition(body: str) -> int:
    """Length of a condition at the head of a predicate's body (在接报后30分钟内到场), 0 if there is none.

    >>> body = "在接到报警后5分钟内到场"
    >>> body[: embedded_condition(body)]
    '在接到报警后'
    >>> embedded_condition("每日17:00前上报"), embedded_condition("提前24小时通知")
    (0, 0)
    >>> embedded_condition("夏季每周不少于三次"), embedded_condition("使用完毕立即拆除"), embedded_condition("夏季防汛工作")
    (2, 4, 0)
    """
    if season := _SEASON_HEAD.match(body):
        return season.end()
    found = EMBEDDED.match(body)
    if (
        found is None
        or (_TIME_WORD.match(found["words"].lstrip("在于")) and not OFTEN_EVENT.match(found["words"]))
        or found["words"].startswith(
            (
                "保存至",
                "保存到",
                "保留至",
                "留存至",
                "保管至",
                "迟于",
                "晚于",
                "早于",
                "提前",
                "及时",
                "按时",
                "保持",
                "做好",
                "先",
            )
        )
    ):
        return 0
    words = found["words"]
    if (
        words.startswith(("与", "向", "对", "将", "把", "由", "为", "同", "按", "以"))
        or (words.startswith("用") and words[1:2] not in "毕完后")
        or ENDS_IN_TERM.search(words)
        or _CLOCK_END.search(words)
    ):
        return 0
    if (
        _NO_EVENT.search(words)
        or body.startswith("的", found.end("words"))
        or "保存至" in words
        or _AND_EVENT.match(found["rest"])
    ):
        return 0
    if _TERM_ENDS.search(words) and _NUMBERED.match(found["rest"]):
        return 0  # 有效期届满前一个月: the limit says it all
    return found.end("words")


def is_purpose(clause: str, *, first: bool) -> bool:
    """Whether a comma clause is a purpose: at the head of a sentence, or after a demand.

    >>> is_purpose("为保障安全", first=True), is_purpose("确保设备完好", first=False), is_purpose("并做好记录", first=False)
    (True, True, False)
    """
    return bool((PURPOSE_FIRST if first else PURPOSE_LAST).match(clause))


OFTEN_EVENT = Guarded(
    r"(?:[一-鿿]{2,10}?(?<![在于除自])(?=每[^，]+(?:前|后|时|期间)$))?(?:在|于)?(?P<every>每(?:个|一)?(?:日|天|周|月|季度|季|年|学期|学年|班次?|晚|半年|旬|工作日)(?:[末初首]月|[一二三四五六日])?)(?P<event>(?!首(?!次)|[的内\d一二两三四五六七八九十末底初第早晚度]|[上中下][午旬])(?:[一-鿿]{2,12}?(?:前|后|时|期间)|[汛雨旱冬夏春节]季?[前后]|[班课会][前后]))?$"
)
"""每季度首月, 每学期开学前: how often, and at what event."""
_CLOCK = re.compile(r"每|次日|当日|\d")
_NO_EVENT = Guarded(
    r"[、]|并|且|及其他|填写|不得|由|^(?:安排|让|使(?!用)|允许|记载|载明|注明|公示|告知|说明|提示|讲解)"
)
_AND_EVENT = Guarded(r"[、和及][^，。；]{1,8}[前后时]各")
"""每班接班后、交班前各清点一次: how often."""
_TERM_ENDS = Guarded(r"(?<!以)(?<!之)前$")
_NUMBERED = Guarded(
    r"(?:至少|不少于)?(?:提前)?[\d一二两三四五六七八九十百半]+(?:个)?(?:小时|分钟|日|天|工作日|月|年|周|星期)(?!内|以内|之内)"
)
_OPENER = Guarded(
    r"^[一-鿿]{2,10}?(?<![立随当迅旋])(?=即[停报锁换关断清撤补送改查登退收拆修])|^(?:一旦)?(?:发现(?!人)|遇到?|遇有|接到|收到|发生|出现)[^，]{1,20}?(?=立即|及时|马上|第一时间|先|当场|当日|当天|当班|[\d一二两三四五六七八九十半]+(?:个)?(?:小时|分钟|日|天|工作日)(?:之|以)?内|迅速|报(?!修|警|告后|到后)|停|随时|即|通知(?!后|书|时|单|，|$)|拨打|疏散|劝)"
)
ACT_FIRST = Guarded(
    r"^(?!经|待|自|在|每|接|收|由|业主|客户|对方)(?P<first>[^，。；后、由经]{0,8}?(?:登记|核对|核实|核验|签字|清点|拍照|留存|检查|审核|测温|查验|记录))后(?!方可|方能|才|应|须|由|\d)(?P<then>[一-鿿])"
)
"""登记后放行, 核实后签字: two acts in their order, no condition."""
_OF_THOSE = Guarded(
    r"^(?!规定的|指定的|相应的|约定的)[^，的]{2,16}(?<!目)的(?=(?:及时|立即|马上|当场|一律|当[天日班]|次日|先(?!进)|找|按规定|不予|予以|责令|由|发送|报(?!告|表|纸|警器)|通知|停(?!车)|补|换(?!热|气)|修(?!理)|重新|限期|登记|上报|退回|退还|退货|单独|打电话|打回|拒|更换|自动|每[日周月季年半一二两三四五六\d]|加倍|移交|隔离|返工|返修|报废|顺延|延期|电话(?!机|号)|劝|清退|联系|退(?![休伍役还税费票款])|经[^，]{1,8}[签批同]|用(?![品户具电水途工餐料药地房量车法海林])(?=[一-鿿]{3})|扔|[\d一二两三四五六七八九十半]+(?:个)?(?:小时|分钟|日|天|工作日)(?:之|以)?内)(?![^，]{0,6}的))"
)
_OF_CASES = Guarded(
    r"^[^，的每]{0,10}(?<!不)(?<!得)(?<!应)(?:不足|超过|超出|低于|高于|大于|小于|少于|损坏|过期|丢失|遗失|破损|迟到|缺勤|缺席|缺[章签件岗]|超期|逾|不合格|不达标|不符|未)[^，的每]{0,12}(?:(?<!目)的|(?<![记作患使或])者)(?=(?:[\d一二两三半]+(?:个)?(?:小时|日|天|周|月|工作日)(?:之|以)?内)?(?P<act>[一-鿿]{2,}))"
)
"""续航不足30分钟的更换电池."""
OF_BAND = Guarded(
    r"^(?P<band>[^，的每]{0,12}?-?[\d一二两三四五六七八九十百千万半]+(?:\.\d+)?(?:个)?(?:万元|千元|元|天|日|小时|分钟|月|年|人|分|吨|米|层|级|℃|%|件|次|公斤)(?:（含[^）]*）)?(?:以内|以下|以上|及以上|及以下|之间)(?:[\d一二两三四五六七八九十百千万半]+(?:\.\d+)?(?:万元|千元|元|天|日|小时|分钟|个月|月|年|人|分|吨|米|℃|%|件|次)(?:以内|以下|以上|及以下))?的)(?=(?P<act>(?:免收|现结|月结|拒收|另行|正常|照常|单独|减半|加收|按[^，的]{1,12}(?:收取|计收|执行|处理|办理)|全额)[^，的]{0,10}$))"
)
"""50元以下的免收，50元以上200元以下的按成本收取."""
_RESULT = Guarded(r"[一-鿿]{2}(?:不合格|不达标)的")
"""体检不合格的调离岗位: a test with its result, though 体检 is a verb."""
_SEVERE = Guarded(
    r"^[^，的每]{0,10}(?:(?<!不)(?<!得)(?<!应)(?:大于|超过|低于|高于|达到|小于|不足)[^，的]{0,4}[\d一二两三四五六七八九十百半][^，的\d]{0,6}|[\d一二三四五六七八九十]+级(?:及|或)?以上[^，]{0,4})(?=停止|暂停|立即|及时|马上|停运|停用|停业|停工|关闭|撤离)"
)
"""风力大于4级停止作业, 六级以上大风停止作业."""
_WRONG = Guarded(
    r"^[^，]{0,12}(?:不符|不达标|不合格|异常|不足|损坏|缺失|短缺|不清|超时|遗失|丢失|不一致|有误|不合格|不达标)(?=立即|及时|马上|当场|现场|随时|报告|通知|上报)"
)


def _opener(text: str) -> re.Match[str] | None:
    found = _OPENER.match(text) or _WRONG.match(text) or _OF_THOSE.match(text) or _SEVERE.match(text)
    if found:
        return found
    if band := OF_BAND.match(text):
        return band
    cases = _OF_CASES.match(text)
    if cases is None or not opens_with_verb(cases["act"]):
        return None
    return cases if not opens_with_verb(text) or _RESULT.match(text) else None


def condition_size(text: str) -> int:
    """Length of a condition that runs into its act without a comma (发现异常立即上报).

    >>> condition_size("发现异常立即上报"), condition_size("交班前清点公物")
    (4, 3)
    >>> condition_size("来访车辆登记后放行"), condition_size("逐项核实后签字"), condition_size("验收合格后退还押金")
    (0, 0, 5)
    >>> [condition_size(text) for text in ("不达标立即停止开放", "续航不足30分钟的更换电池", "六级以上大风停止作业")]
    [3, 9, 6]
    """
    opener = _opener(text)
    return opener.end() if opener else 0 if ACT_FIRST.match(text) else embedded_condition(text)


def runs_into_act(text: str) -> bool:
    """发现异常立即停梯: condition and act in one clause."""
    found = _opener(text)
    return found is not None and opens_with_verb(text[found.end() :]) is not None
