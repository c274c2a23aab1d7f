"""Papers as Word files: questions, answer sheet, key with clause and explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from checklists.papers import Paper, Placed
from checklists.question import TYPE_NAMES, Question
from checklists.word import Control, word_file
from checklists.word_parts import Para, Row, Run, Table, cell, para

PARTS = ("paper", "sheet", "key")
"""What a paper's file may hold."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NUMBERS = "一二三四五六七八九十"
RULES: Mapping[str, str] = {
    "single": "每题只有一个正确答案。",
    "multiple": "每题有两个或更多正确答案；少选且没有选错的按比例得分，有一个选错不得分。",
    "truefalse": "正确的写“√”，错误的写“×”。",
    "numeric": "写数字和单位。",
    "order": "按先后写出字母。",
    "short": "按要点得分。",
}
PER_ROW = 10
"""Answers in a row of the answer sheet."""
FIRM = "\u00a0"
"""A space at which no line ends, so that brackets stay whole."""
BLANKS: Mapping[str, str] = {
    "truefalse": f"（{FIRM * 6}）",
    "single": f"（{FIRM * 6}）",
    "multiple": f"（{FIRM * 10}）",
}
"""Where an answer is written: before the stem, since a line that ends there would tear the brackets apart."""
SECOND_MM = 87
"""Where the second column of short options begins, from the left margin."""
SHORT_LINES = 4
"""Lines for a short answer."""
GREY = "E7E6E6"
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


def paper_docx(paper: Paper, *, parts: Sequence[str] = PARTS) -> bytes:
    """A paper as a Word file.

    Args:
        paper: As drawn.
        parts: Which of `PARTS`, each beginning on a new page. A paper for people holds no key:
            ``("paper", "sheet")``.

    Raises:
        ValueError: `parts` names none or something else.
    """
    if not parts or any(part not in PARTS for part in parts):
        raise ValueError(f"parts are some of {PARTS}")
    body: list[Para | Table] = []
    for name, make in (("paper", _paper), ("sheet", _sheet), ("key", _key)):
        if name in parts:
            body += make(paper, first=not body)
    doc_no = f"SJ-{paper.seed}" if paper.seed else "SJ-题库"
    mark = "受控" if "key" not in parts else "含答案"
    return word_file(Control(paper.title, doc_no, paper.edition or "未发布", mark=mark), body)


def answer_text(question: Question) -> str:
    """The key as a person writes it: ``B``, ``AC``, ``√``, ``4 小时``, ``B→A→C``, points by ；."""
    key = question.key
    if question.type == "truefalse":
        return "√" if key is True else "×"
    if question.type == "single" and isinstance(key, int):
        return LETTERS[key]
    if question.type == "numeric" and isinstance(key, Mapping):
        return f"{_figure(key['value'])} {key['unit']}".strip()
    if not isinstance(key, tuple):
        raise ValueError(f"{question.id}: no key of a {question.type}")
    if question.type == "short":
        return "；".join(str(point) for point in key)
    letters = [LETTERS[int(place)] for place in key]
    return "→".join(letters) if question.type == "order" else "".join(letters)


def _figure(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _title(paper: Paper, more: str, *, first: bool) -> Para:
    return para(
        Run(paper.title + more, bold=True, size=16, head=True), align="center", after=4, page_break=not first
    )


def _person() -> Table:
    heads = ("姓名", "岗位", "项目", "日期", "得分")
    return Table(
        (12, 26, 12, 26, 12, 32, 12, 26, 12, 10),
        (Row(tuple(part for head in heads for part in (cell(head, bold=True, align="center"), cell())), 9),),
    )


def _numbered(paper: Paper) -> Iterator[tuple[str, list[tuple[int, Placed]]]]:
    """Questions with their numbers, by type, in the paper's order."""
    listed = list(enumerate(paper.questions, 1))
    for type_, group in groupby(listed, key=lambda one: one[1].question.type):
        yield type_, list(group)


def _paper(paper: Paper, *, first: bool) -> Iterator[Para | Table]:
    yield _title(paper, "", first=first)
    yield _person()
    total = sum(placed.points for placed in paper.questions)
    critical = sum(placed.question.critical for placed in paper.questions)
    told = f"共 {len(paper.questions)} 题，{total:g} 分。依据手册版本 {paper.edition or '未发布'}。"
    if paper.post:
        told += f"岗位：{paper.post}。"
    if critical:
        told += f"标 ★ 的 {critical} 题为关键题，答错的须重新培训。"
    yield para(told, size=9, before=3, after=3)
    for place, (type_, group) in enumerate(_numbered(paper)):
        points = sum(placed.points for _, placed in group)
        head = f"{NUMBERS[place] if place < len(NUMBERS) else place + 1}、{TYPE_NAMES[type_]}"
        yield para(
            Run(head, bold=True, head=True, size=11),
            Run(f"（{len(group)} 题，{points:g} 分。{RULES[type_]}）", size=9),
            before=6,
            after=3,
            keep_next=True,
        )
        for number, placed in group:
            yield from _question(number, placed)


def _question(number: int, placed: Placed) -> Iterator[Para]:
    question = placed.question
    blank = BLANKS.get(question.type, "")
    star = [Run("★", bold=True, colour="C00000")] if question.critical else []
    size = 10.5
    written = question.type in ("numeric", "order", "short")
    yield para(
        Run(f"{number}．{blank}", size=size),
        *star,
        *_runs(question.stem, size),
        Run(f"（{placed.points:g}{FIRM}分）", size=size),
        before=3,
        keep_next=bool(question.options) or written,
        left_mm=7,
        hanging_mm=7,
    )
    options = [f"{LETTERS[place]}. {option}" for place, option in enumerate(question.options)]
    if options and max(map(len, options)) <= 18 and len(options) <= 4:
        rows = [options[place : place + 2] for place in range(0, len(options), 2)]
        lines = ["\t".join(row) for row in rows]
    else:
        lines = options
    for place, line in enumerate(lines):
        yield para(
            Run(line, size=size), keep_next=place < len(lines) - 1 or written, left_mm=7, tab_mm=SECOND_MM
        )
    if question.type in ("numeric", "order"):
        yield para(Run("答：＿＿＿＿＿＿＿＿＿＿＿＿", size=size), left_mm=7)
    if question.type == "short":
        for place in range(1, SHORT_LINES + 1):
            yield para(Run("＿" * 42, size=size), keep_next=place < SHORT_LINES, left_mm=7)


def _runs(text: str, size: float) -> list[Run]:
    """``**不得**`` in a stem is printed bold."""
    parts = _BOLD.split(text)
    return [Run(part, bold=place % 2 == 1, size=size) for place, part in enumerate(parts) if part]


def _sheet(paper: Paper, *, first: bool) -> Iterator[Para | Table]:
    yield _title(paper, "　答题卡", first=first)
    yield _person()
    for type_, group in _numbered(paper):
        yield para(Run(TYPE_NAMES[type_], bold=True, head=True), before=6, after=2, keep_next=True)
        if type_ == "short":
            rows = [Row((cell(str(number), align="center"), cell()), 26) for number, _ in group]
            yield Table((14, 166), tuple(rows))
            continue
        wide = type_ in ("order", "numeric")
        yield _boxes([number for number, _ in group], PER_ROW // 2 if wide else PER_ROW)


def _boxes(numbers: Sequence[int], per_row: int) -> Table:
    rows: list[Row] = []
    for start in range(0, len(numbers), per_row):
        part = [str(number) for number in numbers[start : start + per_row]]
        part += [""] * (per_row - len(part))
        rows.append(
            Row(
                tuple(cell(para(word, align="center", size=8, keep_next=True), shade=GREY) for word in part),
                5,
            )
        )
        rows.append(Row(tuple(cell() for _ in part), 9))
    return Table((180 / per_row,) * per_row, tuple(rows))


def _key(paper: Paper, *, first: bool) -> Iterator[Para | Table]:
    yield _title(paper, "　答案与解析", first=first)
    told = f"手册版本 {paper.edition or '未发布'}。" + (f"抽题种子 {paper.seed}。" if paper.seed else "")
    yield para(told + "阅卷后与试卷分开保管。", size=9, after=3)
    heads = ("题号", "答案", "分值", "条款", "解析")
    rows = [Row(tuple(cell(head, align="center", bold=True, shade=GREY) for head in heads), 7, repeat=True)]
    for number, placed in enumerate(paper.questions, 1):
        question = placed.question
        star = "★" if question.critical else ""
        source = f"{question.clause}\n{question.edition}".strip()
        rows.append(
            Row(
                (
                    cell(f"{star}{number}", align="center"),
                    cell(answer_text(question), align="left" if question.type == "short" else "center"),
                    cell(f"{placed.points:g}", align="center"),
                    cell(source, align="center", size=8),
                    cell(para(*_runs(question.explanation, 8.5))),
                )
            )
        )
    yield Table((13, 38, 12, 19, 98), tuple(rows))
