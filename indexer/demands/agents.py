"""Who acts: posts, people, companies; and the public authorities, whose duties are not ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from indexer.demands.words import one_of, word_list

_NAMES = word_list("posts", "names")
_SUFFIX = one_of(word_list("posts", "suffixes"))
_NOT = frozenset(word_list("posts", "not"))
_NOT_END = re.compile(one_of([*(word for word in _NOT if len(word) > 1)]) + r"$")
_AUTHORITY = re.compile(one_of(word_list("posts", "authorities")))
_CUSTOMER = re.compile(one_of(word_list("posts", "customers")) + r"$")
_ENDS = re.compile(rf"{_SUFFIX}$")
_LIST = re.compile(r"、|和|与|及|以及|或者|或")

_NOT_AUTHORITY = re.compile(r"业主委员会|居民委员会|村民委员会|居委会|物业管理委员会|国家机关.{0,3}、.*企业|管理部门负责人")
_BREAK = re.compile(
    r"在|于|对|将|把|按|根据|依据|依照|遵照|自|从|向|与(?=[^、]{1,12}(?:签|订|约|协))|因|凭|每(?!名|个|位|户|家|一)|接到|收到|发现|至少|不少于|随时|及时|立即|定期|均|都|也|还|则|即|就|再|先|"
    r"必要时|依法|严格|认真|主动|首先|同时|应|一律|务|以(?!上|下|内)|通过|为(?!主|业主)|只|不|凡|若|如|当(?!事|班|值)|经(?!理|营|办|济)|由|一旦"
)
_DETERMINER = re.compile(r"^(?:凡|所有|各|每(?:名|个|位|一)?|全体|任何|其他|其|该|本|有关|相关|上述|双方|一切)+")


@lru_cache(maxsize=64)
def _pattern(posts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(one_of([*_NAMES, *posts]))


def names_pattern(posts: Iterable[str] = ()) -> re.Pattern[str]:
    """A pattern of all known names with the handbook's own posts."""
    return _pattern(tuple(posts))


def is_agent(words: str, posts: tuple[str, ...] = ()) -> bool:
    """Whether a noun phrase names somebody who can act.

    >>> is_agent("秩序维护员"), is_agent("从事电梯维护保养的单位"), is_agent("消防通道"), is_agent("疏散出口上方")
    (True, True, False, False)
    """
    core = words.strip(" ＊（）()“”《》")
    if not core or len(core) > 60:
        return False
    last = _LIST.split(core)[-1] or core
    if core in posts or last in posts:
        return True
    if last in _NAMES or core in _NAMES:
        return True
    if last in _NOT or _NOT_END.search(core):
        return any(core.endswith(name) for name in posts)
    if last.endswith(_NAMES_TUPLE):
        return True
    return bool(_ENDS.search(core)) or bool(_AUTHORITY.search(core[-12:])) and bool(re.search(rf"{_AUTHORITY.pattern}$", core))


_NAMES_TUPLE = tuple(name for name in _NAMES if len(name) > 1 and name not in ("单位", "项目", "个人", "公司", "物业"))


def is_authority(words: str) -> bool:
    """Whether a subject is (or ends in) a public authority.

    >>> is_authority("县级以上人民政府住房城乡建设主管部门"), is_authority("业主委员会"), is_authority("物业服务企业")
    (True, False, False)
    """
    if not words or _NOT_AUTHORITY.search(words):
        return bool(words) and bool(re.search(r"人民政府|主管部门|街道办事处", words))
    last = _LIST.split(words)[-1]
    return bool(re.search(rf"{_AUTHORITY.pattern}(?:及其工作人员|的?工作人员|及其.{{0,8}})?$", words)) or (
        bool(_AUTHORITY.search(words)) and last.endswith(("部门", "机构", "工作人员", "单位"))
        and bool(re.search(r"人民政府|主管部门|行政部门|公安机关|街道办事处|管理部门", words))
    )


def is_customer(words: str) -> bool:
    """Whether somebody is one who asks (业主, 访客), not one who serves."""
    return bool(_CUSTOMER.search(words))


def leading_agent(text: str, posts: tuple[str, ...] = ()) -> int:
    """Length of the agent phrase that opens `text`, 0 if none does.

    >>> text = "监控值班员在1分钟内与乘客通话"
    >>> text[: leading_agent(text)]
    '监控值班员'
    """
    place = 0
    determiner = _DETERMINER.match(text)
    searched = determiner.end() if determiner else 0
    for found in _BREAK.finditer(text, searched):
        head = text[: found.start()]
        if found.start() > 40:
            break
        if head and is_agent(head, posts):
            place = found.start()
            break
        if found.start() > 0 and not head.endswith(("、",)) and found[0] not in ("对", "从", "与", "为", "不", "以", "经", "在"):
            break
    if place:
        return place
    return len(text) if len(text) <= 40 and is_agent(text, posts) else 0


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
        suffix = re.compile(r"(?:班长|主管|经理|队长|值班人员|人员|员工|负责人|工作人员|员)").match(text, end)
        end = suffix.end() if suffix else end
        joint = _LIST.match(text, end)
        if joint is None:
            break
        place = joint.end()
    return end
