"""The one who acts at the head of a text: a phrase before a break, a known name, a word formed like a post."""

from __future__ import annotations

from functools import lru_cache

from indexer.demands.agents import JOINED_BY, REMEMBERED, is_agent, names_pattern
from indexer.demands.guards import Guarded, led
from indexer.demands.verbs import is_nouny, opens_with_verb

_BREAK = led(
    r"在|是|基于|于|未(?!成年)|对|将|把|按|根据|依据|依照|遵照|自|从(?!业)|向|与(?=[^、]{1,12}(?:签|订|约|协))|因|凭(?!证|据|单)|每(?!名|个|位|户|家|一)|接到|收到|发现|至少|不少于|随时|及时|立即|定期|均|都|也|还|则|即|就|再|(?<![最首率])先|"
    r"无(?=合法|正当|故)|拟(?=[一-鿿]{2})|必要时|提前|全程|当场|当天|依法|严格|认真|主动|首先|同时|应|一律|务|以(?!上|下|内|及|外)|通过|为(?!主|业主)|[\d一二三四五六七八九十两半]+(?:个)?(?:年|日|小时|分钟|个月|天|工作日|学时)(?:内|前|后)?|只|不|凡|若|如|当(?!事|班|值)|经(?!理|营|办|济)|由|一旦|于|委托(?=[^的]*$)|接待(?!员|人|处|中心)|逐(?=[日月周项个级户人层])"
)
_NO_AGENT = Guarded(
    r"通过|然后|最后|随后|接着|以|用(?![人工户水电热气])|因|如|若|并|且|同时|但|而|或|请|及时|立即|由|向|对|在|于|把|将|按|每(?![名个位])|不|也|再|先"
)
_LACKING = Guarded(
    r"[不未][^，。；]{2,40}?的(?:(?:单位|个人|人员|企业|机构|公司|员工|驾驶人|经营者)(?:和|及|或者|、)?)+(?=$|不得|应|须|必须|禁止)"
)
"""不具备条件的单位和个人."""
_DETERMINER = Guarded(
    r"^(?:凡|原|新|所有|各|每(?:名|个|位|一)?|全体|任何|其他|其|该|本|有关|相关|上述|双方|一切)+"
)


_FIRST_WHO = Guarded(r"(?:最先|首先|率先|第一个)[^，。；的]{1,8}的")
"""最先发现的员工."""


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
    determiner = _FIRST_WHO.match(text) or _DETERMINER.match(text)
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


_EXTENDS = Guarded(
    r"(?:(?!交(?![通接警])|报(?!警)|给|通知|告知|提醒|转交|移交)[一-鿿]{0,3}?(?:人员|员工|负责人|委员会|部门|机关|单位|机构|班长|主管|经理|队长|(?<![当值交接上下换轮])班(?![长前后次组时])|班组|组(?![长织合建])|(?<![带列排车])队(?![长伍列])|员(?![工会名额外])))(?!的)"
)
_POST_LIKE = Guarded(
    r"(?:各|每名|所有|全体)?[一-鿿]{1,7}?(?:维护员|值班员|安全员|保洁员|管理员|巡检员|维修员|[一-鿿]司机|护士长?|厨师长?|班主任|校医|护工|驾驶人|[一-鿿]员(?![工会名额外])|人员|员工|维修工|[水电焊木瓦绿园清]工(?![程具序艺]|作(?!业))|主管|经理|班长|队长|组长|管家|负责人|责任人|管理人)(?=[^、的和与及]|$)"
)
_WHOM = frozenset(("会员", "队员", "职工", "主管", "经理", "员工", "班长", "队长", "组长", "管家"))
"""完成主管交办的工作, 收齐员工签名: somebody whom the act concerns."""
_HAS_VERB = Guarded(
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
    doing = (
        verb
        and len(verb) > 1
        and not is_nouny(verb)
        and (
            len(found[0]) > len(verb) + 2
            or (
                found[0].removeprefix(verb) in _WHOM
                and not verb.startswith(("持", "在", "返", "到", "离", "入", "佩"))
            )
        )
    )
    if doing:
        return 0
    return found.end() + (2 if text.startswith(("部门", "机关", "单位", "机构"), found.end()) else 0)


@lru_cache(maxsize=REMEMBERED)
def known_agent(text: str, posts: tuple[str, ...] = ()) -> int:
    """Length of the known names joined by 、/和 that open `text` (determiners included), 0 if none does.

    >>> known_agent("各秩序维护员、保洁员清理", ("秩序维护员", "保洁员"))
    10
    """
    determiner = _DETERMINER.match(text)
    place = determiner.end() if determiner else 0
    pattern = names_pattern(posts)
    end = 0
    while found := pattern.match(text, place):
        end = found.end()
        suffix = _EXTENDS.match(text, end)
        end = suffix.end() if suffix else end
        joint = JOINED_BY.match(text, end)
        if joint is None:
            break
        place = joint.end()
    return end
