"""GIFT, Moodle's text format. Escapes ``~ = # { } :`` and the backslash; ids travel in comments.

Grammar: https://docs.moodle.org/en/GIFT_format. It has no ordering type, so an ordering question is a
matching question of steps and their places; a short answer is an essay whose points stand in the feedback.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from checklists.question import Bank, Question
from indexer.clauses import HandbookError

_SPECIAL = re.compile(r"([\\~=#{}:])")
_FEEDBACK = "####"
_POINTS = "评分要点："
_PLACE = re.compile(r"^第(\d+)步$")


def escaped(text: str) -> str:
    """Text for GIFT: special characters with a backslash, a line break as ``\\n``."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")


def to_gift(bank: Bank | Iterable[Question]) -> str:
    """All questions as GIFT, grouped by section."""
    items = bank.items if isinstance(bank, Bank) else tuple(bank)
    parts: list[str] = []
    section = None
    for question in items:
        if question.section != section:
            section = question.section
            parts.append(f"$CATEGORY: $course$/top/物业手册/{section or '未分节'}\n")
        parts.append(_one(question))
    return "\n".join(parts)


def _one(question: Question) -> str:
    tags = [("id", question.id), ("tag", f"题型 {question.type}")]
    tags += [("tag", f"条款 {question.clause}")] if question.clause else []
    tags += [("tag", f"单位 {question.key['unit']}")] if isinstance(question.key, Mapping) else []
    tags += [("tag", f"版本 {question.edition}")] if question.edition else []
    closing = "\\]"
    comment = " ".join(f"[{name}:{value.replace(']', closing)}]" for name, value in tags)
    title = f"::{escaped(question.id)}{escaped(' ' + question.edition) if question.edition else ''}::"
    return f"// {comment}\n{title}[html]{_html(question.stem)} {{{_answers(question)}}}\n"


def _html(stem: str) -> str:
    """Bold as HTML; other markup of HTML is plain text."""
    plain = stem.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped(re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", plain))


def _plain_stem(text: str) -> str:
    bold = re.sub(r"</?b>", "**", text)
    return bold.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _answers(question: Question) -> str:
    feedback = f"{_FEEDBACK}{escaped(question.explanation)}"
    key, options = question.key, question.options
    if question.type == "truefalse":
        return f"{'TRUE' if key is True else 'FALSE'}{feedback}"
    if question.type == "numeric" and isinstance(key, Mapping):
        return f"#{key['value']}:0{feedback}"
    if question.type == "single":
        lines = [f"{'=' if place == key else '~'}{escaped(option)}" for place, option in enumerate(options)]
    elif question.type == "multiple" and isinstance(key, tuple):
        share = _share(len(key))
        lines = [
            f"~%{share if place in key else '-' + share}%{escaped(option)}"
            for place, option in enumerate(options)
        ]
    elif question.type == "order" and isinstance(key, tuple):
        lines = [f"={escaped(options[int(place)])} -> 第{number}步" for number, place in enumerate(key, 1)]
    else:
        points = "；".join(str(point) for point in key) if isinstance(key, tuple) else ""
        return f"{_FEEDBACK}{escaped(_POINTS + points)}\\n{escaped(question.explanation)}"
    return "\n" + "\n".join(lines) + f"\n{feedback}\n"


def _share(right: int) -> str:
    """100 / right with up to five decimals, as Moodle's list of weights has it (50, 33.33333, 16.66667)."""
    return f"{100 / right:.5f}".rstrip("0").rstrip(".")


# --- reading

_COMMENT = re.compile(r"\[(id|tag):((?:\\\]|[^\]])*)\]")


def from_gift(text: str, name: str = "") -> list[Question]:
    """Questions of a GIFT text, ours or another program's.

    Raises:
        HandbookError: A question's braces are missing or not closed.
    """
    questions: list[Question] = []
    tags: list[tuple[str, str]] = []
    section = ""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip("\ufeff\n")):
        lines = []
        for line in block.split("\n"):
            if line.lstrip().startswith("//"):
                tags += [(kind, value.replace("\\]", "]")) for kind, value in _COMMENT.findall(line)]
            elif line.startswith("$CATEGORY:"):
                section = line.rpartition("/")[2].strip()
            else:
                lines.append(line)
        body = "\n".join(lines).strip()
        if body:
            questions.append(_read(body, tags, section, len(questions) + 1, name))
            tags = []
    if not questions:
        raise HandbookError(
            f"{name or '文件'} 里没有 GIFT 试题。", fix="每题写成“题干 {=正确 ~错误}”，题间空一行。"
        )
    return questions


def _cut(text: str, mark: str) -> int:
    """Place of the first unescaped `mark`, or -1."""
    found = re.search(rf"(?<!\\)(?:\\\\)*({re.escape(mark)})", text)
    return found.start(1) if found else -1


def _raw(text: str) -> str:
    return re.sub(r"\\([n\\~=#{}:])", lambda found: "\n" if found[1] == "n" else found[1], text).strip()


def _read(body: str, tags: list[tuple[str, str]], section: str, place: int, name: str) -> Question:
    title = ""
    found = re.match(r"::((?:\\.|[^\\])*?)::", body, re.DOTALL)
    if found:
        title, body = _raw(found[1]), body[found.end() :]
    start = _cut(body, "{")
    end = start + 1 + _cut(body[start + 1 :], "}") if start >= 0 else -1
    if start < 0 or end <= start:
        raise HandbookError(
            f"{name or '文件'} 第 {place} 题缺少花括号里的答案。", fix="写成“题干 {=正确 ~错误}”。"
        )
    stem = (body[:start] + ("____" if body[end + 1 :].strip() else "") + body[end + 1 :]).strip()
    html = stem.startswith("[html]")
    stem = _raw(re.sub(r"^\[(?:html|moodle|plain|markdown)\]", "", stem))
    inner = body[start + 1 : end]
    feedback = ""
    at = inner.find(_FEEDBACK)
    if at >= 0:
        inner, feedback = inner[:at], _raw(inner[at + 4 :])
    ids = [value for kind, value in tags if kind == "id"]
    named = dict(value.split(" ", 1) for kind, value in tags if kind == "tag" and " " in value)
    made = _typed(inner.strip(), feedback, named.get("题型", ""))
    clause = named.get("条款", "")
    if made["type"] == "numeric":
        told = re.search(r"单位[：:]\s*([^；，。）)\s]+)", stem)
        made["key"]["unit"] = named.get("单位") or (told[1] if told else "")
    return Question(
        id=ids[0] if ids else title or f"第{place}题",
        stem=_plain_stem(stem) if html else stem,
        clause=clause,
        edition=named.get("版本", ""),
        section=section if re.fullmatch(r"\d+\.\d+", section) else "",
        **made,
    )


def _typed(inner: str, feedback: str, told: str) -> dict[str, Any]:
    upper = inner.upper()
    base: dict[str, Any] = {"options": (), "explanation": feedback}
    if upper in ("T", "TRUE", "F", "FALSE"):
        return {**base, "type": "truefalse", "key": upper[0] == "T"}
    if inner.startswith("#"):
        found = re.match(r"#\s*=?(-?\d+(?:\.\d+)?)", inner)
        value = float(found[1]) if found else 0.0
        return {
            **base,
            "type": "numeric",
            "key": {"value": int(value) if value == int(value) else value, "unit": ""},
        }
    answers = re.findall(r"(?<!\\)([=~])((?:\\.|[^\\~=])*)", inner, re.DOTALL)
    if not answers:
        first, newline, rest = feedback.partition("\n")
        points = tuple(first.removeprefix(_POINTS).split("；")) if first.startswith(_POINTS) else ()
        return {
            **base,
            "type": "short",
            "key": points,
            "explanation": rest if points and newline else feedback,
        }
    parsed = [(mark, *_weighted(text)) for mark, text in answers]
    options = tuple(option for _, _, option in parsed)
    pairs = [re.split(r"\s*->\s*", option) for option in options]
    if all(len(pair) == 2 for pair in pairs):
        steps = [(_PLACE.match(pair[1]), pair[0]) for pair in pairs]
        places = sorted(range(len(steps)), key=lambda at: int(steps[at][0][1]) if steps[at][0] else at)  # type: ignore[index]
        texts = sorted(step for _, step in steps)
        return {
            **base,
            "type": "order",
            "options": tuple(texts),
            "key": tuple(texts.index(steps[at][1]) for at in places),
        }
    right = [
        at
        for at, (mark, weight, _) in enumerate(parsed)
        if (weight or 0) > 0 or (mark == "=" and weight is None)
    ]
    if all(mark == "=" for mark, _, _ in parsed) and told != "single":
        return {**base, "type": "short", "key": options}
    if len(right) == 1 and told != "multiple":
        return {**base, "type": "single", "options": options, "key": right[0]}
    return {**base, "type": "multiple", "options": options, "key": tuple(right)}


def _weighted(text: str) -> tuple[float | None, str]:
    found = re.match(r"\s*%(-?\d+(?:\.\d+)?)%", text)
    rest = text[found.end() :] if found else text
    hint = _cut(rest, "#")
    return (float(found[1]) if found else None), _raw(rest[:hint] if hint >= 0 else rest)
