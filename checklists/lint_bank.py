"""Flaws of a whole list: what a guesser without knowledge could use."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from checklists.bank.wording import tidy
from checklists.lint import Finding
from checklists.question import Question

ENOUGH = 40
"""Questions of a kind below which shares say nothing."""
SIGMAS = 3.5
"""Standard deviations from chance at which a share is a finding: one list in two thousand by accident."""
TRUE_SHARE = (0.40, 0.60)
"""Share of true statements among true/false questions."""


def lint_bank(questions: Sequence[Question]) -> list[Finding]:
    """Duplicates, and cues over the list: place, rank and length of keys, share of true ones."""
    return [
        *_duplicates(questions),
        *_places(questions),
        *_ranks(questions),
        *_lengths(questions),
        *_truths(questions),
    ]


def _duplicates(questions: Sequence[Question]) -> list[Finding]:
    ids = Counter(question.id for question in questions)
    found = [
        Finding(id_, "duplicate", f"编号出现 {count} 次。", "每题用自己的编号。")
        for id_, count in ids.items()
        if count > 1 and id_
    ]
    seen: dict[tuple[str, str, tuple[str, ...]], str] = {}
    for question in questions:
        form = (
            question.type,
            re.sub(r"[\s，。？、]", "", tidy(question.stem)),
            tuple(sorted(question.options)),
        )
        first = seen.setdefault(form, question.id)
        if first != question.id:
            found.append(Finding(question.id, "duplicate", f"与 {first} 相同。", "删去其中一题。"))
    return found


def _beyond(hits: int, chances: Sequence[float]) -> bool:
    """Whether `hits` out of independent chances is beyond accident (normal approximation)."""
    mean = sum(chances)
    deviation = math.sqrt(sum(chance * (1 - chance) for chance in chances))
    return deviation > 0 and abs(hits - mean) > SIGMAS * deviation


def _singles(questions: Sequence[Question]) -> list[Question]:
    return [
        question
        for question in questions
        if question.type == "single"
        and isinstance(question.key, int)
        and 0 <= question.key < len(question.options)
    ]


def _numeric(question: Question) -> bool:
    return all(re.match(r"^(?:每[^\d]{0,4}(?:不少于)?\s*)?\d", option.strip()) for option in question.options)


def _places(questions: Sequence[Question]) -> list[Finding]:
    worded = [question for question in _singles(questions) if not _numeric(question)]
    return _by_place(worded, "key-place", "正确选项在各位置的分布不均", "用固定的种子重新排列选项。")


def _ranks(questions: Sequence[Question]) -> list[Finding]:
    figures = [question for question in _singles(questions) if _numeric(question)]
    return _by_place(figures, "key-rank", "正确数值的大小名次分布不均", "在正确值的两侧都选干扰项。")


def _by_place(singles: list[Question], rule: str, problem: str, fix: str) -> list[Finding]:
    if len(singles) < ENOUGH:
        return []
    found = []
    for place in range(4):
        able = [question for question in singles if place < len(question.options)]
        hits = sum(question.key == place for question in able)
        if _beyond(hits, [1 / len(question.options) for question in able]):
            found.append(
                Finding("", rule, f"{problem}：第 {place + 1} 位 {hits} 题，共 {len(able)} 题。", fix)
            )
    return found


def _lengths(questions: Sequence[Question]) -> list[Finding]:
    worded = [question for question in _singles(questions) if not _numeric(question)]
    if len(worded) < ENOUGH:
        return []
    hits, chances = 0, []
    for question in worded:
        assert isinstance(question.key, int)
        longest = max(map(len, question.options))
        tied = [place for place, option in enumerate(question.options) if len(option) == longest]
        if len(tied) > 1:
            continue
        chances.append(1 / len(question.options))
        hits += question.key in tied
    if chances and hits > sum(chances) and _beyond(hits, chances):
        text = f"正确选项最长的有 {hits} 题，共 {len(chances)} 题。"
        return [Finding("", "key-length", text, "把各选项写成相近的长度。")]
    return []


def _truths(questions: Sequence[Question]) -> list[Finding]:
    judged = [question for question in questions if question.type == "truefalse"]
    if len(judged) < ENOUGH:
        return []
    share = sum(question.key is True for question in judged) / len(judged)
    if not TRUE_SHARE[0] <= share <= TRUE_SHARE[1]:
        text = f"判断题中 {share:.0%} 为正确。"
        return [Finding("", "truth-share", text, "使正确与错误各占四成至六成。")]
    return []
