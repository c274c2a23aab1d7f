"""Signing in through the company's identity provider: away to it, and back."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as Asked
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.people import People
from app.records.errors import RecordsError
from app.web import rules
from app.web.provider import AGAIN, FAILED, Provider, Request
from indexer.clauses import HandbookError

COOKIE = "handbook_openid"
MINUTES = 10
"""How long somebody may take at the provider."""
BACK = "/auth/openid/back"
LONGEST = 4096

Signed = Callable[[Asked, str, str], Response]
"""Request, token of the new session, where to go -> the answer that carries the session."""
Refused = Callable[[Asked, str], Response]
"""Request, sentence -> the sign-in form with it."""


def openid_routes(
    people: People, provider: Provider, clock: Callable[[], datetime], signed: Signed, refused: Refused
) -> list[Route]:
    """The two addresses below ``/auth/openid``."""
    pages = _Pages(people, provider, clock, signed, refused)
    return [Route("/auth/openid", pages.away, methods=["GET"]), Route(BACK, pages.back, methods=["GET"])]


class _Pages:
    def __init__(
        self,
        people: People,
        provider: Provider,
        clock: Callable[[], datetime],
        signed: Signed,
        refused: Refused,
    ) -> None:
        self.people, self.provider, self.clock = people, provider, clock
        self.signed, self.refused = signed, refused

    async def away(self, asked: Asked) -> Response:
        """Remember what must come back, and send the browser to the provider."""
        came = rules.safe_next(asked.query_params.get("next"))
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        request = Request(state, nonce, verifier, came)
        try:
            address = await run_in_threadpool(self.provider.address, request, _back(asked))
        except HandbookError as error:
            return self.refused(asked, f"{error.problem}{error.fix}")
        answer = RedirectResponse(address, 303)
        answer.headers.append("set-cookie", _cookie(asked, _packed(request), MINUTES * 60))
        return answer

    async def back(self, asked: Asked) -> Response:
        """Take the provider's word if it answers what this browser asked, once."""
        request = _unpacked(asked.cookies.get(COOKIE, ""))
        state, code = asked.query_params.get("state", ""), asked.query_params.get("code", "")
        if request is None or not secrets.compare_digest(state.encode(), request.state.encode()):
            answer = self.refused(asked, f"{FAILED}{AGAIN}")
        elif not code or len(code) > LONGEST:
            answer = self.refused(asked, "没有在统一身份认证里登录。可以再试一次，或用密码登录。")
        else:
            answer = await self._opened(asked, request, code)
        answer.headers.append("set-cookie", _cookie(asked, "", 0))
        return answer

    async def _opened(self, asked: Asked, request: Request, code: str) -> Response:
        now = self.clock()
        try:
            login = await run_in_threadpool(self.provider.login, code, request, _back(asked), now.timestamp())
            token = await run_in_threadpool(self.people.sign_in_vouched, login, now)
        except (HandbookError, RecordsError) as error:
            return self.refused(asked, f"{error.problem}{error.fix}")
        return await run_in_threadpool(self.signed, asked, token, request.came)


def _back(asked: Asked) -> str:
    """Our own address that the provider sends people back to; the gate has looked at the host."""
    return f"{asked.url.scheme}://{asked.headers['host']}{BACK}"


def _cookie(asked: Asked, value: str, seconds: int) -> str:
    return rules.cookie_header(COOKIE, value, https=asked.url.scheme == "https", seconds=seconds)


def _packed(request: Request) -> str:
    return base64.urlsafe_b64encode(json.dumps(astuple(request)).encode()).decode()


def _unpacked(value: str) -> Request | None:
    try:
        parts = json.loads(base64.urlsafe_b64decode(value[:LONGEST].encode()))
        state, nonce, verifier, came = (str(part) for part in parts)
    except (ValueError, TypeError):
        return None
    return Request(state, nonce, verifier, rules.safe_next(came))
