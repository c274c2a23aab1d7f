"""Words of a text as the keyword search counts them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_RUN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff〇]+|[a-z]+(?:[-_/][a-z0-9]+)*|\d+(?:\.\d+)?|[a-z0-9]+")


def normalised(text: str) -> str:
    """NFKC and lower case: full-width letters, ① and ㎡ become what people type."""
    return unicodedata.normalize("NFKC", text).lower()


def tokens(text: str) -> Iterator[str]:
    """Han characters and their bigrams; Latin words, codes and numbers whole.

    Characters and bigrams need no dictionary, find two-character words in mid-sentence, and on
    five public sets rank as well as words cut by jieba.
    """
    for run in _RUN.findall(normalised(text)):
        if run[0] < "㐀":
            yield run
            continue
        yield from run
        yield from map("".join, pairwise(run))
