"""Writes an ONNX model as bytes: the few records of onnx.proto that a graph needs.

Field numbers: github.com/onnx/onnx, onnx/onnx.proto (IR version 8). The package onnx is
not needed for this, so it is no dependency.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

IR_VERSION = 8
OPSETS = {"": 17, "com.microsoft": 1}
_TYPES = {"float32": 1, "uint8": 2, "int32": 6, "int64": 7}
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT, _ATTRIBUTE_INTS = 1, 2, 7

Attribute = float | int | Sequence[int]


@dataclass(slots=True)
class Graph:
    """Nodes and constants in the order of their making; names are the caller's."""

    _nodes: list[bytes] = field(default_factory=list)
    _constants: list[bytes] = field(default_factory=list)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant tensor; returns `name`."""
        dims = b"".join(_number(1, size) for size in value.shape)
        kind = _number(2, _TYPES[value.dtype.name])
        self._constants.append(
            dims + kind + _text(8, name) + _bytes(9, np.ascontiguousarray(value).tobytes())
        )
        return name

    def node(
        self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Attribute
    ) -> str:
        """Add an operator with one output; returns `output`."""
        parts = [_text(1, name) for name in inputs] + [_text(2, output), _text(3, output), _text(4, kind)]
        parts += [_bytes(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(b"".join(parts) + (_text(7, domain) if domain else b""))
        return output

    def model(self, inputs: dict[str, tuple[str, Sequence[int | str]]], output: str) -> bytes:
        """The whole model.

        Args:
            inputs: Element type and shape by name; a text in a shape names a free size.
            output: Name of the one output, float32.
        """
        graph = b"".join(_bytes(1, node) for node in self._nodes) + _text(2, "encoder")
        graph += b"".join(_bytes(5, constant) for constant in self._constants)
        graph += b"".join(_bytes(11, _value(name, kind, shape)) for name, (kind, shape) in inputs.items())
        graph += _bytes(12, _text(1, output))
        opsets = b"".join(_bytes(8, _text(1, name) + _number(2, version)) for name, version in OPSETS.items())
        return _number(1, IR_VERSION) + _bytes(7, graph) + opsets


def _value(name: str, kind: str, shape: Sequence[int | str]) -> bytes:
    dims = b"".join(_bytes(1, _text(2, d) if isinstance(d, str) else _number(1, d)) for d in shape)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _TYPES[kind]) + _bytes(2, dims)))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, float):
        return _text(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, _ATTRIBUTE_FLOAT)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _ATTRIBUTE_INT)
    return _text(1, name) + b"".join(_number(8, item) for item in value) + _number(20, _ATTRIBUTE_INTS)


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _bytes(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _text(number: int, value: str) -> bytes:
    return _bytes(number, value.encode())
