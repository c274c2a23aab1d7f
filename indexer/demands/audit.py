"""Evidence a demand names, whether an inspector can give a verdict, and how sure the reading is."""

from __future__ import annotations

import re

from indexer.demands.guards import Guarded

_NAMED = re.compile(r"《([^《》]{2,40})》")
_LAW = Guarded(
    r"(?:法|条例|规定|办法|规范|标准|规程|通则|规则|细则|准则|意见|通知|决定|公约|规约|手册|制度|合同|协议|预案|方案|指南|程序|要求|须知|章程|导则|大纲)$"
)
_PROOF = Guarded(
    r"(?:双方|交接双方|本人|业主|当事人|经办人|负责人)?(?:签字|签名|签收|签章|盖章|签认|会签)(?:确认)?|拍照(?:留存|存档|留痕)?|照片|录像(?!保存|机|系统|设备|室)|录音|影像资料|视频资料|截图|"
    r"(?:[一-鿿]{2,8}(?:记录表|登记表|记录单|登记簿|登记本|记录本|工单|台账|日志|报告单|清单|回执|检查表|交接本|交接簿|通知单|交接表|放行条))(?!的)|做好(?:[一-鿿]{0,8})?(?:记录|登记)|"
    r"(?:如实|详细|书面|完整)记录|留存记录|形成(?:书面)?(?:记录|报告)|建立(?:[一-鿿]{0,8})?(?:台账|档案)|记录(?:在册|存档|备查)|登记(?:造册|备案|在册)?(?!机关|手续|制度|证|部门|备案的)|予以记录|记入|记录(?=$|[，。；并])"
)
_CLEAN = re.compile(
    r"^(?:并|应|须|在|于|填写|做好|建立|填|及时|认真|将|和|与|及|的|由|对|每日|每次|登记|完成)+"
)

_VAGUE = re.compile(
    r"及时|妥善|加强|合理|适当|必要的?(?:措施|手段|帮助)|积极|主动|热情|认真|高度|重视|遵循|符合(?:有关|国家|相关|法律|规定|要求)|按(?:照)?(?:有关|国家|相关|规定|要求)|依法|做好.{0,14}工作|落实|良好|完善|规范|提高|提升|注意|文明|礼貌|尊重|严格|尽快|尽职|配合|协助(?!员)|关注|有效|充分|努力|切实|耐心|科学|公平|公正|诚实|诚信|服从|爱护|维护(?!员|人员|工)|保障(?!员)|优质|优先|尽量|灵活|相应|适时|负责.{0,12}(?:管理|工作|协调)|遵守|履行|保证.{0,10}(?:质量|安全)|确保.{0,10}安全|强化|推进|健全"
)
_SHOWN = Guarded(
    r"《|\d|[一二两三四五六七八九十]+(?:人|名|次|份|台|套|分钟|小时|日|天|个)|签|记录|登记|拍照|照片|填写|佩戴|穿|戴|上锁|锁|关闭|张贴|悬挂|公示|公告|公布|设置|配备|安装|停|断电|切断|报告|上报|通知|拨打|清理|清扫|清洁|清运|巡查|巡逻|巡视|检查|检测|检验|测试|更换|核对|查验|验收|存放|保存|归档|备案|培训|演练|考核|盘点|持证|批准|审批|审核|无(?!法|效)|不得|畅通|完好|齐全|回访|答复|回复|派单|到场|到岗|移交|交接|提交|报送|编制|制定|签订|书面|标识|标志|警示|堆放|占用|封闭|遮挡|吸烟|隔离|消毒|疏散|撤离|值班|开具|缴|收取|退还|张贴|开启|启动|投保|申请|取得|证|留样|方可|方能"
)


def evidence_in(text: str) -> str | None:
    """What proves the demand, as the text names it, joined by ``、``.

    >>> evidence_in("并填写《配电房巡查抄表记录》"), evidence_in("由双方签字确认，并拍照留存"), evidence_in("应符合《消防法》")
    ('《配电房巡查抄表记录》', '双方签字确认、拍照留存', None)
    """
    found: list[str] = []
    rest = text
    if "《" in text:
        found += [named[0] for named in _NAMED.finditer(text) if not _LAW.search(named[1])]
        rest = _NAMED.sub("，", text)
    for proof in _PROOF.finditer(rest):
        words = proof[0]
        if words in ("登记", "记录") and found:
            continue
        words = _CLEAN.sub("", words) or words
        if words not in found and not any(words in earlier for earlier in found):
            found.append(words)
    return "、".join(found) if found else None


_EMPTY = Guarded(
    r"^(?:处理|处置|执行|落实|配合|办理|实施|负责|管理|进行|完成|整改|改正|跟进|协调|良好|有效|到位)$"
)


def vague(text: str, *, figures: bool, told: bool = False) -> bool:
    """Whether nothing observable stands in the words.

    Args:
        text: What is done.
        figures: A limit, a frequency or an evidence stands with it.
        told: Its object or its case stands before it, so that a verb alone is enough: 水箱间应上锁.

    >>> vague("加强管理", figures=False), vague("及时处理投诉", figures=False), vague("佩戴工牌", figures=False)
    (True, True, False)
    """
    if figures:
        return False
    if len(text) < 3:
        return not told or len(text) < 2 or bool(_EMPTY.match(text) or _VAGUE.search(text))
    return bool(_VAGUE.search(text)) and not _SHOWN.search(_VAGUE.sub("", text))
