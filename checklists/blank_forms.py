"""Blank forms from the handbook's list: registers with a column a field, slips with a box a field."""

from __future__ import annotations

from collections.abc import Sequence

from checklists.word import Control, text_width_mm, word_file
from checklists.word_parts import Para, Row, Run, Table, cell, para
from indexer.clauses import Form, Handbook, HandbookError

SLIPS = ("单", "表", "票", "报告", "书", "协议", "纪要", "卡片", "申请", "评审表", "审批表", "确认单")
"""Ends of the names of forms that are filled once for one matter."""
REGISTERS = (
    "记录",
    "台账",
    "登记表",
    "签收表",
    "清单",
    "目录",
    "登记卡",
    "点检卡",
    "日报表",
    "月报",
    "排班表",
    "盘点表",
)
"""Ends of the names of forms with a line for each entry; they win over `SLIPS`."""
LONG_FIELDS = (
    "内容",
    "情况",
    "措施",
    "经过",
    "原因",
    "意见",
    "说明",
    "结论",
    "建议",
    "描述",
    "方案",
    "事由",
    "步骤",
    "安排",
    "职责",
)
"""Fields of a slip that need room."""
SIGNED = ("签字", "签名", "人", "员", "负责人", "主管", "总监", "经理")
BLANK_ROWS = 14
"""Lines of a register's first page in landscape."""
GREY = "E7E6E6"
NUMBER_MM = 12


def chosen_forms(handbook: Handbook, numbers: Sequence[str]) -> tuple[Form, ...]:
    """Forms by number or name; all when none is named.

    Raises:
        HandbookError: One is not in the list, or there is no list.
    """
    if not handbook.forms:
        raise HandbookError(
            "手册里没有表单目录。", fix="在 handbook/forms.yml 里列出表单的 no、name 和 fields。"
        )
    by_word = {word: form for form in handbook.forms for word in (form.no, form.name) if word}
    unknown = [word for word in numbers if word.strip("《》") not in by_word]
    if unknown:
        known = "、".join(form.no or form.name for form in handbook.forms[:12])
        raise HandbookError(
            f"表单目录里没有“{'、'.join(unknown)}”。",
            fix=f"写编号或名称，例如：{known}；全部见 handbook/forms.yml。",
        )
    found = [by_word[word.strip("《》")] for word in numbers] or list(handbook.forms)
    return tuple(dict.fromkeys(found))


def is_register(form: Form) -> bool:
    """Whether the form has a line for each entry.

    >>> is_register(Form("RF-GC-01", "设备巡检记录")), is_register(Form("RF-AQ-06", "动火作业审批表"))
    (True, False)
    """
    if form.name.endswith(("处置记录", "评估记录")):
        return False
    return form.name.endswith(REGISTERS) or not form.name.endswith(SLIPS)


def form_word(form: Form, edition: str) -> bytes:
    """One blank form as a Word file."""
    control = Control(form.name, form.no or form.name, edition or "未发布")
    if is_register(form):
        return word_file(control, _register(form), landscape=True)
    return word_file(control, _slip(form))


def _title(form: Form) -> Para:
    return para(Run(form.name, bold=True, size=16, head=True), align="center", after=4)


def _place() -> Para:
    return para(
        "项目名称：＿＿＿＿＿＿＿＿＿＿　　部门或岗位：＿＿＿＿＿＿＿＿　　编号：＿＿＿＿＿＿", after=4
    )


def _retention(form: Form) -> Para:
    kept = f"保存期限：{form.retention}。" if form.retention else ""
    return para(f"{kept}逐栏填写，没有内容的画“／”；写错的划线更正并签名。", size=8.5, before=4)


def _register(form: Form) -> list[Para | Table]:
    fields = form.fields or ("日期", "内容", "经办人")
    width = text_width_mm(landscape=True) - NUMBER_MM
    shares = [1.5 if _is_long(name) else 1.0 for name in fields]
    widths = [round(width * share / sum(shares), 1) for share in shares]
    head = Row(
        tuple(cell(name, align="center", bold=True, shade=GREY) for name in ("序号", *fields)), 9, repeat=True
    )
    lines = [
        Row((cell(str(number), align="center"), *(cell() for _ in fields)), 8.5)
        for number in range(1, BLANK_ROWS + 1)
    ]
    return [_title(form), _place(), Table((NUMBER_MM, *widths), (head, *lines)), _retention(form)]


def _slip(form: Form) -> list[Para | Table]:
    """Short fields two a line, long ones over the whole width, signatures last."""
    short = [name for name in form.fields if not _is_long(name) and not _is_signed(name)]
    long = [name for name in form.fields if _is_long(name)]
    signed = [name for name in form.fields if _is_signed(name) and not _is_long(name)]
    rows = [_pair(short[place : place + 2], 10) for place in range(0, len(short), 2)]
    height = max(16.0, min(38.0, 150.0 / max(1, len(long))))
    rows += [Row((cell(name, align="center", bold=True, shade=GREY), cell(span=3)), height) for name in long]
    rows += [_pair(signed[place : place + 2], 14) for place in range(0, len(signed), 2)]
    return [_title(form), _place(), Table((32, 58, 32, 58), tuple(rows)), _retention(form)]


def _pair(names: Sequence[str], height: float) -> Row:
    if len(names) == 1:
        return Row((cell(names[0], align="center", bold=True, shade=GREY), cell(span=3)), height)
    first, second = names
    return Row(
        (
            cell(first, align="center", bold=True, shade=GREY),
            cell(),
            cell(second, align="center", bold=True, shade=GREY),
            cell(),
        ),
        height,
    )


def _is_long(name: str) -> bool:
    return name.endswith(LONG_FIELDS) or len(name) > 9


def _is_signed(name: str) -> bool:
    return name.endswith(SIGNED)


def file_name(form: Form) -> str:
    """``RF-GC-01-设备巡检记录.docx``, with what a file system takes."""
    words = "-".join(word for word in (form.no, form.name) if word)
    return "".join(sign for sign in words if sign.isalnum() or sign in "._-")[:80] + ".docx"
