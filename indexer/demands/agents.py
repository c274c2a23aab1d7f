"""Who acts: posts, people, companies."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.demands.guards import Guarded, led
from indexer.demands.verbs import is_nouny, opens_with_verb, strip_adverbs
from indexer.demands.words import endings, one_of, word_list

REMEMBERED = 4096
"""Phrases whose reading is kept: one clause asks for the same phrase several times."""
_NAMES = word_list("posts", "names")
ONLY_WHOLE = frozenset(word_list("posts", "only_whole"))
"""Names that open longer words (物业服务, 项目经理): read only where they are the whole phrase."""
_NOT = frozenset(word_list("posts", "not_alone"))
_ends_in_other = endings(word_list("posts", "not"))
_ends_in_suffix = endings(word_list("posts", "suffixes"))
_NAMES_SET = frozenset(_NAMES)
_NO_NAME = Guarded(
    r"(?:分钟|小时|[日天])内|定期|当日|当天|立即|及时|马上|并|，|私自|擅自|随意|应当|大方$|不(?!动产)|(?<![受转出])让(?![人方])|每[日天周月年季]"
)
BRACKET = re.compile(r"[（(][^（）()]{0,40}[)）]")
OPENS_WITH_VERB = Guarded(
    r"统筹|未(?!成年)|没有|违反|选举|组织(?=.{3})|督促|通知|要求|告知|协助|配合|指导|安排|成立|设立|建立|聘请|委托|指定|经(?![理营办济销])|报告?(?=.{3})|制定|编制|申请(?!人)|利用|占用|影响|损害"
)
_APPOINTS = Guarded(
    r"(?:配备|配置|安排|确定|指定|聘请|设立|派出|选派|增加|明确|落实|组织|根据|按照)[^，]{1,40}?的?(?:工作|专业|专职|管理|值班)?(?:人员|队|员|机构|部门|队伍)$"
)
"""配备相应的工作人员: what is done, nobody who acts."""
_ADDRESSED = frozenset(
    (*word_list("posts", "customers"), "会员", "职工", "员工", "成员", "人员", "单位", "业主", "师生", "队员")
)
_ON_SOMEBODY = frozenset(
    [
        "引导",
        "组织",
        "督促",
        "教育",
        "指导",
        "帮助",
        "协助",
        "配合",
        "通知",
        "告知",
        "提醒",
        "劝导",
        "陪同",
        "安排",
        "要求",
        "动员",
        "带领",
        "疏散",
        "慰问",
        "走访",
        "联系",
        "护送",
    ]
)
"""引导会员, 组织员工: somebody whom the act concerns."""
_PEOPLE_END = Guarded(
    r"(?:人员|[驾乘]员|护士|师傅|值班员|单位|企业|[字用发管办理审核收交访火护责监保告现证同验]人)$"
)
"""送餐人员, 收货单位: a post named by what it does, though it opens with a verb."""
JOINED_BY = re.compile(r"、|和|与|及|以及|或者|或")
AUTHORITY = re.compile(one_of(word_list("posts", "authorities")))
OFFICE = Guarded(
    r"[一-鿿]{0,3}(?:[省市县州]|(?<![小园社厂校景库院片])区)(?![场民内域间])[一-鿿]{1,8}(?:(?<![业党团纪家居村校工])委|局)$"
)
"""市建委, 区绿化局: an office of the state, named by its place."""
_AUTHORITY_ENDS = Guarded(rf"{AUTHORITY.pattern}$")


@lru_cache(maxsize=64)
def names_pattern(posts: tuple[str, ...] = ()) -> re.Pattern[str]:
    """A pattern of all known names with the handbook's own posts."""
    return led(one_of(word for word in (*_NAMES, *posts) if word not in ONLY_WHOLE))


@lru_cache(maxsize=64)
def _last_signs(posts: tuple[str, ...]) -> frozenset[str]:
    """What the name of anybody who can act ends in."""
    lists = (word_list("posts", key) for key in ("names", "suffixes", "not_alone", "authorities"))
    return frozenset(word[-1:] for words in (*lists, posts) for word in words)


@lru_cache(maxsize=REMEMBERED)
def is_agent(words: str, posts: tuple[str, ...] = ()) -> bool:
    """Whether a noun phrase names somebody who can act.

    >>> is_agent("秩序维护员"), is_agent("从事电梯维护保养的单位"), is_agent("消防通道"), is_agent("疏散出口上方")
    (True, True, False, False)
    """
    core = (BRACKET.sub("", words) if "（" in words or "(" in words else words).strip(" ＊（）()“”《》")
    if core.removesuffix("等")[-1:] not in _last_signs(posts):
        return False
    if (
        _APPOINTS.match(core)
        or ("的" not in core and OPENS_WITH_VERB.match(core))
        or _NO_NAME.search(core.rpartition("的")[2])
    ):
        return False
    core = core.removesuffix("等")
    if "的" not in core and (plain := strip_adverbs(core)) != core and OPENS_WITH_VERB.match(plain):
        return False
    if OFFICE.match(core) or (core.startswith("各") and core[1:] in _NAMES_SET):
        return True
    opening = (
        opens_with_verb(core)
        if not names_pattern(posts).match(core)
        and core not in posts
        and core not in _NAMES_SET
        and "的" not in core
        else None
    )
    if (
        opening
        and not is_nouny(opening)
        and core.startswith(opening)
        and (
            len(core) - len(opening) >= 3 or (opening in _ON_SOMEBODY and core[len(opening) :] in _ADDRESSED)
        )
        and not (len(core) <= 6 and _PEOPLE_END.search(core))
        and not (len(opening) == 1 and core.endswith(("小组", "委员会", "工作组")))
    ):
        return False
    if not core or len(core) > 60:
        return False
    if "的" not in core and len(core) > 6 and 0 < acting_agent(core, posts) < len(core):
        return False  # 用人单位招用劳动者: what somebody does
    last = JOINED_BY.split(core)[-1] or core
    if core in posts or last in posts:
        return True
    if last in _NAMES_SET or core in _NAMES_SET:
        return True
    if (
        last in _NOT
        and last != core
        and any(part in _NAMES_SET or _ends_in_suffix(part) for part in JOINED_BY.split(core)[:-1])
    ):
        return True
    if last in _NOT or _ends_in_other(core):
        return any(core.endswith(name) for name in posts)
    if _ends_in_name(last):
        return True
    return _ends_in_suffix(core) or (
        bool(AUTHORITY.search(core[-12:])) and bool(_AUTHORITY_ENDS.search(core))
    )


_ends_in_name = endings(
    name for name in _NAMES if len(name) > 1 and name not in ("单位", "项目", "个人", "公司", "物业")
)


_ACTOR_ENDS = re.compile(
    r"单位|企业|公司|业主|使用人|承租人|供应商|服务商|司机|护士|驾驶人|机构|旅行社|人员|经营者|提供者|使用者|管理者|饲养者|员工|职工|教师|租户|商户|住户|车主|学校|景区|商场|酒店|图书馆|博物馆|车站|旅馆|食堂|实验室|场所|部门|医院"
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
