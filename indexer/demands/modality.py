"""Finding words of force: 应, 不得, 宜, 可 … and not 应急, 需求, 可能."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.demands.guards import Guarded
from indexer.demands.model import Modality
from indexer.demands.verbs import opens_with_verb
from indexer.demands.words import one_of, word_list

_FORCE: dict[str, Modality] = {}
for _word in word_list("triggers", "skip"):
    _FORCE[_word] = "none"
for _kind in ("may", "should", "must", "must_not"):
    for _word in word_list("triggers", _kind):
        _FORCE[_word] = _kind

_STILL: dict[str, tuple[str, int]] = {
    word: (next(start for start in ("应当", "应该", *word) if word.startswith(start)), 0)
    if word[0] in "应须需要可"
    else next((sign, at) for at, sign in enumerate(word) if sign in "应须需要可")
    for word in word_list("triggers", "still")
}
"""应缴纳 holds 应 though it begins like 应缴, 交接应 though it ends like 接应: the word of force and its place."""
_TRIGGER = re.compile(one_of([*_FORCE, *_STILL]))
_NOT_ABLE_CASE = Guarded(
    r"[一-鿿]{1,8}的(?=转移|移交|更换|停用|停止|暂停|报|通知|退|换|由|按|立即|及时|另行)"
)
"""1小时内不能恢复的转移商品: what cannot be done is the case."""
_BOUND_AFTER = Guarded(
    r"(?:让|使|连续)[^，。；的]{1,14}?(?:超过|多于|少于|低于|高于)[\d一二三四五六七八九十]|(?:有)?(?:再)?(?:少于|低于|小于|短于|早于|多于|高于|大于|长于|超过|超出|晚于|迟于|超(?=[\d一二三四五六七八九十]))"
)
_PARTY = Guarded(
    r"(?:[双各甲乙丙对多一三买卖资劳供需警院校厂我贷借租]|主办|承办|委托|建设|施工|管理|服务|受托)$"
)
_OUT_OF = Guarded(
    r"超出(?![^，。；]{0,12}[\d一二两三四五六七八九十百千半])(?!规定|核定|额定|限定|标准|允许|设计)"
)
"""长度不得超出车轮: no figure, so a prohibition."""
_DOES_WITH = Guarded(
    r"[^，。；]{1,40}(?:进行|实施|予以|加以|给予|作出|做出|采取|逐一|逐项|开展|做好|负责|承担|保密|检查|巡查|登记|核对|核实|说明|每|定期|及时|检测|测试|提供|履行|设置|清洁|消毒|清洗|保持|严格|依法|建立|制定|公示|公布|公开|公告|保养|维护|维修|宣传|解释|答复|养护|养护|管理|培训|考核|复核|评估|测量|修剪|隔离|分类|通风|开放|监护|回访)"
)
_USES = Guarded(
    r"[^，。；于软系程平场技服的]{1,14}(?:[擦清冲洗拖消装盛包盖隔围固润喷涂连接填封密封写记]|进行)|专|干|湿|清水|普通话|绝缘|不燃|统一|规范|蓝|黑|文明|礼貌|敬语|国家|符合"
)
_WHICH_LEFT = Guarded(r"(?<![场厕住务究诊守出居])所$")
_THAT_DAY = Guarded(r"日(?!常|夜|间)|天|场(?!所|地|内|馆)|面(?!向|对)|月(?!度)|晚|班(?!组)")
_COUNTED = Guarded(
    r"[^，。；的]{1,14}的(?:户数|人数|部位|项目|事项|金额|数量|次数|总额|比例|面积|总数|设备|材料)(?:主要|分别|一共|总共|合计)?(?:为|是(?!否)|共|有|占|达|约)"
)
"""须催缴的户数为12户: told, not asked."""
_OF_THEM = Guarded(r"[^，。；的]{1,14}的[一-鿿]{2,10}\d+[一-鿿]{1,2}$")
"""其中必须持证上岗的作业人员41人: told too."""
_WORD_ITSELF = Guarded(
    r"项(?![目])|[“”\"]|一词|二字|两个?字|(?:与|和|、|或)[“\"]?(?:应当?|不得|须|宜|可|禁止|严禁|可以)[”\"]?(?:的|等|，|在|一)"
)
"""必须项, 必须与应当的区别: the word itself is spoken of."""
_PRESENT = Guarded(r"(?:到|到会|到场|出勤|参会|参加|出席)\d")
"""应到48人，实到45人."""
_NOT_OF = Guarded(r"(?:^|[^文副样标成资课账记书范版录日读抄绘剧脚教])本$|(?<!原)因$")
_YAO_LEFT = Guarded(r"[需重必纪摘概只首若将想简扼切紧提索]$")
_YAO_RIGHT = Guarded(r"[求素点件害是么塞道闻职领义旨价目员地命事案务]")
_CONDITIONAL_LEFT = Guarded(r"(?:如|若|确|凡|所|视|按|因|有|等|根据|的|其|之|生活|工作|业务|实际|不|无)$")
_WANTON_LEFT = Guarded(r"(?:擅自|随意|私自|违规|任意)$")
"""擅自允许他人设摊: what is forbidden, no permission."""
_OTHERS = Guarded(r"(?:他人|他方|别人|外人|外来|无关|闲杂|无证|其他(?:人|单位))")
"""不得转借，允许他人使用: what a prohibition goes on with."""
_GIVES_AWAY = Guarded(
    r"^[^，；。]{0,8}(?:转租|转借|出租|出借|转让|转包|群租|擅自|私自|随意)[^，；。]{0,12}(?:，|或者|或|、)(?:也|更)?$"
)
"""不得擅自转租，允许承租人群租: no permission either."""
_BANNED = Guarded(r"[的药词令]|目录|名单|状态|功能|农药|物品|期|措施|通知|$")
_NOUN_LEFT = Guarded(r"(?:的|意见|提出|合理化|合理|该|此|其|这|一|些|诉|咨询|征集|采纳|处理|[、和与或])$")
_NOUN_RIGHT = Guarded(r"(?:[和与、的等书箱，。；被已]|或者|收集|反馈|登记|征集|内容|事项|采纳|$)")


@dataclass(frozen=True, slots=True)
class Force:
    """One word of force: `start` and `end` in the text searched."""

    start: int
    end: int
    modality: Modality
    word: str


def find_forces(text: str, offset: int = 0) -> list[Force]:
    """All words of force in `text`, in order, shifted by `offset`.

    >>> [(f.word, f.modality) for f in find_forces("应急照明应完好，不得遮挡，宜每月测试，可委托维保单位")]
    [('应', 'must'), ('不得', 'must_not'), ('宜', 'should'), ('可', 'may')]
    >>> [f.modality for f in find_forces("每班不得少于2人")], find_forces("满足业主需求，响应及时，可能受影响")
    (['must'], [])
    >>> [f.word for f in find_forces("应对进出车辆进行登记")], find_forces("提升突发事件应对能力")
    (['应'], [])
    >>> find_forces("擅自允许他人设置摊点"), [f.modality for f in find_forces("允许访客入内")]
    ([], ['may'])
    >>> [f.word for f in find_forces("不得转借，允许他人使用")], [f.word for f in find_forces("应允许业主查阅")]
    (['不得'], ['应'])
    >>> [[f.word for f in find_forces(text)] for text in ("应缴纳物业费", "应缴费用", "应收取押金", "应收账款", "可查阅档案")]
    [['应'], [], ['应'], [], ['可']]
    >>> [(f.word, f.modality) for f in find_forces("双方可以协商解决")], [f.word for f in find_forces("经批准方可动火")]
    ([('可以', 'may')], ['方可'])
    >>> [f.word for f in find_forces("不得擅自转租，允许承租人群租")], [f.word for f in find_forces("不得停车，允许业主卸货")]
    (['不得'], ['不得', '允许'])
    """
    found: list[Force] = []
    for match in _TRIGGER.finditer(text):
        word, lead = _STILL.get(match[0], (match[0], 0))
        modality = _FORCE[word]
        start = match.start() + lead
        end = start + len(word)
        if word == "应允" and text.startswith("许", end):
            word, modality, end = "应", "must", end - 1
        if modality == "none":
            continue
        if word.startswith("方") and _PARTY.search(text[max(0, start - 2) : start]):
            word, start, modality = word[1:], start + 1, _FORCE.get(word[1:], "none")
            if modality == "none":
                continue  # 双方可以: the parties, no gate
        if word == "不得再" and text.startswith(("次", "生"), end):
            word, end = "不得", end - 1  # 不得再次上架
        if word == "应当" and _THAT_DAY.match(text, end):
            word, end = "应", end - 1  # 应当日回复, 应当场处理
        left, right = text[max(0, start - 4) : start], text[end : end + 60]
        if (match[0] not in _STILL and not _stands(word, left, right)) or (
            word == "允许" and _tolerates(found, right, text[found[-1].end - offset : start] if found else "")
        ):
            continue
        if (
            modality == "must_not"
            and word in ("不得", "不应", "不应当", "不可", "不能", "不准", "不许")
            and _BOUND_AFTER.match(right)
        ):
            modality = "must_not" if _OUT_OF.match(right) else "must"
        elif word == "不宜" and _BOUND_AFTER.match(right):
            modality = "should"
        found.append(Force(start + offset, end + offset, modality, word))
    return found


def _tolerates(found: list[Force], right: str, between: str) -> bool:
    """Whether 允许 goes on with what a prohibition before it forbids."""
    return (
        bool(found)
        and found[-1].modality == "must_not"
        and bool(_OTHERS.match(right) or _GIVES_AWAY.search(between))
    )


def _stands(word: str, left: str, right: str) -> bool:
    """Whether a word of force is one here, by its neighbours."""
    if word in ("应", "应当", "须", "需", "必须") and _WHICH_LEFT.search(left):
        return False  # 其所应承担的
    if word in ("应", "应当", "须", "需", "必须", "要") and (
        _COUNTED.match(right) or (left.endswith("其中") and _OF_THEM.match(right))
    ):
        return False
    if word in ("必须", "应当", "不得", "严禁", "禁止", "可以") and _WORD_ITSELF.match(right):
        return False
    if word.startswith("应") and _NOT_OF.search(left):
        return False  # 本应, 因应
    if word == "不得" and left.endswith("舍"):
        return left[-2:-1] in tuple("宿校房馆禽畜猪鸡圈农棚")
    if word == "应":
        if _PRESENT.match(right):
            return False
        if right[:1] == "对":
            return bool(_DOES_WITH.match(right[1:]))
        if right[:1] == "用":
            return bool(_USES.match(right[1:]))
        return not left.endswith(("是否", "不"))
    if word == "要":
        return (
            not _YAO_LEFT.search(left)
            and not _YAO_RIGHT.match(right)
            and not left.endswith(("不", "是"))
            and (not left.endswith("的") or bool(opens_with_verb(right)))
        )
    if word in ("需", "需要"):
        return (
            (not _CONDITIONAL_LEFT.search(left) or (left.endswith("的") and bool(opens_with_verb(right))))
            and not left.endswith(("通常", "往往", "一般", "大约", "平均", "可能", "大概"))
            and bool(right)
            and not right.startswith(
                ("时候", "时，", "时需", "的时候", "量", "方", "者", "，", "、", "。", "；", "的")
            )
        )
    if word == "须":
        return not right.startswith("知") or right[1:2] in "会晓悉道情"
    if word in ("可", "可以", "均可"):
        return not right.startswith(("的", "时", "性")) or right.startswith("的话")
    if word == "推荐" and right.startswith(("服务", "算法", "系统", "技术", "名单", "单位", "人")):
        return False
    if word in ("建议", "推荐", "优先"):
        return not _NOUN_LEFT.search(left) and not _NOUN_RIGHT.match(right)
    if word in ("允许", "准许"):
        return (
            not _WANTON_LEFT.search(left)
            and not left.endswith(
                ("未经", "经", "未", "得到", "获", "征得", "的", "经其", "所", "或者", "或", "、", "和")
            )
            and bool(right)
        )
    if word in ("不能", "不能够"):
        if _NOT_ABLE_CASE.match(right):
            return False
        return not left.endswith(("如", "若", "因", "而", "仍", "暂", "的", "又", "都", "还"))
    if word in ("才能", "只能", "方能"):
        return not (word == "才能" and left.endswith(("的", "和", "、")))
    if word == "享有":
        return "权" in right or "下列" in right
    if word == "禁用":
        return not left.endswith(("被", "违", "的")) and not _BANNED.match(right)
    if word in ("禁止", "严禁"):
        named = left.endswith(("一律", "场所", "处所", "厕所", "住所", "哨所"))
        return named or not left.endswith(("被", "令", "法律", "法规", "所", "明令", "的"))
    if word == "不予":
        return not re.match(r"[一-鿿]{2,4}的", right) and not left.endswith(
            ("或者", "或", "是否", "和", "、", "准予")
        )
    return True
