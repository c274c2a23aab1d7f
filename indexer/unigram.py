"""Tokenizer of the bundled model: SentencePiece unigram, XLM-RoBERTa's table.

Plain Python, because a table of 250,000 pieces loads in a tenth of a second this way and
in seven with the usual library, while one text costs less than a millisecond either way.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.model_weights import Pieces

META = "▁"
"""Stands for a space, and before the first word."""
UNKNOWN_PENALTY = 10.0
"""How far below the rarest piece an unknown character scores (SentencePiece's rule), natural log."""

_SPACES = re.compile(r" {2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Unigram:
    """Splits a text into the pieces of greatest joint probability (Viterbi)."""

    def __init__(self, pieces: Pieces) -> None:
        self._known = {text: number for number, text in enumerate(pieces.texts)}
        for special in (pieces.begin, pieces.end, pieces.unknown):
            self._known.pop(pieces.texts[special], None)
        self._scores: list[float] = pieces.scores.tolist()
        self._normal_form = pieces.normal_form
        self._begin, self._end, self._unknown = pieces.begin, pieces.end, pieces.unknown
        self._unknown_score = min(self._scores) - UNKNOWN_PENALTY
        self._longest = max(map(len, pieces.texts))

    def ids(self, text: str, limit: int) -> list[int]:
        """Piece numbers of `text` between begin and end marks, at most `limit` in all."""
        inner = self._best_path(self._normalised(text))[: limit - 2]
        return [self._begin, *inner, self._end]

    def _normalised(self, text: str) -> str:
        # NFKC first: the table works code point by code point, and some points (U+FDFA)
        # grow eighteenfold; control characters carry nothing and NUL ends a C string
        clean = _CONTROL.sub(" ", unicodedata.normalize("NFKC", text)).translate(self._normal_form)
        spaced = _SPACES.sub(" ", clean)
        return (spaced if spaced.startswith(" ") else " " + spaced).replace(" ", META)

    def _best_path(self, text: str) -> list[int]:
        known, scores, length = self._known, self._scores, len(text)
        best = [0.0] + [float("-inf")] * length
        came_by = [(self._unknown, 0)] * (length + 1)
        for start in range(length):
            so_far = best[start]
            if so_far + self._unknown_score > best[start + 1]:
                best[start + 1] = so_far + self._unknown_score
                came_by[start + 1] = (self._unknown, start)
            for end in range(start + 1, min(start + self._longest, length) + 1):
                piece = known.get(text[start:end])
                if piece is not None and so_far + scores[piece] > best[end]:
                    best[end] = so_far + scores[piece]
                    came_by[end] = (piece, start)
        path = []
        place = length
        while place:
            piece, place = came_by[place]
            path.append(piece)
        return path[::-1]
