"""No + verb without a word of force: 不脱岗, 载货不载人, 非工作人员免进."""

from __future__ import annotations

from indexer.demands.guards import Guarded
from indexer.demands.verbs import opens_with_verb

BARE_NOT = Guarded(
    r"^(?:均|都|也|并|且|但|一律|绝|决|坚决|工作中|期间|当班|上岗|岗上|值班|工作时间|作业时|同时|24小时|全天|昼夜|当天|当日|谁也|谁都|千万|途中)*(?:别(?![人的处墅名针致样国])|不(?!仅|但|成|达标|畅|牢|少于|低于|超过|大于|小于|高于|多于|足|满|到|同|断(?!人|岗|档|班)|限|论|管|过|然|良|合格|合|含|能|可|是|属|涉|锈|适用|动产|受(?!理)|包括|影响|必|需|用|定期|间断|间歇|缺少|变的|[存具]在|具备|符合|宜|应|平|利|构成|清|明|慎|幸|便|再|发生|会|愿|知|懂|了解|予|得已|得不)|零(?!件|部|食|钱|售|星|修|担|用|散|碎|配|头|点|时|下|度|排))[一-鿿]"
)
"""不 + verb as an instruction (不脱岗)."""

_THING_NOT = Guarded(
    r"^(?!.*(?:如果|如|若))[一-鿿]{2,8}不(?:脱|漏|乱|离|断|留|进|出|超(?!过|出)|混|靠|带|占|挡|堵|外|落|存|(?<![对跟补系赶用关合锁接够修来找]不)上|下|隔|过(?![一二两三四五六七八九十\d])|倒)(?!.*的)[一-鿿]{0,3}$"
)

_THING_DOES_NOT = Guarded(
    r"^(?!.*(?:如果|如|若|因|拒不|的))[一-鿿]{2,8}?(?<![并但且而])(?:一律|绝|均|都|概)?不(?!仅|但|足|满|同|限|论|管|过|能|可|是|属|受|包|影响|需|符合|具备|满足|同意|明确|通过|发生|存在|再|会|愿|懂|了解|予|得|应|宜|少|低|超过|高|大|小|多|含|构成|及时|合|规范|当|慎|清|定期|妨)(?P<act>[一-鿿]{2,10})$"
)
"""学生宿舍不留宿外来人员, 疲劳不上岗."""

_AFTER_ALL_NOT = Guarded(
    r"^(?!对|将|把|如|若|因|拒|凡是|发现|由)[^，；。]{2,30}?(?:的|者|子|生|[^，]货|当天|当日|一律|谁也|谁都|千万)?(?:不(?=[入出接上下载带进开收发签领准放留倒扔乱混代漏擅私交借转补办运站停租售卖开关吃喝睡坐躺堆])|(?<![类区分级性个特鉴辨差告派识甄国型组科])别(?![人的处墅名针致样国]))(?P<act>[一-鿿]{1,8})$"
)
"""体温37.3℃及以上的孩子当天不入班, 少一样的不接班, 载货不载人, 没挂绿牌的架子谁也别上."""

PLACE_NOT = Guarded(r"^[一-鿿]{1,10}(?:[内里上下处旁间区道口台]|周围|附近|期间)(?:均|都)?不")

KEEP_OUT = Guarded(
    r"(?:免谈|免进|莫入|止步|勿入|勿近|免入|(?:内|处|区|间|后|中|前|上|岗|一律|全面|严格|绝对)禁(?:驾|酒|赌|入|带|停|烟|火|鸣|行|止|食|讲|谈))$"
)


def says_not(text: str) -> bool:
    """Whether a thing or person is said not to do something.

    >>> says_not("疲劳不上岗"), says_not("平时不上锁"), says_not("对拒不整改的租户"), says_not("三样对不上的退车")
    (True, True, False, False)
    >>> says_not("体温37.3℃及以上的孩子当天不入班"), says_not("载货不载人"), says_not("交接班不脱空")
    (True, True, True)
    """
    found = _THING_DOES_NOT.match(text)
    if found is not None and opens_with_verb(found["act"]) is not None:
        return True
    never = _AFTER_ALL_NOT.match(text)
    return (
        never is not None and "的" not in never["act"] and "不" not in text[: never.start("act") - 1]
    ) or _THING_NOT.match(text) is not None
