"""Who is not ours to check: public authorities; and the customers, who ask and do not serve."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.demands.agents import AUTHORITY, BRACKET, JOINED_BY, OFFICE, OPENS_WITH_VERB, REMEMBERED
from indexer.demands.guards import Guarded
from indexer.demands.verbs import opens_with_verb
from indexer.demands.words import one_of, word_list

_CUSTOMER = Guarded(one_of(word_list("posts", "customers")) + r"$")
_SUCH_DEPARTMENTS = Guarded(
    r"政务服务[^，]{0,16}(?:部门|机构)$|、[^，]{1,60}等(?:有关|相关|行政|主管)?部门$|负责[^，]{0,30}(?:管理|监督|执法)(?:工作)?的部门$"
)
_ENDS_IN_ONE = Guarded(rf"{AUTHORITY.pattern}(?:及其工作人员|的?工作人员|及其.{{0,8}})?$")
_CLEARLY = Guarded(r"人民政府|主管部门|街道办事处|公安机关|监察")
_PUBLIC = Guarded(r"人民政府|主管部门|行政部门|公安机关|街道办事处|管理部门")
_MINISTRIES = Guarded(r"部(?:、|和|等)")
_OFFICERS = Guarded(r"(?:公安|司法|税务|海关|检察|审判|监察|行政机关)(?:工作)?人员$")
_NOT_AUTHORITY = Guarded(
    r"业主委员会|居.{0,4}民委员会|村民委员会|居委会|物业管理委员会|国家机关.{0,3}、.*企业|管理部门负责人"
)


@lru_cache(maxsize=REMEMBERED)
def is_authority(words: str) -> bool:
    """Whether a subject is (or ends in) a public authority.

    >>> is_authority("县级以上人民政府住房城乡建设主管部门"), is_authority("业主委员会"), is_authority("物业服务企业")
    (True, False, False)
    >>> is_authority("公安人员"), is_authority("公安机关及其人民警察")
    (True, True)
    """
    words = BRACKET.sub("", words)
    if not words or _NOT_AUTHORITY.search(words):
        return bool(words) and bool(_CLEARLY.search(words))
    if _SUCH_DEPARTMENTS.search(words) and not _MINISTRIES.search(words):
        return True
    if _OF_PLACE.match(words) and not re.search(r"物业|企业|公司|业主", words):
        return True
    if _OFFICERS.search(words) or OFFICE.match(words):
        return True
    last = JOINED_BY.split(words)[-1]
    return bool(_ENDS_IN_ONE.search(words)) or (
        bool(AUTHORITY.search(words))
        and last.endswith(("部门", "机构", "工作人员", "单位"))
        and bool(_PUBLIC.search(words))
    )


_GENERAL = (
    "本市",
    "本省",
    "本自治区",
    "本州",
    "全社会",
    "各级",
    "国家",
    "省",
    "自治区",
    "直辖市",
    "市、县",
    "机关",
    "乡镇",
    "县级以上地方",
    "地方各级",
)
_NOT_ACTING = r"(?!的|(?:规定|批准|制定|核发|同意|认定|颁发|公布|指定|确定|授权|委托|许可|登记|编制|发布)的|[^，]{0,12}(?:投资|举办|设立|建设|主办|出资|成立|定价|指导)[^，]{0,6}的|备案|审批|申请|报告|规定的|、|行政区域|范围|有关规定|境内|内|标准|规定)"
_AUTHORITY_ACTS = Guarded(
    rf"(?:{one_of(_GENERAL)}|[^，、。；对向由与报经在从到于的（]{{0,30}}?(?:、[^，、。；对向由与报经在从到于的]{{0,30}}?){{0,16}}"
    rf"(?:{one_of(word for word in word_list('posts', 'authorities') if word not in _GENERAL)}))(?:及其工作人员|和有关部门|等(?:有关)?部门)?{_NOT_ACTING}"
)


def authority_acts(text: str) -> str | None:
    """The public authority that a sentence without a word of force opens with, or None.

    >>> authority_acts("区人民政府领导本行政区域内的消防工作"), authority_acts("物业服务企业接受主管部门的监督")
    ('区人民政府', None)
    """
    found = _AUTHORITY_ACTS.match(text[:160])
    if (
        found is None
        or OPENS_WITH_VERB.match(text)
        or "非政府" in found[0]
        or re.search(
            r"将|把|禁止|不得|应(?!急)|使用|企业|公司|业主|单位(?!、)|物业服务人|接受|配合|协助|遵守|服从",
            found[0],
        )
    ):
        return None
    if (
        found[0] in _GENERAL
        and _THING_OF_PLACE.match(text, found.end())
        and not opens_with_verb(text[found.end() :])
    ):
        return None  # 本市面积8公顷以上的湿地，应当…
    return found[0]


_THING_OF_PLACE = Guarded(
    r"(?!(?:应|可以|将|对|依法|建立|实行|加强|推|完善|组织|负责|统一|开展|制定|采取|设立|逐步|鼓励|支持))[^，。；]{1,24}(?:的|内|上)"
)
_OF_PLACE = Guarded(
    r"(?:市(?![场民内])|县(?!域)|省|区(?![域内间])|自治[区州县]|国家|设区的市)[^，。；]{0,30}(?:管理机构|执法机构|经办机构|监督机构|委员会|部门|机关)$"
)
_BY_AUTHORITY = Guarded(
    r"(?<!将)(?<!把)(?<!对)由(?P<who>[^，。；由]{0,70}?(?:人民政府|主管部门|行政部门|行政管理部门|监督管理部门|[一-鿿]{2,8}管理部门|国务院|人民法院|法院|检察院|机关|街道办事处|消防救援机构|主管机构|监督机构))"
    r"(?:及其[^，]{0,10}|或者其[^，]{0,20}|和[^，]{0,20}|会同[^，]{0,24}|等[^，]{0,8}|各[^，]{0,8}|[一-鿿]{0,10}?(?:机构|部门|委员会))?"
    r"(?=责令|处|发给|核发|颁发|出具|申请|暂扣|撤销|拟定|拟订|起草|编制|选拔|给予|予以|依法|按照?|根据|依照|负责|在|另行|统一|组织|制定|规定|确定|公布|批准|审批|审核|核发|决定|征求|采取|会同|向|对|将|推荐|提出|办理|发布|协调|监督|管理|实施|指定|代为|支付|承担|征收|收取|认定|裁决|处理|吊销|没收|备案|报)"
)


def authority_by(text: str) -> str | None:
    """The public authority that acts in a clause by 由.

    >>> authority_by("具体办法由市和县（市）人民政府另行确定"), authority_by("由施工单位报主管部门批准")
    ('市和县（市）人民政府', None)
    """
    found = _BY_AUTHORITY.search(text[:200])
    return (
        found["who"]
        if found and is_authority(found["who"]) and not re.search(r"报|向|经|将|对", found["who"])
        else None
    )


def is_customer(words: str) -> bool:
    """Whether somebody is one who asks (业主, 访客), not one who serves."""
    return bool(_CUSTOMER.search(words))
