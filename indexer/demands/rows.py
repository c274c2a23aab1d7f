"""Table rows: which column is the post, the frequency, the limit, the standard."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.demands.audit import evidence_in, vague
from indexer.demands.bounds import Figure
from indexer.demands.conditions import OFTEN_EVENT, condition_size
from indexer.demands.context import Context
from indexer.demands.frequency import find_frequency, frequency_spans
from indexer.demands.guards import Guarded
from indexer.demands.leadins import context_of
from indexer.demands.limits import chosen, find_limits
from indexer.demands.modality import find_forces
from indexer.demands.model import Demand, Frequency, Limit, LimitKind, Modality
from indexer.demands.subjects import leading_agent

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("note", re.compile(r"^(?:检查|检验|检测|验收|测量|评价|核查|考核|抽查|测试)(?:方法|方式|手段|工具)$|^(?:依据|备注|注|来源|法规依据|法律依据|参考|对照章节|主要对照章节)$")),
    ("frequency", re.compile(r"频次|频率|周期|次数|多久")),
    ("limit", re.compile(r"时限|期限|限期|完成时间|响应时间|到场时间|处理时间|时间要求|办结|保存|留存|限值|目标值|目标$|指标值|标准值|控制值|数量|人数|配置标准|提前|^时段|^时间$|(?:开放|服务|作业|营业|运行)时间$|^(?:允许值|允许范围|正常值|正常范围|温度|湿度|照度|噪声|余氯|压力|限量|间距|距离|浓度)")),
    ("subject", re.compile(r"岗位|责任人|负责人|执行人|责任部门|实施人|人员$|角色|责任单位|部门|经办|主责|保管人|管理人|检查人|操作人|实施者|承担者|科室|班组|承办|取样人|点检人|实施单位|执行单位|承办单位|^负责$|^执行$|[检测验盘报养送领]人$|审批人|批准人|签批人|指挥|由谁")),
    ("record", re.compile(r"记录|表单|台账|表格|凭证|证据")),
    ("condition", re.compile(r"天数|额度|情形|情况|条件|触发|场景|等级|类别|级别|金额|判定|状态")),
    ("standard", re.compile(r"标准|要求|内容|方法|做法|措施|方式|动作|行动|步骤|处理|处置|规定|任务|职责|作业|范围|说明")),
    ("object", re.compile(r"对象|项目|区域|部位|设备|设施|位置|场所|环节|名称|工作|事项|指标|层级|模块|序号|种类|物品|记录类别|系统|分项")),
)  # fmt: skip
_TELLS = Guarded(
    r"术语|定义|含义|名词|缩写|英文|电话|联系方式|地址|版本|修订|扣分|分值|罚|处分|页码|作者|姓名"
)
_REPORTS = Guarded(r"(?:结果|情况|记录|统计|汇总|台账|登记|明细)(?:一览)?表?[:：]?$")
_RULES = Guarded(r"要求|标准|职责|频次|规定|应|须|制度|管理|保存|填写")
"""A table of what was found is no provision."""
_PERIOD_ONLY = Guarded(
    r"^(?:每)?(?P<per>日|天|周|月|季度?|半年|年|班|旬|小时|半月|\d{1,3}(?:个月|天|日|小时|年|周))(?:度)?(?:检|一次|1次)?$"
)
_APPROVES = Guarded(r"(?P<act>审批|批准|签批|核准)(?:人|岗位?|部门|权限)?$")
"""金额 | 审批人: who approves what."""
_OF_WHAT = Guarded(
    r"^(?P<what>[^\n：:]{2,12}?)(?:的)?(?:审批|批准|签批|核准)?(?:权限|额度|流程|程序|规定|标准|一览|表)*[：:]?$"
)
_RETENTION_HEAD = Guarded(r"保存|留存|保管期|存档")


@dataclass(frozen=True, slots=True)
class _Cell:
    role: str
    head: str
    text: str
    start: int


def row_demands(text: str, lead_in: str, heading: str, posts: tuple[str, ...]) -> list[Demand]:
    """Demands of one table row.

    Args:
        text: Cells joined by `` | ``.
        lead_in: Caption, newline, column heads joined by `` | ``; the caption may be missing.
    """
    caption, _, heads_line = lead_in.rpartition("\n")
    heads = [head.strip() for head in heads_line.split("|")]
    cells = _cells(text, heads)
    roles = {cell.role for cell in cells if cell.text}
    context = context_of(caption, heading, posts)
    if _REPORTS.search(caption) and not _RULES.search(caption):
        return []
    if heads and [cell.text for cell in cells] == heads:
        return []
    if context.nothing or not cells or not _demands_something(heads, roles, context, cells):
        return []
    if all(not cell.text or cell.text in ("—", "-", "/", "无") for cell in cells[1:]):
        return []
    return _read(text, heads_line, cells, context, lead_in, posts)


def _cells(text: str, heads: list[str]) -> list[_Cell]:
    cells = []
    place = 0
    parts = text.split("|")
    for at, part in enumerate(parts):
        head = heads[at] if at < len(heads) else ""
        lead = len(part) - len(part.lstrip())
        role = next(
            (name for name, pattern in _COLUMNS if head and pattern.search(head)),
            "object" if at == 0 else "other",
        )
        cells.append(
            _Cell(
                "object"
                if at == 0
                and (role in ("standard", "record", "other") or (role == "condition" and "类" in head))
                else role,
                head,
                part.strip(),
                place + lead,
            )
        )
        place += len(part) + 1
    return cells


def _demands_something(heads: list[str], roles: set[str], context: Context, cells: list[_Cell]) -> bool:
    if context.force:
        return True
    if any(_TELLS.search(head) for head in heads) and not roles & {"frequency"}:
        return False
    row = "，".join(cell.text for cell in cells)
    return bool(
        roles & {"frequency", "limit"}
        or (
            "standard" in roles
            and ("subject" in roles or any(re.search(r"标准|要求", head) for head in heads))
        )
        or ("subject" in roles and len(cells) > 2)
        or ("condition" in roles and any(_APPROVES.search(head) for head in heads))
        or find_forces(row)
        or (context.duty and find_frequency(row))
    )


def _read(
    text: str, heads_line: str, cells: list[_Cell], context: Context, lead_in: str, posts: tuple[str, ...]
) -> list[Demand]:
    by_role: dict[str, list[_Cell]] = {}
    for cell in cells:
        if cell.text:
            by_role.setdefault(cell.role, []).append(cell)
    posted = [
        cell
        for cell in by_role.get("subject", [])
        if cell.start or not re.search(r"人数|数量|配置", heads_line)
    ]
    subject = _subject(posted, posts) or context.subject
    frequency = _frequency(by_role) or context.frequency
    own_column = bool(by_role.get("frequency")) or frequency is context.frequency
    conditions = [context.condition] if context.condition else []
    approves = next((named for cell in cells if (named := _APPROVES.search(cell.head))), None)
    conditions += [
        cell.text
        for cell in by_role.get("condition", [])
        if cell.start or approves or "standard" in by_role or "limit" in by_role
    ]
    conditions += [
        event["event"]
        for cell in by_role.get("frequency", [])
        if (event := OFTEN_EVENT.match(cell.text.replace(" ", ""))) and event["event"]
    ]
    evidence = "、".join(
        dict.fromkeys(
            found
            for cell in cells
            if (found := evidence_in(cell.text) or (cell.text if cell.role == "record" else None))
        )
    )
    standards = by_role.get("standard", [])
    pieces = _pieces(standards) if standards else []
    things = "".join(cell.text for cell in by_role.get("object", [])[:1])
    base: Modality = context.force or "must"
    demands = []
    spans = [(start, end) for start, end, _ in pieces] if len(pieces) > 1 else [(0, len(text))]
    for at, (start, end) in enumerate(spans):
        words = (
            pieces[at][2]
            if pieces
            else "，".join(cell.text for cell in cells if cell.role in ("other", "limit"))
        )
        if approves and not words and not things and (what := _OF_WHAT.match(lead_in.rpartition("\n")[0])):
            words = approves["act"] + what["what"]
        forces = find_forces(words.replace(" ", ""))
        modality = forces[0].modality if forces and forces[0].modality != "may" else base
        limit = _limit(words, by_role) or context.limit
        often = frequency if own_column or len(spans) == 1 else find_frequency(words.replace(" ", ""))
        action = re.sub(r"\s+", "", "：".join(part for part in (things, words) if part))[:40]
        obligation = modality in ("must", "must_not")
        unclear = vague(action, figures=bool(limit or often or evidence))
        demands.append(
            Demand(
                "", text[start:end], (start, end), lead_in or None, modality, obligation, obligation and not unclear,
                None if obligation and not unclear else "待细化：缺少可观察的行为或数值" if obligation else "非要求：建议或许可",
                0.85, subject, None if subject else context.post, action or None, limit, often,
                "，".join([*conditions, *_condition(words)]) or None, None, evidence or None,
            )
        )  # fmt: skip
    return demands


def _condition(words: str) -> list[str]:
    size = condition_size(words)
    return [words[:size]] if size else []


def _subject(cells: list[_Cell], posts: tuple[str, ...]) -> str | None:
    for cell in cells:
        words = re.split(r"[，,；;（(]", cell.text)[0].strip()
        if words and words not in ("—", "-", "/", "无"):
            size = leading_agent(words, posts)
            return words[:size] if size and size < len(words) and "《" in words else words
    return None


def _frequency(by_role: dict[str, list[_Cell]]) -> Frequency | None:
    for cell in by_role.get("frequency", []):
        plain = cell.text.replace(" ", "")
        found = find_frequency(plain)
        if found:
            return found
        only = _PERIOD_ONLY.match(plain)
        if only:
            return Frequency(1, {"季": "季度"}.get(only["per"], only["per"]), "=", cell.text)
        if plain in ("定期", "不定期", "经常", "随时"):
            return Frequency(None, plain, "=", cell.text)
    for role in ("standard", "other", "object", "limit"):
        for cell in by_role.get(role, []):
            if found := find_frequency(cell.text.replace(" ", "")):
                return found
    return None


def _limit(words: str, by_role: dict[str, list[_Cell]]) -> Limit | None:
    for cell in by_role.get("limit", []):
        plain = cell.text.replace(" ", "")
        figures: list[Figure] = find_limits(plain, frequency_spans(plain))
        found = chosen(figures)
        if found:
            return _with_unit(_by_head(found, cell.head), by_role.get("other", []))
    elsewhere = [cell for role in ("other", "record", "standard", "object") for cell in by_role.get(role, [])]
    for plain in (
        text.replace(" ", "") for text in (words, *(cell.text for cell in elsewhere if cell.start))
    ):
        if found := chosen(find_limits(plain, frequency_spans(plain))):
            return _with_unit(found, elsewhere)
    return None


def _with_unit(limit: Limit, cells: list[_Cell]) -> Limit:
    """≤0.08 with mg/m³ in the column of units."""
    unit = next((cell.text for cell in cells if cell.head in ("单位", "计量单位")), "")
    return limit if limit.unit or not unit else replace(limit, unit=unit)


def _by_head(limit: Limit, head: str) -> Limit:
    """A plain figure under 时限 is at most, under 保存期限 at least."""
    kind: LimitKind = limit.kind
    comparator = limit.comparator
    if kind in ("duration", "retention", "deadline"):
        if _RETENTION_HEAD.search(head):
            kind, comparator = "retention", ">=" if comparator == "=" else comparator
        elif "提前" in head:
            kind, comparator = "advance", ">=" if comparator == "=" else comparator
        elif re.search(r"时限|期限|限期|时间|办结", head):
            kind, comparator = "deadline", "<=" if comparator == "=" else comparator
    return Limit(limit.value, limit.unit, comparator, kind, limit.words)


def _pieces(cells: list[_Cell]) -> list[tuple[int, int, str]]:
    pieces = []
    for cell in cells:
        for found in re.finditer(r"[^；;。]+", cell.text):
            words = found[0].strip()
            if words:
                lead = len(found[0]) - len(found[0].lstrip())
                start = cell.start + found.start() + lead
                pieces.append((start, start + len(words), words))
    return pieces
