"""How well demands are read: precision, recall and F1 against the gold set, beside a naive regex.

Run with ``make bench-demands`` or ``python -m benchmarks.demands [--part dev|more|fresh-dev|varied|trade|test|fresh-test|last|all] [--errors]``.
The measures are those of ``benchmarks/gold/README.md``.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.demands import extract
from indexer.demands.numerals import number_of

GOLD = Path(__file__).parent / "gold"
TUNED_ON = ("dev", "more")
"""Parts whose errors are read while the rules are mended, with floors in the tests."""
READ = (*TUNED_ON, "fresh-dev", "varied", "trade")
"""Parts whose errors may be listed."""
PARTS = (*READ, "test", "fresh-test", "last")
"""All parts; nobody mends a rule because of a sentence of `test` or `last`."""
OBLIGED = ("must", "must_not")
_UNITS = {"天": "日", "个工作日": "工作日", "周": "星期", "名": "人", "位": "人", "％": "%", "半个月": "半月"}
_PARTS = {"‰": 1000, "‱": 10_000}
"""千分之七 is 7 ‰ or 0.007."""
_SECONDS = {"秒": 1, "分钟": 60, "小时": 3600}

Record = dict[str, Any]
Reader = Callable[[Record], list[Record]]


def rules(sentence: Record) -> list[Record]:
    """Demands by the extractor under test, as JSON."""
    found = extract.extract_text(
        sentence["text"],
        lead_in=sentence.get("lead_in"),
        heading=sentence.get("heading", ""),
        row=sentence["slice"] == "row",
    )
    return [demand.as_json() for demand in found]


_NAIVE = re.compile(r"(不得|禁止|严禁|不应|不准)|(应当?|必须|须|需|要)|(宜|建议)|(可以?|允许)")
_NAIVE_LIMIT = re.compile(r"(\d+)\s*(小时|分钟|日|天|年|人|名|次|元|%|个月)(内|以内|以上)?")
_NAIVE_FREQUENCY = re.compile(r"每(日|天|周|月|季度|年|班)(\d+)?")


def naive(sentence: Record) -> list[Record]:
    """What a one-page regex makes of it: one demand for each word of force."""
    demands = []
    for found in _NAIVE.finditer(sentence["text"]):
        modality = ("must_not", "must", "should", "may")[
            next(at for at, group in enumerate(found.groups()) if group)
        ]
        limit = _NAIVE_LIMIT.search(sentence["text"])
        often = _NAIVE_FREQUENCY.search(sentence["text"])
        demands.append(
            {
                "quote": sentence["text"][found.start() : found.start() + 20], "modality": modality, "action": None,
                "subject": sentence["text"][: found.start()] or None, "condition": None,
                "limit": {"value": int(limit[1]), "unit": limit[2], "comparator": "<=" if limit[3] else "="} if limit else None,
                "frequency": {"times": int(often[2] or 1), "per": often[1], "comparator": "="} if often else None,
            }
        )  # fmt: skip
    return demands


@dataclass(slots=True)
class Score:
    """Counts of one measure."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def measure(sentences: Sequence[Record], reader: Reader) -> dict[str, Score]:
    """All measures over `sentences`."""
    scores: dict[str, Score] = defaultdict(Score)
    for sentence in sentences:
        _one(sentence, reader(sentence), scores)
    return scores


def _one(sentence: Record, found: list[Record], scores: dict[str, Score]) -> None:
    wanted = sentence["demands"]
    obliged = any(demand["modality"] in OBLIGED for demand in wanted)
    said = any(demand["modality"] in OBLIGED for demand in found)
    _count(scores["detection"], obliged, said, obliged and said, sentence, f"wanted {obliged}, said {said}")
    if obliged or sentence["slice"] == "hard-negative":
        _count(scores[f"detection {sentence['slice']}"], 1, 1, obliged == said, sentence, "")
    pairs = paired(wanted, found, sentence["text"])
    _count(
        scores["splitting"],
        len(wanted),
        len(found),
        len(pairs),
        sentence,
        f"wanted {len(wanted)}, found {len(found)}",
    )
    for want, got in pairs:
        place = f"{want.get('quote') or want['action']} → {got['quote']}"
        _count(
            scores["modality"],
            1,
            1,
            want["modality"] == got["modality"],
            sentence,
            f"{place}: {want['modality']} / {got['modality']}",
        )
        for key, form in (("limit", limit_form), ("frequency", frequency_form)):
            one, other = form(want[key]), form(got[key])
            _count(
                scores[key],
                one is not None,
                other is not None,
                one is not None and one == other,
                sentence,
                f"{place}: {one} / {other}",
            )
        for key in ("subject", "condition"):
            same = alike(want[key], got[key])
            _count(scores[key], 1, 1, same, sentence, f"{place}: {want[key]} / {got[key]}")
        fatal = _fatal(want, got)
        _count(
            scores["fatal"],
            0,
            fatal,
            0,
            sentence,
            f"{place}: {want['modality']} {want['limit']} / {got['modality']} {got['limit']}",
        )


def _count(score: Score, wanted: int, found: int, right: int, sentence: Record, note: str) -> None:
    score.wanted += wanted
    score.found += found
    score.right += right
    if right != wanted or right != found:
        score.wrong.append(f"{sentence['id']} {sentence['text'][:90]} | {note}")


def paired(wanted: list[Record], found: list[Record], text: str) -> list[tuple[Record, Record]]:
    """Pairs in reading order with the most overlap of quote or action (longest common chain)."""
    rows, columns = len(wanted), len(found)
    if rows == columns == 1:
        return [(wanted[0], found[0])]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            weight = overlap(wanted[i], found[j])
            best[i][j] = max(
                best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + weight if weight > 0.25 else 0
            )
    pairs = []
    i = j = 0
    while i < rows and j < columns:
        weight = overlap(wanted[i], found[j])
        if weight > 0.25 and best[i][j] == best[i + 1][j + 1] + weight:
            pairs.append((wanted[i], found[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def overlap(want: Record, got: Record) -> float:
    """Share of two-character sequences of the wanted quote or action that lie in the found one."""
    needle = _plain(want.get("quote") or want["action"] or "")
    stack = _plain((got["quote"] or "") + "。" + (got.get("action") or ""))
    grams = {needle[at : at + 2] for at in range(len(needle) - 1)} or {needle}
    return sum(gram in stack for gram in grams) / len(grams)


def _plain(text: str) -> str:
    return re.sub(r"[\s，。；：、,.;:|*]", "", text)


def limit_form(limit: Record | None) -> tuple[Any, ...] | None:
    """Value, unit, comparator with equal forms made one."""
    if limit is None:
        return None
    value, unit = limit["value"], _UNITS.get(limit["unit"], limit["unit"])
    if unit in _SECONDS and isinstance(value, int | float):
        value, unit = value * _SECONDS[unit], "秒"
    if unit in _PARTS and isinstance(value, int | float):
        value, unit = value / _PARTS[unit], ""
    if isinstance(value, list | tuple):
        value = tuple(value)
    return (round(value, 3) if isinstance(value, float) else value, unit, limit["comparator"])


def frequency_form(frequency: Record | None) -> tuple[Any, ...] | None:
    if frequency is None:
        return None
    per = re.sub(r"天", "日", str(frequency["per"])).replace("个星期", "周").replace("星期", "周")
    per = re.sub(
        r"季(?!度)", "季度", re.sub("^[一二两三四五六七八九十]+", lambda found: str(number_of(found[0])), per)
    )
    times = frequency["times"]
    return (tuple(times) if isinstance(times, list) else times, per, frequency["comparator"])


def alike(want: str | None, got: str | None) -> bool:
    """Both absent, or one holds the other and is at most twice as long."""
    if not want or not got:
        return not want and not got
    one, other = sorted((_plain(want), _plain(got)), key=len)
    return one in other and 2 * len(one) >= len(other)


def _fatal(want: Record, got: Record) -> bool:
    flipped = {want["modality"], got["modality"]} in ({"must", "must_not"}, {"must_not", "may"})
    one, other = limit_form(want["limit"]), limit_form(got["limit"])
    return flipped or (one is not None and other is not None and one != other)


def report(part: str, sentences: Sequence[Record], errors: bool) -> None:
    ours, base = measure(sentences, rules), measure(sentences, naive)
    print(f"\n== {part}: {len(sentences)} sentences")
    print(f"{'':26}{'rules P':>9}{'R':>7}{'F1':>7}{'naive P':>10}{'R':>7}{'F1':>7}")
    for name in ("detection", "splitting", "limit", "frequency"):
        one, other = ours[name], base[name]
        print(
            f"{name:26}{one.precision:9.3f}{one.recall:7.3f}{one.f1:7.3f}{other.precision:10.3f}{other.recall:7.3f}{other.f1:7.3f}"
        )
    for name in ("modality", "subject", "condition"):
        print(f"{name + ' (share right)':26}{ours[name].recall:9.3f}{'':14}{base[name].recall:10.3f}")
    for name in sorted(name for name in ours if name.startswith("detection ")):
        print(f"{name:26}{ours[name].recall:9.3f} of {ours[name].wanted:<4}{'':7}{base[name].recall:10.3f}")
    print(f"{'F1 by slice':26}{'splitting':>9}{'limit':>7}{'freq.':>7}")
    for name in sorted({sentence["slice"] for sentence in sentences} - {"hard-negative"}):
        of = measure([sentence for sentence in sentences if sentence["slice"] == name], rules)
        print(f"{name:26}{of['splitting'].f1:9.3f}{of['limit'].f1:7.3f}{of['frequency'].f1:7.3f}")
    print(f"{'fatal errors':26}{ours['fatal'].found:9d}{'':14}{base['fatal'].found:10d}")
    if errors:
        for name in (
            "detection",
            "splitting",
            "modality",
            "limit",
            "frequency",
            "subject",
            "condition",
            "fatal",
        ):
            print(f"\n-- {name}")
            print("\n".join(ours[name].wrong))


ROUNDS = 7


def speed(sentences: Iterable[Record]) -> float:
    """Sentences a second on one core, each read as if for the first time; the median of `ROUNDS` rounds.

    Rules are compiled in a round before. What is remembered of sentences and phrases is dropped before each round.
    """
    batch = list({(sentence["text"], sentence.get("lead_in")): sentence for sentence in sentences}.values())
    rates = []
    for _ in range(ROUNDS + 1):
        extract.forget()
        started = time.process_time()
        for sentence in batch:
            rules(sentence)
        rates.append(len(batch) / (time.process_time() - started))
    return statistics.median(rates[1:])


HOSTILE = {
    "unclosed brackets": "（", "nested quotes": "“《【", "closed brackets": "（（））", "semicolons": "；",
    "demands": "电工应每日巡查；", "words of force": "应当不得", "numbers": "9", "numerals": "一", "commas": "，",
    "names": "业主、", "agents": "由业主", "of": "的", "cells": "| ", "items": "\n- ", "conditions": "后", "exceptions": "除",
}  # fmt: skip
"""Text that tells nothing, by the piece it is made of."""


def growth(piece: str, size: int = 50_000) -> float:
    """How many times as long four times the text takes; 4 is linear."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        taken = []
        for _ in range(3):
            extract.forget()
            started = time.process_time()
            extract.extract_text(text)
            taken.append(time.process_time() - started)
        return min(taken)

    return seconds(4 * size) / max(seconds(size), 1e-6)


def path(part: str) -> Path:
    """Where the labelled sentences of `part` lie."""
    return GOLD / f"demands-{part}.jsonl"


def load(part: str) -> list[Record]:
    return [json.loads(line) for line in path(part).read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all")
    parser.add_argument("--errors", action="store_true", help="list what went wrong (parts tuned on only)")
    parser.add_argument(
        "--growth", action="store_true", help="how the time grows with the length of hostile text"
    )
    options = parser.parse_args()
    for part in [part for part in PARTS if path(part).exists()] if options.part == "all" else [options.part]:
        report(part, load(part), options.errors and part in READ)
    batch = [sentence for part in PARTS if path(part).exists() for sentence in load(part)]
    length = statistics.mean(len(sentence["text"]) for sentence in batch)
    rate = speed(batch)
    print(
        f"\n{rate:.0f} sentences ({rate * length / 1000:.0f},000 characters) a second and core, nothing remembered"
    )
    if options.growth:
        print("\nfour times the text takes (4 is linear):")
        for name, piece in HOSTILE.items():
            print(f"  {name:20}{growth(piece):6.1f}")


if __name__ == "__main__":
    main()
