"""The Ed25519 key that signs checkpoints: made at first start, its owner's only, replaced by endorsement."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.records.canonical import canonical_bytes, sha256_hex
from app.records.errors import RecordsError

KEY_SCHEME = "handbook-key/1"
_OTHERS = 0o077
"""Permission bits of group and others; none may be set on keys."""
_CURRENT = "current"
_END = b"-----END PUBLIC KEY-----"


def key_id(public: bytes) -> str:
    """First 16 hex digits of the SHA-256 of the 32 raw bytes of a public key."""
    return sha256_hex(public)[:16]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its name."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The 32 raw bytes of the public key."""
        return self.private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )

    @property
    def id(self) -> str:
        return key_id(self.public)

    def sign(self, statement: object) -> str:
        """Hex of the signature over the canonical JSON of `statement`."""
        return self.private.sign(canonical_bytes(statement)).hex()

    def endorse(self, successor: bytes) -> str:
        """Signature with which this key names the key that follows it."""
        return self.sign(endorsement(successor))


def endorsement(successor: bytes) -> dict[str, str]:
    """What a key signs to name its successor."""
    return {"scheme": KEY_SCHEME, "public_key": successor.hex()}


def signed_by(public: bytes, statement: object, signature: str) -> bool:
    """Whether `signature` (hex) over `statement` was made with the private half of `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            bytes.fromhex(signature), canonical_bytes(statement)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


class KeyRing:
    """The keys folder: ``ledger-<id>.key.pem`` (mode 0600), ``ledger-<id>.pub.pem``, and ``current``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def open(cls, folder: Path) -> KeyRing:
        """Open the folder (made with mode 0700), with a first key if there is none.

        Raises:
            RecordsError: Others may read the folder or a key.
        """
        ring = cls(folder)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            ring.check()
            with ring._locked():
                if not (folder / _CURRENT).exists():
                    ring._name_current(ring._write(Ed25519PrivateKey.generate()))
        except OSError as error:
            raise RecordsError(
                f"不能使用密钥文件夹 {folder}：{error.strerror}。", fix="检查路径和权限。"
            ) from error
        return ring

    def check(self) -> None:
        """Refuse keys that others may read.

        Raises:
            RecordsError: Naming the path and its mode.
        """
        for path, wanted in [
            (self.folder, "700"),
            *((path, "600") for path in self.folder.glob("*.key.pem")),
        ]:
            mode = path.stat().st_mode
            if mode & _OTHERS:
                raise RecordsError(
                    f"{path} 的权限是 {mode & 0o777:o}，别人也能读。",
                    fix=f"运行 chmod {wanted} {path}；若已被人读过，请更换密钥。",
                )

    def current(self) -> SigningKey:
        """The key that signs now.

        Raises:
            RecordsError: It is missing or not a key.
        """
        self.check()
        try:
            name = (self.folder / _CURRENT).read_text().strip()
        except OSError as error:
            raise RecordsError(f"{self.folder} 里没有当前密钥。", fix="从密钥的备份恢复该文件夹。") from error
        return self.get(name)

    def get(self, name: str) -> SigningKey:
        """The key of that id.

        Raises:
            RecordsError: It is missing or not a key.
        """
        try:
            loaded = serialization.load_pem_private_key(
                (self.folder / f"ledger-{name}.key.pem").read_bytes(), None
            )
        except (OSError, ValueError, TypeError) as error:
            raise RecordsError(
                f"{self.folder} 里的签名密钥 {name} 读不出来。", fix="从密钥的备份恢复该文件夹。"
            ) from error
        if not isinstance(loaded, Ed25519PrivateKey):
            raise RecordsError(
                f"{self.folder} 里的密钥 {name} 不是 Ed25519。", fix="从密钥的备份恢复该文件夹。"
            )
        return SigningKey(loaded)

    def add(self) -> SigningKey:
        """Make a further key; it signs after `use`."""
        with self._locked():
            key = Ed25519PrivateKey.generate()
            self._write(key)
            return SigningKey(key)

    def use(self, key: SigningKey) -> None:
        """Let `key` sign from now on."""
        with self._locked():
            self._name_current(key.id)

    def public_keys(self) -> dict[str, bytes]:
        """Every public key of the folder, by id."""
        return read_public_keys(self.folder)

    def _write(self, private: Ed25519PrivateKey) -> str:
        key = SigningKey(private)
        secret = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        _write_new(self.folder / f"ledger-{key.id}.key.pem", secret, 0o600)
        _write_new(self.folder / f"ledger-{key.id}.pub.pem", public_pem(key.public), 0o644)
        return key.id

    def _name_current(self, name: str) -> None:
        fresh = self.folder / f"{_CURRENT}.{os.getpid()}"
        _write_new(fresh, name.encode(), 0o600)
        fresh.replace(self.folder / _CURRENT)
        _sync_folder(self.folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def public_pem(public: bytes) -> bytes:
    """PEM text of a raw public key."""
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def read_public_keys(path: Path) -> dict[str, bytes]:
    """The Ed25519 public keys of a PEM file, which may hold several, or of a keys folder; by id.

    Raises:
        RecordsError: It is missing or holds no such key.
    """
    found = {}
    try:
        files = sorted(path.glob("*.pub.pem")) if path.is_dir() else [path]
        for block in (block for file in files for block in file.read_bytes().split(_END)[:-1]):
            loaded = serialization.load_pem_public_key(block[block.index(b"-----BEGIN") :] + _END)
            if not isinstance(loaded, Ed25519PublicKey):
                raise ValueError("not Ed25519")
            raw = loaded.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            found[key_id(raw)] = raw
    except (OSError, ValueError) as error:
        raise RecordsError(f"公钥文件 {path} 读不出来。", fix="给出 PEM 格式的 Ed25519 公钥文件。") from error
    if not found:
        raise RecordsError(f"{path} 里没有公钥。", fix="给出 PEM 格式的 Ed25519 公钥文件。")
    return found


def _write_new(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
