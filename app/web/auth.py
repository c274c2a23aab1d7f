"""Signing in and out, and changing one's password: plain pages that need no script."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Protocol
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from app.access import Who
from app.people import SESSION_HOURS, People
from app.records.errors import RecordsError
from app.web import rules
from app.web.openid import openid_routes
from app.web.provider import Provider
from indexer.clauses import HandbookError

ATTEMPTS_A_MINUTE = 30
"""Sign-in forms taken from one address; the accounts' own lock-out comes on top."""


class Problem(Protocol):
    """What HandbookError and RecordsError have in common."""

    problem: str
    fix: str


def auth_routes(people: People, *, title: str, provider: Provider | None = None) -> list[Route]:
    """The pages below ``/auth/``; with a provider those of signing in through it too."""
    pages = _Pages(people, title, provider)
    outside = (
        openid_routes(people, provider, lambda: datetime.now(UTC), pages.signed, pages.refused)
        if provider
        else []
    )
    return [
        *outside,
        Route("/auth/login", pages.login, methods=["GET", "POST"]),
        Route("/auth/logout", pages.logout, methods=["GET", "POST"]),
        Route("/auth/password", pages.password, methods=["GET", "POST"]),
    ]


class _Pages:
    def __init__(self, people: People, title: str, provider: Provider | None) -> None:
        self.people, self.title, self.outside = people, title, provider is not None
        self.limit = rules.RateLimit(ATTEMPTS_A_MINUTE)

    async def login(self, request: Request) -> Response:
        """The sign-in form; a right password opens a session."""
        came = rules.safe_next(request.query_params.get("next"))
        if request.method == "GET":
            if _who(request) is not None:
                return RedirectResponse(came, 303)
            return self._form(request, "login", self._sign_in(came))
        now = datetime.now(UTC)
        client = request.client.host if request.client else ""
        if not self.limit.allow(client, now.timestamp()):
            return self._form(
                request, "login", self._sign_in(came), said="尝试过于频繁，请一分钟后再试。", status=429
            )
        fields = await _fields(request)
        login = fields.get("login", "")
        if not _genuine(request, "login", fields):
            return self._form(
                request, "login", self._sign_in(came, login), said="页面已过期，请再试一次。", status=403
            )
        try:
            token = await run_in_threadpool(self.people.sign_in, login, fields.get("password", ""), now)
        except (HandbookError, RecordsError) as error:
            return self._form(request, "login", self._sign_in(came, login), said=_told(error), status=401)
        return await run_in_threadpool(self.signed, request, token, came)

    def signed(self, request: Request, token: str, came: str) -> Response:
        """Go on with a new session; the old one of this browser is over."""
        if old := _token(request):
            self.people.sign_out(old)
        return _with_session(request, RedirectResponse(came, 303), token)

    def refused(self, request: Request, said: str) -> Response:
        """The sign-in form with why it was not possible another way."""
        return self._form(request, "login", self._sign_in("/"), said=said, status=401)

    def _sign_in(self, came: str, login: str = "") -> str:
        away = f'<p><a class="button second" href="/auth/openid?next={quote(came, safe="")}">统一身份认证登录</a></p>'
        return _sign_in(came, login, away if self.outside else "")

    async def logout(self, request: Request) -> Response:
        """Ends this session, or every session of this person."""
        who = _who(request)
        if who is None:
            return RedirectResponse("/auth/login", 303)
        if request.method == "GET":
            return self._form(request, "logout", _SIGN_OUT)
        fields = await _fields(request)
        if not _genuine(request, "logout", fields):
            return self._form(request, "logout", _SIGN_OUT, said="页面已过期，请再试一次。", status=403)
        if fields.get("where") == "everywhere":
            await run_in_threadpool(self.people.sign_out_everywhere, who.id)
        else:
            await run_in_threadpool(self.people.sign_out, _token(request))
        return _with_session(request, RedirectResponse("/auth/login", 303), "")

    async def password(self, request: Request) -> Response:
        """Changes one's own password; after a one-time password nothing else is open."""
        who = _who(request)
        if who is None:
            return RedirectResponse("/auth/login?next=" + quote("/"), 303)
        body = _change(who)
        if request.method == "GET":
            return self._form(request, "password", body)
        fields = await _fields(request)
        if not _genuine(request, "password", fields):
            return self._form(request, "password", body, said="页面已过期，请再试一次。", status=403)
        new = fields.get("new", "")
        if new != fields.get("again", ""):
            return self._form(request, "password", body, said="两次输入的新密码不一样。", status=400)
        try:
            await run_in_threadpool(self._change, who, fields.get("old", ""), new, _token(request))
        except (HandbookError, RecordsError) as error:
            return self._form(request, "password", body, said=_told(error), status=400)
        return RedirectResponse("/", 303)

    def _change(self, who: Who, old: str, new: str, token: str) -> None:
        self.people.change_password(who, old, new, datetime.now(UTC), keep=token)

    def _form(self, request: Request, form: str, body: str, *, said: str = "", status: int = 200) -> Response:
        secret = _form_secret(request) or rules.new_secret()
        token = f'<input type="hidden" name="token" value="{rules.form_token(secret, form)}">'
        alert = f'<p class="said" role="alert">{escape(said)}</p>' if said else ""
        page = _PAGE.format(title=escape(self.title), body=body.replace("<!--said-->", alert + token))
        answer = HTMLResponse(page, status)
        if not _form_secret(request):
            answer.headers.append(
                "set-cookie", rules.cookie_header(rules.FORM_COOKIE, secret, https=_https(request))
            )
        return answer


def _genuine(request: Request, form: str, fields: dict[str, str]) -> bool:
    return rules.form_token_right(_form_secret(request), form, fields.get("token", ""))


def _form_secret(request: Request) -> str:
    """The session where there is one: a form of one session is no other's."""
    return _token(request) or request.cookies.get(rules.FORM_COOKIE, "")


def _with_session(request: Request, answer: Response, token: str) -> Response:
    https = _https(request)
    name, seconds = rules.session_cookie(https), SESSION_HOURS * 3600 if token else 0
    answer.headers.append("set-cookie", rules.cookie_header(name, token, https=https, seconds=seconds))
    return answer


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a small form; a larger body has none."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > rules.FORM_BYTES:
            return {}
    parsed = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return {name: values[0] for name, values in parsed.items()}


def _who(request: Request) -> Who | None:
    who: Who | None = request.state.who
    return who


def _token(request: Request) -> str:
    token: str = request.state.token
    return token


def _https(request: Request) -> bool:
    return request.url.scheme == "https"


def _told(error: Problem) -> str:
    return f"{error.problem}{error.fix}"


_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/assets/auth.css">
<link rel="icon" href="/assets/icon.png"></head>
<body><main><h1><img src="/assets/icon.png" alt="" width="32" height="32">{title}</h1>
{body}</main></body></html>
"""


def _sign_in(came: str, login: str, away: str) -> str:
    return f"""<form method="post" action="/auth/login?next={quote(came, safe="")}"><!--said-->
<label for="login">登录名</label>
<input id="login" name="login" value="{escape(login, quote=True)}" autocomplete="username" required autofocus>
<label for="password">密码</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>登录</button></form>
{away}<p class="aside"><a href="/handbook/">不登录，只看公开的手册</a></p>
<p class="aside">忘记密码请找管理员重置。连续输错会暂时锁定账号。</p>"""


_SIGN_OUT = """<form method="post" action="/auth/logout"><!--said-->
<button name="where" value="here">退出登录</button>
<button class="second" name="where" value="everywhere">在所有设备上退出</button></form>
<p class="aside"><a href="/">返回</a></p>"""


def _change(who: Who) -> str:
    told = "<p>这是一次性密码，请先换成自己的密码。</p>" if who.must_change else ""
    back = "" if who.must_change else '<p class="aside"><a href="/">返回</a></p>'
    return f"""{told}<form method="post" action="/auth/password"><!--said-->
<p class="aside">{escape(who.name)}</p>
<label for="old">现在的密码</label>
<input id="old" name="old" type="password" autocomplete="current-password" required autofocus>
<label for="new">新密码</label>
<input id="new" name="new" type="password" autocomplete="new-password" required>
<label for="again">再输一次新密码</label>
<input id="again" name="again" type="password" autocomplete="new-password" required>
<button>修改密码</button></form>
<p class="aside">用一句好记的话，例如四个不相干的词；员工至少 8 个字符，其他角色至少 12 个。</p>{back}
<p class="aside"><a href="/auth/logout">退出登录</a></p>"""
