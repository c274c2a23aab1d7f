"""The gate in front of everything: host, origin, session, headers. Pure ASGI, for HTTP and websockets."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from app.access import Who
from app.web import rules

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Session = Callable[[str], Who | None]

OPEN = ("/auth/", "/assets/", "/handbook/", "/static/")
"""Beginnings of addresses that need no session: signing in, style, public site, Streamlit's bundle."""
OPEN_EXACT = ("/healthz", "/readyz", "/handbook", "/favicon.ico", "/favicon.png", "/api/openapi.json")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
CLOSED = ("/_stcore/agent/", "/_stcore/metrics", "/_stcore/script-health-check")
"""Streamlit's doors that nobody here uses."""
INJECTED = "".join(f'<script src="/assets/{name}.js"></script>' for name in ("zh", "typing", "arrive"))


class Gate:
    """Lets through who may pass, tells the app who it is, and puts the headers on."""

    def __init__(self, app: App, *, session: Session, hosts: Collection[str]) -> None:
        self.app, self.session, self.hosts = app, session, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused = await self._refused(scope)
        if refused is None and scope["type"] == "websocket":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await _close(receive, send)
        else:
            answer = self.app if refused is None else refused
            await answer(scope, receive, _dressed(scope, send))

    async def _refused(self, scope: Scope) -> Response | None:
        """The refusal, or `None` for those who may pass; then the scope says who it is."""
        seen, path = Headers(scope=scope), scope["path"]
        host = seen.get("host", "")
        if not rules.host_allowed(host, self.hosts):
            return PlainTextResponse("主机名不在允许之列；管理员可用 HANDBOOK_HOSTS 设置。", 421)
        changes = scope["type"] == "websocket" or scope["method"] in UNSAFE
        if changes and not rules.origin_allowed(seen.get("origin"), host, seen.get("sec-fetch-site")):
            return PlainTextResponse("请求来自别的网站，已拒绝。", 403)
        if path.startswith(CLOSED):
            return PlainTextResponse("没有这个地址。", 404)
        token = rules.session_token(
            HTTPConnection(scope).cookies, https=scope.get("scheme") in ("https", "wss")
        )
        open_to_all = path.startswith(OPEN) or path in OPEN_EXACT
        who = None
        if token and not (open_to_all and not path.startswith("/auth/")):
            who = await run_in_threadpool(self.session, token)
        scope.setdefault("state", {}).update(who=who, token=token if who else "")
        _name_user(scope, who)
        if open_to_all:
            return None
        if who is None:
            return _to_sign_in(scope, seen)
        if who.must_change:
            return _to_change(scope)
        return None


def _to_sign_in(scope: Scope, seen: Headers) -> Response:
    if scope["type"] == "websocket" or scope["path"].startswith("/api/"):
        return JSONResponse({"problem": "没有登录，或登录已过期。", "fix": "重新登录。"}, 401)
    if scope["method"] == "GET" and "text/html" in seen.get("accept", ""):
        query = scope.get("query_string", b"").decode("latin-1")
        came = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"/auth/login?next={quote(rules.safe_next(came), safe='')}", 303)
    return PlainTextResponse("没有登录，或登录已过期。", 401)


def _to_change(scope: Scope) -> Response:
    if scope["type"] == "websocket" or scope["path"].startswith("/api/"):
        return JSONResponse({"problem": "一次性密码还没有改掉。", "fix": "先修改密码。"}, 403)
    return RedirectResponse("/auth/password", 303)


def _name_user(scope: Scope, who: Who | None) -> None:
    """Drop what the client says of itself; say who it is."""
    name = rules.USER_HEADER.encode()
    headers = [(key, value) for key, value in scope["headers"] if key.lower() != name]
    if who is not None:
        headers.append((name, who.id.encode()))
    if scope["type"] == "http" and _is_document(scope):
        # its body is about to be changed below, which a compressed one does not allow
        headers = [(key, value) for key, value in headers if key.lower() != b"accept-encoding"]
    scope["headers"] = headers


def _is_document(scope: Scope) -> bool:
    path = scope["path"]
    ours = ("/auth/", "/assets/", "/handbook", "/internal", "/api/", "/static/", "/media/", "/_stcore/")
    return scope["method"] in ("GET", "HEAD") and not path.startswith(ours)


async def _close(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 4401})


def _policy(path: str) -> str:
    if path.startswith(("/handbook", "/internal")):
        return rules.SITE_POLICY
    return rules.FORM_POLICY if path.startswith(("/auth/", "/api/", "/assets/")) else ""


def _dressed(scope: Scope, send: Send) -> Send:
    """`send` that adds the security headers, and our scripts to Streamlit's page."""
    path, https = scope["path"], scope.get("scheme") == "https"
    cache = path.startswith(("/static/", "/assets/", "/handbook/"))
    held: list[Message] = []

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            policy = _policy(path) or rules.APP_POLICY.replace(" '{inline}'", "")
            for name, value in rules.security_headers(policy, https=https, cache=cache).items():
                headers[name] = value
            if headers.get("server"):
                del headers["server"]
            if _is_document(scope) and headers.get("content-type", "").startswith("text/html"):
                held.append(message)
                return
        elif held and message["type"] == "http.response.body":
            held.append(message)
            if message.get("more_body"):
                return
            start, *parts = held
            held.clear()
            body, policy = translated(b"".join(part.get("body", b"") for part in parts))
            headers = MutableHeaders(scope=start)
            headers["content-security-policy"] = policy
            if scope["method"] != "HEAD":
                headers["content-length"] = str(len(body))
            await send(start)
            await send({"type": "http.response.body", "body": body})
            return
        await send(message)

    return dressed


@lru_cache(maxsize=8)
def translated(page: bytes) -> tuple[bytes, str]:
    """Streamlit's page in Chinese with our scripts and title, and the policy that names its inline script."""
    text = re.sub(r"<!--.*?-->\s*", "", page.decode("utf-8"), flags=re.DOTALL)
    text = text.replace('<html lang="en">', '<html lang="zh-CN">')
    text = text.replace("<title>Streamlit</title>", "<title>标准操作手册</title>")
    text = re.sub(
        r"<noscript>.*?</noscript>", "<noscript>请启用 JavaScript。</noscript>", text, flags=re.DOTALL
    )
    text = re.sub(r'\s*<link rel="service-desc"[^>]*>', "", text)
    text = re.sub(r'href="\./favicon\.png"', 'href="/assets/icon.png"', text)
    inline = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    text = text.replace("</head>", f"{INJECTED}</head>")
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inline]
    named = "' '".join(f"sha256-{one}" for one in hashes) or "none"
    return text.encode(), rules.APP_POLICY.replace("{inline}", named)
