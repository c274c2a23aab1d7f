"""Who acts: posts, people, companies; and the public authorities, whose duties are not ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from indexer.demands.verbs import is_nouny, opens_with_verb, strip_adverbs
from indexer.demands.words import one_of, word_list

REMEMBERED = 4096
"""Phrases whose reading is kept: one clause asks for the same phrase several times."""
_NAMES = word_list("posts", "names")
ONLY_WHOLE = frozenset(
    (
        "物业",
        "项目",
        "单位",
        "公司",
        "个人",
        "夜班",
        "早班",
        "中班",
        "白班",
        "当班",
        "双方",
        "各方",
        "学生",
        "客服",
        "前台",
        "保洁",
        "保安",
        "绿化",
        "行人",
        "会计",
        "主管",
        "经理",
        "员工",
        "采购",
        "人事",
    )
)
"""Names that open longer words (物业服务, 项目经理): read only where they are the whole phrase."""
_SUFFIX = one_of(word_list("posts", "suffixes"))
_NOT = frozenset(word_list("posts", "not_alone"))
_NOT_END = re.compile(one_of(word_list("posts", "not")) + r"$")
_AUTHORITY = re.compile(one_of(word_list("posts", "authorities")))
_CUSTOMER = re.compile(one_of(word_list("posts", "customers")) + r"$")
_ENDS = re.compile(rf"{_SUFFIX}$")
_NAMES_SET = frozenset(_NAMES)
_NO_NAME = re.compile(
    r"定期|当日|当天|立即|及时|马上|并|，|私自|擅自|随意|应当|大方$|不(?!动产)|(?<![受转出])让(?![人方])|每[日天周月年季]"
)
_BRACKET = re.compile(r"[（(][^（）()]{0,40}[)）]")
_OPENS_WITH_VERB = re.compile(
    r"未(?!成年)|没有|违反|选举|组织(?=.{3})|督促|通知|要求|告知|协助|配合|指导|安排|成立|设立|建立|聘请|委托|指定|经(?![理营办济销])|报告?(?=.{3})|制定|编制|申请(?!人)|利用|占用|影响|损害"
)
_PEOPLE_END = re.compile(r"(?:人员|[驾乘]员|护士|师傅|值班员|单位|企业)$")
"""送餐人员, 收货单位: a post named by what it does, though it opens with a verb."""
_LIST = re.compile(r"、|和|与|及|以及|或者|或")

_SUCH_DEPARTMENTS = re.compile(
    r"、[^，]{1,60}等(?:有关|相关|行政|主管)?部门$|负责[^，]{0,30}(?:管理|监督|执法)(?:工作)?的部门$"
)
_OFFICERS = re.compile(r"(?:公安|司法|税务|海关|检察|审判)(?:工作)?人员$")
_NOT_AUTHORITY = re.compile(
    r"业主委员会|居.{0,4}民委员会|村民委员会|居委会|物业管理委员会|国家机关.{0,3}、.*企业|管理部门负责人"
)
_BREAK = re.compile(
    r"在|是|基于|于|未(?!成年)|对|将|把|按|根据|依据|依照|遵照|自|从(?!业)|向|与(?=[^、]{1,12}(?:签|订|约|协))|因|凭(?!证|据|单)|每(?!名|个|位|户|家|一)|接到|收到|发现|至少|不少于|随时|及时|立即|定期|均|都|也|还|则|即|就|再|先|"
    r"必要时|依法|严格|认真|主动|首先|同时|应|一律|务|以(?!上|下|内|及|外)|通过|为(?!主|业主)|[\d一二三四五六七八九十两半]+(?:个)?(?:年|日|小时|分钟|个月|天|工作日|学时)(?:内|前|后)?|只|不|凡|若|如|当(?!事|班|值)|经(?!理|营|办|济)|由|一旦|于|委托(?=[^的]*$)|接待(?!员|人|处|中心)|逐(?=[日月周项个级户人层])"
)
_NO_AGENT = re.compile(
    r"通过|以|用(?![人工户水电热气])|因|如|若|并|且|同时|但|而|或|请|及时|立即|由|向|对|在|于|把|将|按|每(?![名个位])|不|也|再|先"
)
_LACKING = re.compile(
    r"[不未][^，。；]{2,40}?的(?:(?:单位|个人|人员|企业|机构|公司|员工|驾驶人|经营者)(?:和|及|或者|、)?)+(?=$|不得|应|须|必须|禁止)"
)
"""不具备条件的单位和个人."""
_DETERMINER = re.compile(
    r"^(?:凡|原|新|所有|各|每(?:名|个|位|一)?|全体|任何|其他|其|该|本|有关|相关|上述|双方|一切)+"
)


@lru_cache(maxsize=64)
def _pattern(posts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(one_of(word for word in (*_NAMES, *posts) if word not in ONLY_WHOLE))


def names_pattern(posts: Iterable[str] = ()) -> re.Pattern[str]:
    """A pattern of all known names with the handbook's own posts."""
    return _pattern(tuple(posts))


@lru_cache(maxsize=REMEMBERED)
def is_agent(words: str, posts: tuple[str, ...] = ()) -> bool:
    """Whether a noun phrase names somebody who can act.

    >>> is_agent("秩序维护员"), is_agent("从事电梯维护保养的单位"), is_agent("消防通道"), is_agent("疏散出口上方")
    (True, True, False, False)
    """
    core = _BRACKET.sub("", words).strip(" ＊（）()“”《》")
    if ("的" not in core and _OPENS_WITH_VERB.match(core)) or _NO_NAME.search(core.rpartition("的")[2]):
        return False
    core = core.removesuffix("等")
    if "的" not in core and (plain := strip_adverbs(core)) != core and _OPENS_WITH_VERB.match(plain):
        return False
    if core.startswith("各") and core[1:] in _NAMES_SET:
        return True
    opening = (
        opens_with_verb(core)
        if not _pattern(posts).match(core)
        and core not in posts
        and core not in _NAMES_SET
        and "的" not in core
        else None
    )
    if (
        opening
        and not is_nouny(opening)
        and core.startswith(opening)
        and len(core) - len(opening) >= 3
        and not (len(core) <= 6 and _PEOPLE_END.search(core))
    ):
        return False
    if not core or len(core) > 60:
        return False
    if "的" not in core and len(core) > 6 and 0 < acting_agent(core, posts) < len(core):
        return False  # 用人单位招用劳动者: what somebody does
    last = _LIST.split(core)[-1] or core
    if core in posts or last in posts:
        return True
    if last in _NAMES or core in _NAMES:
        return True
    if (
        last in _NOT
        and last != core
        and any(part in _NAMES_SET or _ENDS.search(part) for part in _LIST.split(core)[:-1])
    ):
        return True
    if last in _NOT or _NOT_END.search(core):
        return any(core.endswith(name) for name in posts)
    if last.endswith(_NAMES_TUPLE):
        return True
    return bool(_ENDS.search(core)) or (
        bool(_AUTHORITY.search(core[-12:])) and bool(re.search(rf"{_AUTHORITY.pattern}$", core))
    )


_NAMES_TUPLE = tuple(
    name for name in _NAMES if len(name) > 1 and name not in ("单位", "项目", "个人", "公司", "物业")
)


@lru_cache(maxsize=REMEMBERED)
def is_authority(words: str) -> bool:
    """Whether a subject is (or ends in) a public authority.

    >>> is_authority("县级以上人民政府住房城乡建设主管部门"), is_authority("业主委员会"), is_authority("物业服务企业")
    (True, False, False)
    >>> is_authority("公安人员"), is_authority("公安机关及其人民警察")
    (True, True)
    """
    words = _BRACKET.sub("", words)
    if not words or _NOT_AUTHORITY.search(words):
        return bool(words) and bool(re.search(r"人民政府|主管部门|街道办事处|公安机关|监察", words))
    if _SUCH_DEPARTMENTS.search(words) and not re.search(r"部(?:、|和|等)", words):
        return True
    if _OFFICERS.search(words):
        return True
    last = _LIST.split(words)[-1]
    return bool(re.search(rf"{_AUTHORITY.pattern}(?:及其工作人员|的?工作人员|及其.{{0,8}})?$", words)) or (
        bool(_AUTHORITY.search(words))
        and last.endswith(("部门", "机构", "工作人员", "单位"))
        and bool(re.search(r"人民政府|主管部门|行政部门|公安机关|街道办事处|管理部门", words))
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
_NOT_ACTING = r"(?!的|(?:规定|批准|制定|核发|同意|认定|颁发|公布|指定|确定|授权|委托|许可|登记|编制|发布)的|备案|审批|申请|报告|规定的|、|行政区域|范围|有关规定|境内|内|标准|规定)"
_AUTHORITY_ACTS = re.compile(
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
        or _OPENS_WITH_VERB.match(text)
        or re.search(
            r"将|把|禁止|不得|应|使用|企业|公司|业主|单位(?!、)|物业服务人|接受|配合|协助|遵守|服从", found[0]
        )
    ):
        return None
    return found[0]


def is_customer(words: str) -> bool:
    """Whether somebody is one who asks (业主, 访客), not one who serves."""
    return bool(_CUSTOMER.search(words))


@lru_cache(maxsize=REMEMBERED)
def leading_agent(text: str, posts: tuple[str, ...] = ()) -> int:
    """Length of the agent phrase that opens `text`, 0 if none does.

    >>> text = "监控值班员在1分钟内与乘客通话"
    >>> text[: leading_agent(text)]
    '监控值班员'
    """
    place = 0
    if _NO_AGENT.match(text):
        lacking = _LACKING.match(text)
        return lacking.end() if lacking else 0
    determiner = _DETERMINER.match(text)
    searched = determiner.end() if determiner else 0
    for found in _BREAK.finditer(text, searched):
        head = text[: found.start()]
        if found.start() > 40:
            break
        if head and is_agent(head, posts):
            place = found.start()
            break
        if (
            found.start() > 0
            and not head.endswith(("、",))
            and found[0] not in ("对", "从", "与", "为", "不", "以", "经", "在")
        ):
            break
    if place:
        return place
    return len(text) if len(text) <= 40 and is_agent(text, posts) else 0


_EXTENDS = re.compile(
    r"(?:[一-鿿]{0,3}?(?:人员|员工|负责人|部门|机关|单位|机构|班长|主管|经理|队长|员(?![工会名额外])))(?!的)"
)
_POST_LIKE = re.compile(
    r"(?:各|每名|所有|全体)?[一-鿿]{1,7}?(?:维护员|值班员|安全员|保洁员|管理员|巡检员|维修员|[一-鿿]司机|护士长?|厨师长?|班主任|校医|护工|驾驶人|[一-鿿]员(?![工会名额外])|人员|员工|维修工|[水电焊木瓦绿园清]工|主管|经理|班长|队长|组长|管家|负责人|责任人|管理人)(?=[^、的和与及]|$)"
)
_HAS_VERB = re.compile(
    r"^[并且但请也同及或报找]|发现|接到|收到|进入|离开|进行|对|在|按|组织|负责|检查|通知|告知|协助|配合|要求|使用|登记|填写|询问|禁止|聘请|安排|培训|派|由|指派|委托|未|遇|当(?![班值事])|让|使(?!用单位)|私自|擅自|允许|携带|示意|如|凡|经(?![理营办济])|向(?!导)|将"
)


@lru_cache(maxsize=REMEMBERED)
def post_like(text: str) -> int:
    """Length of a short phrase at the head of `text` that is formed like a post, 0 if there is none.

    >>> post_like("夜班保洁员到岗后"), post_like("发现工作人员离岗")
    (5, 0)
    """
    found = _POST_LIKE.match(text)
    if found is None or _HAS_VERB.search(found[0]):
        return 0
    verb = opens_with_verb(found[0])
    doing = verb and len(verb) > 1 and not is_nouny(verb) and len(found[0]) > len(verb) + 2
    return 0 if doing else found.end()


_ACTOR_ENDS = re.compile(
    r"单位|企业|公司|司机|护士|驾驶人|机构|旅行社|人员|经营者|提供者|使用者|管理者|饲养者|学校|旅馆|食堂|实验室|场所|部门|医院"
)


@lru_cache(maxsize=REMEMBERED)
def acting_agent(text: str, posts: tuple[str, ...] = ()) -> int:
    """Length of an agent at the head of `text` that is followed at once by its verb, 0 if there is none.

    >>> acting_agent("持证单位变更名称的"), acting_agent("设备清洗")
    (4, 0)
    """
    for found in _ACTOR_ENDS.finditer(text, 0, 32):
        rest = text[found.end() :]
        verb = opens_with_verb(rest)
        if verb and len(verb) > 1 and not is_nouny(verb) and is_agent(text[: found.end()], posts):
            return found.end()
    return 0


@lru_cache(maxsize=REMEMBERED)
def known_agent(text: str, posts: tuple[str, ...] = ()) -> int:
    """Length of the known names joined by 、/和 that open `text` (determiners included), 0 if none does.

    >>> known_agent("各秩序维护员、保洁员清理", ("秩序维护员", "保洁员"))
    10
    """
    determiner = _DETERMINER.match(text)
    place = determiner.end() if determiner else 0
    pattern = _pattern(posts)
    end = 0
    while found := pattern.match(text, place):
        end = found.end()
        suffix = _EXTENDS.match(text, end)
        end = suffix.end() if suffix else end
        joint = _LIST.match(text, end)
        if joint is None:
            break
        place = joint.end()
    return end
