"""Pure rules of the gate: which hosts and origins, which headers, which addresses, how many requests."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import socket
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from urllib.parse import unquote, urlsplit

COOKIE = "handbook_session"
SECURE_COOKIE = "__Host-handbook_session"
"""Name under https; browsers take ``__Host-`` only from this host, for all of it, over https."""
FORM_COOKIE = "handbook_form"
"""Random value of a browser that is not signed in yet; form tokens are made of it."""
USER_HEADER = "x-handbook-user"
"""Set by the gate for Streamlit; whatever a client sends under this name is dropped."""

LONGEST_NEXT = 300
FORM_BYTES = 16_384
"""Largest body of a sign-in form or a saved answer."""

_QUIET = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}

FORM_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Pages of our own: no script at all."""
SITE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""The published site: MkDocs writes small scripts into its pages; their text is sanitised when built."""
APP_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' '{inline}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "media-src 'self' blob:; frame-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Streamlit: its bundle compiles templates (unsafe-eval) and styles; one inline script, named by its hash."""


def security_headers(policy: str, *, https: bool, cache: bool = False) -> dict[str, str]:
    """Headers that every answer of one kind carries."""
    headers = {**_QUIET, "content-security-policy": policy}
    if not cache:
        headers["cache-control"] = "no-store"
    if https:
        headers["strict-transport-security"] = "max-age=31536000"
    return headers


def known_hosts(*named: str) -> frozenset[str]:
    """Host names that are ours: this computer's, and those a setting names."""
    return frozenset(
        {"localhost", socket.gethostname().lower(), *(name.strip().lower() for name in named)} - {""}
    )


def host_allowed(host: str, known: Collection[str]) -> bool:
    """Whether a Host header names us: an address of digits, or a known name.

    A page of a foreign name that is made to point at this computer (DNS rebinding) carries its own name.
    """
    try:
        parts = urlsplit(f"//{host}")
        name, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    if not name or parts.path or parts.query or parts.fragment or parts.username is not None:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in known
    return True


def origin_allowed(origin: str | None, host: str, fetch_site: str | None) -> bool:
    """Whether a request that changes something, or opens a websocket, comes from a page of ours.

    Without an Origin it is no browser's cross-site request (all send it); programs have none.
    """
    if fetch_site not in (None, "same-origin", "none"):
        return False
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == host.lower() and origin != "null"
    except ValueError:
        return False


def safe_next(address: str | None) -> str:
    """Where to go after signing in: a path of ours, else the start."""
    if not address or len(address) > LONGEST_NEXT:
        return "/"
    plain = unquote(address)
    if not plain.startswith("/") or plain.startswith(("//", "/\\", "/auth")) or not plain.isprintable():
        return "/"
    if "\\" in plain or urlsplit(plain).netloc:
        return "/"
    return address


def new_secret() -> str:
    """A random value for a cookie."""
    return secrets.token_urlsafe(24)


def form_token(secret: str, form: str) -> str:
    """Token that a form must send back; known only to whoever holds the cookie."""
    return hmac.new(secret.encode(), f"handbook-form/{form}".encode(), hashlib.sha256).hexdigest()


def form_token_right(secret: str, form: str, token: str) -> bool:
    """Whether `token` is that form's."""
    return bool(secret) and hmac.compare_digest(form_token(secret, form).encode(), token.encode())


class RateLimit:
    """So many requests per minute and key; the bucket fills evenly. Threads may share it."""

    def __init__(self, per_minute: int, *, keys: int = 10_000) -> None:
        self.per_minute, self._keys = per_minute, keys
        self._filled: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def allow(self, key: str, now: float) -> bool:
        """Take one request of `key` at second `now`; `False` if there are too many."""
        with self._lock:
            left, at = self._filled.pop(key, (float(self.per_minute), now))
            left = min(float(self.per_minute), left + (now - at) * self.per_minute / 60)
            granted = left >= 1
            self._filled[key] = (left - 1 if granted else left, now)
            if len(self._filled) > self._keys:
                self._filled.popitem(last=False)
        return granted


def cookie_header(name: str, value: str, *, https: bool, seconds: int | None = None) -> str:
    """A Set-Cookie header for a cookie that scripts cannot read; 0 seconds removes it."""
    parts = [f"{name}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    if https:
        parts.append("Secure")
    return "; ".join(parts)


def session_cookie(https: bool) -> str:
    """Name of the session's cookie."""
    return SECURE_COOKIE if https else COOKIE


def session_token(cookies: Mapping[str, str], *, https: bool) -> str:
    """The session's token among the cookies, or ""."""
    return cookies.get(session_cookie(https), "")
