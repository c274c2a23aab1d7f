"""Small pieces of Markdown: words of the handbook made safe, and links to its clauses."""

from __future__ import annotations

import json
import re

from indexer.clauses import Clause

_WIDE = str.maketrans('<>&"', "＜＞＆＂")
_SPECIAL = re.compile(r"([\\`*_{}\[\]>#])")


def safe(words: str) -> str:
    """Words that Markdown takes for words."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


def cell(words: str) -> str:
    """Words for a table's cell: one line, no bar."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.replace("|", "｜").split()))


def plain(title: str) -> str:
    """A title for the navigation, which the site generator writes into pages as it is.

    An escape would be taken back on its way into the head of the page, so wide forms stand for what HTML means.
    """
    return title.translate(_WIDE)


def front(title: str, kind: str) -> str:
    """Front matter of a generated page; `kind` chooses its look."""
    return f"---\ntitle: {json.dumps(plain(title), ensure_ascii=False)}\nkind: {kind}\n---\n"


def clause_link(clause: Clause, up: str) -> str:
    """A link to a clause from a page `up` (``""`` or ``"../"``) levels below the top."""
    return f"[{clause.id}]({up}{clause.section}.md#{clause.id})"


def clause_words(clause: Clause) -> str:
    """A clause on one line; a table row with the column heads that govern it."""
    if clause.kind == "row":
        heads = clause.lead_in.rsplit("\n", 1)[-1].split(" | ")
        cells = clause.text.split(" | ")
        named = [f"{head}：{words}" for head, words in zip(heads, cells, strict=False) if words]
        return "；".join(named if len(heads) == len(cells) else cells) + "。"
    text = re.sub(r"\n\s*(?:-|\d+\.)\s+", " ", clause.text)
    return f"{clause.lead_in} {text}" if clause.lead_in else text
