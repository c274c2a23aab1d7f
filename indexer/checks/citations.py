"""Legal bases: each is a listed article or the company's own standard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.clauses import Fault, Handbook

OWN_STANDARD = "公司标准"
"""The basis of a provision that no law asks for."""

_ARTICLE = re.compile(
    r"《?(?P<law>[^《》]+?)》?第(?P<article>[〇零一二三四五六七八九十百千]+)条(?P<part>之[一二三四五六七八九十]+)?.*"
)
_STANDARD = re.compile(r"(?:GB|DB|JGJ|CJJ|GA|TSG|XF|AQ|WS|JR|SZDB|T/)[/A-Z]*\s*\d*[\d./-]*.*")


def parse_basis(text: str) -> tuple[str, str] | None:
    """Law and article (Chinese numeral, e.g. ``四十``, ``六十七之一``); `None` if it cites no article."""
    found = _ARTICLE.fullmatch(text.strip())
    if found is None:
        return None
    return found["law"].strip(), found["article"] + (found["part"] or "")


def check_citations(handbook: Handbook) -> Iterator[Fault]:
    """T40 and T41. Without a list nothing is compared."""
    listed = {(law.law, law.article) for law in handbook.laws}
    names = {law.law for law in handbook.laws}
    for clause in handbook.clauses:
        for basis in clause.basis:
            if basis == OWN_STANDARD:
                continue
            cited = parse_basis(basis)
            if cited is None:
                if basis in names or _STANDARD.fullmatch(basis):
                    if handbook.laws and basis not in names:
                        yield Fault(
                            clause.where,
                            "T40",
                            f"{clause.id} 依据的“{basis}”不在 laws.yml 里。",
                            "核对后补进列表。",
                        )
                    continue
                yield Fault(
                    clause.where,
                    "T41",
                    f"{clause.id} 的依据“{basis}”认不出法规和条号。",
                    f"写成“消防法第十六条”，公司自定的写“{OWN_STANDARD}”。",
                )
                continue
            if handbook.laws and cited not in listed:
                yield Fault(
                    clause.where,
                    "T40",
                    f"{clause.id} 引用的{cited[0]}第{cited[1]}条不在 laws.yml 里。",
                    "核对条文后补进列表，或改正条号。",
                )
