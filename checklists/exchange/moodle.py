"""Moodle XML: https://docs.moodle.org/en/Moodle_XML_format; ordering questions as Moodle 4.4's own type."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as Tree

from checklists.exchange.gift import _share
from checklists.question import Bank, Question
from indexer.clauses import HandbookError

_KINDS = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "numeric": "numerical",
    "order": "ordering",
    "short": "essay",
}
_POINTS = "评分要点："


def to_moodle(bank: Bank | Iterable[Question]) -> str:
    """All questions as Moodle XML, a category a section."""
    items = bank.items if isinstance(bank, Bank) else tuple(bank)
    quiz = Tree.Element("quiz")
    section = None
    for question in items:
        if question.section != section:
            section = question.section
            category = Tree.SubElement(quiz, "question", type="category")
            _text(Tree.SubElement(category, "category"), f"$course$/top/物业手册/{section or '未分节'}")
        _add(quiz, question)
    Tree.indent(quiz, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(quiz, encoding="unicode") + "\n"


def _text(parent: Tree.Element, text: str) -> None:
    Tree.SubElement(parent, "text").text = text


def _child(parent: Tree.Element, name: str, text: str) -> None:
    Tree.SubElement(parent, name).text = text


def _formatted(parent: Tree.Element, name: str, text: str, **attributes: str) -> Tree.Element:
    """An element with HTML in it, bold kept."""
    made = Tree.SubElement(parent, name, {"format": "html", **attributes})
    _text(made, re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(text, quote=False)))
    return made


def _add(quiz: Tree.Element, question: Question) -> None:
    entry = Tree.SubElement(quiz, "question", type=_KINDS[question.type])
    _text(Tree.SubElement(entry, "name"), f"{question.id} {question.edition}".strip())
    _formatted(entry, "questiontext", question.stem)
    _formatted(entry, "generalfeedback", question.explanation)
    _child(entry, "defaultgrade", "1")
    _child(entry, "penalty", "0")
    _child(entry, "hidden", "0")
    _child(entry, "idnumber", question.id)
    key, options = question.key, question.options
    if question.type in ("single", "multiple"):
        right = {key} if isinstance(key, int) else set(key)
        share = "100" if question.type == "single" else _share(len(right))
        wrong = "0" if question.type == "single" else f"-{share}"
        _child(entry, "single", "true" if question.type == "single" else "false")
        _child(entry, "shuffleanswers", "false")
        _child(entry, "answernumbering", "ABCD")
        for place, option in enumerate(options):
            _formatted(entry, "answer", option, fraction=share if place in right else wrong)
    elif question.type == "truefalse":
        for word in ("true", "false"):
            answer = Tree.SubElement(
                entry,
                "answer",
                fraction="100" if (word == "true") is key else "0",
                format="moodle_auto_format",
            )
            _text(answer, word)
    elif question.type == "numeric" and isinstance(key, Mapping):
        answer = Tree.SubElement(entry, "answer", fraction="100", format="moodle_auto_format")
        _text(answer, str(key["value"]))
        _child(answer, "tolerance", "0")
        units = Tree.SubElement(entry, "units")
        unit = Tree.SubElement(units, "unit")
        _child(unit, "multiplier", "1")
        _child(unit, "unit_name", str(key["unit"]))
        _child(entry, "unitgradingtype", "0")
        _child(entry, "unitpenalty", "0")
        _child(entry, "showunits", "3")
        _child(entry, "unitsleft", "0")
    elif question.type == "order" and isinstance(key, tuple):
        for name, value in (
            ("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0"),
            ("gradingtype", "ALL_OR_NOTHING"), ("showgrading", "HIDE"), ("numberingstyle", "none"),
        ):  # fmt: skip
            _child(entry, name, value)
        for number, step in enumerate(key, 1):
            _formatted(entry, "answer", options[int(step)], fraction=f"{number}.0000000")
    else:
        points = "；".join(map(str, key)) if isinstance(key, tuple) else ""
        _child(entry, "responseformat", "editor")
        _child(entry, "responserequired", "1")
        _child(entry, "responsefieldlines", "10")
        _child(entry, "attachments", "0")
        _formatted(entry, "graderinfo", f"{_POINTS}{points}")
    tags = Tree.SubElement(entry, "tags")
    for tag in (f"题型 {question.type}", f"条款 {question.clause}", f"版本 {question.edition}"):
        if not tag.endswith(" "):
            _text(Tree.SubElement(tags, "tag"), tag)


# --- reading


def from_moodle(text: str | bytes, name: str = "") -> list[Question]:
    """Questions of a Moodle XML file; types that are none of ours are left out.

    Raises:
        HandbookError: It is no well-formed XML, declares entities, or holds no questions.
    """
    from defusedxml import ElementTree as Safe
    from defusedxml.common import DefusedXmlException

    try:
        quiz = Safe.fromstring(text)
    except DefusedXmlException as error:
        raise HandbookError(
            f"{name or '文件'} 含有不允许的 XML 实体。", fix="从 Moodle 重新导出。"
        ) from error
    except Tree.ParseError as error:
        raise HandbookError(
            f"{name or '文件'} 不是有效的 XML：{error}。", fix="从 Moodle 重新导出。"
        ) from error
    questions: list[Question] = []
    section = ""
    for entry in quiz.iter("question"):
        if entry.get("type") == "category":
            section = (entry.findtext("category/text") or "").rpartition("/")[2].strip()
            continue
        made = _read(entry, section, len(questions) + 1)
        if made is not None:
            questions.append(made)
    if not questions:
        raise HandbookError(
            f"{name or '文件'} 里没有能读的试题。", fix="导出单选、多选、判断、数值、排序或简答题。"
        )
    return questions


def _html_text(parent: Any, path: str) -> str:
    found = parent.find(path)
    if found is None:
        return ""
    text = found.findtext("text") or ""
    if found.get("format", "html") not in ("html", "moodle_auto_format"):
        return str(text).strip()
    text = re.sub(r"</?(?:b|strong)>", "**", text)
    text = re.sub(r"<br\s*/?>|</p>\s*<p[^>]*>", "\n", text)
    return html.unescape(re.sub(r"<[a-zA-Z/][^>]*>", "", text)).strip()


def _answer_text(answer: Any) -> str:
    text = re.sub(r"<[a-zA-Z/][^>]*>", "", answer.findtext("text") or "")
    return html.unescape(text).strip() if answer.get("format") in (None, "html") else text.strip()


def _read(entry: Any, section: str, place: int) -> Question | None:
    kind = entry.get("type")
    answers = entry.findall("answer")
    texts = tuple(_answer_text(answer) for answer in answers)
    weights = [float(answer.get("fraction") or 0) for answer in answers]
    named = dict(
        tag.split(" ", 1)
        for tag in (each.findtext("text") or "" for each in entry.findall("tags/tag"))
        if " " in tag
    )
    made: dict[str, Any]
    if kind == "multichoice":
        right = tuple(at for at, weight in enumerate(weights) if weight > 0)
        one = (entry.findtext("single") or "true").strip() in ("true", "1")
        made = {
            "type": "single" if one else "multiple",
            "options": texts,
            "key": right[0] if one and right else right,
        }
    elif kind == "truefalse":
        true = next(
            (weight for text, weight in zip(texts, weights, strict=True) if text.lower() == "true"), 0
        )
        made = {"type": "truefalse", "options": (), "key": true > 0}
    elif kind == "numerical":
        value = float(texts[weights.index(max(weights))]) if texts else 0.0
        unit = entry.findtext("units/unit/unit_name") or ""
        made = {
            "type": "numeric",
            "options": (),
            "key": {"value": int(value) if value == int(value) else value, "unit": unit},
        }
    elif kind == "ordering":
        steps = [text for _, text in sorted(zip(weights, texts, strict=True), key=lambda pair: pair[0])]
        options = tuple(sorted(steps))
        made = {"type": "order", "options": options, "key": tuple(options.index(step) for step in steps)}
    elif kind in ("essay", "shortanswer"):
        info = _html_text(entry, "graderinfo")
        points = tuple(info.removeprefix(_POINTS).split("；")) if info.startswith(_POINTS) else texts
        made = {"type": "short", "options": (), "key": points}
    else:
        return None
    title = entry.findtext("name/text") or ""
    return Question(
        id=(entry.findtext("idnumber") or title or f"第{place}题").strip(),
        stem=_html_text(entry, "questiontext"),
        explanation=_html_text(entry, "generalfeedback"),
        clause=named.get("条款", ""),
        edition=named.get("版本", ""),
        section=section if re.fullmatch(r"\d+\.\d+", section) else "",
        **made,
    )
