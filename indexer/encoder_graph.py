"""The network of multilingual-e5-small as an ONNX graph, built from the 4-bit weights.

The weights stay in four bits (operator MatMulNBits) and meet activations of eight bits,
which is what ONNX Runtime computes fastest on a processor. Word vectors are looked up
outside, so that the table of 250,000 words never has to be unpacked.

BERT: Devlin et al. 2019; model: Wang et al. 2024, arXiv 2402.05672.
"""

from __future__ import annotations

import numpy as np

from indexer.model_weights import BLOCK, Weights
from indexer.onnx_bytes import Graph

MS = "com.microsoft"
EIGHT_BIT_ACTIVATIONS = 4
"""Value of MatMulNBits' attribute accuracy_level."""
FULL_PRECISION = 0


def encoder(weights: Weights, accuracy: int = EIGHT_BIT_ACTIVATIONS) -> bytes:
    """ONNX bytes of the encoder.

    Inputs: ``vectors`` float32 (texts, pieces, hidden), word plus position plus type
    vectors, and ``mask`` int32 (texts, pieces), 1 where there is a piece. Output: ``states``, float32 of
    the shape of ``vectors``.
    """
    builder = _Builder(weights, accuracy)
    last = builder.norm("vectors", "emb.ln", "x0")
    for layer in range(weights.config.layers):
        last = builder.layer(layer, last)
    shape: list[int | str] = ["texts", "pieces", weights.config.hidden]
    return builder.graph.model({"vectors": ("float32", shape), "mask": ("int32", ["texts", "pieces"])}, last)


class _Builder:
    def __init__(self, weights: Weights, accuracy: int) -> None:
        self.graph, self._weights, self._accuracy = Graph(), weights, accuracy

    def layer(self, number: int, x: str) -> str:
        """One transformer layer over `x`."""
        config, at = self._weights.config, f"l{number}."
        q, k, v = (self.dense(x, at + part, config.hidden, config.hidden) for part in "qkv")
        bias = np.concatenate([self._weights.floats(f"{at}{part}.b") for part in "qkv"])
        bias_name = self.graph.constant(at + "qkv.b", bias)
        heard = self.graph.node(
            "MultiHeadAttention", [q, k, v, bias_name, "mask"], at + "heard", MS, num_heads=config.heads
        )
        x = self.add_norm(
            x, self.dense(heard, at + "ao", config.hidden, config.hidden), at + "ao.b", at + "aln"
        )
        wide = self.dense(x, at + "fi", config.feed_forward, config.hidden)
        bias_name = self.graph.constant(at + "fi.b", self._weights.floats(at + "fi.b"))
        lively = self.graph.node("BiasGelu", [wide, bias_name], at + "gelu", MS)
        narrow = self.dense(lively, at + "fo", config.hidden, config.feed_forward)
        return self.add_norm(x, narrow, at + "fo.b", at + "oln")

    def dense(self, x: str, name: str, rows: int, columns: int) -> str:
        """`x` times a quantised matrix, without bias."""
        scales, nibbles = self._weights.blocks(name + ".w", rows)
        packed = nibbles[..., 0::2] | nibbles[..., 1::2] << 4
        inputs = [
            x,
            self.graph.constant(name + ".w", packed),
            self.graph.constant(name + ".s", scales.reshape(-1)),
        ]
        return self.graph.node(
            "MatMulNBits", inputs, name + ".y", MS,
            K=columns, N=rows, bits=4, block_size=BLOCK, accuracy_level=self._accuracy,
        )  # fmt: skip

    def add_norm(self, x: str, change: str, bias: str, norm: str) -> str:
        """Layer norm of `x` plus `change` plus a bias."""
        gamma, beta = (self._vector(f"{norm}.{part}") for part in "wb")
        return self.graph.node(
            "SkipLayerNormalization",
            [x, change, gamma, beta, self._vector(bias)],
            norm + ".y",
            MS,
            epsilon=self._weights.config.epsilon,
        )

    def norm(self, x: str, name: str, output: str) -> str:
        """Layer norm of `x` alone."""
        gamma, beta = (self._vector(f"{name}.{part}") for part in "wb")
        return self.graph.node(
            "LayerNormalization", [x, gamma, beta], output, axis=-1, epsilon=self._weights.config.epsilon
        )

    def _vector(self, name: str) -> str:
        return self.graph.constant(name, self._weights.floats(name))
