"""Merkle tree over entry digests, as RFC 6962 section 2.1 defines it (SHA-256, leaf 0x00, node 0x01)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf and remembers only its full subtrees (at most 64 hashes)."""

    def __init__(self, leaves: Iterable[str] = ()) -> None:
        self.length = 0
        self._peaks: list[tuple[int, bytes]] = []
        for leaf in leaves:
            self.add(leaf)

    def add(self, digest: str) -> None:
        """Append the leaf of one entry: the ASCII text of its digest."""
        size, hashed = 1, leaf_hash(digest.encode("utf-8", "surrogatepass"))
        while self._peaks and self._peaks[-1][0] == size:
            hashed = node_hash(self._peaks.pop()[1], hashed)
            size *= 2
        self._peaks.append((size, hashed))
        self.length += 1

    def root(self) -> str:
        """Hex of the tree's root; of the empty string for no leaves."""
        if not self._peaks:
            return sha256(b"").hexdigest()
        root = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root.hex()
