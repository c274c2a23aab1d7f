"""Set phrases that demand something without a word of force: 逢雨必查, 谁开锁谁上锁, 缺一补一, 由前台代管."""

from __future__ import annotations

from indexer.demands.guards import Guarded

_ALWAYS = Guarded(
    r"^逢[^，。；]{1,8}必|(?:^|[^，。；]{1,10})有[一-鿿]{1,4}必(?![须要需])[一-鿿]{1,3}$|[一-鿿]{2}必(?:查|报|复|除|到|登|清|检|签|答|验|改|处|记|究|换|锁|关)$"
)
_EACH_FOR_EACH = Guarded(
    r"缺[一-鿿]补[一-鿿]|坏[一-鿿](?:换|修)[一-鿿]|一用一备|一机一闸|一人[一-鿿]{1,4}[、，]?(?:另)?一人[一-鿿]{2}|(?:件件|事事|人人|处处|户户|样样|出门|进门|出库|入库|领用|来去)有[一-鿿]{1,4}$|(?:日|周|月)产(?:日|周|月)清|先[一-鿿]{1,3}后[一-鿿]{1,3}$"
)
_ONLY = Guarded(
    r"(?:^|[一-鿿])只(?:开(?!始)|收|接(?!触)|放(?!在心)|用(?!于|了)|认(?!为)|走|留|存|发)[一-鿿\d]{2,}"
)
_PUT = Guarded(
    r"^[^，。；的]{2,20}(?:贴|挂|放|摆|存|装|停|立|置|夹|填|写|记|登记|印|码|堆|插|套|锁|收|晾|晒|引|排|系|绑|固定|安装|设置|布置)(?:在|于|至|到|入|进)[^，。；]{2,20}$"
)
_WAY = Guarded(
    r"走(?:货梯|客梯|楼梯|[^，。；]{0,6}(?:通道|电梯|门|侧))$|(?:分|专)(?:柜|架|池|台|区|库|层|车|桶|盆|刀|板|间|袋)$|[朝向](?:[上下外内里左右前后]|[一-鿿]{1,4}(?:方向|侧|面))$|(?:荤素|干湿|冷热|新旧|老幼)搭配|禁[驾酒赌]"
)
"""大件走货梯, 清洁剂与食品分柜, 瓶口朝上."""
_BY = Guarded(
    r"由(?!此|来|衷|于|外|内|上|下|东|西|南|北|左|右|浅|高|低|点)[^，。；]{0,24}?(?:员|部|处|科|室|组|队|班|岗|中心|单位|公司|企业|机构|人|长|主管|经理|工|师|师傅|前台|客服|专人|方|者|会|商|厂家|站|司机|管家|保安|保洁|护士|医生|门卫|学校|食堂|店|库|行|院)(?!的|组成|构成|引起|造成|导致|所致|共有|投资|出资|承建|开发|创办|转)[一-鿿]{2,}"
)
"""The wider 由: any act of somebody named."""


def is_idiom(text: str) -> bool:
    """Whether a clause is a set phrase of instructions.

    >>> [is_idiom(text) for text in ("逢雨必查屋面排水口", "有诉必复", "缺一补一", "一人操作一人监护", "夜间只开一个出入口")]
    [True, True, True, True, True]
    >>> [is_idiom(text) for text in ("大件行李走货梯", "瓶口朝上", "水深标识贴在池边显眼处", "超时物品由前台代管", "危险废物由有资质的单位清运")]
    [True, True, True, True, True]
    >>> [is_idiom(text) for text in ("火灾由用电不当引起", "小组由五人组成", "由此产生的费用", "设备必备")]
    [False, False, False, False]
    """
    return bool(
        _ALWAYS.search(text)
        or _EACH_FOR_EACH.search(text)
        or _ONLY.search(text)
        or _PUT.match(text)
        or _WAY.search(text)
        or _BY.search(text)
    )
